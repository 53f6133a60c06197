from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.banking import messages, reading
from usufruct.banking import Instruction, account, credit_transfer, instruction, pain_001, service
from usufruct.errors import UsufructError

GOLDEN = Path(__file__).parent / "golden" / "pain_001.xml"
MADE = dt.datetime(2026, 2, 26, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
DEPOSITORY = "BE68539007547034"
COMMISSION = "LU280019400644750000"
PAID = Instruction(
    end_to_end="R41-8f3a",
    amount=1_414_000_000_00,
    currency="EUR",
    debtor_name="Central Securities Depository",
    debtor_account=DEPOSITORY,
    creditor_name="European Commission",
    creditor_account=COMMISSION,
    creditor_agent="BCEELULL",
    execution_day=dt.date(2026, 2, 27),
    purpose="Windfall contribution H2 2025",
)
SMALL = replace(PAID, end_to_end="R42", amount=1, creditor_agent="", purpose="Interest")
YEN = replace(PAID, end_to_end="R43", amount=5_000_000, currency="JPY", creditor_account="0210-77", purpose="Loan")
LATER = replace(PAID, end_to_end="R44", amount=12_50, execution_day=dt.date(2026, 3, 2))
STORY = (PAID, SMALL, YEN, LATER)


def codes(*instructions: Instruction, message_id: str = "M-7", made: Any = MADE, initiator: str = "Depository") -> Any:
    with pytest.raises(UsufructError) as caught:
        pain_001(message_id, made, initiator, instructions)
    return [fault.code for fault in caught.value.faults]


def test_the_bytes_are_those_of_the_golden_file() -> None:
    data = pain_001("M-7", MADE, "Central Securities Depository", STORY)
    messages.assert_fits("pain.001.001.09", GOLDEN.read_bytes())
    assert data == GOLDEN.read_bytes()
    assert data == pain_001("M-7", MADE, "Central Securities Depository", list(STORY))


def test_payments_are_grouped_by_account_day_currency_and_service() -> None:
    root = reading.bare(GOLDEN.read_bytes())
    groups = [
        (
            reading.text(each, "PmtInfId"),
            reading.text(each, "ReqdExctnDt/Dt"),
            reading.text(each, "PmtTpInf/SvcLvl/Cd"),
            reading.text(each, "ChrgBr"),
            [found.text for found in each.iter("EndToEndId")],
        )
        for each in root.iter("PmtInf")
    ]
    assert groups == [
        ("M-7-1", "2026-02-27", "URGP", "SHAR", ["R41-8f3a"]),
        ("M-7-2", "2026-02-27", "SEPA", "SLEV", ["R42"]),
        ("M-7-3", "2026-02-27", "URGP", "SHAR", ["R43"]),
        ("M-7-4", "2026-03-02", "SEPA", "SLEV", ["R44"]),
    ]


LETTERS = "ABCXYZabcxyz0189/-?:().,'+"
names = st.text("ABCxyz'().,+- 019", min_size=1, max_size=70).filter(lambda text: text == text.strip())
identifiers = st.text(LETTERS, min_size=1, max_size=35).filter(
    lambda text: text[0] != "/" != text[-1] and "//" not in text
)
currencies = st.sampled_from(("EUR", "JPY", "KWD"))


@st.composite
def instructions(draw: st.DrawFn) -> Sequence[Instruction]:
    ids = draw(st.lists(identifiers, min_size=1, max_size=6, unique=True))
    return [
        Instruction(
            end_to_end=name,
            amount=draw(st.integers(1, 10**14) | st.integers(99_999_999_998, 100_000_000_001)),
            currency=draw(currencies),
            debtor_name="Depository",
            debtor_account=draw(st.sampled_from((DEPOSITORY, "BE68 5390 0754 7034", "021083271"))),
            creditor_name=draw(names),
            creditor_account=draw(st.sampled_from((COMMISSION, "FR1420041010050500013M02606", "0210-77"))),
            creditor_agent="BCEELULL",
            execution_day=draw(st.dates(dt.date(2024, 1, 1), dt.date(2099, 12, 31))),
            purpose=draw(names),
        )
        for name in ids
    ]


def faithful(given_: Sequence[Instruction], data: bytes) -> bool:
    """Whether a second reader finds each instruction in ``data``, and totals that are exact."""
    root = reading.bare(data)
    wanted = {each.end_to_end: each for each in given_}
    header = root.find(".//GrpHdr")
    assert header is not None
    totals = [(header, list(root.iter("InstdAmt")))]
    totals += [(group, list(group.iter("InstdAmt"))) for group in root.iter("PmtInf")]
    sound = all(
        reading.text(holder, "NbOfTxs") == str(len(amounts))
        and Decimal(reading.text(holder, "CtrlSum")) == sum(Decimal(each.text or "") for each in amounts)
        for holder, amounts in totals
    )
    for group in root.iter("PmtInf"):
        level = reading.text(group, "PmtTpInf/SvcLvl/Cd")
        for payment in group.iter("CdtTrfTxInf"):
            each = wanted.pop(reading.text(payment, "PmtId/EndToEndId"))
            amount = payment.find("Amt/InstdAmt")
            assert amount is not None
            iban = each.creditor_account if each.creditor_account[:2].isalpha() else None
            sound = sound and all(
                (
                    amount.text == messages.decimal(each.amount, each.currency),
                    amount.get("Ccy") == each.currency,
                    reading.text(payment, "Cdtr/Nm") == each.creditor_name,
                    reading.text(payment, "RmtInf/Ustrd") == each.purpose,
                    payment.findtext("CdtrAcct/Id/IBAN") == iban,
                    reading.text(group, "ReqdExctnDt/Dt") == each.execution_day.isoformat(),
                    "".join(group.find("DbtrAcct").itertext()).split() == each.debtor_account.replace(" ", "").split(),  # type: ignore[union-attr]
                    level == "URGP" or (each.currency == "EUR" and Decimal(amount.text or "") < 10**9),
                )
            )
    return sound and not wanted


@given(instructions(), identifiers)
def test_what_is_written_fits_the_schema_and_says_what_was_given(each: Sequence[Instruction], name: str) -> None:
    data = pain_001(name, MADE, "Depository", each)
    messages.assert_fits("pain.001.001.09", data)
    assert faithful(each, data)


def _float_text(amount: int, code: str) -> str:
    return str(amount / 100)


PLANTED = {
    "amounts through a float": (credit_transfer, "decimal_text", _float_text),
    "a control sum without the last payment": (credit_transfer, "_total", lambda given_: Decimal(0)),
    "a payment left out": (credit_transfer, "_groups", lambda given_: [list(given_[1:])]),
    "all days in one group": (credit_transfer, "_groups", lambda given_: [list(given_)]),
    "everything is SEPA": (instruction, "service_level", lambda *_: "SEPA"),
    "each account is an IBAN": (credit_transfer, "is_iban", lambda _: True),
    "debtor and creditor swapped": (credit_transfer, "compact", lambda _: DEPOSITORY),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    story = (*STORY, replace(PAID, end_to_end="R45", amount=99_999_999_999_999_99, debtor_account="021083271"))
    assert faithful(story, pain_001("M-7", MADE, "Depository", story))
    module, name, wrong = PLANTED[bug]
    monkeypatch.setattr(module, name, wrong)
    try:
        data = pain_001("M-7", MADE, "Depository", story)
    except ValueError:
        return
    assert not (faithful(story, data) and messages.fits("pain.001.001.09", data))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"end_to_end": ""}, "I102"),
        ({"end_to_end": "x" * 36}, "I102"),
        ({"end_to_end": "a b"}, "I102"),
        ({"end_to_end": "a//b"}, "I102"),
        ({"end_to_end": "R41\n"}, "I102"),
        ({"creditor_name": "Україна"}, "I103"),
        ({"creditor_name": "x" * 71}, "I103"),
        ({"purpose": "<b>&"}, "I103"),
        ({"purpose": " "}, "I103"),
        ({"purpose": "a\nb"}, "I103"),
        ({"purpose": None}, "I103"),
        ({"debtor_name": ["a"]}, "I103"),
        ({"debtor_account": "BE69539007547034"}, "I104"),
        ({"creditor_account": ""}, "I104"),
        ({"creditor_account": "x" * 35}, "I104"),
        ({"creditor_agent": "bceelull"}, "I105"),
        ({"creditor_agent": ""}, "I105"),
        ({"amount": 0}, "I106"),
        ({"amount": -1}, "I106"),
        ({"amount": 1.5}, "I106"),
        ({"amount": True}, "I106"),
        ({"amount": 10**18}, "I106"),
        ({"currency": "EURO"}, "M101"),
        ({"currency": None}, "M101"),
        ({"execution_day": "2026-02-27"}, "I107"),
        ({"execution_day": MADE}, "I107"),
    ],
)
def test_an_instruction_that_a_bank_would_refuse_is_refused(change: dict[str, Any], code: str) -> None:
    assert codes(replace(PAID, **change)) == [code]


def test_every_fault_is_said_at_once() -> None:
    bad = replace(PAID, amount=0, currency="XXY", purpose="é")
    assert sorted(codes(bad, PAID, message_id="a b", made=MADE.replace(tzinfo=None), initiator="")) == [
        "I102", "I103", "I103", "I106", "I107", "I108", "M101",
    ]  # fmt: skip


def test_a_message_as_a_whole_is_checked() -> None:
    assert codes() == ["I101"]
    odd: Any = "x"
    assert codes(PAID, odd, None) == ["I101"]  # type: ignore[arg-type]
    assert codes(PAID, replace(PAID, amount=1)) == ["I108"]
    assert codes(PAID, replace(PAID, end_to_end="R5", debtor_name="Somebody else")) == ["I109"]
    most = replace(PAID, amount=10**18 - 1)
    messages.assert_fits("pain.001.001.09", pain_001("x" * 35, MADE, "Depository", [most]))
    assert codes(most, *(replace(most, end_to_end=f"R{n}", currency="JPY") for n in range(2))) == ["I106"]
    yen = replace(YEN, amount=10**15)
    dinars = replace(YEN, end_to_end="R46", amount=1, currency="KWD")
    assert codes(yen, dinars) == ["I106"]
    messages.assert_fits(
        "pain.001.001.09", pain_001("M", MADE, "Depository", [replace(yen, amount=10**15 - 1), dinars])
    )


def test_sepa_ends_at_its_largest_amount_and_at_its_borders() -> None:
    assert service.LARGEST_SEPA == 99_999_999_999
    assert service.service_level(service.LARGEST_SEPA, "EUR", DEPOSITORY, COMMISSION) == "SEPA"
    assert service.service_level(service.LARGEST_SEPA + 1, "EUR", DEPOSITORY, COMMISSION) == "URGP"
    assert service.service_level(1, "USD", DEPOSITORY, COMMISSION) == "URGP"
    assert service.service_level(1, "EUR", DEPOSITORY, "UA213223130000026007233566001") == "URGP"
    assert service.service_level(1, "EUR", "021083271", COMMISSION) == "URGP"


@given(st.integers(0, 10**16 - 1), st.integers(0, 15), st.integers(1, 9))
def test_a_wrong_digit_of_an_iban_is_found(number: int, place: int, more: int) -> None:
    body = f"{number:016d}"
    check = 98 - int(f"{body}131400") % 97  # DE is 13 14
    sound = f"DE{check:02d}{body}"
    wrong = body[:place] + str((int(body[place]) + more) % 10) + body[place + 1 :]
    assert account.is_iban(sound)
    assert not account.is_iban(f"DE{check:02d}{wrong}")


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    import subprocess

    program = "import sys, usufruct.banking; print(sorted({'pyiso20022', 'xsdata', 'lxml'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"
