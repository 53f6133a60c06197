"""The command about needs prints ranges, says what is missing, and takes what is given."""

from __future__ import annotations

import jsonschema
import pytest

from tests.cli.conftest import Usufruct
from usufruct.publish.document import schema

SHORT = "known=2026-11-22&horizon=2029-12-31&paths=64"


def test_needs_as_text_say_what_is_unknown(usufruct: Usufruct) -> None:
    done = usufruct("needs", SHORT, "--tier", "arrays")
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if len(line) > 80 and "known=" not in line] == []
    assert "unknown: neither population nor product" in " ".join(done.out.split())
    assert "defence budget of Ukraine" in done.out


def test_what_is_given_is_no_longer_missing(usufruct: Usufruct) -> None:
    given = ("--population", "33 million", "--product", "190 billion EUR")
    document = usufruct("needs", SHORT, "--tier", "arrays", *given, "--json").document
    jsonschema.validate(document, schema("needs"))
    assert [each.split(" of ")[0] for each in document["missing"]] == ["defence budget"]
    year = next(each for each in document["years"] if each["year"] == 2025)
    assert (year["per_person"], year["of_product"]) == ("112.12", "0.019474")
    assert document["regimes"] == []


def test_regimes_are_in_the_document_and_in_the_text(usufruct: Usufruct) -> None:
    document = usufruct("needs", SHORT, "--tier", "arrays", "--regimes", "--json").document
    jsonschema.validate(document, schema("needs"))
    assert [each["letter"] for each in document["regimes"]] == list("ABCDEFGHIJ")
    done = usufruct("needs", SHORT, "--tier", "arrays", "--regimes")
    assert "UNDER EACH REGIME" in done.out
    assert [line for line in done.out.splitlines() if len(line) > 80 and "known=" not in line] == []


def test_unknown_is_null_and_not_zero(usufruct: Usufruct) -> None:
    document = usufruct("needs", SHORT, "--tier", "arrays", "--json").document
    assert {(each["per_person"], each["of_product"]) for each in document["years"]} == {(None, None)}
    assert (document["population"], document["product"]) == (None, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--population", "many"), "33 million"),
        (("--product", "0"), "from 1"),
        (("--population", "1", "--population", "2"), "2 times"),
        (("--tier", "abacus"), "one of"),
        (("no-such-preset",), "no scenario"),
    ],
)
def test_what_cannot_be_is_refused(usufruct: Usufruct, arguments: tuple[str, ...], message: str) -> None:
    done = usufruct("needs", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


@pytest.mark.parametrize("number", ["22", "Q22", "q23", "23"])
def test_questions_on_needs_have_numbers_and_ranges(usufruct: Usufruct, number: str) -> None:
    document = usufruct("answer", number, "--scenario", SHORT, "--tier", "arrays", "--json").document
    jsonschema.validate(document, schema("answer"))
    assert document["derivable"]
    assert " to " in document["sentence"]
    columns = document["table"]["columns"]
    assert {"low", "high"} <= set(columns)
    for row in document["table"]["rows"]:
        low, high = (float(row[columns.index(name)].removesuffix(" %")) for name in ("low", "high"))
        assert low <= high
