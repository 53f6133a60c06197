"""Questions that other regimes, other jurisdictions or plans have to answer: what is missing is said, not guessed."""

from __future__ import annotations

from usufruct.outlook.answers.answer import Answer
from usufruct.outlook.answers.view import View


def partner_joins(_view: View, _subject: str) -> Answer:
    """Q16."""
    return Answer(
        "What a further jurisdiction would add is not derivable from public data.",
        missing=(
            "cash and its yield at each holder outside the levy, in the Union and in other jurisdictions",
            "whether the central bank has a contractual right to interest there: the contracts",
            "an act of that jurisdiction that reaches the yields",
        ),
    )


def more_risk(_view: View, _subject: str) -> Answer:
    """Q17."""
    return Answer(
        "What a riskier investment would gain or lose is not derivable from public data.",
        missing=("a proposal's portfolio and limits: the Commission", "who bears a loss under it: an act"),
    )


def reparations_loan(_view: View, _subject: str) -> Answer:
    """Q18."""
    return Answer(
        "A reparations loan was proposed and not adopted; its effects are not derivable from the law in force.",
        missing=("an adopted act: amount, order of repayment, triggers", "the key of the guarantees by member state"),
    )


def support_loan(_view: View, _subject: str) -> Answer:
    """Q19."""
    return Answer(
        "What the EUR 90bn loan of Regulation (EU) 2026/467 costs the Union's budget is not derivable yet.",
        missing=("the Union's funding cost of this loan by year: the Commission", "amount and day of any reparations"),
    )
