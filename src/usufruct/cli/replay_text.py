"""The replay as text: half-years, tests, payments, lenders, totals."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.cli.law_text import drafts_in
from usufruct.cli.layout import NOTHING, columns, million, text_of, wrapped
from usufruct.facts import Facts
from usufruct.publish.replay_document import percent
from usufruct.waterfall.half_years import HalfYearStatement, Line
from usufruct.waterfall.payments import CHANNELS, Lender, Payment
from usufruct.waterfall.published import central_bank_share, expense_ratio
from usufruct.waterfall.reconciliation import Verdict
from usufruct.waterfall.replay import Replay
from usufruct.waterfall.totals import Total

SHORT = {
    "European Peace Facility": "EPF",
    "Ukraine Facility": "UF",
    "defence programmes": "defence",
    "Ukraine Loan Cooperation Mechanism": "ULCM",
}


def replay_text(replay: Replay) -> str:
    """Everything, in sections."""
    return text_of(
        (
            [f"REPLAY as of {replay.as_of}, in EUR million"],
            stamps(replay),
            ["HALF-YEARS UNDER THE LEVY", *legend(replay.facts)],
            *(half_year_lines(each) for each in replay.half_years),
            test_lines(replay),
            payment_lines(replay.payments.rows),
            lender_lines(replay.payments.lenders),
            total_lines(replay.totals),
            verdict_lines(replay),
        )
    )


def period_text(replay: Replay, period: str, statements: Sequence[HalfYearStatement]) -> str:
    """The half-years of a period and the payments on their profits."""
    labels = {each.half_year.label for each in statements}
    return text_of(
        (
            [f"WATERFALL of {period} as of {replay.as_of}, in EUR million"],
            stamps(replay),
            legend(replay.facts),
            *(half_year_lines(each) for each in statements),
            payment_lines([row for row in replay.payments.rows if row.period in labels]),
        )
    )


def stamps(replay: Replay) -> list[str]:
    """Which law and which facts stand behind the figures."""
    lines = [f"law {replay.law.hash[:12]}, {len(replay.facts)} facts {replay.facts.hash[:12]}"]
    lines += drafts_in(replay.law)
    for name, option in replay.law.choices.items():
        lines += wrapped(f"reading {name}: {option}")
    return lines


def legend(facts: Facts) -> list[str]:
    """How to read the columns of a half-year."""
    part = central_bank_share(facts)
    if part is None:
        return wrapped(
            "The first four lines are about all sanctioned Russian clients, the others about the central bank only. "
            "Nothing printed by this day tells its part of the interest, so the law is not run forward; implied: "
            "found by solving the law for it, never counted as a test."
        )
    return [
        *wrapped(
            "forward: the law run over the printed interest at the central value of two assumptions; low and high: at "
            "their ends. resid.: published less forward. inside: published lies between low and high, half of its "
            "last printed digit (+-) allowed. implied: found by solving the law for it, never counted as a test. The "
            "first four lines are about all sanctioned Russian clients, the others about the central bank only."
        ),
        *wrapped(f"{part}.", hanging=2),
        *wrapped(f"{expense_ratio(facts)}.", hanging=2),
    ]


def half_year_lines(statement: HalfYearStatement) -> list[str]:
    """One half-year, a line for each quantity that is known; the others are named."""
    label = statement.half_year.label
    known = [line for line in statement.lines if line.verdict != "not derivable"]
    silent = [line.quantity for line in statement.lines if line.verdict == "not derivable"]
    head = ["published", "+-", "forward", "low", "high", "resid.", "implied", "verdict"]
    rows = [[label, *head], *([line.quantity, *_cells(line)] for line in known)]
    lines = columns(rows, "lrrrrrrrl", (1,) * 8) if known else [label]
    return lines + (wrapped(f"not derivable from public data: {', '.join(silent)}", 2, 2) if silent else [])


def _cells(line: Line) -> list[str]:
    return [
        million(line.published),
        million(line.tolerance) if line.tolerance is not None else "",
        million(line.central),
        million(line.low),
        million(line.high),
        million(line.residual, signed=True),
        million(line.implied),
        line.verdict,
    ]


def test_lines(replay: Replay) -> list[str]:
    """Every reconciliation test, then why each miss may miss."""
    if not replay.verdicts:
        return ["RECONCILIATION TESTS: none could be run yet"]
    head = ["figure", "period", "quantity", "computed", "published", "residual", "+-", "verdict"]
    rows = [head]
    for verdict in replay.verdicts:
        first, *rest = _item(verdict)
        rows.append([verdict.address, verdict.test.period, first, *_amounts(verdict), _word(verdict)])
        rows += [["", "", f"  {more}", "", "", "", "", ""] for more in rest]
    lines = ["RECONCILIATION TESTS: computed figures beside printed ones they did not read"]
    lines += columns(rows, "lllrrrrl", (1, 1, 1, 1, 1, 1, 1))
    lines.append("* an accounting identity: no article of law is involved")
    for verdict in replay.verdicts:
        if not verdict.inside:
            lines += wrapped(f"{verdict.address} misses; candidates: {'; or '.join(verdict.test.candidates)}.", 0, 2)
    if replay.pending:
        lines += wrapped(f"not known yet: {', '.join(f'test:{number}' for number in replay.pending)}", 0, 2)
    return lines


def _item(verdict: Verdict) -> list[str]:
    import textwrap

    return textwrap.wrap(verdict.test.item + ("" if verdict.test.article else " *"), 21)


def _amounts(verdict: Verdict) -> list[str]:
    found = [million(verdict.computed), million(verdict.published), million(verdict.residual, signed=True)]
    return [*found, million(verdict.tolerance)]


def _word(verdict: Verdict) -> str:
    word = "inside" if verdict.inside else "MISS"
    return word if verdict.as_recorded else f"{word}, CHANGED"


def payment_lines(rows: Sequence[Payment]) -> list[str]:
    """Payments beside one another, with the law's split of what was received."""
    used = [name for name in CHANNELS if any(row.allocation.get(name) for row in rows)]
    head = ["figure", "period", "computed", "announced", "received", "on", *(SHORT[name] for name in used)]
    table = [head]
    for row in rows:
        parts = [million(row.allocation.get(name)) if row.allocation else NOTHING for name in used]
        amounts = [million(amount) for amount in (row.computed, row.announced, row.received)]
        table.append([row.address, row.period, *amounts, str(row.received_on or NOTHING), *parts])
    lines = ["PAYMENTS, and the split of each receipt by its number"]
    lines += columns(table, "llrrrl" + "r" * len(used), (1, 1, 1, 1, 1, *([2] * len(used))))
    for row in rows:
        if row.computed is None and row.received is None:
            lines.append(f"{row.address} is not derivable: usufruct explain {row.address}")
    if used:
        lines += wrapped(f"{', '.join(f'{SHORT[name]} {name}' for name in used)}.", 0, 2)
    return lines


def lender_lines(lenders: Sequence[Lender]) -> list[str]:
    """The loan mechanism: principal, share, and what the law allots of each payment."""
    if not lenders:
        return []
    numbers = list(lenders[0].by_payment)
    rows = [["figure", "principal", "share %", *(f"payment {number}" for number in numbers), "allocated"]]
    for each in lenders:
        parts = [million(each.by_payment[number]) for number in numbers]
        rows.append([each.address, million(each.principal), percent(each.share), *parts, million(each.allocated)])
    lines = ["UKRAINE LOAN COOPERATION MECHANISM, shares of the five lenders"]
    lines += columns(rows, "lrr" + "r" * len(numbers) + "r")
    return lines + wrapped(
        "Shares follow from the initial principals at the rates of 19 September 2024; what each lender was in "
        "fact paid is not published.",
    )


def total_lines(totals: Sequence[Total]) -> list[str]:
    """Totals with their basis; different states are never added."""
    lines = ["TOTALS; amounts of different states are never added"]
    for total in totals:
        shown = million(total.amount)
        if shown != "0.0":
            lines += columns([[shown.rjust(9), f"{total.address}, {total.state}"]], "rl")
            lines += wrapped(total.basis, 11)
    return lines


def verdict_lines(replay: Replay) -> list[str]:
    """The last word."""
    count = len(replay.verdicts)
    changed = [each.address for each in replay.verdicts if not each.as_recorded]
    if changed:
        return wrapped(f"{replay.inside} of {count} tests inside. VERDICT CHANGED: {', '.join(changed)}.")
    said = f"{replay.inside} of {count} tests inside; every verdict is the one on record."
    return wrapped(f"{said} Why any figure is what it is: usufruct explain FIGURE, such as payment:3.")
