"""Tables derived from the log: what a database enforces its rules on, and what people query.

A row says nothing that its record does not say. So the tables can be thrown away and built again, and a table
that somebody wrote to directly differs from what the records give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from usufruct.ledger.folding import fold
from usufruct.ledger.record import Record, read_record
from usufruct.ledger.signing import key_id
from usufruct.ledger.state import State

Row = tuple[Any, ...]
Tables = dict[str, list[Row]]

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "holder": ("key", "person", "seq"),
    "account": ("path", "seq", "book", "side", "asset", "scale", "party", "floor", "ceiling"),
    "period": ("name", "seq", "first_day", "last_day", "status"),
    "filing": ("seq", "custodian", "period", "version", "filer"),
    "verification": ("seq", "filing", "filer", "verifier", "verdict"),
    "release": ("seq", "account", "amount", "proposal", "item"),
    "proposal": ("seq", "maker", "needed", "expires", "digest"),
    "decision": ("seq", "proposal", "maker", "person", "verdict"),
    "posting": ("seq", "leg", "account", "asset", "amount"),
    "journal": ("seq", "book", "entry", "period", "effective", "proposal", "item", "basis", "reverses"),
    "balance": ("account", "debits", "credits"),
}
"""Tables and their columns. ``balance`` follows from ``posting``, inside the database."""


def rows(record: Record, state: State) -> Iterator[tuple[str, Row]]:
    """Yield the table and the row of everything that a record adds; ``period_status`` changes a row of ``period``.

    Args:
        record: an accepted record.
        state: the state after it.
    """
    make = _ROWS.get(record.kind)
    return iter(()) if make is None else iter(make(record, state, record.body))


def expected(stored: Iterable[bytes]) -> Tables:
    """Return the tables that records give, each sorted by its columns."""
    state, tables = State(), Tables({name: [] for name in COLUMNS})
    for data in stored:
        record = read_record(data)
        fold(state, record, data)
        take_up(tables, rows(record, state))
    tables["balance"] = [(path, total.debits, total.credits) for path, total in sorted(state.balances.items())]
    return {name: sorted(each, key=_order) for name, each in tables.items()}


def take_up(tables: Tables, changes: Iterable[tuple[str, Row]]) -> None:
    """Add rows to tables in memory."""
    for table, row in changes:
        if table == "period_status":
            name, status = row
            tables["period"] = [(*each[:4], status) if each[0] == name else each for each in tables["period"]]
        else:
            tables[table].append(row)


def _order(row: Row) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is not None, value if value is not None else 0) for value in row)


def _genesis(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    return [("holder", (key_id(held.public), held.person, record.seq)) for held in body.keys]


def _account(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    limits = (body.scale, body.party, body.floor, body.ceiling)
    return [("account", (body.path, record.seq, body.book, body.side, body.asset, *limits))]


def _period(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    if body.action == "open":
        return [("period", (body.name, record.seq, body.start, body.end, "open"))]
    return [("period_status", (body.name, "closed"))]


def _filing(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    return [("filing", (record.seq, body.custodian, body.period, body.version, state.filings[record.seq].filer))]


def _verification(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    filer, verifier = state.filings[body.filing].filer, state.person_of(record.order.by)
    return [("verification", (record.seq, body.filing, filer, verifier, body.verdict))]


def _release(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    return [("release", (record.seq, body.account, body.amount, *(record.order.under or (None, None))))]


def _proposal(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    known = state.proposals[record.seq]
    return [("proposal", (record.seq, known.maker, known.needed, body.expires, known.digest))]


def _decision(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    maker, person = state.proposals[body.proposal].maker, state.person_of(record.order.by)
    return [("decision", (record.seq, body.proposal, maker, person, body.verdict))]


def _journal(record: Record, state: State, body: Any) -> Iterable[tuple[str, Row]]:
    reverses = body.journal if record.kind == "reversal" else None
    journal = state.journals[record.seq]
    accounts = state.accounts
    changes: list[tuple[str, Row]] = [
        ("posting", (record.seq, leg, path, accounts[path].asset, amount))
        for leg, (path, amount) in enumerate(journal.legs)
    ]
    basis = None if reverses is not None else journal.basis
    head = (record.seq, journal.book, journal.entry, journal.period, journal.effective)
    changes.append(("journal", (*head, *(record.order.under or (None, None)), basis, reverses)))
    return changes


_ROWS: Final[dict[str, Callable[[Record, State, Any], Iterable[tuple[str, Row]]]]] = {
    "genesis": _genesis,
    "key": lambda record, state, body: [("holder", (key_id(body.public), body.person, record.seq))],
    "rotate": lambda record, state, body: [
        ("holder", (key_id(body.public), state.person_of(record.order.by), record.seq))
    ],
    "account": _account,
    "period": _period,
    "filing": _filing,
    "verification": _verification,
    "legal_release": _release,
    "proposal": _proposal,
    "decision": _decision,
    "journal": _journal,
    "reversal": _journal,
    "seal": lambda record, state, body: [("period_status", (body.period, "sealed"))],
}
