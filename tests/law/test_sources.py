"""Every rule points at its article, every source says what was read, and no adopted rule is missing."""

from __future__ import annotations

import re

import pytest

from tests.law.law_page import PAGE, citations, page
from usufruct.engine import Citation
from usufruct.law import acts, rulebook

PLACE = re.compile(r"(Art\. \d+|recital \d+|renewal of|presumed|results on)")

RULES = {
    "31971R1182": "working_days_exclude day_of_the_event periods_in_plain_days least_working_days "
    "fixed_dates_do_not_roll",
    "32014R0833": "ban ban_recorded ban_on_transactions derogation_for_financial_stability national_wealth_fund "
    "stock_report stock_losses immobilised",
    "32014D0512": "ban_recorded ban_presumed renewal_after_july_2026",
    "32018R1046": "default_margin default_rate default_interest interest_discharged claim_discharged",
    "32024R0576": "value_threshold in_scope undistributable distributable net_profit balance_sheet_management "
    "separate_accounts use_of_net_profits yearly_report_of_custodians",
    "32024R1469": "contribution_rate retention_rate contribution undistributable distributable retention_share "
    "retention_cap retention retention_used retention_recalled released_at_the_end matured released retained "
    "profits_before_the_levy calls_per_year information_of_the_council no_interest_no_refund "
    "extra_retention_decision extra_retention_decrease use_of_retained_amounts five_year_test_decision "
    "retention_after_the_end yearly_report_of_custodians access_of_controllers power_to_implement "
    "review_of_annex_xli",
    "32024D1470": "facility_key budget_key ukraine_facility_key defence_programmes_key deviation_cap payment "
    "budget_part peace_facility_part ukraine_facility_part",
    "32024R1673": "accounting_periods accounting_rules reporting_currency form_of_reports keeping_of_documents "
    "interim_report_first_half interim_report_second_half first_interim_report content_of_interim_reports "
    "amount_in_interim_reports quarterly_forecast audited_accounts report_with_audited_accounts "
    "report_on_retention payment_term reconciliation transfer_of_retained_amounts interim_due "
    "definitive_contribution retention_of_year true_up netted called separate_debit_note",
    "32024R2509": "default_margin default_rate default_interest debit_note_at_the_latest span_of_default_interest "
    "order_of_receipts limitation costs_of_financial_assistance",
    "32024D2760": "facility_key budget_key ukraine_facility_key mechanism_key mechanism_part "
    "first_payment_to_the_mechanism",
    "32024R2773": "ceiling union_loan_before_reduction union_loan_maximum converted_principal principal_in_euro "
    "share available limit paid_to_lender repaid purpose_of_the_mechanism currency_of_payments "
    "allocation_decision submission_of_agreements eligible_loans conversion_of_principal repeal_of_approval "
    "agreement_with_ukraine unspent_amounts requests_per_year everything_is_paid_out surplus_of_the_union_loan "
    "availability_of_the_union_loan amount_of_the_union_loan duration_of_the_union_loan suspension "
    "borrowing_for_the_union_loan repayment_order yearly_report_of_the_commission evaluation_of_the_union_loan "
    "suspended_share union_surplus union_loan_from_mechanism union_loan_from_ukraine",
    "32024R3192": "interest_owed_beyond_contract liability_for_good_faith owed_to_the_central_bank",
    "32025R2600": "transfer_prohibition transfer_prohibited immobilised blocked_without_levy "
    "balances_managed_separately first_report_of_holders updates_of_holders no_claims_satisfied "
    "review_of_the_prohibition end_of_the_prohibition no_levy_of_its_own",
}
"""What each act adopted, by CELEX number and name in the rulebook; written down apart from the modules."""

SILENT = (
    *("rounding", "conversion_source", "conversion_day", "default_interest_basis", "overpayment_beyond_next_call"),
    *("overpayment_without_further_payment", "union_principal", "share_of_a_capped_loan", "deviation_clause"),
    *("renewal_after_july_2026", "risk_provision_deductible", "retention_cap_tested_on", "five_years_run_from"),
    *("working_days", "bank_levy_deductible", "transfer_after_the_test", "tax_accrual_in_a_loss"),
    *("cent_of_the_split", "suspended_share_afterwards", "retention_cut_leaves"),
)
"""The silent points that move a figure or a day."""


def declared() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for act in acts():
        names = found.setdefault(act.source.celex, set())
        for group in (act.parameters, act.provisions, act.readings, act.measures, act.statements):
            names.update(each.name for each in group)
    return found


@pytest.mark.parametrize("celex", RULES)
def test_every_adopted_rule_is_in_the_rulebook(celex: str) -> None:
    assert set(RULES[celex].split()) - declared()[celex] == set()


def test_every_act_of_the_union_has_its_list() -> None:
    assert {act.source.celex for act in acts() if act.source.celex} == set(RULES)


@pytest.mark.parametrize("cite", sorted(set(citations()), key=str), ids=str)
def test_every_citation_names_a_place(cite: Citation) -> None:
    assert PLACE.search(cite.place)


def test_every_source_says_what_was_read() -> None:
    sources = {cite.source for cite in citations()} | {act.source for act in acts()}
    assert [source.title for source in sources if not source.note] == []
    unread = {source.celex for source in sources if not source.verified and source.celex}
    assert unread == {"32014D0512", "32022D0395", "32024D1470", "32024D2760"}


def test_every_silent_point_is_a_reading_with_options_and_a_reason() -> None:
    readings = rulebook().readings
    assert set(readings) == set(SILENT)
    for each in readings.values():
        assert each.default in each.options
        assert len(set(each.options)) == len(each.options) >= 2
        assert len(each.why) > 30


def test_every_optional_input_says_why_it_may_be_missing() -> None:
    assert [each.name for act in acts() for each in act.inputs if each.default is not None and not each.why] == []


def test_every_rule_says_what_it_does() -> None:
    assert [rule.name for act in acts() for rule in act.provisions if not rule.meaning.endswith(".")] == []


def test_the_page_is_written_from_the_rulebook() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.law.law_page"
