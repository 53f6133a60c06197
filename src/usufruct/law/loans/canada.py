"""The Canadian loan: CAD 5bn, of whose terms none was found."""

from datetime import date
from fractions import Fraction

from usufruct.engine.assumption import Assumption
from usufruct.law.loans.terms import Convention, Drawdown, LoanRate, LoanTerms

CANADA = LoanTerms(
    lender="Canada",
    currency="CAD",
    minor_units=100,
    principal="loan.canada.committed",
    agreed_on=None,
    in_force_on=date(2025, 6, 30),
    rate=LoanRate(
        kind="fixed",
        index="",
        near="",
        over_policy_rate=None,
        level=Assumption(
            "interest rate of the Canadian loan",
            Fraction(0),
            Fraction(11, 400),
            Fraction(1, 20),
            "not published; the overnight target at the first drawing (rate.boc.2025-03-12), from nothing to its "
            "highest since 2022; the 1.5 percent of the loans made before belongs to other agreements",
        ),
        source="",
    ),
    maturity_years=Assumption(
        "maturity of the Canadian loan",
        Fraction(30),
        Fraction(30),
        Fraction(45),
        "reported as at least 30 years; the longest of the five loans may run 45",
        "years",
    ),
    grace_years=Assumption(
        "grace of the Canadian loan",
        Fraction(0),
        Fraction(30),
        Fraction(30),
        "not published; taken as due at maturity and repaid from the mechanism before",
        "years",
    ),
    day_count=Convention("actual/365", ("actual/actual", "actual/360"), "custom of the Canadian dollar"),
    drawdowns=(
        Drawdown("loan.canada.disbursed.2025-03-14", date(2025, 3, 14)),
        Drawdown("loan.canada.disbursed.2025-07", date(2025, 7, 31)),
        Drawdown("loan.canada.disbursed.2026-02", date(2026, 2, 28)),
    ),
    still_expected=(),
    unverified=(
        "day of the agreement not found; in force by the day the G7 set for all bilateral loans",
        "that the rate is fixed",
        "days of the second and third drawing: known to the month; the third is printed in US dollars",
        "a source dates the first drawing a day earlier",
    ),
)
