"""A figure: one number as one source printed it, with all that makes it comparable or not.

Perimeter, state, period, currency and dimension are its type. Figures whose types do not match refuse to
be added, and say why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from usufruct.errors import refuse
from usufruct.facts import combining
from usufruct.facts.period import Span
from usufruct.facts.vocabulary import UNITS
from usufruct.money import half_unit, read_figure


class FigureType(NamedTuple):
    """What must agree before two figures may meet in a sum.

    Attributes:
        perimeter: whose assets, a word of ``PERIMETERS``.
        state: a word of ``STATES``.
        period: the period as the source names it.
        currency: ISO 4217 code; empty for rates and terms.
        dimension: ``money``, ``money a year``, ``ratio`` or ``years``.
    """

    perimeter: str
    state: str
    period: str
    currency: str
    dimension: str


@dataclass(frozen=True, slots=True)
class FurtherSource:
    """Another source that printed the same figure.

    Attributes:
        figure: id of the figure.
        source: address or description.
        source_kind: a word of ``SOURCE_KINDS``.
        known_on: day from which this source counts.
        known_precision: ``day``, ``month`` or ``year``; the last two mean the end of it.
        confidence: ``high``, ``medium`` or ``low``.
        note: anything to know about it.
    """

    figure: str
    source: str
    source_kind: str
    known_on: date
    known_precision: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """One printed figure.

    Attributes:
        id: stable name, unique among all facts.
        series: what is measured, such as ``interest``.
        holder: whose figure it is: custodian, state, lender, forecaster.
        item: narrows the series where one word is not enough; may be empty.
        perimeter: a word of ``PERIMETERS``.
        state: a word of ``STATES``.
        period: the period as the source names it; empty where the figure has none.
        period_start: first day covered; None when open or absent.
        period_end: last day covered; None when open or absent.
        value: the number exactly as printed; empty when only a range, or nothing, was published.
        value_low: lower end where the source prints a range or a lower bound, else empty.
        value_high: upper end where the source prints a range or an upper bound, else empty.
        unit: a word of ``UNITS``.
        currency: ISO 4217 code; empty for rates and terms.
        precision_note: the hedge of the source, such as ``approximately``.
        dated: the day the thing happened or was stated, where that is not the period.
        dated_precision: ``day``, ``month`` or ``year`` of ``dated``.
        known_on: the day from which the figure counts as known.
        known_precision: ``day``, ``month`` or ``year``; the last two mean the end of it.
        source: address or description of the source.
        source_kind: a word of ``SOURCE_KINDS``.
        confidence: ``high``, ``medium`` or ``low``.
        verified: False while the figure or its day rests on memory only.
        vintage: 1 for the first print, 2 for the next, and so on.
        corrects: id of the vintage this one replaces; empty for the first.
        reason: why it was corrected; empty when it was merely printed anew.
        note: anything to know about it that was known with it.
        hindsight: what became known later; never shown in a dated view.
        parts: the figures this one was computed from; empty for a printed one.
    """

    id: str
    series: str
    holder: str
    item: str
    perimeter: str
    state: str
    period: str
    period_start: date | None
    period_end: date | None
    value: str
    value_low: str
    value_high: str
    unit: str
    currency: str
    precision_note: str
    dated: date | None
    dated_precision: str
    known_on: date
    known_precision: str
    source: str
    source_kind: str
    confidence: str
    verified: bool
    vintage: int
    corrects: str
    reason: str
    note: str
    hindsight: str = ""
    parts: tuple[Figure, ...] = ()

    @property
    def type(self) -> FigureType:
        """What must agree before this figure may meet another in a sum."""
        return FigureType(self.perimeter, self.state, self.period, self.currency, self.dimension)

    @property
    def dimension(self) -> str:
        """``money``, ``money a year``, ``ratio`` or ``years``."""
        return UNITS[self.unit].dimension

    @property
    def span(self) -> Span:
        """First and last day covered."""
        return Span(self.period_start, self.period_end)

    @property
    def address(self) -> str:
        """The name under which every output prints this figure."""
        return f"fact:{self.id}"

    @property
    def is_gap(self) -> bool:
        """True when the figure was looked for and no number is public; a gap is not a zero."""
        return not (self.value or self.value_low or self.value_high)

    @property
    def amount(self) -> Fraction:
        """The number in base units of its currency; a percentage as a fraction of one.

        Raises:
            UsufructError: ``F125`` when the source prints a range, or nothing.
        """
        if self.value:
            return self._scaled(self.value)
        kind = "no public number" if self.is_gap else "a range or a bound, not one number"
        raise refuse(
            "F125",
            f"the figure has {kind}",
            self.address,
            "unknown is not zero",
            "use low and high, or another figure",
        )

    @property
    def low(self) -> Fraction | None:
        """The least the source allows, in base units; None when it sets no lower bound."""
        text = self.value_low or (self.value if not self.value_high else "")
        return self._scaled(text) if text else None

    @property
    def high(self) -> Fraction | None:
        """The most the source allows, in base units; None when it sets no upper bound."""
        text = self.value_high or (self.value if not self.value_low else "")
        return self._scaled(text) if text else None

    @property
    def tolerance(self) -> Fraction:
        """Half of the last printed digit in base units; for a computed figure the sum of its parts.

        Raises:
            UsufructError: ``F125`` when there is no single printed number.
        """
        if self.parts:
            return sum((part.tolerance for part in self.parts), Fraction(0))
        if not self.value:
            return self.amount
        return half_unit(self.value) * UNITS[self.unit].scale

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources it rests on, those of its parts when it was computed."""
        if not self.parts:
            return (self.source,)
        return tuple(dict.fromkeys(source for part in self.parts for source in part.sources))

    def __add__(self, other: Figure) -> Figure:
        return combining.add(self, other)

    def __sub__(self, other: Figure) -> Figure:
        return combining.subtract(self, other)

    def __repr__(self) -> str:
        return f"<{self.address}: {self.text()}, {self.state}, {self.perimeter}, known {self.known_on}>"

    def text(self) -> str:
        """The figure as printed, with its unit and currency; a range as ``low to high``.

        Example:
            >>> from usufruct import facts
            >>> facts.load().get("euroclear.interest.2024-H1").text()
            '3.4 billion EUR'
        """
        if self.is_gap:
            return "not published"
        number = self.value or _range(self.value_low, self.value_high)
        return " ".join(word for word in (number, "" if self.unit == "unit" else self.unit, self.currency) if word)

    def _repr_html_(self) -> str:
        from html import escape

        rows = (
            ("figure", self.text()),
            ("series", f"{self.series} {self.item}".strip()),
            ("holder", self.holder),
            ("perimeter", self.perimeter),
            ("state", self.state),
            ("period", self.period),
            ("known on", f"{self.known_on} ({self.known_precision})"),
            ("source", " · ".join(self.sources)),
            ("confidence", self.confidence + ("" if self.verified else ", unverified")),
        )
        body = "".join(f"<tr><th align='left'>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in rows)
        return f"<table><caption>{escape(self.address)}</caption>{body}</table>"

    def _scaled(self, text: str) -> Fraction:
        return read_figure(text) * UNITS[self.unit].scale


def _range(low: str, high: str) -> str:
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"
