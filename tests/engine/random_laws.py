"""Random laws that use every word of the vocabulary, and random worlds to run them over."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from tests.engine.expressions import MEMBERS, Composer
from usufruct.engine import (
    Act,
    Count,
    Flag,
    LocalMoney,
    Money,
    Rate,
    Rulebook,
    Source,
    Step,
    Timeline,
    World,
    assemble,
)
from usufruct.errors import UsufructError
from usufruct.money import ROUNDINGS

HALVES = 6
KNOWN_EARLY = date(2024, 12, 31)
AXES_OF: dict[str, tuple[tuple[str, ...], ...]] = {
    "month": ((), ("custodian",)),
    "half-year": ((), ("custodian",), ("currency",), ("custodian", "currency")),
    "financial-year": ((), ("custodian",)),
    "call": ((), ("custodian",), ("lender",)),
    "request": ((), ("lender",)),
}


@dataclass
class Plan:
    """The names a law has so far: kind, axes and cadence of each."""

    names: dict[str, tuple[type, tuple[str, ...], str]] = field(default_factory=dict)
    stocks: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Specimen:
    """A random law and the words it uses."""

    law: Rulebook
    words: frozenset[str]
    seed: int


def specimen(seed: int, later: str = "as written") -> Specimen:
    """A law from a seed.

    Args:
        seed: decides the law.
        later: what becomes of all that is known after KNOWN_EARLY: "as written", "perturbed" or "deleted".
    """
    careful = _needs_care(seed, "deleted", careful=(False, False))
    plan = Plan()
    acts = _acts(seed, later, plan, careful=(careful, _needs_care(seed, later, careful=(careful, False))))
    law = assemble(*acts, title=f"law {seed}")
    return Specimen(law, frozenset(plan.words), seed)


def _needs_care(seed: int, later: str, *, careful: tuple[bool, bool]) -> bool:
    """Whether a law is refused because its formulas need more than 61 bits, and for no other reason."""
    try:
        assemble(*_acts(seed, later, Plan(), careful=careful))
    except UsufructError as error:
        if {fault.code for fault in error.faults} == {"U111"}:
            return True
        raise
    return False


def _acts(seed: int, later: str, plan: Plan, *, careful: tuple[bool, bool]) -> list[Act]:
    rng = Random(f"law {seed}")
    act = Act(Source(f"Regulation {seed}", "eu", date(2023, 6, 1)))
    _declare_inputs(act, plan)
    _declare_figures(act, rng)
    written: list[tuple[str, type, tuple[str, ...], str]] = []
    for cadence in ("month", "half-year", "half-year", "financial-year", "call", "call", "request"):
        for _ in range(rng.randint(1, 2)):
            kind: type = rng.choice((Money, Money, Money, Rate)) if cadence != "month" else Money
            axes: tuple[str, ...] = rng.choice(AXES_OF[cadence])
            name = f"q{len(written)}"
            stock = kind is Money and rng.random() < 0.25
            _provision(act, plan, rng, name, kind, axes, cadence, "2023-01-01", stock=stock, careful=careful[0])
            written.append((name, kind, axes, cadence))
    act.provision(act.at("Art. 99"), since="2023-01-01", until="2025-03-01", each="half-year")(
        _rule("lapses", {}, Money, lambda _: 0)
    )
    if later == "deleted":
        return [act]
    change = Random(f"{later} {seed}")
    amending = Act(Source(f"Amendment {seed}", "eu", date(2025, 2, 1)))
    amending.parameter("levy", ("2024-03-01", f"{change.randint(1, 99)} %", amending.at("Art. 1")))
    amending.parameter("keyed_share", (2, f"{change.randint(1, 99)}/100", amending.at("Art. 1")))
    amending.measure("ban", ("2024-01-01", "2024-09-30", amending.at("Art. 3")))
    for position, (name, kind, axes, cadence) in enumerate(written):
        if name not in plan.stocks and change.random() < 0.4:
            # A version may read only what stands before it, so that no order of versions closes a loop.
            before = Plan(
                {n: each for n, each in plan.names.items() if n[0] != "q" or int(n[1:]) < position},
                plan.stocks,
                plan.words,
            )
            since = change.choice(("2024-02-01", "2025-01-01", "2025-07-01"))
            _provision(amending, before, change, name, kind, axes, cadence, since, careful=careful[1])
    return [act, amending]


def _declare_inputs(act: Act, plan: Plan) -> None:
    def given(name: str, kind: type, per: tuple[str, ...], each: str, default: int | None = None) -> None:
        act.input(
            name,
            kind,
            act.at(f"Annex, {name}"),
            name,
            per=per,
            each=each,
            default=default,
            why="none reported",
        )
        plan.names[name] = (kind, per, each)

    given("income", Money, ("custodian",), "month", 0)
    given("revenue", Money, ("custodian",), "half-year")
    given("cost", Money, (), "half-year")
    given("balance", LocalMoney, ("custodian", "currency"), "half-year")
    given("fees", LocalMoney, ("currency",), "half-year", 0)
    given("spread", Money, ("custodian", "currency"), "half-year", 0)
    given("units_per_euro", Rate, ("currency",), "ever")
    given("minor_units", Count, ("currency",), "ever")
    given("interest", Rate, (), "half-year")
    given("days", Count, (), "ever")
    given("asked", Flag, (), "call", 0)
    given("excused", Flag, ("custodian",), "half-year", 0)
    given("principal", Money, ("lender",), "ever")
    given("part", Count, ("lender",), "ever")
    given("due", Money, ("lender",), "call", 0)
    given("requested", Money, (), "request")
    given("pot", Money, (), "call")
    given("audited", Money, ("custodian",), "financial-year")


def _declare_figures(act: Act, rng: Random) -> None:
    at = act.at("Art. 2")
    act.parameter("levy", ("2023-01-01", "99.7 %", at), ("2025-01-01", "2/37", at))
    act.parameter("tax", ("2023-01-01", f"{rng.randint(0, 40)} %", at))
    act.parameter(
        "threshold",
        ("2023-01-01", f"{rng.randint(0, 5_000_000)}", at),
        ("2024-07-01", "1 000 000", at, "2025-06-01"),
        kind=Money,
    )
    act.parameter("basis_days", ("2023-01-01", "360", at), kind=Count)
    act.parameter("keyed_share", (1, "100 %", at), (3, "95/100", at))
    act.reading(
        "basis_of_claims",
        options=("initial", "outstanding"),
        default="initial",
        why="the act is silent",
        cite=at,
    )
    act.measure("ban", ("2023-01-01", "2024-12-31", at), ("2025-07-01", None, at, "2025-03-01"))


FIGURES: dict[str, type] = {
    "levy": Rate,
    "tax": Rate,
    "threshold": Money,
    "basis_days": Count,
    "keyed_share": Rate,
}


def _rule(name: str, annotations: dict[str, type], returns: type, body: Any) -> Any:
    def rule(**arguments: Any) -> Any:
        return body(arguments)

    rule.__name__ = name
    rule.__doc__ = f"The random quantity {name}."
    rule.__annotations__ = {**annotations, "return": returns}
    parameters = [inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY) for each in annotations]
    rule.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return rule


def _provision(
    act: Act,
    plan: Plan,
    rng: Random,
    name: str,
    kind: type,
    axes: tuple[str, ...],
    cadence: str,
    since: str,
    *,
    stock: bool = False,
    careful: bool,
) -> None:
    """Declare one random provision that reads any of the names so far."""
    key = rng.getrandbits(64)
    arguments = {each: own[0] for each, own in plan.names.items()} | FIGURES
    arguments |= {
        f"opening_{each}": plan.names[each][0]
        for each in sorted(plan.stocks & plan.names.keys())
        if plan.names[each][2] == cadence
    }
    if stock:
        arguments[f"opening_{name}"] = kind
    annotations = {**arguments, "basis_of_claims": object, "ban": Flag}

    def body(given: dict[str, Any]) -> Any:
        composer = Composer(Random(key), given, axes, cadence, plan.words, careful=careful)
        if kind is Rate:
            return composer.rate(2)
        amount = composer.money(3)
        if not stock:
            return amount
        plan.words.update(("stock", "opening", "+", "/"))
        opening = given[f"opening_{name}"]
        return opening / 2 + amount

    rule = _rule(name, annotations, kind, body)
    if stock:
        act.stock(act.at(f"Art. {name}"), since=since, each=cadence, per=axes)(rule)
        plan.stocks.add(name)
    else:
        act.provision(act.at(f"Art. {name}"), since=since, each=cadence, per=axes, rounds=rng.choice(ROUNDINGS))(rule)
    plan.names[name] = (kind, axes, cadence)


def timeline() -> Timeline:
    """Three years: two months and a call to each half-year, a request after every second call."""
    steps: list[Step] = []
    for half in range(HALVES):
        year, second = 2023 + (half + 1) // 2, (half + 1) % 2
        end = date(year, 12, 31) if second else date(year, 6, 30)
        for month in (0, 1):
            day = date(year, 11 + month if second else 5 + month, 28)
            steps.append(Step("month", f"{day:%Y-%m}", day, day))
        label = f"{year}-H{second + 1}"
        steps.append(Step("half-year", label, end, end, {"month": (2 * half, 2 * half + 1)}))
        day = date(year + 1, 1, 20) if second else date(year, 7, 20)
        covers: dict[str, tuple[int, ...]] = {"half-year": (half,)} if half else {}
        steps.append(Step("call", f"call {half + 1}", day, day, covers))
        if second:
            halves = tuple(each for each in (half - 1, half) if each >= 0)
            steps.append(Step("financial-year", str(year), end, end, {"half-year": halves}))
            calls = tuple(each for each in (half - 1, half) if each >= 0)
            late = date(year + 1, 1, 25)
            steps.append(Step("request", f"request {half // 2 + 1}", late, late, {"call": calls}))
    return Timeline.of(steps)


def world(seed: int, path: int, largest: int = 10**9) -> World:
    """A random world; amounts up to ``largest`` minor units, often zero, negative where a figure may be."""
    rng = Random(f"world {seed} {path}")
    line = timeline()
    inputs: dict[str, dict[tuple[int, tuple[str, ...]], int | Fraction]] = {}

    def fill(name: str, per: tuple[str, ...], each: str, draw: Any) -> None:
        members: list[tuple[str, ...]] = [()]
        for axis in per:
            members = [(*member, one) for member in members for one in MEMBERS[axis]]
        positions = [0] if each == "ever" else range(len(line.steps[each]))
        inputs[f"eu.{name}"] = {(position, member): draw() for position in positions for member in members}

    def amount() -> int:
        return rng.choice((0, rng.randint(-50, 50), rng.randint(0, largest), rng.randint(-largest // 8, largest)))

    fill("income", ("custodian",), "month", amount)
    fill("revenue", ("custodian",), "half-year", amount)
    fill("cost", (), "half-year", amount)
    fill("balance", ("custodian", "currency"), "half-year", amount)
    fill("spread", ("custodian", "currency"), "half-year", amount)
    fill("units_per_euro", ("currency",), "ever", lambda: Fraction(rng.randint(5_000, 1_700_000), 10_000))
    fill("minor_units", ("currency",), "ever", lambda: rng.choice((1, 100)))
    fill("interest", (), "half-year", lambda: Fraction(rng.randint(-500, 50_000), 10**6))
    fill("days", (), "ever", lambda: rng.randint(0, 366))
    fill("asked", (), "call", lambda: rng.randint(0, 1))
    fill("excused", ("custodian",), "half-year", lambda: rng.randint(0, 1))
    fill("principal", ("lender",), "ever", lambda: rng.randint(0, largest))
    fill("part", ("lender",), "ever", lambda: rng.randint(0, 7))
    fill("due", ("lender",), "call", amount)
    fill("requested", (), "request", amount)
    fill("pot", (), "call", amount)
    fill("audited", ("custodian",), "financial-year", amount)
    return World(line, MEMBERS, inputs)
