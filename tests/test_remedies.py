"""What a message says to do: something, about the field concerned, in a sentence that ends once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ledger.world import World
from usufruct.errors import Fault, UsufructError
from usufruct.ledger import MemoryStore, Rejection
from usufruct.ledger.bodies import Match, PaymentStatus, Period
from usufruct.ledger.codec import read_value
from usufruct.money import minor_units


def refused(action: Callable[[], object]) -> Fault:
    with pytest.raises(UsufructError) as raised:
        action()
    return raised.value.faults[0]


def rejected(world: World, order: object) -> Fault:
    (outcome,) = world.ledger.offer([order])  # type: ignore[list-item]
    assert isinstance(outcome, Rejection)
    return outcome.faults[0]


def test_a_sentence_ends_once() -> None:
    said = str(Fault("X1", "it comes from A S.A.", "here", "of e.g.", "ask Beta Ltd."))
    assert said == "X1 at here: it comes from A S.A. Why it matters: of e.g. Do: ask Beta Ltd."
    assert str(Fault("X1", "none", "here")) == "X1 at here: none."


def test_what_the_ledger_refuses_about_banks_and_periods_says_what_to_do() -> None:
    world = World(MemoryStore()).furnish()
    for body in (
        PaymentStatus(99, "settled", None, None, ""),
        Match(99, "r", None, 1),
    ):
        fault = rejected(world, world.signed("anna", body))
        assert fault.code in ("L284", "L289")
        assert fault.remedy or fault.code == "L289"
    for period in (Period("2025-H1", "2025-01-01", "2025-06-30", "open"), Period("2025-H3", "x", "y", "open")):
        proposal = world.propose([period])
        world.approve(proposal, "bert")
        fault = rejected(world, world.orders(proposal, [period])[0])
        assert (fault.code, bool(fault.remedy)) == ("L233", True)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"speed": "high"}, "body has no part 'speed'"),
        ({"book": ...}, "book"),
        ({"legs": [["proceeds/bank", "5"], ["proceeds/income", "-5", "x"]]}, "legs"),
    ],
    ids=["a part too many", "a part missing", "a leg too long"],
)
def test_the_field_that_is_wrong_is_named(change: dict[str, object], says: str) -> None:
    given: dict[str, object] = {
        "book": "proceeds", "entry": "accrual", "period": "2025-H1", "effective": "2025-03-31", "rule_set": "",
        "legs": [["proceeds/bank", "5"], ["proceeds/income", "-5"]], "basis": None, "due": None, "instructed": None,
        "value": None, "original": None, "address": "", "text": "", "article": "", "deadline": None,
            "statement": None, "reference": "", **change,
    }  # fmt: skip
    fault = refused(lambda: read_value("journal", {name: part for name, part in given.items() if part is not ...}))
    assert fault.code == "L106"
    assert says in fault.what


def test_half_a_character_is_not_called_an_amount() -> None:
    fault = refused(lambda: read_value("revoke", {"person": "p1", "role": "payer", "reason": "\ud800"}))
    assert fault.code == "L101"
    assert "amounts" not in fault.remedy


def test_digits_of_another_script_are_told_in_ours() -> None:
    assert refused(lambda: minor_units("\u0661.\u0660\u0660", "EUR")).remedy == "write 1.00"
