"""Days as records write them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Say whether text is a day of the calendar; days so written sort as text.

    Example:
        >>> is_day("2024-02-29"), is_day("2025-02-29"), is_day("20250228")
        (True, False, False)
    """
    if _DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
