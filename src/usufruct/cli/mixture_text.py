"""``usufruct mix`` as text: the strata with their weights, and the answers over events and paths."""

from __future__ import annotations

from usufruct.cli.layout import columns, million, text_of, wrapped
from usufruct.cli.projection_text import percent
from usufruct.outlook.answers.wording import when
from usufruct.outlook.mixture import Mixture

_SHOWN = 12


def mixture_text(found: Mixture) -> str:
    """The whole screen."""
    first = found.projections[0].scenario
    rows = [["weight", "repaid by", "never", "run"]]
    lines = []
    for weight, each in zip(found.weights, found.projections, strict=True):
        repaid = each.repaid
        rows.append([percent(float(weight), 1), repaid.median or "not half", percent(repaid.never), each.run_id])
        lines += wrapped(f"{percent(float(weight), 1)}: {each.scenario.key}", 2, 2)
    flows = [["year", "state", "1 in 10 below", "median", "1 in 10 above", "mean"]]
    for flow in found.yearly_flow[:_SHOWN]:
        cells = (million(round(each)) for each in (flow.low, flow.median, flow.high, flow.mean))
        flows.append([str(flow.year), flow.state, *cells])
    return text_of(
        (
            wrapped(
                f"MIXTURE of {len(found.weights)} scenarios under {found.laws} laws, as of {first.known}, "
                "in EUR million"
            ),
            wrapped(f"All loans repaid {when(found.repaid)}."),
            ["STRATA, with the probabilities that were stated", *lines, *columns(rows, "rlrl")],
            ["YEARLY FLOW over events and paths", *columns(flows, "llrrrr")],
            wrapped(
                "Probabilities of events are the user's; this program has none. Each stratum was run whole on the same "
                "draws, so the mixture is exact in the events."
            ),
        )
    )
