"""The Japanese loan: JPY 471.9bn through the World Bank's fund, term risk-free rate plus 90 basis points."""

from datetime import date
from fractions import Fraction

from usufruct.engine.assumption import Assumption
from usufruct.law.loans.terms import Convention, Drawdown, LoanRate, LoanTerms

JAPAN = LoanTerms(
    lender="Japan",
    currency="JPY",
    minor_units=1,
    principal="loan.japan.committed",
    agreed_on=date(2025, 4, 18),
    in_force_on=date(2025, 5, 13),
    rate=LoanRate(
        kind="index plus margin",
        index="Tokyo term risk-free rate",
        near="JPY",
        over_policy_rate=Assumption(
            "Tokyo term risk-free rate over the policy rate of the Bank of Japan",
            Fraction(-1, 400),
            Fraction(0),
            Fraction(1, 400),
            "not among the facts; it prices the overnight rate over the coming months, at most a step of the Bank away",
        ),
        level="loan.japan.margin",
        source="exchange of notes of 18 April 2025, as reported",
    ),
    maturity_years="loan.japan.maturity",
    grace_years="loan.japan.grace",
    day_count=Convention("actual/365", ("actual/360",), "custom of yen rates"),
    drawdowns=(Drawdown("loan.japan.disbursed.2026-02", date(2026, 2, 28)),),
    still_expected=("loan.japan.expected.2026-03",),
    unverified=(
        "drawings after February 2026 were not found; the first is printed in US dollars, its day to the month",
        "without grace principal falls due from the start, on a schedule that is not published",
    ),
)
