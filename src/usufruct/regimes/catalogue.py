"""The ten regimes, A to J: adopted, proposed and hypothetical ones kept apart by the status of their acts."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

from usufruct.engine.naming import nearest
from usufruct.errors import refuse
from usufruct.law.eu.regulation_833_2014 import ADDED
from usufruct.law.eu.regulation_2024_576 import LOCKUP
from usufruct.law.eu.regulation_2024_1469 import LEVY
from usufruct.law.eu.regulation_2024_2773 import MECHANISM
from usufruct.law.eu.regulation_2025_2600 import HOLD
from usufruct.law.eu.regulation_2026_467 import SUPPORT
from usufruct.law.supposed.first_key import FIRST_KEY
from usufruct.law.supposed.higher_yield import VEHICLE
from usufruct.law.supposed.lock_up import LOCKED_ON
from usufruct.law.supposed.no_levy import NO_LEVY
from usufruct.law.supposed.reparations_loan import LOAN
from usufruct.law.supposed.settlement import DEAL, RELEASE
from usufruct.law.supposed.vesting import FORFEITED_BY, REPO, SEMA, VESTED_BY, VESTING
from usufruct.regimes.regime import Bearer, Regime

_BAN = ADDED.at("Art. 1(3), Art. 5a(4)")
_LEVY = LEVY.at("Art. 1(1), Art. 5a(9)")
_RETAINED = LEVY.at("Art. 1(1), Art. 5a(10)(d)")
_FIRST_DAY = date(2024, 2, 15)
_CUSTODIAN = Bearer("losses due to the war", "custodian, then retained amounts", _RETAINED)

REGIMES: Final[tuple[Regime, ...]] = (
    Regime(
        "A",
        "immobilise only",
        "The assets are immobilised, and the custodian keeps what it earns on them.",
        (NO_LEVY,),
        (_BAN,),
        "stays",
        None,
        _FIRST_DAY,
        "the ban is lifted",
        (Bearer("losses due to the war", "custodian", _BAN),),
        scenario=MappingProxyType({"law.contribution_rate": "0 % @ {day}"}),
    ),
    Regime(
        "B",
        "lock-up",
        "The net profit is kept apart and may not be distributed; nothing is paid to the Union.",
        (LOCKED_ON,),
        (LOCKUP.at("Art. 1, Art. 5a(8)"),),
        "stays",
        None,
        _FIRST_DAY,
        "on 22 May 2024 by Regulation (EU) 2024/1469; after that day it is supposed",
        (Bearer("losses due to the war", "custodian", LOCKUP.at("Art. 1, Art. 5a(8)(d)")),),
        scenario=MappingProxyType({"law.contribution_rate": "0 % @ {day}"}),
    ),
    Regime(
        "C",
        "yields, split 90 to 10",
        "99.7 % of the net profit goes to the Union: nine tenths to the Peace Facility, a tenth to the budget.",
        (FIRST_KEY,),
        (_LEVY,),
        "stays",
        None,
        _FIRST_DAY,
        "with payment 2 by Implementing Decision (CFSP) 2024/2760; after it it is supposed",
        (_CUSTODIAN,),
        open_questions=("the split of the Facility's part below the key was not found",),
    ),
    Regime(
        "D",
        "ERA, in force",
        "99.7 % of the net profit goes to the Union: 95 % of it serves the loans of the G7 initiative, 5 % defence.",
        (),
        (_LEVY, MECHANISM.at("Art. 6-8")),
        "stays",
        None,
        _FIRST_DAY,
        "the loans are repaid, or the ban of Art. 5a(4) ends",
        (
            _CUSTODIAN,
            Bearer(
                "a loan that the proceeds do not repay",
                "its lender; for the Union's, its budget",
                MECHANISM.at("Art. 7"),
            ),
        ),
    ),
    Regime(
        "E",
        "Ukraine Support Loan, beside D",
        "At most EUR 90bn of Union borrowing, repaid from reparations only and ranking with the loans of D.",
        (SUPPORT,),
        (SUPPORT.at("Art. 4(1), 20(2) and 22"),),
        "stays",
        None,
        date(2026, 2, 27),
        "reparations are received",
        (
            _CUSTODIAN,
            Bearer("interest", "budget of the Union, within appropriations", SUPPORT.at("Art. 22")),
            Bearer("no reparations", "budget of the Union; states apart are compensated", SUPPORT.at("Art. 4(4)")),
        ),
        open_questions=("implementing decisions of the Council under Art. 8 were not found",),
    ),
    Regime(
        "F",
        "reparations loan",
        "Cash is swapped into an instrument of the Union at 0 % and lent to Ukraine; its yield and the levy on it end.",
        (LOAN,),
        (LOAN.at("debt contract of the Union at 0 %"),),
        "swapped",
        LOAN.at("debt contract of the Union at 0 %"),
        date(2026, 1, 1),
        "reparations are received, or the sanctions end",
        (
            Bearer(
                "the instrument falls due before reparations", "member states that guarantee", LOAN.at("guarantees")
            ),
            Bearer("the windfall on the swapped cash", "Ukraine and the lenders of D", LOAN.at("debt contract")),
        ),
        open_questions=(
            "COM(2025) 3502 was not read",
            "the key of gross national income in figures, and so each state's guarantee, was not found",
            "whether the cap of the guarantees is open: the draft had 'uncapped' in brackets",
        ),
    ),
    Regime(
        "G",
        "higher-yield vehicle",
        "A part of the balances is moved to a vehicle that may earn, and lose, more.",
        (VEHICLE,),
        (VEHICLE.at("balances moved"),),
        "vehicle",
        VEHICLE.at("balances moved"),
        _FIRST_DAY,
        "as D",
        (_CUSTODIAN, Bearer("loss of the vehicle", "contested; a reading", VEHICLE.at("loss of the vehicle"))),
        open_questions=("no part, no yield and no bearer of a loss was named",),
    ),
    Regime(
        "H",
        "release at peace",
        "The three conditions are met and the Council acts: assets go back, unused retention is due, the levy ends.",
        (RELEASE,),
        (HOLD.at("Art. 6(1)-(2)"), LEVY.at("Art. 1(1), Art. 5a(10)(f)")),
        "returned",
        HOLD.at("Art. 6(2)"),
        date(2025, 12, 14),
        "it is itself an end",
        (
            _CUSTODIAN,
            Bearer("loans still outstanding", "their lenders; for the Union's, its budget", MECHANISM.at("Art. 7")),
        ),
        scenario=MappingProxyType({"released": "{day}"}),
        open_questions=("rules of winding down do not exist (recital 28 announces a timeline)",),
    ),
    Regime(
        "I",
        "a deal",
        "Assets and profits are split between parties; the shares are inputs.",
        (DEAL,),
        (DEAL.at("share of the profit"),),
        "split",
        DEAL.at("split of the assets"),
        _FIRST_DAY,
        "as the deal says",
        (_CUSTODIAN, Bearer("assets given to other parties", "contested", DEAL.at("split of the assets"))),
        open_questions=("no text on the assets was agreed",),
    ),
    Regime(
        "J",
        "confiscation",
        "Assets are vested in a fund of the state that holds them, where its law allows it.",
        (REPO, SEMA, VESTING),
        (VESTED_BY, FORFEITED_BY),
        "vested",
        VESTED_BY,
        date(2024, 4, 24),
        "it is itself an end for what is vested",
        (Bearer("a claim of the central bank that prevails", "state that vested the assets", VESTED_BY),),
        open_questions=("the enacted text of the Act was not read", "no act of the Union allows it for its custodians"),
    ),
)
"""In the order of their letters; D is the law in force."""


def regime(letter: str) -> Regime:
    """A regime by its letter.

    Raises:
        UsufructError: ``G103`` if there is none.

    Example:
        >>> regime("F")
        <Regime F [proposed]: reparations loan>
    """
    found = {each.letter: each for each in REGIMES}
    if letter.upper() not in found:
        raise refuse("G103", f"no regime is called {letter!r:.40}", "regime", "", nearest(letter, found))
    return found[letter.upper()]
