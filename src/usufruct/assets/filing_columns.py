"""The columns of a report: for each its place, its kind, whether it must be filled in, and its article.

Reader, writer, template and documentation all follow this one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["report", "custodian", "period", "currency", "exchange_rate"]
"""What a column describes; in the TOML form also the table it stands in."""

Kind = Literal["version", "name", "yes or no", "date", "period", "basis", "currency", "amount", "percent", "rate"]
"""How the text of a cell is read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One heading of the CSV form, one key of the TOML form.

    Attributes:
        level: what it describes.
        key: its name in TOML.
        heading: its name in CSV; empty where the CSV form has no column of its own for it.
        kind: how its text is read.
        required: whether it must be filled in.
        source: the article that asks for it; empty when it only serves the form.
        meaning: what to write.
        negative: whether an amount may be below zero.

    Example:
        >>> COLUMNS[3].key, COLUMNS[3].heading
        ('name', 'custodian')
    """

    level: Level
    key: str
    heading: str
    kind: Kind
    required: bool
    source: str
    meaning: str
    negative: bool = False


_833: Final = "Reg. 833/2014 Art. 5a"
_1673: Final = "Reg. 2024/1673 Art. "

# Level, key, heading, kind, required, source, meaning.
_TABLE: Final[tuple[tuple[Level, str, str, Kind, bool, str, str], ...]] = (
    ("report", "schema_version", "schema_version", "version", True, "", "version of this form: 1"),
    ("report", "filed_by", "filed_by", "name", True, "", "who answers for the report"),
    ("report", "measures_end", "measures_end", "date", False, f"{_833}(8), (10)(f)",
     "last day of the measures, if the report assumes one"),
    ("custodian", "name", "custodian", "name", True, f"{_833}(8)", "name of the custodian"),
    ("custodian", "csd", "csd", "yes or no", True, f"{_833}(8)",
     "whether it is a central securities depository under Regulation 909/2014"),
    ("period", "period", "period", "period", True, f"{_1673}2, 4(1), 5(1)",
     "half-year such as 2025-H1, or year such as 2025"),
    ("period", "basis", "basis", "basis", True, f"{_1673}4, 5",
     "interim for a half-year, audited for a year"),
    ("period", "assets_value", "assets_value", "amount", True, f"{_833}(8)",
     "value of the central bank's assets held, tested against EUR 1 million"),
    ("period", "retention_requested", "retention_requested", "amount", False, f"{_833}(10)(a)",
     "amount of the contribution asked to be retained"),
    ("period", "extra_retention_percent", "extra_retention_percent", "percent", False, f"{_833}(10)(b), (c)",
     "share beyond the ordinary cap in force for the period, as approved or decreased; empty: none"),
    ("period", "amount_used", "amount_used", "amount", False, f"{_833}(10)(d)",
     "retained amounts used in the half-year; empty: none"),
    ("period", "released", "released", "amount", False, f"{_833}(10)(c), (e), (f)",
     "retained amounts set free by a decision, without what still_needed leaves over; empty: none"),
    ("period", "still_needed", "still_needed", "amount", False, f"{_833}(10)(e), (f)",
     "part that may stay of what reaches the five-year test, or of all when the measures end"),
    ("period", "call_date", "call_date", "date", False, f"{_1673}7", "day of the call"),
    ("period", "paid_on", "paid_on", "date", False, f"{_1673}7", "day of payment"),
    ("period", "amount_paid", "amount_paid", "amount", False, f"{_1673}7, 8", "what was paid on the call"),
    ("currency", "currency", "currency", "currency", True, f"{_1673}5(3)", "ISO 4217 code such as EUR"),
    ("currency", "cash_balance", "cash_balance", "amount", True, f"{_1673}4(2), 5(2)",
     "cash accumulated because of the measures, at the end of the period"),
    ("currency", "revenue", "revenue", "amount", True, f"{_1673}4(2), 5(2)",
     "revenue on that cash; may be negative"),
    ("currency", "expenses", "expenses", "amount", True, f"{_1673}4(2)",
     "related expenses, written without a minus"),
    ("currency", "tax", "tax", "amount", False, f"{_1673}4(2)(a)",
     "corporate tax under the general regime; may be negative; empty: not stated"),
    ("exchange_rate", "period", "", "period", True, f"{_1673}3(3)", "half-year or year converted"),
    ("exchange_rate", "currency", "", "currency", True, f"{_1673}3(3)", "ISO 4217 code, not EUR"),
    ("exchange_rate", "rate", "exchange_rate", "rate", True, f"{_1673}3(3)",
     "units of the currency for one euro; empty: a published reference rate is used"),
)  # fmt: skip
_MAY_BE_NEGATIVE: Final = frozenset({"revenue", "tax"})

COLUMNS: Final = tuple(Column(*row, negative=row[1] in _MAY_BE_NEGATIVE) for row in _TABLE)
"""Every column, in the order in which the CSV form shows them."""

HEADINGS: Final = tuple(column.heading for column in COLUMNS if column.heading)
"""The first line of the CSV form."""


def columns(level: Level) -> dict[str, Column]:
    """Return the columns of one level by their TOML key, in order.

    Example:
        >>> list(columns("exchange_rate"))
        ['period', 'currency', 'rate']
    """
    return {column.key: column for column in COLUMNS if column.level == level}
