"""The proof of one balance for its party, in one file: the balance, its seal, and a signed head of the log.

A lender or a custodian learns its own balance at the end of a sealed period and that the log holds it, and nothing of
the other accounts. Whoever has the key of the log checks it without the ledger.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from usufruct.engine.naming import nearest
from usufruct.errors import UsufructError, refuse
from usufruct.ledger.canonical import decode
from usufruct.ledger.keeping import Ledger
from usufruct.ledger.merkle import inclusion_proof, is_included, leaf_hash, root_of
from usufruct.ledger.notes import VerifierKey, WitnessPolicy, read_checkpoint
from usufruct.ledger.record import read_record
from usufruct.ledger.seals import BalanceProof

_KIND: Final = "usufruct balance proof 1"
_LONGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class ProvenBalance:
    """What a proof shows; amounts in minor units of the asset.

    Attributes:
        ledger: name of the ledger.
        period: the sealed period at whose end it stands.
        account: its path.
        asset: currency code.
        debits: gross.
        credits: gross.
        seal: number of the record that sealed the period.
        head: how many records the signed head covers.
        sealed: instant at which the period was sealed, by the clock of the ledger.
        cosigned: names of the witnesses who signed the head beside the log.
    """

    ledger: str
    period: str
    account: str
    asset: str
    debits: int
    credits: int
    seal: int
    head: int
    sealed: str
    cosigned: tuple[str, ...]

    @property
    def balance(self) -> int:
        """Debits less credits."""
        return self.debits - self.credits


def prove(ledger: Ledger, period: str, account: str, note: str) -> str:
    """Return the text of a proof.

    Args:
        ledger: the ledger.
        period: a sealed period.
        account: path of the account.
        note: a signed head that covers the seal.

    Raises:
        UsufructError: ``L322`` for a period that is not sealed or an account that it does not hold; ``L339`` for a head
            that does not cover the seal, or is not of this log.
    """
    _check_names(ledger, period, account)
    proof = ledger.balance_proof(period, account)
    seal = next(each for each in ledger.state.seals if each.period == period)
    head = read_checkpoint(note)
    leaves = ledger.store.leaves()[: head.size]
    if seal.seq >= head.size or len(leaves) < head.size or root_of(leaves) != head.root:
        what = f"the head does not cover record {seal.seq}, the seal, or is not of this log"
        raise refuse("L339", what, ledger.state.ledger, "", "sign one: usufruct ledger checkpoint")
    document = {
        "kind": _KIND,
        "balance": {
            "leaf": proof.leaf.decode(),
            "index": proof.index,
            "size": proof.size,
            "path": [each.hex() for each in proof.path],
        },
        "seal": {
            "seq": seal.seq,
            "record": ledger.data(seal.seq).decode(),
            "path": [each.hex() for each in inclusion_proof(leaves, seal.seq)],
        },
        "checkpoint": note,
    }
    return json.dumps(document, indent=1) + "\n"


def _check_names(ledger: Ledger, period: str, account: str) -> None:
    """Say which periods are sealed and which account may be meant, instead of that nothing was found."""
    state = ledger.state
    sealed = [each.period for each in state.seals]
    if period not in sealed:
        remedy = f"seal it (usufruct ledger seal), or name one of {', '.join(sealed) or 'those sealed: none is'}"
        raise refuse("L322", f"the period {period!r:.40} is not sealed", "balance proof", "", remedy)
    if account not in state.accounts:
        raise refuse(
            "L322", f"no account is called {account!r:.80}", "balance proof", "", nearest(account, state.accounts)
        )


def check(text: str, trusted: str | WitnessPolicy) -> ProvenBalance:
    """Check a proof against the key of the log, as its party knows it.

    Args:
        text: of the proof.
        trusted: the log's key line, ``name+id+base64``; or a policy, which asks for witnesses as well. The log alone
            can sign one history for each party; witnesses cosign one only.

    Raises:
        UsufructError: ``L339`` for what proves nothing, with the step that fails; ``L311`` to ``L313`` for a head that
            the key did not sign.
    """
    proof, seal, note = _parts(text)
    policy = trusted if isinstance(trusted, WitnessPolicy) else WitnessPolicy(VerifierKey.read(trusted))
    opened = policy.open(note)
    head = opened.checkpoint
    data = seal["record"].encode("utf-8", "replace")
    path = tuple(bytes.fromhex(each) for each in seal["path"])
    if not is_included(leaf_hash(data), seal["seq"], head.size, path, head.root):
        raise _proves_nothing("the seal is not in the log of the signed head")
    record = read_record(data)
    if record.kind != "seal" or record.ledger != head.origin:
        raise _proves_nothing("the record is no seal of this ledger")
    proof.balance(bytes.fromhex(record.result["trial_balance"]))
    leaf: Any = decode(proof.leaf)
    if (leaf["ledger"], leaf["period"]) != (record.ledger, record.body.period):
        raise _proves_nothing("the balance is of another ledger or period than the seal")
    return ProvenBalance(
        leaf["ledger"],
        leaf["period"],
        leaf["account"],
        leaf["asset"],
        int(leaf["debits"]),
        int(leaf["credits"]),
        record.seq,
        head.size,
        record.order.at,
        tuple(opened.cosigned),
    )


def _parts(text: str) -> tuple[BalanceProof, dict[str, Any], str]:
    try:
        if len(text) > _LONGEST:
            raise ValueError(len(text))
        document = json.loads(text)
        balance, seal, note = (document[name] for name in ("balance", "seal", "checkpoint"))
        if document["kind"] != _KIND or type(seal["seq"]) is not int or type(seal["record"]) is not str:
            raise ValueError(document["kind"])
        path = tuple(bytes.fromhex(each) for each in balance["path"])
        if not all(len(bytes.fromhex(each)) == 32 for each in seal["path"]) or type(note) is not str:
            raise ValueError(note)
        sizes = int(balance["index"]), int(balance["size"])
        return BalanceProof(balance["leaf"].encode(), *sizes, path), seal, note
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _proves_nothing("the file is no proof of a balance") from None


def _proves_nothing(what: str) -> UsufructError:
    return refuse("L339", what, "balance proof", "it would prove nothing", "ask the keeper of the ledger for it again")
