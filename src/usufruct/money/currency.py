"""Currencies and the number of decimal digits in which each of them keeps books (ISO 4217)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from usufruct.errors import refuse


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and its minor unit.

    Attributes:
        code: the three letters of ISO 4217, in capitals.
        digits: decimal digits of the minor unit; 2 means that an amount of 1 is one hundredth.

    Example:
        >>> Currency("EUR", 2).scale
        100
    """

    code: str
    digits: int

    @property
    def scale(self) -> int:
        """How many minor units make one unit: 100 for the euro, 1 for the yen."""
        return int(10**self.digits)


_TWO_DIGITS: Final = (
    "AED AUD BGN BRL BYN CAD CHF CNY CZK DKK EUR GBP GEL HKD HUF IDR ILS INR KZT MXN MYR NOK NZD PHP PLN "
    "RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD ZAR"
)
_DIGITS: Final[dict[int, str]] = {
    0: "CLP ISK JPY KRW VND XAF XOF",
    2: _TWO_DIGITS,
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_CURRENCIES: Final[dict[str, Currency]] = {
    code: Currency(code, digits) for digits, codes in _DIGITS.items() for code in codes.split()
}


def currencies() -> tuple[Currency, ...]:
    """Return every currency known here, in the order of the codes.

    Example:
        >>> [known.code for known in currencies()][:3]
        ['AED', 'AUD', 'BGN']
    """
    return tuple(_CURRENCIES[code] for code in sorted(_CURRENCIES))


def currency(code: str) -> Currency:
    """Return the currency called by an ISO 4217 code.

    Args:
        code: three capital letters.

    Raises:
        UsufructError: ``M101`` when no currency known here has this code; the fault names the nearest.

    Example:
        >>> currency("JPY")
        Currency(code='JPY', digits=0)
    """
    known = _CURRENCIES.get(code) if isinstance(code, str) else None
    if known is None:
        raise refuse(
            "M101",
            f"no currency known here has the code {code!r:.40}",
            "currency",
            "the number of decimal digits of an amount depends on its currency",
            f"write {_nearest(str(code))}, if that is meant",
        )
    return known


def _nearest(text: str) -> str:
    # Imported where it is needed: only a refusal pays for it.
    from difflib import get_close_matches

    wanted = text.strip().upper()[:12]
    close = get_close_matches(wanted, sorted(_CURRENCIES), n=1, cutoff=0.0)
    return close[0] if wanted and close else "EUR"
