"""The table of holders: law and status in words, amounts as ids of facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

_UNION_LAW: Final = "Regulation (EU) No 833/2014 Art. 5a(4); Regulation (EU) 2025/2600"
_BANK_STATUS: Final = (
    "Transactions with the central bank's assets are banned; a bank is no central securities depository and owes no "
    "contribution."
)
_BANK_YIELDS: Final = "none prescribed: they stay with the bank or are owed to the client under the contract"
_BANK_SOURCE: Final = (
    "Regulation (EU) No 833/2014 Art. 5a(8)-(9), inserted by Regulation (EU) 2024/576 and (EU) 2024/1469"
)
_NO_LEVY: Final = "no levy on yields; none of them is used for Ukraine by law"


@dataclass(frozen=True, slots=True)
class Row:
    """One holder; see :class:`usufruct.assets.holders.Holder`.

    Attributes:
        figures: ids of facts of its stock, the one to take first: the newest, before older ones.
        rivals: ids of facts that disagree.
    """

    name: str
    jurisdiction: str
    kind: Literal["depository in the levy", "depository below the threshold", "bank outside the levy", "other"]
    legal_basis: str
    status: str
    yields: str
    source: str
    verified: bool = True
    figures: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()


def _union_banks(state: str, *figures: str) -> Row:
    return Row(
        f"Banks in {state}",
        state,
        "bank outside the levy",
        _UNION_LAW,
        _BANK_STATUS,
        _BANK_YIELDS,
        _BANK_SOURCE,
        figures=figures,
    )


TABLE: Final[tuple[Row, ...]] = (
    Row(
        "Euroclear Bank",
        "Belgium",
        "depository in the levy",
        _UNION_LAW,
        "Cash accumulates under the ban and is held apart; net profits on it belong to the depository and are levied.",
        "99.7 % of net profit is due to the Union: 95 % of it for the loans of the G7 initiative, 5 % for defence",
        "Regulation (EU) No 833/2014 Art. 5a(8)-(12), Regulation (EU) 2024/2761",
        figures=(
            "euroclear.assets.central-bank.2025-12-03",
            "euroclear.assets.central-bank.2025-04-28",
            "euroclear.assets.central-bank.2023-12-31",
            "euroclear.assets.central-bank.2023-10-31",
        ),
    ),
    Row(
        "Clearstream Banking",
        "Luxembourg",
        "depository below the threshold",
        _UNION_LAW,
        "Assets of the central bank below EUR 10,000 by the government's account: the duties begin above EUR 1m.",
        "none: nothing is levied below the threshold",
        "Regulation (EU) No 833/2014 Art. 5a(8); answer of the government of Luxembourg of November 2025, as reported",
        figures=("assets.luxembourg.assets.central-bank.2025-11-06",),
        rivals=("assets.luxembourg.assets.central-bank.2025-09-30",),
    ),
    _union_banks("Belgium", "assets.belgium.assets.central-bank.2025-12-08"),
    _union_banks("France", "assets.france.assets.central-bank.2025-12-08"),
    _union_banks("Germany"),
    _union_banks("Sweden"),
    _union_banks("Cyprus"),
    _union_banks("Austria"),
    Row(
        "Banks in the United Kingdom",
        "United Kingdom",
        "bank outside the levy",
        "Russia (Sanctions) (EU Exit) Regulations 2019, reg. 18A",
        "Financial services to the central bank are banned; the assets are immobilised where they lie.",
        "no levy on yields; the Financial Assistance to Ukraine Act 2025 lets public money pay for the loan",
        "debate of 18 December 2024 in the House of Commons; the regulation itself from memory",
        verified=False,
        figures=("assets.united-kingdom.assets.central-bank.2025-12-06",),
        rivals=(
            "assets.united-kingdom.assets_usable.central-bank.2025-12-17",
            "assets.united-kingdom.assets.all-russian.2025-10-15",
        ),
    ),
    Row(
        "Banks in Switzerland",
        "Switzerland",
        "bank outside the levy",
        "Ordinance of 4 March 2022 on measures connected with the situation in Ukraine, under the Embargo Act",
        "Transactions with the central bank's reserves are banned.",
        _NO_LEVY,
        "report of November 2025 on where the assets are; the ordinance from memory",
        verified=False,
        figures=("assets.switzerland.assets.central-bank.2025-11-06",),
    ),
    Row(
        "Holders in the United States",
        "United States",
        "other",
        "Executive Order 14024, Directive 4; REPO for Ukrainians Act, Public Law 118-50, Division F",
        "Blocked until hostilities end and Ukraine is compensated; the President may seize them; no use was found.",
        "none: the Act speaks of seizing the assets for Ukraine, not of their yields",
        "reports on the Act; the directive from memory",
        verified=False,
        figures=(
            "assets.united-states.assets.central-bank.2025-12-31",
            "assets.united-states.assets.central-bank.2024-12-27",
            "assets.united-states.assets.central-bank.2023-12-31",
        ),
    ),
    Row(
        "Bank of Japan and banks in Japan",
        "Japan",
        "other",
        "Foreign Exchange and Foreign Trade Act",
        "Payments to the central bank need a licence; Japan declined to lend against the assets.",
        _NO_LEVY,
        "reports of December 2025; the Act from memory",
        verified=False,
        figures=(
            "assets.japan.assets.central-bank.2025-12-31",
            "assets.japan.yen_reserves.central-bank.2021-06-30",
            "assets.japan.yen_reserves.central-bank.2021-12-31",
        ),
    ),
    Row(
        "Holders in Canada",
        "Canada",
        "other",
        "Special Economic Measures Act, as amended on 23 June 2022",
        "May be seized by order and forfeited by a court; not applied to the central bank so far as found.",
        _NO_LEVY,
        "law firm's note on the amendment",
    ),
    Row(
        "Holders in Australia",
        "Australia",
        "other",
        "Autonomous Sanctions Regulations",
        "No amount in custody is published; reserves in Australian dollars may lie elsewhere.",
        _NO_LEVY,
        "from memory",
        verified=False,
    ),
    Row(
        "Holders in Singapore",
        "Singapore",
        "other",
        "financial measures of March 2022 of the Monetary Authority",
        "No amount in custody is published; reserves in Singapore dollars may lie elsewhere.",
        _NO_LEVY,
        "from memory",
        verified=False,
    ),
    Row(
        "Other states of the Union",
        "European Union",
        "bank outside the levy",
        _UNION_LAW,
        "Much smaller amounts than in Belgium and France, by reports of December 2025; none is published.",
        _BANK_YIELDS,
        _BANK_SOURCE,
    ),
    Row(
        "International bodies",
        "none",
        "other",
        "own rules",
        "USD 30bn of the reserves were reported there for June 2021; what is immobilised is not published.",
        _NO_LEVY,
        "graphic of March 2022 on data of June 2021",
        verified=False,
    ),
)
