"""What a pack holds of a ledger: the record, what it rests on, who signed and approved it, and the signed head.

Each record is there with its stored bytes and its path to the root. What the record rests on is followed: accounts of
its legs, its basis, the other journals of its figure, the verification of a filing, the rules, the proposal that it
executes, the decisions on it, and of each person who signed any of it every record about keys and roles, those included
that came later, up to the head.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from usufruct.errors import refuse
from usufruct.ledger.keeping import Ledger
from usufruct.ledger.merkle import inclusion_proof, root_of
from usufruct.ledger.notes import VerifierKey, WitnessPolicy
from usufruct.ledger.record import Record
from usufruct.ledger.signing import key_id


def record_of(ledger: Ledger, address: str) -> int:
    """Return the number of the record that an address names, or that books the figure of that address.

    The latest journal that was not reversed counts.

    Raises:
        UsufructError: ``E101`` when there is none.
    """
    state = ledger.state
    if address.startswith("record:"):
        number = address.removeprefix("record:")
        if not number.isdecimal() or int(number) >= state.size:
            last = f"the last one is {state.size - 1}"
            raise refuse("E101", f"there is no {address!r:.40}", state.ledger, "", f"write record:N; {last}")
        return int(number)
    reversal = set(state.reversals.values())
    booked = [
        seq
        for seq, journal in state.journals.items()
        if journal.address == address and seq not in state.reversals and seq not in reversal
    ]
    if not booked:
        remedy = "name a record, such as record:12 (usufruct ledger journal), or leave out --ledger"
        raise refuse("E101", f"no journal books {address!r:.60}", state.ledger, "", remedy)
    return booked[-1]


def record_section(
    ledger: Ledger, seq: int, note: str | None = None, policy: WitnessPolicy | None = None, *, complete: bool = False
) -> dict[str, Any]:
    """Return the part of a pack about a record.

    Args:
        ledger: the ledger.
        seq: number of the record.
        note: the signed head from outside; by default the last one that the ledger keeps.
        policy: whose signatures it needs; by default that of the key in the founding record.
        complete: take every record below the head, so that nothing can be missing (a revoked role, a lost key).

    Raises:
        UsufructError: ``E102`` when no head covers the record, or the head is not one of this log; ``L311`` to
            ``L313`` for a head that the policy does not accept.
    """
    policy = policy or WitnessPolicy(VerifierKey.of_log(ledger.state.ledger, ledger.state.log_key))
    note = note or _kept(ledger, seq)
    head = policy.open(note).checkpoint
    if seq >= head.size:
        why = "a record is proven by a head that was signed after it"
        what = f"the head covers {head.size} records and the pack needs record {seq}"
        raise refuse("E102", what, ledger.state.ledger, why, "sign one: usufruct ledger checkpoint")
    leaves = ledger.store.leaves()[: head.size]
    if len(leaves) < head.size or root_of(leaves) != head.root:
        raise refuse("E102", "the head is not one of this log", ledger.state.ledger, "", "verify the ledger first")
    wanted = range(head.size) if complete else sorted(rests_on(ledger, seq, head.size))
    return {
        "seq": seq,
        "kind": ledger.record(seq).kind,
        "ledger": ledger.state.ledger,
        "checkpoint": note,
        "policy": policy.text,
        "records": [
            {
                "seq": each,
                "bytes": ledger.data(each).decode(),
                "proof": [step.hex() for step in inclusion_proof(leaves, each)],
            }
            for each in wanted
        ],
    }


def _kept(ledger: Ledger, seq: int) -> str:
    notes = [record.body.note for record in ledger.records(seq) if record.kind == "checkpoint"]
    if not notes:
        why = "a record is proven by a head that was signed after it"
        remedy = "sign one (usufruct ledger checkpoint), or give --checkpoint"
        raise refuse("E102", f"no head that the ledger keeps covers record {seq}", ledger.state.ledger, why, remedy)
    return str(notes[-1])


def rests_on(ledger: Ledger, seq: int, size: int) -> set[int]:
    """Return the numbers of everything that a record rests on, its own among them, below a head over ``size``."""
    index = _Index(ledger)
    wanted, waiting = {0}, [seq]
    while waiting:
        number = waiting.pop()
        if number not in wanted or number == 0:
            wanted.add(number)
            waiting += [each for each in index.behind(ledger.record(number)) if each not in wanted and each < size]
    return wanted


class _Index:
    """Where things are in a log that records name by something else than a number."""

    def __init__(self, ledger: Ledger) -> None:
        self.accounts: dict[str, int] = {}
        self.holders: dict[str, str] = {}
        self.people: dict[str, list[int]] = {}
        self.rules: dict[str, int] = {}
        self.verifications: dict[int, int] = {}
        self.decisions: dict[int, list[int]] = {}
        self.addresses: dict[str, list[int]] = {}
        self.reversals: dict[int, int] = {}
        for record in ledger.records():
            self._take(record)
            self._take_people(record)

    def _take(self, record: Record) -> None:
        body, seq = record.body, record.seq
        match record.kind:
            case "account":
                self.accounts[body.path] = seq
            case "rule_set":
                self.rules[body.version] = seq
            case "verification":
                self.verifications[body.filing] = seq
            case "decision":
                self.decisions.setdefault(body.proposal, []).append(seq)
            case "reversal":
                self.reversals[body.journal] = seq
            case "journal" if body.address:
                self.addresses.setdefault(body.address, []).append(seq)

    def _take_people(self, record: Record) -> None:
        """Keep what a record says of somebody's keys and roles."""
        body, person = record.body, ""
        match record.kind:
            case "genesis":
                self.holders |= {key_id(held.public): held.person for held in body.keys}
            case "key":
                person = self.holders[key_id(body.public)] = body.person
            case "rotate":
                person = self.holders[key_id(body.public)] = self.holders[body.key]
            case "lost":
                person = self.holders[body.key]
            case "grant" | "revoke":
                person = body.person
        if person:
            self.people.setdefault(person, []).append(record.seq)

    def behind(self, record: Record) -> Iterator[int]:
        """Yield the numbers of what a record rests on, and of what became of those who signed it."""
        body = record.body
        yield from self.people.get(self.holders.get(record.order.by, ""), ())
        if record.order.under is not None:
            proposal = record.order.under.proposal
            yield proposal
            yield from (each for each in self.decisions.get(proposal, ()) if each < record.seq)
        for name in ("basis", "filing", "statement", "payment", "journal"):
            number = getattr(body, name, None)
            if isinstance(number, int):
                yield number
        if record.seq not in self.reversals:  # the other journals of one figure: called, received, divided
            yield from (
                each for each in self.addresses.get(getattr(body, "address", ""), ()) if each not in self.reversals
            )
        paths = [leg.account for leg in getattr(body, "legs", ())] + [getattr(body, "account", "")]
        yield from (self.accounts[path] for path in paths if path in self.accounts)
        if getattr(body, "rule_set", "") in self.rules:
            yield self.rules[body.rule_set]
        for later in (self.verifications, self.reversals):
            if record.seq in later:
                yield later[record.seq]
