"""Statements in several pages, in one message or several: they join by number, and a missing page is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from usufruct.banking.fields import count_of
from usufruct.errors import Fault


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a statement.

    Attributes:
        raw: the statement as the library has it.
        file: which of the files given it stands in, from 0.
        number: of the page, from 1.
        last: whether the bank says that it is the last one.
        where: file and position, for messages.
    """

    raw: Any
    file: int
    number: int
    last: bool
    where: str

    @property
    def whole(self) -> bool:
        """Whether it is a statement of one page."""
        return self.number == 1 and self.last

    @property
    def name(self) -> tuple[str, str]:
        """Account and identifier, by which pages belong together."""
        account = self.raw.acct.id
        number = account.iban or (account.othr and account.othr.id) if account is not None else ""
        return (number or "").strip(), self.raw.id.strip()


def pages_of(message: Any, file: int, prefix: str = "") -> Iterator[Page]:
    """The pages in a message: numbered by their statement, else by the message, else single.

    Raises:
        UsufructError: ``I149`` for a number that is none.
    """
    for position, raw in enumerate(message.stmt, start=1):
        where = f"{prefix}statement {position} ({raw.id.strip():.35})"
        own = getattr(raw, "stmt_pgntn", None) or message.grp_hdr.msg_pgntn
        number = 1 if own is None else count_of(own.pg_nb, where)
        yield Page(raw, file, number, own is None or bool(own.last_pg_ind), where)


def joined_pages(pages: Sequence[Page]) -> tuple[list[list[Page]], list[Fault]]:
    """The pages of each statement, in their order; with a fault for each statement of which a page is missing."""
    statements, faults = [], []
    order = {page.name: position for position, page in reversed(list(enumerate(pages)))}
    several = sorted((page for page in pages if not page.whole), key=lambda page: (order[page.name], page.number))
    for _, group in groupby(several, key=lambda page: page.name):
        own = list(group)
        missing = _missing(own)
        if missing:
            remedy = "give all its pages at once; ask the bank for the statement in one message"
            why = "what is left out cannot be booked, and nothing would show it"
            faults.append(Fault("I148", missing, own[0].where, why, remedy))
        else:
            statements.append(own)
    statements += [[page] for page in pages if page.whole]
    return sorted(statements, key=lambda own: order[own[0].name]), faults


def _missing(own: Sequence[Page]) -> str:
    """What is wrong with the numbers of some pages; nothing where they are all there, once."""
    numbers = [page.number for page in own]
    if len(set(numbers)) < len(numbers):
        return f"pages {', '.join(map(str, numbers))} of a statement: one stands twice"
    lasts = [page.number for page in own if page.last]
    if lasts != numbers[-1:]:
        return f"pages {', '.join(map(str, numbers))} of a statement, and not the last one alone says it is the last"
    gone = sorted(set(range(1, numbers[-1] + 1)) - set(numbers))[:5]
    return f"page {', '.join(map(str, gone))} of a statement of {numbers[-1]} pages is missing" if gone else ""
