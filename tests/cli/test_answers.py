"""Every question has an answer with its figures, or says what is missing and ends with 4."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import Outcome, Usufruct
from usufruct.law import rulebook
from usufruct.outlook.answers import QUESTIONS, answer
from usufruct.outlook.answers.flow import euro_shares
from usufruct.outlook.answers.view import View
from usufruct.outlook.scenario import from_key
from usufruct.publish.document import schema

SHORT = "known=2026-11-22&horizon=2030-12-31&paths=64"
NOT_DERIVABLE = ("belgian-tax",)
NAMES = [each.name for each in QUESTIONS]
MANUAL = Path(__file__).resolve().parents[2] / "docs" / "questions.md"


def asked(usufruct: Usufruct, *arguments: str) -> Outcome:
    return usufruct("answer", *arguments, "--scenario", SHORT, "--tier", "arrays")


def test_there_are_twenty_five_questions_with_a_name_and_a_number() -> None:
    assert [each.alias for each in QUESTIONS] == [f"Q{number}" for number in range(1, 26)]
    assert len(set(NAMES)) == 25


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_answered_or_says_what_is_missing(usufruct: Usufruct, name: str) -> None:
    done = asked(usufruct, name)
    assert (done.code, done.err) == (4 if name in NOT_DERIVABLE else 0, "")
    assert [line for line in done.out.splitlines() if len(line) > 80 and "known=" not in line] == []
    assert "nan" not in re.findall(r"[a-z]+", done.out.lower())
    assert ("NOT DERIVABLE" in done.out) == (name in NOT_DERIVABLE)
    document = asked(usufruct, name, "--json").document
    jsonschema.validate(document, schema("answer"))
    assert document["derivable"] == (name not in NOT_DERIVABLE)
    assert document["missing"] or document["table"]["rows"]


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_documented(name: str) -> None:
    text = MANUAL.read_text("utf-8")
    alias = next(each.alias for each in QUESTIONS if each.name == name)
    assert f"## {alias}: " in text
    assert f"usufruct answer {name}" in text


def test_a_partner_is_one_or_all_of_them(usufruct: Usufruct) -> None:
    alone = asked(usufruct, "partner-joins", "France", "--json").document["table"]["rows"]
    every = asked(usufruct, "partner-joins", "--json").document["table"]["rows"]
    assert alone == [row for row in every if row[0] == "France"]
    # EUR 18bn at 2 %, less a quarter of tax, 99.7 % of the rest, a tenth of it retained.
    assert float(alone[0][3]) == pytest.approx(18e9 * 0.02 * 0.75 * 0.997 * 0.9, rel=0.15)
    assert asked(usufruct, "partner-joins", "Atlantis").code == 2


def test_more_risk_scales_with_the_scatter_and_names_who_bears_it(usufruct: Usufruct) -> None:
    done = asked(usufruct, "more-risk", "50 bp", "--json").document
    losses = [float(row[3]) for row in done["table"]["rows"]]
    moved = float(done["table"]["rows"][0][1])
    assert losses == pytest.approx([moved * (1.645 * x - 0.005) for x in (0.03, 0.06, 0.15)], rel=1e-6)
    assert any("later proceeds" in line for line in done["rests_on"])
    assert asked(usufruct, "more-risk", "a lot").code == 2


def test_a_reparations_loan_of_each_size_costs_windfall_in_proportion(usufruct: Usufruct) -> None:
    rows = asked(usufruct, "reparations-loan", "--json").document["table"]["rows"]
    swapped, lost = [[float(row[place]) for row in rows] for place in (1, 4)]
    assert swapped[:3] == [90e9, 140e9, 165e9]
    assert swapped[3] < 210e9
    assert [each / lost[0] for each in lost] == pytest.approx([each / swapped[0] for each in swapped], rel=0.02)
    assert asked(usufruct, "reparations-loan", "repaid first").code == 0
    assert asked(usufruct, "reparations-loan", "burnt").code == 2


def test_reparations_are_shared_by_what_is_owed(usufruct: Usufruct) -> None:
    said = asked(usufruct, "support-loan", "130 @ 2029-H1").out
    assert "EUR 130bn" in " ".join(said.split())
    for wrong in ("130", "-1 @ 2029-H1", "5 @ 2020-H1", "x @ y"):
        assert asked(usufruct, "support-loan", wrong).code == 2, wrong


def test_numbers_are_aliases(usufruct: Usufruct) -> None:
    assert asked(usufruct, "q25").out == asked(usufruct, "prove-payment").out


def test_a_euro_is_split_without_remainder_by_independent_arithmetic() -> None:
    law, day = rulebook(), date(2026, 1, 1)
    shares = {name: part for name, part, _ in euro_shares(law, day, 4)}
    assert shares["called and paid"] == Fraction(3, 4) * Fraction(997, 1000) * Fraction(9, 10)
    assert shares["of it to the loan mechanism"] == shares["called and paid"] * Fraction(19, 20)
    assert shares["kept by the custodian"] == Fraction(3, 4) * Fraction(3, 1000)
    assert sum(list(shares.values())[:4]) == 1
    early = {name: part for name, part, _ in euro_shares(law, day, 2)}
    assert early["of it to the Ukraine Facility"] == early["called and paid"] / 10


def test_receipts_and_channels_add_up() -> None:
    found = answer("received-so-far", View(from_key(SHORT), "arrays"))
    for row in found.table.rows:
        received, *channels = (Fraction(str(cell)) for cell in row[2:])
        assert received == sum(channels)
    assert sum(Fraction(str(row[2])) for row in found.table.rows) == 6_600_000_000


def test_cash_recipients_add_up_to_the_receipts() -> None:
    found = answer("final-recipients", View(from_key(SHORT), "arrays"))
    # The lenders' parts are whole cents; what no lender could take waits in the mechanism.
    held = sum((Fraction(str(row[2])) for row in found.table.rows), Fraction(0))
    assert abs(held - 6_600_000_000) < 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("repaid-wen",), "did you mean repaid-when"),
        (("one-euro", "2030-01-01"), "leave out"),
        (("released-on", "never"), "day"),
        (("released-on", "2020-01-01"), "a day after 2026-11-22"),
        (("prove-payment", "third"), "such as 3"),
        (("prove-payment", "0"), "a number from 1 on"),
        (("retention", "much"), "not a number"),
        (("loan-carried", "0.5"), "cover"),
        (("interest-to-payment", "twenty"), "2025"),
    ],
)
def test_a_question_that_cannot_be_is_refused(usufruct: Usufruct, arguments: tuple[str, ...], message: str) -> None:
    done = asked(usufruct, *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_payment_that_was_not_received_cannot_be_proven(usufruct: Usufruct) -> None:
    done = asked(usufruct, "prove-payment", "5")
    assert done.code == 4
    assert "receipt of payment 5" in done.out


def test_the_list_and_the_score_card_are_documents(usufruct: Usufruct) -> None:
    jsonschema.validate(usufruct("answer", "--json").document, schema("questions"))
    done = usufruct("score-card", "--json")
    jsonschema.validate(done.document, schema("score-card"))
    text = usufruct("score-card")
    assert text.code == 0
    assert [line for line in text.out.splitlines() if len(line) > 80] == []
    assert "nothing here calls the intervals calibrated" in " ".join(text.out.split())
