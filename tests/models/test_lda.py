"""What LDA promises besides: a log, convergence or a note, and the subjects that are there."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from toolkit.models import Lda

VARIANTS = {"separate": Lda(topics=3), "joint": Lda(topics=3, languages="joint")}


def subjects(solution):
    return [unit.split("#")[0].split("-")[1] for unit in solution.unit_ids]


@pytest.mark.parametrize("variant", VARIANTS)
def test_planted_subjects_are_recovered(small_features, variant):
    for solution in VARIANTS[variant].fit(small_features):
        assert adjusted_rand_score(subjects(solution), solution.topic_shares.argmax(axis=1)) > 0.8


def test_joint_topics_hold_a_subjects_words_of_both_languages(small_features):
    (solution,) = VARIANTS["joint"].fit(small_features)
    tops = [
        {word for language in ("zh", "en") for word, _ in solution.top_terms(topic, language)}
        for topic in range(3)
    ]
    for chinese, english in (("芯片", "chip"), ("玉米", "maize"), ("集装箱", "container")):
        assert sum({chinese, english} <= top for top in tops) == 1


def test_the_log_is_kept_and_ends_converged(small_features):
    for solution in VARIANTS["separate"].fit(small_features):
        passes = [step["passes"] for step in solution.log]
        assert passes == sorted(set(passes))
        assert [step["converged"] for step in solution.log] == [*[False] * (len(passes) - 1), True]
        assert solution.notes == ()


@pytest.mark.parametrize("max_passes", [1, 5, 7])
def test_a_fit_that_did_not_converge_says_so(small_features, max_passes):
    model = Lda(topics=8, start="random", max_passes=max_passes, tolerance=1e-300)
    for solution in model.fit(small_features):
        assert solution.log[-1]["passes"] == max_passes
        assert not solution.log[-1]["converged"]
        assert solution.notes == (f"did not converge in {max_passes} passes",)


@pytest.mark.parametrize("start", ["clusters", "random"])
def test_the_likelihood_does_not_fall(small_features, start):
    model = Lda(topics=3, start=start)
    for solution in model.fit(small_features):
        values = [step["log_likelihood_per_word"] for step in solution.log]
        assert all(value < 0 for value in values)
        falls = [before - after for before, after in pairwise(values)]
        assert max(falls) <= model.tolerance * abs(values[-1])


def test_a_topic_is_a_distribution_over_terms(small_features):
    for solution in VARIANTS["separate"].fit(small_features):
        np.testing.assert_allclose(solution.term_weights.sum(axis=1), 1)


def test_a_unit_without_tokens_keeps_the_prior(small_units, make_units):
    from toolkit.features import build_features

    rows = [(u.doc, u.language, t) for u, t in zip(small_units.units, small_units.tokens, strict=True)]
    features = build_features(make_units([*rows, ("en-empty", "en", ())]))
    english, _ = VARIANTS["separate"].fit(features)
    np.testing.assert_allclose(english.topic_shares[-1], 1 / 3)
