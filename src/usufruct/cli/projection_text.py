"""``usufruct project`` as text: the range with its break-even first, then what it is made of."""

from __future__ import annotations

from usufruct.cli.layout import columns, million, text_of, wrapped
from usufruct.outlook.addresses import ProjectedFigure
from usufruct.outlook.answers.wording import when
from usufruct.outlook.fan import Fan
from usufruct.outlook.projection import Projection
from usufruct.outlook.projection_answers import RepaidBy
from usufruct.outlook.recipients import recipients
from usufruct.outlook.scenario import Scenario
from usufruct.outlook.scenario_fields import BY_NAME, number_text

_CLOSE = 10
"""Years are shown one by one for ten years, then every fifth."""

_TIERS = {
    "compiled": "compiled",
    "single": "compiled in single precision",
    "arrays": "numpy, without the compiler",
}


def projection_text(projection: Projection, *, first: bool = False) -> str:
    """The whole screen.

    Args:
        projection: what it is about.
        first: an answer while the kernel is compiled: what takes dozens of runs is left out, and said to be.
    """
    return text_of(
        (
            heading(projection),
            _headline(projection, first=first),
            _next_payment(projection),
            _yearly_flow(projection),
            _lenders(projection),
            _coverage(projection),
            _losses(projection),
            _recipients(projection),
            ["ASSUMPTIONS: what their ranges do is shown once the kernel is there"]
            if first
            else _assumptions(projection),
            _basis(projection),
        )
    )


def heading(projection: Projection, title: str = "PROJECTION") -> list[str]:
    """What was run, and the id under which it can be run again."""
    scenario = projection.scenario
    name = f"{title} {scenario.name}" if scenario.name else title.removesuffix(" of")
    lines = wrapped(f"{name}, as of {scenario.known}, in EUR million")
    lines += wrapped(f"scenario {scenario.key}")
    tier = _TIERS[projection.tier]
    return [*lines, f"run {projection.run_id}: {projection.outcome.paths} paths, {tier}"]


def percent(value: float, digits: int = 0) -> str:
    """A share as a percentage.

    Example:
        >>> percent(0.2368), percent(0.0093, 2)
        ('24 %', '0.93 %')
    """
    return f"{100 * value:.{digits}f} %"


def _headline(projection: Projection, *, first: bool) -> list[str]:
    horizon = projection.ready.halves[-1].label
    rate = None if first else projection.break_even_rate
    lines = wrapped(f"All loans repaid {when(projection.repaid)} (to the horizon {horizon}).")
    if first:
        lines += wrapped("Break-even: found once the kernel is there; ask again in half a minute.")
    elif rate is None:
        lines += wrapped("Break-even: no constant deposit rate from -5 % to 20 % repays them on half of the paths.")
    else:
        lines += wrapped(
            f"Break-even: a constant deposit rate of {percent(float(rate), 2)} repays them by then on half of the "
            "paths; below it, on fewer."
        )
    return [*lines, *wrapped("Ranges are those of interest and exchange rates. Politics is a scenario, not a chance.")]


def _next_payment(projection: Projection) -> list[str]:
    found = projection.next_payment
    due = f"call expected on {found.due}" + ("; past, and no receipt is in the facts" if found.overdue else "")
    return [
        "NEXT PAYMENT, rates and assumptions together: 8 of 10 outcomes",
        *wrapped(
            f"payment:{found.number} on the profits of {found.period}: {million(round(found.low))} to "
            f"{million(round(found.high))}, central {million(round(found.central))}; {due}."
        ),
    ]


def _yearly_flow(projection: Projection) -> list[str]:
    rows = [["year", "state", "1 in 10 below", "median", "1 in 10 above", "mean"]]
    for flow in projection.yearly_flow:
        if _shown(flow.year, projection.scenario):
            cells = [million(round(value)) for value in (flow.low, flow.median, flow.high, flow.mean)]
            rows.append([str(flow.year), flow.state, *cells])
    address = ProjectedFigure("payment-of-two", "", projection.ready.halves[-1].label).address
    head = "YEARLY FLOW: all payments called in a calendar year"
    return [head, *columns(rows, "llrrrr"), f"Figures: {address} and so on."]


def _shown(year: int, scenario: Scenario) -> bool:
    return year <= scenario.known.year + _CLOSE or year % 5 == 0


def _lenders(projection: Projection) -> list[str]:
    known = projection.scenario.known.year
    years = [known + 1, known + 4, known + 14, known + 24]
    fans = {lender: projection.fan("owed-to", lender) for lender in projection.lenders()}
    held = {row.period for row in next(iter(fans.values())).rows}
    shown = [f"{year}-H2" for year in dict.fromkeys(years) if f"{year}-H2" in held]
    rows = [["lender", *(f"{label}" for label in shown), "1 in 10", "half", "9 in 10", "never"]]
    for lender, fan in fans.items():
        found = projection.repaid_to(lender)
        ends = [found.early or "-", found.median or "-", found.late or "-", percent(found.never)]
        rows.append([lender, *(_mean(fan, label) for label in shown), *ends])
    rows.append(["all", *(_mean(projection.fan("owed-in-all"), label) for label in shown), *_ends(projection.repaid)])
    lines = ["LOANS: mean debt after the call on a half-year; share of paths repaid by"]
    lines += columns(rows, "l" + "r" * (len(rows[0]) - 1), (1,) * (len(rows[0]) - 1))
    address = ProjectedFigure("owed-to", "Japan", shown[-1] if shown else projection.ready.halves[-1].label).address
    return [*lines, *wrapped(f"Figures: {address} and so on; -: not by the horizon.")]


def _ends(found: RepaidBy) -> list[str]:
    return [found.early or "-", found.median or "-", found.late or "-", percent(found.never)]


def _mean(fan: Fan, label: str) -> str:
    return million(round(fan.at(label).mean)).removesuffix(".0")


def _coverage(projection: Projection) -> list[str]:
    found = [f"{year} {ratio:.2f}" for year, ratio in projection.coverage() if _shown(year, projection.scenario)]
    if not found:
        return []
    return ["COVERAGE: mean payments to the mechanism over mean interest of the loans", *wrapped(", ".join(found))]


def _losses(projection: Projection) -> list[str]:
    losses = projection.loss_by_bearer()
    stops = [day for day in (projection.scenario.released, projection.scenario.renewal_fails) if day is not None]
    if not any(round(loss.mean) for loss in losses):
        return []
    rows = [["loan of", "borne by", "1 in 10 below", "mean", "1 in 10 above"]]
    rows += [
        [loss.lender, loss.bearer, *(million(round(value)) for value in (loss.low, loss.mean, loss.high))]
        for loss in losses
    ]
    total = sum(loss.mean for loss in losses)
    rows.append(["all", "", "", million(round(total)), ""])
    day = f"when the yields end on {min(stops)}" if stops else f"at the horizon, {projection.ready.halves[-1].label}"
    return [f"DEBT LEFT {day}, by bearer", *columns(rows, "llrrr")]


def _recipients(projection: Projection) -> list[str]:
    rows = [
        [each.name, million(round(each.cents)), percent(each.share, 1)]
        for each in recipients(projection)
        if round(each.cents)
    ]
    first, last = projection.yearly_flow[0].year, projection.ready.halves[-1].label
    return [f"WHO HOLDS THE MONEY IN THE END, {first} to {last}, mean", *columns(rows, "lrr")]


def _assumptions(projection: Projection) -> list[str]:
    rows = [["", "", "", "", "flow", "flow", "half by", "half by"]]
    rows.append(["", "low", "used", "high", "at low", "at high", "at low", "at high"])
    reasons = []
    for effect in projection.assumptions:
        each, ends = effect.assumption, (effect.at_low, effect.at_high)
        values = [_assumed(each.key, float(value)) for value in (each.low, each.value, each.high)]
        flows = [million(round(end.flow)) for end in ends]
        rows.append([each.key, *values, *flows, *(end.repaid or "never" for end in ends)])
        reasons += wrapped(f"{each.key}: {each.name}. {each.why}", hanging=2)
    return [
        "ASSUMPTIONS: yearly flow, and when half of the paths have repaid, at either end",
        *columns(rows, "lrrrrrrr", (1, 1, 1, 1, 1, 1, 1)),
        "",
        *reasons,
    ]


def _assumed(key: str, value: float) -> str:
    return f"{value:.2f}" if key == "volatility" else f"{100 * value:.2f} %"


def _basis(projection: Projection) -> list[str]:
    ready = projection.ready
    lines = wrapped(
        f"Law: {ready.law.title}, {ready.law.hash[:12]}, as known on {ready.law.known}; facts {ready.known.hash[:12]}. "
        + _renewal(projection)
    )
    first = projection.ready.halves[0].label
    address = ProjectedFigure("payment", "", first).address
    option = "" if not projection.scenario.key else f" --scenario '{projection.scenario.key}'"
    lines += wrapped(
        f"One path of any figure, down to articles and inputs: usufruct explain {address} --path 17{option}"
    )
    return lines


def _renewal(projection: Projection) -> str:
    scenario, law = projection.scenario, projection.ready.law
    spans = law.measures["ban_recorded"].spans
    ends = [until for _, until, known, _ in spans if until is not None and law.seen(known)]
    renewed = f"The last renewal of the ban that was found ends on {max(ends)}; " if ends else ""
    if scenario.renewal_fails or scenario.released:
        return renewed + "what comes after is as the scenario says."
    return renewed + "that it is renewed is an assumption of every scenario that does not say otherwise."


def scenario_list(fields: bool = True) -> str:  # noqa: FBT001, FBT002 - one caller
    """Every preset, and everything that a scenario can set."""
    from usufruct.outlook.scenario_presets import PRESETS

    presets = [["preset", "what it supposes"]]
    presets += [[each.name, each.meaning] for each in PRESETS]
    lines = ["PRESETS"]
    width = max(len(name) for name, _ in presets) + 2
    for name, meaning in presets[1:]:
        lines += wrapped(f"{name.ljust(width)}{meaning}", hanging=width)
    keys = ["KEYS of a scenario, as in 'known=2026-11-22&flat=1.5 %' or in a TOML file"]
    for field in BY_NAME.values() if fields else ():
        bounds = f" ({number_text(field.low)} to {number_text(field.high)})" if field.kind == "share" else ""
        keys += wrapped(f"{field.name.ljust(20)}{field.meaning}{bounds}", hanging=20)
    for name, meaning in (
        ("law.NAME", "an amendment: 'law.retention_rate=20 % @ 2027-01-01'; budget_key counts payments"),
        ("cost.LENDER", "fixed rate, or margin over the index, of a loan: eu, us, canada, japan, uk"),
        ("principal.LENDER", "committed principal in units of the lender's currency"),
        ("reading.NAME", "how a silent point of the law, or of a regime, is read"),
        ("given.TERM", "what a regime needs and no act says: 'given.vehicle_share=25 %' (usufruct regimes G)"),
        ("partner.NAME", "a partner joins: 'partner.france=levy @ 2028-01-01' (usufruct partners)"),
    ):
        keys += wrapped(f"{name.ljust(20)}{meaning}", hanging=20)
    return text_of((lines, keys))
