"""What the bank of the demonstration would send: a camt.053 statement over what is open in a ledger.

It is made so that somebody can follow the half-year by hand without a bank; nothing else reads or writes it.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from usufruct.ledger import State
from usufruct.money import decimal_text
from usufruct.operations import chart
from usufruct.operations.chart import EURO
from usufruct.operations.levying import note_reference
from usufruct.operations.paying import IN_FLIGHT
from usufruct.operations.reconciling import open_notes
from usufruct.operations.story_cast import Entry, ExampleStatement

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def example_statement(state: State, number: str, day: date, unknown: int = 0) -> ExampleStatement:
    """A statement of one day: every open debit note is paid, every payment on its way is debited.

    Args:
        state: what the records make true.
        number: of the statement.
        day: of all its entries.
        unknown: cents that come in from nobody knows whom; none if zero.
    """
    last = state.last_statement.get(chart.BANK)
    opening = 0 if last is None else int(state.statements[last].body.closing)
    moved = [(amount, note_reference(note, who), "") for (who, note), amount in sorted(open_notes(state).items())]
    sent = (each.body for each in state.payments.values() if each.status in IN_FLIGHT)
    moved += [(-int(body.amount), body.end_to_end, "") for body in sent]
    moved += [(unknown, "", "no sender named")] if unknown else []
    entries = tuple(
        Entry(f"{number}-{place}", amount, day, end_to_end, text)
        for place, (amount, end_to_end, text) in enumerate(moved, 1)
    )
    return ExampleStatement(number, opening, day, day, entries)


def camt_053(statement: ExampleStatement) -> bytes:
    """The statement as a message of a bank."""
    first, last = f"{statement.start}T00:00:00", f"{statement.end}T23:59:59"
    made = f"<CreDtTm>{statement.end}T20:00:00+01:00</CreDtTm>"
    balances = _balance("OPBD", statement.opening, statement.start), _balance("CLBD", statement.closing, statement.end)
    rows = "\n".join([*balances, *(_entry(entry) for entry in statement.entries)])
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><BkToCstmrStmt>\n'
        f"<GrpHdr><MsgId>{escape(statement.number)}</MsgId>{made}</GrpHdr>\n"
        f"<Stmt><Id>{escape(statement.number)}</Id>{made}"
        f"<FrToDt><FrDtTm>{first}</FrDtTm><ToDtTm>{last}</ToDtTm></FrToDt>"
        f"<Acct><Id><IBAN>{statement.account}</IBAN></Id><Ccy>{statement.currency}</Ccy></Acct>\n"
        f"{rows}\n</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _entry(entry: Entry) -> str:
    text = f"<RmtInf><Ustrd>{escape(entry.text)}</Ustrd></RmtInf>" if entry.text else ""
    day, amount = entry.value_day, decimal_text(abs(entry.amount), EURO)
    return (
        f"<Ntry>{_side(entry.amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
        f"<ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{escape(entry.reference)}</AcctSvcrRef>"
        f"<BkTxCd><Prtry><Cd>EXAMPLE</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>"
        f"{escape(entry.end_to_end or 'NOTPROVIDED')}</EndToEndId></Refs>"
        f'<Amt Ccy="{EURO}">{amount}</Amt>{text}</TxDtls></NtryDtls></Ntry>'
    )


def _balance(kind: str, amount: int, day: date) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_side(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>"


def _side(amount: int) -> str:
    side = "CRDT" if amount >= 0 else "DBIT"
    return f'<Amt Ccy="{EURO}">{decimal_text(abs(amount), EURO)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
