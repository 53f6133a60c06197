"""What another law would have made of the payments so far: the past replayed under it, beside what was paid.

The law in force is solved for the revenue that makes every call equal to what the Union received; the other law is then
run over the same revenue. So the difference is the law's alone, and what was paid stays what was paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from usufruct.engine import Act, Explanation, Result, Rulebook
from usufruct.engine.act import Dated
from usufruct.engine.execution.interpreter import Interpreter, Key
from usufruct.waterfall.payments import CHANNELS, half_year_of
from usufruct.waterfall.published import CUSTODIAN, LENDERS
from usufruct.waterfall.replay import Replay, replay

FIRST_DAY: Final = date(2024, 2, 15)
"""First day of the levy."""
BY_HALF_YEAR: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tax": "be.corporate_tax",
        "net profit": "eu.net_profit",
        "contribution": "eu.contribution",
        "retention": "eu.retention",
    }
)
"""Line of a half-year to quantity of the law."""
BY_CALL: Final[Mapping[str, str]] = MappingProxyType({"payment": "eu.payment", **CHANNELS})
"""Line of a payment to quantity of the law."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One quantity of one half-year or payment under two laws, in cents.

    Attributes:
        period: half-year whose profits it is about; empty for a total.
        quantity: name of the line.
        before: under the law in force; for a payment, what the Union received.
        after: under the other law.
    """

    period: str
    quantity: str
    before: Fraction
    after: Fraction

    @property
    def difference(self) -> Fraction:
        """What the other law adds."""
        return self.after - self.before


@dataclass(frozen=True)
class Amendment:
    """The past under two laws.

    Attributes:
        before: the run of the law in force, which meets every receipt to the cent.
        after: the run of the other law over the same revenue.
        rows: every line of every half-year, in the order of the money.
        totals: the same lines, added up.
        lenders: what each lender would have been paid in all.
    """

    before: Result
    after: Result
    rows: tuple[Moved, ...]
    totals: tuple[Moved, ...]
    lenders: tuple[Moved, ...]

    @property
    def changed(self) -> bool:
        """Whether the other law would have moved any cent."""
        return any(row.difference for row in (*self.rows, *self.lenders))

    def explain(self, quantity: str, number: int) -> Explanation:
        """The tree behind a line of a payment's half-year under the other law; ``number`` is that of the payment."""
        name, cadence, step, member = _key(quantity, number)
        return self.after.explain(name, step, *member, cadence=cadence)


def amendment(law: Rulebook, other: Rulebook, found: Replay | None = None) -> Amendment | None:
    """Replay the payments so far under another law; None before the first receipt.

    Args:
        law: the law in force.
        other: the law to set beside it, such as one with a draft.
        found: the replay whose receipts are taken, of the law in force; everything known if left out.

    Raises:
        UsufructError: as the engine, if the other law needs an input that nobody has given.
    """
    past = replay(law=law) if found is None else found
    settled = past.payments.settled
    if settled is None:
        return None
    before = settled.result
    changed = other.as_known(past.as_of)
    after = Result(changed, before.world, Interpreter(changed, before.world).run())
    numbers = range(1, len(before.world.timeline.steps["call"]) + 1)
    rows = tuple(_moved(quantity, n, before, after) for n in numbers for quantity in (*BY_HALF_YEAR, *BY_CALL))
    totals = tuple(_sum(name, [row for row in rows if row.quantity == name]) for name in (*BY_HALF_YEAR, *BY_CALL))
    return Amendment(before, after, rows, totals, tuple(_lenders(before, after)))


def from_the_first_day(acts: Sequence[Act]) -> tuple[Act, ...]:
    """The same acts as if each of their rules had held from the first day of the levy, or from the first payment.

    What lapses by itself does not lapse any more. A measure keeps its spans.
    """
    return tuple(_moved_back(act) for act in acts)


def _moved_back(act: Act) -> Act:
    return replace(
        act,
        parameters=[replace(each, rows=(_at_first(each.rows[0]), *each.rows[1:])) for each in act.parameters],
        provisions=[replace(each, since=min(each.since, FIRST_DAY), until=None) for each in act.provisions],
    )


def _at_first(row: Dated) -> Dated:
    return replace(row, since=1 if isinstance(row.since, int) else min(row.since, FIRST_DAY))


def _key(quantity: str, number: int) -> Key:
    if quantity in BY_HALF_YEAR:
        return BY_HALF_YEAR[quantity], "half-year", number - 1, (CUSTODIAN,)
    return BY_CALL[quantity], "call", number - 1, ()


def _moved(quantity: str, number: int, before: Result, after: Result) -> Moved:
    key = _key(quantity, number)
    one, other = (Fraction(each.interpreter.value(*key)) for each in (before, after))
    return Moved(half_year_of(number).label, quantity, one, other)


def _sum(quantity: str, rows: Sequence[Moved]) -> Moved:
    nothing = Fraction(0)
    before, after = sum((row.before for row in rows), nothing), sum((row.after for row in rows), nothing)
    return Moved("", quantity, before, after)


def _lenders(before: Result, after: Result) -> Iterable[Moved]:
    requests = len(before.world.timeline.steps["request"])
    for name in LENDERS if requests else ():
        key = ("eu.paid_so_far", "request", requests - 1, (name,))
        yield Moved("", name, *(Fraction(each.interpreter.value(*key)) for each in (before, after)))
