from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.banking import messages, reading
from tests.banking.messages import DAY, VERSIONS, Detail, Entry, Statement, camt_053, one
from tests.banking.test_credit_transfer import MADE, STORY
from usufruct.banking import (
    BankEntry,
    BankStatement,
    bank_to_customer,
    entries,
    fields,
    pain_001,
    read_camt_053,
)
from usufruct.errors import UsufructError
from usufruct.money import currency

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "bank" / "camt_053.xml"


def codes(data: bytes) -> list[str]:
    with pytest.raises(UsufructError) as caught:
        read_camt_053(data)
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_statement_is_read_alike_in_every_version(version: str) -> None:
    back = Entry(95_00, "A2", [Detail(100_00, "R9", "AC04", "returned", charges=5_00)], text="account closed")
    batch = Entry(-300_01, "A1", [Detail(-100_00, "R41", text="Loan & more"), Detail(-200_01, "NOTPROVIDED")], stated=2)
    data = one([batch, back, Entry(7, "A3", text="Interest")], version, opening=1_000_00)
    messages.assert_fits(f"camt.053.001.{version}", data)
    days = {"value_day": DAY, "booking_day": DAY}
    none: dict[str, Any] = {"end_to_end": "", "returned": False, "reason": "", "text": "", **days}
    assert read_camt_053(data) == (
        BankStatement(
            "BE68539007547034",
            "S-1",
            "EUR",
            1_000_00,
            795_06,
            DAY,
            DAY,
            (
                BankEntry("A1/1", -100_00, **none | {"end_to_end": "R41", "text": "Loan & more"}),
                BankEntry("A1/2", -200_01, **none),
                BankEntry("A2/1", 100_00, DAY, DAY, "R9", True, "AC04", "returned account closed"),
                BankEntry("A2/charges", -5_00, **none | {"text": "charges kept by the bank"}),
                BankEntry("A3", 7, **none | {"text": "Interest"}),
            ),
        ),
    )


def parts(total: int) -> st.SearchStrategy[list[int]]:
    """Ways to divide ``total`` into amounts of its sign."""
    sign = 1 if total > 0 else -1
    cuts = st.lists(st.integers(1, max(abs(total) - 1, 1)), max_size=4, unique=True)
    ends = cuts.map(lambda found: sorted({cut for cut in found if cut < abs(total)} | {0, abs(total)}))
    return ends.map(lambda each: [sign * (after - before) for before, after in itertools.pairwise(each)])


@st.composite
def entry_lists(draw: st.DrawFn) -> Sequence[Entry]:
    amounts = draw(st.lists(st.integers(-(10**16), 10**16).filter(bool), max_size=5))
    made = []
    for number, amount in enumerate(amounts):
        shares = draw(st.just([]) | parts(amount))
        details = [Detail(share, f"R{number}-{place}") for place, share in enumerate(shares)]
        status = draw(st.sampled_from(("BOOK", "BOOK", "BOOK", "INFO")))
        made.append(Entry(amount, f"A{number}", details, status, stated=len(details) or None))
    return made


@st.composite
def statement_lists(draw: st.DrawFn) -> Sequence[Statement]:
    return [
        Statement(
            draw(st.integers(-(10**16), 10**16)),
            draw(entry_lists()),
            number=f"S-{number}",
            currency=draw(st.sampled_from(tuple(messages.DIGITS))),
            opening_kind=draw(st.sampled_from(("OPBD", "PRCD"))),
        )
        for number in range(draw(st.integers(1, 3)))
    ]


def agrees(data: bytes, read: Sequence[BankStatement]) -> bool:
    """Whether a second reader sees the same balances and the same movements, batches taken together."""
    seen = list(reading.statements(data))
    if len(seen) != len(read):
        return False
    for mine, other in zip(read, seen, strict=True):
        digits = messages.DIGITS[mine.currency]
        together: dict[str, int] = {}
        for entry in mine.entries:
            together[entry.reference.partition("/")[0]] = (
                together.get(entry.reference.partition("/")[0], 0) + entry.amount
            )
        sums = tuple(reading.units(amount, digits) for amount in together.values())
        ends = (reading.units(mine.opening, digits), reading.units(mine.closing, digits))
        if (ends, sums) != ((other.opening, other.closing), other.amounts):
            return False
    return True


@given(statement_lists(), st.sampled_from(VERSIONS))
def test_a_second_reader_sees_the_same_amounts(given_: Sequence[Statement], version: str) -> None:
    data = camt_053(given_, version)
    messages.assert_fits(f"camt.053.001.{version}", data)
    read = read_camt_053(data)
    assert agrees(data, read)
    for mine, told in zip(read, given_, strict=True):
        booked = [entry for entry in told.entries if entry.status == "BOOK"]
        wanted = [
            (detail.end_to_end, detail.amount)
            for entry in booked
            for detail in entry.details or [Detail(entry.amount, "")]
        ]
        assert [(entry.end_to_end, entry.amount) for entry in mine.entries] == wanted
        assert mine.opening + sum(entry.amount for entry in mine.entries) == mine.closing


def test_what_was_instructed_comes_back_under_its_identifier() -> None:
    sent = reading.bare(pain_001("M-7", MADE, "Depository", STORY))
    euro = [
        (reading.text(each, "PmtId/EndToEndId"), round(Decimal(reading.text(each, "Amt/InstdAmt")) * 100))
        for each in sent.iter("CdtTrfTxInf")
        if each.find("Amt/InstdAmt").get("Ccy") == "EUR"  # type: ignore[union-attr]
    ]
    made = [Entry(-amount, f"A{number}", [Detail(-amount, name)]) for number, (name, amount) in enumerate(euro)]
    (read,) = read_camt_053(one(made, opening=10**15))
    assert {each.end_to_end: -each.amount for each in read.entries} == {
        each.end_to_end: each.amount for each in STORY if each.currency == "EUR"
    }


SPLIT = Entry(-300, "A1", [Detail(-100, "R1"), Detail(-200, "R2")])
REFUSED: dict[str, tuple[bytes, list[str]]] = {
    "a closing balance one cent off": (one([SPLIT], closing=-301), ["I143"]),
    "an entry cut out": (one([SPLIT, Entry(5, "A2")]).replace(one([Entry(5, "A2")])[-300:-50], b""), ["I124"]),
    "a reference twice": (one([Entry(1), Entry(2)]), ["I145"]),
    "a reference that a part of a batch has": (one([SPLIT, Entry(1, "A1/2")]), ["I145"]),
    "no reference": (one([Entry(1, "")]), ["I144"]),
    "a reference that says there is none": (one([Entry(1, "NONREF")]), ["I144"]),
    "a batch that does not add up": (one([replace(SPLIT, amount=-301)]), ["I146"]),
    "a batch with charges that do not explain it": (one([replace(SPLIT, amount=-302, charges=1)]), ["I146"]),
    "a single payment of another amount": (one([Entry(100, "A1", [Detail(99)])]), ["I146"]),
    "a batch without single amounts": (one([replace(SPLIT, details=[Detail(-300), Detail(None)])]), ["I146"]),
    "a batch in another currency": (one([replace(SPLIT, details=[Detail(-1), Detail(-2, currency="JPY")])]), ["I146"]),
    "a batch that is not all there": (one([replace(SPLIT, stated=3)]), ["I149"]),
    "totals that differ": (one([SPLIT], totals=(1, 301)), ["I149"]),
    "a number of entries that differs": (one([SPLIT], totals=(2, 300)), ["I149"]),
    "an entry in another currency": (one([Entry(100, currency="JPY")]), ["I141"]),
    "no value day": (one([Entry(1, value="")]), ["I147"]),
    "no booking day": (one([Entry(1, booked="")]), ["I147"]),
    "an end before the start": (one([], period=("2026-02-02T00:00:00", "2026-02-01T00:00:00")), ["I147"]),
    "no opening balance": (one([], balances=("closing",)), ["I142"]),
    "no closing balance": (one([], balances=("opening",)), ["I142"]),
    "two opening balances that differ": (
        one([], extra_balances=messages._balance("PRCD", 1, "EUR")),
        ["I142"],
    ),
    "balances in two currencies": (one([], extra_balances=messages._balance("CLAV", 1, "JPY")), ["I141"]),
    "a first page": (one([], page=(1, False)), ["I148"]),
    "a second page": (one([], page=(2, True)), ["I148"]),
    "a statement twice": (camt_053([Statement(0, [])] * 2), ["I145"]),
    "a currency that nobody has": (one([Entry(1)]).replace(b"EUR", b"XXQ"), ["M101"]),
    "three decimals of a euro": (one([], opening=100).replace(b">1.00<", b">1.001<"), ["I141", "I141"]),
    "a yen with decimals": (one([], currency="JPY", opening=100).replace(b">100<", b">100.5<"), ["I141", "I141"]),
    "faults in two statements": (
        camt_053([Statement(0, [Entry(1, "")]), Statement(0, [SPLIT], closing=0, number="S-2")]),
        ["I144", "I143"],
    ),
    "an unnamed statement": (one([], number=" "), ["I150"]),
    "another message": (messages.pain_002("03", "ACCP"), ["I128"]),
    "a version that is not read": (one([]).replace(b"camt.053.001.08", b"camt.053.001.99"), ["I128"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_statement_that_cannot_be_right_is_refused(case: str) -> None:
    data, wanted = REFUSED[case]
    assert codes(data) == wanted


def test_zeros_beyond_the_last_decimal_and_blanks_do_no_harm() -> None:
    data = one([Entry(5_00)], opening=1_00)
    padded = data.replace(b">5.00<", b"> +005.00000\n<").replace(b">1.00<", b">1<").replace(b">6.00<", b">6.<")
    messages.assert_fits("camt.053.001.08", padded)
    assert read_camt_053(padded) == read_camt_053(data)


def test_returns_and_reversals_are_told_apart_from_payments() -> None:
    made = [
        Entry(1, "A1", [Detail(1, "R1", "AC04")]),
        Entry(2, "A2", reversal=True),
        Entry(3, "A3", code="RRTN"),
        Entry(4, "A4", [Detail(4, "R4")]),
    ]
    (read,) = read_camt_053(one(made))
    assert [(each.returned, each.reason) for each in read.entries] == [
        (True, "AC04"), (True, ""), (True, ""), (False, ""),
    ]  # fmt: skip


def test_an_exchanged_payment_counts_as_the_account_moved() -> None:
    (read,) = read_camt_053(one([Entry(91_23, "A1", [Detail(15_000, "R1", currency="JPY")])]))
    assert [(each.reference, each.amount, each.end_to_end) for each in read.entries] == [("A1", 91_23, "R1")]


def test_the_period_is_the_banks_or_else_that_of_its_balances() -> None:
    (read,) = read_camt_053(one([], period=("2026-02-01T00:00:00+01:00", "2026-02-28T23:59:59.999+01:00")))
    assert (read.start, read.end) == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    (read,) = read_camt_053(one([]))
    assert (read.start, read.end) == (DAY, DAY)


def test_the_example_fits_the_schema() -> None:
    data = EXAMPLE.read_bytes()
    messages.assert_fits("camt.053.001.08", data)
    assert agrees(data, read_camt_053(data))


def test_what_two_parties_agreed_between_them_is_not_read() -> None:
    extra = b"<SplmtryData><Envlp><x:Any xmlns:x='urn:x' deep='1'>5<b/></x:Any></Envlp></SplmtryData></BkToCstmrStmt>"
    data = one([Entry(1)])
    extended = data.replace(b"</BkToCstmrStmt>", extra)
    assert read_camt_053(extended) == read_camt_053(data)


def _lossy(value: Any, code: str, where: str) -> int:
    return int(float(value) * 10 ** currency(code).digits)


_BALANCE = bank_to_customer._balance
PLANTED: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "amounts through a float": (fields, "exact_units", _lossy),
    "credits and debits alike": (entries, "signed", lambda amount, _: amount),
    "credits and debits swapped": (entries, "signed", lambda amount, way: -fields.signed(amount, way)),
    "two decimals for all": (fields, "currency", lambda _: type("Two", (), {"digits": 2})),
    "batches not split": (entries, "_parts", lambda booked, _: [entries._movement(booked, None, "A1", booked.total)]),
    "the amount of an entry for each part": (entries, "_detail_amount", lambda booked, _: booked.total),
    "entries that are not booked": (bank_to_customer, "code_of", lambda it: fields.code_of(it).replace("PDNG", "BOOK")),
    "the closing balance for the opening one": (
        bank_to_customer,
        "_balance",
        lambda balances, _, code, where: _BALANCE(balances, ("CLBD",), code, where),
    ),
    "returns as payments": (entries, "_undoing", lambda _: False),
    "a reason lost": (entries, "code_of", lambda _: ""),
    "repetitions taken": (bank_to_customer, "_repetitions", lambda *_: []),
    "a sum not checked": (bank_to_customer, "_check_sum", lambda *_: None),
}  # fmt: skip
MANY = [
    Entry(-300_29, "A1", [Detail(-100_29, "R1"), Detail(-200_00, "R2")]),
    Entry(95, "A2", [Detail(95, "R3", "AC04")]),
    Entry(29, "A3", code="RRTN"),
    Entry(99_999_999_999_999_99, "A4"),
    Entry(17, "A5", status="PDNG"),
]


def examined() -> bool:
    """Whether the package stands the test of one story, with nothing else to go by than a second reader."""
    data = camt_053([Statement(5_00, MANY), Statement(29, [Entry(1_000)], number="S-2", currency="JPY")])
    try:
        read = read_camt_053(data)
        told = [(each.end_to_end, each.returned, each.reason) for each in read[0].entries]
        wanted = [("R1", False, ""), ("R2", False, ""), ("R3", True, "AC04"), ("", True, ""), ("", False, "")]
        if not agrees(data, read) or told != wanted:
            return False
    except UsufructError:
        return False
    for name in ("a reference twice", "a closing balance one cent off"):
        try:
            read_camt_053(REFUSED[name][0])
        except UsufructError:
            continue
        return False
    return True


def test_the_story_is_read_rightly() -> None:
    assert examined()


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*PLANTED[bug])
    assert not examined()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_account_of_the_other_side_is_read(version: str) -> None:
    details = [Detail(100_00, payer="BE68539007547034", payee="021083271"), Detail(1_00, payee="021083271")]
    back = Detail(-7_00, payer="BE68539007547034", payee="021083271", returned="AC04")
    entries = [
        Entry(101_00, "A1", details),
        Entry(-5_00, "A2", [Detail(-5_00, payee="021083271")]),
        Entry(-7_00, "A3", [back]),
    ]
    data = one(entries, version)
    messages.assert_fits(f"camt.053.001.{version}", data)
    (found,) = read_camt_053(data)
    assert [each.counterparty for each in found.entries] == ["BE68539007547034", "", "021083271", ""]
