"""Tables derived from the log: what a database enforces its rules on, and what people query.

A row says nothing that its record does not say. So the tables can be thrown away and built again, and a table
that somebody wrote to directly differs from what the records give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from usufruct.ledger.bodies import Journal
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
    "balance": ("account", "debits", "credits", "floor", "ceiling"),
}
"""Tables and their columns. ``balance`` follows from ``posting``, inside the database."""


def add_rows(tables: Tables, record: Record, state: State) -> None:
    """Add the rows that a record makes, each to its table; ``period_status`` changes rows of ``period``.

    Args:
        tables: the rows by table; a table that is not there yet is begun.
        record: an accepted record.
        state: the state after it, or after more records.
    """
    order = record.order
    make = _ROWS.get(order.kind)
    if make is not None:
        for table, added in make(record, state, order.body):
            if table in tables:
                tables[table].extend(added)
            else:
                tables[table] = list(added)


def expected(stored: Iterable[bytes]) -> Tables:
    """Return the tables that records give, each sorted by its columns."""
    state, tables = State(), Tables()
    for data in stored:
        record = read_record(data)
        fold(state, record, data)
        add_rows(tables, record, state)
    return {name: sorted(each, key=_order) for name, each in finished(tables, state).items()}


def finished(tables: Tables, state: State) -> Tables:
    """Return the tables with balances and the latest status of each period, in the order of the log."""
    status: dict[str, str] = dict(tables.get("period_status", []))
    whole = {name: tables.get(name, []) for name in COLUMNS}
    whole["period"] = [(*row[:4], status.get(row[0], row[4])) for row in whole["period"]]
    limits = {path: (each.floor, each.ceiling) for path, each in state.accounts.items()}
    whole["balance"] = [(path, total.debits, total.credits, *limits[path]) for path, total in state.balances.items()]
    return whole


def _order(row: Row) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is not None, value if value is not None else 0) for value in row)


Made = Iterable[tuple[str, list[Row]]]


def _genesis(record: Record, state: State, body: Any) -> Made:
    return [("holder", [(key_id(held.public), held.person, record.seq) for held in body.keys])]


def _account(record: Record, state: State, body: Any) -> Made:
    limits = (body.scale, body.party, body.floor, body.ceiling)
    return [("account", [(body.path, record.seq, body.book, body.side, body.asset, *limits)])]


def _period(record: Record, state: State, body: Any) -> Made:
    if body.action == "open":
        return [("period", [(body.name, record.seq, body.start, body.end, "open")])]
    return [("period_status", [(body.name, "closed")])]


def _filing(record: Record, state: State, body: Any) -> Made:
    return [("filing", [(record.seq, body.custodian, body.period, body.version, state.filings[record.seq].filer)])]


def _verification(record: Record, state: State, body: Any) -> Made:
    filer, verifier = state.filings[body.filing].filer, state.person_of(record.order.by)
    return [("verification", [(record.seq, body.filing, filer, verifier, body.verdict)])]


def _release(record: Record, state: State, body: Any) -> Made:
    return [("release", [(record.seq, body.account, body.amount, *(record.order.under or (None, None)))])]


def _proposal(record: Record, state: State, body: Any) -> Made:
    known = state.proposals[record.seq]
    return [("proposal", [(record.seq, known.maker, known.needed, body.expires, known.digest)])]


def _decision(record: Record, state: State, body: Any) -> Made:
    maker, person = state.proposals[body.proposal].maker, state.person_of(record.order.by)
    return [("decision", [(record.seq, body.proposal, maker, person, body.verdict)])]


def _journal(record: Record, state: State, body: Any) -> Made:
    seq, accounts = record.seq, state.accounts
    journal = state.journals[seq]
    legs = [(seq, leg, path, accounts[path].asset, amount) for leg, (path, amount) in enumerate(journal.legs)]
    basis, reverses = (body.basis, None) if type(body) is Journal else (None, body.journal)
    proposal, item = record.order.under or (None, None)
    head = (seq, journal.book, journal.entry, journal.period, journal.effective, proposal, item, basis, reverses)
    # Legs before their journal, which a database can close behind them.
    return [("posting", legs), ("journal", [head])]


_ROWS: Final[dict[str, Callable[[Record, State, Any], Made]]] = {
    "genesis": _genesis,
    "key": lambda record, state, body: [("holder", [(key_id(body.public), body.person, record.seq)])],
    "rotate": lambda record, state, body: [
        ("holder", [(key_id(body.public), state.person_of(record.order.by), record.seq)])
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
    "seal": lambda record, state, body: [("period_status", [(body.period, "sealed")])],
}
