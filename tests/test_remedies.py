"""What a message says to do: something, about the field concerned, in a sentence that ends once."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from typer.core import TyperGroup

from tests.ledger.world import World
from usufruct.cli.program import app
from usufruct.errors import Fault, UsufructError
from usufruct.ledger import MemoryStore, Rejection
from usufruct.ledger.bodies import Match, PaymentStatus, Period
from usufruct.ledger.codec import read_value
from usufruct.ledger.projection import COLUMNS
from usufruct.ledger.what_to_do import WHAT_TO_DO
from usufruct.money import minor_units

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "usufruct"
CODE = re.compile(r"[A-Z]\d{3}")
# How many arguments after the code the remedy stands: of Fault and refuse, and of what a rule or a provision notes.
PLACES = {"Fault": 4, "refuse": 4, "fault": 3, "check": 3}


class Refusal(NamedTuple):
    """A call that refuses with a code, and the expression that says what to do, if there is one."""

    code: str
    line: int
    by_rule: bool
    remedy: ast.expr | None


def refusals(tree: ast.AST) -> Iterator[Refusal]:
    """Yield the calls that refuse with a literal code, or with one of two."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in PLACES:
                named = {word.arg: word.value for word in node.keywords}
                given = [*node.args, *([named["code"]] if "code" in named else [])]
                place = next((at for at, each in enumerate(given) if _codes(each)), None)
                if place is None:
                    continue
                after = node.args[place + PLACES[name] :][:1]
                remedy = after[0] if after else named.get("remedy")
                empty = isinstance(remedy, ast.Constant) and not remedy.value
                for code in _codes(given[place]):
                    yield Refusal(code, node.lineno, name in ("fault", "check"), None if empty else remedy)


def _codes(tree: ast.expr) -> list[str]:
    parts = [tree.body, tree.orelse] if isinstance(tree, ast.IfExp) else [tree]
    return [
        each.value
        for each in parts
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and CODE.fullmatch(each.value)
    ]


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def answered_by_table(module: str, each: Refusal) -> bool:
    return each.by_rule and module.startswith("ledger/") and each.code in WHAT_TO_DO


def test_every_refusal_says_what_to_do() -> None:
    found = [(module, each) for module, tree in modules() for each in refusals(tree)]
    assert len(found) > 500
    assert [
        f"{module}:{each.line}: {each.code} says nothing about what to do"
        for module, each in found
        if each.remedy is None and not answered_by_table(module, each)
    ] == []


def test_the_table_of_the_ledger_speaks_of_codes_in_use_only() -> None:
    used = {
        each.code
        for module, tree in modules()
        for each in refusals(tree)
        if each.remedy is None and answered_by_table(module, each)
    }
    assert sorted(set(WHAT_TO_DO) - used) == []


def test_a_refusal_without_a_remedy_is_found_however_it_is_written() -> None:
    source = """
raise refuse("A101", "what", "where")
raise refuse("A102", "what", "where", remedy="do it")
faults.append(errors.Fault(
    "A103",
    "what",
    where(1, 2),
    "why",
))
case.check(
    holds(a, b), "A104", f"{a} is not {b}", "",
    "do it",
)
check(holds, "A105", "what", "why", "")
case.fault("A106", "what", remedy=do)
Fault("A107" if empty else "A108", "what", "where")
Fault(code="A109", what="", where="", remedy="do it")
note("A110", "what")
"""
    found = list(refusals(ast.parse(source)))
    assert sorted(each.code for each in found if each.remedy is None) == ["A101", "A103", "A105", "A107", "A108"]
    assert sorted(each.code for each in found if each.remedy is not None) == ["A102", "A104", "A106", "A109"]


def remedies() -> Iterator[str]:
    """Yield what is said to do, as far as it is written out; names stand for the text that a module gives them."""
    trees = [tree for _, tree in modules()]
    written = {
        node.target.id: text
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if isinstance(node.value, ast.Constant | ast.JoinedStr) and (text := _text(node.value))
    }
    yield from WHAT_TO_DO.values()
    for tree in trees:
        for each in refusals(tree):
            for node in ast.walk(each.remedy) if each.remedy is not None else ():
                if isinstance(node, ast.Constant | ast.JoinedStr):
                    yield _text(node)
                elif isinstance(node, ast.Name):
                    yield written.get(node.id, "")


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(each.value) if isinstance(each, ast.Constant) else "X" for each in parts)


NAMED = re.compile(r"usufruct ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)((?: [A-Z][A-Za-z.]*| --[a-z-]+)*)")


def test_a_command_that_a_remedy_names_exists() -> None:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    named = {match.groups() for text in remedies() for match in NAMED.finditer(text)}
    assert len(named) > 30
    for words, rest in named:
        first, _, second = words.partition(" ")
        command = root.commands.get(first)
        if isinstance(command, TyperGroup) and second:
            command = command.commands.get(second)
        assert command is not None, f"usufruct {words}"
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, f"usufruct {words}{rest}"
    assert {name for text in remedies() for name in re.findall(r"--table ([a-z]+)", text)} <= set(COLUMNS)


def refused(action: Callable[[], object]) -> Fault:
    with pytest.raises(UsufructError) as raised:
        action()
    return raised.value.faults[0]


def rejected(world: World, order: object) -> Fault:
    (outcome,) = world.ledger.offer([order])  # type: ignore[list-item]
    assert isinstance(outcome, Rejection)
    return outcome.faults[0]


def test_a_sentence_ends_once() -> None:
    said = str(Fault("X1", "it comes from A S.A.", "here", "of e.g.", "ask Beta Ltd."))
    assert said == "X1 at here: it comes from A S.A. Why it matters: of e.g. Do: ask Beta Ltd."
    assert str(Fault("X1", "none", "here")) == "X1 at here: none."


def test_what_the_ledger_refuses_about_banks_and_periods_says_what_to_do() -> None:
    world = World(MemoryStore()).furnish()
    for body in (
        PaymentStatus(99, "settled", None, None, ""),
        Match(99, "r", None, 1),
    ):
        fault = rejected(world, world.signed("anna", body))
        assert fault.code in ("L284", "L289")
        assert fault.remedy
    for period in (Period("2025-H1", "2025-01-01", "2025-06-30", "open"), Period("2025-H3", "x", "y", "open")):
        proposal = world.propose([period])
        world.approve(proposal, "bert")
        fault = rejected(world, world.orders(proposal, [period])[0])
        assert (fault.code, bool(fault.remedy)) == ("L233", True)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"speed": "high"}, "body has no part 'speed'"),
        ({"book": ...}, "book"),
        ({"legs": [["proceeds/bank", "5"], ["proceeds/income", "-5", "x"]]}, "legs"),
    ],
    ids=["a part too many", "a part missing", "a leg too long"],
)
def test_the_field_that_is_wrong_is_named(change: dict[str, object], says: str) -> None:
    given: dict[str, object] = {
        "book": "proceeds", "entry": "accrual", "period": "2025-H1", "effective": "2025-03-31", "rule_set": "",
        "legs": [["proceeds/bank", "5"], ["proceeds/income", "-5"]], "basis": None, "due": None, "instructed": None,
        "value": None, "original": None, "address": "", "text": "", "article": "", "deadline": None,
            "statement": None, "reference": "", **change,
    }  # fmt: skip
    fault = refused(lambda: read_value("journal", {name: part for name, part in given.items() if part is not ...}))
    assert fault.code == "L106"
    assert says in fault.what


def test_half_a_character_is_not_called_an_amount() -> None:
    fault = refused(lambda: read_value("revoke", {"person": "p1", "role": "payer", "reason": "\ud800"}))
    assert fault.code == "L101"
    assert "amounts" not in fault.remedy


def test_digits_of_another_script_are_told_in_ours() -> None:
    assert refused(lambda: minor_units("\u0661.\u0660\u0660", "EUR")).remedy == "write 1.00"
