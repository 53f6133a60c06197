"""Random text of provisions: one expression at a time, from what a provision may refer to."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

from usufruct.engine import Choice, Count, Flag, LocalMoney, Money, Rate, allocate
from usufruct.engine.words import (
    accrue,
    aged,
    at,
    at_least_zero,
    convert,
    count,
    cover,
    into_local,
    keyed_by,
    lag,
    larger,
    latch,
    mul_div,
    over,
    pay_in_order,
    pick,
    reading,
    rounded,
    smaller,
    total,
    when,
)
from usufruct.money import ROUNDINGS

MEMBERS = {"custodian": ("alpha", "beta"), "currency": ("USD", "JPY"), "lender": ("union", "east", "west")}


class Composer:
    """Writes one random expression over the arguments of a provision, and notes the words it has used.

    Args:
        rng: decides everything.
        arguments: what the provision may refer to.
        axes: of the provision.
        cadence: of the provision.
        words: where used words are noted.
        careful: round every product at once, for a law that would otherwise need more than 61 bits.
    """

    def __init__(
        self,
        rng: Random,
        arguments: dict[str, Any],
        axes: tuple[str, ...],
        cadence: str,
        words: set[str],
        *,
        careful: bool,
    ) -> None:
        self.rng, self.arguments, self.axes, self.cadence = rng, arguments, axes, cadence
        self.words, self.careful = words, careful

    def _say(self, *words: str) -> None:
        self.words.update(words)

    def _any(self, *ways: Callable[[int], Any]) -> Callable[[int], Any]:
        return self.rng.choice(ways)

    def _leaves(self, kind: Any, axes: tuple[tuple[str, ...], ...] = ()) -> list[Any]:
        """Arguments of a kind that can stand here as they are: same step, same axes or none."""
        wanted = axes or ((), self.axes)
        arguments: dict[str, Any] = self.arguments
        return [
            each
            for name, each in arguments.items()
            if type(each) is kind
            and not name.startswith("keyed_")
            and each.node.shape.axes in wanted
            and each.node.shape.cadence in ("ever", self.cadence)
        ]

    def _history(self, kind: Any, *, own: bool) -> list[Any]:
        arguments: list[Any] = list(self.arguments.values())
        return [
            each
            for each in arguments
            if type(each) is kind
            and each.node.op == "ref"
            and each.node.shape.axes in ((), self.axes)
            and each.node.shape.cadence not in ("ever",)
            and (each.node.shape.cadence == self.cadence) is own
        ]

    # Money

    def money(self, depth: int) -> Money:
        if depth <= 0:
            return self._money_leaf()
        ways = (
            *(self._sum, self._sum, self._scaled, self._scaled, self._chosen, self._bounded, self._divided),
            *(self._elsewhere, self._members, self._local, self._shared, self._remembered, self._paid),
        )
        found: Money = self._any(*ways)(depth - 1)
        return found

    def _money_leaf(self) -> Money:
        leaf: Money = self.rng.choice(self._leaves(Money))
        if leaf.node.op == "opening":
            self._say("opening")
        return leaf

    def _sum(self, depth: int) -> Money:
        one, other = self.money(depth), self.money(depth)
        match self.rng.randrange(4):
            case 0:
                self._say("+")
                return one + other
            case 1:
                self._say("-")
                return one - other
            case 2:
                self._say("-")
                return 0 - one
            case _:
                self._say("-")
                return -one

    def _kept(self, amount: Money) -> Money:
        """The product itself or, always when careful, rounded in mid-formula."""
        if self.careful or self.rng.random() < 0.6:
            self._say("rounded")
            return rounded(amount, self.rng.choice(ROUNDINGS))
        return amount

    def _scaled(self, depth: int) -> Money:
        amount, rate = self.money(depth), self.rate(1)
        match self.rng.randrange(5):
            case 0:
                self._say("accrue")
                return self._kept(accrue(amount, self._rate_leaf(), self.count(0), self.rng.choice((360, 365))))
            case 1:
                self._say("*")
                return self._kept(self.rng.choice((2, 3, "99.7 %", "1/3", Fraction(2, 37))) * amount)
            case 2:
                self._say("*", "smaller")
                return self._kept(smaller(self.count(1), 5) * amount)
            case _:
                self._say("*")
                return self._kept(amount * rate if self.rng.random() < 0.5 else rate * amount)

    def _divided(self, depth: int) -> Money:
        amount = self.money(depth)
        match self.rng.randrange(3):
            case 0:
                self._say("/")
                return self._kept(amount / self.rng.choice((2, 7, "99.7 %")))
            case 1:
                self._say("/", "larger")
                return self._kept(amount / larger(self._rate_leaf(), "1/2"))
            case _:
                self._say("mul_div", "larger", "smaller")
                part = self._money_leaf()
                return self._kept(mul_div(amount, smaller(at_least_zero(part), self._money_leaf()), larger(part, 0)))

    def _chosen(self, depth: int) -> Money:
        self._say("when")
        return when(self.flag(depth), self.money(depth), self.money(depth) if self.rng.random() < 0.6 else 0)

    def _bounded(self, depth: int) -> Money:
        word = self.rng.choice(("smaller", "larger", "at_least_zero"))
        self._say(word)
        if word == "at_least_zero":
            return at_least_zero(self.money(depth))
        return (smaller if word == "smaller" else larger)(self.money(depth), self.money(depth))

    def _elsewhere(self, depth: int) -> Money:
        back, across = self._history(Money, own=True), self._history(Money, own=False)
        if across and (not back or self.rng.random() < 0.6):
            word = self.rng.choice(("over", "at"))
            self._say(word)
            found: Money = (over if word == "over" else at)(self.rng.choice(across))
            return found
        if back:
            self._say("lag")
            earlier: Money = lag(self.rng.choice(back), self.rng.randint(1, 2))
            return earlier
        return self.money(depth)

    def _members(self, depth: int) -> Money:
        """The total, or one member's figure, of something that is spread over one more axis."""
        finer = [tuple(a for a in MEMBERS if a in (*self.axes, axis)) for axis in MEMBERS if axis not in self.axes]
        spread = [each for each in self._leaves(Money, tuple(finer)) if len(each.node.shape.axes) == len(self.axes) + 1]
        if not spread:
            return self.money(depth)
        figure = self.rng.choice(spread)
        axis = next(axis for axis in figure.node.shape.axes if axis not in self.axes)
        if self.rng.random() < 0.6:
            self._say("total")
            whole: Money = total(figure, axis)
            return whole
        self._say("pick")
        one: Money = pick(figure, axis, self.rng.choice(MEMBERS[axis]))
        return one

    def _local(self, depth: int) -> Money:
        local, price = self._leaves(LocalMoney), self.arguments.get("units_per_euro")
        minor = self.arguments.get("minor_units")
        if not local or price is None or minor is None or "currency" not in self.axes:
            return self.money(depth)
        self._say("convert")
        euro = rounded(convert(self.rng.choice(local), price, minor), self.rng.choice(ROUNDINGS))
        if self.rng.random() < 0.5:
            return euro
        self._say("into_local")
        back = rounded(into_local(euro, price, minor), self.rng.choice(ROUNDINGS))
        return rounded(convert(back, price, minor), self.rng.choice(ROUNDINGS))

    def _shared(self, depth: int) -> Money:
        """An allocation over the members of the provision's own axis, capped or not."""
        weights = [each for each in (*self._leaves(Money), *self._leaves(Count)) if each.node.shape.axes == self.axes]
        pots = [each for each in self._leaves(Money) if not each.node.shape.axes]
        if len(self.axes) != 1 or not weights or not pots:
            return self.money(depth)
        self._say("allocate")
        weight = self.rng.choice(weights)
        cap = at_least_zero(self.money(0)) if self.rng.random() < 0.6 else None
        given = allocate(self.rng.choice(pots), larger(weight, 0), self.axes[0], cap, self.rng.randint(1, 3))
        return given.paid if self.rng.random() < 0.8 else given.paid + given.unallocated

    def _remembered(self, depth: int) -> Money:
        self._say("aged")
        vintages = aged(at_least_zero(self.money(depth)), self.money(0), self.rng.randint(1, 3))
        return self.rng.choice((vintages.held, vintages.matured, vintages.used, *vintages.youngest_first))

    def _paid(self, depth: int) -> Money:
        claims = [self.money(0) for _ in range(self.rng.randint(1, 3))]
        if self.rng.random() < 0.5:
            self._say("pay_in_order")
            return self.rng.choice(pay_in_order(self.money(depth), claims))
        self._say("cover")
        given, uncovered = cover(self.money(depth), claims)
        return self.rng.choice((*given, uncovered))

    # Rates, counts and flags

    def _rate_leaf(self) -> Rate:
        leaf: Rate = self.rng.choice(self._leaves(Rate))
        return leaf

    def rate(self, depth: int) -> Rate:
        if depth <= 0 or self.careful:
            return self._rate_leaf()
        ways = (
            self._rate_sum,
            self._rate_bound,
            self._rate_choice,
            self._keyed_rate,
            self._ratio,
            self._rate_earlier,
        )
        found: Rate = self._any(*ways)(depth - 1)
        return found

    def _rate_sum(self, depth: int) -> Rate:
        one, other = self.rate(depth), self._rate_leaf()
        match self.rng.randrange(4):
            case 0:
                self._say("+")
                return one + other
            case 1:
                self._say("-")
                return 1 - one
            case 2:
                self._say("/")
                return one / self.rng.choice((2, 3, "1.5"))
            case _:
                self._say("-")
                return one - other

    def _rate_bound(self, depth: int) -> Rate:
        word = self.rng.choice(("smaller", "larger", "at_least_zero"))
        self._say(word)
        if word == "at_least_zero":
            return at_least_zero(self.rate(depth))
        return (smaller if word == "smaller" else larger)(self.rate(depth), self.rng.choice(("3 %", "1/3", 1)))

    def _rate_choice(self, depth: int) -> Rate:
        self._say("when")
        return when(self.flag(0), self.rate(depth), self._rate_leaf())

    def _keyed_rate(self, depth: int) -> Rate:
        self._say("keyed_by")
        found: Rate = keyed_by(self.arguments["keyed_share"], self.count(depth))
        return found

    def _ratio(self, depth: int) -> Rate:
        self._say("/")
        if self.rng.random() < 0.6:
            return self.count(0) / self.rng.choice((7, 360, self.arguments["basis_days"]))
        # A share of at most one, so that amounts stay in range.
        whole = at_least_zero(self._money_leaf())
        return smaller(whole, self._money_leaf()) / whole

    def _rate_earlier(self, depth: int) -> Rate:
        back = self._history(Rate, own=True)
        if not back:
            return self.rate(depth)
        self._say("lag")
        found: Rate = lag(self.rng.choice(back), 1)
        return found

    def count(self, depth: int) -> Count:
        leaves = self._leaves(Count)
        if depth <= 0 or self.rng.random() < 0.4:
            leaf: Count = self.rng.choice(leaves)
            return leaf
        if self.rng.random() < 0.5:
            self._say("count")
            return count(self.flag(0))
        self._say("+", "when")
        return when(self.flag(0), self.count(0), self.count(0) + 1)

    def flag(self, depth: int) -> Flag:
        if depth <= 0:
            return self._condition()
        match self.rng.randrange(5):
            case 0:
                self._say("&")
                return self.flag(depth - 1) & self._condition()
            case 1:
                self._say("|")
                return self.flag(depth - 1) | self._condition()
            case 2:
                self._say("~")
                return ~self.flag(depth - 1)
            case 3:
                self._say("latch")
                return latch(self._condition(), self._condition())
            case _:
                return self._condition()

    def _condition(self) -> Flag:
        match self.rng.randrange(6):
            case 0:
                self._say("<")
                return self._money_leaf() < self._money_leaf()
            case 1:
                self._say("<=")
                return self._rate_leaf() <= self.rng.choice(("2 %", "1/3"))
            case 2:
                self._say(">")
                return self.count(0) > self.rng.randint(0, 3)
            case 3:
                self._say(">=")
                return self._money_leaf() >= 0
            case 4:
                choice = self.arguments["basis_of_claims"]
                assert isinstance(choice, Choice)
                self._say("reading")
                return reading(choice, self.rng.choice(choice.options))
        self._say("in_force")
        flag: Flag = self.rng.choice(
            [each for each in self.arguments.values() if type(each) is Flag and not each.node.args]
        )
        if flag.node.shape.cadence not in ("ever", self.cadence) or flag.node.shape.axes not in (
            (),
            self.axes,
        ):
            flag = self.arguments["ban"]
        return flag
