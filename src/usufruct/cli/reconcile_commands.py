"""What ``usufruct reconcile`` does: take statements of the bank, and show its notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from usufruct.cli.ending import OK, usage
from usufruct.cli.operation_commands import say
from usufruct.cli.operation_desk import Place, banking, key_of, opened
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.operations.paying import Parties


def reconcile(place: Place, paths: Sequence[str], banks: str, rate: str, proof: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct reconcile``."""
    from usufruct.operations.paying import read_parties

    if not banks:
        raise usage("no bank accounts were given", "--banks", "name the TOML file with the accounts of the parties")
    parties = read_parties(banks)
    data = [_read(path) for path in paths]
    kinds = {banking().message_kind(each) for each in data}
    if kinds & {"camt.052", "camt.054"}:
        if len(data) > 1:
            raise usage("notices are looked at one by one", "reconcile", "give one file")
        return _news(place, data[0], kinds.pop(), parties, as_json)
    from usufruct.operations.office import document_hash

    return _statements(place, data, parties, (rate, document_hash(_read(proof)) if proof else ""), as_json)


def _own(parties: Parties, code: str) -> str:
    """The number of the mechanism's account in a currency."""
    if code == "EUR":
        return parties.own.account
    if code not in parties.currencies:
        what = f"no account of the mechanism in {code!s:.10} is given"
        raise refuse("O161", what, "bank accounts", "", f"add [currency.{code!s:.10}] to the file of bank accounts")
    return parties.currencies[code].account


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        what = f"the statement cannot be read: {error.strerror or error}"
        raise refuse("O166", what, path, "", "check the name and its rights") from None


def _statements(
    place: Place,
    data: Sequence[bytes],
    parties: Parties,
    rate: tuple[str, str],
    as_json: bool,  # noqa: FBT001
) -> int:
    """Take the statements of some files; pages of one statement may stand in several."""
    from usufruct.operations.currencies import given_terms
    from usufruct.operations.office import Done, document_hash
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.reconciling import reconcile as take

    code, key = OK, key_of(place)
    found = sorted(banking().read_camt_053(*data), key=lambda each: (each.start, each.end, each.number))
    if as_json and len(found) > 1:
        raise usage(f"the files hold {len(found)} statements", "--json", "take them one by one, or without --json")
    with opened(place) as office:
        for each in found:
            hashes = [document_hash(data[number]) for number in each.files]
            document = hashes[0] if len(hashes) == 1 else document_hash("\n".join(hashes).encode())
            terms = given_terms(each.currency, *(rate if each.currency != "EUR" else ("", "")), parties.payers)
            taken = take(office, key, each, _own(parties, each.currency), document, _late_interest, terms)
            missing = 0 if taken.proposal is None else office.state.proposals[taken.proposal].needed
            done = Done("bank statement", (taken.statement, *taken.written), taken.proposal, missing)
            text = f"statement {each.number}, {each.start} to {each.end}, {_count(taken.readings)}"
            instead = "" if taken.proposal is not None else "what follows from it (proposer): usufruct inbox"
            code = say(Outcome(office.state.ledger, done, text, entries=taken.readings, instead=instead), as_json)
    return code


def _late_interest(number: int, amount: int, due: date, since: date, paid: date) -> tuple[int, str, str]:
    """Default interest as the law gives it, which is loaded when something comes late."""
    from usufruct.law import rulebook
    from usufruct.operations.corrections import interest_of

    return interest_of(rulebook())(number, amount, due, since, paid)


def _count(readings: Sequence[object]) -> str:
    return "1 entry" if len(readings) == 1 else f"{len(readings)} entries"


def _news(place: Place, data: bytes, kind: str, parties: Parties, as_json: bool) -> int:  # noqa: FBT001
    """Show what a notice of a bank would be taken for; it proves nothing, so nothing is recorded."""
    from usufruct.operations.currencies import given_terms
    from usufruct.operations.office import Done
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.reconciling import foretold

    package = banking()
    found = (package.read_camt_054 if kind == "camt.054" else package.read_camt_052)(data)
    with opened(place) as office:
        readings = [
            reading
            for each in found
            for reading in foretold(
                office.state, each, _own(parties, each.currency), given_terms(each.currency, "", "", parties.payers)
            )
        ]
        pending = sum(each.pending for each in found)
        more = f", {pending} not booked" if pending else ""
        text = (
            f"{kind} {', '.join(each.number for each in found)}: {_count(readings)}{more}. News and no evidence: "
            "nothing is recorded, and no payment settles before a statement, camt.053, shows it"
        )
        outcome = Outcome(
            office.state.ledger, Done("bank statement", ()), text, entries=tuple(readings),
            instead="bank statement (payer): usufruct reconcile",
        )  # fmt: skip
        return say(outcome, as_json)
