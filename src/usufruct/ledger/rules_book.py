"""Accounts, versions of the law, periods and their seals; checkpoints and migrations of the writer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from usufruct.errors import UsufructError
from usufruct.ledger.bodies import BOOKS, SIDES, Account, Period, RuleSet
from usufruct.ledger.citation import CITATION
from usufruct.ledger.days import is_day
from usufruct.ledger.notes import VerifierKey, open_checkpoint
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_people import HASH
from usufruct.ledger.rules_step import step
from usufruct.ledger.seals import sealed
from usufruct.ledger.what_to_do import ACT, SHA256

_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,9}")
ASSET: Final = re.compile(r"[A-Z][A-Z0-9]{2,11}")

_FILE: Final = "file and verify it: usufruct file, usufruct verify-filing"
_BOOK: Final = "book the filing (usufruct propose principal PERIOD), or have it corrected"
_CLOSE: Final = "close it first: usufruct propose close PERIOD"
_BY_ITSELF: Final = "leave this to the program: opening a ledger notes each script that changed its tables"


def account(case: Case, body: Account) -> None:
    """Open an account in one of the two books."""
    check = case.check
    check(body.path not in case.state.accounts, "L230", f"account {body.path!r:.80} is open already")
    named = _PATH.fullmatch(body.path) is not None and len(body.path) <= 120
    check(
        named,
        "L231",
        f"{body.path!r:.80} cannot name an account",
        "",
        "write up to ten words with / between them, such as proceeds/bank",
    )
    check(body.book in BOOKS, "L231", f"there is no book {body.book!r:.40}", "", "principal or proceeds")
    check(body.side in SIDES, "L231", f"there is no side {body.side!r:.40}", "", ", ".join(SIDES))
    check(
        ASSET.fullmatch(body.asset) is not None,
        "L231",
        f"{body.asset!r:.40} is no currency code",
        "",
        "write a code such as EUR",
    )
    check(body.scale <= 6, "L231", f"a scale of {body.scale} decimals does not fit 64 bits", "", "use 0 to 6")
    scales = {each.scale for each in case.state.accounts.values() if each.asset == body.asset}
    check(
        scales <= {body.scale},
        "L231",
        f"{body.asset} is kept at another scale than {body.scale}",
        "",
        "give it the scale of the other accounts in this currency",
    )
    for bound, holds in (("floor", body.floor is None or body.floor <= 0), ("ceiling", (body.ceiling or 0) >= 0)):
        check(
            holds,
            "L231",
            f"the {bound} leaves no room for an empty account",
            "",
            "give a floor of at most 0 and a ceiling of at least 0, or none",
        )
    held = body.book != "principal" or body.side != "asset" or body.party != ""
    check(
        held, "L231", "principal is held by a custodian", "a period closes against its filing", "name it as the party"
    )


def rule_set(case: Case, body: RuleSet) -> None:
    """Take up a version of the law."""
    check = case.check
    known = body.version in case.state.rule_sets
    check(
        not known and 1 <= len(body.version) <= 80,
        "L232",
        f"version {body.version!r:.80} is known or has no name",
        "",
        "give it a new name of 1 to 80 characters, or use the version as it is",
    )
    check(
        CITATION.fullmatch(body.citation) is not None,
        "L232",
        f"{body.citation!r:.80} is neither ELI nor CELEX",
        "",
        ACT,
    )
    ends = body.valid_to is None or (is_day(body.valid_to) and body.valid_to >= body.valid_from)
    check(
        is_day(body.valid_from) and ends,
        "L232",
        "its days of validity are not two days in order",
        "",
        "write the days as 2025-01-01, the earlier one first; leave the last one out if there is none",
    )
    for each in (body.text_hash, body.program_hash):
        check(HASH.fullmatch(each) is not None, "L232", f"{each!r:.70} is no SHA-256", "", SHA256)


def period(case: Case, body: Period) -> None:
    """Open a period after the last one, or close one whose principal is what the custodians filed."""
    step(case, body, by_law=False)
    if body.action == "open":
        _open(case, body)
    elif body.action == "close":
        _close(case, body)
    else:
        case.fault("L233", f"{body.action!r:.40} is nothing a period does", "", "open or close")


def _open(case: Case, body: Period) -> None:
    periods = case.state.periods
    case.check(
        body.name not in periods and 1 <= len(body.name) <= 40,
        "L233",
        f"{body.name!r:.60} is known or nameless",
        "",
        "open the one after the last period: usufruct propose open PERIOD",
    )
    in_order = is_day(body.start) and is_day(body.end) and body.start <= body.end
    if case.check(in_order, "L233", "a period has two days in order", "", "write them as 2026-01-01"):
        last = max((each.end for each in periods.values()), default="")
        case.check(
            body.start > last,
            "L233",
            f"{body.start} is not after {last}, the end of the last period",
            "",
            "open the period after it",
        )


def _close(case: Case, body: Period) -> None:
    state, known = case.state, case.state.periods.get(body.name)
    if known is None or (known.status, known.start, known.end) != ("open", body.start, body.end):
        case.fault(
            "L233",
            f"no open period {body.name!r:.60} has these days",
            "",
            "look them up: usufruct ledger export --table period",
        )
        return
    earlier = [name for name, each in state.periods.items() if each.end < known.start and each.status == "open"]
    case.check(not earlier, "L233", f"{', '.join(earlier)} is still open", "", _CLOSE)
    held = {
        (each.party, each.asset) for each in state.accounts.values() if (each.book, each.side) == ("principal", "asset")
    }
    filings = {custodian: seq for (custodian, name), seq in state.accepted.items() if name == body.name}
    for custodian in sorted({party for party, _ in held} - set(filings)) or ([] if filings else ["any custodian"]):
        case.fault("L235", f"no filing of {custodian} for {body.name} is verified", "", _FILE)
    for custodian, seq in sorted(filings.items()):
        filed = dict(state.filings[seq].body.principal)
        for asset in sorted({*filed, *(asset for party, asset in held if party == custodian)}):
            booked, stated = state.principal(custodian, asset, known.end), filed.get(asset, 0)
            what = f"principal of {custodian} in {asset} is booked as {booked}, filed as {stated}"
            case.check(booked == stated, "L234", what, "principal is never touched", _BOOK)


def seal(case: Case, body: Any) -> Mapping[str, Any] | None:
    """Seal a closed period, after the one before it; the result holds its roots."""
    known = case.state.periods.get(body.period)
    if known is None or known.status != "closed":
        case.fault("L236", f"no closed period {body.period!r:.60} waits for its seal", "", _CLOSE)
        return None
    unsealed = [n for n, each in case.state.periods.items() if each.end < known.start and each.status != "sealed"]
    if not case.check(
        not unsealed, "L236", f"{', '.join(unsealed)} is not sealed", "", "seal it first: usufruct ledger seal"
    ):
        return None
    return sealed(case.state, body.period)


def checkpoint(case: Case, body: Any) -> None:
    """Keep a signed head, if it is the head of this log here and now."""
    try:
        head = open_checkpoint(body.note, VerifierKey.of_log(case.state.ledger, case.state.log_key)).checkpoint
    except UsufructError as error:
        case.faults.extend(error.faults)
        return
    same = (head.size, head.root) == (case.state.size, case.state.tree.root())
    case.check(same, "L237", f"this head of {head.size} records is not the head of the log")


def migration(case: Case, body: Any) -> None:
    """Note that the tables changed: versions follow each other; the first made them, before there was a log."""
    last = case.state.migrations.get(body.store, 1)
    case.check(
        body.version == last + 1,
        "L238",
        f"version {body.version} of {body.store} does not follow {last}",
        "",
        _BY_ITSELF,
    )
    case.check(HASH.fullmatch(body.checksum) is not None, "L238", "a migration is named by its SHA-256", "", _BY_ITSELF)
