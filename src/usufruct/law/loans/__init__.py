"""The five loans of the G7 initiative: their terms as data, and how their debts meet the loan mechanism."""

from __future__ import annotations

from functools import cache

from usufruct.engine import Act, Rulebook, assemble
from usufruct.law.loans.terms import Convention, Drawdown, LoanRate, LoanTerms, Term, loan_terms

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
