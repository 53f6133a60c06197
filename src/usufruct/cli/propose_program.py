"""``usufruct propose`` and its options; nothing else is imported here."""

from __future__ import annotations

from typing import Annotated

import typer

Ledger = Annotated[
    str,
    typer.Option(
        "--ledger", metavar="FILE|URL", envvar="USUFRUCT_LEDGER", help="The ledger: a file, or postgresql://..."
    ),
]
Key = Annotated[str, typer.Option("--key", metavar="FILE", help="File of your private key.")]
Tray = Annotated[
    str,
    typer.Option(
        "--tray", metavar="FOLDER", envvar="USUFRUCT_TRAY", help="Where what waits lies; one folder for all people."
    ),
]
At = Annotated[str, typer.Option("--at", metavar="INSTANT", help="Such as 2025-07-28T09:30:00Z; now if left out.")]
On = Annotated[
    str, typer.Option("--on", metavar="DATE", help="The day it counts for; that of the instant if left out.")
]
Custodian = Annotated[str, typer.Option("--custodian", metavar="NAME", help="Whose, where there are several.")]
Expires = Annotated[int, typer.Option("--expires", min=1, max=366, metavar="DAYS", help="How long approvals count.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON document.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="In a few words, without personal data.")]
Report = Annotated[str, typer.Argument(metavar="REPORT", help="The custodian's report, TOML or CSV.")]
Half = Annotated[str, typer.Argument(metavar="PERIOD", help="A half-year such as 2025-H1.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="Of the payment; the first of July 2024 is 1.")]
Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help="In euro, such as 25000000.00.")]
Vintage = Annotated[str, typer.Argument(metavar="VINTAGE", help="The half-year it was retained from.")]
Journal = Annotated[int, typer.Argument(metavar="JOURNAL", min=0, help="Number of its record.")]
SETTINGS = {"help_option_names": ["--help", "-h"]}

propose = typer.Typer(rich_markup_mode=None, context_settings=SETTINGS, no_args_is_help=True)


@propose.command("chart")
def chart(
    custodians: Annotated[list[str], typer.Argument(metavar="NAME[=USD,...]...", help="Custodians, with currencies.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "",
    first: Annotated[str, typer.Option("--first", metavar="PERIOD", help="The first period; the last one ended.")] = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Accounts of both books, the law as published, and the first periods."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.chart(operation_desk.Place(ledger, key, tray, at), custodians, first, expires, json)


@propose.command("acts")
def acts(
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Acts published since, with the hashes of what they say."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.acts(operation_desk.Place(ledger, key, tray, at, on), expires, json)


@propose.command("currency")
def currency(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Such as USD.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Accounts for receipts in another currency than the euro."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.currency(operation_desk.Place(ledger, key, tray, at), code, expires, json)


@propose.command("conversion")
def conversion(
    sold: Annotated[int, typer.Argument(metavar="OUT", min=0, help="Journal of what went out in the currency.")],
    bought: Annotated[int, typer.Argument(metavar="IN", min=0, help="Journal of what came in for it in euro.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """A conversion into euro: two entries of the bank, and the exchange difference between them."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.conversion(place, sold, bought, expires, json)


@propose.command("open")
def open_period(
    label: Half, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Open an accounting period."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.period(operation_desk.Place(ledger, key, tray, at), label, "open", expires, json)


@propose.command("close")
def close_period(
    label: Half, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Close a period whose principal is what the custodians filed."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.period(operation_desk.Place(ledger, key, tray, at), label, "close", expires, json)


@propose.command("principal")
def principal(
    label: Half, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", custodian: Custodian = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Bring the principal book to what a verified report states."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.principal(operation_desk.Place(ledger, key, tray, at), label, custodian, expires, json)


@propose.command("opening")
def opening(
    balances: Annotated[list[str], typer.Argument(metavar="ACCOUNT=AMOUNT...", help="Debits above zero, in euro.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="What the balances rest on.")] = "not stated",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Balances of proceeds as of today, where the mechanism is older than its ledger."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.opening(operation_desk.Place(ledger, key, tray, at, on), balances, source, expires, json)


@propose.command("true-up")
def true_up(
    year: Annotated[str, typer.Argument(metavar="YEAR")], report: Report,
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "", custodian: Custodian = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Reconcile a year on its audited accounts."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.true_up(place, year, report, custodian, expires, json)


@propose.command("use")
def use(
    amount: Amount, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    custodian: Custodian = "", reason: Reason = "", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Retained amounts used for losses due to the war, the oldest vintage first."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.retention(place, "use", amount, "", custodian, reason, expires, json)


@propose.command("release")
def release(
    vintage: Vintage, amount: Amount, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    custodian: Custodian = "", reason: Reason = "", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Retained amounts that a decision sets free for the next call."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.retention(place, "release", amount, vintage, custodian, reason, expires, json)


@propose.command("keep")
def keep(
    vintage: Vintage, amount: Amount, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    custodian: Custodian = "", reason: Reason = "", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """What stays retained after the five-year test."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.retention(place, "keep", amount, vintage, custodian, reason, expires, json)


@propose.command("split")
def split(
    number: Number, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Divide what a payment brought over the channels; once more, to book it."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.split(operation_desk.Place(ledger, key, tray, at, on), number, expires, json)


@propose.command("payout")
def payout(
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="LENDER", help="A loan not in force, or fully repaid.")
    ] = None,
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Divide all that the loan mechanism holds over the lenders; once more, to book it."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.payout(operation_desk.Place(ledger, key, tray, at, on), without or [], expires, json)


@propose.command("interest")
def interest(
    number: Number, receipt: Journal, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    custodian: Custodian = "",
    rate: Annotated[str, typer.Option("--rate", metavar="PERCENT", help="Refinancing rate, if no fact has it.")] = "",
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where that rate is published.")] = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Interest on what a receipt brought after the deadline of its debit note."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.interest(place, number, receipt, custodian, rate, source, expires, json)


@propose.command("discharge")
def discharge(
    payment: Annotated[int, typer.Argument(metavar="PAYMENT", min=0, help="Number of its record.")],
    proof: Annotated[str, typer.Argument(metavar="PROOF", help="The document; its SHA-256 is kept.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    rate: Annotated[str, typer.Option("--rate", metavar="TEXT", help="The conversion rate that was used.")] = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Proof that a payment to a lender discharged Ukraine's debt."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.discharge(place, payment, rate, proof, expires, json)


@propose.command("clear")
def clear(
    journal: Journal,
    to: Annotated[str, typer.Argument(metavar="ACCOUNT", help="A debit note's claim, or a cost account.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    rate: Annotated[
        str, typer.Option("--rate", metavar="FIGURE", help="Units of a currency for one euro, or the refinancing rate.")
    ] = "",
    proof: Annotated[str, typer.Option("--proof", metavar="FILE", help="What shows the rate of a currency.")] = "",
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where a refinancing rate stands.")] = "",
    expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Take something out of suspense."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.clear(place, journal, to, rate, proof, source, expires, json)


@propose.command("difference")
def difference(
    number: Number, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    paid_in: Annotated[str, typer.Option("--paid-in", metavar="CODE", help="The currency that was converted.")] = "",
    custodian: Custodian = "", reason: Reason = "not stated", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Close what conversion left open of a debit note that was paid in another currency."""
    from usufruct.cli import operation_desk, propose_commands

    place = operation_desk.Place(ledger, key, tray, at, on)
    return propose_commands.difference(place, number, paid_in, custodian, reason, expires, json)


@propose.command("reversal")
def reversal(
    journal: Journal, ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    reason: Reason = "", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Undo a journal of proceeds, once and exactly."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.reversal(operation_desk.Place(ledger, key, tray, at, on), journal, reason, expires, json)


@propose.command("void")
def void(
    record: Annotated[int, typer.Argument(metavar="RECORD", min=0, help="Number of its record.")],
    ledger: Ledger = "", key: Key = "", tray: Tray = "", at: At = "", on: On = "",
    reason: Reason = "", expires: Expires = 30, json: Json = False,  # noqa: FBT002
) -> int:  # fmt: skip
    """Take back a bank statement, or drop the run of a split or payout, while nothing of it is booked."""
    from usufruct.cli import operation_desk, propose_commands

    return propose_commands.void(operation_desk.Place(ledger, key, tray, at, on), record, reason, expires, json)
