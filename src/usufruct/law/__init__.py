"""What the law says: one module per act, joined into one rulebook."""

from __future__ import annotations

from functools import cache

from usufruct.engine import Act, Rulebook, assemble


def acts() -> tuple[Act, ...]:
    """Every act, in the order in which they were published, and the accounting identity last.

    Example:
        >>> [act.source.celex for act in acts()][:3]
        ['31971R1182', '32014R0833', '32014D0512']
    """
    from usufruct.law.accounts import ACCOUNTS
    from usufruct.law.be.bank_levy import BANK_LEVY
    from usufruct.law.be.income_tax import CODE
    from usufruct.law.eu import (  # noqa: F401 - imported for what they add to acts declared elsewhere
        regulation_2024_1469_duties,
        regulation_2024_1673_duties,
        regulation_2024_2773_duties,
        regulation_2024_2773_union_loan,
    )
    from usufruct.law.eu.decision_2014_512 import RENEWALS
    from usufruct.law.eu.decision_2024_1470 import KEY
    from usufruct.law.eu.financial_regulation_2018_1046 import EARLIER
    from usufruct.law.eu.financial_regulation_2024_2509 import FINANCE
    from usufruct.law.eu.implementing_2024_2760 import SWITCH
    from usufruct.law.eu.regulation_833_2014 import BASE
    from usufruct.law.eu.regulation_1182_71 import PERIODS
    from usufruct.law.eu.regulation_2024_576 import LOCKUP
    from usufruct.law.eu.regulation_2024_1469 import LEVY
    from usufruct.law.eu.regulation_2024_1673 import CALLS
    from usufruct.law.eu.regulation_2024_2773 import MECHANISM
    from usufruct.law.eu.regulation_2024_3192 import SHIELD
    from usufruct.law.eu.regulation_2025_2600 import HOLD

    return (
        *(PERIODS, BASE, RENEWALS, BANK_LEVY, CODE, EARLIER, LOCKUP, LEVY, KEY, CALLS, FINANCE),
        *(SWITCH, MECHANISM, SHIELD, HOLD, ACCOUNTS),
    )


@cache
def rulebook() -> Rulebook:
    """The law in force and the accounting identity, assembled once and checked.

    Example:
        >>> rulebook().row("eu.contribution_rate", __import__("datetime").date(2025, 1, 1)).figure
        '99.7 %'
    """
    return assemble(*acts(), title="levy on the yields of immobilised Russian state assets")
