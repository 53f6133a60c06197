"""What the commands about a ledger write: balances, journals, what was recorded, what a verification found.

Amounts are decimal strings in the currency and scale of their account; debits are positive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from usufruct.errors import Fault
from usufruct.ledger.keeping import Ledger
from usufruct.ledger.punctual import days_late
from usufruct.ledger.rebuilding import TableDifference
from usufruct.ledger.remedies import remedy_of
from usufruct.ledger.scaled import decimal_text
from usufruct.ledger.state import Balance, State
from usufruct.ledger.verifying import Outside, Report
from usufruct.publish.document import Document, envelope


def posted_document(ledger: str, taken: Sequence[tuple[int, str, bool]], faults: Sequence[Fault]) -> Document:
    """What was recorded, and why the rest was refused.

    Args:
        ledger: name of the ledger.
        taken: number and kind of each record, and whether it was there before.
        faults: why orders were refused.
    """
    records = [{"record": seq, "kind": kind, "again": again} for seq, kind, again in taken]
    refused = [{"code": each.code, "where": each.where, "what": each.what} for each in faults]
    return envelope("posted", ledger=ledger, records=records, refused=refused)


def balances_document(kind: str, state: State, totals: Mapping[str, Balance], on: str) -> Document:
    """Gross totals and balance of accounts, with the sum of each book and currency.

    Args:
        kind: ``balances`` or ``trial-balance``.
        state: the ledger.
        totals: by path.
        on: the last day that counts; empty for everything recorded.
    """
    rows = []
    sums: dict[tuple[str, str, int], list[int]] = {}
    for path, each in totals.items():
        account = state.accounts[path]
        row = {"account": path, "book": account.book, "side": account.side, "currency": account.asset}
        amounts = {"debits": each.debits, "credits": each.credits, "balance": each.net}
        rows.append(row | {name: decimal_text(amount, account.scale) for name, amount in amounts.items()})
        together = sums.setdefault((account.book, account.asset, account.scale), [0, 0])
        together[0] += each.debits
        together[1] += each.credits
    books = [
        {
            "book": book,
            "currency": asset,
            "debits": decimal_text(debits, scale),
            "credits": decimal_text(credits_, scale),
            "balance": decimal_text(debits - credits_, scale),
        }
        for (book, asset, scale), (debits, credits_) in sorted(sums.items())
    ]
    return envelope(kind, ledger=state.ledger, records=state.size, on=on or None, accounts=rows, books=books)


def journals_document(ledger: Ledger, seqs: Sequence[int]) -> Document:
    """Journals and reversals, in the order in which they were recorded."""
    return envelope("journals", ledger=ledger.state.ledger, journals=[_journal(ledger, seq) for seq in seqs])


def _journal(ledger: Ledger, seq: int) -> Document:
    state, record = ledger.state, ledger.record(seq)
    journal = state.journals[seq]
    return {
        "record": seq,
        "recorded_at": record.order.at,
        "kind": record.kind,
        "entry": journal.entry,
        "book": journal.book,
        "period": journal.period,
        "effective": journal.effective,
        "due": journal.due,
        "instructed": journal.instructed,
        "value": journal.value,
        "original": journal.original,
        "article": journal.article or None,
        "deadline": journal.deadline,
        "days_late": days_late(record),
        "rule_set": journal.rule_set or None,
        "basis": journal.basis,
        "proposal": record.order.under.proposal if record.order.under else None,
        "reverses": record.body.journal if record.kind == "reversal" else None,
        "reversed_by": state.reversals.get(seq),
        "address": journal.address or None,
        "text": journal.text or None,
        "legs": [
            {
                "account": path,
                "currency": state.accounts[path].asset,
                "amount": decimal_text(amount, state.accounts[path].scale),
            }
            for path, amount in journal.legs
        ],
    }


def verification_document(report: Report, where: str) -> Document:
    """What a verification found, and each outside head by itself; without one a cut tail cannot show."""
    return envelope(
        "verification",
        ledger=where,
        clean=not report.findings,
        records=report.size,
        root=report.root.hex(),
        checkpoints=[_outside(each, report.size) for each in report.heads],
        findings=[
            {"name": each.name, "where": each.where, "what": each.what, "do": remedy_of(each.name)}
            for each in report.findings
        ],
    )


def _outside(outside: Outside, size: int) -> Document:
    head = outside.head
    return {
        "name": outside.name,
        "head": None if head is None else {"origin": head.origin, "records": head.size, "root": head.root.hex()},
        "agrees": head is not None and not outside.found,
        "found": outside.found or None,
        "later": max(0, size - head.size) if head is not None else None,
    }


def rebuilt_document(differences: Sequence[TableDifference], where: str, out: str) -> Document:
    """The tables that the log gives beside those that stand."""
    tables = [
        {"table": each.table, "rows": each.rows, "missing": list(each.missing), "strange": list(each.strange)}
        for each in differences
    ]
    same = not any(each.differs for each in differences)
    return envelope("rebuilt", ledger=where, same=same, written_to=out or None, tables=tables)
