"""Payment instructions: what is owed to channels and lenders goes out, once, on the evidence of the bank alone.

The message to the bank is made when the payments are proposed, and its SHA-256 stands in each of them; so what
approvers saw is what is sent. The payee of a payment is the account that it will debit when it settles. Bank
accounts stand in a file beside the ledger, never in it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Amount, Payment
from usufruct.operations import chart
from usufruct.operations.chart import EURO
from usufruct.operations.levying import euros
from usufruct.operations.office import document_hash
from usufruct.operations.payers import account_number
from usufruct.operations.rejecting import message_id
from usufruct.operations.steps import part_cited
from usufruct.operations.tray import Sheet

_PAYABLE: Final = re.compile(r"proceeds/(?:lender|channel)/([a-z0-9-]+)")
_FIELDS: Final = ("name", "account")
_SHORT: Final = (
    "reconcile first; pay some parties in full and the others later (usufruct pay --only PARTY); charges that the bank "
    "kept are made good by a receipt that is cleared to them (usufruct propose clear JOURNAL proceeds/bank-charges)"
)
IN_FLIGHT: Final = ("instructed", "accepted")


@dataclass(frozen=True, slots=True)
class BankDetails:
    """Where a party is paid.

    Attributes:
        name: holder of the account.
        account: IBAN, or another account number.
        agent: BIC of its bank; may be empty where the payment system does not need it.
    """

    name: str
    account: str
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Parties:
    """The bank accounts of a mechanism and of those it pays.

    Attributes:
        own: the account that receives contributions and pays.
        payees: by key of the party, such as ``us`` or ``peace-facility``.
        currencies: accounts of the mechanism that receive other currencies, by code.
        payers: keys of custodians by the numbers of the accounts that they pay from.
    """

    own: BankDetails
    payees: Mapping[str, BankDetails]
    currencies: Mapping[str, BankDetails] = field(default_factory=dict)
    payers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment as a bank is told; the fields of ``usufruct.banking.Instruction``."""

    end_to_end: str
    amount: int
    currency: str
    debtor_name: str
    debtor_account: str
    creditor_name: str
    creditor_account: str
    creditor_agent: str
    execution_day: date
    purpose: str


Message = Callable[[str, Sequence[Transfer]], bytes]
"""Writes the message to the bank from its identifier and the transfers."""


def read_parties(path: str | Path) -> Parties:
    """Read bank accounts from a TOML file.

    It has a table ``mechanism``, one ``party.KEY`` for each payee, ``currency.CODE`` for the mechanism's accounts in
    other currencies, and ``payer.KEY`` with the ``accounts`` that a custodian pays from.

    Raises:
        UsufructError: ``O150`` for a file that cannot be read, ``O151`` for every entry that is incomplete.
    """
    try:
        content = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise refuse("O150", f"the bank accounts cannot be read: {reason}", str(path), "", "see the guide") from None
    faults: list[Fault] = []
    own = _details(content.get("mechanism"), "mechanism", str(path), faults)
    parties = content.get("party", {})
    table = parties if isinstance(parties, dict) else {}
    payees = {key: _details(entry, f"party.{key}", str(path), faults) for key, entry in table.items()}
    others = content.get("currency", {})
    table = others if isinstance(others, dict) else {}
    currencies = {code: _details(entry, f"currency.{code}", str(path), faults) for code, entry in table.items()}
    payers = _payers(content.get("payer", {}), str(path), faults)
    if faults:
        raise UsufructError(faults)
    return Parties(own, payees, currencies, payers)


def _payers(given: Any, path: str, faults: list[Fault]) -> dict[str, str]:
    """Which custodian pays from which account."""
    found: dict[str, str] = {}
    for key, entry in given.items() if isinstance(given, dict) else ():
        numbers = entry.get("accounts") if isinstance(entry, dict) else None
        if not isinstance(numbers, list) or not numbers or not all(isinstance(each, str) and each for each in numbers):
            remedy = 'write accounts = ["BE68 5390 0754 7034"]'
            faults.append(Fault("O151", f"payer.{key} lacks its accounts", path, "nobody can be told by it", remedy))
            continue
        for number in map(account_number, numbers):
            if found.setdefault(number, key) != key:
                what = f"account {number} is of {found[number]} and of {key}"
                faults.append(Fault("O151", what, path, "a payer is told by it", "leave it out of both"))
    return found


def _details(entry: Any, name: str, path: str, faults: list[Fault]) -> BankDetails:
    given = entry if isinstance(entry, dict) else {}
    known = {key: given.get(key, "") for key in (*_FIELDS, "agent")}
    missing = [key for key in _FIELDS if not known[key]]
    wrong = [key for key, value in known.items() if not isinstance(value, str)]
    if missing or wrong:
        what = f"{name} lacks {' and '.join(missing)}" if missing else f"{name} has a {wrong[0]} that is no text"
        faults.append(Fault("O151", what, path, "nobody can be paid without it", "give name, account and agent"))
        return BankDetails("", "")
    return BankDetails(known["name"], known["account"], known["agent"])


def payables(state: State) -> dict[str, int]:
    """What is owed to channels and lenders and is not on its way, in cents, by account; the mechanism pays lenders."""
    found = {}
    for path in state.accounts:
        if is_payable(path):
            open_amount = -state.balance(path) - on_its_way(state, path)
            if open_amount > 0:
                found[path] = open_amount
    return found


def is_payable(path: str) -> bool:
    """Say whether an account is what is owed to a channel or a lender."""
    return _PAYABLE.fullmatch(path) is not None and path != chart.MECHANISM


def on_its_way(state: State, path: str) -> int:
    """Payments instructed and not settled, or settled on a statement whose journal is not approved yet."""
    booked = settled_payments(state)
    return sum(
        int(each.body.amount)
        for seq, each in state.payments.items()
        if each.body.payee == path and (each.status in IN_FLIGHT or (each.status == "settled" and seq not in booked))
    )


def settled_payments(state: State) -> set[int]:
    """Payments whose settlement is in the books."""
    return {
        journal.basis
        for seq, journal in state.journals.items()
        if journal.entry == "settlement" and journal.basis is not None and seq not in state.reversals
    }


def pay(
    state: State,
    amounts: Mapping[str, int],
    parties: Parties,
    day: date,
    message: Message,
    basis: int | None = None,
) -> Sheet:
    """The payments of some accounts, with the message that instructs them.

    Args:
        state: what the records make true.
        amounts: cents by account, such as :func:`payables` gives.
        parties: bank accounts.
        day: on which the bank is to pay.
        message: writes the message to the bank.
        basis: the record that they rest on; the last run that gave to each account if left out.

    Raises:
        UsufructError: ``O152`` when nothing is to be paid, ``O153`` for every party without a bank account,
            ``O154`` when the bank account of the mechanism holds less.
    """
    if not amounts:
        raise refuse("O152", "nothing is owed that is not on its way", "pay", "", "usufruct inbox lists what waits")
    faults = [
        Fault("O153", f"no bank account of {_party(path)} is given", path, "", f"add [party.{_party(path)}]")
        for path in amounts
        if _party(path) not in parties.payees
    ]
    total, there = sum(amounts.values()), state.balance(chart.BANK) - _total_in_flight(state)
    if total > there:
        what = f"{euros(total)} are owed and to be paid, {euros(there)} are there"
        faults.append(Fault("O154", what, chart.BANK, _why_short(state), _SHORT))
    if faults:
        raise UsufructError(faults)
    rests = {path: basis if basis is not None else last_run(state, path) for path in amounts}
    transfers = [_transfer(state, path, amount, parties, day, rests[path]) for path, amount in amounts.items()]
    identifier = message_id([each.end_to_end for each in transfers])
    data = message(identifier, transfers)
    document = document_hash(data)
    bodies = tuple(
        Payment(
            each.end_to_end, EURO, Amount(each.amount), chart.BANK, path, rests[path],
            day.isoformat(), day.isoformat(), document, _cited(path, day),
        )
        for each, path in zip(transfers, amounts, strict=True)
    )  # fmt: skip
    lines = [f"Payments of {euros(total)} on {day}, message {document[:12]}"]
    for each, path in zip(transfers, amounts, strict=True):
        lines += [f"{euros(each.amount):>28}  {each.creditor_name}, {each.creditor_account}", *_before(state, path)]
    step = "refund" if chart.SUSPENSE in amounts else "payment"
    return Sheet(step, "\n".join(lines), bodies, base64.b64encode(data).decode("ascii"))


def _why_short(state: State) -> str:
    """Why less can be there than is owed: what the bank kept of payments that it brought back is owed all the same."""
    kept = state.balance(chart.CHARGES)
    why = "payments come from what was received"
    return f"{why}, and the bank kept charges of {euros(kept)} that nobody has made good" if kept > 0 else why


def of_parties(amounts: Mapping[str, int], only: Sequence[str]) -> dict[str, int]:
    """What is owed to some parties, each of them in full; everything where none is named.

    Raises:
        UsufructError: ``O204`` for every party to whom nothing is owed that is not on its way.
    """
    if not amounts:
        return {}
    known = ", ".join(_party(path) for path in amounts)
    there = {_party(path) for path in amounts}
    faults = [
        Fault("O204", f"nothing is owed to {key!r:.40} that is not on its way", "--only", "", f"name one of {known}")
        for key in only
        if key not in there
    ]
    if faults:
        raise UsufructError(faults)
    return {path: amount for path, amount in amounts.items() if not only or _party(path) in only}


def _before(state: State, path: str) -> list[str]:
    """Say that the last payment of an account was rejected or came back: it could settle all the same."""
    last = max((seq for seq, each in state.payments.items() if each.body.payee == path), default=None)
    if last is None or state.payments[last].status not in ("rejected", "returned"):
        return []
    known = state.payments[last]
    return [f"  in place of payment {last}, {known.body.end_to_end}, which the bank {known.status}"]


def _total_in_flight(state: State) -> int:
    booked = settled_payments(state)
    return sum(
        int(each.body.amount)
        for seq, each in state.payments.items()
        if each.status in IN_FLIGHT or (each.status == "settled" and seq not in booked)
    )


def _transfer(state: State, path: str, amount: int, parties: Parties, day: date, basis: int | None) -> Transfer:
    payee = parties.payees[_party(path)]
    end_to_end = end_to_end_id(state, path, amount, basis)
    purpose = article_of(path) if basis is None else f"{article_of(path)}, record {basis}"
    return Transfer(
        end_to_end, amount, EURO, parties.own.name, parties.own.account,
        payee.name, payee.account, payee.agent, day, purpose,
    )  # fmt: skip


def article_of(path: str) -> str:
    """The article under which an account is paid; a refund has none.

    Example:
        >>> article_of("proceeds/lender/us"), article_of("proceeds/channel/peace-facility")
        ('2024/2773 Art. 5(5)', '2014/512/CFSP Art. 1a(11)')
    """
    if path.startswith("proceeds/lender/"):
        return "2024/2773 Art. 5(5)"
    if path == chart.channel("peace-facility"):
        return "2014/512/CFSP Art. 1a(11)"
    return "833/2014 Annex XLI" if path.startswith("proceeds/channel/") else "refund"


def _cited(path: str, day: date) -> str:
    """The article under which an account is paid, as its record cites it."""
    if path.startswith("proceeds/lender/"):
        return part_cited("payment", "lenders", day)
    if path == chart.channel("peace-facility"):
        return part_cited("payment", "the Facility", day)
    return part_cited("payment", "programmes" if path.startswith("proceeds/channel/") else "a refund", day)


def end_to_end_id(state: State, path: str, amount: int, basis: int | None) -> str:
    """The identifier that travels with a payment: a digest of what it is, and never the same twice."""
    number = sum(1 for each in state.payments.values() if each.body.payee == path)
    text = f"{state.ledger} {path} {amount} {basis} {number}"
    return "U" + hashlib.sha256(text.encode()).hexdigest()[:24].upper()


def last_run(state: State, path: str) -> int | None:
    """The last booked run that gave to an account; None where none did, as with opening balances."""
    found = [seq for seq, run in state.runs.items() if run.shares.get(path) and run.booked is not None]
    return max(found, default=None)


def _party(path: str) -> str:
    return path.rpartition("/")[2]


def refund_parties(parties: Parties, to: str) -> Parties:
    """Bank accounts with a party in the place of whoever paid in what is in suspense.

    Raises:
        UsufructError: ``O153`` when the party has no bank account.
    """
    if to not in parties.payees:
        known = ", ".join(sorted(parties.payees)) or "none"
        raise refuse("O153", f"no bank account of {to!r:.40} is given", "refund", "", f"given are {known}")
    return Parties(parties.own, {**parties.payees, _party(chart.SUSPENSE): parties.payees[to]})


def recorded_payments(state: State, sheet: Sheet, proposal: int) -> tuple[int, ...]:
    """The records of the payments of a proposal.

    Raises:
        UsufructError: ``O157`` when it holds no payments, or they are not approved.
    """
    bodies = [body for body in sheet.bodies if isinstance(body, Payment)]
    seqs = tuple(state.end_to_ends[body.end_to_end] for body in bodies if body.end_to_end in state.end_to_ends)
    if not bodies or len(seqs) != len(bodies):
        what = (
            f"proposal {proposal} holds no payments" if not bodies else f"the payments of {proposal} are not approved"
        )
        raise refuse("O157", what, "pay", "nothing is sent that was not approved", "have it approved first")
    return seqs


def message_of(sheet: Sheet) -> bytes:
    """The message to the bank that was approved with some payments.

    Raises:
        UsufructError: ``O155`` when it is not the document that the payments name.
    """
    data = base64.b64decode(sheet.attachment)
    documents = {body.document for body in sheet.bodies if isinstance(body, Payment)}
    if documents != {document_hash(data)}:
        what = "the message in the tray is not the one that the payments name"
        raise refuse("O155", what, "pay", "what is sent must be what was approved", "propose the payments again")
    return data
