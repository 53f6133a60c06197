"""Reference, exact and real agree on random laws that use every word."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from tests.engine.differential import LAWS, disagreements, law_of, radii_of, seen_early, unexplained
from usufruct.engine.words import VOCABULARY


@pytest.mark.parametrize("seed", range(LAWS))
def test_executions_agree_on_a_random_law(seed: int) -> None:
    assert disagreements(seed) == []


@pytest.mark.parametrize("seed", range(0, LAWS, 2))
def test_what_becomes_known_later_changes_nothing_before(seed: int) -> None:
    as_written = seen_early(seed, "as written")
    assert as_written == seen_early(seed, "perturbed")
    assert as_written == seen_early(seed, "deleted")


def test_the_later_acts_do_change_something() -> None:
    """Otherwise the test before this one would prove nothing."""
    late = [law_of(seed).law.hash != law_of(seed, "deleted").law.hash for seed in range(0, LAWS, 2)]
    assert all(late)


@pytest.mark.parametrize("seed", range(1, LAWS, 3))
def test_explanations_work_out_to_the_figure(seed: int) -> None:
    assert unexplained(seed) == []


def test_the_bounds_of_the_real_execution_say_something() -> None:
    """A bound may be wide where a figure hangs on a doubtful condition; most are a few cents."""
    radii = [radius for seed in range(0, LAWS, 4) for radius in radii_of(seed)]
    assert sum(radius <= 1000 for radius in radii) > Fraction(8, 10) * len(radii)


def test_every_word_of_the_vocabulary_is_used() -> None:
    used = Counter(word for seed in range(LAWS) for word in law_of(seed).words)
    print("laws that use each word:", ", ".join(f"{word} {used[word]}" for word in VOCABULARY))
    assert [word for word in VOCABULARY if not used[word]] == []
    assert set(used) <= set(VOCABULARY)


@pytest.mark.long
@pytest.mark.parametrize("block", range(40))
def test_executions_agree_on_many_random_laws(block: int) -> None:
    found = {seed: disagreements(seed) for seed in range(1000 + 100 * block, 1100 + 100 * block)}
    assert {seed: each for seed, each in found.items() if each} == {}
