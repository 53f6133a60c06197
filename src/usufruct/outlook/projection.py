"""A projection: what a scenario leads to, as ranges, and the three answers that everybody asks for.

``project(scenario)`` returns a :class:`Projection`: the next payment with its interval, the yearly flow, and when the
loans are repaid, as a distribution with the share of "never" and the rate below which they are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from usufruct import facts
from usufruct._version import __version__
from usufruct.calendar import HalfYear
from usufruct.engine import Explanation
from usufruct.errors import refuse
from usufruct.outlook.fan import QUANTILES, Fan, FanRow, State, table_of
from usufruct.outlook.inputs import Prepared, prepare
from usufruct.outlook.kernel_histogram import Histogram
from usufruct.outlook.projection_answers import Loss, NextPayment, RepaidBy, YearFlow
from usufruct.outlook.run import SCALE, Outcome, run
from usufruct.outlook.scenario import Scenario, baseline
from usufruct.outlook.scenario_presets import scenario as named_scenario
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM, call_day, payment_number
from usufruct.waterfall.tables import Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from usufruct.engine import Result
    from usufruct.outlook.assumptions import AssumptionEffect

Tier = Literal["auto", "compiled", "single", "arrays"]
FIGURES: Final = {
    "contribution": "eu.contribution",
    "payment": "eu.payment",
    "to-mechanism": "eu.mechanism_part",
    "released": "eu.released",
    "retained": "outlook.retained_in_all",
    "paid-in-all": "outlook.paid_in_all",
    "payment-of-two": "outlook.payment_of_two",
    "paid-to": "eu.paid_to_lender",
    "undistributed": "eu.undistributed",
    "owed-to": "outlook.owed",
    "owed-in-all": "outlook.owed_in_all",
    "interest-in-all": "outlook.interest_in_all",
}
"""Readable name of a figure to the quantity of the law; ``paid-to`` and ``owed-to`` have a lender."""
_NEGLIGIBLE: Final = 10_000_000.0
"""Cents of yearly interest below which a coverage ratio says nothing."""
BY_LENDER: Final = ("paid-to", "owed-to")


@dataclass(frozen=True, eq=False)
class Projection:
    """What a scenario leads to. Amounts are cents of euro; each part is worked out when it is first asked for.

    Attributes:
        scenario: as given.
        ready: markets, cash, loans and law behind it.
        outcome: means and histograms by half-year.
        tier: "compiled", "single" in single precision, or "arrays" where the compiler was not used.
    """

    scenario: Scenario
    ready: Prepared
    outcome: Outcome
    tier: str

    @property
    def run_id(self) -> str:
        """Sixteen hexadecimal digits over law, facts, scenario, paths, seed and version: equal ids, equal figures."""
        parts = (
            self.ready.law.hash,
            facts_hash(self.scenario.known),
            self.scenario.key,
            f"{self.outcome.paths} {self.tier}",
            __version__,
        )
        return sha256("\n".join(parts).encode()).hexdigest()[:16]

    def fan(self, figure: str, lender: str = "") -> Fan:
        """A figure by half-year, from the first payment to the horizon.

        Args:
            figure: a name of :data:`FIGURES`.
            lender: for ``paid-to`` and ``owed-to``.

        Raises:
            UsufructError: ``X125`` for a figure or a lender that does not exist.
        """
        column = self._column(figure, lender)
        rows = [*self._past(figure, lender)]
        for number, half in enumerate(self.ready.halves):
            counted = self._histogram(number, column)
            quantiles = tuple(counted.quantile(share) for share in QUANTILES)
            rows.append(FanRow(half.label, "projected", float(self.outcome.means[number, column]), quantiles))
        return Fan(figure, lender, tuple(rows))

    def lenders(self) -> tuple[str, ...]:
        """The lenders, in the stated order."""
        return tuple(plan.lender for plan in self.ready.plans)

    @cached_property
    def next_payment(self) -> NextPayment:
        """The next payment with an interval that joins paths and assumptions."""
        from usufruct.outlook.assumptions import next_payment_spread

        central, below, above = self._central_next()
        down, up = next_payment_spread(self)
        half = self.next_half
        due = call_day(half, {})
        return NextPayment(
            payment_number(half),
            half.label,
            due,
            due <= self.scenario.known,
            max(central - float(np.hypot(below, down)), 0.0),
            central,
            central + float(np.hypot(above, up)),
        )

    @cached_property
    def yearly_flow(self) -> tuple[YearFlow, ...]:
        """Payments called in each calendar year."""
        fan = self.fan("payment-of-two")
        flows = []
        for row in fan.rows:
            half = HalfYear.read(row.period)
            if half.half == 1:
                flows.append(YearFlow(half.year, row.state, row.mean, row.low, row.median, row.high))
        return tuple(flows)

    @cached_property
    def repaid(self) -> RepaidBy:
        """When all loans are repaid."""
        return self._repaid_by([int(count) for count in self.outcome.repaid[:-1]])

    def repaid_to(self, lender: str) -> RepaidBy:
        """When one loan is repaid; a debt below EUR 84,000 counts as none.

        Raises:
            UsufructError: ``X125`` for a lender that does not exist.
        """
        column = self._column("owed-to", lender)
        free = [self._histogram(number, column).zeros for number in range(len(self.ready.halves))]
        return self._repaid_by([now - before for before, now in zip([0, *free], free, strict=False)])

    @cached_property
    def break_even_rate(self) -> Fraction | None:
        """The lowest constant deposit rate at which half of the paths repay all loans by the horizon.

        None where no rate from -5 % to 20 % does, as under a release in the near future.
        """
        from usufruct.outlook.solving import break_even_rate

        return break_even_rate(self.scenario)

    @cached_property
    def assumptions(self) -> tuple[AssumptionEffect, ...]:
        """Every named assumption with its range, and what the answers become at either end of it."""
        from usufruct.outlook.assumptions import assumption_effects

        return assumption_effects(self)

    def coverage(self) -> tuple[tuple[int, float], ...]:
        """Mean payment to the mechanism over mean interest of the loans, by calendar year from the first whole one.

        Above one the debts shrink. Years after the loans are repaid in the mean are left out.
        """
        flows = {row.period: row.mean for row in self.fan("to-mechanism").rows}
        interest = {row.period: row.mean for row in self.fan("interest-in-all").rows}
        found = []
        for half in self.ready.halves:
            pair = (half.label, half.previous.label)
            if half.half == 1 and all(label in interest for label in pair):
                cost = sum(interest[label] for label in pair)
                if cost > _NEGLIGIBLE:
                    found.append((half.year, sum(flows[label] for label in pair) / cost))
        return tuple(found)

    def loss_by_bearer(self) -> tuple[Loss, ...]:
        """Debts left when the measures end, or at the horizon where they do not, by who bears them.

        Bilateral lenders bear theirs (Regulation (EU) 2024/2773 Art. 5(6)-(7)); the Union's falls on Ukraine or on the
        headroom of the Union's budget, by the reading ``union_shortfall``. Taken after the last payment, which carries
        the retained amounts.
        """
        stops = [day for day in (self.ready.scenario.released, self.ready.scenario.renewal_fails) if day is not None]
        period = HalfYear.of(min(stops)).label if stops else self.ready.halves[-1].label
        union = self.ready.law.option("union_shortfall")
        losses = []
        for plan in self.ready.plans:
            rows = {row.period: row for row in self.fan("owed-to", plan.lender).rows}
            row = rows.get(period, self.fan("owed-to", plan.lender).rows[-1])
            bearer = union if plan.lender == self.ready.plans[0].lender else plan.lender
            losses.append(Loss(plan.lender, bearer, row.mean, row.low, row.high))
        return tuple(losses)

    def path(self, number: int = 0, until: str | None = None) -> Result:
        """One path in exact numbers; see :func:`usufruct.outlook.reference_path.reference_path`."""
        from usufruct.outlook.reference_path import reference_path

        return reference_path(self.scenario, number, until)

    def explain(self, figure: str, period: str, path: int = 0, lender: str = "") -> Explanation:
        """The tree behind a figure of one path at the settlement of one half-year.

        Args:
            figure: a name of :data:`FIGURES`.
            period: label of the half-year.
            path: number of the path.
            lender: for ``paid-to`` and ``owed-to``.

        Raises:
            UsufructError: ``X124``, ``X125`` for what the projection does not have.
        """
        from usufruct.outlook.reference_path import explain_path

        self._column(figure, lender)
        member = (lender,) if lender else ("Euroclear",) if figure in ("contribution", "released") else ()
        return explain_path(self.scenario, FIGURES[figure], period, path, *member)

    def table(self) -> Table:
        """Every figure by half-year, amounts in euro as decimal text."""
        whole = [self.fan(figure) for figure in FIGURES if figure not in BY_LENDER]
        parts = [self.fan(figure, lender) for figure in BY_LENDER for lender in self.lenders()]
        return table_of([*whole, *parts])

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

    def __repr__(self) -> str:
        found = self.repaid
        when = f"repaid by {found.median or 'never'} ({found.early or 'never'} to {found.late or 'never'})"
        return f"<Projection {self.scenario}: {when}, never on {found.never:.0%} of {self.outcome.paths} paths>"

    def _repr_html_(self) -> str:
        return table_of([self.fan("payment"), self.fan("owed-in-all")]).html(repr(self))

    def _column(self, figure: str, lender: str) -> int:
        if figure not in FIGURES:
            raise refuse(
                "X125", f"no figure is called {figure!r}", "projection", remedy=f"one of: {', '.join(FIGURES)}"
            )
        if (figure in BY_LENDER) != bool(lender) or lender not in ("", *self.lenders()):
            names = ", ".join(self.lenders())
            raise refuse("X125", f"{figure} has no {lender!r}", "projection", remedy=f"a lender of: {names}")
        custodian = "Euroclear" if figure in ("contribution", "released") else ""
        label = " ".join(filter(None, ("out", FIGURES[figure], lender or custodian)))
        return self.outcome.results.index(label)

    def histogram_of(self, figure: str, half: HalfYear, lender: str = "") -> Histogram:
        """How a figure of one half-year of the paths spreads.

        Raises:
            UsufructError: ``X125`` for a figure or a lender that does not exist.
        """
        return self._histogram(self.ready.halves.index(half), self._column(figure, lender))

    def _histogram(self, number: int, column: int) -> Histogram:
        return Histogram(SCALE, tuple(int(count) for count in self.outcome.counts[number, column]))

    def _past(self, figure: str, lender: str) -> list[FanRow]:
        """The lead-in: received half-years, and those under way."""
        result = self.ready.lead_in.result
        quantity = FIGURES[figure]
        shape = result.law.quantities[quantity].shape
        custodian = "Euroclear" if figure in ("contribution", "released") else ""
        member = tuple(filter(None, (lender or custodian,)))
        rows = []
        for index, each in enumerate(self.ready.lead_in.halves):
            step = each.payment - FIRST_TO_MECHANISM if shape.cadence == "request" else index
            if step >= 0:
                value = float(result.get(quantity, step, *member))
                state: State = "received" if each.payment in self.ready.lead_in.received else "under way"
                rows.append(FanRow(each.half_year.label, state, value, (value,) * len(QUANTILES)))
        return rows

    @property
    def next_half(self) -> HalfYear:
        """Half-year whose profits the next payment is about."""
        waiting = [
            each.half_year
            for each in self.ready.lead_in.halves
            if each.payment not in self.ready.lead_in.received
        ]  # fmt: skip
        return waiting[0] if waiting else self.ready.halves[0]

    def _central_next(self) -> tuple[float, float, float]:
        row = self.fan("payment").at(self.next_half.label)
        return row.median, row.median - row.low, row.high - row.median

    def _repaid_by(self, counts: list[int]) -> RepaidBy:
        shares, so_far = [], 0
        for half, count in zip(self.ready.halves, counts, strict=True):
            so_far += count
            shares.append((half.label, so_far / self.outcome.paths))

        def by(share: float) -> str | None:
            return next((label for label, reached in shares if reached >= share), None)

        return RepaidBy(by(0.1), by(0.5), by(0.9), 1 - so_far / self.outcome.paths, tuple(shares))


def project(
    scenario: Scenario | str | None = None, *, known: str | date | None = None, tier: Tier = "auto"
) -> Projection:
    """Project a scenario.

    Args:
        scenario: a scenario, or the name of a preset, a key or a TOML file; the market path if left out.
        known: day of the view for a preset; the latest day known in the facts if left out.
        tier: "compiled" or "arrays"; "auto" compiles where numba is installed; "single" compiles to single precision,
            half as long for a million paths: amounts to a millionth, debts to a ten-thousandth.

    Raises:
        UsufructError: ``X111`` to ``X115`` for a scenario that cannot be, ``X121`` and ``X122`` for one that leaves
            nothing to project, ``R121`` for "compiled" without numba.

    Example:
        >>> projection = project(baseline("2026-11-22").but(horizon="2029-12-31", paths=64), tier="arrays")
        >>> projection.fan("payment").at("2025-H1").state, projection.next_payment.period
        ('received', '2026-H1')
    """
    wanted = scenario if isinstance(scenario, Scenario) else named_scenario(scenario or "", known)
    ready = prepare(wanted)
    if tier == "arrays" or (tier == "auto" and find_spec("numba") is None):
        from usufruct.outlook.array_tier import PATHS, run_without_compiler

        return Projection(wanted, ready, run_without_compiler(ready, min(wanted.paths, PATHS)), "arrays")
    # Strict: a run id promises the same figures on every processor.
    law = ready.settlement.single if tier == "single" else ready.settlement
    outcome = run(law, ready.inputs, wanted.paths, seed=wanted.seed, mode="strict")
    return Projection(wanted, ready, outcome, "single" if tier == "single" else "compiled")


@cache
def facts_hash(known: date) -> str:
    """SHA-256 over every figure known on a day, and over the table of reference rates."""
    from usufruct.facts.reference_rates import RATES_SHA256

    digest = sha256(RATES_SHA256.encode())
    for figure in facts.load().as_of(known):
        digest.update(repr(figure).encode())
    return digest.hexdigest()


__all__ = ["FIGURES", "Loss", "NextPayment", "Projection", "RepaidBy", "Tier", "YearFlow", "baseline", "project"]
