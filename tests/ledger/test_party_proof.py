"""The proof of one balance for its party: it holds alone, and every change of it shows."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger import story
from tests.ledger.world import LOG_KEY, ORIGIN, World, key_of
from usufruct.errors import UsufructError
from usufruct.ledger import HeadSigner, LastHead, Ledger, MemoryStore
from usufruct.ledger.notes import VerifierKey
from usufruct.ledger.party_proof import check, prove

KEY = VerifierKey.of_log(ORIGIN, LOG_KEY.public).text


@pytest.fixture(scope="module")
def told() -> tuple[Ledger, str]:
    world = World(MemoryStore()).furnish()
    note = story.tell(world)
    return world.ledger, note


def test_a_party_learns_its_balance_and_no_other(told: tuple[Ledger, str]) -> None:
    ledger, note = told
    every = sorted(ledger.state.accounts)
    for account in every:
        text = prove(ledger, "2025-H2", account, note)
        found = check(text, KEY)
        assert (found.ledger, found.period, found.account) == (ORIGIN, "2025-H2", account)
        assert [path for path in every if f'"{path}"' in text.replace("\\", "")] == [account]
    found = check(prove(ledger, "2025-H1", "proceeds/epf", note), KEY)
    legs = [
        amount
        for each in ledger.state.journals.values()
        for path, amount in each.legs
        if path == "proceeds/epf" and each.effective <= "2025-06-30"
    ]
    assert found.balance == sum(legs)


@settings(max_examples=60)
@given(st.data())
def test_a_changed_proof_proves_nothing_or_the_same(told: tuple[Ledger, str], data: st.DataObject) -> None:
    text = prove(*told[:1], "2025-H1", "proceeds/epf", told[1])
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from('0123456789abcdef"{}[],: \n'))
    changed = text[:place] + letter + text[place + 1 :]
    try:
        found = check(changed, KEY)
    except UsufructError:
        return
    assert found == check(text, KEY)


def test_another_key_balance_period_or_head_is_found(told: tuple[Ledger, str]) -> None:
    ledger, note = told
    text = prove(ledger, "2025-H1", "proceeds/epf", note)
    with pytest.raises(UsufructError, match="L31"):
        check(text, VerifierKey.of_log(ORIGIN, key_of("thief").public).text)
    one, other = json.loads(text), json.loads(prove(ledger, "2025-H2", "proceeds/epf", note))
    for part in ("balance", "seal"):
        with pytest.raises(UsufructError, match=r"L321|L339"):
            check(json.dumps({**one, part: other[part]}), KEY)
    more = one["balance"]["leaf"].replace('"debits":"', '"debits":"1')
    with pytest.raises(UsufructError, match="L321"):
        check(json.dumps({**one, "balance": {**one["balance"], "leaf": more}}), KEY)
    for broken in ("", "[]", "{}", "{" * 5000, "x" * 2_000_000):
        with pytest.raises(UsufructError, match="L339"):
            check(broken, KEY)


def test_a_head_before_the_seal_covers_nothing(told: tuple[Ledger, str]) -> None:
    ledger, _ = told
    early = HeadSigner(ORIGIN, LOG_KEY, LastHead()).sign(ledger.store.leaves()[:20])
    with pytest.raises(UsufructError, match="L339"):
        prove(ledger, "2025-H1", "proceeds/epf", early)
    with pytest.raises(UsufructError, match="L322"):
        prove(ledger, "2031-H1", "proceeds/epf", early)
