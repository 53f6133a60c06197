"""A small world for the tests: people with fixed keys, a clock of its own, accounts, one period."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from usufruct.ledger import Ledger, Order, SigningKey, posted
from usufruct.ledger.bodies import (
    Account,
    Amount,
    Filing,
    Genesis,
    Held,
    HeldKey,
    Holding,
    Identity,
    Journal,
    Leg,
    Line,
    Period,
    Quorum,
    RuleSet,
    Verification,
)
from usufruct.ledger.ordering import approval_of, executing, proposal_of, signed
from usufruct.ledger.signing import key_id
from usufruct.ledger.stores.store import Store

ORIGIN = "usufruct.example/ledger"
HASH = "ab" * 32
ARTICLE = "32024R1673 Art. 4(1)"
CUSTODIAN = "549300OZ46BRLZ8Y6F65"
PEOPLE: dict[str, tuple[str, ...]] = {
    "anna": ("proposer", "payer", "registrar"),
    "bert": ("approver", "verifier"),
    "cleo": ("approver", "verifier"),
    "dora": ("filer",),
    "emil": ("approver", "proposer", "auditor"),
}
ROLES = [Held(person, role) for person, roles in PEOPLE.items() for role in roles]


def key_of(name: str, number: int = 0) -> SigningKey:
    """A key that is the same in every run."""
    import hashlib

    return SigningKey(hashlib.sha256(f"{name} {number}".encode()).digest())


KEYS = {name: key_of(name) for name in PEOPLE}
LOG_KEY = key_of("log")


def genesis(**changes: Any) -> Genesis:
    """The founding of the test ledger."""
    parts: dict[str, Any] = {
        "ledger": ORIGIN,
        "log_key": LOG_KEY.public,
        "persons": tuple(Identity(name, f"{number:064x}") for number, name in enumerate(PEOPLE)),
        "keys": tuple(HeldKey(name, key.public) for name, key in KEYS.items()),
        "grants": tuple(ROLES),
        "quorums": (Quorum("payment", "EUR", Amount(100_000_000), 2),),
    }
    return Genesis(**{**parts, **changes})


def replace(value: Any, **changes: Any) -> Any:
    """A body or an order with other parts."""
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **changes)
    return dataclasses.replace(value, **changes)


def account(path: str, side: str, floor: int | None = None, asset: str = "EUR", party: str = "") -> Account:
    """An account whose book is the first part of its path."""
    least = None if floor is None else Amount(floor)
    return Account(path, path.split("/")[0], side, asset, 2, party, least, None)


ACCOUNTS = (
    account("principal/cash", "asset", 0, party=CUSTODIAN),
    account("principal/owed", "liability"),
    account("proceeds/bank", "asset", 0),
    account("proceeds/income", "income"),
    account("proceeds/suspense", "liability"),
    account("proceeds/epf", "liability"),
    account("proceeds/ulcm", "liability"),
    account("proceeds/cap", "asset", 0),
)
PERIOD = Period("2025-H1", "2025-01-01", "2025-06-30", "open")
NEXT = Period("2025-H2", "2025-07-01", "2025-12-31", "open")
RULES = RuleSet("2024/1469", "2024-02-15", None, "32024R1469", HASH, HASH)


def journal(debit: str, credit: str, amount: int, period: str = "2025-H1", **parts: Any) -> Journal:
    """A journal of two legs."""
    given = {"effective": "2025-03-31" if period == "2025-H1" else "2025-09-30", "entry": "accrual", **parts}
    given.setdefault("article", ARTICLE if given.get("rule_set") else "")
    legs = (Leg(debit, Amount(amount)), Leg(credit, Amount(-amount)))
    return Journal(book=debit.split("/")[0], period=period, legs=legs, **given)


def filing(principal: int, version: int = 1, period: str = "2025-H1", **parts: Any) -> Filing:
    """A custodian's report with one line."""
    holdings = (Holding("EUR", Amount(principal)),)
    lines = parts.pop("lines", (Line("net_profit", "EUR", Amount(177_420)),))
    return Filing(parts.pop("custodian", CUSTODIAN), period, version, holdings, lines, HASH, ARTICLE, "2025-07-28")


class World:
    """A ledger with its people. Each order moves the clock by a second."""

    def __init__(self, store: Store, start: str = "2025-01-01T00:00:00Z", **changes: Any) -> None:
        self.now = datetime.fromisoformat(start.removesuffix("Z"))
        self.store = store
        self.count = 0
        self.ledger = Ledger(store)
        if store.size() == 0:
            self.ledger = Ledger.found(store, genesis(**changes), self.at())

    def at(self, **later: int) -> str:
        self.now += timedelta(**(later or {"seconds": 1}))
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def in_a(self, **later: int) -> str:
        """An instant ahead, without moving the clock."""
        return (self.now + timedelta(**later)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def idem(self, about: str) -> str:
        self.count += 1
        return f"{about}:{self.count}"

    def signed(self, who: str, body: Any, idem: str = "", key: SigningKey | None = None) -> Order:
        return signed(ORIGIN, body, key or KEYS[who], idem or self.idem(type(body).__name__), self.at())

    def post(self, who: str, body: Any, idem: str = "") -> int:
        """Have somebody order something that is signed."""
        return self.ledger.post(self.signed(who, body, idem)).seq

    def propose(self, bodies: Sequence[Any], subject: str = "", maker: str = "anna", **parts: Any) -> int:
        given = {"expires": self.in_a(days=30), "replaces": None, **parts}
        subject = subject or self.idem("subject")
        return self.post(maker, proposal_of(self.ledger.state, subject, bodies, HASH, **given))

    def approve(self, proposal: int, *people: str, verdict: str = "approve") -> None:
        for who in people:
            self.post(who, approval_of(self.ledger.state, proposal, verdict))

    def orders(self, proposal: int, bodies: Sequence[Any]) -> tuple[Order, ...]:
        """The orders that execute a proposal."""
        idems = [self.idem("run") for _ in bodies]
        return executing(proposal, bodies, KEYS["anna"].id, idems, self.at())

    def do(self, *bodies: Any, approvers: Sequence[str] = ("bert",)) -> tuple[int, ...]:
        """Propose, approve and execute; return the numbers of what was executed."""
        proposal = self.propose(bodies)
        self.approve(proposal, *approvers)
        return posted(self.ledger.offer(self.orders(proposal, bodies)))

    def codes(self, order: Order) -> tuple[str, ...]:
        """Offer an order that is refused; return why."""
        (outcome,) = self.ledger.offer([order])
        return getattr(outcome, "codes", ())

    def furnish(self) -> World:
        """Open the accounts, the rules and the first period."""
        self.do(*ACCOUNTS, RULES, PERIOD)
        return self

    def file(self, principal: int, **parts: Any) -> int:
        """File and verify; return the number of the filing."""
        number = self.post("dora", filing(principal, **parts))
        self.post("bert", Verification(number, "accepted", (), HASH, ARTICLE))
        return number

    def take_principal(self, principal: int) -> int:
        """Book what the custodian filed; return the number of the journal."""
        basis = self.file(principal)
        change = principal - self.ledger.state.balance("principal/cash")
        (seq,) = self.do(journal("principal/cash", "principal/owed", change, entry="opening", basis=basis))
        return seq


def key_ids() -> dict[str, str]:
    return {name: key_id(key.public) for name, key in KEYS.items()}
