"""No unit is scored by a model that saw its document, and what comes out are probabilities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import _sigmoid_calibration
from sklearn.metrics import roc_auc_score

from toolkit.themes.instruments import cross_fitting
from toolkit.themes.instruments.classifier import matching_threshold
from toolkit.themes.instruments.cross_fitting import CodedUnits, cross_fitted, deal


def planted(seed=0, documents=24, each=8, strength=1.5, dimensions=6, coded=0.7) -> CodedUnits:
    """Units whose first coordinate tells the theme; the last documents are not coded, nor are some units."""
    random = np.random.default_rng(seed)
    clusters = np.repeat(np.arange(documents), each)
    carries = random.random(len(clusters)) < 0.3
    vectors = random.normal(size=(len(clusters), dimensions))
    vectors[:, 0] += strength * carries
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    known = (random.random(len(clusters)) < coded) & (clusters < documents - 4)
    return CodedUnits(vectors, np.where(known, carries, np.nan), np.ones(len(clusters)), clusters)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 6))
def test_documents_are_dealt_whole_and_every_fold_gets_some_of_both_classes(seed, folds):
    units = planted(seed)
    fold_of = deal(units, folds)
    known = ~np.isnan(units.coded)
    coded_documents = set(units.clusters[known].tolist())
    for cluster in np.unique(units.clusters).tolist():
        found = set(fold_of[units.clusters == cluster].tolist())
        assert len(found) == 1
        assert (found == {-1}) == (cluster not in coded_documents)
    for value in (0, 1):
        counts = np.bincount(fold_of[known & (units.coded == value)], minlength=folds)
        assert counts.min() > 0
        assert counts.max() <= 2 * counts.min() + 8


def test_no_model_answers_for_a_document_that_it_saw(monkeypatch):
    """A model that says 1 of what it saw is never heard about it."""
    units = planted()
    marked = np.column_stack([units.clusters, units.vectors]).astype(float)
    seen = []

    def tattler(part, folds):
        seen.append(set(part.clusters.tolist()))
        return lambda vectors: np.isin(vectors[:, 0], part.clusters).astype(float)

    monkeypatch.setattr(cross_fitting, "_calibrated", tattler)
    assert not cross_fitted(CodedUnits(marked, units.coded, units.weights, units.clusters), 5).any()
    assert len(seen) == 5
    assert set.union(*seen) == set(units.clusters[~np.isnan(units.coded)].tolist())


def test_what_a_document_gives_away_is_not_what_the_theme_gives_away():
    random = np.random.default_rng(3)
    clusters = np.repeat(np.arange(30), 6)
    own = random.normal(size=(30, 40))
    coded = (random.random(30) < 0.5)[clusters] * 1.0
    vectors = own[clusters] + 0.1 * random.normal(size=(180, 40))
    probability = cross_fitted(CodedUnits(vectors, coded, np.ones(180), clusters), 5)
    assert 0.2 < roc_auc_score(coded, probability) < 0.75


def test_a_theme_that_vectors_tell_is_found_among_coded_and_uncoded_units():
    units = planted(strength=3.0)
    probability = cross_fitted(units, 5)
    whole = planted(strength=3.0, coded=2.0)  # the same units, those of the last documents aside
    known = ~np.isnan(whole.coded)
    for rows in (known & ~np.isnan(units.coded), known & np.isnan(units.coded)):
        assert roc_auc_score(whole.coded[rows], probability[rows]) > 0.85
    assert ((probability > 0) & (probability < 1)).all()


def test_probabilities_are_as_frequent_as_they_say():
    units = planted(documents=120, each=10, strength=2.0, coded=1.0)
    probability = cross_fitted(units, 5)
    known = ~np.isnan(units.coded)
    assert probability[known].mean() == pytest.approx(units.coded[known].mean(), abs=0.02)
    for low, high in ((0.0, 0.2), (0.2, 0.6), (0.6, 1.0)):
        inside = known & (probability >= low) & (probability < high)
        assert probability[inside].mean() == pytest.approx(units.coded[inside].mean(), abs=0.08)


def test_where_vectors_tell_nothing_the_answer_is_the_share():
    units = planted(documents=60, strength=0.0, coded=1.0)
    probability = cross_fitted(units, 5)
    assert np.std(probability) < 0.08
    assert probability.mean() == pytest.approx(np.nanmean(units.coded), abs=0.03)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_slope_and_level_are_those_of_platt(seed):
    random = np.random.default_rng(seed)
    coded = np.r_[1.0, 0.0, random.integers(0, 2, 60)]
    margins = random.normal(size=62) + 1.5 * coded
    units = CodedUnits(np.zeros((62, 1)), coded, np.ones(62), np.arange(62))
    slope, level = cross_fitting._platt(margins, units)
    expected = _sigmoid_calibration(margins, coded)
    assert (slope, level) == pytest.approx((-expected[0], -expected[1]), abs=2e-3)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_unit_that_counts_twice_teaches_as_two_would(seed):
    units = planted(seed, documents=8, coded=1.0)
    units = units.part(~np.isnan(units.coded))
    heavy = np.arange(len(units.coded)) % 3 == 0
    weighted = CodedUnits(units.vectors, units.coded, 1.0 + heavy, units.clusters)
    rows = np.r_[np.arange(len(heavy)), np.flatnonzero(heavy)]
    doubled = units.part(rows)
    margins = units.vectors[:, 0]
    one = cross_fitting._fit(weighted, 1.0)(units.vectors)
    assert cross_fitting._fit(doubled, 1.0)(units.vectors) == pytest.approx(one, abs=1e-3)
    assert cross_fitting._platt(margins, weighted) == pytest.approx(
        cross_fitting._platt(margins[rows], doubled), abs=1e-6
    )
    assert cross_fitting._loss(margins, weighted) == pytest.approx(
        cross_fitting._loss(margins[rows], doubled)
    )


def test_margins_that_point_the_wrong_way_are_taken_for_chance():
    coded = np.array([0.0, 0, 0, 1, 1])
    units = CodedUnits(np.zeros((5, 1)), coded, np.ones(5), np.arange(5))
    slope, level = cross_fitting._platt(-coded, units)
    assert slope == 0
    assert 0.3 < 1 / (1 + np.exp(-level)) < 0.5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.integers(1, 4)), min_size=2, max_size=30))
def test_the_threshold_finds_a_theme_as_often_as_people_did(rows):
    score, coded, weights = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    units = CodedUnits(np.zeros((len(score), 1)), coded, weights, np.arange(len(score)))
    least = matching_threshold(score, units)
    missed = abs(weights[score >= least].sum() - (weights * coded).sum())
    if coded.sum() > 0:
        possible = [abs(weights[score >= level].sum() - (weights * coded).sum()) for level in score]
        assert missed <= min(possible) + 1e-9
