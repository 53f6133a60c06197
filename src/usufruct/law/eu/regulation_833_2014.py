"""Regulation (EU) No 833/2014: the ban on dealing with the reserves of the Central Bank of Russia, Article 5a(4).

The levy exists for as long as the ban is maintained. The ban is renewed half-yearly together with Decision
2014/512/CFSP; renewals are recorded as spans, each known from the day it was reported.
"""

from datetime import date

from usufruct.engine import Act, Choice, Flag, Source
from usufruct.engine.words import reading

BASE = Act(Source("Council Regulation (EU) No 833/2014", "eu", date(2014, 7, 31), "32014R0833"))
_RENEWALS = Source("Decision 2014/512/CFSP, renewals", "eu", date(2014, 7, 31), "32014D0512", verified=False)

BASE.measure(
    "ban_recorded",
    ("2022-02-28", "2025-07-31", BASE.at("Art. 5a(4)"), "2022-02-28"),
    ("2025-08-01", "2026-01-31", _RENEWALS.at("renewal of June 2025"), "2025-06-30"),
    ("2026-02-01", "2026-07-31", _RENEWALS.at("renewal of December 2025"), "2025-12-22"),
)
BASE.measure(
    "ban_presumed",
    ("2026-08-01", None, _RENEWALS.at("renewal after 31 July 2026, not found in any source"), "2026-07-23"),
)
BASE.measure("measures_ended", ("9999-01-01", None, BASE.at("Art. 5a(4), repealed"), "2014-07-31"))

BASE.reading(
    "renewal_after_july_2026",
    options=("renewed", "lapsed"),
    default="renewed",
    why="no source for the renewal was found, but the package of 23 July 2026 builds on the measures being in place",
    cite=_RENEWALS.at("renewal after 31 July 2026"),
)


@BASE.provision(BASE.at("Art. 5a(4)"), since="2022-02-28", known="2022-02-28", each="half-year")
def ban(
    ban_recorded: Flag, ban_presumed: Flag, renewal_after_july_2026: Choice, measures_discontinued: Flag
) -> Flag:
    """Dealings with the reserves of the Central Bank of Russia are banned at the end of the half-year."""
    return (
        ban_recorded | (ban_presumed & reading(renewal_after_july_2026, "renewed"))
    ) & ~measures_discontinued


BASE.input(
    "measures_discontinued",
    Flag,
    BASE.at("Art. 5a(4)"),
    "the ban has been discontinued by the end of the half-year",
    each="half-year",
    default=0,
    why="no act discontinuing the measures was found",
)
BASE.input(
    "ban_over",
    Flag,
    BASE.at("Art. 5a(4)"),
    "the ban has been discontinued by the day of the call",
    each="call",
    default=0,
    why="no act discontinuing the measures was found",
)
