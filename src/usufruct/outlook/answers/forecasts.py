"""The question how wrong forecasts were: this system's, and those of others."""

from __future__ import annotations

from usufruct.outlook.answers.answer import Answer
from usufruct.outlook.answers.view import View
from usufruct.outlook.answers.wording import billion, counted
from usufruct.outlook.other_forecasts import other_forecasts
from usufruct.outlook.score_card import score_card
from usufruct.waterfall.tables import Table


def past_forecasts(view: View, _: str) -> Answer:
    """Q21."""
    card = score_card(view.scenario.known)
    found = card.summary
    if found is None:
        return Answer("No payment has been received yet.", missing=("a payment received by the Union",))
    rows = []
    for name, part in (("all", found), *card.by_payment(), *card.by_lead()):
        errors = (billion(part.bias), billion(part.mean_error), f"{part.inside} of {part.n}")
        rows.append((name, str(part.n), str(part.payments), *errors))
    others = [each for each in other_forecasts(view.published) if each.error is not None]
    worst = max(others, key=lambda each: float(abs(each.error or 0)), default=None)
    said = ""
    if found.no_change is not None and found.beside_no_change is not None:
        said = f"; repeating the last payment missed by {billion(found.no_change)} where these missed by "
        said += billion(found.beside_no_change)
    said += "."
    if worst is not None:
        off = f"{worst.who} of {worst.known}, by {billion(worst.error or 0)} ({worst.basis})"
        said += f" Others: {len(others)} forecasts, the widest off {off}."
    return Answer(
        f"{found.n} forecasts of {counted(found.payments, 'payment')}, made with what was known on each day: mean "
        f"error {billion(found.mean_error)}, bias {billion(found.bias)}, {found.inside} of {found.n} outcomes inside "
        f"the 8-of-10 interval{said}",
        Table(("forecasts", "n", "payments", "bias", "mean error", "inside"), tuple(rows)),
        (
            f"{counted(found.payments, 'payment')}: too few to call any interval calibrated",
            "forecasts of one payment have much in common; intervals that always hold are too wide if anything",
            "a hindcast: its inputs are of the day, its method and judgements were written later",
        ),
        ("usufruct score-card",),
    )
