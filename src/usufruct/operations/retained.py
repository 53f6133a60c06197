"""What a custodian retains: by vintage in the books, and whether that is what its report and the law say.

A report says what was used, released and found still needed; the books say so too, each by its own order. A call is
made on both, so a difference between them stops it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usufruct.calendar import HalfYear
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger import State
from usufruct.money import grouped
from usufruct.operations import chart
from usufruct.operations.chart import EURO
from usufruct.operations.notices import found
from usufruct.operations.reporting import amount_of, is_computed
from usufruct.waterfall.horizon import payment_number

if TYPE_CHECKING:
    from usufruct.waterfall.own_report import OwnReport


def vintages(state: State, custodian: str) -> dict[str, int]:
    """What a custodian still retains by vintage in cents, oldest first; ``kept`` (after five years) before all."""
    start = f"proceeds/retained/{custodian}/"
    found = {path.removeprefix(start): state.balance(path) for path in state.accounts if path.startswith(start)}
    order = sorted(found, key=lambda vintage: (vintage != "kept", vintage))
    return {vintage: found[vintage] for vintage in order if found[vintage]}


def in_books(state: State, custodian: str) -> int:
    """What a custodian retains in the books, with what was released and waits for its call, in cents."""
    return sum(vintages(state, custodian).values()) + state.balance(chart.released(custodian))


def by_law(run: OwnReport, number: int, half: HalfYear, name: str) -> int:
    """What a custodian retains by its report just before a call, after what it used and what an audit took back."""
    step = f"call {number}"
    after, released = amount_of(run, step, name, "retained"), amount_of(run, step, name, "released")
    return after + released - amount_of(run, half.label, name, "retention")


def taking_up(number: int) -> HalfYear:
    """The half-year whose call takes up what the five-year test of a payment's retention sets free.

    The first call that never falls before the five years are over matures it; the first one after the yearly report on
    retention, which is one on a first half-year, carries it (2024/1673 Art. 7 and 9, a reading of the law).

    Example:
        >>> taking_up(3).label, taking_up(4).label
        ('2031-H1', '2031-H1')
    """
    from usufruct.law.eu.regulation_2024_1469 import CALLS_FROM_COLLECTION
    from usufruct.waterfall.payments import half_year_of

    half = half_year_of(number + CALLS_FROM_COLLECTION)
    return half if half.half == 1 else half.next


def check_retained(state: State, run: OwnReport, custodian: str, name: str, half: HalfYear) -> None:
    """Refuse a call for which the books retain something else than the report and the law.

    Raises:
        UsufructError: ``O146``, for what is retained and for what is kept after the five-year test.
    """
    number = payment_number(half)
    step = f"call {number}"
    faults = []
    law, books = by_law(run, number, half, name), in_books(state, custodian)
    if law != books:
        used = amount_of(run, step, name, "retention used")
        what = f"before {step} the report retains {_euros(law)}, the books {_euros(books)}"
        why = f"the report says that {_euros(used)} was used" if used else ""
        remedy = "propose the use, or what else is missing in the books, or have the report corrected"
        faults.append(Fault("O146", what, custodian, why, remedy))
    faults += _kept(state, run, custodian, name, step)
    if faults:
        raise UsufructError(faults)


def _kept(state: State, run: OwnReport, custodian: str, name: str, step: str) -> list[Fault]:
    """What is kept after the test: a decision may be booked before the call of its test, never differ at that call."""
    index = run.result.world.timeline.position("call", step)

    def of(quantity: str) -> int:
        return int(run.result.interpreter.value(f"eu.{quantity}", "call", index, (name,)))

    law, books = of("kept_after_five_years"), state.balance(chart.kept(custodian))
    waits = books > law and not of("matured")
    if law == books or waits:
        return []
    what = f"after the five-year test the report keeps {_euros(law)} (still_needed), the books {_euros(books)}"
    remedy = "propose what is kept first, or state still_needed in the report of this half-year"
    if books > law:
        journals = ", ".join(map(str, kept_by(state, custodian)))
        remedy = (
            f"reverse what was kept too much (journals {journals}: usufruct propose reversal JOURNAL), or state "
            "still_needed in the report of this half-year"
        )
    return [Fault("O146", what, custodian, "833/2014 Art. 5a(10)(e)", remedy)]


def kept_by(state: State, custodian: str, vintage: str = "") -> list[int]:
    """The journals by which a custodian keeps something after the five-year test, of one vintage or of all."""
    path = chart.retained(custodian, vintage) if vintage else chart.kept(custodian)
    return [
        seq
        for seq, journal in state.journals.items()
        if journal.entry == "retention kept" and seq not in state.reversals and path in dict(journal.legs)
    ]


def check_kept_once(state: State, custodian: str, vintage: str) -> None:
    """Refuse to keep something of a vintage once more on the same decisions of the supervisor.

    Raises:
        UsufructError: ``O214``.
    """
    before, decisions = kept_by(state, custodian, vintage), found(state, "still needed", custodian, vintage)
    if before and len(before) >= len(decisions):
        what = f"journal {before[-1]} kept what is still needed of {vintage}, and no further decision was notified"
        remedy = f"reverse it first, if it is wrong: usufruct propose reversal {before[-1]} --reason TEXT"
        raise refuse("O214", what, custodian, "a decision is booked once", remedy)


def retained_lines(state: State, run: OwnReport, custodian: str, name: str, period: str) -> list[str]:
    """What a report retains before the call of its half-year, and what it used, beside the books."""
    half = HalfYear.read(period)
    number = payment_number(half)
    step = f"call {number}"
    if not is_computed(run, step, name):
        return []
    law, books = by_law(run, number, half, name), in_books(state, custodian)
    used = amount_of(run, step, name, "retention used")
    lines = [f"retained before {step}: {_euros(law)} by the report, {_euros(books)} in the books"]
    if used:
        lines.append(f"the report says that {_euros(used)} of it was used in the half-year")
    if law != books:
        lines.append(f"DIFFERS by {_euros(books - law)}: the call is refused until books and report agree")
    return lines


def _euros(cents: int) -> str:
    return f"{grouped(cents, EURO)} EUR"
