"""What ``usufruct answer`` and ``usufruct score-card`` do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from usufruct.cli.desk import known_facts
from usufruct.cli.ending import NOT_DERIVABLE, OK, reading_the_command_line
from usufruct.cli.outlook_commands import note_on_stderr, print_text, scenario_named, write_document

if TYPE_CHECKING:
    from usufruct.outlook.answers import Question

Options = Sequence[str] | None
NEEDS_RUNS = ("repayment", "flow", "other_law", "purposes")
_WITHOUT_RUNS = ("one-euro", "partner-joins", "reparations-loan")


def answer(
    name: str,
    about: str,
    text: Options,
    known: Options,
    tier: str,
    as_json: bool,  # noqa: FBT001
    drafts: Options = None,
) -> int:
    """``usufruct answer``."""
    if not name:
        return _listed(as_json=as_json)
    from usufruct.cli.desk import one
    from usufruct.outlook.answers import answer as answered
    from usufruct.outlook.answers import question
    from usufruct.outlook.answers.view import View
    from usufruct.outlook.tier import chosen_tier

    with reading_the_command_line():
        asked = question(name)
        scenario = scenario_named(one(text, "--scenario") or "", known, drafts)
        how = chosen_tier(tier, scenario, note_on_stderr(as_json=as_json)) if _runs(asked) else "arrays"
        view = View(scenario, how)
        found = answered(name, view, about)
    if as_json:
        from usufruct.publish.answer_document import answer_document

        write_document(answer_document(asked, about, view, found))
    else:
        from usufruct.cli.answer_text import answer_text

        print_text(answer_text(asked, about, view, found))
    return NOT_DERIVABLE if found.missing else OK


def score_card(known: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct score-card``."""
    from usufruct.outlook.other_forecasts import other_forecasts
    from usufruct.outlook.score_card import score_card as scored

    seen, day = known_facts(known, None, as_json=as_json, option="--known")
    card, others = scored(day), other_forecasts(seen)
    if as_json:
        from usufruct.publish.answer_document import score_card_document

        return write_document(score_card_document(card, others))
    from usufruct.cli.answer_text import score_card_text

    return print_text(score_card_text(card, others))


def _listed(*, as_json: bool) -> int:
    if as_json:
        from usufruct.publish.answer_document import questions_document

        return write_document(questions_document())
    from usufruct.cli.answer_text import questions_text

    return print_text(questions_text())


def _runs(asked: Question) -> bool:
    """Whether a question needs a projection, and so perhaps the compiler."""
    return asked.reply.__module__.rpartition(".")[2] in NEEDS_RUNS and asked.name not in _WITHOUT_RUNS
