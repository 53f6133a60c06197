"""The payments so far: what the law computes, what was announced and received, and where each went.

The split and the lenders' shares follow from what the Union received: the law is solved for the revenue that makes
each call equal to the receipt, so that everything downstream of the call is exact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from usufruct.calendar import HalfYear, half_years
from usufruct.engine import Explanation, Rulebook
from usufruct.engine.execution.interpreter import Key
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.facts import Facts, Figure
from usufruct.waterfall.case import Case, Entry, Term
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM, horizon
from usufruct.waterfall.published import CUSTODIAN, LENDERS, world_of
from usufruct.waterfall.reconciliation import Verdict

COMPUTED_BY = {1: 6, 2: 11, 3: 17, 4: 21}
"""The reconciliation test that computes each payment."""
_SERIES = "contribution_payment"
_PERIMETER = "central bank only"
LAST_EXPECTED = 5
"""Number of the payment that was expected next when the packaged figures were collected."""
_ITEM = re.compile(r"payment ([1-9][0-9]{0,2})")
CHANNELS: Mapping[str, str] = {
    "European Peace Facility": "eu.peace_facility_part",
    "Ukraine Facility": "eu.ukraine_facility_part",
    "defence programmes": "eu.defence_programmes_part",
    "Ukraine Loan Cooperation Mechanism": "eu.mechanism_part",
}


@dataclass(frozen=True, slots=True)
class Payment:
    """One biannual payment, in cents.

    Attributes:
        number: first of July 2024 is 1.
        period: half-year whose profits it is about.
        computed: by the law from other published figures; None where not derivable.
        announced: by the custodian beforehand.
        received: as the Union states it.
        allocation: the received amount by channel, in the order of :data:`CHANNELS`; empty where nothing was received.
        received_on: day of receipt, at the end of its stated precision.
    """

    number: int
    period: str
    computed: Fraction | None
    announced: Fraction | None
    received: Fraction | None
    allocation: Mapping[str, int]
    received_on: date | None

    @property
    def address(self) -> str:
        """How every output names the payment."""
        return f"payment:{self.number}"


@dataclass(frozen=True, slots=True)
class Lender:
    """One lender of the loan mechanism.

    Attributes:
        name: the lender.
        principal: initial committed principal in euro cents at the frozen rate.
        share: exact share of the mechanism.
        allocated: its share of everything that has reached the mechanism, in cents.
        by_payment: its share of each payment that reached the mechanism, in cents, by number of the payment.
    """

    name: str
    principal: int
    share: Fraction
    allocated: int
    by_payment: Mapping[int, int]

    @property
    def address(self) -> str:
        """How every output names the lender."""
        return f"lender:{self.name}"


@dataclass(frozen=True)
class Payments:
    """Payments, lenders and the exact run behind their allocation.

    Attributes:
        rows: payment 1 to the latest expected one.
        lenders: in the stated order; empty before the mechanism was known.
        settled: the law solved for the received amounts; None before the first receipt.
    """

    rows: tuple[Payment, ...]
    lenders: tuple[Lender, ...]
    settled: Case | None

    def explain_channel(self, number: int, channel: str) -> Explanation | None:
        """The tree behind a part of a payment."""
        if self.settled is None or number > len(self.settled.world.timeline.steps["call"]):
            return None
        return self.settled.explain((CHANNELS[channel], "call", number - 1, ()))

    def explain_lender(self, name: str, quantity: str = "eu.share", payment: int | None = None) -> Explanation | None:
        """The tree behind a lender's share, principal or payments, at a payment or at the latest one."""
        requests = self.settled.world.timeline.steps["request"] if self.settled else ()
        request = len(requests) - 1 if payment is None else payment - FIRST_TO_MECHANISM
        if self.settled is None or not 0 <= request < len(requests) or name not in LENDERS:
            return None
        return self.settled.explain((quantity, "request", request, (name,)))


def payments(law: Rulebook, facts: Facts, verdicts: Mapping[int, Verdict], until: date) -> Payments:
    """Every payment on record, and those on the profits of half-years that had ended by a day.

    Args:
        law: as known.
        facts: as known.
        verdicts: reconciliation tests that could be run, by number.
        until: the day.

    Raises:
        UsufructError: ``W202`` if one payment has two figures of one state; ``W203`` if a receipt cannot be what it is
            said to be.
    """
    known = payment_numbers(facts)
    received = {n: figure for n in known if (figure := figure_of(n, "received", facts)) is not None}
    settled = _settled(law, facts, received) if received else None
    ended = [number for number in known if half_year_of(number).end <= until]
    stated = [number for number in known if figure_of(number, "announced", facts)]
    numbers = sorted({*ended, *stated, *received})
    rows = tuple(_row(number, facts, verdicts, received, settled) for number in numbers)
    return Payments(rows, _lenders(settled), settled)


def figure_of(number: int, state: str, facts: Facts) -> Figure | None:
    """The printed figure of a payment in one state, in its latest vintage; None where there is none, or none yet.

    It is found by what it measures, not by its id, so that a figure of one's own counts like a packaged one.

    Raises:
        UsufructError: ``W202`` if several figures that do not correct one another say it.
    """
    said = tuple(
        figure
        for figure in facts.find(series=_SERIES, state=state, perimeter=_PERIMETER, item=f"payment {number}")
        if figure.value and figure.currency == "EUR"
    )
    found = facts.latest_vintages(said)
    if len(found) > 1:
        raise refuse(
            "W202",
            f"payment {number} is {state} in two figures: " + " and ".join(repr(figure) for figure in found),
            f"payment:{number}:{state}",
            "one payment is received once",
            f"write {found[0].id!r} into the column corrects of the later one",
        )
    return found[0] if found else None


def payment_numbers(facts: Facts) -> range:
    """Payments from the first to the last that is expected or that a figure is about.

    Example:
        >>> from usufruct import facts
        >>> payment_numbers(facts.load())
        range(1, 6)
    """
    found = (_ITEM.fullmatch(figure.item) for figure in facts.find(series=_SERIES))
    return range(1, max([LAST_EXPECTED, *(int(match[1]) for match in found if match)]) + 1)


def half_year_of(number: int) -> HalfYear:
    """Half-year whose profits a payment is about.

    Example:
        >>> half_year_of(4).label
        '2025-H2'
    """
    return HalfYear(2024 + (number - 1) // 2, 1 + (number - 1) % 2)


def _row(
    number: int,
    facts: Facts,
    verdicts: Mapping[int, Verdict],
    received: Mapping[int, Figure],
    settled: Case | None,
) -> Payment:
    announced = figure_of(number, "announced", facts)
    verdict = verdicts.get(COMPUTED_BY.get(number, 0))
    figure = received.get(number)
    allocation: dict[str, int] = {}
    if figure is not None and settled is not None:
        allocation = {name: int(settled.value((q, "call", number - 1, ()))) for name, q in CHANNELS.items()}
    return Payment(
        number,
        half_year_of(number).label,
        verdict.computed if verdict else None,
        announced.amount * 100 if announced else None,
        figure.amount * 100 if figure else None,
        allocation,
        figure.dated if figure else None,
    )


def _check_receipts(received: Mapping[int, Figure]) -> None:
    """A receipt is dated after the half-year whose profits it is about, and is more than nothing."""
    faults = []
    for number, figure in received.items():
        half = half_year_of(number)
        if figure.period_end != half.end:
            what = f"payment {number} is on the profits of {half.label}, the figure says {figure.period or 'no period'}"
            faults.append(Fault("W203", what, figure.address, "", f"write {half.label}, or another payment"))
        elif (figure.dated or figure.known_on) <= half.end:
            what = f"payment {number} is received by {figure.dated or figure.known_on}, before {half.label} ended"
            faults.append(Fault("W203", what, figure.address, "", f"give a day after {half.end}"))
        if figure.amount <= 0:
            what = f"payment {number} is {figure.text()}"
            faults.append(Fault("W203", what, figure.address, "a call is never below zero", "give what was received"))
    if faults:
        raise UsufructError(faults)


def _settled(law: Rulebook, facts: Facts, received: Mapping[int, Figure]) -> Case:
    _check_receipts(received)
    last = max(received)
    halves = list(half_years(half_year_of(1), half_year_of(last)))
    paid = {number: figure.dated for number, figure in received.items() if figure.dated is not None}
    timeline = horizon(halves, paid)
    givens: dict[Key, Entry | None] = {}
    unknown: list[Key] = []
    for number, figure in received.items():
        givens["eu.payment", "call", number - 1, ()] = (Term(figure),)
        unknown.append(("eu.revenue", "half-year", number - 1, (CUSTODIAN, "EUR")))
    return Case(law, world_of(timeline, facts), {}, {}, givens, tuple(unknown))


def _lenders(settled: Case | None) -> tuple[Lender, ...]:
    requests = settled.world.timeline.steps["request"] if settled else ()
    if settled is None or not requests:
        return ()
    return tuple(_lender(settled, name, len(requests) - 1) for name in LENDERS)


def _lender(settled: Case, name: str, last: int) -> Lender:
    def at(quantity: str, request: int) -> Fraction:
        return settled.value((quantity, "request", request, (name,)))

    return Lender(
        name,
        int(at("eu.principal_in_euro", last)),
        at("eu.share", last),
        int(at("eu.paid_so_far", last)),
        {request + FIRST_TO_MECHANISM: int(at("eu.paid_to_lender", request)) for request in range(last + 1)},
    )
