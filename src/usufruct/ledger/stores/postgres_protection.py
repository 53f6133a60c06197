"""What protects a ledger on a server, and what of it is missing: triggers, functions, constraints, rights, rules.

Only a superuser or the owner of the tables can take any of it away, and only verification sees that it is gone.
"""

from __future__ import annotations

import re
from typing import Any, Final

_TRIGGER: Final = re.compile(r"^CREATE (?:CONSTRAINT )?TRIGGER (\w+)", re.MULTILINE)
_FUNCTION: Final = re.compile(r"^CREATE FUNCTION (\w+)\(.*?\$\$(.*?)\$\$", re.MULTILINE | re.DOTALL)

CONSTRAINTS: Final = {
    "account": "book_check ceiling_check floor_check path_asset_key pkey scale_check seq_fkey seq_key side_check",
    "balance": "account_asset_fkey check check1 credits_check debits_check pkey",
    "decision": "check pkey proposal_maker_fkey seq_fkey verdict_check",
    "execution": "pkey seq_key",
    "filing": "custodian_period_version_key pkey seq_filer_key seq_fkey version_check",
    "holder": "pkey seq_fkey",
    "identity": "pkey",
    "item": "pkey proposal_fkey",
    "journal": "basis_fkey book_check pkey proposal_item_key reverses_fkey reverses_key",
    "period": "check pkey seq_fkey seq_key status_check",
    "posting": "amount_check leg_check pkey seq_fkey",
    "proposal": "digest_check needed_check pkey seq_fkey seq_maker_key",
    "quorum": "above_check approvals_check",
    "record": "check idem_key pkey seq_check",
    "release": "account_fkey amount_check pkey seq_fkey",
    "schema_version": "checksum_check pkey",
    "verification": "check filing_filer_fkey filing_key pkey seq_fkey verdict_check",
}
"""Constraints by table, as the server names those of the scripts: what follows the name of the table.

A check that comes with the domain of a column counts as one of its table: it is gone too when the column has another
type.
"""


def problems_of(base: Any, script: str) -> list[str]:
    """Return what differs between the protection of a database and the scripts.

    Args:
        base: an open connection.
        script: the text of all scripts.
    """
    on = {name for (name,) in base.execute(_TRIGGERS_ON)}
    bodies = dict(base.execute(_FUNCTION_BODIES).fetchall())
    found = [f"trigger {name} is missing or off" for name in sorted(set(_TRIGGER.findall(script)) - on)]
    found += [f"trigger {name} was added" for name in sorted(on - set(_TRIGGER.findall(script)))]
    asked = dict(_FUNCTION.findall(script))
    found += [f"function {name} is missing or altered" for name in asked if bodies.get(name) != asked[name]]
    found += [f"function {name} was added" for name in sorted(bodies.keys() - asked.keys())]
    found += [f"{grantee} may {right} {table}" for grantee, right, table in base.execute(_EXCESS_RIGHTS)]
    return found + _constraints(base) + _roles(base)


def _constraints(base: Any) -> list[str]:
    there = {name for (name,) in base.execute(_CONSTRAINTS_ON)}
    asked = {f"{table}_{name}" for table, names in CONSTRAINTS.items() for name in names.split()}
    found = [f"constraint {name} is missing" for name in sorted(asked - there)]
    found += [f"constraint {name} is not valid" for (name,) in base.execute(_INVALID_CONSTRAINTS)]
    return found + [f"rule {rule} on {table} was added" for table, rule in base.execute(_RULES)]


def _roles(base: Any) -> list[str]:
    found = [f"role {name} may log in" for (name,) in base.execute(_LOGINS)]
    return found + [f"role {member} may do what {role} may" for member, role in base.execute(_MEMBERS)]


_TRIGGERS_ON: Final = """
  SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'usufruct' AND NOT tgisinternal AND tgenabled = 'O'"""
_FUNCTION_BODIES: Final = """
  SELECT proname, prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'usufruct'"""
_EXCESS_RIGHTS: Final = """
  SELECT coalesce(r.rolname, 'everyone'), a.privilege_type, o.name
  FROM (SELECT relname AS name, relacl AS acl, relnamespace AS space FROM pg_class
        UNION ALL SELECT proname, proacl, pronamespace FROM pg_proc) o
  JOIN pg_namespace n ON n.oid = o.space AND n.nspname = 'usufruct', aclexplode(o.acl) a
  LEFT JOIN pg_roles r ON r.oid = a.grantee
  WHERE a.privilege_type <> 'SELECT' AND coalesce(r.rolname, 'everyone') <> 'usufruct_owner'
    AND (coalesce(r.rolname, 'everyone'), o.name)
        NOT IN (('usufruct_registrar', 'identity'), ('usufruct_writer', 'append'))"""
_INVALID_CONSTRAINTS: Final = """
  SELECT conname FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
  WHERE n.nspname = 'usufruct' AND NOT convalidated"""
_CONSTRAINTS_ON: Final = """
  SELECT conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'usufruct' AND contype IN ('c', 'f', 'p', 'u')
  UNION ALL SELECT c.relname || '_' || a.attname || '_check' FROM pg_constraint k
  JOIN pg_attribute a ON a.atttypid = k.contypid JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'usufruct' AND k.conname IN ('movement_check', 'gross_check') AND NOT a.attisdropped"""
_RULES: Final = """
  SELECT c.relname, r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'usufruct' AND r.rulename <> '_RETURN'"""
_LOGINS: Final = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'usufruct\\_%' AND rolcanlogin"
_MEMBERS: Final = """
  SELECT m.rolname, r.rolname FROM pg_auth_members a
  JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid
  WHERE m.rolname LIKE 'usufruct\\_%' AND r.rolname LIKE 'usufruct\\_%'"""
