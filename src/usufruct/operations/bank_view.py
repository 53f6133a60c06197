"""What operations need of a bank's messages, so that they depend on no package that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class EntryLike(Protocol):
    """One movement, as ``usufruct.banking.BankEntry`` has it."""

    @property
    def reference(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> int: ...  # noqa: D102
    @property
    def value_day(self) -> date: ...  # noqa: D102
    @property
    def end_to_end(self) -> str: ...  # noqa: D102
    @property
    def returned(self) -> bool: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def counterparty(self) -> str: ...  # noqa: D102


class NoticeLike(Protocol):
    """A notice, as ``usufruct.banking.BankNotice`` has it."""

    @property
    def account(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> str: ...  # noqa: D102
    @property
    def currency(self) -> str: ...  # noqa: D102
    @property
    def entries(self) -> Sequence[EntryLike]: ...  # noqa: D102


class StatementLike(NoticeLike, Protocol):
    """A statement, as ``usufruct.banking.BankStatement`` has it."""

    @property
    def opening(self) -> int: ...  # noqa: D102
    @property
    def closing(self) -> int: ...  # noqa: D102
    @property
    def start(self) -> date: ...  # noqa: D102
    @property
    def end(self) -> date: ...  # noqa: D102
