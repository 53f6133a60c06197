"""What somebody outside told the mechanism, and from which the law counts."""

from __future__ import annotations

from typing import Final

from usufruct.ledger.bodies import Notice
from usufruct.ledger.days import is_day
from usufruct.ledger.record import INSTANT
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_people import HASH
from usufruct.ledger.rules_step import step
from usufruct.ledger.what_to_do import SHA256

MOST_LINES: Final = 1_000


def _is_instant(text: str) -> bool:
    return INSTANT.fullmatch(text) is not None and is_day(text[:10]) and text[11:13] < "24"


def notice(case: Case, body: Notice) -> None:
    """Take a notice: it was received, its document is named, and it answers at most one that waits."""
    check = case.check
    named = all(1 <= len(text) <= 60 for text in (body.entry, body.party, body.about))
    check(
        named,
        "L292",
        "a notice says what it is, whose, and what about, in 1 to 60 characters each",
        "",
        "say each of the three in 1 to 60 characters",
    )
    received = _is_instant(body.received) and body.received <= case.order.at
    check(
        received,
        "L292",
        f"{body.received!r:.40} is no instant before it was recorded",
        "",
        "give the instant of the receipt, not after now, such as 2025-07-28T09:30:00Z",
    )
    until = body.until is None or (_is_instant(body.until) and body.until > body.received)
    check(
        until,
        "L292",
        f"{body.until!r:.40} is no instant after it was received",
        "",
        "give a later instant, such as 2025-07-28T23:59:59Z, or none",
    )
    check(
        HASH.fullmatch(body.document) is not None, "L292", "the document received is named by its SHA-256", "", SHA256
    )
    names = [(line.name, line.asset) for line in body.lines]
    check(
        len(set(names)) == len(names) <= MOST_LINES,
        "L292",
        "a line stands twice, or there are too many",
        "",
        "state each line once, and divide many over several notices",
    )
    if body.answers is not None:
        asked = case.state.notices.get(body.answers)
        waits = asked is not None and asked.body.until is not None and asked.answer is None
        check(waits, "L293", f"{body.answers} is no notice that waits for an answer")
    step(case, body, by_law=True)
