"""What the retrieval of counterparts promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import ToolkitError
from toolkit.evaluation import pair_retrieval


def spread(seed, rows=20, dimensions=8):
    return np.random.default_rng(seed).normal(size=(rows, dimensions))


seeds = st.integers(0, 1000)


@settings(deadline=None)
@given(seeds, st.sampled_from([np.float32, np.float64]))
def test_identical_vectors_always_find_each_other(seed, kind):
    vectors = spread(seed).astype(kind)
    found = pair_retrieval(vectors, (3 * vectors).astype(kind))  # lengths do not matter
    assert (found.forward, found.backward, found.mean, found.tied) == (1, 1, 1, 0)


@settings(deadline=None)
@given(seeds)
def test_the_order_of_units_changes_nothing(seed):
    first, second = spread(seed), spread(seed + 1) + spread(seed)
    order = np.random.default_rng(seed).permutation(20)
    found = pair_retrieval(first, second)
    mixed = pair_retrieval(first, second[order], np.stack([order, np.arange(20)], axis=1))
    assert (mixed.forward, mixed.backward) == pytest.approx((found.forward, found.backward))
    turned = pair_retrieval(second, first)
    assert (turned.forward, turned.backward) == pytest.approx((found.backward, found.forward))


@settings(deadline=None)
@given(seeds)
def test_blocks_find_what_one_table_finds(seed):
    first, second = spread(seed, 23), spread(seed, 31) + 0.5 * spread(seed + 1, 31)
    pairs = np.stack([np.random.default_rng(seed).permutation(n)[:15] for n in (23, 31)], axis=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("toolkit.evaluation.retrieval._CELLS", 100)
        by_blocks = pair_retrieval(first, second, pairs)
    one, other = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (first, second))
    similar = one @ other.T
    left, right = pairs.T
    assert by_blocks.forward == pytest.approx((similar[left].argmax(axis=1) == right).mean())
    assert by_blocks.backward == pytest.approx((similar[:, right].argmax(axis=0) == left).mean())
    assert by_blocks.units == (23, 31)
    assert by_blocks.chance == pytest.approx((1 / 23 + 1 / 31) / 2)


def test_units_without_a_counterpart_may_be_found():
    first = np.array([[1.0, 0.0], [0.0, 1.0]])
    second = np.array([[1.0, 0.5], [0.0, 1.0], [1.0, 0.0]])
    found = pair_retrieval(first, second, np.array([[0, 0], [1, 1]]))
    assert (found.forward, found.backward, found.mean) == (0.5, 1, 0.75)


def test_ties_share_the_hit():
    first = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    found = pair_retrieval(first, first)
    assert found.forward == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert found.tied == pytest.approx(2 / 3)


def test_vectors_that_say_nothing_reach_chance():
    found = pair_retrieval(np.zeros((4, 3)), np.zeros((4, 3)))
    assert found.mean == found.chance == 0.25
    same = pair_retrieval(np.ones((5, 3), dtype=np.float32), np.ones((5, 3), dtype=np.float32))
    assert same.mean == pytest.approx(same.chance)


def test_without_pairs_nothing_is_measured_and_a_note_says_so():
    found = pair_retrieval(spread(0), spread(1), np.zeros((0, 2), dtype=np.int64))
    assert math.isnan(found.mean)
    assert found.notes == ("no pairs are known",)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (None, "cannot be paired row by row"),
        ([[0, 30]], "side 2 lacks"),
        ([[-1, 0]], "side 1 lacks"),
        ([[0, 0], [0, 1]], "side 1 twice"),
    ],
)
def test_pairs_that_cannot_be_are_refused(pairs, message):
    with pytest.raises(ToolkitError, match=message):
        pair_retrieval(spread(0), spread(1, rows=21), None if pairs is None else np.array(pairs))


def test_spaces_that_differ_are_refused():
    with pytest.raises(ToolkitError, match="one space"):
        pair_retrieval(spread(0), spread(0, dimensions=7))


@pytest.mark.slow
def test_many_units_fit_in_memory():
    import tracemalloc

    vectors = spread(0, 12_000, 32).astype(np.float32)
    tracemalloc.start()
    found = pair_retrieval(vectors, vectors)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.mean == 1
    assert peak < 150e6  # the whole table would take 576 MB
