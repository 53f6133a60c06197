"""The office in which people order: a ledger, a tray of what waits for approval, and a clock.

Everything that moves money takes two calls by two people: :meth:`Office.propose` and :meth:`Office.approve`. The
second one records the orders as soon as enough people have approved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from usufruct.errors import UsufructError, refuse
from usufruct.ledger import Ledger, SigningKey, State
from usufruct.ledger.bodies import Body, Proposal
from usufruct.ledger.canonical import digest
from usufruct.ledger.keeping import posted
from usufruct.ledger.ordering import approval_of, executing, signed
from usufruct.ledger.record import content_digest
from usufruct.ledger.state import ProposalState
from usufruct.operations.proposing import (
    EXPIRES,
    disposed_of,
    idems_of,
    proposal_body,
    proposal_order,
    rehearse,
    rehearse_proposal,
)
from usufruct.operations.tray import Sheet, Tray


@dataclass(frozen=True, slots=True)
class Done:
    """What an order became.

    Attributes:
        step: its step.
        records: numbers of the records that were written, in order.
        proposal: number of the proposal behind them; None where a signature is enough.
        missing: how many approvals are still needed; 0 when the orders are recorded.
    """

    step: str
    records: tuple[int, ...]
    proposal: int | None = None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """A ledger with its tray and clock.

    Attributes:
        ledger: the kept ledger.
        tray: where the orders behind proposals lie.
        clock: returns the instant at which the next order is handed in, such as ``2025-07-28T09:30:00Z``.
    """

    ledger: Ledger
    tray: Tray
    clock: Callable[[], str]

    @property
    def state(self) -> State:
        """What the records so far make true."""
        return self.ledger.state

    def person(self, key: SigningKey) -> str:
        """The person who holds a key.

        Raises:
            UsufructError: ``O102`` for a key that this ledger does not know.
        """
        person = self.state.person_of(key.id)
        if not person:
            what = f"nobody in {self.state.ledger} holds the key {key.id}"
            raise refuse("O102", what, "key", "", "use the key of a person of this ledger, or have it registered")
        return person

    def post(self, key: SigningKey, body: Body, idem: str) -> int:
        """Record what one person may order alone, with its signature; a retry returns the first number."""
        self.person(key)
        return self.ledger.post(signed(self.state.ledger, body, key, idem, self.clock())).seq

    def propose(
        self,
        key: SigningKey,
        subject: str,
        sheet: Sheet,
        expires: timedelta = EXPIRES,
        replaces: int | None = None,
        *,
        rehearsed: bool = True,
    ) -> Done:
        """Put orders up for approval by others.

        Everything that could go wrong goes wrong before anything is recorded: the orders are decided on a copy, and
        laid into the tray. Orders that wait already and are gone from the tray are laid into it again.

        Args:
            key: of the maker.
            subject: what it is about; two pending proposals cannot share it.
            sheet: the orders, and the text that approvers read.
            expires: how long approvals count.
            replaces: a pending proposal of the same maker that this one voids.
            rehearsed: whether orders that would be refused are refused now; otherwise only when they are carried out.

        Raises:
            UsufructError: ``O103`` when the same waits, ``O110`` when the tray cannot be written, and every reason for
                which the proposal or one of its orders is refused.
        """
        self.person(key)
        at = self.clock()
        body = proposal_body(self.state, subject, sheet, at, expires, replaces)
        waiting = self._waiting(subject, body, replaces)
        if waiting is not None:
            self.tray.put(waiting, sheet)
            return Done(sheet.step, (waiting,), waiting, self.missing(waiting))
        order = proposal_order(self.state, body, key, at)
        if rehearsed:
            rehearse_proposal(self.state, order, sheet)
            self._check_undisposed(sheet, at, replaces)
        self.tray.lay(sheet)
        seq = self.ledger.post(order).seq
        self.tray.put(seq, sheet)
        return Done(sheet.step, (seq,), seq, self.state.proposals[seq].needed)

    def _waiting(self, subject: str, body: Proposal, replaces: int | None) -> int | None:
        """The proposal that says the same, waits, and has lost its orders; one that has them is not made twice."""
        waiting = self.state.pending.get(subject)
        if waiting is None or replaces is not None:
            return None
        known = self.state.proposals[waiting].body
        if known.items != body.items or self.state.at > known.expires:
            return None
        if known.rendered == body.rendered and not self._has_sheet(waiting):
            return waiting
        what = f"proposal {waiting} says the same and waits for approval"
        raise refuse("O103", what, subject, "nothing is proposed twice", f"have proposal {waiting} approved")

    def _check_undisposed(self, sheet: Sheet, at: str, replaces: int | None) -> None:
        """Refuse what would dispose of a journal that another proposal disposes of already, as far as the tray shows.

        The ledger carries out only the first of two; whoever proposes the second is told now.
        """
        wanted = disposed_of(self.state, sheet.bodies)
        for seq in self.state.pending.values() if wanted else ():
            if seq == replaces or at > self.state.proposals[seq].body.expires or not self._has_sheet(seq):
                continue
            both = wanted & disposed_of(self.state, self.sheet(seq).bodies)
            if both:
                what = f"proposal {seq} waits for approval and disposes of journal {min(both)} already"
                remedy = f"have one of the two only: usufruct approve {seq} --withdraw takes that one back"
                raise refuse("O203", what, "propose", "the same money goes one way", remedy)

    def _has_sheet(self, proposal: int) -> bool:
        """Whether the tray holds the orders of a proposal as they were proposed."""
        try:
            self.sheet(proposal)
        except UsufructError:
            return False
        return True

    def missing(self, proposal: int) -> int:
        """How many approvals a proposal still needs."""
        known = self.state.proposals[proposal]
        return max(known.needed - len(self.state.approvals_of(known)), 0)

    def _known(self, proposal: int) -> ProposalState:
        known = self.state.proposals.get(proposal)
        if known is None:
            raise refuse("O104", f"there is no proposal {proposal}", "proposal", "", "usufruct inbox lists what waits")
        return known

    def sheet(self, proposal: int) -> Sheet:
        """The orders of a proposal, checked against what the ledger says was proposed.

        Raises:
            UsufructError: ``O104`` when there is no such proposal, ``O112`` when its orders are not in the tray,
                ``O113`` when they are not what was proposed.
        """
        known = self._known(proposal)
        sheet = self.tray.get(proposal)
        if sheet is None:
            what = f"the orders of proposal {proposal} are not in the tray {self.tray.name}"
            why = "the ledger holds their digests only"
            at = self.ledger.record(proposal).order.at
            remedy = f"name its tray with --tray, or give the command that proposed it again with --at {at}"
            raise refuse("O112", what, "tray", why, remedy)
        digests = tuple(item.digest for item in known.body.items)
        if digests != tuple(content_digest(body) for body in sheet.bodies) or known.body.rendered != sheet.rendered:
            what = f"the orders in the tray are not those of proposal {proposal}"
            raise refuse("O113", what, "tray", "any change voids an approval", "propose what they say now")
        return sheet

    def approve(self, key: SigningKey, proposal: int, verdict: str = "approve") -> Done:
        """Approve, reject or withdraw a proposal; record its orders as soon as enough people have approved.

        Only an approval is of what the orders say, so only that needs them: a proposal whose tray is lost can be
        rejected and withdrawn.
        """
        person, known = self.person(key), self._known(proposal)
        step = "approval"
        if verdict == "approve":
            sheet = self.sheet(proposal)
            step = sheet.step
            from usufruct.operations.approving import check_again  # which knows of payments, and so of offices

            check_again(self.state, sheet.bodies)
        held = known.approvals.get(person)
        seqs: list[int] = []
        if not (verdict == "approve" and held is not None and self.state.keys[held].in_force):
            body = approval_of(self.state, proposal, verdict)
            count = len(known.approvals)
            seqs.append(self.post(key, body, f"decision:{proposal}:{person}:{verdict}:{count}"))
        if verdict != "approve":
            return Done(step, tuple(seqs), proposal)
        missing = self.missing(proposal)
        if not missing:
            seqs += self.execute(proposal)
        return Done(step, tuple(seqs), proposal, missing)

    def execute(self, proposal: int) -> tuple[int, ...]:
        """Record the orders of an approved proposal that are not recorded yet, all of them or none.

        Raises:
            UsufructError: every reason for which one is refused.
        """
        sheet, known = self.sheet(proposal), self.state.proposals[proposal]
        by = self.ledger.record(proposal).order.by
        orders = executing(proposal, sheet.bodies, by, idems_of(proposal, len(sheet.bodies)), self.clock())
        todo = [order for item, order in enumerate(orders) if item not in known.done]
        rehearse(self.state, todo)
        return posted(self.ledger.offer(todo)) if todo else ()


def document_hash(data: bytes) -> str:
    """Return the SHA-256 by which records name a document.

    Example:
        >>> document_hash(b"")[:8]
        'e3b0c442'
    """
    return digest(data)
