"""Regulation (EU) 2024/2773, what it says without moving a figure: eligibility, requests, the loan, reports."""

from usufruct.law.eu.regulation_2024_2773 import FORCE, MECHANISM

MECHANISM.statement(
    "purpose_of_the_mechanism",
    "The mechanism gives Ukraine grants to repay loans, with equal access for bilateral lenders and the "
    "Union; voluntary contributions of states and others feed it too.",
    MECHANISM.at("Art. 3 and 4"),
    since=FORCE,
)
MECHANISM.statement(
    "currency_of_payments",
    "Payments are in euro and subject to available resources; the Union is not liable for bilateral loans.",
    MECHANISM.at("Art. 5(5)-(7)"),
    since=FORCE,
)
MECHANISM.statement(
    "allocation_decision",
    "The Commission decides the allocation, adds each loan when it enters into force, and may reduce a "
    "bilateral loan not fully disbursed by 31 December 2027.",
    MECHANISM.at("Art. 5(3)"),
    since=FORCE,
)
MECHANISM.statement(
    "submission_of_agreements",
    "Ukraine submits bilateral loan agreements by 1 June 2025.",
    MECHANISM.at("Art. 6(1)"),
    since=FORCE,
    until="2025-06-02",
)
MECHANISM.statement(
    "eligible_loans",
    "A bilateral loan is eligible if signed on or after 20 September 2024, given under the G7 initiative, "
    "and to be fully disbursed before 31 December 2027.",
    MECHANISM.at("Art. 6(2)"),
    since=FORCE,
)
MECHANISM.statement(
    "conversion_of_principal",
    "Principal is converted at the daily euro rates published in the Official Journal on 20 September 2024.",
    MECHANISM.at("Art. 6(5)(b)"),
    since=FORCE,
)
MECHANISM.statement(
    "repeal_of_approval",
    "An approval may be repealed if the loan is not in force by 30 June 2025.",
    MECHANISM.at("Art. 6(7)"),
    since=FORCE,
)
MECHANISM.statement(
    "agreement_with_ukraine",
    "Nothing is paid before the agreement with Ukraine; the Commission pays into the lenders' accounts, and "
    "the Union uses its own part to repay its loan.",
    MECHANISM.at("Art. 7(1) and 7(2)(b)-(c)"),
    since=FORCE,
)
MECHANISM.statement(
    "unspent_amounts",
    "What does not discharge an obligation at once stays available for that loan, with its interest; each "
    "request states what remains due and what is unspent.",
    MECHANISM.at("Art. 7(2)(f)-(g)"),
    since=FORCE,
)
MECHANISM.statement(
    "requests_per_year",
    "Ukraine may request payment twice a year, for all loans; lenders may exceptionally ask themselves.",
    MECHANISM.at("Art. 8(1) and 8(6)"),
    since=FORCE,
)
MECHANISM.statement(
    "everything_is_paid_out",
    "A payment equals all resources available; to no lender more than is due to it, earlier payments and "
    "the interest on them counted in.",
    MECHANISM.at("Art. 8(2)(b) and 8(3)"),
    since=FORCE,
)
MECHANISM.statement(
    "surplus_of_the_union_loan",
    "What exceeds the amount due on the Union's loan repays it early or is retained for it, with interest.",
    MECHANISM.at("Art. 8(4)"),
    since=FORCE,
)
MECHANISM.statement(
    "availability_of_the_union_loan",
    "The Union's loan is available until 31 December 2024, in one instalment whose tranches are paid by 31 "
    "December 2025.",
    MECHANISM.at("Art. 9(3)"),
    since=FORCE,
    until="2026-01-01",
)
MECHANISM.statement(
    "amount_of_the_union_loan",
    "The Union lends at most EUR 35 billion, less what that sum and the bilateral loans exceed EUR 45 "
    "billion by when the release is decided; it may be cut if needs fall fundamentally.",
    MECHANISM.at("Art. 10(1)-(2)"),
    since=FORCE,
)
MECHANISM.statement(
    "duration_of_the_union_loan",
    "The Union's loan lasts at most 45 years; no such limit is set for bilateral loans.",
    MECHANISM.at("Art. 10(3)"),
    since=FORCE,
)
MECHANISM.statement(
    "suspension",
    "Where democratic mechanisms or human rights are no longer upheld, the Union's loan and its part of the "
    "mechanism are suspended; bilateral parts go on.",
    MECHANISM.at("Art. 11(1) and 11(5)"),
    since=FORCE,
)
MECHANISM.statement(
    "borrowing_for_the_union_loan",
    "The Union borrows the money without provisioning; suspended amounts may serve that borrowing, which "
    "does not release Ukraine from its debt.",
    MECHANISM.at("Art. 14(1)-(3)"),
    since=FORCE,
)
MECHANISM.statement(
    "repayment_order",
    "The Union's loan is repaid from the mechanism, then from retained surplus, then from reparations, then "
    "by Ukraine; no interest or cost is subsidised.",
    MECHANISM.at("Art. 15(1) and 15(2)(f)"),
    since=FORCE,
)
MECHANISM.statement(
    "yearly_report_of_the_commission",
    "The Commission reports by 30 June of each year.",
    MECHANISM.at("Art. 17(2)"),
    since=FORCE,
)
MECHANISM.statement(
    "evaluation_of_the_union_loan",
    "The Commission evaluates the completed loan by 31 December 2027.",
    MECHANISM.at("Art. 17(3)"),
    since=FORCE,
    until="2028-01-01",
)
