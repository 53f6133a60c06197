"""Who may join, and who may not be taken away: a ledger is founded by two persons, and nobody ends it alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ledger.postgres_server import Server
from tests.ledger.world import KEYS, LOG_KEY, World, genesis, key_of
from usufruct.errors import UsufructError
from usufruct.ledger import MemoryStore, Order, Rejection, SqliteStore, decide
from usufruct.ledger.bodies import Amount, Grant, Held, HeldKey, Identity, Key, Lost, Person, Quorum, Revoke
from usufruct.ledger.founding_file import read_founding
from usufruct.ledger.identity import identity_hash
from usufruct.ledger.record import WRITER
from usufruct.ledger.state import State
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.store import Identified, Store
from usufruct.ledger.verifying import verify

TWO: dict[str, Any] = {
    "persons": (Identity("anna", "01" * 32), Identity("bert", "02" * 32)),
    "keys": (HeldKey("anna", KEYS["anna"].public), HeldKey("bert", KEYS["bert"].public)),
    "grants": (Held("anna", "proposer"), Held("anna", "registrar"), Held("bert", "approver"), Held("bert", "verifier")),
    "quorums": (),
}


def founded(**changes: Any) -> tuple[str, ...]:
    decided = decide(State(), Order(genesis(**{**TWO, **changes}), WRITER, "g", "2025-01-01T00:00:00Z"))
    return decided.codes if isinstance(decided, Rejection) else ()


@pytest.fixture
def two() -> World:
    """Two people, one key each."""
    return World(MemoryStore(), **TWO)


def test_one_identity_under_two_pseudonyms_founds_nothing() -> None:
    assert founded() == ()
    assert founded(persons=(Identity("anna", "01" * 32), Identity("bert", "01" * 32))) == ("L221",)


@pytest.mark.parametrize("second", ["Ada Example", " ada  EXAMPLE ", "Ada\u00a0Example"])
def test_one_name_founds_nothing_however_it_is_written(tmp_path: Path, second: str) -> None:
    text = f'ledger = "a.eu/b"\nlog_key = "{LOG_KEY.public}"\n'
    for person, name, role in (("p1", "Ada Example", "proposer"), ("p2", second, "approver")):
        key = key_of(person).public
        text += f'[[person]]\nperson = "{person}"\nname = "{name}"\nkeys = ["{key}"]\nroles = ["{role}"]\n'
    path = tmp_path / "f.toml"
    path.write_text(text)
    with pytest.raises(UsufructError) as refused:
        read_founding(path)
    assert [fault.code for fault in refused.value.faults] == ["L334"]
    path.write_text(text.replace(second, "Bea Example") if second != "Ada Example" else text.replace(second, "Bea", 1))
    read_founding(path)


@pytest.mark.parametrize("kind", ["payment", "*"])
def test_a_quorum_that_nobody_can_meet_founds_nothing(kind: str) -> None:
    assert founded(quorums=(Quorum(kind, "EUR", Amount(100), 1),)) == ()
    assert founded(quorums=(Quorum(kind, "EUR", Amount(100), 2),)) == ("L224",)


@pytest.mark.parametrize(("who", "by"), [("bert", "anna"), ("bert", "bert"), ("anna", "anna")])
def test_the_last_key_that_can_mend_a_ledger_is_not_declared_lost(two: World, who: str, by: str) -> None:
    gone = Lost(KEYS[who].id, "stolen")
    assert two.codes(two.signed(by, gone)) == ("L223",)
    two.do(Key(who, key_of(who, 1).public))
    two.post(by, gone)
    assert two.codes(two.signed(by, Lost(key_of(who, 1).id, "too"), key=key_of(by, int(by == who)))) == ("L223",)


def test_the_last_proposer_keeps_the_role(two: World) -> None:
    taken = Revoke("anna", "proposer", "")
    assert two.codes(two.signed("anna", taken)) == ("L223",)
    two.do(Grant("bert", "proposer"))
    assert two.codes(two.signed("anna", taken)) == ("L223",)  # bert could not approve what bert proposes
    two.do(Grant("anna", "approver"))
    two.post("anna", taken)


def test_a_quorum_for_keys_counts_among_what_a_ledger_cannot_do_without() -> None:
    world = World(MemoryStore(), quorums=(Quorum("key", "*", Amount(0), 2),))
    world.post("anna", Lost(KEYS["cleo"].id, ""))  # bert and emil are left for anna
    assert world.codes(world.signed("anna", Lost(KEYS["emil"].id, ""))) == ("L223",)


@pytest.mark.parametrize("wrong", ["name", "salt", "no salt", "nobody"])
def test_a_name_beside_the_log_that_its_hash_does_not_say_is_found(store: Store, wrong: str) -> None:
    who = Identified("anna", "a1" * 32, "Anna Example")
    world = World(store, persons=(Identity("anna", identity_hash(who)), *genesis().persons[1:]))
    store.identify(who)
    assert store.identities() == (who,)
    assert verify(store).findings == ()
    salt = {"salt": "b2" * 32, "no salt": "aa zz"}.get(wrong, who.salt)
    person, name = ("mallory" if wrong == "nobody" else "anna"), ("Mallory" if wrong == "name" else who.name)
    store.identify(Identified(person, salt, name))
    assert verify(store).names == ("altered name",)
    store.forget(person)
    assert verify(store).findings == ()
    if wrong == "nobody":  # unless that person was put up for approval
        world.propose([Person("mallory", identity_hash(Identified(person, salt, name)))])
        store.identify(Identified(person, salt, name))
        assert verify(store).findings == ()


def test_who_may_not_read_names_verifies_without_them(server: Server, database: str) -> None:
    keeper = PostgresStore(server.url("keeper", database))
    World(keeper)
    keeper.identify(Identified("anna", "00" * 32, "Mallory"))
    keeper.close()
    for user, names in (("reader", ()), ("auditor", ("altered name",))):
        store = PostgresStore(server.url(user, database))
        assert (store.identities() is None) == (user == "reader")
        assert verify(store).names == names
        store.close()


def test_a_ledger_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.db")
    World(store)
    store.back_up(tmp_path / "copy.db")
    files = list(tmp_path.iterdir())
    assert len(files) >= 3
    assert {each.stat().st_mode & 0o777 for each in files} == {0o600}
    store.close()
