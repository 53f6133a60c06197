"""Regulation (EU) 2024/1469, what it says without moving a figure: decisions, reports, access, review.

The rules it gives custodians reach back to 15 February 2024; duties and periods run from its entry into force.
"""

from usufruct.law.eu.regulation_2024_1469 import LEVY

_FORCE = "2024-05-23"
_SINCE = "2024-02-15"

LEVY.statement(
    "separate_accounts",
    "Custodians holding more than EUR 1 million of the central bank's assets account separately for "
    "balances that accumulate exclusively because of the measures, and for the revenues from them since 15 "
    "February 2024.",
    LEVY.at("Art. 1(1), Art. 5a(8)(a)-(b)"),
    since=_SINCE,
)
LEVY.statement(
    "use_of_net_profits",
    "Net profit is found under national law, after all expenses linked to managing the immobilised assets "
    "and after corporate tax under the general regime; only the part that is not the contribution may be "
    "distributed.",
    LEVY.at("Art. 1(1), Art. 5a(8)(c)"),
    since=_SINCE,
)
LEVY.statement(
    "profits_before_the_levy",
    "Net profits made before 15 February 2024 are unrestricted and absorb expenses, risks and losses at once.",
    LEVY.at("recital 21"),
    since=_SINCE,
)
LEVY.statement(
    "calls_per_year",
    "The Commission calls the contribution twice a year on the interim report and settles the year on its "
    "audited accounts; an overpayment is deducted from the next payment due in the following year, never "
    "below zero.",
    LEVY.at("Art. 1(1), Art. 5a(9)"),
    since=_FORCE,
)
LEVY.statement(
    "information_of_the_council",
    "The Commission informs the Council twice a year of the amounts transferred.",
    LEVY.at("Art. 1(1), Art. 5a(9)"),
    since=_FORCE,
)
LEVY.statement(
    "no_interest_no_refund",
    "Retained amounts remain due and bear no interest; no provision refunds an overpayment in cash.",
    LEVY.at("Art. 1(1), Art. 5a(9)-(10)"),
    since=_FORCE,
)
LEVY.statement(
    "extra_retention_decision",
    "A supervisor may allow a further percentage for the financial year if strictly necessary for risk "
    "management; it stands unless the Commission objects within five days of notification, within 24 hours "
    "in an emergency.",
    LEVY.at("Art. 1(1), Art. 5a(10)(b)"),
    since=_FORCE,
)
LEVY.statement(
    "extra_retention_decrease",
    "The Commission may decrease the further percentage, not earlier than four months after it became definitive.",
    LEVY.at("Art. 1(1), Art. 5a(10)(c)"),
    since=_FORCE,
)
LEVY.statement(
    "use_of_retained_amounts",
    "Retained amounts cover only expenses, risks and losses due to the war on the assets held, and only as "
    "far as own resources cannot; what is used ceases to be due.",
    LEVY.at("Art. 1(1), Art. 5a(10)(d)"),
    since=_FORCE,
)
LEVY.statement(
    "five_year_test_decision",
    "Retained amounts unused for five years are tested by the supervisor for further need; its decision "
    "stands unless the Commission objects within five days of notification; the rest is transferred.",
    LEVY.at("Art. 1(1), Art. 5a(10)(e)"),
    since=_FORCE,
)
LEVY.statement(
    "retention_after_the_end",
    "All unused retained amounts are transferred at the latest when the measures are discontinued, unless "
    "the supervisor finds them still needed; the Commission may object within five days of notification.",
    LEVY.at("Art. 1(1), Art. 5a(10)(f)"),
    since=_FORCE,
)
LEVY.statement(
    "yearly_report_of_custodians",
    "By 30 June of each year custodians report what remained retained on 31 December before, what was used "
    "in that year, and what has to be transferred; interim and audited reports come besides.",
    LEVY.at("Art. 1(2), Art. 5a(11)"),
    since=_FORCE,
)
LEVY.statement(
    "access_of_controllers",
    "Custodians give the Commission, the public prosecutor, the anti-fraud office and the Court of Auditors access.",
    LEVY.at("Art. 1(2), Art. 5a(12)"),
    since=_FORCE,
)
LEVY.statement(
    "power_to_implement",
    "The Commission lays down reporting and revenue operations by implementing act.",
    LEVY.at("Art. 1(2), Art. 5a(13)"),
    since=_FORCE,
)
LEVY.statement(
    "review_of_annex_xli",
    "What is paid to the Union budget supports Ukraine through the instruments of Annex XLI, reviewed "
    "yearly and for the first time before 1 January 2025.",
    LEVY.at("Art. 1(2), Art. 5a(14)"),
    since=_FORCE,
)
