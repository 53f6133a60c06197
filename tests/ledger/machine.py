"""A Hypothesis state machine: a ledger against the plain model, order by order."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.ledger.model import DAYS, Model, Wish
from tests.ledger.world import ARTICLE, HASH, KEYS, NEXT, PERIOD, World, filing, key_of, replace
from usufruct.ledger import MemoryStore, Order, Posted, Rejection
from usufruct.ledger.bodies import (
    AllocationRun,
    Amount,
    HeldKey,
    Journal,
    Leg,
    Lost,
    Period,
    Quorum,
    Reversal,
    Seal,
    Verification,
    Weight,
)
from usufruct.ledger.folding import inverse_of
from usufruct.ledger.merkle import leaf_hash, root_of
from usufruct.ledger.ordering import approval_of, executing
from usufruct.ledger.record import WRITER
from usufruct.ledger.seals import trial_balance

SPARE = {name: key_of(name, 7) for name in ("bert", "cleo")}
PROCEEDS = ("proceeds/bank", "proceeds/cap", "proceeds/income", "proceeds/epf", "proceeds/ulcm")
AMOUNTS = st.one_of(st.integers(1, 60), st.sampled_from([999, 1_000, 5_000]))
MISCHIEF = ["late", "withdrawn", "lost", "twice", "changed", "one person", "oneself"]
VERIFIERS = st.sampled_from(["bert", "cleo", "anna"])
PEOPLE = st.sampled_from(["anna", "bert", "cleo", "dora", "emil"])
WHEN = [("2025-H1", "2025-03-01")] * 6 + [("2025-H2", "2025-08-01")] * 2 + [("2025-H1", "2025-08-01")]
WEIGHTS = (Weight("proceeds/epf", "1/20"), Weight("proceeds/ulcm", "19/20"))


class Machine(RuleBasedStateMachine):
    """Proposals, approvals, executions, filings, periods, retries and mischief."""

    def __init__(self) -> None:
        super().__init__()
        held = [HeldKey(name, key.public) for name, key in (*KEYS.items(), *SPARE.items())]
        rules = (Quorum("journal", "EUR", Amount(1_000), 2),)
        self.world = World(MemoryStore(), keys=tuple(held), quorums=rules).furnish()
        self.model = Model()
        self.executed: list[tuple[Order, int]] = []

    @initialize()
    def begin(self) -> None:
        """A little money in the bank, so that floors come into play."""
        legs = (Leg("proceeds/bank", Amount(50)), Leg("proceeds/income", Amount(-50)))
        self._ordinary(Journal("proceeds", "opening", "2025-H1", "2025-02-01", legs))

    def _ordinary(self, body: Any) -> None:
        number = self._wish(body, "anna", 30)
        self._decide(number, "bert", spare=False)
        self._execute(number, body)

    def _wish(self, body: Any, maker: str, days: int) -> int:
        number = self.world.propose([body], maker=maker, expires=self.world.in_a(days=days))
        self.model.wishes[number] = Wish(maker, body, self.world.ledger.state.proposals[number].body.expires)
        return number

    def _decide(self, number: int, person: str, *, spare: bool, verdict: str = "approve") -> None:
        key = SPARE[person] if spare and person in SPARE else KEYS[person]
        order = self.world.signed(person, approval_of(self.world.ledger.state, number, verdict), key=key)
        wish = self.model.wishes[number]
        expected = self.model.may_approve(number, person, key.id, order.at)
        if verdict == "withdraw":
            expected = person == wish.maker and not (wish.dead or wish.done)  # an expired one too
        (outcome,) = self.world.ledger.offer([order])
        assert isinstance(outcome, Posted) == expected, outcome
        if expected and verdict == "approve":
            wish.approvals[person] = key.id
        elif expected:
            wish.dead = True

    def _execute(self, number: int, body: Any) -> None:
        (order,) = executing(number, [body], KEYS["anna"].id, [self.world.idem("run")], self.world.at())
        expected = self.model.may_execute(number, body, order.at)
        (outcome,) = self.world.ledger.offer([order])
        assert isinstance(outcome, Posted) == expected, (outcome, body)
        if isinstance(outcome, Posted):
            self.model.wishes[number].done = True
            self.executed.append((order, outcome.seq))
            self._happened(outcome.seq, body)

    def _happened(self, seq: int, body: Any) -> None:
        match body:
            case Journal():
                self.model.book(seq, body)
                if body.basis in self.model.runs:
                    self.model.booked[body.basis] = seq
            case Reversal():
                self.model.reversed.add(body.journal)
                self.model.book(seq, inverse_of(self.model.journals[body.journal], body))
                self.model.booked = {run: by for run, by in self.model.booked.items() if by != body.journal}
            case Period():
                self.model.periods[body.name] = "open" if body.action == "open" else "closed"
            case AllocationRun():
                accrued, paid = self.model.epoch
                accrued += body.amount
                first = (2 * accrued + 20) // 40  # a twentieth, half up
                now = [max(first - paid[0], 0), max(accrued - first - paid[1], 0)]
                now[0] = min(now[0], body.amount)
                now[1] = min(now[1], body.amount - now[0])
                self.model.epoch = accrued, [paid[0] + now[0], paid[1] + now[1]]
                self.model.runs[seq] = now
                assert self.world.ledger.record(seq).result["shares"] == [str(share) for share in now]

    def _one(self, numbers: Any, data: Any) -> int:
        return int(data.draw(st.sampled_from(sorted(numbers))))

    def _some_journal(self, data: Any) -> Journal:
        """A journal, now and then at the edge of a floor, now and then spoilt in one way."""
        accounts = data.draw(st.lists(st.sampled_from(PROCEEDS), min_size=2, max_size=2, unique=True))
        edge = self.model.balances.get(accounts[1], 0)
        amount = data.draw(st.one_of(AMOUNTS, st.sampled_from([max(edge, 1), max(edge + 1, 1)])))
        legs = [Leg(accounts[0], Amount(amount)), Leg(accounts[1], Amount(-amount))]
        spoil = data.draw(st.integers(0, 12))
        if spoil == 0:
            legs[1] = Leg(accounts[1], Amount(-amount - 1))
        elif spoil == 1:
            legs = [Leg("principal/cash", Amount(amount)), Leg("proceeds/income", Amount(-amount))]
        elif spoil == 2:
            legs = [Leg("principal/owed", Amount(amount)), Leg("principal/cash", Amount(-amount))]
        elif spoil == 3:
            third = next(path for path in PROCEEDS if path not in accounts)
            legs.append(Leg(third, Amount(0)))
        elif spoil == 4:
            legs += [Leg(accounts[0], Amount(1)), Leg(accounts[1], Amount(-1))]
        elif spoil == 5:
            legs[1] = Leg(accounts[1], Amount(1 - amount))
        book = "principal" if spoil == 2 else "proceeds"
        period, day = data.draw(st.sampled_from(WHEN))
        return Journal(book, "accrual", period, day, tuple(legs))

    def _sound_journal(self, data: Any) -> Journal:
        """A journal that only mischief can get refused, as long as a period is open."""
        period = max((name for name, status in self.model.periods.items() if status == "open"), default="2025-H1")
        amount = data.draw(st.integers(1, 60))
        legs = (Leg("proceeds/bank", Amount(amount)), Leg("proceeds/income", Amount(-amount)))
        return Journal("proceeds", "accrual", period, DAYS[period][0], legs)

    @rule(data=st.data(), maker=st.sampled_from(["anna", "emil"]), days=st.sampled_from([1, 30]))
    def propose_a_journal(self, data: Any, maker: str, days: int) -> None:
        self._wish(self._some_journal(data), maker, days)

    @rule(data=st.data(), people=st.lists(st.sampled_from(["bert", "cleo", "emil"]), min_size=1, unique=True))
    def book_a_journal(self, data: Any, people: list[str]) -> None:
        self._book(data, people, "")

    @rule(
        data=st.data(),
        mischief=st.sampled_from(["late", "withdrawn", "lost", "twice", "changed", "one person", "oneself"]),
    )
    def book_a_journal_otherwise(self, data: Any, mischief: str) -> None:
        self._book(data, ["bert"], mischief)

    def _book(self, data: Any, people: list[str], mischief: str) -> None:
        """Propose, approve and execute in one go, with one thing done otherwise."""
        body = self._sound_journal(data) if mischief else self._some_journal(data)
        number = self._wish(body, "emil" if mischief == "oneself" else "anna", 1 if mischief == "late" else 30)
        for who in people:
            self._decide(number, who, spare=mischief == "lost" or (not mischief and data.draw(st.booleans())))
        match mischief:
            case "late":
                self.wait()
            case "withdrawn":
                self._decide(number, "anna", spare=False, verdict="withdraw")
            case "lost":
                self.lose_a_spare_key("bert")
            case "oneself":
                self._decide(number, "emil", spare=False)
            case "twice":
                self._execute(number, body)
            case "one person":
                self._decide(number, "bert", spare=data.draw(st.booleans()))
        self._execute(number, replace(body, text="changed") if mischief == "changed" else body)

    @precondition(lambda self: self.model.filings)
    @rule(data=st.data(), undo=st.sampled_from([False, False, True]))
    def book_principal(self, data: Any, undo: bool) -> None:
        number = self._book_principal(self._one(self.model.filings, data))
        if undo and number is not None and self.model.wishes[number].done:
            self._ordinary(Reversal(self.executed[-1][1], "2025-H1", "2025-05-01", "never"))

    def _book_principal(self, basis: int) -> int | None:
        amount = self.model.filings[basis][3] - self.model.principal(self.model.filings[basis][1])
        if amount:
            legs = (Leg("principal/cash", Amount(amount)), Leg("principal/owed", Amount(-amount)))
            period = self.model.filings[basis][1]
            body = Journal("principal", "filed", period, DAYS[period][1], legs, basis=basis)
            number = self._wish(body, "anna", 30)
            for who in ("bert", "cleo"):
                self._decide(number, who, spare=False)
            self._execute(number, body)
            return number
        return None

    @rule(data=st.data(), amount=AMOUNTS)
    def divide(self, data: Any, amount: int) -> None:
        self._ordinary(AllocationRun("e", "EUR", Amount(amount), WEIGHTS, "1", ""))

    @precondition(lambda self: self.model.runs)
    @rule(data=st.data(), cent=st.sampled_from([0, 0, 1]))
    def book_a_division(self, data: Any, cent: int) -> None:
        run = self._one(self.model.runs, data)
        shares = self.model.runs[run]
        amounts = (sum(shares) + cent, -shares[0] - cent, -shares[1])
        paths = ("proceeds/income", "proceeds/epf", "proceeds/ulcm")
        legs = tuple(Leg(path, Amount(amount)) for path, amount in zip(paths, amounts, strict=True) if amount)
        if len(legs) > 1:
            self._ordinary(Journal("proceeds", "allocation", "2025-H1", "2025-04-01", legs, basis=run))

    @precondition(lambda self: self.model.journals)
    @rule(data=st.data(), times=st.sampled_from([1, 1, 2]))
    def reverse(self, data: Any, times: int) -> None:
        number = self._one(self.model.journals, data)
        for _ in range(times):
            self._ordinary(Reversal(number, "2025-H1", "2025-05-01", "wrong"))

    @precondition(lambda self: self.model.wishes)
    @rule(data=st.data(), person=PEOPLE, spare=st.booleans())
    def approve(self, data: Any, person: str, spare: bool) -> None:
        self._decide(self._one(self.model.wishes, data), person, spare=spare)

    @precondition(lambda self: self.model.wishes)
    @rule(data=st.data(), person=st.sampled_from(["anna", "emil"]))
    def withdraw(self, data: Any, person: str) -> None:
        self._decide(self._one(self.model.wishes, data), person, spare=False, verdict="withdraw")

    @precondition(lambda self: self.model.wishes)
    @rule(data=st.data(), tamper=st.sampled_from([False, False, True]))
    def execute(self, data: Any, tamper: bool) -> None:
        number = self._one(self.model.wishes, data)
        body = self.model.wishes[number].body
        if tamper and isinstance(body, Journal):
            body = replace(body, text="changed")
        self._execute(number, body)

    @precondition(lambda self: self.executed)
    @rule(data=st.data(), other=st.booleans())
    def retry(self, data: Any, other: bool) -> None:
        order, seq = data.draw(st.sampled_from(self.executed))
        again = replace(order, at=self.world.at())
        if other:
            again = replace(again, by=KEYS["emil"].id)
        (outcome,) = self.world.ledger.offer([again])
        if other:
            assert isinstance(outcome, Rejection)
            assert outcome.codes == ("L201",)
        else:
            assert outcome == Posted(seq, again=True)

    @rule(
        period=st.sampled_from(sorted(DAYS)),
        amount=st.sampled_from([0, 10, 40]),
        verifier=st.sampled_from(["bert", "cleo", "anna"]),
    )
    def file_and_verify(self, period: str, amount: int, verifier: str) -> None:
        self._file(period, amount, verifier)

    def _file(self, period: str, amount: int, verifier: str) -> None:
        state, model = self.world.ledger.state, self.model
        version = 1 + sum(of == period for _, of, *_ in model.filings.values())
        order = self.world.signed("dora", filing(amount, version, period))
        (outcome,) = self.world.ledger.offer([order])
        assert isinstance(outcome, Posted) == (period in model.periods), outcome
        if isinstance(outcome, Posted):
            model.filings[outcome.seq] = ["dora", period, version, amount, ""]
            order = self.world.signed(verifier, Verification(outcome.seq, "accepted", (), HASH, ARTICLE))
            (verified,) = self.world.ledger.offer([order])
            assert isinstance(verified, Posted) == (verifier in ("bert", "cleo")), verified
            if isinstance(verified, Posted):
                model.filings[outcome.seq][4] = "accepted"
        assert state.size == self.world.store.size()

    @rule(amount=st.sampled_from([0, 10, 40]), how=st.sampled_from(["booked", "filed", "", "not", "not", "not"]))
    def end_the_period(self, amount: int, how: str) -> None:
        """File, book what was filed or not, close, and try to book into the closed period."""
        of = NEXT if NEXT.name in self.model.periods else PERIOD
        if how == "not":
            return
        if how:
            self._file(of.name, amount, "bert")
        if how == "booked" and self.model.periods[of.name] == "open":
            self._book_principal(max(self.model.filings))
        self._ordinary(Period(of.name, of.start, of.end, "close"))
        legs = (Leg("proceeds/bank", Amount(1)), Leg("proceeds/income", Amount(-1)))
        self._ordinary(Journal("proceeds", "after", of.name, of.start, legs))

    @rule(of=st.sampled_from([PERIOD, NEXT]))
    def open_a_period(self, of: Period) -> None:
        self._ordinary(of)

    @rule(amount=st.integers(1, 60))
    def reverse_what_was_spent(self, amount: int) -> None:
        legs = (Leg("proceeds/cap", Amount(amount)), Leg("proceeds/income", Amount(-amount)))
        back = tuple(Leg(path, Amount(-value)) for path, value in legs)
        for each in (legs, back):
            self._ordinary(Journal("proceeds", "spent", "2025-H1", "2025-03-01", each))
        if amount in [abs(leg.amount) for leg in self.model.journals[max(self.model.journals)].legs]:
            first = sorted(self.model.journals)[-2:][0]
            self._ordinary(Reversal(first, "2025-H1", "2025-05-01", "spent since"))

    @rule(period=st.sampled_from(sorted(DAYS)))
    def seal(self, period: str) -> None:
        order = Order(Seal(period), WRITER, self.world.idem("seal"), self.world.at())
        earlier_sealed = all(s == "sealed" for name, s in self.model.periods.items() if name < period)
        expected = self.model.periods.get(period) == "closed" and earlier_sealed
        (outcome,) = self.world.ledger.offer([order])
        assert isinstance(outcome, Posted) == expected, outcome
        if expected:
            self.model.periods[period] = "sealed"

    @rule(person=st.sampled_from(["bert", "cleo"]))
    def lose_a_spare_key(self, person: str) -> None:
        key = SPARE[person].id
        (outcome,) = self.world.ledger.offer([self.world.signed("anna", Lost(key, "gone"))])
        assert isinstance(outcome, Posted) == (key not in self.model.lost)
        self.model.lost.add(key)

    @rule()
    def wait(self) -> None:
        self.world.at(days=2)

    @invariant()
    def the_books_agree(self) -> None:
        state = self.world.ledger.state
        totals = trial_balance(state)
        assert {path: total.net for path, total in totals.items() if total.net} == {
            path: amount for path, amount in self.model.balances.items() if amount
        }
        for book in ("principal", "proceeds"):
            assert sum(total.net for path, total in totals.items() if path.startswith(book)) == 0
        assert {name: each.status for name, each in state.periods.items()} == self.model.periods

    def teardown(self) -> None:
        """The log is dense, its root is the tree's, and a fresh reader sees the same state."""
        stored = list(self.world.store.stored())
        assert self.world.ledger.state.tree.root() == root_of(map(leaf_hash, stored))
        again = World(self.world.store).ledger.state
        assert again.balances == self.world.ledger.state.balances
        assert again.size == len(stored)
