"""A mechanism after three payments of the demonstration, and the shortest way to do the next step in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from usufruct import assets
from usufruct.ledger import MemoryStore
from usufruct.ledger.stores.store import Store
from usufruct.operations import chart, corrections, levying, paying, reconciling, sharing
from usufruct.operations.currencies import IN_EURO, Terms, bank
from usufruct.operations.office import Done, Office, document_hash
from usufruct.operations.rejecting import reject
from usufruct.operations.reporting import compare, file_report, ledger_filing, recomputed, verify
from usufruct.operations.story import Story, tell
from usufruct.operations.story_cast import IBAN, Entry, ExampleStatement, demo_key, demo_parties, example_message
from usufruct.operations.story_facts import report_up_to
from usufruct.operations.tray import Sheet
from usufruct.waterfall.replay import Replay, replay

ANNA, BERT = demo_key("anna"), demo_key("bert")
ALPHA = chart.Depository("euroclear", "Euroclear")
PAST = replay()


class Desk:
    """Anna and Bert, a clock of their own, and the fourth half-year still to come."""

    def __init__(self, payments: int = 3, store: Store | None = None) -> None:
        self.story: Story = tell(MemoryStore() if store is None else store, past=PAST, payments=payments)
        self.now = datetime.fromisoformat(self.story.office.state.at.removesuffix("Z"))
        self.office = Office(self.story.office.ledger, self.story.office.tray, self.at)
        self.numbers = 100

    @property
    def state(self) -> Any:
        return self.office.state

    def at(self) -> str:
        self.now += timedelta(seconds=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def on(self, day: date) -> date:
        self.now = max(self.now, datetime(day.year, day.month, day.day, 9))  # noqa: DTZ001
        return day

    def agree(self, sheet: Sheet, subject: str = "") -> Done:
        first = self.office.propose(ANNA, subject or f"subject {self.state.size}", sheet)
        return self.office.approve(BERT, first.records[0])

    def file_fourth(self, day: date = date(2026, 3, 26)) -> int:
        """File the fourth half-year; return the number of the record."""
        each = self.story.halves[3]
        self.on(day)
        report = report_up_to(self.story.halves, 4, with_use=False)
        document = document_hash(assets.filing_text(report, "toml").encode())
        body = ledger_filing(report, ALPHA, each.half.label, document, 1, {"EUR": each.held}, each.stated)
        return file_report(self.office, ANNA, body).records[0]

    def call_fourth(self, day: date = date(2026, 3, 27), verified: int = -1) -> int:
        """File, verify and call the fourth half-year; return what is called."""
        each = self.story.halves[3]
        self.on(date(2026, 3, 26))
        self.agree(corrections.period(self.state, each.half.next, "open"))
        filed = self.file_fourth() if verified < 0 else verified
        run = recomputed(report_up_to(self.story.halves, 4, with_use=False), PAST.law)
        body = self.state.filings[filed].body
        verify(self.office, BERT, filed, compare(body, run, "Euroclear"), PAST.law.hash)
        self.on(day)
        self.agree(levying.call(self.state, run, ALPHA, each.half, day), "call")
        return int(self.state.balance(chart.claim("euroclear", 4)))

    def statement(self, entries: Sequence[Entry], day: date, code: str = "EUR") -> ExampleStatement:
        last = self.state.last_statement.get(bank(code))
        opening = 0 if last is None else int(self.state.statements[last].body.closing)
        self.numbers += 1
        return ExampleStatement(f"T{self.numbers}", opening, day, day, tuple(entries), currency=code)

    def take(self, statement: ExampleStatement, terms: Terms = IN_EURO) -> reconciling.Taken:
        document = document_hash(repr(statement).encode())
        return reconciling.reconcile(self.office, ANNA, statement, IBAN, document, None, terms)

    def bank(self, *entries: Entry, day: date, terms: Terms = IN_EURO) -> reconciling.Taken:
        """A statement is taken, approved and taken again."""
        self.on(day)
        statement = self.statement(entries, day, terms.code)
        taken = self.take(statement, terms)
        assert taken.proposal is not None
        self.office.approve(BERT, taken.proposal)
        return self.take(statement, terms)

    def split(self, number: int, day: date) -> dict[str, int]:
        """Divide and book; return the shares of the run."""
        run, text = sharing.split(self.state, PAST.law, number, day)
        self.agree(sharing.run_sheet(self.state, run, "split", text))
        seq = sharing.waiting_run(self.state, number)
        assert seq is not None
        self.agree(sharing.booking(self.state, seq, "split", chart.ASSIGNED, day))
        return dict(self.state.runs[seq].shares)

    def pay(self, day: date, amounts: dict[str, int] | None = None, basis: int | None = None) -> list[Any]:
        """Pay everything that is owed, or some amounts; return the payments."""
        self.on(day)
        wanted = paying.payables(self.state) if amounts is None else amounts
        sheet = paying.pay(self.state, wanted, demo_parties(), day, example_message, basis)
        done = self.agree(sheet)
        return [self.state.payments[seq] for seq in done.records if seq in self.state.payments]


@dataclass(frozen=True)
class Status:
    """One status of a bank's report."""

    original_message_id: str
    payment_group: str
    end_to_end: str
    status: str
    reason: str = ""

    @property
    def rejected(self) -> bool:
        return self.status == "RJCT"


def rejected_by_bank(desk: Desk, payment: int) -> None:
    name = desk.state.payments[payment].body.end_to_end
    reject(desk.office, ANNA, payment, [Status("", "", name, "RJCT", "AC01")], document_hash(name.encode()))


__all__ = ["ALPHA", "ANNA", "BERT", "PAST", "Desk", "Entry", "Replay"]
