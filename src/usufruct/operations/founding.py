"""Opening a mechanism: who is there and what each may do, then accounts, rule sets and the first periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from usufruct.calendar import LEVY_START, HalfYear
from usufruct.errors import refuse
from usufruct.ledger import Ledger, State
from usufruct.ledger.bodies import Genesis, Held, HeldKey, Identity, Period, Quorum
from usufruct.ledger.stores.store import Store
from usufruct.operations.chart import Depository, chart, custodian_accounts, owed, principal, rule_sets
from usufruct.operations.steps import cited
from usufruct.operations.tray import Sheet

if TYPE_CHECKING:
    from usufruct.engine import Rulebook


@dataclass(frozen=True, slots=True)
class Founder:
    """A natural person who is there from the first day.

    Attributes:
        person: pseudonym.
        identity: salted hash of who it is; see :mod:`usufruct.ledger.identity`.
        public: public key in base64.
        roles: what the person may do.
    """

    person: str
    identity: str
    public: str
    roles: tuple[str, ...]


def found(
    store: Store, name: str, log_key: str, founders: Sequence[Founder], at: str, quorums: Sequence[Quorum] = ()
) -> Ledger:
    """Found the ledger of a mechanism in an empty store.

    Args:
        store: where the records go.
        name: of the ledger, such as ``usufruct.example/mechanism``.
        log_key: public key that signs checkpoints.
        founders: at least two.
        at: the instant.
        quorums: what needs more than one approval.

    Raises:
        UsufructError: ``O180`` when the store holds records already, ``L22x`` for a founding that is not sound.
    """
    if store.size():
        what = "the ledger holds records already"
        raise refuse("O180", what, store.name, "a mechanism is founded once", "name a new file or an empty database")
    genesis = Genesis(
        name,
        log_key,
        tuple(Identity(each.person, each.identity) for each in founders),
        tuple(HeldKey(each.person, each.public) for each in founders),
        tuple(Held(each.person, role) for each in founders for role in each.roles),
        tuple(quorums),
    )
    return Ledger.found(store, genesis, at)


def furnishing(
    state: State, custodians: Sequence[Depository], law: Rulebook, halves: Sequence[HalfYear], day: date
) -> Sheet:
    """The chart of accounts, the law as published by a day, and the first periods, as one proposal.

    Raises:
        UsufructError: ``O210`` for a period before the law.
    """
    for half in halves:
        check_under_law(half)
    accounts = [each for each in chart(custodians) if each.path not in state.accounts]
    acts = [each for each in rule_sets(law, day) if each.version not in state.rule_sets]
    periods = [
        Period(half.label, half.start.isoformat(), half.end.isoformat(), "open", cited("period", day))
        for half in halves
        if half.label not in state.periods
    ]
    names = ", ".join(each.name for each in custodians)
    lines = [
        f"Chart of accounts for {names}: {len(accounts)} accounts in two books",
        *(
            f"  act {each.version} ({each.citation}) from {each.valid_from}, text {each.text_hash[:12]}"
            for each in acts
        ),
        *(f"  period {each.name}, {each.start} to {each.end}" for each in periods),
    ]
    return Sheet("opening", "\n".join(lines), (*accounts, *acts, *periods))


FIRST: Final = HalfYear.of(LEVY_START)
"""The half-year in which the law begins: the first one that custodians report on."""


def check_under_law(half: HalfYear) -> None:
    """Refuse to open a half-year that ended before the law began: no report of it could be filed, so none closes it.

    Raises:
        UsufructError: ``O210``.
    """
    if half.end < LEVY_START:
        what = f"{half} ended before the law began, on {LEVY_START}"
        why = "a period closes on the reports of its custodians, and nobody reports on this one"
        remedy = f"begin with {FIRST}; what is older comes as opening balances: usufruct propose opening"
        raise refuse("O210", what, "period", why, remedy)


def new_currency(state: State, custodian: str, code: str) -> Sheet:
    """The two accounts of principal in a currency that a custodian did not report before.

    Raises:
        UsufructError: ``M101`` for a currency that there is none of, ``O134`` when both accounts are open.
    """
    wanted = (principal(custodian, code), owed(custodian, code))
    found = [each for each in custodian_accounts(Depository(custodian, custodian, (code,))) if each.path in wanted]
    accounts = [each for each in found if each.path not in state.accounts]
    if not accounts:
        raise refuse("O134", f"{custodian} has the accounts of {code}", "currency", "", "nothing is left to be done")
    lines = [f"Accounts of principal in {code} that {custodian} reports", *(f"  {each.path}" for each in accounts)]
    return Sheet("opening", "\n".join(lines), tuple(accounts))


def new_acts(state: State, law: Rulebook, day: date) -> Sheet:
    """The acts published by a day that the ledger has not taken up.

    Raises:
        UsufructError: ``O134`` when it has all of them.
    """
    acts = [each for each in rule_sets(law, day) if each.version not in state.rule_sets]
    if not acts:
        raise refuse(
            "O134",
            f"every act published by {day} is taken up",
            "rule sets",
            "",
            "do nothing, or give a later day with --on",
        )
    lines = [
        f"act {each.version} ({each.citation}) from {each.valid_from}, text {each.text_hash[:12]}" for each in acts
    ]
    return Sheet("opening", "\n".join(lines), tuple(acts))
