"""Every row that a pack may have among its tests, in order, as a reader would write it; the verifier has hashes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from tests.evidence.packs import canonical
from usufruct.evidence.thirteen import NAMES

NEEDED = {
    "filed": "the custodian's filing in a ledger, and the pack of a record that rests on it",
    "verified": "a filing in a ledger, and its verification by a second person",
    "audited": "the audited accounts of the year and its true-up (2024/1673 Art. 5)",
    "vintages": "the vintages held, a supervisor's word on internal resources, and the test after five years",
    "remaining": "a statement of what remains due to each lender, and the account of what is unspent",
    "declared": "a declaration, signed by each who received the report, of what it was used for",
    "released": "the act that ends the measures, and the custodian's signed account of what it gave back",
}
BASES = "the ban of Regulation (EU) No 833/2014 was renewed for each half-year behind the figure"
CLOCK = "the conditions of Council Regulation (EU) 2025/2600, the second clock: no figure here depends on them"
CUT = "no half-year behind the figure begins before 15 February 2024"
INTACT = "no leg of the record is in the book of principal"
PAID = "the law applied to published results meets what was paid, within half of the last printed digits"
PRO_RATA = "each lender's part of the payment is its share of the frozen principal, to two cents"
INSIDE = "nothing reported is inside"
REPORTED = "the pack holds what a custodian reported: pass it on only to those who may use that"
NONE = "the pack holds nothing that a custodian reported, but published figures and pseudonyms"

Row = tuple[int, str, str | None, str, str]
"""Number, what it rests on, check, result (``holds`` for ``fails`` as well), and what it says."""


def _node(number: int, says: str) -> list[Row]:
    return [(number, "arithmetic", None, result, says) for result in ("holds", "not shown")]


def _unshown(number: int, says: str, needed: str) -> list[Row]:
    return [(number, "signed statement", None, "not shown", f"{says}; needed: {NEEDED[needed]}")]


def _stated(number: int, says: str, needed: str) -> list[Row]:
    return [(number, "signed statement", None, "signed", says), *_unshown(number, says, needed)]


def rows() -> Iterator[list[Row]]:
    """For each place, what may stand there."""
    yield _stated(1, "the custodian's filing states whose assets they are", "filed")
    yield _stated(2, "the custodian's filing is of cash that accrues exclusively because of the ban", "filed")
    cut = (3, "arithmetic", None, "not shown", f"{CUT}: the first half of 2024 is cut by its source")
    yield [*_node(3, CUT), cut]
    yield [(4, "arithmetic", "no principal moves", "holds", INTACT), (4, "arithmetic", None, "not shown", INTACT)]
    yield _stated(5, "expenses were filed and verified by a second person", "verified")
    yield _node(6, "every rate of tax behind the figure is the general one of 25 %")
    figures = (7, "arithmetic", None, "holds", f"{PAID}: EUR # computed, # published, rounding of #")
    yield [figures, (7, "arithmetic", None, "not shown", PAID)]
    yield [(7, "arithmetic", None, "holds", "what the record books is the figure, to the cent")]
    yield _stated(7, "what was filed was worked out again and verified by a second person", "verified")
    yield _stated(7, "audited accounts of a year were filed and verified; an interim report is none", "audited")
    yield _node(8, "what is retained of a contribution is at most 10 % of it")
    yield _unshown(8, "vintage of each liability, internal resources exhausted, five-year test", "vintages")
    yield _node(9, "the parts for 4 channels, by the number of the payment, add up to what was received")
    not_yet = (10, "arithmetic", None, "does not apply", f"{PRO_RATA}: the mechanism begins with payment 3")
    yield [*_node(10, PRO_RATA), not_yet]
    yield _unshown(10, "the cap at the amount due, interest on what is unspent", "remaining")
    yield _node(11, BASES)
    yield [(11, "arithmetic", None, "not shown", CLOCK)]
    yield [(12, "arithmetic", INSIDE, "holds", NONE), (12, "arithmetic", INSIDE, "not shown", REPORTED)]
    yield _unshown(12, "that what was reported was used for its purpose only", "declared")
    yield _node(
        13, "no contribution is above its net profit, and what of it was not called is retained, to be released"
    )
    yield _stated(13, "the custodian states the principal that it holds, and a second verified it", "verified")
    yield _unshown(13, "that retained amounts were released and claims met when measures ended", "released")


def code(row: Row) -> str:
    number, rests_on, check, result, says = row
    data = canonical([number, NAMES[number], rests_on, check, result, says])
    return base64.b64encode(hashlib.sha256(data).digest()).decode()[:10]


def table() -> str:
    """What the verifier has."""
    return " ".join("|".join(map(code, each)) for each in rows())
