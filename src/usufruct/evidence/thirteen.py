"""The thirteen tests of a pack: what international law asks of such evidence, and what this pack can answer.

Each row is either arithmetic, and then a node or a check that the reader repeats, or it rests on a statement, and then
the pack names the records in which somebody signed it. What nobody showed is said to be not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
        reported: whether the pack holds anything that a custodian reported, in a record or as its figure.
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
    reported: bool


Row = dict[str, Any]


def tests_of(behind: Behind) -> list[Row]:
    """Return the rows of the thirteen tests; a number stands twice where both kinds of proof are asked for."""
    filings = _of_kind(behind, "filing")
    verified = _verified(behind, lambda filing: True)
    audited = _verified(behind, lambda filing: filing.period.isdecimal())  # a year, and not a half-year
    principal = _verified(behind, lambda filing: bool(filing.principal))
    return [
        _stated(1, filings, "the custodian's filing states whose assets they are", _FILED),
        _stated(2, filings, "the custodian's filing is of cash that accrues exclusively because of the ban", _FILED),
        *_cut_off(behind),
        *_principal(behind),
        _stated(5, verified, "expenses were filed and verified by a second person", _VERIFIED),
        *_tax(behind),
        *_contribution(behind),
        _stated(7, verified, "what was filed was worked out again and verified by a second person", _VERIFIED),
        _stated(7, audited, "audited accounts of a year were filed and verified; an interim report is none", _AUDITED),
        *_retention(behind),
        _stated(8, [], "vintage of each liability, internal resources exhausted, five-year test", _VINTAGES),
        *_allocation(behind),
        *_lenders(behind),
        _stated(10, [], "the cap at the amount due, interest on what is unspent", _REMAINING),
        *_bases(behind),
        _confidentiality(behind),
        _stated(12, [], "that what was reported was used for its purpose only", _DECLARED),
        *_reversible(behind),
        _stated(13, principal, "the custodian states the principal that it holds, and a second verified it", _VERIFIED),
        _stated(13, [], "that retained amounts were released and claims met when measures ended", _RELEASED),
    ]


_FILED: Final = "the custodian's filing in a ledger, and the pack of a record that rests on it"
_VERIFIED: Final = "a filing in a ledger, and its verification by a second person"
_AUDITED: Final = "the audited accounts of the year and its true-up (2024/1673 Art. 5)"
_VINTAGES: Final = "the vintages held, a supervisor's word on internal resources, and the test after five years"
_REMAINING: Final = "a statement of what remains due to each lender, and the account of what is unspent"
_DECLARED: Final = "a declaration, signed by each who received the report, of what it was used for"
_RELEASED: Final = "the act that ends the measures, and the custodian's signed account of what it gave back"


def _row(number: int, rests_on: str, result: str, says: str, **more: Any) -> Row:
    row = {"number": number, "name": NAMES[number], "rests_on": rests_on, "result": result, "says": says}
    return row | {"node": None, "check": None, "records": []} | more


def _stated(number: int, records: Sequence[int], says: str, needed: str) -> Row:
    """A row that rests on signed records; where there are none it says what would show it."""
    if records:
        return _row(number, STATEMENT, "signed", says, records=list(records))
    return _row(number, STATEMENT, "not shown", f"{says}; needed: {needed}")


def _shown(behind: Behind, number: int, node: int | None, says: str) -> Row:
    if node is None:
        return _row(number, ARITHMETIC, "not shown", says)
    return _row(number, ARITHMETIC, "holds" if behind.nodes.value(node) else "fails", says, node=node)


def _of_kind(behind: Behind, kind: str) -> list[int]:
    return [seq for seq, record in sorted(behind.records.items()) if record.kind == kind]


def _verified(behind: Behind, asked: Callable[[Any], bool]) -> list[int]:
    """The numbers of filings that another person accepted, and of the verifications that say so."""
    records = behind.records
    accepted = [n for n in _of_kind(behind, "verification") if records[n].body.verdict == "accepted"]
    pairs = [(records[n].body.filing, n) for n in accepted if records[n].body.filing in records]
    return sorted({seq for pair in pairs if asked(records[pair[0]].body) for seq in pair})


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
    kept, levy = _by_half_year(nodes, "retention"), _by_half_year(nodes, "contribution")
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


def _confidentiality(behind: Behind) -> Row:
    """Whoever gets a pack learns what is in it."""
    check = "nothing reported is inside"
    if behind.reported:
        says = "the pack holds what a custodian reported: pass it on only to those who may use that"
        return _row(12, ARITHMETIC, "not shown", says, check=check)
    says = "the pack holds nothing that a custodian reported, but published figures and pseudonyms"
    return _row(12, ARITHMETIC, "holds", says, check=check)


def _reversible(behind: Behind) -> Iterator[Row]:
    """Nothing but profit is taken, so that the principal can be given back whole; and what is kept back is counted."""
    nodes, node = behind.nodes, None
    levy, profit, kept, due = (_by_half_year(nodes, each) for each in _TAKEN)
    shared = levy.keys() & profit.keys() & kept.keys() & due.keys()
    if shared and levy.keys() == shared:
        statements = []
        for name in sorted(shared):
            statements.append(nodes.at_most(levy[name], profit[name]))
            together = nodes.operation("add", Kind.MONEY, [due[name], kept[name]], "called and retained")
            statements.append(nodes.same(together, levy[name]))
        node = nodes.both(statements, "only profit is taken, and all of it is called or retained")
    says = "no contribution is above its net profit, and what of it was not called is retained, to be released"
    yield _shown(behind, 13, node, says)


_TAKEN: Final = ("contribution", "net_profit", "retention", "interim_due")


def _by_half_year(nodes: NodeList, label: str) -> dict[str, int]:
    """Positions of a figure by half-year and custodian."""
    return {nodes.rows[place]["label"].removeprefix(f"{label} "): place for place in nodes.found(label, "figure")}
