"""How a record changes the state: the only place that does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from usufruct.ledger.bodies import Amount, Genesis, Journal, Leg, Weight
from usufruct.ledger.merkle import leaf_hash
from usufruct.ledger.quorum import approvals_needed
from usufruct.ledger.record import Record, record_bytes
from usufruct.ledger.signing import key_id
from usufruct.ledger.state import (
    Balance,
    EpochState,
    FilingState,
    KeyState,
    NoticeState,
    PaymentState,
    PeriodState,
    ProposalState,
    ReleaseState,
    RunState,
    SealState,
    State,
    StatementState,
)


def fold(state: State, record: Record, data: bytes | None = None, leaf: bytes | None = None) -> None:
    """Change a state by the next record.

    Args:
        state: the state before it; changed in place.
        record: an accepted record with the number ``state.size``.
        data: its stored bytes, if they are at hand.
        leaf: their leaf hash, if it is at hand.
    """
    order = record.order
    if order.under is not None:
        _execute(state, *order.under)
    change = _CHANGES.get(order.kind)
    if change is not None:
        change(state, record, order.body)
    state.ledger = record.ledger
    state.at = order.at
    state.requests[order.idem] = order.request, record.seq
    state.tree.add(leaf_hash(record_bytes(record) if data is None else data) if leaf is None else leaf)


def _execute(state: State, number: int, item: int) -> None:
    proposal = state.proposals[number]
    proposal.done.add(item)
    if len(proposal.done) == len(proposal.body.items):
        _settle(state, number, "executed")


def _settle(state: State, number: int, status: str) -> None:
    proposal = state.proposals[number]
    proposal.status = status
    if state.pending.get(proposal.body.subject) == number:
        del state.pending[proposal.body.subject]


def _genesis(state: State, record: Record, body: Genesis) -> None:
    state.log_key, state.quorums = body.log_key, body.quorums
    for who in body.persons:
        state.persons[who.person] = who.identity
        state.roles[who.person] = set()
    for held in body.keys:
        state.keys[key_id(held.public)] = KeyState(held.person, held.public)
    for grant in body.grants:
        state.roles[grant.person].add(grant.role)


def _person(state: State, record: Record, body: Any) -> None:
    state.persons[body.person] = body.identity
    state.roles[body.person] = set()


def _key(state: State, record: Record, body: Any) -> None:
    state.keys[key_id(body.public)] = KeyState(body.person, body.public)


def _rotate(state: State, record: Record, body: Any) -> None:
    old = state.keys[body.key]
    old.in_force = False
    state.keys[key_id(body.public)] = KeyState(old.person, body.public)


def _lost(state: State, record: Record, body: Any) -> None:
    state.keys[body.key].in_force = False


def _account(state: State, record: Record, body: Any) -> None:
    state.accounts[body.path] = body
    state.balances[body.path] = Balance()
    if body.book == "principal" and body.party:
        state.joined.setdefault(body.party, record.order.at[:10])


def _period(state: State, record: Record, body: Any) -> None:
    if body.action == "open":
        state.periods[body.name] = PeriodState(body.start, body.end)
    else:
        state.periods[body.name].status = "closed"


def _filing(state: State, record: Record, body: Any) -> None:
    state.filings[record.seq] = FilingState(body, state.person_of(record.order.by), record.order.at[:10])
    state.filed[body.custodian, body.period] = record.seq
    # A later version puts the earlier one aside, accepted or not, until it is verified itself.
    state.accepted.pop((body.custodian, body.period), None)


def _verification(state: State, record: Record, body: Any) -> None:
    filing = state.filings[body.filing]
    filing.verdict, filing.recomputed = body.verdict, body.lines
    if body.verdict == "accepted":
        state.accepted[filing.body.custodian, filing.body.period] = body.filing


def _notice(state: State, record: Record, body: Any) -> None:
    state.notices[record.seq] = NoticeState(body)
    if body.answers is not None:
        state.notices[body.answers].answer = record.seq


def _release(state: State, record: Record, body: Any) -> None:
    state.releases[record.seq] = ReleaseState(body, state.accounts[body.account].asset)


def _proposal(state: State, record: Record, body: Any) -> None:
    if body.replaces is not None:
        _settle(state, body.replaces, "replaced")
    maker = state.person_of(record.order.by)
    state.proposals[record.seq] = ProposalState(
        body, record.order.content, maker, approvals_needed(state.quorums, body.items)
    )
    state.pending[body.subject] = record.seq


def _decision(state: State, record: Record, body: Any) -> None:
    if body.verdict == "approve":
        state.proposals[body.proposal].approvals[state.person_of(record.order.by)] = record.order.by
    else:
        _settle(state, body.proposal, "withdrawn" if body.verdict == "withdraw" else "rejected")


def _journal(state: State, record: Record, body: Journal) -> None:
    state.journals[record.seq] = body
    _book(state, body)
    if body.statement is not None:
        state.statements[body.statement].booked[body.reference] = record.seq
    if body.book == "principal":
        state.principal_journals.append(body)
    if body.basis is not None:
        if (run := state.runs.get(body.basis)) is not None:
            run.booked = record.seq
        elif (release := state.releases.get(body.basis)) is not None:
            release.used = record.seq
        _rest(state, record.seq, body.basis)


def _rest(state: State, seq: int, basis: int | None) -> None:
    """Note what rests on a journal, for the rule that it takes no more than the journal put there."""
    if basis in state.journals:
        state.resting.setdefault(basis, []).append(seq)


def _book(state: State, body: Journal) -> None:
    balances = state.balances
    for path, amount in body.legs:
        if amount > 0:
            balances[path].debits += amount
        else:
            balances[path].credits -= amount


def _reversal(state: State, record: Record, body: Any) -> None:
    original = state.journals[body.journal]
    inverse = inverse_of(original, body)
    state.reversals[body.journal] = record.seq
    if original.statement is not None:
        _unbook(state, original.statement, original.reference, body.journal)
    state.journals[record.seq] = inverse
    _book(state, inverse)
    for run in state.runs.values():
        if run.booked == body.journal:
            run.booked = None


def _unbook(state: State, number: int, reference: str, journal: int) -> None:
    """An entry whose journal is reversed is to be booked again, and to be matched with the journal that does."""
    statement = state.statements[number]
    del statement.booked[reference]
    side = journal, statement.lines[reference].amount > 0
    if state.matched.pop(side, None) is not None:
        del statement.matched[reference]


def inverse_of(journal: Journal, body: Any) -> Journal:
    """Return the journal that a reversal of another one stands for."""
    legs = tuple(Leg(path, Amount(-amount)) for path, amount in journal.legs)
    return Journal(
        journal.book, "reversal", body.period, body.effective, legs,
        basis=body.journal, text=body.reason, article=body.article, deadline=body.deadline,
    )  # fmt: skip


def _allocation(state: State, record: Record, body: Any) -> None:
    shares = [int(share) for share in record.result["shares"]]
    epoch = state.epochs.get(body.epoch)
    if epoch is None:
        names = tuple((row.account, row.weight) for row in body.weights)
        epoch = state.epochs[body.epoch] = EpochState(body.asset, names, 0, [0] * len(shares))
    epoch.accrued += body.amount
    epoch.paid = [before + share for before, share in zip(epoch.paid, shares, strict=True)]
    accounts = [Weight(*row).account for row in body.weights]
    state.runs[record.seq] = RunState(body, dict(zip(accounts, shares, strict=True)))


def _run_void(state: State, record: Record, body: Any) -> None:
    """Take a run out of its epoch; an epoch that divided nothing is none, and its name is free again."""
    run = state.runs[body.run]
    run.void = record.seq
    epoch = state.epochs[run.body.epoch]
    epoch.accrued -= run.body.amount
    epoch.paid = [before - share for before, share in zip(epoch.paid, run.shares.values(), strict=True)]
    if not epoch.accrued:
        del state.epochs[run.body.epoch]


def _payment(state: State, record: Record, body: Any) -> None:
    state.payments[record.seq] = PaymentState(body)
    state.end_to_ends[body.end_to_end] = record.seq
    _rest(state, record.seq, body.basis)


def _payment_status(state: State, record: Record, body: Any) -> None:
    payment = state.payments[body.payment]
    if body.statement is not None:
        payment.shown.append((body.statement, payment.status))
    payment.status = body.status


def _statement(state: State, record: Record, body: Any) -> None:
    lines = {line.reference: line for line in body.lines}
    before = state.last_statement.get(body.account)
    state.statements[record.seq] = StatementState(body, lines, before=before)
    state.last_statement[body.account] = record.seq


def _statement_void(state: State, record: Record, body: Any) -> None:
    """Take a statement out of its chain, and let payments be what they were before it."""
    statement = state.statements[body.statement]
    statement.void = record.seq
    if statement.before is None:
        del state.last_statement[statement.body.account]
    else:
        state.last_statement[statement.body.account] = statement.before
    for payment in state.payments.values():
        while payment.shown and payment.shown[-1][0] == body.statement:
            payment.status = payment.shown.pop()[1]
    gone = set(statement.matched.values())
    state.matched = {side: match for side, match in state.matched.items() if match not in gone}
    statement.matched.clear()


def _match(state: State, record: Record, body: Any) -> None:
    statement = state.statements[body.statement]
    statement.matched[body.reference] = record.seq
    number = body.journal if body.payment is None else body.payment
    state.matched[number, statement.lines[body.reference].amount > 0] = record.seq


def _seal(state: State, record: Record, body: Any) -> None:
    state.periods[body.period].status = "sealed"
    state.seals.append(SealState(record.seq, body.period, record.result))


def _migration(state: State, record: Record, body: Any) -> None:
    state.migrations[body.store] = body.version


_CHANGES: Final[dict[str, Callable[[State, Record, Any], None]]] = {
    "genesis": _genesis,
    "person": _person,
    "key": _key,
    "grant": lambda state, record, body: state.roles[body.person].add(body.role),
    "revoke": lambda state, record, body: state.roles[body.person].discard(body.role),
    "rotate": _rotate,
    "lost": _lost,
    "account": _account,
    "rule_set": lambda state, record, body: state.rule_sets.__setitem__(body.version, body),
    "period": _period,
    "filing": _filing,
    "verification": _verification,
    "notice": _notice,
    "legal_release": _release,
    "proposal": _proposal,
    "decision": _decision,
    "journal": _journal,
    "reversal": _reversal,
    "allocation_run": _allocation,
    "run_void": _run_void,
    "payment": _payment,
    "payment_status": _payment_status,
    "statement": _statement,
    "statement_void": _statement_void,
    "match": _match,
    "seal": _seal,
    "migration": _migration,
}
