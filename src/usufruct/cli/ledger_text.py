"""The ledger as text for a terminal: amounts to the last minor unit, aligned, and what to do next."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from usufruct.cli.layout import WIDTH, columns, text_of, wrapped
from usufruct.ledger.backing_up import BESIDE, Restored
from usufruct.ledger.keeping import Ledger
from usufruct.ledger.notes import VerifierKey, read_checkpoint
from usufruct.ledger.punctual import kept_text
from usufruct.ledger.rebuilding import TableDifference
from usufruct.ledger.record import Record
from usufruct.ledger.scaled import grouped_text
from usufruct.ledger.state import Balance, State


def founded_text(where: str, state: State) -> str:
    """A ledger as founded."""
    people = f"{len(state.persons)} people, {len(state.keys)} keys."
    log = VerifierKey.of_log(state.ledger, state.log_key).text
    return text_of(
        [
            wrapped(f"The ledger {state.ledger} is founded, record 0: {people}"),
            ["Key of the log, for everyone who will check a checkpoint:", f"  {log}"],
            ["Next, accounts, acts and periods:", "  usufruct propose chart CUSTODIAN --key FILE --ledger ..."],
        ]
    )


def posted_text(taken: Sequence[tuple[int, str, bool]], state: State, refused: int) -> str:
    """What was recorded."""
    lines = []
    for seq, kind, again in taken:
        proposal = state.proposals.get(seq) if kind == "proposal" else None
        more = f", needs {proposal.needed} approval{'s' * (proposal.needed > 1)} by others" if proposal else ""
        lines.append(f"record {seq}: {kind}{more}{' (recorded before; nothing was added)' if again else ''}")
        if proposal:
            lines.append(f"  its digest, for those who decide: {proposal.digest}")
    close = [f"{refused} refused, see below."] if refused else []
    return text_of([lines, close])


def balances_text(state: State, totals: Mapping[str, Balance], on: str) -> str:
    """Balances of accounts."""
    rows = [["account", "balance", ""]]
    for path, each in totals.items():
        account = state.accounts[path]
        rows.append([path, grouped_text(each.net, account.scale), account.asset])
    return text_of(
        [_heading(state, on), columns(rows, "lrl"), wrapped("Debits less credits: what is owed is negative.")]
    )


def trial_balance_text(state: State, totals: Mapping[str, Balance], on: str) -> str:
    """Gross totals of every account, and the sum of each book."""
    blocks = [_heading(state, on)]
    groups: dict[tuple[str, str, int], list[str]] = {}
    for path in totals:
        account = state.accounts[path]
        groups.setdefault((account.book, account.asset, account.scale), []).append(path)
    for (book, asset, scale), paths in sorted(groups.items()):
        rows = [[f"{book}, {asset}", "debits", "credits"]]
        rows += [_gross(path, totals[path], scale) for path in paths]
        debits, credits_ = (sum(getattr(totals[path], side) for path in paths) for side in ("debits", "credits"))
        rows.append(["sum", grouped_text(debits, scale), grouped_text(credits_, scale)])
        says = "adds up to zero" if debits == credits_ else f"OFF BY {grouped_text(debits - credits_, scale)}"
        blocks.append([*columns(rows, "lrr"), f"{book} in {asset} {says}."])
    return text_of(blocks)


def _gross(path: str, each: Balance, scale: int) -> list[str]:
    return [path, grouped_text(each.debits, scale), grouped_text(each.credits, scale)]


def _heading(state: State, on: str) -> list[str]:
    upto = f", up to {on}" if on else ""
    return wrapped(f"{state.ledger}, {state.size} records, the last of {state.at}{upto}.")


def journals_text(ledger: Ledger, seqs: Sequence[int]) -> str:
    """Journals with their legs and what they rest on."""
    state = ledger.state
    if not seqs:
        return "Nothing was booked there."
    blocks = []
    for seq in seqs:
        record, journal = ledger.record(seq), state.journals[seq]
        head = f"{seq}  {journal.effective}  {journal.entry}, {journal.period}, {journal.book}"
        legs = [
            ["   ", path, grouped_text(amount, state.accounts[path].scale), state.accounts[path].asset]
            for path, amount in journal.legs
        ]
        blocks.append([*wrapped(head, 0, 4), *columns(legs, "llrl", (1, 2, 1)), *wrapped(_rests(state, record), 4)])
    return text_of(blocks)


def _rests(state: State, record: Record) -> str:
    journal, under = state.journals[record.seq], record.order.under
    parts = [f"under proposal {under.proposal}" if under else "without a proposal"]
    if record.kind == "reversal":
        parts.append(f"reverses {record.body.journal}: {record.body.reason}")
    elif journal.basis is not None:
        parts.append(f"rests on record {journal.basis}")
    parts += [f"{name} {day}" for name in ("due", "instructed", "value", "original") if (day := getattr(journal, name))]
    parts += [
        each
        for each in (
            kept_text(record),
            journal.article,
            journal.rule_set and f"rules {journal.rule_set}",
            journal.address,
            journal.text,
        )
        if each
    ]
    if record.seq in state.reversals:
        parts.append(f"reversed by {state.reversals[record.seq]}")
    return "; ".join(parts) + "."


def sealed_text(record: Record, *, again: bool) -> str:
    """The seal of a period."""
    was = " It was sealed before." if again else ""
    result = record.result
    return text_of(
        [
            wrapped(f"{record.body.period} is sealed, record {record.seq}.{was}"),
            [f"trial balance  {result['trial_balance']}", f"accounts       {result['accounts']}"],
            wrapped(
                f"It covers the first {result['size']} records. Next: usufruct ledger checkpoint, and send it out."
            ),
        ]
    )


def checkpoint_text(note: str, out: str) -> str:
    """A checkpoint that was written to a file."""
    head = read_checkpoint(note)
    said = f"{out}: the head over {head.size} records, root {head.root.hex()[:16]}..."
    return text_of(
        [
            [said],
            wrapped(
                "Keep it where the keeper of the ledger cannot reach it, and have witnesses cosign it: inside the "
                "ledger it proves nothing."
            ),
        ]
    )


def witnessed_text(note: str, out: str, key: str) -> str:
    """A checkpoint that was cosigned."""
    head = read_checkpoint(note)
    return text_of(
        [
            wrapped(f"{out}: cosigned, {head.size} records of {head.origin}."),
            ["Key of the witness, for a policy file:", f"  witness {key}"],
        ]
    )


def rebuilt_text(differences: Sequence[TableDifference], where: str, out: str) -> str:
    """The tables that the log gives beside those that stand."""
    rows = [["table", "rows from the log", "missing", "strange"]]
    rows += [[each.table, str(each.rows), str(len(each.missing)), str(len(each.strange))] for each in differences]
    found = []
    for each in differences:
        for word, rows_of in (("missing", each.missing), ("strange", each.strange)):
            found += [line for row in rows_of[:5] for line in wrapped(f"{each.table}, {word}: {row}", 0, 4)]
    same = not found
    verdict = "The tables are those that the log gives." if same else "The tables DIFFER from those that the log gives."
    written = [f"Written anew to {out}. Next: usufruct verify --ledger {out} --checkpoint FILE"] if out else []
    remedy = wrapped("Next: rebuild into a new file with --out, and ask who wrote to the tables.") if not same else []
    return text_of([wrapped(f"{verdict} {where}."), columns(rows, "lrrr"), found, written or remedy])


def backed_up_text(out: str, count: int, note: str, *, named: bool) -> str:
    """A backup that was made and verified."""
    head = read_checkpoint(note)
    names = "The names of people are in it: keep it as confidential as they are, and erase there too."
    names = names if named else "No name of a person is in it: none is kept, or this user may not read them."
    more = f" {count - head.size} of them came after the checkpoint." if count > head.size else ""
    return text_of(
        [
            wrapped(f"{out}: {count} records, copied and verified.{more}"),
            wrapped(f"{out}{BESIDE}: the signed head over {head.size} records."),
            wrapped(names),
            [f"Next: usufruct ledger restore {out} --ledger NEWFILE   (a drill costs nothing)"],
        ]
    )


def restored_text(done: Restored, where: str) -> str:
    """A ledger that was restored."""
    lost = []
    if done.lost:
        first, last = done.lost
        lost = wrapped(f"LOST: records {first} to {last}, which a checkpoint speaks of and the backup does not hold.")
    names = []
    if done.unnamed:
        names = wrapped(f"Names of {len(done.unnamed)} people were not in the backup: {', '.join(done.unnamed)}.")
    root = f"root {done.report.root.hex()}"
    return text_of(
        [
            [*wrapped(f"{where}: restored, {done.report.size} records, verified against the checkpoint."), root],
            lost,
            names,
            [f"Next: usufruct verify --ledger {where} --checkpoint THE_LATEST_YOU_HAVE"[:WIDTH]],
        ]
    )


def csv_text(heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table as CSV; what is empty is unknown."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(
        ["" if value is None else value.hex() if isinstance(value, bytes) else value for value in row] for row in rows
    )
    return stream.getvalue()
