"""Regulation (EU) 2024/3192: no liability for acts in good faith, Article 5a(12a); no interest owed beyond contract."""

from datetime import date

from usufruct.engine import Act, Money, Source

SHIELD = Act(Source("Council Regulation (EU) 2024/3192", "eu", date(2024, 12, 16), "32024R3192"))

SHIELD.parameter("liability_for_good_faith", ("2024-12-17", "0", SHIELD.at("Art. 5a(12a)")), kind=Money)
SHIELD.parameter("interest_owed_beyond_contract", ("2024-12-17", "0", SHIELD.at("recital 6")), kind=Money)


@SHIELD.provision(SHIELD.at("recital 6"), since="2024-12-17", each="half-year", per="custodian")
def owed_to_the_central_bank(revenue_in_euro: Money, interest_owed_beyond_contract: Money) -> Money:
    """Income on the balances that the custodian owes to the Central Bank of Russia: none beyond its contract."""
    return interest_owed_beyond_contract + 0 * revenue_in_euro
