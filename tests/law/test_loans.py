"""The debts of the loans against plain arithmetic, and what must hold for any run of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.loan_worlds import (
    FROZEN,
    JAPAN,
    LENDERS,
    MINOR,
    STATES,
    UNION,
    Ran,
    Request,
    half_up,
    to_euro,
    to_local,
    world,
)
from usufruct.engine.execution.arrays import run_arrays
from usufruct.engine.straight.exact_symbols import ExactSymbols
from usufruct.engine.straight.half_year import trace
from usufruct.engine.straight.program import Program, RealSymbols
from usufruct.engine.timeline import Value
from usufruct.facts import load
from usufruct.law.loans import loan_terms, projection_rulebook
from usufruct.waterfall.published import LENDERS as LENDERS_REPLAYED

BILLION = 10**9
PRINCIPAL = {UNION: 18_115 * 10**8, STATES: 20 * BILLION * 100, JAPAN: 471_900_000_000}
FULLY = {UNION: PRINCIPAL[UNION], STATES: PRINCIPAL[STATES], JAPAN: PRINCIPAL[JAPAN]}
HALF_YEAR = {UNION: Fraction("0.014"), STATES: Fraction("0.0265"), JAPAN: Fraction("0.0068")}


def drawn_once(available: int, **more: object) -> Request:
    return Request(available, FULLY, {}, {}, {name.replace("__", "."): v for name, v in more.items()})  # type: ignore[misc]


# Worked examples ----------------------------------------------------------------------------------------------------


def test_interest_conversion_and_discharge_to_the_minor_unit() -> None:
    """USD 20bn at 5.3 % for half a year, EUR 500m paid at 1.1712: every figure by hand."""
    rate = Fraction("1.1712")
    ran = Ran(
        world(
            {STATES: PRINCIPAL[STATES]},
            [Request(0, {STATES: PRINCIPAL[STATES]}), Request(500 * 10**8, {}, HALF_YEAR, {STATES: rate})],
        )
    )
    assert ran("interest_of_period", 1, STATES) == 53_000_000_000  # USD 530m in cents
    assert ran("debt", 1, STATES) == 2_053_000_000_000
    assert ran("amount_due", 1, STATES) == -(-2_053_000_000_000 * 10_000 // 11_712)
    assert ran("paid_to_lender", 1, STATES) == 50_000_000_000
    assert ran("discharged", 1, STATES) == 58_560_000_000  # EUR 500m at 1.1712
    assert ran("outstanding", 1, STATES) == 1_994_440_000_000
    assert ran("coverage", 1, STATES) == Fraction(58_560, 53_000)
    assert ran("negative_amortisation", 1, STATES) == 0


def test_what_is_drawn_between_requests_bears_interest_from_its_own_day() -> None:
    more = {"loans.interest_factor_on_drawn": {JAPAN: Fraction("0.002")}}
    ran = Ran(
        world(
            {JAPAN: PRINCIPAL[JAPAN]},
            [Request(0, {JAPAN: 100 * BILLION}), Request(0, {JAPAN: 50 * BILLION}, HALF_YEAR, {}, more)],
        )
    )
    assert ran("interest_of_period", 1, JAPAN) == 680_000_000 + 100_000_000
    assert ran("outstanding", 1, JAPAN) == 150 * BILLION + 680_000_000 + 100_000_000
    assert ran("undisbursed", 1, JAPAN) == PRINCIPAL[JAPAN] - 150 * BILLION


def test_interest_beyond_the_share_makes_the_debt_grow() -> None:
    ran = Ran(world({JAPAN: PRINCIPAL[JAPAN]}, [drawn_once(0), Request(10**8, {}, HALF_YEAR)]))
    interest = half_up(PRINCIPAL[JAPAN] * HALF_YEAR[JAPAN])
    paid = to_local(10**8, FROZEN[JAPAN], 1)
    assert ran("negative_amortisation", 1, JAPAN) == 1
    assert ran("outstanding", 1, JAPAN) == PRINCIPAL[JAPAN] + interest - paid > PRINCIPAL[JAPAN]
    assert ran("coverage", 1, JAPAN) == Fraction(paid, interest)


def test_a_repaid_loan_leaves_its_share_to_the_others() -> None:
    """Nothing more can be drawn after 2027: Japan's small debt is repaid at once, and the next payment passes it by."""
    small = {UNION: PRINCIPAL[UNION], STATES: PRINCIPAL[STATES], JAPAN: 100_000}
    requests = [Request(0, small), Request(10**10), Request(10**10)]
    ran = Ran(world(PRINCIPAL, requests, first=date(2028, 2, 25)))
    assert ran("paid_to_lender", 1, JAPAN) == to_euro(100_000, FROZEN[JAPAN], 1, up=True)
    assert ran("outstanding", 1, JAPAN) == 0
    assert ran("repaid", 1, JAPAN) == 0
    assert ran("repaid", 2, JAPAN) == 1
    assert ran("paid_to_lender", 2, JAPAN) == 0
    assert ran("paid_to_lender", 2, UNION) + ran("paid_to_lender", 2, STATES) == 10**10
    assert ran("share", 2, UNION) == Fraction(PRINCIPAL[UNION], PRINCIPAL[UNION] + ran("principal_in_euro", 2, STATES))


@pytest.mark.parametrize("means", ["interest and scheduled principal", "committed principal"])
def test_a_loan_not_yet_drawn_is_not_repaid(means: str) -> None:
    law = projection_rulebook().choose(amount_due_means=means, undrawn_commitment="is not due")
    ran = Ran(world(PRINCIPAL, [Request(10**9, {UNION: PRINCIPAL[UNION]}), Request(10**9, FULLY)]), law)
    assert [ran("repaid", request, JAPAN) for request in (0, 1)] == [0, 0]
    assert ran("paid_to_lender", 0, JAPAN) == 0


# Readings -----------------------------------------------------------------------------------------------------------


def test_money_beyond_what_falls_due_repays_early_or_is_kept_with_interest() -> None:
    requests = [
        drawn_once(0),
        Request(10**11, {}, HALF_YEAR),
        Request(0, {}, HALF_YEAR, {}, {"loans.unspent_interest_factor": {STATES: Fraction("0.01")}}),
    ]
    early = Ran(world({STATES: PRINCIPAL[STATES]}, requests))
    kept = Ran(
        world({STATES: PRINCIPAL[STATES]}, requests),
        projection_rulebook().choose(beyond_what_falls_due="kept until due"),
    )
    interest = half_up(PRINCIPAL[STATES] * HALF_YEAR[STATES])
    cost = to_euro(interest, FROZEN[STATES], 100)
    assert early("unspent_held", 1, STATES) == 0
    assert early("outstanding", 1, STATES) == PRINCIPAL[STATES] + interest - to_local(10**11, FROZEN[STATES], 100)
    assert kept("outstanding", 1, STATES) == PRINCIPAL[STATES]
    assert kept("unspent_held", 1, STATES) == 10**11 - cost
    grown = (10**11 - cost) + half_up(Fraction(10**11 - cost, 100))
    assert kept("unspent", 2, STATES) == grown
    assert kept("unspent_held", 2, STATES) == grown - cost
    assert kept("limit", 2, STATES) == kept("amount_due", 2, STATES) - grown


def test_committed_principal_ends_the_payments_before_the_debt() -> None:
    law = projection_rulebook().choose(amount_due_means="committed principal")
    principal = {STATES: 10**8}
    requests = [Request(0, principal), *(Request(5 * 10**7, {}, {STATES: Fraction("0.1")}) for _ in range(4))]
    ran = Ran(world(principal, requests), law)
    in_euro = to_euro(10**8, FROZEN[STATES], 100)
    assert ran("paid_so_far", 4, STATES) == in_euro
    assert ran("outstanding", 4, STATES) > 0
    assert ran("repaid", 4, STATES) == 0


def test_money_kept_for_a_loan_counts_once_against_the_committed_principal() -> None:
    law = projection_rulebook().choose(
        amount_due_means="committed principal", beyond_what_falls_due="kept until due", union_surplus_use="retained"
    )
    principal = {UNION: 10**8, STATES: 10**8}
    grows = dict.fromkeys(principal, Fraction("0.1"))
    requests = [Request(0, principal), *(Request(5 * 10**7, {}, grows) for _ in range(8))]
    ran = Ran(world(principal, requests), law)
    assert ran("paid_so_far", 8, UNION) == 10**8
    assert ran("paid_so_far", 8, STATES) == to_euro(10**8, FROZEN[STATES], 100)
    assert ran("union_surplus", 3) > 0 < ran("unspent_held", 3, STATES)


def test_reparations_serve_what_the_share_and_the_surplus_leave_open() -> None:
    given = {"eu.reparations_received": {"": 2 * 10**7}}
    requests = [Request(0, {UNION: 10**9}), Request(10**7, {}, {UNION: Fraction("0.05")}, {}, given)]
    ran = Ran(world({UNION: 10**9}, requests))
    assert ran("union_loan_due", 1) == 5 * 10**7
    assert ran("outstanding", 1, UNION) == 10**9 + 5 * 10**7 - 10**7 - 2 * 10**7
    assert ran("union_loan_from_ukraine", 1) == 2 * 10**7


def test_the_share_of_a_loan_not_disbursed_in_time_may_be_cut_in_proportion() -> None:
    principal = {UNION: PRINCIPAL[UNION], JAPAN: PRINCIPAL[JAPAN]}
    half = {UNION: PRINCIPAL[UNION], JAPAN: PRINCIPAL[JAPAN] // 2}
    asked = world(principal, [Request(10**10, half), Request(10**10)], first=date(2027, 8, 25))
    law = projection_rulebook()
    ran, cut = Ran(asked), Ran(asked, law.choose(undisbursed_by_2027="reduced in proportion"))
    assert ran("share", 0, JAPAN) == ran("share", 1, JAPAN) == cut("share", 0, JAPAN)
    euro = to_euro(PRINCIPAL[JAPAN], FROZEN[JAPAN], 1)
    assert cut("weight", 1, JAPAN) == half_up(Fraction(euro, 2))
    assert cut("weight", 1, UNION) == PRINCIPAL[UNION]


def test_the_unions_surplus_repays_early_or_is_retained() -> None:
    principal = {UNION: 10**9}
    requests = [Request(0, principal), Request(10**8, {}, {UNION: Fraction("0.01")})]
    early = Ran(world(principal, requests))
    kept = Ran(world(principal, requests), projection_rulebook().choose(union_surplus_use="retained"))
    assert early("union_loan_due", 1) == kept("union_loan_due", 1) == 10**7
    assert early("outstanding", 1, UNION) == 10**9 + 10**7 - 10**8
    assert kept("outstanding", 1, UNION) == 10**9
    assert kept("union_surplus", 1) == 10**8 - 10**7


@pytest.mark.parametrize("bearer", ["Ukraine", "Union headroom"])
def test_who_bears_what_is_open_at_maturity(bearer: str) -> None:
    principal = {UNION: 10**9, STATES: 10**9}
    end = {"loans.at_maturity": {UNION: 1, STATES: 1}}
    requests = [Request(0, principal), Request(190_000_000, {}, {UNION: Fraction("0.01")}, {}, end)]
    ran = Ran(world(principal, requests), projection_rulebook().choose(union_shortfall=bearer))
    paid = {lender: ran("paid_to_lender", 1, lender) for lender in principal}
    owed = 1_010_000_000 - paid[UNION]
    assert ran("shortfall", 1, UNION) == owed
    assert ran("shortfall_on_ukraine", 1, UNION) == (owed if bearer == "Ukraine" else 0)
    assert ran("shortfall_on_union", 1, UNION) == (owed if bearer == "Union headroom" else 0)
    lost = 10**9 - to_local(int(paid[STATES]), FROZEN[STATES], 100)
    assert ran("shortfall", 1, STATES) == lost
    assert ran("shortfall_on_lender", 1, STATES) == to_euro(lost, FROZEN[STATES], 100)
    assert ran("shortfall_on_lender", 1, UNION) == 0
    assert ran("union_loan_from_ukraine", 1) == owed


def test_paid_by_ukraine_discharges_the_unions_loan() -> None:
    end = {"loans.at_maturity": {UNION: 1}}
    requests = [Request(0, {UNION: 10**9}), Request(10**8, {}, {}, {}, end)]
    ran = Ran(world({UNION: 10**9}, requests), projection_rulebook().choose(union_loan_uncovered="paid by Ukraine"))
    assert ran("union_loan_from_ukraine", 1) == 9 * 10**8
    assert ran("outstanding", 1, UNION) == ran("shortfall", 1, UNION) == 0


# Laws ---------------------------------------------------------------------------------------------------------------

rates = st.integers(800_000, 200_000_000).map(lambda n: Fraction(n, 10**6))
factors = st.integers(-2_000, 60_000).map(lambda n: Fraction(n, 10**6))


def more_inputs(at_maturity: int, factor: Fraction) -> dict[str, dict[str, Value]]:
    return {
        "loans.at_maturity": {STATES: at_maturity},
        "loans.unspent_interest_factor": dict.fromkeys(LENDERS, factor),
    }


requests = st.lists(
    st.builds(
        lambda available, drawn, factor, rate, end, kept: Request(
            available,
            drawn,
            factor,
            {**rate, UNION: Fraction(1)},
            more_inputs(end, kept),
        ),
        st.integers(0, 3 * 10**11),
        st.fixed_dictionaries({lender: st.integers(0, PRINCIPAL[lender] // 3) for lender in LENDERS}),
        st.fixed_dictionaries(dict.fromkeys(LENDERS, factors)),
        st.fixed_dictionaries(dict.fromkeys((STATES, JAPAN), rates)),
        st.integers(0, 1),
        st.integers(0, 20_000).map(lambda n: Fraction(n, 10**6)),
    ),
    min_size=1,
    max_size=5,
)
choices = st.fixed_dictionaries(
    {
        "amount_due_means": st.sampled_from(
            ["whole debt with interest", "interest and scheduled principal", "committed principal"]
        ),
        "beyond_what_falls_due": st.sampled_from(["repays early", "kept until due"]),
        "union_surplus_use": st.sampled_from(["early repayment", "retained"]),
        "undrawn_commitment": st.sampled_from(["counts as due", "is not due"]),
        "undisbursed_by_2027": st.sampled_from(["not reduced", "reduced in proportion"]),
    }
)


@settings(max_examples=40)
@given(requests, choices)
def test_every_euro_paid_is_spent_on_the_loan_or_kept_for_it(asked: list[Request], chosen: dict[str, str]) -> None:
    ran = Ran(world(PRINCIPAL, asked), projection_rulebook().choose(**chosen))
    for i, each in enumerate(asked):
        for lender in (STATES, JAPAN):
            before = ran("unspent_held", i - 1, lender) if i else 0
            came = before + ran("interest_on_unspent", i, lender) + ran("paid_to_lender", i, lender)
            assert came == ran("spent", i, lender) + ran("unspent_held", i, lender)
            assert ran("unspent_held", i, lender) >= 0
            worth = ran("discharged", i, lender) * 100 / (each.rate[lender] * MINOR[lender])
            half_minor = 50 / (each.rate[lender] * MINOR[lender])
            assert abs(worth - ran("spent", i, lender)) <= half_minor + Fraction(1, 2)
        surplus = ran("union_surplus", i - 1) if i else 0
        into = surplus + ran("interest_on_surplus", i) + ran("paid_to_lender", i, UNION)
        assert into == ran("union_loan_discharged", i) + ran("union_surplus", i)
        paid = sum(ran("paid_to_lender", i, lender) for lender in LENDERS)
        assert paid + ran("undistributed", i) == each.available + (ran("undistributed", i - 1) if i else 0)


@settings(max_examples=40)
@given(requests, choices)
def test_a_debt_is_what_came_less_what_went_and_never_negative(asked: list[Request], chosen: dict[str, str]) -> None:
    ran = Ran(world(PRINCIPAL, asked), projection_rulebook().choose(**chosen))
    for lender in LENDERS:
        for i, each in enumerate(asked):
            opening = ran("outstanding", i - 1, lender) if i else Fraction(0)
            interest = half_up(opening * each.factor[lender])
            assert ran("interest_of_period", i, lender) == interest
            assert ran("debt", i, lender) == opening + each.drawn[lender] + interest
            assert ran("outstanding", i, lender) == ran("debt", i, lender) - ran("discharged", i, lender)
            assert 0 <= ran("discharged", i, lender) <= ran("debt", i, lender)
            assert ran("negative_amortisation", i, lender) == (ran("discharged", i, lender) < interest)


@settings(max_examples=15)
@given(requests, choices)
def test_exact_integers_equal_the_reference(asked: list[Request], chosen: dict[str, str]) -> None:
    law = projection_rulebook().choose(**chosen)
    ran = Ran(world(PRINCIPAL, asked), law)
    integers = run_arrays(law, ran.world, "exact").path(0)
    assert {key: integers.get(key) for key in ran.run.values} == ran.run.values


@pytest.mark.parametrize("arithmetic", [RealSymbols, ExactSymbols])
def test_a_request_can_be_traced_to_a_straight_line(arithmetic: type[RealSymbols] | type[ExactSymbols]) -> None:
    law = projection_rulebook()
    asked = world(PRINCIPAL, [Request(10**10, FULLY)])
    symbolic = (
        *(("loans.interest_factor", 0, (lender,)) for lender in LENDERS),
        *(("loans.lender_rate", 0, (lender,)) for lender in (STATES, JAPAN)),
        ("eu.voluntary_contributions", 0, ()),
    )
    wanted = tuple(("loans.outstanding", "request", 0, (lender,)) for lender in LENDERS)
    traced = trace(law, asked, symbolic, (), wanted, arithmetic(Program()))
    assert {name for name, _ in traced.closing} >= {"loans.outstanding", "loans.drawn_so_far", "eu.undistributed"}
    assert len(traced.program.live(traced.outputs.values())) > len(wanted)


# Terms --------------------------------------------------------------------------------------------------------------


def test_every_figure_of_the_terms_is_a_published_fact() -> None:
    known = load()
    for loan in loan_terms():
        figures = {name: known.get(name) for name in loan.facts}
        assert {figure.holder for figure in figures.values()} == {loan.lender}
        assert figures[loan.principal].currency == loan.currency
        for drawing in loan.drawdowns:
            figure = figures[drawing.fact]
            assert drawing.on == figure.period_end, drawing
        assert all(each.low <= each.value <= each.high and each.why for each in loan.assumptions)


def test_the_terms_agree_with_the_lenders_of_the_replay() -> None:
    terms = {loan.lender: (loan.currency, loan.principal, str(loan.in_force_on)) for loan in loan_terms()}
    assert list(terms.items()) == list(LENDERS_REPLAYED.items())


def test_terms_name_every_assumed_rate_in_a_fact_that_says_so() -> None:
    known = load()
    boe, boc = known.get("rate.boe.2025-02-06"), known.get("rate.boc.2025-03-12")
    terms = {loan.lender: loan for loan in loan_terms()}
    assert [each.value for each in terms["United Kingdom"].assumptions if "rate" in each.name] == [boe.amount]
    assert [each.value for each in terms["Canada"].assumptions if "rate" in each.name] == [boc.amount]
    for lender, bank in (("United Kingdom", "Bank of England"), ("Canada", "Bank of Canada")):
        highest = max(each.amount for each in known.find(series="policy_rate", holder=bank))
        assert [each.high for each in terms[lender].assumptions if "rate" in each.name] == [highest]
    states = next(each for each in terms["United States"].assumptions if "maturity" in each.name)
    assert {states.low, states.high} == {known.get(f"loan.us.maturity{x}").amount for x in ("", ".rival")}
