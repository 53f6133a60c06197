"""Every way the assets may be used, from the freeze to a peace deal: acts, readings and switches on one engine."""

from __future__ import annotations

from usufruct.regimes.books import Books, Entry, open_books
from usufruct.regimes.catalogue import REGIMES, regime
from usufruct.regimes.placing import Terms, switched
from usufruct.regimes.regime import Regime
from usufruct.regimes.succession import Phase, succession

__all__ = [
    "REGIMES",
    "Books",
    "Entry",
    "Phase",
    "Regime",
    "Terms",
    "open_books",
    "regime",
    "succession",
    "switched",
]
