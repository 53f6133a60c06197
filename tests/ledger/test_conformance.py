"""One suite for every store: the same records, leaves, roots, balances and rejections."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.ledger.story import payment, tell
from tests.ledger.world import ARTICLE, HASH, KEYS, ORIGIN, World, journal, replace
from usufruct.engine.allocation import divide
from usufruct.errors import UsufructError
from usufruct.ledger import Ledger, MemoryStore, Order, Posted, Rejection
from usufruct.ledger.bodies import AllocationRun, Amount, Journal, Payment, Reversal, RunVoid, Weight
from usufruct.ledger.codec import KINDS
from usufruct.ledger.identity import identify, identity_hash
from usufruct.ledger.keeping import copy, state_at
from usufruct.ledger.merkle import is_consistent, is_included, leaf_hash, root_of
from usufruct.ledger.notes import read_checkpoint
from usufruct.ledger.projection import expected
from usufruct.ledger.seals import trial_balance
from usufruct.ledger.stores.store import Store
from usufruct.ledger.verifying import verify

# Golden: a change of the record format, of a rule's result or of the tree shows here first.
STORY_ROOT = "5e3d9a25513d5583d510e640cd52455cb42d6a43ce330823f8c87692da641104"


def test_every_store_tells_the_same_story(store: Store) -> None:
    world, model = World(store).furnish(), World(MemoryStore()).furnish()
    note, same = tell(world), tell(model)
    assert note == same
    assert list(store.stored()) == list(model.store.stored())
    assert store.leaves() == [leaf_hash(data) for data in store.stored()]
    assert store.tables() == model.store.tables() == expected(store.stored())
    assert trial_balance(world.ledger.state) == trial_balance(model.ledger.state)
    assert {record.kind for record in world.ledger.records()} == set(KINDS) - {"run_void"}
    assert world.ledger.state.tree.root().hex() == STORY_ROOT
    assert verify(store, note).findings == ()


def test_every_store_drops_a_run_that_is_not_booked(store: Store) -> None:
    world, model = World(store).furnish(), World(MemoryStore()).furnish()
    for each in (world, model):
        payment(each, 1, 1_001)
        (run,) = each.do(replace(each.ledger.state.runs[max(each.ledger.state.runs)].body, amount=Amount(77)))
        each.do(RunVoid(run, "one too many"))
    assert list(store.stored()) == list(model.store.stored())
    assert store.tables() == model.store.tables() == expected(store.stored())
    assert verify(store).findings == ()


def test_dropping_any_run_leaves_totals_that_the_next_run_makes_good() -> None:
    weights, amounts = (Weight("proceeds/epf", "1/3"), Weight("proceeds/ulcm", "19/20")), (1, 1_001, 77, 5)
    for gone in range(len(amounts)):
        world = World(MemoryStore()).furnish()
        runs = [world.do(AllocationRun("e", "EUR", Amount(each), weights, "1", ""))[0] for each in amounts]
        before = replace(world.ledger.state.epochs["e"], paid=[])
        world.do(RunVoid(runs[gone], "one too many"))
        left = world.ledger.state.epochs["e"]
        assert left.accrued == sum(left.paid) == before.accrued - amounts[gone]
        world.do(AllocationRun("e", "EUR", Amount(100), weights, "2", ""))
        whole = left.accrued
        assert whole == sum(left.paid) == sum(amounts) - amounts[gone] + 100
        assert left.paid == list(divide(whole, [Fraction(row.weight) for row in weights]))
        for run in set(runs) - {runs[gone]} | {max(world.ledger.state.runs)}:
            world.do(RunVoid(run, "all of them"))
        assert world.ledger.state.epochs == {}  # and its name is free for other weights
        world.do(AllocationRun("e", "EUR", Amount(100), weights[:1], "3", ""))


def test_a_ledger_is_copied_with_its_tables_built_anew(store: Store) -> None:
    source = World(MemoryStore()).furnish()
    note = tell(source)
    assert copy(source.store, store) == source.store.size()
    assert list(store.stored()) == list(source.store.stored())
    assert store.tables() == source.store.tables()
    assert verify(store, note).findings == ()
    with pytest.raises(UsufructError, match="L301"):
        copy(source.store, store)


def test_a_reopened_store_goes_on(world: World) -> None:
    world.do(journal("proceeds/bank", "proceeds/income", 500))
    again = World(world.store, world.at())
    again.count = world.count
    again.do(journal("proceeds/bank", "proceeds/income", 700))
    assert again.ledger.state.balance("proceeds/bank") == 1200
    assert world.ledger.state.balance("proceeds/bank") == 1200  # it takes in what the other wrote
    assert world.ledger.state.size == world.store.size()


def test_a_retry_gives_the_first_record(world: World) -> None:
    proposal = world.propose([journal("proceeds/bank", "proceeds/income", 5)])
    world.approve(proposal, "bert")
    (order,) = world.orders(proposal, [journal("proceeds/bank", "proceeds/income", 5)])
    first = world.ledger.post(order)
    later = replace(order, at=world.at(days=400))  # long after the approval expired
    assert world.ledger.post(later) == Posted(first.seq, again=True)
    assert world.ledger.state.balance("proceeds/bank") == 5


def test_the_same_key_with_other_content_is_a_conflict(world: World) -> None:
    proposal = world.propose([journal("proceeds/bank", "proceeds/income", 5)])
    world.approve(proposal, "bert")
    (order,) = world.orders(proposal, [journal("proceeds/bank", "proceeds/income", 5)])
    world.ledger.post(order)
    other = replace(order, body=journal("proceeds/bank", "proceeds/income", 6))
    assert world.codes(other) == ("L201",)
    assert world.ledger.state.balance("proceeds/bank") == 5


def test_what_is_refused_leaves_the_rest_of_its_batch(world: World) -> None:
    bodies = [journal("proceeds/bank", "proceeds/income", amount) for amount in (1, 2, 3)]
    proposal = world.propose(bodies)
    world.approve(proposal, "bert")
    orders = list(world.orders(proposal, bodies))
    orders[1] = replace(orders[1], body=journal("proceeds/bank", "proceeds/income", 20))
    outcomes = world.ledger.offer(orders)
    assert [type(each) for each in outcomes] == [Posted, Rejection, Posted]
    assert world.ledger.state.balance("proceeds/bank") == 4
    assert world.store.tables() == expected(world.store.stored())


def test_a_batch_of_every_kind_of_step_is_one_commit(world: World) -> None:
    """A proposal, its approval and what it executes may come together; the tables follow in order."""
    bodies = [journal("proceeds/bank", "proceeds/income", 40), journal("proceeds/suspense", "proceeds/bank", 40)]
    number = world.store.size()
    from usufruct.ledger.ordering import approval_of, executing, proposal_of, signed

    proposal = proposal_of(world.ledger.state, "both", bodies, "ab" * 32, world.in_a(days=1))
    proposed = signed(ORIGIN, proposal, KEYS["anna"], "p", world.at())
    scratch = World(MemoryStore()).furnish()
    scratch.ledger.offer([proposed])
    approved = signed(ORIGIN, approval_of(scratch.ledger.state, number), KEYS["bert"], "a", world.at())
    orders = (proposed, approved, *executing(number, bodies, KEYS["anna"].id, ["1", "2"], world.at()))
    assert [type(each) for each in world.ledger.offer(orders)] == [Posted] * 4
    assert world.ledger.state.balance("proceeds/bank") == 0
    assert world.store.tables() == expected(world.store.stored())


def test_an_exception_while_writing_leaves_nothing_half_done(world: World) -> None:
    before = list(world.store.stored())

    class StopError(Exception):
        pass

    def orders() -> object:
        yield world.signed("anna", world_proposal(world))
        raise StopError

    with pytest.raises(StopError):
        world.ledger.offer(orders())  # type: ignore[arg-type]
    assert list(world.store.stored()) == before
    assert world.ledger.state.size == len(before)
    world.do(journal("proceeds/bank", "proceeds/income", 1))


def world_proposal(world: World) -> object:
    from usufruct.ledger.ordering import proposal_of

    body = journal("proceeds/bank", "proceeds/income", 5)
    return proposal_of(world.ledger.state, "s", [body], "ab" * 32, world.in_a(days=1))


def test_proofs_lead_to_the_signed_head(world: World) -> None:
    note = tell(world)
    head, leaves = read_checkpoint(note), world.store.leaves()
    for seq in range(0, head.size, 7):
        path = world.ledger.inclusion(seq, head.size)
        assert is_included(leaf_hash(world.ledger.data(seq)), seq, head.size, path, head.root)
    for old in (1, 13, head.size):
        proof = world.ledger.consistency(old, head.size)
        assert is_consistent(old, root_of(leaves[:old]), head.size, head.root, proof)


def test_a_lender_gets_a_proof_of_its_one_balance(world: World) -> None:
    tell(world)
    seal = world.ledger.state.seals[0]
    proof = world.ledger.balance_proof("2025-H1", "proceeds/ulcm")
    root = bytes.fromhex(seal.result["trial_balance"])
    at_the_seal = state_at(world.store, seal.seq)
    assert proof.balance(root) == at_the_seal.balance("proceeds/ulcm") < 0
    with pytest.raises(UsufructError, match="L321"):
        replace(proof, leaf=proof.leaf.replace(b'"debits":"0"', b'"debits":"1"')).balance(root)
    with pytest.raises(UsufructError, match="L321"):
        proof.balance(bytes.fromhex(world.ledger.state.seals[1].result["trial_balance"]))


def test_who_a_person_is_can_be_erased(world: World) -> None:
    who = identify("anna", "Anna Example, born 1970")
    world.store.identify(who)
    assert world.store.identified("anna") == who
    assert len(identity_hash(who)) == 64
    root = world.ledger.state.tree.root()
    world.store.forget("anna")
    assert world.store.identified("anna") is None
    assert verify(world.store).findings == ()
    assert world.ledger.state.tree.root() == root


def test_a_ledger_is_founded_once(world: World) -> None:
    from tests.ledger.world import genesis

    with pytest.raises(UsufructError, match="L202"):
        Ledger(world.store).post(Order(genesis(), "writer", "again", world.at()))


def test_a_reversal_is_exact_and_once_in_the_tables(world: World) -> None:
    (seq,) = world.do(journal("proceeds/bank", "proceeds/income", 9))
    (undone,) = world.do(Reversal(seq, "2025-H1", "2025-04-01", "wrong"))
    legs = {row[2:] for row in world.store.tables()["posting"] if row[0] == undone}
    assert legs == {("proceeds/bank", "EUR", -9), ("proceeds/income", "EUR", 9)}
    assert isinstance(world.ledger.state.journals[undone], Journal)
    with pytest.raises(UsufructError, match="L273"):
        world.do(Reversal(seq, "2025-H1", "2025-04-02", "again"))


def test_a_journal_and_its_reversal_come_in_one_commit(world: World) -> None:
    first = world.store.size() + 2  # behind the proposal and its approval
    done = world.do(journal("proceeds/bank", "proceeds/income", 500), Reversal(first, "2025-H1", "2025-04-01", "wrong"))
    assert done == (first, first + 1)
    assert world.ledger.state.balance("proceeds/bank") == 0
    assert verify(world.store).findings == ()


def test_many_payments_at_once_are_one_large_one(world: World) -> None:
    day = "2025-03-31"

    def paying(name: str, amount: int) -> Payment:
        return Payment(name, "EUR", Amount(amount), "proceeds/bank", "epf", None, day, day, HASH, ARTICLE)

    def needed(*bodies: Payment) -> int:
        return world.ledger.state.proposals[world.propose(list(bodies))].needed

    assert needed(paying("A", 60_000_000), paying("B", 39_999_999)) == 1
    assert needed(paying("A", 60_000_000), paying("B", 40_000_000)) == 2
    assert needed(paying("A", 100_000_000)) == 2
    assert verify(world.store).findings == ()  # the database reckons it itself
