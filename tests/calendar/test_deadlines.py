"""Deadlines: every day in the acts, no look-ahead, and the traps of the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.calendar import (
    READINGS,
    Deadline,
    HalfYear,
    Reading,
    deadlines,
    first_working_day_after,
    five_year_test,
    half_years,
    report_due,
)
from usufruct.calendar.duties import DUTIES
from usufruct.errors import UsufructError

YEARS = range(2023, 2036)


def days_of(year: int, start: str, reading: Reading = "Belgian and Commission") -> list[date]:
    return [each.day for each in deadlines(year, reading) if each.what.startswith(start)]


@pytest.mark.parametrize(
    ("half", "expected"),
    [
        ("2024-H1", date(2024, 7, 22)),
        ("2024-H2", date(2025, 3, 26)),
        ("2025-H1", date(2025, 7, 28)),
        ("2025-H2", date(2026, 3, 26)),
        ("2026-H1", date(2026, 7, 27)),
        ("2026-H2", date(2027, 3, 30)),
        ("2027-H1", date(2027, 7, 26)),
    ],
)
def test_interim_reports(half: str, expected: date) -> None:
    assert report_due(HalfYear.read(half)) == expected
    assert expected in days_of(expected.year, "interim report")


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("bank", date(2027, 3, 30)),
        ("Belgian", date(2027, 3, 26)),
        ("Commission", date(2027, 3, 30)),
        ("Belgian and Commission", date(2027, 3, 30)),
    ],
)
def test_good_friday_of_2027_divides_the_readings(reading: Reading, expected: date) -> None:
    (report,) = (each for each in deadlines(2027, reading) if each.what == "interim report for 2026-H2")
    assert report.day == expected
    assert report.certainty == "reading"
    assert "2027-03-26 (Belgian)" in report.note
    assert "2027-03-30 (bank / Commission / Belgian and Commission)" in report.note


def test_report_days_and_the_list_of_deadlines_agree() -> None:
    for reading in READINGS:
        listed = [day for year in YEARS for day in days_of(year, "interim report", reading)]
        halves = half_years(HalfYear(2024, 1), HalfYear(YEARS.stop - 1, 1))
        assert listed == [report_due(half, reading) for half in halves]


def test_four_forecasts_a_year_from_the_second_quarter_of_2024() -> None:
    assert days_of(2024, "indicative forecast") == [date(2024, 7, 26), date(2024, 10, 28)]
    assert days_of(2025, "indicative forecast") == [
        date(2025, 1, 27),
        date(2025, 4, 28),
        date(2025, 7, 28),
        date(2025, 10, 27),
    ]
    assert [each.what[-7:] for each in deadlines(2026) if each.what.startswith("indicative")] == [
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
    ]


PRINTED = [
    (date(2024, 6, 30), "32024R1469", "833/2014 Art. 5a(11)"),
    (date(2024, 12, 31), "32024R1469", "833/2014 Art. 5a(14)"),
    (date(2024, 12, 31), "32024R2773", "Art. 9(3)"),
    (date(2025, 5, 31), "32024R1673", "Art. 5(1) and (3)"),
    (date(2025, 6, 1), "32024R2773", "Art. 6(1)"),
    (date(2025, 6, 30), "32024R1469", "833/2014 Art. 5a(11)"),
    (date(2025, 6, 30), "32024R2773", "Art. 6(7)"),
    (date(2025, 6, 30), "32024R2773", "Art. 17(2)"),
    (date(2025, 12, 31), "32024R2773", "Art. 9(3)"),
    (date(2026, 3, 14), "32025R2600", "Art. 3(1)"),
    (date(2026, 5, 31), "32024R1673", "Art. 5(1) and (3)"),  # a Sunday: it does not roll
    (date(2026, 12, 31), "32025R2600", "Art. 5"),
    (date(2027, 6, 30), "32026R0467", "Art. 29(2)"),
    (date(2027, 12, 30), "32024R2773", "Art. 6(2)(c)"),  # before 31 December
    (date(2027, 12, 31), "32024R2773", "Art. 5(3)"),
    (date(2027, 12, 31), "32024R2773", "Art. 17(3)"),
    (date(2027, 12, 31), "32026R0467", "Art. 4(2)"),
    (date(2028, 6, 30), "32026R0467", "Art. 29(2)"),
    (date(2028, 12, 31), "32026R0467", "Art. 4(2)"),
    (date(2029, 6, 30), "32026R0467", "Art. 29(3)"),
]


@pytest.mark.parametrize(("day", "act", "article"), PRINTED)
def test_days_printed_in_the_acts(day: date, act: str, article: str) -> None:
    found = [each for each in deadlines(day.year) if (each.day, each.act_celex, each.article) == (day, act, article)]
    assert len(found) == 1
    assert found[0].certainty == "printed"


def test_stock_reports_come_every_three_months() -> None:
    of_2027 = [(each.act_celex, each.day) for each in deadlines(2027) if each.what.startswith("update of the report")]
    for act, number in (("32023R0427", 13), ("32025R2600", 14)):
        assert [day for celex, day in of_2027 if celex == act] == [date(2027, m, number) for m in (3, 6, 9, 12)]
    assert days_of(2023, "first report") == [date(2023, 3, 13)]


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("year", YEARS)
def test_a_year_is_sorted_complete_and_its_own(year: int, reading: Reading) -> None:
    found = deadlines(year, reading)
    assert [each.day for each in found] == sorted(each.day for each in found)
    assert {each.day.year for each in found} == {year}
    assert len(set(found)) == len(found)
    assert all(each.what and each.who and each.article and each.act_celex for each in found)
    assert not any("{" in each.what for each in found)


def test_no_deadline_lies_before_the_publication_of_its_act() -> None:
    published = {duty.act_celex: min(d.published for d in DUTIES if d.act_celex == duty.act_celex) for duty in DUTIES}
    for year in YEARS:
        for each in deadlines(year):
            assert each.day > published[each.act_celex]


@given(st.dates(date(2022, 1, 1), date(2027, 1, 1)), st.sampled_from(YEARS))
def test_what_was_known_names_no_later_act(known: date, year: int) -> None:
    published = {duty.act_celex: min(d.published for d in DUTIES if d.act_celex == duty.act_celex) for duty in DUTIES}
    assert all(published[each.act_celex] <= known for each in deadlines(year, known=known))


def test_the_first_version_of_the_report_gives_way_to_the_second() -> None:
    before = deadlines(2024, known=date(2024, 5, 21))
    after = deadlines(2024, known=date(2024, 5, 22))
    assert [each.act_celex for each in before if each.day == date(2024, 6, 30)] == ["32024R0576"]
    assert [each.act_celex for each in after if each.day == date(2024, 6, 30)] == ["32024R1469"]
    assert "32024R0576" not in {each.act_celex for each in deadlines(2024)}


def renewals(year: int, known: date | None = None) -> list[tuple[date, str]]:
    found = deadlines(year, known=known)
    return [(each.day, each.certainty) for each in found if each.what.startswith("end of the measures")]


def test_renewals_that_were_not_verified_are_marked_unknown() -> None:
    assert renewals(2026) == [(date(2026, 1, 31), "reported"), (date(2026, 7, 31), "reported")]
    assert renewals(2026, date(2025, 12, 1)) == [(date(2026, 1, 31), "reported")]
    assert renewals(2027) == [(date(2027, 1, 31), "unknown"), (date(2027, 7, 31), "unknown")]


def vintage_tests(year: int, known: date | None = None, **collected: date) -> list[Deadline]:
    days = {HalfYear.read(label.replace("_", "-")): day for label, day in collected.items()}
    found = deadlines(year, known=known, collected=days)
    return [each for each in found if each.what.startswith("five-year test")]


def test_five_year_tests_count_from_collection() -> None:
    (test,) = vintage_tests(2029, **{"2024_H1": date(2024, 7, 26)})
    assert test.day == five_year_test(date(2024, 7, 26)) == date(2029, 7, 26)
    assert test.what.endswith("2024-H1")
    assert test.certainty == "reading"
    assert "collection" in test.note


def test_five_year_tests_without_collection_count_from_the_report_and_say_so() -> None:
    (test,) = vintage_tests(2029)
    assert test.day == date(2029, 7, 23)  # 22 July 2029 is a Sunday
    assert "not given" in test.note
    assert [each.what[-7:] for each in vintage_tests(2030)] == ["2024-H2", "2025-H1"]
    assert vintage_tests(2028) == []


def test_a_collection_after_the_day_of_knowledge_is_not_used() -> None:
    collected = {"2024_H1": date(2024, 7, 26)}
    assert vintage_tests(2029, date(2024, 7, 25), **collected) == vintage_tests(2029, date(2024, 7, 25))
    assert vintage_tests(2029, date(2024, 7, 26), **collected) != vintage_tests(2029, date(2024, 7, 26))
    assert vintage_tests(2029, date(2024, 5, 21)) == []


def test_working_day_rules_say_when_their_holidays_are_computed() -> None:
    for year in YEARS:
        for each in deadlines(year, "bank"):
            assert each.certainty != "computed"
    assert {each.certainty for each in deadlines(2025) if each.what.startswith("interim")} == {"computed"}
    assert {each.certainty for each in deadlines(2025, "bank") if each.what.startswith("interim")} == {"rule"}


def test_every_working_day_rule_is_late_by_at_most_the_longest_closure() -> None:
    for reading in READINGS:
        for year in YEARS:
            for month in (1, 3, 4, 7, 10):
                printed = date(year, month, 25)
                due = first_working_day_after(printed, reading)
                assert timedelta(days=1) <= due - printed <= timedelta(days=6)


@pytest.mark.parametrize("year", [2022, 2200, "2025", True])
def test_years_outside_the_range_are_refused(year: int) -> None:
    with pytest.raises(UsufructError, match="C141"):
        deadlines(year)


def test_an_unknown_reading_is_refused() -> None:
    with pytest.raises(UsufructError, match="C131"):
        deadlines(2025, "Brussels")  # type: ignore[arg-type]


def test_no_report_is_due_before_the_levy() -> None:
    with pytest.raises(UsufructError, match="C104"):
        report_due(HalfYear(2023, 2))
