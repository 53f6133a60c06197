"""When two figures may be added or subtracted, and what comes out.

The rules, in the order they are tried:

- perimeter, state, currency and dimension agree, and both figures are single amounts of money;
- the same series of the same holder: sums need adjoining periods (instalments of a loan, which fall on
  single days, need only differ in their days), differences need periods that share their first or their
  last day, and stocks have no sum over days, only a change between them;
- the same series of different holders: the same period;
- different series of the same holder and period: a difference always, a sum only among costs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from usufruct.errors import Fault, UsufructError
from usufruct.facts.period import Span, disjoint, follows
from usufruct.facts.vocabulary import AGGREGATE_HOLDERS, CHARGES

if TYPE_CHECKING:
    from usufruct.facts.figure import Figure

# States whose figures are single movements, so that days without one are no hole in a sum.
_PAID_OUT: Final = frozenset({"disbursed", "transferred", "released"})


def add(a: Figure, b: Figure) -> Figure:
    """Return ``a + b`` as a computed figure.

    Raises:
        UsufructError: ``F120`` to ``F125``, every reason why the sum would mean nothing.
    """
    _refuse_unlike(a, b, "added to")
    if a.series != b.series:
        _check_different_series(a, b, costs_only=True)
        return _computed(a, b, 1, a.span, "sum")
    if a.holder != b.holder:
        _check_holders(a, b)
        return _computed(a, b, 1, a.span, "sum")
    return _computed(a, b, 1, _joined(a, b), "sum")


def subtract(a: Figure, b: Figure) -> Figure:
    """Return ``a - b`` as a computed figure.

    Raises:
        UsufructError: ``F120`` to ``F125``, every reason why the difference would mean nothing.
    """
    _refuse_unlike(a, b, "subtracted from")
    if a.series != b.series:
        _check_different_series(a, b, costs_only=False)
        return _computed(a, b, -1, a.span, "difference")
    if a.holder != b.holder:
        _check_same_period(a, b)
        return _computed(a, b, -1, a.span, "difference")
    if a.state == "held":
        return _change(a, b)
    return _computed(a, b, -1, _remainder(a, b), "difference")


def _refuse_unlike(a: Figure, b: Figure, verb: str) -> None:
    faults = [fault for fault in _unlike(a, b, verb) if fault is not None]
    if faults:
        raise UsufructError(faults)


def _unlike(a: Figure, b: Figure, verb: str) -> tuple[Fault | None, ...]:
    where = f"{a.address}, {b.address}"
    return (
        None
        if a.perimeter == b.perimeter
        else Fault(
            "F120",
            f"{b.perimeter} cannot be {verb} {a.perimeter}",
            where,
            "they count different assets",
            "take both figures in one perimeter",
        ),
        None
        if a.state == b.state
        else Fault(
            "F121",
            f"what is {b.state} cannot be {verb} what is {a.state}",
            where,
            _why_states_differ(a.state, b.state),
            "take both figures in one state",
        ),
        None
        if (a.currency, a.dimension) == (b.currency, b.dimension) and a.dimension == "money"
        else Fault(
            "F122",
            f"{_measure(b)} cannot be {verb} {_measure(a)}",
            where,
            "only amounts of one currency have a sum",
            "convert at a named rate first",
        ),
        None
        if a.value and b.value
        else Fault(
            "F125",
            "a range or a gap has no single amount",
            where,
            "unknown is not zero",
            "take a figure with one amount, or low or high of the range",
        ),
    )


def _why_states_differ(a: str, b: str) -> str:
    if {a, b} & {"provisioned", "retained"} and {a, b} & {"paid", "received", "called", "announced"}:
        return "a provision is not a payment"
    return "the same money would be counted at two stages of its way"


def _measure(figure: Figure) -> str:
    return f"{figure.dimension} in {figure.currency}" if figure.currency else figure.dimension


def _check_different_series(a: Figure, b: Figure, *, costs_only: bool) -> None:
    if costs_only and not {a.series, b.series} <= CHARGES:
        raise _fault("F124", f"{a.series} and {b.series} have no common sum", a, b, "add figures of one series")
    if a.holder != b.holder:
        raise _fault(
            "F124", f"{a.series} of {a.holder} and {b.series} of {b.holder} do not meet", a, b, "take one holder"
        )
    _check_same_period(a, b)


def _check_holders(a: Figure, b: Figure) -> None:
    wide = {a.holder, b.holder} & AGGREGATE_HOLDERS
    if wide:
        raise _fault("F124", f"{a.holder} and {b.holder} may overlap", a, b, "add holders that do not contain others")
    _check_same_period(a, b)


def _check_same_period(a: Figure, b: Figure) -> None:
    if a.span != b.span:
        raise _fault("F123", f"the periods {_name(a)} and {_name(b)} differ", a, b, "take one period")


def _joined(a: Figure, b: Figure) -> Span:
    if a.state == "held":
        raise _fault("F123", "stocks of two days have no sum", a, b, "subtract them to get the change")
    first, last = (a, b) if (a.period_start or date.min) <= (b.period_start or date.min) else (b, a)
    if not disjoint(first.span, last.span):
        raise _fault("F123", f"overlapping periods: {_name(a)} and {_name(b)}", a, b, "a day would count twice")
    instalments = {a.state, b.state} <= _PAID_OUT
    if not instalments and not follows(first.span, last.span):
        raise _fault(
            "F123", f"the periods {_name(a)} and {_name(b)} leave days between them", a, b, "add what lies between"
        )
    return Span(first.period_start, last.period_end)


def _remainder(a: Figure, b: Figure) -> Span:
    outer, inner = a.span, b.span
    if outer.start and inner.start and outer.end and inner.end:
        if outer.start == inner.start and inner.end < outer.end:
            return Span(inner.end + timedelta(days=1), outer.end)
        if outer.end == inner.end and inner.start > outer.start:
            return Span(outer.start, inner.start - timedelta(days=1))
    raise _fault("F123", f"{_name(a)} less {_name(b)} is no period", a, b, "take a part from its whole")


def _change(a: Figure, b: Figure) -> Figure:
    if a.period_end is None or b.period_end is None or b.period_end >= a.period_end:
        raise _fault("F123", "a change runs from an earlier day to a later one", a, b, "subtract the earlier stock")
    return replace(_computed(a, b, -1, Span(b.period_end, a.period_end), "difference"), state="change")


def _computed(a: Figure, b: Figure, sign: int, span: Span, what: str) -> Figure:
    amount = a.amount + sign * b.amount
    known = max(a, b, key=lambda figure: figure.known_on)
    return replace(
        a,
        id=f"({a.id} {'+' if sign > 0 else '-'} {b.id})",
        series=a.series if a.series == b.series else f"{a.series} {'+' if sign > 0 else '-'} {b.series}",
        holder=a.holder if a.holder == b.holder else f"{a.holder} and {b.holder}",
        item=a.item if a.item == b.item else "",
        period=span.label,
        period_start=span.start,
        period_end=span.end,
        value=_decimal(amount),
        unit="unit",
        precision_note="",
        dated=None,
        dated_precision="",
        known_on=known.known_on,
        known_precision=known.known_precision,
        source=f"{what} of {a.address} and {b.address}",
        source_kind="derived",
        confidence=max(a.confidence, b.confidence, key=("high", "medium", "low").index),
        verified=a.verified and b.verified,
        vintage=1,
        corrects="",
        reason="",
        note="",
        hindsight="",
        parts=(a, b),
    )


def _decimal(amount: Fraction) -> str:
    """Write an amount whose denominator divides a power of ten, as all printed figures have."""
    places = 0
    while (amount * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(amount * 10**places))).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if amount < 0 else text


def _name(figure: Figure) -> str:
    return figure.period or "no period"


def _fault(code: str, what: str, a: Figure, b: Figure, remedy: str) -> UsufructError:
    return UsufructError([Fault(code, what, f"{a.address}, {b.address}", "", remedy)])
