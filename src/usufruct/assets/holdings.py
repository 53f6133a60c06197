"""What the custodian in the levy holds for sanctioned Russian clients, as known on a day.

The total is printed; its currencies, the central bank's part and its expenses are not, or only now and then. What is
not printed is an assumption whose range is worked out from figures known by that day; where none was known, the range
is wide and says so. Nothing known later is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from usufruct import facts
from usufruct.assets.spread import ALL_CLIENTS, BASKET, Observation, Spread, observations, spread_of
from usufruct.calendar import HalfYear
from usufruct.engine.assumption import Assumption
from usufruct.errors import refuse
from usufruct.facts import Facts, Figure
from usufruct.facts.collection import read_day

CENTRAL_BANK: Final = "central bank only"
LEVY_QUARTER: Final = ("2024", "2024-Q1", Fraction(45, 91))
"""The central bank's interest of 2024 is printed from 15 February on: the part of the first quarter before it."""
MATURING_HALVES: Final = 4
"""The last securities were reported to mature within the two years that follow the latest balance."""
_PRIOR_SHARE: Final = (Fraction(4, 5), Fraction(9, 10), Fraction(1))
_PRIOR_FOREIGN: Final = (Fraction(0), Fraction(1, 4), Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of euro known within bounds.

    Attributes:
        low: least, in euro.
        value: middle, in euro.
        high: greatest, in euro.
        figures: addresses of the published figures behind it.
    """

    low: Fraction
    value: Fraction
    high: Fraction
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maturity:
    """Securities that become cash.

    Attributes:
        on: end of the half-year within which they mature; the days are not published.
        amount: in euro.
    """

    on: date
    amount: Amount


@dataclass(frozen=True, slots=True)
class Holdings:
    """What one custodian holds, as known on a day.

    Attributes:
        custodian: its name.
        known: the day of the view.
        balance: latest printed cash of all sanctioned Russian clients.
        central_bank_share: part of that cash, and of its yield, that is the central bank's.
        central_bank_cash_printed: the latest print of the central bank's own cash, None where there was none. Printed
            and computed may differ: prints are dated otherwise and round.
        foreign_share: part of the cash that is not in euro.
        currency_weights: how that part is spread over currencies; sums to one.
        spread: what the cash yields over the policy rates of this mix.
        expense_ratio: related expenses over interest.
        securities: of the central bank, still to mature: printed, or its assets less its part of the cash; None where
            neither was known.
        first_year_share: the part of them that matures in the first of the two years.
    """

    custodian: str
    known: date
    balance: Figure
    central_bank_share: Assumption
    central_bank_cash_printed: Figure | None
    foreign_share: Assumption
    currency_weights: Mapping[str, Fraction]
    spread: Spread
    expense_ratio: Assumption
    securities: Amount | None
    first_year_share: Assumption

    @property
    def cash(self) -> Fraction:
        """Cash of all sanctioned Russian clients, in euro."""
        return self.balance.amount

    @property
    def central_bank_cash(self) -> Fraction:
        """The central bank's part of it, in euro."""
        return self.cash * self.central_bank_share.value

    def cash_by_currency(self) -> Mapping[str, Fraction]:
        """Cash of all sanctioned Russian clients by currency, in euro; the mix is an assumption."""
        foreign = self.foreign_share.value
        parts = {"EUR": self.cash * (1 - foreign)}
        parts |= {code: self.cash * foreign * weight for code, weight in self.currency_weights.items()}
        return MappingProxyType(parts)

    def maturities(self) -> tuple[Maturity, ...]:
        """When securities become cash: four half-years, from the one after that of the balance on."""
        if self.securities is None or self.balance.period_end is None:
            return ()
        half = HalfYear.of(self.balance.period_end)
        first = self.first_year_share.value / 2
        found = []
        for share in (first, first, Fraction(1, 2) - first, Fraction(1, 2) - first):
            half = half.next
            found.append(Maturity(half.end, _scaled(self.securities, share)))
        return tuple(found)

    def but(self, **values: Fraction) -> Holdings:
        """The same holdings under other values of their assumptions, each within its range.

        The spread is measured again where the mix of currencies changes, so that yield is never counted twice.

        Args:
            values: by name of the attribute, such as ``foreign_share``.

        Raises:
            UsufructError: ``U143`` for a value outside its range, ``A152`` for what is no assumption.
        """
        wrong = [name for name in values if not isinstance(getattr(self, name, None), Assumption)]
        if wrong:
            names = "central_bank_share, foreign_share, expense_ratio or first_year_share"
            raise refuse("A152", f"{wrong[0]} is no assumption", "holdings", remedy=f"name {names}")
        changed = replace(self, **{name: getattr(self, name).at(value) for name, value in values.items()})
        if "foreign_share" in values:
            return replace(changed, spread=spread_of(self.spread.observations, changed.foreign_share.value))
        return changed


def holdings(known: date | str, published: Facts | None = None, custodian: str = "Euroclear") -> Holdings:
    """Return what a custodian in the levy holds, as known on a day.

    Args:
        known: the day of the view.
        published: the facts; the packaged ones when None. What they learnt after ``known`` is left out.
        custodian: a depository whose balances are published.

    Raises:
        UsufructError: ``A151`` where no balance was known.

    Example:
        >>> held = holdings("2026-03-31")
        >>> held.balance.text(), f"{float(held.central_bank_cash) / 1e9:.1f}"
        ('195 billion EUR', '173.1')
        >>> [f"{maturity.on}: {float(maturity.amount.value) / 1e9:.3f}" for maturity in held.maturities()][:2]
        ['2026-06-30: 2.375', '2026-12-31: 2.375']
    """
    view = (facts.load() if published is None else published).as_of(known)
    balance = _latest(view, series="balance", holder=custodian, perimeter=ALL_CLIENTS)
    if balance is None:
        raise refuse(
            "A151", f"no balance of {custodian} was known on {known}", custodian, remedy="take a later day of knowledge"
        )
    seen = observations(known, view, custodian)
    foreign = _foreign_share(seen)
    share = _central_bank_share(view, custodian)
    return Holdings(
        custodian=custodian,
        known=read_day(known),
        balance=balance,
        central_bank_share=share,
        central_bank_cash_printed=_latest(view, series="cash", holder=custodian, perimeter=CENTRAL_BANK, ranges=True),
        foreign_share=foreign,
        currency_weights=_currency_weights(view),
        spread=spread_of(seen, foreign.value),
        expense_ratio=_expense_ratio(view, custodian),
        securities=_securities(view, custodian, balance.amount, share),
        first_year_share=Assumption(
            "part of the securities that matures in the first year",
            Fraction(0),
            Fraction(1, 2),
            Fraction(1),
            "only the years are reported",
        ),
    )


def _central_bank_share(view: Facts, custodian: str) -> Assumption:
    """From every period or day for which both perimeters were printed."""
    seen = [*_interest_shares(view, custodian), *_cash_shares(view, custodian)]
    name = "central bank's share of the cash of all sanctioned Russian clients"
    if not seen:
        why = "nothing was printed in both perimeters by then; most of the assets are the central bank's"
        return Assumption(name, *_PRIOR_SHARE, why)
    low, high = min(each[0] for each in seen), max(each[1] for each in seen)
    why = "from interest and cash printed in both perimeters: " + "; ".join(each[2] for each in seen)
    return Assumption(name, low, (low + high) / 2, high, why)


def _interest_shares(view: Facts, custodian: str) -> list[tuple[Fraction, Fraction, str]]:
    found = []
    for part in view.find(series="interest", holder=custodian, perimeter=CENTRAL_BANK, state="earned"):
        whole = _printed(view, "interest", custodian, part.period)
        if not part.value or part.item or whole is None:
            continue
        base, share_before = whole.amount, Fraction(0)
        if part.period == LEVY_QUARTER[0]:
            first = _printed(view, "interest", custodian, LEVY_QUARTER[1])
            if first is None:
                continue
            share_before = first.amount * LEVY_QUARTER[2]
        share = part.amount / (base - share_before)
        found.append((share, share, part.address))
    return found


def _cash_shares(view: Facts, custodian: str) -> list[tuple[Fraction, Fraction, str]]:
    found = []
    for part in view.find(series="cash", holder=custodian, perimeter=CENTRAL_BANK, state="held"):
        whole = _printed(view, "balance", custodian, part.period)
        if whole is not None and part.low is not None and part.high is not None:
            found.append((part.low / whole.amount, part.high / whole.amount, part.address))
    return found


def _foreign_share(seen: Sequence[Observation]) -> Assumption:
    """The range of what the spread implies; the currencies themselves are not published."""
    name = "part of the cash that is not in euro"
    shares = [min(max(each.implied_foreign_share, Fraction(0)), Fraction(1)) for each in seen]
    if not shares:
        return Assumption(name, *_PRIOR_FOREIGN, "no yield was known by then; the currencies are not published")
    mean = sum(shares, Fraction(0)) / len(shares)
    why = (
        "the currencies are not published; without any other margin the yields known imply "
        f"{float(min(shares)):.0%} to {float(max(shares)):.0%}, and none is possible too"
    )
    return Assumption(name, Fraction(0), mean, max(shares), why)


def _currency_weights(view: Facts) -> Mapping[str, Fraction]:
    """By the central bank's reserves of early 2022 where they were known, in equal parts otherwise."""
    sizes = {}
    for code in BASKET:
        found = view.find(series="reserves", holder="Central Bank of Russia", item=f"denominated in {code}")
        sizes[code] = found[0].amount if found else None
    known = {code: size for code, size in sizes.items() if size is not None}
    if len(known) < len(BASKET):
        return MappingProxyType({code: Fraction(1, len(BASKET)) for code in BASKET})
    whole = sum(known.values(), Fraction(0))
    return MappingProxyType({code: size / whole for code, size in known.items()})


def _expense_ratio(view: Facts, custodian: str) -> Assumption:
    """From direct costs of whole years; what of them concerns the central bank is not printed."""
    ratios = {}
    for cost in view.find(series="direct_costs", holder=custodian, perimeter=ALL_CLIENTS):
        whole = _printed(view, "interest", custodian, cost.period)
        if whole is not None and cost.value and len(cost.period) == 4:
            ratios[cost.period] = cost.amount / whole.amount
    name = "related expenses over interest"
    if not ratios:
        return Assumption(name, Fraction(0), Fraction(1, 100), Fraction(3, 100), "no whole year was known by then")
    latest, highest = ratios[max(ratios)], max(ratios.values())
    why = (
        f"direct costs of all clients were {float(latest):.1%} of interest in {max(ratios)}; the central bank's part "
        "is not published, taken as half, from nothing to the highest year as a whole"
    )
    return Assumption(name, Fraction(0), latest / 2, highest, why)


def _securities(view: Facts, custodian: str, cash: Fraction, share: Assumption) -> Amount | None:
    """As printed or derived by a source, else the central bank's assets less its part of the cash."""
    found = [
        each
        for each in view.find(series="securities", holder=custodian, perimeter=CENTRAL_BANK, derived=True)
        if each.low is not None and each.high is not None
    ]
    if found:
        latest = max(found, key=lambda each: each.known_on)
        return _between(latest.low, latest.high, latest)
    assets = _latest(view, series="assets", holder=custodian, perimeter=CENTRAL_BANK)
    if assets is None:
        return None
    return _between(assets.amount - cash * share.high, assets.amount - cash * share.low, assets)


def _between(low: Fraction | None, high: Fraction | None, figure: Figure) -> Amount:
    least, most = max(low or Fraction(0), Fraction(0)), max(high or Fraction(0), Fraction(0))
    return Amount(least, (least + most) / 2, most, (figure.address,))


def _printed(view: Facts, series: str, custodian: str, period: str) -> Figure | None:
    found = view.find(series=series, holder=custodian, perimeter=ALL_CLIENTS, period=period)
    single = [each for each in view.latest_vintages(found) if each.value]
    return single[0] if single else None


def _latest(view: Facts, *, series: str, holder: str, perimeter: str, ranges: bool = False) -> Figure | None:
    found = view.find(series=series, holder=holder, perimeter=perimeter, state="held")
    dated = [each for each in view.latest_vintages(found) if each.period_end and (each.value or _bounded(each, ranges))]
    return max(dated, key=lambda each: (each.period_end or date.min, each.known_on), default=None)


def _bounded(figure: Figure, ranges: bool) -> bool:  # noqa: FBT001 - one private caller
    return ranges and figure.low is not None and figure.high is not None


def _scaled(amount: Amount, share: Fraction) -> Amount:
    return Amount(amount.low * share, amount.value * share, amount.high * share, amount.figures)
