"""The terms of a loan as published: what is a figure, what is an assumption, and what nobody has printed.

Figures are named by the ids of their facts and read where the facts are; an unknown term is an assumption with a
range. Where sources disagree, the assumption spans them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from usufruct.calendar.day_count import Basis, days
from usufruct.engine.assumption import Assumption

RateKind = Literal["fixed", "index plus margin"]
Term = Assumption | str
"""A term of a loan: the id of the fact that prints it, or an assumption."""


@dataclass(frozen=True, slots=True)
class LoanRate:
    """How interest is set.

    Attributes:
        kind: fixed at signing, or an index plus a margin.
        index: name of the index; empty for a fixed rate.
        near: currency whose policy rate stands in for the index where the index itself is not known; empty for a
            fixed rate.
        over_policy_rate: the index less that policy rate, an assumption; None for a fixed rate.
        level: the margin over the index, or the fixed rate.
        source: where the kind was read; empty where it is itself assumed.
    """

    kind: RateKind
    index: str
    near: str
    over_policy_rate: Assumption | None
    level: Term
    source: str


@dataclass(frozen=True, slots=True)
class Convention:
    """A convention that no source names, with the others that would be possible.

    Attributes:
        value: the one used.
        others: the ones that a sensitivity should try.
        why: the reason for the choice.
    """

    value: Basis
    others: tuple[Basis, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Drawdown:
    """Money drawn under a loan.

    Attributes:
        fact: id of the figure.
        on: day of drawing; the end of the stated precision where the day itself is not known.
        interest_runs: True where the debt grows with it; False where only the borrower's fund passes it on.
    """

    fact: str
    on: date
    interest_runs: bool = True


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """One loan.

    Attributes:
        lender: as on the lender axis of the law.
        currency: of the loan, ISO 4217.
        minor_units: how many make one unit of it.
        principal: id of the fact of the initial committed principal.
        agreed_on: day of the agreement; None where it was not found.
        in_force_on: day from which the loan has a share of the mechanism.
        rate: how interest is set.
        maturity_years: from the agreement.
        grace_years: before principal falls due.
        day_count: of interest.
        drawdowns: to date, oldest first.
        still_expected: ids of figures of drawings announced and not located.
        unverified: what a reader must not take for established.
    """

    lender: str
    currency: str
    minor_units: int
    principal: str
    agreed_on: date | None
    in_force_on: date
    rate: LoanRate
    maturity_years: Term
    grace_years: Term
    day_count: Convention
    drawdowns: tuple[Drawdown, ...]
    still_expected: tuple[str, ...]
    unverified: tuple[str, ...]

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every term that is assumed."""
        terms = (self.rate.over_policy_rate, self.rate.level, self.maturity_years, self.grace_years)
        return tuple(term for term in terms if isinstance(term, Assumption))

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of every figure that the terms rest on."""
        terms = (self.principal, self.rate.level, self.maturity_years, self.grace_years)
        printed = tuple(term for term in terms if isinstance(term, str))
        return (*printed, *(drawing.fact for drawing in self.drawdowns), *self.still_expected)

    def part_of_year(self, start: date, end: date) -> Fraction:
        """Days between two dates over the basis of the loan: what a yearly rate is multiplied by.

        Raises:
            UsufructError: ``C112`` when the end lies before the start.

        Example:
            >>> from usufruct.law.loans import loan_terms
            >>> loan_terms()[1].part_of_year(date(2025, 2, 25), date(2025, 8, 25))
            Fraction(181, 365)
        """
        return Fraction(*days(start, end, self.day_count.value))

    def drawn_by(self, day: date) -> tuple[Drawdown, ...]:
        """Drawings up to a day on which interest runs."""
        return tuple(each for each in self.drawdowns if each.interest_runs and each.on <= day)
