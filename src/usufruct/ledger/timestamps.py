"""Timestamps of checkpoints by an authority (RFC 3161): a time that neither the log nor a witness of it chose.

What is stamped is the text of a checkpoint (origin, size, root), so a note can be cosigned before or after. The
request goes to an authority by any way there is, and its reply is kept beside the note; checking it needs no
network. Needs ``usufruct[timestamps]`` (the package rfc3161-client).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import Any

from usufruct.errors import UsufructError, refuse
from usufruct.ledger.notes import read_checkpoint


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What an authority vouches for.

    Attributes:
        instant: when the checkpoint existed at the latest, UTC, such as ``2025-07-28T09:30:00Z``.
        serial: the authority's number for this timestamp.
        policy: object identifier of the rules by which it stamped.
    """

    instant: str
    serial: int
    policy: str


def timestamp_request(note: str) -> bytes:
    """Return the request (DER) to send to an authority as ``application/timestamp-query``.

    Args:
        note: a checkpoint; its signatures are no part of what is stamped.

    Raises:
        UsufructError: ``L311`` when it is no checkpoint, ``L318`` without the package.
    """
    client, message = _client(), _stamped(note)
    made = client.TimestampRequestBuilder().data(message).hash_algorithm(client.HashAlgorithm.SHA256).build()
    return bytes(made.as_bytes())


def check_timestamp(note: str, reply: bytes, roots: bytes, intermediates: bytes = b"") -> Timestamp:
    """Check an authority's reply against a checkpoint.

    Args:
        note: the checkpoint.
        reply: what the authority answered (DER), as it was kept.
        roots: certificates (PEM) of the authorities that are trusted.
        intermediates: certificates (PEM) between those and the one in the reply.

    Raises:
        UsufructError: ``L311`` when the note is no checkpoint; ``L317`` when the reply is none, is for
            something else, or is by somebody who is not trusted; ``L318`` without the package.
    """
    client, message = _client(), _stamped(note)
    trusted, between = _certificates(roots), _certificates(intermediates)
    if not trusted:
        raise _no_timestamp("no certificate says whom to trust")
    try:
        answer = client.decode_timestamp_response(reply)
        client.VerifierBuilder(roots=trusted, intermediates=between).build().verify_message(answer, message)
        info = answer.tst_info
    except (client.VerificationError, ValueError, TypeError) as problem:
        raise _no_timestamp(str(problem)) from None
    instant = info.gen_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Timestamp(instant, info.serial_number, info.policy.dotted_string)


def _stamped(note: str) -> bytes:
    return read_checkpoint(note).text.encode()


def _certificates(pem: bytes) -> list[Any]:
    if not pem.strip():
        return []
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return list(load_pem_x509_certificates(pem))
    except ValueError as problem:
        raise _no_timestamp(f"a certificate cannot be read: {problem}") from None


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        remedy = "install usufruct[timestamps]"
        raise refuse("L318", "timestamps need the package rfc3161-client", "timestamp", "", remedy) from None
    return rfc3161_client


def _no_timestamp(why: str) -> UsufructError:
    return refuse("L317", f"the timestamp does not hold: {why:.200}", "timestamp", "it proves no time", "ask again")
