"""One table of attacks: what whoever owns the file or the database can do, and what ``usufruct verify`` must print.

Each is mounted on a copy of one ledger, in a file by its owner and on a server by its superuser, and the command is run
as its user would: against a head that was kept outside. The words of the table are what a reader must be told.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import psycopg
import pytest

from tests.ledger.conftest import NUMBERS
from tests.ledger.forging import altered
from tests.ledger.postgres_server import Server
from tests.ledger.story import tell
from tests.ledger.world import KEYS, LOG_KEY, ORIGIN, World, journal, key_of, replace
from usufruct.cli.door import run
from usufruct.ledger import HeadSigner, LastHead, Order, SqliteStore, VerifierKey, WitnessPolicy
from usufruct.ledger.bodies import Amount, Decision, Leg, Period
from usufruct.ledger.merkle import leaf_hash
from usufruct.ledger.ordering import signed
from usufruct.ledger.record import Record, Under, record_bytes
from usufruct.ledger.remedies import remedy_of
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.store import Store
from usufruct.publish.document import schema

LOG = VerifierKey.of_log(ORIGIN, LOG_KEY.public)
MIXED = replace(
    journal("proceeds/bank", "proceeds/income", 5, "2026-H1", effective="2026-02-01"),
    legs=(Leg("proceeds/bank", Amount(5)), Leg("principal/cash", Amount(-5))),
)

PRINCIPAL = journal("principal/owed", "principal/cash", 5, "2026-H1")


@dataclass(frozen=True)
class Told:
    """A ledger with a story in it, as both stores hold it.

    Attributes:
        size: how many records.
        note: its head, kept outside.
        approved: a proposal that approves a journal which mixes books: people sign digests, and can be deceived.
        waiting: a proposal that nobody has approved.
        digest: of that one.
        filing, booked: numbers of the last filing, and of the last journal with legs of proceeds.
        at: instant of the last record.
    """

    size: int
    note: str
    approved: int
    waiting: int
    digest: str
    filing: int
    booked: int
    at: str


def told(store: Store) -> Told:
    world = World(store, "2025-01-02T00:00:00Z")
    world.count = 1_000  # keys of its own, beside those of the furnishing
    tell(world)
    world.do(Period("2026-H1", "2026-01-01", "2026-06-30", "open"))
    approved = world.propose([MIXED])
    world.approve(approved, "bert", "cleo")
    waiting = world.propose([journal("proceeds/bank", "proceeds/income", 7, "2026-H1"), PRINCIPAL])
    note = world.ledger.checkpoint(HeadSigner(ORIGIN, LOG_KEY, LastHead()), world.at())
    state = world.ledger.state
    kinds = {record.kind: record.seq for record in world.ledger.records()}
    digest = state.proposals[waiting].digest
    return Told(state.size, note, approved, waiting, digest, kinds["filing"], kinds["journal"], state.at)


class Attacker(ABC):
    """Whoever owns what the ledger is kept in; the same words for a file and for a server."""

    def __init__(self, where: str, told: Told) -> None:
        self.where, self.told = where, told

    @abstractmethod
    def run(self, sql: str, *values: object) -> None:
        """Change something that no rule stands against."""

    @abstractmethod
    def force(self, sql: str, *values: object) -> None:
        """Change something against the rules, and leave no trace in them."""

    @abstractmethod
    def data(self, number: int) -> bytes: ...

    @abstractmethod
    def close(self) -> None: ...

    def overwrite(self, number: int, data: bytes) -> None:
        """A record's bytes and their hash: the careful forger."""
        self.force("UPDATE record SET data = ?, leaf = ? WHERE seq = ?", data, leaf_hash(data), number)

    def add(self, order: Order) -> None:
        """A record of one's own at the end, with its hash."""
        made = Record(self.told.size, ORIGIN, order)
        data = record_bytes(made)
        row = (made.seq, order.kind, order.idem, order.at, data, leaf_hash(data))
        self.force("INSERT INTO record (seq, kind, idem, at, data, leaf) VALUES (?, ?, ?, ?, ?, ?)", *row)


class FileOwner(Attacker):
    def __init__(self, path: Path, told: Told) -> None:
        super().__init__(str(path), told)
        self.base = sqlite3.connect(path, isolation_level=None)

    def run(self, sql: str, *values: object) -> None:
        self.base.execute(sql, values)

    def force(self, sql: str, *values: object) -> None:
        triggers = self.base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            self.base.execute(f"DROP TRIGGER {name}")
        self.base.execute("PRAGMA foreign_keys = OFF")
        self.base.execute(sql, values)
        for _, text in triggers:
            self.base.execute(text)

    def data(self, number: int) -> bytes:
        return bytes(self.base.execute("SELECT data FROM record WHERE seq = ?", (number,)).fetchone()[0])

    def close(self) -> None:
        self.base.close()


class Superuser(Attacker):
    def __init__(self, server: Server, database: str, told: Told) -> None:
        super().__init__(server.url("keeper", database), told)
        self.base = psycopg.connect(server.url("postgres", database), autocommit=True)
        self.base.execute("SET search_path = usufruct")

    def run(self, sql: str, *values: object) -> None:
        self.base.execute(sql.replace("?", "%s").encode(), values)

    def force(self, sql: str, *values: object) -> None:
        self.base.execute("SET session_replication_role = replica")
        self.run(sql, *values)
        self.base.execute("SET session_replication_role = origin")

    def data(self, number: int) -> bytes:
        found = self.base.execute("SELECT data FROM record WHERE seq = %s", (number,)).fetchone()
        assert found is not None
        return bytes(found[0])

    def close(self) -> None:
        self.base.close()


def forged_order(told: Told, body: Any, under: Under | None = None) -> Order:
    return Order(body, KEYS["anna"].id, "forged", told.at, "", under)


def edit_a_byte(owner: Attacker) -> None:
    """As a failing disk does, or somebody in a hurry: the hash beside the bytes stays."""
    if isinstance(owner, Superuser):
        owner.run("ALTER TABLE record DROP CONSTRAINT record_check")
    data = owner.data(owner.told.booked)
    assert data.count(b'"proceeds"') == 1
    changed = data.replace(b'"proceeds"', b'"proceedz"')
    owner.force("UPDATE record SET data = ? WHERE seq = ?", changed, owner.told.booked)


def edit_a_filing(owner: Attacker) -> None:
    def change(value: dict[str, Any]) -> None:
        value["body"]["lines"][0][2] = "1"

    owner.overwrite(owner.told.filing, altered(owner.data(owner.told.filing), change))


def edit_a_journal(owner: Attacker) -> None:
    def change(value: dict[str, Any]) -> None:
        value["body"]["text"] = "for something else"

    owner.overwrite(owner.told.booked, altered(owner.data(owner.told.booked), change))


def cut_the_tail(owner: Attacker) -> None:
    """Records and rows: what is left fits together."""
    if isinstance(owner, Superuser):  # a file has no table of items
        owner.force("DELETE FROM item WHERE proposal >= ?", owner.told.waiting)
    owner.force("DELETE FROM proposal WHERE seq >= ?", owner.told.waiting)
    owner.force("DELETE FROM record WHERE seq >= ?", owner.told.waiting)


def cut_records_only(owner: Attacker) -> None:
    owner.force("DELETE FROM record WHERE seq >= ?", owner.told.waiting)


def forge_an_approval(owner: Attacker) -> None:
    told = owner.told
    approval = signed(ORIGIN, Decision(told.waiting, told.digest, "approve"), key_of("mallory"), "forged", told.at)
    owner.add(replace(approval, by=KEYS["bert"].id))


def approve_ones_own(owner: Attacker) -> None:
    told = owner.told
    owner.add(signed(ORIGIN, Decision(told.waiting, told.digest, "approve"), KEYS["anna"], "forged", told.at))


def mix_books(owner: Attacker) -> None:
    """Two people approved its digest; the rules refuse it, so it is written past them."""
    owner.add(forged_order(owner.told, MIXED, Under(owner.told.approved, 0)))


def mix_books_without_approval(owner: Attacker) -> None:
    owner.add(forged_order(owner.told, MIXED, Under(owner.told.waiting, 0)))


def mix_books_in_the_tables(owner: Attacker) -> None:
    owner.force("UPDATE posting SET account = 'principal/cash' WHERE seq = ? AND leg = 0", owner.told.booked)


def book_without_approval(owner: Attacker) -> None:
    body = journal("proceeds/bank", "proceeds/income", 7, "2026-H1")
    owner.add(forged_order(owner.told, body, Under(owner.told.waiting, 0)))


def touch_principal(owner: Attacker) -> None:
    owner.add(forged_order(owner.told, PRINCIPAL, Under(owner.told.waiting, 1)))


def drop_a_trigger(owner: Attacker) -> None:
    on = " ON posting" if isinstance(owner, Superuser) else ""
    owner.run(f"DROP TRIGGER posting_moves_balance{on}")


def disable_a_trigger(owner: Attacker) -> None:
    owner.run("ALTER TABLE record DISABLE TRIGGER record_append_only")


def weaken_a_function(owner: Attacker) -> None:
    owner.run("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL;END'")


def grant_a_right(owner: Attacker) -> None:
    owner.run("GRANT INSERT ON posting TO narrow")


def weaken_a_trigger(owner: Attacker) -> None:
    owner.run("DROP TRIGGER posting_no_delete")
    owner.run("CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting BEGIN SELECT 1; END")


def rewrite_the_schema(owner: Attacker) -> None:
    owner.run("PRAGMA writable_schema = ON")
    owner.run("UPDATE sqlite_schema SET sql = replace(sql, 'verifier <> filer', '1') WHERE name = 'verification'")


def move_an_instant(attacker: Attacker) -> None:
    attacker.force("UPDATE record SET at = '9999-01-01T00:00:00Z' WHERE seq = ?", attacker.told.size - 1)


def take_a_key(attacker: Attacker) -> None:
    attacker.force("UPDATE record SET idem = 'what will come' WHERE seq = ?", attacker.told.booked)


def take_a_balance(attacker: Attacker) -> None:
    attacker.force("DELETE FROM balance WHERE account = 'proceeds/bank'")


def narrow_a_limit(attacker: Attacker) -> None:
    attacker.force("UPDATE balance SET ceiling = debits - credits WHERE account = 'proceeds/bank'")


def lose_a_limit(attacker: Attacker) -> None:
    attacker.force("UPDATE balance SET floor = NULL WHERE account = 'proceeds/bank'")


def name_a_later_leg(attacker: Attacker) -> None:
    attacker.force("UPDATE balance SET last_seq = 1000000 WHERE account = 'proceeds/bank'")


def lie_about_the_tables(attacker: Attacker) -> None:
    attacker.force("UPDATE schema_version SET size = 3")


def write_a_balance(owner: Attacker) -> None:
    owner.force("UPDATE balance SET debits = debits + 5 WHERE account = 'proceeds/bank'")


def add_a_leg(owner: Attacker) -> None:
    owner.force("INSERT INTO posting VALUES (?, 9, 'proceeds/bank', 'EUR', 5)", owner.told.booked)


def add_orphan_legs(owner: Attacker) -> None:
    owner.force("INSERT INTO posting VALUES (9999, 0, 'proceeds/bank', 'EUR', 5)")


def take_a_row(owner: Attacker) -> None:
    owner.force("DELETE FROM posting WHERE seq = ? AND leg = 0", owner.told.booked)


def replace_by_the_other_key(owner: Attacker) -> None:
    """REPLACE deletes silently where recursive triggers are off and points are not checked."""
    assert isinstance(owner, FileOwner)
    owner.run("PRAGMA foreign_keys = OFF")
    owner.run("PRAGMA recursive_triggers = OFF")
    row = (owner.told.size, "journal", "genesis", owner.told.at, b"x", leaf_hash(b"x"))
    owner.run("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?)", *row)


BOTH, FILE, SERVER = ("file", "server"), ("file",), ("server",)


@dataclass(frozen=True)
class Attack:
    """What is done, where it can be, the names that must be printed (these and no others), and the place.

    Attributes:
        mount: does it.
        on: the stores on which it is possible.
        names: of the findings, in the order printed.
        place: where it must say that it happened; ``{}`` holds a number of the story.
    """

    mount: Callable[[Attacker], None]
    on: tuple[str, ...]
    names: tuple[str, ...]
    place: str


AFTER_AN_EDIT = ("broken seal", "rewritten history")
"""Whatever is edited below a seal or a head breaks it."""
WITHOUT_ROWS = ("missing row", "direct balance write")
"""A record put into the log by hand has no rows, and no balance follows it."""

ATTACKS: dict[str, Attack] = {
    "an edited byte": Attack(
        edit_a_byte,
        FILE,
        ("edited byte", "changed after approval", *AFTER_AN_EDIT, "strange row", "missing row"),
        "record {booked}",
    ),
    "an edited byte, its check dropped": Attack(
        edit_a_byte,
        SERVER,
        ("edited byte", "changed after approval", *AFTER_AN_EDIT, "strange row", "missing row", "dropped protection"),
        "record {booked}",
    ),
    "an edited filing, with its hash": Attack(
        edit_a_filing, BOTH, ("forged signature", *AFTER_AN_EDIT), "filing {filing}"
    ),
    "an edited journal, with its hash": Attack(
        edit_a_journal, BOTH, ("changed after approval", *AFTER_AN_EDIT), "journal {booked}"
    ),
    "a cut tail": Attack(cut_the_tail, BOTH, ("cut tail or old backup",), "records {waiting} to {last}"),
    "a cut tail, rows left behind": Attack(
        cut_records_only, BOTH, ("strange row", "cut tail or old backup"), "records {waiting} to {last}"
    ),
    "a forged approval": Attack(forge_an_approval, BOTH, ("forged approval", "missing row"), "decision {size}"),
    "a self-approval": Attack(approve_ones_own, BOTH, ("self-approval", "missing row"), "decision {size}"),
    "a mixed journal, approved": Attack(mix_books, BOTH, ("mixed journal", *WITHOUT_ROWS), "journal {size}"),
    "a mixed journal, not approved": Attack(
        mix_books_without_approval, BOTH, ("changed after approval", "mixed journal", *WITHOUT_ROWS), "journal {size}"
    ),
    "a mixed journal in the tables": Attack(mix_books_in_the_tables, BOTH, ("mixed journal", "missing row"), "posting"),
    "a journal that nobody approved": Attack(
        book_without_approval, BOTH, ("unapproved order", *WITHOUT_ROWS), "journal {size}"
    ),
    "principal touched": Attack(
        touch_principal, BOTH, ("unapproved order", "principal touched", *WITHOUT_ROWS), "journal {size}"
    ),
    "a dropped trigger": Attack(drop_a_trigger, BOTH, ("dropped protection",), "posting_moves_balance"),
    "a disabled trigger": Attack(disable_a_trigger, SERVER, ("dropped protection",), "record_append_only"),
    "a weakened function": Attack(weaken_a_function, SERVER, ("dropped protection",), "refuse_change"),
    "a right too many": Attack(grant_a_right, SERVER, ("dropped protection",), "narrow may INSERT posting"),
    "a weakened trigger": Attack(weaken_a_trigger, FILE, ("dropped protection",), "posting_no_delete"),
    "a rewritten schema": Attack(rewrite_the_schema, FILE, ("dropped protection",), "table verification"),
    "a balance written directly": Attack(write_a_balance, BOTH, ("direct balance write",), "balance"),
    "an instant moved, beside the bytes": Attack(move_an_instant, BOTH, ("strange row",), "table record"),
    "a key taken, beside the bytes": Attack(take_a_key, BOTH, ("strange row",), "record {booked}"),
    "a balance taken away": Attack(take_a_balance, BOTH, ("missing row",), "proceeds/bank"),
    "a limit narrowed": Attack(narrow_a_limit, BOTH, ("direct balance write",), "ceiling"),
    "a limit lost": Attack(lose_a_limit, BOTH, ("direct balance write",), "proceeds/bank"),
    "a later leg named": Attack(name_a_later_leg, FILE, ("direct balance write",), "proceeds/bank"),
    "the log at a migration rewritten": Attack(lie_about_the_tables, BOTH, ("strange row",), "schema_version"),
    "an extra leg": Attack(add_a_leg, BOTH, ("extra leg",), "posting"),
    "orphan legs": Attack(add_orphan_legs, SERVER, ("orphan legs",), "posting"),
    "orphan legs, foreign keys off": Attack(add_orphan_legs, FILE, ("orphan legs", "strange row"), "posting"),
    "a leg taken away": Attack(take_a_row, BOTH, ("missing row",), "posting"),
    "REPLACE by the other key": Attack(
        replace_by_the_other_key,
        FILE,
        ("missing record", "unverified rest", "unreadable record", "strange row", "rewritten history"),
        "record 0",
    ),
}
CASES = [(name, kind) for name, attack in ATTACKS.items() for kind in attack.on]


class Place(ABC):
    """Where the ledger of the story is kept, once; each attack gets a copy."""

    def __init__(self, told: Told, early: int) -> None:
        self.told, self.early = told, early

    @abstractmethod
    def copy(self, folder: Path, which: str = "told") -> Attacker: ...


class InAFile(Place):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        store = SqliteStore(folder / "told.db")
        early = World(store).furnish().ledger.state.size
        store.back_up(folder / "early.db")
        super().__init__(told(store), early)
        store.close()

    def copy(self, folder: Path, which: str = "told") -> Attacker:
        shutil.copy(self.folder / f"{which}.db", folder / "ledger.db")
        return FileOwner(folder / "ledger.db", self.told)


class OnAServer(Place):
    def __init__(self, server: Server) -> None:
        self.server = server
        self.names = {"told": server.database(f"told_{next(NUMBERS)}"), "early": f"early_{next(NUMBERS)}"}
        store = PostgresStore(server.url("keeper", self.names["told"]))
        early = World(store).furnish().ledger.state.size
        store.close()
        with server.admin("postgres") as base:
            base.execute(f"CREATE DATABASE {self.names['early']} TEMPLATE {self.names['told']}".encode())
        store = PostgresStore(server.url("keeper", self.names["told"]))
        super().__init__(told(store), early)
        store.close()

    def copy(self, folder: Path, which: str = "told") -> Attacker:
        name = f"attacked_{next(NUMBERS)}"
        with self.server.admin("postgres") as base:
            base.execute(f"CREATE DATABASE {name} TEMPLATE {self.names[which]}".encode())
        return Superuser(self.server, name, self.told)


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return InAFile(tmp_path_factory.mktemp("told"))


@pytest.fixture(scope="module")
def on_a_server(server: Server) -> Place:
    return OnAServer(server)


@pytest.fixture
def place(request: pytest.FixtureRequest, kind: str) -> Place:
    found: Place = request.getfixturevalue("in_a_file" if kind == "file" else "on_a_server")
    return found


@dataclass(frozen=True)
class Said:
    """What the command said of a ledger against a head and a policy kept outside."""

    code: int
    text: str
    document: dict[str, Any]
    where: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the findings in the document, each once."""
        return tuple(dict.fromkeys(each["name"] for each in self.document["findings"]))

    @property
    def flat(self) -> str:
        """The text without its line ends."""
        return " ".join(self.text.split())


def verified(owner: Attacker, folder: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    owner.close()
    head, policy = folder / "head", folder / "policy"
    head.write_text(owner.told.note, encoding="utf-8")
    policy.write_text(WitnessPolicy(LOG).text)
    line = ["verify", "--ledger", owner.where, "--checkpoint", str(head), "--policy", str(policy)]
    capsys.readouterr()
    code = run(line)
    text = capsys.readouterr()
    assert run([*line, "--json"]) == code
    written = capsys.readouterr()
    assert (text.err, written.err) == ("", "")
    assert "secret" not in text.out + written.out
    document = json.loads(written.out)
    jsonschema.Draft202012Validator(schema("verification")).validate(document)
    long = [row for row in text.out.splitlines() if len(row) > 80 and str(folder) not in row and "postgres" not in row]
    assert long == []
    return Said(code, text.out, document, owner.where)


def must_name(said: Said, names: tuple[str, ...], where: str) -> None:
    """It ends with 3, and prints in both forms what happened, where, and what to do."""
    assert said.code == 3
    assert said.names == names
    assert said.flat.startswith(f"NOT CLEAN: {', '.join(names)}.")
    headings = [row for row in said.text.splitlines() if row and row == row.upper() and row.lower() in names]
    assert headings == [name.upper() for name in names]
    assert said.text.count("Do: ") == len(names)
    assert where in said.flat
    assert any(where in f"{each['where']}: {each['what']}" for each in said.document["findings"])
    for name in names:
        assert f"Do: {remedy_of(name)}." in said.flat
    assert all(each["do"] == remedy_of(each["name"]) for each in said.document["findings"])


@pytest.mark.parametrize("kind", BOTH)
def test_a_ledger_that_nobody_attacked_is_clean(
    place: Place, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = verified(place.copy(tmp_path), tmp_path, capsys)
    assert (said.code, said.names, said.document["clean"]) == (0, (), True)
    assert said.flat.startswith("CLEAN.")
    agrees = f"{tmp_path / 'head'}: {ORIGIN}, {place.told.size - 1} records: agrees; what came later (1) is not covered"
    assert agrees in said.flat
    assert "Do:" not in said.text


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_an_attack_is_found_and_named(
    place: Place, name: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    attack, owner = ATTACKS[name], place.copy(tmp_path)
    attack.mount(owner)
    told = place.told
    numbers = {"booked": told.booked, "filing": told.filing, "size": told.size}
    where = attack.place.format(waiting=told.waiting, last=told.size - 2, **numbers)
    must_name(verified(owner, tmp_path, capsys), attack.names, where)


@pytest.mark.parametrize("kind", BOTH)
def test_a_restored_old_backup_is_found_and_named(
    place: Place, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every record in it is right: only the head outside shows it."""
    owner = place.copy(tmp_path, "early")
    said = verified(owner, tmp_path, capsys)
    must_name(said, ("cut tail or old backup",), f"records {place.early} to {place.told.size - 2}")
    assert run(["verify", "--ledger", owner.where]) == 0
    assert "a cut tail or a restored old backup would not show" in " ".join(capsys.readouterr().out.split())
