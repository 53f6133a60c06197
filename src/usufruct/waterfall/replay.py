"""The main job: every payment so far, recomputed from the law and the published figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from usufruct.engine import Rulebook
from usufruct.errors import UsufructError
from usufruct.facts import Facts
from usufruct.waterfall.half_years import HalfYearStatement, statement
from usufruct.waterfall.payments import CHANNELS, Payments, payments
from usufruct.waterfall.published import CUSTODIAN, levied_half_years
from usufruct.waterfall.reconciliation import Verdict, judge
from usufruct.waterfall.reconciliation_tests import TESTS

_YEARS = ("2022", "2023", "2024", "2025")


@dataclass(frozen=True, slots=True)
class Total:
    """One total over everything published, in cents.

    Attributes:
        name: such as ``paid``.
        state: earned, provisioned, retained, received, allocated or disbursed: totals of different states never add up.
        amount: None where no figure is public.
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


@dataclass(frozen=True)
class Replay:
    """Everything recomputed, as of a day.

    Attributes:
        as_of: facts and law are those known on that day.
        law: the rulebook, as known.
        facts: the figures, as known.
        verdicts: the reconciliation tests whose figures were known.
        pending: numbers of the tests whose figures were not known yet.
        half_years: one statement for each half-year that had ended.
        payments: payments, lenders and their allocation.
    """

    as_of: date
    law: Rulebook
    facts: Facts
    verdicts: tuple[Verdict, ...]
    pending: tuple[int, ...]
    half_years: tuple[HalfYearStatement, ...]
    payments: Payments

    @property
    def inside(self) -> int:
        """How many tests are inside their tolerance."""
        return sum(verdict.inside for verdict in self.verdicts)

    @property
    def as_recorded(self) -> bool:
        """Whether every verdict is the one on record."""
        return all(verdict.as_recorded for verdict in self.verdicts)

    def __repr__(self) -> str:
        paid = sum(1 for row in self.payments.rows if row.received is not None)
        tests = f"{self.inside} of {len(self.verdicts)} tests inside"
        return f"<Replay as of {self.as_of}: {tests}, {paid} payments received>"

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """Earned, provisioned, retained, received and by channel; amounts of different states are never added."""
        return (*self._earned(), self._retained(), *self._received(), self._disbursed())

    def _earned(self) -> list[Total]:
        interest = [_amount(self.facts, f"euroclear.interest.{year}") for year in _YEARS]
        booked = [_amount(self.facts, f"euroclear.contribution_provision.central-bank.{year}") for year in _YEARS[2:]]
        basis = "printed yearly interest of all sanctioned Russian clients, 2022 to 2025"
        return [
            Total("interest earned", "earned", _sum(interest), basis),
            Total(
                "contribution provisioned",
                "provisioned",
                _sum(booked),
                "printed yearly provisions of 2024 and 2025",
            ),
        ]

    def _retained(self) -> Total:
        settled = self.payments.settled
        if settled is None:
            return Total("contribution retained", "retained", None, "nothing had been received yet")
        last = len(settled.world.timeline.steps["call"]) - 1
        amount = settled.value(("eu.retained", "call", last, (CUSTODIAN,)))
        return Total(
            "contribution retained",
            "retained",
            amount,
            "implied: a tenth of the contribution behind each receipt; not published",
        )

    def _received(self) -> list[Total]:
        rows = [row for row in self.payments.rows if row.received is not None]
        whole = _sum([row.received for row in rows])
        found = [Total("received by the Union", "received", whole, "sum of the payments as the Union states them")]
        for channel in CHANNELS:
            amount = _sum([Fraction(row.allocation[channel]) for row in rows])
            found.append(Total(channel, "allocated", amount, "the law's split of the receipts, by payment number"))
        return found

    def _disbursed(self) -> Total:
        amount = _amount(self.facts, "loan-mechanism.disbursed.2025-08-25")
        return Total(
            "disbursed by the loan mechanism",
            "disbursed",
            amount,
            "one disbursement was published; amounts by lender were not",
        )


def _amount(facts: Facts, name: str) -> Fraction | None:
    figure = next((each for each in facts.figures if each.id == name and not each.is_gap), None)
    return None if figure is None else figure.amount * 100


def _sum(amounts: list[Fraction | None]) -> Fraction | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if known else None


def replay(as_of: str | date | None = None, *, facts: Facts | None = None, law: Rulebook | None = None) -> Replay:
    """Recompute everything from the law and the figures known on a day.

    Args:
        as_of: the day; the latest day known in the facts if left out. The clock is never read.
        facts: other facts than the packaged ones, for example with a file of one's own.
        law: another law than the one in force, for example an amendment.

    Example:
        >>> replay()
        <Replay as of 2026-11-22: 18 of 22 tests inside, 4 payments received>
    """
    if facts is None:
        from usufruct import facts as packaged

        facts = packaged.load()
    if law is None:
        from usufruct.law import rulebook

        law = rulebook()
    day = facts.latest_known if as_of is None else date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    facts, law = facts.as_of(day), law.as_known(day)
    verdicts, pending = _judge(law, facts)
    by_number: Mapping[int, Verdict] = {verdict.test.number: verdict for verdict in verdicts}
    halves = tuple(statement(half, law, facts, by_number) for half in levied_half_years(day))
    return Replay(day, law, facts, verdicts, pending, halves, payments(law, facts, by_number))


def _judge(law: Rulebook, facts: Facts) -> tuple[tuple[Verdict, ...], tuple[int, ...]]:
    verdicts, pending = [], []
    for test in TESTS:
        try:
            verdicts.append(judge(test, law, facts))
        except UsufructError as error:
            if {fault.code for fault in error.faults} <= {"F132", "U141", "U131"}:
                pending.append(test.number)
            else:
                raise
    return tuple(verdicts), tuple(pending)
