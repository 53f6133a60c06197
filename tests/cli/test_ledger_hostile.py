"""What a hostile user of the ledger's commands tried: heads of other histories, clocks ahead, names beside the log."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Usufruct
from tests.cli.test_ledger_commands import AT, founded, kept, log_key, told, written_key  # noqa: F401
from tests.ledger import story
from tests.ledger.world import LOG_KEY, ORIGIN, World
from usufruct.ledger import SqliteStore, VerifierKey


def test_a_witness_cosigns_no_head_of_records_that_it_does_not_read(
    usufruct: Usufruct,
    kept: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    other = tmp_path / "other.db"
    store = SqliteStore(other)
    story.tell(World(store, start="2025-01-01T00:00:01Z").furnish())  # as many records, each a second later
    store.close()
    log = VerifierKey.of_log(ORIGIN, LOG_KEY.public).text
    key = written_key(tmp_path / "witness.key", b"w" * 32)
    witness = ("ledger", "witness", str(tmp_path / "head"), "--name", "w", "--log", log, "--key", key, "--at", AT)
    strange = usufruct(*witness, "--ledger", str(other))
    assert (strange.code, strange.out) == (1, "")
    assert "L316" in strange.err
    assert not Path(key + ".head").exists()
    assert usufruct(*witness, "--ledger", kept).code == 0
