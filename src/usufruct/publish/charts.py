"""Charts of a projection, each defined once as Vega-Lite: for a notebook as they are, for a report as SVG.

A chart has a finding as its title, its unit and perimeter beneath, and the rows that it is drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from usufruct.outlook.answers.flow import euro_shares
from usufruct.outlook.projection import Projection
from usufruct.waterfall.payments import payment_numbers

if TYPE_CHECKING:
    import altair as alt

WIDTH: Final = 640
_INK, _BAND, _LINE, _ACTUAL = "#1b2a41", "#9db8d9", "#1f4e8c", "#b3541e"
_DOTS: Final = 20
"""Twenty equally likely outcomes: a reader counts dots where a density would have to be read."""
BILLION: Final = 1e11
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class ReportChart:
    """A chart and what it shows.

    Attributes:
        name: its anchor.
        title: the finding.
        subtitle: unit, period and perimeter.
        limits: what it does not show.
        command: what prints the same figures.
        columns: of the table behind it.
        rows: of the table behind it.
        chart: Vega-Lite through Altair.
    """

    name: str
    title: str
    subtitle: str
    limits: str
    command: str
    columns: tuple[str, ...]
    rows: Rows
    chart: alt.TopLevelMixin

    @property
    def described(self) -> str:
        """Alternative text: what it is, how far it reaches, first and last row."""
        first, last = self.rows[0], self.rows[-1]
        pairs = [
            ", ".join(f"{name} {cell}" for name, cell in zip(self.columns, row, strict=True)) for row in (first, last)
        ]
        return f"{self.title}. {self.subtitle}. {len(self.rows)} rows, from {pairs[0]} to {pairs[1]}."


def charts_of(projection: Projection) -> tuple[ReportChart, ...]:
    """Every chart of a report, in its order; that of losses only where there are any."""
    found = [_flow(projection), _repaid(projection), _debt(projection), _euro(projection), _coverage(projection)]
    found += [_losses(projection), _tornado(projection)]
    return tuple(each for each in found if each is not None)


def _flow(projection: Projection) -> ReportChart:
    import altair as alt

    flows = projection.yearly_flow
    actual = [{"year": f.year, "mean": f.mean / BILLION} for f in flows if f.state != "projected"]
    ahead = [
        {"year": f.year, "low": f.low / BILLION, "mean": f.median / BILLION, "high": f.high / BILLION}
        for f in flows
        if f.state == "projected"
    ]
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=10))
    past = (
        alt.Chart(_data(actual)).mark_bar(color=_ACTUAL, size=9).encode(x=x, y=alt.Y("mean:Q", title="EUR bn a year"))
    )
    band = alt.Chart(_data(ahead)).mark_area(color=_BAND, opacity=0.7).encode(x=x, y="low:Q", y2="high:Q")
    line = alt.Chart(_data(ahead)).mark_line(color=_LINE, strokeWidth=2.5).encode(x=x, y="mean:Q")
    label = alt.Chart(_data(ahead[-1:])).mark_text(align="right", dy=-8, color=_LINE, fontSize=12)
    layers = [past, band, line]
    if ahead:
        layers.append(label.encode(x=x, y="high:Q", text=alt.value("8 of 10 paths")))
        layers.append(alt.Chart(_data(ahead[:1])).mark_rule(color=_INK, strokeDash=[3, 3]).encode(x="year:Q"))
    paying = [row for row in ahead if row["high"] > 0]
    middle = paying[min(4, len(paying) - 1)] if paying else None
    title = (
        f"In {middle['year']} payments lie between {middle['low']:.1f} and {middle['high']:.1f} billion, 8 of 10 paths"
        if middle
        else "No payment is projected"
    )
    rows = tuple(
        (str(f.year), f.state, f"{f.low / BILLION:.3f}", f"{f.median / BILLION:.3f}", f"{f.high / BILLION:.3f}")
        for f in flows
    )
    return ReportChart(
        "flow",
        title,
        "Payments called in a calendar year, EUR bn; bars: received or under way; left of the dashes is past",
        "The band is that of interest and exchange rates; renewals, peace and courts are scenarios, not chances.",
        f"usufruct project '{projection.scenario.key}'",
        ("year", "state", "one path in ten below", "median", "one path in ten above"),
        rows,
        _framed(alt.layer(*layers), 260),
    )


def _repaid(projection: Projection) -> ReportChart:
    import altair as alt

    shares = projection.repaid.by_half_year
    dots: list[dict[str, Any]] = []
    stacked: dict[int, int] = {}
    for number in range(_DOTS):
        wanted = (number + 0.5) / _DOTS
        label = next((period for period, share in shares if share >= wanted), None)
        if label is None:
            continue
        year = int(label[:4])
        stacked[year] = stacked.get(year, 0) + 1
        dots.append({"year": year, "height": stacked[year]})
    never = _DOTS - len(dots)
    last = int(shares[-1][0][:4])
    first = min((dot["year"] for dot in dots), default=projection.scenario.known.year)
    dots += [{"year": last + 4, "height": number + 1, "never": True} for number in range(never)]
    scale = alt.Scale(domain=[first - 1, last + 6])
    chart = (
        alt.Chart(_data(dots))
        .mark_circle(size=170, opacity=1)
        .encode(
            x=alt.X("year:Q", title=f"year; the last column: not by {last}", scale=scale, axis=alt.Axis(format="d")),
            y=alt.Y("height:Q", title=None, axis=None, scale=alt.Scale(domain=[0, max(8, never + 1)])),
            color=alt.condition("datum.never", alt.value(_ACTUAL), alt.value(_LINE)),
        )
    )
    found = projection.repaid
    rows = tuple((period, f"{share:.4f}") for period, share in shares if period.endswith("H2"))
    return ReportChart(
        "repaid",
        f"Of twenty equally likely outcomes {_DOTS - never} repay all loans by {last}, {never} do not",
        f"20 dots = 20 outcomes; half of the paths by {found.median or 'no half-year'}; all five loans",
        "Near the break-even rate a small change of the rate moves this by decades: read it with that rate.",
        "usufruct answer repaid-when",
        ("half-year", "share of paths that have repaid by then"),
        rows,
        _framed(chart, 190),
    )


def _debt(projection: Projection) -> ReportChart:
    import altair as alt

    values, rows = [], []
    for lender in projection.lenders():
        for row in projection.fan("owed-to", lender).rows:
            if row.period.endswith("H2"):
                values.append({"year": int(row.period[:4]), "lender": lender, "debt": row.mean / BILLION})
                rows.append((lender, row.period, row.state, f"{row.mean / BILLION:.3f}"))
    chart = (
        alt.Chart(_data(values))
        .mark_area()
        .encode(
            x=alt.X("year:Q", title=None, axis=alt.Axis(format="d")),
            y=alt.Y("debt:Q", title="EUR bn, mean", stack="zero"),
            color=alt.Color("lender:N", title=None, sort=list(projection.lenders()), legend=alt.Legend(orient="top")),
        )
    )
    whole = {row.period: row.mean / BILLION for row in projection.fan("owed-in-all").rows}
    last = projection.ready.halves[-1].label
    return ReportChart(
        "debt",
        f"On average {whole[last]:.1f} billion are still owed after {last}",
        "Debts to the five lenders after the call on a half-year, EUR bn at the exchange rates of the path, mean",
        "A mean over paths: on most of them a loan is either repaid or much larger than this.",
        "usufruct answer owed-to-whom",
        ("lender", "half-year", "state", "mean debt, EUR bn"),
        tuple(rows),
        _framed(chart, 260),
    )


def _euro(projection: Projection) -> ReportChart:
    import altair as alt

    number = max(payment_numbers(projection.ready.known), default=3)
    shares = euro_shares(projection.ready.law, projection.scenario.known, number)
    parts = [*shares[:3], *shares[4:]]
    order = [name for name, _, _ in parts]
    values = [
        {"part": name, "cents": float(100 * share), "place": place} for place, (name, share, _) in enumerate(parts)
    ]
    chart = (
        alt.Chart(_data(values))
        .mark_bar(stroke="white")
        .encode(
            x=alt.X("cents:Q", title="cents of a euro of net interest", stack="zero", scale=alt.Scale(domain=[0, 100])),
            color=alt.Color(
                "part:N", sort=order, title=None, legend=alt.Legend(orient="bottom", columns=2, labelLimit=300)
            ),
            order=alt.Order("place:Q"),
        )
    )
    paid = next(share for name, share, _ in shares if name == "called and paid")
    return ReportChart(
        "euro",
        f"{float(100 * paid):.1f} cents of each euro of net interest are paid",
        "Interest on the central bank's cash after related expenses, by the law in force; the parts add up to one euro",
        "Other sanctioned clients' interest pays tax and nothing more.",
        "usufruct answer one-euro",
        ("where", "share", "rule"),
        tuple((name, str(share), rule) for name, share, rule in shares),
        _framed(chart, 60),
    )


def _coverage(projection: Projection) -> ReportChart | None:
    import altair as alt

    ratios = projection.coverage()
    if not ratios:
        return None
    values = [{"year": year, "ratio": ratio} for year, ratio in ratios]
    bars = (
        alt.Chart(_data(values))
        .mark_bar(size=8)
        .encode(
            x=alt.X("year:Q", title=None, axis=alt.Axis(format="d")),
            y=alt.Y("ratio:Q", title="payments over interest"),
            color=alt.condition("datum.ratio < 1", alt.value(_ACTUAL), alt.value(_LINE)),
        )
    )
    one = alt.Chart(_data([{"one": 1}])).mark_rule(color=_INK, strokeDash=[4, 3]).encode(y="one:Q")
    below = [year for year, ratio in ratios if ratio < 1]
    title = (
        f"The stream falls short of the lenders' interest in {len(below)} of {len(ratios)} years"
        if below
        else "The mean stream covers the lenders' interest in every year"
    )
    return ReportChart(
        "coverage",
        title,
        "Mean payments to the mechanism over mean interest of the loans, by calendar year; above one the debts shrink",
        "Once loans are repaid on many paths the mean interest is small and the ratio large.",
        "usufruct answer coverage",
        ("year", "coverage"),
        tuple((str(year), f"{ratio:.3f}") for year, ratio in ratios),
        _framed(alt.layer(bars, one), 190),
    )


def _losses(projection: Projection) -> ReportChart | None:
    import altair as alt

    stops = [day for day in (projection.scenario.released, projection.scenario.renewal_fails) if day is not None]
    losses = projection.loss_by_bearer()
    if not stops or not any(round(loss.mean) for loss in losses):
        return None
    values = [{"bearer": f"{loss.bearer} ({loss.lender})", "mean": loss.mean / BILLION} for loss in losses]
    chart = (
        alt.Chart(_data(values))
        .mark_bar(color=_ACTUAL)
        .encode(
            x=alt.X("mean:Q", title="EUR bn, mean"),
            y=alt.Y("bearer:N", title=None, sort=None, axis=alt.Axis(labelLimit=300)),
        )
    )
    whole = sum(loss.mean for loss in losses) / BILLION
    return ReportChart(
        "losses",
        f"When the yields end on {min(stops)}, {whole:.1f} billion of debt are left",
        "Debts after the last payment, which carries what was retained, by who bears them (loan of), EUR bn",
        "Who bears the Union's part is a reading of the law: union_shortfall.",
        f"usufruct answer released-on {min(stops)}",
        ("loan of", "borne by", "one path in ten below", "mean", "one path in ten above"),
        tuple(
            (loss.lender, loss.bearer, *(f"{value / BILLION:.3f}" for value in (loss.low, loss.mean, loss.high)))
            for loss in losses
        ),
        _framed(chart, 150),
    )


def _tornado(projection: Projection) -> ReportChart:
    import altair as alt

    effects = [each for each in projection.assumptions if each.at_high.flow != each.at_low.flow]
    values = [
        {
            "assumption": each.assumption.key,
            "low": each.at_low.flow / BILLION,
            "high": each.at_high.flow / BILLION,
        }
        for each in effects
    ]
    middle = projection.assumptions[0].at_value.flow / BILLION
    bars = (
        alt.Chart(_data(values))
        .mark_bar(color=_BAND, height=14)
        .encode(
            x=alt.X("low:Q", title="EUR bn a year, over the first five years", scale=alt.Scale(zero=False)),
            x2="high:Q",
            y=alt.Y("assumption:N", sort=None, title=None),
        )
    )
    rule = alt.Chart(_data([{"used": middle}])).mark_rule(color=_INK).encode(x="used:Q")
    rows = tuple(
        (
            each.assumption.key,
            *(f"{float(value):.4f}" for value in (each.assumption.low, each.assumption.value, each.assumption.high)),
            *(f"{end.flow / BILLION:.3f}" for end in (each.at_low, each.at_high)),
            *(end.repaid or "never" for end in (each.at_low, each.at_high)),
            each.assumption.why,
        )
        for each in projection.assumptions
    )
    widest = effects[0].assumption.name if effects else "nothing"
    return ReportChart(
        "assumptions",
        f"Of what nobody has published, this moves the yearly flow most: {widest}",
        "Mean payments of a year at either end of the range of each named assumption, EUR bn; the line: as used",
        "Ranges are judged or estimated as the table says; they are moved one at a time.",
        f"usufruct project '{projection.scenario.key}'",
        (
            "assumption",
            "low",
            "used",
            "high",
            "flow at low",
            "flow at high",
            "half by at low",
            "half by at high",
            "why",
        ),
        rows,
        _framed(alt.layer(bars, rule), max(60, 26 * len(values))),
    )


def _data(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def _framed(chart: Any, height: int) -> Any:
    return (
        chart.properties(width=WIDTH, height=height)
        .configure(font="sans-serif", background="#ffffff")
        .configure_axis(labelFontSize=12, titleFontSize=12, labelColor=_INK, titleColor=_INK, gridColor="#e3e8ef")
        .configure_legend(labelFontSize=12, labelColor=_INK)
        .configure_view(stroke=None)
    )
