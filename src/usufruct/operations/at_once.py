"""Several records that arise one from the other and are recorded together or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from usufruct.calendar import HalfYear
from usufruct.errors import refuse
from usufruct.ledger import Order, SigningKey, State
from usufruct.ledger.bodies import Body
from usufruct.ledger.ordering import signed
from usufruct.operations import chart
from usufruct.operations.currencies import Terms
from usufruct.operations.office import Office
from usufruct.operations.proposing import proposal_body, proposal_order, rehearse_proposal
from usufruct.operations.readings import Reading
from usufruct.operations.tray import Sheet


@dataclass(frozen=True, slots=True)
class Writer:
    """One person who records several orders at once, in a state that each of them changes.

    Attributes:
        office: where.
        key: of the person.
        state: what is true so far, the orders before included; the office is not asked for it meanwhile.
    """

    office: Office
    key: SigningKey
    state: State

    def order(self, body: Body, idem: str) -> Order:
        """An order with its signature."""
        return signed(self.state.ledger, body, self.key, idem, self.office.clock())

    def proposed(self, subject: str, sheet: Sheet) -> Order:
        """The proposal of a sheet, which is laid into the tray; its orders were decided as if everybody approved.

        Whoever commits it puts the sheet under its number then.

        Raises:
            UsufructError: every reason for which one of its orders would be refused, and those of the tray.
        """
        state, at = self.state, self.office.clock()
        order = proposal_order(state, proposal_body(state, subject, sheet, at), self.key, at)
        rehearse_proposal(state, order, sheet)
        self.office.tray.lay(sheet)
        return order


def booking_day(state: State, value: date, end: date, today: date) -> tuple[str, date, str | None]:
    """Where a movement on a bank account is booked: period, day, and its own day where that one is closed.

    Banks date value back over the end of a half-year. What belongs into a closed period is booked on the last day of
    the statement, or today, whichever is open first.

    Args:
        state: what the records make true.
        value: its value day.
        end: last day of the statement that shows it.
        today: the day on which it is taken.

    Raises:
        UsufructError: ``O106`` when no period is open for it; nothing is recorded then.
    """
    name = _open_on(state, value)
    if name:
        return name, value, None
    last = max((each.end for each in state.periods.values()), default="")
    if value.isoformat() <= last:
        for day in (end, today):
            name = _open_on(state, day) if day > value else ""
            if name:
                return name, day, value.isoformat()
    half = HalfYear.of(value) if value.isoformat() > last else HalfYear.of(date.fromisoformat(last)).next
    what = f"no open period takes an entry of {value} on a statement up to {end}"
    raise refuse("O106", what, "period", "journals need an open period", f"open it: usufruct propose open {half}")


def _open_on(state: State, day: date) -> str:
    """The open period of a day; empty where there is none."""
    text = day.isoformat()
    found = (name for name, each in state.periods.items() if each.start <= text <= each.end and each.status == "open")
    return next(found, "")


def within_limits(state: State, reading: Reading, moved: dict[str, int], terms: Terms) -> Reading:
    """A reading that the books can take, or the same entry in suspense, as when a discharged payment comes back.

    Args:
        state: what the records make true.
        reading: what an entry was taken for.
        moved: what the entries before it on its statement move, by account; this one is added.
        terms: the currency of the account.
    """
    effect = dict(reading.legs)
    for each in reading.accruals:  # booked before it
        owed = chart.interest(each.custodian)
        effect[owed] = effect.get(owed, 0) + each.interest
    beyond = [path for path, amount in effect.items() if not _within(state, path, moved.get(path, 0) + amount)]
    if beyond and reading.what != "suspense" and terms.bank not in beyond:
        why = f"{reading.why}; but {beyond[0]} would pass its limit: what is booked there is to be reversed first"
        effect = {terms.bank: reading.amount, terms.suspense: -reading.amount}
        reading = replace(
            reading, what="suspense", why=why, legs=effect, payment=None, address="suspense", deadline=None, accruals=()
        )
    for path, amount in effect.items():
        moved[path] = moved.get(path, 0) + amount
    return reading


def _within(state: State, path: str, change: int) -> bool:
    account = state.accounts.get(path)
    if account is None or not change:
        return True
    after = state.balance(path) + change
    return (account.floor is None or after >= account.floor) and (account.ceiling is None or after <= account.ceiling)
