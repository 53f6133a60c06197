"""Backups: a copy of the log with a signed head beside it, and the way back, which believes neither."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger.keeping import Ledger, copy
from usufruct.ledger.notes import WitnessPolicy
from usufruct.ledger.opening import is_server, make_store, open_store, read_note, shown, write_new
from usufruct.ledger.stores.durable import sync
from usufruct.ledger.stores.sqlite import SqliteStore
from usufruct.ledger.stores.sqlite_connection import spoken
from usufruct.ledger.stores.store import Store
from usufruct.ledger.verifying import Finding, Report, verify

LOSS = "cut tail or old backup"
BESIDE = ".checkpoint"
"""What is added to the name of a backup for the head beside it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A ledger that was restored.

    Attributes:
        report: the verification of what stands now.
        lost: records that a checkpoint speaks of and the backup does not hold: first and last number, or None.
        unnamed: persons whose names were not in the backup.
    """

    report: Report
    lost: tuple[int, int] | None
    unnamed: tuple[str, ...]


def back_up(store: Store, path: str, note: str) -> int:
    """Copy a ledger, as of one instant, into a new SQLite file, and write a signed head beside it.

    The side table of names goes along where this user may read it: a backup is as confidential as they are.

    Args:
        store: the ledger, in a file or on a server.
        path: the new file.
        note: a checkpoint of the ledger, signed.

    Returns:
        How many records the backup holds.

    Raises:
        UsufructError: ``L332`` when one of the files exists; ``L336`` when the copy does not agree with the
            checkpoint, and then no file is left; ``L306`` when it cannot be written.
    """
    beside = path + BESIDE
    for each in (path, beside):
        if Path(each).exists():
            raise refuse("L332", "the file exists already", each, "a backup overwrites nothing", "name another")
    if is_server(path):
        raise refuse("L332", "a backup is a file", shown(path), "", "name a file")
    write_new(beside, note)
    try:
        report, _ = _copied(store, path, note)
        if report.findings:
            raise _unsound(report.findings, path)
    except BaseException:
        _remove(path)
        Path(beside).unlink(missing_ok=True)
        raise
    return report.size


def restore(
    path: str, target: str, notes: dict[str, str], policy: WitnessPolicy | None = None, *, accept_loss: bool = False
) -> Restored:
    """Build a ledger anew from a backup, where none is yet.

    Args:
        path: the backup.
        target: a file that does not exist, or an empty ledger on a server.
        notes: checkpoints by the names of their files; the one beside the backup is added if it is there.
        policy: whose signatures they need; by default that of the key in the founding record.
        accept_loss: restore a backup that is older than a checkpoint all the same.

    Raises:
        UsufructError: ``L332`` when the target exists; ``L336`` for each thing that is wrong with the backup;
            ``L337`` when it is older than a checkpoint, with the numbers that would be lost; ``L338`` without any
            checkpoint. The target is then as it was.
    """
    if not Path(path).is_file():
        raise refuse("L330", "there is no such file", path, "", "name the file of a backup")
    notes = _with_the_one_beside(path, notes)
    if not is_server(target) and Path(target).exists():
        why = "what it holds may be the only copy of records that the backup lacks"
        raise refuse("L332", "the ledger exists already", target, why, "move it away, or restore to another name")
    source = open_store(path)
    try:
        lost = _checked(source, path, notes, policy, accept_loss=accept_loss)
        staged = target if is_server(target) else target + ".restoring"
        if staged != target:
            _remove(staged)  # what an interrupted restore left
        try:
            report, unnamed = _copied(source, staged, None)
            if report.findings:
                raise _unsound(report.findings, path)
        except BaseException:
            if not is_server(target):
                _remove(staged)
            raise
    finally:
        source.close()
    if staged != target:
        _take_place(staged, target)
    return Restored(report, lost, unnamed)


def _take_place(staged: str, target: str) -> None:
    """Give a finished ledger its name, durably."""
    try:
        Path(staged).rename(target)
        sync(Path(target).absolute().parent)
        _remove(staged)  # what its closing may have left beside it
    except OSError as problem:
        raise spoken(problem, target) from problem


def _with_the_one_beside(path: str, notes: dict[str, str]) -> dict[str, str]:
    beside = path + BESIDE
    if Path(beside).is_file():
        notes = {beside: read_note(beside), **notes}
    if not notes:
        why = "without a signed head nobody can tell a cut backup from a whole one"
        raise refuse("L338", "no checkpoint is beside the backup, and none is given", path, why, "give --checkpoint")
    return notes


def _checked(
    source: Store, path: str, notes: dict[str, str], policy: WitnessPolicy | None, *, accept_loss: bool
) -> tuple[int, int] | None:
    """Hold a backup against every checkpoint; return what is lost, or refuse."""
    report = verify(source, notes, policy)
    wrong = [each for each in report.findings if each.name != LOSS]
    faults = [_fault(each, each.where if each.where in notes else path) for each in wrong]
    if faults:
        raise UsufructError(list(dict.fromkeys(faults)))
    sizes = [each.head.size for each in report.heads if each.head is not None and each.found == LOSS]
    lost = (report.size, max(sizes) - 1) if sizes else None
    if lost is not None and not accept_loss:
        count = lost[1] - lost[0] + 1
        what = f"the backup ends at record {lost[0] - 1}; records {lost[0]} to {lost[1]} ({count}) would be lost"
        remedy = "look for a newer backup; --accept-loss restores this one, and every witness will see the gap"
        raise refuse("L337", what, path, "they were acknowledged and signed", remedy)
    return lost


def _copied(source: Store, target: str, note: str | None) -> tuple[Report, tuple[str, ...]]:
    """Copy records and names into an empty store, verify it, and say whose names are missing."""
    made = make_store(target)
    try:
        copy(source, made)
        unnamed = _copy_names(source, made)
        report = verify(made, note)
        if isinstance(made, SqliteStore):
            made.settle()  # from here on the file alone is the copy, whatever its closing runs into
        return report, unnamed
    finally:
        made.close()


def _copy_names(source: Store, target: Store) -> tuple[str, ...]:
    """Copy the side table; whoever may not read or write it copies none."""
    missing = []
    for person in Ledger(target).state.persons:
        try:
            who = source.identified(person)
            if who is None:
                missing.append(person)
            else:
                target.identify(who)
        except UsufructError as error:
            if error.faults[0].code != "L307":
                raise
            missing.append(person)
    return tuple(missing)


def _unsound(findings: tuple[Finding, ...], path: str) -> UsufructError:
    return UsufructError([_fault(each, path) for each in findings])


def _fault(finding: Finding, path: str) -> Fault:
    what = f"{finding.name} at {finding.where}: {finding.what}"
    return Fault("L336", what, path, "what does not verify is no ledger", "take another backup")


def _remove(path: str) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        Path(path + end).unlink(missing_ok=True)
