"""Every address that is printed can be explained, and every tree can be worked out again without this program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.cli.conftest import REPORT, Usufruct
from usufruct.assets import read_filing
from usufruct.engine import Explanation
from usufruct.errors import UsufructError
from usufruct.facts import load
from usufruct.publish.explanation_document import explanation_document
from usufruct.waterfall.own_report import run_filing
from usufruct.waterfall.replay import Replay, replay


def rounded(value: Fraction, how: str) -> Fraction:
    """Rounding by its name, in arithmetic of its own."""
    whole, rest = divmod(value, 1)
    if how == "down":
        return Fraction(whole if value >= 0 or not rest else whole + 1)
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (whole % 2 if how == "half even" else value > 0))
    return Fraction(whole + 1 if up else whole)


OPERATIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "figure": lambda a: a[0],
    "sum": lambda a: sum(a, Fraction(0)),
    "add": lambda a: a[0] + a[1],
    "sub": lambda a: a[0] - a[1],
    "mul": lambda a: a[0] * a[1],
    "div": lambda a: a[0] / a[1] if a[1] else Fraction(0),
    "neg": lambda a: -a[0],
    "min": min,
    "and": min,
    "max": max,
    "or": max,
    "lt": lambda a: Fraction(a[0] < a[1]),
    "le": lambda a: Fraction(a[0] <= a[1]),
    "not": lambda a: 1 - a[0],
    "select": lambda a: a[1] if a[0] else a[2],
}


def worked_out(nodes: list[dict[str, Any]]) -> Fraction:
    """The last node from the leaves alone: an evaluator that shares nothing with the engine."""
    values: list[Fraction] = []
    for node in nodes:
        parts = [values[part] for part in node["parts"]]
        if not parts:
            values.append(Fraction(node["value"]))
        elif node["op"] == "round":
            values.append(rounded(parts[0], node["how"]))
        else:
            values.append(OPERATIONS[node["op"]](parts))
    return values[-1]


def addresses(document: Any) -> Iterator[str]:
    """Every address anywhere in a document."""
    match document:
        case dict():
            yield from ([document["address"]] if "address" in document else [])
            for value in document.values():
                yield from addresses(value)
        case list():
            for value in document:
                yield from addresses(value)


def check(document: dict[str, Any]) -> None:
    nodes = document["nodes"]
    assert worked_out(nodes) == Fraction(document["value"])
    for node in nodes:
        if node["parts"]:
            assert node["leaf"] is None
        else:
            assert node["cite"], node
            assert node["leaf"] in ("article", "fact", "assumption", "input")
            if node["leaf"] == "fact":
                assert load().get(node["cite"].split(": ")[0]).source


def explained_or_silent(found: Replay, address: str) -> Explanation | None:
    """The tree, or None where it is said to be not derivable; any other refusal fails the test."""
    try:
        return found.explain(address)
    except UsufructError as error:
        if {fault.code for fault in error.faults} == {"W221"}:
            return None
        raise


def test_every_address_of_the_replay_is_explained_or_said_not_derivable(usufruct: Usufruct) -> None:
    found = replay()
    printed = set(addresses(usufruct("replay", "--json").document))
    assert len(printed) > 80
    explained, silent = 0, set()
    unprinted = [each for each in found.addresses if each.startswith(("2025-H1:", "payment:", "lender:Japan"))]
    for address in [*printed, *unprinted]:
        tree = explained_or_silent(found, address)
        if tree is None:
            silent.add(address)
            continue
        check(explanation_document(address, tree, found.as_of, {}))
        explained += 1
    assert explained > 120
    assert {"payment:5", "2026-H1:contribution", "2024-H1:direct costs"} <= silent
    assert not any(address.startswith(("test:", "lender:", "total:")) for address in silent & printed)


def test_every_address_of_an_own_report_is_explained(usufruct: Usufruct) -> None:
    found = run_filing(read_filing(REPORT))
    printed = list(addresses(usufruct("waterfall", str(REPORT), "--json").document))
    assert printed == [line.address for line in found.lines]
    assert len(set(printed)) == len(printed)
    # The later a figure stands, the longer its history: a sample of the late ones keeps this short.
    for line in [*found.lines[:120:2], *found.lines[120::25]]:
        tree = found.explain(line.address)
        assert tree.value == line.amount, line.address
        check(explanation_document(line.address, tree, None, {}))


def test_the_value_of_a_tree_is_the_figure_that_was_printed(usufruct: Usufruct) -> None:
    document = usufruct("replay", "--json").document
    found = replay()
    for test in document["tests"]:
        cents = Fraction(test["computed"]) * 100
        assert abs(found.explain(test["address"]).value - cents) <= 1
    for row in document["payments"]:
        for channel, amount in (row["allocation"] or {}).items():
            assert found.explain(f"{row['address']}:{channel}").value == Fraction(amount) * 100
    for total in document["totals"]:
        assert found.explain(total["address"]).value == Fraction(total["amount"]) * 100
    for lender in document["lenders"]:
        assert found.explain(lender["address"]).value == Fraction(lender["share"])
        for payment, amount in lender["payments"].items():
            address = f"{lender['address']}:{payment.replace(':', ' ')}"
            assert found.explain(address).value == Fraction(amount) * 100


def test_a_forward_figure_names_its_assumptions_with_their_range(usufruct: Usufruct) -> None:
    nodes = usufruct("explain", "2025-H1:contribution", "--json").document["nodes"]
    assumed = [node["cite"] for node in nodes if node["leaf"] == "assumption"]
    assert any("central_bank_share: 88.5 % (86 % to 91 %)" in cite for cite in assumed)
    implied = usufruct("explain", "2025-H1:contribution:implied", "--json").document["nodes"]
    assert not any(node["leaf"] == "assumption" for node in implied)
    assert any(node["leaf"] == "fact" for node in implied)


def test_the_text_prints_a_shared_figure_once_and_says_where_it_was_cut(usufruct: Usufruct) -> None:
    text = usufruct("explain", "payment:3").out
    heads = [line.strip() for line in text.splitlines() if line.strip().startswith("contribution 2025-H1")]
    assert [head.endswith("(see above)") for head in heads] == [False, True]
    shallow = usufruct("explain", "payment:3", "--depth", "1").out
    assert "... made of" in shallow
    assert "--depth 4 shows more" in shallow
    assert "... made of" not in usufruct("explain", "payment:3", "--depth", "40").out


def test_a_very_deep_tree_is_printed_whole(usufruct: Usufruct, tmp_path: Path) -> None:
    done = usufruct("explain", "debit note 1:Alpha CSD:called", "--report", str(REPORT), "--depth", "5000")
    assert done.code == 0
    assert "... made of" not in done.out
    assert len(done.out.splitlines()) > 2000
