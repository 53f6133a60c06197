"""How a loan grows and shrinks from one request to the next, to the minor unit of its own currency.

No loan agreement is public. What stands here is what every one of them must say to be a loan (drawing, interest,
maturity, discharge), on the terms that are published; everything beyond that is a reading or an input. Interest that
is not paid is taken into the debt. Money of the mechanism discharges at the rate of the day of the request, and what
does not discharge anything stays available for that loan (Regulation (EU) 2024/2773 Art. 7(2)(e) and (f)).

A debt does not end because its day has passed: from maturity on, what is open is due, and reported as a shortfall.
"""

from datetime import date

from usufruct.engine import Act, Choice, Count, Flag, LocalMoney, Money, Rate, Source
from usufruct.engine.words import at_least_zero, convert, into_local, reading, smaller, when
from usufruct.law.eu.regulation_2024_2773 import FORCE, MECHANISM

LOANS = Act(
    Source(
        "Loan agreements of the G7 initiative",
        "loans",
        date(2024, 10, 28),
        kind="agreement",
        verified=False,
        note="the agreements are not public; built on published terms, each with its source in the facts",
    )
)
_DRAWING = LOANS.at("drawing")
_INTEREST = LOANS.at("interest")
_REPAYMENT = LOANS.at("repayment")
_MATURITY = LOANS.at("maturity")
_RATE_USED = MECHANISM.at("Art. 7(2)(e)")
_KEPT = MECHANISM.at("Art. 7(2)(f)")
_NO_LIABILITY = MECHANISM.at("Art. 5(6)-(7)")
_UKRAINE = MECHANISM.at("Art. 15(2)(f)(iv), recital 30")

for _name, _kind, _cite, _meaning in (
    ("drawn", LocalMoney, _DRAWING, "drawn since the last request"),
    ("interest_factor", Rate, _INTEREST, "sum of rate x days / basis since the last request, for the opening debt"),
    ("lender_rate", Rate, _RATE_USED, "units of the lender's currency for one euro on the day of the request"),
):
    LOANS.input(_name, _kind, _cite, _meaning, per="lender", each="request")
LOANS.input(
    "interest_factor_on_drawn",
    Rate,
    _INTEREST,
    "sum of rate x days / basis from the drawing to the request, weighted by amount where there are several",
    per="lender",
    each="request",
    default=0,
    why="taken as drawn on the day of the request",
)
LOANS.input(
    "scheduled_principal",
    LocalMoney,
    _REPAYMENT,
    "principal that falls due at the request before maturity",
    per="lender",
    each="request",
    default=0,
    why="no schedule of principal is published",
)
LOANS.input(
    "at_maturity",
    Flag,
    _MATURITY,
    "the loan matures at this request or has matured before",
    per="lender",
    each="request",
    default=0,
    why="no loan of the initiative matures before 2054",
)
LOANS.input(
    "unspent_interest_factor",
    Rate,
    _KEPT,
    "sum of rate x days / basis since the last request, for money kept for the loan",
    per="lender",
    each="request",
    default=0,
    why="no interest on such money was reported",
)
LOANS.reading(
    "beyond_what_falls_due",
    options=("repays early", "kept until due"),
    default="repays early",
    why="the G7 announced that excess income goes to early repayment; Art. 7(2)(f) also lets the lender keep it",
    cite=_KEPT,
)
LOANS.reading(
    "union_loan_uncovered",
    options=("carried forward", "paid by Ukraine"),
    default="carried forward",
    why="Ukraine is liable in the last place, but no schedule is published and unpaid interest is taken into the debt",
    cite=_UKRAINE,
)
LOANS.reading(
    "union_shortfall",
    options=("Ukraine", "Union headroom"),
    default="Ukraine",
    why="Art. 15(2)(f)(iv) names Ukraine; if Ukraine does not pay, the headroom of the Union's budget stands behind it",
    cite=_UKRAINE,
)


@LOANS.provision(_INTEREST, since=FORCE, each="request", per="lender")
def interest_of_period(
    opening_outstanding: LocalMoney, drawn: LocalMoney, interest_factor: Rate, interest_factor_on_drawn: Rate
) -> LocalMoney:
    """Interest since the last request, on the opening debt and on what was drawn since."""
    return opening_outstanding * interest_factor + drawn * interest_factor_on_drawn


@LOANS.provision(_REPAYMENT, since=FORCE, each="request", per="lender")
def debt(opening_outstanding: LocalMoney, drawn: LocalMoney, interest_of_period: LocalMoney) -> LocalMoney:
    """What is owed at the request, before anything is paid."""
    return at_least_zero(opening_outstanding + drawn + interest_of_period)


@LOANS.stock(_DRAWING, since=FORCE, each="request", per="lender")
def drawn_so_far(opening_drawn_so_far: LocalMoney, drawn: LocalMoney) -> LocalMoney:
    """Everything that was ever drawn."""
    return opening_drawn_so_far + drawn


@LOANS.provision(_DRAWING, since=FORCE, each="request", per="lender")
def undisbursed(principal: LocalMoney, drawn_so_far: LocalMoney) -> LocalMoney:
    """Committed principal that was never drawn, whether or not it still can be."""
    return at_least_zero(principal - drawn_so_far)


@LOANS.provision(_REPAYMENT, since=FORCE, each="request", per="lender")
def falls_due(
    debt: LocalMoney, interest_of_period: LocalMoney, scheduled_principal: LocalMoney, at_maturity: Flag
) -> LocalMoney:
    """Interest of the period and scheduled principal; from maturity on, the whole debt."""
    scheduled = at_least_zero(interest_of_period) + at_least_zero(scheduled_principal)
    return when(at_maturity, debt, smaller(scheduled, debt))


@LOANS.provision(_KEPT, since=FORCE, each="request", per="lender")
def dischargeable(debt: LocalMoney, falls_due: LocalMoney, is_union: Flag, beyond_what_falls_due: Choice) -> LocalMoney:
    """What money of the mechanism can discharge of a bilateral loan at once."""
    early = when(reading(beyond_what_falls_due, "repays early"), debt, falls_due)
    return when(~is_union, early, 0)


@LOANS.provision(_RATE_USED, since=FORCE, each="request", per="lender")
def dischargeable_in_euro(dischargeable: LocalMoney, lender_rate: Rate, lender_minor_units: Count) -> Money:
    """What it takes in euro to discharge that."""
    return convert(dischargeable, lender_rate, lender_minor_units)


@LOANS.provision(_KEPT, since=FORCE, each="request", per="lender")
def interest_on_unspent(opening_unspent_held: Money, unspent_interest_factor: Rate) -> Money:
    """Interest on money that is kept for the loan."""
    return opening_unspent_held * unspent_interest_factor


@LOANS.provision(_KEPT, since=FORCE, each="request", per="lender")
def at_lender(opening_unspent_held: Money, interest_on_unspent: Money, paid_to_lender: Money, is_union: Flag) -> Money:
    """All that the mechanism has made available for a bilateral loan and that is not spent yet."""
    return when(~is_union, opening_unspent_held + interest_on_unspent + paid_to_lender, 0)


@LOANS.provision(_RATE_USED, since=FORCE, each="request", per="lender")
def at_lender_in_its_currency(at_lender: Money, lender_rate: Rate, lender_minor_units: Count) -> LocalMoney:
    """The same in the lender's currency, at the rate of the day of the request."""
    return into_local(at_lender, lender_rate, lender_minor_units)


@LOANS.provision(MECHANISM.at("Art. 8(4), 15(2)(f)"), since=FORCE, each="request")
def union_loan_discharged(
    union_loan_from_mechanism: Money,
    union_loan_from_surplus: Money,
    union_loan_repaid_early: Money,
    union_loan_from_reparations: Money,
    union_loan_from_ukraine: Money,
    union_loan_uncovered: Choice,
) -> Money:
    """What is paid on the Union's loan, from whichever step of the repayment order."""
    served = union_loan_from_mechanism + union_loan_from_surplus + union_loan_repaid_early
    ukraine = when(reading(union_loan_uncovered, "paid by Ukraine"), union_loan_from_ukraine, 0)
    return served + union_loan_from_reparations + ukraine


@LOANS.provision(_RATE_USED, since=FORCE, each="request", per="lender")
def union_loan_discharged_in_its_currency(
    union_loan_discharged: Money, is_union: Flag, lender_rate: Rate, lender_minor_units: Count
) -> LocalMoney:
    """The same in the currency of the loan; the Union's own is in euro, its rate is one."""
    discharged_in_euro = when(is_union, union_loan_discharged, 0)
    return into_local(discharged_in_euro, lender_rate, lender_minor_units)


@LOANS.provision(_REPAYMENT, since=FORCE, each="request", per="lender")
def discharged(
    dischargeable: LocalMoney,
    at_lender_in_its_currency: LocalMoney,
    is_union: Flag,
    union_loan_discharged_in_its_currency: LocalMoney,
) -> LocalMoney:
    """What the debt shrinks by, never more than the debt."""
    bilateral = smaller(dischargeable, at_lender_in_its_currency)
    return when(is_union, union_loan_discharged_in_its_currency, bilateral)


@LOANS.provision(_KEPT, since=FORCE, each="request", per="lender")
def spent(
    dischargeable: LocalMoney, dischargeable_in_euro: Money, at_lender: Money, at_lender_in_its_currency: LocalMoney
) -> Money:
    """Money of the mechanism used up for a bilateral loan: all of it, or what the debt took."""
    enough = dischargeable <= at_lender_in_its_currency
    return when(enough, smaller(at_lender, dischargeable_in_euro), at_lender)


@LOANS.stock(_KEPT, since=FORCE, each="request", per="lender")
def unspent_held(at_lender: Money, spent: Money) -> Money:
    """Money kept for a bilateral loan until something falls due; the Union's is its surplus."""
    return at_lender - spent


@LOANS.stock(_REPAYMENT, since=FORCE, each="request", per="lender")
def outstanding(debt: LocalMoney, discharged: LocalMoney) -> LocalMoney:
    """What is owed after the request: opening, drawn and interest, less what was discharged."""
    return debt - discharged


@LOANS.provision(_INTEREST, since=FORCE, each="request", per="lender")
def negative_amortisation(interest_of_period: LocalMoney, discharged: LocalMoney) -> Flag:
    """Interest of the period exceeds what was discharged: the debt grows without a drawing."""
    return discharged < interest_of_period


@LOANS.provision(_INTEREST, since=FORCE, each="request", per="lender")
def coverage(interest_of_period: LocalMoney, discharged: LocalMoney) -> Rate:
    """What was discharged over the interest of the period; nothing where there is no interest."""
    return discharged / interest_of_period


@LOANS.provision(_MATURITY, since=FORCE, each="request", per="lender")
def shortfall(outstanding: LocalMoney, at_maturity: Flag) -> LocalMoney:
    """What is still owed at maturity or later."""
    return when(at_maturity, outstanding, 0)


@LOANS.provision(_MATURITY, since=FORCE, each="request", per="lender")
def shortfall_in_euro(shortfall: LocalMoney, lender_rate: Rate, lender_minor_units: Count) -> Money:
    """The same in euro at the rate of the day of the request."""
    return convert(shortfall, lender_rate, lender_minor_units)


@LOANS.provision(_NO_LIABILITY, since=FORCE, each="request", per="lender")
def shortfall_on_lender(shortfall_in_euro: Money, is_union: Flag) -> Money:
    """Borne by the bilateral lender: the Union is not liable for bilateral loans."""
    return when(is_union, 0 * shortfall_in_euro, shortfall_in_euro)


@LOANS.provision(_UKRAINE, since=FORCE, each="request", per="lender")
def shortfall_on_ukraine(shortfall_in_euro: Money, is_union: Flag, union_shortfall: Choice) -> Money:
    """Of the Union's loan, borne by Ukraine."""
    return when(is_union & reading(union_shortfall, "Ukraine"), shortfall_in_euro, 0)


@LOANS.provision(_UKRAINE, since=FORCE, each="request", per="lender")
def shortfall_on_union(shortfall_in_euro: Money, is_union: Flag, union_shortfall: Choice) -> Money:
    """Of the Union's loan, borne by the headroom of the Union's budget."""
    return when(is_union & reading(union_shortfall, "Union headroom"), shortfall_in_euro, 0)
