"""Regulation 833/2014: the ban on dealing with the reserves of the Central Bank of Russia, Article 5a(4).

The levy exists for as long as the ban is maintained. The Regulation has no date of expiry, but Decision
2014/512/CFSP, which it gives effect to, is renewed half-yearly; when the ban was added it ran to 31 July 2022.
"""

from datetime import date

from usufruct.engine import Act, Flag, Source
from usufruct.law.eu import AS_ENACTED

BASE = Act(
    Source(
        "Council Regulation (EU) No 833/2014",
        "eu",
        date(2014, 7, 31),
        "32014R0833",
        note="Art. 5a read in a consolidated copy of 27 April 2023",
    )
)
ADDED = Source("Council Regulation (EU) 2022/334", "eu", date(2022, 2, 28), "32022R0334", note=AS_ENACTED)
FUND = Source(
    "Council Decision (CFSP) 2022/395",
    "eu",
    date(2022, 3, 9),
    "32022D0395",
    verified=False,
    note="not read; Art. 5a(4) as consolidated and recital 8 of Regulation 2024/1469 tell its content",
)
REPORTS = Source(
    "Council Regulation (EU) 2023/427",
    "eu",
    date(2023, 2, 25),
    "32023R0427",
    note="read as it stands in a consolidated copy of Regulation 833/2014 of 27 April 2023",
)
_BAN = ADDED.at("Art. 1(3), Art. 5a(4)")

BASE.measure("ban_recorded", ("2022-02-28", "2022-07-31", _BAN))

BASE.input(
    "measures_discontinued",
    Flag,
    _BAN,
    "the ban has been discontinued by the end of the half-year",
    each="half-year",
    default=0,
    why="no act discontinuing the measures was found",
)
BASE.input(
    "ban_over",
    Flag,
    _BAN,
    "the ban has been discontinued by the day of the call",
    each="call",
    default=0,
    why="no act discontinuing the measures was found",
)


@BASE.provision(_BAN, since="2022-02-28", each="half-year")
def ban(ban_recorded: Flag, measures_discontinued: Flag) -> Flag:
    """Dealings with the reserves of the Central Bank of Russia are banned at the end of the half-year."""
    return ban_recorded & ~measures_discontinued


@BASE.provision(_BAN, since="2022-02-28", each="half-year")
def immobilised(ban: Flag) -> Flag:
    """The assets are immobilised because dealing with them is banned."""
    return ban


BASE.statement(
    "ban_on_transactions",
    "Transactions related to the management of reserves and assets of the Central Bank of Russia, or with "
    "anyone acting for it or at its direction, are prohibited.",
    _BAN,
    since="2022-02-28",
)
BASE.statement(
    "derogation_for_financial_stability",
    "A national authority may authorise a transaction strictly necessary for financial stability; it tells "
    "the others and the Commission of its intention at once.",
    ADDED.at("Art. 1(3), Art. 5a(5)-(6)"),
    since="2022-02-28",
)
BASE.statement(
    "national_wealth_fund",
    "The ban names the Russian National Wealth Fund.",
    FUND.at("Art. 1, Decision 2014/512/CFSP Art. 1a(4)"),
    since="2022-03-09",
)
BASE.statement(
    "stock_report",
    "Everyone in the Union who holds or controls such assets, or is a counterparty to them, reports them "
    "within two weeks of 26 February 2023 and updates the report every three months.",
    REPORTS.at("Art. 5a(4a)"),
    since="2023-02-26",
)
BASE.statement(
    "stock_losses",
    "An extraordinary and unforeseen loss or damage to the assets is reported immediately.",
    REPORTS.at("Art. 5a(4b)"),
    since="2023-02-26",
)
