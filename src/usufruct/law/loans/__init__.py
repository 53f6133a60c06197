"""The five loans of the G7 initiative: their terms as data, and how their debts meet the loan mechanism."""

from __future__ import annotations

from functools import cache

from usufruct.engine import Act, Rulebook, assemble
from usufruct.law.loans.terms import Convention, Drawdown, LoanRate, LoanTerms, Term

__all__ = [
    "Convention",
    "Drawdown",
    "LoanRate",
    "LoanTerms",
    "Term",
    "agreements",
    "loan_terms",
    "projection_rulebook",
]


@cache
def loan_terms() -> tuple[LoanTerms, ...]:
    """The five loans, in the stated order of the allocation.

    Example:
        >>> [(loan.lender, loan.currency) for loan in loan_terms()][:2]
        [('European Union', 'EUR'), ('United States', 'USD')]
        >>> print(loan_terms()[2].rate.level)  # doctest: +ELLIPSIS
        assumption interest rate of the Canadian loan: 2.75 % (0 % to 5 %); ...
    """
    from usufruct.law.loans.canada import CANADA
    from usufruct.law.loans.japan import JAPAN
    from usufruct.law.loans.union import UNION
    from usufruct.law.loans.united_kingdom import UNITED_KINGDOM
    from usufruct.law.loans.united_states import UNITED_STATES

    return UNION, UNITED_STATES, CANADA, JAPAN, UNITED_KINGDOM


def agreements() -> tuple[Act, ...]:
    """What the loans add to the acts: the debts, and the reports of the mechanism that follow from them.

    Example:
        >>> [act.source.jurisdiction for act in agreements()]
        ['loans', 'eu']
    """
    from usufruct.law.loans.debt import LOANS
    from usufruct.law.loans.mechanism import APPLIED

    return LOANS, APPLIED


@cache
def projection_rulebook() -> Rulebook:
    """The law in force with the debts of the loans: what a run into the future needs, assembled once and checked.

    Example:
        >>> projection_rulebook().quantities["eu.amount_due"].input is None
        True
    """
    from usufruct.law import acts

    return assemble(*acts(), *agreements(), title="levy on the yields, and the loans that it repays")
