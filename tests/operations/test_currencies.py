"""Receipts in dollars, pounds and yen: booked as they came, at a rate that stands in the record; differences apart."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.postgres_server import Server
from tests.operations.office import PAST, Desk, Entry
from usufruct.errors import UsufructError
from usufruct.facts import reference_rate
from usufruct.ledger import MemoryStore, SqliteStore
from usufruct.ledger.punctual import days_late
from usufruct.ledger.stores.postgres import PostgresStore
from usufruct.ledger.stores.store import Store
from usufruct.ledger.verifying import verify
from usufruct.operations import chart, corrections, currencies, paying
from usufruct.operations.currencies import Terms, amount_text, given_terms, in_euro, position_in_euro
from usufruct.operations.inbox import inbox
from usufruct.operations.reconciling import Claims, open_notes
from usufruct.operations.sharing import received
from usufruct.operations.story_cast import demo_parties, example_message
from usufruct.operations.suspense import clear, refundable, suspended

NOTE = "DN-4-euroclear"
DAY = date(2026, 3, 31)
USD = Terms("USD")
RATE = Fraction("1.1498")  # of the ECB, 31 March 2026


def desk_with(*codes: str, store: Store | None = None) -> tuple[Desk, int]:
    desk = Desk(store=store)
    called = desk.call_fourth()
    for code in codes:
        desk.agree(currencies.opened(desk.state, code))
    return desk, called


def balances(desk: Desk, code: str = "USD") -> tuple[int, ...]:
    paths = (currencies.bank(code), currencies.position(code), currencies.position_in_euro(code))
    return tuple(desk.state.balance(path) for path in (*paths, chart.EXCHANGE))


def closed(desk: Desk) -> bool:
    totals: dict[str, int] = {}
    for path, account in desk.state.accounts.items():
        if account.book == "proceeds":
            totals[account.asset] = totals.get(account.asset, 0) + desk.state.balance(path)
    return not any(totals.values())


def converted(desk: Desk, dollars: int, euro: int, day: date, terms: Terms = USD) -> None:
    """The bank changes an amount: one entry on each account, and both are recognised as one thing."""
    desk.bank(Entry(f"X{dollars}", -dollars, day), day=day, terms=terms)
    desk.bank(Entry(f"Y{euro}", euro, day), day=day)
    out = next(each.journal for each in suspended(desk.state, day) if each.asset == terms.code)
    into = next(each.journal for each in suspended(desk.state, day) if each.asset == "EUR")
    desk.agree(currencies.conversion(desk.state, out, into, day))


def test_dollars_reduce_the_claim_at_the_reference_rate_of_the_value_day() -> None:
    assert reference_rate("USD", DAY) == RATE
    desk, called = desk_with("USD")
    dollars = 1_000_000_000_00
    taken = desk.bank(Entry("A", dollars, DAY, NOTE), day=DAY, terms=USD)
    worth = round(dollars / RATE)  # no half cents here
    assert [(each.what, each.amount, each.asset) for each in taken.readings] == [("receipt", dollars, "USD")]
    assert open_notes(desk.state) == {("euroclear", 4): called - worth}
    assert received(desk.state, 4) == worth
    assert balances(desk) == (dollars, -dollars, worth, 0)
    (seq, receipt) = list(desk.state.journals.items())[-1]
    assert "1 000 000 000.00 USD at 1 EUR = 1.1498 USD, reference rate of the ECB for 2026-03-31" in receipt.text
    assert receipt.article == "32024R2509 Art. 101(1)"
    assert days_late(desk.office.ledger.record(seq)) == 0
    assert closed(desk)
    assert desk.take(desk.statement([], DAY, "USD"), USD).readings == ()  # the next one follows


@pytest.mark.parametrize(("more", "gain"), [(5_000_00, True), (-5_000_00, False)])
def test_what_the_bank_gives_beyond_or_below_that_is_the_difference_and_stands_apart(more: int, gain: bool) -> None:
    desk, _ = desk_with("USD")
    desk.bank(Entry("A", 1_000_000_00, DAY, NOTE), day=DAY, terms=USD)
    worth = desk.state.balance(currencies.position_in_euro("USD"))
    day = date(2026, 4, 2)
    (held,) = [task for task in inbox(desk.state, day) if "not converted" in task.what]
    assert "1 000 000.00 USD held" in held.what
    converted(desk, 1_000_000_00, worth + more, day)
    assert balances(desk) == (0, 0, 0, -more)
    assert desk.state.balance(chart.BANK) == worth + more
    assert suspended(desk.state, day) == ()
    assert closed(desk)
    points = [task.what for task in inbox(desk.state, day, "auditor")]
    assert any(("gain" if gain else "loss") in what and "OPEN POINT" in what for what in points)


def test_nothing_is_paid_out_before_it_is_converted() -> None:
    desk, _ = desk_with("USD")
    desk.bank(Entry("A", 1_000_000_00, DAY, NOTE), day=DAY, terms=USD)
    desk.split(4, DAY)
    with pytest.raises(UsufructError, match="O154"):
        paying.pay(desk.state, paying.payables(desk.state), demo_parties(), DAY, example_message)
    worth = desk.state.balance(currencies.position_in_euro("USD"))
    converted(desk, 1_000_000_00, worth, date(2026, 4, 2))
    assert desk.pay(date(2026, 4, 3))


@pytest.fixture(scope="module")
def shared() -> Desk:
    """One mechanism for many examples: each leaves its position closed."""
    return desk_with("USD")[0]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**6), min_size=1, max_size=3), st.integers(-(10**4), 10**4))
def test_parts_of_a_position_close_it_to_the_cent(shared: Desk, first: int, parts: list[int], drift: int) -> None:
    day, before = date(2026, 4, 2), shared.state.balance(chart.EXCHANGE)
    whole = [Entry(f"A{number}", part * 100, day, NOTE) for number, part in enumerate([first, *parts])]
    shared.bank(*whole, day=day, terms=USD)
    worth, got = shared.state.balance(currencies.position_in_euro("USD")), 0
    for part in [first, *parts]:
        euro = max(in_euro(part * 100, "USD", RATE) + drift, 1)
        got += euro
        converted(shared, part * 100, euro, day)
        assert closed(shared)
    assert balances(shared)[:3] == (0, 0, 0)
    assert shared.state.balance(chart.EXCHANGE) - before == worth - got


def test_yen_have_no_cents_and_a_rate_of_ones_own_needs_its_proof() -> None:
    desk, called = desk_with("JPY")
    with pytest.raises(UsufructError, match="O193"):
        given_terms("JPY", "160", "")
    with pytest.raises(UsufructError, match="O193"):
        given_terms("JPY", "0", "ab" * 32)
    desk.bank(Entry("A", 160_000, DAY, NOTE), day=DAY, terms=given_terms("JPY", "160", "ab" * 32))
    assert open_notes(desk.state) == {("euroclear", 4): called - 1_000_00}
    text = list(desk.state.journals.values())[-1].text
    assert "160 000 JPY at 1 EUR = 160 JPY, proof abababababababab" in text
    assert amount_text(160_000, "JPY") == "160 000 JPY"
    assert closed(desk)


def test_a_day_without_a_rate_and_an_unknown_sender_wait_in_suspense_until_they_are_told() -> None:
    desk, called = desk_with("GBP")
    sterling = Terms("GBP")
    late = date(2026, 11, 20)  # after the last rate of the table
    assert sterling.worth(100, late) is None
    taken = desk.bank(Entry("A", 50_00, DAY), day=DAY, terms=sterling)
    assert [each.what for each in taken.readings] == ["suspense"]
    (item,) = suspended(desk.state, date(2026, 4, 10))
    assert (item.amount, item.asset, item.days) == (50_00, "GBP", 10)
    assert refundable(desk.state, item.journal, DAY) == 0  # it is never sent back as euro
    with pytest.raises(UsufructError, match="O163"):
        clear(desk.state, item.journal, chart.EXCHANGE, DAY)
    day = date(2026, 4, 10)
    desk.on(day)
    desk.agree(clear(desk.state, item.journal, chart.claim("euroclear", 4), day))
    worth = in_euro(50_00, "GBP", reference_rate("GBP", DAY))
    assert open_notes(desk.state) == {("euroclear", 4): called - worth}
    (seq, receipt) = list(desk.state.journals.items())[-1]
    assert (receipt.value, days_late(desk.office.ledger.record(seq))) == ("2026-03-31", 0)
    assert suspended(desk.state, day) == ()
    assert closed(desk)


@pytest.mark.parametrize("code", ["GBP", "JPY"])
def test_what_is_more_than_the_note_stays_in_suspense_in_its_currency(code: str) -> None:
    desk, called = desk_with(code)
    late, note = date(2026, 4, 20), chart.claim("euroclear", 4)
    amount = 3 * called * (150 if code == "JPY" else 1)
    desk.bank(Entry("A", amount, late), day=late, terms=Terms(code))
    (item,) = suspended(desk.state, late)
    law = corrections.interest_of(PAST.law)
    (accrual,) = Claims(desk.state, law).accrue("euroclear", late)
    desk.agree(clear(desk.state, item.journal, note, late, interest=law))
    assert (open_notes(desk.state), -desk.state.balance(chart.UNASSIGNED)) == ({}, accrual.interest)
    (left,) = suspended(desk.state, late)
    took = called + accrual.interest
    whole = in_euro(amount, code, reference_rate(code, late))
    assert (left.journal, left.asset) == (item.journal, code)
    assert abs(left.amount - amount * (whole - took) / whole) <= 1
    assert desk.state.balance(position_in_euro(code)) == took
    with pytest.raises(UsufructError, match="O164"):
        clear(desk.state, item.journal, note, late, interest=law)
    assert closed(desk)


def test_what_does_not_belong_together_is_no_conversion() -> None:
    desk, _ = desk_with("USD")
    desk.bank(Entry("A", 100_00, DAY, NOTE), day=DAY, terms=USD)
    desk.bank(Entry("B", 7_00, DAY), Entry("C", -3_00, DAY), day=DAY, terms=USD)
    desk.bank(Entry("D", 5_00, DAY), day=DAY)
    into, out, euro = (
        next(each.journal for each in suspended(desk.state, DAY) if (each.amount, each.asset) == wanted)
        for wanted in ((7_00, "USD"), (-3_00, "USD"), (5_00, "EUR"))
    )
    for pair in ((into, euro), (euro, out), (out, out), (99_999, euro)):
        with pytest.raises(UsufructError, match="O194"):
            currencies.conversion(desk.state, *pair, DAY)
    desk.agree(corrections.reversal(desk.state, _receipt(desk), DAY, "a slip"))
    with pytest.raises(UsufructError, match="O194"):  # nothing is held any more
        currencies.conversion(desk.state, out, euro, DAY)


def _receipt(desk: Desk) -> int:
    return max(int(seq) for seq, each in desk.state.journals.items() if each.entry == "receipt")


def test_a_statement_in_a_currency_needs_its_accounts() -> None:
    desk, _ = desk_with()
    statement = desk.statement([Entry("A", 1, DAY)], DAY)
    dollars = type(statement)("U1", 0, DAY, DAY, (Entry("A", 1, DAY),), currency="USD")
    with pytest.raises(UsufructError, match="O161"):
        desk.take(dollars)
    with pytest.raises(UsufructError, match="O161"):
        desk.take(dollars, USD)
    with pytest.raises(UsufructError, match="O134"):
        currencies.opened(desk.state, "EUR")
    with pytest.raises(UsufructError, match="M101"):
        currencies.opened(desk.state, "XXQ")
    desk.agree(currencies.opened(desk.state, "USD"))
    with pytest.raises(UsufructError, match="O134"):
        currencies.opened(desk.state, "USD")
    assert desk.take(dollars, USD).waiting == 1


def test_every_store_books_them_alike(server: Server, database: str, tmp_path: Path) -> None:
    stores: list[Store] = [
        MemoryStore(),
        SqliteStore(tmp_path / "m.ledger"),
        PostgresStore(server.url("keeper", database)),
    ]
    first = None
    for store in stores:
        desk, _ = desk_with("USD", store=store)
        desk.bank(Entry("A", 1_000_000_00, DAY, NOTE), day=DAY, terms=USD)
        converted(desk, 999_999_00, 870_000_00, date(2026, 4, 2))
        first = first or list(store.stored())
        assert list(store.stored()) == first
        assert store.tables() == stores[0].tables()
        assert verify(store).findings == ()
        store.close()
