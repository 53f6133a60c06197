"""Partners are listed, shown and let join; what cannot be is refused before anything is printed."""

from __future__ import annotations

import jsonschema
import pytest

from tests.cli.conftest import Usufruct
from usufruct.publish.document import schema


def wide(text: str) -> list[str]:
    """Lines longer than a terminal, but for addresses."""
    return [line for line in text.splitlines() if len(line) > 80 and "://" not in line]


def test_the_list_has_every_partner_with_its_law(usufruct: Usufruct) -> None:
    done = usufruct("partners")
    assert (done.code, done.err, wide(done.out)) == (0, "", [])
    for name in ("United States", "Canada", "Australia", "Luxembourg", "France", "Cyprus"):
        assert name in done.out
    document = usufruct("partners", "--json").document
    jsonschema.validate(document, schema("partners"))
    assert all(each["switch"] and each["legal_basis"] and each["yields_today"] for each in document["partners"])


def test_one_partner_shows_its_figures_and_questions(usufruct: Usufruct) -> None:
    done = usufruct("partners", "united kingdom")
    assert (done.code, wide(done.out)) == (0, [])
    assert "contractual right" in done.out
    assert "8 billion GBP" in done.out
    jsonschema.validate(usufruct("partners", "Canada", "--json").document, schema("partners"))


@pytest.mark.parametrize("name", ["France", "Canada", "Japan", "all"])
def test_a_partner_joins(usufruct: Usufruct, name: str) -> None:
    arguments = ("partners", name, "--since", "2027-07-01", "--measure", "levy")
    done = usufruct(*arguments)
    assert (done.code, done.err, wide(done.out)) == (0, "", [])
    assert "HYPOTHETICAL" in done.out
    document = usufruct(*arguments, "--json").document
    jsonschema.validate(document, schema("partner-joins"))
    assert document["joined"][0]["years"][0]["days"] == 184
    assert document["joined"][0]["open_questions"]


def test_unknown_stock_is_not_derivable(usufruct: Usufruct) -> None:
    done = usufruct("partners", "France", "--since", "2027-01-01", "--measure", "all", "--known", "2025-06-30")
    assert done.code == 4
    assert "not derivable" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Germny",), "did you mean Germany"),
        (("France", "--since", "2027-01-01"), "give --measure as well"),
        (("France", "--measure", "levy"), "give --since as well"),
        (("--since", "2027-01-01", "--measure", "levy"), "name one, or all"),
        (("France", "--years", "5"), "leave it out"),
        (("France", "--since", "tomorrow", "--measure", "levy"), "not a day"),
        (("France", "--since", "2027-01-01", "--measure", "levi"), "did you mean levy"),
        (("France", "--since", "2023-01-01", "--measure", "levy"), "no levy"),
        (("France", "--since", "2027-01-01", "--measure", "all", "--years", "99"), "1 to 30"),
        (("France", "--since", "2027-01-01", "--since", "2028-01-01", "--measure", "all"), "2 times"),
        (("France", "--since", "2027-01-01", "--measure", "all, stock 5 RUB"), "nearest"),
    ],
)
def test_what_cannot_be_is_refused(usufruct: Usufruct, arguments: tuple[str, ...], message: str) -> None:
    done = usufruct("partners", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
