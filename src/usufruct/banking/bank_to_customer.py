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
from usufruct.banking.statement import BankEntry, BankStatement
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.money import grouped

STATEMENT: Final = Kind("camt.053", ("02", "04", "08", "10", "11", "12"))


def read_camt_053(data: bytes) -> tuple[BankStatement, ...]:
    """Read the statements of a camt.053 message.

    Only booked entries are taken; the balances are the booked ones, and they must fit the entries to the cent.

    Args:
        data: the file as received.

    Returns:
        The statements in the order of the file.

    Raises:
        UsufructError: ``I121`` to ``I129`` for a file that cannot be read, else every fault of every statement
            (``I104``, ``I141`` to ``I150``, ``M101``); nothing is returned of a file with a fault.
    """
    message = bind(data, STATEMENT).bk_to_cstmr_stmt
    faults: list[Fault] = []
    _gather(faults, lambda: _check_page(message.grp_hdr.msg_pgntn, "message"))
    statements = []
    for number, raw in enumerate(message.stmt, start=1):
        where = f"statement {number} ({raw.id.strip():.35})"
        found = _gather(faults, lambda raw=raw, where=where: _statement(raw, where))
        statements += [found] if found is not None else []
    if not message.stmt:
        faults.append(Fault("I150", "the message holds no statement", "file", "", "fetch it from the bank again"))
    for (account, name), times in Counter((each.account, each.number) for each in statements).items():
        if times > 1:
            what = f"statement {name!r:.40} of {account!r:.40} stands {times} times"
            faults.append(Fault("I145", what, "file", "it would be booked twice", "ask the bank"))
    if faults:
        raise UsufructError(dict.fromkeys(faults))
    return tuple(statements)


def _gather(faults: list[Fault], task: Any) -> Any:
    """Do a task; keep its faults and go on."""
    try:
        return task()
    except UsufructError as error:
        faults += error.faults
        return None


def _statement(raw: Any, where: str) -> BankStatement:
    _check_page(getattr(raw, "stmt_pgntn", None), where)
    account = _account(raw.acct, where)
    number = raw.id.strip()
    if not number:
        raise refuse("I150", "the statement has no identifier", where, "a repetition could not be told", "ask the bank")
    currency = _currency(raw, where)
    faults: list[Fault] = []
    opening = _gather(faults, lambda: _balance(raw.bal, ("OPBD", "PRCD"), currency, f"{where}, opening balance"))
    closing = _gather(faults, lambda: _balance(raw.bal, ("CLBD",), currency, f"{where}, closing balance"))
    entries: list[BankEntry] = []
    for position, entry in enumerate(raw.ntry, start=1):
        if code_of(entry.sts) == "BOOK":
            place = f"{where}, entry {position}"
            entries += _gather(faults, lambda entry=entry, place=place: movements(entry, currency, place)) or ()
    faults += _repetitions(entries, where)
    if faults:
        raise UsufructError(faults)
    _check_sum(opening[0], entries, closing[0], currency, where)
    _check_totals(raw, currency, where)
    start, end = _days(raw.fr_to_dt, opening[1], closing[1], where)
    return BankStatement(account, number, currency, opening[0], closing[0], start, end, tuple(entries))


def _check_page(page: Any, where: str) -> None:
    if page is not None and (count_of(page.pg_nb, where) != 1 or not page.last_pg_ind):
        what = f"page {page.pg_nb} of a statement in several pages"
        remedy = "ask the bank for the statement in one message"
        raise refuse("I148", what, where, "a page has no balances of its own to check it by", remedy)


def _account(account: Any, where: str) -> str:
    given = (account.id.iban, account.id.othr and account.id.othr.id) if account.id is not None else ()
    numbers = [number.strip() for number in given if number is not None]
    if len(numbers) != 1 or not numbers[0]:
        raise refuse("I150", "the account has no number, or two", where, "", "ask the bank")
    if account.id.iban is not None and not is_iban(numbers[0]):
        raise UsufructError(account_faults(numbers[0], where) or [_no_iban(numbers[0], where)])
    return str(numbers[0])


def _no_iban(number: str, where: str) -> Fault:
    return Fault("I104", f"{number!r:.60} is no IBAN", where, "", "ask the bank")


def _currency(raw: Any, where: str) -> str:
    codes = {balance.amt.ccy for balance in raw.bal} | ({raw.acct.ccy} if raw.acct.ccy else set())
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
        raise refuse("I142", f"there is no balance {' or '.join(kinds)}", where, "a balance is never guessed")
    if len({amount for amount, _ in found}) > 1:
        raise refuse("I142", f"there are several balances {' or '.join(kinds)}, and they differ", where)
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


def _check_totals(raw: Any, currency: str, where: str) -> None:
    """Compare the totals that the bank states, if it does and all entries are booked."""
    summary = raw.txs_summry
    if summary is None or any(code_of(entry.sts) != "BOOK" for entry in raw.ntry):
        return
    sides = (("all", summary.ttl_ntries), ("CRDT", summary.ttl_cdt_ntries), ("DBIT", summary.ttl_dbt_ntries))
    for side, stated in sides:
        if stated is None:
            continue
        chosen = [entry for entry in raw.ntry if side in ("all", code_of(entry.cdt_dbt_ind))]
        total = sum(amount_of(entry.amt, currency, where) for entry in chosen)
        number_differs = stated.nb_of_ntries is not None and count_of(stated.nb_of_ntries, where) != len(chosen)
        if number_differs or (stated.sum is not None and exact_units(stated.sum, currency, where) != total):
            what = f"the bank counts {stated.nb_of_ntries} entries and {stated.sum} ({side}), here are {len(chosen)}"
            raise refuse("I149", what, where, "entries are missing or wrong", "fetch it from the bank again")


def _days(period: Any, opening: dt.date, closing: dt.date, where: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day: those of the period where the bank gives it, else those of the balances."""
    start, end = opening, closing
    if period is not None:
        start, end = calendar_day(period.fr_dt_tm, where), calendar_day(period.to_dt_tm, where)
    if start > end:
        raise refuse("I147", f"it begins on {start} and ends on {end}", where, "", "ask the bank")
    return start, end
