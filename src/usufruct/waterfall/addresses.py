"""Addresses: the name under which every output prints a figure, and the tree that stands behind each.

``test:6`` and ``payment:3`` are computed figures; ``payment:3:received`` a printed one; ``payment:3:European Peace
Facility`` a part of it; ``2025-H1:contribution`` a line of a half-year in its central forward run, with ``:low``,
``:high``, ``:implied`` and ``:published`` beside it; ``lender:Japan`` a share of the loan mechanism, with
``:principal``, ``:allocated`` and ``:payment 3``; ``total:…`` a total; ``fact:…`` a published figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from usufruct.engine import Explanation
from usufruct.engine.shape import Kind
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.money import currency
from usufruct.waterfall.case import Entry, fact_leaf, summed
from usufruct.waterfall.half_years import QUANTITIES, HalfYearStatement, Line, published
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM
from usufruct.waterfall.payments import CHANNELS, COMPUTED_BY, figure_of, half_year_of, payment_numbers
from usufruct.waterfall.published import LENDERS, levied_half_years
from usufruct.waterfall.reconciliation_tests import TESTS
from usufruct.waterfall.totals import NAMES, explain_total

if TYPE_CHECKING:
    from usufruct.facts import Figure
    from usufruct.waterfall.replay import Replay

STATES = ("announced", "received")
"""Printed states of a payment that have an address of their own."""
RUNS = ("low", "high", "implied", "published")
"""What a line of a half-year has beside its central forward run."""
LENDER_FIGURES = {"principal": "eu.principal_in_euro", "allocated": "eu.paid_so_far"}


def addresses(replay: Replay) -> tuple[str, ...]:
    """Every address of a replay, whether its figure can be derived or not; figures of the facts included."""
    return (*_computed(replay), *(figure.address for figure in replay.facts.figures))


def explain(replay: Replay, address: str) -> Explanation:
    """The tree behind a figure; see :meth:`usufruct.waterfall.replay.Replay.explain`."""
    head, _, rest = address.partition(":")
    if address in _computed(replay):
        match head:
            case "test":
                return _test(replay, int(rest))
            case "payment":
                return _payment(replay, *rest.split(":"))
            case "lender":
                return _lender(replay, *rest.split(":"))
            case "total":
                return _total(replay, rest)
            case _:
                return _line(replay, head, *rest.split(":"))
    figure = next((each for each in replay.facts.figures if each.address == address), None)
    if figure is None:
        raise unknown_address(address, addresses(replay))
    return fact_tree(figure)


def fact_tree(figure: Figure) -> Explanation:
    """A published figure as a tree of one leaf.

    Raises:
        UsufructError: ``W221`` if no number was published, or a range only.
    """
    if not figure.value:
        why = "looked for and not found" if figure.is_gap else f"printed as a range: {figure.text()}"
        raise refuse(
            "W221",
            f"no single number: {why}",
            figure.address,
            figure.note,
            f"see what was printed: usufruct facts {figure.series}",
        )
    leaf = fact_leaf(figure)
    if figure.dimension.startswith("money"):
        if figure.currency == "EUR":
            return leaf
        return _as(leaf, Kind.LOCAL, figure.amount * currency(figure.currency).scale)
    return _as(leaf, Kind.RATE if figure.dimension == "ratio" else Kind.COUNT, figure.amount)


def _as(leaf: Explanation, kind: Kind, value: Fraction) -> Explanation:
    return Explanation(leaf.op, leaf.label, kind, value, leaf.cite, leaf.meaning)


def unknown_address(address: str, known: Iterable[str]) -> UsufructError:
    """The refusal ``W220``, with the addresses that were probably meant."""
    names = list(known)
    near = get_close_matches(address, names, n=3, cutoff=0.5)
    near = near or [name for name in names if name.startswith(address.partition(":")[0] + ":")][:3] or names[:3]
    return refuse(
        "W220",
        f"no figure has the address {address!r:.80}",
        "explain",
        "",
        f"the nearest are {', '.join(near)}",
    )


def _computed(replay: Replay) -> tuple[str, ...]:
    numbers = payment_numbers(replay.facts)
    payments = [f"payment:{number}" for number in numbers]
    parts = (*LENDER_FIGURES, *(f"payment {number}" for number in numbers[FIRST_TO_MECHANISM - 1 :]))
    halves = [half.label for half in levied_half_years(replay.as_of)]
    lines = [f"{half}:{quantity}" for half in halves for quantity in QUANTITIES]
    lenders = [f"lender:{name}" for name in LENDERS]
    return (
        *(f"test:{test.number}" for test in TESTS),
        *(each for payment in payments for each in (payment, *(f"{payment}:{x}" for x in (*STATES, *CHANNELS)))),
        *(each for line in lines for each in (line, *(f"{line}:{run}" for run in RUNS))),
        *(each for lender in lenders for each in (lender, *(f"{lender}:{x}" for x in parts))),
        *(f"total:{name}" for name in NAMES),
    )


def _test(replay: Replay, number: int) -> Explanation:
    verdict = replay.verdict(number)
    if verdict is None:
        raise _missing(replay, f"test:{number}", ["its figures, or of an article in force that uses them"])
    return verdict.explain()


def _payment(replay: Replay, number: str, part: str = "") -> Explanation:
    count = int(number)
    address = f"payment:{number}" + (f":{part}" if part else "")
    figure = figure_of(count, "received" if part in CHANNELS else part, replay.facts) if part else None
    if part in STATES and figure is not None:
        return fact_tree(figure)
    if part in CHANNELS and figure is not None:
        tree = replay.payments.explain_channel(count, part)
        if tree is not None:
            return tree
    if not part and count in COMPUTED_BY:
        verdict = replay.verdict(COMPUTED_BY[count])
        if verdict is not None:
            return verdict.explain()
    if part:
        raise _missing(
            replay,
            address,
            [f"an {part} amount of payment {number}" if part == "announced" else f"a receipt of payment {number}"],
        )
    raise _missing(
        replay,
        address,
        [f"the results of {half_year_of(count).label}, from which its contribution would follow"],
    )


def _line(replay: Replay, label: str, quantity: str, run: str = "") -> Explanation:
    statement = replay.half_year(label)
    printed = published(quantity, label, replay.facts)
    address = f"{label}:{quantity}" + (f":{run}" if run else "")
    if run == "published" and printed:
        return _printed(address, printed)
    line = next((each for each in statement.lines if each.quantity == quantity), None) if statement else None
    tree = _run(statement, line, run) if statement and line else None
    if tree is None and not run and printed:
        return _printed(address, printed)
    if tree is None:
        raise _missing(replay, address, _wanted(label, quantity, run))
    return tree


def _run(statement: HalfYearStatement, line: Line, run: str) -> Explanation | None:
    if run == "implied":
        return statement.explain(line.quantity, implied=True) if line.implied is not None else None
    if line.central is None or run == "published":
        return None
    wanted = {"": line.central, "low": line.low, "high": line.high}[run]
    return None if wanted is None else statement.explain_forward(line.quantity, wanted)


def _wanted(label: str, quantity: str, run: str) -> list[str]:
    if run == "published":
        return [f"a printed {quantity} of {label}"]
    if run == "implied":
        return [f"figures of {label} whose inversion would imply it"]
    return [f"interest of {label}", f"the central bank's share of the interest of {label}"]


def _printed(address: str, printed: Entry) -> Explanation:
    return fact_tree(printed[0].figure) if len(printed) == 1 else summed(address, printed)


def _lender(replay: Replay, name: str, part: str = "") -> Explanation:
    quantity = LENDER_FIGURES.get(part, "eu.paid_to_lender" if part else "eu.share")
    payment = int(part.removeprefix("payment ")) if part.startswith("payment ") else None
    tree = replay.payments.explain_lender(name, quantity, payment)
    if tree is None:
        address = f"lender:{name}" + (f":{part}" if part else "")
        missing = f"payment {payment}" if payment else "a payment that reached the loan mechanism"
        raise _missing(replay, address, [f"{missing}, received by {replay.as_of}"])
    return tree


def _total(replay: Replay, name: str) -> Explanation:
    tree = explain_total(name, replay.facts, replay.payments)
    if tree is None:
        raise _missing(replay, f"total:{name}", ["any published amount of it"])
    return tree


_GIVE: Final = "give it, if you have it, with --facts FILE"


def _missing(replay: Replay, address: str, wanted: list[str]) -> UsufructError:
    """One fault for each thing that would be needed; what was searched for and not found is named as such."""
    head, _, rest = address.partition(":")
    period = half_year_of(int(rest.partition(":")[0])).label if head == "payment" else head
    where = f"{address}, as of {replay.as_of}"
    faults = [Fault("W221", f"not derivable, for want of {each}", where, "", _GIVE) for each in wanted]
    gaps = [gap for gap in replay.facts.latest_vintages(replay.facts.gaps()) if gap.period in (period, period[:4])]
    faults += [
        Fault("W221", f"searched for and not found: {gap.address}, {gap.note}", where, "", _GIVE) for gap in gaps
    ]
    return UsufructError(faults)
