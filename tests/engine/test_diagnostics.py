"""Every fault by example: its code, the article, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.engine.small_laws import MEMBERS, half_years, law_with, open_act, world_of
from usufruct.engine import (
    Act,
    Choice,
    Count,
    Flag,
    LocalMoney,
    Money,
    Rate,
    Source,
    Timeline,
    World,
    allocate,
    assemble,
)
from usufruct.engine.words import at, keyed_by, lag, over, reading, total, when
from usufruct.errors import Fault, UsufructError

ROOT = Path(__file__).resolve().parents[2]
SEEN: dict[str, Fault] = {}


def faults_of(acting: Callable[[], Any]) -> list[Fault]:
    with pytest.raises(UsufructError) as caught:
        acting()
    return list(caught.value.faults)


def faults_in(rule: Callable[..., Any], **declared: Any) -> list[Fault]:
    act = open_act()
    declare: Any = act.provision
    declare(act.at("Art. 7"), **{"since": "2020-01-01", "each": "half-year", **declared})(rule)
    act.input("called", Money, act.at("Annex"), "called", each="call")
    act.parameter("split", (1, "90 %", act.at("Art. 2")))
    act.parameter("levy_rate", ("2020-01-01", "99.7 %", act.at("Art. 2")))
    act.reading("rolling", options=("lapses", "rolls on"), default="lapses", why="silent", cite=act.at("Art. 3"))
    return faults_of(lambda: assemble(act))


def rate_and_money(a: Money, r: Rate) -> Money:
    return a + r  # type: ignore[operator, no-any-return]


def money_times_money(a: Money, b: Money) -> Money:
    other: Any = b
    found: Money = a * other
    return found


def unlike_sides(f: Flag, a: Money, r: Rate) -> Money:
    other: Any = r
    found: Money = when(f, a, other)
    return found


def currencies_added(local: LocalMoney) -> LocalMoney:
    return total(local, "currency")


def asks_a_quantity(a: Money, b: Money) -> Money:
    return a if a > b else b


def bare_number(a: Money) -> Money:
    return a + 100


def binary_float(a: Money) -> Money:
    return a * 0.25  # type: ignore[operator, no-any-return]


def misspelt(a: Money, levy_rat: Rate) -> Money:
    return a * levy_rat


def opening_of_no_stock(opening_a: Money) -> Money:
    return opening_a


def two_parties(x: Money, local: Money) -> Money:
    return x + local


def no_such_axis_here(a: Money) -> Money:
    return total(a, "lender")


def already_divided(x: Money, w: Count) -> Money:
    return allocate(x, w, "lender").paid


def weights_of_nobody(a: Money, n: Count) -> Money:
    return allocate(a, n, "lender").paid


def two_cadences(a: Money, called: Money) -> Money:
    return a + called


def history_of_an_expression(a: Money, b: Money) -> Money:
    return lag(a + b, 1)


def over_its_own_steps(a: Money) -> Money:
    return over(a)


def at_its_own_step(a: Money) -> Money:
    return at(a)


def returns_a_rate(a: Money, r: Rate) -> Money:
    return r  # type: ignore[return-value]


def spreads_what_it_owes(x: Money) -> Money:
    return x


def too_fine(a: Money, r: Rate, s: Rate) -> Money:
    return a * (r * s)


def shares_added(a: Money, x: Money) -> Money:
    return total(x, "lender") * total(x / (x + x), "lender")


def no_option(a: Money, rolling: Choice) -> Money:
    return when(reading(rolling, "rols on"), a, 0)


def unannotated(a, r: Rate) -> Money:  # type: ignore[no-untyped-def]
    return a * r  # type: ignore[no-any-return]


def wrongly_annotated(a: Rate) -> Money:
    return a  # type: ignore[return-value]


def says_not_what_it_returns(a: Money):  # type: ignore[no-untyped-def]
    return a


def keyed_read_by_day(a: Money, split: Rate) -> Money:
    return a * split


def dated_read_by_number(a: Money, levy_rate: Rate, n: Count) -> Money:
    return a * keyed_by(levy_rate, n)


RULES: list[tuple[str, Callable[..., Any], dict[str, Any]]] = [
    ("U101", rate_and_money, {}),
    ("U101", money_times_money, {}),
    ("U101", unlike_sides, {}),
    ("U101", currencies_added, {}),
    ("U102", asks_a_quantity, {}),
    ("U103", bare_number, {}),
    ("U104", binary_float, {}),
    ("U105", misspelt, {}),
    ("U105", opening_of_no_stock, {}),
    ("U106", two_parties, {"per": ("currency", "lender")}),
    ("U106", no_such_axis_here, {}),
    ("U106", already_divided, {"per": "lender"}),
    ("U106", weights_of_nobody, {}),
    ("U107", two_cadences, {}),
    ("U107", history_of_an_expression, {}),
    ("U107", over_its_own_steps, {}),
    ("U107", at_its_own_step, {}),
    ("U110", returns_a_rate, {}),
    ("U110", spreads_what_it_owes, {}),
    ("U111", too_fine, {}),
    ("U111", shares_added, {}),
    ("U113", no_option, {}),
    ("U114", spreads_what_it_owes, {"per": "lender", "since": "2020-02-30"}),
    ("U116", unannotated, {}),
    ("U116", wrongly_annotated, {}),
    ("U116", says_not_what_it_returns, {}),
    ("U117", keyed_read_by_day, {}),
    ("U117", dated_read_by_number, {}),
    ("U118", spreads_what_it_owes, {"per": "lendr"}),
    ("U118", spreads_what_it_owes, {"per": "lender", "rounds": "half-up"}),
    ("U118", spreads_what_it_owes, {"per": "lender", "each": "halfyear"}),
]


@pytest.mark.parametrize(("code", "rule", "declared"), RULES, ids=lambda each: str(getattr(each, "__name__", each)))
def test_a_fault_of_a_provision(code: str, rule: Callable[..., Any], declared: dict[str, Any]) -> None:
    fault = next(fault for fault in faults_in(rule, **declared) if fault.code == code)
    assert "Act A Art. 7" in fault.where
    assert rule.__name__ in fault.where
    assert fault.remedy


def test_a_misspelt_name_is_answered_with_the_right_one() -> None:
    fault = next(fault for fault in faults_in(misspelt) if fault.code == "U105")
    assert fault.remedy == "did you mean levy_rate?"


def test_all_faults_of_all_provisions_at_once() -> None:
    act = open_act()
    rules: list[Callable[..., Any]] = [rate_and_money, binary_float, bare_number, misspelt, asks_a_quantity]
    for number, rule in enumerate(rules, 1):
        act.provision(act.at(f"Art. {number}"), since="2020-01-01", each="half-year")(rule)
    act.parameter("levy_rate", ("2020-01-01", "lots", act.at("Art. 9")))
    found = faults_of(lambda: assemble(act))
    assert {fault.code for fault in found} >= {"U101", "U102", "U103", "U104", "U105", "U115"}
    assert {f"Act A Art. {number}" for number in (1, 2, 3, 4, 5, 9)} == {fault.where.split(",")[0] for fault in found}


def test_one_short_name_in_two_jurisdictions_is_ambiguous() -> None:
    acts = [Act(Source(f"Act {area}", area, date(2020, 1, 1))) for area in ("be", "us", "eu")]
    for act in acts[:2]:
        act.parameter("tax_rate", ("2020-01-01", "25 %", act.at("Art. 1")))
    acts[2].input("a", Money, acts[2].at("Annex"), "a", each="half-year")

    @acts[2].provision(acts[2].at("Art. 7"), since="2020-01-01", each="half-year")
    def tax(a: Money, tax_rate: Rate) -> Money:
        """Tax."""
        return a * tax_rate

    found = faults_of(lambda: assemble(*acts))
    assert [fault.code for fault in found] == ["U108"]
    assert "be.tax_rate or us.tax_rate" in found[0].what


def test_a_circle_is_printed() -> None:
    act = open_act()

    @act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year")
    def levy(tax: Money) -> Money:
        """Levy."""
        return tax

    @act.provision(act.at("Art. 2"), since="2020-01-01", each="half-year")
    def tax(levy: Money, a: Money) -> Money:
        """Tax."""
        return a - levy

    found = faults_of(lambda: assemble(act))
    assert [fault.code for fault in found] == ["U109"]
    assert "eu.levy -> eu.tax -> eu.levy" in found[0].what


def declared_twice(act: Act) -> None:
    act.input("a", Rate, act.at("Art. 1"), "another a", each="half-year")


def two_figures_on_a_day(act: Act) -> None:
    act.parameter("levy_rate", ("2024-01-01", "1 %", act.at("Art. 1")), ("2024-01-01", "2 %", act.at("Art. 1")))


def two_versions_on_a_day(act: Act) -> None:
    for _ in range(2):
        act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year")(plain)


def plain(a: Money) -> Money:
    return a


def given_and_computed(act: Act) -> None:
    act.input("plain", Money, act.at("Art. 1"), "given", each="half-year")
    act.provision(act.at("Art. 2"), since="2020-01-01", each="half-year")(plain)


def two_readings(act: Act) -> None:
    for default in ("yes", "no"):
        act.reading("roll", options=("yes", "no"), default=default, why="silent", cite=act.at("Art. 1"))


def default_is_no_option(act: Act) -> None:
    act.reading("roll", options=("yes", "no"), default="maybe", why="silent", cite=act.at("Art. 1"))


def half_a_cent(act: Act) -> None:
    act.parameter("threshold", ("2024-01-01", "1.005", act.at("Art. 1")), kind=Money)


def half_a_day(act: Act) -> None:
    act.parameter("days", ("2024-01-01", "0.5", act.at("Art. 1")), kind=Count)


def float_figure(act: Act) -> None:
    act.parameter("levy_rate", ("2024-01-01", 0.997, act.at("Art. 1")))


def no_day(act: Act) -> None:
    act.measure("ban", ("2024-13-01", None, act.at("Art. 1")))


def day_and_number(act: Act) -> None:
    act.parameter("split", ("2024-01-01", "1 %", act.at("Art. 1")), (3, "2 %", act.at("Art. 1")))


@pytest.mark.parametrize(
    ("code", "declare"),
    [
        ("U112", declared_twice),
        ("U112", two_figures_on_a_day),
        ("U112", two_versions_on_a_day),
        ("U112", given_and_computed),
        ("U112", two_readings),
        ("U113", default_is_no_option),
        ("U115", half_a_cent),
        ("U115", half_a_day),
        ("U104", float_figure),
        ("U114", no_day),
        ("U118", day_and_number),
    ],
    ids=lambda each: str(getattr(each, "__name__", each)),
)
def test_a_fault_of_a_declaration(code: str, declare: Callable[[Act], None]) -> None:
    act = open_act()
    declare(act)
    found = faults_of(lambda: assemble(act))
    assert [fault.code for fault in found] == [code]
    assert found[0].where.startswith("Act A")
    assert found[0].remedy


# While a law is run --------------------------------------------------------------------------------------------------


def needy(revenue: Money, cost: Money, late_rate: Rate) -> Money:
    return (revenue - cost) * late_rate


def needy_law() -> Any:
    act = Act(Source("Act A", "eu", date(2020, 1, 1)))
    act.input("revenue", Money, act.at("Annex 1"), "revenue", per="lender", each="half-year")
    act.input("cost", Money, act.at("Annex 2"), "cost", each="half-year")
    act.parameter("late_rate", ("2021-01-01", "5 %", act.at("Art. 2")))
    act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year", per="lender")(needy)
    return assemble(act)


@pytest.mark.parametrize("execution", ["reference", "exact", "real"])
def test_everything_that_is_missing_is_said_at_once(execution: str) -> None:
    world = World(Timeline.of(half_years(2)), MEMBERS, {"eu.revenue": {(0, ("union",)): 5}})
    found = faults_of(lambda: needy_law().run(world, execution))
    missing = [fault for fault in found if fault.code == "U130"]
    assert len(missing) == 5 + 2
    assert "eu.revenue is not given for east, position 0" in {fault.what for fault in missing}
    assert {fault.where for fault in missing} == {"Act A Annex 1", "Act A Annex 2"}
    late = [fault.what for fault in found if fault.code == "U131"]
    assert late == ["eu.late_rate has no value for 2020-06-30", "eu.late_rate has no value for 2020-12-31"]


def test_a_number_before_the_first_figure_is_refused() -> None:
    act = open_act()
    act.parameter("split", (3, "90 %", act.at("Art. 2")))

    @act.provision(act.at("Art. 1"), since="2020-01-01", each="half-year")
    def part(a: Money, split: Rate, n: Count) -> Money:
        """A part."""
        return a * keyed_by(split, n)

    law = assemble(act)
    for execution in ("reference", "exact", "real"):
        found = faults_of(lambda execution=execution: law.run(world_of([{"a": 5, "n": 2}]), execution))  # type: ignore[misc]
        assert [(fault.code, fault.what) for fault in found] == [("U131", "eu.split has no value for number 2")]


def doubled(x: Money) -> Money:
    return x * 2


def test_unknown_names_steps_and_members() -> None:
    law = law_with(doubled, per="lender")
    result = law.run(world_of([{"x": (1, 2, 3)}]))
    assert [fault.code for fault in faults_of(lambda: result.get("dubled", 0, "union"))] == ["U105"]
    assert [fault.code for fault in faults_of(lambda: result.get("doubled", 7, "union"))] == ["U132"]
    assert [fault.code for fault in faults_of(lambda: result.get("doubled", "half 9", "union"))] == ["U132"]
    assert [fault.code for fault in faults_of(lambda: result.get("doubled", 0, "nobody"))] == ["U132"]
    assert [fault.code for fault in faults_of(lambda: law.run(world_of([{}]), "approximate"))] == ["U133"]


def test_amendments_and_readings_collect_their_faults() -> None:
    act = open_act()
    act.parameter("levy_rate", ("2020-01-01", "5 %", act.at("Art. 2")))
    act.parameter("split", (1, "5 %", act.at("Art. 2")))
    act.reading("roll", options=("yes", "no"), default="no", why="silent", cite=act.at("Art. 1"))
    law = assemble(act)
    rows: dict[str, Any] = {
        "levy_rate": ("soon", "1 %"),
        "split": ("2020-01-01", "1 %"),
        "lewy_rate": ("2020-01-01", "1 %"),
    }
    found = faults_of(lambda: law.amend("what if", **rows))
    assert [fault.code for fault in found] == ["U114", "U117", "U105"]
    assert [f.code for f in faults_of(lambda: law.amend("x", levy_rate=("2021-01-01", "much")))] == ["U115"]
    binary: Any = ("2021-01-01", 0.5)
    assert [f.code for f in faults_of(lambda: law.amend("x", levy_rate=binary))] == ["U104"]
    assert [f.code for f in faults_of(lambda: law.amend("x", a=("2021-01-01", "1")))] == ["U105"]
    found = faults_of(lambda: law.choose(roll="maybe", rol="yes"))
    assert [fault.code for fault in found] == ["U113", "U113"]


def test_every_code_is_explained_in_the_documents() -> None:
    import re

    engine = ROOT / "src" / "usufruct" / "engine"
    used = {code for path in engine.rglob("*.py") for code in re.findall(r'"(U1\d\d)"', path.read_text("utf-8"))}
    written = set(re.findall(r"^## (U1\d\d): ", (ROOT / "docs" / "errors.md").read_text("utf-8"), re.M))
    assert used == written
