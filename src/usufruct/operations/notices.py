"""What others tell the mechanism and the law counts from: decisions of supervisors, objections, reports, requests.

A supervisor's decision on retention stands unless the Commission objects within five days of its notification, and
an emergency is decided within 24 hours (833/2014 Art. 5a(10)). Those periods are counted here, by Regulation 1182/71,
and what hangs on them is refused until they are over. The ceiling of 2024/2773 Art. 8(2)(b) is tested against the
amounts that a request states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from usufruct.calendar import first_working_day_after, period_end_in_days
from usufruct.errors import Fault, UsufructError, refuse
from usufruct.ledger import SigningKey, State
from usufruct.ledger.bodies import Amount, Line, Notice
from usufruct.ledger.state import NoticeState
from usufruct.money import grouped
from usufruct.operations.chart import EURO
from usufruct.operations.office import Done, Office
from usufruct.operations.steps import cited

VETO_DAYS: Final = 5
"""Days within which the Commission may object (833/2014 Art. 5a(10)(b), (e) and (f))."""
EMERGENCY_HOURS: Final = 24
"""Hours within which it decides where the supervisor invokes an emergency (833/2014 Art. 5a(10)(b))."""
URGENT: Final = "urgent extra retention"
DECISIONS: Final = ("extra retention", URGENT, "still needed")
ANSWERS: Final = ("objection", "no objection")
ENTRIES: Final = (*DECISIONS, *ANSWERS, "forecast", "retention report", "request")
"""What a notice can be."""
MECHANISM: Final = "loan-mechanism"


def take(office: Office, key: SigningKey, body: Notice) -> Done:
    """Record a notice, signed by whoever took it in."""
    seq = office.post(key, body, f"notice:{body.entry}:{body.party}:{body.about}:{body.document}")
    return Done(step_of(body.entry), (seq,))


def step_of(entry: str) -> str:
    """The step that a notice is.

    Example:
        >>> step_of("no objection"), step_of("request")
        ('answer', 'request')
    """
    return "answer" if entry in ANSWERS else "extra retention" if entry == URGENT else entry


def decision(entry: str, custodian: str, about: str, received: str, document: str) -> Notice:
    """A supervisor's decision as notified, with the end of the time in which the Commission may object.

    Args:
        entry: one of :data:`DECISIONS`.
        custodian: whose retention it is.
        about: the financial year of an extra percentage, or the vintage that is still needed.
        received: the instant of the notification to the Commission.
        document: SHA-256 of the decision.

    Raises:
        UsufructError: ``O191`` for another entry.
    """
    if entry not in DECISIONS:
        raise refuse("O191", f"{entry!r:.30} is no such decision", "notice", "", f"name one of {', '.join(DECISIONS)}")
    until = _in_hours(received) if entry == URGENT else _in_days(received)
    return Notice(entry, custodian, about, received, until, None, (), document, cited(step_of(entry), received))


def _in_days(received: str) -> str:
    """The end of five days: that of the notification is not counted, a free one at the end rolls (1182/71 Art. 3)."""
    last = period_end_in_days(date.fromisoformat(received[:10]), VETO_DAYS)
    return f"{last}T23:59:59Z"


def _in_hours(received: str) -> str:
    """The end of 24 hours: that of the notification is not counted, nothing rolls (1182/71 Art. 3(1) and (4))."""
    hour = datetime.fromisoformat(received.removesuffix("Z")).replace(minute=0, second=0)
    return (hour + timedelta(hours=1 + EMERGENCY_HOURS)).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(state: State, number: int, entry: str, received: str, document: str) -> Notice:
    """What the Commission said to a decision; its deadline is the end of the time in which that counts.

    Raises:
        UsufructError: ``O192`` when the notice waits for no answer.
    """
    asked = state.notices.get(number)
    if asked is None or asked.body.until is None or asked.answer is not None or entry not in ANSWERS:
        waiting = [str(seq) for seq, each in state.notices.items() if each.body.until and each.answer is None]
        remedy = f"notices {', '.join(waiting)} wait" if waiting else "none waits"
        raise refuse("O192", f"{entry!r:.30} answers no notice {number}", "notice", "", remedy)
    body, until = asked.body, asked.body.until
    article = cited(step_of(body.entry), received)
    return Notice(entry, body.party, body.about, received, None, number, (), document, article, until[:10])


def report(entry: str, custodian: str, about: str, received: str, document: str) -> Notice:
    """A report that moves no figure: a quarterly forecast, or the yearly report on retention.

    Raises:
        UsufructError: ``O191`` for something else, or a year or quarter that is none.
    """
    due = retention_report_due(about) if entry == "retention report" else forecast_due(about)
    if entry not in ("retention report", "forecast"):
        raise refuse("O191", f"{entry!r:.30} is no report", "notice", "", "name forecast or retention report")
    return Notice(entry, custodian, about, received, None, None, (), document, cited(entry, received), due.isoformat())


def retention_report_due(year: str) -> date:
    """The day of the report on what was retained at the end of a year (833/2014 Art. 5a(11)); it does not roll.

    Example:
        >>> retention_report_due("2025").isoformat()
        '2026-06-30'
    """
    if len(year) != 4 or not (year.isascii() and year.isdecimal()):
        raise refuse("O191", f"{year!r:.20} is no year", "notice", "", "write it as 2025")
    return date(int(year) + 1, 6, 30)


def forecast_due(quarter: str) -> date:
    """The day of the forecast after a quarter (2024/1673 Art. 4(4)).

    Example:
        >>> forecast_due("2024-Q2").isoformat(), forecast_due("2025-Q4").isoformat()
        ('2024-07-26', '2026-01-26')
    """
    year, _, number = quarter.partition("-Q")
    if not (len(year) == 4 and year.isascii() and year.isdecimal() and number in ("1", "2", "3", "4")):
        raise refuse("O191", f"{quarter!r:.20} is no quarter", "notice", "", "write it as 2025-Q3")
    month = int(number) * 3 + 1
    printed = date(int(year) + (month > 12), month - 12 * (month > 12), 25)
    return first_working_day_after(printed)


def request(
    about: str, received: str, document: str, remaining: Mapping[str, int], unspent: Mapping[str, int]
) -> Notice:
    """A request for payout with what remains due to each lender and what is unspent, in cents of euro.

    Args:
        about: the year, of which a request may be one of two.
        received: the instant.
        document: SHA-256 of the request.
        remaining: what remains due, by key of the lender (2024/2773 Art. 7(2)(g)).
        unspent: what earlier payments left unspent, with its interest.
    """
    lines = [Line(f"remaining/{key}", EURO, Amount(amount)) for key, amount in sorted(remaining.items())]
    lines += [Line(f"unspent/{key}", EURO, Amount(amount)) for key, amount in sorted(unspent.items())]
    article = cited("request", received)
    return Notice("request", MECHANISM, about, received, None, None, tuple(lines), document, article)


def found(state: State, entry: str, party: str, about: str = "") -> list[tuple[int, NoticeState]]:
    """Notices of an entry and a party, oldest first."""
    return [
        (seq, each)
        for seq, each in state.notices.items()
        if (each.body.entry, each.body.party) == (entry, party) and about in ("", each.body.about)
    ]


def standing(state: State, each: NoticeState, day: date) -> str:
    """Where a decision stands on a day: ``open``, ``definitive``, ``objected`` or ``undecided``.

    An objection after its time does not count. In an emergency the Commission decides, also late; what its silence
    means is not said, so nothing rests on it.
    """
    until = each.body.until or ""
    urgent = each.body.entry == URGENT
    said = state.notices[each.answer].body if each.answer is not None else None
    if said is not None and (urgent or said.received <= until):
        return "objected" if said.entry == "objection" else "definitive"
    if day.isoformat() <= until[:10]:
        return "open"  # to the end of the day, also where hours were counted: an inbox knows days only
    return "undecided" if urgent else "definitive"


def check_definitive(state: State, entry: str, custodian: str, about: str, day: date) -> None:
    """Refuse what rests on a decision of the supervisor that is not definitive.

    Raises:
        UsufructError: ``O139``.
    """
    known = found(state, entry, custodian, about)
    known += found(state, URGENT, custodian, about) if entry == "extra retention" else []
    if any(standing(state, each, day) == "definitive" for _, each in known):
        return
    what = f"no decision ({entry}) on {about} of {custodian} is definitive on {day}"
    said = [f"notice {seq} is {standing(state, each, day)} (until {each.body.until})" for seq, each in known]
    why = "; ".join(said) or "none was notified"
    remedy = f"usufruct notice '{entry}' DOCUMENT --about {about}, or wait until the Commission can object no more"
    raise refuse("O139", what, custodian, why, remedy)


def check_ceiling(state: State, shares: Mapping[str, int]) -> str:
    """Test a payout against what the last request says remains due; return what was tested, in a line.

    Legal source: Regulation (EU) 2024/2773 Art. 8(2)(b): in all no more than what is due to a lender, the interest on
    what was paid counted in.

    Args:
        state: what the records make true.
        shares: cents by key of the lender.

    Raises:
        UsufructError: ``O145`` for every lender who would get more.
    """
    requests = found(state, "request", MECHANISM)
    lines = {line.name: int(line.amount) for line in requests[-1][1].body.lines} if requests else {}
    faults, tested = [], []
    for key, share in shares.items():
        if f"remaining/{key}" not in lines:
            continue
        room = lines[f"remaining/{key}"] - lines.get(f"unspent/{key}", 0)
        tested.append(key)
        if share > room:
            what = f"{key} would get {_euros(share)}, and {_euros(max(room, 0))} can still be used"
            why = "2024/2773 Art. 8(2)(b); who takes the rest is not said (reading share_of_a_capped_loan)"
            faults.append(Fault("O145", what, f"lender {key}", why, f"leave it out: --without {key}"))
    if faults:
        raise UsufructError(faults)
    missing = [key for key in shares if key not in tested]
    if not missing:
        return f"ceiling of 2024/2773 Art. 8(2)(b) kept by all lenders, by request {requests[-1][0]}"
    return f"ceiling of 2024/2773 Art. 8(2)(b) NOT TESTED for {', '.join(missing)}: what remains due was not stated"


def _euros(cents: int) -> str:
    return f"{grouped(cents, EURO)} EUR"


def quarters(first: date, last: date) -> Iterator[str]:
    """Quarters that ended between two days."""
    year, number = first.year, (first.month - 1) // 3 + 1
    while (end := _quarter_end(year, number)) <= last:
        if end >= first:
            yield f"{year}-Q{number}"
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)


def _quarter_end(year: int, number: int) -> date:
    return date(year + (number == 4), number * 3 % 12 + 1, 1) - timedelta(days=1)


def missing_forecasts(state: State, custodian: str, first: date, today: date, ahead: timedelta) -> Sequence[str]:
    """Quarters of which no forecast was taken in and whose day has come near or passed, oldest first."""
    there = {each.body.about for _, each in found(state, "forecast", custodian)}
    return [each for each in quarters(first, today) if each not in there and forecast_due(each) - ahead <= today]
