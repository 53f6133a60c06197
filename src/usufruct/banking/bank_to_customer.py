"""Bank statements in: camt.053, bank to customer statement."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from usufruct.banking.account import account_faults, is_iban
from usufruct.banking.binding import Kind, bind
from usufruct.banking.entries import movements
from usufruct.banking.fields import amount_of, calendar_day, code_of, count_of, day_of, exact_units, signed
from usufruct.banking.pages import Page, joined_pages, pages_of
from usufruct.banking.statement import BankEntry, BankStatement
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.money import grouped

STATEMENT: Final = Kind("camt.053", ("02", "04", "08", "10", "11", "12"))


def read_camt_053(data: bytes, *more: bytes) -> tuple[BankStatement, ...]:
    """Read the statements of a camt.053 message, or of several that hold the pages of one statement.

    Only booked entries are taken; the balances are the booked ones, and they must fit the entries to the cent.

    Args:
        data: the file as received.
        more: further files, where pages of a statement stand in them.

    Returns:
        The statements in the order of the files.

    Raises:
        UsufructError: ``I121`` to ``I129`` for a file that cannot be read, else every fault of every statement
            (``I104``, ``I141`` to ``I150``, ``M101``); nothing is returned of files with a fault.
    """
    files, faults, pages = (data, *more), list[Fault](), list[Page]()
    for number, each in enumerate(files):
        prefix = f"file {number + 1}, " if more else ""
        message = gathered(faults, lambda each=each: bind(each, STATEMENT).bk_to_cstmr_stmt)
        if message is None:
            continue
        pages += gathered(faults, lambda m=message, n=number, p=prefix: list(pages_of(m, n, p))) or ()
        if not message.stmt:
            where = f"file {number + 1}" if more else "file"
            faults.append(Fault("I150", "the message holds no statement", where, "", "fetch it from the bank again"))
    groups, incomplete = joined_pages(pages)
    faults += incomplete
    statements = []
    for own in groups:
        found = gathered(faults, lambda own=own: _statement(own))
        statements += [found] if found is not None else []
    for (account, name), times in Counter((each.account, each.number) for each in statements).items():
        if times > 1:
            what = f"statement {name!r:.40} of {account!r:.40} stands {times} times"
            faults.append(Fault("I145", what, "file", "it would be booked twice", "ask the bank"))
    if faults:
        raise UsufructError(dict.fromkeys(faults))
    return tuple(statements)


def gathered(faults: list[Fault], task: Any) -> Any:
    """Do a task; keep its faults and go on."""
    try:
        return task()
    except UsufructError as error:
        faults += error.faults
        return None


def _statement(pages: Sequence[Page]) -> BankStatement:
    first, last, where = pages[0].raw, pages[-1].raw, pages[0].where
    account = account_of(first.acct, where)
    number = first.id.strip()
    if not number:
        raise refuse("I150", "the statement has no identifier", where, "a repetition could not be told", "ask the bank")
    currency = _currency([page.raw for page in pages], where)
    faults: list[Fault] = []
    opening = gathered(faults, lambda: _balance(first.bal, ("OPBD", "PRCD"), currency, f"{where}, opening balance"))
    closing = gathered(faults, lambda: _balance(last.bal, ("CLBD",), currency, f"{where}, closing balance"))
    by_page = [gathered(faults, lambda page=page: _entries(page, currency)) or () for page in pages]
    entries = [entry for page in by_page for entry in page]
    faults += _repetitions(entries, where)
    if faults:
        raise UsufructError(faults)
    _check_sum(opening[0], entries, closing[0], currency, where)
    if len(pages) > 1:
        _check_pages(pages, by_page, opening[0], currency)
    _check_totals(pages, currency, where)
    start, end = _days([page.raw.fr_to_dt for page in pages], opening[1], closing[1], where)
    files = tuple(dict.fromkeys(page.file for page in pages))
    return BankStatement(account, number, currency, opening[0], closing[0], start, end, tuple(entries), files)


def _entries(page: Page, currency: str) -> tuple[BankEntry, ...]:
    """The movements of the booked entries of a page; every fault of it at once."""
    faults, found = list[Fault](), list[BankEntry]()
    for position, entry in enumerate(page.raw.ntry, start=1):
        if code_of(entry.sts) == "BOOK":
            place = f"{page.where}, entry {position}"
            found += gathered(faults, lambda entry=entry, place=place: movements(entry, currency, place)) or ()
    if faults:
        raise UsufructError(faults)
    return tuple(found)


def _check_pages(pages: Sequence[Page], by_page: Sequence[Sequence[BankEntry]], opening: int, currency: str) -> None:
    """Hold the interim balances between pages, where the bank gives them, against the entries up to there."""
    reached = opening
    for page, entries in zip(pages, by_page, strict=True):
        after = reached + sum(entry.amount for entry in entries)
        for kinds, expected in ((("OPBD", "PRCD"), reached), (("CLBD", "ITBD"), after)):
            for each in page.raw.bal:
                interim = code_of(each.tp.sub_tp) == "INTM" or code_of(each.tp.cd_or_prtry) == "ITBD"
                if not interim or code_of(each.tp.cd_or_prtry) not in kinds:
                    continue
                stated = signed(amount_of(each.amt, currency, page.where), each.cdt_dbt_ind)
                if stated != expected:
                    what = f"page {page.number} has an interim balance of {stated}, the entries give {expected}"
                    raise refuse("I143", what, page.where, "an entry is missing or wrong", "ask the bank")
        reached = after


def account_of(account: Any, where: str) -> str:
    """The number of an account, an IBAN or another one.

    Raises:
        UsufructError: ``I104``, or ``I150`` where there is none or two.
    """
    given = (account.id.iban, account.id.othr and account.id.othr.id) if account.id is not None else ()
    numbers = [number.strip() for number in given if number is not None]
    if len(numbers) != 1 or not numbers[0]:
        raise refuse("I150", "the account has no number, or two", where, "", "ask the bank")
    if account.id.iban is not None and not is_iban(numbers[0]):
        raise UsufructError(account_faults(numbers[0], where) or [_no_iban(numbers[0], where)])
    return str(numbers[0])


def _no_iban(number: str, where: str) -> Fault:
    return Fault("I104", f"{number!r:.60} is no IBAN", where, "", "ask the bank")


def _currency(raws: Sequence[Any], where: str) -> str:
    codes = {balance.amt.ccy for raw in raws for balance in raw.bal} | {raw.acct.ccy for raw in raws if raw.acct.ccy}
    if len(codes) != 1:
        what = f"the account has balances in {', '.join(sorted(codes)) or 'no currency'}"
        raise refuse("I141", what, where, "a statement is in one currency", "ask the bank")
    return str(codes.pop())


def _balance(balances: Sequence[Any], kinds: Sequence[str], currency: str, where: str) -> tuple[int, dt.date]:
    """Return a booked balance and its day; intermediate ones of a page do not count."""
    found = [
        (signed(amount_of(each.amt, currency, where), each.cdt_dbt_ind), day_of(each.dt, where))
        for kind in kinds
        for each in balances
        if code_of(each.tp.cd_or_prtry) == kind and code_of(each.tp.sub_tp) != "INTM"
    ]
    if not found:
        what, do = f"there is no balance {' or '.join(kinds)}", "ask the bank for a statement that states it"
        raise refuse("I142", what, where, "a balance is never guessed", do)
    if len({amount for amount, _ in found}) > 1:
        what = f"there are several balances {' or '.join(kinds)}, and they differ"
        raise refuse("I142", what, where, "", "ask the bank which of them counts")
    return found[0]


def _repetitions(entries: Sequence[BankEntry], where: str) -> list[Fault]:
    times = Counter(entry.reference for entry in entries)
    why = "the same movement would be booked twice, or two be taken for one"
    return [
        Fault("I145", f"reference {name!r:.40} stands {many} times", where, why, "ask the bank")
        for name, many in times.items()
        if many > 1
    ]


def _check_sum(opening: int, entries: Sequence[BankEntry], closing: int, currency: str, where: str) -> None:
    reached = opening + sum(entry.amount for entry in entries)
    if reached != closing:
        made, stated = grouped(reached, currency), grouped(closing, currency)
        what = f"opening balance and entries make {made} {currency}, the closing balance is {stated} {currency}"
        raise refuse("I143", what, where, "an entry is missing or wrong", "fetch it from the bank again")


def _check_totals(pages: Sequence[Page], currency: str, where: str) -> None:
    """Compare the totals that the bank states, of a page or of all, if it does and all entries are booked."""
    every = [entry for page in pages for entry in page.raw.ntry]
    if any(code_of(entry.sts) != "BOOK" for entry in every):
        return
    for page in pages:
        summary = page.raw.txs_summry
        if summary is None:
            continue
        sides = (("all", summary.ttl_ntries), ("CRDT", summary.ttl_cdt_ntries), ("DBIT", summary.ttl_dbt_ntries))
        for side, stated in sides:
            if stated is not None and not any(
                _fits(stated, side, chosen, currency, where) for chosen in (page.raw.ntry, every)
            ):
                what = f"the bank counts {stated.nb_of_ntries} entries and {stated.sum} ({side}), here are {len(every)}"
                raise refuse("I149", what, where, "entries are missing or wrong", "fetch it from the bank again")


def _fits(stated: Any, side: str, entries: Sequence[Any], currency: str, where: str) -> bool:
    """Whether a total is that of the entries of a side."""
    chosen = [entry for entry in entries if side in ("all", code_of(entry.cdt_dbt_ind))]
    total = sum(amount_of(entry.amt, currency, where) for entry in chosen)
    count = stated.nb_of_ntries is None or count_of(stated.nb_of_ntries, where) == len(chosen)
    return count and (stated.sum is None or exact_units(stated.sum, currency, where) == total)


def _days(periods: Sequence[Any], opening: dt.date, closing: dt.date, where: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day: those of the period where the bank gives it, else those of the balances."""
    start, end = opening, closing
    given = [period for period in periods if period is not None]
    if given:
        start = min(calendar_day(period.fr_dt_tm, where) for period in given)
        end = max(calendar_day(period.to_dt_tm, where) for period in given)
    if start > end:
        raise refuse("I147", f"it begins on {start} and ends on {end}", where, "", "ask the bank")
    return start, end
