"""What happens to principal, claim and guarantees when a regime begins, entry by entry, each with its article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from usufruct.engine import Citation
from usufruct.law.supposed.higher_yield import VEHICLE
from usufruct.law.supposed.reparations_loan import LOAN
from usufruct.regimes.books import CLAIM, GUARANTEES, PRINCIPAL, Books, Entry
from usufruct.regimes.regime import Placing, Regime

_WOUND_UP: Final = VEHICLE.at("balances moved back")
_LOST: Final = VEHICLE.at("loss of the vehicle")
_REDEEMED: Final = LOAN.at("guarantees called on the end of the measures")


@dataclass(frozen=True, slots=True)
class Terms:
    """Amounts and shares that a switch needs; amounts in cents. What a regime does not ask for is not used.

    Attributes:
        loan: cash to be swapped under F.
        vehicle_share: part of the balances to be moved under G.
        vehicle_loss: what the vehicle has lost when it is wound up, not made good by a bearer.
        to_other_parties: part of the balances that a deal gives away.
        vested: amount to be vested under J.
    """

    loan: int = 0
    vehicle_share: Fraction = Fraction(0)
    vehicle_loss: int = 0
    to_other_parties: Fraction = Fraction(0)
    vested: int = 0


def switched(books: Books, to: Regime, terms: Terms) -> Books:
    """The books after a switch to a regime.

    What a vehicle holds comes back first, less what it lost. What was lent against the instrument stays lent: only a
    release asks the guarantors. What has been returned, split or vested is gone, and no later regime brings it back.

    Raises:
        UsufructError: ``G102`` if guarantors are asked for more than they guaranteed.
    """
    back = books.entered(_from_the_vehicle(books, terms))
    cite = to.moves_by
    return back if cite is None else back.entered(_MOVES[to.placing](back, terms, cite))


def _from_the_vehicle(books: Books, terms: Terms) -> Iterator[Entry]:
    there = books[PRINCIPAL, "vehicle"]
    lost = min(max(terms.vehicle_loss, 0), there)
    yield from _entry(PRINCIPAL, "vehicle", "lost", lost, _LOST)
    yield from _entry(PRINCIPAL, "vehicle", "custodian", there - lost, _WOUND_UP)


def _swapped(books: Books, terms: Terms, cite: Citation) -> Iterator[Entry]:
    wanted = terms.loan - books[PRINCIPAL, "lent against the instrument"]
    guaranteed = books[GUARANTEES, "uncalled"] - books[PRINCIPAL, "lent against the instrument"]
    amount = min(wanted, guaranteed, books[PRINCIPAL, "custodian"])
    yield from _entry(PRINCIPAL, "custodian", "lent against the instrument", amount, cite)


def _to_the_vehicle(books: Books, terms: Terms, cite: Citation) -> Iterator[Entry]:
    amount = int(books[PRINCIPAL, "custodian"] * _share(terms.vehicle_share))
    yield from _entry(PRINCIPAL, "custodian", "vehicle", amount, cite)


def _returned(books: Books, terms: Terms, cite: Citation) -> Iterator[Entry]:
    lent = books[PRINCIPAL, "lent against the instrument"]
    yield from _entry(GUARANTEES, "uncalled", "called", lent, _REDEEMED)
    yield from _entry(PRINCIPAL, "lent against the instrument", "custodian", lent, _REDEEMED)
    amount = min(books[PRINCIPAL, "custodian"] + lent, books[CLAIM, "owed by the custodian"])
    yield from _entry(PRINCIPAL, "custodian", "returned", amount, cite)
    yield from _entry(CLAIM, "owed by the custodian", "paid back", amount, cite)


def _split(books: Books, terms: Terms, cite: Citation) -> Iterator[Entry]:
    amount = int(books[PRINCIPAL, "custodian"] * _share(terms.to_other_parties))
    yield from _entry(PRINCIPAL, "custodian", "other parties", amount, cite)
    yield from _entry(CLAIM, "owed by the custodian", "extinguished", amount, cite)


def _vested(books: Books, terms: Terms, cite: Citation) -> Iterator[Entry]:
    amount = min(max(terms.vested, 0), books[PRINCIPAL, "custodian"])
    yield from _entry(PRINCIPAL, "custodian", "vested", amount, cite)
    yield from _entry(CLAIM, "owed by the custodian", "disputed", amount, cite)


def _stays(books: Books, terms: Terms, cite: Citation) -> Iterator[Entry]:
    yield from ()


_MOVES: Final[dict[Placing, Callable[[Books, Terms, Citation], Iterator[Entry]]]] = {
    "stays": _stays,
    "swapped": _swapped,
    "vehicle": _to_the_vehicle,
    "returned": _returned,
    "split": _split,
    "vested": _vested,
}


def _share(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))


def _entry(book: str, origin: str, target: str, amount: int, cite: Citation) -> Iterator[Entry]:
    if amount > 0:
        yield Entry(book, origin, target, amount, cite)
