"""Journals and their reversals: double entry, two books that never mix, floors, open periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from usufruct.ledger.bodies import Account, Journal, Leg, Reversal
from usufruct.ledger.days import is_day
from usufruct.ledger.folding import inverse_of
from usufruct.ledger.rejection import Case
from usufruct.ledger.rules_bank import entry, unproven
from usufruct.ledger.rules_resting import journal_takes, untaken
from usufruct.ledger.rules_step import step
from usufruct.ledger.state import FilingState, ReleaseState
from usufruct.ledger.what_to_do import ONE_DAY

MOST_LEGS: Final = 1_000
_NEW_REPORT: Final = "have a new report filed and verified, which it follows: usufruct file, usufruct verify-filing"
GROSS_BOUND: Final = 9 * 10**18
"""Gross totals of an account stay below this many minor units, so that they fit 64 bits with their sign."""


def journal(case: Case, body: Journal) -> Mapping[str, Any] | None:
    """Book a journal."""
    accounts = _legs(case, body.book, body.legs)
    _dates(case, body)
    if accounts:
        _limits(case, accounts, body.legs)
        if body.book == "principal":
            _principal(case, body, accounts)
        elif body.basis is not None:
            _basis(case, body)
        if case.state.last_statement or body.statement is not None or body.reference:
            entry(case, body)
    if body.rule_set:
        rules = case.state.rule_sets.get(body.rule_set)
        holds = rules is not None and rules.valid_from <= body.effective <= (rules.valid_to or "9999-12-31")
        case.check(holds, "L270", f"rules {body.rule_set!r:.60} are not in force on {body.effective}")
    return None


def _legs(case: Case, book: str, legs: Sequence[Leg]) -> list[Account]:
    """Check double entry; return the accounts of the legs, or nothing where they cannot be trusted."""
    before = len(case.faults)
    if not 2 <= len(legs) <= MOST_LEGS:
        case.fault(
            "L260",
            f"a journal has 2 to {MOST_LEGS} legs, not {len(legs)}",
            "",
            "give it two legs at least, or divide it over several journals",
        )
    known = case.state.accounts
    accounts: list[Account] = []
    sums: dict[str, int] = {}
    for path, amount in legs:
        account = known.get(path)
        if account is None:
            case.fault("L263", f"there is no account {path!r:.80}", "", "open it first")
            continue
        if not amount:
            case.fault("L261", f"the leg on {path} is zero")
        if account.book != book:
            case.fault("L264", f"{path} is in the book {account.book}, the journal in {book!r:.40}", "books never mix")
        accounts.append(account)
        asset = account.asset
        sums[asset] = sums.get(asset, 0) + amount
    if len(dict(legs)) != len(legs):
        case.fault("L260", "an account stands twice in the legs", "", "add its amounts up")
    for asset, total in sums.items():
        if total:
            case.fault("L262", f"the legs in {asset} add up to {total}, not to zero")
    return accounts if len(case.faults) == before else []


def _dates(case: Case, body: Journal | Reversal) -> None:
    step(case, body, by_law=isinstance(body, Journal) and body.rule_set != "")
    period = case.state.periods.get(body.period)
    if period is None or period.status != "open":
        case.fault(
            "L265", f"{body.period!r:.40} is no open period", "", "book it in an open one, with its original day"
        )
    elif not (period.start <= body.effective <= period.end and is_day(body.effective)):
        case.fault(
            "L265",
            f"{body.effective!r:.40} is no day of {body.period}",
            "",
            "give a day of the period, or name the open period that holds the day",
        )
    if isinstance(body, Journal) and not (body.due is body.instructed is body.value is body.original is None):
        for name in ("due", "instructed", "value", "original"):
            day = getattr(body, name)
            if day is not None and not is_day(day):
                case.fault("L265", f"{name} {day!r:.40} is no day", "", ONE_DAY)


def _limits(case: Case, accounts: Sequence[Account], legs: Sequence[Leg]) -> None:
    balances = case.state.balances
    for account, (path, amount) in zip(accounts, legs, strict=True):
        total = balances[path]
        debit, credit = total.debits, total.credits
        after = debit - credit + amount
        if account.floor is not None and after < account.floor:
            case.fault("L266", f"{path} would fall to {after}, below its floor of {account.floor}")
        if account.ceiling is not None and after > account.ceiling:
            case.fault("L266", f"{path} would rise to {after}, above its ceiling of {account.ceiling}")
        if debit + amount > GROSS_BOUND or credit - amount > GROSS_BOUND:
            case.fault("L267", f"the gross totals of {path} would leave 64 bits", "", "open a new account")


def _principal(case: Case, body: Journal, accounts: Sequence[Account]) -> None:
    """Principal moves to what a verified filing reports, or by what an act of law releases; never otherwise."""
    state = case.state
    held = [(account, leg.amount) for account, leg in zip(accounts, body.legs, strict=True) if account.side == "asset"]
    if body.basis in state.filings:
        _to_filing(case, body, state.filings[body.basis], held)
    elif body.basis in state.releases:
        _by_release(case, body, state.releases[body.basis], held)
    else:
        why = "principal moves only by a verified report of its custodian or a cited act of law"
        case.fault(
            "L268",
            "a journal of the principal book rests on neither filing nor release",
            why,
            "rest it on a verified filing or a release: usufruct propose principal, usufruct propose law-release",
        )


def _to_filing(case: Case, body: Journal, filing: FilingState, held: Sequence[tuple[Account, int]]) -> None:
    state, custodian, period = case.state, filing.body.custodian, filing.body.period
    accepted = state.accepted.get((custodian, period)) == body.basis and body.period == period
    if not case.check(
        accepted,
        "L268",
        f"filing {body.basis} is not the verified one of {custodian} for {body.period}",
        "",
        "have the latest report verified, and rest it on that: usufruct propose principal PERIOD",
    ):
        return
    own = all(account.party == custodian for account, _ in held)
    case.check(
        own,
        "L268",
        f"a filing of {custodian} moves no principal of another custodian",
        "",
        "book the principal of each custodian by its own filing",
    )
    filed = dict(filing.body.principal)
    end = state.periods[period].end if period in state.periods else ""
    for asset in sorted({account.asset for account in (state.accounts[leg.account] for leg in body.legs)}):
        change = sum(amount for account, amount in held if account.asset == asset)
        after = state.principal(custodian, asset, end) + change
        what = f"principal in {asset} would be {after}, and {custodian} filed {filed.get(asset, 0)}"
        case.check(
            after == filed.get(asset, 0),
            "L269",
            what,
            "principal is what its custodian reports",
            "move exactly the difference between books and filing: usufruct propose principal PERIOD does",
        )


def _by_release(case: Case, body: Journal, release: ReleaseState, held: Sequence[tuple[Account, int]]) -> None:
    case.check(
        release.used is None,
        "L268",
        f"release {body.basis} was used by journal {release.used}",
        "",
        "have a new release approved: usufruct propose law-release",
    )
    exact = [(account.path, amount) for account, amount in held] == [(release.body.account, -release.body.amount)]
    what = f"the act releases {release.body.amount} from {release.body.account} and nothing else"
    case.check(
        exact,
        "L269",
        what,
        "",
        "move exactly that, with one leg of principal held: usufruct propose law-release, once more, does",
    )


def _basis(case: Case, body: Journal) -> None:
    """The record that a journal of the proceeds book rests on exists, and a split is booked as it was divided."""
    state, number = case.state, body.basis
    run = state.runs.get(number) if number is not None else None
    if run is not None:
        case.check(
            run.void is None,
            "L271",
            f"allocation {number} was dropped by record {run.void}",
            "",
            "divide again, and book that run: usufruct propose split or payout",
        )
        case.check(
            run.booked is None,
            "L271",
            f"allocation {number} was booked by journal {run.booked}",
            "",
            "reverse that journal first, if it is wrong: usufruct propose reversal JOURNAL",
        )
        legs = dict(body.legs)
        booked = {path: -legs.get(path, 0) for path in run.shares}
        case.check(
            booked == run.shares,
            "L271",
            f"the legs are not the shares of allocation {number}: {run.shares}",
            "",
            "credit each recipient with its share: the proposal of the split or payout, given once more, does",
        )
        return
    if number in state.filings:
        verdict = state.filings[number].verdict
        case.check(
            verdict == "accepted",
            "L268",
            f"filing {number} is not verified",
            "",
            "have another person verify it first: usufruct verify-filing FILING REPORT",
        )
        return
    if number in state.journals:
        journal_takes(case, body, number)
        return
    known = number in state.payments or number in state.statements
    case.check(
        known,
        "L268",
        f"{number} is no record that a journal can rest on",
        "",
        "name a filing, an allocation, a payment, a statement or a journal of this ledger, or none",
    )


def reversal(case: Case, body: Reversal) -> Mapping[str, Any] | None:
    """Undo a journal once, by its exact inverse; the result holds the legs."""
    state = case.state
    original = state.journals.get(body.journal)
    if original is None or original.entry == "reversal":
        case.fault("L272", f"{body.journal} is no journal", "", "a reversal is not reversed: post the journal again")
        return None
    done = state.reversals.get(body.journal)
    case.check(done is None, "L273", f"journal {body.journal} was reversed by {done}")
    untouched = original.book != "principal"
    case.check(untouched, "L274", "principal is not reversed", "", _NEW_REPORT)
    _dates(case, body)
    untaken(case, body.journal)
    inverse = inverse_of(original, body)
    if original.statement is None:
        unproven(case, inverse.legs)
    _limits(case, [state.accounts[path] for path, _ in inverse.legs], inverse.legs)
    return {"legs": [[path, str(amount)] for path, amount in inverse.legs]}
