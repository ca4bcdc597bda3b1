"""Agreement and accuracy are the textbook's."""

import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score, precision_score, recall_score, roc_auc_score

from toolkit.themes import Dictionary, against_codes, agreement, kappa

CODES = st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.booleans()), min_size=2, max_size=40)


@pytest.fixture(scope="session")
def readings(small_features, codebook_of):
    """A dictionary about farming, and another with fewer words."""
    few = {"zh": ["水稻"], "en": ["rice"]}
    many = {"zh": ["水稻", "小麦", "玉米"], "en": ["rice", "wheat", "maize"]}
    return [
        Dictionary(name=name).score(small_features, codebook_of({"farming": {"terms": terms}}))
        for name, terms in (("few", few), ("many", many))
    ]


class TestKappa:
    def test_worked_by_hand(self):
        # Cohen's table 20, 5 / 10, 15: agreed 0.70, expected 0.5 · 0.6 + 0.5 · 0.4 = 0.50
        one = np.repeat([True, True, False, False], [20, 5, 10, 15])
        other = np.repeat([True, False, True, False], [20, 5, 10, 15])
        assert kappa(one, other) == pytest.approx(0.4)

    @given(CODES)
    def test_agrees_with_scikit_learn_and_is_symmetric(self, codes):
        _, one, other = (np.array(column) for column in zip(*codes, strict=True))
        assume(len({*one, *other}) == 2)
        assert kappa(one, other) == pytest.approx(cohen_kappa_score(one, other))
        assert kappa(one, other) == pytest.approx(kappa(other, one))

    def test_is_one_with_itself_minus_one_with_the_opposite(self):
        codes = np.array([True, False, True, False])
        assert kappa(codes, codes) == 1
        assert kappa(codes, ~codes) == -1

    def test_of_constant_readings_is_no_number(self):
        assert np.isnan(kappa(np.ones(4, bool), np.ones(4, bool)))


class TestAgainstCodes:
    @given(CODES)
    def test_agrees_with_scikit_learn_ties_included(self, rows):
        score, present, coded = (np.array(column) for column in zip(*rows, strict=True))
        assume(present.any() and 0 < coded.sum() < len(coded))
        found = against_codes(score.astype(float), present, coded)
        assert found["auc"] == pytest.approx(roc_auc_score(coded, score))
        assert found["precision"] == pytest.approx(precision_score(coded, present))
        assert found["recall"] == pytest.approx(recall_score(coded, present))
        assert found["kappa"] == pytest.approx(cohen_kappa_score(coded, present))

    def test_says_nothing_where_the_codes_allow_nothing(self):
        score, nothing, all_ = np.arange(3.0), np.zeros(3, bool), np.ones(3, bool)
        assert against_codes(score, nothing, nothing) == dict.fromkeys(
            ["auc", "precision", "recall", "kappa"]
        )
        assert against_codes(score, nothing, all_) == {
            "auc": None,
            "precision": None,
            "recall": 0,
            "kappa": None,
        }


class TestAgreement:
    def test_of_an_instrument_with_itself_is_one(self, small_features, readings):
        rows = agreement(small_features.units, [readings[1], readings[1]])
        assert [row["language"] for row in rows] == ["all", "en", "zh"]
        for row in rows:
            assert (row["spearman"], row["kappa"]) == pytest.approx((1, 1))
        assert (rows[0]["low"], rows[0]["high"]) == pytest.approx((1, 1))

    def test_is_symmetric(self, small_features, readings):
        there, back = (
            agreement(small_features.units, readings),
            agreement(small_features.units, readings[::-1]),
        )
        for one, other in zip(there, back, strict=True):
            assert one["spearman"] == pytest.approx(other["spearman"])
            assert one["kappa"] == pytest.approx(other["kappa"])
            assert (one["first"], one["second"]) == (other["second"], other["first"])

    def test_has_an_interval_from_six_documents_on(self, small_features, readings):
        every, *each = agreement(small_features.units, readings)
        assert (every["documents"], every["units"]) == (6, 60)
        assert every["low"] <= every["spearman"] <= every["high"]
        assert {row["documents"] for row in each} == {3}
        assert np.isnan([[row["low"], row["high"]] for row in each]).all()

    def test_pairs_are_drawn_together(self, small_features, readings):
        def paired(pair_of):
            facts = {doc: {**own, **pair_of(doc)} for doc, own in small_features.units.metadata.items()}
            units = dataclasses.replace(small_features.units, metadata=facts)
            return agreement(units, readings)[0]

        free, alone = agreement(small_features.units, readings)[0], paired(lambda doc: {"pair": doc})
        assert alone == free
        three = paired(lambda doc: {"pair": doc.split("-")[1]})
        assert (three["documents"], three["spearman"]) == (6, free["spearman"])
        assert np.isnan([three["low"], three["high"]]).all()

    def test_with_the_opposite_is_minus_one(self, small_features, readings):
        turned = dataclasses.replace(readings[1], score=-readings[1].score, present=~readings[1].present)
        row = agreement(small_features.units, [readings[1], turned])[0]
        assert row["spearman"] == pytest.approx(-1)
        assert row["kappa"] < 0
        assert row["both_present"] == 0

    def test_correlates_as_scipy_does(self, small_features, readings):
        expected = spearmanr(readings[0].score[:, 0], readings[1].score[:, 0]).statistic
        assert agreement(small_features.units, readings)[0]["spearman"] == pytest.approx(expected)
