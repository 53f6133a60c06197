"""One suite for every store: the same records, leaves, roots, balances and rejections."""

from __future__ import annotations

import pytest

from tests.ledger.world import KEYS, journal, World
from usufruct.ledger import MemoryStore
from usufruct.ledger.projection import expected
from usufruct.ledger.stores.store import Store

def test_x(world: World) -> None:
    world.take_principal(19_000_000)
    world.do(journal("proceeds/bank", "proceeds/income", 500))
    assert world.store.tables() == expected(world.store.stored())
    assert world.store.problems() == []
