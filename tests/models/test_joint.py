"""What joint solutions promise: groups of every language, words of every language, shares of new units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from toolkit.features import Terms, neighbours, unit_length
from toolkit.models import Bertopic, Lda
from toolkit.models.joint import JointRules, describe, draw_anchors
from toolkit.models.pooled_lda import PoolRules
from toolkit.models.spheres import balanced, group_means, soft_shares, sphere_groups, telling_heat

MODELS = {
    "lda": Lda(topics=3, languages="joint"),
    "bertopic": Bertopic(groups="kmeans", topics=3),
}


def planted(groups=4, each=30, seed=0):
    random = np.random.default_rng(seed)
    centres = np.eye(groups, 12)
    vectors = np.repeat(centres, each, axis=0) + random.normal(0, 0.1, (groups * each, 12))
    return unit_length(vectors), np.repeat(np.arange(groups), each)


def subjects(features):
    return [doc.split("-")[1] for doc in features.documents]


# --- groups -------------------------------------------------------------------------------------------


def test_planted_groups_are_found():
    vectors, truth = planted()
    assert adjusted_rand_score(truth, sphere_groups(vectors, np.ones(len(vectors)), 4, 0)) == 1


def test_the_same_seed_gives_the_same_groups():
    vectors, _ = planted(seed=3)
    one, other = (sphere_groups(vectors, np.ones(len(vectors)), 5, 7) for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_more_groups_than_vectors_leave_some_empty():
    vectors, _ = planted(groups=2, each=2)
    assert set(sphere_groups(vectors, np.ones(4), 9, 0)) <= set(range(9))


def test_languages_weigh_the_same_however_many_units_they_have():
    languages = np.array(["en"] * 90 + ["zh"] * 10)
    weights = balanced(languages)
    assert weights.mean() == pytest.approx(1)
    assert weights[:90].sum() == pytest.approx(weights[90:].sum())


def test_units_in_no_group_pull_no_centre():
    vectors, truth = planted(groups=2, each=5)
    assigned = truth.copy()
    assigned[3] = -1
    moved = vectors.copy()
    moved[3] = -moved[3]
    weights = np.ones(len(vectors))
    np.testing.assert_array_equal(
        group_means(vectors, assigned, weights, 2), group_means(moved, assigned, weights, 2)
    )


def test_neighbours_are_the_nearest_and_share_one():
    vectors, _ = planted()
    near = neighbours(vectors, vectors, 3).toarray()
    np.testing.assert_allclose(near.sum(axis=1), 1)
    for row, cosines in zip(near, vectors @ vectors.T, strict=True):
        assert set(np.flatnonzero(row)) == set(np.argsort(-cosines)[:3])


@given(st.floats(0.1, 50))
@settings(max_examples=20, deadline=None)
def test_shares_are_largest_at_the_nearest_centre_and_add_up_to_one(heat):
    vectors, truth = planted()
    shares = soft_shares(vectors, np.eye(4, 12), heat)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_array_equal(shares.argmax(axis=1), truth)


def test_centres_that_lie_close_together_share_out_as_well_as_others():
    vectors, truth = planted()
    close = unit_length(vectors + 20 * np.eye(1, 12, 11))
    centres = group_means(close, truth, np.ones(len(close)), 4)
    assert soft_shares(close, centres, JointRules().heat).max(axis=1).mean() < 0.27
    shares = soft_shares(close, centres, telling_heat(close, centres))
    assert shares.max(axis=1).mean() > 0.6
    np.testing.assert_array_equal(shares.argmax(axis=1), truth)
    assert telling_heat(close, centres[:1]) == 0


def test_steadied_units_keep_their_length_and_move_towards_their_group():
    vectors, truth = planted()
    languages = np.array(["en", "zh"] * (len(vectors) // 2))
    anchors = draw_anchors(vectors, languages, 1000, 0)
    moved = anchors.steadied(vectors, languages, JointRules(steadied_by=10))
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1)
    centres = unit_length(np.eye(4, 12))[truth]
    assert (moved * centres).sum(axis=1).mean() > (vectors * centres).sum(axis=1).mean()
    np.testing.assert_array_equal(anchors.steadied(vectors, languages, JointRules(steadied_by=0)), vectors)


# --- words --------------------------------------------------------------------------------------------

TERMS = Terms(("chip", "port", "the", "港口", "芯片"), ("en", "en", "en", "zh", "zh"))
MASS = np.array([[9.0, 1.0, 10.0, 0.0, 0.0], [1.0, 9.0, 10.0, 7.0, 0.0]])
TRANSLATIONS = sparse.csr_array(
    (np.ones(4), ([0, 1, 3, 4], [4, 3, 1, 0])), shape=(5, 5)
)  # chip = 芯片, port = 港口


def test_a_topics_own_words_come_before_words_of_all_topics():
    weights = describe(MASS, TERMS, None, JointRules())
    assert weights[0, 0] > weights[0, 2]
    assert weights[1, 1] > weights[1, 2]
    assert (weights >= 0).all()


def test_nothing_is_lent_unless_asked_or_without_a_dictionary():
    own = describe(MASS, TERMS, None, JointRules())
    np.testing.assert_array_equal(own, describe(MASS, TERMS, TRANSLATIONS, JointRules(lent=0.0)))
    assert own[0, 4] == 0
    assert describe(MASS, TERMS, TRANSLATIONS, JointRules())[0, 4] > 0


def test_exclusive_words_need_topics_of_their_own():
    plain, exclusive = (describe(MASS, TERMS, None, JointRules(exclusive=power)) for power in (0.0, 1.0))
    assert exclusive[0, 2] / exclusive[0, 0] < plain[0, 2] / plain[0, 0]


# --- solutions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_topics_hold_a_subjects_units_and_words_of_both_languages(small_features, model):
    fitted = MODELS[model].fit_joint(small_features)
    solution = fitted.solution
    assert adjusted_rand_score(subjects(small_features), solution.topic_shares.argmax(axis=1)) > 0.8
    tops = [
        {word for language in ("zh", "en") for word, _ in solution.top_terms(topic, language)}
        for topic in range(3)
    ]
    for chinese, english in (("芯片", "chip"), ("玉米", "maize"), ("集装箱", "container")):
        assert sum({chinese, english} <= top for top in tops) == 1


@pytest.mark.parametrize("model", MODELS)
def test_units_are_placed_as_they_were_fitted_also_one_by_one(small_features, model):
    fitted = MODELS[model].fit_joint(small_features)
    languages, broad = small_features.languages, small_features.broad

    def placed(rows):
        return fitted.sharing.shares(small_features.counts[rows], broad[rows], languages[rows])

    np.testing.assert_allclose(placed(np.arange(60)), fitted.solution.topic_shares, atol=1e-4)
    for row in (0, 31, 59):
        np.testing.assert_allclose(placed(np.array([row]))[0], fitted.solution.topic_shares[row], atol=1e-2)


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_bytes(small_features, model):
    one, other = (MODELS[model].fit_joint(small_features).solution for _ in range(2))
    assert one.topic_shares.tobytes() == other.topic_shares.tobytes()
    assert one.term_weights.tobytes() == other.term_weights.tobytes()


def test_a_text_and_its_translation_have_more_alike_topics_where_words_lend_their_translations(
    small_features,
):
    fitted, space = MODELS["lda"].fit_joint(small_features), small_features.bridge
    chinese = [small_features.terms.index["zh", word] for word in ("芯片", "玉米", "集装箱")]
    said = sparse.csr_array(np.eye(len(small_features.terms))[chinese])
    translated = sparse.csr_array(said @ space.translations)
    assert translated.sum() == pytest.approx(3)

    def unlike(lent):
        sharing = replace(fitted.sharing, rules=JointRules(lent=lent), pools=PoolRules(own=1.0))
        both = (
            sharing.shares(counts, space.broad_vectors(counts), np.array([language] * 3))
            for language, counts in (("zh", said), ("en", translated))
        )
        return np.abs(np.subtract(*both)).sum()

    assert unlike(0.3) < unlike(0.0)


def test_joint_lda_says_how_it_was_made_and_logs_every_pass(small_features):
    solution = MODELS["lda"].fit_joint(small_features).solution
    assert [row["passes"] for row in solution.log] == [1, 2, 3, 4]
    (note,) = solution.notes
    assert "4 passes over pools" in note
    assert "60%" in note


@pytest.mark.slow
@pytest.mark.parametrize("outliers", ["keep", "exclude", "reassign"])
def test_outliers_have_the_fate_that_the_settings_say(technology_trade, outliers):
    features = technology_trade.features
    solution = Bertopic(outliers=outliers).fit_joint(features).solution
    sums = solution.topic_shares.sum(axis=1)
    (note,) = (note for note in solution.notes if note.startswith("outliers ("))
    assert "% of en" in note
    assert "% of zh" in note
    if outliers == "exclude":
        assert len(solution.unit_ids) < len(features.units)
    else:
        assert solution.unit_ids == features.unit_ids
    if outliers == "reassign":
        assert sums.min() > 0


@pytest.mark.parametrize(
    ("model", "settings", "named"),
    [
        (Lda, {"languages": "joint", "max_passes": 7}, "max_passes"),
        (Lda, {"pools": {"passes": 2}}, "pools"),
        (Bertopic, {"topics": 7}, "topics"),
        (Bertopic, {"groups": "kmeans", "outliers": "reassign"}, "outliers"),
        (Bertopic, {"languages": "separate", "joint": {"lent": 0}}, "joint"),
    ],
)
def test_settings_that_would_change_nothing_are_refused(model, settings, named):
    with pytest.raises(ValueError, match=f"`{named}` change nothing"):
        model(**settings)
    resolved = model().model_dump()
    assert model(**resolved) == model()
