"""Names that were probably meant, and how names of different acts find each other."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str]) -> str:
    """A remedy that names what was probably meant.

    Example:
        >>> nearest("contribtion_rate", ["eu.contribution_rate", "be.tax_rate"])
        'did you mean contribution_rate?'
        >>> nearest("xyz", ["eu.contribution_rate"])
        'one of: contribution_rate'
    """
    bare = sorted({short(each) for each in names})
    found = get_close_matches(name, bare, n=1, cutoff=0.6)
    return f"did you mean {found[0]}?" if found else f"one of: {', '.join(bare[:12])}"


def short(name: str) -> str:
    """A name without its jurisdiction.

    Example:
        >>> short("eu.contribution")
        'contribution'
    """
    return name.split(".", 1)[-1]


def owner(name: str) -> str:
    """The quantity to whose provision a hidden stock belongs; any other quantity belongs to itself.

    Example:
        >>> owner("eu.paid.accrued1.money"), owner("eu.paid")
        ('eu.paid', 'eu.paid')
    """
    return ".".join(name.split(".")[:2])
