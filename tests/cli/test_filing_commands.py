"""A report as it is filed and verified: versions, principal beside the report, and what came late."""

from __future__ import annotations

from typing import Any

from tests.cli.conftest import Usufruct
from tests.cli.test_operation_commands import ANNA, AT, BERT, REPORT, office, played

__all__ = ["office", "played"]


def filing(office: Usufruct, principal: str, *more: str, at: str = AT) -> Any:
    done = office("file", REPORT, "--period", "2025-H2", "--principal", principal, *more, *ANNA, "--at", at, "--json")
    assert done.code == 0, done.err
    return done.document


def test_the_same_file_is_filed_again_after_a_slip_and_after_a_rejection(office: Usufruct) -> None:
    first = filing(office, "EUR=1.00")
    assert filing(office, "EUR=1.00")["records"] == first["records"]  # a retry
    slip = filing(office, "EUR=2.00")
    assert (slip["records"], "version 2" in str(slip["text"])) == ([197], True)
    verified = office("verify-filing", "197", REPORT, *BERT, "--verdict", "rejected", "--at", AT)
    assert verified.code == 0, verified.err
    again = filing(office, "EUR=2.00")
    assert (again["records"], "version 3" in str(again["text"])) == ([199], True)
    assert filing(office, "EUR=2.00")["records"] == [199]


def test_principal_is_shown_wherever_it_is_decided_and_compared_with_the_report(office: Usufruct) -> None:
    wrong = filing(office, "EUR=1.00")
    said = office("verify-filing", "196", REPORT, *BERT, "--at", AT, "--json").document
    for text in (wrong["text"], said["text"]):
        (row,) = [line.split() for line in text if line.startswith("  EUR")]
        assert "".join(row) == "EUR1.00180000000000.00-179999999999.00"
        assert "the report states assets worth 185 000 000 000.00 EUR (assets_value)" in text
        assert "DIFFERS: principal filed is 184 999 999 999.00 EUR below it" in text
    assert "rejected" in said["text"][0]
    right = filing(office, "EUR=185000000000.00")
    assert not any("DIFFERS" in line for line in right["text"])
    said = office("verify-filing", "198", REPORT, *BERT, "--at", AT, "--json").document
    assert ("accepted" in said["text"][0], any("DIFFERS" in line for line in said["text"])) == (True, False)
    proposed = office("propose", "principal", "2025-H2", *ANNA, "--at", AT)
    shown = office("approve", "200", "--show", "--at", AT)
    for out in (proposed.out, shown.out):
        assert "EUR 185 000 000 000.00 180 000 000 000.00 5 000 000 000.00" in " ".join(out.split()), out


def test_a_wrong_principal_is_accepted_only_by_saying_so(office: Usufruct) -> None:
    filing(office, "EUR=1.00")
    said = office("verify-filing", "196", REPORT, *BERT, "--verdict", "accepted", "--at", AT, "--json").document
    assert "accepted" in said["text"][0]
    assert any("DIFFERS" in line for line in said["text"])


def test_a_report_that_comes_late_says_so(office: Usufruct) -> None:
    assert not any("late" in line for line in filing(office, "EUR=185000000000.00", at="2026-03-26T23:59:59Z")["text"])
    text = filing(office, "EUR=1.00", at="2026-03-27T00:00:00Z")["text"]
    assert "filed 1 day late: it was due on 2026-03-26" in text
    said = office("verify-filing", "197", REPORT, *BERT, "--at", "2026-03-28T09:00:00Z", "--json").document
    assert "filed 1 day late, due on 2026-03-26" in said["text"]
    assert "retained before call 4: 579 800 000.00 EUR by the report, 579 800 000.00 EUR in the books" in said["text"]
