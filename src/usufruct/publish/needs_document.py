"""The stream and the needs as a document; shares are decimals of one, what nobody has given is null."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from usufruct.outlook.answers.needs import Met, UnderRegime
from usufruct.outlook.answers.stream import StreamYear
from usufruct.outlook.answers.view import View
from usufruct.publish.document import Document, amount, day_text, envelope
from usufruct.regimes.needs import per_person, share_of_product
from usufruct.regimes.needs_table import MISSING


def needs_document(
    view: View,
    flows: Sequence[StreamYear],
    met: Sequence[Met],
    people: int | None,
    product: int | None,
    regimes: Sequence[UnderRegime],
) -> Document:
    """Years with purposes, needs with the part of each that is covered, regimes where they were asked for."""
    given = (people is not None, product is not None, False)
    return envelope(
        "needs",
        as_of=day_text(view.scenario.known),
        scenario=view.scenario.key,
        run_id=view.projection.run_id,
        population=people,
        product=None if product is None else amount(product * 100),
        years=[_year(each, people, product) for each in flows],
        needs=[_met(each) for each in met],
        regimes=[
            {"letter": each.letter, "status": each.status, "needs": [_met(one) for one in each.met]} for each in regimes
        ],
        missing=[each for each, there in zip(MISSING, given, strict=True) if not there],
    )


def _year(each: StreamYear, people: int | None, product: int | None) -> Document:
    cents = round(each.mean)
    head, part = per_person(cents, people), share_of_product(cents, None if product is None else product * 100)
    return {
        "year": each.year,
        "state": each.state,
        "low": amount(round(each.low)),
        "mean": amount(cents),
        "high": amount(round(each.high)),
        "purposes": [{"purpose": one.purpose, "use": one.use, "share": _share(one.share)} for one in each.parts],
        "per_person": None if head is None else f"{float(head) / 100:.2f}",
        "of_product": None if part is None else _share(part),
    }


def _met(each: Met) -> Document:
    low, printed, most = each.needed
    return {
        "address": each.need.figure.address,
        "label": each.need.label,
        "kind": each.need.kind,
        "aim": each.need.aim,
        "printed": each.need.figure.text(),
        "confidence": each.need.figure.confidence,
        "verified": each.need.figure.verified,
        "source": each.need.figure.source,
        "per_euro": str(each.need.rate),
        "rate_on": day_text(each.need.rate_on),
        "years": [{"year": year, "part": str(part)} for year, part in each.need.years],
        "years_counted": str(each.years),
        "state": each.state,
        "needed": {"low": _amount(low), "printed": _amount(printed), "high": _amount(most)},
        "called": dict(zip(("low", "mean", "high"), map(_amount, each.called), strict=True)),
        "covered": dict(zip(("low", "mean", "high"), map(_share, each.covered), strict=True)),
        "earmarked": _share(each.earmarked),
        "repays_loans_open_to_it": _share(each.repays),
    }


def _amount(cents: Fraction | float) -> str | None:
    return amount(round(cents))


def _share(value: Fraction | float) -> str:
    return f"{float(value):.6f}"
