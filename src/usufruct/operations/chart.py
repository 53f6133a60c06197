"""The chart of accounts of a mechanism, and its rule sets with hashes of the law.

Two books. ``principal`` holds what the custodians report and nothing else. ``proceeds`` follows the contribution
from the claim on a custodian to the lender that was paid. Claims are per custodian, retained amounts also per
half-year (their vintage), what is owed is per channel and per lender.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from usufruct.engine import Rulebook
from usufruct.engine.source import Source
from usufruct.errors import refuse
from usufruct.ledger.bodies import Account, Amount, RuleSet
from usufruct.money import currency
from usufruct.waterfall.payments import CHANNELS
from usufruct.waterfall.published import LENDERS

EURO: Final = "EUR"
BANK: Final = "proceeds/bank"
CONTRIBUTION: Final = "proceeds/contribution"
ASSIGNED: Final = "proceeds/assigned"
RETENTION_USED: Final = "proceeds/retention-used"
LATE_INTEREST: Final = "proceeds/late-interest"
UNASSIGNED: Final = "proceeds/unassigned/late-interest"
"""Interest on late payment that came in: no act says whose it is, so it is owed to nobody by name and not split."""
SUSPENSE: Final = "proceeds/suspense"
EXCHANGE: Final = "proceeds/exchange-difference"
CHARGES: Final = "proceeds/bank-charges"
OPENING: Final = "proceeds/opening"
DISCHARGE: Final = "proceeds/discharge"

LENDER_KEYS: Final = {
    "European Union": "eu",
    "United States": "us",
    "Canada": "canada",
    "Japan": "japan",
    "United Kingdom": "uk",
}
"""Lender as the law names it to the key that accounts and files use."""
CHANNEL_KEYS: Final = {
    "European Peace Facility": "peace-facility",
    "Ukraine Facility": "ukraine-facility",
    "defence programmes": "defence-programmes",
    "Ukraine Loan Cooperation Mechanism": "loan-mechanism",
}
"""Channel as the law names it to the key that accounts and files use."""
MECHANISM: Final = "proceeds/channel/loan-mechanism"
RULES: Final = ("32024R1469", "32024R1673", "32024D1470", "32018R1046", "32024R2509", "32024D2760", "32024R2773")
"""CELEX numbers of the acts that the operations cite, in the order of their publication."""


@dataclass(frozen=True, slots=True)
class Depository:
    """A custodian as the ledger knows it.

    Attributes:
        key: short name in accounts and filings, such as ``euroclear`` or its LEI in lower case.
        name: the name that its reports use.
        currencies: of the principal that it reports.
    """

    key: str
    name: str
    currencies: tuple[str, ...] = (EURO,)


def key_of(name: str) -> str:
    """Return the short name of a party.

    Raises:
        UsufructError: ``O101`` for a name that has no letter or digit.

    Example:
        >>> key_of("Euroclear Bank SA/NV")
        'euroclear-bank-sa-nv'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
    if not key:
        raise refuse("O101", f"{name!r:.40} gives no short name", "party", "accounts carry it", "use letters or digits")
    return key


def claim(custodian: str, number: int) -> str:
    """Account of what a debit note claims from a custodian and is not paid."""
    return f"proceeds/claim/{custodian}/{number}"


def retained(custodian: str, vintage: str) -> str:
    """Account of what a custodian provisionally keeps of the contribution of a half-year."""
    return f"proceeds/retained/{custodian}/{vintage}"


def kept(custodian: str) -> str:
    """Account of what a custodian may keep after the five-year test."""
    return f"proceeds/retained/{custodian}/kept"


def released(custodian: str) -> str:
    """Account of retained amounts that were released and wait for the next call."""
    return f"proceeds/released/{custodian}"


def true_up(custodian: str) -> str:
    """Account of the yearly true-up that waits for the next call; a credit is an overpayment to be netted."""
    return f"proceeds/true-up/{custodian}"


def interest(custodian: str) -> str:
    """Account of late-payment interest that a custodian owes."""
    return f"proceeds/interest/{custodian}"


def channel(key: str) -> str:
    """Account of what is assigned to a channel and not passed on."""
    return f"proceeds/channel/{key}"


def lender(key: str) -> str:
    """Account of what is allotted to a lender and not paid."""
    return f"proceeds/lender/{key}"


def awaiting(key: str) -> str:
    """Memorandum account of what was paid to a lender and whose discharge is not confirmed."""
    return f"proceeds/discharge/awaiting/{key}"


def confirmed(key: str) -> str:
    """Memorandum account of what was paid to a lender and is confirmed to have discharged Ukraine's debt."""
    return f"proceeds/discharge/confirmed/{key}"


def principal(custodian: str, code: str) -> str:
    """Account of the central bank's assets that a custodian reports in a currency."""
    return f"principal/held/{custodian}/{code}"


def owed(custodian: str, code: str) -> str:
    """Account of the central bank's claim, the other side of :func:`principal`."""
    return f"principal/owed/{custodian}/{code}"


def own_account(path: str, custodian: str) -> Account:
    """The account of a new debit note or a new vintage of a custodian; it never falls below zero."""
    return _account(path, "asset", custodian, floor=0)


def custodian_accounts(depository: Depository) -> Iterator[Account]:
    """The accounts of one custodian in both books; those of a debit note and a vintage open with each call."""
    key = depository.key
    for code in depository.currencies:
        yield _account(principal(key, code), "asset", key, code, floor=0)
        yield _account(owed(key, code), "liability", key, code)
    for path in (released(key), interest(key), kept(key)):
        yield _account(path, "asset", key, floor=0)
    yield _account(true_up(key), "asset", key)


def shared_accounts() -> Iterator[Account]:
    """The accounts of the mechanism itself, its channels and its lenders."""
    yield _account(BANK, "asset", floor=0)
    yield _account(UNASSIGNED, "liability", ceiling=0)
    for path, side in (
        (CONTRIBUTION, "income"),
        (ASSIGNED, "expense"),
        (RETENTION_USED, "expense"),
        (LATE_INTEREST, "income"),
        (SUSPENSE, "liability"),
        (EXCHANGE, "expense"),
        (CHARGES, "expense"),
        (OPENING, "equity"),
        (DISCHARGE, "equity"),
    ):
        yield _account(path, side)
    for name in CHANNELS:
        yield _account(channel(CHANNEL_KEYS[name]), "liability", CHANNEL_KEYS[name], ceiling=0)
    for name in LENDERS:
        key = LENDER_KEYS[name]
        yield _account(lender(key), "liability", key, ceiling=0)
        yield _account(awaiting(key), "asset", key, floor=0)
        yield _account(confirmed(key), "asset", key, floor=0)


def chart(custodians: Sequence[Depository]) -> tuple[Account, ...]:
    """Every account that a mechanism opens with.

    Example:
        >>> paths = [each.path for each in chart([Depository("alpha", "Alpha CSD")])]
        >>> paths[0], "proceeds/true-up/alpha" in paths, len(paths)
        ('proceeds/bank', True, 36)
    """
    own = (each for depository in custodians for each in custodian_accounts(depository))
    return (*shared_accounts(), *own)


def _account(
    path: str,
    side: str,
    party: str = "",
    asset: str = EURO,
    *,
    floor: int | None = None,
    ceiling: int | None = None,
) -> Account:
    low, high = (None if bound is None else Amount(bound) for bound in (floor, ceiling))
    return Account(path, path.partition("/")[0], side, asset, currency(asset).digits, party, low, high)


def rule_sets(law: Rulebook, known: date) -> tuple[RuleSet, ...]:
    """The acts that operations cite and that were published by a day, each with its hashes.

    ``text_hash`` is over what this project states of the act (its parameters, rules and statements with their
    articles), not over the Official Journal; ``program_hash`` is the hash of the whole rulebook as known that day.
    """
    seen = law.as_known(known)
    acts = [source for source in seen.sources if source.celex in RULES and source.published <= known]
    program = seen.hash
    return tuple(
        RuleSet(version_of(act), _holds_from(seen, act).isoformat(), None, act.celex, _stated(seen, act), program)
        for act in acts
    )


def _holds_from(law: Rulebook, act: Source) -> date:
    """The first day from publication on which a rule of the act holds; its publication where all reach back."""
    rules = (each.provision for definition in law.quantities.values() for each in definition.versions)
    rows = (row for parameter in law.parameters.values() for row in parameter.rows)
    said = (each for statements in law.statements.values() for each in statements)
    sinces: list[object] = [each.since for each in rules if each.cite.source == act]
    sinces += [each.since for each in rows if each.cite.source == act]
    sinces += [each.since for each in said if each.cite.source == act]
    days = [since for since in sinces if isinstance(since, date)]
    return min((day for day in days if day >= act.published), default=act.published)


def version_of(act: Source) -> str:
    """Return the number by which the ledger names an act.

    Example:
        >>> from usufruct.law import rulebook
        >>> [version_of(act) for act in rulebook().sources if act.celex in RULES][:2]
        ['2018/1046', '2024/1469']
    """
    found = re.search(r"[0-9]{4}/[0-9]+", act.title)
    return found[0] if found else act.title


def _stated(law: Rulebook, act: Source) -> str:
    return sha256("\n".join(sorted(_lines(law, act))).encode()).hexdigest()


def _lines(law: Rulebook, act: Source) -> Iterable[str]:
    yield f"{act.title} {act.celex} {act.published}"
    for name, definition in law.quantities.items():
        for version in definition.versions:
            rule = version.provision
            if rule.cite.source == act:
                yield f"{name} {rule.since} {rule.cite} {version.node.key}"
    for name, parameter in law.parameters.items():
        yield from (f"{name} {row.since} {row.figure} {row.cite}" for row in parameter.rows if row.cite.source == act)
    for name, statements in law.statements.items():
        yield from (f"{name} {each.since} {each.cite} {each.text}" for each in statements if each.cite.source == act)
