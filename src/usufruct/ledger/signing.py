"""Signatures over what people order: DSSE envelopes over canonical bytes, Ed25519.

Verifying is standard library only; making a signature needs ``usufruct[sign]`` (the package ``cryptography``).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

from usufruct.errors import refuse
from usufruct.ledger.ed25519 import is_public_key, verify

PAYLOAD_TYPE: Final = "application/vnd.usufruct.order+json"
"""DSSE payload type of an order, so that a signature made for something else is no approval."""


def signed_bytes(payload: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """Return the bytes that a DSSE signature covers (the pre-authentication encoding).

    Example:
        >>> signed_bytes(b"hello world", "http://example.com/HelloWorld")
        b'DSSEv1 29 http://example.com/HelloWorld 11 hello world'
    """
    return b"DSSEv1 %d %s %d %s" % (len(payload_type), payload_type.encode("ascii"), len(payload), payload)


def is_signed(payload: bytes, public: str, signature: str, payload_type: str = PAYLOAD_TYPE) -> bool:
    """Say whether a signature (base64) over a payload is by the holder of a public key (base64)."""
    try:
        key, made = (base64.b64decode(text, validate=True) for text in (public, signature))
    except (binascii.Error, ValueError):
        return False
    return verify(key, signed_bytes(payload, payload_type), made)


def is_public(text: str) -> bool:
    """Say whether text is a public key: canonical base64 of 32 bytes that are a usable point."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return base64.b64encode(data).decode() == text and is_public_key(data)


def key_id(public: str) -> str:
    """Return the short name of a public key: the first 16 hexadecimal digits of its SHA-256.

    Example:
        >>> key_id("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
        '21fe31dfa154a261'
    """
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


class SigningKey:
    """A private key, held by one natural person or by the writer of a ledger.

    Args:
        seed: 32 secret bytes; :meth:`generate` makes new ones.

    Raises:
        UsufructError: ``L110`` when the package for signing is not installed, ``L111`` for a seed that is
            not 32 bytes.
    """

    __slots__ = ("_private", "id", "public")

    def __init__(self, seed: bytes) -> None:
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        except ImportError:
            remedy = "install usufruct[sign]"
            raise refuse("L110", "signing needs the package cryptography", "signing", "", remedy) from None
        if len(seed) != 32:
            raise refuse(
                "L111",
                f"a private key has 32 bytes, this has {len(seed)}",
                "signing key",
                "",
                "make a key with usufruct ledger key --out FILE",
            )
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = base64.b64encode(self._private.public_key().public_bytes_raw()).decode("ascii")
        self.id = key_id(self.public)

    @staticmethod
    def generate() -> SigningKey:
        """Make a new key from the operating system's randomness."""
        import secrets

        return SigningKey(secrets.token_bytes(32))

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, to be kept by the holder and nowhere in a ledger."""
        return self._private.private_bytes_raw()

    def sign(self, payload: bytes, payload_type: str = PAYLOAD_TYPE) -> str:
        """Sign a payload as a DSSE envelope does; return the signature as base64."""
        return base64.b64encode(self.sign_raw(signed_bytes(payload, payload_type))).decode("ascii")

    def sign_raw(self, message: bytes) -> bytes:
        """Sign bytes as they are; return the 64 bytes of the signature."""
        return self._private.sign(message)
