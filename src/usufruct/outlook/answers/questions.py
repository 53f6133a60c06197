"""The twenty-five questions, by name and by number."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from usufruct.errors import refuse
from usufruct.outlook.answers import flow, forecasts, other_law, purposes, record, repayment
from usufruct.outlook.answers.answer import Answer, Question
from usufruct.outlook.answers.view import View

QUESTIONS: Final = (
    Question("repaid-when", "Q1", "When are the loans repaid?", repayment.repaid_when),
    Question("break-even", "Q2", "Below which deposit rate are the loans not repaid?", repayment.break_even),
    Question("next-payment", "Q3", "How large is the next payment, and when?", flow.next_payment),
    Question("one-euro", "Q4", "Where does one euro of interest go?", flow.one_euro),
    Question(
        "interest-to-payment",
        "Q5",
        "Why was so much earned and so much less paid?",
        record.interest_to_payment,
        "a year or a half-year",
        "2025",
    ),
    Question("received-so-far", "Q6", "What has the Union received, through which channels?", record.received_so_far),
    Question("final-recipients", "Q7", "How much went to Ukraine, how much to lenders?", record.final_recipients),
    Question("owed-to-whom", "Q8", "What is owed to each lender, and when is each done?", repayment.owed_to_whom),
    Question(
        "released-on",
        "Q9",
        "If the assets go back on a day, how large is the hole and who bears it?",
        repayment.released_on,
        "a day",
        "2030-01-01",
    ),
    Question("coverage", "Q10", "Does the stream cover the lenders' interest?", repayment.coverage),
    Question(
        "loan-carried",
        "Q11",
        "Which loan could the stream carry?",
        repayment.loan_carried,
        "cover, and a discount rate",
        "1.2 @ 3 %",
    ),
    Question(
        "tax-passed-on", "Q12", "What if Belgium passed its tax on?", flow.tax_passed_on, "a share of the tax", "1"
    ),
    Question("belgian-tax", "Q13", "How much of the Belgian tax reached Ukraine, as documented?", record.belgian_tax),
    Question("retention", "Q14", "What if another share were retained?", flow.retention, "a share", "20 %"),
    Question("earlier-profits", "Q15", "What if profits from before 15 February 2024 were used?", flow.earlier_profits),
    Question(
        "partner-joins",
        "Q16",
        "What if a further jurisdiction joined?",
        other_law.partner_joins,
        "a partner, or all of them",
        "all",
    ),
    Question(
        "more-risk",
        "Q17",
        "What if the cash were invested at more risk?",
        other_law.more_risk,
        "a yield beyond the balances",
        "1 %",
    ),
    Question(
        "reparations-loan",
        "Q18",
        "What would a reparations loan change?",
        other_law.reparations_loan,
        "what becomes of the loans of the G7: preserved, or repaid first",
        "preserved",
    ),
    Question(
        "support-loan",
        "Q19",
        "What does the EUR 90bn loan cost, and how does it rank?",
        other_law.support_loan,
        "reparations in EUR billion, and when",
        "50 @ 2030-H1",
    ),
    Question(
        "rules-of-thumb",
        "Q20",
        "What are 10 bp, a billion of cash, 5 % of the dollar worth?",
        flow.rules_of_thumb,
    ),
    Question("past-forecasts", "Q21", "How wrong were past forecasts?", forecasts.past_forecasts),
    Question("share-of-needs", "Q22", "Which share of the needs does it meet?", purposes.share_of_needs),
    Question("by-purpose", "Q23", "How much a year for defence, resilience, reconstruction?", purposes.by_purpose),
    Question("known-on", "Q24", "What was known on a day?", record.known_on, "a day", "2025-02-28"),
    Question(
        "prove-payment",
        "Q25",
        "Does a payment follow from the law and the accounts?",
        record.prove_payment,
        "its number",
        "3",
    ),
)


def question(name: str) -> Question:
    """The question of a name or a number.

    Raises:
        UsufructError: ``X140`` for a name that no question has, with the nearest.

    Example:
        >>> question("q3").name, question("3").name, question("break-even").alias
        ('next-payment', 'next-payment', 'Q2')
    """
    for each in QUESTIONS:
        if name in (each.name, each.alias, each.alias.lower(), each.alias[1:]):
            return each
    near = get_close_matches(name, [each.name for each in QUESTIONS], n=1, cutoff=0.4)
    remedy = f"did you mean {near[0]}?" if near else "usufruct answer lists them"
    raise refuse("X140", f"no question is called {name!r:.40}", "answer", "", remedy)


def answer(name: str, view: View, subject: str = "") -> Answer:
    """The answer to a question.

    Args:
        name: of the question, or its number.
        view: the scenario it is asked of.
        subject: what it is about; the default of the question if empty.

    Raises:
        UsufructError: ``X140`` for a name that no question has, ``X141`` for a subject that it cannot have.

    Example:
        >>> from usufruct.outlook.scenario import baseline
        >>> answer("received-so-far", View(baseline("2026-11-22"))).sentence[:44]
        'The Union has received EUR 6.60bn in 4 payme'
    """
    found = question(name)
    if subject and not found.about:
        raise refuse("X141", f"{found.name} is about nothing in particular", "answer", "", f"leave out {subject!r:.40}")
    return found.reply(view, subject or found.subject)
