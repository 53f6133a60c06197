"""Usufruct: what is owed under the law that channels the yields of immobilised Russian assets to Ukraine's support.

``import usufruct as uf`` loads nothing else; each name loads what it needs when it is first used.

Example:
    >>> import usufruct as uf
    >>> uf.replay("2025-12-31")
    <Replay as of 2025-12-31: 14 of 18 tests inside, 3 payments received>
    >>> uf.rulebook.at("2025-08-01").day
    datetime.date(2025, 8, 1)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from usufruct._version import __version__ as __version__

if TYPE_CHECKING:
    from usufruct import facts as facts
    from usufruct.assets import read_filing as read_filing
    from usufruct.engine import Rulebook
    from usufruct.errors import UsufructError as UsufructError
    from usufruct.outlook.comparison import compare as compare
    from usufruct.outlook.projection import project as project
    from usufruct.outlook.scenario import baseline as baseline
    from usufruct.outlook.sensitivity import sensitivity as sensitivity
    from usufruct.outlook.solving import solve as solve
    from usufruct.waterfall.own_report import run_filing as run_filing
    from usufruct.waterfall.replay import replay as replay

    rulebook: Rulebook

__all__ = [
    "UsufructError",
    "__version__",
    "baseline",
    "compare",
    "facts",
    "project",
    "read_filing",
    "replay",
    "rulebook",
    "run_filing",
    "sensitivity",
    "solve",
]

_FROM = {
    "UsufructError": "usufruct.errors",
    "baseline": "usufruct.outlook.scenario",
    "compare": "usufruct.outlook.comparison",
    "project": "usufruct.outlook.projection",
    "read_filing": "usufruct.assets",
    "replay": "usufruct.waterfall.replay",
    "run_filing": "usufruct.waterfall.own_report",
    "sensitivity": "usufruct.outlook.sensitivity",
    "solve": "usufruct.outlook.solving",
}


def __getattr__(name: str) -> Any:
    """Load a name of the package when it is first used."""
    from importlib import import_module

    if name == "rulebook":
        found: Any = import_module("usufruct.law").rulebook()
    elif name == "facts":
        return import_module("usufruct.facts")
    elif name in _FROM:
        found = getattr(import_module(_FROM[name]), name)
    else:
        raise AttributeError(f"module 'usufruct' has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted(__all__)
