"""What a question and an answer are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usufruct.waterfall.tables import Table

if TYPE_CHECKING:
    from usufruct.outlook.answers.view import View

NOTHING = Table((), ())


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Attributes:
        sentence: the answer in words, with its range.
        table: the figures behind it; amounts in euro as decimal text unless a column says otherwise.
        rests_on: what it rests on, and its limits, a sentence each.
        explain: addresses or commands that lead further down.
        run_id: of the projection, where there is one.
        missing: what nobody has published; where it is not empty, the answer cannot be derived from public data.
    """

    sentence: str
    table: Table = NOTHING
    rests_on: tuple[str, ...] = ()
    explain: tuple[str, ...] = ()
    run_id: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    Attributes:
        name: by which it is asked for.
        alias: its number, such as ``Q1``.
        text: the question in words.
        about: what its subject is, with the default; empty where it has none.
        subject: the default subject.
        reply: works out the answer.
    """

    name: str
    alias: str
    text: str
    reply: Callable[[View, str], Answer]
    about: str = ""
    subject: str = ""
