"""What custodians file, who verifies it, and the acts of law that alone release principal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from usufruct.ledger.bodies import Filing, LegalRelease, Verification
from usufruct.ledger.citation import CITATION
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_people import HASH
from usufruct.ledger.rules_step import step
from usufruct.ledger.state import State
from usufruct.ledger.what_to_do import ACT, SHA256


def filing(case: Case, body: Filing) -> None:
    """Take a custodian's report: versions of the same period follow each other."""
    state, check = case.state, case.check
    check(
        1 <= len(body.custodian) <= 40,
        "L240",
        "a filing names its custodian, such as by its LEI",
        "",
        "name the custodian in 1 to 40 characters",
    )
    known = body.period in state.periods or _is_year(state, body)
    check(
        known,
        "L240",
        f"there is no period {body.period!r:.40}, nor a year of which principal is not stated",
        "",
        "open the period first: usufruct propose open PERIOD; or file for a year, without principal",
    )
    last = state.filed.get((body.custodian, body.period))
    number = state.filings[last].body.version if last is not None else 0
    check(body.version == number + 1, "L241", f"version {body.version} does not follow version {number}")
    check(
        HASH.fullmatch(body.document) is not None, "L240", "the document received is named by its SHA-256", "", SHA256
    )
    assets = [holding.asset for holding in body.principal]
    once = len(set(assets)) == len(assets) and all(holding.amount >= 0 for holding in body.principal)
    check(
        once,
        "L240",
        "principal stands once for each currency and is not negative",
        "",
        "state each currency once, with zero or more",
    )
    names = [(line.name, line.asset) for line in body.lines]
    check(len(set(names)) == len(names), "L240", "a line stands twice", "", "state each line once for each currency")
    step(case, body, by_law=True)


def _is_year(state: State, body: Filing) -> bool:
    """Whether it is about a year that a known period ends, and states no principal: audited accounts."""
    ended = any(each.end == f"{body.period}-12-31" for each in state.periods.values())
    return ended and not body.principal


def verification(case: Case, body: Verification) -> None:
    """Accept or reject the latest filing of a period; the verifier is another person than the filer."""
    state, check = case.state, case.check
    known = state.filings.get(body.filing)
    if known is None or state.filed[known.body.custodian, known.body.period] != body.filing:
        case.fault(
            "L242",
            f"{body.filing} is no latest version of a filing",
            "",
            "verify the latest version of the report: usufruct inbox",
        )
        return
    check(not known.verdict, "L243", f"filing {body.filing} was {known.verdict} already", "", "file a new version")
    check(known.filer != case.person, "L244", f"{case.person} filed it", "four eyes", "have another person verify it")
    check(
        body.verdict in ("accepted", "rejected"),
        "L242",
        f"{body.verdict!r:.40} is no verdict",
        "",
        "write accepted or rejected",
    )
    check(
        HASH.fullmatch(body.program) is not None,
        "L242",
        "the program that recomputed is named by its SHA-256",
        "",
        SHA256,
    )
    filed = {(line.name, line.asset): line.amount for line in known.body.lines}
    for row in body.differences:
        stated = filed.get((row.name, row.asset))
        check(
            stated == row.filed,
            "L242",
            f"{row.name} in {row.asset} was filed as {stated}, not {row.filed}",
            "",
            "take the line as it was filed",
        )
        check(
            row.filed != row.recomputed,
            "L242",
            f"{row.name} in {row.asset} does not differ",
            "",
            "list only the lines that differ",
        )
    _recomputed(case, body, filed)
    step(case, body, by_law=True)


def _recomputed(case: Case, body: Verification, filed: Mapping[tuple[str, str], int]) -> None:
    """Lines that were recomputed stand once, and what is said to differ is exactly what differs from them."""
    if not body.lines:
        return
    lines = {(line.name, line.asset): line.amount for line in body.lines}
    case.check(
        len(lines) == len(body.lines),
        "L242",
        "a recomputed line stands twice",
        "",
        "give each line once for each currency",
    )
    differ = {(row.name, row.asset): row.recomputed for row in body.differences}
    real = {key: amount for key, amount in lines.items() if filed.get(key, amount) != amount}
    case.check(
        differ == real,
        "L242",
        "the differences are not those between the lines filed and recomputed",
        "",
        "list each line whose amounts differ, with both of them, and no other",
    )


def legal_release(case: Case, body: LegalRelease) -> Mapping[str, Any] | None:
    """Release principal by an act of law; the quorum is at least two besides the maker."""
    state, check = case.state, case.check
    account = state.accounts.get(body.account)
    held = account is not None and (account.book, account.side) == ("principal", "asset")
    check(
        held,
        "L245",
        f"{body.account!r:.80} holds no principal",
        "",
        "name an account that holds principal: usufruct ledger balance principal",
    )
    if held:
        enough = 0 < body.amount <= state.balance(body.account)
        check(
            enough,
            "L245",
            f"{body.amount} is not above zero and within what {body.account} holds",
            "",
            "release an amount above zero and no more than it holds: usufruct ledger balance ACCOUNT",
        )
    check(CITATION.fullmatch(body.act) is not None, "L246", f"{body.act!r:.80} is neither ELI nor CELEX", "", ACT)
    check(
        bool(body.article.strip()),
        "L246",
        "a release cites the article of its act",
        "",
        "name the place in the act, such as Art. 5a(9)",
    )
    return None
