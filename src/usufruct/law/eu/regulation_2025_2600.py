"""Regulation (EU) 2025/2600: transfers of the central bank's assets prohibited, with no date of expiry.

It creates a second clock. The assets stay where they are although the levy's own trigger, the ban of Article 5a(4),
may lapse; the Regulation itself levies nothing.
"""

from datetime import date

from usufruct.engine import Act, Flag, Source

HOLD = Act(Source("Council Regulation (EU) 2025/2600", "eu", date(2025, 12, 13), "32025R2600"))

HOLD.measure("transfer_prohibition", ("2025-12-14", None, HOLD.at("Art. 2(1) and 6(1)")))
HOLD.input(
    "prohibition_repealed",
    Flag,
    HOLD.at("Art. 6"),
    "the Council has found the three conditions met and ended the prohibition",
    each="half-year",
    default=0,
    why="no such act was found",
)


@HOLD.provision(HOLD.at("Art. 2(1)"), since="2025-12-14", each="half-year")
def transfer_prohibited(transfer_prohibition: Flag, prohibition_repealed: Flag) -> Flag:
    """Any transfer of the assets is prohibited to every holder, without a threshold."""
    return transfer_prohibition & ~prohibition_repealed


@HOLD.provision(HOLD.at("Art. 2(1)"), since="2025-12-14", each="half-year")
def immobilised(ban: Flag, transfer_prohibited: Flag) -> Flag:
    """The assets are immobilised under either act."""
    return ban | transfer_prohibited


@HOLD.provision(HOLD.at("Art. 2(1)"), since="2025-12-14", each="half-year")
def blocked_without_levy(ban: Flag, transfer_prohibited: Flag) -> Flag:
    """The assets are immobilised, but the levy has lost its trigger."""
    return transfer_prohibited & ~ban
