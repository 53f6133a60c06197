"""How the tables of a store change their form: numbered scripts, forward only, each with its checksum.

The log is never rewritten. A script that was applied must not change afterwards, and a store that is newer
than this program is refused, so that nobody writes through a form that they do not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from usufruct.errors import refuse
from usufruct.ledger.canonical import digest
from usufruct.ledger.merkle import root_of


@dataclass(frozen=True, slots=True)
class Script:
    """One step of the form of a store's tables.

    Attributes:
        version: 1 makes the tables; each later one follows the one before.
        name: what it does, in a word or two.
        sql: the statements.
    """

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the statements."""
        return digest(self.sql.encode())


def scripts_of(store: str) -> tuple[Script, ...]:
    """Return the scripts that come with this version, in order; files such as ``sqlite_0001_tables.sql``."""
    folder = files("usufruct.ledger.stores")
    names = sorted(each.name for each in folder.iterdir() if each.name.startswith(f"{store}_0"))
    found = []
    for name in names:
        _, number, title = name.removesuffix(".sql").split("_", 2)
        found.append(Script(int(number), title, folder.joinpath(name).read_text("utf-8")))
    return tuple(found)


def pending(scripts: Sequence[Script], applied: Sequence[tuple[int, str]], store: str) -> tuple[Script, ...]:
    """Return the scripts that a store still lacks.

    Args:
        scripts: those of this program, in order.
        applied: version and checksum of those that the store has, in order.
        store: its name, for messages.

    Raises:
        UsufructError: ``L305`` when an applied script is unknown here or was changed since.
    """
    known = [(script.version, script.checksum) for script in scripts]
    if list(applied) != known[: len(applied)]:
        what = f"the {store} tables were made by scripts that this version does not have"
        raise refuse("L305", what, store, "", "use the version of the program that wrote it, or a newer one")
    return tuple(scripts[len(applied) :])


MIGRATED: Final = "SELECT version, size, root FROM schema_version ORDER BY version"
"""What the log was when each script ran."""


def misdated(rows: Iterable[tuple[int, int, bytes]], leaves: Callable[[], list[bytes]]) -> list[str]:
    """Return which rows of :data:`MIGRATED` speak of another log than this one.

    Args:
        rows: version, size and root.
        leaves: gives the leaf hashes of the log, which are read only where a script ran over some.
    """
    known = list(rows)
    there = leaves() if any(size for _, size, _ in known) else []
    # A damaged file may hold anything where a number or a root was.
    sound = {version for version, size, root in known if type(size) is int and root_of(there[:size]) == root}
    wrong = [version for version, size, _ in known if version not in sound or size > len(there)]
    return [f"a row of schema_version speaks of another log: version {version}" for version in wrong]
