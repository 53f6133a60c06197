"""The generator against the known answers of its authors, and seeds that are refused."""

from __future__ import annotations

import pytest

from usufruct.errors import UsufructError
from usufruct.markets.draws.philox import Key, Words, key_of, philox

# Known answers of Random123 for philox4x32 with ten rounds: counter, key, result.
KNOWN_ANSWERS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_known_answers(counter: str, key: str, answer: str) -> None:
    assert list(philox(Words(*words(counter)), Key(*words(key)))) == words(answer)


def test_a_seed_keeps_all_its_bits() -> None:
    assert key_of(0x29B4_F7D1_0000_0001) == Key(1, 0x29B4_F7D1)


@pytest.mark.parametrize("seed", [-1, 1 << 64, True, 1.0, "7", None])
def test_what_is_no_seed_is_refused(seed: object) -> None:
    with pytest.raises(UsufructError) as error:
        key_of(seed)  # type: ignore[arg-type]
    assert [fault.code for fault in error.value.faults] == ["R101"]
