"""A scenario: everything that a projection may assume, as one small immutable value with a canonical key.

A scenario is text in a file, a URL or a call, and the same value in each: ``key`` writes what differs from the
defaults in a fixed order, and :func:`from_key` reads it back. The base law cannot be touched by it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qsl, quote

from usufruct import facts
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.outlook.scenario_drafts import ScenarioDrafts
from usufruct.outlook.scenario_fields import BY_NAME, FIELDS, Value, read, read_number, write
from usufruct.outlook.scenario_partners import check_partners, possible_partners, read_partner
from usufruct.outlook.scenario_regime import check_regime, possible_readings, possible_terms, read_term

Pairs = tuple[tuple[str, Fraction], ...]
LENDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "eu": "European Union",
        "us": "United States",
        "canada": "Canada",
        "japan": "Japan",
        "uk": "United Kingdom",
    }
)
"""Short names of the lenders, as keys are written."""
AMENDABLE: Final = ("tax_rate", "contribution_rate", "retention_rate", "budget_key")
"""Figures of the law that an amendment may change: the compiled half-year reads them at run time."""
GROUPS: Final = ("law", "cost", "principal", "reading", "given", "partner")
_DEFAULTS: Final = MappingProxyType(
    {
        "horizon": date(2070, 12, 31),
        "paths": 8192,
        "seed": 2024,
        "shift": Fraction(0),
        "long_run_abroad": Fraction(0),
        "volatility": Fraction(1),
        "tax_passed_on": Fraction(0),
        "earlier_profits": Fraction(0),
        "regime": "D",
    }
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a projection assumes. ``None`` means: as calibrated on the day of the view.

    Attributes:
        known: the day of the view.
        horizon: last day of the projection.
        paths: how many.
        seed: of the random numbers.
        flat: the euro's policy rate, constant and certain.
        shift: added to the expected path of every policy rate.
        curve: expected path of the euro's policy rate, days and fractions of one a year.
        long_run: the euro's policy rate long after the last quote.
        long_run_abroad: added to the policy rates of all other currencies long after the last quote.
        volatility: factor on all volatilities.
        reversion: of every short rate, per year.
        released: day on which the measures end and the assets go back.
        renewal_fails: day on which the ban lapses while the assets stay.
        tax_passed_on: share of the Belgian tax that goes to the mechanism.
        earlier_profits: one-off to the mechanism, in euro.
        central_bank_share: part of the cash of all sanctioned clients.
        foreign_share: part of the cash that is not in euro.
        expense_ratio: related expenses over interest.
        spread: yield over the policy rates.
        cash: the central bank's cash, in euro.
        regime: letter of a regime; "D" is the law in force.
        regime_from: first day of the half-year in which it begins; the first one of the paths if left out.
        seized_on: a day of the half-year in which the custodian is debited in Russia, on the terms given.
        law: amendments (name, day or number of the payment, figure).
        cost: by lender, its fixed rate or its margin over the policy rate of its index, fractions of one a year.
        principal: by lender, committed principal in units of its currency.
        reading: (name, option) of silent points of the law, or of a regime.
        given: (name, figure) of what a regime needs and no act says.
        partner: (short name, day, measure) of partners that join and pay into the loan mechanism.
        drafts: acts from files of law; no part of its key, for a key must never run a file.
        name: what the scenario is called; no part of its key.

    Example:
        >>> peace = baseline("2026-11-22").but(released="2030-01-01", shift="-1 %", name="peace in 2030")
        >>> peace.key
        'known=2026-11-22&shift=-0.01&released=2030-01-01'
        >>> from_key(peace.key) == peace.but(name="")
        True
    """

    known: date
    horizon: date = date(2070, 12, 31)
    paths: int = 8192
    seed: int = 2024
    flat: Fraction | None = None
    shift: Fraction = Fraction(0)
    curve: tuple[tuple[date, Fraction], ...] | None = None
    long_run: Fraction | None = None
    long_run_abroad: Fraction = Fraction(0)
    volatility: Fraction = Fraction(1)
    reversion: Fraction | None = None
    released: date | None = None
    renewal_fails: date | None = None
    tax_passed_on: Fraction = Fraction(0)
    earlier_profits: Fraction = Fraction(0)
    central_bank_share: Fraction | None = None
    foreign_share: Fraction | None = None
    expense_ratio: Fraction | None = None
    spread: Fraction | None = None
    cash: Fraction | None = None
    regime: str = "D"
    regime_from: date | None = None
    seized_on: date | None = None
    law: tuple[tuple[str, str, str], ...] = ()
    cost: Pairs = ()
    principal: Pairs = ()
    reading: tuple[tuple[str, str], ...] = ()
    given: Pairs = ()
    partner: tuple[tuple[str, str, str], ...] = ()
    drafts: ScenarioDrafts | None = None
    name: str = ""

    def texts(self) -> dict[str, str]:
        """What differs from the defaults, as text by key, in the canonical order; the day of the view always."""
        own = {field.name: getattr(self, field.name) for field in FIELDS}
        found = {name: write(value) for name, value in own.items() if value not in (None, _DEFAULTS.get(name))}
        found |= {f"law.{name}": f"{figure} @ {since}" for name, since, figure in sorted(self.law)}
        for group in ("cost", "principal", "given"):
            found |= {f"{group}.{lender}": write(value) for lender, value in sorted(getattr(self, group))}
        found |= {f"partner.{name}": f"{measure} @ {since}" for name, since, measure in sorted(self.partner)}
        return found | {f"reading.{name}": option for name, option in sorted(self.reading)}

    @property
    def key(self) -> str:
        """The scenario as a URL query: equal scenarios have equal keys."""
        return "&".join(f"{name}={quote(text, safe=' :,@/').replace(' ', '+')}" for name, text in self.texts().items())

    def but(self, *, name: str | None = None, **changes: Any) -> Scenario:
        """The same scenario with other values; None takes a value back to its default.

        Args:
            name: what the new scenario is called; as before if left out.
            changes: by field; text as in a file, or a day, a whole number or a fraction. The groups ``law``,
                ``cost``, ``principal``, ``reading``, ``given`` and ``partner`` take a mapping.

        Raises:
            UsufructError: ``X111`` for an unknown key, ``X112`` for an impossible value, ``X113`` for values that
                contradict each other; all faults at once.
        """
        merged: dict[str, Any] = dict(self.texts())
        for key, value in _flat(changes).items():
            merged.pop(key, None)
            if value is not None:
                merged[key] = value
        changed = replace(scenario_of(merged), drafts=self.drafts)
        check(changed)
        return replace(changed, name=self.name if name is None else name)

    def __str__(self) -> str:
        return self.name or self.key


def baseline(known: str | date | None = None) -> Scenario:
    """The market path on a day: nothing amended, nothing released.

    Args:
        known: the day of the view; the latest day known in the facts if left out. The clock is never read.
    """
    day = facts.load().latest_known if known is None else known
    return replace(scenario_of({"known": str(day)}), name="market path")


def with_drafts(scenario: Scenario, drafts: ScenarioDrafts | None) -> Scenario:
    """The scenario under draft acts.

    Raises:
        UsufructError: ``X113`` where they begin after a regime with rules of its own.
    """
    files = ", ".join(drafts.paths) if drafts else ""
    changed = replace(scenario, drafts=drafts, name=f"{scenario}, with {files}" if drafts else scenario.name)
    check(changed)
    return changed


def scenario_of(texts: Mapping[str, Any]) -> Scenario:
    """Read a scenario from text by key; groups are written ``law.retention_rate`` or as nested tables.

    Raises:
        UsufructError: ``X111``, ``X112`` and ``X113``, all faults at once.

    Example:
        >>> scenario_of({"known": "2026-11-22", "law": {"retention_rate": "20 % @ 2027-01-01"}}).law
        (('retention_rate', '2027-01-01', '20 %'),)
    """
    faults: list[Fault] = []
    values: dict[str, Value] = {}
    groups: dict[str, list[Any]] = {group: [] for group in GROUPS}
    for key, raw in _flat(texts).items():
        try:
            _place(key, _text(key, raw), values, groups)
        except UsufructError as error:
            faults += error.faults
    if "known" not in values and not any("known" in fault.where for fault in faults):
        values["known"] = facts.load().latest_known
    if faults:
        raise UsufructError(faults)
    own: Any = {**values, **{group: tuple(sorted(found)) for group, found in groups.items()}}
    made = Scenario(**own)
    check(made)
    return made


def from_key(key: str) -> Scenario:
    """Read the scenario of a key or of a URL query.

    Raises:
        UsufructError: as :func:`scenario_of`; ``X112`` too where a key stands twice.
    """
    pairs = parse_qsl(key.lstrip("?"), keep_blank_values=True)
    twice = {name for name, _ in pairs if sum(each == name for each, _ in pairs) > 1}
    if twice:
        raise refuse("X112", f"{', '.join(sorted(twice))} stands twice", "scenario", remedy="give each key once")
    return scenario_of(dict(pairs))


def from_file(path: Path) -> Scenario:
    """Read a scenario from a TOML file.

    Raises:
        UsufructError: ``X114`` for a file that cannot be read or is not TOML, else as :func:`scenario_of`.
    """
    try:
        texts = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise refuse(
            "X114", f"the file cannot be read: {error}", path.name, remedy="give a TOML file in UTF-8"
        ) from None
    name = texts.pop("name", path.stem)
    return replace(scenario_of(texts), name=str(name))


def _flat(texts: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in texts.items():
        inner = {f"{key}.{name}": each for name, each in value.items()} if isinstance(value, Mapping) else {key: value}
        found |= inner
    return found


def _text(key: str, raw: Any) -> str:
    if isinstance(raw, float):
        raise refuse("X112", f"{raw!r} is a binary float", f"scenario, {key}", "", f"write '{raw:g}' as text")
    if isinstance(raw, (str, int, Fraction, date)) and not isinstance(raw, bool):
        return write(raw)
    if isinstance(raw, tuple):
        return write(raw)
    raise refuse("X112", f"{raw!r} is not a value", f"scenario, {key}", "", "write it as text")


def _place(key: str, text: str, values: dict[str, Value], groups: dict[str, list[Any]]) -> None:
    group, _, name = key.partition(".")
    if key in BY_NAME:
        values[key] = read(BY_NAME[key], text)
    elif group == "law" and name in AMENDABLE:
        groups["law"].append(_amendment(key, name, text))
    elif group in ("cost", "principal") and name in LENDERS:
        groups[group].append((name, _bounded(key, text, group)))
    elif group == "reading" and name in possible_readings():
        groups["reading"].append((name, _option(key, name, text)))
    elif group == "given" and name in possible_terms():
        groups["given"].append((name, read_term(name, text)))
    elif group == "partner" and name in possible_partners():
        groups["partner"].append(read_partner(key, name, text))
    else:
        raise _unknown(key, group)


def _unknown(key: str, group: str) -> UsufructError:
    possible = {
        "law": [f"law.{name}" for name in AMENDABLE],
        "cost": [f"cost.{name}" for name in LENDERS],
        "principal": [f"principal.{name}" for name in LENDERS],
        "reading": [f"reading.{name}" for name in possible_readings()],
        "given": [f"given.{name}" for name in possible_terms()],
        "partner": [f"partner.{name}" for name in possible_partners()],
    }.get(group, [*BY_NAME])
    near = get_close_matches(key, possible, n=1, cutoff=0.5)
    remedy = f"did you mean {near[0]}?" if near else f"one of: {', '.join(possible)}"
    return refuse("X111", f"a scenario has no {key!r}", f"scenario, {key}", "", remedy)


def _amendment(key: str, name: str, text: str) -> tuple[str, str, str]:
    figure, _, since = (part.strip() for part in text.partition("@"))
    value = read_number(key, figure)
    keyed = name == "budget_key"
    good = since.isdigit() if keyed else _is_day(since)
    if not good or not 0 <= value <= 1:
        example = "95 % @ 7 (a number of a payment)" if keyed else "20 % @ 2027-01-01"
        raise refuse(
            "X112", f"{text!r} amends nothing", f"scenario, {key}", "", f"write a share and its day, as {example}"
        )
    return name, since, figure


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _bounded(key: str, text: str, group: str) -> Fraction:
    value = read_number(key, text)
    low, high = (Fraction(-1, 5), Fraction(1)) if group == "cost" else (Fraction(0), Fraction(10**13))
    if not low <= value <= high:
        near = low if value < low else high
        raise refuse("X112", f"{text} is out of range", f"scenario, {key}", "", f"the nearest possible is {near}")
    return value


def _option(key: str, name: str, text: str) -> str:
    options = possible_readings()[name]
    if text not in options:
        near = get_close_matches(text, options, n=1, cutoff=0.4)
        remedy = f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(options)}"
        raise refuse("X112", f"{text!r} is no option of {name}", f"scenario, {key}", "", remedy)
    return text


def check(made: Scenario) -> None:
    """Refuse what cannot be true together."""
    years = made.horizon.year - made.known.year
    rules = (
        (made.horizon > made.known, "horizon", "the horizon lies before the view", f"a day after {made.known}"),
        (years <= 100, "horizon", f"{years} years lie ahead", "at most 100: every loan has matured after 45"),
        (made.flat is None or made.curve is None, "flat", "flat and curve both set the rate", "give one of them"),
        (made.flat is None or made.long_run is None, "flat", "flat and long_run both set the rate", "give one of them"),
        (
            made.curve is None or made.long_run is None,
            "curve",
            "curve and long_run both set the rate",
            "give one of them",
        ),
        *(
            (day is None or day > made.known, field, f"{day} is past on {made.known}", f"a day after {made.known}")
            for field, day in (("released", made.released), ("renewal_fails", made.renewal_fails))
        ),
    )
    faults = [
        Fault("X113", what, f"scenario, {where}", "", remedy) for holds, where, what, remedy in rules if not holds
    ]
    faults += [*check_regime(made), *check_partners(made)]
    if faults:
        raise UsufructError(faults)
