"""Accuracy by language is scikit-learn's, weighted as units were drawn, and never surer than its units."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, recall_score

from toolkit.themes import Codes, ThemeScores
from toolkit.themes.intervals import wilson
from toolkit.themes.validity import accuracy_by_language
from toolkit.themes.validity.accuracy import weighted_kappa, weighted_share


@pytest.fixture(scope="module")
def coded(units_of):
    """Sixteen documents of ten units in two languages, a reading that errs at random, and codes of all."""
    random = np.random.default_rng(0)
    units = units_of(
        {f"d{i:02}": ["text"] * 10 for i in range(16)},
        {f"d{i:02}": {"language": "zh"} for i in range(8)},
    )
    truth = random.random(160) < 0.4
    found = np.where(random.random(160) < 0.85, truth, ~truth)
    ids = tuple(unit.id for unit in units.units)
    reading = ThemeScores("dictionary", ("openness",), ids, found[:, None].astype(float), found[:, None])
    codes = Codes(("openness",), ids, ("ann",), truth[None, :, None].astype(float), np.ones(160))
    return units, reading, codes


def _figures(rows, language):
    return {row["measure"]: row for row in rows if row["language"] == language}


def test_in_a_language_it_is_scikit_learns(coded):
    units, reading, codes = coded
    rows = _figures(accuracy_by_language(units, [reading], codes), "zh")
    own = np.array([unit.language == "zh" for unit in units.units])
    truth, found = codes.column("openness")[own] == 1, reading.present[own, 0]
    assert rows["sensitivity"]["value"] == pytest.approx(recall_score(truth, found))
    assert rows["specificity"]["value"] == pytest.approx(recall_score(~truth, ~found))
    assert rows["kappa"]["value"] == pytest.approx(cohen_kappa_score(truth, found))
    assert rows["sensitivity"]["units"] == rows["kappa"]["positives"] == truth.sum()
    assert rows["sensitivity"]["units"] + rows["specificity"]["units"] == rows["kappa"]["units"] == 80
    for row in rows.values():
        assert row["low"] < row["value"] < row["high"]


def test_a_unit_counts_for_those_it_was_drawn_for(coded):
    units, reading, codes = coded
    drawn = np.where(np.arange(160) % 2, 1.0, 0.25)
    rows = _figures(
        accuracy_by_language(units, [reading], dataclasses.replace(codes, probability=drawn)), "zh"
    )
    own = np.array([unit.language == "zh" for unit in units.units])
    truth, found = codes.column("openness")[own] == 1, reading.present[own, 0]
    weights = 1 / drawn[own]
    assert rows["sensitivity"]["value"] == pytest.approx(recall_score(truth, found, sample_weight=weights))
    assert rows["kappa"]["value"] == pytest.approx(cohen_kappa_score(truth, found, sample_weight=weights))
    assert rows["sensitivity"]["is_weighted"]


def test_the_difference_is_of_the_two_languages_and_as_wide_as_both(coded):
    units, reading, codes = coded
    rows = accuracy_by_language(units, [reading], codes)
    en, zh, between = (_figures(rows, name) for name in ("en", "zh", "en − zh"))
    for measure in ("sensitivity", "specificity", "kappa"):
        one, other, row = en[measure], zh[measure], between[measure]
        assert row["value"] == pytest.approx(one["value"] - other["value"])
        down = np.hypot(one["value"] - one["low"], other["high"] - other["value"])
        assert row["low"] == pytest.approx(row["value"] - down)
        assert row["documents"] == one["documents"] + other["documents"]


def test_newcombes_example():
    """Newcombe 1998, method 10: 56 of 70 against 48 of 80 differ by 0.2 [0.0524, 0.3339]."""
    sides = []
    for positive, total in ((56, 70), (48, 80)):
        low, high = wilson(positive, total)
        share = positive / total
        sides.append((share - low, high - share))
    assert 0.2 - np.hypot(sides[0][0], sides[1][1]) == pytest.approx(0.0524, abs=1e-4)
    assert 0.2 + np.hypot(sides[0][1], sides[1][0]) == pytest.approx(0.3339, abs=1e-4)


def test_uncoded_units_tell_nothing(coded):
    units, reading, codes = coded
    rating = codes.ratings.copy()
    rating[:, ::2] = np.nan
    turned = dataclasses.replace(
        reading, present=np.where(np.arange(160)[:, None] % 2 == 0, True, reading.present)
    )
    half = dataclasses.replace(codes, ratings=rating)
    one, other = (accuracy_by_language(units, [each], half) for each in (reading, turned))
    assert one == other
    assert _figures(one, "zh")["kappa"]["units"] == 40


class TestShares:
    def test_of_many_independent_units_have_wilsons_interval(self):
        is_true = np.tile([1.0, 1.0, 1.0, 0.0], 100)
        share = weighted_share(is_true, np.ones(400), np.arange(400))
        assert (share.low, share.high) == pytest.approx(wilson(300, 400), abs=2e-3)

    def test_units_of_a_cluster_that_are_alike_are_worth_one(self):
        clusters = np.repeat(np.arange(40), 10)
        alike = np.repeat(np.tile([1.0, 1.0, 1.0, 0.0], 10), 10)
        share = weighted_share(alike, np.ones(400), clusters)
        assert (share.low, share.high) == pytest.approx(wilson(30, 40), abs=0.03)

    def test_ten_right_of_ten_are_not_certain(self):
        share = weighted_share(np.ones(10), np.ones(10), np.arange(10))
        assert share.value == 1
        assert 0.5 < share.low < wilson(10, 10)[0]  # wider: few clusters
        kappa = weighted_kappa(np.tile([1.0, 0.0], 5), np.tile([1.0, 0.0], 5), np.ones(10), np.arange(10))
        assert kappa.value == 1
        assert 0 < kappa.low < 0.8

    def test_few_clusters_and_no_units_have_no_interval(self):
        share = weighted_share(np.tile([1.0, 0.0], 10), np.ones(20), np.repeat(np.arange(5), 4))
        assert share.value == 0.5
        assert np.isnan([share.low, share.high]).all()
        assert np.isnan(weighted_share(np.zeros(0), np.zeros(0), np.zeros(0, int)).value)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 7)), min_size=8, max_size=40))
    def test_kappa_is_that_of_scikit_learn_inside_its_interval(self, rows):
        one, other, clusters = (np.array(column) for column in zip(*rows, strict=True))
        assume(len({*one, *other}) == 2 and len(set(clusters.tolist())) >= 6)
        found = weighted_kappa(one.astype(float), other.astype(float), np.ones(len(one)), clusters)
        assert found.value == pytest.approx(cohen_kappa_score(one, other))
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9

    @pytest.mark.slow
    def test_intervals_hold_the_truth_nineteen_times_in_twenty(self):
        random = np.random.default_rng(1)
        clusters = np.repeat(np.arange(30), 10)
        held = 0
        for _ in range(400):
            is_true = random.random(300) < np.repeat(random.beta(16, 4, 30), 10)
            share = weighted_share(is_true.astype(float), np.ones(300), clusters)
            held += share.low <= 0.8 <= share.high
        assert 0.92 <= held / 400 <= 0.98
