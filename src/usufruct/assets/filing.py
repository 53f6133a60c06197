"""What a custodian reports: its half-years and years, currency by currency, as one immutable value.

A filing says what was reported and nothing more. A cell left empty stays ``None``: whoever runs the law
over the filing decides what an unknown means, and says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from usufruct.calendar import HalfYear, read_period

Basis = Literal["interim", "audited"]
"""``interim`` for a half-year's report, ``audited`` for the statements of a whole year."""

SCHEMA_VERSION: Final = 1
"""The version of the form that this package reads and writes."""


@dataclass(frozen=True, slots=True)
class CurrencyLine:
    """The figures of one custodian, one period and one currency, in minor units of that currency.

    Legal source: Implementing Regulation (EU) 2024/1673, Art. 4(2) and 5(2)-(3).

    Attributes:
        currency: ISO 4217 code.
        cash_balance: cash accumulated because of the measures, at the end of the period.
        revenue: revenue on that cash in the period; negative where a bank charged for deposits.
        expenses: related expenses and risk management costs of the period.
        tax: corporate tax of the period under the general regime; negative for a tax credit; ``None``
            when it was not stated, which is not the same as zero.
        where: file and line it was read from; not part of the content.

    Example:
        >>> CurrencyLine("JPY", 4_000_000, 1_600, 0, None).tax is None
        True
    """

    currency: str
    cash_balance: int
    revenue: int
    expenses: int
    tax: int | None
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """What one custodian reports for one period on one basis. Amounts are cents of euro.

    Attributes:
        custodian: the name of the custodian.
        period: ``"2025-H1"`` on the interim basis, ``"2025"`` on the audited one.
        basis: interim or audited.
        assets_value: value of the central bank's assets held (Regulation (EU) No 833/2014, Art. 5a(8)).
        lines: one line for each currency, in the order of the codes.
        retention_requested: amount of the contribution asked to be retained (Art. 5a(10)(a)); ``None``
            when the report is silent.
        extra_retention: share beyond the ordinary cap that the supervisor approved (Art. 5a(10)(b)).
        amount_used: retained amounts used in the half-year, which cease to be due (Art. 5a(10)(d)).
        released: retained amounts that a decision taken in the half-year sets free for transfer
            (Art. 5a(10)(c), (e), (f)). What a test leaves over beyond ``still_needed`` is not repeated
            here.
        still_needed: of the retained amounts that reach the five-year test in the half-year, or of all
            of them when the measures end, the part that may stay (Art. 5a(10)(e), (f)); ``None`` when
            no decision was reported.
        call_date: day of the Commission's call (Regulation (EU) 2024/1673, Art. 7).
        paid_on: day on which the call was paid.
        amount_paid: what was paid on the call.
        where: file and line it was read from; not part of the content.

    Example:
        >>> PeriodReport("Alpha CSD", "2025", "audited", 0, ()).half_years[1].label
        '2025-H2'
    """

    custodian: str
    period: str
    basis: Basis
    assets_value: int
    lines: tuple[CurrencyLine, ...]
    retention_requested: int | None = None
    extra_retention: Fraction = Fraction(0)
    amount_used: int = 0
    released: int = 0
    still_needed: int | None = None
    call_date: date | None = None
    paid_on: date | None = None
    amount_paid: int | None = None
    where: str = field(default="", compare=False)

    @property
    def half_years(self) -> tuple[HalfYear, ...]:
        """The half-years covered: one on the interim basis, two on the audited one."""
        return read_period(self.period)

    @property
    def last_day(self) -> date:
        """The last day of the period, to which the stocks refer."""
        return self.half_years[-1].end


@dataclass(frozen=True, slots=True)
class Custodian:
    """Who holds the assets.

    Attributes:
        name: the name that the report uses.
        csd: whether it is a central securities depository under Regulation (EU) No 909/2014; no one
            else owes the contribution (Regulation (EU) No 833/2014, Art. 5a(8)).
        where: file and line it was read from; not part of the content.

    Example:
        >>> Custodian("Alpha CSD", csd=True)
        Custodian(name='Alpha CSD', csd=True, where='')
    """

    name: str
    csd: bool
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """A rate the filer used: units of a currency for one euro (Regulation (EU) 2024/1673, Art. 3(3)).

    Attributes:
        period: the half-year or year whose figures it converts.
        currency: ISO 4217 code, never the euro.
        rate: units of the currency for one euro, exactly as written.
        where: file and line it was read from; not part of the content.

    Example:
        >>> ExchangeRate("2025-H1", "USD", Fraction("1.25")).rate
        Fraction(5, 4)
    """

    period: str
    currency: str
    rate: Fraction
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Filing:
    """A whole report: its custodians, their periods, and the exchange rates they used.

    Two filings are equal when their content is, whichever form and order it was written in.

    Attributes:
        filed_by: who answers for the report.
        custodians: in the order of their names.
        periods: by custodian, then in time; a year stands after its second half.
        rates: the exchange rates stated, by period and currency; where one is missing, whoever runs
            the law uses a published reference rate.
        measures_end: last day of the measures, where the report assumes one; ``None`` while they last.
        schema_version: version of the form.
        source: the file it was read from; not part of the content.

    Example:
        >>> Filing("Alpha CSD", (Custodian("Alpha CSD", csd=True),), (), ())
        <Filing by Alpha CSD: 1 custodian, no period, hash ca71fcc85b3d>
    """

    filed_by: str
    custodians: tuple[Custodian, ...]
    periods: tuple[PeriodReport, ...]
    rates: tuple[ExchangeRate, ...]
    measures_end: date | None = None
    schema_version: int = SCHEMA_VERSION
    source: Path = field(default=Path(), compare=False)

    @property
    def exchange_rates(self) -> dict[tuple[str, str], Fraction]:
        """Units of currency for one euro, by period label and currency."""
        return {(rate.period, rate.currency): rate.rate for rate in self.rates}

    @property
    def currencies(self) -> tuple[str, ...]:
        """Every currency that has a line, in the order of the codes."""
        return tuple(sorted({line.currency for report in self.periods for line in report.lines}))

    @property
    def hash(self) -> str:
        """SHA-256 of :func:`canonical_text`, in hexadecimal."""
        return sha256(canonical_text(self).encode()).hexdigest()

    def reports(self, custodian: str, basis: Basis) -> tuple[PeriodReport, ...]:
        """Return the reports of one custodian on one basis, in time."""
        return tuple(one for one in self.periods if (one.custodian, one.basis) == (custodian, basis))

    def __repr__(self) -> str:
        count = len(self.custodians)
        custodians = f"{count} custodian{'' if count == 1 else 's'}"
        halves = [half for report in self.periods for half in report.half_years]
        span = f"{min(halves)} to {max(halves)}" if halves else "no period"
        in_what = f" in {', '.join(self.currencies)}" if halves else ""
        return f"<Filing by {self.filed_by}: {custodians}, {span}{in_what}, hash {self.hash[:12]}>"


def canonical_text(filing: Filing) -> str:
    """Write the content of a filing in the one way that its hash is taken of.

    JSON without spaces, keys sorted, minor units as integers, fractions as ``n/d``, dates in ISO form;
    files and lines are left out.

    Example:
        >>> canonical_text(Filing("A", (), (), ()))[:51]
        '{"custodians":[],"exchange_rates":[],"filed_by":"A"'
    """
    content = {
        "schema_version": filing.schema_version,
        "filed_by": filing.filed_by,
        "measures_end": _plain(filing.measures_end),
        "custodians": [{"name": one.name, "csd": one.csd} for one in filing.custodians],
        "exchange_rates": [[one.period, one.currency, _plain(one.rate)] for one in filing.rates],
        "periods": [
            {name: _plain(getattr(report, name)) for name in _PERIOD_CONTENT}
            | {"lines": [[getattr(line, name) for name in _LINE_CONTENT] for line in report.lines]}
            for report in filing.periods
        ],
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


_LINE_CONTENT: Final = ("currency", "cash_balance", "revenue", "expenses", "tax")
_PERIOD_CONTENT: Final = (
    "custodian",
    "period",
    "basis",
    "assets_value",
    "retention_requested",
    "extra_retention",
    "amount_used",
    "released",
    "still_needed",
    "call_date",
    "paid_on",
    "amount_paid",
)


def _plain(value: object) -> object:
    match value:
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case date():
            return value.isoformat()
        case _:
            return value
