"""What each role has to do, with its article and the days that are left; deadlines warn ahead and show when missed.

Everything here follows from the records and a day: nothing is kept, so nothing can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from usufruct.calendar import LEVY_START, HalfYear, report_due
from usufruct.ledger import State
from usufruct.ledger.state import FilingState
from usufruct.operations import chart
from usufruct.operations.accruing import accrued_until
from usufruct.operations.currencies import amount_text, held_in, position, position_in_euro
from usufruct.operations.dividing import over_divided, received
from usufruct.operations.levying import calls_of, due_of, euros, test_day, vintages
from usufruct.operations.paying import IN_FLIGHT, payables
from usufruct.operations.proposing import EXPIRES
from usufruct.operations.reconciling import open_notes, statement_subject
from usufruct.operations.recurring import recurring
from usufruct.operations.reporting import late_by
from usufruct.operations.retained import taking_up
from usufruct.operations.sharing import waiting_run
from usufruct.operations.steps import counted
from usufruct.operations.suspense import Suspended, suspended
from usufruct.operations.tasks import Task as Task
from usufruct.operations.tasks import custodians as custodians
from usufruct.operations.tasks import is_asked, named, task_of
from usufruct.operations.watching import watched
from usufruct.operations.yearly import accounts_due, changes_nothing
from usufruct.waterfall.horizon import payment_number

AHEAD: Final = timedelta(days=60)
"""How long before its day a fixed deadline is listed; a rule of this ledger."""
YEARLY_AHEAD: Final = timedelta(days=365)
"""How long before its day a five-year test is listed."""


def inbox(state: State, today: date, role: str = "", ahead: timedelta = AHEAD) -> tuple[Task, ...]:
    """Every task on a day, those with the nearest day first.

    Args:
        state: what the records make true.
        today: the day.
        role: of one role only; all if empty.
        ahead: how far ahead fixed deadlines are listed.
    """
    writers = (_approvals, _reports, _calls, _unpaid, _statements, _shares, _payments, _discharges, _years, _retained)
    found = [task for each in (*writers, _currencies, watched) for task in each(state, today, ahead)]
    found += recurring(state, today, ahead)
    wanted = [task for task in found if role in ("", task.role)]
    return tuple(sorted(wanted, key=lambda task: (task.due or date.max, task.role, task.what)))


def _is_booked(state: State, address: str) -> bool:
    """Whether a journal of an address stands."""
    return any(each.address == address and seq not in state.reversals for seq, each in state.journals.items())


def _approvals(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    for seq, each in state.proposals.items():
        if each.status != "pending":
            continue
        expires = date.fromisoformat(each.body.expires[:10])
        if today > expires or state.at > each.body.expires:
            yield from _expired(state, seq, expires, today)
            continue
        missing = each.needed - len(state.approvals_of(each))
        if missing > 0:
            what = f"proposal {seq} ({each.body.subject}) needs {missing} approval{'' if missing == 1 else 's'}"
            yield task_of("approver", what, "approval", today, expires, f"usufruct approve {seq}")
        else:
            what = f"proposal {seq} ({each.body.subject}) is approved and not carried out in full"
            yield task_of("approver", what, "approval", today, expires, f"usufruct approve {seq}")


def _expired(state: State, seq: int, expires: date, today: date) -> Iterator[Task]:
    """An expired proposal is told to its maker for a while; what it was about stands in the inbox by itself."""
    known = state.proposals[seq]
    again = state.pending.get(known.body.subject, seq) != seq
    if not again and today <= expires + EXPIRES:
        what = f"proposal {seq} ({known.body.subject}) by {known.maker} expired on {expires} without enough approvals"
        yield task_of("proposer", what, "approval", today, None, f"usufruct approve {seq} --withdraw")


def _ended(state: State, today: date) -> Iterator[HalfYear]:
    """Half-years of the levy among the periods that have ended."""
    for name, each in state.periods.items():
        if each.end < today.isoformat() and each.end >= LEVY_START.isoformat():
            yield HalfYear.read(name)


def _reports(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    for half in _ended(state, today):
        for custodian in custodians(state):
            yield from _report(state, today, half, custodian)
        open_still = state.periods[half.label].status == "open"
        booked = all((custodian, half.label) in state.accepted for custodian in custodians(state))
        if open_still and booked:
            what = f"the period {half} can be closed: its reports are verified"
            yield task_of("proposer", what, "period", today, None, f"usufruct propose close {half}")


def _report(state: State, today: date, half: HalfYear, custodian: str) -> Iterator[Task]:
    last = state.filed.get((custodian, half.label))
    due, is_open = report_due(half), state.periods[half.label].status == "open"
    asked = is_asked(state, custodian, due)
    command = f"usufruct file REPORT --period {half}{named(state, custodian)}"
    if last is None and asked:
        what = f"interim report of {custodian} for {half}"
        yield task_of("filer", what, "filing", today, due, command)
    elif last is None and is_open:
        what = f"interim report of {custodian} for {half}, which closes on it"
        what += f"; it was due on {due}, before {state.joined[custodian]}, when this ledger added the custodian"
        yield task_of("filer", what, "filing", today, None, command)
    elif last is None:
        return
    elif state.filings[last].verdict == "rejected":
        what = f"report {last} of {custodian} for {half} was rejected: file a new version"
        yield task_of("filer", what, "filing", today, due if asked else None, command)
    elif not state.filings[last].verdict:
        what = f"report {last} of {custodian} for {half} waits for verification{_late(state.filings[last])}"
        yield task_of("verifier", what, "verification", today, None, f"usufruct verify-filing {last}")
    elif is_open:  # principal of a closed period is not booked any more: the next report brings it
        filed = {held.asset: int(held.amount) for held in state.filings[last].body.principal}
        end = state.periods[half.label].end
        if any(state.principal(custodian, code, end) != amount for code, amount in filed.items()):
            what = f"principal of {custodian} for {half} is not booked as filed"
            command = f"usufruct propose principal {half}{named(state, custodian)}"
            yield task_of("proposer", what, "principal", today, None, command)


def _late(filing: FilingState) -> str:
    """What to say of a report that came after its deadline."""
    if not late_by(filing):
        return ""
    return f"; it was filed {late_by(filing)}, due on {filing.body.deadline}"


def _calls(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    for custodian, label in state.accepted:
        if label.isdecimal():
            continue  # audited accounts are not called: their true-up is part of a call
        number = payment_number(HalfYear.read(label))
        if not calls_of(state, number, custodian) and not _opened_with(state, custodian, label):
            what = f"contribution of {custodian} for {label} is not called (payment {number})"
            command = f"usufruct call {label}{named(state, custodian)}"
            yield task_of("proposer", what, "call", today, None, command)


def _opened_with(state: State, custodian: str, label: str) -> bool:
    """Whether opening balances stand for the call of a half-year."""
    number = payment_number(HalfYear.read(label))
    paths = {chart.claim(custodian, number), chart.retained(custodian, label)}
    journals = (each for each in state.journals.values() if each.entry == "opening")
    return any(path in paths for journal in journals for path, _ in journal.legs)


def _unpaid(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    for (custodian, note), amount in open_notes(state).items():
        due = due_of(state, custodian, note)
        what = f"{custodian} pays debit note {note}: {euros(amount)} open"
        yield task_of("custodian", what, "call", today, due)
    for custodian in custodians(state):
        owing = state.balance(chart.interest(custodian)) if chart.interest(custodian) in state.accounts else 0
        if owing:
            yield task_of("custodian", f"{custodian} pays interest of {euros(owing)}", "late interest", today, None)
    held = -state.balance(chart.UNASSIGNED) if chart.UNASSIGNED in state.accounts else 0
    if held:
        what = f"OPEN POINT: {euros(held)} of interest on late payment came in, and no act says whose it is: not split"
        yield task_of("auditor", what, "late interest", today, None)
    for seq, journal in state.journals.items():
        if journal.entry != "receipt" or seq in state.reversals:
            continue
        for path, _ in journal.legs:
            if path.startswith("proceeds/claim/"):
                _, _, custodian, number = path.split("/")
                due = due_of(state, custodian, int(number))
                late = due is not None and (journal.value or journal.effective) > due.isoformat()
                until = accrued_until(state, custodian, int(number))
                covered = until is not None and (journal.value or journal.effective) <= until.isoformat()
                booked = covered or _is_booked(state, f"late:{seq}:{number}")
                if late and not booked:
                    what = f"receipt {seq} on debit note {number} came after {due}: interest is due"
                    command = f"usufruct propose interest {number} {seq}{named(state, custodian)}"
                    yield task_of("proposer", what, "late interest", today, None, command)


def _statements(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    for known in state.statements.values():
        if known.void is not None:
            continue
        unbooked = len([line for line in known.lines if line not in known.booked])
        if unbooked and statement_subject(state, known.body.number) not in state.pending:
            what = f"statement {known.body.number}: entries not booked: {unbooked}, and no proposal waits"
            yield task_of("payer", what, "bank statement", today, None, "usufruct reconcile")
        left = [line for line in known.lines if line not in known.matched]
        ready = set(known.booked) & set(left)
        if ready:
            what = f"statement {known.body.number}: {len(ready)} approved entries are not matched"
            yield task_of("payer", what, "bank statement", today, None, "usufruct reconcile")
    for item in suspended(state, today):
        amount, waiting = amount_text(item.amount, item.asset), counted(item.days, "day")
        what = f"journal {item.journal}: {amount} in suspense for {waiting}"
        yield task_of("proposer", what, "suspense", today, None, _leaves(item))


def _leaves(item: Suspended) -> str:
    """The command by which something leaves suspense."""
    if item.asset == chart.EURO:
        return f"usufruct propose clear {item.journal} ACCOUNT"
    return f"usufruct propose conversion {item.journal} JOURNAL" if item.amount < 0 else ""


def _currencies(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    for code in held_in(state):
        held, worth = -state.balance(position(code)), state.balance(position_in_euro(code))
        what = f"{amount_text(held, code)} held, worth {euros(worth)} when received, and not converted"
        yield task_of("payer", what, "exchange difference", today, None, "usufruct propose conversion")
    lost = state.balance(chart.EXCHANGE) if chart.EXCHANGE in state.accounts else 0
    if lost:
        what = f"OPEN POINT: exchange differences of {euros(abs(lost))} ({'loss' if lost > 0 else 'gain'}); no act says"
        yield task_of("auditor", f"{what} who bears or keeps them", "exchange difference", today, None)


def _shares(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    numbers = {int(path.rpartition("/")[2]) for path in state.accounts if path.startswith("proceeds/claim/")}
    for number in sorted(numbers):
        epoch = f"payment-{number}"
        divided = state.epochs[epoch].accrued if epoch in state.epochs else 0
        run = waiting_run(state, number)
        if run is not None and (over := over_divided(state, number)) > 0:
            what = (
                f"split of payment {number}, run {run}, divides {euros(over)} more than came in, after a reversal: "
                "drop it, or have the receipt booked again"
            )
            yield task_of("proposer", what, "split", today, None, f"usufruct propose void {run} --reason TEXT")
        elif run is not None:
            what = f"split of payment {number}, run {run}, is not booked"
            yield task_of("proposer", what, "split", today, None, f"usufruct propose split {number}")
        elif received(state, number) > divided:
            what = f"payment {number}: {euros(received(state, number) - divided)} received and not split"
            yield task_of("proposer", what, "split", today, None, f"usufruct propose split {number}")
        elif (over := over_divided(state, number)) > 0:
            what = f"payment {number}: {euros(over)} more are divided than came in, after a reversal"
            yield task_of("payer", what, "receipt", today, None)
    run = waiting_run(state)
    held = -state.balance(chart.MECHANISM) if chart.MECHANISM in state.accounts else 0
    if run is not None:
        what = f"payout of the loan mechanism, run {run}, is not booked"
        yield task_of("proposer", what, "payout", today, None, "usufruct propose payout")
    elif held:
        what = f"the loan mechanism holds {euros(held)}: Ukraine may request it"
        yield task_of("proposer", what, "payout", today, None, "usufruct propose payout")


def _payments(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    owed = payables(state)
    if owed:
        what = f"{euros(sum(owed.values()))} owed to {counted(len(owed), 'party', 'parties')} and not on the way"
        yield task_of("payer", what, "payment", today, None, "usufruct pay")
    for seq, each in state.payments.items():
        if each.status in IN_FLIGHT:
            what = f"payment {seq} ({each.body.end_to_end}) of {euros(int(each.body.amount))} has not settled"
            due = date.fromisoformat(each.body.instructed)
            yield task_of("payer", what, "settlement", today, due, "usufruct reconcile")


def _discharges(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    done = {each.address for seq, each in state.journals.items() if seq not in state.reversals}
    for seq, each in state.payments.items():
        lender = each.body.payee.startswith("proceeds/lender/")
        if lender and each.status == "settled" and f"discharge:{each.body.end_to_end}" not in done:
            what = f"payment {seq} to {each.body.payee.rpartition('/')[2]} waits for proof of discharge"
            yield task_of("proposer", what, "discharge", today, None, f"usufruct propose discharge {seq}")


def _years(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    """Audited accounts by 31 May, a printed day that does not roll."""
    years = sorted({half.year for half in _ended(state, today) if half.half == 2})
    for year in years:
        for custodian in custodians(state):
            due = accounts_due(year)
            soon = today >= due - ahead and is_asked(state, custodian, due)
            if soon or (custodian, str(year)) in state.filed:
                yield from _year(state, today, year, custodian)


def _year(state: State, today: date, year: int, custodian: str) -> Iterator[Task]:
    """What the audited accounts of a year wait for; a verified year that changes nothing waits for nothing."""
    seq, due = state.filed.get((custodian, str(year))), accounts_due(year)
    filing = state.filings[seq] if seq is not None else None
    if filing is None or filing.verdict == "rejected":
        again = f", after report {seq} was rejected" if filing else ""
        what = f"audited accounts of {custodian} for {year}{again}"
        command = f"usufruct file REPORT --period {year}{named(state, custodian)}"
        day = due if is_asked(state, custodian, due) else None
        yield task_of("filer", what, "audited accounts", today, day, command)
    elif not filing.verdict:
        what = f"audited accounts {seq} of {custodian} for {year} wait for verification{_late(filing)}"
        yield task_of("verifier", what, "verification", today, None, f"usufruct verify-filing {seq}")
    elif not changes_nothing(filing) and not _is_booked(state, f"true-up:{year}:{custodian}"):
        what = f"true-up of {custodian} for {year} is not booked; the next call takes it up"
        command = f"usufruct propose true-up {year}{named(state, custodian)}"
        yield task_of("proposer", what, "true-up", today, None, command)


def _retained(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    for custodian in custodians(state):
        for vintage, amount in vintages(state, custodian).items():
            due = test_day(state, custodian, vintage) if vintage != "kept" else None
            if due is not None and today >= due - max(ahead, YEARLY_AHEAD):
                carrier = taking_up(payment_number(HalfYear.read(vintage)))
                what = (
                    f"{euros(amount)} of {vintage} retained by {custodian}: the supervisor decides what is still "
                    f"needed; the call of {carrier} takes up the rest"
                )
                whose = named(state, custodian)
                command = f"usufruct propose release {vintage}{whose}, usufruct propose keep {vintage}{whose}"
                yield task_of("proposer", what, "retention kept", today, due, command)
