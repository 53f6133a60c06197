"""The thirteen tests of a pack: what international law asks of such evidence, and what this pack can answer.

Each row is either arithmetic, and then a node or a check that the reader repeats, or it rests on a statement, and then
the pack names the records in which somebody signed it. What nobody showed is said to be not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from usufruct.engine.shape import Kind
from usufruct.evidence.node_list import NodeList
from usufruct.ledger.scaled import decimal_text
from usufruct.waterfall.horizon import FIRST_TO_MECHANISM
from usufruct.waterfall.payments import CHANNELS, COMPUTED_BY

if TYPE_CHECKING:
    from usufruct.ledger.record import Record
    from usufruct.waterfall.reconciliation import Verdict

ARITHMETIC: Final = "arithmetic"
STATEMENT: Final = "signed statement"
CUT_OFF: Final = date(2024, 2, 15)
"""From this day on net profits are due: Council Regulation (EU) 2024/576, Art. 5a(8) and (9)."""
NAMES: Final = {
    1: "owner of the assets",
    2: "cash accrues only because of the ban",
    3: "nothing from before the cut-off",
    4: "principal intact",
    5: "expenses relevant, with their basis",
    6: "tax at the general regime only",
    7: "contribution on audited net profit",
    8: "retention: vintage, use, five years",
    9: "allocation traced to the payment",
    10: "lenders pro rata, cap, unspent",
    11: "legal bases in force",
    12: "confidentiality, limits of use",
    13: "reversible",
}


@dataclass(frozen=True, slots=True)
class Behind:
    """What the tests may look at.

    Attributes:
        nodes: of the pack; statements are added to them.
        figure: position of the figure, or None.
        address: of the figure.
        verdict: the reconciliation of a payment, or None.
        channels: positions of the parts of a received payment, by channel; empty where there are none.
        received: position of the received amount, or None.
        lenders: positions of amount and principal for each lender; empty before the mechanism.
        records: of the ledger, by number; empty without a record.
        seq: number of the record, or None.
    """

    nodes: NodeList
    figure: int | None
    address: str
    verdict: Verdict | None
    channels: dict[str, int]
    received: int | None
    lenders: tuple[tuple[int, int], ...]
    records: dict[int, Record]
    seq: int | None


Row = dict[str, Any]


def tests_of(behind: Behind) -> list[Row]:
    """Return the rows of the thirteen tests; a number stands twice where both kinds of proof are asked for."""
    filings = _of_kind(behind, "filing")
    verified = filings + _of_kind(behind, "verification") if filings else []
    return [
        _stated(1, filings, "the custodian's filing states whose assets they are"),
        _stated(2, filings, "the custodian's filing is of cash that accrues exclusively because of the ban"),
        *_cut_off(behind),
        *_principal(behind),
        _stated(5, verified, "expenses were filed and verified by a second person"),
        *_tax(behind),
        *_contribution(behind),
        _stated(7, verified, "that the accounts behind it are audited"),
        *_retention(behind),
        _stated(8, [], "vintage of each liability, internal resources exhausted, five-year test"),
        *_allocation(behind),
        *_lenders(behind),
        _stated(10, [], "the cap at the amount due, interest on what is unspent"),
        *_bases(behind),
        _stated(12, [], "that what is confidential was used for its purpose only"),
        _stated(13, [], "that retained amounts can be released and claims be met"),
    ]


def _row(number: int, rests_on: str, result: str, says: str, **more: Any) -> Row:
    row = {"number": number, "name": NAMES[number], "rests_on": rests_on, "result": result, "says": says}
    return row | {"node": None, "check": None, "records": []} | more


def _stated(number: int, records: Sequence[int], says: str) -> Row:
    result = "signed" if records else "not shown"
    return _row(number, STATEMENT, result, says, records=list(records))


def _shown(behind: Behind, number: int, node: int | None, says: str) -> Row:
    if node is None:
        return _row(number, ARITHMETIC, "not shown", says)
    return _row(number, ARITHMETIC, "holds" if behind.nodes.value(node) else "fails", says, node=node)


def _of_kind(behind: Behind, kind: str) -> list[int]:
    return [seq for seq, record in sorted(behind.records.items()) if record.kind == kind]


def _cut_off(behind: Behind) -> Iterator[Row]:
    """Half-years that begin after the cut-off are arithmetic; the one that it falls into is solved from the levy."""
    nodes = behind.nodes
    own = nodes.rows[: 0 if behind.figure is None else behind.figure + 1]
    years = sorted({word for row in own if row["op"] == "figure" for word in row["label"].split() if _is_half(word)})
    node = None
    if years and years[0] != "2024-H1":
        first = date(int(years[0][:4]), 1 if years[0].endswith("1") else 7, 1)
        cut = nodes.leaf("day of the cut-off, as a count of days", Kind.COUNT, Fraction(CUT_OFF.toordinal()), _SINCE)
        begin = nodes.leaf(
            f"first day of {years[0]}, as a count of days", Kind.COUNT, Fraction(first.toordinal()), "calendar"
        )
        node = nodes.at_most(cut, begin, "the first half-year begins after the cut-off")
    says = "no half-year behind the figure begins before 15 February 2024"
    yield _shown(
        behind, 3, node, f"{says}: the first half of 2024 is cut by its source" if "2024-H1" in years else says
    )


_SINCE: Final = "Council Regulation (EU) 2024/576 Art. 1, Art. 5a(8)"


def _is_half(word: str) -> bool:
    return len(word) == 7 and word[:4].isdecimal() and word[4:] in ("-H1", "-H2")


def _principal(behind: Behind) -> Iterator[Row]:
    says = "no leg of the record is in the book of principal"
    record = behind.records.get(behind.seq) if behind.seq is not None else None
    if record is None or record.kind != "journal":
        yield _row(4, ARITHMETIC, "not shown", says)
        return
    books = {each.body.path: each.body.book for each in behind.records.values() if each.kind == "account"}
    intact = {books.get(leg.account) for leg in record.body.legs} == {"proceeds"}
    result = "holds" if intact else "fails"
    yield _row(4, ARITHMETIC, result, says, check="no principal moves", records=[record.seq])


def _tax(behind: Behind) -> Iterator[Row]:
    nodes = behind.nodes
    rates = [place for place in nodes.found("tax_rate") if not nodes.rows[place]["parts"]]
    node = None
    if rates:
        general = nodes.leaf(
            "general rate of corporate tax", Kind.RATE, Fraction(1, 4), "Belgian Income Tax Code Art. 215"
        )
        node = nodes.both([nodes.same(rate, general) for rate in rates], "every rate of tax is the general one")
    yield _shown(behind, 6, node, "every rate of tax behind the figure is the general one of 25 %")


def _contribution(behind: Behind) -> Iterator[Row]:
    nodes, node = behind.nodes, None
    says = "the law applied to published results meets what was paid, within half of the last printed digits"
    if behind.verdict is not None and behind.figure is not None:
        amounts = (nodes.value(behind.figure), behind.verdict.published, behind.verdict.tolerance)
        computed, printed, rounding = (decimal_text(round(each), 2) for each in amounts)
        says += f": EUR {computed} computed, {printed} published, rounding of {rounding}"
        cite = f"what {behind.verdict.address} holds the figure against: {behind.verdict.test.published}"
        paid = nodes.leaf("published amount", Kind.MONEY, behind.verdict.published, cite)
        spread = nodes.leaf("rounding of the figures as printed", Kind.MONEY, behind.verdict.tolerance, cite)
        node = nodes.within(behind.figure, paid, spread, "within rounding")
    yield _shown(behind, 7, node, says)
    if behind.figure is not None and behind.seq is not None:
        booked = next((place for place in nodes.found("booked", "input")), None)
        if booked is not None:
            node = nodes.same(booked, behind.figure, "what is booked is the figure")
            yield _shown(behind, 7, node, "what the record books is the figure, to the cent")


def _retention(behind: Behind) -> Iterator[Row]:
    nodes, node = behind.nodes, None
    kept = {
        nodes.rows[place]["label"].removeprefix("retention "): place for place in nodes.found("retention", "figure")
    }
    levy = {nodes.rows[p]["label"].removeprefix("contribution "): p for p in nodes.found("contribution", "figure")}
    both = [(kept[name], levy[name]) for name in kept if name in levy]
    if both:
        rate = nodes.leaf("most that may be retained", Kind.RATE, Fraction(1, 10), _RETAINED)
        caps = [nodes.operation("mul", Kind.MONEY, [due, rate]) for _, due in both]
        cent = nodes.leaf("one cent, for rounding", Kind.MONEY, Fraction(1), "rounding of the cap")
        caps = [nodes.operation("add", Kind.MONEY, [cap, cent]) for cap in caps]
        held = [nodes.at_most(amount, cap) for (amount, _), cap in zip(both, caps, strict=True)]
        node = nodes.both(held, "no retention is above the cap")
    yield _shown(behind, 8, node, "what is retained of a contribution is at most 10 % of it")


_RETAINED: Final = "Council Regulation (EU) 2024/1469 Art. 1(1), Art. 5a(10)(a)"


def _allocation(behind: Behind) -> Iterator[Row]:
    nodes, node = behind.nodes, None
    if behind.channels and behind.received is not None:
        total = nodes.operation("sum", Kind.MONEY, list(behind.channels.values()), "all channels")
        node = nodes.same(total, behind.received, "the channels add up to what was received")
    says = f"the parts for {len(CHANNELS)} channels, by the number of the payment, add up to what was received"
    yield _shown(behind, 9, node, says)


def _lenders(behind: Behind) -> Iterator[Row]:
    says = "each lender's part of the payment is its share of the frozen principal, to two cents"
    number = behind.address.removeprefix("payment:")
    if number in map(str, COMPUTED_BY) and int(number) < FIRST_TO_MECHANISM:
        yield _row(10, ARITHMETIC, "does not apply", f"{says}: the mechanism begins with payment {FIRST_TO_MECHANISM}")
        return
    nodes, node = behind.nodes, None
    mechanism = behind.channels.get("Ukraine Loan Cooperation Mechanism")
    if behind.lenders and mechanism is not None:
        whole = nodes.operation("sum", Kind.MONEY, [owed for _, owed in behind.lenders], "principal of all lenders")
        paid = nodes.operation("sum", Kind.MONEY, [amount for amount, _ in behind.lenders], "parts of all lenders")
        cents = nodes.leaf("two cents, for rounding by running totals", Kind.MONEY, Fraction(2), "rounding")
        each = [nodes.same(paid, mechanism, "the lenders' parts add up to the mechanism's")]
        for amount, owed in behind.lenders:
            share = nodes.operation("div", Kind.RATE, [owed, whole])
            due = nodes.operation("mul", Kind.MONEY, [mechanism, share])
            each.append(nodes.within(amount, due, cents))
        node = nodes.both(each, "pro rata of the frozen principal")
    yield _shown(behind, 10, node, says)


def _bases(behind: Behind) -> Iterator[Row]:
    nodes = behind.nodes
    flags = [place for place in nodes.found("ban_recorded in force") if not nodes.rows[place]["parts"]]
    node = nodes.both(flags, "the ban was renewed") if flags else None
    yield _shown(
        behind, 11, node, "the ban of Regulation (EU) No 833/2014 was renewed for each half-year behind the figure"
    )
    says = "the conditions of Council Regulation (EU) 2025/2600, the second clock: no figure here depends on them"
    yield _row(11, ARITHMETIC, "not shown", says)
