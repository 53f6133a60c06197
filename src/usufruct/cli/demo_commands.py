"""What ``usufruct demo operations`` does: play the half-years on a store and show events and books."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from usufruct.cli.ending import OK, usage
from usufruct.cli.operation_desk import Place, is_server, open_store, tray_of
from usufruct.errors import UsufructError, refuse

if TYPE_CHECKING:
    from usufruct.ledger.stores.store import Store
    from usufruct.operations.story import Story
    from usufruct.operations.story_facts import Basis


def operations(ledger: str, basis: str, payments: int, folder: str, as_json: bool) -> int:  # noqa: FBT001
    """``usufruct demo operations``."""
    from usufruct.ledger import MemoryStore
    from usufruct.operations.story import tell
    from usufruct.operations.story_cast import NAME
    from usufruct.operations.tray import FolderTray, MemoryTray

    if basis not in ("computed", "received"):
        raise usage(f"{basis!r:.20} is no kind of amounts", "--amounts", "write computed or received")
    if folder and not ledger:
        raise usage("files go with a ledger that is kept", "--files", "give --ledger as well")
    if folder and Path(folder).exists() and any(Path(folder).iterdir()):
        raise refuse("O158", "the folder is not empty", folder, "nothing is overwritten", "name a new folder")
    fresh = bool(ledger) and not is_server(ledger) and not Path(ledger).exists()
    store: Store = open_store(ledger, fresh=True) if ledger else MemoryStore()
    try:
        tray = FolderTray(tray_of(Place(ledger), NAME)) if ledger and not is_server(ledger) else MemoryTray()
        story = tell(store, cast("Basis", basis), tray, payments=payments)
        if folder:
            _lay_out(Path(folder), story, payments)
        return _show(story, basis, ledger, as_json)
    except UsufructError:
        if fresh:
            store.close()
            for end in ("", "-wal", "-shm"):
                Path(ledger + end).unlink(missing_ok=True)
        raise
    finally:
        store.close()


def bank(place: Place, out: str, unknown: str) -> int:
    """``usufruct demo bank``."""
    from usufruct.cli.operation_desk import cents, opened
    from usufruct.operations.story_bank import camt_053, example_statement

    extra = cents(unknown, "--unknown") if unknown else 0
    with opened(place) as office:
        statement = example_statement(office.state, Path(out).stem[:30], place.day, extra)
    if not statement.entries:
        remedy = "call a contribution or pay first, or give --unknown"
        raise refuse("O152", "no debit note is open and no payment is on its way", "statement", "", remedy)
    try:
        with Path(out).open("xb") as target:
            target.write(camt_053(statement))
    except OSError as error:
        what = f"the statement cannot be written: {error.strerror or error}"
        raise refuse("O156", what, out, "nothing is overwritten", "name a new file") from None
    print(f"{out}: an example of a bank statement of {place.day}, {len(statement.entries)} entries")
    return OK


def _show(story: Story, basis: str, ledger: str, as_json: bool) -> int:  # noqa: FBT001
    if as_json:
        from usufruct.publish.document import written
        from usufruct.publish.operation_document import demonstration_document

        print(written(demonstration_document(story, basis)))
        return OK
    from usufruct.cli.demo_text import demonstration_text

    print(demonstration_text(story, basis, ledger))
    return OK


def _lay_out(folder: Path, story: Story, payments: int) -> None:
    """Keys, bank accounts and the next report, so that somebody can go on where the story ends."""
    from usufruct.assets import filing_text
    from usufruct.ledger.key_file import write_key_file
    from usufruct.operations.story_cast import ROLES, demo_key, demo_parties
    from usufruct.operations.story_facts import report_up_to

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*ROLES, "log"):
            write_key_file(folder / f"{name}.key", demo_key(name), "# Key of the demonstration: everybody knows it.")
        parties = demo_parties()
        tables = {"mechanism": parties.own, **{f"party.{key}": each for key, each in parties.payees.items()}}
        text = "".join(
            f'[{name}]\nname = "{each.name}"\naccount = "{each.account}"\nagent = "{each.agent}"\n\n'
            for name, each in tables.items()
        )
        (folder / "banks.toml").write_text(text, "utf-8")
        (folder / "proof.txt").write_text(
            "An example: the lender confirms that the payment discharged the debt.\n", "utf-8"
        )
        if payments < len(story.halves):
            report = report_up_to(story.halves, payments + 1, with_use=False)
            name = f"report-{story.halves[payments].half}.toml"
            (folder / name).write_text(filing_text(report, "toml"), "utf-8")
    except OSError as error:
        what = f"the files cannot be written: {error.strerror or error}"
        raise refuse("O158", what, str(folder), "", "name another folder") from None
