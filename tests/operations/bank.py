"""A bank for the tests: camt.053 as text, and stand-ins for the package of messages where it is not there yet."""

from __future__ import annotations

import datetime as dt
import importlib.util
import types
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from usufruct.operations.story_cast import Entry, ExampleStatement

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def decimal(units: int) -> str:
    text = str(abs(units)).rjust(3, "0")
    return f"{text[:-2]}.{text[-2:]}"


def cents(text: str) -> int:
    return int(text.replace(".", ""))


def _sides(amount: int) -> str:
    direction = "CRDT" if amount >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{decimal(amount)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'


def _balance(kind: str, amount: int, day: dt.date) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_sides(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>"


def _entry(entry: Entry) -> str:
    text = f"<RmtInf><Ustrd>{escape(entry.text)}</Ustrd></RmtInf>" if entry.text else ""
    back = f"<RtrInf><Rsn><Cd>{entry.reason}</Cd></Rsn></RtrInf>" if entry.returned else ""
    name = entry.end_to_end or "NOTPROVIDED"
    return (
        f"<Ntry>{_sides(entry.amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{entry.value_day}</Dt></BookgDt>"
        f"<ValDt><Dt>{entry.value_day}</Dt></ValDt><AcctSvcrRef>{entry.reference}</AcctSvcrRef>"
        f"<BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>{name}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{decimal(entry.amount)}</Amt>{text}{back}</TxDtls></NtryDtls></Ntry>'
    )


def camt_053(statement: ExampleStatement) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>'
        f"<CreDtTm>{statement.end}T20:00:00+01:00</CreDtTm></GrpHdr><Stmt><Id>{statement.number}</Id>"
        f"<CreDtTm>{statement.end}T20:00:00+01:00</CreDtTm><FrToDt><FrDtTm>{statement.start}T00:00:00</FrDtTm>"
        f"<ToDtTm>{statement.end}T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>{statement.account}</IBAN></Id>"
        f"<Ccy>{statement.currency}</Ccy></Acct>{_balance('OPBD', statement.opening, statement.start)}"
        f"{_balance('CLBD', statement.closing, statement.end)}{''.join(map(_entry, statement.entries))}"
        "</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


@dataclass(frozen=True)
class Instruction:
    """The fields that the package of messages agreed on."""

    end_to_end: str
    amount: int
    currency: str
    debtor_name: str
    debtor_account: str
    creditor_name: str
    creditor_account: str
    creditor_agent: str
    execution_day: dt.date
    purpose: str


def pain_001(message_id: str, created: dt.datetime, initiator: str, instructions: Sequence[Instruction]) -> bytes:
    rows = "".join(f"<T><E>{each.end_to_end}</E><A>{decimal(each.amount)}</A></T>" for each in instructions)
    return f"<Document><M>{message_id}</M><C>{created.isoformat()}</C>{rows}</Document>".encode()


def read_camt_053(data: bytes) -> tuple[ExampleStatement, ...]:
    """What the tests write, read back; nothing more."""
    spaces = {"c": NAMESPACE}
    found = []
    root = ET.fromstring(data)  # noqa: S314 - the tests wrote it
    for each in root.iterfind(".//c:Stmt", spaces):

        def text(path: str, of: ET.Element = each) -> str:
            return of.findtext(path, "", spaces)

        def signed(of: ET.Element) -> int:
            amount = cents(text("c:Amt", of))
            return amount if text("c:CdtDbtInd", of) == "CRDT" else -amount

        opening = signed(each.findall("c:Bal", spaces)[0])
        entries = tuple(
            Entry(
                text("c:AcctSvcrRef", entry),
                signed(entry),
                dt.date.fromisoformat(text("c:ValDt/c:Dt", entry)),
                text(".//c:EndToEndId", entry).replace("NOTPROVIDED", ""),
                text(".//c:Ustrd", entry),
                entry.find(".//c:RtrInf", spaces) is not None,
                text(".//c:RtrInf/c:Rsn/c:Cd", entry),
            )
            for entry in each.iterfind("c:Ntry", spaces)
        )
        start, end = (dt.date.fromisoformat(text(f"c:FrToDt/c:{name}")[:10]) for name in ("FrDtTm", "ToDtTm"))
        found.append(ExampleStatement(text("c:Id"), opening, start, end, entries, text("c:Acct/c:Id/c:IBAN")))
    return tuple(found)


def stand_in() -> types.ModuleType | None:
    """A module in the place of ``usufruct.banking``; None where the package is there."""
    if importlib.util.find_spec("usufruct.banking") is not None:
        return None
    module = types.ModuleType("usufruct.banking")
    module.__dict__.update(Instruction=Instruction, pain_001=pain_001, read_camt_053=read_camt_053)
    return module
