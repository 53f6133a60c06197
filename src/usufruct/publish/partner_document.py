"""Partners as documents: what each holds under which law, and what would come of it if it joined.

Amounts of a currency are decimal strings in its units; yen have no decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from usufruct.assets.joined_total import Total, totals
from usufruct.assets.joining import Flow, Joined
from usufruct.assets.partners import Estimate, Partner, Stock
from usufruct.engine.assumption import Assumption
from usufruct.facts import Facts
from usufruct.money import currency, decimal_text, round_to_integer
from usufruct.publish.document import Document, day_text, envelope, facts_stamp
from usufruct.regimes.partner_shares import Shares, shares_of_year


def partners_document(found: Sequence[Partner], day: date, seen: Facts) -> Document:
    """Partners with stock, law, sources and open questions."""
    return envelope(
        "partners", as_of=day_text(day), facts=facts_stamp(seen), partners=[_partner(each) for each in found]
    )


def joining_document(joined: Sequence[Joined], weights: Sequence[tuple[str, int]], day: date, seen: Facts) -> Document:
    """What partners would add, by year and currency, in all, and over the lenders."""
    first = joined[0]
    years = sorted({row.year for each in joined for row in each.years})
    return envelope(
        "partner-joins",
        as_of=day_text(day),
        facts=facts_stamp(seen),
        status="hypothetical",
        since=day_text(first.since),
        measure={
            "text": first.measure.text,
            "levy": first.measure.levy,
            "share": str(first.measure.share),
            "rule": first.measure.rule,
        },
        exchange_on=day_text(first.exchange_on),
        joined=[_joined(each) for each in joined],
        in_all=[_total(each) for each in totals(joined)],
        lenders=[
            {"year": year, "shares": [_shares(each) for each in shares_of_year(joined, year, weights)]}
            for year in years
        ],
    )


def _partner(each: Partner) -> Document:
    return {
        "name": each.name,
        "holder": each.holder.name,
        "kind": each.holder.kind,
        "currency": each.own,
        "legal_basis": each.holder.legal_basis,
        "status": each.holder.status,
        "yields_today": each.holder.yields,
        "source": each.holder.source,
        "switch": each.switch,
        "switch_source": each.switch_source,
        "verified": each.verified,
        "rate_of": each.held,
        "why_rate_of": each.why_held,
        "rate": None if each.rate is None else {"a_year": str(each.rate.rate), "address": each.rate.address},
        "stock": _stock(each.stock),
        "estimates": [_estimate(one) for one in each.estimates],
        "open_questions": list(each.questions),
    }


def _stock(stock: Stock | None) -> Document | None:
    if stock is None:
        return None
    amounts = {"low": stock.low, "taken": stock.value, "high": stock.high}
    return {
        **{name: None if amount is None else _units(amount, stock.currency) for name, amount in amounts.items()},
        "currency": stock.currency,
        "shared": stock.shared,
    }


def _units(amount: Fraction, code: str) -> str:
    return decimal_text(round_to_integer(amount * currency(code).scale, "half up"), code)


def _estimate(each: Estimate) -> Document:
    figure = each.figure
    return {
        "address": figure.address,
        "role": each.role,
        "text": figure.text(),
        "perimeter": figure.perimeter,
        "confidence": figure.confidence,
        "verified": figure.verified,
        "known_on": day_text(figure.known_on),
        "source": figure.source,
    }


def _joined(each: Joined) -> Document:
    return {
        "partner": each.partner.name,
        "stock": _stock(each.stock),
        "rate_of": each.held,
        "assumptions": [_assumption(one) for one in each.assumptions],
        "switch": each.partner.switch,
        "switch_source": each.partner.switch_source,
        "years": [
            {"year": row.year, "days": row.days, "flows": [_flow(flow) for flow in row.flows]} for row in each.years
        ],
        "exchange": [{"currency": code, "per_euro": str(rate)} for code, rate in each.exchange],
        "open_questions": list(each.questions),
    }


def _assumption(each: Assumption) -> Document:
    return {
        "name": each.name,
        "low": str(each.low),
        "value": str(each.value),
        "high": str(each.high),
        "why": each.why,
    }


def _flow(flow: Flow) -> Document:
    amounts = {"low": flow.low, "central": flow.value, "high": flow.high}
    written = {name: None if cents is None else decimal_text(cents, flow.currency) for name, cents in amounts.items()}
    return {"currency": flow.currency, **written}


def _total(each: Total) -> Document:
    return {
        "year": each.year,
        "own": [{"currency": code, "central": decimal_text(amount, code)} for code, amount in each.own],
        "in_euro": _flow(each.in_euro),
        "without_centre": list(each.unknown),
    }


def _shares(each: Shares) -> Document:
    return {
        "currency": each.currency,
        "contributed": [_amount("partner", *pair, each.currency) for pair in each.contributed],
        "received": [_amount("lender", *pair, each.currency) for pair in each.received],
    }


def _amount(who: str, name: str, amount: int, code: str) -> Document:
    return {who: name, "amount": decimal_text(amount, code)}
