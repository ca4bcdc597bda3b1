"""What the instruments that read codes promise: people, and the classifier that learns from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from toolkit.errors import InvalidInput
from toolkit.themes.instruments import Classifier, Dictionary, HumanCodes, needs_codes, read_themes


def test_only_those_that_read_codes_say_so():
    assert needs_codes(HumanCodes())
    assert needs_codes(Classifier())
    assert not needs_codes(Dictionary())


@pytest.mark.parametrize("instrument", [HumanCodes(), Classifier()])
class TestEveryOne:
    def test_without_codes_it_is_refused_with_a_remedy(self, instrument, features, codebook):
        with pytest.raises(InvalidInput, match=f"'{instrument.name}' learns [\\s\\S]*name a coded sample"):
            read_themes(instrument, features, codebook)

    def test_codes_of_other_units_and_missing_themes_are_named_at_once(
        self, instrument, features, codebook, codes
    ):
        other = replace(codes, unit_ids=("strange", *codes.unit_ids[1:]), themes=("farming", "fishing"))
        with pytest.raises(InvalidInput, match=r"2 units stand on one side only[\s\S]*nobody coded shipping"):
            instrument.score(features, codebook, other)


class TestPeople:
    def test_present_is_the_majority_and_the_score_the_share_of_coders(
        self, features, codebook, codes_of, truth
    ):
        third = 1 - truth
        reading = HumanCodes().score(features, codebook, codes_of(truth, truth, third))
        np.testing.assert_array_equal(reading.present, truth == 1)
        np.testing.assert_allclose(reading.score, np.where(truth == 1, 2 / 3, 1 / 3))
        assert reading.notes == ("coded by coder 0, coder 1, coder 2",)

    def test_a_consensus_settles_what_coders_were_split_over(self, features, codebook, codes_of, truth):
        settled = np.where(truth == 1, 0.0, np.nan)
        codes = codes_of(truth, 1 - truth, settled, coders=("a", "b", "consensus"))
        codes.ratings[2][np.isnan(settled)] = 1
        reading = HumanCodes().score(features, codebook, codes)
        np.testing.assert_array_equal(reading.present, truth == 0)
        np.testing.assert_array_equal(reading.score, np.full(truth.shape, 0.5))
        assert reading.notes == ("coded by a, b; consensus settled",)

    def test_a_consensus_alone_is_its_own_score(self, features, codebook, codes_of, truth):
        reading = HumanCodes().score(features, codebook, codes_of(truth, coders=("consensus",)))
        np.testing.assert_array_equal(reading.score, truth)

    def test_uncoded_and_split_units_are_counted(self, features, codebook, codes_of, truth):
        one, other = truth.copy(), truth.copy()
        one[:7, 0] = other[:7, 0] = np.nan
        other[10:13, 1] = 1 - other[10:13, 1]
        with pytest.raises(
            InvalidInput,
            match=r"7 \(en 7, zh 0\) of 60 units are not coded for 'farming'[\s\S]*split .* 3 \(en 3, zh 0\) of",
        ) as caught:
            HumanCodes().score(features, codebook, codes_of(one, other))
        assert len(caught.value.problems) == 2


class TestClassifier:
    @pytest.fixture
    def sample(self, features, truth):
        """Two of three units, but of no document of the fourth kind."""
        numbers = np.arange(len(truth))
        chosen = (numbers % 3 > 0) & ~np.char.startswith(features.documents, "3-")
        return np.where(chosen[:, None], truth, np.nan)

    def test_units_that_nobody_coded_are_read_too(self, features, codebook, codes_of, sample, truth):
        reading = Classifier().score(features, codebook, codes_of(sample))
        uncoded = np.isnan(sample).all(axis=1)
        for column in range(2):
            assert roc_auc_score(truth[uncoded, column], reading.score[uncoded, column]) > 0.9
        assert ((reading.score > 0) & (reading.score < 1)).all()

    def test_a_theme_is_found_in_coded_units_as_often_as_people_found_it(
        self, features, codebook, codes_of, sample
    ):
        reading = Classifier().score(features, codebook, codes_of(sample))
        coded = ~np.isnan(sample).any(axis=1)
        np.testing.assert_array_equal(reading.present[coded].sum(axis=0), sample[coded].sum(axis=0))
        assert all("present from a probability of" in note for note in reading.notes[1:])

    def test_one_half_is_a_stated_choice(self, features, codebook, codes_of, sample):
        reading = Classifier(present="half").score(features, codebook, codes_of(sample))
        np.testing.assert_array_equal(reading.present, reading.score >= 0.5)
        assert "0.50" in reading.notes[-1]

    def test_how_units_were_drawn_counts_and_is_said_where_it_is_unknown(
        self, features, codebook, codes_of, sample
    ):
        even = Classifier().score(features, codebook, codes_of(sample, probability=0.25))
        unknown = Classifier().score(features, codebook, codes_of(sample))
        np.testing.assert_allclose(even.score, unknown.score, atol=1e-9)
        assert any("no probabilities" in note for note in unknown.notes)
        assert not any("no probabilities" in note for note in even.notes)
        codes = codes_of(sample, probability=0.25)
        farming = np.char.endswith(features.documents, "seeds")
        codes.probability[farming] = 0.05
        assert (
            Classifier().score(features, codebook, codes).score[:, 0].mean() > even.score[:, 0].mean() + 0.05
        )

    def test_languages_may_be_given_the_same_weight(self, features, codebook, codes_of, sample):
        english = features.languages == "en"
        lopsided = np.where((english & (np.arange(60) % 2 == 0))[:, None], np.nan, sample)
        one, other = (
            Classifier(languages=how, fewest=5).score(features, codebook, codes_of(lopsided))
            for how in ("as coded", "balanced")
        )
        assert not np.allclose(one.score, other.score)

    def test_too_few_coded_units_are_refused_theme_by_theme(self, features, codebook, codes_of, truth):
        few = np.where((np.arange(60) % 5 < 2)[:, None], truth, np.nan)
        with pytest.raises(InvalidInput) as caught:
            Classifier().score(features, codebook, codes_of(few))
        told = str(caught.value)
        assert len(caught.value.problems) == 2
        assert "'farming' has 8 (en 4, zh 4) coded units that carry it, in 6 documents, and 16 (en 8" in told
        assert "needs 10 of each, in 3 documents" in told
        assert "code more units (`toolkit gold plan` says how many" in told

    def test_what_a_run_would_refuse_is_known_without_features(self, features, codebook, codes_of, truth):
        few = codes_of(np.where((np.arange(60) % 5 < 2)[:, None], truth, np.nan))
        for instrument in (Classifier(), HumanCodes()):
            with pytest.raises(InvalidInput) as caught:
                instrument.score(features, codebook, few)
            assert instrument.problems(features.units, codebook, few) == list(caught.value.problems)
            assert instrument.problems(features.units, codebook, codes_of(truth)) == []

    def test_sides_of_a_pair_are_one_document(self, features, codebook, codes_of, truth):
        """Joined into two clusters, no part is left to hold out."""
        metadata = {
            doc: {**facts, "pair": doc.split("-")[1]} for doc, facts in features.units.metadata.items()
        }
        joined = replace(features, units=replace(features.units, metadata=metadata))
        with pytest.raises(InvalidInput, match="in 2 documents"):
            Classifier().score(joined, codebook, codes_of(truth))
