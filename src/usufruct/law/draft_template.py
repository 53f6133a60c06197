"""The draft act that ``usufruct law new`` lays out: a text that can be checked as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from usufruct.errors import refuse

TEMPLATE: Final = '''\
"""Draft: one sentence that says what it changes, and who puts it forward."""

from datetime import date

# These are all the words that a draft needs. `usufruct law check` names any other. Where a line
# begins with # and no space or four after it, remove the # and it is law.
from usufruct.engine import Act, Count, Flag, LocalMoney, Money, Rate, Source  # noqa: F401
from usufruct.engine.words import at_least_zero, larger, smaller, when  # noqa: F401

# The act: its title, whose law it becomes ("eu", "be"), and the day of the draft.
# status: "proposed" if somebody entitled to has put it forward, else "hypothetical".
DRAFT = Act(
    Source(
        "Draft regulation on the retention",
        "eu",
        date(2026, 12, 1),
        kind="draft",
        status="hypothetical",
        verified=False,
        note="says where the content comes from",
    )
)

# 1. A figure of the law. Give the day from which the new one holds, the figure as it would
# be printed, and the article. `usufruct law at 2026-11-22` lists every figure by name.
# An earlier day is a retroactive amendment: `usufruct law diff --with FILE` then shows
# what would have been paid instead.
DRAFT.parameter("retention_rate", ("2027-01-01", "5 %", DRAFT.at("Art. 1(1)")))

# 2. A figure that follows the number of a payment instead of a day:
#DRAFT.parameter("facility_key", (7, "0 %", DRAFT.at("Art. 2")))
#DRAFT.parameter("budget_key", (7, "100 %", DRAFT.at("Art. 2")))

# 3. A rule. Its name is the quantity that it redefines, its arguments are what the article
# refers to, its annotations are the units. Cadence (each=) and owner (per=) stay those of
# the rule in force. There is no `if` on quantities: write when(condition, amount, 0).
#DRAFT.parameter("free_profit", ("2027-01-01", "1 000 000", DRAFT.at("Art. 3")), kind=Money)
#@DRAFT.provision(DRAFT.at("Art. 3"), since="2027-01-01", each="half-year", per="custodian")
#def contribution(in_scope: Flag, net_profit: Money, contribution_rate: Rate, free_profit: Money) -> Money:
#    """The share of the net profit owed to the Union, with no charge on the first million."""
#    return when(in_scope, contribution_rate * at_least_zero(net_profit - free_profit), 0)

# 4. A duty that moves no figure.
DRAFT.statement(
    "report_on_the_lower_cap",
    "The Commission reports on the lower cap a year after it applies.",
    DRAFT.at("Art. 4"),
    since="2027-01-01",
)

# 5. A point that the draft leaves open is a reading: options, a default, a reason.
#DRAFT.reading("odd_cent", options=("kept", "due"), default="due", why="the draft is silent",
#              cite=DRAFT.at("Art. 1(1)"))
'''


def lay_out(path: str) -> None:
    """Write the template into a new file.

    Raises:
        UsufructError: ``D107`` if the file exists or cannot be written; nothing is overwritten.
    """
    try:
        with Path(path).open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise refuse("D107", "the file exists", path, "", "give another name; nothing was changed") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise refuse("D107", f"the file cannot be written: {said}", path, "", "give another place") from None
