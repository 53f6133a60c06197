"""Each half-year under the levy: what was published, what the law makes of it, what it implies.

A line is *published*, *forward* (the law run over a named range of the central bank's share and of related
expenses), *implied* by inversion of other published figures (never counted as a test), or *not derivable* from
public data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from usufruct.calendar import HalfYear
from usufruct.engine import Explanation, Rulebook
from usufruct.engine.execution.interpreter import Key
from usufruct.errors import UsufructError
from usufruct.facts import Facts
from usufruct.waterfall.case import Case, Entry, Term, terms
from usufruct.waterfall.horizon import payment_number
from usufruct.waterfall.payments import figure_of
from usufruct.waterfall.published import CUSTODIAN, central_bank_share, expense_ratio, key, periods, world_of
from usufruct.waterfall.reconciliation import FIRST_QUARTER_2024, Verdict

_E = "euroclear."
_PUBLISHED: Mapping[str, Mapping[str, str]] = {
    "interest": {
        "2024-H1": _E + "interest.2024-H1",
        "2024-H2": _E + "interest.2024 - " + _E + "interest.2024-H1",
        "2025-H1": _E + "interest.2025-H1",
        "2025-H2": _E + "interest.2025 - " + _E + "interest.2025-H1",
    },
    "direct costs": {
        "2025-H1": _E + "direct_costs.2025-H1",
        "2025-H2": _E + "direct_costs.2025 - " + _E + "direct_costs.2025-H1",
    },
    "lost income": {
        "2025-H1": _E + "lost_income.2025-H1",
        "2025-H2": _E + "lost_income.2025 - " + _E + "lost_income.2025-H1",
    },
    "tax on all": {
        "2024-H1": _E + "corporate_tax.2024-H1",
        "2024-H2": _E + "corporate_tax.2024 - " + _E + "corporate_tax.2024-H1",
        "2025-H1": _E + "corporate_tax.2025-H1",
        "2025-H2": _E + "corporate_tax.2025 - " + _E + "corporate_tax.2025-H1",
    },
    "contribution": {
        "2025-H1": _E + "contribution_provision.central-bank.2025-H1",
        "2025-H2": _E
        + "contribution_provision.central-bank.2025 - "
        + _E
        + "contribution_provision.central-bank.2025-H1",
    },
    "call": {"2024-H1": "contribution.payment-1.announced"},
}
"""Printed figures by line and half-year; second halves are the year less the first half."""

_SERIES: Mapping[str, tuple[str, str, str]] = {
    "interest": ("interest", "all sanctioned Russian clients", "earned"),
    "direct costs": ("direct_costs", "all sanctioned Russian clients", "earned"),
    "lost income": ("lost_income", "all sanctioned Russian clients", "earned"),
    "tax on all": ("corporate_tax", "all sanctioned Russian clients", "earned"),
    "contribution": ("contribution_provision", "central bank only", "provisioned"),
}
"""What a line measures: series, perimeter and state, by which a half-year beyond the table finds its figure."""
_LAST_NOTED = "2025-H2"

QUANTITIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "interest": ("accounts.interest_all", ()),
    "direct costs": ("accounts.direct_costs", ()),
    "lost income": ("accounts.lost_income", ()),
    "tax on all": ("accounts.tax_all", ()),
    "levied interest": ("eu.revenue_in_euro", (CUSTODIAN,)),
    "related expenses": ("eu.expenses_in_euro", (CUSTODIAN,)),
    "tax": ("be.corporate_tax", (CUSTODIAN,)),
    "net profit": ("eu.net_profit", (CUSTODIAN,)),
    "contribution": ("eu.contribution", (CUSTODIAN,)),
    "retention": ("eu.retention", (CUSTODIAN,)),
    "call": ("eu.interim_due", (CUSTODIAN,)),
}
"""Line of the statement to quantity of the law.

The first four count all sanctioned Russian clients, the rest the central bank only."""

IMPLIED_BY = {"2024-H1": 6, "2024-H2": 11, "2025-H1": 16, "2025-H2": 21}
"""The reconciliation test whose inversion yields the half-year."""


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity of one half-year, in cents; None where there is no such figure.

    Attributes:
        period: label of the half-year.
        quantity: name of the line.
        perimeter: whose interest it is about.
        published: as printed, or the difference of two prints.
        tolerance: half of the last printed digit of what was printed.
        low: least value of the forward run.
        central: value at the central assumption.
        high: greatest value of the forward run.
        implied: by inversion of other figures.
        verdict: "published", "inside", "outside", "implied", "forward" or "not derivable".
    """

    period: str
    quantity: str
    perimeter: str
    published: Fraction | None
    tolerance: Fraction | None
    low: Fraction | None
    central: Fraction | None
    high: Fraction | None
    implied: Fraction | None
    verdict: str

    @property
    def address(self) -> str:
        """How every output names the line."""
        return f"{self.period}:{self.quantity}"

    @property
    def residual(self) -> Fraction | None:
        """Published less the central forward run; None where one of them is missing."""
        return None if self.published is None or self.central is None else self.published - self.central


@dataclass(frozen=True)
class HalfYearStatement:
    """All lines of a half-year, with the runs behind them.

    Attributes:
        half_year: the half-year.
        lines: in the order of the money.
        forward: runs at the low, central and high assumption; empty where no interest was published.
        inverted: the solved case that implies the half-year; None where none does.
    """

    half_year: HalfYear
    lines: tuple[Line, ...]
    forward: tuple[Case, ...]
    inverted: Case | None

    def explain(self, quantity: str, *, implied: bool = False) -> Explanation | None:
        """The tree behind a line: the central forward run, or the inversion; None where there is none."""
        case = self.inverted if implied else (self.forward[1] if self.forward else None)
        return None if case is None else case.explain(line_key(case, quantity, self.half_year.label))

    def explain_forward(self, quantity: str, value: Fraction) -> Explanation | None:
        """The tree of the forward run that gives a line this value; None where no run does."""
        for case in sorted(self.forward, key=lambda case: case is not self.forward[1]):
            key = line_key(case, quantity, self.half_year.label)
            if case.value(key) == value:
                return case.explain(key)
        return None


def line_key(case: Case, quantity: str, label: str) -> Key:
    """The quantity of the law behind a line, at its half-year."""
    name, member = QUANTITIES[quantity]
    return name, "half-year", case.world.timeline.position("half-year", label), member


def statement(half_year: HalfYear, law: Rulebook, facts: Facts, verdicts: Mapping[int, Verdict]) -> HalfYearStatement:
    """Set one half-year beside the law.

    Args:
        half_year: which one.
        law: as known.
        facts: as known.
        verdicts: reconciliation tests that could be run, by number.
    """
    label = half_year.label
    forward = _forward(label, law, facts)
    verdict = verdicts.get(IMPLIED_BY.get(label, 0))
    inverted = verdict.case if verdict else None
    lines = tuple(_line(label, quantity, facts, forward, inverted) for quantity in QUANTITIES)
    return HalfYearStatement(half_year, lines, forward, inverted)


def published(quantity: str, label: str, facts: Facts) -> Entry:
    """The printed figures of a line; empty where there are none, or none yet."""
    ids = _PUBLISHED.get(quantity, {}).get(label)
    try:
        found = terms(facts, ids) if ids else _by_meaning(quantity, label, facts)
    except UsufructError as error:
        if {fault.code for fault in error.faults} == {"F132"}:
            return ()
        raise
    return found if all(term.figure.value for term in found) else ()


def _by_meaning(quantity: str, label: str, facts: Facts) -> Entry:
    """The printed figure of a half-year that no id is noted for; none where several say different things."""
    if quantity == "call":
        receipt = figure_of(payment_number(HalfYear.read(label)), "received", facts)
        return (Term(receipt),) if receipt else ()
    if quantity not in _SERIES or label <= _LAST_NOTED:
        return ()
    series, perimeter, state = _SERIES[quantity]
    said = facts.find(series=series, perimeter=perimeter, state=state, period=label, holder=CUSTODIAN, currency="EUR")
    found = facts.latest_vintages(said)
    return (Term(found[0]),) if len(found) == 1 else ()


def _line(label: str, quantity: str, facts: Facts, forward: tuple[Case, ...], inverted: Case | None) -> Line:
    printed = published(quantity, label, facts)
    amount = sum((t.sign * t.figure.amount * 100 for t in printed), Fraction(0)) if printed else None
    tolerance = sum((t.figure.tolerance * 100 for t in printed), Fraction(0)) if printed else None
    levied = quantity not in ("interest", "direct costs", "lost income", "tax on all")
    values = [case.value(line_key(case, quantity, label)) for case in forward] if levied else []
    low, central, high = (min(values), values[1], max(values)) if values else (None, None, None)
    implied = None
    if (
        inverted is not None
        and (levied or quantity == "interest")
        and not (amount is not None and quantity == "interest")
    ):
        implied = inverted.value(line_key(inverted, quantity, label))
    perimeter = "central bank only" if levied else "all sanctioned Russian clients"
    verdict = _verdict(amount, tolerance, low, high, implied)
    return Line(label, quantity, perimeter, amount, tolerance, low, central, high, implied, verdict)


def _verdict(
    amount: Fraction | None,
    tolerance: Fraction | None,
    low: Fraction | None,
    high: Fraction | None,
    implied: Fraction | None,
) -> str:
    if amount is not None and tolerance is not None and low is not None and high is not None:
        return "inside" if low - tolerance <= amount <= high + tolerance else "outside"
    if amount is not None:
        return "published"
    if low is not None:
        return "forward"
    return "implied" if implied is not None else "not derivable"


def _forward(label: str, law: Rulebook, facts: Facts) -> tuple[Case, ...]:
    interest = published("interest", label, facts)
    part, costs = central_bank_share(facts), expense_ratio(facts)
    if not interest or part is None:
        return ()
    timeline = periods((label,))
    world = world_of(timeline, facts)
    puts: dict[Key, Entry] = {key(timeline, f"accounts.interest_all@{label}"): interest}
    if label == "2024-H1":
        before, whole = FIRST_QUARTER_2024
        world = world.but("accounts.days_before_levy", {(0, ()): before}).but(
            "accounts.days_of_quarter", {(0, ()): whole}
        )
        puts[key(timeline, f"accounts.first_quarter_interest@{label}")] = terms(facts, "euroclear.interest.2024-Q1")
    ends = ((part.low, costs.high), (part.value, costs.value), (part.high, costs.low))
    cases = []
    for share, ratio in ends:
        assumed = {
            key(timeline, "accounts.central_bank_share"): (share, part),
            key(timeline, "accounts.expense_ratio"): (ratio, costs),
        }
        givens: dict[Key, Entry | None] = {
            key(timeline, f"accounts.{gap}@{label}"): None for gap in ("share_gap", "expense_gap")
        }
        unknown = (key(timeline, f"eu.revenue@{label}"), key(timeline, f"eu.expenses@{label}"))
        cases.append(Case(law, world, puts, assumed, givens, unknown))
    return tuple(cases)
