"""What the commands of the operations work with: the ledger, its tray, the key of a person, the day, the bank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usufruct.cli.clock import instant_of, order_instant_of
from usufruct.cli.desk import day_of
from usufruct.cli.ending import usage
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.assets import Filing
    from usufruct.ledger import SigningKey, State
    from usufruct.ledger.stores.store import Store
    from usufruct.operations.office import Office
    from usufruct.operations.paying import Transfer

_SERVER = re.compile(r"postgres(ql)?://")


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a command works, as its options say.

    Attributes:
        ledger: a file, or the URL of a server.
        key: file of the key of whoever orders; empty for a command that only reads.
        tray: folder of what waits for approval; beside the ledger if empty.
        at: the instant; now if empty.
        on: the day that journals count for; that of the instant if empty.
    """

    ledger: str
    key: str = ""
    tray: str = ""
    at: str = ""
    on: str = ""

    @property
    def instant(self) -> str:
        """The instant at which orders are handed in, not ahead of the clock; who only reads may look ahead."""
        return order_instant_of(self.at) if self.key else instant_of(self.at)

    @property
    def day(self) -> date:
        """The day that journals count for."""
        return day_of(self.on) if self.on else date.fromisoformat(self.instant[:10])


def is_server(where: str) -> bool:
    """Say whether a ledger is on a server."""
    return _SERVER.match(where) is not None


def open_store(where: str, *, fresh: bool = False) -> Store:
    """Open a store.

    Args:
        where: a file or a URL.
        fresh: whether a file is made; otherwise it must be there.

    Raises:
        UsufructError: ``O109`` for a file that is not there.
    """
    if is_server(where):
        from usufruct.ledger.stores.postgres import PostgresStore

        return PostgresStore(where)
    from usufruct.ledger.stores.sqlite import SqliteStore

    if not where:
        raise usage("no ledger was named", "--ledger", "name a file or a postgresql:// URL")
    if not fresh and not Path(where).is_file():
        raise refuse(
            "O109",
            "it is a folder" if Path(where).is_dir() else "there is no ledger",
            where,
            "",
            "found one: usufruct ledger init, or usufruct demo operations",
        )
    return SqliteStore(where)


@contextmanager
def opened(place: Place) -> Iterator[Office]:
    """The office over a ledger that is there and founded, while it is used."""
    from usufruct.ledger import Ledger
    from usufruct.operations.office import Office
    from usufruct.operations.tray import FolderTray

    store = open_store(place.ledger)
    try:
        ledger, at = Ledger(store), place.instant
        if not ledger.state.size:
            raise refuse("O109", "the ledger is empty", store.name, "", "found it: usufruct ledger init")
        yield Office(ledger, FolderTray(tray_of(place, ledger.state.ledger)), lambda: at)
    finally:
        store.close()


def tray_of(place: Place, name: str) -> Path:
    """The folder of what waits for approval; for a server without one a folder in the current directory."""
    if place.tray:
        return Path(place.tray)
    return (
        Path(re.sub(r"[^a-z0-9.-]+", "-", name) + ".tray") if is_server(place.ledger) else Path(place.ledger + ".tray")
    )


def key_of(place: Place) -> SigningKey:
    """The key of whoever orders.

    Raises:
        UsufructError: ``X101`` when no file was named; ``L331`` and ``L333`` for one that holds no key.
    """
    from usufruct.ledger.key_file import read_key_file

    if not place.key:
        raise usage("no key was named", "--key", "name the file of your key; it is never typed")
    return read_key_file(place.key)


def report_of(path: str) -> tuple[Filing, str]:
    """A custodian's report and the SHA-256 of its file."""
    from usufruct.assets import read_filing
    from usufruct.operations.office import document_hash

    found = read_filing(Path(path))
    return found, document_hash(Path(path).read_bytes())


def amounts_of(texts: Sequence[str] | None, option: str, code: str = "") -> dict[str, int]:
    """Amounts of the command line as NAME=AMOUNT, in minor units.

    Args:
        texts: as given.
        option: their option.
        code: their currency; the name is the currency if empty.

    Raises:
        UsufructError: ``X101`` for what is not NAME=AMOUNT, the codes of amounts for one that is none.
    """
    from usufruct.money import minor_units

    found: dict[str, int] = {}
    for text in texts or ():
        name, mark, amount = text.partition("=")
        if not mark or not name or name in found:
            what = f"{name} is given twice" if mark and name else f"{text!r:.60} is not NAME=AMOUNT"
            raise usage(what, option, "write it as EUR=185000000000.00, once for each")
        found[name] = minor_units(amount, code or name)
    return found


def cents(text: str, option: str) -> int:
    """An amount in euro of the command line, above zero, in cents."""
    from usufruct.money import minor_units

    amount = minor_units(text, "EUR")
    if amount <= 0:
        raise usage(f"{text!r:.40} is not above zero", option, "write an amount such as 25000000.00")
    return amount


def percent(text: str, option: str) -> Fraction:
    """A rate of the command line, in percent, as a fraction of one.

    Example:
        >>> percent("2.15", "--rate")
        Fraction(43, 2000)
    """
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,6})?", text, re.ASCII):
        raise usage(f"{text!r:.40} is no rate", option, "write it in percent, such as 2.15")
    return Fraction(text) / 100


def banking() -> Any:
    """The package of bank messages.

    Raises:
        UsufructError: ``O108`` when it is not there.
    """
    import importlib

    try:
        return importlib.import_module("usufruct.banking")
    except ImportError:
        remedy = "pip install 'usufruct[bank]'"
        raise refuse("O108", "messages of banks cannot be read or written", "banking", "", remedy) from None


def pain_message(created: str, initiator: str) -> Any:
    """A writer of pain.001 messages for :func:`usufruct.operations.paying.pay`."""

    def write(identifier: str, transfers: Sequence[Transfer]) -> bytes:
        found = banking()
        instructions = [found.Instruction(**asdict(each)) for each in transfers]
        moment = datetime.fromisoformat(created.removesuffix("Z")).replace(tzinfo=UTC)
        data: bytes = found.pain_001(identifier, moment, initiator, instructions)
        return data

    return write


def only_custodian(state: State, name: str) -> str:
    """The key of a custodian; it need not be named where there is one.

    Raises:
        UsufructError: ``X101`` when there are several, or it is not one of them.
    """
    from usufruct.operations.chart import key_of as short_name
    from usufruct.operations.inbox import custodians

    known = custodians(state)
    if not name and len(known) == 1:
        return known[0]
    if not name or short_name(name) not in known:
        what = f"{name!r:.40} is no custodian of this ledger" if name else "the ledger has several custodians"
        raise usage(what, "--custodian", f"name one of {', '.join(known) or 'none'}")
    return short_name(name)
