"""The table of the ledger's README, row by row: each says who can do what and how it shows, and each is tested."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import usufruct.ledger
from tests.ledger.forging import appended, forged_store
from tests.ledger.postgres_server import Server
from tests.ledger.story import tell
from tests.ledger.test_attacks_by_command import ATTACKS
from tests.ledger.world import KEYS, LOG_KEY, ORIGIN, World, filing, journal, key_of, replace
from usufruct.ledger import HeadSigner, LastHead, MemoryStore, Order, VerifierKey, Witness, WitnessPolicy
from usufruct.ledger.bodies import Decision, Period
from usufruct.ledger.ordering import signed
from usufruct.ledger.record import Record, Under, record_bytes
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.verifying import verify

README = Path(usufruct.ledger.__file__).with_name("README.md").read_text("utf-8")
LOG = VerifierKey.of_log(ORIGIN, LOG_KEY.public)

ROWS: dict[str, tuple[str, ...]] = {
    "holder of one key": (
        "test_rules.test_a_rule_refuses_what_it_is_there_for",
        "test_people.test_the_last_key_that_can_mend_a_ledger_is_not_declared_lost",
    ),
    "two people together": ("test_rules.test_a_rule_refuses_what_it_is_there_for",),
    "the public (PostgreSQL)": ("test_public.test_the_public_sees_sealed_figures_and_nothing_else",),
    "the process that writes (SQLite)": (
        "test_who_can_do_what.test_who_writes_can_label_what_carries_no_signature",
        "test_who_can_do_what.test_who_writes_cannot_file",
        "test_verifying.test_a_forged_approval_is_found",
    ),
    "the database role that writes (PostgreSQL)": (
        "test_attacks_postgres.test_a_writer_may_call_one_function_and_nothing_else",
        "test_attacks_postgres.test_a_rogue_writer_is_refused_by_the_database_itself",
    ),
    "the same, gone rogue": ("test_who_can_do_what.test_a_rogue_role_adds_what_no_verification_accepts",),
    "who keeps the side table of names": (
        "test_people.test_a_name_beside_the_log_that_its_hash_does_not_say_is_found",
    ),
    "owner of the SQLite file": (
        "test_attacks_sqlite.test_what_the_owner_of_the_file_does_is_found_and_named",
        "test_attacks_sqlite.test_a_restored_backup_is_found",
        "test_attacks_by_command.test_an_attack_is_found_and_named",
        "test_attacks_by_command.test_a_restored_old_backup_is_found_and_named",
    ),
    "superuser of the server": (
        "test_attacks_postgres.test_what_a_superuser_does_is_found_and_named",
        "test_attacks_by_command.test_an_attack_is_found_and_named",
        "test_attacks_by_command.test_a_restored_old_backup_is_found_and_named",
    ),
    "holder of the log's key": (
        "test_notes.test_a_witness_refuses_a_second_history",
        "test_verifying.test_a_signed_head_of_another_history_is_found",
        "test_who_can_do_what.test_a_second_history_lacks_its_witnesses",
    ),
    "holder of an authority's reply (RFC 3161)": (
        "test_timestamps.test_a_reply_holds_for_no_other_checkpoint",
        "test_timestamps.test_a_bent_reply_crashes_nothing_and_moves_no_time",
    ),
    "all of the above and every witness": (
        "test_who_can_do_what.test_nothing_shows_a_history_that_everybody_signed_anew",
    ),
}


def table() -> dict[str, str]:
    """Who, and how it shows."""
    lines = [line for line in README.splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[3] for row in cells if len(row) == 4}


def test_every_row_of_the_table_names_tests_that_are_there() -> None:
    assert list(table()) == list(ROWS)
    for name in (name for names in ROWS.values() for name in names):
        module, _, test = name.partition(".")
        assert callable(getattr(importlib.import_module(f"tests.ledger.{module}"), test))


def test_the_table_speaks_of_findings_by_their_names() -> None:
    source = Path(usufruct.ledger.__file__).with_name("verifying.py").read_text("utf-8")
    for shown in table().values():
        if shown not in ("refused", "nothing here shows it"):
            assert [name for name in shown.split(", ") if f'"{name}"' not in source] == []


@pytest.mark.parametrize(("row", "kind"), [("owner of the SQLite file", "file"), ("superuser of the server", "server")])
def test_what_an_owner_does_shows_as_the_table_says(row: str, kind: str) -> None:
    """Each name in the row is one that the command must print for an attack on that store, or of an old backup."""
    printed = {name for attack in ATTACKS.values() if kind in attack.on for name in attack.names}
    assert set(table()[row].split(", ")) <= printed


def test_the_table_is_found_from_the_documents() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"
    assert "src/usufruct/ledger/README.md#who-can-do-what-and-how-it-shows" in docs.read_text("utf-8")
    assert "\n## Who can do what, and how it shows\n" in README


def test_who_writes_can_label_what_carries_no_signature(plain: World) -> None:
    """Approvals carry a journal, not the key it names: the README says so, and verification cannot know."""
    body = journal("proceeds/bank", "proceeds/income", 5)
    proposal = plain.propose([body])
    plain.approve(proposal, "bert")
    order = Order(body, KEYS["emil"].id, "labelled", plain.at(), "", Under(proposal, 0))
    plain.ledger.post(order)
    assert verify(plain.store).findings == ()


def test_who_writes_cannot_file(plain: World) -> None:
    forged = replace(signed(ORIGIN, filing(5), key_of("mallory"), "forged", plain.at()), by=KEYS["dora"].id)
    assert verify(forged_store(appended(plain, forged))).names == ("forged signature",)


def test_a_rogue_role_adds_what_no_verification_accepts(server: Server, database: str) -> None:
    """The database counts an approval whose signature it cannot check, and books; verification names it."""
    store = PostgresStore(server.url("keeper", database))
    world = World(store).furnish()
    body = journal("proceeds/bank", "proceeds/income", 5)
    proposal = world.propose([body])
    approval = Decision(proposal, world.ledger.state.proposals[proposal].digest, "approve")
    orders = [
        replace(signed(ORIGIN, approval, key_of("mallory"), "forged", world.at()), by=KEYS["bert"].id),
        replace(signed(ORIGIN, filing(5), key_of("mallory"), "filed", world.at()), by=KEYS["dora"].id),
        Order(body, KEYS["anna"].id, "booked", world.at(), "", Under(proposal, 0)),
    ]
    with store._to.speaking():
        records = [record_bytes(Record(store.size() + n, ORIGIN, order)) for n, order in enumerate(orders)]
        store._to.base.execute("SELECT usufruct.append(%b)", (records,))
    assert verify(store).names == ("forged approval", "forged signature")
    store.close()


def history(cause: str) -> tuple[World, str]:
    """A ledger that differs from others in one period's name, with its signed head."""
    world = World(MemoryStore()).furnish()
    tell(world)
    world.do(Period(cause, "2026-01-01", "2026-06-30", "open"))
    return world, world.ledger.checkpoint(HeadSigner(ORIGIN, LOG_KEY, LastHead()), world.at())


def test_a_second_history_lacks_its_witnesses() -> None:
    (first, note), (second, other) = history("2026-H1"), history("2026-A")
    witness = Witness("auditor.example", key_of("auditor"), LOG, LastHead())
    policy = WitnessPolicy(LOG, (witness.key,), 1)
    seen = witness.cosign(note, (), 1_770_000_000)
    assert verify(first.store, seen, policy).findings == ()
    assert verify(second.store, seen, policy).names == ("rewritten history",)
    assert verify(second.store, other, policy).names == ("bad checkpoint",)
    assert verify(second.store, other, WitnessPolicy(LOG)).findings == ()  # who asks no witness sees nothing


def test_nothing_shows_a_history_that_everybody_signed_anew() -> None:
    second, other = history("2026-A")
    forgetful = Witness("auditor.example", key_of("auditor"), LOG, LastHead())
    policy = WitnessPolicy(LOG, (forgetful.key,), 1)
    assert verify(second.store, forgetful.cosign(other, (), 1), policy).findings == ()


@pytest.mark.parametrize("row", ROWS)
def test_every_row_says_how_it_shows(row: str) -> None:
    assert table()[row]
