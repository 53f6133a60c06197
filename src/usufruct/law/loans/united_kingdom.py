"""The British loan: GBP 2.258bn in three parts, at a rate that is not published."""

from datetime import date
from fractions import Fraction

from usufruct.engine.assumption import Assumption
from usufruct.law.loans.terms import Convention, Drawdown, LoanRate, LoanTerms

UNITED_KINGDOM = LoanTerms(
    lender="United Kingdom",
    currency="GBP",
    minor_units=100,
    principal="loan.uk.committed",
    agreed_on=date(2025, 3, 1),
    in_force_on=date(2025, 3, 1),
    rate=LoanRate(
        kind="fixed",
        index="",
        near="",
        over_policy_rate=None,
        level=Assumption(
            "interest rate of the British loan",
            Fraction(0),
            Fraction(9, 200),
            Fraction(21, 400),
            "the Government Actuary advised on level and structure, the figure is not published; Bank Rate on the day "
            "of the agreement (rate.boe.2025-02-06), from nothing to its highest since 2022",
        ),
        source="",
    ),
    maturity_years="loan.uk.maturity-agreement",
    grace_years=Assumption(
        "grace of the British loan",
        Fraction(0),
        Fraction(30),
        Fraction(30),
        "not published; taken as due at maturity and repaid from the mechanism before",
        "years",
    ),
    day_count=Convention("actual/365", ("actual/actual",), "custom of sterling"),
    drawdowns=(
        Drawdown("loan.uk.disbursed.2025-03-06", date(2025, 3, 6)),
        Drawdown("loan.uk.disbursed.2025-04-14", date(2025, 4, 14)),
    ),
    still_expected=("loan.uk.expected.2026",),
    unverified=(
        "that the rate is fixed",
        "the third part was announced for 2026 and not located",
        "three parts of GBP 752m make 2.256bn, GBP 2m less than the commitment",
    ),
)
