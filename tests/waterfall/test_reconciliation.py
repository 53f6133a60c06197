"""The 22 tests against arithmetic done here by hand, from the digits as they are printed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from usufruct.errors import UsufructError
from usufruct.facts import Facts, load
from usufruct.law import rulebook
from usufruct.waterfall.reconciliation import Verdict, judge
from usufruct.waterfall.reconciliation_tests import TESTS
from usufruct.waterfall.replay import replay

TAX, LEVY, KEPT = Fraction(1, 4), Fraction(997, 1000), Fraction(1, 10)
RESULT, DUE = 1 - TAX, LEVY * (1 - KEPT)


def printed(text: str) -> Fraction:
    """A figure in EUR million; ``b`` marks billions."""
    return Fraction(text.rstrip("b")) * (1000 if text.endswith("b") else 1)


def half(text: str) -> Fraction:
    """Half of the last digit, in EUR million."""
    digits = len(text.rstrip("b").partition(".")[2])
    return Fraction(1, 2 * 10**digits) * (1000 if text.endswith("b") else 1)


# Number: the printed givens, the formula, the figure under test, and by how much each given moves the result.
Row = tuple[tuple[str, ...], Callable[..., Fraction], tuple[str, ...], tuple[Fraction, ...]]
ONE = Fraction(1)
BY_HAND: dict[int, Row] = {
    1: (("247",), lambda net: net / RESULT * TAX, ("81",), (TAX / RESULT,)),
    4: (("4.33b",), lambda pretax: pretax * TAX, ("1085",), (TAX,)),
    9: (("5.4b",), lambda revenue: revenue * RESULT * LEVY, ("4.0b",), (RESULT * LEVY,)),
    10: (("5.4b",), lambda revenue: revenue * TAX, ("1.3b",), (TAX,)),
    12: (("4.0b",), lambda levy: levy * (1 - KEPT), ("1.55b", "2.1b"), (1 - KEPT,)),
    14: (("1.27b",), lambda revenue: revenue * RESULT * LEVY, ("944",), (RESULT * LEVY,)),
    22: (("3.3b",), lambda levy: levy * (1 - KEPT), ("1.6b", "1.4b"), (1 - KEPT,)),
    6: (
        ("836", "760"),
        lambda tax, net: (tax / TAX - tax - net) * (1 - KEPT),
        ("1.55b",),
        (3 * (1 - KEPT), 1 - KEPT),
    ),
    16: (("650", "802"), lambda tax, after: tax / TAX - after, ("1.8b",), (ONE / TAX, ONE)),
    17: (
        ("650", "802"),
        lambda tax, after: (tax / TAX - after) * (1 - KEPT),
        ("1.6b",),
        (4 * (1 - KEPT), 1 - KEPT),
    ),
}


@pytest.fixture(scope="module")
def verdicts() -> dict[int, Verdict]:
    return {verdict.test.number: verdict for verdict in replay().verdicts}


def test_there_are_22_and_18_are_inside(verdicts: dict[int, Verdict]) -> None:
    assert sorted(verdicts) == list(range(1, 23))
    assert sorted(n for n, verdict in verdicts.items() if not verdict.inside) == [1, 4, 6, 14]


@pytest.mark.parametrize("number", sorted(BY_HAND))
def test_computed_published_and_tolerance_follow_from_the_printed_digits(
    number: int, verdicts: dict[int, Verdict]
) -> None:
    verdict = verdicts[number]
    givens, formula, targets, slopes = BY_HAND[number]
    computed = formula(*(printed(text) for text in givens)) * 10**8
    published = sum((printed(text) for text in targets), Fraction(0)) * 10**8
    tolerance = sum((abs(slope) * half(text) for text, slope in zip(givens, slopes, strict=True)), Fraction(0))
    tolerance = (tolerance + sum((half(text) for text in targets), Fraction(0))) * 10**8
    assert abs(verdict.computed - computed) <= 2, (float(verdict.computed), float(computed))
    assert verdict.published == published
    assert verdict.tolerance == tolerance, (float(verdict.tolerance), float(tolerance))
    assert verdict.inside == (abs(published - computed) <= tolerance)


def test_no_test_reads_the_figure_it_tests(verdicts: dict[int, Verdict]) -> None:
    for verdict in verdicts.values():
        tested = set(verdict.test.published.replace("+", " ").replace("-  ", " ").split())
        assert tested.isdisjoint({figure.id for figure in verdict.case.figures()})


def test_a_test_that_reads_its_own_figure_is_refused() -> None:
    from dataclasses import replace

    honest = TESTS[3]
    given = dict.fromkeys(honest.givens, honest.published)
    with pytest.raises(UsufructError) as caught:
        judge(replace(honest, givens=given), rulebook(), load())
    assert [fault.code for fault in caught.value.faults] == ["W201"]


def test_changing_the_figure_under_test_does_not_move_what_is_computed(verdicts: dict[int, Verdict]) -> None:
    from dataclasses import replace

    for number in (4, 9, 16, 22):
        test = verdicts[number].test
        name = test.published.split()[0]
        other = tuple(replace(f, value="9.9") if f.id == name else f for f in load().figures)
        moved = judge(test, rulebook(), Facts(other))
        assert moved.computed == verdicts[number].computed
        assert moved.published != verdicts[number].published


@pytest.mark.parametrize(
    ("parameter", "since", "figure"),
    [
        ("tax_rate", "2020-01-01", "26 %"),
        ("tax_rate", "2020-01-01", "24 %"),
        ("tax_rate", "2020-01-01", "25.05 %"),
        ("contribution_rate", "2024-02-15", "99 %"),
        ("contribution_rate", "2024-02-15", "99.55 %"),
        ("retention_rate", "2024-02-15", "11 %"),
        ("retention_rate", "2024-02-15", "8 %"),
        ("retention_rate", "2024-02-15", "0 %"),
    ],
)
def test_another_figure_in_the_law_turns_verdicts(parameter: str, since: str, figure: str) -> None:
    changed = replay(law=rulebook().amend("what if", **{parameter: (since, figure)}))
    assert not changed.as_recorded
    assert replay().as_recorded


def test_a_test_is_labelled_by_whether_an_article_moves_it(verdicts: dict[int, Verdict]) -> None:
    figures = {"tax_rate": "31 %", "contribution_rate": "90 %", "retention_rate": "20 %"}
    moved: set[int] = set()
    for name, figure in figures.items():
        since = "1990-01-01" if name == "tax_rate" else "2024-02-15"
        law = rulebook().amend("what if", **{name: (since, figure)})
        law = law if name != "tax_rate" else law.amend("and since", tax_rate=("2020-01-01", figure))
        for verdict in replay(law=law).verdicts:
            if verdict.computed != verdicts[verdict.test.number].computed:
                moved.add(verdict.test.number)
    assert moved == {test.number for test in TESTS if test.article}


def test_a_miss_has_candidate_reasons_and_a_hit_needs_none() -> None:
    assert all(bool(test.candidates) is not test.inside for test in TESTS)
