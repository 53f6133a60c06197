"""What every step of an operation says: the article that it rests on, and the day by which it is due."""

from __future__ import annotations

from typing import Protocol

from usufruct.ledger.citation import is_article
from usufruct.ledger.days import is_day
from usufruct.ledger.rejection import Case


class StepLike(Protocol):
    """A body that is a step."""

    @property
    def article(self) -> str: ...  # noqa: D102
    @property
    def deadline(self) -> str | None: ...  # noqa: D102


def step(case: Case, body: StepLike, *, by_law: bool) -> None:
    """Check what a step cites, which must not be nothing where it rests on law, and that its deadline is a day."""
    if body.article:
        what = f"{body.article!r:.80} cites no place in an act"
        remedy = "write CELEX or ELI and the place, several joined by '; ', or 'rule of this ledger'"
        case.check(is_article(body.article), "L247", what, "", remedy)
    elif by_law:
        case.fault("L247", "the step cites no article", "it rests on law", "say which act and article asks for it")
    if body.deadline is not None and not is_day(body.deadline):
        case.fault("L248", f"deadline {body.deadline!r:.40} is no day", "", "write it as 2025-07-28, or null for none")
