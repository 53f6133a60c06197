"""The value of a node of an explanation, in its unit."""

from __future__ import annotations

from fractions import Fraction

from usufruct.engine import Explanation
from usufruct.engine.shape import Kind
from usufruct.money import currencies, grouped, round_to_integer
from usufruct.waterfall.published import LENDERS

_DECIMALS = 8


def value_text(node: Explanation) -> str:
    """An amount in its currency to the cent, a rate as a decimal, a condition as yes or no.

    Example:
        >>> value_text(Explanation("figure", "call 2025-H1", Kind.MONEY, Fraction(159200000001)))
        'EUR 1 592 000 000.01'
        >>> value_text(Explanation("article", "tax_rate", Kind.RATE, Fraction(1, 4)))
        '0.25'
    """
    value = node.value
    match node.kind:
        case Kind.FLAG:
            return "yes" if value else "no"
        case Kind.MONEY:
            return money_text(value, "EUR")
        case Kind.LOCAL:
            return money_text(value, _currency_of(node))
        case _:
            return decimal(value)


def money_text(value: Fraction, code: str) -> str:
    """Minor units as an amount; where they are not whole, the nearest, and said to be."""
    about = "" if value.denominator == 1 else "about "
    return f"{about}{code} {grouped(round_to_integer(value, 'half up'), code)}"


def decimal(value: Fraction) -> str:
    """A number as a decimal where that is exact, else as a ratio with its first digits.

    Example:
        >>> decimal(Fraction(997, 1000)), decimal(Fraction(1, 3))
        ('0.997', '1/3, about 0.33333333')
    """
    scaled = value * 10**_DECIMALS
    digits = round_to_integer(scaled, "half up")
    whole, rest = divmod(abs(digits), 10**_DECIMALS)
    text = f"{'-' if digits < 0 else ''}{whole}.{rest:0{_DECIMALS}d}".rstrip("0").rstrip(".")
    return text if scaled.denominator == 1 else f"{value}, about {text}"


def _currency_of(node: Explanation) -> str:
    """The currency of a local amount: that of its currency axis, of its lender, or of the figure as printed."""
    known = {each.code for each in currencies()}
    for name, (code, _, _) in LENDERS.items():
        if node.label.endswith(name):
            return code
    words = [*node.label.split()[-1:], *node.meaning.split()[-1:]]
    return next((word for word in words if word in known), "EUR")
