"""What ``usufruct notice`` does: take in what others decided, asked for or reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from usufruct.cli.ending import reading_the_command_line, usage
from usufruct.cli.operation_commands import say
from usufruct.cli.operation_desk import Place, amounts_of, key_of, only_custodian, opened
from usufruct.errors import refuse

if TYPE_CHECKING:
    from usufruct.ledger import State
    from usufruct.ledger.bodies import Notice

Options = Sequence[str] | None


def notice(
    place: Place,
    entry: str,
    document: str,
    about: str,
    received: str,
    custodian: str,
    answers: int,
    remaining: Options,
    unspent: Options,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct notice``."""
    from usufruct.operations.notices import ANSWERS, ENTRIES, take
    from usufruct.operations.office import document_hash
    from usufruct.operations.outcome import Outcome

    if entry not in ENTRIES:
        raise usage(f"{entry!r:.40} is no notice", "notice", f"name one of {', '.join(ENTRIES)}")
    if (entry in ANSWERS) != (answers >= 0):
        raise usage("an objection answers a notice, and nothing else does", "--answers", "give the number with it only")
    if not about and entry not in ANSWERS:
        raise usage("it does not say what it is about", "--about", "give a year, a quarter or a vintage")
    with reading_the_command_line():
        left = amounts_of(remaining, "--remaining", "EUR"), amounts_of(unspent, "--unspent", "EUR")
    if (left[0] or left[1]) and entry != "request":
        raise usage("only a request states what remains due", "--remaining", "leave it out")
    key, instant = key_of(place), Place("", at=received).instant if received else place.instant
    try:
        data = Path(document).read_bytes()
    except OSError as error:
        raise refuse(
            "O166",
            f"the document cannot be read: {error.strerror or error}",
            document,
            "",
            "check the path, and who may read it",
        ) from None
    with opened(place) as office:
        body = _body(office.state, entry, (about, custodian, instant, document_hash(data)), answers, left)
        done = take(office, key, body)
        last = (body.until or "")[:10] or body.deadline
        text = f"{entry}, {body.about} of {body.party}, received {body.received}"
        if body.until:
            text += f"; the Commission can object until {body.until}"
        return say(Outcome(office.state.ledger, done, text, date.fromisoformat(last) if last else None), as_json)


def _body(
    state: State, entry: str, given: tuple[str, str, str, str], answers: int, left: tuple[dict[str, int], ...]
) -> Notice:
    from usufruct.operations import notices
    from usufruct.operations.chart import LENDER_KEYS

    about, custodian, received, document = given
    if entry in notices.ANSWERS:
        return notices.answer(state, answers, entry, received, document)
    if entry == "request":
        known = set(LENDER_KEYS.values())
        wrong = sorted({name for amounts in left for name in amounts} - known)
        if wrong:
            raise usage(f"{wrong[0]!r:.30} is no lender", "--remaining", f"name one of {', '.join(sorted(known))}")
        return notices.request(about, received, document, *left)
    who = only_custodian(state, custodian)
    if entry in notices.DECISIONS:
        return notices.decision(entry, who, about, received, document)
    return notices.report(entry, who, about, received, document)
