"""What the commands do that prove a ledger: heads and witnesses, verification, rebuilt tables, backups."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from usufruct.cli.clock import latest, order_instant_of
from usufruct.cli.ending import OK, VERIFICATION, usage
from usufruct.cli.layout import text_of, wrapped
from usufruct.cli.ledger_commands import opened, print_text, write_document
from usufruct.errors import UsufructError, refuse

if TYPE_CHECKING:
    from usufruct.ledger.keeping import Ledger
    from usufruct.ledger.notes import WitnessPolicy
    from usufruct.ledger.verifying import Report


def checkpoint(where: str, key_path: str, out: str, last: str, at: str) -> int:
    """``usufruct ledger checkpoint``."""
    with opened(where) as found:
        note = _signed_head(found, key_path, last, at)
    if not out:
        print(note, end="")
        return OK
    from usufruct.cli.ledger_text import checkpoint_text
    from usufruct.ledger.opening import write_new

    write_new(out, note)
    return print_text(checkpoint_text(note, out))


def _signed_head(found: Ledger, key_path: str, last: str, at: str) -> str:
    from usufruct.ledger.heads import HeadSigner, LastHead
    from usufruct.ledger.key_file import read_key_file

    private = read_key_file(key_path)
    if private.public != found.state.log_key:
        remedy = f"the key of the log is {found.state.log_key}"
        raise refuse("L333", "this is not the key of the log", key_path, "nobody could check the head", remedy)
    signer = HeadSigner(found.state.ledger, private, LastHead(Path(last or key_path + ".head")))
    return found.checkpoint(signer, order_instant_of(at))


def witness(where: str, note: str, name: str, log: str, key_path: str, out: str, last: str, at: str) -> int:
    """``usufruct ledger witness``."""
    from usufruct.ledger.heads import LastHead, Witness
    from usufruct.ledger.key_file import read_key_file
    from usufruct.ledger.merkle import leaf_hash
    from usufruct.ledger.notes import VerifierKey
    from usufruct.ledger.opening import read_note, write_new

    text, seen = read_note(note), LastHead(Path(last or key_path + ".head"))
    moment = datetime.fromisoformat(order_instant_of(at).removesuffix("Z")).replace(tzinfo=UTC)
    with opened(where) as found:
        # Of the bytes, not of the hashes that stand beside them: a witness believes no table.
        leaves = [leaf_hash(data) for data in found.store.stored()]
    who = Witness(name, read_key_file(key_path), VerifierKey.read(log), seen)
    signed = who.cosign_read(text, leaves, int(moment.timestamp()))
    if not out:
        print(signed, end="")
        return OK
    from usufruct.cli.ledger_text import witnessed_text

    write_new(out, signed)
    return print_text(witnessed_text(signed, out, who.key.text))


def verify(where: str, checkpoints: Sequence[str] | None, policy_path: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct verify --ledger`` and ``usufruct ledger verify``."""
    from usufruct.ledger.opening import open_store, read_note
    from usufruct.ledger.verifying import verify as verify_store

    notes = {each: read_note(each) for each in checkpoints or ()}
    policy = _policy(policy_path)
    if policy is not None and not notes:
        raise usage("a policy is about a checkpoint", "--policy", "give --checkpoint as well")
    try:
        store = open_store(where)
    except UsufructError as error:
        if {"L301", "L305"}.isdisjoint(fault.code for fault in error.faults):
            raise
        return _reported(_unopened(error, notes), where, as_json=as_json)
    try:
        report = verify_store(store, notes, policy, latest())
    finally:
        store.close()
    return _reported(report, where, as_json=as_json)


def _unopened(error: UsufructError, notes: Mapping[str, str]) -> Report:
    """What is said of a ledger too damaged to be opened: that is a finding, not a mistake of who asks."""
    from usufruct.ledger.merkle import EMPTY_ROOT
    from usufruct.ledger.verifying import Finding, Outside, Report

    findings = tuple(Finding("damaged file", each.where, f"{each.code}: {each.what}") for each in error.faults)
    return Report(0, EMPTY_ROOT, findings, tuple(Outside(name, None, "damaged file") for name in notes))


def _reported(report: Report, where: str, *, as_json: bool) -> int:
    from usufruct.ledger.opening import shown

    if as_json:
        from usufruct.publish.ledger_document import verification_document

        write_document(verification_document(report, shown(where)))
    else:
        from usufruct.cli.verification_text import verification_text

        print_text(verification_text(report, shown(where)))
    return VERIFICATION if report.findings else OK


def _policy(path: str) -> WitnessPolicy | None:
    from usufruct.ledger.notes import WitnessPolicy
    from usufruct.ledger.opening import read_note

    return WitnessPolicy.read(read_note(path)) if path else None


def rebuild(where: str, out: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger rebuild``."""
    from usufruct.ledger.opening import shown
    from usufruct.ledger.rebuilding import rebuild as rebuilt
    from usufruct.ledger.rebuilding import rebuild_into

    with opened(where) as found:
        differences = rebuilt(found.store)
        if out:
            rebuild_into(found.store, out)
    if as_json:
        from usufruct.publish.ledger_document import rebuilt_document

        write_document(rebuilt_document(differences, shown(where), shown(out)))
    else:
        from usufruct.cli.ledger_text import rebuilt_text

        print_text(rebuilt_text(differences, shown(where), shown(out)))
    return VERIFICATION if any(each.differs for each in differences) else OK


def export(where: str, table: str, out: str) -> int:
    """``usufruct ledger export``."""
    from usufruct.ledger.opening import write_new
    from usufruct.ledger.projection import COLUMNS

    if table and table not in COLUMNS:
        raise usage(f"no table is called {table!r:.40}", "--table", f"there are {', '.join(COLUMNS)}")
    with opened(where) as found:
        if table:
            from usufruct.cli.ledger_text import csv_text

            text = csv_text(COLUMNS[table], found.store.tables()[table])
        else:
            text = "".join(data.decode() + "\n" for data in found.store.stored())
    if not out:
        # As bytes: a terminal of another encoding would change what is hashed.
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return OK
    write_new(out, text)
    lines = text.count("\n") - bool(table)
    said = f"{lines} rows of the table {table}" if table else f"{lines} records, one a line"
    leaf = "" if table else " The SHA-256 of a zero byte and a line is its leaf."
    return print_text(text_of([wrapped(f"{out}: {said}.{leaf}")]))


def prove(where: str, account: str, period: str, out: str, checkpoint: str) -> int:
    """``usufruct ledger prove``."""
    from usufruct.ledger.notes import VerifierKey
    from usufruct.ledger.opening import read_note, write_new
    from usufruct.ledger.party_proof import prove as proven

    with opened(where) as found:
        note = read_note(checkpoint) if checkpoint else _kept_head(found, "ledger prove", _PROVEN_BY)
        text = proven(found, period, account, note)
        key = VerifierKey.of_log(found.state.ledger, found.state.log_key).text
    if not out:
        print(text, end="")
        return OK
    from usufruct.cli.party_text import proof_text

    write_new(out, text)
    return print_text(proof_text(account, period, out, key))


def check_proof(path: str, log: str, policy_path: str) -> int:
    """``usufruct ledger check-proof``."""
    from usufruct.cli.ending import refuse_with
    from usufruct.cli.party_text import checked_text
    from usufruct.ledger.opening import read_note
    from usufruct.ledger.party_proof import check

    policy = _policy(policy_path)
    if bool(log) == (policy is not None):
        remedy = (
            "write --log KEY, which the keeper of the ledger publishes, or --policy FILE, which asks for witnesses too"
        )
        raise usage("whose signature counts is for you to say, once", "ledger check-proof", remedy)
    text = read_note(path)
    try:
        found = check(text, policy or log)
    except UsufructError as error:
        code = refuse_with(error, as_json=False)
        return VERIFICATION if {fault.code for fault in error.faults} <= _NO_PROOF else code
    return print_text(checked_text(found))


def backup(where: str, out: str, key_path: str, last: str, at: str) -> int:
    """``usufruct ledger backup``."""
    from usufruct.cli.ledger_text import backed_up_text
    from usufruct.ledger.backing_up import back_up

    for each in (out, out + ".checkpoint"):
        if Path(each).exists():
            raise refuse("L332", "the file exists already", each, "a backup overwrites nothing", "name another")
    folder = Path(out).absolute().parent
    if not (folder.is_dir() and os.access(folder, os.W_OK)):  # before a head is signed for a backup that fails
        raise refuse(
            "L332", "there is no folder that could be written", str(folder), "", "make it, or name another file"
        )
    with opened(where) as found:
        note = (
            _signed_head(found, key_path, last, at) if key_path else _kept_head(found, "ledger backup", _BACKED_UP_BY)
        )
        count = back_up(found.store, out, note)
    with opened(out) as copy:
        named = bool(copy.store.identities())
    return print_text(backed_up_text(out, count, note, named=named))


_NO_PROOF = {"L102", "L105", "L106", "L311", "L312", "L313", "L321", "L339"}


_BACKED_UP_BY: Final = "give --key, the key of the log"
_PROVEN_BY: Final = "sign one, now that the period is sealed (usufruct ledger checkpoint), and give it as --checkpoint"


def _kept_head(found: Ledger, where: str, remedy: str) -> str:
    for seq in range(found.state.size - 1, -1, -1):
        record = found.record(seq)
        if record.kind == "checkpoint":
            return str(record.body.note)
    why = "without a signed head nobody can tell a cut ledger from a whole one"
    raise refuse("L338", "the ledger holds no checkpoint yet", where, why, remedy)


def restore(
    where: str,
    path: str,
    checkpoints: Sequence[str] | None,
    policy: str,
    accept_loss: bool,  # noqa: FBT001
) -> int:
    """``usufruct ledger restore``."""
    from usufruct.cli.ending import refuse_with
    from usufruct.cli.ledger_text import restored_text
    from usufruct.ledger.backing_up import restore as restored
    from usufruct.ledger.opening import read_note, shown

    notes = {each: read_note(each) for each in checkpoints or ()}
    try:
        done = restored(path, where, notes, _policy(policy), accept_loss=accept_loss)
    except UsufructError as error:
        code = refuse_with(error, as_json=False)
        return VERIFICATION if {fault.code for fault in error.faults} <= {"L336", "L337"} else code
    return print_text(restored_text(done, shown(where)))
