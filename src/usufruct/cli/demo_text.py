"""The demonstration on a terminal: what happened, the books, and what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usufruct.cli.layout import columns, text_of, wrapped
from usufruct.money import grouped

if TYPE_CHECKING:
    from usufruct.operations.story import Story

_INTRO = {
    "computed": "Each payment as the law computes it from published figures (usufruct replay).",
    "received": "Each payment as the Union printed it, rounded (usufruct replay).",
}


def demonstration_text(story: Story, basis: str, ledger: str) -> str:
    """Events, books, assumptions, and how to go on."""
    from usufruct.operations.story_cast import ROLES

    state = story.office.state
    head = [
        f"OPERATIONS of {state.ledger}, two people, amounts in euro to the cent",
        _INTRO[basis],
        *(f"{name}: {', '.join(roles)}" for name, roles in ROLES.items()),
    ]
    return text_of([head, _events(story), *_books(story), _assumptions(story), _tail(story, ledger)])


def _events(story: Story) -> list[str]:
    lines = ["day         records  what"]
    for event in story.events:
        seqs = "-".join(map(str, dict.fromkeys(event.records))) or "/".join(event.codes)
        first, *rest = wrapped(event.what, indent=21)
        lines += [f"{event.day}  {seqs:<9}{first.strip()}", *rest]
    return lines


def _books(story: Story) -> list[list[str]]:
    state = story.office.state
    blocks = []
    for book in ("principal", "proceeds"):
        rows = [
            [path, grouped(state.balance(path), account.asset)]
            for path, account in sorted(state.accounts.items())
            if account.book == book and (state.balances[path].debits or state.balances[path].credits)
        ]
        total = sum(state.balance(path) for path, account in state.accounts.items() if account.book == book)
        rows.append(["sum", grouped(total, "EUR")])
        blocks.append([f"BOOK {book}: balances, debits above zero", *columns(rows, "lr")])
    return blocks


def _assumptions(story: Story) -> list[str]:
    from usufruct.operations import story_facts

    lines = ["ASSUMED"]
    for each in (story_facts.RETENTION_USE, story_facts.AUDITED_EXPENSES):
        value, low, high = (grouped(int(n * 100), "EUR") for n in (each.value, each.low, each.high))
        lines += wrapped(f"{each.name}: {value} ({low} to {high}): {each.why}.", hanging=2)
    lines += wrapped(f"{story_facts.CALL_DAY}.", hanging=2)
    lines += wrapped(f"{story_facts.CASH}.", hanging=2)
    lines += wrapped(
        f"principal as filed: {'; '.join(dict.fromkeys(each.held_at for each in story.halves))}.", hanging=2
    )
    return lines


def _tail(story: Story, ledger: str) -> list[str]:
    state = story.office.state
    lines = [f"{state.size} records, root", f"  {state.tree.root().hex()}"]
    if ledger:
        lines.append(f"Go on: usufruct inbox --ledger {ledger} --on {state.at[:10]}")
    return lines
