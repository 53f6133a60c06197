"""What ``usufruct ledger timestamp`` does: a request to an authority of time, and its reply, both as files.

Nothing here speaks with the network: the request goes out, and the reply comes in, by whatever way there is.
"""

from __future__ import annotations

from pathlib import Path

from usufruct.cli.ending import OK, VERIFICATION, refuse_with, usage
from usufruct.cli.layout import text_of, wrapped
from usufruct.errors import UsufructError, refuse
from usufruct.ledger.opening import read_note, read_raw, write_new
from usufruct.ledger.timestamps import Timestamp, check_timestamp, timestamp_request

BESIDE = ".timestamp"
"""What is added to the name of a checkpoint for the reply beside it."""


def timestamp(checkpoint: str, request: str, reply: str, roots: str, intermediates: str) -> int:
    """``usufruct ledger timestamp``."""
    note = read_note(checkpoint)
    if request:
        if reply or roots or intermediates:
            raise usage("a request is made, or a reply is checked", "--request", "do one after the other")
        return _requested(note, checkpoint, request)
    if not roots:
        what = "whose reply is trusted is for you to say" if reply else "there is nothing to do"
        raise usage(what, "ledger timestamp", "write --request NEWFILE, or --reply FILE --roots CERTIFICATES.pem")
    return _checked(note, checkpoint, reply or checkpoint + BESIDE, roots, intermediates)


def _requested(note: str, checkpoint: str, request: str) -> int:
    write_new(request, timestamp_request(note))
    next_one = f"  usufruct ledger timestamp --checkpoint {checkpoint} --reply REPLY --roots CERTIFICATES.pem"
    told = f"{request}: the request for a timestamp of {checkpoint}; nothing was sent."
    send = "Send it to an authority as application/timestamp-query, and keep its reply (DER) as it comes."
    print(text_of([wrapped(told), wrapped(send), ["Next:", next_one]]))
    return OK


def _checked(note: str, checkpoint: str, reply: str, roots: str, intermediates: str) -> int:
    """Check a reply, and keep it beside the checkpoint if it holds."""
    data, beside = read_raw(reply), checkpoint + BESIDE
    kept = read_raw(beside) if Path(beside).exists() else None
    if kept not in (None, data):
        raise refuse("L332", "another reply is kept there already", beside, "nothing is overwritten", "move it away")
    try:
        stamped = check_timestamp(note, data, read_raw(roots), read_raw(intermediates) if intermediates else b"")
    except UsufructError as error:
        code = refuse_with(error, as_json=False)
        return VERIFICATION if {fault.code for fault in error.faults} == {"L317"} else code
    if kept is None:
        write_new(beside, data)
    print(_stamped_text(note, checkpoint, beside, stamped))
    return OK


def _stamped_text(note: str, checkpoint: str, beside: str, stamped: Timestamp) -> str:
    from usufruct.ledger.notes import read_checkpoint

    head = read_checkpoint(note)
    holds = f"HOLDS. {checkpoint}, the head of {head.origin} over {head.size} records, existed on {stamped.instant}"
    by = f"at the latest: timestamp {stamped.serial} of an authority that you trust, policy {stamped.policy}."
    limits = (
        "Whether the log signed that head, and whether a ledger agrees with it, is another question: "
        f"usufruct verify --ledger FILE --checkpoint {checkpoint}"
    )
    return text_of([wrapped(f"{holds} {by}"), wrapped(f"The reply is kept as {beside}."), wrapped(limits)])
