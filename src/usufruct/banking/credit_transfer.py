"""Payment instructions as a file for the bank: pain.001.001.09, customer credit transfer initiation."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from usufruct.banking.account import compact, is_iban
from usufruct.banking.instruction import LONGEST_NAME, MOST_DIGITS, Instruction, instruction_faults
from usufruct.banking.latin import identifier_faults, text_faults
from usufruct.banking.service import SEPA
from usufruct.errors import Fault, UsufructError
from usufruct.money import currency, decimal_text

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_FINEST: Final = 5  # decimals of the amount type of the schema; no currency has more


def pain_001(message_id: str, created: dt.datetime, initiator: str, instructions: Sequence[Instruction]) -> bytes:
    """Write payment instructions as a pain.001.001.09 message.

    Payments are grouped by the account that pays and the day, and within these by currency and service level,
    because a bank takes a group as one kind of payment. Groups and payments stand in the order given. Equal
    arguments give equal bytes. Each payment is debited singly, so that a statement shows each.

    Args:
        message_id: identifier of the file, at most 35 characters; a bank refuses one that it has seen.
        created: when the file was made, with its time zone.
        initiator: name of who sends it, at most 70 characters.
        instructions: at least one; no end-to-end id twice.

    Returns:
        The file, UTF-8.

    Raises:
        UsufructError: ``I101`` to ``I109`` and ``M101``, every fault of every instruction at once.

    Example:
        >>> paid = Instruction("R41", 1_000_00, "EUR", "Depository", "BE68539007547034", "Commission",
        ...     "LU280019400644750000", "", dt.date(2026, 2, 27), "Contribution")
        >>> made = dt.datetime(2026, 2, 26, 9, tzinfo=dt.timezone.utc)
        >>> data = pain_001("M-7", made, "Depository", [paid])
        >>> b"<CtrlSum>1000.00</CtrlSum>" in data, b"<Cd>SEPA</Cd>" in data
        (True, True)
    """
    given = tuple(instructions)
    faults = [
        *identifier_faults(message_id, "message id"),
        *text_faults(initiator, "initiator", LONGEST_NAME),
        *_created_faults(created),
        *_payment_faults(given),
    ]
    if faults:
        raise UsufructError(faults)
    return _serialised(_document(message_id, created, initiator, given))


def _created_faults(created: dt.datetime) -> list[Fault]:
    if isinstance(created, dt.datetime) and created.utcoffset() is not None:
        return []
    why = "the hour of a file is evidence, and one without its zone is not"
    return [Fault("I107", f"{created!r:.60} is no time with a zone", "created", why, "give the time zone")]


def _payment_faults(given: Sequence[Instruction]) -> list[Fault]:
    if not given:
        return [Fault("I101", "there is no payment to write", "instructions", "", "give at least one instruction")]
    odd = {type(each).__name__ for each in given if not isinstance(each, Instruction)}
    if odd:
        what = f"{', '.join(sorted(odd)):.60} is no instruction"
        return [Fault("I101", what, "instructions", "", "give objects of usufruct.banking.Instruction")]
    faults = []
    for number, instruction in enumerate(given, start=1):
        faults += instruction_faults(instruction, f"instruction {number}")
    for name, times in Counter(each.end_to_end for each in given if isinstance(each.end_to_end, str)).items():
        if times > 1:
            why = "a bank may take the second for a repetition, and a statement does not tell them apart"
            faults.append(Fault("I108", f"{name!r:.40} stands {times} times", "end-to-end id", why, "use each once"))
    holders: dict[str, set[str]] = {}
    for each in given:
        holders.setdefault(compact(each.debtor_account), set()).add(str(each.debtor_name))
    for account, names in holders.items():
        if len(names) > 1:
            what = f"account {account!r:.40} has {len(names)} holders"
            faults.append(Fault("I109", what, "debtor name", "", "write the holder's name in one way"))
    # Yen beside dinars: the sum has the decimals of the finest currency, so each amount may fit and the sum not.
    if not faults and len(_total(given).as_tuple().digits) > MOST_DIGITS:
        what = "the payments add up to more than 18 digits"
        faults.append(Fault("I106", what, "instructions", "the control sum holds no more", "send several files"))
    return faults


def _groups(given: Sequence[Instruction]) -> list[list[Instruction]]:
    groups: dict[tuple[str, dt.date, str, str], list[Instruction]] = {}
    for each in given:
        key = (compact(each.debtor_account), each.execution_day, each.currency, each.service_level)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def _amount(instruction: Instruction) -> Decimal:
    return Decimal(decimal_text(instruction.amount, instruction.currency))


def _total(given: Sequence[Instruction]) -> Decimal:
    """Return the control sum: the amounts added up whatever their currency, exactly, with no spare decimals."""
    units = sum(each.amount * 10 ** (_FINEST - currency(each.currency).digits) for each in given)
    digits = max(currency(each.currency).digits for each in given)
    whole, rest = divmod(units, 10**_FINEST)
    decimals = f"{rest:0{_FINEST}d}"[:digits]
    return Decimal(f"{whole}.{decimals}" if decimals else str(whole))


def _document(message_id: str, created: dt.datetime, initiator: str, given: Sequence[Instruction]) -> Any:
    from pyiso20022.pain import pain_001_001_09 as iso
    from xsdata.models.datatype import XmlDateTime

    header = iso.GroupHeader85(
        msg_id=message_id,
        cre_dt_tm=XmlDateTime.from_datetime(created.replace(microsecond=0)),
        nb_of_txs=str(len(given)),
        ctrl_sum=_total(given),
        initg_pty=iso.PartyIdentification135(nm=initiator),
    )
    groups = [_group(iso, message_id, number, group) for number, group in enumerate(_groups(given), start=1)]
    return iso.Document(cstmr_cdt_trf_initn=iso.CustomerCreditTransferInitiationV09(grp_hdr=header, pmt_inf=groups))


def _group(iso: Any, message_id: str, number: int, group: Sequence[Instruction]) -> Any:
    from xsdata.models.datatype import XmlDate

    first = group[0]
    level = first.service_level
    # What EPC132-08 asks for where the IBAN says which bank it is; the schema does not let the bank be left out.
    unnamed = iso.GenericFinancialIdentification1(id="NOTPROVIDED")
    return iso.PaymentInstruction30(
        # The message id makes it unique, so that its own first characters are enough here.
        pmt_inf_id=f"{message_id[:28]}-{number}",
        pmt_mtd=iso.PaymentMethod3Code.TRF,
        btch_bookg=False,
        nb_of_txs=str(len(group)),
        ctrl_sum=_total(group),
        pmt_tp_inf=iso.PaymentTypeInformation26(svc_lvl=[iso.ServiceLevel8Choice(cd=level)]),
        reqd_exctn_dt=iso.DateAndDateTime2Choice(dt=XmlDate.from_date(first.execution_day)),
        dbtr=iso.PartyIdentification135(nm=first.debtor_name),
        dbtr_acct=_account(iso, first.debtor_account),
        dbtr_agt=iso.BranchAndFinancialInstitutionIdentification6(
            fin_instn_id=iso.FinancialInstitutionIdentification18(othr=unnamed)
        ),
        chrg_br=iso.ChargeBearerType1Code.SLEV if level == SEPA else iso.ChargeBearerType1Code.SHAR,
        cdt_trf_tx_inf=[_transaction(iso, each) for each in group],
    )


def _transaction(iso: Any, each: Instruction) -> Any:
    agent = iso.BranchAndFinancialInstitutionIdentification6(
        fin_instn_id=iso.FinancialInstitutionIdentification18(bicfi=each.creditor_agent)
    )
    return iso.CreditTransferTransaction34(
        pmt_id=iso.PaymentIdentification6(end_to_end_id=each.end_to_end),
        amt=iso.AmountType4Choice(
            instd_amt=iso.ActiveOrHistoricCurrencyAndAmount(value=_amount(each), ccy=each.currency)
        ),
        cdtr_agt=agent if each.creditor_agent else None,
        cdtr=iso.PartyIdentification135(nm=each.creditor_name),
        cdtr_acct=_account(iso, each.creditor_account),
        rmt_inf=iso.RemittanceInformation16(ustrd=[each.purpose]),
    )


def _account(iso: Any, account: str) -> Any:
    number = compact(account)
    choice = (
        iso.AccountIdentification4Choice(iban=number)
        if is_iban(number)
        else iso.AccountIdentification4Choice(othr=iso.GenericAccountIdentification1(id=number))
    )
    return iso.CashAccount38(id=choice)


def _serialised(document: Any) -> bytes:
    from xsdata.formats.dataclass.serializers import XmlSerializer
    from xsdata.formats.dataclass.serializers.config import SerializerConfig
    from xsdata.formats.dataclass.serializers.writers import XmlEventWriter

    config = SerializerConfig(indent="  ", encoding="UTF-8")
    # The writer of the standard library: with lxml installed another one would be taken, and other bytes come out.
    text = XmlSerializer(config=config, writer=XmlEventWriter).render(document, ns_map={None: NAMESPACE})
    return text.encode("utf-8")
