"""Python's cyclic collector, held off while a whole log is read.

A fold makes millions of objects that stay, and no circles; each pass of the collector would look at all of them again,
for more than half of the time.
"""

from __future__ import annotations

import gc
from contextlib import AbstractContextManager


class _Paused:
    """A pause, as a class: a generator takes longer, and every commit has one."""

    __slots__ = ("_was_on",)

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *problem: object) -> None:
        if self._was_on:
            gc.enable()


def collector_paused() -> AbstractContextManager[None]:
    """Hold the collector off, if it is on.

    Example:
        >>> with collector_paused():
        ...     gc.isenabled()
        False
    """
    return _Paused()
