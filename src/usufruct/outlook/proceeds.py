"""The book of proceeds of one path: what was earned, and where each cent of it lies, under whatever regime held.

The path is run in exact cents, so the book closes to the cent: custodian, tax, retained, paid to the Union, given to
other parties, and nothing else. No entry touches the principal, which is another book.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from usufruct.calendar import HalfYear
from usufruct.engine import Citation, Result
from usufruct.money import round_to_integer
from usufruct.outlook.half_year_inputs import CUSTODIAN
from usufruct.outlook.reference_path import reference_path
from usufruct.outlook.scenario import Scenario
from usufruct.regimes.books import PROCEEDS, Books, Entry, open_books

_OF_CUSTODIAN = ("revenue_in_euro", "corporate_tax", "retained")
_OF_ALL = ("payment", "payment_to_another_party")


def proceeds(scenario: Scenario, path: int = 0, until: HalfYear | str | None = None) -> Books:
    """Return the books of a path after its last half-year; only that of the proceeds has entries.

    Args:
        scenario: under any regime.
        path: number of the path.
        until: last half-year, or its label; the horizon if left out.

    Raises:
        UsufructError: ``R102`` for a path that no draw has, ``X124`` for a half-year that the paths do not reach;
            ``G102`` where more would be paid than was ever earned, which would be a defect of the law as written.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> books = proceeds(baseline("2026-11-22").but(horizon="2028-12-31", paths=64))
        >>> books.total("proceeds") == sum(books.balances["proceeds"].values()), books["proceeds", "other parties"]
        (True, 0)
    """
    run = reference_path(scenario, path, until)
    entries = tuple(_entries(run))
    earned = sum(entry.amount for entry in entries if entry.origin == "not yet earned")
    return open_books(0, earnings=earned).entered(entries)


def _entries(run: Result) -> Iterator[Entry]:
    retained = 0
    for index in range(len(run.world.timeline.steps["call"])):
        found = {name: _cents(run, name, index, CUSTODIAN) for name in _OF_CUSTODIAN}
        paid = {name: _cents(run, name, index) for name in _OF_ALL if f"eu.{name}" in run.law.quantities}
        yield from _entry(run, "revenue_in_euro", index, "not yet earned", "custodian", found["revenue_in_euro"])
        yield from _entry(run, "corporate_tax", index, "custodian", "tax", found["corporate_tax"])
        change, retained = found["retained"] - retained, found["retained"]
        yield from _entry(run, "retained", index, "custodian", "retained", change)
        yield from _entry(run, "retained", index, "retained", "custodian", -change)
        yield from _entry(run, "payment", index, "custodian", "paid to the Union", paid["payment"])
        other = paid.get("payment_to_another_party", 0)
        yield from _entry(run, "payment_to_another_party", index, "custodian", "other parties", other)


def _cents(run: Result, name: str, index: int, *member: str) -> int:
    """A figure of the run; nothing where its rule does not hold yet."""
    full = run.law.resolve(name)
    if run.law.version(full, _day(run, full, index)) is None:
        return 0
    return round_to_integer(Fraction(run.get(name, index, *member)), "half up")


def _day(run: Result, full: str, index: int) -> date:
    return run.world.timeline.steps[run.law.quantities[full].shape.cadence][index].on


def _entry(run: Result, name: str, index: int, origin: str, target: str, amount: int) -> Iterator[Entry]:
    if amount > 0:
        full = run.law.resolve(name)
        version = run.law.version(full, _day(run, full, index))
        assert version is not None  # noqa: S101 - an amount comes from a rule in force
        cite: Citation = version.provision.cite
        yield Entry(PROCEEDS, origin, target, amount, cite)
