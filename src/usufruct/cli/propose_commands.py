"""What ``usufruct propose`` puts up for approval: each kind of order that one person prepares and another approves."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from usufruct.cli.ending import reading_the_command_line, usage
from usufruct.cli.operation_commands import say
from usufruct.cli.operation_desk import (
    Place,
    amounts_of,
    cents,
    key_of,
    only_custodian,
    opened,
    percent,
    report_of,
)
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.ledger import State
    from usufruct.operations.tray import Sheet

_NUMBER = r"(?=[0-9.]*[1-9])[0-9]+(?:\.[0-9]+)?"
_RATE = re.compile(f"{_NUMBER} [A-Z]{{3}} = {_NUMBER} [A-Z]{{3}}")
MOST_PERIODS = 20
"""How many half-years a chart opens at once."""

Make = Callable[["State"], tuple[str, "Sheet"]]
"""From a state to the subject of a proposal and its sheet."""


def _propose(place: Place, make: Make, expires: int, as_json: bool) -> int:  # noqa: FBT001
    from usufruct.operations.outcome import Outcome

    key = key_of(place)
    with opened(place) as office:
        subject, sheet = make(office.state)
        done = office.propose(key, subject, sheet, timedelta(days=expires))
        return say(Outcome(office.state.ledger, done, sheet.text), as_json)


put_up = _propose
"""Puts up for approval what a function makes of the state as it is."""


def chart(place: Place, custodians: list[str], first: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose chart``."""
    from usufruct.calendar import HalfYear
    from usufruct.law import rulebook
    from usufruct.operations.chart import Depository, key_of
    from usufruct.operations.founding import FIRST, furnishing

    with reading_the_command_line():
        halves = [HalfYear.read(first)] if first else [max(HalfYear.of(place.day).previous, FIRST)]
    while halves[-1] < HalfYear.of(place.day):
        halves.append(halves[-1].next)
    if len(halves) > MOST_PERIODS:
        what = (
            f"from {first} on there are {len(halves)} periods to today, and at most {MOST_PERIODS} are opened at once"
        )
        raise usage(what, "--first", "name a later one; what is older comes as opening balances")
    found = []
    for text in custodians:
        name, _, codes = text.partition("=")
        found.append(Depository(key_of(name), name, tuple(sorted({"EUR", *filter(None, codes.split(","))}))))

    def make(state: State) -> tuple[str, Sheet]:
        return "chart", furnishing(state, found, rulebook(), halves, place.day)

    return _propose(place, make, expires, as_json)


def acts(place: Place, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose acts``."""
    from usufruct.law import rulebook
    from usufruct.operations.founding import new_acts

    return _propose(place, lambda state: ("acts", new_acts(state, rulebook(), place.day)), expires, as_json)


def currency(place: Place, code: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose currency``."""
    from usufruct.operations.currencies import opened as accounts

    return _propose(place, lambda state: (f"currency:{code}", accounts(state, code)), expires, as_json)


def conversion(place: Place, sold: int, bought: int, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose conversion``."""
    from usufruct.operations.currencies import conversion as book

    def make(state: State) -> tuple[str, Sheet]:
        return f"conversion:{sold}:{bought}", book(state, sold, bought, place.day)

    return _propose(place, make, expires, as_json)


def period(place: Place, label: str, action: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose open`` and ``usufruct propose close``."""
    from usufruct.calendar import HalfYear
    from usufruct.operations.corrections import period as change

    with reading_the_command_line():
        half = HalfYear.read(label)
    return _propose(place, lambda state: (f"{action}:{half}", change(state, half, action)), expires, as_json)


def principal(place: Place, label: str, custodian: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose principal``."""
    from usufruct.operations.corrections import principal as book

    def make(state: State) -> tuple[str, Sheet]:
        who = only_custodian(state, custodian)
        return f"principal:{label}:{who}", book(state, who, label)

    return _propose(place, make, expires, as_json)


def opening(place: Place, balances: list[str], source: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose opening``."""
    from usufruct.operations.corrections import opening as book

    with reading_the_command_line():
        amounts = amounts_of(balances, "opening", "EUR")
    return _propose(
        place, lambda state: (f"opening:{place.day}", book(state, amounts, place.day, source)), expires, as_json
    )


def true_up(place: Place, year: str, report: str, custodian: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose true-up``."""
    from usufruct.operations.levying import true_up as book
    from usufruct.operations.reporting import check_document, depository_in, filing_of, recomputed
    from usufruct.operations.yearly import yearly_basis

    found, document = report_of(report)

    def make(state: State) -> tuple[str, Sheet]:
        depository = depository_in(state, found, custodian)
        basis = yearly_basis(state, depository.key, year)
        check_document(filing_of(state, basis), document)
        sheet = book(state, recomputed(found), depository, year, basis, place.day, document)
        return f"true-up:{year}:{depository.key}", sheet

    return _propose(place, make, expires, as_json)


def retention(
    place: Place,
    kind: str,
    amount: str,
    vintage: str,
    custodian: str,
    reason: str,
    expires: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct propose use``, ``release`` and ``keep``."""
    from usufruct.operations import levying
    from usufruct.operations.reporting import depository_of
    from usufruct.operations.retained import check_kept_once

    with reading_the_command_line():
        wanted = cents(amount, "amount")
    if not reason.strip():
        raise usage("no reason was given", "--reason", "say which loss, or which decision, in a few words")

    def make(state: State) -> tuple[str, Sheet]:
        who = only_custodian(state, custodian)
        depository = depository_of(state, who, who)
        subject = f"{kind}:{who}:{vintage or 'oldest'}:{place.day}"
        if kind == "use":
            return subject, levying.retention_use(state, depository, wanted, place.day, reason)
        if kind == "keep":
            check_kept_once(state, who, vintage)
        book = levying.retention_release if kind == "release" else levying.retention_kept
        return subject, book(state, depository, vintage, wanted, place.day, reason)

    return _propose(place, make, expires, as_json)


def split(place: Place, number: int, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose split``: divides what a payment brought, then books it as it was divided."""
    from usufruct.law import rulebook
    from usufruct.operations import sharing
    from usufruct.operations.chart import ASSIGNED

    def make(state: State) -> tuple[str, Sheet]:
        waiting = sharing.waiting_run(state, number)
        if waiting is not None:
            return f"split:{number}:{waiting}", sharing.booking(state, waiting, "split", ASSIGNED, place.day)
        run, text = sharing.split(state, rulebook(), number, place.day)
        return f"split:{number}", sharing.run_sheet(state, run, "split", text)

    return _propose(place, make, expires, as_json)


def payout(place: Place, without: list[str], expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose payout``: divides what the loan mechanism holds, then books it as it was divided."""
    from usufruct.operations import sharing
    from usufruct.operations.chart import LENDER_KEYS, MECHANISM

    wrong = sorted(set(without) - set(LENDER_KEYS.values()))
    if wrong:
        raise usage(f"{wrong[0]!r:.30} is no lender", "--without", f"name one of {', '.join(LENDER_KEYS.values())}")

    def make(state: State) -> tuple[str, Sheet]:
        waiting = sharing.waiting_payout(state, without)
        if waiting is not None:
            return f"payout:{waiting}", sharing.booking(state, waiting, "payout", MECHANISM, place.day)
        lenders = [each for each in sharing.lenders_of() if LENDER_KEYS[each[0]] not in without]
        run, text = sharing.payout(state, lenders, place.day)
        return f"payout:{run.number}", sharing.run_sheet(state, run, "payout", text)

    return _propose(place, make, expires, as_json)


def interest(
    place: Place,
    number: int,
    receipt: int,
    custodian: str,
    rate: str,
    source: str,
    expires: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct propose interest``."""
    from usufruct.law import rulebook
    from usufruct.operations.corrections import Given, late_interest
    from usufruct.operations.reporting import depository_of

    if bool(rate) != bool(source.strip()):
        raise usage("a rate of one's own has a source", "--rate", "give --rate PERCENT and --source TEXT together")
    given = Given(percent(rate, "--rate"), source) if rate else None

    def make(state: State) -> tuple[str, Sheet]:
        who = only_custodian(state, custodian)
        sheet = late_interest(state, rulebook(), depository_of(state, who, who), number, receipt, place.day, given)
        return f"interest:{number}:{receipt}", sheet

    return _propose(place, make, expires, as_json)


def discharge(place: Place, payment: int, rate: str, proof: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose discharge``."""
    from usufruct.operations.corrections import discharge as confirm

    if _RATE.fullmatch(rate.strip()) is None:
        what = f"{rate!r:.40} is no rate of two currencies" if rate.strip() else "no rate was given"
        raise usage(what, "--rate", "write the rate of conversion that was used, such as '1 EUR = 1.1763 USD'")
    document = _hash_of(proof)
    return _propose(
        place,
        lambda state: (f"discharge:{payment}", confirm(state, payment, place.day, rate, document)),
        expires,
        as_json,
    )


def clear(
    place: Place,
    journal: int,
    to: str,
    rate: str,
    proof: str,
    source: str,
    expires: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct propose clear``; a rate with its source is the refinancing rate, one with its proof of a currency."""
    from usufruct.law import rulebook
    from usufruct.operations.currencies import given_terms
    from usufruct.operations.default_interest import Given, interest_of
    from usufruct.operations.suspense import clear as book
    from usufruct.operations.suspense import suspended

    if source.strip() and (not rate or proof):
        remedy = "give --rate PERCENT with --source TEXT, or --rate FIGURE with --proof FILE"
        raise usage("a source is that of a refinancing rate", "--source", remedy)
    shown = _hash_of(proof) if proof else ""
    given = Given(percent(rate, "--rate"), source) if source.strip() else None

    def make(state: State) -> tuple[str, Sheet]:
        asset = next((each.asset for each in suspended(state, place.day) if each.journal == journal), "EUR")
        if rate and not given and not proof and asset == "EUR":
            raise usage("a rate of one's own has a source", "--rate", "give --rate PERCENT and --source TEXT together")
        terms = given_terms(asset, rate, shown) if rate and not given else None
        return f"clear:{journal}", book(state, journal, to, place.day, terms, interest_of(rulebook(), given))

    return _propose(place, make, expires, as_json)


def _hash_of(proof: str) -> str:
    """SHA-256 of a document that proves something."""
    from usufruct.operations.office import document_hash

    try:
        data = Path(proof).read_bytes()
    except OSError as error:
        what = f"the proof cannot be read: {error.strerror or error}"
        raise refuse("O174", what, proof, "", "check the name and its rights") from None
    if not data.strip():
        raise refuse("O174", "the proof is empty", proof, "an empty file proves nothing", "name the document")
    return document_hash(data)


def difference(
    place: Place,
    number: int,
    paid_in: str,
    custodian: str,
    reason: str,
    expires: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct propose difference``."""
    from usufruct.operations.corrections import exchange_difference

    if not paid_in:
        raise usage("no currency was given", "--paid-in", "name the currency that the bank converted, such as USD")

    def make(state: State) -> tuple[str, Sheet]:
        who = only_custodian(state, custodian)
        return f"difference:{number}:{who}", exchange_difference(state, who, number, paid_in, place.day, reason)

    return _propose(place, make, expires, as_json)


def reversal(place: Place, journal: int, reason: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose reversal``."""
    from usufruct.operations.corrections import reversal as undo

    if not reason.strip():
        raise usage("no reason was given", "--reason", "say what was wrong, in a few words")
    return _propose(
        place, lambda state: (f"reversal:{journal}", undo(state, journal, place.day, reason)), expires, as_json
    )


def void(place: Place, record: int, reason: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose void``."""
    from usufruct.operations.voiding import void as take_back

    if not reason.strip():
        raise usage("no reason was given", "--reason", "say why it should not have been taken, in a few words")
    return _propose(
        place,
        lambda state: (f"void:{record}", take_back(state, record, place.day, reason)),
        expires,
        as_json,
    )
