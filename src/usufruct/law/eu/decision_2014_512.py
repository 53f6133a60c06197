"""Decision 2014/512/CFSP: the half-yearly renewals on which the ban, and with it the levy, depends.

Each renewal is a span known from the day on which it was reported. Whether the measures went on after 31 July
2026 is a reading: no source for that renewal was found.
"""

from datetime import date

from usufruct.engine import Act, Choice, Flag, Source
from usufruct.engine.words import reading

RENEWALS = Act(
    Source(
        "Decision 2014/512/CFSP",
        "eu",
        date(2014, 7, 31),
        "32014D0512",
        verified=False,
        note="the renewing decisions were not read; their days and ends are those reported when they were taken",
    )
)
NOT_FOUND = Source(
    "Decision 2014/512/CFSP, renewal after 31 July 2026",
    "eu",
    date(2026, 7, 23),
    verified=False,
    note="no source found; dated by the package of 23 July 2026, which builds on the measures being in place",
)
_PRESUMED = NOT_FOUND.at("presumed")

RENEWALS.measure(
    "ban_recorded",
    ("2022-08-01", "2023-01-31", RENEWALS.at("renewal of July 2022"), "2022-07-26"),
    ("2023-02-01", "2023-07-31", RENEWALS.at("renewal of January 2023"), "2023-01-27"),
    ("2023-08-01", "2024-01-31", RENEWALS.at("renewal of July 2023"), "2023-07-20"),
    ("2024-02-01", "2024-07-31", RENEWALS.at("renewal of January 2024"), "2024-01-29"),
    ("2024-08-01", "2025-01-31", RENEWALS.at("renewal of July 2024"), "2024-07-22"),
    ("2025-02-01", "2025-07-31", RENEWALS.at("renewal of January 2025"), "2025-01-27"),
    ("2025-08-01", "2026-01-31", RENEWALS.at("renewal of June 2025"), "2025-06-30"),
    ("2026-02-01", "2026-07-31", RENEWALS.at("renewal of December 2025"), "2025-12-22"),
)
RENEWALS.measure("ban_presumed", ("2026-08-01", None, _PRESUMED))

RENEWALS.reading(
    "renewal_after_july_2026",
    options=("renewed", "lapsed"),
    default="renewed",
    why="no source for the renewal was found, but the package of 23 July 2026 builds on the measures being in place",
    cite=_PRESUMED,
)


@RENEWALS.provision(_PRESUMED, since="2026-08-01", each="half-year")
def ban(ban_recorded: Flag, ban_presumed: Flag, renewal_after_july_2026: Choice, measures_discontinued: Flag) -> Flag:
    """The ban stands at the end of the half-year as long as it was renewed; after 31 July 2026 by reading."""
    presumed = ban_presumed & reading(renewal_after_july_2026, "renewed")
    return (ban_recorded | presumed) & ~measures_discontinued
