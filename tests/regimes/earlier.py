"""A law with one act's rules put back to the first day of the levy, so that its formulas can be tried on the past."""

from __future__ import annotations

from usufruct.engine import Rulebook, assemble
from usufruct.law import acts
from usufruct.law.eu.regulation_2026_467 import SUPPORT
from usufruct.waterfall.amendment import from_the_first_day


def since_the_start(law: Rulebook) -> Rulebook:
    assert SUPPORT.source in law.sources
    return assemble(*acts(), *from_the_first_day([SUPPORT]))
