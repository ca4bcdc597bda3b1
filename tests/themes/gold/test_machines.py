"""Instruments against coders: measures as others compute them, weights that repair a sample."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, precision_score, recall_score, roc_auc_score

from toolkit.errors import ToolkitError
from toolkit.themes import Codes, ThemeScores
from toolkit.themes.gold import MEASURES, accuracies, human_machine
from toolkit.themes.gold.machines import Coded

NAN = np.nan


def coded_of(seed, size, weights=None):
    random = np.random.default_rng(seed)
    coded = random.random(size) < 0.4
    score = np.round(random.normal(coded * 1.0), 1)
    weights = np.ones(size) if weights is None else weights
    return Coded(score, score > 0.5, coded, weights, np.arange(size) // 4), score, coded


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(60, 120), st.booleans())
def test_measures_are_those_of_scikit_learn_weights_included(seed, size, weighted):
    weights = np.random.default_rng(seed + 1).uniform(1, 5, size) if weighted else np.ones(size)
    sample, score, coded = coded_of(seed, size, weights)
    found = score > 0.5
    assume(10 <= coded.sum() <= size - 10 and found.any())
    values = sample.measures(draws=20, seed=0)
    weight = {"sample_weight": weights}
    assert values["auc"] == pytest.approx(roc_auc_score(coded, score, **weight))
    assert values["kappa"] == pytest.approx(cohen_kappa_score(coded, found, **weight))
    assert values["precision"] == pytest.approx(precision_score(coded, found, **weight))
    assert values["recall"] == pytest.approx(recall_score(coded, found, **weight))
    assert values["specificity"] == pytest.approx(recall_score(~coded, ~found, **weight))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_intervals_hold_their_estimates(seed):
    sample, _, coded = coded_of(seed, 120)
    assume(10 <= coded.sum() <= 110)
    values = sample.measures(draws=199, seed=0)
    for name in MEASURES:
        if not np.isnan(values[f"{name}_low"]):
            assert values[f"{name}_low"] <= values[name] + 1e-9
            assert values[name] <= values[f"{name}_high"] + 1e-9


def test_a_perfect_instrument_is_not_certain():
    coded = np.tile([True, False], 30)
    values = Coded(coded.astype(float), coded, coded, np.ones(60), np.arange(60) // 4).measures(199, 0)
    assert values["recall"] == 1
    assert 0.8 < values["recall_low"] < 0.95
    assert values["auc"] == 1
    assert np.isnan(values["auc_low"])


@pytest.mark.parametrize(
    ("coded", "reading"),
    [
        ([True] * 9 + [False] * 50, "not enough: 9 positives"),
        ([True] * 50 + [False] * 3, "not enough: 3 negatives"),
        ([], "not done: nothing is coded"),
    ],
)
def test_below_ten_of_either_nothing_is_claimed(coded, reading):
    coded = np.array(coded, dtype=bool)
    sample = Coded(coded.astype(float), coded, coded, np.ones(len(coded)), np.arange(len(coded)))
    assert sample.reading == reading
    assert all(np.isnan(value) for value in sample.measures(19, 0).values())


@pytest.fixture
def reading(units):
    """An instrument that finds four of five positives, and one of twenty negatives; and the truth."""
    random = np.random.default_rng(2)
    truth = random.random(len(units)) < 0.35
    found = np.where(truth, random.random(len(units)) < 0.8, random.random(len(units)) < 0.05)
    ids = tuple(unit.id for unit in units.units)
    return ThemeScores("dictionary", ("openness",), ids, found[:, None].astype(float), found[:, None]), truth


def codes_for(reading, coded, probability):
    value = np.where(coded, reading[1].astype(float), NAN)
    return Codes(("openness",), reading[0].unit_ids, ("anna",), value[None, :, None], probability)


def test_weights_repair_a_sample_that_prefers_finds(units, reading):
    found = reading[0].present[:, 0]
    probability = np.where(found, 0.9, 0.3)
    whole = codes_for(reading, np.ones(len(units), bool), np.ones(len(units)))
    truth = human_machine(whole, units, [reading[0]], draws=1)[0]["recall"]
    weighted, naive = [], []
    for seed in range(120):
        drawn = np.random.default_rng([7, seed]).random(len(units)) < probability
        known = np.where(drawn, probability, NAN)
        weighted.append(human_machine(codes_for(reading, drawn, known), units, [reading[0]], 1)[0])
        naive.append(human_machine(codes_for(reading, drawn, known * NAN), units, [reading[0]], 1)[0])
    assert weighted[0]["is_weighted"]
    assert not naive[0]["is_weighted"]
    assert np.mean([row["recall"] for row in weighted]) == pytest.approx(truth, abs=0.02)
    assert np.mean([row["recall"] for row in naive]) > truth + 0.05


def test_rows_are_by_instrument_theme_and_language_and_always_the_same(units, reading):
    codes = codes_for(reading, np.ones(len(units), bool), np.full(len(units), NAN))
    rows = human_machine(codes, units, [reading[0]], draws=99)
    assert [row["language"] for row in rows] == ["all", "en", "zh"]
    assert rows == human_machine(codes, units, [reading[0]], draws=99)
    assert rows[0]["positives"] + rows[0]["negatives"] == rows[0]["units"] == len(units)


def test_a_pilot_tells_accuracies(units, reading):
    codes = codes_for(reading, np.ones(len(units), bool), np.full(len(units), NAN))
    learned = accuracies(codes, units, reading[0])
    assert set(learned) == {("openness", "en"), ("openness", "zh")}
    assert learned["openness", "en"].sensitivity == pytest.approx(0.8, abs=0.15)


def test_a_reading_of_other_units_is_refused(units, reading):
    codes = codes_for(reading, np.ones(len(units), bool), np.full(len(units), NAN))
    other = ThemeScores("x", ("openness",), ("a#0",), np.zeros((1, 1)), np.zeros((1, 1), bool))
    with pytest.raises(ToolkitError, match="'x' did not read"):
        human_machine(codes, units, [other])


@pytest.mark.slow
def test_intervals_of_recall_cover_though_documents_differ(units):
    """Sixty samples of documents whose recall differs: the interval holds the population's recall."""
    covered = []
    for seed in range(200):
        random = np.random.default_rng(seed)
        own = np.repeat(random.beta(8, 4, 25), 12)
        coded = random.random(300) < 0.4
        present = coded & (random.random(300) < own)
        sample = Coded(present.astype(float), present, coded, np.ones(300), np.arange(300) // 12)
        values = sample.measures(299, seed)
        covered.append(values["recall_low"] <= 8 / 12 <= values["recall_high"])
    assert 0.9 <= np.mean(covered) <= 1.0
