"""The demonstration: four half-years with two people, from the custodian's report to the lenders' receipt.

Keys and instants are fixed, so that every store gets the same records, leaves and root.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from usufruct import assets
from usufruct.calendar import HalfYear, add_working_days
from usufruct.errors import UsufructError
from usufruct.facts import reference_rate
from usufruct.ledger.bodies import Amount, Journal, Leg, LegalRelease
from usufruct.ledger.stores.store import Store
from usufruct.operations import chart, corrections, levying, paying, reconciling, sharing
from usufruct.operations.chart import Depository
from usufruct.operations.founding import Founder, found, furnishing, new_acts
from usufruct.operations.office import Done, Office, document_hash
from usufruct.operations.reporting import compare, file_report, ledger_filing, recomputed, verify
from usufruct.operations.story_cast import (
    FIRST_DAY,
    IBAN,
    NAME,
    ROLES,
    Entry,
    ExampleStatement,
    demo_key,
    demo_parties,
    example_message,
)
from usufruct.operations.story_facts import (
    AUDITED_EXPENSES,
    RETENTION_USE,
    Basis,
    Played,
    played,
    report_up_to,
)
from usufruct.operations.tray import MemoryTray, Sheet, Tray, together
from usufruct.operations.yearly import compare_year, yearly_basis, yearly_filing
from usufruct.waterfall.horizon import REQUEST_AFTER
from usufruct.waterfall.own_report import OwnReport
from usufruct.waterfall.published import CUSTODIAN, LENDERS
from usufruct.waterfall.replay import Replay, replay


@dataclass(slots=True)
class Event:
    """Something that happened in the story.

    Attributes:
        day: when.
        what: in one line.
        records: first and last record; empty for what was refused.
        codes: why it was refused; empty otherwise.
    """

    day: date
    what: str
    records: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass
class Story:
    """The demonstration on a store.

    Attributes:
        office: the ledger with its tray and clock.
        halves: what is played.
        runs: the recomputation of each payment's report.
        events: what happened, in order.
    """

    office: Office
    halves: tuple[Played, ...]
    runs: dict[int, OwnReport] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    today: date = FIRST_DAY
    now: datetime = datetime(2024, 7, 1, 9, 0, 0)  # noqa: DTZ001 - records write UTC themselves

    def clock(self) -> str:
        """The next second of the day."""
        self.now = max(
            self.now + timedelta(seconds=1), datetime.combine(self.today, self.now.min.time()).replace(hour=9)
        )
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def say(self, what: str, *done: Done) -> None:
        """Note what happened."""
        seqs = [seq for each in done for seq in each.records]
        self.events.append(Event(self.today, what, (min(seqs), max(seqs)) if seqs else ()))

    def agree(self, subject: str, sheet: Sheet, what: str = "") -> Done:
        """Anna proposes and Bert approves."""
        first = self.office.propose(demo_key("anna"), subject, sheet)
        second = self.office.approve(demo_key("bert"), first.records[0])
        if what:
            self.say(what, first, second)
        return second


def tell(
    store: Store, basis: Basis = "computed", tray: Tray | None = None, past: Replay | None = None, payments: int = 4
) -> Story:
    """Play the whole story on an empty store.

    Args:
        store: empty.
        basis: which amount the payments have.
        tray: where the orders of proposals lie; in memory if left out.
        past: the replay that the half-years come from; the packaged one if left out.
        payments: how many are played; the true-up and the attempts on principal come after the fourth.

    Raises:
        UsufructError: ``O180`` when the store holds records already.
    """
    known = replay() if past is None else past
    start = FIRST_DAY.strftime("%Y-%m-%dT08:00:00Z")
    founders = [
        Founder(name, hashlib.sha256(f"demonstration {name}".encode()).hexdigest(), demo_key(name).public, roles)
        for name, roles in ROLES.items()
    ]
    ledger = found(store, NAME, demo_key("log").public, founders, start)
    story: Story
    office = Office(ledger, MemoryTray() if tray is None else tray, lambda: story.clock())  # noqa: PLW0108 - it is made below
    story = Story(office, played(known, basis))
    _open(story, known)
    for each in story.halves[:payments]:
        _half_year(story, known, each)
    if payments == len(story.halves):
        _true_up(story, known)
        _attack_principal(story)
    return story


def _depository() -> Depository:
    return Depository(chart.key_of(CUSTODIAN), CUSTODIAN)


def _open(story: Story, known: Replay) -> None:
    sheet = furnishing(
        story.office.state, [_depository()], known.law, [HalfYear(2024, 1), HalfYear(2024, 2)], story.today
    )
    story.agree("furnishing", sheet, "accounts of both books, the law published so far, two periods")


def _half_year(story: Story, known: Replay, each: Played) -> None:
    _keep_up(story, known, each)
    run = _report(story, known, each)
    story.today = each.called
    sheet = levying.call(story.office.state, run, _depository(), each.half, story.today)
    called = _booked(sheet, chart.claim(_depository().key, each.number))
    story.agree(f"call:{each.number}", sheet, f"debit note {each.number}: {levying.euros(called)}")
    story.today = each.received
    note = levying.note_reference(each.number, _depository().key)
    _bank(story, [Entry(f"IN-{each.number}", called, story.today, note)], f"payment {each.number} received")
    _split(story, known, each.number)
    if -story.office.state.balance(chart.MECHANISM) > 0:
        _payout(story, known, each)
    else:
        _pay(story, f"payment {each.number}")


def _booked(sheet: Sheet, path: str) -> int:
    """What the journals of a sheet book on an account, in cents."""
    journals = [body for body in sheet.bodies if isinstance(body, Journal)]
    return sum(int(leg.amount) for journal in journals for leg in journal.legs if leg.account == path)


def _keep_up(story: Story, known: Replay, each: Played) -> None:
    """Open the period of the call and take up what the law added since."""
    story.today = each.half.end + timedelta(days=1)
    for half in (each.half, each.half.next, each.half.next.next):
        opened = half.label in story.office.state.periods
        if not opened and half.start <= each.received + timedelta(days=60):
            story.agree(f"period:{half.label}", corrections.period(story.office.state, half, "open"))
    try:
        sheet = new_acts(story.office.state, known.law, story.today)
    except UsufructError:
        return
    story.agree(f"acts:{story.today}", sheet, "acts published since are taken up")


def _report(story: Story, known: Replay, each: Played) -> OwnReport:
    """The report is filed by one and recomputed by the other; principal is booked as filed; the period closes."""
    story.today = each.reported
    if each.number == 4:
        _use_retention(story)
    report = report_up_to(story.halves, each.number)
    document = document_hash(assets.filing_text(report, "toml").encode())
    state, custodian = story.office.state, _depository()
    body = ledger_filing(report, custodian, each.half.label, document, 1, {"EUR": each.held}, each.stated)
    filed = file_report(story.office, demo_key("anna"), body)
    run = story.runs[each.number] = recomputed(report, known.law)
    rows = compare(body, run, CUSTODIAN)
    checked = verify(story.office, demo_key("bert"), filed.records[0], rows, known.law.hash)
    differ = sum(row.differs for row in rows)
    story.say(f"report for {each.half} filed and recomputed, {differ} of {len(rows)} lines differ", filed, checked)
    booked = story.agree(f"principal:{each.half}", _principal(story, each)) if _moves(story, each) else None
    closed = story.agree(f"close:{each.half}", corrections.period(state, each.half, "close"))
    sealed = Done("period", (story.office.ledger.seal(each.half.label, story.clock()).seq,))
    amount = levying.euros(each.held)
    story.say(
        f"principal as filed, {amount}; period {each.half} closed and sealed",
        *([booked] if booked else []),
        closed,
        sealed,
    )
    return run


def _moves(story: Story, each: Played) -> bool:
    return story.office.state.principal(_depository().key, "EUR", each.half.end.isoformat()) != each.held


def _principal(story: Story, each: Played) -> Sheet:
    return corrections.principal(story.office.state, _depository().key, each.half.label)


def _bank(story: Story, entries: Sequence[Entry], what: str) -> None:
    """The bank's statement of a day: recorded, its journals approved, its entries matched."""
    state = story.office.state
    last = state.last_statement.get(chart.BANK)
    opening = 0 if last is None else int(state.statements[last].body.closing)
    statement = ExampleStatement(f"S{len(state.statements) + 1}", opening, story.today, story.today, tuple(entries))
    document = document_hash(repr(statement).encode())
    take = partial(reconciling.reconcile, story.office, demo_key("anna"), statement, IBAN, document)
    first = take()
    assert first.proposal is not None  # noqa: S101 - every entry has a journal
    approved = story.office.approve(demo_key("bert"), first.proposal)
    take()
    story.say(f"bank statement {statement.number}: {what}", Done("", (first.statement,)), approved)


def _split(story: Story, known: Replay, number: int) -> None:
    run, text = sharing.split(story.office.state, known.law, number, story.today)
    first = story.agree(f"split:{number}", sharing.run_sheet(story.office.state, run, "split", text))
    seq = sharing.waiting_run(story.office.state, number)
    assert seq is not None  # noqa: S101 - it was recorded above
    sheet = sharing.booking(story.office.state, seq, "split", chart.ASSIGNED, story.today)
    second = story.agree(f"split:{number}:booking", sheet)
    keys = ", ".join(f"{float(key.part) * 100:g} % {key.channel}" for key in sharing.keys_of_payment(known.law, number))
    story.say(f"split of payment {number}: {keys}", first, second)


def _payout(story: Story, known: Replay, each: Played) -> None:
    story.today = each.received + REQUEST_AFTER
    run, text = sharing.payout(story.office.state, sharing.lenders_of(known.law), story.today)
    first = story.agree(f"payout:{each.number}", sharing.run_sheet(story.office.state, run, "payout", text))
    seq = sharing.waiting_run(story.office.state)
    assert seq is not None  # noqa: S101 - it was recorded above
    sheet = sharing.booking(story.office.state, seq, "payout", chart.MECHANISM, story.today)
    second = story.agree(f"payout:{each.number}:booking", sheet)
    story.say(f"loan mechanism pays out {levying.euros(int(run.amount))} to {len(run.weights)} lenders", first, second)
    _pay(story, f"payout of payment {each.number}")
    _discharge(story)


def _pay(story: Story, what: str) -> None:
    """Everything owed is instructed, and the bank shows it on the next working day."""
    state = story.office.state
    amounts = paying.payables(state)
    sheet = paying.pay(state, amounts, demo_parties(), story.today, example_message)
    done = story.agree(
        f"pay:{what}", sheet, f"{len(amounts)} payment instructions, {levying.euros(sum(amounts.values()))}"
    )
    story.today = add_working_days(story.today, 1)
    bodies = [state.payments[seq].body for seq in done.records if seq in state.payments]
    entries = [Entry(f"OUT-{each.end_to_end}", -int(each.amount), story.today, each.end_to_end) for each in bodies]
    _bank(story, entries, f"{len(entries)} payments settled")


def _discharge(story: Story) -> None:
    """Ukraine shows that each payment discharged its debt, with the rate that was used; here the reference rate."""
    state = story.office.state
    sheets = []
    for seq, each in state.payments.items():
        key = each.body.payee.removeprefix("proceeds/lender/")
        done = f"discharge:{each.body.end_to_end}" in {journal.address for journal in state.journals.values()}
        if key != each.body.payee and each.status == "settled" and not done:
            code = next(LENDERS[name][0] for name, own in chart.LENDER_KEYS.items() if own == key)
            rate = f"1 EUR = {float(reference_rate(code, story.today, on_or_before=True)):g} {code}"
            proof = document_hash(f"example proof of {each.body.end_to_end}".encode())
            sheets.append(corrections.discharge(state, seq, story.today, rate, proof))
    story.agree(
        f"discharge:{story.today}", together("discharge", sheets), f"discharge of {len(sheets)} payments confirmed"
    )


def _use_retention(story: Story) -> None:
    """A use of retained amounts is booked with a slip, reversed exactly, and booked right."""
    state, custodian, right = story.office.state, _depository(), int(RETENTION_USE.value * 100)
    story.today = date(2025, 9, 15)
    wrong = levying.retention_use(state, custodian, right // 10, story.today, "example, with a digit lost")
    done = story.agree("use:1", wrong, f"retention used: {levying.euros(right // 10)} (a slip)")
    back = corrections.reversal(state, done.records[-1], story.today, "a digit was lost")
    story.agree("use:1:reversal", back, "the slip is reversed, once and exactly")
    again = levying.retention_use(state, custodian, right, story.today, RETENTION_USE.why)
    story.agree("use:2", again, f"retention used: {levying.euros(right)} (example)")
    story.today = story.halves[3].reported


def _true_up(story: Story, known: Replay) -> None:
    """The audited accounts of 2025: what they change waits for the next biannual payment."""
    story.today = date(2026, 5, 29)
    report = report_up_to(story.halves, 4, audited=(2025,))
    run = story.runs[5] = recomputed(report)
    document = document_hash(assets.filing_text(report, "toml").encode())
    body = yearly_filing(report, _depository(), "2025", document, 1, {})
    filed = file_report(story.office, demo_key("anna"), body)
    rows = compare_year(body, run, CUSTODIAN)
    checked = verify(story.office, demo_key("bert"), filed.records[0], rows, known.law.hash)
    story.say("audited accounts of 2025 filed and recomputed", filed, checked)
    basis = yearly_basis(story.office.state, _depository().key, "2025")
    sheet = levying.true_up(story.office.state, run, _depository(), "2025", basis, story.today, document)
    amount = _booked(sheet, chart.true_up(_depository().key))
    example = f"example: audited expenses of {levying.euros(int(AUDITED_EXPENSES.value * 100))}"
    story.agree("true-up:2025", sheet, f"true-up of 2025: {levying.euros(amount)}, for the next call ({example})")


def _attack_principal(story: Story) -> None:
    """Two people who agree still cannot move principal: neither by a journal nor by an act that two must approve."""
    story.today = date(2026, 6, 1)
    key, code = _depository().key, "EUR"
    held, owed, bank = chart.principal(key, code), chart.owed(key, code), chart.BANK
    one = Amount(100_000_000_00)
    period = levying.period_of(story.office.state, story.today)
    inside = Journal(
        "principal",
        "payout",
        period,
        story.today.isoformat(),
        (Leg(owed, one), Leg(held, Amount(-one))),
        text="an attempt",
    )
    mixed = Journal(
        "proceeds",
        "payout",
        period,
        story.today.isoformat(),
        (Leg(bank, one), Leg(held, Amount(-one))),
        text="an attempt",
    )
    release = LegalRelease("32024R1469", "Art. 5a(9)", held, one, "an attempt")
    for what, body in (
        ("principal moved without a report", inside),
        ("principal moved into proceeds", mixed),
        ("principal released by two people, where three are needed", release),
    ):
        _try(story, what, Sheet("principal", what, (body,)))


def _try(story: Story, what: str, sheet: Sheet) -> None:
    # A proposal is rehearsed, and this would be refused there; the demonstration lets two people agree to it.
    first = story.office.propose(demo_key("anna"), what, sheet, rehearsed=False)
    try:
        done = story.office.approve(demo_key("bert"), first.records[0])
        if done.missing:
            story.office.execute(first.records[0])
    except UsufructError as error:
        codes = tuple(sorted({fault.code for fault in error.faults}))
        story.events.append(Event(story.today, f"refused: {what}", (), codes))
    story.office.approve(demo_key("anna"), first.records[0], "withdraw")
