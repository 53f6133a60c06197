"""Periods that run for others, and reports that law asks for by a day: they warn ahead and show when missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from usufruct.calendar import LEVY_START, months_after
from usufruct.ledger import State
from usufruct.operations.notices import (
    DECISIONS,
    URGENT,
    forecast_due,
    found,
    missing_forecasts,
    retention_report_due,
    standing,
    step_of,
)
from usufruct.operations.tasks import Task, custodians, is_asked, named, task_of

FORECASTS_FROM: Final = date(2024, 6, 8)
"""Entry into force of Implementing Regulation (EU) 2024/1673, which asks for forecasts."""


def watched(state: State, today: date, ahead: timedelta) -> Iterator[Task]:
    """What others decide within a time, and the reports of custodians that book nothing."""
    yield from _decisions(state, today)
    first = min((each.start for each in state.periods.values()), default="")
    for custodian in custodians(state) if first else ():
        yield from _retention_reports(state, custodian, date.fromisoformat(first), today, ahead)
        yield from _forecasts(state, custodian, date.fromisoformat(first), today, ahead)


def _decisions(state: State, today: date) -> Iterator[Task]:
    for seq, each in state.notices.items():
        body = each.body
        if body.entry not in DECISIONS or body.until is None:
            continue
        status, last = standing(state, each, today), date.fromisoformat(body.until[:10])
        said = f"notice {seq}, {body.entry} of {body.party} on {body.about}"
        command = f"usufruct notice objection DOCUMENT --answers {seq}"
        if status == "open" and each.answer is None:
            verb = "decides" if body.entry == URGENT else "may object"
            yield task_of("commission", f"{said}: the Commission {verb} until {body.until}", step_of(body.entry),
                          today, last, command)  # fmt: skip
        elif status == "undecided":
            what = f"{said}: the Commission did not decide by {body.until}, and what that means is not said"
            yield task_of("commission", what, step_of(body.entry), today, last, command)
        elif status == "definitive" and body.entry != "still needed":
            yield from _decrease(said, body.until, today)


def _decrease(said: str, until: str, today: date) -> Iterator[Task]:
    """A further percentage can be decreased, not earlier than four months after it became definitive."""
    first = months_after(date.fromisoformat(until[:10]), 4)
    if today < first:
        article = "Regulation (EU) No 833/2014 Art. 5a(10)(c)"
        what = f"{said}: definitive, and not decreased before {first}"
        yield task_of("commission", what, "extra retention", today, None, "", article)


def _retention_reports(state: State, custodian: str, first: date, today: date, ahead: timedelta) -> Iterator[Task]:
    """The report on retention by 30 June, a printed day that does not roll."""
    for year in range(max(first, LEVY_START).year, today.year):
        due = retention_report_due(f"{year}")
        missing = not found(state, "retention report", custodian, f"{year}")
        if today >= due - ahead and missing and is_asked(state, custodian, due):
            what = f"report of {custodian} on amounts retained at the end of {year}, used, and to be transferred"
            command = f"usufruct notice 'retention report' DOCUMENT --about {year}{named(state, custodian)}"
            yield task_of("filer", what, "retention report", today, due, command)


def _forecasts(state: State, custodian: str, first: date, today: date, ahead: timedelta) -> Iterator[Task]:
    """Forecasts after each quarter: the oldest that is missing, with how many more are."""
    every = missing_forecasts(state, custodian, max(first, FORECASTS_FROM), today, ahead)
    missing = [each for each in every if is_asked(state, custodian, forecast_due(each))]
    if missing:
        more = f" and {len(missing) - 1} later ones" if len(missing) > 1 else ""
        what = f"forecast of {custodian} after {missing[0]}{more}; it binds nobody"
        command = f"usufruct notice forecast DOCUMENT --about {missing[0]}{named(state, custodian)}"
        yield task_of("filer", what, "forecast", today, forecast_due(missing[0]), command)
