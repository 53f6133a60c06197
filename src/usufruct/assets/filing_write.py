"""A filing written out again, as TOML or as CSV; reading the text gives an equal filing."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import Final, Literal

from usufruct.assets.filing import CurrencyLine, Custodian, Filing, PeriodReport
from usufruct.assets.filing_columns import HEADINGS
from usufruct.errors import refuse
from usufruct.money import decimal_text

Form = Literal["toml", "csv"]
"""The two forms of a report."""

_NAMED_ESCAPES: Final = {'"': '\\"', "\\": "\\\\"}


def filing_text(filing: Filing, form: Form) -> str:
    """Write a filing in one of the two forms.

    Raises:
        UsufructError: ``A102`` for another form; ``A128`` or ``A129`` for a rate or a percentage that
            no decimal numeral can express.

    Example:
        >>> print(filing_text(Filing("Alpha", (), (), ()), "toml"))
        [report]
        schema_version = 1
        filed_by = "Alpha"
        <BLANKLINE>
    """
    if form == "toml":
        return _toml(filing)
    if form == "csv":
        return _csv(filing)
    raise refuse("A102", f"there is no form {form!r:.40}", "form", "", "write toml or csv")


def _by_custodian(filing: Filing) -> dict[str, list[PeriodReport]]:
    found: dict[str, list[PeriodReport]] = {custodian.name: [] for custodian in filing.custodians}
    for report in filing.periods:
        found[report.custodian].append(report)
    return found


def _report_cells(filing: Filing) -> dict[str, str]:
    return _present(
        schema_version=str(filing.schema_version),
        filed_by=filing.filed_by,
        measures_end=filing.measures_end.isoformat() if filing.measures_end else "",
    )


def _period_cells(report: PeriodReport) -> dict[str, str]:
    return _present(
        period=report.period,
        basis=report.basis,
        assets_value=decimal_text(report.assets_value, "EUR"),
        retention_requested=_euros(report.retention_requested),
        extra_retention_percent=_percent(report.extra_retention) if report.extra_retention else "",
        amount_used=_euros(report.amount_used or None),
        released=_euros(report.released or None),
        still_needed=_euros(report.still_needed),
        call_date=report.call_date.isoformat() if report.call_date else "",
        paid_on=report.paid_on.isoformat() if report.paid_on else "",
        amount_paid=_euros(report.amount_paid),
    )


def _line_cells(line: CurrencyLine) -> dict[str, str]:
    return _present(
        currency=line.currency,
        cash_balance=decimal_text(line.cash_balance, line.currency),
        revenue=decimal_text(line.revenue, line.currency),
        expenses=decimal_text(line.expenses, line.currency),
        tax="" if line.tax is None else decimal_text(line.tax, line.currency),
    )


def _present(**cells: str) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text}


def _euros(amount: int | None) -> str:
    return "" if amount is None else decimal_text(amount, "EUR")


def _percent(share: Fraction) -> str:
    return f"{_decimal(share * 100, 'A129')} %"


def _decimal(value: Fraction, code: str) -> str:
    """Write a fraction as the finite decimal it is."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        if digits > 20:
            raise refuse(code, f"{value} is not a decimal of at most 20 places", "filing", "", "round it first")
    whole, decimals = divmod(abs(value * 10**digits).numerator, 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{decimals:0{digits}d}" if digits else f"{sign}{whole}"


def _toml(filing: Filing) -> str:
    blocks = [_toml_block("[report]", _report_cells(filing))]
    reports = _by_custodian(filing)
    for custodian in filing.custodians:
        blocks.append(_toml_custodian(custodian))
        for report in reports[custodian.name]:
            blocks.append(_toml_block("[[custodian.period]]", _period_cells(report)))
            blocks += [_toml_block("[[custodian.period.currency]]", _line_cells(line)) for line in report.lines]
    for rate in filing.rates:
        cells = {"period": rate.period, "currency": rate.currency, "rate": _decimal(rate.rate, "A128")}
        blocks.append(_toml_block("[[exchange_rate]]", cells))
    return "\n".join(blocks)


def _toml_custodian(custodian: Custodian) -> str:
    return f"[[custodian]]\nname = {_quoted(custodian.name)}\ncsd = {str(custodian.csd).lower()}\n"


def _toml_block(header: str, cells: dict[str, str]) -> str:
    bare = ("schema_version", "measures_end", "call_date", "paid_on")
    rows = [f"{name} = {text if name in bare else _quoted(text)}" for name, text in cells.items()]
    return "\n".join([header, *rows, ""])


def _quoted(text: str) -> str:
    return '"' + "".join(_NAMED_ESCAPES.get(letter, letter) for letter in text) + '"'


def _csv(filing: Filing) -> str:
    """Write one row for each line; what belongs to more than the row stands on the first row only."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS, lineterminator="\n")
    writer.writeheader()
    for_report = _report_cells(filing)
    rates, reports = filing.exchange_rates, _by_custodian(filing)
    for custodian in filing.custodians:
        for_custodian = {"csd": "yes" if custodian.csd else "no"}
        for report in reports[custodian.name]:
            for_period = _period_cells(report)
            for line in report.lines:
                rate = rates.pop((report.period, line.currency), None)
                own = {"exchange_rate": _decimal(rate, "A128")} if rate else {}
                key = {"custodian": report.custodian, "period": report.period, "basis": report.basis}
                writer.writerow({**for_report, **for_custodian, **for_period, **key, **_line_cells(line), **own})
                for_report, for_custodian, for_period = {}, {}, {}
    if rates:
        what = f"the CSV form has no row for the exchange rate of {' in '.join(reversed(next(iter(rates))))}"
        raise refuse("A149", what, "filing", "", "write it as TOML")
    return out.getvalue()
