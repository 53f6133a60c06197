"""Supposed: the net profit stays locked up, as it was from 15 February to 22 May 2024, and nothing is levied."""

from datetime import date

from usufruct.engine import Act, Flag, Money, Source
from usufruct.engine.words import at_least_zero, when

LOCKED_ON = Act(
    Source(
        "Supposed: the net profit stays locked up",
        "eu",
        date(2024, 5, 22),
        kind="hypothesis",
        status="hypothetical",
        verified=False,
        note="Art. 5a(8) as inserted by Regulation (EU) 2024/576, carried on after 22 May 2024",
    )
)
_SINCE = "2024-02-15"
_LOCK = LOCKED_ON.at("Art. 5a(8)(c)-(d) of February 2024")

LOCKED_ON.parameter("contribution_rate", (_SINCE, "0 %", _LOCK))


@LOCKED_ON.provision(_LOCK, since=_SINCE, each="half-year", per="custodian")
def undistributable(in_scope: Flag, net_profit: Money, released_by_supervisor: Money) -> Money:
    """The whole net profit may not be distributed, but for what the supervisor released."""
    return when(in_scope, at_least_zero(at_least_zero(net_profit) - released_by_supervisor), 0)
