"""Principal as people read it: filed beside booked by currency, and beside the value that the report itself states.

The principal of a filing is typed once, by one person, and everything about principal rests on it. So it is shown
wherever somebody decides about it, and the report's own figure stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usufruct.ledger import State
from usufruct.ledger.bodies import Filing
from usufruct.money import grouped
from usufruct.operations.chart import EURO

if TYPE_CHECKING:
    from usufruct import assets


@dataclass(frozen=True, slots=True)
class Held:
    """Principal in one currency, in its minor units.

    Attributes:
        asset: the currency.
        filed: what the filing states; None for a currency that is booked and not filed.
        booked: what the books hold at the end of the period.
    """

    asset: str
    filed: int | None
    booked: int

    @property
    def change(self) -> int:
        """What booking the filing changes; nothing for a currency that it does not state."""
        return 0 if self.filed is None else self.filed - self.booked


def holdings(state: State, body: Filing) -> tuple[Held, ...]:
    """Principal of a filing beside the books, by currency, those that are only booked included."""
    filed = {each.asset: int(each.amount) for each in body.principal}
    own = (each for each in state.accounts.values() if (each.book, each.side) == ("principal", "asset"))
    codes = {each.asset for each in own if each.party == body.custodian}
    end = state.periods[body.period].end
    booked = {code: state.principal(body.custodian, code, end) for code in codes | set(filed)}
    shown = sorted(code for code, amount in booked.items() if amount or code in filed)
    return tuple(Held(code, filed.get(code), booked[code]) for code in shown)


def holding_lines(held: Sequence[Held]) -> list[str]:
    """A table of at most 80 columns, amounts in units of each currency.

    Example:
        >>> for line in holding_lines([Held("EUR", 2_400_000_00, 100)]): print(line)
        principal                 filed                booked                change
          EUR              2 400 000.00                  1.00          2 399 999.00
    """
    lines = [f"{'principal':<9}{'filed':>22}{'booked':>22}{'change':>22}"]
    for each in held:
        filed = "not filed" if each.filed is None else grouped(each.filed, each.asset)
        amounts = filed, grouped(each.booked, each.asset), grouped(each.change, each.asset)
        lines.append(f"  {each.asset:<7}" + "".join(f"{amount:>22}" for amount in amounts))
    return lines


def value_of(report: assets.Filing, name: str, period: str) -> int:
    """What a report itself states as the value of the assets held at the end of a half-year, in cents of euro."""
    return next(each.assets_value for each in report.reports(name, "interim") if each.period == period)


def is_comparable(principal: Mapping[str, int]) -> bool:
    """Whether principal can be set against a value in euro: where all of it is in euro.

    A report states one value in euro and not by which rates other currencies went into it.
    """
    return set(principal) <= {EURO}


def value_lines(principal: Mapping[str, int], value: int) -> tuple[list[str], bool]:
    """The value that the report states beside the principal that was typed, and whether they differ.

    Example:
        >>> value_lines({"EUR": 100}, 250_000_000_000)[0][1]
        'DIFFERS: principal filed is 2 499 999 999.00 EUR below it'
        >>> value_lines({"EUR": 100, "USD": 5}, 250_000_000_000)[1]
        False
    """
    lines = [f"the report states assets worth {grouped(value, EURO)} EUR (assets_value)"]
    if not is_comparable(principal):
        more = ", ".join(sorted(set(principal) - {EURO}))
        return [*lines, f"not compared: principal is in {more} as well; compare it by hand"], False
    off = principal.get(EURO, 0) - value
    if not off:
        return lines, False
    side = "below" if off < 0 else "above"
    return [*lines, f"DIFFERS: principal filed is {grouped(abs(off), EURO)} EUR {side} it"], True


def principal_beside(state: State, body: Filing, report: assets.Filing, name: str) -> tuple[list[str], bool]:
    """Principal filed beside the books and beside the report, and whether it differs from the report's own figure.

    Args:
        state: what the records make true.
        body: the filing; audited accounts state no principal.
        report: the document that was filed.
        name: the custodian as the report names it.
    """
    if not body.principal:
        return [], False
    filed = {each.asset: int(each.amount) for each in body.principal}
    lines, differs = value_lines(filed, value_of(report, name, body.period))
    return [*holding_lines(holdings(state, body)), *lines], differs
