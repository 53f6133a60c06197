"""Laws over arbitrary reports: written and read back they are equal; broken ones are refused."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct.assets import (
    CurrencyLine,
    Custodian,
    ExchangeRate,
    Filing,
    Form,
    PeriodReport,
    filing_template,
    filing_text,
    read_filing,
)
from usufruct.errors import UsufructError

CODES = ("CAD", "EUR", "JPY", "KWD", "USD")
AMOUNTS = st.integers(0, 10**15 - 1)
SIGNED = st.integers(-(10**15) + 1, 10**15 - 1)
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=12).filter(
    lambda name: name == name.strip()
)


def maybe(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.none() | values


@st.composite
def lines(draw: st.DrawFn) -> tuple[CurrencyLine, ...]:
    codes = draw(st.sets(st.sampled_from(CODES), min_size=1))
    return tuple(
        CurrencyLine(code, draw(AMOUNTS), draw(SIGNED), draw(AMOUNTS), draw(maybe(SIGNED))) for code in sorted(codes)
    )


@st.composite
def reports(draw: st.DrawFn, custodian: str, period: str) -> PeriodReport:
    interim = "H" in period
    bare = PeriodReport(custodian, period, "interim" if interim else "audited", draw(AMOUNTS), draw(lines()))
    call = draw(st.none() | st.integers(1, 400).map(lambda after: bare.last_day + timedelta(after)))
    amount_paid = draw(maybe(AMOUNTS))
    paid = draw(st.integers(0, 30))
    return PeriodReport(
        custodian,
        period,
        bare.basis,
        bare.assets_value,
        bare.lines,
        retention_requested=draw(maybe(AMOUNTS)),
        extra_retention=draw(st.integers(0, 10_000).map(lambda points: Fraction(points, 10_000))),
        amount_used=draw(AMOUNTS) if interim else 0,
        released=draw(AMOUNTS) if interim else 0,
        still_needed=draw(maybe(AMOUNTS)) if interim else None,
        call_date=call,
        paid_on=call + timedelta(paid) if call and amount_paid is not None else None,
        amount_paid=amount_paid,
    )


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    names = sorted(draw(st.sets(NAMES, min_size=1, max_size=3)))
    periods: list[PeriodReport] = []
    for name in names:
        first = draw(st.integers(2024, 2040))
        for year in range(first, first + draw(st.integers(1, 2))):
            periods += [draw(reports(name, f"{year}-H{half}")) for half in (1, 2)]
            periods.append(draw(reports(name, f"{year}")))
    rows = {(one.period, line.currency) for one in periods for line in one.lines if line.currency != "EUR"}
    rated = draw(st.sets(st.sampled_from(sorted(rows)))) if rows else set()
    rate = st.integers(1, 10**8).map(lambda number: Fraction(number, 10**4))
    return Filing(
        draw(NAMES),
        tuple(Custodian(name, draw(st.booleans())) for name in names),
        tuple(periods),
        tuple(ExchangeRate(period, code, draw(rate)) for period, code in sorted(rated)),
        draw(st.none() | st.dates(date(2025, 1, 1), date(2060, 1, 1))),
    )


def read_back(content: bytes, form: str) -> Filing:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        path.write_bytes(content)
        return read_filing(path)


@settings(max_examples=60, deadline=None)
@given(filings(), st.sampled_from(["toml", "csv"]))
def test_a_report_written_and_read_back_is_equal(filing: Filing, form: Form) -> None:
    again = read_back(filing_text(filing, form).encode(), form)
    assert again == filing
    assert again.hash == filing.hash


@settings(max_examples=25, deadline=None)
@given(filings(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(filing: Filing, chance: Random) -> None:
    headings, first, *rest = filing_text(filing, "csv").splitlines()
    # The row that carries what belongs to the report, a custodian or a period need not stand first.
    rows = [first, *rest]
    chance.shuffle(rows)
    assert read_back("\n".join([headings, *rows]).encode(), "csv") == filing


def outcome(content: bytes, form: str) -> Filing | UsufructError:
    try:
        return read_back(content, form)
    except UsufructError as refused:
        return refused


def accepted_or_refused(content: bytes, form: str) -> None:
    result = outcome(content, form)
    if isinstance(result, Filing):
        assert read_back(filing_text(result, "toml").encode(), "toml") == result
    else:
        assert result.faults
        assert all(fault.code.startswith("A1") and fault.what and fault.where for fault in result.faults)


CASES = {form: filing_template(form) for form in ("toml", "csv")}
MARKS = ("", "[[", '"""', "\0", "\ufeff", "\u2028", "\x85", "é", "\N{ARABIC-INDIC DIGIT THREE}")
WORDS = ("1e9", "0x", "NaN", "inf", "true", "2025-H2", "1979-05-27T07:32:00Z", "99999999999999999999")
PIECES = st.sampled_from([*"\"',\n[]=#-{}%\\", *MARKS, *WORDS])


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_random_corruption_is_accepted_or_refused_and_nothing_else(form: Form) -> None:
    # Comments are not read, so a corruption inside one would show nothing.
    text = "\n".join(line for line in CASES[form].splitlines() if line and not line.startswith("#"))

    @settings(max_examples=250, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 12), PIECES), min_size=1, max_size=4))
    def corrupted(changes: list[tuple[int, int, str]]) -> None:
        broken = text
        for start, length, piece in changes:
            broken = broken[:start] + piece + broken[start + length :]
        accepted_or_refused(broken.encode(), form)

    corrupted()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["toml", "csv"]))
def test_random_bytes_are_refused(content: bytes, form: str) -> None:
    accepted_or_refused(content, form)


TABLES: st.SearchStrategy[object] = st.recursive(
    st.sampled_from(["1", "1.5", '"x"', "true", "2025-01-01", "10:00:00", "[]", "{}", '""', "-0", "0b1"]),
    lambda inner: st.lists(inner, max_size=2).map(lambda parts: f"[{', '.join(map(str, parts))}]"),
    max_leaves=3,
)
KEYS = ("name", "csd", "period", "basis", "assets_value", "revenue", "rate", "currency", "filed_by")
PATHS = (
    "report",
    "custodian",
    "exchange_rate",
    "report.filed_by",
    "report.schema_version",
    "custodian.period",
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PATHS), TABLES)
def test_a_value_of_any_shape_in_any_place_is_refused(path: str, value: object) -> None:
    with pytest.raises(UsufructError):
        read_back(f"{path} = {value}\n".encode(), "toml")


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["name", "csd", "period", "basis", "assets_value", "revenue", "rate", "currency", "filed_by"]),
    TABLES,
)
def test_a_cell_of_any_type_is_accepted_or_refused(key: str, value: object) -> None:
    rows = [f"{key} = {value}" if row.startswith(f"{key} =") else row for row in CASES["toml"].splitlines()]
    accepted_or_refused("\n".join(rows).encode(), "toml")
