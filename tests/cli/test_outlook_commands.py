"""The commands about the future: one valid document each, 80 columns, and an answer or a refusal for every scenario."""

from __future__ import annotations

import re
from math import isfinite

import jsonschema
import pytest

from tests.cli.conftest import Usufruct
from usufruct.outlook.projection import BY_LENDER, FIGURES, project
from usufruct.outlook.recipients import recipients
from usufruct.publish.document import schema

SHORT = "known=2026-11-22&horizon=2029-12-31&paths=64"
RELEASED = f"{SHORT}&released=2029-01-01"
COMMANDS: dict[str, tuple[str, ...]] = {
    "project": ("project", SHORT),
    "project, released": ("project", RELEASED),
    "compare": ("compare", SHORT, f"{SHORT}&flat=0 %"),
    "compare four": ("compare", SHORT, f"{SHORT}&flat=0 %", RELEASED, f"{SHORT}&volatility=0"),
    "solve": ("solve", "flat", "--such-that", "coverage>=1", "--scenario", SHORT),
    "solve at most": ("solve", "cash", "--such-that", "owed<=30000000000", "--scenario", SHORT),
    "debt capacity": ("solve", "debt-capacity", "--cover", "1.5", "--discount", "3 %", "--scenario", SHORT),
    "sensitivity": ("sensitivity", SHORT),
}
EVERY = pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
NUMPY = ("--tier", "arrays")


@EVERY
def test_text_reads_at_80_columns_and_says_which_run(usufruct: Usufruct, arguments: tuple[str, ...]) -> None:
    done = usufruct(*arguments, *NUMPY)
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if len(line) > 80 and "known=" not in line] == []
    assert "nan" not in done.out.lower()
    assert "known=2026-11-22" in done.out


@EVERY
def test_json_is_one_valid_document_and_the_same_twice(usufruct: Usufruct, arguments: tuple[str, ...]) -> None:
    done = usufruct(*arguments, *NUMPY, "--json")
    assert (done.code, done.err) == (0, "")
    jsonschema.validate(done.document, schema(done.document["document"]))
    assert usufruct(*arguments, *NUMPY, "--json").out == done.out


def test_what_is_asked_for_is_what_the_kernel_would_answer(usufruct: Usufruct) -> None:
    found = [usufruct("project", SHORT, "--tier", tier, "--json").document for tier in ("arrays", "compiled")]
    flows = [[float(flow["mean"]) for flow in each["yearly_flow"]] for each in found]
    assert flows[0] == pytest.approx(flows[1], rel=1e-9)
    assert found[0]["run"]["id"] != found[1]["run"]["id"]
    assert found[0]["repaid"] == found[1]["repaid"]


def test_the_headline_is_a_range_with_its_break_even(usufruct: Usufruct) -> None:
    text = usufruct("project", "known=2026-11-22&paths=64&shift=4 %&horizon=2036-12-31", *NUMPY).out
    head = text.split("\n\n")[1]
    assert re.search(r"8 of 10 between \d{4}-H[12] and", " ".join(head.split()))
    assert re.search(r"Break-even: a constant deposit rate of \d\.\d\d %", " ".join(head.split()))


def test_every_address_that_a_projection_prints_explains_itself(usufruct: Usufruct) -> None:
    addresses = set(re.findall(r"project:\S+?:\d{4}-H[12]", usufruct("project", SHORT, *NUMPY).out))
    assert len(addresses) >= 3
    for address in addresses:
        done = usufruct("explain", address, "--scenario", SHORT, "--path", "17", "--json")
        assert done.code == 0, (address, done.err)
        jsonschema.validate(done.document, schema("explanation"))
        assert {node["leaf"] for node in done.document["nodes"]} <= {None, "article", "fact", "assumption", "input"}


REFUSED = {
    "unknown key": ("known=2026-11-22&flatt=2 %", "did you mean flat"),
    "unknown preset": ("peece", "did you mean peace"),
    "rate beyond reason": ("flat=500 %", "nearest possible is 1"),
    "release in the past": ("known=2026-11-22&released=2020-01-01", "a day after 2026-11-22"),
    "horizon before the view": ("known=2026-11-22&horizon=2020-01-01", "a day after 2026-11-22"),
    "horizon of one day": ("known=2026-11-22&horizon=2026-11-23", "nearest horizon is 2027-06-30"),
    "two hundred years": ("known=2026-11-22&horizon=2226-11-22", "at most 100"),
    "not a number": ("flat=nan", "not a number"),
    "infinity": ("spread=inf", "not a number"),
    "other digits": ("flat=٢ %", "not a number"),
    "the same key twice": ("flat=1 %&flat=2 %", "once"),
    "a billion paths": ("paths=1000000000", "nearest possible is 4194304"),
    "paths that do not fill a block": ("paths=100", "nearest possible is 128"),
    "before the loan mechanism": ("known=1999-01-01", "1 October 2025"),
    "a file that is not there": ("nothing.toml", "cannot be read"),
    "negative cash": ("cash=-1", "nearest possible is 0"),
    "two ways to set the rate": ("flat=1 %&long_run=2 %", "give one of them"),
    "an empty amendment": ("law.retention_rate=", "not a number"),
    "an amendment without a day": ("law.retention_rate=20 %", "20 % @ 2027-01-01"),
}


@pytest.mark.parametrize(("text", "remedy"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_with_the_nearest_that_can(usufruct: Usufruct, text: str, remedy: str) -> None:
    done = usufruct("project", text, *NUMPY)
    assert done.code == 2
    assert done.out == ""
    assert remedy in done.err
    assert "Traceback" not in done.err


ABSURD = {
    "minus five per cent": "flat=-5 %",
    "fifty per cent": "flat=50 %",
    "no cash": "cash=0",
    "a trillion of cash": "cash=1000000000000",
    "a lender with no principal": "principal.japan=0",
    "nobody is owed anything": "&".join(f"principal.{each}=0" for each in ("eu", "us", "uk", "canada", "japan")),
    "everything is expense": "expense_ratio=1",
    "released tomorrow": "released=2026-11-23",
    "no uncertainty": "volatility=0",
    "four times the uncertainty": "volatility=4",
    "no contribution": "law.contribution_rate=0 % @ 2027-01-01",
    "all is tax": "law.tax_rate=100 % @ 2027-01-01",
    "all is retained": "law.retention_rate=100 % @ 2027-01-01",
}


@pytest.mark.parametrize("text", ABSURD.values(), ids=ABSURD)
def test_an_absurd_scenario_has_an_answer_without_nan(text: str) -> None:
    found = project(f"{SHORT}&{text}", tier="arrays")
    for figure in FIGURES:
        for lender in found.lenders() if figure in BY_LENDER else ("",):
            assert all(
                isfinite(value) for row in found.fan(figure, lender).rows for value in (row.mean, *row.quantiles)
            )
    payment = found.next_payment
    assert 0 <= payment.low <= payment.central <= payment.high < float("inf")
    assert 0 <= found.repaid.never <= 1
    assert all(isfinite(ratio) for _, ratio in found.coverage())
    assert all(isfinite(each.cents) and 0 <= each.share <= 1 for each in recipients(found))


def test_absurd_scenarios_together_are_one_valid_document(usufruct: Usufruct) -> None:
    done = usufruct("project", f"{SHORT}&flat=-5 %&cash=0&principal.japan=0", *NUMPY, "--json")
    assert done.code == 0, done.err
    assert not re.search(r"\b(nan|inf|infinity)\b", done.out, re.IGNORECASE)
    jsonschema.validate(done.document, schema("projection"))


def test_negative_rates_end_at_the_floor_of_the_contribution() -> None:
    found = project(f"{SHORT}&flat=-5 %&foreign_share=0&volatility=0", tier="arrays")
    owed = {row.period: row.mean for row in found.fan("contribution").rows if row.state == "projected"}
    assert set(owed.values()) == {0.0}
    # What was retained before still comes due when its five years are over: nothing else is paid.
    released = {row.period: row.mean for row in found.fan("released").rows}
    assert all(row.mean == released[row.period] for row in found.fan("payment").rows if row.period in owed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("solve", "colour", "--such-that", "coverage>=1"), "cannot be sought"),
        (("solve", "flat"), "add --such-that"),
        (("solve", "flat", "--such-that", "coverage=1"), "is no aim"),
        (("solve", "flat", "--such-that", "beauty>=1"), "no answer is called"),
        (("solve", "debt-capacity", "--cover", "0.5"), "cover"),
        (("solve", "flat", "--cover", "2", "--such-that", "coverage>=1"), "debt-capacity"),
        (("compare", *["market-path"] * 9), "two to 8"),
        (("project", SHORT, "--known", "2026-01-01"), "states its own day"),
        (("project", SHORT, "--tier", "abacus"), "auto, compiled, single, arrays"),
        (("explain", "project:payments:2031-H1"), "did you mean payment"),
        (("explain", "project:owed-to:Japn:2031-H1"), "did you mean Japan"),
        (("explain", "project:payment:2031"), "2031-H1"),
        (("explain", "payment:3", "--path", "4"), "only a projected figure"),
        (("explain", "project:payment:2031-H1", "--as-of", "2026-01-01"), "--scenario, --path and --with alone"),
    ],
)
def test_a_wrong_command_line_is_refused(usufruct: Usufruct, arguments: tuple[str, ...], message: str) -> None:
    done = usufruct(*arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_an_aim_that_nothing_meets_ends_with_4(usufruct: Usufruct) -> None:
    done = usufruct("solve", "tax_passed_on", "--such-that", "repaid<=2028", "--scenario", SHORT, *NUMPY)
    assert done.code == 4
    assert "No value does" in done.out


def test_presets_and_keys_are_listed(usufruct: Usufruct) -> None:
    text = usufruct("project", "--list").out
    assert "renewal-fails" in text
    assert "tax_passed_on" in text
