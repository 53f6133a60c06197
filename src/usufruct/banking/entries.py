"""Entries of a statement, each movement singly: batches come apart and still add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from usufruct.banking.account import compact
from usufruct.banking.fields import amount_of, code_of, count_of, day_of, joined, named, signed
from usufruct.banking.statement import BankEntry
from usufruct.errors import refuse

# Sub-families of bank transaction codes: reversal due to a payment return, or to a cancellation request.
_UNDOING: Final = frozenset({"RRTN", "RPCR"})


@dataclass(frozen=True, slots=True)
class _Booked:
    """What all movements of one entry have in common."""

    entry: Any
    reference: str
    total: int
    value_day: dt.date
    booking_day: dt.date
    currency: str
    where: str


def movements(entry: Any, currency: str, where: str) -> tuple[BankEntry, ...]:
    """Return the movements of one booked entry; together they make its amount.

    Args:
        entry: the entry as the library has it.
        currency: of the account.
        where: statement and position, for messages.

    Raises:
        UsufructError: ``I141``, ``I144``, ``I146``, ``I147`` or ``I149``.
    """
    details = [detail for group in entry.ntry_dtls for detail in group.tx_dtls]
    reference = _reference(entry, details)
    if not reference:
        remedy = "ask the bank to give each entry a reference of its own"
        raise refuse("I144", "an entry has no reference", where, "without one, a repetition cannot be told", remedy)
    booked = _Booked(
        entry,
        reference,
        signed(amount_of(entry.amt, currency, where), entry.cdt_dbt_ind),
        day_of(entry.val_dt, f"{where}, value day"),
        day_of(entry.bookg_dt, f"{where}, booking day"),
        currency,
        where,
    )
    _check_number(entry, details, where)
    if not details:
        return (_movement(booked, None, reference, booked.total),)
    return tuple(_parts(booked, details))


def _reference(entry: Any, details: Sequence[Any]) -> str:
    """The bank's own reference; else the entry's; else that of its only detail."""
    own = named(entry.acct_svcr_ref) or named(entry.ntry_ref)
    if own or len(details) != 1 or details[0].refs is None:
        return own
    return named(details[0].refs.acct_svcr_ref)


def _check_number(entry: Any, details: Sequence[Any], where: str) -> None:
    stated = [group.btch.nb_of_txs for group in entry.ntry_dtls if group.btch and group.btch.nb_of_txs]
    if details and stated and sum(count_of(each, where) for each in stated) != len(details):
        what = f"a batch of {'+'.join(stated):.40} payments shows {len(details)}"
        raise refuse("I149", what, where, "what is left out cannot be matched", "ask the bank for the whole batch")


def _parts(booked: _Booked, details: Sequence[Any]) -> Iterator[BankEntry]:
    amounts = [_detail_amount(booked, detail) for detail in details]
    if len(details) == 1 and amounts[0] in (None, booked.total):
        yield _movement(booked, details[0], booked.reference, booked.total)
        return
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        what = f"{len(amounts) - len(known)} of {len(amounts)} payments of a batch have no amount in {booked.currency}"
        raise refuse("I146", what, booked.where, "it cannot be split exactly", "ask the bank for the single amounts")
    kept = booked.total - sum(known)
    if kept != 0 and kept != _charges(booked, details):
        what = f"the payments of a batch make {sum(known)}, the entry {booked.total} minor units"
        raise refuse("I146", what, booked.where, "it cannot be split exactly", "ask the bank")
    for number, (detail, amount) in enumerate(zip(details, known, strict=True), start=1):
        yield _movement(booked, detail, f"{booked.reference}/{number}", amount)
    if kept:
        yield _charge(booked, kept)


def _detail_amount(booked: _Booked, detail: Any) -> int | None:
    """The amount of one payment in the account's currency; version 02 has it only among the exchange details."""
    inner = detail.amt_dtls.tx_amt if detail.amt_dtls is not None else None
    for field in (getattr(detail, "amt", None), inner.amt if inner is not None else None):
        if field is not None and field.ccy == booked.currency:
            direction = getattr(detail, "cdt_dbt_ind", None) or booked.entry.cdt_dbt_ind
            return signed(amount_of(field, booked.currency, booked.where), direction)
    return None


def _charges(booked: _Booked, details: Sequence[Any]) -> int:
    """What the bank says it kept, as it moves the account; charges booked on their own are not counted."""
    records: list[Any] = []
    for holder in (booked.entry, *details):
        if isinstance(holder.chrgs, list):
            records += holder.chrgs
        elif holder.chrgs is not None:
            records += holder.chrgs.rcrd
    total = 0
    for record in records:
        if getattr(record, "chrg_incl_ind", None) is not False and record.amt.ccy == booked.currency:
            amount = amount_of(record.amt, booked.currency, booked.where)
            total += amount if code_of(record.cdt_dbt_ind) == "CRDT" else -amount
    return total


def _movement(booked: _Booked, detail: Any, reference: str, amount: int) -> BankEntry:
    refs = getattr(detail, "refs", None)
    back = getattr(detail, "rtr_inf", None)
    undoes = back is not None or bool(booked.entry.rvsl_ind) or _undoing(booked.entry) or _undoing(detail)
    return BankEntry(
        reference=reference,
        amount=amount,
        value_day=booked.value_day,
        booking_day=booked.booking_day,
        end_to_end=named(refs.end_to_end_id) if refs is not None else "",
        returned=undoes,
        reason=code_of(back.rsn) if back is not None else "",
        text=joined([*_remittance(detail), *_additions(back), booked.entry.addtl_ntry_inf]),
        counterparty="" if undoes else _counterparty(detail, amount),
    )


def _counterparty(detail: Any, amount: int) -> str:
    """The account of who paid in, or of who was paid; IBAN or another number."""
    parties = getattr(detail, "rltd_pties", None)
    account = getattr(parties, "dbtr_acct" if amount > 0 else "cdtr_acct", None)
    number = account.id if account is not None else None
    if number is None:
        return ""
    return compact(named(number.iban) or (named(number.othr.id) if number.othr is not None else ""))


def _charge(booked: _Booked, amount: int) -> BankEntry:
    days = booked.value_day, booked.booking_day
    reference = f"{booked.reference}/charges"
    return BankEntry(reference, amount, *days, "", returned=False, reason="", text="charges kept by the bank")


def _undoing(holder: Any) -> bool:
    code = getattr(holder, "bk_tx_cd", None)
    domain = code.domn if code is not None else None
    return domain is not None and domain.fmly.sub_fmly_cd in _UNDOING


def _remittance(detail: Any) -> Iterator[str | None]:
    if detail is None:
        return
    if detail.rmt_inf is not None:
        yield from detail.rmt_inf.ustrd
        for structured in detail.rmt_inf.strd:
            if structured.cdtr_ref_inf is not None:
                yield structured.cdtr_ref_inf.ref
    yield detail.addtl_tx_inf


def _additions(back: Any) -> Sequence[str]:
    return tuple(back.addtl_inf) if back is not None else ()
