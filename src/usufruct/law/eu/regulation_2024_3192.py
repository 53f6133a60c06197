"""Regulation (EU) 2024/3192: no liability for acts in good faith, Article 5a(12a); no interest beyond contract."""

from datetime import date

from usufruct.engine import Act, Money, Source
from usufruct.law.eu import AS_ENACTED

SHIELD = Act(Source("Council Regulation (EU) 2024/3192", "eu", date(2024, 12, 16), "32024R3192", note=AS_ENACTED))
_SINCE = "2024-12-17"
_RECITAL = SHIELD.at("recital 6")

SHIELD.parameter("interest_owed_beyond_contract", (_SINCE, "0", _RECITAL), kind=Money)


@SHIELD.provision(_RECITAL, since=_SINCE, each="half-year", per="custodian")
def owed_to_the_central_bank(revenue_in_euro: Money, interest_owed_beyond_contract: Money) -> Money:
    """Income on the balances owed to the Central Bank of Russia: none beyond contract, whatever they earn."""
    return interest_owed_beyond_contract + 0 * revenue_in_euro


SHIELD.statement(
    "liability_for_good_faith",
    "What a custodian does in good faith under paragraphs 4 to 12 makes it, its directors and its staff liable only "
    "where negligence is proved.",
    SHIELD.at("Art. 1(2), Art. 5a(12a)"),
    since=_SINCE,
)
