"""What each command does: read its options, compute, write text or one document, return the exit code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from usufruct.cli.desk import day_of, known_facts, known_law, law_read, one, opened
from usufruct.cli.ending import NOT_DERIVABLE, OK, VERIFICATION, reading_the_command_line, usage
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.calendar import Reading
    from usufruct.publish.document import Document

Options = Sequence[str] | None
_PERIOD = re.compile(r"[0-9]{4}(-.*)?")


def version() -> int:
    """The version of the package."""
    from usufruct._version import __version__

    print(f"usufruct {__version__}")
    return OK


def nothing_before_a_command(as_of: Options, as_json: bool, asked: bool) -> int:  # noqa: FBT001
    """Options of the summary stand alone: before a command they would be lost without a word."""
    if as_of or as_json or asked:
        raise usage("an option stands before the command", "usufruct", "write it after the command")
    return OK


def summary(as_of: Options, as_json: bool) -> int:  # noqa: FBT001
    """The bare command."""
    from usufruct.publish.replay_document import summary_document

    found = opened(as_of, None, None, as_json=as_json)
    if as_json:
        return _write(summary_document(found))
    from usufruct.cli.summary_text import summary_text

    return _print(summary_text(found))


def replay(as_of: Options, strict: bool, files: Options, drafts: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct replay``; the verdicts on record are those of the law in force."""
    found = opened(as_of, files, None, as_json=as_json, drafts=drafts)
    if as_json:
        from usufruct.publish.replay_document import replay_document

        _write(replay_document(found))
    else:
        from usufruct.cli.replay_text import replay_text

        _print(replay_text(found))
    missed = strict and found.inside < len(found.verdicts)
    changed = not drafts and not found.as_recorded
    return VERIFICATION if missed or changed else OK


def waterfall(what: str, as_of: Options, readings: Options, drafts: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct waterfall``."""
    path = Path(what)
    if _PERIOD.fullmatch(what) and not path.exists():
        return _period(what, as_of, readings, drafts, as_json)
    if as_of:
        raise usage("a report of your own has no as-of date", "--as-of", "leave it out")
    if not path.exists():
        raise usage(
            f"{what!r:.80} is neither a period nor a file",
            "waterfall",
            "write 2025, 2025-H1 or the path of a report",
        )
    return _report(path, readings, drafts, as_json)


def _period(what: str, as_of: Options, readings: Options, drafts: Options, as_json: bool) -> int:  # noqa: FBT001
    from usufruct.calendar import read_period

    with reading_the_command_line():
        wanted = [half.label for half in read_period(what)]
    found = opened(as_of, None, readings, as_json=as_json, drafts=drafts)
    statements = [each for label in wanted if (each := found.half_year(label)) is not None]
    if not statements:
        raise usage(
            f"no half-year of {what} is under the levy and had ended by {found.as_of}",
            "waterfall",
            "take a period from 2024-H1 on",
        )
    if as_json:
        from usufruct.publish.replay_document import period_document

        _write(period_document(found, what, statements))
    else:
        from usufruct.cli.replay_text import period_text

        _print(period_text(found, what, statements))
    known = any(line.verdict != "not derivable" for each in statements for line in each.lines)
    return OK if known else NOT_DERIVABLE


def _report(path: Path, readings: Options, drafts: Options, as_json: bool) -> int:  # noqa: FBT001
    from usufruct.assets import read_filing
    from usufruct.waterfall.own_report import run_filing

    law = law_read(readings, drafts)
    found = run_filing(read_filing(path), law)
    if as_json:
        from usufruct.publish.report_document import report_document

        return _write(report_document(found))
    from usufruct.cli.report_text import report_text

    return _print(report_text(found))


def explain(
    figure: str,
    report: Options,
    as_of: Options,
    files: Options,
    readings: Options,
    drafts: Options,
    scenario: Options,
    number: int,
    depth: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct explain``."""
    from usufruct.publish.document import facts_stamp, law_stamp

    path = one(report, "--report")
    if figure.startswith("project:"):
        from usufruct.cli.outlook_commands import explained

        if path or as_of or files or readings:
            remedy = "give --scenario, --path and --with alone"
            raise usage("a projected figure is one of a scenario", "explain", remedy)
        run, tree = explained(figure, one(scenario, "--scenario") or "", None, number, drafts)
        day, law = run.scenario.known, run.ready.law
        basis: Document = {"law": law_stamp(law), "facts": facts_stamp(run.ready.known), "filing": None}
        heading = f"Path {number} of {run.scenario.key}"
    elif scenario or number:
        raise usage("only a projected figure has a scenario and a path", "explain", "such as project:payment:2031-H1")
    elif path is not None:
        if as_of or files:
            raise usage("a report of your own stands alone", "--report", "leave out --as-of and --facts")
        from usufruct.assets import read_filing
        from usufruct.waterfall.own_report import run_filing

        own = run_filing(read_filing(path), law_read(readings, drafts))
        tree, day, law = own.explain(figure), None, own.result.law
        basis = {"law": law_stamp(law), "facts": None, "filing": own.filing.hash}
        heading = f"Own report {path}"
    else:
        found = opened(as_of, files, readings, as_json=as_json, drafts=drafts)
        tree, day, law = found.explain(figure), found.as_of, found.law
        basis = {"law": law_stamp(found.law), "facts": facts_stamp(found.facts), "filing": None}
        heading = f"As of {found.as_of}"
    if as_json:
        from usufruct.publish.explanation_document import explanation_document

        return _write(explanation_document(figure, tree, day, basis))
    from usufruct.cli.law_text import drafts_in
    from usufruct.cli.tree_text import tree_text

    said = "; ".join([heading, *drafts_in(law)])
    return _print(tree_text(f"{figure}. {said}.", tree, depth))


def law_at(day: str, known: Options, drafts: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct law at``."""
    snapshot = known_law(known, drafts).at(day_of(day))
    if as_json:
        from usufruct.publish.law_document import law_document

        return _write(law_document(snapshot))
    from usufruct.cli.law_text import law_text

    return _print(law_text(snapshot))


def law_diff(earlier: str, later: str, known: Options, drafts: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct law diff``."""
    law, first, last = known_law(known, drafts), day_of(earlier), day_of(later)
    if last < first:
        raise usage(f"{last} lies before {first}", "law diff", "give the earlier day first")
    if as_json:
        from usufruct.publish.law_document import law_diff_document

        return _write(law_diff_document(law.at(first), law.at(last)))
    from usufruct.cli.law_text import law_diff_text

    return _print(law_diff_text(law.at(first), law.at(last)))


def facts(series: str, as_of: Options, files: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct facts``."""
    known, day = known_facts(as_of, files, as_json=as_json)
    names = known.series()
    if series and series not in names:
        from usufruct.facts.checking import nearest

        near = nearest(series, names)
        raise usage(f"no series is called {series!r:.80} as of {day}", "facts", f"the nearest is {near!r}")
    found = [figure for figure in known if not series or figure.series == series]
    if as_json:
        from usufruct.publish.facts_document import facts_document

        return _write(facts_document(known, day, series or None, found))
    from usufruct.cli.facts_text import figures_text, series_text

    return _print(figures_text(series, day, found) if series else series_text(known, day))


def facts_diff(earlier: str, later: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct facts diff``."""
    from usufruct.facts import diff

    first, last = day_of(earlier), day_of(later)
    with reading_the_command_line():
        found = diff(first, last)
    if as_json:
        from usufruct.publish.facts_document import facts_diff_document

        return _write(facts_diff_document(first, last, found))
    from usufruct.cli.facts_text import facts_diff_text

    return _print(facts_diff_text(first, last, found))


def calendar(year: str, reading: str, known: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct calendar``."""
    from usufruct.calendar import DEFAULT_READING, deadlines
    from usufruct.waterfall.payments import figure_of, half_year_of, payment_numbers

    seen, day = known_facts(known, None, as_json=as_json, option="--known")
    receipts = {number: figure_of(number, "received", seen) for number in payment_numbers(seen)}
    collected = {half_year_of(n): figure.dated for n, figure in receipts.items() if figure and figure.dated}
    chosen = cast("Reading", reading or DEFAULT_READING)
    with reading_the_command_line():
        if not re.fullmatch("[0-9]{4}", year):
            raise refuse("X101", f"{year!r:.40} is not a year", "calendar", "", "write it as 2026")
        found = deadlines(int(year), chosen, known=day, collected=collected)
    if as_json:
        from usufruct.publish.calendar_document import calendar_document

        return _write(calendar_document(int(year), chosen, day, found))
    from usufruct.cli.calendar_text import calendar_text

    return _print(calendar_text(int(year), chosen, day, found))


def _write(document: Document) -> int:
    from usufruct.publish.document import written

    return _print(written(document))


def _print(text: str) -> int:
    print(text)
    return OK
