"""Verification against the vectors of RFC 8032, an independent library, and every way to bend a signature."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope
from securesystemslib.signer._crypto_signer import CryptoSigner

from tests.ledger.world import key_of
from usufruct.errors import UsufructError
from usufruct.ledger.ed25519 import is_public_key, verify
from usufruct.ledger.signing import PAYLOAD_TYPE, SigningKey, is_public, is_signed, signed_bytes

ORDER = 2**252 + 27742317777372353535851937790883648493
# RFC 8032, 7.1: tests 1 to 3 and the one over SHA(abc): public key, message, signature.
# Each: the public key; the message, after minus signs; the signature, after plus signs.
TEXT = """\
d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
-
+e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe
+24655141438e7a100b

3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c
-72
+92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a
+eeb00d291612bb0c00

fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025
-af82
+6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed2
+8dc027beceea1ec40a

ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf
-ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce8
-0e2a9ac94fa54ca49f
+dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac1
+7ad9bef1177331a704
"""
VECTORS = [
    [
        "".join(line[at:] for line in block.split("\n") if (line[0] if line[0] in "-+" else "") == sign)
        for sign, at in (("", 0), ("-", 1), ("+", 1))
    ]
    for block in TEXT.strip().split("\n\n")
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_rfc_8032(public: str, message: str, signature: str) -> None:
    key, data, made = (bytes.fromhex(text) for text in (public, message, signature))
    assert verify(key, data, made)
    assert not verify(key, data + b"\0", made)
    for at in range(0, 64, 5):
        bent = bytearray(made)
        bent[at] ^= 1
        assert not verify(key, data, bytes(bent))


@settings(max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_it_agrees_with_an_independent_library(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verify(public, message, signature)
    bent = bytearray(signature)
    bent[bit // 8] ^= 1 << bit % 8
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(bent), message)
    except InvalidSignature:
        assert not verify(public, message, bytes(bent))
    else:
        assert verify(public, message, bytes(bent))


def test_a_scalar_beyond_the_order_is_refused() -> None:
    """The same signature plus the order verifies in careless code: two forms of one signature."""
    key = key_of("anna")
    public, made = base64.b64decode(key.public), key.sign_raw(b"m")
    bent = made[:32] + (int.from_bytes(made[32:], "little") + ORDER).to_bytes(32, "little")
    assert verify(public, b"m", made)
    assert not verify(public, b"m", bent)


@pytest.mark.parametrize(
    "public",
    [
        b"\x01" + bytes(31),  # the neutral element: every message has a signature under it
        bytes(32),
        b"\xec" + b"\xff" * 30 + b"\x7f",  # of order two
        b"\xee" + b"\xff" * 30 + b"\x7f",  # 1 again, written beyond the prime
        b"\x02" + bytes(31),  # no point of the curve
        bytes(31),
        b"",
    ],
)
def test_keys_that_are_none_are_refused(public: bytes) -> None:
    assert not is_public_key(public)
    assert not verify(public, b"m", b"\x01" + bytes(63))


def test_signatures_of_another_length_are_none() -> None:
    key = key_of("anna")
    public, made = base64.b64decode(key.public), key.sign_raw(b"m")
    for wrong in (b"", made[:63], made + b"\0"):
        assert not verify(public, b"m", wrong)


def test_an_envelope_is_the_one_of_dsse() -> None:
    """Made by an independent library, read here; and the other way round."""
    private = Ed25519PrivateKey.from_private_bytes(key_of("anna").seed)
    signer = CryptoSigner(private)
    envelope = Envelope(b'{"a":1}', PAYLOAD_TYPE, {})
    signature = envelope.sign(signer)
    assert envelope.pae() == signed_bytes(b'{"a":1}')
    made = base64.b64encode(bytes.fromhex(signature.signature)).decode()
    assert made == key_of("anna").sign(b'{"a":1}')
    assert is_signed(b'{"a":1}', key_of("anna").public, made)


def test_a_signature_for_another_purpose_is_none() -> None:
    key = key_of("anna")
    assert not is_signed(b"x", key.public, key.sign(b"x", "application/other"))
    assert not is_signed(b"x", key.public, "not base64")
    assert not is_signed(b"x", "????", key.sign(b"x"))
    assert not is_public(key.public + "\n")
    assert not is_public("AAAA")


def test_a_seed_has_32_bytes_and_keys_differ() -> None:
    with pytest.raises(UsufructError, match="L111"):
        SigningKey(b"short")
    assert SigningKey.generate().public != SigningKey.generate().public
