"""Days given to a rulebook, and the law in force as a table."""

from __future__ import annotations

from typing import Any

import pytest

from usufruct.errors import UsufructError
from usufruct.law import rulebook


@pytest.mark.parametrize("day", ["2025-13-01", "tomorrow", "", None, 20251301, 2025.0])
def test_what_is_no_day_is_refused(day: Any) -> None:
    for days in ((day, None), ("2025-01-01", day or "no day")):
        with pytest.raises(UsufructError) as refused:
            rulebook().at(*days)
        assert [fault.code for fault in refused.value.faults] == ["U114"]


def test_the_law_in_force_is_a_table() -> None:
    law = rulebook().at("2025-08-01")
    for rows in (law.to_polars().rows(), law.to_pandas().itertuples(index=False, name=None)):
        assert [tuple(row) for row in rows] == [(e.name, e.what, e.text, e.cite, e.since, e.known) for e in law.entries]
    assert "&lt;law in force" in law._repr_html_()
