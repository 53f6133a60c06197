"""The steps of a half-year: which article asks for each, who takes it, when it is due, and what comes next.

The one place that says so: records, outputs, inbox and statements take it from here. A deadline that the law counts
from an event is worked out where the event is recorded; a step without one says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from usufruct.ledger.citation import HOUSE

NO_DEADLINE: Final = "no deadline in the act"


@dataclass(frozen=True, slots=True)
class Act:
    """An act as steps cite it.

    Attributes:
        title: in full.
        brief: its number.
        celex: as records cite it; with a later act in its place, by the day from which that one holds.
    """

    title: str
    brief: str
    celex: tuple[tuple[date, str], ...]

    def celex_on(self, day: date) -> str:
        """The CELEX number of the act that holds on a day."""
        return [number for since, number in self.celex if since <= day][-1]


def _act(title: str, brief: str, celex: str) -> Act:
    return Act(title, brief, ((date.min, celex),))


REPORTS: Final = _act("Implementing Regulation (EU) 2024/1673", "2024/1673", "32024R1673")
LEVY: Final = _act("Regulation (EU) No 833/2014", "833/2014", "32014R0833")
MECHANISM: Final = _act("Regulation (EU) 2024/2773", "2024/2773", "32024R2773")
DECISION: Final = _act("Decision 2014/512/CFSP", "2014/512/CFSP", "32014D0512")
FINANCE: Final = Act(
    "Financial Regulation (2018/1046, from 30 September 2024 2024/2509)",
    "Financial Regulation",
    ((date.min, "32018R1046"), (date(2024, 9, 30), "32024R2509")),
)
ACTS: Final = (REPORTS, LEVY, MECHANISM, DECISION, FINANCE)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an act, and what of the step it is about where the step rests on several."""

    act: Act
    place: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        name: what it is called in records and outputs.
        places: the articles that ask for it; none where it is a rule of this ledger.
        role: who takes it.
        deadline: what the article says about time, in words.
        follows: the step that comes next, and who takes it; empty at the end.
    """

    name: str
    places: tuple[Place, ...]
    role: str
    deadline: str
    follows: str = ""

    @property
    def article(self) -> str:
        """The articles with the titles of their acts, for people."""
        return "; ".join(f"{each.act.title} {each.place}{_to(each)}" for each in self.places) or HOUSE

    @property
    def brief(self) -> str:
        """The articles with the numbers of their acts, for one line."""
        return "; ".join(f"{each.act.brief} {each.place}" for each in self.places) or HOUSE

    def cited(self, day: date) -> str:
        """The articles as a record of a day cites them; see :mod:`usufruct.ledger.citation`."""
        return "; ".join(f"{each.act.celex_on(day)} {each.place}" for each in self.places) or HOUSE


def _to(place: Place) -> str:
    return f" to {place.about}" if place.about else ""


_ALL: Final = (
    Step(
        "filing",
        (Place(REPORTS, "Art. 4(1)-(2)"),),
        "filer",
        "first working day after 25 July (19 July in 2024), or after 25 March of the next year",
        "verification by another person (verifier)",
    ),
    Step(
        "audited accounts",
        (Place(REPORTS, "Art. 5(1) and (3)"),),
        "filer",
        "31 May of the next year",
        "true-up (proposer)",
    ),
    Step(
        "retention report",
        (Place(LEVY, "Art. 5a(11)"),),
        "filer",
        "30 June of the next year",
        "release of what is no longer needed (proposer)",
    ),
    Step(
        "forecast",
        (Place(REPORTS, "Art. 4(4)"),),
        "filer",
        "first working day after the 25th of the month after each quarter",
    ),
    Step(
        "extra retention",
        (Place(LEVY, "Art. 5a(10)(b)"),),
        "filer",
        "it stands unless the Commission objects within five days of notification; in an emergency it decides within "
        "24 hours",
        "call of the half-year (proposer)",
    ),
    Step(
        "still needed",
        (Place(LEVY, "Art. 5a(10)(e) and (f)"),),
        "filer",
        "it stands unless the Commission objects within five days of notification",
        "booking of what is kept (proposer)",
    ),
    Step(
        "answer",
        (Place(LEVY, "Art. 5a(10)(b), (e) and (f)"),),
        "filer",
        "within the period of what it answers",
    ),
    Step(
        "request",
        (Place(MECHANISM, "Art. 7(2)(g), 8(1) and 8(6)"),),
        "filer",
        "at most twice a year",
        "payout of the loan mechanism (proposer)",
    ),
    Step("verification", (Place(REPORTS, "Art. 7"),), "verifier", NO_DEADLINE, "call of the contribution (proposer)"),
    Step("principal", (), "proposer", NO_DEADLINE, "closing of the period (proposer)"),
    Step(
        "call",
        (Place(REPORTS, "Art. 7"), Place(LEVY, "Art. 5a(9)")),
        "proposer",
        "payable within five working days from the day of the call",
        "payment by the custodian, then reconciliation of the bank statement (payer)",
    ),
    Step(
        "true-up",
        (Place(REPORTS, "Art. 8(2)-(4)"), Place(LEVY, "Art. 5a(9)")),
        "proposer",
        "with the next biannual payment",
        "next call (proposer)",
    ),
    Step("retention use", (Place(LEVY, "Art. 5a(10)(d)"),), "proposer", NO_DEADLINE),
    Step(
        "retention release",
        (Place(LEVY, "Art. 5a(10)(c), (e) and (f)"), Place(REPORTS, "Art. 9")),
        "proposer",
        "with the next biannual payment",
        "next call (proposer)",
    ),
    Step("retention kept", (Place(LEVY, "Art. 5a(10)(e)"),), "proposer", "when five years have passed"),
    Step(
        "late interest",
        (Place(FINANCE, "Art. 99(2)(b) and (3)"),),
        "proposer",
        "from the day after the deadline to the day of payment",
        "payment by the custodian, then reconciliation of the bank statement (payer)",
    ),
    Step("bank statement", (), "payer", "every day that the bank sends one", "approval of its journals (approver)"),
    Step("statement void", (), "proposer", NO_DEADLINE, "the true statement (payer): usufruct reconcile"),
    Step(
        "receipt",
        (Place(FINANCE, "Art. 101(1)"),),
        "payer",
        "the debit note that is named, its interest first; else all interest, then the oldest claim",
        "split by payment number (proposer)",
    ),
    Step(
        "split",
        (Place(DECISION, "Art. 1a(11)"), Place(LEVY, "Annex XLI")),
        "proposer",
        NO_DEADLINE,
        "payout of the loan mechanism (proposer), payment to the other channels (payer)",
    ),
    Step(
        "payout",
        (Place(MECHANISM, "Art. 5(2), 8(1) and 8(3)"),),
        "proposer",
        "at most twice a year, decided without undue delay",
        "payment instructions (payer)",
    ),
    Step("run void", (), "proposer", NO_DEADLINE, "a new division (proposer): usufruct inbox"),
    Step(
        "payment",
        (
            Place(MECHANISM, "Art. 5(5) and 7(2)(b)", "lenders"),
            Place(DECISION, "Art. 1a(11)", "the Facility"),
            Place(LEVY, "Annex XLI", "programmes"),
        ),
        "payer",
        "on the day instructed",
        "bank statement (payer)",
    ),
    Step("refund", (), "payer", "on the day instructed", "bank statement (payer)"),
    Step("settlement", (), "payer", "on the evidence of the bank", "confirmation of discharge (proposer)"),
    Step(
        "discharge",
        (Place(MECHANISM, "Art. 7(2)(e)"),),
        "proposer",
        NO_DEADLINE,
        "statement to each party (anybody)",
    ),
    Step("suspense", (), "proposer", "as soon as the payer is known", "clearing or refund (proposer)"),
    Step("opening", (), "proposer", NO_DEADLINE),
    Step("reversal", (), "proposer", NO_DEADLINE),
    Step("exchange difference", (), "proposer", NO_DEADLINE),
    Step("period", (), "proposer", "when the custodian's report is booked"),
    Step("opening of a period", (), "proposer", "before anything is booked in it"),
    Step("people", (), "proposer", NO_DEADLINE),
    Step("legal release", (), "proposer", NO_DEADLINE, "next report of the custodian (filer)"),
    Step("approval", (), "approver", "before the proposal expires"),
)

STEPS: Final = {step.name: step for step in _ALL}
"""Every step by name."""


def counted(number: int, noun: str, many: str = "") -> str:
    """Return a number with its noun.

    Example:
        >>> counted(1, "day"), counted(2, "day"), counted(1, "party", "parties")
        ('1 day', '2 days', '1 party')
    """
    return f"{number} {noun if number == 1 else many or noun + 's'}"


def short(name: str) -> str:
    """Return the article of a step as one line has room for it.

    Example:
        >>> short("discharge")
        '2024/2773 Art. 7(2)(e)'
    """
    return STEPS[name].brief


def cited(name: str, day: date | str) -> str:
    """Return the article of a step as a record of a day cites it.

    Example:
        >>> cited("call", date(2025, 7, 29))
        '32024R1673 Art. 7; 32014R0833 Art. 5a(9)'
        >>> cited("receipt", "2024-07-26"), cited("receipt", "2025-08-08")
        ('32018R1046 Art. 101(1)', '32024R2509 Art. 101(1)')
        >>> cited("opening", "2025-01-01")
        'rule of this ledger'
    """
    return STEPS[name].cited(date.fromisoformat(day[:10]) if isinstance(day, str) else day)


def part_cited(name: str, about: str, day: date | str) -> str:
    """Return the one article of a step that is about something, as a record cites it; the house rule for none.

    Example:
        >>> part_cited("payment", "the Facility", "2025-08-08"), part_cited("payment", "a refund", "2025-08-08")
        ('32014D0512 Art. 1a(11)', 'rule of this ledger')
    """
    on = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    found = (f"{each.act.celex_on(on)} {each.place}" for each in STEPS[name].places if each.about == about)
    return next(found, HOUSE)
