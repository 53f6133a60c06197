"""The report of a projection: one file that needs nothing else, no script and no network.

The same run id gives the same bytes, on any day: a report holds no date but that of its view.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usufruct._version import __version__
from usufruct.errors import UsufructError, refuse
from usufruct.outlook.answers.flow import next_payment
from usufruct.outlook.answers.repayment import repaid_when
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import billion
from usufruct.outlook.projection import Projection
from usufruct.outlook.recipients import recipients
from usufruct.outlook.scenario_fields import BY_NAME

if TYPE_CHECKING:
    from usufruct.publish.charts import ReportChart

_ID = re.compile(r'\b(id="|url\(#|href="#)([A-Za-z_][\w-]*)')


def write_report(projection: Projection, path: Path) -> None:
    """Write the report of a projection.

    Args:
        projection: what it is about.
        path: of the HTML file; it appears whole or not at all.

    Raises:
        UsufructError: ``P101`` where the packages of the extra ``report`` are missing, ``P102`` where the file cannot
            be written.
    """
    text = report(projection)
    try:
        unfinished = path.with_name(path.name + ".part")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise refuse(
            "P102",
            f"the report cannot be written: {error.strerror}",
            str(path),
            remedy="name a folder that can be written",
        ) from None


def report(projection: Projection) -> str:
    """The report as HTML.

    Raises:
        UsufructError: ``P101`` where the packages of the extra ``report`` are missing.
    """
    try:
        import jinja2

        from usufruct.publish.charts import charts_of

        charts = charts_of(projection)
        drawn = [(each, svg(each)) for each in charts]
    except ImportError as error:
        raise _missing(error.name or "a package") from None
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    source = files("usufruct.publish").joinpath("templates/outlook_report.html.j2").read_text("utf-8")
    return environment.from_string(source).render(_content(projection, drawn))


def svg(chart: ReportChart) -> str:
    """A chart as SVG that can stand beside others in a page: with title and description, and ids of its own."""
    import vl_convert
    from markupsafe import escape

    drawn: str = vl_convert.vegalite_to_svg(chart.chart.to_dict())
    own = _ID.sub(lambda found: f"{found[1]}{chart.name}-{found[2]}", drawn)
    names = f'role="img" aria-labelledby="{chart.name}-title {chart.name}-desc"'
    told = (
        f'<title id="{chart.name}-title">{escape(chart.title)}</title>'
        f'<desc id="{chart.name}-desc">{escape(chart.described)}</desc>'
    )
    head, mark, rest = own.partition(">")
    head = re.sub(r' (?:role|aria-label|aria-roledescription)="[^"]*"', "", head)
    return f"{head} {names}{mark}{told}{rest}"


def _content(projection: Projection, drawn: list[tuple[ReportChart, str]]) -> dict[str, Any]:
    from markupsafe import Markup

    scenario, ready = projection.scenario, projection.ready
    view = _Given(scenario, projection)
    spans = [span for span in ready.law.measures["ban_recorded"].spans if span[1] and ready.law.seen(span[2])]
    return {
        "scenario": str(scenario),
        "key": scenario.key,
        "known": scenario.known,
        "changes": [
            (key, value, BY_NAME[key].meaning if key in BY_NAME else "")
            for key, value in scenario.texts().items()
            if key != "known"
        ],
        "run_id": projection.run_id,
        "paths": projection.outcome.paths,
        "tier": projection.tier,
        "version": __version__,
        "answers": [repaid_when(view, "").sentence, next_payment(view, "").sentence, _flow_sentence(projection)],
        "charts": [(chart, Markup(text)) for chart, text in drawn],  # noqa: S704 - SVG of our own making, texts escaped
        "recipients": [
            (each.name, billion(each.cents, 1), f"{100 * each.share:.1f} %") for each in recipients(projection)
        ],
        "law": ready.law,
        "acts": [source for source in ready.law.sources if source.published <= scenario.known],
        "renewed_until": max((span[1] for span in spans if span[1]), default=None),
        "facts": ready.known,
    }


class _Given(View):
    """A view whose projection is there already."""

    def __init__(self, scenario: Any, projection: Projection) -> None:
        super().__init__(scenario)
        object.__setattr__(self, "_there", projection)

    @property
    def projection(self) -> Projection:
        found: Projection = self.__dict__["_there"]
        return found


def _flow_sentence(projection: Projection) -> str:
    flows = [flow for flow in projection.yearly_flow if flow.state == "projected" and flow.high > 0][:5]
    if not flows:
        return "No payment is projected."
    mean = sum(flow.mean for flow in flows) / len(flows)
    return (
        f"From {flows[0].year} to {flows[-1].year} payments of a year come to {billion(mean)} on average; in "
        f"{flows[-1].year} they lie between {billion(flows[-1].low)} and {billion(flows[-1].high)} on 8 of 10 paths."
    )


def _missing(package: str) -> UsufructError:
    return refuse(
        "P101", f"{package} is not installed", "report", "charts need it", "install it: pip install 'usufruct[report]'"
    )
