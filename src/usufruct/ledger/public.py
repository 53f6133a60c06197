"""What the public may read: figures of sealed periods, and nothing that somebody wrote by hand.

The public is no role in the log, since it orders nothing. On a server it is the database role ``usufruct_public``,
which sees four views and no table. Of a file the keeper shows it the same figures, by convention: who holds the file
can read all of it.
"""

from __future__ import annotations

from usufruct.errors import refuse
from usufruct.ledger.state import State


def public_day(state: State, wanted: str = "") -> str:
    """The last day of which the public may read figures, or an earlier one that is asked for.

    Periods are sealed in order and nothing is booked in a sealed one, so balances up to its end are final.

    Args:
        state: what the records make true.
        wanted: a day; the last one if empty.

    Raises:
        UsufructError: ``L294`` when no period is sealed, or the day lies after the last one that is.
    """
    last = max((each.end for each in state.periods.values() if each.status == "sealed"), default="")
    if not last or wanted > last:
        what = f"{wanted} is after {last}, the last sealed day" if last else "no period is sealed"
        raise refuse("L294", what, state.ledger, "the public reads figures of sealed periods", "seal the period first")
    return wanted or last
