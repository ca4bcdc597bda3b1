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
    values = sample.measures()
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
    values = sample.measures()
    for name in MEASURES:
        if not np.isnan(values[f"{name}_low"]):
            assert values[f"{name}_low"] <= values[name] + 1e-9
            assert values[name] <= values[f"{name}_high"] + 1e-9


def test_a_perfect_instrument_is_not_certain():
    coded = np.tile([True, False], 30)
    values = Coded(coded.astype(float), coded, coded, np.ones(60), np.arange(60) // 4).measures()
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
    assert all(np.isnan(value) for value in sample.measures().values())


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
    truth = human_machine(whole, units, [reading[0]])[0]["recall"]
    weighted, naive = [], []
    for seed in range(60):
        drawn = np.random.default_rng([7, seed]).random(len(units)) < probability
        known = np.where(drawn, probability, NAN)
        weighted.append(human_machine(codes_for(reading, drawn, known), units, [reading[0]])[0])
        naive.append(human_machine(codes_for(reading, drawn, known * NAN), units, [reading[0]])[0])
    assert weighted[0]["is_weighted"]
    assert not naive[0]["is_weighted"]
    assert np.mean([row["recall"] for row in weighted]) == pytest.approx(truth, abs=0.02)
    assert np.mean([row["recall"] for row in naive]) > truth + 0.05


def test_rows_are_by_instrument_theme_and_language_and_always_the_same(units, reading):
    codes = codes_for(reading, np.ones(len(units), bool), np.full(len(units), NAN))
    rows = human_machine(codes, units, [reading[0]])
    assert [row["language"] for row in rows] == ["all", "en", "zh"]
    assert str(rows) == str(human_machine(codes, units, [reading[0]]))
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
@pytest.mark.parametrize(("documents", "size"), [(10, 10), (28, 4)])
def test_intervals_hold_every_measure_though_documents_differ(documents, size):
    """Documents differ in their share of the theme, and the instrument in how well it does in them."""

    def draw(random, count):
        share, recall = random.beta(2.4, 5.6, (count, 1)), random.beta(8, 3, (count, 1))
        coded = random.random((count, size)) < share
        wrong = random.random((count, size)) < random.beta(1, 19, (count, 1))
        present = np.where(coded, random.random((count, size)) < recall, wrong)
        score = np.round(random.normal(size=(count, size)) + coded * random.normal(1.2, 0.5, (count, 1)), 1)
        clusters = np.repeat(np.arange(count), size)
        return Coded(score.ravel(), present.ravel(), coded.ravel(), np.ones(count * size), clusters)

    expected = draw(np.random.default_rng(1), 3000).measures()
    held = {name: [] for name in MEASURES}
    for seed in range(120):
        values = draw(np.random.default_rng([2, seed]), documents).measures()
        for name in MEASURES:
            if not np.isnan(values[f"{name}_low"]):
                held[name].append(values[f"{name}_low"] <= expected[name] <= values[f"{name}_high"])
    for name, each in held.items():
        assert 0.88 < np.mean(each) <= 1.0, name
