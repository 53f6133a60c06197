"""Markets of a scenario: what each key moves, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from usufruct import facts
from usufruct.facts import Facts
from usufruct.markets.policy_rates import CURRENCIES
from usufruct.outlook.assumptions import ranges
from usufruct.outlook.inputs import prepare
from usufruct.outlook.known_markets import FOREIGN, known_markets
from usufruct.outlook.scenario import baseline

KNOWN = date(2026, 11, 22)
FAR = date(2060, 1, 1)


def test_the_long_run_abroad_moves_the_far_end_of_every_other_currency() -> None:
    base = baseline(KNOWN)
    usual, moved = known_markets(base), known_markets(base.but(long_run_abroad="-1.5 %"))
    assert {code: usual.rate(code, FAR) - moved.rate(code, FAR) for code in CURRENCIES} == {
        "EUR": 0,
        **dict.fromkeys(FOREIGN, Fraction(3, 200)),
    }
    assert all(usual.rate(code, KNOWN) == moved.rate(code, KNOWN) for code in CURRENCIES)


def test_its_range_is_the_widest_of_the_curves_abroad() -> None:
    ready = prepare(baseline(KNOWN).but(horizon="2030-12-31", paths=64))
    found = next(each for each in ranges(ready) if each.key == "long_run_abroad")
    widths = [
        (each.low - each.value, each.high - each.value)
        for each in (ready.markets.curves[code].assumptions[0] for code in FOREIGN)
    ]
    assert (found.low, found.value, found.high) == (-found.high, Fraction(0), max(high for _, high in widths))
    assert found.low == min(low for low, _ in widths)


def test_facts_of_ones_own_move_the_markets() -> None:
    """Without the rates decided in 2026, the rate in force is the last one decided before."""
    packaged = facts.load()
    fewer = Facts(tuple(each for each in packaged if each.series != "policy_rate" or each.known_on < date(2026, 1, 1)))
    assert known_markets(baseline(KNOWN), fewer).rate("EUR", KNOWN) == Fraction(1, 50)
    assert known_markets(baseline(KNOWN)).rate("EUR", KNOWN) == Fraction(9, 400)
