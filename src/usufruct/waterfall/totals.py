"""Totals over everything published: earned, provisioned, retained, received, by channel, disbursed.

Amounts of different states never add up to one another, so each total carries its state and its basis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from usufruct.engine import Explanation
from usufruct.engine.execution.interpreter import Key
from usufruct.engine.shape import Kind
from usufruct.facts import Facts, Figure
from usufruct.waterfall.case import fact_leaf
from usufruct.waterfall.payments import CHANNELS, Payments, figure_of, payment_numbers
from usufruct.waterfall.published import CUSTODIAN

_INTEREST = tuple(f"euroclear.interest.{year}" for year in (2022, 2023, 2024, 2025))
_PROVISIONS = tuple(f"euroclear.contribution_provision.central-bank.{year}" for year in (2024, 2025))
_DISBURSED = ("loan-mechanism.disbursed.2025-08-25",)

RETAINED = "contribution retained"
NAMES = (
    "interest earned",
    "contribution provisioned",
    RETAINED,
    "received by the Union",
    *CHANNELS,
    "disbursed by the loan mechanism",
)
"""Every total, in the order of the money."""


@dataclass(frozen=True, slots=True)
class Total:
    """One total, in cents of euro.

    Attributes:
        name: such as ``received by the Union``.
        state: earned, provisioned, retained, received, allocated or disbursed.
        amount: None where no figure is public yet.
        basis: where it comes from.
    """

    name: str
    state: str
    amount: Fraction | None
    basis: str

    @property
    def address(self) -> str:
        """How every output names the total."""
        return f"total:{self.name}"


def totals(facts: Facts, payments: Payments) -> tuple[Total, ...]:
    """Every total, in the order of the money."""
    return tuple(_Total(name, facts, payments).total() for name in NAMES)


def explain_total(name: str, facts: Facts, payments: Payments) -> Explanation | None:
    """What a total is the sum of; None where there is no amount."""
    return _Total(name, facts, payments).explanation()


_PRINTED: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "interest earned": (
        _INTEREST,
        "earned",
        "printed yearly interest of all sanctioned Russian clients, not only what the levy reaches",
    ),
    "contribution provisioned": (_PROVISIONS, "provisioned", "printed yearly provisions"),
    "received by the Union": ((), "received", "sum of the payments as the Union states them"),
    "disbursed by the loan mechanism": (
        _DISBURSED,
        "disbursed",
        "one disbursement was published; amounts by lender were not",
    ),
}
"""Totals of printed figures: which, in what state, and where they come from; receipts go by payment, not by id."""


@dataclass(frozen=True, slots=True)
class _Total:
    """One total, either added up from printed figures or read from the run behind the receipts."""

    name: str
    facts: Facts
    payments: Payments

    def total(self) -> Total:
        state, basis = self._state_and_basis()
        amounts = [figure.amount * 100 for figure in self._figures()]
        settled = self.payments.settled
        amounts += [settled.value(key) for key in self._keys()] if settled else []
        if not amounts:
            return Total(self.name, state, None, "nothing was published yet")
        return Total(self.name, state, sum(amounts, Fraction(0)), basis)

    def explanation(self) -> Explanation | None:
        parts = [fact_leaf(figure) for figure in self._figures()]
        settled = self.payments.settled
        parts += [settled.explain(key) for key in self._keys()] if settled else []
        if not parts:
            return None
        amount = sum((part.value for part in parts), Fraction(0))
        inner = Explanation("sum", "sum", Kind.MONEY, amount, parts=tuple(parts))
        return Explanation("figure", self.name, Kind.MONEY, amount, self._state_and_basis()[1], parts=(inner,))

    def _figures(self) -> list[Figure]:
        if self.name == "received by the Union":
            receipts = (figure_of(number, "received", self.facts) for number in payment_numbers(self.facts))
            return [figure for figure in receipts if figure is not None]
        ids = _PRINTED[self.name][0] if self.name in _PRINTED else ()
        known = {figure.id for figure in self.facts.figures}
        latest = [self.facts.latest(each) for each in ids if each in known]
        return [figure for figure in latest if figure.value]

    def _keys(self) -> list[Key]:
        settled = self.payments.settled
        calls = len(settled.world.timeline.steps["call"]) if settled else 0
        if self.name in CHANNELS:
            return [(CHANNELS[self.name], "call", index, ()) for index in range(calls)]
        if self.name == RETAINED and calls:
            return [("eu.retained", "call", calls - 1, (CUSTODIAN,))]
        return []

    def _state_and_basis(self) -> tuple[str, str]:
        if self.name in CHANNELS:
            return "allocated", "the law's split of the receipts, by number of the payment"
        if self.name == RETAINED:
            return "retained", "implied: a tenth of the contribution behind each receipt; not published"
        _, state, basis = _PRINTED[self.name]
        years = [figure.period for figure in self._figures() if figure.period.isdigit()]
        return state, basis + (f", {years[0]} to {years[-1]}" if years else "")
