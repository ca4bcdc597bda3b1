"""What coders say together."""

from __future__ import annotations

import numpy as np

from toolkit.themes import CONSENSUS, Codes

NAN = np.nan


def _codes(coders, ratings, probability=None):
    ratings = np.array(ratings, dtype=float)[:, :, None]
    units = tuple(f"d#{i}" for i in range(ratings.shape[1]))
    drawn = np.full(len(units), 0.5) if probability is None else np.array(probability)
    return Codes(("openness",), units, coders, ratings, drawn)


def test_the_majority_decides_and_a_tie_decides_nothing():
    codes = _codes(("a", "b", "c"), [[1, 1, 1, NAN], [1, 0, 0, NAN], [0, NAN, 0, NAN]])
    np.testing.assert_array_equal(codes.column("openness"), [1, NAN, 0, NAN])


def test_the_consensus_settles_ties_and_overrules():
    codes = _codes(("a", CONSENSUS, "b"), [[1, 1, 0], [NAN, 0, 1], [0, 1, 0]])
    np.testing.assert_array_equal(codes.column("openness"), [NAN, 0, 1])


def test_a_coded_unit_without_a_probability_is_noticed():
    assert _codes(("a",), [[1, NAN]], [0.5, NAN]).has_probabilities
    assert not _codes(("a",), [[1, 0]], [0.5, NAN]).has_probabilities
    assert not _codes(("a",), [[NAN, NAN]]).has_probabilities
