"""Facts changed after a day: what a view of that day must not notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from usufruct import facts
from usufruct.facts import Facts


@pytest.fixture
def rewritten_after() -> type[RewrittenAfter]:
    return RewrittenAfter


class RewrittenAfter:
    """The packaged facts, with every number learnt after a day replaced by another."""

    @staticmethod
    def day(day: date) -> Facts:
        packaged = facts.load()
        return Facts(
            tuple(
                replace(figure, value="17.5", value_low="", value_high="") if figure.known_on > day else figure
                for figure in packaged.figures
            ),
            packaged.further_sources,
        )
