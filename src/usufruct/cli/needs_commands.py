"""What the command about needs does: the stream by year and purpose, and beside each published need."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.cli.desk import one
from usufruct.cli.ending import OK, reading_the_command_line
from usufruct.cli.outlook_commands import note_on_stderr, print_text, scenario_named, write_document

Options = Sequence[str] | None


def needs(
    text: str,
    population: Options,
    product: Options,
    by_regime: bool,  # noqa: FBT001
    known: Options,
    tier: str,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct needs``."""
    from usufruct.outlook.answers.needs import needs_met, under_each_regime
    from usufruct.outlook.answers.stream import stream
    from usufruct.outlook.answers.view import View
    from usufruct.outlook.tier import chosen_tier
    from usufruct.regimes.needs_given import given

    people_text, product_text = one(population, "--population"), one(product, "--product")
    scenario = scenario_named(text, known)
    with reading_the_command_line():
        people = None if people_text is None else given(people_text, "--population")
        euros = None if product_text is None else given(product_text, "--product")
        view = View(scenario, chosen_tier(tier, scenario, note_on_stderr(as_json=as_json), at_once=True))
        flows = stream(view)
    met = needs_met(view, flows)
    # Ten laws would be compiled one after the other: they run through numpy unless a tier was asked for.
    regimes = under_each_regime(view if tier != "auto" else View(scenario, "arrays")) if by_regime else ()
    if as_json:
        from usufruct.publish.needs_document import needs_document

        return write_document(needs_document(view, flows, met, people, euros, regimes)) or OK
    from usufruct.cli.needs_text import needs_text

    return print_text(needs_text(view, flows, met, people, euros, regimes)) or OK
