"""Regulation (EU) 2025/2600: transfers of the central bank's assets prohibited, with no date of expiry.

It creates a second clock. The assets stay where they are although the levy's own trigger, the ban of Article 5a(4),
may lapse; the Regulation itself levies nothing.
"""

from datetime import date

from usufruct.engine import Act, Flag, Source
from usufruct.law.eu import AS_ENACTED

HOLD = Act(Source("Council Regulation (EU) 2025/2600", "eu", date(2025, 12, 13), "32025R2600", note=AS_ENACTED))
_SINCE = "2025-12-14"
_BAN = HOLD.at("Art. 2(1)")

HOLD.measure("transfer_prohibition", (_SINCE, None, HOLD.at("Art. 2(1) and 6(1)")))
HOLD.input(
    "prohibition_repealed",
    Flag,
    HOLD.at("Art. 6(1)-(2)"),
    "the Council has found the three conditions met and ended the prohibition",
    each="half-year",
    default=0,
    why="no such act was found",
)


@HOLD.provision(_BAN, since=_SINCE, each="half-year")
def transfer_prohibited(transfer_prohibition: Flag, prohibition_repealed: Flag) -> Flag:
    """Any transfer of the assets is prohibited to every holder, without a threshold."""
    return transfer_prohibition & ~prohibition_repealed


@HOLD.provision(_BAN, since=_SINCE, each="half-year")
def immobilised(ban: Flag, transfer_prohibited: Flag) -> Flag:
    """The assets are immobilised under either act."""
    return ban | transfer_prohibited


@HOLD.provision(_BAN, since=_SINCE, each="half-year")
def blocked_without_levy(ban: Flag, transfer_prohibited: Flag) -> Flag:
    """The assets are immobilised, but the levy has lost its trigger."""
    return transfer_prohibited & ~ban


HOLD.statement(
    "balances_managed_separately",
    "Every holder manages the cash balances that correspond to the assets separately; no threshold applies.",
    HOLD.at("Art. 2(2)"),
    since=_SINCE,
)
HOLD.statement(
    "first_report_of_holders",
    "As far as other Union law does not require it already, holders report the assets to the Commission by "
    "14 March 2026.",
    HOLD.at("Art. 3(1)"),
    since=_SINCE,
    until="2026-03-15",
)
HOLD.statement(
    "updates_of_holders",
    "Holders update their report every three months; an extraordinary loss is reported immediately.",
    HOLD.at("Art. 3(1)-(2)"),
    since=_SINCE,
)
HOLD.statement(
    "no_claims_satisfied",
    "No claim of Russia or its central bank over these measures is satisfied, and no judgment or award on "
    "it is recognised or enforced in the Union while the Regulation is in force.",
    HOLD.at("Art. 4(1)-(3)"),
    since=_SINCE,
)
HOLD.statement(
    "review_of_the_prohibition",
    "The Commission reviews the Regulation by 31 December 2026 and every twelve months after.",
    HOLD.at("Art. 5"),
    since=_SINCE,
)
HOLD.statement(
    "end_of_the_prohibition",
    "The measures end when the war has ceased, reparations have been provided and Russia's actions no "
    "longer pose a serious economic risk, all three; the Council then amends the Regulation.",
    HOLD.at("Art. 6(1)-(2)"),
    since=_SINCE,
)
HOLD.statement(
    "no_levy_of_its_own",
    "The Regulation sets no contribution; balances do not belong to the central bank, its claim stays intact.",
    HOLD.at("recital 26"),
    since=_SINCE,
)
