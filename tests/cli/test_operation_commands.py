"""The commands of the half-year as a user meets them: documents, exit codes, and the ten worst inputs."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from tests.banking.messages import pain_002
from tests.cli.conftest import Usufruct
from tests.ledger.conftest import database, server
from tests.ledger.postgres_server import Server
from tests.operations.bank import stand_in
from usufruct.cli.door import run
from usufruct.ledger import Ledger, SqliteStore
from usufruct.ledger.founding_file import TEMPLATE
from usufruct.publish.document import schema

__all__ = ["database", "server"]

AT = "2026-01-05T09:00:00Z"
REPORT = "office/report-2025-H2.toml"
FILE = ("file", REPORT, "--period", "2025-H2", "--principal", "EUR=1.00")
ANNA, BERT = ("--key", "office/anna.key"), ("--key", "office/bert.key")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three payments played, with files beside the ledger."""
    folder = tmp_path_factory.mktemp("played")
    played = ("--ledger", str(folder / "m.ledger"), "--payments", "3", "--files", str(folder / "office"))
    assert run(("demo", "operations", *played)) == 0
    return folder


@pytest.fixture
def office(usufruct: Usufruct, played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Usufruct:
    """A copy of it, the ledger named once."""
    shutil.copytree(played, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    module = stand_in()
    if module is not None:
        monkeypatch.setitem(sys.modules, "usufruct.banking", module)
    monkeypatch.setenv("USUFRUCT_LEDGER", "m.ledger")
    return usufruct


def test_audited_accounts_are_filed_verified_and_booked(office: Usufruct) -> None:
    from tests.operations.office import PAST
    from usufruct import assets
    from usufruct.operations.story_facts import played, report_up_to

    report = assets.filing_text(report_up_to(played(PAST), 2, audited=(2024,)), "toml")
    Path("audited.toml").write_text(report, "utf-8")
    wrong = office("file", "audited.toml", *ANNA, "--period", "2024", "--principal", "EUR=1.00", "--at", AT)
    assert (wrong.code, "X101" in wrong.err) == (2, True)
    early = office("propose", "true-up", "2024", "audited.toml", *ANNA, "--at", AT)
    assert (early.code, "O138" in early.err) == (1, True)
    done = office("file", "audited.toml", *ANNA, "--period", "2024", "--at", AT, "--json")
    assert (done.document["step"], done.document["deadline"]["day"]) == ("audited accounts", "2025-05-31")
    seq = str(done.document["records"][0])
    verified = office("verify-filing", seq, "audited.toml", *BERT, "--at", AT, "--json").document
    assert [line["name"] for line in verified["lines"]] == [
        *("net_profit", "contribution", "retention", "true_up", "retention_beyond_cap")
    ]
    (true_up,) = [line["recomputed"] for line in verified["lines"] if line["name"] == "true_up"]
    settled = true_up in ("0", "0.00")
    assert ("settles" in verified["next"]) == settled
    booked = office("propose", "true-up", "2024", "audited.toml", *ANNA, "--at", AT, "--on", "2025-08-28")
    assert (booked.code == 0) == (not settled), booked.err
    tasks = [task["what"] for task in office("inbox", "--on", "2026-01-06", "--json").document["tasks"]]
    assert not [what for what in tasks if "audited accounts of euroclear for 2024" in what]
    statement = office("statement", "euroclear", "--at", AT, "--json").document
    jsonschema.Draft202012Validator(schema("party-statement")).validate(statement)
    (row,) = [each for each in statement["reports"] if each["period"] == "2024"]
    assert (row["verdict"], row["days_late"]) == ("accepted", 219)


def test_the_public_reads_sealed_periods_and_no_text(office: Usufruct) -> None:
    full = office("statement", "euroclear", "--at", AT, "--json").document
    public = office("statement", "euroclear", "--public", "--at", AT, "--json").document
    jsonschema.Draft202012Validator(schema("party-statement")).validate(public)
    assert (full["until"], public["until"]) == ("2026-01-05", "2025-06-30")
    rows = [row for each in public["accounts"] for row in each["movements"]]
    assert rows
    assert {row["text"] for row in rows} == {""}
    assert max(row["day"] for row in rows) <= "2025-06-30"
    assert len(rows) < sum(len(each["movements"]) for each in full["accounts"])
    assert [each["period"] for each in public["reports"]] == ["2024-H1", "2024-H2", "2025-H1"]
    assert office("statement", "euroclear", "--public", "--until", "2025-12-31", "--at", AT).code == 1
    for command in ("trial-balance", "balance"):
        sealed = office("ledger", command, "--public", "--json").document
        assert sealed["on"] == "2025-06-30"
        assert sealed["accounts"] == office("ledger", command, "--on", "2025-06-30", "--json").document["accounts"]
        assert "L294" in office("ledger", command, "--public", "--on", "2025-07-01").err


def test_yen_are_received_at_a_rate_with_its_proof(office: Usufruct) -> None:
    from tests.banking import messages

    entry = messages.Entry(160_000, "J1", [messages.Detail(160_000, "R", text="someone")], value="2025-08-28")
    Path("yen.xml").write_bytes(messages.one([entry], currency="JPY"))
    Path("rate.pdf").write_text("160", "utf-8")
    banks = ("--banks", "office/banks.toml")
    take = ("reconcile", "yen.xml", *ANNA, *banks, "--at", AT, "--rate", "160")
    assert "O193" in office(*take).err
    assert "O161" in office(*take, "--proof", "rate.pdf").err
    with Path("office/banks.toml").open("a", encoding="utf-8") as file:
        file.write('\n[currency.JPY]\nname = "Example mechanism"\naccount = "BE68539007547034"\n')
    assert "O161" in office(*take, "--proof", "rate.pdf").err  # it has no accounts in the ledger yet
    proposed = office("propose", "currency", "JPY", *ANNA, "--at", AT, "--json").document["proposal"]
    assert office("approve", str(proposed), *BERT, "--at", AT).code == 0
    done = office(*take, "--proof", "rate.pdf", "--json")
    assert done.code == 0, done.err
    jsonschema.Draft202012Validator(schema("operation")).validate(done.document)
    (row,) = done.document["entries"]
    assert (row["amount"], row["currency"], row["taken_as"]) == ("160000", "JPY", "suspense")
    assert office("approve", str(done.document["proposal"]), *BERT, "--at", AT).code == 0
    text = office("inbox", "--on", "2026-01-05").out
    assert "160 000 JPY in suspense" in text
    text = office(*take, "--proof", "rate.pdf").out
    assert "160 000 JPY  suspense" in text
    clear = ("propose", "clear", "9999", "proceeds/claim/euroclear/3", "--rate", "160", "--proof", "rate.pdf")
    assert "O162" in office(*clear, *ANNA, "--at", AT).err
    assert "O194" in office("propose", "conversion", "1", "2", *ANNA, "--at", AT).err


def test_what_is_in_suspense_is_found_in_the_inbox_and_leaves_it(office: Usufruct) -> None:
    at, banks = ("--at", "2026-01-05T09:00:00Z"), ("--banks", "office/banks.toml")
    assert office("demo", "bank", "in.xml", "--on", "2025-08-28", "--unknown", "1000.00").code == 0
    take = ("reconcile", "in.xml", *ANNA, *banks, *at, "--json")
    assert office("approve", str(office(*take).document["proposal"]), *BERT, *at).code == 0
    assert office(*take).code == 0
    tasks = office("inbox", "--on", "2026-01-05", "--json").document["tasks"]
    (task,) = [each for each in tasks if "in suspense" in each["what"]]
    found = re.fullmatch(r"usufruct propose clear (\d+) ACCOUNT", task["command"])
    assert found is not None
    journal = found[1]
    clear = ("propose", "clear", journal, "proceeds/claim/euroclear/3", *ANNA, *at)
    assert "X101" in office(*clear, "--rate", "2.15").err
    assert "X101" in office(*clear, "--source", "OJ C 1").err
    assert "X101" in office(*clear, "--rate", "2.15", "--source", "OJ C 1", "--proof", "in.xml").err
    assert "O164" in office(*clear, "--rate", "2.15", "--source", "OJ C 1").err  # nothing of the note is open
    pay = ("pay", *banks, *ANNA, *at, "--only")
    assert "O152" in office(*pay, "us").err
    owed = ("proceeds/lender/us=-50.00", "proceeds/lender/japan=-999999999999.00")
    opening = office("propose", "opening", *owed, *ANNA, *at, "--on", "2025-12-01", "--json")
    assert office("approve", str(opening.document["proposal"]), *BERT, *at).code == 0
    assert "O154" in office("pay", *banks, *ANNA, *at).err
    assert "O204" in office(*pay, "us", "--only", "mars").err
    paid = office(*pay, "us", "--json")
    assert (paid.code, "Payments of 50.00 EUR" in paid.out) == (0, True), paid.err
    refund = ("pay", *banks, *ANNA, *at, "--refund", journal, "--to", "us", "--json")
    proposed = office(*refund).document
    number = str(proposed["proposal"])
    approved = office("approve", number, *BERT, *at, "--json").document
    written = office("pay", "--write", "out.xml", "--proposal", number, *at, "--json").document
    for each in (proposed, approved, written):
        assert (each["step"], each["article"]) == ("refund", "rule of this ledger")
    assert approved["next"].endswith(f"usufruct pay --write FILE.xml --proposal {number}")
    assert "X101" in office(*refund, "--only", "us").err


def test_the_demonstration_is_one_valid_document_the_same_each_time_and_quick(usufruct: Usufruct) -> None:
    start = time.perf_counter()
    first = usufruct("demo", "operations", "--json")
    assert time.perf_counter() - start < 10
    jsonschema.Draft202012Validator(schema("demonstration")).validate(first.document)
    assert usufruct("demo", "operations", "--json").out == first.out
    refused = [each["refused"] for each in first.document["events"] if each["refused"]]
    assert refused == [["L268"], ["L264"], ["L209"]]
    text = usufruct("demo", "operations")
    assert text.code == 0
    assert all(len(line) <= 80 or " " not in line.strip() for line in text.out.splitlines())
    for payment in ("1 573 200 000.00", "2 026 800 000.00", "1 618 200 000.00", "1 351 800 000.00"):
        assert f": {payment} EUR" in text.out


def test_every_command_gives_a_valid_document(office: Usufruct) -> None:
    check = {kind: jsonschema.Draft202012Validator(schema(kind)) for kind in ("operation", "inbox", "party-statement")}
    operations = [
        ("propose", "open", "2026-H1", *ANNA, "--at", AT),
        ("approve", "196", "--show"),
        ("approve", "196", *BERT, "--at", AT),
        ("propose", "use", "1000.00", "--reason", "a loss", *ANNA, "--at", AT),
        ("approve", "199", *BERT, "--reject", "--at", AT),
        ("file", REPORT, "--period", "2025-H2", "--principal", "EUR=1.00", "--states", "due=1.00", *ANNA, "--at", AT),
        ("verify-filing", "201", REPORT, *BERT, "--at", AT),
    ]
    for arguments in operations:
        done = office(*arguments, "--json")
        assert done.code == 0, done.err
        check["operation"].validate(done.document)
    (differing,) = [line for line in done.document["lines"] if line["differs"]]
    assert (differing["name"], differing["filed"]) == ("due", "1.00")
    assert done.document["next"] == "a new version of the report (filer): usufruct file"
    check["inbox"].validate(office("inbox", "--on", "2026-09-01", "--json").document)
    for party in ("euroclear", "us", "loan-mechanism"):
        check["party-statement"].validate(office("statement", party, "--until", "2026-01-01", "--json").document)


def test_a_retry_is_recorded_once(office: Usufruct) -> None:
    filing = ("file", REPORT, "--period", "2025-H2", "--principal", "EUR=1.00", *ANNA, "--at", AT, "--json")
    assert office(*filing).document["records"] == office(*filing).document["records"] == [196]


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("inbox", "--ledger", "nothing.ledger"), "O109", 1),
        (("inbox", "--role", "king"), "X101", 2),
        (("inbox", "--on", "2026-02-30"), "F160", 2),
        (("statement", "nobody"), "O190", 1),
        (("approve", "196"), "X101", 2),
        (("approve", "7000", *BERT), "O104", 1),
        (("approve", "1", *BERT, "--at", "soon"), "X101", 2),
        (("approve", "1", *BERT, "--reject", "--withdraw"), "X101", 2),
        (("approve", "1", "--key", "office/banks.toml"), "L333", 1),
        (("approve", "1", "--key", "nothing.key"), "L331", 1),
        (("propose", "open", "2026-H3", *ANNA), "C102", 2),
        (("propose", "use", "1.001", "--reason", "x", *ANNA), "M103", 2),
        (("propose", "use", "-5.00", "--reason", "x", *ANNA), "X101", 2),
        (("propose", "use", "5.00", *ANNA), "X101", 2),
        (("propose", "split", "9", *ANNA), "O141", 1),
        (("propose", "interest", "1", "9", "--rate", "2.15", *ANNA), "X101", 2),
        (("propose", "interest", "1", "9", "--rate", "1e3", "--source", "x", *ANNA), "X101", 2),
        (("propose", "payout", "--without", "mars", *ANNA), "X101", 2),
        (("propose", "payout", *ANNA), "O142", 1),
        (("propose", "opening", "principal/held/euroclear/EUR=1.00", *ANNA), "O170", 1),
        (("propose", "reversal", "0", "--reason", "x", *ANNA), "O173", 1),
        (("propose", "discharge", "3", "nothing.pdf", "--rate", "1 EUR = 1 EUR", *ANNA), "O174", 1),
        (("file", REPORT, "--period", "2025-H2", *ANNA), "X101", 2),
        (("file", REPORT, "--period", "2031-H2", "--principal", "EUR=1.00", *ANNA), "O120", 1),
        (
            ("file", REPORT, "--period", "2025-H2", "--principal", "EUR=1.00", "--states", "profit=1.00", *ANNA),
            "O121",
            1,
        ),
        (("verify-filing", "3", REPORT, *BERT), "O122", 1),
        (("call", "2025-H2", REPORT, *ANNA), "O130", 1),
        (("pay", "--banks", "office/banks.toml", *ANNA), "O152", 1),
        (("pay", "--banks", "office/anna.key", *ANNA), "O150", 1),
        (("pay", "--write", "x.xml", "--proposal", "1"), "O157", 1),
        (("pay", "--rejected", "1", *ANNA), "X101", 2),
        (("pay", "--rejected", "1", "--report", "nothing.xml", *ANNA), "O166", 1),
        (("pay", "--rejected", "1", "--report", "office/banks.toml", *ANNA), "I12", 1),
        (("reconcile", "nothing.xml", "--banks", "office/banks.toml", *ANNA), "O166", 1),
        (("demo", "operations", "--ledger", "m.ledger"), "O180", 1),
        (("demo", "operations", "--amounts", "all"), "X101", 2),
        (("demo", "bank", "new.xml"), "O152", 1),
        (("demo", "bank", "office/banks.toml", "--unknown", "1.00"), "O156", 1),
        (("demo", "bank", "new.xml", "--unknown", "-1.00"), "X101", 2),
    ],
)
def test_what_cannot_be_done_says_why_and_records_nothing(
    office: Usufruct, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    before = Path("m.ledger").read_bytes()
    at = () if "--at" in arguments or arguments[0] in ("demo", "statement") else ("--at", AT)
    refused = office(*arguments, *at)
    assert (code in refused.err, refused.code) == (True, exit_code), refused.err
    assert refused.out == ""
    assert "Traceback" not in refused.err
    assert Path("m.ledger").read_bytes() == before


def test_a_key_that_others_can_read_is_refused(office: Usufruct) -> None:
    Path("office/bert.key").chmod(0o644)
    refused = office("approve", "1", *BERT, "--at", AT)
    assert (refused.code, "chmod 600" in refused.err) == (1, True)


def test_an_altered_order_is_not_approved(office: Usufruct) -> None:
    office("propose", "use", "1000.00", "--reason", "a loss", *ANNA, "--on", "2025-09-15", "--at", AT)
    path = Path("m.ledger.tray/proposal-196.json")
    path.write_text(path.read_text("utf-8").replace('"100000"', '"900000"'), "utf-8")
    assert "O113" in office("approve", "196", *BERT, "--at", AT).err
    path.write_text("{", "utf-8")
    assert "O111" in office("approve", "196", *BERT, "--at", AT).err
    path.unlink()
    assert "O112" in office("approve", "196", *BERT, "--at", AT).err
    again = office("propose", "use", "1000.00", "--reason", "a loss", *ANNA, "--on", "2025-09-15", "--at", AT, "--json")
    assert again.document["records"] == [196], again.err
    assert office("approve", "196", "--show", "--json").code == 0
    path.unlink()
    taken = office("approve", "196", *ANNA, "--withdraw", "--at", AT, "--json")
    assert (taken.code, taken.document["text"]) == (0, ["proposal 196 by anna withdrawn by anna"]), taken.err


def test_the_same_on_a_server(usufruct: Usufruct, server: Server, database: str, tmp_path: Path) -> None:
    url, file = server.url("keeper", database), str(tmp_path / "demo.ledger")
    there, here = (usufruct("demo", "operations", "--ledger", each, "--json") for each in (url, file))
    assert (there.code, there.document) == (0, here.document)
    assert "2025-H1" in usufruct("statement", "euroclear", "--ledger", url, "--at", "2026-06-02T09:00:00Z").out
    inboxes = [usufruct("inbox", "--ledger", each, "--on", "2026-06-02").out for each in (url, file)]
    assert inboxes[0] == inboxes[1] != ""


def test_the_demonstration_goes_on_to_a_head_a_proof_and_a_pack(office: Usufruct) -> None:
    """The log's own key is among the files: without it nothing of the proof could be tried."""
    at = ("--at", "2026-03-01T00:00:00Z")
    assert office("ledger", "checkpoint", "--key", "office/log.key", "--out", "head", *at).code == 0
    assert office("verify", "--ledger", "m.ledger", "--checkpoint", "head").code == 0
    made = office("ledger", "prove", "proceeds/bank", "2025-H1", "--checkpoint", "head", "--out", "proof.json")
    key = next(line.strip() for line in made.out.splitlines() if line.startswith("  usufruct.example/demo+"))
    assert office("ledger", "check-proof", "proof.json", "--log", key).code == 0
    booked = ("--ledger", "m.ledger", "--checkpoint", "head")
    assert office("evidence", "pack", "payment:3", *booked, "--complete", "--out", "pack.json").code == 0
    done = office("verify", "pack.json", "--key", key, "--json")
    assert done.code == 0
    results = {(row["number"], row["result"]) for row in done.document["tests"]}
    assert {(1, "signed"), (4, "holds"), (5, "signed"), (9, "holds"), (10, "holds"), (13, "signed")} <= results


def test_a_rejection_takes_the_banks_report(office: Usufruct) -> None:
    Path("status.xml").write_bytes(pain_002("14", payments=[("E-1", "RJCT", "AC04")]))
    store = SqliteStore("m.ledger")
    settled = max(Ledger(store).state.payments)
    store.close()
    for payment, code in ((1, "O165"), (settled, "O169")):
        refused = office("pay", "--rejected", str(payment), "--report", "status.xml", *ANNA, "--at", AT)
        assert (code in refused.err, refused.code) == (True, 1), refused.err


def test_whoever_founds_from_the_template_can_take_every_step_of_a_half_year() -> None:
    from usufruct.operations.steps import STEPS

    granted = set(re.findall(r'"(\w+)"', " ".join(re.findall(r"^roles = (.*)$", TEMPLATE, re.MULTILINE))))
    assert {step.role for step in STEPS.values()} <= granted


def test_a_call_is_proven_from_the_report_that_was_filed(office: Usufruct) -> None:
    from tests.operations.office import PAST
    from usufruct import assets
    from usufruct.operations.story_facts import played, report_up_to

    with_report = assets.filing_text(report_up_to(played(PAST), 3), "toml")
    Path("filed.toml").write_text(with_report, "utf-8")
    state = Ledger(SqliteStore(Path("m.ledger"))).state
    (seq,) = (at for at, each in state.journals.items() if (each.entry, each.address) == ("call", "payment:3"))
    assert office("ledger", "checkpoint", "--key", "office/log.key", "--out", "head").code == 0
    pack = ("evidence", "pack", "2025-H1:Euroclear:contribution", "--ledger", "m.ledger", "--record", str(seq))
    done = office(*pack, "--report", "filed.toml", "--checkpoint", "head", "--out", "pack.json")
    assert (done.code, done.err) == (0, "")
    verified = office("verify", "pack.json", "--json")
    assert verified.code == 0, verified.out
    booked = [row["result"] for row in verified.document["tests"] if "the record books" in row["says"]]
    assert booked == ["holds"]
    basis = state.journals[seq].basis
    assert basis is not None
    assert json.loads(Path("pack.json").read_text())["filing"] == state.filings[basis].body.document
    called = office(
        *pack[:2], "call 3:Euroclear:called", *pack[3:], "--report", "filed.toml", "--checkpoint", "head", "--out", "c"
    )
    assert called.code == 0, called.err
    booked = [
        row["result"] for row in office("verify", "c", "--json").document["tests"] if "the record books" in row["says"]
    ]
    assert booked == ["holds"]  # one leg of the debit note, beside what is retained
    nonsense = office(*pack[:2], "nonsense", *pack[3:], "--report", "filed.toml", "--out", "other.json")
    assert (nonsense.code, "W220" in nonsense.err, Path("other.json").exists()) == (2, True, False)
    Path("filed.toml").write_text(with_report + "\n", "utf-8")  # the same report in other bytes is not what was filed
    other = office(*pack, "--report", "filed.toml", "--checkpoint", "head", "--out", "other.json")
    assert (other.code, "E106" in other.err, Path("other.json").exists()) == (1, True, False)
    twice = office(*pack[:2], "record:3", *pack[3:], "--report", "filed.toml", "--out", "other.json")
    assert (twice.code, "X101" in twice.err) == (2, True)


def test_an_account_is_of_one_payer(office: Usufruct) -> None:
    with Path("office/banks.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[payer.a]\naccounts = ["BE68 5390"]\n[payer.b]\naccounts = ["BE685390"]\n[payer.c]\naccounts = []\n'
        )
    refused = office("reconcile", "office/banks.toml", *ANNA, "--banks", "office/banks.toml", "--at", AT)
    assert (refused.code, refused.err.count("O151")) == (1, 2)
