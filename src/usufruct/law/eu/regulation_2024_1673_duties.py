"""Implementing Regulation (EU) 2024/1673, what it says without moving a figure: form, deadlines, payment."""

from usufruct.law.eu.regulation_2024_1673 import CALLS

_FORCE = "2024-06-08"

CALLS.statement(
    "accounting_periods",
    "Interim reports cover 1 January to 30 June and 1 July to 31 December; the first one covers 15 February "
    "to 30 June 2024.",
    CALLS.at("Art. 4(1)"),
    since="2024-02-15",
)
CALLS.statement(
    "accounting_rules",
    "Custodians report from their standard reports as far as possible, under their own accounting rules.",
    CALLS.at("Art. 3(1)-(2)"),
    since=_FORCE,
)
CALLS.statement(
    "reporting_currency",
    "Reports are in euro; amounts are converted where necessary and the rates used should be stated. No "
    "source, day or rounding is prescribed.",
    CALLS.at("Art. 3(3)"),
    since=_FORCE,
)
CALLS.statement(
    "form_of_reports",
    "Reports are sent electronically with a qualified electronic signature.",
    CALLS.at("Art. 3(4)"),
    since=_FORCE,
)
CALLS.statement(
    "keeping_of_documents",
    "Accounting documents are kept for five years after the final approval of the accounts, longer for open disputes.",
    CALLS.at("Art. 3(5)"),
    since=_FORCE,
)
CALLS.statement(
    "interim_report_first_half",
    "The interim report of the first half-year is due on the first working day after 25 July.",
    CALLS.at("Art. 4(1)"),
    since="2024-07-23",
)
CALLS.statement(
    "interim_report_second_half",
    "The interim report of the second half-year is due on the first working day after 25 March of the next year.",
    CALLS.at("Art. 4(1)"),
    since=_FORCE,
)
CALLS.statement(
    "first_interim_report",
    "The first interim report is due on the first working day after 19 July 2024.",
    CALLS.at("Art. 4(1)"),
    since=_FORCE,
    until="2024-07-23",
)
CALLS.statement(
    "content_of_interim_reports",
    "Interim reports disclose balances, revenues, expenses, the corporate tax accruals of the half-year and "
    "net profit.",
    CALLS.at("Art. 4(2)"),
    since=_FORCE,
)
CALLS.statement(
    "amount_in_interim_reports",
    "The custodian works out the contribution, less what it retains, plus retained amounts to be transferred.",
    CALLS.at("Art. 4(3)"),
    since=_FORCE,
)
CALLS.statement(
    "quarterly_forecast",
    "A forecast that binds nobody is due on the first working day after the 25th of the month after each quarter.",
    CALLS.at("Art. 4(4)"),
    since=_FORCE,
)
CALLS.statement(
    "audited_accounts",
    "Audited accounts of a year are due by 31 May of the next, showing balances, revenues and net profits apart.",
    CALLS.at("Art. 5(1)-(2)"),
    since=_FORCE,
)
CALLS.statement(
    "report_with_audited_accounts",
    "A report with the accounts states what was retained in the year and in all, what ceased to be due, the "
    "contribution less retention plus transfers, and the currencies of balances and revenues.",
    CALLS.at("Art. 5(3)"),
    since=_FORCE,
)
CALLS.statement(
    "report_on_retention",
    "With each report the custodian explains what it retains and used; a supervisor explains a continued "
    "need and notifies its measures immediately.",
    CALLS.at("Art. 6(1)-(3)"),
    since=_FORCE,
)
CALLS.statement(
    "payment_term",
    "The Commission calls twice a year by debit note, for which no day is fixed; the custodian pays within "
    "five working days of the call.",
    CALLS.at("Art. 7"),
    since=_FORCE,
)
CALLS.statement(
    "reconciliation",
    "An overpayment for a year is deducted from the next payment, never below zero; an underpayment is "
    "added to it, or called by a separate debit note if no further biannual payment is due.",
    CALLS.at("Art. 8(1)-(4)"),
    since=_FORCE,
)
CALLS.statement(
    "transfer_of_retained_amounts",
    "Retained amounts that the yearly report names as no longer needed are added to the next payment, or "
    "called by a separate debit note if no further biannual payment is due.",
    CALLS.at("Art. 9"),
    since=_FORCE,
)
