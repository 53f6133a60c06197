"""The attack list on a server: what each role is refused, and what a superuser can do and how that shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.ledger.forging import altered
from tests.ledger.postgres_server import MEMBERS, Server
from tests.ledger.story import tell
from tests.ledger.world import KEYS, LOG_KEY, ORIGIN, World, journal, replace
from usufruct.errors import UsufructError
from usufruct.ledger import MemoryStore, Record, VerifierKey, WitnessPolicy
from usufruct.ledger.bodies import Amount, Leg, Period
from usufruct.ledger.record import Order, Under, record_bytes
from usufruct.ledger.state import State
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.postgres_install import ROLES, install
from usufruct.ledger.verifying import verify

POLICY = WitnessPolicy(VerifierKey.of_log(ORIGIN, LOG_KEY.public))
REFUSALS = (psycopg.errors.IntegrityError, psycopg.errors.DataError, psycopg.errors.InsufficientPrivilege)


class Kept:
    """A told ledger on the server, with an approved and an unapproved proposal waiting in an open period."""

    def __init__(self, server: Server, database: str) -> None:
        self.server, self.database = server, database
        self.store = PostgresStore(server.url("keeper", database))
        self.world = World(self.store).furnish()
        self.note = tell(self.world)
        self.world.do(Period("2026-H1", "2026-01-01", "2026-06-30", "open"))
        self.body = journal("proceeds/bank", "proceeds/income", 5, "2026-H1", effective="2026-02-01")
        self.approved = self.world.propose([self.body])
        self.world.approve(self.approved, "bert", "cleo")
        self.waiting = self.world.propose([self.body])

    def connect(self, user: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.server.url(user, self.database), autocommit=True)

    def record(self, body: object = None, proposal: int | None = None, **parts: object) -> bytes:
        """What a rogue writer would hand in: a record of its own making, canonical and with the next number."""
        under = Under(self.approved if proposal is None else proposal, 0)
        order = Order(body or self.body, KEYS["anna"].id, "forged", "2025-01-05T00:00:00Z", "", under)  # type: ignore[arg-type]
        data = record_bytes(Record(self.store.size(), ORIGIN, order))
        return altered(data, lambda value: value.update(parts)) if parts else data


@pytest.fixture(scope="module")
def kept(server: Server) -> Iterator[Kept]:
    made = Kept(server, server.database("attacked"))
    yield made
    made.store.close()


def test_a_wrong_password_is_refused(server: Server, database: str) -> None:
    with pytest.raises(UsufructError, match="L307") as refused:
        PostgresStore(server.url("keeper", database, "wrong"))
    assert "wrong" not in str(refused.value).replace("user or password are wrong", "")


def test_nobody_comes_in_without_a_password_but_the_owner_by_the_socket(server: Server, database: str) -> None:
    for user in (*MEMBERS, "usufruct_owner"):
        bare = f"host=127.0.0.1 port={server.port} user={user} dbname={database} password=x"
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(bare)
    with pytest.raises(psycopg.OperationalError, match="pg_hba"):
        psycopg.connect(f"host=127.0.0.1 port={server.port} user=postgres dbname={database} password=x")


def test_the_passwords_are_kept_as_scram(server: Server, database: str) -> None:
    with server.admin(database) as base:
        kept = base.execute("SELECT rolpassword FROM pg_authid WHERE rolcanlogin AND rolname <> 'postgres'").fetchall()
        assert all(str(password).startswith("SCRAM-SHA-256$") for (password,) in kept)
        assert kept
        can = base.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND rolcanlogin", (list(ROLES),))
        assert can.fetchall() == []


FOR_THE_WRITER = {
    "insert a record": "INSERT INTO usufruct.record SELECT * FROM usufruct.record LIMIT 1",
    "update a record": "UPDATE usufruct.record SET data = data",
    "delete records": "DELETE FROM usufruct.record",
    "empty the log": "TRUNCATE usufruct.record CASCADE",
    "insert a leg": "INSERT INTO usufruct.posting VALUES (1, 1, 'proceeds/bank', 'EUR', 5)",
    "read balances": "SELECT * FROM usufruct.balance",
    "write a balance": "UPDATE usufruct.balance SET debits = 5",
    "read who people are": "SELECT * FROM usufruct.identity",
    "run another function": "SELECT usufruct.project_journals(1, 2)",
    "become the owner": "SET ROLE usufruct_owner",
    "switch triggers off": "SET session_replication_role = replica",
    "drop a trigger": "DROP TRIGGER record_append_only ON usufruct.record",
    "make a table of the same name": "CREATE TABLE usufruct.other (x int)",
}


@pytest.mark.parametrize("attack", FOR_THE_WRITER)
def test_a_writer_may_call_one_function_and_nothing_else(kept: Kept, attack: str) -> None:
    with kept.connect("narrow") as base, pytest.raises(psycopg.errors.InsufficientPrivilege):
        base.execute(FOR_THE_WRITER[attack].encode())


def test_a_reader_reads_and_an_auditor_reads_all(kept: Kept) -> None:
    with kept.connect("reader") as base:
        assert base.execute("SELECT count(*) FROM usufruct.journal").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            base.execute("SELECT * FROM usufruct.identity")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            base.execute("SELECT usufruct.append(ARRAY[]::bytea[])")
    with kept.connect("auditor") as base:
        assert base.execute("SELECT count(*) FROM usufruct.identity").fetchone() == (0,)


def legs(*pairs: tuple[str, int]) -> Callable[[Kept], bytes]:
    """A journal whose content was approved as it stands, but which no rule of the books allows."""

    def make(kept: Kept) -> bytes:
        given = tuple(Leg(path, Amount(amount)) for path, amount in pairs)
        body = replace(kept.body, book=pairs[0][0].split("/")[0], legs=given)
        proposal = kept.world.propose([body])
        kept.world.approve(proposal, "bert", "cleo")
        return kept.record(body, proposal)

    return make


def with_a_second_body(kept: Kept) -> bytes:
    """What was approved, and behind it what was not: a reader of the whole takes the last of two equal keys."""
    other = replace(kept.body, text="never approved")
    body = kept.record(other).partition(b',"body":')[2].partition(b',"by":"')[0]
    return kept.record()[:-1] + b',"body":' + body + b"}"


BY_THE_ONE_FUNCTION: dict[str, tuple[Callable[[Kept], bytes], str]] = {
    "no approval": (lambda kept: kept.record(proposal=kept.waiting), "not approved"),
    "other content than approved": (
        lambda kept: kept.record(journal("proceeds/bank", "proceeds/income", 6, "2026-H1", effective="2026-02-01")),
        "not approved as it stands",
    ),
    "a second body behind the approved one": (with_a_second_body, "not in its one form"),
    "an instant in another form": (
        lambda kept: kept.record(at="2025-01-05T00:00:00.0Z"),
        "one form|invalid input syntax",
    ),
    "no proposal": (lambda kept: kept.record(under=None), "null value|not approved"),
    "after the approval expired": (lambda kept: kept.record(at="2029-01-01T00:00:00Z"), "in time"),
    "a number that is not the next": (lambda kept: kept.record(seq=9_999), "not the next|out of order"),
    "a number that is taken": (lambda kept: kept.record(seq=3), "unique|duplicate"),
    "a key that was used": (lambda kept: kept.record(idem="genesis"), "unique|duplicate"),
    "time that runs back": (lambda kept: kept.record(at="2020-01-01T00:00:00Z"), "earlier than the last"),
    "no text": (lambda kept: b"\xff\xfe", "invalid byte sequence|invalid input"),
    "no JSON": (lambda kept: b"{", "invalid input syntax"),
    "unbalanced": (legs(("proceeds/bank", 5), ("proceeds/income", -4)), "add up to zero"),
    "a single leg": (legs(("proceeds/bank", 5)), "fewer than two legs"),
    "mixed books": (legs(("proceeds/bank", 5), ("principal/owed", -5)), "books that mix"),
    "an account that is not there": (legs(("proceeds/bank", 5), ("proceeds/gone", -5)), "null value"),
    "below a floor": (legs(("proceeds/cap", -(10**17)), ("proceeds/income", 10**17)), "below its floor"),
    "principal without basis": (legs(("principal/cash", 5), ("principal/owed", -5)), "neither|mix"),
    "half a cent": (
        lambda kept: altered(
            kept.record(), lambda v: v["body"].update(legs=[["proceeds/bank", "0.5"], ["proceeds/income", "-0.5"]])
        ),
        "check constraint|not approved",
    ),
    "not a number": (
        lambda kept: altered(
            kept.record(), lambda v: v["body"].update(legs=[["proceeds/bank", "NaN"], ["proceeds/income", "NaN"]])
        ),
        "check constraint",
    ),
    "a sealed period": (
        lambda kept: altered(kept.record(), lambda v: v["body"].update(period="2025-H1", effective="2025-02-01")),
        "period not open",
    ),
}


@pytest.mark.parametrize("attack", BY_THE_ONE_FUNCTION)
def test_a_rogue_writer_is_refused_by_the_database_itself(kept: Kept, attack: str) -> None:
    forge, why = BY_THE_ONE_FUNCTION[attack]
    data = forge(kept)
    size = kept.store.size()
    with kept.connect("narrow") as base, pytest.raises(psycopg.Error, match=why):
        base.execute("SELECT usufruct.append(%b)", ([data],))
    assert kept.store.size() == size
    assert verify(kept.store, kept.note, POLICY).findings == ()


def test_a_writer_cannot_shadow_what_the_function_uses(kept: Kept) -> None:
    with kept.connect("narrow") as base:
        base.execute("CREATE TEMPORARY TABLE record (LIKE usufruct.record)")
        base.execute("SET search_path = pg_temp, usufruct")
        with pytest.raises(psycopg.errors.IntegrityError, match="not approved"):
            base.execute("SELECT usufruct.append(%b)", ([kept.record(proposal=kept.waiting)],))


def test_numeric_amounts_are_not_rounded_silently(kept: Kept) -> None:
    """bigint and numeric(38, 0) make 1 of 0.5 without a word; the column refuses it, NaN and infinity too."""
    for amount in ("0.5", "'NaN'", "'Infinity'", "0", "1e18"):
        with kept.server.admin(kept.database) as base, pytest.raises(REFUSALS):
            base.execute(f"INSERT INTO usufruct.posting VALUES (3, 7, 'proceeds/bank', 'EUR', {amount})".encode())


def test_the_owner_runs_into_the_triggers(kept: Kept) -> None:
    attacks = (
        "UPDATE usufruct.record SET data = data",
        "DELETE FROM usufruct.posting",
        "TRUNCATE usufruct.record CASCADE",
        "UPDATE usufruct.balance SET debits = debits + 5, credits = credits + 5",
        "UPDATE usufruct.period SET status = 'open'",
        "INSERT INTO usufruct.posting VALUES ((SELECT max(seq) FROM usufruct.journal), 9, 'proceeds/bank', 'EUR', 5)",
        "INSERT INTO usufruct.decision SELECT 3, seq, maker, maker, 'approve' FROM usufruct.proposal LIMIT 1",
    )
    for attack in attacks:
        with kept.server.admin(kept.database) as base:
            base.execute("SET ROLE usufruct_owner")
            with pytest.raises(psycopg.errors.IntegrityError):
                base.execute(attack.encode())


NEW = "(SELECT max(seq) FROM usufruct.record)"
BARE_RECORD = """
  INSERT INTO usufruct.record SELECT seq + 1, 'journal', 'by the owner', at, ''::bytea, sha256('\\x00'::bytea)
  FROM usufruct.record ORDER BY seq DESC LIMIT 1"""
LEG = "INSERT INTO usufruct.posting VALUES"
EXECUTION = "INSERT INTO usufruct.execution SELECT max(seq), 0, {} FROM usufruct.proposal"
JOURNAL = f"""INSERT INTO usufruct.journal
  SELECT {NEW}, 'proceeds', 'accrual', '2026-H1', '2026-02-01', max(seq), 0 FROM usufruct.proposal"""
BY_THE_OWNER: dict[str, tuple[tuple[str, ...], str]] = {
    "a leg in another asset": ((BARE_RECORD, f"{LEG} ({NEW}, 0, 'proceeds/bank', 'USD', 5)"), "no such account in"),
    "a leg in two assets": (
        (BARE_RECORD, f"{LEG} ({NEW}, 0, 'proceeds/bank', 'EUR', 5), ({NEW}, 1, 'proceeds/bank', 'USD', 5)"),
        "no such account in",
    ),
    "a leg on no account": ((BARE_RECORD, f"{LEG} ({NEW}, 0, 'proceeds/gone', 'EUR', 5)"), "no such account in"),
    "below a floor and up again": (
        (BARE_RECORD, f"{LEG} ({NEW}, 0, 'proceeds/cap', 'EUR', -1e17), ({NEW}, 1, 'proceeds/cap', 'EUR', 1e17)"),
        "below its floor",
    ),
    "legs of no journal": ((BARE_RECORD, f"{LEG} ({NEW}, 0, 'proceeds/bank', 'EUR', 5)"), "posting_seq_fkey"),
    "an execution of no record": ((EXECUTION.format(99_999),), "not approved as it stands"),
    "an execution of no item": ((BARE_RECORD, EXECUTION.format(NEW).replace(", 0,", ", 77,")), "not approved as it"),
    "an execution with other content": ((BARE_RECORD, EXECUTION.format(NEW)), "not approved as it stands"),
    "a journal without legs": ((BARE_RECORD, JOURNAL), "fewer than two legs"),
    "a journal without execution": (
        (
            BARE_RECORD,
            f"{LEG} ({NEW}, 0, 'proceeds/bank', 'EUR', 5), ({NEW}, 1, 'proceeds/income', 'EUR', -5)",
            JOURNAL,
        ),
        "journal: not approved",
    ),
    "a refusal of what was executed": (
        (
            """INSERT INTO usufruct.decision SELECT p.seq, p.seq, p.maker, 'cleo', 'reject'
               FROM usufruct.proposal p JOIN usufruct.execution e ON e.proposal = p.seq LIMIT 1""",
        ),
        "executed later",
    ),
}
"""What the owner of the tables, who needs no function, is refused when the transaction ends at the latest."""


@pytest.mark.parametrize("attack", BY_THE_OWNER)
def test_the_owner_cannot_write_rows_that_do_not_agree(kept: Kept, attack: str) -> None:
    statements, why = BY_THE_OWNER[attack]
    whole = "; ".join(("SET LOCAL ROLE usufruct_owner", *statements))  # one message is one transaction
    with kept.server.admin(kept.database) as base, pytest.raises(psycopg.errors.IntegrityError, match=why):
        base.execute(whole.encode())
    assert verify(kept.store, kept.note, POLICY).findings == ()


def test_a_second_session_cannot_slip_a_leg_in(kept: Kept) -> None:
    """The race that committed a journal with sum 1000 in an early design: a leg by another session."""
    data = kept.record()
    extra = "INSERT INTO usufruct.posting VALUES (%s, 9, 'proceeds/bank', 'EUR', 1000)"
    number = kept.store.size()
    with kept.connect("narrow") as first, kept.server.admin(kept.database) as second:
        with first.transaction(force_rollback=True):
            first.execute("SELECT usufruct.append(%b)", ([data],))
            with pytest.raises(psycopg.errors.IntegrityError, match="its journal is closed"):
                second.execute(extra, (number,))
        # And when the leg comes in a transaction that began before.
        with second.transaction(force_rollback=True):
            second.execute("SELECT 1")
            with pytest.raises(psycopg.errors.IntegrityError):
                second.execute(extra, (max(kept.world.ledger.state.journals),))
    assert kept.store.size() == number


def test_a_posting_reads_no_table_from_end_to_end(kept: Kept) -> None:
    """What was planned while the tables were small read the whole log for each posting later."""
    read = "SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables WHERE relname IN ('record', 'journal', 'posting')"
    with kept.connect("narrow") as base, base.transaction(force_rollback=True):
        base.execute("SELECT usufruct.append(%b)", ([kept.record()],))
        base.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert base.execute(read).fetchone() == (0,)


def test_two_writers_wait_for_each_other(kept: Kept) -> None:
    with kept.connect("narrow") as first, kept.connect("narrow") as second, first.transaction(force_rollback=True):
        first.execute("SELECT usufruct.append(%b)", ([kept.record()],))
        second.execute("SET lock_timeout = 100")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute("SELECT usufruct.append(%b)", ([kept.record()],))
        waiting = PostgresStore(kept.server.url("keeper", kept.database), timeout=0.1)
        with pytest.raises(UsufructError, match="L302"), waiting.writing() as writing:
            writing.append([], State())
        waiting.close()


FALSIFIED = "convert_to(replace(convert_from(data, 'UTF8'), '\"177420\"', '\"177421\"'), 'UTF8')"
EDITED = f"SET data = {FALSIFIED}, leaf = sha256('\\x00'::bytea || {FALSIFIED}) WHERE kind = 'filing'"
WEAKER = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL;END'"
REPLICA = "SET session_replication_role = replica"

SUPERUSER: dict[str, tuple[str, str]] = {
    "edit bytes as a replica": (f"{REPLICA}; UPDATE usufruct.record {EDITED}", "forged signature"),
    "switch a trigger off": ("ALTER TABLE usufruct.record DISABLE TRIGGER record_append_only", "dropped protection"),
    "drop a trigger": ("DROP TRIGGER journal_is_sound ON usufruct.journal", "dropped protection"),
    "weaken a function": (
        f"CREATE OR REPLACE FUNCTION usufruct.refuse_change() {WEAKER}",
        "dropped protection",
    ),
    "drop a check": (
        "ALTER TABLE usufruct.verification DROP CONSTRAINT verification_check",
        "dropped protection",
    ),
    "drop a check of a domain": ("ALTER DOMAIN usufruct.movement DROP CONSTRAINT movement_check", "dropped protection"),
    "take a column out of its domain": (
        "ALTER TABLE usufruct.balance ALTER debits TYPE numeric",
        "dropped protection",
    ),
    "drop a foreign key": (
        "ALTER TABLE usufruct.posting DROP CONSTRAINT posting_seq_fkey",
        "dropped protection",
    ),
    "drop a unique key": ("ALTER TABLE usufruct.record DROP CONSTRAINT record_idem_key", "dropped protection"),
    "write into nothing": (
        "CREATE RULE lost AS ON INSERT TO usufruct.posting DO INSTEAD NOTHING",
        "dropped protection",
    ),
    "grant a right": ("GRANT INSERT ON usufruct.posting TO narrow", "dropped protection"),
    "write a balance": (
        "SET session_replication_role = replica; UPDATE usufruct.balance SET debits = debits + 5",
        "direct balance write",
    ),
    "orphan legs": (
        f"{REPLICA}; INSERT INTO usufruct.posting VALUES (9999, 0, 'proceeds/bank', 'EUR', 5)",
        "orphan legs",
    ),
    "cut the tail": (
        "SET session_replication_role = replica; DELETE FROM usufruct.record WHERE seq >= 60",
        "cut tail or old backup",
    ),
}
"""What a superuser can do, and at least the name under which verification finds it."""


@pytest.mark.parametrize("attack", SUPERUSER)
def test_what_a_superuser_does_is_found_and_named(kept: Kept, attack: str) -> None:
    sql, name = SUPERUSER[attack]
    copy = "attacked_" + re.sub(r"\W", "_", attack)
    kept.store.close()  # a template has no visitors
    with kept.server.admin("postgres") as base:
        base.execute(f"CREATE DATABASE {copy} TEMPLATE attacked".encode())
    with kept.server.admin(copy) as base:
        for statement in sql.split("; "):
            base.execute(statement.encode())
    store = PostgresStore(kept.server.url("keeper", copy))
    assert name in verify(store, kept.note, POLICY).names
    store.close()


@pytest.mark.parametrize(
    ("done", "undone", "said"),
    [
        ("ALTER ROLE usufruct_owner LOGIN", "ALTER ROLE usufruct_owner NOLOGIN", "role usufruct_owner may log in"),
        (
            "GRANT usufruct_writer TO usufruct_reader",
            "REVOKE usufruct_writer FROM usufruct_reader",
            "role usufruct_reader may do what usufruct_writer may",
        ),
    ],
)
def test_a_role_that_may_more_than_it_should_is_found(kept: Kept, done: str, undone: str, said: str) -> None:
    assert kept.store.problems() == []
    with kept.server.admin("postgres") as base:
        base.execute(done.encode())
        try:
            assert kept.store.problems() == [said]
        finally:
            base.execute(undone.encode())
    assert kept.store.problems() == []


def test_installing_again_changes_nothing(server: Server, database: str) -> None:
    assert install(server.url("postgres", database)) == ()


def test_a_database_without_the_tables_is_told_apart(server: Server) -> None:
    with server.admin("postgres") as base:
        base.execute("CREATE DATABASE bare")
    with pytest.raises(UsufructError, match="L305"):
        PostgresStore(server.url("keeper", "bare"))
    with pytest.raises(UsufructError, match="L306"):
        PostgresStore(server.url("keeper", "no_such_database"))


def test_a_password_is_in_no_message(server: Server, database: str) -> None:
    from usufruct.ledger.stores.postgres_connection import Connection

    for url in (server.url("keeper", database), "host=x password=keeper-secret user=keeper"):
        assert "keeper-secret" not in Connection(url).where


def test_memory_and_server_refuse_alike(kept: Kept) -> None:
    assert MemoryStore().problems() == kept.store.problems() == []
