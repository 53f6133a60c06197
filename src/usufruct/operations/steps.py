"""The steps of a half-year: which article asks for each, who takes it, and what comes next.

A deadline that the law counts from an event is worked out where the event is recorded; a step without one says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REPORTS: Final = "Implementing Regulation (EU) 2024/1673"
LEVY: Final = "Regulation (EU) No 833/2014"
MECHANISM: Final = "Regulation (EU) 2024/2773"
FINANCE: Final = "Financial Regulation (2018/1046, from 30 September 2024 2024/2509)"
NO_DEADLINE: Final = "no deadline in the act"
HOUSE: Final = "rule of this ledger"


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        name: what it is called in records and outputs.
        article: the article that asks for it, or that it is a rule of this ledger.
        role: who takes it.
        deadline: what the article says about time, in words.
        follows: the step that comes next, and who takes it; empty at the end.
    """

    name: str
    article: str
    role: str
    deadline: str
    follows: str


_ALL: Final = (
    Step(
        "filing",
        f"{REPORTS} Art. 4(1)-(2)",
        "filer",
        "first working day after 25 July, or after 25 March of the next year",
        "verification by another person (verifier)",
    ),
    Step(
        "audited accounts",
        f"{REPORTS} Art. 5(1) and (3)",
        "filer",
        "31 May of the next year",
        "true-up (proposer)",
    ),
    Step("verification", f"{REPORTS} Art. 7", "verifier", NO_DEADLINE, "call of the contribution (proposer)"),
    Step("principal", HOUSE, "proposer", NO_DEADLINE, "closing of the period (proposer)"),
    Step(
        "call",
        f"{REPORTS} Art. 7; {LEVY} Art. 5a(9)",
        "proposer",
        "payable within five working days from the day of the call",
        "payment by the custodian, then reconciliation of the bank statement (payer)",
    ),
    Step(
        "true-up",
        f"{REPORTS} Art. 8(2)-(4); {LEVY} Art. 5a(9)",
        "proposer",
        "with the next biannual payment",
        "next call (proposer)",
    ),
    Step("retention use", f"{LEVY} Art. 5a(10)(d)", "proposer", NO_DEADLINE, ""),
    Step(
        "retention release",
        f"{LEVY} Art. 5a(10)(c), (e) and (f); {REPORTS} Art. 9",
        "proposer",
        "with the next biannual payment",
        "next call (proposer)",
    ),
    Step("retention kept", f"{LEVY} Art. 5a(10)(e)", "proposer", "when five years have passed", ""),
    Step(
        "late interest",
        f"{FINANCE} Art. 99(2)(b) and (3)",
        "proposer",
        "from the day after the deadline to the day of payment",
        "payment by the custodian, then reconciliation of the bank statement (payer)",
    ),
    Step("bank statement", HOUSE, "payer", "every day that the bank sends one", "approval of its journals (approver)"),
    Step(
        "receipt",
        f"{FINANCE} Art. 101(1)",
        "payer",
        "interest first, then the oldest claim",
        "split by payment number (proposer)",
    ),
    Step(
        "split",
        "Decision 2014/512/CFSP Art. 1a(11); Regulation (EU) No 833/2014 Annex XLI",
        "proposer",
        NO_DEADLINE,
        "payout of the loan mechanism (proposer), payment to the other channels (payer)",
    ),
    Step(
        "payout",
        f"{MECHANISM} Art. 5(2), 8(1) and 8(3)",
        "proposer",
        "at most twice a year, decided without undue delay",
        "payment instructions (payer)",
    ),
    Step(
        "payment",
        f"{MECHANISM} Art. 5(5) and 7(2)(b) to lenders; Decision 2014/512/CFSP Art. 1a(11) to the Facility; "
        f"{LEVY} Annex XLI to programmes",
        "payer",
        "on the day instructed",
        "bank statement (payer)",
    ),
    Step("settlement", HOUSE, "payer", "on the evidence of the bank", "confirmation of discharge (proposer)"),
    Step("discharge", f"{MECHANISM} Art. 7(2)(e)", "proposer", NO_DEADLINE, "statement to each party (anybody)"),
    Step("suspense", HOUSE, "proposer", "as soon as the payer is known", "clearing or refund (proposer)"),
    Step("opening", HOUSE, "proposer", NO_DEADLINE, ""),
    Step("reversal", HOUSE, "proposer", NO_DEADLINE, ""),
    Step("exchange difference", HOUSE, "proposer", NO_DEADLINE, ""),
    Step("period", HOUSE, "proposer", "when the custodian's report is booked", ""),
    Step("approval", HOUSE, "approver", "before the proposal expires", ""),
)

STEPS: Final = {step.name: step for step in _ALL}
"""Every step by name."""


def short(name: str) -> str:
    """Return the article of a step as it stands in the text of a record.

    Example:
        >>> short("discharge")
        '2024/2773 Art. 7(2)(e)'
    """
    text = STEPS[name].article
    for long, brief in (
        (REPORTS, "2024/1673"),
        (LEVY, "833/2014"),
        (MECHANISM, "2024/2773"),
        (FINANCE, "Financial Regulation"),
    ):
        text = text.replace(long, brief)
    return text
