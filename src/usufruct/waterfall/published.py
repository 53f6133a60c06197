"""The world of the published figures: Euroclear as the one custodian whose results are known.

Amounts that no source gives are assumptions with a name and a range, or stay unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from usufruct.calendar import HalfYear, half_years
from usufruct.engine import Step, Timeline, World
from usufruct.engine.execution.interpreter import Key
from usufruct.engine.timeline import Member, Value
from usufruct.facts import Facts, reference_rate
from usufruct.waterfall.case import Assumption

CUSTODIAN = "Euroclear"
FROZEN_DAY = date(2024, 9, 19)
"""Day of the rates printed in the Official Journal of 20 September 2024 (Regulation 2024/2773 Art. 6(5)(b))."""

LENDERS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "European Union": ("EUR", "loan.eu.committed", "2024-12-04"),
        "United States": ("USD", "loan.us.committed", "2024-12-09"),
        "Canada": ("CAD", "loan.canada.committed", "2025-06-30"),
        "Japan": ("JPY", "loan.japan.committed", "2025-05-13"),
        "United Kingdom": ("GBP", "loan.uk.committed", "2025-03-01"),
    }
)
"""Lender, in the stated order of the allocation: currency, fact of its principal, day on which its loan was in force.

Canada's day was not found; the joint statement of the G7 wants every bilateral loan in force by 30 June 2025."""


def central_bank_share(facts: Facts) -> Assumption | None:
    """The central bank's part of the interest on all sanctioned cash; None before any such part was printed.

    What the range rests on is named as far as it was known.
    """
    printed = {
        "euroclear.interest.central-bank.2025-Q1": "86.4 %",
        "euroclear.interest.central-bank.derived.2025-9M": "88.4 %",
    }
    known = {figure.id for figure in facts.figures}
    seen = [share for name, share in printed.items() if name in known]
    if not seen:
        return None
    why = (
        "interest of the central bank over that of all sanctioned clients: "
        f"{' and '.join(seen)} where both were printed, 88 to 90 % where the contribution implies it"
    )
    return Assumption("central_bank_share", Fraction(86, 100), Fraction(885, 1000), Fraction(91, 100), why)


def expense_ratio(facts: Facts) -> Assumption:
    """Related expenses of the central bank's assets over their interest."""
    printed = {
        "euroclear.direct_costs.2024": "1.4 % of interest in 2024",
        "euroclear.direct_costs.2025": "2.3 % in 2025",
    }
    known = {figure.id for figure in facts.figures}
    seen = [text for name, text in printed.items() if name in known]
    costs = f"direct costs of all sanctioned assets were {' and '.join(seen)}; " if seen else ""
    why = f"{costs}the central bank's part is not published"
    return Assumption("expense_ratio", Fraction(0), Fraction(1, 100), Fraction(25, 1000), why)


def members(*, lenders: bool = True) -> Mapping[str, tuple[str, ...]]:
    """Names per axis."""
    return {"custodian": (CUSTODIAN,), "currency": ("EUR",), "lender": tuple(LENDERS) if lenders else ()}


def world_of(timeline: Timeline, facts: Facts) -> World:
    """A world in which Euroclear is a depository in scope, everything is in euro and no amount is given yet.

    Revenue, expenses and interest are put in by the case at hand; here they are zero and marked as not part of it.
    """
    held = facts.latest("euroclear.assets.central-bank.2023-12-31")
    inputs: dict[str, dict[tuple[int, Member], Value]] = {
        "eu.is_depository": {(0, (CUSTODIAN,)): 1},
        "eu.minor_units": {(0, ("EUR",)): 100},
    }
    notes: dict[tuple[str, int, Member], str] = {
        (
            "eu.is_depository",
            0,
            (CUSTODIAN,),
        ): "Euroclear Bank's group holds the central bank's assets as a depository"
    }
    for index, _ in enumerate(timeline.steps["half-year"]):
        inputs.setdefault("eu.value_held", {})[index, (CUSTODIAN,)] = int(held.amount * 100)
        notes["eu.value_held", index, (CUSTODIAN,)] = f"{held.address}: {held.text()}, {held.source}"
        for name in ("eu.average_rate", "eu.closing_rate"):
            inputs.setdefault(name, {})[index, ("EUR",)] = 1
            notes[name, index, ("EUR",)] = "one euro is one euro"
        for name in ("eu.revenue", "eu.expenses"):
            inputs.setdefault(name, {})[index, (CUSTODIAN, "EUR")] = 0
            notes[name, index, (CUSTODIAN, "EUR")] = "not published, and not needed for this figure"
    for index, step in enumerate(timeline.steps["call"]):
        inputs.setdefault("eu.payment_number", {})[index, ()] = index + 1
        notes["eu.payment_number", index, ()] = f"{step.label} in the order of calls"
    return World(
        timeline,
        members(lenders=bool(timeline.steps["request"])),
        {**inputs, **_loans(timeline, facts, notes)},
        notes,
    )


def _loans(
    timeline: Timeline, facts: Facts, notes: dict[tuple[str, int, Member], str]
) -> dict[str, dict[tuple[int, Member], Value]]:
    inputs: dict[str, dict[tuple[int, Member], Value]] = {}
    if not timeline.steps["request"]:
        return inputs
    for lender, (currency, fact, since) in LENDERS.items():
        figure = facts.latest(fact)
        minor = 1 if currency == "JPY" else 100
        rate = Fraction(1) if currency == "EUR" else reference_rate(currency, FROZEN_DAY)
        own: dict[str, tuple[Value, str]] = {
            "eu.principal": (
                int(figure.amount * minor),
                f"{figure.address}: {figure.text()}, {figure.source}",
            ),
            "eu.frozen_rate": (
                rate,
                f"reference rate of the European Central Bank for {currency}, {FROZEN_DAY}",
            ),
            "eu.lender_minor_units": (minor, f"minor units of {currency}"),
            "eu.is_union": (int(lender == "European Union"), "the macro-financial loan is the Union's own"),
        }
        for name, (value, note) in own.items():
            inputs.setdefault(name, {})[0, (lender,)] = value
            notes[name, 0, (lender,)] = note
        for index, step in enumerate(timeline.steps["request"]):
            inputs.setdefault("eu.loan_in_force", {})[index, (lender,)] = int(step.on >= date.fromisoformat(since))
            notes["eu.loan_in_force", index, (lender,)] = f"in force since {since}"
            inputs.setdefault("eu.amount_due", {})[index, (lender,)] = int(Fraction(figure.amount) / rate * 100)
            notes["eu.amount_due", index, (lender,)] = (
                f"at least the committed principal of {figure.address}; nothing was repaid before"
            )
    return inputs


def periods(labels: tuple[str, ...], *, year: bool = False) -> Timeline:
    """A timeline of accounting periods: quarters, half-years, nine months or years, and one year over them if asked.

    Example:
        >>> [str(step.on) for step in periods(("2023-9M", "2025-Q1")).steps["half-year"]]
        ['2023-09-30', '2025-03-31']
    """
    steps = [Step("half-year", label, _end(label), _end(label)) for label in labels]
    if year:
        last = _end(labels[-1])
        covered = {"half-year": tuple(range(len(labels)))}
        steps.append(Step("financial-year", str(last.year), last, last, covered))
    return Timeline.of(steps)


_ENDS = {"": (12, 31), "Q1": (3, 31), "H1": (6, 30), "H2": (12, 31), "9M": (9, 30)}


def _end(label: str) -> date:
    year, _, part = label.partition("-")
    return date(int(year), *_ENDS[part])


def key(timeline: Timeline, text: str) -> Key:
    """Read ``quantity@period`` into a key; inputs of the custodian go by ``revenue`` and ``expenses``.

    Example:
        >>> key(periods(("2025-Q1",)), "accounts.tax_all@2025-Q1")
        ('accounts.tax_all', 'half-year', 0, ())
    """
    name, _, label = text.partition("@")
    member = {
        "eu.revenue": (CUSTODIAN, "EUR"),
        "eu.expenses": (CUSTODIAN, "EUR"),
        "be.corporate_tax": (CUSTODIAN,),
    }
    cadence = "financial-year" if name.endswith("_of_year") else "half-year"
    return name, cadence, timeline.position(cadence, label) if label else 0, member.get(name, ())


def levied_half_years(until: date) -> list[HalfYear]:
    """Half-years from the first under the levy to the last that has ended by a day."""
    last = HalfYear.of(until)
    last = last if last.end <= until else last.previous
    first = HalfYear(2024, 1)
    return list(half_years(first, last)) if first <= last else []
