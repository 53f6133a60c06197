"""News from a bank: camt.054 (debit and credit notification) and camt.052 (report of the day).

Neither proves anything: it has no balances that its entries must fit, and it can be taken back. What it says is shown,
and money counts as moved when a statement, camt.053, shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from usufruct.banking.bank_to_customer import account_of, gathered
from usufruct.banking.binding import Kind, bind
from usufruct.banking.entries import movements
from usufruct.banking.fields import code_of, count_of
from usufruct.banking.statement import BankEntry
from usufruct.errors import Fault, UsufructError, refuse

NOTIFICATION: Final = Kind("camt.054", ("02", "04", "08"))
REPORT: Final = Kind("camt.052", ("02", "04", "08"))


@dataclass(frozen=True, slots=True)
class BankNotice:
    """What a bank says ahead of its statement.

    Attributes:
        account: IBAN or other number of the account.
        number: the bank's identifier of the notice.
        currency: ISO 4217 code; all amounts are in its minor units.
        entries: what the bank calls booked, in its order.
        pending: how many entries it does not call booked.
    """

    account: str
    number: str
    currency: str
    entries: tuple[BankEntry, ...]
    pending: int


def read_camt_054(data: bytes) -> tuple[BankNotice, ...]:
    """Read the notifications of a camt.054 message.

    Raises:
        UsufructError: ``I121`` to ``I129`` for a file that cannot be read, else every fault of every notification.
    """
    return _notices(bind(data, NOTIFICATION).bk_to_cstmr_dbt_cdt_ntfctn, lambda message: message.ntfctn)


def read_camt_052(data: bytes) -> tuple[BankNotice, ...]:
    """Read the reports of a camt.052 message; their balances are not looked at.

    Raises:
        UsufructError: see :func:`read_camt_054`.
    """
    return _notices(bind(data, REPORT).bk_to_cstmr_acct_rpt, lambda message: message.rpt)


def _notices(message: Any, parts: Callable[[Any], list[Any]]) -> tuple[BankNotice, ...]:
    faults, found = list[Fault](), list[BankNotice]()
    for position, raw in enumerate(parts(message), start=1):
        where = f"notice {position} ({raw.id.strip():.35})"
        made = gathered(faults, lambda raw=raw, where=where: _notice(raw, where))
        found += [made] if made is not None else []
    if faults:
        raise UsufructError(dict.fromkeys(faults))
    if not found:
        raise refuse("I150", "the message holds no notice", "file", "", "fetch it from the bank again")
    return tuple(found)


def _notice(raw: Any, where: str) -> BankNotice:
    page = next((each for name in ("ntfctn_pgntn", "rpt_pgntn") if (each := getattr(raw, name, None))), None)
    if page is not None and (count_of(page.pg_nb, where) != 1 or not page.last_pg_ind):
        raise refuse("I148", f"page {page.pg_nb} of a notice in several pages", where, "", "wait for the statement")
    codes = {entry.amt.ccy for entry in raw.ntry} | ({raw.acct.ccy} if raw.acct.ccy else set())
    if len(codes) != 1:
        what = f"the notice is in {', '.join(sorted(codes)) or 'no currency'}"
        raise refuse("I141", what, where, "a notice is in one currency", "wait for the statement")
    currency = str(codes.pop())
    faults, entries = list[Fault](), list[BankEntry]()
    booked = [(place, entry) for place, entry in enumerate(raw.ntry, start=1) if code_of(entry.sts) == "BOOK"]
    for place, entry in booked:
        at = f"{where}, entry {place}"
        entries += gathered(faults, lambda entry=entry, at=at: movements(entry, currency, at)) or ()
    if faults:
        raise UsufructError(faults)
    return BankNotice(
        account_of(raw.acct, where), raw.id.strip(), currency, tuple(entries), len(raw.ntry) - len(booked)
    )
