"""Worlds for the law: half-years, calls, years and requests on plain days, and inputs by name.

The timeline is written out here and not taken from the waterfall, so that the two can disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from usufruct.engine import Rulebook, Step, Timeline, World
from usufruct.engine.timeline import Member, Value
from usufruct.law import rulebook

FIRST_TO_MECHANISM = 3
EURO = "EUR"
MINOR_UNITS = {EURO: 100, "USD": 100, "JPY": 1, "GBP": 100, "CAD": 100}
Given = Mapping[tuple[str, str, Member], Value]
"""Values by short name of the input, label of the step (empty where it holds always) and member."""


def half_years(first: str, number: int) -> list[str]:
    """Labels of consecutive half-years."""
    year, half = int(first[:4]), int(first[-1])
    places = range(year * 2 + half - 1, year * 2 + half - 1 + number)
    return [f"{place // 2}-H{place % 2 + 1}" for place in places]


def payment_number(label: str) -> int:
    return (int(label[:4]) - 2024) * 2 + int(label[-1])


def timeline(halves: Sequence[str], closing_notes: int = 0) -> Timeline:
    """Half-years, a call for each, the years, and a request after each call from payment 3 on."""
    years = sorted({int(label[:4]) for label in halves})
    steps = [Step("half-year", label, _end(label), _report(label)) for label in halves]
    for year in years:
        covered = tuple(i for i, label in enumerate(halves) if label.startswith(str(year)))
        steps.append(
            Step("financial-year", str(year), date(year, 12, 31), date(year + 1, 5, 31), {"half-year": covered})
        )
    calls: list[Step] = []
    for index, label in enumerate(halves):
        covers: dict[str, tuple[int, ...]] = {"half-year": (index,)}
        before = int(label[:4]) - 1
        if label.endswith("H1") and before in years:
            covers["financial-year"] = (years.index(before),)
        day = _report(label) + timedelta(days=1)
        calls.append(Step("call", f"call {payment_number(label)}", day, day, covers))
    audited = max((each.covers["financial-year"][0] for each in calls if "financial-year" in each.covers), default=-1)
    for note in range(closing_notes):
        day = date(years[-1] + 1, 9, 1) + timedelta(days=note)
        pending = tuple(range(audited + 1, len(years)))[note : note + 1]
        calls.append(Step("call", f"debit note {note + 1}", day, day, {"financial-year": pending} if pending else {}))
    return Timeline.of([*steps, *calls, *_requests(halves, calls)])


def _requests(halves: Sequence[str], calls: Sequence[Step]) -> list[Step]:
    found: list[Step] = []
    for index, call in enumerate(calls):
        number = payment_number(halves[min(index, len(halves) - 1)])
        if number >= FIRST_TO_MECHANISM:
            covered = (index,) if found else tuple(range(index + 1))
            day = call.on + timedelta(days=17)
            label = f"request {len(found) + 1}"
            found.append(Step("request", label, day, day, {"call": covered}))
    return found


def _end(label: str) -> date:
    return date(int(label[:4]), 6, 30) if label.endswith("H1") else date(int(label[:4]), 12, 31)


def _report(label: str) -> date:
    year = int(label[:4])
    return date(year, 7, 28) if label.endswith("H1") else date(year + 1, 3, 28)


def world(
    steps: Timeline,
    given: Given,
    custodians: Sequence[str],
    currencies: Sequence[str] = (EURO,),
    lenders: Sequence[str] = (),
    law: Rulebook | None = None,
) -> World:
    """A world in which every custodian is a depository of large holdings, and the rest is as given or zero."""
    builder = _Builder(law or rulebook(), steps)
    for code in currencies:
        builder.put("minor_units", 0, (code,), MINOR_UNITS[code])
    for custodian in custodians:
        builder.put("is_depository", 0, (custodian,), 1)
    for index, _ in enumerate(steps.steps["half-year"]):
        builder.half_year(index, custodians, currencies)
    builder.payment_numbers()
    for index, lender in product(range(len(steps.steps["request"])), lenders):
        builder.put("loan_in_force", index, (lender,), 1)
    for (name, label, member), value in given.items():
        builder.put(name, builder.position(name, label), member, value)
    members = {"custodian": tuple(custodians), "currency": tuple(currencies), "lender": tuple(lenders)}
    return World(steps, members, builder.inputs)


class _Builder:
    """Inputs being put in by name, position and member; later ones win."""

    def __init__(self, law: Rulebook, steps: Timeline) -> None:
        self.law, self.steps = law, steps
        self.inputs: dict[str, dict[tuple[int, Member], Value]] = {}

    def put(self, name: str, index: int, member: Member, value: Value) -> None:
        self.inputs.setdefault(self.law.resolve(name), {})[index, member] = value

    def position(self, name: str, label: str) -> int:
        cadence = self.law.quantities[self.law.resolve(name)].shape.cadence
        return self.steps.position(cadence, label) if label else 0

    def half_year(self, index: int, custodians: Sequence[str], currencies: Sequence[str]) -> None:
        for custodian in custodians:
            self.put("value_held", index, (custodian,), 10**12)
        for name, custodian, code in product(("revenue", "expenses"), custodians, currencies):
            self.put(name, index, (custodian, code), 0)
        for name, code in product(("average_rate", "closing_rate"), currencies):
            self.put(name, index, (code,), 1)

    def payment_numbers(self) -> None:
        last = 0
        for index, call in enumerate(self.steps.steps["call"]):
            last = int(call.label.removeprefix("call ")) if call.label.startswith("call") else last + 1
            self.put("payment_number", index, (), last)
