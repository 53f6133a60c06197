"""What the law gives as default interest, and the refinancing rate that it starts from.

Legal source: Regulation (EU, Euratom) 2024/2509 Art. 99(2)(b) and 99(3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from usufruct.operations.accruing import Interest
from usufruct.operations.chart import version_of

if TYPE_CHECKING:
    from usufruct.engine import Rulebook


@dataclass(frozen=True, slots=True)
class Given:
    """A refinancing rate that somebody read where it is published.

    Attributes:
        rate: as a fraction of one, such as 43/2000 for 2.15 %.
        source: where it stands.
    """

    rate: Fraction
    source: str


def interest_of(law: Rulebook, given: Given | None = None) -> Interest:
    """What the law gives as default interest, with its rate as text and the version of the act.

    Args:
        law: gives the margin, the day count and the rounding.
        given: the refinancing rate of the month of the deadline, where the facts do not know it.
    """

    def interest(number: int, amount: int, due: date, since: date, paid: date) -> tuple[int, str, str]:
        rate = given.rate if given else known_rate(due)[0]
        cents, said = interest_on(law, number, amount, due, since, paid, rate)
        said += f" (refinancing rate {float(given.rate):.2%} of {given.source})" if given else ""
        return cents, said, act_of(law, due)

    return interest


def act_of(law: Rulebook, due: date) -> str:
    """The version of the act that gives default interest on a day."""
    version = law.version("eu.default_interest", due)
    return version_of(version.provision.cite.source) if version is not None else ""


def known_rate(due: date) -> tuple[Fraction, str]:
    """The refinancing rate that counts for a deadline, and where it comes from."""
    from usufruct import facts
    from usufruct.waterfall.refinancing import refinancing_rate

    return refinancing_rate(facts.load(), due.replace(day=1))


def interest_on(
    law: Rulebook, number: int, amount: int, due: date, since: date, paid: date, rate: Fraction
) -> tuple[int, str]:
    """What the law gives as default interest on an amount, in cents, and its rate as text.

    The rate is that of the deadline; the days are those after ``since``, the day of payment included.
    """
    from usufruct import facts
    from usufruct.engine.execution.interpreter import Interpreter
    from usufruct.waterfall.horizon import horizon
    from usufruct.waterfall.payments import half_year_of
    from usufruct.waterfall.published import world_of

    half = half_year_of(number)
    known = facts.load()
    world = world_of(horizon([half], {number: due}, requests=False), known)
    member = (world.members["custodian"][0],)
    world = world.but("eu.late_amount", {(0, member): amount}).but("eu.days_late", {(0, member): (paid - since).days})
    run = Interpreter(law, world.but("eu.refinancing_rate", {(0, ()): rate})).run()
    interest = int(run.value("eu.default_interest", "call", 0, member))
    whole = run.value("eu.default_rate", "call", 0, ())
    return interest, f"{float(whole):.2%}"
