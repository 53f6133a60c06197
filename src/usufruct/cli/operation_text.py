"""Outcomes, inboxes and statements of parties on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from usufruct.cli.layout import columns, shortened, text_of, wrapped
from usufruct.money import grouped

if TYPE_CHECKING:
    from usufruct.operations.inbox import Task
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.statements import Filed, PartyStatement

_EURO = "EUR"


def outcome_text(outcome: Outcome) -> str:
    """What was recorded: numbers, article, deadline, next step and who."""
    done = outcome.done
    numbers = numbered(done.records) or "nothing new"
    facts = [
        ("recorded", f"{numbers} in {outcome.ledger}"),
        ("step", outcome.step.name),
        ("article", outcome.step.article),
        ("deadline", outcome.deadline),
    ]
    if done.proposal is not None:
        facts.insert(1, ("proposal", str(done.proposal)))
    if outcome.written:
        facts.append(("written", outcome.written))
    if outcome.following:
        facts.append(("next", outcome.following))
    rows = [line for name, text in facts for line in _fact(name, text)]
    said = [part for line in outcome.text.splitlines() for part in wrapped(line, hanging=4) or [""]]
    return text_of([said, _lines(outcome), _entries(outcome), rows])


def numbered(seqs: Sequence[int]) -> str:
    """Numbers of records, runs of three and more by their ends.

    Example:
        >>> numbered([4, 5, 7, 8, 9, 10])
        '4, 5, 7-10'
    """
    parts: list[str] = []
    for _, run in groupby(enumerate(seqs), lambda pair: pair[1] - pair[0]):
        numbers = [seq for _, seq in run]
        parts += [f"{numbers[0]}-{numbers[-1]}"] if len(numbers) > 2 else map(str, numbers)
    return ", ".join(parts)


def _fact(name: str, text: str) -> list[str]:
    first, *rest = wrapped(text, indent=10)
    return [f"{name:<10}{first.strip()}", *rest]


def _lines(outcome: Outcome) -> list[str]:
    if not outcome.lines:
        return []
    rows = [["line, in euro", "filed", "recomputed", "difference"]]
    for each in outcome.lines:
        filed = "not stated" if each.filed is None else grouped(each.filed, _EURO)
        off = "" if each.filed is None else grouped(each.filed - each.recomputed, _EURO)
        rows.append([each.name, filed, grouped(each.recomputed, _EURO), off])
    return columns(rows, "lrrr")


def _entries(outcome: Outcome) -> list[str]:
    lines = []
    for each in outcome.entries:
        unit = "" if each.asset == _EURO else f" {each.asset}"
        amount = f"{grouped(each.amount, each.asset):>22}{unit}"
        lines.append(f"{amount}  {each.what:<10}  {shortened(each.reference, 44)}")
        lines += wrapped(" ".join(shortened(word, 56) for word in each.why.split()), indent=24)
    return lines


def inbox_text(ledger: str, today: date, tasks: Sequence[Task]) -> str:
    """What each role has to do."""
    head = [f"INBOX of {ledger} on {today}"]
    if not tasks:
        return text_of([[*head, "nothing to do"]])
    return text_of([head, *(_task(each) for each in tasks)])


def _task(task: Task) -> list[str]:
    if task.days is None:
        when = "no day"
    elif task.overdue:
        when = f"OVERDUE by {-task.days}"
    else:
        when = f"{task.days} day{'s' * (task.days != 1)} left"
    due = f", {task.due}" if task.due else ""
    lines = [f"{task.role:<11}{when}{due}"]
    lines += wrapped(task.what, indent=11)
    lines += wrapped(task.article, indent=11)
    if task.command:
        lines += wrapped(task.command, indent=11)
    return lines


def _kept(deadline: str | None, late: int | None) -> str:
    """A deadline and whether it was kept; nothing where there is none."""
    if deadline is None:
        return ""
    return f"deadline {deadline}, " + (f"LATE by {late} day{'s' * (late > 1)}" if late else "kept")


def _report(each: Filed) -> list[str]:
    said = f"report for {each.period}, version {each.version}, {each.verdict or 'not verified'}"
    more = "; ".join(part for part in (each.article, _kept(each.deadline, each.late)) if part)
    return [f"  {each.day}  record {each.record:<6}  {said}", *wrapped(more, indent=14)]


def party_text(ledger: str, found: PartyStatement) -> str:
    """The statement of a party."""
    blocks = [[f"STATEMENT of {found.party} in {ledger}, up to {found.until}", "debits above zero"]]
    for path, balance in found.balances.items():
        rows = [each for each in found.movements if each.account == path]
        if not rows:
            continue
        asset = found.assets[path]
        lines = [f"{path}, {asset}"]
        for each in rows:
            lines.append(f"  {each.day}  record {each.record:<6}{grouped(each.amount, asset):>26}  {each.entry}")
            lines += wrapped(each.text, indent=14) if each.text else []
            said = "; ".join(part for part in (each.article, _kept(each.deadline, each.late)) if part)
            lines += wrapped(said, indent=14) if said else []
        lines.append(f"  balance {found.until}      {grouped(balance, asset):>26}")
        blocks.append(lines)
    if len(blocks) == 1:
        blocks.append(["no movement"])
    if found.reports:
        blocks.append(["reports", *(line for each in found.reports for line in _report(each))])
    return text_of(blocks)
