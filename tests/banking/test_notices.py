"""Notices of a bank are read like entries of a statement, and prove nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.banking import messages
from tests.banking.messages import DAY, Detail, Entry
from tests.cli.conftest import Usufruct, usufruct
from usufruct.banking import BankEntry, message_kind, read_camt_052, read_camt_053, read_camt_054
from usufruct.errors import UsufructError
from usufruct.ledger import Ledger, SqliteStore

__all__ = ["usufruct"]

READ = {"camt.052": read_camt_052, "camt.054": read_camt_054}
PAGE = "<{0}><PgNb>2</PgNb><LastPgInd>true</LastPgInd></{0}>"


@pytest.mark.parametrize("version", ["02", "04", "08"])
@pytest.mark.parametrize("name", READ)
def test_what_is_booked_is_read_and_what_is_not_is_counted(name: str, version: str) -> None:
    entries = [Entry(5_00, "A1", [Detail(5_00, "R41", text="note")]), Entry(-7, "A2"), Entry(9, "A3", status="PDNG")]
    data = messages.notice(name, entries, version)
    messages.assert_fits(f"{name}.001.{version}", data)
    assert message_kind(data) == name
    (found,) = READ[name](data)
    assert (found.account, found.number, found.currency, found.pending) == ("BE68539007547034", "N-1", "EUR", 1)
    assert found.entries == (
        BankEntry("A1", 5_00, DAY, DAY, "R41", False, "", "note"),
        BankEntry("A2", -7, DAY, DAY, "", False, "", ""),
    )
    with pytest.raises(UsufructError, match="I128"):
        read_camt_053(data)  # a notice is never taken for a statement


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("camt.054", messages.notice("camt.054", [Entry(1)], pages=PAGE.format("NtfctnPgntn")), "I148"),
        ("camt.052", messages.notice("camt.052", [Entry(1)], pages=PAGE.format("RptPgntn")), "I148"),
        ("camt.054", messages.notice("camt.054", [Entry(1, currency="JPY")]), "I141"),
        ("camt.054", messages.notice("camt.054", [Entry(1, "")]), "I144"),
        ("camt.052", messages.notice("camt.052", [Entry(1)], account="BE69539007547034"), "I104"),
        ("camt.054", messages.notice("camt.052", [Entry(1)]), "I128"),
        ("camt.052", b"<x/>", "I128"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(UsufructError) as caught:
        READ[name](data)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_no_message_of_iso_20022_has_no_kind() -> None:
    assert message_kind(b"<x/>") == ""


@pytest.mark.parametrize("name", READ)
def test_a_notice_settles_no_payment_and_leaves_no_record(
    usufruct: Usufruct, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USUFRUCT_LEDGER", "m.ledger")
    at = "2025-09-01T10:00:00Z"
    assert usufruct("demo", "operations", "--ledger", "m.ledger", "--payments", "1", "--files", "office").code == 0
    store = SqliteStore("m.ledger")
    state = Ledger(store).state
    store.close()
    seq, payment = max(state.payments.items())
    before, amount = state.size, int(payment.body.amount)
    news = [
        Entry(-amount, "A1", [Detail(-amount, payment.body.end_to_end)], value=str(dt.date(2024, 8, 1))),
        Entry(123_00, "A2"),
    ]
    Path("news.xml").write_bytes(messages.notice(name, news))
    banks = ("--banks", "office/banks.toml")
    done = usufruct("reconcile", "news.xml", *banks, "--at", at, "--json")
    assert done.code == 0, done.err
    assert [each["taken_as"] for each in done.document["entries"]] == ["suspense", "suspense"]  # it settled before
    assert (done.document["records"], done.document["proposal"]) == ([], None)
    assert "News and no evidence" in " ".join(done.document["text"])
    store = SqliteStore("m.ledger")
    after = Ledger(store).state
    store.close()
    assert (after.size, after.payments[seq].status) == (before, payment.status)
    both = usufruct("reconcile", "news.xml", "news.xml", *banks, "--at", at)
    assert (both.code, "X101" in both.err) == (2, True)
