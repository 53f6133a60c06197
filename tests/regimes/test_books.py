"""No sequence of switches loses a cent, makes one twice, or takes principal without an article."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct.errors import UsufructError
from usufruct.law.eu.regulation_2025_2600 import HOLD
from usufruct.regimes import REGIMES, Books, Entry, Terms, open_books, regime, switched
from usufruct.regimes.books import ACCOUNTS, CLAIM, GUARANTEES, PRINCIPAL

CASH = 185_000_000_000_00
CITE = HOLD.at("Art. 2(1)")

TERMS = st.builds(
    Terms,
    loan=st.integers(0, 210_000_000_000_00),
    vehicle_share=st.fractions(0, 1, max_denominator=97),
    vehicle_loss=st.integers(0, CASH // 3),
    to_other_parties=st.fractions(0, 1, max_denominator=89),
    vested=st.integers(0, CASH),
)
SWITCHES = st.lists(st.tuples(st.sampled_from(REGIMES), TERMS), max_size=8)


def independent(books: Books) -> dict[tuple[str, str], int]:
    """The balances, made again from the entries alone."""
    found = {(book, name): 0 for book, names in ACCOUNTS.items() for name in names}
    for entry in books.entries:
        found[entry.book, entry.origin] -= entry.amount
        found[entry.book, entry.target] += entry.amount
    return found


@settings(max_examples=300, deadline=None)
@given(principal=st.integers(0, CASH), guarantees=st.integers(0, 210_000_000_000_00), switches=SWITCHES)
def test_random_switches_conserve_every_cent(
    principal: int, guarantees: int, switches: list[tuple[object, Terms]]
) -> None:
    books = open_books(principal, guarantees=guarantees)
    opening = independent(books) | {
        (PRINCIPAL, "custodian"): principal,
        (CLAIM, "owed by the custodian"): principal,
        (GUARANTEES, "uncalled"): guarantees,
    }
    for to, terms in switches:
        before = books
        books = switched(books, to, terms)  # type: ignore[arg-type]
        assert books.entries[: len(before.entries)] == before.entries
        for book in ACCOUNTS:
            assert books.total(book) == before.total(book)
        assert min(min(accounts.values()) for accounts in books.balances.values()) >= 0
    moved = independent(books)
    assert {place: books[place] for place in moved} == {place: opening[place] + moved[place] for place in moved}
    # What is lent is always guaranteed, and whatever is returned has reduced the claim by as much.
    assert books[PRINCIPAL, "lent against the instrument"] <= books[GUARANTEES, "uncalled"]
    assert books[PRINCIPAL, "returned"] == books[CLAIM, "paid back"]
    # The claim has lost its cover only by entries that name an article of the regime that provides so.
    gone = sum(entry.amount for entry in books.touching_the_principal)
    settled = books[CLAIM, "extinguished"] + books[CLAIM, "disputed"]
    assert books.uncovered == max(0, gone - settled)
    assert all(entry.cite.place and entry.cite.source.title for entry in books.entries)


@pytest.mark.parametrize("letter", ["A", "B", "C", "D", "E"])
def test_the_principal_stays_intact_under_regimes_that_leave_it_alone(letter: str) -> None:
    books = switched(open_books(CASH), regime(letter), Terms(loan=CASH, vested=CASH, to_other_parties=Fraction(1)))
    assert books.entries == ()
    assert books.uncovered == 0


def test_a_swap_keeps_the_claim_covered_and_a_release_calls_the_guarantors() -> None:
    loan = 140_000_000_000_00
    swapped = switched(open_books(CASH, guarantees=loan), regime("F"), Terms(loan=loan))
    assert swapped[PRINCIPAL, "custodian"] == CASH - loan
    assert (swapped.uncovered, swapped.touching_the_principal) == (0, ())
    released = switched(swapped, regime("H"), Terms())
    assert released[PRINCIPAL, "returned"] == released[CLAIM, "paid back"] == CASH
    assert released[GUARANTEES, "called"] == loan


@pytest.mark.parametrize(
    ("letter", "terms", "article"),
    [
        ("I", Terms(to_other_parties=Fraction(1, 2)), "Supposed: a deal shares the profits split of the assets"),
        ("J", Terms(vested=1_000), "REPO for Ukrainians Act, Public Law 118-50, Division F s. 104(b)"),
    ],
)
def test_a_regime_that_takes_principal_names_its_article(letter: str, terms: Terms, article: str) -> None:
    books = switched(open_books(CASH), regime(letter), terms)
    assert [str(entry.cite).removesuffix(" [hypothetical]") for entry in books.touching_the_principal] == [article]


def test_a_loss_of_the_vehicle_uncovers_the_claim_by_that_much() -> None:
    held = switched(open_books(CASH), regime("G"), Terms(vehicle_share=Fraction(1, 2)))
    assert held.uncovered == 0
    assert switched(held, regime("D"), Terms(vehicle_loss=77)).uncovered == 77


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry(PRINCIPAL, "custodian", "returned", 101, CITE), "G102"),
        (Entry(PRINCIPAL, "custodian", "returned", 0, CITE), "G101"),
        (Entry(PRINCIPAL, "custodian", "paid back", 1, CITE), "G101"),
        (Entry(PRINCIPAL, "custodian", "custodian", 1, CITE), "G101"),
        (Entry("ledger", "custodian", "returned", 1, CITE), "G101"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(entry: Entry, code: str) -> None:
    with pytest.raises(UsufructError, match=code):
        open_books(100).entered([entry])
    with pytest.raises(UsufructError, match="G101"):
        open_books(-1)
