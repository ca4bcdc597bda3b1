"""What every topic model owes; a new model joins by adding a line to MODELS."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from toolkit.models import Bertopic, GuidedBertopic, Lda, SeededLda, TopicSolution, ZeroShotBertopic

SEEDS = {
    "chips": [("zh", "芯片"), ("zh", "晶圆"), ("en", "chip"), ("en", "wafer"), ("en", "not in the corpus")],
    "seeds": [("zh", "玉米"), ("zh", "水稻"), ("en", "maize"), ("en", "rice")],
}
PROTOTYPES = {"chips": ("The wafer factory tested chips.", "en"), "seeds": ("农民播种玉米和水稻。", "zh")}


def prototypes(features):
    return {theme: features.embedder.embed([text], [lang])[0] for theme, (text, lang) in PROTOTYPES.items()}


KMEANS = {"small_corpus": "kmeans", "kmeans_topics": 3}
MODELS = {
    "lda": lambda features, seed: Lda(topics=3, seed=seed).fit(features),
    "lda-joint": lambda features, seed: Lda(topics=3, languages="joint", seed=seed).fit(features),
    "bertopic": lambda features, seed: Bertopic(**KMEANS, seed=seed).fit(features),
    "bertopic-separate": lambda features, seed: Bertopic(**KMEANS, languages="separate", seed=seed).fit(
        features
    ),
    "seeded-lda": lambda features, seed: [SeededLda(residual_topics=1, seed=seed).fit(features, SEEDS)],
    "bertopic-zero-shot": lambda features, seed: [
        ZeroShotBertopic(**KMEANS, min_similarity=0.3, seed=seed).fit(features, prototypes(features))
    ],
    "bertopic-guided": lambda features, seed: [
        GuidedBertopic(**KMEANS, seed=seed).fit(features, SEEDS, prototypes(features))
    ],
}
SEPARATE = {"lda", "bertopic-separate"}
SLOW = {"bertopic-separate", "bertopic-zero-shot", "bertopic-guided"}
"""Variants; BERTopic itself is always tried."""
LDA = {"lda", "lda-joint", "seeded-lda"}
SCRIPT = {"zh": re.compile(r"[\u4e00-\u9fff]+"), "en": re.compile(r"[a-z_-]+")}


def state(features) -> str:
    arrays = (features.vectors, features.counts.data, features.counts.indices, features.bridge.word_vectors)
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()


@pytest.fixture(scope="module")
def fit(small_features) -> Callable[..., list[TopicSolution]]:
    """Fit a model by name; the same name, seed and attempt are fitted once."""
    return cache(lambda name, seed=0, attempt=0: MODELS[name](small_features, seed))


@pytest.fixture(params=[pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in MODELS])
def name(request) -> str:
    return request.param


def test_shapes_match_units_and_terms(fit, name):
    for solution in fit(name):
        assert solution.topic_shares.shape == (len(solution.unit_ids), solution.topics)
        assert solution.term_weights.shape == (solution.topics, len(solution.terms))
        assert solution.labels == () or len(solution.labels) == solution.topics
        assert np.isfinite(solution.topic_shares).all()
        assert np.isfinite(solution.term_weights).all()


def test_shares_never_exceed_the_unit(fit, name):
    for solution in fit(name):
        assert solution.topic_shares.min() >= 0
        assert solution.topic_shares.sum(axis=1).max() <= 1 + 1e-9
        assert -1e-9 <= solution.outlier_share() <= 1
        if name in LDA:
            np.testing.assert_allclose(solution.topic_shares.sum(axis=1), 1)


def test_weights_are_never_negative_and_every_topic_has_some(fit, name):
    for solution in fit(name):
        assert solution.term_weights.min() >= 0
        assert (solution.term_weights.max(axis=1) > 0).all()


def test_every_unit_is_covered_once(fit, name, small_features):
    solutions = fit(name)
    covered = [unit for solution in solutions for unit in solution.unit_ids]
    assert sorted(covered) == sorted(small_features.unit_ids)
    assert len(solutions) == (2 if name in SEPARATE else 1)


def test_separate_solutions_are_named_after_their_language_and_hold_its_units(fit, name):
    if name not in SEPARATE:
        pytest.skip("a joint solution")
    for solution in fit(name):
        _, language = solution.name.rsplit(".", 1)
        assert all(unit.startswith(f"{language}-") for unit in solution.unit_ids)
        assert all(solution.top_terms(topic, language) for topic in range(solution.topics))


def test_the_same_seed_gives_the_same_bytes(fit, name):
    for one, other in zip(fit(name), fit(name, attempt=1), strict=True):
        assert one.topic_shares.tobytes() == other.topic_shares.tobytes()
        assert one.term_weights.tobytes() == other.term_weights.tobytes()
        assert (one.log, one.notes, one.labels) == (other.log, other.notes, other.labels)


def test_another_seed_keeps_the_promises_too(fit, name):
    for one, other in zip(fit(name), fit(name, seed=1), strict=True):
        assert other.unit_ids == one.unit_ids
        assert other.terms == one.terms
        assert other.topic_shares.sum(axis=1).max() <= 1 + 1e-9


def test_fitting_leaves_the_features_unchanged(name, small_features):
    before = state(small_features)
    MODELS[name](small_features, 2)
    assert state(small_features) == before


def test_top_terms_of_a_language_come_from_that_language(fit, name):
    for solution in fit(name):
        known = set(solution.terms.index)
        for topic in range(solution.topics):
            for language in solution.terms.all_languages:
                words = [word for word, _ in solution.top_terms(topic, language)]
                assert all((language, word) in known and SCRIPT[language].fullmatch(word) for word in words)
                assert len(words) == len(set(words)) <= 10


def test_joint_topics_speak_both_languages(fit, name):
    if name in SEPARATE:
        pytest.skip("one language a solution")
    (solution,) = fit(name)
    themes = len(PROTOTYPES) if name == "bertopic-zero-shot" else solution.topics  # then come the leftovers
    for topic in range(themes):
        assert solution.top_terms(topic, "zh"), "pitfall P1: BERTopic's default deletes Chinese"
        assert solution.top_terms(topic, "en")


def test_top_terms_are_the_heaviest_and_best_first(fit, name):
    for solution in fit(name):
        for topic in range(solution.topics):
            for language in solution.terms.all_languages:
                top = solution.top_terms(topic, language, 5)
                weights = [weight for _, weight in top]
                own = solution.term_weights[topic, solution.terms.of(language)]
                assert weights == sorted((own[own > 0]).tolist(), reverse=True)[:5]


def test_rows_rank_from_one_in_every_topic_and_language(fit, name):
    for solution in fit(name):
        rows = list(solution.rows(4))
        for topic in range(solution.topics):
            for language in solution.terms.all_languages:
                own = [row for row in rows if (row["topic"], row["language"]) == (topic, language)]
                assert [row["rank"] for row in own] == list(range(1, len(own) + 1))
                top = solution.top_terms(topic, language, 4)
                assert [(row["term"], row["weight"]) for row in own] == top
        assert {row["solution"] for row in rows} == {solution.name}


def test_a_solution_shows_itself_in_a_notebook(fit, name):
    for solution in fit(name):
        shown = solution._repr_html_()
        assert shown.count("<tr>") == solution.topics + 1
        assert all(note in shown for note in solution.notes)


def test_equal_weights_rank_in_the_order_of_the_words(fit):
    (solution,) = fit("lda-joint")
    flat = TopicSolution(
        "flat", solution.unit_ids, solution.terms, np.ones_like(solution.term_weights), solution.topic_shares
    )
    words = [word for word, _ in flat.top_terms(0, "en", 1000)]
    assert words == sorted(words)
