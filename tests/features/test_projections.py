"""Directions that linked words share: what they keep, and what they take away."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from toolkit.features import unit_length
from toolkit.features.projections import shared_directions

RNG = np.random.default_rng(0)


def linked_words(words=60, shared=3, own=5, noise=0.05):
    """Words of two languages with a common part and a part of their language; word i translates word i."""
    common = RNG.normal(size=(words, shared))
    english = np.hstack([common, 3 * RNG.normal(size=(words, own)), np.zeros((words, own))])
    chinese = np.hstack([common, np.zeros((words, own)), 3 * RNG.normal(size=(words, own))])
    vectors = np.vstack([english, chinese]) + noise * RNG.normal(size=(2 * words, shared + 2 * own))
    places = np.arange(words)
    block = sparse.csr_array((np.ones(words), (places, places)), shape=(words, words))
    weights = sparse.csr_array(sparse.block_array([[None, block], [block, None]]))
    return vectors, {"en": places, "zh": places + words}, weights


def matched(vectors, rows_of):
    near = vectors[rows_of["en"]] @ vectors[rows_of["zh"]].T
    return (near.argmax(axis=1) == np.arange(len(near))).mean()


def test_linked_words_meet_where_their_languages_kept_them_apart():
    vectors, rows_of, weights = linked_words()
    assert matched(unit_length(vectors), rows_of) < 0.6
    assert matched(shared_directions(vectors, rows_of, weights, 3, 0.01), rows_of) > 0.9


def test_two_languages_without_a_ridge_have_the_directions_of_canonical_correlation():
    vectors, rows_of, weights = linked_words(noise=0.3)
    vectors[rows_of["en"]] -= vectors[rows_of["en"]].mean(axis=0)
    vectors[rows_of["zh"]] -= vectors[rows_of["zh"]].mean(axis=0)
    ours = shared_directions(vectors, rows_of, weights, 1, 1e-9)
    # Björck & Golub 1973: the singular vectors of the product of both sides' orthonormal bases.
    bases = [np.linalg.qr(vectors[rows_of[language]])[0] for language in ("en", "zh")]
    left, _, right = np.linalg.svd(bases[0].T @ bases[1])
    for language, scores in (("en", bases[0] @ left[:, 0]), ("zh", bases[1] @ right[0])):
        same = np.sign(scores) * ours[rows_of[language], 0]  # of one direction only the sides can be compared
        assert abs(same.sum()) == pytest.approx(len(scores))


def test_rows_have_length_one_and_there_are_no_more_directions_than_asked_for():
    vectors, rows_of, weights = linked_words()
    projected = shared_directions(vectors, rows_of, weights, 2, 0.01)
    assert projected.shape[1] == 2
    np.testing.assert_allclose(np.linalg.norm(projected, axis=1), 1)


def test_three_languages_meet_as_two_do():
    vectors, rows_of, _ = linked_words()
    words = len(rows_of["en"])
    third = vectors[rows_of["en"]][:, ::-1] + 0.05 * RNG.normal(size=(words, vectors.shape[1]))
    everything = np.vstack([vectors, third])
    block = sparse.eye_array(words, format="csr")
    more = sparse.csr_array(
        sparse.block_array([[None, block, block], [block, None, block], [block, block, None]])
    )
    rows = {**rows_of, "de": np.arange(2 * words, 3 * words)}
    projected = shared_directions(everything, rows, more, 3, 0.01)
    near = projected[rows["zh"]] @ projected[rows["de"]].T
    assert (near.argmax(axis=1) == np.arange(words)).mean() > 0.7


def test_without_links_vectors_stay_as_they_are():
    vectors, rows_of, weights = linked_words()
    nothing = sparse.csr_array(weights.shape)
    np.testing.assert_array_equal(shared_directions(vectors, rows_of, nothing, 3, 0.01), vectors)
