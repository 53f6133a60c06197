"""People, keys, roles, currencies and releases of principal, by the commands alone."""

# ruff: noqa: F811 - fixtures come by import, and go by their names

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Usufruct
from tests.cli.test_operation_commands import ANNA, AT, BERT, office, played  # noqa: F401
from tests.ledger.world import World
from usufruct.ledger import Ledger, SqliteStore
from usufruct.ledger.state import State

LEDGER = "m.ledger"


def state() -> State:
    store = SqliteStore(LEDGER)
    found = Ledger(store).state
    store.close()
    return found


def new_key(call: Usufruct, name: str) -> tuple[tuple[str, str], str, str]:
    """A key by the command: its option, its id and its public half."""
    done = call("ledger", "key", "--out", f"office/{name}.key")
    words = dict(line.split() for line in done.out.splitlines() if line.startswith(("id", "public")))
    return ("--key", f"office/{name}.key"), words["id"], words["public"]


def agreed(call: Usufruct, *arguments: str, by: tuple[tuple[str, str], ...] = (BERT,)) -> str:
    """Propose as Anna and have it approved; return what the approvers were told."""
    proposed = call("propose", *arguments, *ANNA, "--at", AT, "--json")
    assert proposed.code == 0, proposed.err
    number = str(proposed.document["proposal"])
    for each in by:
        done = call("approve", number, *each, "--at", AT)
        assert done.code == 0, done.err
    return done.out


def join(call: Usufruct, who: str, name: str, *roles: str) -> tuple[str, str]:
    option, _, public = new_key(call, who)
    given = [word for role in roles for word in ("--role", role)]
    agreed(call, "person", who, "--name", name, "--public", public, *given)
    return option


def test_a_person_joins_is_seen_and_is_erased(office: Usufruct) -> None:
    _, held, public = new_key(office, "cleo")
    arguments = ("propose", "person", "cleo", "--name", "Cleo Example", "--public", public, "--role", "auditor", *ANNA)
    first = office(*arguments, "--at", AT, "--json").document
    again = office(*arguments, "--at", AT)
    assert (again.code, "O103" in again.err) == (1, True)  # the same salt, so the same proposal
    waiting = office("ledger", "people")
    assert "Cleo Example\n            is no person of the log yet" in waiting.out
    assert office("verify", "--ledger", LEDGER).code == 0
    shown = office("approve", str(first["proposal"]), "--show")
    assert held in shown.out
    assert office("approve", str(first["proposal"]), *BERT, "--at", AT).code == 0
    assert state().roles["cleo"] == {"auditor"}
    people = office("ledger", "people")
    assert max(map(len, people.out.splitlines())) <= 80
    assert f"cleo        Cleo Example\n            auditor\n            keys {held}" in people.out
    assert office("verify", "--ledger", LEDGER).code == 0
    assert b"Cleo Example" not in b"".join(each.read_bytes() for each in Path(LEDGER + ".tray").iterdir())
    early = office("ledger", "erase", "cleo")
    assert (early.code, "L341" in early.err) == (1, True)  # the name of who has a role tells namesakes apart
    gone = {"kind": "revoke", "idem": "gone", "body": {"person": "cleo", "role": "auditor", "reason": "moved on"}}
    Path("gone.json").write_text(json.dumps(gone))
    assert office("ledger", "post", "gone.json", *ANNA, "--at", AT).code == 0
    erased = office("ledger", "erase", "cleo")
    assert (erased.code, "every backup" in erased.out) == (0, True)
    assert b"Cleo Example" not in Path(LEDGER).read_bytes()
    assert office("verify", "--ledger", LEDGER).code == 0
    none = office("ledger", "erase", "cleo")
    assert (none.code, "L340" in none.err) == (1, True)


def test_one_natural_person_does_not_join_twice(office: Usufruct) -> None:
    join(office, "cleo", "Cleo Example", "approver")
    for who, name in (("dan", " cleo  EXAMPLE"), ("cleo", "Cleo Example")):
        _, _, public = new_key(office, who + "2")
        done = office("propose", "person", who, "--name", name, "--public", public, *ANNA, "--at", AT)
        assert (done.code, "O200" in done.err or "L221" in done.err) == (1, True)
    with sqlite3.connect(LEDGER) as base:
        assert [who for (who,) in base.execute("SELECT person FROM identity")] == ["cleo"]


@pytest.mark.parametrize("wrong", [("--public", "AA=="), ("--role", "king")])
def test_who_cannot_join_leaves_no_name(office: Usufruct, wrong: tuple[str, str]) -> None:
    before = state().size
    done = office("propose", "person", "dan", "--name", "Dan Example", *wrong, *ANNA, "--at", AT)
    assert (done.code, "L22" in done.err) == (1, True)
    denied = office("propose", "person", "dan", "--name", "Dan Example", "--role", "payer", *BERT, "--at", AT)
    assert (denied.code, "L206" in denied.err) == (1, True)  # bert proposes nothing
    with sqlite3.connect(LEDGER) as base:
        assert base.execute("SELECT count(*) FROM identity").fetchone() == (0,)
    assert state().size == before


def test_a_key_is_rotated_and_the_old_one_signs_nothing(office: Usufruct) -> None:
    option, new, _ = new_key(office, "bert2")
    old = next(key for key, held in state().keys.items() if held.person == "bert")
    rotate = ("ledger", "rotate", *BERT, "--new", "office/bert2.key", "--at", AT)
    done = office(*rotate)
    assert (done.code, old in done.out and new in done.out) == (0, True)
    assert {key for key, held in state().keys.items() if held.person == "bert" and held.in_force} == {new}
    proposed = office("propose", "role", "anna", "verifier", *ANNA, "--at", AT, "--json").document
    refused = office("approve", str(proposed["proposal"]), *BERT, "--at", AT)
    assert (refused.code, "L205" in refused.err) == (1, True)
    assert office("approve", str(proposed["proposal"]), *option, "--at", AT).code == 0
    assert "verifier" in state().roles["anna"]


def test_a_lost_key_needs_a_second_one_first(office: Usufruct) -> None:
    held = next(key for key, each in state().keys.items() if each.person == "bert")
    lost = ("ledger", "lost", held, *ANNA, "--reason", "the laptop is gone", "--at", AT)
    refused = office(*lost)
    assert (refused.code, "L223" in refused.err) == (1, True)
    _, _, public = new_key(office, "spare")
    agreed(office, "key", "bert", public)
    assert office(*lost).code == 0
    assert not state().keys[held].in_force
    assert office(*lost).code == 0  # the same again is a retry
    other = office(*lost[:5], "--reason", "another reason", "--at", AT)
    assert (other.code, "O212" in other.err, "is lost already" in other.err) == (1, True, True)


def test_a_currency_is_opened_once(office: Usufruct) -> None:
    agreed(office, "holding", "USD")
    assert {"principal/held/euroclear/USD", "principal/owed/euroclear/USD"} <= set(state().accounts)
    again = office("propose", "holding", "USD", *ANNA, "--at", AT)
    assert (again.code, "O134" in again.err) == (1, True)
    assert "M101" in office("propose", "holding", "EURO", *ANNA, "--at", AT).err


def test_an_act_releases_principal_under_two_approvals(office: Usufruct) -> None:
    cleo = join(office, "cleo", "Cleo Example", "approver")
    held = state().balance("principal/held/euroclear/EUR")
    act = ("--act", "32099R0001", "--article", "Art. 2", "--reason", "a test act")
    for wrong in (("--act", "a decree", *act[2:]), (*act[:2], "--article", "", *act[4:])):
        done = office("propose", "law-release", "EUR=1000000.00", *wrong, *ANNA, "--at", AT)
        assert (done.code, "O201" in done.err) == (1, True)
    assert "O202" in office("propose", "law-release", f"EUR={held}.00", *act, *ANNA, "--at", AT).err
    day = next(each.start for each in state().periods.values() if each.status == "open")
    command = ("law-release", "EUR=1000000.00", *act, "--on", day)
    told = agreed(office, *command, by=(BERT, cleo))
    assert "1 000 000.00 EUR" in told
    assert "32099R0001 Art. 2" in told
    assert state().balance("principal/held/euroclear/EUR") == held
    assert "1 000 000.00 EUR" in agreed(office, *command)
    assert state().balance("principal/held/euroclear/EUR") == held - 100_000_000
    assert office("verify", "--ledger", LEDGER).code == 0


def test_small_words_are_right(office: Usufruct, tmp_path: Path) -> None:
    opened = office("propose", "open", "2026-H2", *ANNA, "--at", AT)
    assert opened.code == 0, opened.err
    assert "deadline  before anything is booked in it" in opened.out
    assert "130 interrupted" in " ".join(office("--help").out.split())
    old = office("propose", "chart", "Alpha", "--first", "1990-H1", *ANNA, "--at", AT)
    assert (old.code, "at most 20" in old.err) == (2, True)


@pytest.mark.parametrize(
    "rate", ["garbage", "1 EUR = 0 USD", "1 EUR = 1,1 USD", "1 EUR", "0 EUR = 1 USD", "1 EUR = 1."]
)
def test_a_discharge_states_a_rate_and_has_a_proof(office: Usufruct, tmp_path: Path, rate: str) -> None:
    proof = tmp_path / "proof.pdf"
    proof.write_bytes(b"proof")
    done = office("propose", "discharge", "3", str(proof), "--rate", rate, *ANNA, "--at", AT)
    assert (done.code, "no rate of two currencies" in done.err) == (2, True)
    right = ("propose", "discharge", "3", str(proof), "--rate", "1 EUR = 0.85 GBP", *ANNA, "--at", AT)
    assert "O172" in office(*right).err  # 3 is no payment: the rate was read
    proof.write_bytes(b" \n")
    assert "the proof is empty" in office(*right).err


def test_a_key_is_a_plain_file(office: Usufruct, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = office("propose", "open", "2026-H2", "--key", str(tmp_path / "pipe"), "--at", AT)
    assert (done.code, "L333" in done.err) == (1, True)


def test_one_is_no_plural(office: Usufruct, tmp_path: Path) -> None:
    where = str(tmp_path / "one.db")
    store = SqliteStore(where)
    World(store)
    store.close()
    assert "1 record read, hashed" in " ".join(office("verify", "--ledger", where).out.split())
