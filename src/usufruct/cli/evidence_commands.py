"""What the commands about proof do: verify a ledger or an evidence pack, make a pack, hand out the verifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usufruct.cli.desk import law_read, one, opened
from usufruct.cli.ending import OK, VERIFICATION, usage, warn
from usufruct.errors import UsufructError, refuse

if TYPE_CHECKING:
    from usufruct.evidence import Booked, Explained

Options = Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure is computed from, as the command line says it."""

    report: Options = None
    as_of: Options = None
    facts: Options = None
    readings: Options = None
    drafts: Options = None
    scenario: Options = None
    path: int = 0


@dataclass(frozen=True, slots=True)
class Books:
    """Where a figure was booked, as the command line says it."""

    where: str = ""
    checkpoint: str = ""
    policy: str = ""
    complete: bool = False
    record: int | None = None


def verify(
    pack_path: str,
    where: str,
    checkpoints: Options,
    policy: str,
    key: Options,
    digest: str,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct verify``."""
    if bool(pack_path) == bool(where):
        raise usage("one of a ledger and a pack is verified", "verify", "write --ledger FILE, or the file of a pack")
    if where:
        if key or digest:
            raise usage("--key and --digest are about a pack", "verify", "a ledger is compared with --checkpoint")
        from usufruct.cli import ledger_proof_commands

        return ledger_proof_commands.verify(where, checkpoints, policy, as_json)
    if checkpoints:
        raise usage("a pack holds its own checkpoint", "--checkpoint", "give --key or --policy, known otherwise")
    return _verify_pack(pack_path, policy, key, digest, as_json=as_json)


def _verify_pack(path: str, policy: str, key: Options, digest: str, *, as_json: bool) -> int:
    from usufruct.evidence.verifier import examine, report
    from usufruct.ledger.opening import read_note

    text = read_note(path)
    try:
        found = examine(text.encode("utf-8"), list(key or ()), read_note(policy) if policy else "", digest)
    except (ValueError, RecursionError) as problem:
        what = f"this is no evidence pack: {problem}"
        raise refuse("E105", what[:200], path, "", "take the file as it was made; a changed byte is enough") from None
    if as_json:
        from usufruct.publish.document import written
        from usufruct.publish.evidence_document import pack_verification_document

        print(written(pack_verification_document(found, path)))
    else:
        print(report(found))
    return VERIFICATION if found.faults else OK


def pack(address: str, out: str, books: Books, basis: Basis) -> int:
    """``usufruct evidence pack``."""
    from pathlib import Path

    from usufruct.cli.evidence_text import packed_text
    from usufruct.evidence import make_pack, pack_bytes
    from usufruct.ledger.opening import write_new

    if Path(out).exists():
        raise refuse("L332", "the file exists already", out, "nothing is overwritten", "name another")
    if not books.where:
        if books != Books():
            what = "a checkpoint, a policy, a record and --complete are about a ledger"
            raise usage(what, "evidence pack", "give --ledger as well")
        if address.startswith("record:"):
            raise usage("a record is one of a ledger", "evidence pack", "give --ledger as well")
        made = make_pack(_explained(address, basis))
    else:
        from usufruct.cli.ledger_commands import opened as opened_ledger

        with opened_ledger(books.where) as ledger:
            booked = _booked(ledger, address, books)
            made = make_pack(_figure_booked(address, booked, basis, named=books.record is not None), booked)
    data = pack_bytes(made)
    write_new(out, data.decode())
    print(packed_text(made, out, len(data)))
    return OK


def _booked(ledger: object, address: str, books: Books) -> Booked:
    from usufruct.evidence import Booked
    from usufruct.evidence.records import record_of
    from usufruct.ledger.keeping import Ledger
    from usufruct.ledger.notes import WitnessPolicy
    from usufruct.ledger.opening import read_note

    assert isinstance(ledger, Ledger)  # noqa: S101 - for the type checker
    note = read_note(books.checkpoint) if books.checkpoint else None
    asked = WitnessPolicy.read(read_note(books.policy)) if books.policy else None
    if books.record is not None:
        if address.startswith("record:"):
            raise usage("a record stands twice", "--record", "name the figure that it books, or leave out --record")
        address = f"record:{books.record}"
    return Booked(ledger, record_of(ledger, address), note, asked, books.complete)


def _figure_booked(address: str, booked: Booked, basis: Basis, *, named: bool) -> Explained | None:
    """The figure behind a record; None, with a note, where the record names none that can be explained.

    A figure that stands beside ``--record`` was named for itself: it is explained or refused.
    """
    if basis.report:
        _check_report(one(basis.report, "--report") or "", booked)
    name = address
    if address.startswith("record:"):
        journal = booked.ledger.state.journals.get(booked.seq)
        name = journal.address if journal is not None else ""
        if not name:
            warn(f"record {booked.seq} names no figure: the pack has no explanation", as_json=False)
            return None
    try:
        return _explained(name, basis)
    except UsufructError as error:
        if named or not {fault.code for fault in error.faults} <= {"W220", "W221"}:
            raise
        own = "; name the report's own figure and --record" if basis.report else ""
        warn(f"{name} cannot be explained here: the pack has no explanation{own}", as_json=False)
        return None


def _check_report(path: str, booked: Booked) -> None:
    """Refuse another report than the one that was filed: its figures would explain what nobody booked."""
    from usufruct.cli.operation_desk import report_of
    from usufruct.evidence.records import rests_on

    behind = rests_on(booked.ledger, booked.seq, booked.ledger.state.size)
    filings = booked.ledger.state.filings
    filed = {seq: filings[seq].body.document for seq in sorted(behind) if seq in filings}
    if not filed:
        what, why = f"record {booked.seq} rests on no filing", "nothing binds the report to what was booked"
        raise refuse(
            "E107", what, path, why, "leave out --report, or --ledger; or name a record that rests on a filing"
        )
    if report_of(path)[1] not in filed.values():
        what = f"this file is none of the reports that record {booked.seq} rests on"
        why = f"filing {', '.join(map(str, filed))} has another SHA-256"
        raise refuse("E106", what, path, why, "bring the file as it was filed")


def _explained(address: str, basis: Basis) -> Explained:
    """A figure of the replay, of a custodian's own report, or of a path of a projection."""
    from usufruct.evidence import Explained

    report, named = one(basis.report, "--report"), one(basis.scenario, "--scenario")
    published = basis.as_of or basis.facts
    if address.startswith("project:"):
        if report or published or basis.readings or basis.drafts:
            raise usage("a projected figure is one of a scenario", "evidence pack", "give --scenario and --path alone")
        from usufruct.cli.outlook_commands import explained

        run, tree = explained(address, named or "", None, basis.path)
        key = (run.scenario.key, basis.path)
        return Explained(address, tree, run.ready.law, run.ready.known, run.scenario.known, scenario=key)
    if named or basis.path:
        raise usage(
            "only a projected figure has a scenario and a path", "evidence pack", "such as project:payment:2031-H1"
        )
    if report is not None:
        if published:
            raise usage("a report of your own stands alone", "--report", "leave out --as-of and --facts")
        from usufruct.cli.operation_desk import report_of
        from usufruct.waterfall.own_report import run_filing

        filing, document = report_of(report)
        own = run_filing(filing, law_read(basis.readings, basis.drafts))
        return Explained(address, own.explain(address), own.result.law, filing=document)
    found = opened(basis.as_of, basis.facts, basis.readings, as_json=False, drafts=basis.drafts)
    return Explained(address, found.explain(address), found.law, found.facts, found.as_of, replay=found)


def verifier(out: str) -> int:
    """``usufruct evidence verifier``."""
    from usufruct.evidence import verifier_text
    from usufruct.ledger.opening import write_new

    text = verifier_text()
    if not out:
        print(text, end="")
        return OK
    write_new(out, text)
    print(f"{out}: {text.count(chr(10))} lines, the standard library only. Next: python {out} PACK --key LOGKEY")
    return OK
