"""All regimes side by side as a document: amounts in euro as text, unknown ones null, each with its basis."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.outlook.mixture import Mixture
from usufruct.outlook.regime_case import RegimeCase
from usufruct.outlook.regime_flows import flows
from usufruct.outlook.regime_losses import borne
from usufruct.publish.document import Document, amount, day_text, envelope


def regime_comparison_document(found: Sequence[RegimeCase]) -> Document:
    """One entry for each regime."""
    first = found[0].in_force
    return envelope(
        "regime-comparison",
        scenario=first.scenario.key,
        run_id=first.run_id,
        regimes=[_regime(each) for each in found],
    )


def mixture_document(found: Mixture) -> Document:
    """Scenarios with stated probabilities, and the answers over all of them."""
    repaid = found.repaid
    return envelope(
        "mixture",
        laws=found.laws,
        strata=[
            {"weight": str(weight), "scenario": each.scenario.key, "run_id": each.run_id}
            for weight, each in zip(found.weights, found.projections, strict=True)
        ],
        repaid={
            "one_in_ten": repaid.early,
            "half": repaid.median,
            "nine_in_ten": repaid.late,
            "never": repaid.never,
        },
        yearly_flow=[
            {
                "year": flow.year,
                "state": flow.state,
                "low": amount(round(flow.low)),
                "median": amount(round(flow.median)),
                "high": amount(round(flow.high)),
                "mean": amount(round(flow.mean)),
            }
            for flow in found.yearly_flow
        ],
    )


def _regime(each: RegimeCase) -> Document:
    repaid = each.projection.repaid
    return {
        "letter": each.regime.letter,
        "name": each.regime.name,
        "status": each.regime.status,
        "begins": day_text(each.begins),
        "scenario": each.projection.scenario.key,
        "run_id": each.projection.run_id,
        "principal": each.principal,
        "repaid": {
            "one_in_ten": repaid.early,
            "half": repaid.median,
            "nine_in_ten": repaid.late,
            "never": repaid.never,
        },
        "windfall": [{"year": year, "amount": amount(round(cents))} for year, cents in each.windfall],
        "money": [
            {
                "year": flow.year,
                "purpose": flow.purpose,
                "amount": amount(round(flow.amount)),
                "earmarked": flow.earmarked,
                "basis": flow.basis,
            }
            for flow in flows(each)
        ],
        "borne": [
            {
                "what": line.what,
                "bearer": line.bearer,
                "amount": _rounded(line.amount),
                "low": _rounded(line.low),
                "high": _rounded(line.high),
                "basis": line.basis,
            }
            for line in borne(each)
        ],
    }


def _rounded(cents: float | None) -> str | None:
    return None if cents is None else amount(round(cents))
