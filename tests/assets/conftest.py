"""Reports written for one test each, and the faults that reading them gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from usufruct.assets import Filing, read_filing
from usufruct.errors import Fault, UsufructError

Read = Callable[[str | bytes, str], Filing]
Faults = Callable[[str | bytes, str], list[Fault]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Write a report and read it, under a name without folders so that messages can be compared."""
    monkeypatch.chdir(tmp_path)

    def reading(content: str | bytes, form: str) -> Filing:
        path = Path(f"r.{form}")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_filing(path)

    return reading


@pytest.fixture
def faults(read: Read) -> Faults:
    """Return the faults of a report that must be refused."""

    def found(content: str | bytes, form: str) -> list[Fault]:
        with pytest.raises(UsufructError) as caught:
            read(content, form)
        return list(caught.value.faults)

    return found
