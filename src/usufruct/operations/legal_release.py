"""Principal that an act of law releases: the release itself, under two approvals at least, then its booking.

Nothing else but a verified report moves principal. The act is cited, and what is booked is exactly what it releases.
"""

from __future__ import annotations

from datetime import date

from usufruct.errors import refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Amount, Journal, LegalRelease
from usufruct.ledger.citation import is_article
from usufruct.ledger.scaled import grouped_text
from usufruct.operations import chart
from usufruct.operations.levying import legs_of, period_of
from usufruct.operations.tray import Sheet


def waiting_release(state: State, custodian: str, code: str, amount: int) -> int | None:
    """The record of a release of that amount that is approved and not booked yet; None for none."""
    account = chart.principal(custodian, code)
    for seq, each in state.releases.items():
        if each.used is None and (each.body.account, each.body.amount) == (account, amount):
            return seq
    return None


def release(state: State, custodian: str, code: str, amount: int, act: str, article: str, reason: str) -> Sheet:
    """The release of principal by an act of law.

    Args:
        state: what the records make true.
        custodian: its key.
        code: currency of the principal.
        amount: in minor units.
        act: ELI or CELEX number of the act that releases it.
        article: the place in it.
        reason: in a few words, without personal data.

    Raises:
        UsufructError: ``O124`` for a currency that the custodian does not report, ``O201`` for an act or article that
            cannot be cited, ``O202`` for more than is held.
    """
    account = chart.principal(custodian, code)
    if account not in state.accounts:
        raise refuse("O124", f"{custodian} has no account {account}", "legal release", "", "usufruct propose currency")
    if not is_article(f"{act} {article}"):
        why = "only an act of law releases principal, and it is cited"
        remedy = "write --act as ELI or CELEX number, such as 32024R1469, and --article as its place"
        raise refuse("O201", f"{act!r:.60} with {article!r:.60} cites no place in an act", "legal release", why, remedy)
    held = state.balance(account)
    if not 0 < amount <= held:
        what = f"{_money(state, account, amount)} is not above zero and within the {_money(state, account, held)} held"
        raise refuse("O202", what, account, "what is not held cannot be released", "check the amount against the act")
    text = f"{_money(state, account, amount)} of principal at {custodian} released by {act} {article}: {reason}"
    return Sheet("legal release", text, (LegalRelease(act, article, account, Amount(amount), reason),))


def booking(state: State, seq: int, day: date) -> Sheet:
    """The journal that books a release, exactly as it was approved.

    Raises:
        UsufructError: ``O106`` when no open period holds the day.
    """
    body = state.releases[seq].body
    _, _, custodian, code = body.account.split("/")
    legs = {body.account: -int(body.amount), chart.owed(custodian, code): int(body.amount)}
    text = f"{_money(state, body.account, body.amount)} of principal at {custodian} released, as record {seq} says"
    journal = Journal(
        "principal", "legal release", period_of(state, day), day.isoformat(), legs_of(legs), basis=seq, text=text,
        article=f"{body.act} {body.article}",
    )  # fmt: skip
    return Sheet("legal release", text, (journal,))


def _money(state: State, account: str, amount: int) -> str:
    asset = state.accounts[account]
    return f"{grouped_text(amount, asset.scale)} {asset.asset}"
