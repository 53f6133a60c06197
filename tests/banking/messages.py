"""Bank messages as text, written without the library that the package reads them with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
VERSIONS = ("02", "04", "08", "10", "11", "12")
DIGITS = {"EUR": 2, "JPY": 0, "KWD": 3}
DAY = dt.date(2026, 2, 27)


@cache
def schema(name: str) -> Any:
    return etree.XMLSchema(etree.parse(SCHEMAS / f"{name}.xsd"))


def fits(name: str, data: bytes) -> bool:
    return bool(schema(name).validate(etree.fromstring(data)))


def assert_fits(name: str, data: bytes) -> None:
    schema(name).assertValid(etree.fromstring(data))


def decimal(units: int, currency: str = "EUR") -> str:
    """Text of an amount by moving the point in its digits: no arithmetic that the package could share."""
    digits = DIGITS[currency]
    text = str(units).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


@dataclass(frozen=True)
class Detail:
    """One payment of a batch: signed minor units, or None when the bank gives no amount."""

    amount: int | None
    end_to_end: str = "R41"
    returned: str = ""
    text: str = ""
    currency: str = ""
    charges: int = 0
    payer: str = ""
    payee: str = ""


@dataclass(frozen=True)
class Entry:
    amount: int
    reference: str = "A1"
    details: Sequence[Detail] = ()
    status: str = "BOOK"
    value: str = "2026-02-27"
    booked: str = "2026-02-27"
    stated: int | None = None
    reversal: bool = False
    charges: int = 0
    code: str = ""
    text: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Statement:
    opening: int
    entries: Sequence[Entry]
    closing: int | None = None
    number: str = "S-1"
    account: str = "BE68539007547034"
    currency: str = "EUR"
    opening_kind: str = "OPBD"
    page: tuple[int, bool] | None = None
    period: tuple[str, str] | None = None
    totals: tuple[int, int] | None = None
    extra_balances: str = ""
    supplement: str = ""
    balances: Sequence[str] = field(default=("opening", "closing"))


def camt_053(statements: Sequence[Statement], version: str = "08") -> bytes:
    parts = "".join(_statement(each, version) for each in statements)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-02-28T06:00:00+01:00</CreDtTm></GrpHdr>{parts}"
        "</BkToCstmrStmt></Document>\n"
    ).encode()


def notice(name: str, entries: Sequence[Entry], version: str = "08", pages: str = "", account: str = "") -> bytes:
    """A camt.052 or camt.054 message of one notice."""
    outer, inner = {
        "camt.052": ("BkToCstmrAcctRpt", "Rpt"),
        "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[name]
    rows = "".join(_entry(entry, "EUR", version) for entry in entries)
    made = "<CreDtTm>2026-02-28T06:00:00+01:00</CreDtTm>"
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{name}.001.{version}"><{outer}><GrpHdr><MsgId>M-1</MsgId>'
        f"{made}</GrpHdr><{inner}><Id>N-1</Id>{pages}{made}<Acct><Id>{_account(account or 'BE68539007547034')}</Id>"
        f"<Ccy>EUR</Ccy></Acct>{rows}</{inner}></{outer}></Document>"
    ).encode()


def one(entries: Sequence[Entry], version: str = "08", opening: int = 0, **more: Any) -> bytes:
    return camt_053([Statement(opening, entries, **more)], version)


def _sides(amount: int, currency: str) -> str:
    direction = "CRDT" if amount >= 0 else "DBIT"
    return f'<Amt Ccy="{currency}">{decimal(abs(amount), currency)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'


def _balance(kind: str, amount: int, currency: str) -> str:
    day = "<Dt><Dt>2026-02-27</Dt></Dt>"
    return f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_sides(amount, currency)}{day}</Bal>"


def _statement(each: Statement, version: str) -> str:
    moved = sum(entry.amount for entry in each.entries if entry.status == "BOOK")
    closing = each.opening + moved if each.closing is None else each.closing
    balances = {
        "opening": _balance(each.opening_kind, each.opening, each.currency),
        "closing": _balance("CLBD", closing, each.currency),
    }
    paged = (
        "" if each.page is None else f"<PgNb>{each.page[0]}</PgNb><LastPgInd>{str(each.page[1]).lower()}</LastPgInd>"
    )
    period = "" if each.period is None else "<FrDtTm>{}</FrDtTm><ToDtTm>{}</ToDtTm>".format(*each.period)
    number, total = each.totals or (0, 0)
    summary = f"<NbOfNtries>{number}</NbOfNtries><Sum>{decimal(total, each.currency)}</Sum>" if each.totals else ""
    return "".join(
        (
            f"<Stmt><Id>{each.number}</Id>",
            f"<StmtPgntn>{paged}</StmtPgntn>" if paged else "",
            "<CreDtTm>2026-02-28T06:00:00+01:00</CreDtTm>",
            f"<FrToDt>{period}</FrToDt>" if period else "",
            f"<Acct><Id>{_account(each.account)}</Id><Ccy>{each.currency}</Ccy></Acct>",
            *(balances[name] for name in each.balances),
            each.extra_balances,
            f"<TxsSummry><TtlNtries>{summary}</TtlNtries></TxsSummry>" if summary else "",
            *(_entry(entry, each.currency, version) for entry in each.entries),
            "</Stmt>",
        )
    )


def _account(number: str) -> str:
    return f"<IBAN>{number}</IBAN>" if number[:2].isalpha() else f"<Othr><Id>{number}</Id></Othr>"


def _entry(entry: Entry, currency: str, version: str) -> str:
    status = entry.status if version in ("02", "04") else f"<Cd>{entry.status}</Cd>"
    domain = f"<Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>{entry.code or 'ESCT'}</SubFmlyCd></Fmly></Domn>"
    batch = "" if entry.stated is None else f"<Btch><NbOfTxs>{entry.stated}</NbOfTxs></Btch>"
    details = "".join(_detail(each, entry.amount, currency, version) for each in entry.details)
    return "".join(
        (
            "<Ntry>",
            _sides(entry.amount, entry.currency or currency),
            "<RvslInd>true</RvslInd>" if entry.reversal else "",
            f"<Sts>{status}</Sts>",
            f"<BookgDt><Dt>{entry.booked}</Dt></BookgDt>" if entry.booked else "",
            f"<ValDt><Dt>{entry.value}</Dt></ValDt>" if entry.value else "",
            f"<AcctSvcrRef>{entry.reference}</AcctSvcrRef>" if entry.reference else "",
            f"<BkTxCd>{domain}</BkTxCd>",
            _charges(entry.charges, currency, version),
            f"<NtryDtls>{batch}{details}</NtryDtls>" if batch or details else "",
            f"<AddtlNtryInf>{escape(entry.text)}</AddtlNtryInf>" if entry.text else "",
            "</Ntry>",
        )
    )


def _charges(amount: int, currency: str, version: str) -> str:
    if not amount:
        return ""
    inner = f'<Amt Ccy="{currency}">{decimal(amount, currency)}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
    if version == "02":
        return f"<Chrgs>{inner}</Chrgs>"
    return f"<Chrgs><Rcrd>{inner}<ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>"


def _detail(detail: Detail, total: int, currency: str, version: str) -> str:
    amount = ""
    if detail.amount is not None:
        code = detail.currency or currency
        amount = _sides(detail.amount, code)
        if version == "02":
            inner = f'<Amt Ccy="{code}">{decimal(abs(detail.amount), code)}</Amt>'
            amount = f"<AmtDtls><TxAmt>{inner}</TxAmt></AmtDtls>"
    elif version == "04":
        amount = _sides(total, currency)
    back = f"<RtrInf><Rsn><Cd>{detail.returned}</Cd></Rsn></RtrInf>" if detail.returned else ""
    return "".join(
        (
            f"<TxDtls><Refs><EndToEndId>{detail.end_to_end}</EndToEndId></Refs>",
            amount,
            _charges(detail.charges, currency, version),
            _parties(detail),
            f"<RmtInf><Ustrd>{escape(detail.text)}</Ustrd></RmtInf>" if detail.text else "",
            back,
            "</TxDtls>",
        )
    )


def _parties(detail: Detail) -> str:
    sides = (("Dbtr", detail.payer), ("Cdtr", detail.payee))
    accounts = "".join(f"<{name}Acct><Id>{_account(number)}</Id></{name}Acct>" for name, number in sides if number)
    return f"<RltdPties>{accounts}</RltdPties>" if accounts else ""


def pain_002(version: str, group: str = "", payments: Sequence[tuple[str, str, str]] = (), batch: str = "") -> bytes:
    """A status report; ``payments`` are end-to-end id, status and reason."""
    rows = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        + (f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn><AddtlInf>as told</AddtlInf></StsRsnInf>" if reason else "")
        + "</TxInfAndSts>"
        for name, status, reason in payments
    )
    state = f"<PmtInfSts>{batch}</PmtInfSts>" if batch else ""
    inner = f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>M-7-1</OrgnlPmtInfId>{state}{rows}</OrgnlPmtInfAndSts>"
    status = f"<GrpSts>{group}</GrpSts>" if group else ""
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"><CstmrPmtStsRpt>'
        "<GrpHdr><MsgId>P-9</MsgId><CreDtTm>2026-02-26T10:00:00Z</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>M-7</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{status}"
        f"</OrgnlGrpInfAndSts>{inner if rows or batch else ''}</CstmrPmtStsRpt></Document>"
    ).encode()
