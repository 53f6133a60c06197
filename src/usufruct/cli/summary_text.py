"""The bare command: one screen."""

from __future__ import annotations

from usufruct.cli.layout import columns, million, text_of, wrapped
from usufruct.cli.replay_text import SHORT
from usufruct.publish.replay_document import percent
from usufruct.waterfall.payments import CHANNELS
from usufruct.waterfall.replay import Replay


def summary_text(replay: Replay) -> str:
    """What was earned, provisioned, retained and paid; payments; lenders; tests; what is not known."""
    return text_of(
        (
            [f"Yields of immobilised Russian assets, as of {replay.as_of}, in EUR million"],
            _totals(replay),
            _payments(replay),
            _lenders(replay),
            _close(replay),
        )
    )


def _totals(replay: Replay) -> list[str]:
    rows = [
        [million(total.amount), total.state, total.address] for total in replay.totals if million(total.amount) != "0.0"
    ]
    return columns(rows, "rll")


def _payments(replay: Replay) -> list[str]:
    rows = [["figure", "on profits of", "computed", "announced", "received", "to"]]
    for row in replay.payments.rows:
        parts = [f"{SHORT[name]} {million(row.allocation[name])}" for name in CHANNELS if row.allocation.get(name)]
        amounts = [million(amount) for amount in (row.computed, row.announced, row.received)]
        rows.append([row.address, row.period, *amounts, ", ".join(parts) or "not known"])
    return columns(rows, "llrrrl")


def _lenders(replay: Replay) -> list[str]:
    lenders = replay.payments.lenders
    if not lenders:
        return []
    shares = ", ".join(f"{each.name} {percent(each.share)} %" for each in lenders)
    return wrapped(f"Shares of the loan mechanism (ULCM): {shares}.")


def _close(replay: Replay) -> list[str]:
    last = max((row.number for row in replay.payments.rows if row.received is not None), default=0)
    lines = wrapped(
        f"{replay.inside} of {len(replay.verdicts)} tests against published figures inside their rounding; "
        + ("every verdict is the one on record." if replay.as_recorded else "A VERDICT CHANGED.")
    )
    following = next((row for row in replay.payments.rows if row.number > last), None)
    if following is not None:
        lines += wrapped(
            f"Next: {following.address} on the profits of {following.period}; amount and day not published."
        )
    return [*lines, "More: usufruct replay, usufruct explain payment:3, usufruct --help."]
