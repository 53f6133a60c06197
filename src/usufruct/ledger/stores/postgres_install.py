"""The roles and tables of a ledger on a PostgreSQL server, as an administrator makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from usufruct.errors import refuse
from usufruct.ledger.merkle import EMPTY_ROOT, root_of
from usufruct.ledger.stores.migrations import Script, pending, scripts_of
from usufruct.ledger.stores.postgres_connection import Connection
from usufruct.ledger.what_to_do import REPORT

ROLES: Final = (
    *("usufruct_owner", "usufruct_writer", "usufruct_reader", "usufruct_auditor", "usufruct_registrar"),
    "usufruct_public",
)
"""Roles without login; an administrator makes people and programs members of them."""


def install(url: str, scripts: Sequence[Script] | None = None) -> tuple[Script, ...]:
    """Make the roles and bring the tables to the form of this version; return what was done.

    Each script runs in one transaction, and the root over the log is the same before and after it.

    Args:
        url: the database, as a superuser.
        scripts: the form of the tables; those of this version unless a test says otherwise.

    Raises:
        UsufructError: ``L305`` for tables of another version, or a script that would change what was
            recorded; ``L306`` or ``L307`` when the server cannot be reached or does not let this user.
    """
    to = Connection(url)
    try:
        with to.speaking():
            return _migrate(to, scripts_of("postgres") if scripts is None else scripts)
    finally:
        to.close()


def applied_to(to: Connection) -> list[tuple[int, str]]:
    """Return version and checksum of the scripts that made the tables."""
    query = "SELECT version, checksum FROM usufruct.schema_version ORDER BY version"
    return [(int(version), str(checksum)) for version, checksum in to.base.execute(query)]


def _migrate(to: Connection, scripts: Sequence[Script]) -> tuple[Script, ...]:
    for role in ROLES:
        if to.base.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
            to.base.execute(f"CREATE ROLE {role} NOLOGIN")
    done = pending(scripts, applied_to(to) if _is_there(to, "schema_version") else [], "postgres")
    for script in done:
        with to.base.transaction():
            before = _root(to)
            to.base.execute(script.sql.encode())
            to.base.execute("RESET ROLE")
            if _root(to) != before:
                raise refuse("L305", f"script {script.version} would change what was recorded", to.where, "", REPORT)
            row = (script.version, script.name, script.checksum, to.one("SELECT count(*) FROM usufruct.record"), before)
            to.base.execute("INSERT INTO usufruct.schema_version VALUES (%s, %s, %s, %s, %s)", row)
    return done


def _is_there(to: Connection, table: str) -> bool:
    return bool(to.one(f"SELECT to_regclass('usufruct.{table}') IS NOT NULL"))


def _root(to: Connection) -> bytes:
    """The root over the log; the empty one before there are tables."""
    if not _is_there(to, "record"):
        return EMPTY_ROOT
    return root_of([leaf for (leaf,) in to.base.execute("SELECT leaf FROM usufruct.record ORDER BY seq", binary=True)])
