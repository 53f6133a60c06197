"""The one clock of the commands, and the instants that an order may carry.

Records never run back in time. An order dated ahead of the clock would keep everybody else from ordering until then,
for ever if the year is 9999, and nothing takes a record back: so it is refused before it is offered. The past is open,
down to the last record, for a history that is played again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from usufruct.cli.ending import usage

TOLERANCE: Final = timedelta(minutes=5)
"""By how much the clocks of two machines may differ."""
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


def now() -> datetime:
    """The clock, in UTC."""
    return datetime.now(UTC)


def latest() -> str:
    """The latest instant that a record may carry at this moment."""
    return (now() + TOLERANCE).strftime(_FORM)


def instant_of(text: str) -> str:
    """An instant of the command line, or now.

    Raises:
        UsufructError: ``X101`` for text that is no instant.
    """
    if not text:
        return now().strftime(_FORM)
    from usufruct.ledger.deciding import is_instant

    if not is_instant(text):
        raise usage(f"{text!r:.40} is no instant", "--at", "write UTC such as 2025-07-28T09:30:00Z")
    return text


def order_instant_of(text: str) -> str:
    """An instant at which something is ordered: as :func:`instant_of`, and not ahead of the clock.

    Raises:
        UsufructError: ``X101`` for text that is no instant, or one ahead of the clock.
    """
    at = instant_of(text)
    if at > latest():
        what = f"{at} lies ahead of the clock, {now().strftime(_FORM)}"
        raise usage(what, "--at", "leave it out for now, name an instant of the past, or check the clock")
    return at
