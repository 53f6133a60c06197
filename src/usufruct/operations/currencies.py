"""Receipts in another currency than the euro: booked as they came, at a rate that stands as evidence.

A claim is in euro. What comes in dollars is booked in dollars on an account of its own; the claim is reduced by its
worth at the reference rate of the value day, or at a rate that is given with its proof. Between the two stands the
*position*: what is held in the currency, and what it was worth in euro when it came. A conversion closes that much of
the position, and what the bank gave more or less is the exchange difference, booked apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from usufruct.errors import UsufructError, refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Account, Amount, Journal
from usufruct.money import currency, grouped, read_figure, round_to_integer
from usufruct.operations import chart
from usufruct.operations.chart import EURO
from usufruct.operations.levying import euros, legs_of, period_of
from usufruct.operations.steps import cited
from usufruct.operations.tray import Sheet


def bank(code: str) -> str:
    """The mechanism's bank account in a currency."""
    return chart.BANK if code == EURO else f"proceeds/bank-{code}"


def suspense(code: str) -> str:
    """The suspense account in a currency."""
    return chart.SUSPENSE if code == EURO else f"proceeds/suspense-{code}"


def position(code: str) -> str:
    """What is held in a currency, in that currency; a credit, the other side of the bank account."""
    return f"proceeds/position/{code}"


def position_in_euro(code: str) -> str:
    """What that was worth in euro when it came."""
    return f"proceeds/position/{code}/worth"


def amount_text(amount: int, code: str) -> str:
    """An amount as people read it.

    Example:
        >>> amount_text(150000, "USD"), amount_text(1500, "JPY")
        ('1 500.00 USD', '1 500 JPY')
    """
    return f"{grouped(amount, code)} {code}"


@dataclass(frozen=True, slots=True)
class Worth:
    """What an amount is worth in euro.

    Attributes:
        euro: cents.
        legs: the position that stands between an account in another currency and the claim; none for the euro.
        said: the rate and where it stands, for the record; nothing for the euro.
    """

    euro: int
    legs: dict[str, int]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The currency of a bank account, where its rates come from, and who pays in from which account.

    Attributes:
        code: ISO 4217.
        given: units of the currency for one euro, as somebody states it; the reference rate of the day if None.
        proof: SHA-256 of the document that shows the rate given.
        payers: keys of custodians by the numbers of the accounts that they pay from.
    """

    code: str
    given: Fraction | None = None
    proof: str = ""
    payers: Mapping[str, str] = field(default_factory=dict)

    @property
    def bank(self) -> str:
        """Account of the bank."""
        return bank(self.code)

    @property
    def suspense(self) -> str:
        """Account of what is unknown."""
        return suspense(self.code)

    def subject(self, number: str) -> str:
        """What a statement is called in proposals and idempotency keys."""
        return f"statement:{number}" if self.code == EURO else f"statement:{self.code}:{number}"

    def worth(self, amount: int, day: date) -> Worth | None:
        """What an amount is worth on a day; None where no rate of the day is known and none is given."""
        if self.code == EURO:
            return Worth(amount, {}, ())
        found = self._rate(day)
        if found is None:
            return None
        rate, source = found
        euro = in_euro(amount, self.code, rate)
        said = f"{amount_text(amount, self.code)} at 1 EUR = {_decimal(rate)} {self.code}, {source}"
        return Worth(euro, {position(self.code): -amount, position_in_euro(self.code): euro}, (said,))

    def _rate(self, day: date) -> tuple[Fraction, str] | None:
        if self.given is not None:
            return self.given, f"proof {self.proof[:16]}"
        from usufruct.facts import reference_rate

        try:
            return reference_rate(self.code, day, on_or_before=True), f"reference rate of the ECB for {day}"
        except UsufructError:
            return None


IN_EURO: Final = Terms(EURO)
"""The account in euro: nothing is converted."""


def _decimal(rate: Fraction) -> str:
    digits = next((each for each in range(13) if (rate * 10**each).denominator == 1), 12)
    units = str(round_to_integer(rate * 10**digits, "half up")).rjust(digits + 1, "0")
    return f"{units[:-digits]}.{units[-digits:]}" if digits else units


def in_euro(amount: int, code: str, rate: Fraction) -> int:
    """Cents of euro for minor units of a currency at a rate of its units for one euro, half a cent up.

    Example:
        >>> in_euro(117_630, "USD", Fraction("1.1763")), in_euro(160, "JPY", Fraction(160))
        (100000, 100)
    """
    return round_to_integer(Fraction(amount, 10 ** currency(code).digits) / rate * 100, "half up")


def given_terms(code: str, rate: str, proof: str, payers: Mapping[str, str] | None = None) -> Terms:
    """The terms of an account in a currency with a rate that somebody states.

    Raises:
        UsufructError: ``O193`` for a rate that is none, or that has no proof; the codes of figures.
    """
    value = read_figure(rate) if rate else None
    if value is not None and (value <= 0 or not proof):
        what = "the rate has no proof" if value > 0 else f"{rate!r:.30} is no rate"
        raise refuse("O193", what, "rate", "it stands as evidence in the record", "give --rate 1.1763 and --proof FILE")
    return Terms(code, value, proof, payers or {})


def opened(state: State, code: str) -> Sheet:
    """The accounts of a currency.

    Raises:
        UsufructError: ``M101`` for a currency that nobody has, ``O134`` when they are open.
    """
    accounts = [each for each in _accounts(code) if each.path not in state.accounts]
    if code == EURO or not accounts:
        raise refuse(
            "O134",
            f"accounts in {code!r:.10} are open",
            "currency",
            "",
            "do nothing more, and go on with usufruct reconcile FILE.xml",
        )
    names = ", ".join(each.path for each in accounts)
    return Sheet("opening", f"accounts for receipts in {code}: {names}", tuple(accounts))


def _accounts(code: str) -> Iterator[Account]:
    digits = currency(code).digits
    for path, side, asset, floor in (
        (bank(code), "asset", code, 0),
        (suspense(code), "liability", code, None),
        (position(code), "liability", code, None),
        (position_in_euro(code), "asset", EURO, None),
    ):
        scale = digits if asset == code else currency(EURO).digits
        yield Account(path, "proceeds", side, asset, scale, "", None if floor is None else Amount(floor), None)


def held_in(state: State) -> Sequence[str]:
    """Currencies of which something is held and not converted."""
    start = "proceeds/position/"
    codes = [path.removeprefix(start) for path in state.accounts if path.startswith(start) and path.count("/") == 2]
    return [code for code in codes if state.balance(position(code))]


def conversion(state: State, sold: int, bought: int, day: date) -> Sheet:
    """Two entries of the bank that belong together: what went out in a currency, and what came in for it in euro.

    The position gives up what the amount was worth when it came, in proportion; the last conversion closes it to the
    cent. What the bank gave beyond or below that is the exchange difference.

    Args:
        state: what the records make true.
        sold: the journal that put the outgoing entry into suspense.
        bought: the journal that put the incoming one there.
        day: the day that the journals count for.

    Raises:
        UsufructError: ``O194`` when the two are not such entries, or more is sold than is held.
    """
    from usufruct.operations.suspense import suspended

    items = {each.journal: each for each in suspended(state, day)}
    out, into = items.get(sold), items.get(bought)
    sound = out is not None and into is not None and out.asset != EURO == into.asset and out.amount < 0 < into.amount
    if out is None or into is None or not sound:
        what = (
            f"journals {sold} and {bought} are not an amount that went out in a currency and one that came in in euro"
        )
        waiting = ", ".join(f"{each.journal} ({amount_text(each.amount, each.asset)})" for each in items.values())
        raise refuse("O194", what, "conversion", "", f"in suspense: {waiting or 'nothing'}")
    code, units = out.asset, -out.amount
    held, worth = -state.balance(position(code)), state.balance(position_in_euro(code))
    if units > held:
        what = f"{amount_text(units, code)} were sold, {amount_text(held, code)} are held"
        raise refuse("O194", what, "conversion", "only what came in can be converted", "reconcile the receipts first")
    book = round_to_integer(Fraction(worth * units, held), "half up")
    text = f"{amount_text(units, code)} converted into {euros(into.amount)}, held at {euros(book)}"
    article, period = cited("exchange difference", day), period_of(state, day)
    bodies = (
        Journal(
            "proceeds", "conversion", period, day.isoformat(),
            legs_of({position(code): units, suspense(code): -units}), "", sold, value=out.since.isoformat(),
            address=f"currency:{code}", text=text, article=article,
        ),
        Journal(
            "proceeds", "conversion", period, day.isoformat(),
            legs_of({chart.SUSPENSE: into.amount, position_in_euro(code): -book, chart.EXCHANGE: book - into.amount}),
            "", bought, value=into.since.isoformat(), address=f"currency:{code}", text=text, article=article,
        ),
    )  # fmt: skip
    gain = into.amount - book
    shown = f"{text}\n  exchange difference {euros(abs(gain))}, a {'gain' if gain >= 0 else 'loss'}, booked apart"
    return Sheet("exchange difference", shown, bodies)
