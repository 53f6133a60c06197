"""The claim on a custodian: call, yearly true-up, retention by vintage, interest on late payment.

Every amount is the law's (:func:`usufruct.waterfall.run_filing` over the filed report); here it becomes a journal.
What the books hold already must fit: a call that would take a true-up or a release that was never booked is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from usufruct.calendar import HalfYear, add_working_days, five_year_test, report_due
from usufruct.errors import refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Amount, Body, Journal, Leg
from usufruct.money import grouped
from usufruct.operations import chart
from usufruct.operations.chart import EURO, Depository
from usufruct.operations.notices import check_definitive
from usufruct.operations.reporting import amount_of, is_computed
from usufruct.operations.retained import check_retained
from usufruct.operations.retained import vintages as vintages
from usufruct.operations.steps import cited, short
from usufruct.operations.tray import Sheet
from usufruct.operations.yearly import cut_of
from usufruct.waterfall.horizon import payment_number
from usufruct.waterfall.own_report import OwnReport

TERM: Final = 5
"""Working days from the day of the call to the day by which it is paid (2024/1673 Art. 7)."""


def legs_of(amounts: dict[str, int]) -> tuple[Leg, ...]:
    """The legs that are not zero, debits positive."""
    return tuple(Leg(path, Amount(amount)) for path, amount in amounts.items() if amount)


def period_of(state: State, day: date) -> str:
    """The open accounting period of a day.

    Raises:
        UsufructError: ``O106`` when no period holds it, or the one that does is closed.
    """
    text = day.isoformat()
    found = next(((name, each) for name, each in state.periods.items() if each.start <= text <= each.end), None)
    if found is None or found[1].status != "open":
        what, remedy = f"no period holds {text}", f"open it: usufruct propose open {HalfYear.of(day)}"
        if found is not None:
            what = f"the period {found[0]} of {text} is {found[1].status}"
            remedy = "give a day of an open one: --on DATE"
        raise refuse("O106", what, "period", "journals need an open period", remedy)
    return found[0]


def rules(state: State, *versions: str) -> str:
    """The first of some versions of law that the ledger has taken up; empty where it has none."""
    return next((version for version in versions if version in state.rule_sets), "")


VERIFY_FIRST: Final = "file and verify it: usufruct file, usufruct verify-filing"
BOOKED: Final = (
    "look at it (usufruct ledger journal); if it is wrong, reverse it first: usufruct propose reversal JOURNAL"
)


def due_of_call(day: date) -> date:
    """The day by which a call is paid: five working days, the day of the call not counted.

    Legal source: Implementing Regulation (EU) 2024/1673 Art. 7; Regulation 1182/71 Art. 3(1).

    Example:
        >>> due_of_call(date(2025, 7, 29)).isoformat()
        '2025-08-05'
    """
    return add_working_days(day, TERM)


def euros(cents: int) -> str:
    """An amount as people read it.

    Example:
        >>> euros(161820000000)
        '1 618 200 000.00 EUR'
    """
    return f"{grouped(cents, EURO)} EUR"


def row(name: str, cents: int) -> str:
    """A line of a sheet with its amount at the end."""
    return f"  {name:<47}{euros(cents):>24}"


def note_reference(number: int, custodian: str) -> str:
    """The reference of a debit note, for the custodian to repeat when it pays.

    Example:
        >>> note_reference(3, "euroclear")
        'DN-3-euroclear'
    """
    return f"DN-{number}-{custodian}"


def call(state: State, run: OwnReport, depository: Depository, half: HalfYear, day: date) -> Sheet:
    """The debit note on the profits of a half-year.

    It debits what is called and what is retained, takes up the true-up and the releases that waited, and credits
    the contribution of the half-year.

    Raises:
        UsufructError: ``O130`` when no filing of the half-year is verified, ``O131`` when it was called already,
            ``O132`` when the law takes up another true-up than the books hold, ``O133`` when it collects more releases,
            ``O139`` for a retention beyond the cap without a definitive decision of the supervisor, ``O146`` when the
            books retain something else than the report.
    """
    number, custodian, name = payment_number(half), depository.key, depository.name
    own = (each for each in run.filing.reports(name, "interim") if each.period == half.label)
    if any(each.extra_retention for each in own):
        check_definitive(state, "extra retention", custodian, str(half.year), day)
    basis = state.accepted.get((custodian, half.label))
    if basis is None:
        why = "a call follows the examination of the report"
        raise refuse("O130", f"no report of {custodian} for {half} is verified", "call", why, VERIFY_FIRST)
    if before := calls_of(state, number, custodian):
        raise refuse("O131", f"payment {number} was called from {custodian} by journal {before[0]}", "call", "", BOOKED)
    step = f"call {number}"
    if not is_computed(run, step, name):
        raise refuse("O130", f"the law gives no {step} of {name}", "call", "", "use a report that holds the half-year")
    called, released = amount_of(run, step, name, "called"), amount_of(run, step, name, "released")
    contribution, retention = (amount_of(run, half.label, name, each) for each in ("contribution", "retention"))
    taken = called + retention - contribution - released
    _check_waiting(state, custodian, taken, released, -amount_of(run, step, name, "overpayment carried"))
    check_retained(state, run, custodian, name, half)
    waits = state.balance(chart.released(custodian)) - released
    note, vintage = chart.claim(custodian, number), chart.retained(custodian, half.label)
    legs = {
        note: called,
        vintage: retention,
        chart.released(custodian): -released,
        chart.true_up(custodian): -taken,
        chart.CONTRIBUTION: -contribution,
    }
    due = due_of_call(day)
    text = f"debit note {number} to {custodian}, {euros(called)}, due {due}"
    opened = new_accounts(state, custodian, note, vintage)
    if not legs_of(legs):
        what = f"nothing moves for {half}: no profit, no retention, no true-up"
        raise refuse("O134", what, step, "", "call nothing; check the report if there was a profit")
    booked = Journal(
        "proceeds", "call", period_of(state, day), day.isoformat(), legs_of(legs),
        rules(state, "2024/1673"), basis, due.isoformat(), address=f"payment:{number}", text=text,
        article=cited("call", day),
    )  # fmt: skip
    shown = [
        f"Debit note {number} to {name} on the profits of {half}",
        row("contribution (833/2014 Art. 5a(9))", contribution),
        row("provisional retention (Art. 5a(10)(a)-(c))", -retention),
        row("released retention (2024/1673 Art. 9)", released),
        row("true-up, overpayment (2024/1673 Art. 8(2)-(4))", taken),
        row("called", called),
        f"  payable by {due}, five working days (2024/1673 Art. 7)",
        f"  reference to quote: {note_reference(number, custodian)}",
        *([row("released, and waiting for a later call", waits)] if waits else []),
    ]
    return Sheet("call", "\n".join(shown), (*opened, booked))


def _check_waiting(state: State, custodian: str, taken: int, released: int, left: int) -> None:
    waits = state.balance(chart.true_up(custodian))
    if waits - taken != left:
        what = f"the law takes up a true-up of {euros(taken)} and leaves {euros(left)}; the books hold {euros(waits)}"
        remedy = "propose the true-up of the year first, from the same report"
        raise refuse("O132", what, custodian, "a call collects what was established before", remedy)
    out = state.balance(chart.released(custodian))
    if out < released:  # what is released beyond that waits for the call in which the law collects it
        what = f"the law collects releases of {euros(released)}, the books hold {euros(out)} released"
        raise refuse("O133", what, custodian, "", "propose the release first, or correct the report")


def calls_of(state: State, number: int, custodian: str = "") -> list[int]:
    """Numbers of the journals that called a payment and were not reversed, of one custodian or of all."""
    return [
        seq
        for seq, journal in state.journals.items()
        if (journal.entry, journal.address) == ("call", f"payment:{number}")
        and seq not in state.reversals
        and (not custodian or any(state.accounts[path].party == custodian for path, _ in journal.legs))
    ]


def due_of(state: State, custodian: str, number: int) -> date | None:
    """The day by which a debit note is paid; None where none was sent."""
    found = [
        journal.due
        for seq, journal in state.journals.items()
        if journal.entry == "call"
        and journal.address == f"payment:{number}"
        and seq not in state.reversals
        and any(state.accounts[path].party == custodian for path, _ in journal.legs)
    ]
    return date.fromisoformat(found[-1]) if found and found[-1] else None


def new_accounts(state: State, custodian: str, *paths: str) -> list[Body]:
    """The accounts of a custodian that are not open yet."""
    return [chart.own_account(path, custodian) for path in paths if path not in state.accounts]


def true_up(
    state: State, run: OwnReport, depository: Depository, year: str, basis: int, day: date, document: str
) -> Sheet:
    """The reconciliation of a year on audited accounts: what is due after retention, less what was called for it.

    Retention beyond the audited cap leaves the vintages of the year, the earlier half first, then older ones.

    Args:
        state: what the records make true.
        run: the law over the report that holds the audited figures.
        depository: whose.
        year: such as ``2025``.
        basis: the verified filing of its audited accounts, see :func:`usufruct.operations.yearly.yearly_basis`.
        day: the day that the journal counts for.
        document: SHA-256 of the report, which the record keeps.

    Raises:
        UsufructError: ``O135`` when the report has no audited figures of the year, ``O131`` when it was booked.
    """
    custodian, name = depository.key, depository.name
    address = f"true-up:{year}:{custodian}"
    if any(each.address == address and seq not in state.reversals for seq, each in state.journals.items()):
        raise refuse("O131", f"the true-up of {year} is booked for {custodian}", "true-up", "", BOOKED)
    if not is_computed(run, year, name) or not any(
        (each.custodian, each.period) == (name, year) for each in run.filing.periods
    ):
        what = f"the report has no audited figures of {name} for {year!r:.10}"
        raise refuse("O135", what, "true-up", "", "bring a report with its audited accounts (docs/own-report.md)")
    amount = amount_of(run, year, name, "true-up")
    halves = [each for each in (f"{year}-H1", f"{year}-H2") if is_computed(run, each, name)]
    cut = cut_of(run, year, name)
    legs = {chart.true_up(custodian): amount, chart.CONTRIBUTION: cut - amount}
    held = vintages(state, custodian)
    # The law lets the cut leave the vintages of the audited year first, then the older ones, what was kept last.
    for vintage in (*halves, *(each for each in held if each not in (*halves, "kept")), "kept"):
        part = min(max(cut, 0), held.get(vintage, 0))
        legs[chart.retained(custodian, vintage)] = -part
        cut -= part
    legs[chart.CONTRIBUTION] -= cut  # what was used already cannot leave; the true-up collects it all the same
    text = f"true-up of {year} of {custodian}, {euros(amount)}, audited report {document}"
    shown = [
        f"True-up of {year} of {name} on audited accounts",
        row("definitive contribution", amount_of(run, year, name, "definitive contribution")),
        row("retention of the year", -amount_of(run, year, name, "retention of the year")),
        row("called for the year", -sum(amount_of(run, each, name, "due") for each in halves)),
        row("true-up", amount),
        "  above zero it is added to the next biannual payment, below zero deducted from it",
    ]
    if not legs_of(legs):
        what = f"the audited accounts of {year} change nothing"
        raise refuse("O134", what, "true-up", "their verification settles the year", "no journal is needed")
    booked = Journal(
        "proceeds", "true-up", period_of(state, day), day.isoformat(), legs_of(legs),
        rules(state, "2024/1673"), basis, original=f"{year}-12-31", address=address, text=text,
        article=cited("true-up", day),
    )  # fmt: skip
    return Sheet("true-up", "\n".join(shown), (booked,))


def retention_use(state: State, depository: Depository, amount: int, day: date, reason: str) -> Sheet:
    """Retained amounts used for losses due to the war that own resources could not cover; they cease to be due.

    Raises:
        UsufructError: ``O136`` for more than is retained, or for nothing.
    """
    parts = _oldest_first(state, depository.key, amount)
    legs = {chart.RETENTION_USED: amount, **{chart.retained(depository.key, v): -part for v, part in parts.items()}}
    text = f"{depository.key} used {euros(amount)} of its retention: {reason}"
    return _retention(state, "retention use", legs, day, text, depository.key)


def retention_release(state: State, depository: Depository, vintage: str, amount: int, day: date, why: str) -> Sheet:
    """Retained amounts that a decision sets free; the next call collects them.

    Raises:
        UsufructError: ``O136`` for more than the vintage holds.
    """
    _check_vintage(state, depository.key, vintage, amount)
    legs = {chart.released(depository.key): amount, chart.retained(depository.key, vintage): -amount}
    text = f"{euros(amount)} of {vintage} released: {why}"
    return _retention(state, "retention release", legs, day, text, depository.key)


def retention_kept(state: State, depository: Depository, vintage: str, amount: int, day: date, why: str) -> Sheet:
    """What the supervisor lets the custodian keep when a vintage has reached five years unused.

    Raises:
        UsufructError: ``O136`` for more than the vintage holds, ``O137`` before the five years are over, ``O139`` while
            the Commission can still object to the supervisor's decision, or none was notified.
    """
    _check_vintage(state, depository.key, vintage, amount)
    test = test_day(state, depository.key, vintage)
    if test is not None and day < test:
        what = f"the five years of {vintage} end on {test}, after {day}"
        raise refuse("O137", what, "five-year test", "833/2014 Art. 5a(10)(e)", "wait, or release it by a decision")
    check_definitive(state, "still needed", depository.key, vintage, day)
    legs = {chart.kept(depository.key): amount, chart.retained(depository.key, vintage): -amount}
    text = f"{euros(amount)} of {vintage} still needed: {why}"
    return _retention(state, "retention kept", legs, day, text, depository.key)


def test_day(state: State, custodian: str, vintage: str) -> date | None:
    """The day of the five-year test of a vintage; None for what was kept after one.

    It counts from the collection of the call (2024/1469, recital 28): the day of its last receipt, at the latest the
    day by which it was due, because the law dates the test by calls and paying late does not put it off. Where the
    ledger has no call, because it is younger, it counts from the day on which the report was due.
    """
    if vintage == "kept":
        return None
    half = HalfYear.read(vintage)
    number = payment_number(half)
    paid = [
        date.fromisoformat(journal.value or journal.effective)
        for seq, journal in state.journals.items()
        if journal.entry == "receipt"
        and seq not in state.reversals
        and any(path == chart.claim(custodian, number) for path, _ in journal.legs)
    ]
    due = due_of(state, custodian, number)
    days = [*([max(paid)] if paid else []), *([due] if due else [])]
    return five_year_test(min(days, default=report_due(half)))


def _retention(state: State, step: str, legs: dict[str, int], day: date, text: str, custodian: str) -> Sheet:
    booked = Journal(
        "proceeds", step, period_of(state, day), day.isoformat(), legs_of(legs),
        rules(state, "2024/1469"), None, address=f"retention:{custodian}", text=text,
        article=cited(step, day),
    )  # fmt: skip
    return Sheet(step, f"{short(step)}: {text}", (booked,))


def _check_vintage(state: State, custodian: str, vintage: str, amount: int) -> None:
    held = vintages(state, custodian).get(vintage, 0)
    if not 0 < amount <= held:
        what = f"{euros(amount)} is not above zero and within the {euros(held)} retained of {vintage}"
        raise refuse("O136", what, custodian, "", f"retained: {_listed(vintages(state, custodian))}")


def _oldest_first(state: State, custodian: str, amount: int) -> dict[str, int]:
    held, left, parts = vintages(state, custodian), amount, {}
    if not 0 < amount <= sum(held.values()):
        what = f"{euros(amount)} is not above zero and within the {euros(sum(held.values()))} retained"
        raise refuse("O136", what, custodian, "", f"retained: {_listed(held)}")
    for vintage, there in held.items():
        parts[vintage] = min(left, there)
        left -= parts[vintage]
    return {vintage: part for vintage, part in parts.items() if part}


def _listed(held: dict[str, int]) -> str:
    return ", ".join(f"{vintage} {euros(amount)}" for vintage, amount in held.items()) or "nothing"
