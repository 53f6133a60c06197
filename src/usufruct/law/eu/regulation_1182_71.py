"""Regulation 1182/71: how periods, dates and time limits of the Union's acts are counted.

The days themselves are computed by :mod:`usufruct.calendar`; here the rules stand to be printed and dated.
"""

from datetime import date

from usufruct.engine import Act, Source
from usufruct.law.eu import AS_ENACTED

PERIODS = Act(
    Source(
        "Regulation (EEC, Euratom) No 1182/71",
        "eu",
        date(1971, 6, 8),
        "31971R1182",
        note=f"{AS_ENACTED}; that copy does not say which state of the text it shows",
    )
)
_SINCE = "1971-07-01"

PERIODS.statement(
    "working_days_exclude",
    "Working days are all days but Saturdays, Sundays and the public holidays of the Member State or the "
    "institution in which the action is to be taken.",
    PERIODS.at("Art. 2(1)-(2)"),
    since=_SINCE,
)
PERIODS.statement(
    "day_of_the_event",
    "A period counted from an event does not include the day, or the hour, of the event.",
    PERIODS.at("Art. 3(1)"),
    since=_SINCE,
)
PERIODS.statement(
    "periods_in_plain_days",
    "A period in days includes holidays, Saturdays and Sundays; one that would end on such a day ends with "
    "the next working day. A period in hours does not roll.",
    PERIODS.at("Art. 3(3)-(4)"),
    since=_SINCE,
)
PERIODS.statement(
    "least_working_days",
    "A period of two days or more includes at least two working days.",
    PERIODS.at("Art. 3(5)"),
    since=_SINCE,
)
PERIODS.statement(
    "fixed_dates_do_not_roll",
    "An action due at a specified date is due by the end of that day, be it a holiday or not.",
    PERIODS.at("Art. 5(1)-(2)"),
    since=_SINCE,
)

PERIODS.reading(
    "working_days",
    options=("Belgian and Commission", "Belgian", "Commission", "bank"),
    default="Belgian and Commission",
    why="reports and payments are acts of a Belgian custodian towards the Commission; a day is free if "
    "either is closed",
    cite=PERIODS.at("Art. 2(1)"),
)
