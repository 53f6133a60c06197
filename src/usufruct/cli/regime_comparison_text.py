"""``usufruct compare --regimes`` as text: the answers, money by year and purpose, and who bears what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from usufruct.cli.layout import NOTHING, columns, million, text_of, wrapped
from usufruct.outlook.regime_case import RegimeCase
from usufruct.outlook.regime_flows import by_year
from usufruct.outlook.regime_losses import Borne, borne

YEARS = 4
"""Years in columns of their own; the rest up to the horizon stands in one."""
_SHORT = {
    "loans of the G7, served": "to lenders",
    "defence, Peace Facility": "defence",
    "Ukraine Facility": "Ukraine Facility",
    "new loan: budget": "new: budget",
    "new loan: defence": "new: defence",
    "new loan: purpose not said": "new: not said",
    "vested: rebuilding": "vested",
}


def regime_comparison_text(found: Sequence[RegimeCase]) -> str:
    """All regimes."""
    first = found[0].in_force
    head = wrapped(f"REGIMES side by side, as of {first.scenario.known}, in EUR million, means over paths")
    head += wrapped(f"scenario {first.scenario.key}; run {first.run_id}")
    blocks = [
        head,
        _answers(found),
        ["MONEY FOR UKRAINE by year and purpose", *_purposes(found)],
        ["GUARANTEES AND LOSSES by bearer", *(line for each in found for line in _bearers(each))],
        ["PRINCIPAL", *(line for each in found for line in wrapped(f"{each.regime.letter} {each.principal}", 2, 2))],
        wrapped(_NOTE),
    ]
    return text_of(blocks)


_NOTE = (
    "to lenders: what serves loans that Ukraine has had already. windfall: payments to the horizon, less those under "
    "the law in force. not half: on fewer than half of the paths. Terms that no act states are assumptions, which "
    "'usufruct regimes LETTER' lists and given.TERM=FIGURE sets. What is not adopted is described, not recommended. "
    "Behind a figure: usufruct explain project:payment:2031-H1 --scenario 'regime=F'."
)


def _answers(found: Sequence[RegimeCase]) -> list[str]:
    rows = [["", "regime", "status", "from", "windfall", "repaid by", "never"]]
    for each in found:
        repaid = each.projection.repaid
        since = NOTHING if each.begins is None else each.begins.isoformat()
        rows.append(
            [
                each.regime.letter,
                each.regime.name[:26],
                each.regime.status,
                since,
                million(round(each.windfall_in_all), signed=True),
                repaid.median or "not half",
                f"{repaid.never:.0%}".replace("%", " %"),
            ]
        )
    return columns(rows, "llllrlr", (1, 2, 2, 2, 2, 2))


def _purposes(found: Sequence[RegimeCase]) -> list[str]:
    year = found[0].in_force.scenario.known.year + 1
    years = range(year, year + YEARS)
    rows = [["", "purpose", *(str(each) for each in years), "later"]]
    for each in found:
        for purpose, amounts in by_year(each).items():
            later = sum(amount for when, amount in amounts.items() if when not in years)
            cells = [million(round(amounts.get(when, 0.0))) for when in years]
            rows.append([each.regime.letter, _SHORT[purpose], *cells, million(round(later))])
    return columns(rows, "ll" + "r" * (YEARS + 1), (1, *(2,) * (YEARS + 1)))


def _bearers(each: RegimeCase) -> Iterator[str]:
    lines = tuple(borne(each))
    debts = [line for line in lines if line.what.startswith("loan of ")]
    total = sum(line.amount or 0.0 for line in debts)
    parts = "; ".join(f"{line.bearer} {million(round(line.amount or 0.0))}" for line in debts)
    yield from wrapped(f"{each.regime.letter} loans left unpaid {million(round(total))}: {parts}", 2, 2)
    for line in lines:
        if line not in debts:
            yield from wrapped(_line(each.regime.letter, line), 2, 2)


def _line(letter: str, line: Borne) -> str:
    amount = "not known" if line.amount is None else million(round(line.amount))
    reach = ""
    if line.low is not None and line.high is not None:
        reach = f" ({million(round(line.low))} to {million(round(line.high))})"
    return f"{letter} {line.what}: {line.bearer}, {amount}{reach} <{line.basis}>"
