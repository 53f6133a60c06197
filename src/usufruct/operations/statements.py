"""What a party sees: every movement on its accounts with the record behind it, and what it is owed or owes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from usufruct.errors import UsufructError, refuse
from usufruct.ledger import Ledger, State
from usufruct.ledger.punctual import days_late
from usufruct.operations.chart import CHANNEL_KEYS, LENDER_KEYS, key_of


@dataclass(frozen=True, slots=True)
class Movement:
    """One leg on an account of a party.

    Attributes:
        record: number of the record.
        day: the day that it counts for.
        entry: what it is.
        account: path.
        amount: minor units; debits positive.
        balance: of the account after it.
        text: the line of the journal.
        article: what it rests on.
        deadline: the day by which it was due; None where none is set.
        late: by how many days it missed that; None without a deadline.
    """

    record: int
    day: str
    entry: str
    account: str
    amount: int
    balance: int
    text: str
    article: str
    deadline: str | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Filed:
    """A report of a party.

    Attributes:
        record: number of the record.
        day: of the record.
        period: what it is about.
        version: of the report.
        verdict: over it; empty while it waits.
        article: what asks for it.
        deadline: the day by which it was due.
        late: by how many days it missed that.
    """

    record: int
    day: str
    period: str
    version: int
    verdict: str
    article: str
    deadline: str | None
    late: int | None


@dataclass(frozen=True, slots=True)
class PartyStatement:
    """The statement of a party up to a day.

    Attributes:
        party: key.
        until: the last day that counts.
        movements: by account, then in the order of the log.
        balances: what each account holds on that day; debits positive.
        assets: currency of each account.
        reports: what it filed.
    """

    party: str
    until: date
    movements: tuple[Movement, ...]
    balances: dict[str, int]
    assets: dict[str, str]
    reports: tuple[Filed, ...] = ()


def parties(state: State) -> tuple[str, ...]:
    """Everybody who has an account of its own."""
    return tuple(sorted({each.party for each in state.accounts.values() if each.party}))


def _key(state: State, name: str) -> str:
    """The key of a party that was named by its key or its name; what was given where nobody is called so."""
    known, lawful = parties(state), {**LENDER_KEYS, **CHANNEL_KEYS}
    if name in known:
        return name
    try:
        short = lawful.get(name) or key_of(name)
    except UsufructError:
        return name
    return short if short in known else name


def party_statement(ledger: Ledger, party: str, until: date, *, public: bool = False) -> PartyStatement:
    """The statement of a party.

    Args:
        ledger: where.
        party: key of the party, or its name.
        until: the last day that counts.
        public: leave out what people wrote, and reports on periods that end later.

    Raises:
        UsufructError: ``O190`` when nobody of that key has an account.
    """
    state = ledger.state
    party = _key(state, party)
    paths = sorted(path for path, each in state.accounts.items() if each.party == party)
    if not paths or not party:
        known = ", ".join(parties(state)) or "nobody"
        raise refuse("O190", f"{party!r:.40} has no account", "statement", "", f"name one of {known}")
    movements, balances = [], dict.fromkeys(paths, 0)
    for path in paths:
        for seq, journal in state.journals.items():
            amount = dict(journal.legs).get(path, 0)
            if amount and journal.effective <= until.isoformat():
                balances[path] += amount
                text = "" if public else journal.text
                row = Movement(
                    seq, journal.effective, journal.entry, path, amount, balances[path], text,
                    journal.article, journal.deadline, days_late(ledger.record(seq)),
                )  # fmt: skip
                movements.append(row)
    assets = {path: state.accounts[path].asset for path in paths}
    return PartyStatement(
        party, until, tuple(movements), balances, assets, tuple(_filed(ledger, party, until, public=public))
    )


def _filed(ledger: Ledger, party: str, until: date, *, public: bool) -> Iterator[Filed]:
    """What a party filed up to a day; for the public, what it filed on periods that ended by then."""
    periods = ledger.state.periods
    for seq, each in ledger.state.filings.items():
        body, record = each.body, ledger.record(seq)
        day = record.order.at[:10]
        known = periods.get(body.period)
        end = known.end if known is not None else f"{body.period}-12-31"
        if body.custodian == party and (end if public else day) <= until.isoformat():
            yield Filed(
                seq, day, body.period, body.version, each.verdict, body.article, body.deadline, days_late(record)
            )
