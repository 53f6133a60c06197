"""What a ledger may accept, told a second time and as plainly as possible: about a hundred lines, no log, no bytes.

It knows people, proposals, balances and periods, and answers yes or no. The state machine compares it with
the real one after every step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from usufruct.ledger.bodies import AllocationRun, Journal, Period, Reversal

FLOORED = {"proceeds/bank", "proceeds/cap", "principal/cash"}
APPROVERS = {"bert", "cleo", "emil"}
PROPOSERS = {"anna", "emil"}
DAYS = {"2025-H1": ("2025-01-01", "2025-06-30"), "2025-H2": ("2025-07-01", "2025-12-31")}


@dataclass
class Wish:
    maker: str
    body: Any
    expires: str
    approvals: dict[str, str] = field(default_factory=dict)
    dead: bool = False
    done: bool = False


@dataclass
class Model:
    balances: dict[str, int] = field(default_factory=dict)
    periods: dict[str, str] = field(default_factory=lambda: {"2025-H1": "open"})
    wishes: dict[int, Wish] = field(default_factory=dict)
    filings: dict[int, list[Any]] = field(default_factory=dict)  # filer, period, version, amount, verdict
    journals: dict[int, Journal] = field(default_factory=dict)
    reversed: set[int] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    epoch: tuple[int, list[int]] = (0, [0, 0])
    runs: dict[int, list[int]] = field(default_factory=dict)
    booked: dict[int, int] = field(default_factory=dict)

    def may_approve(self, number: int, person: str, key: str, at: str) -> bool:
        wish = self.wishes[number]
        alive = not (wish.dead or wish.done) and at <= wish.expires
        held = wish.approvals.get(person)
        fresh = held is None or held in self.lost
        return alive and person in APPROVERS and person != wish.maker and key not in self.lost and fresh

    def may_execute(self, number: int, body: Any, at: str) -> bool:
        wish = self.wishes[number]
        counted = {who for who, key in wish.approvals.items() if key not in self.lost}
        large = isinstance(body, Journal) and sum(max(leg.amount, 0) for leg in body.legs) >= 1_000
        if wish.dead or wish.done or body != wish.body or at > wish.expires or len(counted) < 1 + large:
            return False
        match body:
            case Journal():
                return self._journal(body)
            case Reversal():
                return self._reversal(body)
            case Period():
                return self._period(body)
            case AllocationRun():
                return body.amount > 0
        raise TypeError(body)

    def _in_period(self, body: Any) -> bool:
        first, last = DAYS[body.period]
        return self.periods.get(body.period) == "open" and first <= body.effective <= last

    def _stays_above(self, legs: Any) -> bool:
        return all(path not in FLOORED or self.balances.get(path, 0) + amount >= 0 for path, amount in legs)

    def _journal(self, body: Journal) -> bool:
        legs = dict(body.legs)
        sound = len(legs) == len(body.legs) >= 2 and 0 not in legs.values() and sum(legs.values()) == 0
        one_book = all(path.startswith(body.book + "/") for path in legs)
        if not (sound and one_book and self._in_period(body) and self._stays_above(body.legs)):
            return False
        if body.book == "principal":
            return self._principal(body, legs)
        if body.basis in self.runs:
            shares = dict(zip(("proceeds/epf", "proceeds/ulcm"), self.runs[body.basis], strict=True))
            return body.basis not in self.booked and {path: -legs.get(path, 0) for path in shares} == shares
        return body.basis is None

    def _latest(self, period: str) -> int | None:
        """The number of the latest version filed for a period."""
        return max((number for number, (_, of, *_) in self.filings.items() if of == period), default=None)

    def _principal(self, body: Journal, legs: Mapping[str, int]) -> bool:
        if body.basis is None or body.basis != self._latest(body.period):
            return False
        amount, verdict = self.filings[body.basis][3:]
        return bool(verdict == "accepted" and self.principal(body.period) + legs["principal/cash"] == amount)

    def principal(self, period: str) -> int:
        """What is booked as held at the end of a period."""
        end = DAYS[period][1]
        journals = [each for each in self.journals.values() if each.book == "principal" and each.effective <= end]
        return sum(dict(each.legs)["principal/cash"] for each in journals)

    def _reversal(self, body: Reversal) -> bool:
        journal = self.journals.get(body.journal)
        if (
            journal is None
            or journal.entry == "reversal"
            or body.journal in self.reversed
            or journal.book == "principal"
        ):
            return False
        return self._in_period(body) and self._stays_above([(path, -amount) for path, amount in journal.legs])

    def _period(self, body: Period) -> bool:
        if body.action == "open":
            return body.name not in self.periods
        latest = self._latest(body.name)
        if self.periods.get(body.name) != "open" or latest is None or self.filings[latest][4] != "accepted":
            return False
        earlier = [name for name, status in self.periods.items() if name < body.name and status == "open"]
        return not earlier and self.filings[latest][3] == self.principal(body.name)

    def book(self, seq: int, journal: Journal) -> None:
        self.journals[seq] = journal
        for path, amount in journal.legs:
            self.balances[path] = self.balances.get(path, 0) + amount
