"""The book of proceeds under random regimes: no cent is lost, none is paid twice, none comes from the principal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from usufruct.calendar import HalfYear
from usufruct.outlook.half_year_inputs import CUSTODIAN
from usufruct.outlook.proceeds import proceeds
from usufruct.outlook.reference_path import reference_path
from usufruct.outlook.scenario import baseline

BASE = baseline("2026-11-22").but(horizon="2031-12-31", paths=64)


@settings(max_examples=10)
@given(
    letter=st.sampled_from("ABCDEFGHIJ"),
    half=st.integers(0, 7),
    path=st.integers(0, 63),
    shift=st.sampled_from(["-3 %", "-1 %", "0", "2 %"]),
    seized=st.booleans(),
)
def test_every_cent_earned_lies_somewhere(letter: str, half: int, path: int, shift: str, *, seized: bool) -> None:
    start = HalfYear(2027 + half // 2, 1 + half % 2).start
    scenario = BASE.but(shift=shift)
    if letter != "D":
        scenario = scenario.but(regime=letter, regime_from=start)
    if seized:
        scenario = scenario.but(seized_on="2031-08-01", given={"debited_without_consent": "900000000"})
    books, run = proceeds(scenario, path), reference_path(scenario, path)
    balances = books.balances["proceeds"]
    steps = range(len(run.world.timeline.steps["call"]))
    earned = sum(max(0, int(run.get("revenue_in_euro", index, CUSTODIAN) + 0.5)) for index in steps)
    assert abs(sum(balances.values()) - earned) <= len(steps)
    assert balances["not yet earned"] == 0
    assert min(balances.values()) >= 0
    assert balances["paid to the Union"] == sum(int(run.get("payment", index)) for index in steps)
    assert balances["retained"] == run.get("retained", steps[-1], CUSTODIAN)
    assert (balances["other parties"] > 0) == (letter == "I")
    assert all(entry.book == "proceeds" for entry in books.entries)
    # No cycle: nothing is earned twice, and nothing comes back from tax, the Union or other parties.
    assert {entry.origin for entry in books.entries} <= {"not yet earned", "custodian", "retained"}
    assert "not yet earned" not in {entry.target for entry in books.entries}
