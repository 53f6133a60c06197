"""What rests on a journal takes no more from an account than that journal put there: nothing is disposed of twice."""

from __future__ import annotations

from collections.abc import Iterator

from usufruct.ledger.bodies import Journal, Payment
from usufruct.ledger.rejection import Case
from usufruct.ledger.state import State

_WHY = "what was put there once leaves once"


def put(state: State, basis: int, path: str) -> int:
    """Return what a journal put on an account, debits positive; nothing where it is reversed, or a reversal itself."""
    journal = state.journals[basis]
    gone = basis in state.reversals or journal.entry == "reversal"
    return 0 if gone else sum(amount for account, amount in journal.legs if account == path)


def taken(state: State, basis: int, path: str) -> Iterator[tuple[int, int]]:
    """Yield what stands, rests on a journal and takes back what that put on an account: its number and how much.

    The settlement of a payment rests on the payment, so that what goes out counts once.
    """
    there = put(state, basis, path)
    for seq in state.resting.get(basis, ()):
        payment = state.payments.get(seq)
        if payment is not None:
            live = payment.status not in ("rejected", "returned")
            amount = int(payment.body.amount) if live and payment.body.payee == path else 0
        else:
            amount = put(state, seq, path)
        if amount * there < 0:
            yield seq, abs(amount)


def _holds(state: State, path: str) -> bool:
    """Say whether an account holds money or a debt, and does not only tell where it came from or went."""
    return state.accounts[path].side in ("asset", "liability")


def journal_takes(case: Case, body: Journal, basis: int) -> None:
    """A journal that rests on another takes from each account at most what that put there and is left."""
    original = case.state.journals[basis]
    for path, moved in original.legs:
        if not _holds(case.state, path):
            continue
        amount = sum(each for account, each in body.legs if account == path)
        if amount * moved < 0:
            _check(case, basis, path, abs(amount), abs(put(case.state, basis, path)))


def payment_takes(case: Case, body: Payment, basis: int) -> None:
    """A payment that rests on a journal takes from the account of its payee at most what that put there and is left.

    It will debit the account, so only what was credited there can leave by it.
    """
    _check(case, basis, body.payee, int(body.amount), max(-put(case.state, basis, body.payee), 0))


def payments_again(case: Case, statement: int) -> None:
    """A payment that a statement brought back takes again, once that is taken back: only what is left by then."""
    for payment in case.state.payments.values():
        back = payment.status == "returned" and payment.shown[-1][0] == statement
        if back and payment.body.basis in case.state.journals:
            payment_takes(case, payment.body, payment.body.basis)


def _check(case: Case, basis: int, path: str, amount: int, there: int) -> None:
    others = list(taken(case.state, basis, path))
    left = there - sum(each for _, each in others)
    by = f", taken by {', '.join(str(seq) for seq, _ in others)}" if others else ""
    what = f"{amount} is more than the {left} that journal {basis} put on {path:.80} and that is left{by}"
    case.check(amount <= left, "L298", what, _WHY)


def untaken(case: Case, basis: int) -> None:
    """A journal is not reversed while something takes what it put on an account."""
    state = case.state
    paths = [path for path, _ in state.journals[basis].legs if _holds(state, path)]
    found = {seq for path in paths for seq, _ in taken(state, basis, path)}
    for seq in sorted(found):
        if seq in state.payments:
            what = f"payment {seq} sends on what journal {basis} put there"
            remedy = f"reverse it once the bank has rejected payment {seq} or brought it back"
        else:
            what = f"journal {seq} takes what journal {basis} put there"
            remedy = f"reverse journal {seq} first: usufruct propose reversal {seq}"
        case.fault("L299", what, _WHY, remedy)
