"""The replay as documents: all of it, the summary, and the half-years of one period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from usufruct.money import round_to_integer
from usufruct.publish.document import Document, amount, day_text, envelope, facts_stamp, law_stamp
from usufruct.waterfall.half_years import HalfYearStatement, Line
from usufruct.waterfall.payments import Lender, Payment
from usufruct.waterfall.reconciliation import Verdict
from usufruct.waterfall.replay import Replay
from usufruct.waterfall.totals import Total

_PERCENT_DECIMALS = 4


def replay_document(replay: Replay) -> Document:
    """Everything: half-years, tests, payments, lenders, totals. Exit codes follow from ``as_recorded``."""
    return envelope(
        "replay",
        **_head(replay),
        half_years=half_years(replay.half_years),
        tests=[_test(verdict) for verdict in replay.verdicts],
        **_money(replay),
    )


def summary_document(replay: Replay) -> Document:
    """What the bare command says: payments, lenders, totals and how many tests are inside."""
    return envelope("summary", **_head(replay), **_money(replay))


def period_document(replay: Replay, period: str, statements: Sequence[HalfYearStatement]) -> Document:
    """The half-years of one period, with the payments on their profits."""
    labels = {each.half_year.label for each in statements}
    return envelope(
        "waterfall",
        as_of=day_text(replay.as_of),
        law=law_stamp(replay.law),
        facts=facts_stamp(replay.facts),
        period=period,
        half_years=half_years(statements),
        payments=[_payment(row) for row in replay.payments.rows if row.period in labels],
    )


def half_years(statements: Iterable[HalfYearStatement]) -> list[Document]:
    """Each half-year with its lines, in the order of the money."""
    return [{"period": each.half_year.label, "lines": [_line(line) for line in each.lines]} for each in statements]


def percent(share: Fraction) -> str:
    """A share in per cent with four decimals, rounded half up.

    Example:
        >>> percent(Fraction(1, 3))
        '33.3333'
    """
    scaled = round_to_integer(share * 100 * 10**_PERCENT_DECIMALS, "half up")
    whole, rest = divmod(scaled, 10**_PERCENT_DECIMALS)
    return f"{whole}.{rest:0{_PERCENT_DECIMALS}d}"


def _head(replay: Replay) -> Document:
    return {
        "as_of": day_text(replay.as_of),
        "law": law_stamp(replay.law),
        "facts": facts_stamp(replay.facts),
        "verdicts": {
            "inside": replay.inside,
            "run": len(replay.verdicts),
            "not_run": [f"test:{number}" for number in replay.pending],
            "changed": [verdict.address for verdict in replay.verdicts if not verdict.as_recorded],
            "as_recorded": replay.as_recorded,
        },
    }


def _money(replay: Replay) -> Document:
    return {
        "payments": [_payment(row) for row in replay.payments.rows],
        "lenders": [_lender(lender) for lender in replay.payments.lenders],
        "totals": [_total(total) for total in replay.totals],
    }


def _line(line: Line) -> Document:
    return {
        "address": line.address,
        "quantity": line.quantity,
        "perimeter": line.perimeter,
        "published": amount(line.published),
        "low": amount(line.low),
        "central": amount(line.central),
        "high": amount(line.high),
        "implied": amount(line.implied),
        "residual": amount(line.residual),
        "tolerance": amount(line.tolerance),
        "verdict": line.verdict,
    }


def _test(verdict: Verdict) -> Document:
    test = verdict.test
    return {
        "address": verdict.address,
        "number": test.number,
        "period": test.period,
        "quantity": test.item,
        "involves_an_article": test.article,
        "computed": amount(verdict.computed),
        "published": amount(verdict.published),
        "residual": amount(verdict.residual),
        "tolerance": amount(verdict.tolerance),
        "inside": verdict.inside,
        "recorded_inside": test.inside,
        "as_recorded": verdict.as_recorded,
        "reads": [figure.address for figure in verdict.case.figures()],
        "candidates": list(test.candidates),
        "note": test.note,
    }


def _payment(row: Payment) -> Document:
    return {
        "address": row.address,
        "number": row.number,
        "period": row.period,
        "computed": amount(row.computed),
        "announced": amount(row.announced),
        "received": amount(row.received),
        "received_on": day_text(row.received_on),
        "allocation": {channel: amount(part) for channel, part in row.allocation.items()} or None,
    }


def _lender(lender: Lender) -> Document:
    return {
        "address": lender.address,
        "lender": lender.name,
        "principal_eur": amount(lender.principal),
        "share": str(lender.share),
        "share_percent": percent(lender.share),
        "payments": {f"payment:{number}": amount(part) for number, part in lender.by_payment.items()},
        "allocated": amount(lender.allocated),
    }


def _total(total: Total) -> Document:
    return {
        "address": total.address,
        "name": total.name,
        "state": total.state,
        "amount": amount(total.amount),
        "basis": total.basis,
    }
