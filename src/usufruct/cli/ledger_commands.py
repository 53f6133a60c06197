"""What the commands about the ledger do. The clock and the files of keys are read here, and nowhere below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from usufruct.cli.clock import order_instant_of
from usufruct.cli.ending import OK, usage
from usufruct.errors import UsufructError, refuse

if TYPE_CHECKING:
    from usufruct.ledger.keeping import Ledger
    from usufruct.publish.document import Document


@contextmanager
def opened(where: str) -> Iterator[Ledger]:
    """A ledger that exists and is founded, while it is used."""
    from usufruct.ledger.keeping import Ledger
    from usufruct.ledger.opening import open_store, shown

    store = open_store(where)
    try:
        found = Ledger(store)
        if not found.state.size:
            raise refuse("L330", "the ledger is empty", shown(where), "", "found it: usufruct ledger init")
        yield found
    finally:
        store.close()


def key(out: str) -> int:
    """``usufruct ledger key``."""
    from usufruct.ledger.key_file import new_key_file

    made = new_key_file(out)
    print(f"{out}: a private key, readable by you alone. Keep a copy where nobody else comes.")
    print(f"id      {made.id}\npublic  {made.public}")
    return OK


def init(where: str, founding: str, install: bool, at: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger init``."""
    from usufruct.ledger.founding_file import TEMPLATE, read_founding
    from usufruct.ledger.keeping import Ledger
    from usufruct.ledger.opening import is_server, make_store, shown

    if not founding:
        print(TEMPLATE, end="")
        return OK
    if install and not is_server(where):
        raise usage("only a server has roles and tables to install", "--install", "leave it out for a file")
    act, moment = read_founding(founding), order_instant_of(at)
    fresh = not is_server(where) and not Path(where).exists()
    if install:
        from usufruct.ledger.stores.postgres_install import install as install_on

        install_on(where)
    store = make_store(where)
    try:
        if store.size():
            raise refuse("L202", "the ledger is founded already", shown(where), "", "name another")
        made = Ledger.found(store, act.genesis, moment)
        for who in act.people:
            store.identify(who)
        state = made.state
    except BaseException:
        store.close()
        for end in ("", "-wal", "-shm") if fresh else ():
            Path(where + end).unlink(missing_ok=True)
        raise
    store.close()
    if as_json:
        from usufruct.publish.ledger_document import posted_document

        return write_document(posted_document(state.ledger, [(0, "genesis", False)], []))
    from usufruct.cli.ledger_text import founded_text

    return print_text(founded_text(where, state))


def post(where: str, order: str, key_path: str, at: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger post``."""
    import sys

    from usufruct.ledger.key_file import read_key_file
    from usufruct.ledger.opening import read_note
    from usufruct.ledger.order_file import read_orders
    from usufruct.ledger.rejection import Rejection

    if order == "-" and sys.stdin.isatty():
        raise usage("no order was given", "ledger post", "name a file, or pipe one in")
    private = read_key_file(key_path) if key_path else None
    moment = order_instant_of(at)
    with opened(where) as found:
        try:
            text = sys.stdin.read() if order == "-" else read_note(order)
        except UnicodeDecodeError:
            raise refuse("L331", "standard input is not UTF-8 text", "stdin", "", "write it in UTF-8") from None
        orders = read_orders(text, found.state.ledger, private, moment, "stdin" if order == "-" else order)
        outcomes = found.offer(orders)
        taken = [
            (each.seq, found.record(each.seq).kind, each.again) for each in outcomes if not isinstance(each, Rejection)
        ]
        faults = [fault for each in outcomes if isinstance(each, Rejection) for fault in each.faults]
        if not taken:
            raise UsufructError(faults)
        if as_json:
            from usufruct.publish.ledger_document import posted_document

            write_document(posted_document(found.state.ledger, taken, faults))
        else:
            from usufruct.cli.ledger_text import posted_text

            print_text(posted_text(taken, found.state, len(outcomes) - len(taken)))
    if faults:
        from usufruct.cli.ending import refuse_with

        return refuse_with(UsufructError(faults), as_json=as_json)
    return OK


def balance(where: str, account: str, on: str, public: bool, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger balance``."""
    return _balances("balances", where, account, on, public, as_json)


def trial_balance(where: str, on: str, public: bool, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger trial-balance``."""
    return _balances("trial-balance", where, "", on, public, as_json)


def _balances(kind: str, where: str, account: str, on: str, public: bool, as_json: bool) -> int:  # noqa: FBT001
    from usufruct.cli.desk import day_of
    from usufruct.ledger.public import public_day
    from usufruct.ledger.seals import trial_balance as totals_of

    if on:
        day_of(on)
    with opened(where) as found:
        state = found.state
        on = public_day(state, on) if public else on
        totals = totals_of(state, on or None)
        chosen = {path: each for path, each in totals.items() if _under(path, account)}
        if not chosen and account:
            from usufruct.engine.naming import nearest

            near = nearest(account, list(totals)) if totals else "no account is open"
            raise usage(f"no account is called {account!r:.80} or stands under it", "ledger balance", near)
        if as_json:
            from usufruct.publish.ledger_document import balances_document

            return write_document(balances_document(kind, state, chosen, on))
        from usufruct.cli.ledger_text import balances_text, trial_balance_text

        return print_text((balances_text if kind == "balances" else trial_balance_text)(state, chosen, on))


def _under(path: str, account: str) -> bool:
    return not account or path == account or path.startswith(account.rstrip("/") + "/")


def journal(where: str, account: str, period: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger journal``."""
    with opened(where) as found:
        state = found.state
        if period and period not in state.periods:
            names = ", ".join(state.periods) or "none is open"
            raise usage(f"no period is called {period!r:.40}", "--period", f"there are {names}")
        seqs = [
            seq
            for seq, each in state.journals.items()
            if (not period or each.period == period) and any(_under(leg.account, account) for leg in each.legs)
        ]
        if as_json:
            from usufruct.publish.ledger_document import journals_document

            return write_document(journals_document(found, seqs))
        from usufruct.cli.ledger_text import journals_text

        return print_text(journals_text(found, seqs))


def seal(where: str, period: str, at: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct ledger seal``."""
    with opened(where) as found:
        done = found.seal(period, order_instant_of(at))
        if as_json:
            from usufruct.publish.ledger_document import posted_document

            return write_document(posted_document(found.state.ledger, [(done.seq, "seal", done.again)], []))
        from usufruct.cli.ledger_text import sealed_text

        return print_text(sealed_text(found.record(done.seq), again=done.again))


def write_document(document: Document) -> int:
    """Write a document and end well."""
    from usufruct.publish.document import written

    return print_text(written(document))


def print_text(text: str) -> int:
    """Write text and end well."""
    print(text)
    return OK
