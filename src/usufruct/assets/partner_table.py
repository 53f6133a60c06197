"""The table of partners: what would have to change in their law, and which figures speak of what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_BANKS: Final = (
    "A levy on banks. Art. 5a(8) of Regulation (EU) No 833/2014 binds central securities depositories only; an "
    "amendment of it, or an act of the state, would have to reach banks."
)
_BANKS_SOURCE: Final = "Regulation (EU) No 833/2014 Art. 5a(8)-(9), inserted by (EU) 2024/576 and (EU) 2024/1469"
_MUST_CREDIT: Final = (
    "whether the central bank has a contractual right to the interest: banks usually must credit it and pay it in the "
    "end, by press reports of December 2025, and the contracts are not public"
)
_RIGHT: Final = "whether the central bank has a contractual right to the interest: the contracts are not public"
_SMALLER: Final = (
    "assets.eu.assets.central-bank.2025-12-08",
    "assets.france.assets.central-bank.2025-12-08",
    "assets.belgium.assets.central-bank.2025-12-08",
)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner; see :class:`usufruct.assets.partners.Partner`.

    Attributes:
        name: the jurisdiction.
        holder: its row of the table of holders, which has the legal basis and what yields may be used for.
        own: its currency.
        held: currency whose policy rate the stock is taken to earn.
        why_held: why that one.
        switch: what would have to change in its law.
        switch_source: where that was read.
        verified: False where the switch rests on memory.
        taken: figures of the stock, the newest first; older ones in the same currency widen its range.
        upper: figures that the stock cannot pass, but that say nothing of how much of it is here.
        shared: (whole, parts): the stock of all remaining states together is the whole less its parts.
        rivals: figures of another perimeter or against the one taken; shown, not counted.
        asked: open questions of this partner, before those of all.
    """

    name: str
    holder: str
    own: str
    held: str
    why_held: str
    switch: str
    switch_source: str
    verified: bool = True
    taken: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def _banks(state: str, *taken: str, name: str = "", own: str = "EUR", asked: tuple[str, ...] = ()) -> PartnerRow:
    return PartnerRow(
        name or state,
        f"Banks in {state}",
        own,
        "EUR",
        "the source counts it in euro; the currencies held are not published",
        _BANKS,
        _BANKS_SOURCE,
        taken=taken,
        shared=() if taken else _SMALLER,
        asked=(_MUST_CREDIT, *asked),
    )


PARTNER_TABLE: Final[tuple[PartnerRow, ...]] = (
    PartnerRow(
        "United States",
        "Holders in the United States",
        "USD",
        "USD",
        "the sources count it in dollars; the currencies held are not published",
        "An order of the President under s. 104(b) of the REPO for Ukrainians Act reaches the assets themselves; no "
        "provision reaches yields alone. A bill on its implementation (S. 2918) was reported on 30 October 2025 and "
        "is not law.",
        "Public Law 118-50, Division F, by reports on the Act; text of S. 2918",
        taken=(
            "assets.united-states.assets.central-bank.2025-12-31",
            "assets.united-states.assets.central-bank.2024-12-27",
            "assets.united-states.assets.central-bank.2023-12-31",
        ),
        rivals=("assets.united-states.reserves_by_issuer.2022-01-01",),
        asked=(_RIGHT, "whether the Act has a sunset: not verified"),
    ),
    PartnerRow(
        "United Kingdom",
        "Banks in the United Kingdom",
        "GBP",
        "GBP",
        "the source counts it in pounds; the currencies held are not published",
        "An act of Parliament: none levies yields. The Financial Assistance to Ukraine Act 2025 authorises spending "
        "on the loan and reaches no asset.",
        "debate of 18 December 2024 in the House of Commons",
        taken=("assets.united-kingdom.assets.central-bank.2025-12-06",),
        rivals=(
            "assets.united-kingdom.assets_usable.central-bank.2025-12-17",
            "assets.united-kingdom.assets.all-russian.2024-02-24",
            "assets.united-kingdom.assets.all-russian.2025-10-15",
            "assets.united-kingdom.reserves_by_issuer.2022-01-01",
        ),
        asked=(_MUST_CREDIT,),
    ),
    PartnerRow(
        "Canada",
        "Holders in Canada",
        "CAD",
        "CAD",
        "the graphic counts reserves by currency or issuer: these are Canadian",
        "An order and the forfeiture by a court under the Special Economic Measures Act, as amended on 23 June 2022, "
        "reach the assets themselves; no provision reaches yields alone.",
        "law firm's note on the amendment",
        upper=("assets.canada.reserves_by_issuer.2022-01-01",),
        rivals=("assets.canada.assets.central-bank.2025-10-31",),
        asked=(_RIGHT, "how much of the reserves in Canadian dollars lies in Canada and how much at Euroclear"),
    ),
    PartnerRow(
        "Japan",
        "Bank of Japan and banks in Japan",
        "JPY",
        "JPY",
        "an official source of 2022 counts reserves in yen at the Bank of Japan; what is held today is not published",
        "An act of the Diet: none levies yields. Japan lends to Ukraine, and declined in December 2025 to lend against "
        "the assets.",
        "reports of December 2025; that no act levies yields, from memory",
        verified=False,
        taken=("assets.japan.assets.central-bank.2025-12-31",),
        rivals=(
            "assets.japan.yen_reserves.central-bank.2021-06-30",
            "assets.japan.yen_reserves.central-bank.2021-12-31",
            "assets.japan.reserves_by_issuer.2022-01-01",
        ),
        asked=(_RIGHT, "whether balances at the Bank of Japan are remunerated at all"),
    ),
    PartnerRow(
        "Switzerland",
        "Banks in Switzerland",
        "CHF",
        "CHF",
        "the source counts it in francs; the currencies held are not published",
        "A federal act: the ordinance under the Embargo Act bans transactions and levies nothing.",
        "report of November 2025 on where the assets are; the ordinance from memory",
        verified=False,
        taken=("assets.switzerland.assets.central-bank.2025-11-06",),
        rivals=("assets.switzerland.reserves_by_issuer.2022-01-01",),
        asked=(_MUST_CREDIT,),
    ),
    PartnerRow(
        "Australia",
        "Holders in Australia",
        "AUD",
        "AUD",
        "the graphic counts reserves by currency or issuer: these are Australian",
        "An act of Parliament: none was found that levies yields.",
        "from memory",
        verified=False,
        upper=("assets.australia.reserves_by_issuer.2022-01-01",),
        asked=(_RIGHT, "how much of the reserves in Australian dollars lies in Australia"),
    ),
    PartnerRow(
        "Luxembourg",
        "Clearstream Banking",
        "EUR",
        "EUR",
        "the source counts it in euro",
        "A lower threshold in Art. 5a(8) of Regulation (EU) No 833/2014: a depository is bound above EUR 1m.",
        "Regulation (EU) No 833/2014 Art. 5a(8)",
        taken=("assets.luxembourg.assets.central-bank.2025-11-06",),
        rivals=("assets.luxembourg.assets.central-bank.2025-09-30",),
        asked=(
            _RIGHT,
            "which is right: the government's account, or the estimate of EUR 10bn to 20bn that it denied",
        ),
    ),
    _banks("France", "assets.france.assets.central-bank.2025-12-08"),
    _banks("Belgium", "assets.belgium.assets.central-bank.2025-12-08", name="Belgium (banks)"),
    _banks("Germany", asked=("what is held: the government declined to say",)),
    _banks("Sweden", own="SEK"),
    _banks("Cyprus"),
)
