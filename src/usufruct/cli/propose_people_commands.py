"""What ``usufruct propose`` puts up about people, currencies and releases of principal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from usufruct.cli.ending import reading_the_command_line, usage
from usufruct.cli.operation_commands import say
from usufruct.cli.operation_desk import Place, amounts_of, key_of, only_custodian, opened
from usufruct.cli.propose_commands import put_up
from usufruct.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usufruct.ledger import State
    from usufruct.ledger.stores.store import Identified
    from usufruct.operations.office import Office
    from usufruct.operations.tray import Sheet


def person(
    place: Place,
    who: str,
    name: str,
    publics: Sequence[str],
    roles: Sequence[str],
    expires: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct propose person``: the name goes beside the log, where whoever approves sees it."""
    from usufruct.ledger.bodies import Identity
    from usufruct.ledger.identity import identity_hash
    from usufruct.operations.outcome import Outcome
    from usufruct.operations.people import joining

    if not name.strip() or not name.isprintable():
        raise usage("no name was given, or it cannot be printed", "--name", "write the name of the natural person")
    key = key_of(place)
    with opened(place) as office:
        kept = _named(office, who, name.strip())
        sheet = joining(office.state, Identity(who, identity_hash(kept)), publics, roles)
        store = office.ledger.store
        before = store.identified(who)
        store.identify(kept)
        try:
            done = office.propose(key, f"person:{who}", sheet, timedelta(days=expires))
        except BaseException:
            if before is None:
                store.forget(who)
            raise
        return say(Outcome(office.state.ledger, done, sheet.text), as_json)


def _named(office: Office, who: str, name: str) -> Identified:
    """The name with its salt: that of an earlier proposal where there is one, so that it is the same proposal."""
    from usufruct.ledger.identity import identify
    from usufruct.operations.people import check_namesake

    store = office.ledger.store
    fresh = identify(who, name)
    check_namesake(fresh, store.identities() or ())
    kept = store.identified(who)
    if kept is None or kept.name == name:
        return kept or fresh
    remedy = f"take another pseudonym; or, if nobody joined as {who}, usufruct ledger erase {who}"
    raise refuse("O200", f"another name is kept for {who}", f"person {who}", "", remedy)


def key(place: Place, who: str, public: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose key``."""
    from usufruct.ledger.bodies import Key
    from usufruct.operations.people import further

    return put_up(place, lambda state: (f"key:{who}:{public}", further(state, Key(who, public))), expires, as_json)


def role(place: Place, who: str, name: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose role``."""
    from usufruct.ledger.bodies import Grant
    from usufruct.operations.people import further

    return put_up(place, lambda state: (f"role:{who}:{name}", further(state, Grant(who, name))), expires, as_json)


def holding(place: Place, code: str, custodian: str, expires: int, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct propose holding``."""
    from usufruct.operations.founding import new_currency

    def make(state: State) -> tuple[str, Sheet]:
        who = only_custodian(state, custodian)
        return f"holding:{who}:{code}", new_currency(state, who, code)

    return put_up(place, make, expires, as_json)


def law_release(
    place: Place,
    amount: str,
    custodian: str,
    cited: tuple[str, str, str],
    expires: int,
    as_json: bool,  # noqa: FBT001
) -> int:
    """``usufruct propose law-release``: the release by an act, then its booking."""
    from usufruct.operations.legal_release import booking, release, waiting_release

    act, article, reason = cited
    with reading_the_command_line():
        ((code, wanted),) = amounts_of([amount], "amount").items()

    def make(state: State) -> tuple[str, Sheet]:
        who = only_custodian(state, custodian)
        waiting = waiting_release(state, who, code, wanted)
        if waiting is not None:
            return f"law-release:{waiting}", booking(state, waiting, place.day)
        if not reason.strip():
            raise usage("no reason was given", "--reason", "say what is released, in a few words")
        subject = f"law-release:{who}:{code}:{wanted}:{act}"
        return subject, release(state, who, code, wanted, act, article, reason)

    return put_up(place, make, expires, as_json)
