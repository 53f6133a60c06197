"""What the custodian holds: sums, ranges from what was known, and nothing from later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from usufruct.assets.holders import holders
from usufruct.assets.holdings import Holdings, holdings
from usufruct.assets.spread import estimate_spread
from usufruct.errors import UsufructError
from usufruct.facts import Facts, Figure, load

BILLION = 10**9
VIEWS = ("2024-05-10", "2024-08-01", "2025-03-01", "2025-06-01", "2025-11-15", "2026-03-31")


def distorted(figure: Figure) -> Figure:
    """The same figure with a 9 before every number and another note."""
    names = [name for name in ("value", "value_low", "value_high") if getattr(figure, name)]
    values = {name: f"9{getattr(figure, name)}".replace("9-", "-9") for name in names}
    return replace(figure, **values, note="distorted")  # type: ignore[arg-type]


def later(day: str, *, delete: bool) -> Facts:
    """The packaged facts with everything that became known after a day deleted or distorted."""
    limit = date.fromisoformat(day)
    known = [each for each in load() if not delete or each.known_on <= limit]
    kept = [each if each.known_on <= limit else distorted(each) for each in known]
    return Facts(tuple(kept))


@pytest.mark.parametrize("known", VIEWS)
@pytest.mark.parametrize("delete", [True, False])
def test_what_became_known_later_changes_nothing(known: str, *, delete: bool) -> None:
    facts = later(known, delete=delete)
    assert holdings(known, facts) == holdings(known)
    assert estimate_spread(known, facts) == estimate_spread(known)
    assert holders(known, facts) == holders(known)


def test_what_was_known_matters() -> None:
    """The distortion is felt where it is not later: otherwise the test above would prove nothing."""
    before = holdings("2026-03-31")
    facts = Facts(tuple(distorted(each) if each.id == "euroclear.balance.2025-12-31" else each for each in load()))
    after = holdings("2026-03-31", facts)
    assert after.cash == 9195 * BILLION
    assert after.spread != before.spread


@pytest.mark.parametrize("known", VIEWS)
def test_currencies_sum_to_the_cash_and_maturities_to_the_securities(known: str) -> None:
    held = holdings(known)
    assert sum(held.cash_by_currency().values()) == held.cash
    assert sum(held.currency_weights.values()) == 1
    assert held.securities is not None
    parts = held.maturities()
    for bound in ("low", "value", "high"):
        assert sum(getattr(part.amount, bound) for part in parts) == getattr(held.securities, bound)
    assert held.balance.period_end is not None
    assert all(held.balance.period_end < part.on for part in parts)
    assert 0 <= held.securities.low <= held.securities.value <= held.securities.high


def test_the_latest_view_by_hand() -> None:
    held = holdings("2026-03-31")
    assert held.cash == 195 * BILLION
    assert held.central_bank_cash_printed is not None
    assert held.central_bank_cash_printed.text() == "175 to 176 billion EUR"
    share = held.central_bank_share
    assert share.low == Fraction(127, 147)  # interest of the first quarter of 2025
    assert share.high == Fraction(176, 193)  # cash of 30 September 2025
    assert held.securities is not None
    assert held.securities.low == 9 * BILLION
    assert held.securities.high == 10 * BILLION
    assert [str(part.on) for part in held.maturities()] == ["2026-06-30", "2026-12-31", "2027-06-30", "2027-12-31"]
    assert held.expense_ratio.high == Fraction(113, 5000)
    assert [round(float(x), 2) for x in (held.foreign_share.value, held.foreign_share.high)] == [0.29, 0.37]
    assert held.currency_weights == {"GBP": Fraction(37, 123), "USD": Fraction(67, 123), "CAD": Fraction(19, 123)}


def test_the_share_of_2024_leaves_out_the_days_before_the_levy() -> None:
    share = holdings("2025-06-01").central_bank_share
    assert share.high == Fraction(5400) / (6900 - 1600 * Fraction(45, 91))


def test_securities_follow_from_assets_less_cash_where_none_were_printed() -> None:
    held = holdings("2025-06-01")
    assert held.securities is not None
    assert held.securities.high == 180 * BILLION - held.cash * held.central_bank_share.low
    assert held.securities.figures == ("fact:euroclear.assets.central-bank.2025-04-28",)


def test_another_mix_is_measured_again() -> None:
    held = holdings("2026-03-31")
    euro = held.but(foreign_share=Fraction(0))
    assert euro.spread == estimate_spread("2026-03-31")
    assert euro.cash_by_currency()["EUR"] == held.cash
    assert held.but(central_bank_share=Fraction(9, 10)).central_bank_cash == held.cash * 9 / 10
    first = held.but(first_year_share=Fraction(1)).maturities()
    assert [part.amount.value for part in first[2:]] == [0, 0]


def test_wrong_values_are_refused() -> None:
    held = holdings("2026-03-31")
    for values, code in (({"foreign_share": Fraction(9, 10)}, "U143"), ({"spread": Fraction(0)}, "A152")):
        with pytest.raises(UsufructError) as caught:
            held.but(**values)
        assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize(("known", "custodian"), [("2024-04-29", "Euroclear"), ("2026-03-31", "Clearstream")])
def test_without_a_balance_nothing_is_made_up(known: str, custodian: str) -> None:
    with pytest.raises(UsufructError) as caught:
        holdings(known, custodian=custodian)
    assert [fault.code for fault in caught.value.faults] == ["A151"]


def test_the_first_balance_opens_the_first_view() -> None:
    day = load().get("euroclear.balance.2024-03-31").known_on
    assert isinstance(holdings(day), Holdings)
    with pytest.raises(UsufructError):
        holdings(day - timedelta(days=1))


# Holders ------------------------------------------------------------------------------------------------------------


def test_every_figure_of_a_holder_is_a_published_fact_of_the_central_bank() -> None:
    known = load()
    for holder in holders(known.latest_known):
        for address in (*holder.stock.figures, *holder.stock.rivals) if holder.stock else ():
            figure = known.get(address)
            assert figure.state == "held"
            if holder.stock and address in holder.stock.figures:
                assert figure.perimeter == "central bank only"
                assert figure.currency == holder.stock.currency


def test_only_one_holder_is_in_the_levy_and_unknown_is_not_zero() -> None:
    found = {each.name: each for each in holders("2026-03-31")}
    assert [each.name for each in found.values() if each.in_levy] == ["Euroclear Bank"]
    clearstream = found["Clearstream Banking"].stock
    assert clearstream is not None
    assert clearstream.low is None
    assert clearstream.value is None
    assert clearstream.high == 10_000
    assert clearstream.rivals == ("fact:assets.luxembourg.assets.central-bank.2025-09-30",)
    for name in ("Banks in Germany", "Banks in Sweden", "Banks in Cyprus", "Holders in Canada", "Holders in Australia"):
        assert found[name].stock is None
    amounts = {"Banks in Belgium": "7", "Banks in France": "18", "Banks in Switzerland": "7.45"}
    for name, amount in amounts.items():
        stock = found[name].stock
        assert stock is not None
        assert stock.value == Fraction(amount) * BILLION
    assert all(each.legal_basis and each.status and each.yields and each.source for each in found.values())


def test_a_holder_shows_the_newest_amount_known_on_the_day() -> None:
    def amount(day: str) -> Fraction | None:
        stock = holders(day)[0].stock
        return stock.value if stock else None

    assert [amount(day) for day in ("2023-10-31", "2023-11-01", "2024-03-05", "2025-04-28", "2025-12-08")] == [
        None,
        *(Fraction(value * BILLION) for value in (180, 191, 180, 185)),
    ]
