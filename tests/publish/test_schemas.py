"""The schemas are strict, and a document that says too much or too little is refused."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usufruct.publish.document import amount, envelope, schema, written
from usufruct.publish.explanation_document import leaf_kind
from usufruct.publish.replay_document import percent, replay_document
from usufruct.waterfall.replay import replay

KINDS = sorted(
    each.name.removesuffix(".schema.json") for each in files("usufruct.publish").joinpath("schemas").iterdir()
)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        for each in value.values():
            yield from objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_strict_and_requires_what_it_names(kind: str) -> None:
    found = schema(kind)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["properties"]["document"] == {"const": kind}
    for each in objects(found):
        assert "additionalProperties" in each
        assert sorted(each.get("required", [])) == sorted(each.get("properties", {}))


def test_every_kind_of_document_has_a_schema() -> None:
    expected = {
        "summary",
        "replay",
        "waterfall",
        "report",
        "explanation",
        "law",
        "law-diff",
        "facts",
        "facts-diff",
    }
    outlook = {"projection", "comparison", "solved", "capacity", "sensitivity", "answer", "questions", "score-card"}
    regimes = {"draft", "amendment", "regimes", "regime-comparison", "mixture", "partners", "partner-joins", "needs"}
    ledger = {"posted", "balances", "trial-balance", "journals", "verification", "rebuilt"}
    evidence = {"evidence-pack", "pack-verification"}
    operations = {"operation", "inbox", "party-statement", "demonstration"}
    others = {"calendar", "error", "warning"}
    assert set(KINDS) == expected | outlook | regimes | ledger | evidence | operations | others


def test_a_number_for_an_amount_and_a_field_too_many_are_refused() -> None:
    checker = jsonschema.Draft202012Validator(schema("replay"))
    right = replay_document(replay("2024-08-01"))
    checker.validate(right)
    for path, value in (
        (("tests", 0, "computed"), 740.5),
        (("lenders_of",), []),
        (("totals", 0, "amount"), "1e3"),
    ):
        wrong = copy.deepcopy(right)
        place: Any = wrong
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        assert list(checker.iter_errors(wrong))


@given(st.integers(-(10**15), 10**15))
def test_an_amount_of_whole_cents_is_written_exactly(cents: int) -> None:
    text = amount(cents)
    assert text is not None
    assert Fraction(text) * 100 == cents


@given(st.fractions(0, 1, max_denominator=10**6))
def test_a_share_in_per_cent_is_within_half_of_its_last_digit(share: Fraction) -> None:
    assert abs(Fraction(percent(share)) / 100 - share) <= Fraction(1, 2 * 10**6)


def test_unknown_is_null_and_never_zero() -> None:
    assert amount(None) is None
    assert amount(0) == "0.00"
    assert '"amount": null' in written(envelope("x", amount=amount(None)))


def test_what_a_leaf_is_follows_from_where_it_comes_from() -> None:
    assert leaf_kind("article", "Art. 5a(9)") == "article"
    assert leaf_kind("input", "less fact:x: 1 billion EUR, a release") == "fact"
    assert leaf_kind("input", "assumption expense_ratio: 1 %") == "assumption"
    assert leaf_kind("opening", "nothing before the first step") == "input"
