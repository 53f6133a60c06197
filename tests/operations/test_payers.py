"""Who paid in: exact references before names, whole names before parts of them, and suspense before a guess."""

from __future__ import annotations

import pytest

from usufruct.operations.payers import payer_of

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
