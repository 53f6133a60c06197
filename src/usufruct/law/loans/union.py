"""The Union's exceptional macro-financial assistance loan: EUR 18.115bn, funding cost passed through."""

from datetime import date
from fractions import Fraction

from usufruct.engine.assumption import Assumption
from usufruct.law.loans.terms import Convention, Drawdown, LoanRate, LoanTerms

UNION = LoanTerms(
    lender="European Union",
    currency="EUR",
    minor_units=100,
    principal="loan.eu.committed",
    agreed_on=date(2024, 12, 4),
    in_force_on=date(2024, 12, 4),
    rate=LoanRate(
        kind="index plus margin",
        index="funding cost of the Union",
        near="EUR",
        over_policy_rate=Assumption(
            "funding cost of the Union over the deposit facility rate",
            Fraction(0),
            Fraction(3, 400),
            Fraction(3, 200),
            "the cost of the Union's borrowing pool for this loan is not published; it borrows short and long, so "
            "near the policy rate at the least, and at most a term premium of a point and a half above it",
        ),
        level=Assumption(
            "margin of the Union's loan",
            Fraction(0),
            Fraction(0),
            Fraction(1, 1000),
            "all costs are passed on and none is subsidised; what fees come on top is not published",
        ),
        source="Regulation (EU) 2024/2773 Art. 15(2), Regulation (EU, Euratom) 2024/2509 Art. 223(4)(e)",
    ),
    maturity_years=Assumption(
        "maturity of the Union's loan",
        Fraction(30),
        Fraction(45),
        Fraction(45),
        "Art. 10(3) of Regulation 2024/2773 allows 45 years at most; the agreed maturity is not published",
        "years",
    ),
    grace_years=Assumption(
        "grace of the Union's loan",
        Fraction(0),
        Fraction(45),
        Fraction(45),
        "no schedule of principal is published; taken as due at maturity and repaid from the mechanism before",
        "years",
    ),
    day_count=Convention(
        "actual/actual",
        ("actual/365", "actual/360", "30E/360"),
        "custom of the Union's bonds; the loan agreement is not public",
    ),
    drawdowns=(
        Drawdown("loan.eu.disbursed.2025-01-10", date(2025, 1, 10)),
        Drawdown("loan.eu.disbursed.2025-03-20", date(2025, 3, 20)),
        Drawdown("loan.eu.disbursed.2025-04-09", date(2025, 4, 9)),
        Drawdown("loan.eu.disbursed.2025-05-08", date(2025, 5, 8)),
        Drawdown("loan.eu.disbursed.2025-06-13", date(2025, 6, 13)),
        Drawdown("loan.eu.disbursed.2025-07-10", date(2025, 7, 10)),
        Drawdown("loan.eu.disbursed.2025-08-22", date(2025, 8, 22)),
        Drawdown("loan.eu.disbursed.2025-09-10", date(2025, 9, 10)),
        Drawdown("loan.eu.disbursed.2025-10-01", date(2025, 10, 1)),
        Drawdown("loan.eu.disbursed.2025-11-13", date(2025, 11, 13)),
    ),
    still_expected=(),
    unverified=(
        "the tranches of 13 June and 10 July 2025 rest on the count of tranches",
        "EUR 15m of the committed 18.115bn are not in the printed tranches, which are rounded to 0.1bn",
    ),
)
