"""What waits for approval: the orders behind a proposal, as text that an approver reads.

A ledger holds only the digests of what is proposed. The orders themselves lie in a tray: in memory, or one JSON
file for each proposal in a folder. A file that was altered no longer has the digest that was proposed, so the tray
needs no protection of its own; what is lost is laid down again by the command that proposed it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.bodies import Body
from usufruct.ledger.canonical import digest
from usufruct.ledger.codec import KINDS, body_bytes, kind_of, read_value


@dataclass(frozen=True, slots=True)
class Sheet:
    """The orders of one proposal.

    Attributes:
        step: the step that they are, see :data:`usufruct.operations.steps.STEPS`.
        text: what the approvers are shown; the proposal holds its SHA-256.
        bodies: the orders to come, in their order.
        attachment: a document that the orders name by its SHA-256, such as a message to a bank; may be empty.
    """

    step: str
    text: str
    bodies: tuple[Body, ...]
    attachment: str = ""

    @property
    def rendered(self) -> str:
        """SHA-256 of the text."""
        return digest(self.text.encode("utf-8"))


def together(step: str, sheets: Sequence[Sheet]) -> Sheet:
    """Several sheets of one kind as one, so that they are approved and recorded together."""
    bodies = tuple(body for sheet in sheets for body in sheet.bodies)
    return Sheet(step, "\n".join(sheet.text for sheet in sheets), bodies)


class Tray(Protocol):
    """Where sheets lie, by number of their proposal; ``name`` is how people find it."""

    @property
    def name(self) -> str:
        """How people find it."""

    def lay(self, sheet: Sheet) -> None:
        """Keep a sheet whose proposal has no number yet, so that it cannot be recorded and then lost."""

    def put(self, proposal: int, sheet: Sheet) -> None:
        """Keep the sheet of a proposal."""

    def get(self, proposal: int) -> Sheet | None:
        """Return the sheet of a proposal, if it is there."""


@dataclass(slots=True)
class MemoryTray:
    """A tray that is gone with its process."""

    sheets: dict[int, Sheet] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How people find it."""
        return "of this process"

    def lay(self, sheet: Sheet) -> None:
        """Nothing can be lost here between a proposal and its sheet."""

    def put(self, proposal: int, sheet: Sheet) -> None:
        """Keep the sheet of a proposal."""
        self.sheets[proposal] = sheet

    def get(self, proposal: int) -> Sheet | None:
        """Return the sheet of a proposal, if it is there."""
        return self.sheets.get(proposal)


@dataclass(frozen=True, slots=True)
class FolderTray:
    """A tray of files, ``proposal-12.json`` for proposal 12."""

    folder: Path

    @property
    def name(self) -> str:
        """How people find it."""
        return str(self.folder)

    def lay(self, sheet: Sheet) -> None:
        """Keep a sheet whose proposal has no number yet, as ``waiting-`` and the beginning of its digest.

        Raises:
            UsufructError: ``O110`` when the folder cannot be written.
        """
        self._write(self._unnumbered(sheet.rendered), sheet)

    def put(self, proposal: int, sheet: Sheet) -> None:
        """Keep the sheet of a proposal.

        Raises:
            UsufructError: ``O110`` when the folder cannot be written.
        """
        self._write(self._path(proposal), sheet)
        with suppress(OSError):
            self._unnumbered(sheet.rendered).unlink(missing_ok=True)

    def _write(self, path: Path, sheet: Sheet) -> None:
        orders = [{"kind": kind_of(body), "body": json.loads(body_bytes(body))} for body in sheet.bodies]
        content = {"step": sheet.step, "text": sheet.text, "orders": orders, "attachment": sheet.attachment}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
            fresh.replace(path)
        except OSError as error:
            what = f"what waits for approval cannot be kept: {error.strerror or error}"
            raise refuse("O110", what, str(self.folder), "nobody could approve it", "name another folder") from None

    def get(self, proposal: int) -> Sheet | None:
        """Return the sheet of a proposal, if it is there.

        Raises:
            UsufructError: ``O111`` for a file that holds no orders.
        """
        path = self._path(proposal)
        try:
            content = json.loads(path.read_text("utf-8"))
            return _sheet(content)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError, UsufructError) as error:
            what = f"it does not hold the orders of a proposal: {error!s:.80}"
            raise refuse("O111", what, str(path), "it was damaged or altered", "propose again") from None

    def _unnumbered(self, rendered: str) -> Path:
        return self.folder / f"waiting-{rendered[:16]}.json"

    def _path(self, proposal: int) -> Path:
        return self.folder / f"proposal-{proposal}.json"


def _sheet(content: Any) -> Sheet:
    if unknown := [each["kind"] for each in content["orders"] if each["kind"] not in KINDS]:
        raise ValueError(f"nothing is ordered as {unknown[0]}")
    bodies: Sequence[Body] = [read_value(each["kind"], each["body"]) for each in content["orders"]]
    texts = content["step"], content["text"], content["attachment"]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text is no text")
    return Sheet(texts[0], texts[1], tuple(bodies), texts[2])
