"""What the commands about the future do: ``project``, ``compare``, ``solve``, ``sensitivity``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from usufruct.cli.desk import day_of, one
from usufruct.cli.ending import NOT_DERIVABLE, OK, reading_the_command_line, usage, warn

if TYPE_CHECKING:
    from usufruct.engine import Explanation
    from usufruct.outlook.projection import Projection
    from usufruct.outlook.scenario import Scenario
    from usufruct.publish.document import Document

Options = Sequence[str] | None
_SOUGHT = {
    "break-even": ("flat", "repaid-share", 0.5),
    "release": ("released", "repaid-share", 0.5),
}
"""Searches with a name of their own: what is sought, the answer aimed at, and its target."""
CAPACITY = "debt-capacity"


def project(
    text: str,
    known: Options,
    report: Options,
    tier: str,
    listed: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    drafts: Options = None,
) -> int:
    """``usufruct project``."""
    if listed:
        from usufruct.cli.projection_text import scenario_list

        return print_text(scenario_list())
    page = one(report, "--report")
    at_once = page is None and not as_json
    found = _in_stages(lambda: projected(text, known, tier, as_json=as_json, at_once=at_once, drafts=drafts))
    first = tier == "auto" and found.tier == "arrays" and find_spec("numba") is not None
    if page is not None:
        from usufruct.publish.outlook_report import write_report

        write_report(found, Path(page))
        warn(f"the report is in {page}", as_json=as_json)
    if as_json:
        from usufruct.publish.projection_document import projection_document

        return write_document(projection_document(found))
    from usufruct.cli.projection_text import projection_text

    return print_text(projection_text(found, first=first))


def _in_stages(run: Callable[[], Projection]) -> Projection:
    """Work out the slow parts of a projection under a bar on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        return run()
    import typer

    with typer.progressbar(length=4, label="projecting", file=sys.stderr, show_eta=False) as bar:
        found = run()
        bar.update(1)
        if found.tier == "arrays":
            return found
        for part in ("next_payment", "break_even_rate", "assumptions"):
            getattr(found, part)
            bar.update(1)
    return found


def compare(
    texts: Sequence[str],
    letters: Options,
    since: Options,
    known: Options,
    tier: str,
    as_json: bool,  # noqa: FBT001
    drafts: Options = None,
) -> int:
    """``usufruct compare``."""
    if letters or since or not (texts or drafts):
        return _compare_regimes(texts, letters, since, known, tier, as_json=as_json, drafts=drafts)
    from usufruct.outlook.comparison import compare as compared
    from usufruct.outlook.tier import chosen_tier

    scenarios = [scenario_named(text, known, drafts) for text in texts or [""]]
    if len(scenarios) == 1:
        # A draft alone is set beside the same scenario without it.
        scenarios = [scenario_named(texts[0] if drafts and texts else "", known), *scenarios]
    with reading_the_command_line():
        found = compared(*scenarios, tier=chosen_tier(tier, scenarios[0], note_on_stderr(as_json=as_json)))
    if as_json:
        from usufruct.publish.projection_document import comparison_document

        return write_document(comparison_document(found))
    from usufruct.cli.comparison_text import comparison_text

    return print_text(comparison_text(found))


def _compare_regimes(
    texts: Sequence[str],
    letters: Options,
    since: Options,
    known: Options,
    tier: str,
    *,
    as_json: bool,
    drafts: Options = None,
) -> int:
    from usufruct.errors import refuse
    from usufruct.outlook.regime_case import cases
    from usufruct.outlook.tier import chosen_tier

    with reading_the_command_line():
        wanted = one(letters, "--regimes") or ""
        if len(texts) > 1 or not wanted:
            what = "regimes are set side by side under one scenario" if texts else "nothing to compare"
            raise refuse("X133", what, "compare", "", "name two scenarios, or --regimes all and one scenario at most")
        base = scenario_named(texts[0] if texts else "", known, drafts)
        text = one(since, "--from")
        day = day_of(text) if text else None
        how = chosen_tier(tier, base, note_on_stderr(as_json=as_json))
        found = cases(base, "ABCDEFGHIJ" if wanted == "all" else wanted, day, tier=how)
    if as_json:
        from usufruct.publish.regime_comparison_document import regime_comparison_document

        return write_document(regime_comparison_document(found))
    from usufruct.cli.regime_comparison_text import regime_comparison_text

    return print_text(regime_comparison_text(found))


def mix(
    texts: Sequence[str],
    scenario: Options,
    known: Options,
    tier: str,
    as_json: bool,  # noqa: FBT001
    drafts: Options = None,
) -> int:
    """``usufruct mix``."""
    from usufruct.outlook.mixture import mixture, read_stratum
    from usufruct.outlook.tier import chosen_tier

    base = scenario_named(one(scenario, "--scenario") or "", known, drafts)
    with reading_the_command_line():
        strata = [read_stratum(text, base) for text in texts]
        found = mixture(strata, base, tier=chosen_tier(tier, base, note_on_stderr(as_json=as_json)))
    if as_json:
        from usufruct.publish.regime_comparison_document import mixture_document

        return write_document(mixture_document(found))
    from usufruct.cli.mixture_text import mixture_text

    return print_text(mixture_text(found))


def solve(
    sought: str,
    such_that: Options,
    scenario: Options,
    cover: Options,
    discount: Options,
    known: Options,
    tier: str,
    as_json: bool,  # noqa: FBT001
    drafts: Options = None,
) -> int:
    """``usufruct solve``."""
    text = one(scenario, "--scenario") or ""
    if sought == CAPACITY:
        return _capacity(text, cover, discount, such_that, known, tier, as_json=as_json, drafts=drafts)
    if cover or discount:
        raise usage(f"--cover and --discount belong to {CAPACITY}", "solve", "leave them out")
    from usufruct.outlook.solving import solve as solved
    from usufruct.outlook.tier import chosen_tier

    base = scenario_named(text, known, drafts)
    key, measure, target, at_most = _aim(sought, one(such_that, "--such-that"))
    with reading_the_command_line():
        cleared = {field: None for field in ("flat", "curve", "long_run") if key == "flat"}
        base = base.but(**cleared, **({"released": None} if key == "released" else {}))
        found = solved(
            base, key, measure, target, at_most=at_most, tier=chosen_tier(tier, base, note_on_stderr(as_json=as_json))
        )
    if as_json:
        from usufruct.publish.projection_document import solved_document

        write_document(solved_document(base, found))
    else:
        from usufruct.cli.comparison_text import solved_text

        print_text(solved_text(base, found))
    return OK if found.value is not None else NOT_DERIVABLE


def _aim(sought: str, such_that: str | None) -> tuple[str, str, float, bool]:
    if such_that is None:
        if sought not in _SOUGHT:
            names = ", ".join((*_SOUGHT, CAPACITY))
            raise usage(f"nothing says what {sought!r:.40} is to reach", "solve", f"add --such-that, or take {names}")
        return (*_SOUGHT[sought], False)
    key = _SOUGHT[sought][0] if sought in _SOUGHT else sought
    for sign, at_most in ((">=", False), ("<=", True)):
        measure, found, target = such_that.partition(sign)
        if found:
            return key, measure.strip(), _target(target), at_most
    raise usage(f"{such_that!r:.60} is no aim", "--such-that", "write 'repaid-share>=80 %' or 'repaid<=2045'")


def _target(text: str) -> float:
    from usufruct.outlook.scenario_fields import read_number

    with reading_the_command_line():
        return float(read_number("--such-that", text))


def _capacity(
    text: str,
    cover: Options,
    discount: Options,
    such_that: Options,
    known: Options,
    tier: str,
    *,
    as_json: bool,
    drafts: Options = None,
) -> int:
    if such_that:
        raise usage(f"{CAPACITY} has no aim but its cover", "--such-that", "leave it out")
    from usufruct.outlook.scenario_fields import read_number
    from usufruct.outlook.solving import debt_capacity, present_value

    rate_text = one(discount, "--discount")
    with reading_the_command_line():
        wanted = read_number("--cover", one(cover, "--cover") or "1.2")
        rate: Fraction | None = None if rate_text is None else read_number("--discount", rate_text)
    found = projected(text, known, tier, as_json=as_json, drafts=drafts)
    with reading_the_command_line():
        capacity = debt_capacity(found, wanted, rate)
    present = present_value(found, "to-mechanism", rate)
    if as_json:
        from usufruct.publish.projection_document import capacity_document

        return write_document(capacity_document(found, capacity, present, wanted, rate))
    from usufruct.cli.comparison_text import capacity_text

    shown = rate_text or "the expected policy rates of the euro"
    return print_text(capacity_text(found, capacity, present, f"{float(wanted):g}", shown))


def sensitivity(text: str, known: Options, tier: str, as_json: bool, drafts: Options = None) -> int:  # noqa: FBT001
    """``usufruct sensitivity``."""
    from usufruct.outlook.sensitivity import sensitivity as tornado

    found = projected(text, known, tier, as_json=as_json, drafts=drafts)
    bars = tornado(found)
    if as_json:
        from usufruct.publish.projection_document import sensitivity_document

        return write_document(sensitivity_document(found, bars))
    from usufruct.cli.comparison_text import sensitivity_text

    return print_text(sensitivity_text(found, bars))


def explained(
    address: str, text: str, known: Options, path: int, drafts: Options = None
) -> tuple[Projection, Explanation]:
    """The tree of a projected figure on one path."""
    from usufruct.outlook.addresses import read_address
    from usufruct.outlook.projection import project as run_projection

    with reading_the_command_line():
        wanted = read_address(address)
        found = run_projection(scenario_named(text, known, drafts).but(paths=64), tier="arrays")
        return found, found.explain(wanted.figure, wanted.period, path, wanted.lender)


def projected(
    text: str, known: Options, tier: str, *, as_json: bool, at_once: bool = False, drafts: Options = None
) -> Projection:
    """The projection that a command line asks for."""
    from usufruct.outlook.projection import project as run_projection
    from usufruct.outlook.tier import chosen_tier

    scenario = scenario_named(text, known, drafts)
    with reading_the_command_line():
        how = chosen_tier(tier, scenario, note_on_stderr(as_json=as_json), at_once=at_once)
        return run_projection(scenario, tier=how)


def scenario_named(text: str, known: Options, drafts: Options = None) -> Scenario:
    """The scenario of a command line: a preset, a key, or a TOML file; and drafts of law."""
    from usufruct.outlook.scenario_presets import scenario

    with reading_the_command_line():
        day = one(known, "--known")
        if day is not None and ("=" in text or text.endswith(".toml")):
            raise usage("a key or a file states its own day of the view", "--known", "leave it out, or write known=")
        found = scenario(text, day)
    if not drafts:
        return found
    from usufruct.outlook.scenario import with_drafts
    from usufruct.outlook.scenario_drafts import scenario_drafts

    return with_drafts(found, scenario_drafts(drafts))


def note_on_stderr(*, as_json: bool) -> Callable[[str], None]:
    """Where a run says what it does meanwhile."""
    return lambda message: warn(message, as_json=as_json)


def write_document(document: Document) -> int:
    """One document on stdout."""
    from usufruct.publish.document import written

    return print_text(written(document))


def print_text(text: str) -> int:
    """Text on stdout."""
    sys.stdout.write(text + "\n")
    return OK
