"""Each worked legal example comes out to the cent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.law.examples import Example, Line, examples

ALL = examples()


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.path.stem)
def test_example(example: Example) -> None:
    assert example.expected
    assert example.differences() == []


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.path.stem)
def test_example_names_its_article(example: Example) -> None:
    assert all(example.one(entry) for entry in ("Title", "Article", "Situation", "Half-years"))
    assert "Art." in example.one("Article") or "recital" in example.one("Article")


def test_there_are_enough_and_each_title_is_its_own() -> None:
    assert len(ALL) >= 25
    assert len({example.one("Title") for example in ALL}) == len(ALL)


def test_a_wrong_figure_is_found() -> None:
    example = next(each for each in ALL if each.expected[0].figure.startswith("EUR"))
    first = example.expected[0]
    wrong = Line(first.quantity, first.who, first.when, "EUR 0.07")
    assert len(replace(example, expected=(wrong,)).differences()) == 1
