"""What BERTopic promises besides: no fallback in silence, Chinese words, the same bytes in every process."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from toolkit.errors import InvalidInput, TooFewUnits
from toolkit.features import FeatureRules, Precomputed, build_features
from toolkit.models import FEWEST_UNITS, Bertopic, ZeroShotBertopic

KMEANS = {"small_corpus": "kmeans", "kmeans_topics": 3}
FINGERPRINT = """
import hashlib
from toolkit.corpus import CorpusSource, read_corpus
from toolkit.features import build_features
from toolkit.models import Bertopic
from toolkit.preprocess import Tokenizer, prepare
from toolkit.themes import read_codebook
folder = "experiments/corpora/technology-trade"
codebook = read_codebook("experiments/codebooks/technology-policy.yaml")
corpus = read_corpus(CorpusSource(path=folder + "/texts", metadata=folder + "/metadata.csv"))
tokenizer = Tokenizer(compounds=codebook.compounds)
keep = [pair for pairs in codebook.seeds(tokenizer).values() for pair in pairs]
units = prepare(corpus, compounds=codebook.compounds)
features = build_features(units, None, tokenizer, keep, codebook.equivalents(tokenizer))
(solution,) = Bertopic().fit(features)
for array in (features.vectors, solution.topic_shares, solution.term_weights):
    print(hashlib.sha256(array.tobytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def example_solution(technology_trade):
    (solution,) = Bertopic().fit(technology_trade.features)
    return solution


@pytest.mark.parametrize("model", [Bertopic(), Bertopic(languages="separate")], ids=["joint", "separate"])
def test_too_few_units_are_refused_with_a_remedy(small_features, model):
    with pytest.raises(TooFewUnits, match=f"below {FEWEST_UNITS}") as caught:
        model.fit(small_features)
    assert "small_corpus: kmeans" in str(caught.value)


def test_zero_shot_refuses_too_few_units_as_well(small_features):
    with pytest.raises(TooFewUnits, match="small_corpus: kmeans"):
        ZeroShotBertopic().fit(small_features, {"chips": small_features.vectors[0]})


def test_k_means_is_a_stated_choice_that_leaves_a_note_and_no_outliers(small_features):
    (solution,) = Bertopic(**KMEANS).fit(small_features)
    assert any("k-means with 3 groups stands in" in note for note in solution.notes)
    assert solution.topics == 3
    np.testing.assert_array_equal(np.sort(solution.topic_shares, axis=1), [[0, 0, 1]] * 60)
    assert solution.outlier_share() == 0


@pytest.mark.slow
def test_separate_languages_recover_planted_subjects(small_features):
    from sklearn.metrics import adjusted_rand_score

    for solution in Bertopic(**KMEANS, languages="separate").fit(small_features):
        truth = [unit.split("#")[0].split("-")[1] for unit in solution.unit_ids]
        assert adjusted_rand_score(truth, solution.topic_shares.argmax(axis=1)) > 0.8


@pytest.mark.slow
def test_zero_shot_topics_gather_the_units_near_their_prototype(small_features):
    texts = {"chips": ("芯片工厂和晶圆", "zh"), "ports": ("Containers and cargo at the port", "en")}
    prototypes = {
        theme: small_features.embedder.embed([text], [lang])[0] for theme, (text, lang) in texts.items()
    }
    solution = ZeroShotBertopic(**KMEANS, min_similarity=0.3).fit(small_features, prototypes)
    assert solution.labels[:2] == ("chips", "ports")
    truth = np.array([doc.split("-")[1] for doc in small_features.documents])
    for topic, theme in enumerate(texts):
        inside = solution.topic_shares[:, topic] > 0
        assert np.mean(truth[inside] == theme) > 0.9
        assert inside[truth == theme].mean() > 0.8


@pytest.mark.slow
def test_a_theme_that_no_unit_is_near_keeps_an_empty_topic_and_is_noted(small_features):
    prototypes = {"chips": small_features.vectors[small_features.documents == "zh-chips"].mean(axis=0)}
    prototypes["nowhere"] = _away_from(small_features.vectors)
    solution = ZeroShotBertopic(**KMEANS, min_similarity=0.6).fit(small_features, prototypes)
    assert solution.labels[:2] == ("chips", "nowhere")
    assert not solution.topic_shares[:, 1].any()
    assert any("'nowhere'" in note for note in solution.notes)


@pytest.mark.slow
def test_how_near_is_near_enough_follows_the_space(small_features):
    """A space in which everything points the same way must not put every unit into a theme."""
    shifted = small_features.vectors + 3 * small_features.vectors.mean(axis=0) + 0.5
    crowded = replace(small_features, vectors=shifted / np.linalg.norm(shifted, axis=1, keepdims=True))
    prototypes = {"chips": crowded.vectors[crowded.documents == "zh-chips"].mean(axis=0)}
    assert (crowded.vectors @ prototypes["chips"]).min() > 0.5
    solution = ZeroShotBertopic(**KMEANS).fit(crowded, prototypes)
    assert 0 < (solution.topic_shares[:, 0] > 0).mean() < 0.5


def _away_from(vectors):
    """Give a direction that no vector has much of."""
    return np.linalg.svd(vectors)[2][-1]


def test_vectors_of_zeros_are_an_error(small_units, tmp_path):
    ids = np.array([unit.id for unit in small_units.units])
    np.savez(tmp_path / "v.npz", ids=ids, vectors=np.zeros((60, 4)))
    features = build_features(small_units, FeatureRules(vectors=Precomputed(path="v.npz")), base=tmp_path)
    with pytest.raises(InvalidInput, match="every unit's vector is zero"):
        Bertopic(**KMEANS).fit(features)


@pytest.mark.slow
def test_density_clusters_of_the_example_speak_both_languages(technology_trade, example_solution):
    features, solution = technology_trade.features, example_solution
    assert solution.topics >= 8
    spoken = [
        all(solution.top_terms(topic, language) for language in ("zh", "en"))
        for topic in range(solution.topics)
    ]
    assert np.mean(spoken) > 0.8
    assert not any("k-means" in note for note in solution.notes)

    sums = solution.topic_shares.sum(axis=1)
    assert sums.max() <= 1 + 1e-9
    assert 0 < solution.outlier_share() < 0.6
    assert solution.outlier_share() == pytest.approx(1 - sums.mean())
    assert (solution.topic_shares.sum(axis=0) > 0).all()
    assert solution.unit_ids == features.unit_ids


@pytest.mark.slow
def test_another_process_with_another_hash_seed_finds_the_same_topics(
    technology_trade, example_solution, python
):
    arrays = technology_trade.features.vectors, example_solution.topic_shares, example_solution.term_weights
    (elsewhere,) = python(FINGERPRINT, ("1",))
    assert elsewhere.split() == [hashlib.sha256(array.tobytes()).hexdigest() for array in arrays]
