"""Bank statements and what their entries belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from usufruct.ledger.bodies import BankLine, Journal, Leg, Match, Statement, StatementVoid
from usufruct.ledger.days import is_day
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_people import HASH
from usufruct.ledger.rules_resting import payments_again
from usufruct.ledger.rules_step import step
from usufruct.ledger.state import StatementState
from usufruct.ledger.what_to_do import SHA256, TWO_DAYS

MOST_LINES: Final = 10_000

_WHOLE: Final = "an entry is missing or wrong: fetch the statement from the bank again"
_NEXT: Final = "take the statements of the account in order, without a gap: fetch the one between them from the bank"
_OPENING: Final = "book the opening balance first: usufruct propose opening"
_PAID_THERE: Final = "name a payment from that account: usufruct ledger export shows the kind of each record"
_ONCE: Final = "an entry and a record belong together once: take the entry to suspense, or reverse what was wrong"


def statement(case: Case, body: Statement) -> None:
    """Take a statement: it adds up, and it begins where the one before it ended."""
    state, check = case.state, case.check
    step(case, body, by_law=False)
    account = state.accounts.get(body.account)
    bank = account is not None and (account.book, account.side) == ("proceeds", "asset")
    check(
        bank,
        "L286",
        f"{body.account!r:.80} is no bank account of proceeds",
        "",
        "name the bank account that the statement is of: usufruct ledger balance proceeds lists the accounts",
    )
    standing = (each.body for each in state.statements.values() if each.void is None)
    numbers = {each.number for each in standing if each.account == body.account}
    check(
        body.number not in numbers,
        "L288",
        f"statement {body.number!r:.40} of {body.account} is known already",
        "",
        "take the next one; if it is wrong, have it taken back first: usufruct propose void STATEMENT",
    )
    check(
        is_day(body.start) and is_day(body.end) and body.start <= body.end,
        "L286",
        "its days are not two in order",
        "",
        TWO_DAYS,
    )
    check(
        HASH.fullmatch(body.document) is not None, "L286", "the document received is named by its SHA-256", "", SHA256
    )
    check(
        len(body.lines) <= MOST_LINES,
        "L286",
        f"a statement has at most {MOST_LINES} entries",
        "",
        "ask the bank for shorter statements",
    )
    total = body.opening + sum(line.amount for line in body.lines)
    check(
        total == body.closing,
        "L287",
        f"opening balance and entries make {total}, the statement says {body.closing}",
        "",
        _WHOLE,
    )
    last = state.last_statement.get(body.account)
    if last is None and bank:
        booked = state.balance(body.account)
        what = f"it begins with {body.opening}, the books hold {booked} on {body.account}"
        case.check(booked == body.opening, "L287", what, "books and bank begin alike", _OPENING)
    elif last is not None:
        before = state.statements[last].body
        follows = before.closing == body.opening and before.end <= body.start
        check(
            follows, "L287", f"it does not begin where statement {before.number} ended, at {before.closing}", "", _NEXT
        )
    references = [line.reference for line in body.lines]
    check(
        len(set(references)) == len(references),
        "L288",
        "a reference stands twice",
        "",
        "ask the bank for a reference of its own for each entry",
    )
    for line in body.lines:
        check(
            bool(line.reference) and line.amount != 0 and is_day(line.value),
            "L286",
            f"{tuple(line)} is no entry",
            "",
            "give each entry a reference, an amount other than zero and a value day such as 2025-07-28",
        )


def statement_void(case: Case, body: StatementVoid) -> None:
    """Take a statement back while nothing rests on it; two people agree, as one alone took it."""
    step(case, body, by_law=False)
    known = case.state.statements.get(body.statement)
    if known is None or known.void is not None:
        case.fault(
            "L296",
            f"{body.statement} is no statement that stands",
            "",
            "name the last statement of the account that stands, by the number of its record",
        )
        return
    case.check(
        bool(body.reason.strip()),
        "L296",
        "it does not say why the statement is taken back",
        "",
        "say why in a few words: usufruct propose void STATEMENT --reason TEXT",
    )
    last = case.state.last_statement.get(known.body.account)
    what = f"statement {last} of {known.body.account} follows it"
    case.check(last == body.statement, "L296", what, "statements follow each other", "take back that one first")
    booked = ", ".join(str(journal) for journal in known.booked.values())
    payments_again(case, body.statement)
    case.check(not booked, "L296", f"journals {booked} book its entries", "", "reverse them first, if they are wrong")


def entry(case: Case, body: Journal) -> None:
    """A bank account moves as its bank says: by a journal for each entry of its statements, and by no other."""
    account = None
    if body.statement is not None or body.reference:
        account = _entry_account(case, body)
    unproven(case, [leg for leg in body.legs if leg.account != account])


def _entry_account(case: Case, body: Journal) -> str | None:
    known = case.state.statements.get(body.statement) if body.statement is not None else None
    line = known.lines.get(body.reference) if known is not None else None
    if known is None or line is None or known.void is not None:
        case.fault("L297", f"statement {body.statement} stands with no entry {body.reference!r:.40}")
        return None
    booked = known.booked.get(body.reference)
    remedy = "reverse that journal first, if it is wrong"
    case.check(booked is None, "L295", f"the entry {body.reference!r:.40} is booked by journal {booked}", "", remedy)
    moved = dict(body.legs).get(known.body.account)
    what = f"the journal moves {moved}, the entry {body.reference!r:.40} {line.amount}"
    case.check(
        moved == line.amount,
        "L291",
        what,
        "",
        "move exactly what the entry moves, and book what is too much to suspense",
    )
    return known.body.account


def unproven(case: Case, legs: Iterable[Leg]) -> None:
    """Refuse legs on bank accounts whose statements are taken: what no entry shows did not happen there."""
    for leg in legs:
        if leg.account in case.state.last_statement:
            what = f"{leg.account} would move by {leg.amount} without an entry of its statements"
            case.fault("L297", what, "only a bank says what its account did", "take the statement: usufruct reconcile")


def match(case: Case, body: Match) -> None:
    """Say which payment or journal an entry belongs to."""
    step(case, body, by_law=False)
    known = case.state.statements.get(body.statement)
    line = known.lines.get(body.reference) if known is not None else None
    if known is None or line is None or known.void is not None:
        case.fault(
            "L289",
            f"statement {body.statement} stands with no entry {body.reference!r:.40}",
            "",
            "name an entry of a statement that stands: usufruct reconcile FILE.xml takes a statement",
        )
        return
    matched = known.matched.get(body.reference)
    case.check(matched is None, "L290", f"the entry was matched by record {matched}", "", _ONCE)
    if not case.check(
        (body.payment is None) != (body.journal is None),
        "L289",
        "an entry belongs to one record",
        "",
        "name either a payment or a journal",
    ):
        return
    number = body.journal if body.payment is None else body.payment
    taken = case.state.matched.get((number, line.amount > 0)) if number is not None else None
    case.check(taken is None, "L290", f"record {number} was matched by record {taken}", "", _ONCE)
    if body.payment is not None:
        _to_payment(case, body.payment, known, line)
    elif body.journal is not None:
        _to_journal(case, body.journal, known, line)


def _to_payment(case: Case, number: int, known: StatementState, line: BankLine) -> None:
    payment = case.state.payments.get(number)
    if payment is None or payment.body.account != known.body.account:
        case.fault("L289", f"{number} is no payment from {known.body.account}", "", _PAID_THERE)
        return
    amount = payment.body.amount
    fits = line.amount == -amount or 0 < line.amount <= amount
    case.check(fits, "L291", f"the entry moves {line.amount}, the payment is {amount}", "", "book a suspense journal")


def _to_journal(case: Case, number: int, known: StatementState, line: BankLine) -> None:
    journal = case.state.journals.get(number)
    legs = dict(journal.legs) if journal is not None else {}
    booked = legs.get(known.body.account)
    case.check(
        booked == line.amount,
        "L291",
        f"journal {number} books {booked} there, the entry moves {line.amount}",
        "",
        "name the journal that books this amount on the account, or book the entry first: usufruct reconcile",
    )
