"""A report as it is filed and verified: versions, principal beside the report, and what came late."""

from __future__ import annotations

from tests.cli.conftest import Usufruct
from tests.cli.test_operation_commands import ANNA, AT, BERT, REPORT, office, played

__all__ = ["office", "played"]


def filing(office: Usufruct, principal: str, *more: str, at: str = AT) -> dict[str, object]:
    done = office("file", REPORT, "--period", "2025-H2", "--principal", principal, *more, *ANNA, "--at", at, "--json")
    assert done.code == 0, done.err
    return done.document


def test_the_same_file_is_filed_again_after_a_slip_and_after_a_rejection(office: Usufruct) -> None:
    first = filing(office, "EUR=1.00")
    assert filing(office, "EUR=1.00")["records"] == first["records"]  # a retry
    slip = filing(office, "EUR=2.00")
    assert (slip["records"], "version 2" in str(slip["text"])) == ([196], True)
    verified = office("verify-filing", "196", REPORT, *BERT, "--verdict", "rejected", "--at", AT)
    assert verified.code == 0, verified.err
    again = filing(office, "EUR=2.00")
    assert (again["records"], "version 3" in str(again["text"])) == ([198], True)
    assert filing(office, "EUR=2.00")["records"] == [198]
