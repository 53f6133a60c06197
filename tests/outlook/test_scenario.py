"""Scenarios: one value in a file, a URL and a call; what cannot be is refused, all at once."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.outlook.scenario import LENDERS, Scenario, baseline, from_file, from_key, scenario_of
from usufruct.outlook.scenario_fields import BY_NAME, number_text, read, read_number, write
from usufruct.outlook.scenario_presets import PRESETS, preset, scenario

KNOWN = date(2026, 11, 22)
rates = st.fractions(Fraction(-1, 5), Fraction(1), max_denominator=10_000)
shares = st.fractions(0, 1, max_denominator=1000)
days = st.dates(KNOWN + timedelta(days=1), date(2100, 1, 1))


def codes(error: pytest.ExceptionInfo[UsufructError]) -> list[str]:
    return [fault.code for fault in error.value.faults]


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    texts: dict[str, object] = {"known": KNOWN, "horizon": draw(days), "paths": 64 * draw(st.integers(1, 100))}
    for key, values in (
        ("shift", rates),
        ("long_run_abroad", rates),
        ("spread", rates),
        ("foreign_share", shares),
        ("tax_passed_on", shares),
        ("released", days),
        ("cash", st.fractions(0, 10**12, max_denominator=100)),
        ("flat", rates),
        ("law.retention_rate", st.builds(lambda share, day: f"{share} @ {day}", shares, days)),
        ("law.budget_key", st.builds(lambda share, number: f"{share} @ {number}", shares, st.integers(1, 99))),
        ("reading.rounding", st.sampled_from(["half up", "half even", "down"])),
        ("cost.uk", rates),
        ("principal.japan", st.integers(0, 10**12)),
    ):
        if draw(st.booleans()):
            texts[key] = draw(values)
    return scenario_of(texts)


@given(scenarios())
def test_a_key_gives_its_scenario_back_and_equal_scenarios_have_equal_keys(made: Scenario) -> None:
    assert from_key(made.key) == made
    assert scenario_of(made.texts()) == made
    assert made.but() == made
    assert hash(from_key(made.key)) == hash(made)


@given(st.fractions())
def test_a_number_is_written_so_that_it_reads_back(value: Fraction) -> None:
    assert read_number("here", number_text(value)) == value


def test_only_what_differs_from_the_defaults_is_in_the_key() -> None:
    base = baseline(KNOWN)
    assert base.key == "known=2026-11-22"
    assert base.but(shift="0 %", paths=8192).key == base.key
    assert base.but(shift="-1 %").but(shift=None) == base
    assert base.but(flat="2 %").key != base.but(flat="2.01 %").key


def test_a_change_leaves_the_base_as_it_was() -> None:
    base = baseline(KNOWN)
    changed = base.but(released="2030-01-01", cost={"uk": "3 %"}, law={"retention_rate": "0 % @ 2027-01-01"})
    assert base == baseline(KNOWN)
    assert changed.released == date(2030, 1, 1)
    assert changed.cost == (("uk", Fraction(3, 100)),)


def test_a_file_and_a_key_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "peace.toml"
    path.write_text(
        'known = 2026-11-22\nreleased = "2030-01-01"\nseed = 7\n[law]\nretention_rate = "20 % @ 2027-01-01"\n'
        '[reading]\nunion_shortfall = "Union headroom"\n',
        encoding="utf-8",
    )
    found = from_file(path)
    assert found.name == "peace"
    assert from_key(found.key).but(name="peace") == found
    assert found.reading == (("union_shortfall", "Union headroom"),)


def test_every_fault_is_reported_at_once_with_the_nearest_value() -> None:
    with pytest.raises(UsufructError) as error:
        scenario_of(
            {
                "known": "2026-11-22",
                "relased": "2030-01-01",
                "paths": "100",
                "tax_passed_on": "1.5",
                "law.tax_rat": "20 % @ 2027-01-01",
                "reading.rounding": "half-up",
                "seed": 0.5,
            }
        )
    assert sorted(codes(error)) == ["X111", "X111", "X112", "X112", "X112", "X112"]
    text = str(error.value)
    for near in ("did you mean released?", "nearest possible is 128", "nearest possible is 1.", "law.tax_rate"):
        assert near in text
    assert "did you mean 'half up'" in text
    assert "binary float" in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"released": "2026-11-22"}, "released"),
        ({"renewal_fails": "2020-01-01"}, "renewal_fails"),
        ({"horizon": "2026-11-22"}, "horizon"),
        ({"horizon": "2226-12-31"}, "horizon"),
        ({"flat": "2 %", "long_run": "2 %"}, "flat"),
        ({"flat": "2 %", "curve": "2027-01-01 2 %"}, "flat"),
    ],
)
def test_what_contradicts_itself_is_refused(changes: dict[str, str], field: str) -> None:
    with pytest.raises(UsufructError) as error:
        baseline(KNOWN).but(**changes)
    assert codes(error) == ["X113"]
    assert field in error.value.faults[0].where


@pytest.mark.parametrize(
    "key",
    ["known=yesterday", "flat=2%2525", "curve=2028-01-01 2 %, 2027-01-01 2 %", "regime=G7", "seed=1&seed=2", "cash=-1"],
)
def test_a_key_that_cannot_be_read_is_refused(key: str) -> None:
    with pytest.raises(UsufructError) as error:
        from_key(key)
    assert set(codes(error)) <= {"X112"}


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(b"known = \xff")
    with pytest.raises(UsufructError) as error:
        from_file(path)
    assert codes(error) == ["X114"]
    with pytest.raises(UsufructError) as missing:
        from_file(tmp_path / "none.toml")
    assert codes(missing) == ["X114"]


def test_every_preset_is_one_change_away_from_the_market_path() -> None:
    base = baseline(KNOWN)
    keys = {preset(each.name, KNOWN).key for each in PRESETS}
    assert len(keys) == len(PRESETS)
    assert all(len(preset(each.name, KNOWN).texts()) <= len(base.texts()) + 1 for each in PRESETS)
    assert preset("renewal-fails", KNOWN).renewal_fails == date(2027, 1, 31)


def test_a_misspelt_preset_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsufructError, match="lower-for-longer") as error:
        scenario("lower-for-loner", KNOWN)
    assert codes(error) == ["X115"]


def test_every_field_reads_what_it_writes() -> None:
    values = {
        "day": "2030-01-31",
        "count": "128",
        "share": "0.25",
        "euro": "1000000",
        "word": "F",
        "curve": "2027-01-01 0.02, 2030-01-01 0.015",
    }
    for field in BY_NAME.values():
        text = "2026-11-22" if field.name == "known" else values[field.kind]
        assert write(read(field, text)) == text
    assert set(LENDERS.values()) == {"European Union", "United States", "Canada", "Japan", "United Kingdom"}
