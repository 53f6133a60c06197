"""What is proposed can be carried out, can be found again, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.office import Desk
from usufruct.errors import UsufructError
from usufruct.operations.levying import period_of


def test_the_remedy_for_a_missing_period_is_a_command_that_exists() -> None:
    desk = Desk(payments=3)
    with pytest.raises(UsufructError, match="O106") as none:
        period_of(desk.state, date(2027, 4, 1))
    assert none.value.faults[0].remedy == "open it: usufruct propose open 2027-H1"
    with pytest.raises(UsufructError, match="O106") as closed:
        period_of(desk.state, date(2024, 3, 1))
    assert "--on" in closed.value.faults[0].remedy
