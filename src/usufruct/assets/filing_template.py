"""A report to start from, in either form; it reads back without a fault."""

from __future__ import annotations

from typing import Final

from usufruct.assets.filing_columns import COLUMNS, HEADINGS, Column, Level, columns
from usufruct.assets.filing_write import Form
from usufruct.errors import refuse

# What the template shows in each cell; an empty text leaves the cell, or the whole key, open.
_EXAMPLES: Final[dict[Level, dict[str, str]]] = {
    "report": {"schema_version": "1", "filed_by": "Example CSD"},
    "custodian": {"name": "Example CSD", "csd": "yes"},
    "period": {"period": "2025-H1", "basis": "interim", "assets_value": "2500000.00"},
    "currency": {
        "currency": "USD",
        "cash_balance": "1250000.00",
        "revenue": "25000.00",
        "expenses": "1250.00",
    },
    "exchange_rate": {"period": "2025-H1", "currency": "USD", "rate": "1.25"},
}
_TABLES: Final[dict[Level, tuple[str, str]]] = {
    "report": ("[report]", "The report as a whole."),
    "custodian": ("[[custodian]]", "One such table for each custodian; its periods follow it."),
    "period": ("[[custodian.period]]", "One for each half-year, and one for each audited year."),
    "currency": ("[[custodian.period.currency]]", "One for each currency of the period."),
    "exchange_rate": (
        "[[exchange_rate]]",
        "One for each currency and period, if rates of your own are used.",
    ),
}
_NOTES: Final = (
    "# A custodian's report. The figures are examples: replace them.",
    "# Amounts are decimal numbers in units of their currency; those without a currency are in euro.",
    "# An empty cell says that a figure was not stated, which is not the same as 0.",
)


def filing_template(form: Form) -> str:
    """Return a report with comments that say what each cell is for.

    Args:
        form: ``"toml"`` or ``"csv"``.

    Raises:
        UsufructError: ``A102`` for another form.

    Example:
        >>> print(filing_template("toml").splitlines()[6])
        [report]
    """
    if form == "toml":
        return _toml()
    if form == "csv":
        return _csv()
    raise refuse("A102", f"there is no form {form!r:.40}", "form", "", "write toml or csv")


def _toml() -> str:
    blocks = ["\n".join([*_NOTES, "# Amounts stand in quotes; a line that begins with # is not read."])]
    for level, (header, note) in _TABLES.items():
        blocks.append("\n".join([f"# {note}", header, *(_key(one) for one in columns(level).values())]))
    return "\n\n".join(blocks) + "\n"


def _key(column: Column) -> str:
    example = _EXAMPLES[column.level].get(column.key, "")
    bare = {"version": example, "yes or no": "true"}
    value = bare.get(column.kind, f'"{example}"')
    source = f" ({column.source})" if column.source else ""
    note = f"# {column.meaning}{source}"
    return f"{note}\n{'' if example else '# '}{column.key} = {value}"


def _csv() -> str:
    width = max(len(heading) for heading in HEADINGS)
    notes = [
        f"# {column.heading:{width}}  {column.meaning}{f' ({column.source})' if column.source else ''}"
        for column in COLUMNS
        if column.heading
    ]
    row = ",".join(_EXAMPLES[one.level].get(one.key, "") for one in COLUMNS if one.heading)
    below = "# What belongs to the report, a custodian or a period stands on its first row only, or is repeated."
    return "\n".join([*_NOTES, below, "#", *notes, ",".join(HEADINGS), row]) + "\n"
