"""Questions about the past: what was earned, paid and received, by whom, and whether it follows from the law."""

from __future__ import annotations

from fractions import Fraction

from usufruct import facts
from usufruct.calendar import read_period
from usufruct.errors import refuse
from usufruct.facts.collection import read_day
from usufruct.outlook.answers.answer import Answer
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import billion, cell
from usufruct.waterfall.payments import CHANNELS
from usufruct.waterfall.reconciliation import Verdict
from usufruct.waterfall.replay import replay
from usufruct.waterfall.tables import Table

LENDERS_CHANNEL = "Ukraine Loan Cooperation Mechanism"


def interest_to_payment(view: View, subject: str) -> Answer:
    """Q5."""
    labels = {half.label for half in read_period(subject)} | {subject}
    tests = [each for each in view.replay.verdicts if each.test.period in labels]
    lines = [
        (line.address, _cents(line.published), _cents(line.central), line.verdict)
        for label in sorted(labels)
        if (stated := view.replay.half_year(label)) is not None
        for line in stated.lines
    ]
    if not lines and not tests:
        return Answer(
            f"Nothing under the levy is known of {subject}.",
            missing=(f"results of the custodian for {subject}",),
        )
    inside = sum(each.inside for each in tests)
    return Answer(
        f"Interest less costs, tax, the 0.3 % that the custodian keeps and the retained tenth leaves what is paid: of "
        f"{len(tests)} checks of {subject} against published figures {inside} lie inside their rounding.",
        Table(
            ("figure", "published", "computed", "residual or verdict"),
            (*lines, *(_tested(each) for each in tests)),
        ),
        ("published figures are rounded to a tenth of a billion, and so are the residuals",),
        (f"usufruct waterfall {subject}", "usufruct replay"),
    )


def received_so_far(view: View, _: str) -> Answer:
    """Q6."""
    rows = [each for each in view.replay.payments.rows if each.received is not None]
    whole = sum((each.received or Fraction(0) for each in rows), Fraction(0))
    by_channel = {
        name: sum((each.allocation.get(name, Fraction(0)) for each in rows), Fraction(0)) for name in CHANNELS
    }
    channels = ", ".join(f"{billion(amount)} to the {name}" for name, amount in by_channel.items() if amount)
    table = [
        (
            each.address,
            each.period,
            cell(each.received or 0),
            *(cell(each.allocation.get(name, 0)) for name in CHANNELS),
        )
        for each in rows
    ]
    return Answer(
        f"The Union has received {billion(whole)} in {len(rows)} payments: {channels}.",
        Table(("figure", "on profits of", "received", *CHANNELS), tuple(table)),
        ("the split follows the number of the payment; receipts as the Union states them, to a tenth of a billion",),
        tuple(each.address for each in rows),
    )


def final_recipients(view: View, _: str) -> Answer:
    """Q7."""
    payments = view.replay.payments
    whole = {each.address: each.allocation for each in payments.rows if each.received is not None}
    to_mechanism = sum(each.get(LENDERS_CHANNEL, 0) for each in whole.values())
    others = {
        name: sum((each.get(name, Fraction(0)) for each in whole.values()), Fraction(0))
        for name in CHANNELS
        if name != LENDERS_CHANNEL
    }
    rows = [(name, "programme for Ukraine", cell(amount)) for name, amount in others.items()]
    rows += [(each.name, "lender, for its loan to Ukraine", cell(each.allocated)) for each in payments.lenders]
    arms = sum(others.values(), Fraction(0))
    return Answer(
        f"Of what was received {billion(arms)} went to programmes for Ukraine, arms above all, and "
        f"{billion(to_mechanism)} to the loan mechanism, which pays the five lenders "
        "for loans that Ukraine has had: one support, counted once.",
        Table(("cash recipient", "as", "amount by the law"), tuple(rows)),
        (
            "what the mechanism in fact paid to each lender is not published: shares are those of the law",
            "one disbursement of the mechanism, EUR 1.5bn in August 2025, was reported",
        ),
        ("usufruct explain 'lender:Japan'",),
    )


def belgian_tax(view: View, _: str) -> Answer:
    """Q13."""
    found = {each.id: each for each in view.published}
    taxes = [
        each
        for year in range(2022, view.scenario.known.year + 1)
        if (each := found.get(f"euroclear.corporate_tax.{year}")) is not None and each.value
    ]
    collected = sum((each.amount for each in taxes), Fraction(0)) * 100
    planned = found.get("belgium.tax_use.weapons.2024")
    rows = [(each.address, each.period, "collected", cell(each.amount * 100)) for each in taxes]
    if planned is not None:
        rows.append((planned.address, planned.period, "planned for weapons", cell(planned.amount * 100)))
    return Answer(
        f"Belgium has collected {billion(collected)} of tax on the custodian's results from all sanctioned Russian "
        f"assets in {len(taxes)} published years; how much of it reached Ukraine is not derivable from public data.",
        Table(("figure", "period", "state", "amount"), tuple(rows)),
        ("plans are no payments; the tax on the central bank's part alone is not published by year",),
        ("usufruct facts corporate_tax", "usufruct facts tax_use"),
        missing=(
            "payments out of this tax by year: Belgian federal budget, Court of Audit",
            "tax on the central bank's part by year: the custodian",
        ),
    )


def known_on(view: View, subject: str) -> Answer:
    """Q24."""
    day = read_day(subject)
    then, now = facts.load().as_of(day), view.published
    if not len(then):
        return Answer(f"Nothing was known on {day}.", missing=(f"figures known by {day}",))
    before = view.replay if day == view.scenario.known else replay(day)
    rows = [
        (each.address, each.period, _cents(each.received), _cents(_now(view, each.number)))
        for each in before.payments.rows
    ]
    return Answer(
        f"By {day} {len(then)} figures were known, {len(now) - len(then)} fewer than on {view.scenario.known}; "
        f"{before.inside} of {len(before.verdicts)} tests lay inside their rounding.",
        Table(("figure", "on profits of", f"received, as of {day}", f"as of {view.scenario.known}"), tuple(rows)),
        ("later prints of a figure are further vintages and change nothing before their day",),
        (f"usufruct replay --as-of {day}", f"usufruct facts diff {day} {view.scenario.known}"),
    )


def prove_payment(view: View, subject: str) -> Answer:
    """Q25."""
    number = _number(subject)
    row = next((each for each in view.replay.payments.rows if each.number == number), None)
    if row is None:
        raise refuse("X141", f"there is no payment {subject!r:.40}", "answer", "", "write a number from 1 on")
    if row.computed is None or row.received is None:
        return Answer(
            f"Payment {number}, on the profits of {row.period}, cannot be recomputed yet.",
            missing=(f"results of the custodian for {row.period}", f"receipt of payment {number} by the Union"),
        )
    tests = [each for each in view.replay.verdicts if each.test.item == f"payment {number}"]
    verdict = next(iter(tests), None)
    said = (
        ""
        if verdict is None
        else (
            f"; residual {billion(verdict.residual, 3)} with a tolerance of {billion(verdict.tolerance, 3)}: "
            + ("inside" if verdict.inside else "a miss")
        )
    )
    return Answer(
        f"Payment {number}, on the profits of {row.period}: the law gives {billion(row.computed, 3)} from the "
        f"published accounts, {billion(row.received)} was received{said}.",
        Table(
            ("figure", "computed", "announced", "received"),
            ((row.address, _cents(row.computed), _cents(row.announced), _cents(row.received)),),
        ),
        (f"law {view.replay.law.hash[:12]}, facts {view.replay.facts.hash[:12]}", *_candidates(verdict)),
        (f"usufruct explain {row.address}",),
    )


def _tested(each: Verdict) -> tuple[str | None, ...]:
    residual = f"{billion(each.residual, 3)}, {'inside' if each.inside else 'MISS'}"
    return f"{each.address}, {each.test.item}", cell(each.published), cell(each.computed), residual


def _candidates(verdict: Verdict | None) -> tuple[str, ...]:
    return tuple(verdict.test.candidates) if verdict is not None and not verdict.inside else ()


def _cents(amount: Fraction | None) -> str | None:
    return None if amount is None else cell(amount)


def _now(view: View, number: int) -> Fraction | None:
    return next((each.received for each in view.replay.payments.rows if each.number == number), None)


def _number(subject: str) -> int:
    try:
        return int(subject.removeprefix("payment:"))
    except ValueError:
        raise refuse("X141", f"{subject!r:.40} is no payment", "answer", "", "write its number, such as 3") from None
