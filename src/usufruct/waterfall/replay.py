"""The main job: every payment so far, recomputed from the law and the published figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from usufruct import facts as published_facts
from usufruct.engine import Explanation, Rulebook
from usufruct.errors import UsufructError
from usufruct.facts import Facts
from usufruct.facts.collection import read_day
from usufruct.law import rulebook
from usufruct.waterfall import addresses
from usufruct.waterfall.half_years import IMPLIED_BY, HalfYearStatement, statement
from usufruct.waterfall.payments import COMPUTED_BY, Payments, payments
from usufruct.waterfall.published import levied_half_years
from usufruct.waterfall.reconciliation import Verdict, judge
from usufruct.waterfall.reconciliation_tests import TESTS
from usufruct.waterfall.tables import Table
from usufruct.waterfall.totals import Total, totals

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_NOT_KNOWN_YET = frozenset({"F125", "F132", "U131", "U141"})
"""Codes of a test that cannot be run: a figure, or the article that would use it, was not known on the day.

A figure whose latest vintage is a range counts among them: it has no single value to run with."""


@dataclass(frozen=True, eq=False)
class Replay:
    """Everything recomputed, as of a day. Each part is computed when it is first asked for, and kept.

    Attributes:
        as_of: facts and law are those known on that day.
        law: the rulebook, as known.
        facts: the figures, as known.
    """

    as_of: date
    law: Rulebook
    facts: Facts
    _judged: dict[int, Verdict | None] = field(default_factory=dict, init=False, repr=False)
    _stated: dict[str, HalfYearStatement] = field(default_factory=dict, init=False, repr=False)

    def verdict(self, number: int) -> Verdict | None:
        """One reconciliation test; None where its figures were not known yet."""
        if number not in self._judged:
            self._judged[number] = self._judge(number)
        return self._judged[number]

    def _judge(self, number: int) -> Verdict | None:
        test = next(test for test in TESTS if test.number == number)
        try:
            return judge(test, self.law, self.facts)
        except UsufructError as error:
            if {fault.code for fault in error.faults} <= _NOT_KNOWN_YET:
                return None
            raise

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The reconciliation tests whose figures were known."""
        found = [self.verdict(test.number) for test in TESTS]
        return tuple(verdict for verdict in found if verdict is not None)

    @property
    def pending(self) -> tuple[int, ...]:
        """Numbers of the tests whose figures were not known yet."""
        return tuple(test.number for test in TESTS if self.verdict(test.number) is None)

    def half_year(self, label: str) -> HalfYearStatement | None:
        """The statement of one half-year; None for one outside the levy, or that had not ended."""
        half = next((half for half in levied_half_years(self.as_of) if half.label == label), None)
        if half is not None and label not in self._stated:
            number = IMPLIED_BY.get(label)
            verdict = self.verdict(number) if number else None
            given = {number: verdict} if number and verdict else {}
            self._stated[label] = statement(half, self.law, self.facts, given)
        return self._stated.get(label)

    @cached_property
    def half_years(self) -> tuple[HalfYearStatement, ...]:
        """One statement for each half-year that had ended."""
        found = [self.half_year(half.label) for half in levied_half_years(self.as_of)]
        return tuple(each for each in found if each is not None)

    @cached_property
    def payments(self) -> Payments:
        """Payments, lenders and their allocation."""
        found = {number: self.verdict(number) for number in COMPUTED_BY.values()}
        known = {number: verdict for number, verdict in found.items() if verdict is not None}
        return payments(self.law, self.facts, known, self.as_of)

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """Earned, provisioned, retained, received and by channel; amounts of different states are never added."""
        return totals(self.facts, self.payments)

    @property
    def inside(self) -> int:
        """How many tests are inside their tolerance."""
        return sum(verdict.inside for verdict in self.verdicts)

    @property
    def as_recorded(self) -> bool:
        """Whether every verdict is the one on record."""
        return all(verdict.as_recorded for verdict in self.verdicts)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every figure that :meth:`explain` knows."""
        return addresses.addresses(self)

    def explain(self, address: str) -> Explanation:
        """The tree behind a figure.

        Args:
            address: as every output prints it, such as ``payment:3`` or ``2025-H1:contribution``.

        Raises:
            UsufructError: ``W220`` for an address that no figure has, with the nearest; ``W221`` where the figure
                cannot be derived from public data, one fault for each thing that is missing.

        Example:
            >>> replay().explain("payment:3:received").value
            Fraction(160000000000, 1)
        """
        return addresses.explain(self, address)

    def __repr__(self) -> str:
        paid = sum(1 for row in self.payments.rows if row.received is not None)
        return (
            f"<Replay as of {self.as_of}: {self.inside} of {len(self.verdicts)} tests inside, {paid} payments received>"
        )

    def _repr_html_(self) -> str:
        return self.table().html(repr(self))

    def table(self) -> Table:
        """The reconciliation tests, one row each; amounts in euro, as decimal text."""
        return Table.of_verdicts(self.verdicts)

    def to_polars(self) -> pl.DataFrame:
        """:meth:`table` for Polars.

        Raises:
            UsufructError: ``W222`` when Polars is not installed.
        """
        return self.table().to_polars()

    def to_pandas(self) -> pd.DataFrame:
        """:meth:`table` for pandas.

        Raises:
            UsufructError: ``W222`` when pandas is not installed.
        """
        return self.table().to_pandas()


def replay(as_of: str | date | None = None, *, facts: Facts | None = None, law: Rulebook | None = None) -> Replay:
    """Recompute everything from the law and the figures known on a day.

    Args:
        as_of: the day; the latest day known in the facts if left out. The clock is never read.
        facts: other facts than the packaged ones, for example with a file of one's own.
        law: another law than the one in force, for example an amendment.

    Raises:
        UsufructError: ``F160`` for a text that is no day.

    Example:
        >>> replay()
        <Replay as of 2026-11-22: 18 of 22 tests inside, 4 payments received>
    """
    known = published_facts.load() if facts is None else facts
    acts = rulebook() if law is None else law
    day = known.latest_known if as_of is None else read_day(as_of)
    return Replay(day, acts.as_known(day), known.as_of(day))
