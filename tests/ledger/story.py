"""A year of the ledger in one piece: every kind of record at least once, the same on every store."""

from __future__ import annotations

from typing import Any

from tests.ledger.world import (
    ARTICLE,
    CUSTODIAN,
    HASH,
    KEYS,
    LOG_KEY,
    NEXT,
    ORIGIN,
    PERIOD,
    World,
    journal,
    key_of,
    replace,
)
from usufruct.ledger import HeadSigner, LastHead
from usufruct.ledger.bodies import (
    AllocationRun,
    Amount,
    BankLine,
    Grant,
    Journal,
    Key,
    Leg,
    LegalRelease,
    Lost,
    Match,
    Migration,
    Notice,
    Payment,
    PaymentStatus,
    Period,
    Person,
    Reversal,
    Revoke,
    Rotate,
    Statement,
    StatementVoid,
    Weight,
)
from usufruct.ledger.record import WRITER, Order
from usufruct.ledger.rules_people import POSSESSION

WEIGHTS = (Weight("proceeds/epf", "1/20"), Weight("proceeds/ulcm", "19/20"))
PARTS: dict[str, Any] = {"effective": "2025-05-02"}


def close(of: Period) -> Period:
    return Period(of.name, of.start, of.end, "close")


def people(world: World) -> None:
    """Somebody joins with a key, rotates it, loses it; a role is taken away."""
    fresh, later = key_of("fritz"), key_of("fritz", 1)
    world.do(Person("fritz", "f" * 64))
    world.do(Key("fritz", fresh.public), Grant("fritz", "approver"), Grant("fritz", "filer"))
    proof = later.sign(fresh.id.encode(), POSSESSION)
    world.ledger.post(world.signed("fritz", Rotate(fresh.id, later.public, proof), key=fresh))
    world.ledger.post(world.signed("anna", Lost(later.id, "left on a train")))
    world.post("anna", Revoke("fritz", "filer", "moved on"))


def payment(world: World, number: int, amount: int, period: str = "2025-H1") -> int:
    """Money arrives, is divided, is booked and paid out; return the number of the run."""
    day = {"effective": "2025-05-02" if period == "2025-H1" else "2025-11-03"}
    opening = world.ledger.state.balance("proceeds/bank")
    lines = (BankLine(f"in-{number}", Amount(amount), day["effective"], ""),)
    days = (day["effective"], day["effective"])
    statement = Statement("proceeds/bank", f"{number}", Amount(opening), Amount(opening + amount), *days, lines, HASH)
    seq = world.post("anna", statement)
    shown = {"basis": seq, "statement": seq, "reference": f"in-{number}", **day}
    received = world.do(journal("proceeds/bank", "proceeds/income", amount, period, entry="received", **shown))[0]
    world.post("anna", Match(seq, f"in-{number}", None, received))
    run = AllocationRun(f"from-{period}", "EUR", Amount(amount), WEIGHTS, str(number), "2024/1469", ARTICLE)
    (divided,) = world.do(run)
    shares = world.ledger.state.runs[divided].shares
    legs = (Leg("proceeds/income", Amount(amount)), *(Leg(path, Amount(-share)) for path, share in shares.items()))
    world.do(Journal("proceeds", "allocation", period, day["effective"], legs, "2024/1469", divided, article=ARTICLE))
    return divided


def pay_out(world: World, basis: int, amount: int) -> None:
    """The fund is paid, the bank shows it, the entry is matched."""
    instruction = Payment(
        "EPF-2025-1", "EUR", Amount(amount), "proceeds/bank", "epf", basis, "2025-05-10", "2025-05-09", HASH, ARTICLE
    )
    (paid,) = world.do(instruction, approvers=("bert", "cleo"))
    world.post("anna", PaymentStatus(paid, "accepted", None, None, ""))
    balance = world.ledger.state.balance("proceeds/bank")
    lines = (BankLine("out-1", Amount(-amount), "2025-05-10", "EPF-2025-1"),)
    numbers = (Amount(balance), Amount(balance - amount), "2025-05-10", "2025-05-10")
    shown = world.post("anna", Statement("proceeds/bank", "out", *numbers, lines, HASH))
    world.post("anna", PaymentStatus(paid, "settled", "2025-05-10", shown, ""))
    world.post("anna", Match(shown, "out-1", paid, None))
    booked: dict[str, Any] = {"basis": paid, "value": "2025-05-10", "statement": shown, "reference": "out-1"}
    world.do(journal("proceeds/epf", "proceeds/bank", amount, entry="payment", **booked))


def tell(world: World) -> str:
    """Play it on a furnished ledger; return the last checkpoint."""
    signer = HeadSigner(ORIGIN, LOG_KEY, LastHead())
    world.take_principal(19_100_000_000_000)
    people(world)
    told = Notice("extra retention", CUSTODIAN, "2025", world.at(), world.in_a(days=6), None, (), HASH, ARTICLE)
    asked = world.post("dora", told)
    answer = replace(told, entry="no objection", received=world.at(), until=None, answers=asked, deadline="2025-01-08")
    world.post("dora", answer)
    run = payment(world, 1, 155_257_500_001)
    payment(world, 2, 202_679_999_999)
    pay_out(world, run, 7_762_875_000)
    strange = (BankLine("not-ours", Amount(-1), "2025-05-11", ""),)
    days, left = ("2025-05-11", "2025-05-11"), world.ledger.state.balance("proceeds/bank")
    alien = world.post(
        "anna", Statement("proceeds/bank", "alien", Amount(left), Amount(left - 1), *days, strange, HASH)
    )
    world.do(StatementVoid(alien, "of another account"))
    (wrong,) = world.do(journal("proceeds/cap", "proceeds/suspense", 777, entry="unclear", **PARTS))
    world.do(Reversal(wrong, "2025-H1", "2025-05-03", "booked twice"))
    world.do(close(PERIOD))
    world.ledger.seal("2025-H1", world.at())
    world.ledger.checkpoint(signer, world.at())
    world.do(NEXT)
    true_up = {"effective": "2025-09-01", "original": "2025-06-30", "entry": "true-up"}
    world.do(journal("proceeds/cap", "proceeds/income", 1_234, "2025-H2", **true_up))
    release = LegalRelease("32025R2600", "Art. 1", "principal/cash", Amount(1_000), "a cited act")
    (released,) = world.do(release, approvers=("bert", "cleo"))
    out = {"effective": "2025-10-01", "entry": "release", "basis": released}
    world.do(journal("principal/owed", "principal/cash", 1_000, "2025-H2", **out), approvers=("bert", "emil"))
    payment(world, 3, 161_820_000_003, "2025-H2")
    world.file(19_100_000_000_000 - 1_000, period="2025-H2")
    world.do(close(NEXT))
    world.ledger.seal("2025-H2", world.at())
    world.ledger.post(Order(Migration("example", 2, "nothing", HASH), WRITER, "migration:example:2", world.at()))
    return world.ledger.checkpoint(signer, world.at())


__all__ = ["CUSTODIAN", "KEYS", "close", "payment", "people", "tell"]
