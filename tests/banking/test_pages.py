"""Statements in several pages join, in one message or several; a missing page is refused, never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.banking import messages
from tests.banking.messages import Entry, Statement, camt_053
from usufruct.banking import read_camt_053
from usufruct.errors import UsufructError

INTERIM = (
    "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry><SubTp><Cd>INTM</Cd></SubTp></Tp>"
    '<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-02-27</Dt></Dt></Bal>'
)
FIRST = Statement(
    1_000,
    [Entry(500, "A1"), Entry(-200, "A2")],
    page=(1, False),
    balances=("opening",),
    extra_balances=INTERIM.format(kind="CLBD", amount="13.00"),
)
SECOND = Statement(
    0,
    [Entry(7, "A3")],
    page=(2, False),
    balances=(),
    extra_balances=INTERIM.format(kind="OPBD", amount="13.00") + INTERIM.format(kind="CLBD", amount="13.07"),
)
THIRD = Statement(0, [Entry(3, "A4")], closing=1_310, page=(3, True), balances=("closing",))
PAGES = [FIRST, SECOND, THIRD]
OTHER = Statement(5, [Entry(1, "B1")], number="S-2")


def codes(*data: bytes) -> list[str]:
    with pytest.raises(UsufructError) as caught:
        read_camt_053(*data)
    return [fault.code for fault in caught.value.faults]


def files(*pages: Statement) -> list[bytes]:
    return [camt_053([page]) for page in pages]


def test_pages_in_one_message_and_in_several_give_the_same_statement() -> None:
    together, apart = camt_053(PAGES), files(*PAGES)
    messages.assert_fits("camt.053.001.08", together)
    (whole,) = read_camt_053(together)
    assert (whole.opening, whole.closing, whole.files) == (1_000, 1_310, (0,))
    assert [(each.reference, each.amount) for each in whole.entries] == [
        ("A1", 500),
        ("A2", -200),
        ("A3", 7),
        ("A4", 3),
    ]
    (joined,) = read_camt_053(apart[2], apart[0], apart[1])
    assert joined == replace(whole, files=(1, 2, 0))


@given(st.permutations([*PAGES, OTHER]))
def test_the_order_of_the_files_does_not_matter(order: list[Statement]) -> None:
    found = {each.number: each for each in read_camt_053(*files(*order))}
    assert [each.amount for each in found["S-1"].entries] == [500, -200, 7, 3]
    assert found["S-2"].entries[0].amount == 1


@pytest.mark.parametrize("left", [[FIRST, THIRD], [SECOND, THIRD], [FIRST, SECOND], [SECOND], [*PAGES, SECOND]])
def test_a_page_that_is_missing_or_stands_twice_is_refused(left: list[Statement]) -> None:
    assert codes(*files(*left)) == ["I148"]
    assert codes(*files(*left, OTHER)) == ["I148"]  # and nothing is taken of the rest


def test_two_pages_that_say_they_are_the_last_are_refused() -> None:
    assert codes(*files(FIRST, replace(SECOND, page=(2, True)), THIRD)) == ["I148"]


def test_pages_are_held_against_each_other_and_against_the_balances() -> None:
    wrong = replace(SECOND, extra_balances=INTERIM.format(kind="OPBD", amount="13.01"))
    assert codes(*files(FIRST, wrong, THIRD)) == ["I143"]
    short = replace(SECOND, entries=[], extra_balances="")
    assert codes(*files(FIRST, short, THIRD)) == ["I143"]
    assert codes(*files(FIRST, replace(SECOND, entries=[Entry(7, "A1")]), THIRD)) == ["I145"]
    dollars = replace(SECOND, currency="JPY", entries=[], extra_balances="")
    assert codes(*files(FIRST, dollars, THIRD)) == ["I141"]


@pytest.mark.parametrize(("totals", "fits"), [((2, 700), True), ((4, 710), True), ((3, 707), False)])
def test_totals_are_those_of_a_page_or_of_all(totals: tuple[int, int], fits: bool) -> None:
    pages = files(replace(FIRST, totals=totals), SECOND, THIRD)
    if fits:
        assert len(read_camt_053(*pages)) == 1
    else:
        assert codes(*pages) == ["I149"]


def test_a_message_numbers_its_pages_where_its_statements_do_not() -> None:
    def paged(page: Statement, number: int, last: str) -> bytes:
        bare = camt_053([replace(page, page=None)], "02")
        pagination = f"<MsgPgntn><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></MsgPgntn></GrpHdr>"
        return bare.replace(b"</GrpHdr>", pagination.encode())

    first, last = replace(FIRST, extra_balances=""), replace(THIRD, closing=1_303)
    data = paged(first, 1, "false"), paged(last, 2, "true")
    for each in data:
        messages.assert_fits("camt.053.001.02", each)
    (whole,) = read_camt_053(*data)
    assert whole.closing == 1_303
    assert codes(data[0]) == codes(data[1]) == ["I148"]


def test_faults_of_every_file_come_together() -> None:
    assert codes(b"", *files(FIRST), camt_053([])) == ["I121", "I150", "I148"]
