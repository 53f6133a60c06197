"""The attack list on a file: what its rules refuse, and what its owner can do and how that shows."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.ledger.story import tell
from tests.ledger.world import LOG_KEY, ORIGIN, World, journal
from usufruct.errors import UsufructError
from usufruct.ledger import SqliteStore, VerifierKey, WitnessPolicy
from usufruct.ledger.bodies import Period
from usufruct.ledger.merkle import leaf_hash
from usufruct.ledger.opening import open_store
from usufruct.ledger.stores.migrations import scripts_of
from usufruct.ledger.verifying import Report, verify

POLICY = WitnessPolicy(VerifierKey.of_log(ORIGIN, LOG_KEY.public))
LATER = "2030-01-01T00:00:00Z"


class Kept:
    """A told ledger in a file, and an attacker's connection to it."""

    def __init__(self, path: Path, note: str) -> None:
        self.path, self.note = path, note
        self.base = sqlite3.connect(path, isolation_level=None)
        self.protect(foreign_keys=True, recursive_triggers=True)

    def protect(self, **settings: bool) -> None:
        for setting, value in settings.items():
            self.base.execute(f"PRAGMA {setting} = {'ON' if value else 'OFF'}")

    def script(self, sql: str) -> None:
        self.base.execute("BEGIN IMMEDIATE")
        try:
            for statement in sql.split(";"):
                self.base.execute(statement)
            self.base.execute("COMMIT")
        except sqlite3.Error:
            if self.base.in_transaction:
                self.base.execute("ROLLBACK")
            raise

    def value(self, query: str) -> object:
        return self.base.execute(query).fetchone()[0]

    def drop(self, *triggers: str) -> None:
        for trigger in triggers:
            self.base.execute(f"DROP TRIGGER {trigger}")

    def verified(self) -> Report:
        self.base.close()
        store = SqliteStore(self.path)
        try:
            return verify(store, self.note, POLICY)
        finally:
            store.close()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("told") / "ledger.db"
    store = SqliteStore(path)
    world = World(store).furnish()
    note = tell(world)
    world.do(Period("2026-H1", "2026-01-01", "2026-06-30", "open"))
    # Approved and waiting, so that a forged header is refused for nothing but what is spoilt in it.
    world.approve(
        world.propose([journal("proceeds/bank", "proceeds/income", 5, "2026-H1")], expires=LATER), "bert", "cleo"
    )
    world.propose([journal("proceeds/bank", "proceeds/income", 6, "2026-H1")], expires=LATER)
    store.close()
    return path, note


@pytest.fixture
def kept(original: tuple[Path, str], tmp_path: Path) -> Iterator[Kept]:
    path = tmp_path / "ledger.db"
    shutil.copy(original[0], path)
    made = Kept(path, original[1])
    yield made
    made.base.close()


# A journal of the proceeds book with legs and a header, ready to be spoilt; nothing approves it.
NEXT = "(SELECT max(seq) + 1 FROM record)"
LAST = "(SELECT max(seq) FROM record)"
RECORD = f"INSERT INTO record VALUES ({NEXT}, 'journal', 'forged', '2026-03-01T00:00:00Z', x'00', zeroblob(32))"
APPROVED = "(SELECT proposal FROM decision ORDER BY seq DESC LIMIT 1)"
WAITING = "(SELECT max(seq) FROM proposal)"


def header(book: str = "proceeds", period: str = "2026-H1", proposal: str = APPROVED, reverses: str = "NULL") -> str:
    """A journal's header; by itself nothing is wrong with it."""
    return (
        f"INSERT INTO journal VALUES ({LAST}, '{book}', 'forged', '{period}', '2026-02-01', {proposal}, 0, NULL, "
        f"{reverses})"
    )


def leg(number: int, account: str, amount: object) -> str:
    return f"INSERT INTO posting VALUES ({LAST}, {number}, '{account}', 'EUR', {amount})"


TWO_LEGS = f"{RECORD}; {leg(0, 'proceeds/bank', 5)}; {leg(1, 'proceeds/income', -5)}"
REVERSED = "(SELECT reverses FROM journal WHERE reverses IS NOT NULL)"
OLD_LEG = "(SELECT amount FROM posting WHERE account = 'proceeds/bank' LIMIT 1)"
ANY = "(SELECT min(seq) FROM journal WHERE book = 'proceeds')"

REFUSED: dict[str, tuple[str, str]] = {
    "update a record": ("UPDATE record SET data = x'00' WHERE seq = 3", "append only"),
    "delete a record": ("DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)", "append only"),
    "replace a record": (
        "INSERT OR REPLACE INTO record SELECT seq, kind, idem, at, x'00', leaf FROM record WHERE seq = 3",
        "not the next",
    ),
    "replace a record by its key": (
        RECORD.replace("INSERT", "INSERT OR REPLACE").replace("forged", "genesis"),
        "append only",
    ),
    "a number out of order": (RECORD.replace("+ 1", "+ 2"), "not the next"),
    "time that runs back": (RECORD.replace("2026-03", "2020-03"), "earlier than the last"),
    "a key used twice": (RECORD.replace("forged", "genesis"), "UNIQUE"),
    "update a leg": ("UPDATE posting SET amount = amount + 1", "append only"),
    "delete a leg": ("DELETE FROM posting", "append only"),
    "an extra leg": (f"INSERT INTO posting VALUES ({ANY}, 9, 'proceeds/bank', 'EUR', 5)", "its journal is closed"),
    "replace a leg": (
        "INSERT OR REPLACE INTO posting SELECT seq, leg, account, asset, amount + 1 FROM posting WHERE leg = 0",
        "append only",
    ),
    "orphan legs": (TWO_LEGS, "FOREIGN KEY"),
    "half a cent": (f"{RECORD}; {leg(0, 'proceeds/bank', 0.5)}", "cannot store REAL"),
    "text as an amount": (f"{RECORD}; {leg(0, 'proceeds/bank', repr('abc'))}", "cannot store TEXT"),
    "more than 64 bits": (f"{RECORD}; {leg(0, 'proceeds/bank', 9223372036854775807)}", "CHECK"),
    "a leg of zero": (f"{RECORD}; {leg(0, 'proceeds/bank', 0)}", "CHECK"),
    "another currency than the account's": (
        f"{RECORD}; INSERT INTO posting VALUES ({LAST}, 0, 'proceeds/bank', 'USD', 5)",
        "FOREIGN KEY",
    ),
    "below the floor": (f"{RECORD}; {leg(0, 'proceeds/bank', -999999999999999)}", "CHECK"),
    "unbalanced": (
        f"{RECORD}; {leg(0, 'proceeds/bank', 5)}; {leg(1, 'proceeds/income', -4)}; {header()}",
        "add up to zero",
    ),
    "a single leg": (f"{RECORD}; {leg(0, 'proceeds/bank', 5)}; {header()}", "fewer than two legs"),
    "mixed books": (
        f"{RECORD}; {leg(0, 'proceeds/bank', 5)}; {leg(1, 'principal/cash', -5)}; {header()}",
        "mixes books",
    ),
    "a sealed period": (f"{TWO_LEGS}; {header(period='2025-H1')}", "period not open"),
    "not approved": (f"{TWO_LEGS}; {header(proposal=WAITING)}", "not approved"),
    "a header without legs of its own": (f"{RECORD}; {header()}", "fewer than two legs"),
    "principal without basis": (
        f"{RECORD}; {leg(0, 'principal/owed', 5)}; {leg(1, 'principal/cash', -5)}; {header('principal')}",
        "neither verified filing nor release",
    ),
    "reversed twice": (f"{TWO_LEGS}; {header(reverses=REVERSED)}", "UNIQUE|inverse"),
    "reversed by other amounts": (f"{TWO_LEGS}; {header(reverses=ANY)}", "not the inverse"),
    "write a balance": (
        "UPDATE balance SET debits = debits + 5, credits = credits + 5 WHERE account = 'proceeds/bank'",
        "only a posting moves it",
    ),
    "write a balance for an old leg": (
        f"UPDATE balance SET debits = debits + {OLD_LEG}, last_leg = last_leg WHERE account = 'proceeds/bank'",
        "only a posting moves it",
    ),
    "delete a balance": ("DELETE FROM balance", "append only"),
    "reopen a period": ("UPDATE period SET status = 'open'", "only forward"),
    "move a period": ("UPDATE period SET last_day = '2099-12-31'", "only forward"),
    "approve one's own": (
        f"{RECORD}; INSERT INTO decision SELECT {LAST}, seq, maker, maker, 'approve' FROM proposal LIMIT 1",
        "CHECK",
    ),
    "approve under another maker": (
        f"{RECORD}; INSERT INTO decision SELECT {LAST}, seq, 'nobody', maker, 'approve' FROM proposal LIMIT 1",
        "FOREIGN KEY",
    ),
    "verify one's own": (
        f"{RECORD}; INSERT INTO verification SELECT {LAST}, seq, filer, filer, 'accepted' FROM filing LIMIT 1",
        "CHECK",
    ),
    "a release that nobody approved": (
        f"{RECORD}; INSERT INTO release VALUES ({LAST}, 'principal/cash', 5, {WAITING}, 7)",
        "too few approvals",
    ),
    "lift a floor": ("UPDATE account SET floor = NULL", "append only"),
    "lower a quorum": ("UPDATE proposal SET needed = 1, maker = 'x'", "append only"),
}


@pytest.mark.parametrize("attack", REFUSED)
def test_the_rules_of_the_file_refuse(kept: Kept, attack: str) -> None:
    before = list(kept.base.iterdump())
    sql, why = REFUSED[attack]
    with pytest.raises(sqlite3.IntegrityError, match=why):
        kept.script(sql)
    assert list(kept.base.iterdump()) == before
    assert kept.verified().findings == ()


def drop_and_edit(kept: Kept) -> None:
    kept.drop("record_no_update")
    edited = "CAST(replace(CAST(data AS TEXT), '\"177420\"', '\"177421\"') AS BLOB)"
    kept.script(f"UPDATE record SET data = {edited} WHERE kind = 'filing'")


def edit_with_its_hash(kept: Kept) -> None:
    """The careful owner: bytes and hash edited, the trigger put back as it was."""
    trigger = kept.value("SELECT sql FROM sqlite_schema WHERE name = 'record_no_update'")
    kept.drop("record_no_update")
    (seq, data) = kept.base.execute("SELECT seq, data FROM record WHERE kind = 'journal' LIMIT 1 OFFSET 1").fetchone()
    data = data.replace(b'"text":""', b'"text":"x"')
    kept.base.execute("UPDATE record SET data = ?, leaf = ? WHERE seq = ?", (data, leaf_hash(data), seq))
    kept.base.execute(str(trigger))


def cut_tail(kept: Kept) -> None:
    trigger = kept.value("SELECT sql FROM sqlite_schema WHERE name = 'record_no_delete'")
    kept.drop("record_no_delete")
    kept.protect(foreign_keys=False)
    kept.script("DELETE FROM record WHERE seq >= 60")
    kept.base.execute(str(trigger))


def orphan_legs(kept: Kept) -> None:
    kept.protect(foreign_keys=False)
    kept.script(
        "INSERT INTO posting VALUES (9999, 0, 'proceeds/bank', 'EUR', 5), (9999, 1, 'proceeds/income', 'EUR', -5)"
    )


def extra_leg(kept: Kept) -> None:
    kept.drop("posting_moves_balance")
    kept.script(REFUSED["an extra leg"][0])


def replace_without_triggers(kept: Kept) -> None:
    """REPLACE deletes silently where recursive triggers are off, and points are not checked."""
    kept.protect(foreign_keys=False, recursive_triggers=False)
    kept.script(REFUSED["replace a record by its key"][0])


def write_balance(kept: Kept) -> None:
    trigger = kept.value("SELECT sql FROM sqlite_schema WHERE name = 'balance_follows_postings'")
    kept.drop("balance_follows_postings")
    kept.script("UPDATE balance SET debits = debits + 5 WHERE account = 'proceeds/bank'")
    kept.base.execute(str(trigger))


def drop_trigger(kept: Kept) -> None:
    kept.drop("journal_is_allowed")


def weaken_trigger(kept: Kept) -> None:
    kept.drop("posting_no_delete")
    kept.base.execute("CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting BEGIN SELECT 1; END")


def add_trigger(kept: Kept) -> None:
    kept.base.execute(
        "CREATE TRIGGER helpful AFTER INSERT ON posting BEGIN UPDATE identity SET name = name || NEW.amount; END"
    )


def rewrite_schema(kept: Kept) -> None:
    kept.base.execute("PRAGMA writable_schema = ON")
    kept.base.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, 'verifier <> filer', '1') WHERE name = 'verification'"
    )
    kept.base.execute("PRAGMA writable_schema = RESET")


def mixed_journal(kept: Kept) -> None:
    """Postings that mix books, under a journal that does not: table against log."""
    kept.drop("posting_no_update")
    kept.script("UPDATE posting SET account = 'principal/cash' WHERE seq = (SELECT max(seq) FROM journal) AND leg = 0")


def forge_rows(kept: Kept) -> None:
    """Rows that the file's rules accept, for a record that says nothing of the kind."""
    kept.script(f"{TWO_LEGS}; {header()}")


SURVIVORS: dict[Callable[[Kept], None], set[str]] = {
    drop_and_edit: {"edited byte", "dropped protection", "rewritten history"},
    edit_with_its_hash: {"changed after approval", "rewritten history"},
    cut_tail: {"cut tail or old backup"},
    orphan_legs: {"orphan legs"},
    extra_leg: {"extra leg", "dropped protection"},
    replace_without_triggers: {"missing record"},
    write_balance: {"direct balance write"},
    drop_trigger: {"dropped protection"},
    weaken_trigger: {"dropped protection"},
    add_trigger: {"dropped protection"},
    rewrite_schema: {"dropped protection"},
    forge_rows: {"unreadable record", "edited byte"},
    mixed_journal: {"mixed journal", "missing row"},
}
"""What whoever owns the file can do, and at least the names under which verification finds it."""


@pytest.mark.parametrize("attack", SURVIVORS, ids=lambda attack: attack.__name__)
def test_what_the_owner_of_the_file_does_is_found_and_named(kept: Kept, attack: Callable[[Kept], None]) -> None:
    attack(kept)
    assert set(kept.verified().names) >= SURVIVORS[attack]


def test_a_restored_backup_is_found(original: tuple[Path, str], tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.db")
    world = World(store).furnish()
    store.back_up(tmp_path / "backup.db")
    note = tell(world)
    store.close()
    old = SqliteStore(tmp_path / "backup.db")
    assert verify(old).findings == ()
    assert verify(old, note, POLICY).names == ("cut tail or old backup",)
    old.close()


def test_a_backup_overwrites_nothing_and_is_whole(kept: Kept, tmp_path: Path) -> None:
    kept.base.close()
    store = SqliteStore(kept.path)
    store.back_up(tmp_path / "copy.db")
    with pytest.raises(UsufructError, match="L306"):
        store.back_up(tmp_path / "copy.db")
    copy = SqliteStore(tmp_path / "copy.db")
    assert verify(copy, kept.note, POLICY).findings == ()
    assert list(copy.stored()) == list(store.stored())
    store.close()
    copy.close()


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE photo (name TEXT)")
    other.close()
    with pytest.raises(UsufructError, match="L301"):
        SqliteStore(tmp_path / "other.db")
    (tmp_path / "text.db").write_text("this is not a database, and long enough to be read as one\n" * 20)
    with pytest.raises(UsufructError, match="L301"):
        SqliteStore(tmp_path / "text.db")
    with pytest.raises(UsufructError, match=r"L306.*check the path"):
        SqliteStore(tmp_path / "no" / "such" / "folder.db")


def test_tables_of_another_version_are_refused(kept: Kept) -> None:
    kept.drop("schema_version_no_update")
    kept.base.execute("UPDATE schema_version SET checksum = ?", ("0" * 64,))
    kept.base.close()
    with pytest.raises(UsufructError, match="L305"):
        SqliteStore(kept.path)
    assert [script.version for script in scripts_of("sqlite")] == [1]


def test_a_file_without_its_versions_is_damaged_and_an_empty_one_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as base:
        base.execute("DROP TABLE schema_version")
    with pytest.raises(UsufructError, match=r"L301.*schema_version is missing"):
        SqliteStore(path)
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(UsufructError, match=r"L301.*empty"):
        open_store(str(empty))
    assert empty.stat().st_size == 0
