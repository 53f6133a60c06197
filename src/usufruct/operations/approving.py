"""What was true when something was proposed, asked again when it is approved: money may have moved meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from usufruct.errors import refuse
from usufruct.ledger import State
from usufruct.ledger.bodies import Body, Journal, Payment, Reversal
from usufruct.ledger.folding import inverse_of
from usufruct.operations import chart
from usufruct.operations.dividing import check_covered
from usufruct.operations.levying import euros
from usufruct.operations.notices import check_ceiling
from usufruct.operations.paying import is_payable, on_its_way


def check_again(state: State, bodies: Sequence[Body]) -> None:
    """Refuse orders that what was recorded since they were proposed no longer bears.

    Raises:
        UsufructError: ``O208`` for a division of more than came in, ``O145`` for a lender who would get more than the
            last request says remains due, ``O217`` where more would be on its way to somebody than is owed.
    """
    check_covered(state, bodies)
    for body in bodies:
        run = state.runs.get(body.basis) if isinstance(body, Journal) and body.basis is not None else None
        if run is not None and run.booked is None:
            start = chart.lender("")
            shares = {path.removeprefix(start): part for path, part in run.shares.items() if path.startswith(start)}
            if shares:
                check_ceiling(state, shares)
    _check_owed(state, bodies)


def _check_owed(state: State, bodies: Sequence[Body]) -> None:
    owed: dict[str, int] = {}
    sent: dict[str, int] = {}
    for body in bodies:
        if isinstance(body, Payment):
            sent[body.payee] = sent.get(body.payee, 0) + int(body.amount)
        journal = body if isinstance(body, Journal) else None
        if isinstance(body, Reversal) and body.journal in state.journals:
            journal = inverse_of(state.journals[body.journal], body)
        for path, amount in journal.legs if journal is not None else ():
            owed[path] = owed.get(path, 0) - int(amount)
            if journal is not None and journal.entry == "settlement":  # what was on its way arrived
                sent[path] = sent.get(path, 0) - int(amount)
    for path in sorted(owed.keys() | sent.keys()):
        if not is_payable(path) or path not in state.accounts:
            continue
        before = on_its_way(state, path) + state.balance(path)
        after = before + sent.get(path, 0) - owed.get(path, 0)
        if after > max(before, 0):
            what = f"{euros(after)} more would be on its way to {path} than is owed"
            why = "it was proposed when less was on its way, or more was owed; one debt is paid once"
            remedy = "withdraw or reject it (usufruct approve N --reject), and propose what is owed now: usufruct inbox"
            raise refuse("O217", what, "approval", why, remedy)
