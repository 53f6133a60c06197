"""Who paid in: exact references before names, whole names before parts of them, and suspense before a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from usufruct.operations.payers import payer_of
from usufruct.operations.paying import read_parties

BOTH = ["alpha", "alpha-csd", "gdansk-depozyt"]


@pytest.mark.parametrize(
    ("text", "payer", "note"),
    [
        ("contribution of alpha-csd", "alpha-csd", None),
        ("Alpha CSD SA windfall contribution", "alpha-csd", None),
        ("ALPHA, July", "alpha", None),
        ("alphabet soup", "", None),
        ("Gda\u0144sk Depozyt", "gdansk-depozyt", None),
        ("from Alpha CSD on behalf of Alpha", "", None),
        ("DN-3-alpha paid by Alpha CSD", "alpha", 3),
        ("dn-3-ALPHA-CSD", "alpha-csd", 3),
        ("DN-3-alpha-csd and DN-4-alpha-csd", "alpha-csd", None),
        ("DN-3-alpha and DN-3-alpha-csd", "", None),
        ("DN-3-alpha-bank", "", None),
        ("XDN-3-alpha", "alpha", None),
        ("NOTDN-3-alphabet", "", None),
        ("DN-0-alpha-csd alpha", "", None),
        ("", "", None),
    ],
)
def test_the_payer_is_who_is_named_exactly_and_alone(text: str, payer: str, note: int | None) -> None:
    for known in (BOTH, BOTH[::-1]):
        assert payer_of(known, text) == (payer, note)


ACCOUNTS = {"BE1": "alpha", "BE2": "alpha-csd"}


@pytest.mark.parametrize(
    ("text", "account", "payer", "note"),
    [
        ("July", "BE1", "alpha", None),
        ("Alpha CSD", "BE1", "alpha", None),  # the account counts before a name
        ("DN-3-alpha", "BE1", "alpha", 3),
        ("DN-3-alpha", "BE2", "", None),  # a note of one paid from the account of another
        ("DN-3-alpha", "BE9", "alpha", 3),  # somebody else may pay it for them
        ("Alpha CSD", "BE9", "", None),  # whose accounts are known does not pay from another
        ("Gdansk Depozyt", "BE9", "gdansk-depozyt", None),  # none of theirs is known
        ("Alpha CSD", "", "alpha-csd", None),  # the bank does not say from where
    ],
)
def test_whose_account_it_came_from_counts_before_a_name(text: str, account: str, payer: str, note: int | None) -> None:
    assert payer_of(BOTH, text, account, ACCOUNTS) == (payer, note)


def test_accounts_of_payers_are_read_without_blanks(tmp_path: Path) -> None:
    file = tmp_path / "banks.toml"
    own = '[mechanism]\nname = "M"\naccount = "BE68539007547034"\n'
    file.write_text(own + '[payer.euroclear]\naccounts = ["be68 5390-0754 7034", "021083271"]\n', "utf-8")
    assert read_parties(file).payers == {"BE68539007547034": "euroclear", "021083271": "euroclear"}
