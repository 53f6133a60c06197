"""The proof of one balance, as its keeper hands it out and as its party reads it."""

from __future__ import annotations

from usufruct.cli.layout import text_of, wrapped
from usufruct.ledger.party_proof import ProvenBalance
from usufruct.money import grouped


def proof_text(account: str, period: str, out: str, key: str) -> str:
    """What the keeper of the ledger is told."""
    return text_of(
        [
            wrapped(f"{out}: the balance of {account} after {period}, and nothing of the other accounts."),
            wrapped(
                "Send it to its party. The key of the log they must have by another way than from you with the file:"
            ),
            [f"  {key}"],
            ["They check it, without the ledger:", *wrapped(f"usufruct ledger check-proof {out} --log KEY", 2, 2)],
        ]
    )


def checked_text(found: ProvenBalance) -> str:
    """What the party of a balance is told."""
    amounts = {"debits": found.debits, "credits": found.credits, "balance": found.balance}
    width = max(len(grouped(each, found.asset)) for each in amounts.values())
    rows = [f"  {name:8} {grouped(each, found.asset):>{width}} {found.asset}" for name, each in amounts.items()]
    owed = "Debits less credits: what the mechanism owes you is negative."
    beside = (
        f"and by {', '.join(found.cosigned)}."
        if found.cosigned
        else "; no witness was asked for (--policy FILE asks), so another party may have been shown another history."
    )
    return text_of(
        [
            wrapped(f"HOLDS. {found.account} of {found.ledger}, at the end of {found.period}:"),
            [*rows, *wrapped(owed)],
            wrapped(
                f"Sealed by record {found.seal} on {found.sealed}, by the ledger's clock; under a head of {found.head} "
                f"records signed by the log{'' if beside[0] == ';' else ' '}{beside}"
            ),
            wrapped(
                "Not shown: the other accounts, what came after that period, and that what was booked is what is due. "
                "For the entries behind the balance, ask the keeper of the ledger for a statement."
            ),
        ]
    )
