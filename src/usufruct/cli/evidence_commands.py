"""What the commands about proof do: verify a ledger or an evidence pack, make a pack, hand out the verifier."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.cli.ending import usage

Options = Sequence[str] | None


def verify(pack: str, where: str, checkpoint: str, policy: str, key: Options, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct verify``."""
    from usufruct.cli import ledger_proof_commands

    if bool(pack) == bool(where):
        raise usage("one of a ledger and a pack is verified", "verify", "write --ledger FILE, or the file of a pack")
    return ledger_proof_commands.verify(where, checkpoint, policy, as_json)
