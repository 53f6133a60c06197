from __future__ import annotations

import pytest

from tests.banking import messages
from usufruct.banking import PaymentStatusReport, read_pain_002
from usufruct.errors import UsufructError

OFFICIAL = ("03", "12", "14")


@pytest.mark.parametrize("version", [f"{number:02}" for number in range(3, 15)])
def test_statuses_are_read_from_the_message_down_to_the_payment(version: str) -> None:
    data = messages.pain_002(version, "PART", [("R41", "RJCT", "AC04"), ("R42", "ACSC", "")], "PDNG")
    if version in OFFICIAL:  # of the other versions no official schema was found
        messages.assert_fits(f"pain.002.001.{version}", data)
    read = read_pain_002(data)
    assert read == (
        PaymentStatusReport("P-9", "M-7", "", "", "PART", "", ""),
        PaymentStatusReport("P-9", "M-7", "M-7-1", "", "PDNG", "", ""),
        PaymentStatusReport("P-9", "M-7", "M-7-1", "R41", "RJCT", "AC04", "as told"),
        PaymentStatusReport("P-9", "M-7", "M-7-1", "R42", "ACSC", "", ""),
    )
    assert [each.rejected for each in read] == [False, False, True, False]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (messages.pain_002("03"), "I151"),
        (messages.one([]), "I128"),
        (messages.pain_002("03", "FINE"), "I129"),
        (b"", "I121"),
    ],
)
def test_a_report_that_says_nothing_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UsufructError) as caught:
        read_pain_002(data)
    assert [fault.code for fault in caught.value.faults] == [code]
