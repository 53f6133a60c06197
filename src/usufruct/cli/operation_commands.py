"""What the commands of the half-year do: file, verify, call, approve, pay, reconcile; and what they show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from usufruct.cli.ending import OK, usage
from usufruct.cli.operation_desk import (
    Place,
    amounts_of,
    banking,
    key_of,
    opened,
    pain_message,
    report_of,
)
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.operations.office import Done, Office
    from usufruct.operations.outcome import Outcome
    from usufruct.publish.document import Document

Options = Sequence[str] | None


def file(
    place: Place,
    report: str,
    period: str,
    custodian: str,
    principal: Options,
    states: Options,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct file``."""
    from datetime import date

    from usufruct.calendar import HalfYear
    from usufruct.cli.ending import reading_the_command_line
    from usufruct.operations.holding import principal_beside
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.reporting import depository_in, file_report, late_by, ledger_filing, next_version, to_file
    from usufruct.operations.yearly import yearly_filing

    yearly = re.fullmatch(r"20[0-9]{2}", period) is not None
    with reading_the_command_line():
        label = period if yearly else HalfYear.read(period).label
        held, stated = amounts_of(principal, "--principal"), amounts_of(states, "--states", "EUR")
    if yearly and held:
        raise usage("audited accounts state no principal", "--principal", "it follows interim reports: leave it out")
    if not held and not yearly:
        raise usage("no principal was given", "--principal", "state what is held as EUR=185000000000.00")
    key, (found, document) = key_of(place), report_of(report)
    with opened(place) as office:
        depository = depository_in(office.state, found, custodian)
        version = next_version(office.state, depository.key, label)
        if yearly:
            body = yearly_filing(found, depository, label, document, version, stated)
        else:
            body = ledger_filing(found, depository, label, document, version, held, stated)
        body = to_file(office.state, body)
        done = file_report(office, key, body)
        what = "audited accounts" if yearly else "report"
        beside, _ = principal_beside(office.state, body, found, depository.name)
        text = f"{what} of {depository.key} for {label}, version {body.version}, SHA-256 {document[:16]}"
        instead = "verification by another person (verifier)"
        due = date.fromisoformat(body.deadline or "")
        late = late_by(office.state.filings[done.records[0]])
        text = "\n".join([text, *([f"filed {late}: it was due on {due}"] if late else []), *beside])
        return _say(Outcome(office.state.ledger, done, text, due, instead=instead), as_json)


def verify_filing(place: Place, seq: int, report: str, verdict: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct verify-filing``."""
    from usufruct.law import rulebook
    from usufruct.operations.holding import principal_beside
    from usufruct.operations.outcome import Outcome, after_verification
    from usufruct.operations.reporting import (
        check_document,
        compare,
        depository_name,
        filing_of,
        is_yearly,
        late_by,
        recomputed,
        verify,
    )
    from usufruct.operations.retained import retained_lines
    from usufruct.operations.yearly import changes_nothing, compare_year

    if verdict not in ("", "accepted", "rejected"):
        raise usage(f"{verdict!r:.20} is no verdict", "--verdict", "write accepted or rejected")
    key, (found, document), law = key_of(place), report_of(report), rulebook()
    with opened(place) as office:
        body = filing_of(office.state, seq)
        check_document(body, document)
        name = depository_name(found, body.custodian)
        run = recomputed(found, law)
        rows = (compare_year if is_yearly(body) else compare)(body, run, name)
        beside, differs = principal_beside(office.state, body, found, name)
        if not is_yearly(body):
            beside += retained_lines(office.state, run, body.custodian, name, body.period)
        done = verify(office, key, seq, rows, law.hash, verdict or ("rejected" if differs else ""))
        known = office.state.filings[seq]
        decided = known.verdict
        text = f"report {seq} of {body.custodian} for {body.period} {decided}; law {law.hash[:12]}"
        notes = [f"note: {each}" for each in run.notes if each.startswith(f"{name}, {body.period}: ")]
        late = late_by(known)
        text = "\n".join([text, *([f"filed {late}, due on {body.deadline}"] if late else []), *beside, *notes])
        instead = "" if decided == "accepted" else "a new version of the report (filer): usufruct file"
        if decided == "accepted" and not is_yearly(body):
            instead = after_verification(office.state, seq)
        if decided == "accepted" and is_yearly(body):
            settled = changes_nothing(known)
            instead = (
                "nothing: the year changes nothing, and this settles it"
                if settled
                else f"true-up (proposer): usufruct propose true-up {body.period}"
            )
        return _say(Outcome(office.state.ledger, done, text, lines=rows, instead=instead), as_json)


def call(place: Place, period: str, report: str, custodian: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct call``."""
    from usufruct.calendar import HalfYear
    from usufruct.cli.ending import reading_the_command_line
    from usufruct.operations.levying import call as debit_note
    from usufruct.operations.levying import due_of_call
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.reporting import check_document, depository_in, filing_of, recomputed
    from usufruct.waterfall.horizon import payment_number

    with reading_the_command_line():
        half = HalfYear.read(period)
    key, (found, document) = key_of(place), report_of(report)
    with opened(place) as office:
        depository = depository_in(office.state, found, custodian)
        basis = office.state.accepted.get((depository.key, half.label))
        if basis is not None:
            check_document(filing_of(office.state, basis), document)
        sheet = debit_note(office.state, recomputed(found), depository, half, place.day)
        subject = f"call:{payment_number(half)}:{depository.key}"
        done = office.propose(key, subject, sheet, timedelta(days=expires))
        return _say(Outcome(office.state.ledger, done, sheet.text, due_of_call(place.day)), as_json)


def approve(place: Place, proposal: int, verdict: str, show: bool, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct approve``."""
    from usufruct.operations.outcome import Outcome, after_approval, due_in

    key = None if show else key_of(place)
    with opened(place) as office:
        sheet = office.sheet(proposal) if verdict == "approve" else None
        if key is None:
            done, head = _shown(office, proposal, sheet.step if sheet else "approval")
        else:
            done = office.approve(key, proposal, verdict)
            word = {"approve": "approved", "reject": "rejected", "withdraw": "withdrawn"}[verdict]
            known = office.state.proposals[proposal]
            head = f"proposal {proposal} by {known.maker} {word} by {office.person(key)}"
        due = due_in(office.state, done.records)
        instead = after_approval(sheet, proposal) if key is not None and sheet else ""
        text = f"{head}\n{sheet.text}" if sheet else head
        return _say(Outcome(office.state.ledger, done, text, due, instead=instead), as_json)


def _shown(office: Office, proposal: int, step: str) -> tuple[Done, str]:
    """What an approver looks at before deciding."""
    from usufruct.operations.office import Done

    known = office.state.proposals[proposal]
    missing = office.missing(proposal) if known.status == "pending" else 0
    return Done(step, (), proposal, missing), f"proposal {proposal} by {known.maker}, {known.status}"


def pay(
    place: Place,
    banks: str,
    refund: int,
    to: str,
    only: Sequence[str],
    expires: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct pay``, proposing payments."""
    from usufruct.operations import chart
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.paying import of_parties, payables, read_parties, refund_parties
    from usufruct.operations.paying import pay as instruct
    from usufruct.operations.suspense import refundable

    if not banks:
        raise usage("no bank accounts were given", "--banks", "name the TOML file with the accounts of the parties")
    key, parties = key_of(place), read_parties(banks)
    with opened(place) as office:
        message = pain_message(place.instant, parties.own.name)
        if refund < 0:
            amounts, basis = of_parties(payables(office.state), only), None
            subject = ":".join(["pay", f"{place.day}", *sorted(set(only))])
        else:
            amount = refundable(office.state, refund, place.day)
            if amount <= 0:
                what = f"journal {refund} has nothing in suspense that could be sent back"
                raise refuse("O162", what, "--refund", "", "usufruct inbox lists what is in suspense")
            amounts, basis, subject = {chart.SUSPENSE: amount}, refund, f"refund:{refund}"
            parties = refund_parties(parties, to)
        sheet = instruct(office.state, amounts, parties, place.day, message, basis)
        done = office.propose(key, subject, sheet, timedelta(days=expires))
        return _say(Outcome(office.state.ledger, done, sheet.text, place.day), as_json)


def write_message(place: Place, proposal: int, out: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct pay --write``: the message of payments that were approved."""
    from usufruct.operations.office import Done
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.paying import message_of, recorded_payments

    with opened(place) as office:
        sheet = office.sheet(proposal)
        seqs = recorded_payments(office.state, sheet, proposal)
        data = message_of(sheet)
        try:
            with Path(out).open("xb") as target:
                target.write(data)
        except OSError as error:
            what = f"the message cannot be written: {error.strerror or error}"
            raise refuse("O156", what, out, "nothing is overwritten", "name a new file") from None
        text = f"{len(seqs)} payments of proposal {proposal}; the message for the bank is what was approved"
        return _say(Outcome(office.state.ledger, Done(sheet.step, seqs, proposal), text, written=out), as_json)


def rejected(place: Place, payment: int, report: str, reason: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct pay --rejected``: the bank refused an instruction, and says so."""
    from usufruct.operations.office import document_hash
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.rejecting import reject

    if not report:
        remedy = "name the bank's status report, pain.002: --report FILE.xml"
        raise usage("nothing shows that the bank rejected it", "--report", remedy)
    key = key_of(place)
    try:
        data = Path(report).read_bytes()
    except OSError as error:
        what = f"the report cannot be read: {error.strerror or error}"
        raise refuse("O166", what, report, "", "check the name and its rights") from None
    said = banking().read_pain_002(data)
    with opened(place) as office:
        done = reject(office, key, payment, said, document_hash(data), reason)
        given = office.ledger.record(done.records[0]).body.reason or "no reason given"
        text = f"payment {payment} rejected by the bank: {given}; the amount is owed again"
        instead = "payment again, once the account is right (payer): usufruct pay"
        return _say(Outcome(office.state.ledger, done, text, instead=instead), as_json)


def statement(place: Place, party: str, until: str, public: bool, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct statement``."""
    from usufruct.cli.desk import day_of
    from usufruct.ledger.public import public_day
    from usufruct.operations.statements import party_statement

    day = day_of(until) if until else place.day
    with opened(place) as office:
        if public:
            day = day_of(public_day(office.state, until))
        found = party_statement(office.ledger, party, day, public=public)
        if as_json:
            from usufruct.publish.operation_document import party_document

            return _write(party_document(office.state.ledger, found))
        from usufruct.cli.operation_text import party_text

        return _print(party_text(office.state.ledger, found))


def inbox(place: Place, role: str, ahead: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct inbox``."""
    from usufruct.ledger.bodies import ROLES
    from usufruct.operations.inbox import inbox as tasks

    known = (*ROLES, "custodian", "commission")
    if role not in ("", *known):
        raise usage(f"{role!r:.20} is no role", "--role", f"name one of {', '.join(known)}")
    with opened(place) as office:
        found = tasks(office.state, place.day, role, timedelta(days=ahead))
        if as_json:
            from usufruct.publish.operation_document import inbox_document

            return _write(inbox_document(office.state.ledger, place.day, found))
        from usufruct.cli.operation_text import inbox_text

        return _print(inbox_text(office.state.ledger, place.day, found))


def say(outcome: Outcome, as_json: bool) -> int:  # noqa: FBT001
    """Print what was done, as text or as one document."""
    return _say(outcome, as_json)


def _say(outcome: Outcome, as_json: bool) -> int:  # noqa: FBT001
    if as_json:
        from usufruct.publish.operation_document import operation_document

        return _write(operation_document(outcome))
    from usufruct.cli.operation_text import outcome_text

    return _print(outcome_text(outcome))


def _write(document: Document) -> int:
    from usufruct.publish.document import written

    return _print(written(document))


def _print(text: str) -> int:
    print(text)
    return OK
