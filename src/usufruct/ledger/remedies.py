"""What to do about each kind of finding of a verification; the words are for whoever keeps the ledger."""

from __future__ import annotations

from typing import Final

_STOP: Final = "record nothing more and keep a copy of the ledger as it is"
_RESTORE: Final = (
    f"{_STOP}; restore a backup that agrees with the outside heads (usufruct ledger restore BACKUP --ledger NEW "
    "--checkpoint FILE), and find who could write here"
)
_TABLES: Final = (
    "the log decides, not its tables: build them anew (usufruct ledger rebuild --ledger THIS --out NEW), verify that, "
    "and find who wrote to the tables"
)
_PAST_THE_RULES: Final = (
    f"no decision accepts this record, so it was written past them: {_STOP}; pay nothing on it, ask the people whose "
    "names it bears, and restore a backup from before it"
)

_REMEDIES: Final = {
    "edited byte": _RESTORE,
    "missing record": _RESTORE,
    "unreadable record": _RESTORE,
    "unverified rest": "mend what is named before it, then verify again",
    "not founded": "check that this is the right file or database; restore a backup if it is",
    "damaged file": "look at the disk; restore a backup and verify it against the outside heads",
    "direct balance write": _TABLES,
    "extra leg": _TABLES,
    "orphan legs": _TABLES,
    "missing row": _TABLES,
    "strange row": _TABLES,
    "dropped protection": (
        "whoever owns the file or the database took a rule away: ask them what they did meanwhile; a new ledger has "
        "every rule again (usufruct ledger rebuild --ledger THIS --out NEW)"
    ),
    "cut tail or old backup": (
        f"the missing records were there and were signed: {_STOP}; look for a newer backup, ask everyone who holds a "
        "copy, and restore it (usufruct ledger restore BACKUP --ledger NEW --checkpoint FILE)"
    ),
    "rewritten history": (
        f"what was signed was another history: {_STOP}; ask whoever keeps that head, and restore a backup that agrees "
        "with the outside heads"
    ),
    "altered name": (
        "the log decides who it was: erase the name (usufruct ledger erase PERSON), and find who wrote it; with the "
        "name and the salt of the founding it can be shown again"
    ),
    "dated ahead": (
        "check this machine's clock; if it is right, ask whose order it was: no instant is ever changed, so restore a "
        "backup from before it (usufruct ledger restore BACKUP --ledger NEW --accept-loss) and offer again what came "
        "after"
    ),
    "broken seal": f"something before it was changed, see the other findings: {_RESTORE}",
    "bad checkpoint": (
        "ask whoever keeps it for the file again, and whose log it is; with a policy, look whether the keys in it are "
        "the right ones"
    ),
    "forged approval": (
        f"the person whose key it names did not sign it: {_STOP}; ask them, pay nothing under that proposal, and "
        "restore a backup from before it"
    ),
    "forged signature": (
        f"the person whose key it names did not sign it: {_STOP}; ask them, believe nothing that rests on it, and "
        "restore a backup from before it"
    ),
}


def remedy_of(name: str) -> str:
    """Return what to do about a finding, by its name; records that no decision accepts share one remedy.

    Example:
        >>> remedy_of("unverified rest")
        'mend what is named before it, then verify again'
        >>> remedy_of("mixed journal") == remedy_of("self-approval")
        True
    """
    return _REMEDIES.get(name, _PAST_THE_RULES)
