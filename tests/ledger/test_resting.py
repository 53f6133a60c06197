"""What rests on a journal disposes of what that put on an account once, and holds it while it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.ledger.world import ARTICLE, HASH, World, journal, replace
from usufruct.errors import UsufructError
from usufruct.ledger import MemoryStore
from usufruct.ledger.bodies import Amount, Payment, PaymentStatus, Reversal, Statement, StatementVoid
from usufruct.ledger.verifying import verify

DAY = "2025-03-31"
BANK, SUSPENSE, INCOME, OWED = "proceeds/bank", "proceeds/suspense", "proceeds/income", "proceeds/epf"


@pytest.fixture
def world() -> World:
    return World(MemoryStore()).furnish()


def came(world: World, amount: int = 100) -> int:
    """Money of nobody known; the number of the journal that put it into suspense."""
    (seq,) = world.do(journal(BANK, SUSPENSE, amount))
    return seq


def cleared(basis: int, amount: int) -> Any:
    return journal(SUSPENSE, INCOME, amount, basis=basis)


def refund(basis: int, amount: int, payee: str = SUSPENSE, name: str = "E-1") -> Payment:
    return Payment(name, "EUR", Amount(amount), BANK, payee, basis, DAY, DAY, HASH, ARTICLE)


def reversal(seq: int) -> Reversal:
    return Reversal(seq, "2025-H1", DAY, "a slip")


def refused(world: World, *bodies: Any) -> Sequence[str]:
    with pytest.raises(UsufructError) as error:
        world.do(*bodies)
    assert verify(world.store).findings == ()
    return sorted({fault.code for fault in error.value.faults})


@pytest.mark.parametrize("first", ["refund", "clear"])
@pytest.mark.parametrize("second", ["refund", "clear"])
def test_money_in_suspense_is_disposed_of_once(world: World, first: str, second: str) -> None:
    seq = came(world)
    bodies = {"refund": refund(seq, 100), "clear": cleared(seq, 100)}
    again = {"refund": refund(seq, 1, name="E-2"), "clear": cleared(seq, 1)}
    world.do(bodies[first])
    assert refused(world, again[second]) == ["L298"]


def test_what_went_out_is_made_good_once(world: World) -> None:
    came(world)
    (seq,) = world.do(journal(SUSPENSE, BANK, 40))
    world.do(journal(INCOME, SUSPENSE, 30, basis=seq))
    assert refused(world, journal(INCOME, SUSPENSE, 11, basis=seq)) == ["L298"]
    assert refused(world, refund(seq, 1)) == ["L298"]  # a payment would take what is not there
    world.do(journal(INCOME, SUSPENSE, 10, basis=seq))


def test_a_part_is_cleared_and_the_rest_refunded(world: World) -> None:
    seq = came(world)
    (part,) = world.do(cleared(seq, 60))
    assert refused(world, refund(seq, 41)) == ["L298"]
    world.do(refund(seq, 40))
    assert refused(world, cleared(seq, 1)) == ["L298"]
    world.do(reversal(part))
    world.do(cleared(seq, 60))


def test_a_refund_and_the_settlement_that_books_it_count_once(world: World) -> None:
    seq = came(world)
    (paid,) = world.do(refund(seq, 60))
    world.do(journal(SUSPENSE, BANK, 60, basis=paid))
    world.do(cleared(seq, 40))
    assert world.ledger.state.balance(SUSPENSE) == 0
    assert refused(world, cleared(seq, 1)) == ["L298"]


def test_a_refund_that_the_bank_rejected_or_brought_back_takes_nothing(world: World) -> None:
    seq = came(world)
    (paid,) = world.do(refund(seq, 100))
    world.post("anna", PaymentStatus(paid, "rejected", None, None, "AC01", document=HASH))
    (paid,) = world.do(refund(seq, 100, name="E-2"))
    statement = world.post("anna", Statement(BANK, "1", Amount(100), Amount(100), DAY, DAY, (), HASH))
    for status, left in (("settled", False), ("returned", True)):
        world.post("anna", PaymentStatus(paid, status, DAY, statement, ""))
        if not left:
            assert refused(world, cleared(seq, 1)) == ["L298"]
    world.do(cleared(seq, 100))


def test_a_return_that_is_taken_back_leaves_nothing_to_dispose_of_twice(world: World) -> None:
    seq = came(world)
    (paid,) = world.do(refund(seq, 100))
    first = world.post("anna", Statement(BANK, "1", Amount(100), Amount(100), DAY, DAY, (), HASH))
    world.post("anna", PaymentStatus(paid, "settled", DAY, first, ""))
    second = world.post("anna", Statement(BANK, "2", Amount(100), Amount(100), DAY, DAY, (), HASH))
    world.post("anna", PaymentStatus(paid, "returned", DAY, second, ""))
    (part,) = world.do(cleared(seq, 1))
    assert refused(world, StatementVoid(second, "of another account")) == ["L298"]
    world.do(reversal(part))
    world.do(StatementVoid(second, "of another account"))
    assert refused(world, cleared(seq, 1)) == ["L298"]


def test_a_payment_takes_only_what_its_journal_put_on_the_account_of_its_payee(world: World) -> None:
    seq = came(world)
    for payee in (OWED, INCOME, BANK, "somebody"):
        assert refused(world, refund(seq, 1, payee)) == ["L298"]
    (owed,) = world.do(journal(INCOME, OWED, 7))
    world.do(refund(owed, 7, OWED))


def test_what_moves_other_accounts_or_the_same_way_takes_nothing(world: World) -> None:
    seq = came(world)
    world.do(journal("proceeds/cap", INCOME, 500, basis=seq), journal("proceeds/cap", SUSPENSE, 500, basis=seq))
    world.do(cleared(seq, 100))


def test_nothing_is_taken_from_what_is_reversed_nor_from_its_reversal(world: World) -> None:
    seq = came(world)
    (part,) = world.do(cleared(seq, 100))
    (undone,) = world.do(reversal(part))
    assert refused(world, cleared(undone, 1)) == ["L298"]  # it puts back what belongs to the first journal
    (gone,) = world.do(reversal(seq))
    assert refused(world, cleared(seq, 1)) == ["L298"]
    assert refused(world, refund(seq, 1)) == ["L298"]
    assert refused(world, journal(BANK, SUSPENSE, 1, basis=gone)) == ["L298"]


def test_two_orders_of_one_proposal_share_what_is_there(world: World) -> None:
    seq = came(world)
    assert refused(world, cleared(seq, 60), cleared(seq, 41)) == ["L298"]  # the first of the two stands
    world.do(cleared(seq, 30), replace(cleared(seq, 10), text="the rest"))


def test_a_journal_is_not_reversed_while_what_it_put_there_is_taken(world: World) -> None:
    seq = came(world)
    other, part = world.do(journal("proceeds/cap", INCOME, 5, basis=seq), cleared(seq, 60))
    (paid,) = world.do(refund(seq, 40))
    with pytest.raises(UsufructError) as held:
        world.do(reversal(seq))
    assert [fault.code for fault in held.value.faults] == ["L299", "L299"]
    assert f"usufruct propose reversal {part}" in held.value.faults[0].remedy
    assert f"payment {paid}" in held.value.faults[1].remedy
    world.do(reversal(part))
    assert refused(world, reversal(seq)) == ["L299"]
    world.post("anna", PaymentStatus(paid, "rejected", None, None, "AC01", document=HASH))
    world.do(reversal(seq))
    assert other not in world.ledger.state.reversals
    assert verify(world.store).findings == ()


def test_a_branch_of_the_state_knows_what_rests_apart_from_it(world: World) -> None:
    seq = came(world)
    world.do(cleared(seq, 60))
    before = world.ledger.state.branch()
    world.do(cleared(seq, 40))
    assert [len(state.resting[seq]) for state in (before, world.ledger.state)] == [1, 2]
