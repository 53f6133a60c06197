"""Operations as documents: what a command recorded, an inbox, a statement of a party, the demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from usufruct.money import decimal_text
from usufruct.publish.document import Document, amount, day_text, envelope

if TYPE_CHECKING:
    from usufruct.operations.inbox import Task
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.statements import PartyStatement
    from usufruct.operations.story import Story


def operation_document(outcome: Outcome) -> Document:
    """What a command recorded."""
    done = outcome.done
    return envelope(
        "operation",
        ledger=outcome.ledger,
        step=outcome.step.name,
        article=outcome.step.article,
        records=list(done.records),
        proposal=done.proposal,
        approvals_missing=done.missing,
        deadline={"day": day_text(outcome.day), "rule": outcome.step.deadline},
        next=outcome.following or None,
        text=outcome.text.splitlines(),
        lines=[
            {
                "name": each.name,
                "filed": amount(each.filed),
                "recomputed": amount(each.recomputed),
                "differs": each.differs,
            }
            for each in outcome.lines
        ],
        entries=[
            {
                "reference": each.reference,
                "amount": decimal_text(each.amount, each.asset),
                "currency": each.asset,
                "taken_as": each.what,
                "why": each.why,
            }
            for each in outcome.entries
        ],
        written=outcome.written or None,
    )


def inbox_document(ledger: str, today: date, tasks: Sequence[Task]) -> Document:
    """What each role has to do on a day."""
    return envelope(
        "inbox",
        ledger=ledger,
        day=day_text(today),
        tasks=[
            {
                "role": each.role,
                "what": each.what,
                "article": each.article,
                "due": day_text(each.due),
                "days_left": each.days,
                "overdue": each.overdue,
                "command": each.command or None,
            }
            for each in tasks
        ],
    )


def party_document(ledger: str, found: PartyStatement) -> Document:
    """The statement of a party; amounts are in the currency of the account, debits above zero."""
    return envelope(
        "party-statement",
        ledger=ledger,
        party=found.party,
        until=day_text(found.until),
        accounts=[
            {
                "account": path,
                "asset": found.assets[path],
                "balance": decimal_text(balance, found.assets[path]),
                "movements": [
                    {
                        "record": each.record,
                        "day": each.day,
                        "entry": each.entry,
                        "amount": decimal_text(each.amount, found.assets[path]),
                        "balance": decimal_text(each.balance, found.assets[path]),
                        "text": each.text,
                        "article": each.article or None,
                        "deadline": each.deadline,
                        "days_late": each.late,
                    }
                    for each in found.movements
                    if each.account == path
                ],
            }
            for path, balance in found.balances.items()
        ],
        reports=[
            {
                "record": each.record,
                "day": each.day,
                "period": each.period,
                "version": each.version,
                "verdict": each.verdict or None,
                "article": each.article,
                "deadline": each.deadline,
                "days_late": each.late,
            }
            for each in found.reports
        ],
    )


def demonstration_document(story: Story, basis: str) -> Document:
    """Events and books of the demonstration."""
    state = story.office.state
    return envelope(
        "demonstration",
        ledger=state.ledger,
        amounts=basis,
        events=[
            {"day": day_text(each.day), "what": each.what, "records": list(each.records), "refused": list(each.codes)}
            for each in story.events
        ],
        books=[
            {
                "account": path,
                "book": account.book,
                "asset": account.asset,
                "balance": decimal_text(state.balance(path), account.asset),
            }
            for path, account in sorted(state.accounts.items())
        ],
        records=state.size,
        root=state.tree.root().hex(),
    )
