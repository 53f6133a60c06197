"""The loan of the Federal Financing Bank: USD 20bn, drawn in full by the World Bank's fund on 10 December 2024."""

from datetime import date
from fractions import Fraction

from usufruct.engine.assumption import Assumption
from usufruct.law.loans.terms import Convention, Drawdown, LoanRate, LoanTerms

UNITED_STATES = LoanTerms(
    lender="United States",
    currency="USD",
    minor_units=100,
    principal="loan.us.committed",
    agreed_on=date(2024, 12, 9),
    in_force_on=date(2024, 12, 9),
    rate=LoanRate(
        kind="index plus margin",
        index="average yield of outstanding 52-week Treasury bills",
        near="USD",
        over_policy_rate=Assumption(
            "52-week bill yield over the federal funds target",
            Fraction(-3, 400),
            Fraction(0),
            Fraction(3, 400),
            "bill yields are not among the facts; the average of a year's bills leads or trails the policy rate by "
            "what is expected over the year, seldom more than three quarters of a point",
        ),
        level="loan.us.margin",
        source="reports of the resolution of the Ukrainian cabinet of December 2024",
    ),
    maturity_years=Assumption(
        "maturity of the American loan",
        Fraction(30),
        Fraction(40),
        Fraction(40),
        "40 years by the resolution of the Ukrainian cabinet (loan.us.maturity), 30 in press reports on the whole "
        "package (loan.us.maturity.rival)",
        "years",
    ),
    grace_years=Assumption(
        "grace of the American loan",
        Fraction(0),
        Fraction(40),
        Fraction(40),
        "no schedule of principal is published; taken as due at maturity and repaid from the mechanism before",
        "years",
    ),
    day_count=Convention("actual/365", ("actual/360", "actual/actual"), "the note of the Bank is not public"),
    drawdowns=(
        Drawdown("loan.us.transferred.2024-12-10", date(2024, 12, 10)),
        Drawdown("loan.us.disbursed.2024-12-24", date(2024, 12, 24), interest_runs=False),
        Drawdown("loan.us.disbursed-total-in-2025.2025-11-11", date(2025, 11, 11), interest_runs=False),
    ),
    still_expected=(),
    unverified=(
        "what the fund has passed on to Ukraine is published in conflicting totals and moves no debt",
        "whether the margin is part of the rate throughout, and whether the index resets once a year",
    ),
)
