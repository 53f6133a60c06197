"""The table of currencies."""

import pytest

from usufruct.errors import UsufructError
from usufruct.money import Currency, currencies, currency


@pytest.mark.parametrize(("code", "digits"), [("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("RUB", 2), ("HUF", 2)])
def test_minor_unit_follows_iso_4217(code: str, digits: int) -> None:
    assert currency(code) == Currency(code, digits)
    assert currency(code).scale == {0: 1, 2: 100, 3: 1000}[digits]


def test_every_lender_and_custodian_currency_is_known() -> None:
    wanted = {"EUR", "USD", "GBP", "CAD", "JPY", "CHF", "AUD", "SEK", "NOK", "DKK", "PLN", "CZK"}
    wanted |= {"HUF", "RON", "RUB", "UAH", "CNY", "HKD", "SGD", "NZD", "KRW", "KWD", "BHD", "TND"}
    known = [each.code for each in currencies()]
    assert wanted <= set(known)
    assert known == sorted(set(known))


@pytest.mark.parametrize(("code", "nearest"), [("EURO", "EUR"), ("usd", "USD"), ("JPX", "JPY"), ("", "EUR")])
def test_unknown_code_is_refused_with_the_nearest(code: str, nearest: str) -> None:
    with pytest.raises(UsufructError) as raised:
        currency(code)
    (fault,) = raised.value.faults
    assert fault.code == "M101"
    assert nearest in fault.remedy


@pytest.mark.parametrize("code", [None, 978, b"EUR", ["EUR"]])
def test_a_code_that_is_not_text_is_refused(code: object) -> None:
    with pytest.raises(UsufructError, match="M101"):
        currency(code)  # type: ignore[arg-type]
