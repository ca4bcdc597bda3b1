"""Which topics are about which themes, and how much of the text is keywords."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.models import TopicSolution
from toolkit.themes import Dictionary
from toolkit.themes.topics_of_themes import TopicMatching, keyword_prevalence, seed_mass, topics_of_themes

THEMES = {
    "farming": {"terms": {"zh": ["水稻", "小麦", "玉米"], "en": ["wheat", "rice", "maize"]}},
    "shipping": {"terms": {"zh": ["港口", "船舶", "码头"], "en": ["port", "vessel", "dock"]}},
}


@pytest.fixture(scope="module")
def codebook(codebook_of):
    return codebook_of(THEMES)


@pytest.fixture(scope="module")
def planted(small_features, codebook):
    """Topics: seeds of farming; nothing of any theme; seeds of both themes."""
    weights = np.full((3, len(small_features.terms)), 1e-6)
    seeds = codebook.seeds(small_features.tokenizer)
    columns = {
        theme: [small_features.terms.index[pair] for pair in pairs if pair in small_features.terms.index]
        for theme, pairs in seeds.items()
    }
    weights[0, columns["farming"]] = 1.0
    others = sorted(set(range(weights.shape[1])) - {c for own in columns.values() for c in own})
    weights[1, others] = 1.0
    weights[2, columns["farming"] + columns["shipping"]] = 1.0
    about = np.char.endswith(small_features.documents, "seeds")
    shares = np.stack([about, ~about, np.zeros(len(about))], axis=1).astype(float)
    return TopicSolution("planted", small_features.unit_ids, small_features.terms, weights, shares)


def test_the_mass_of_seeds_is_a_share(planted, small_features, codebook):
    mass = seed_mass(planted, codebook.seeds(small_features.tokenizer), 20)
    assert mass.shape == (3, 2)
    assert mass[0, 0] == pytest.approx(1.0, abs=1e-3)
    assert mass[1].max() == pytest.approx(0.0, abs=1e-3)
    assert mass[2].sum() == pytest.approx(1.0, abs=1e-3)


def test_topics_are_matched_by_their_words(planted, small_features, codebook):
    rows = topics_of_themes([planted], small_features, codebook)
    matched = [(row["topic"], row["theme"], row["themes"], row["evidence"]) for row in rows]
    assert (0, "farming", 1, "seeds") in matched
    assert (1, "", 0, "") in matched
    assert {row[:2] for row in matched if row[0] == 2} == {(2, "farming"), (2, "shipping")}
    assert all(np.isnan(row["correlation"]) for row in rows)


def test_scores_are_evidence_too(planted, small_features, codebook):
    reading = Dictionary().score(small_features, codebook)
    rows = topics_of_themes([planted], small_features, codebook, [reading])
    (farming,) = [row for row in rows if row["topic"] == 0]
    assert farming["evidence"] == "both"
    assert farming["correlation"] > 0.3
    assert farming["strength"] == pytest.approx(max(farming["seed_mass"] / 0.1, farming["correlation"] / 0.3))


def test_a_theme_without_a_topic_is_listed(planted, small_features, codebook):
    rules = TopicMatching(seed_mass=0.99)
    rows = topics_of_themes([planted], small_features, codebook, rules=rules)
    assert [(row["theme"], row["themes"]) for row in rows if row["topic"] == -1] == [("shipping", 0)]


def test_every_topic_and_every_theme_is_listed(planted, small_features, codebook):
    rows = topics_of_themes(
        [planted], small_features, codebook, [Dictionary().score(small_features, codebook)]
    )
    assert {row["topic"] for row in rows} >= {0, 1, 2}
    assert {row["theme"] for row in rows} >= set(codebook.theme_ids)


def test_keywords_are_counted_by_language(small_features, codebook):
    rows = {(row["theme"], row["language"]): row for row in keyword_prevalence(small_features, codebook)}
    assert set(rows) == {(theme, language) for theme in THEMES for language in ("zh", "en")}
    for (theme, language), row in rows.items():
        words = {word for lang, word in codebook.seeds(small_features.tokenizer)[theme] if lang == language}
        tokens = [
            token
            for unit, own in zip(small_features.units.units, small_features.units.tokens, strict=True)
            if unit.language == language
            for token in own
        ]
        assert row["share"] == pytest.approx(sum(token in words for token in tokens) / len(tokens))
        assert 0 < row["used"] <= row["keywords"] == len(words)
        assert row["common"] <= row["used"]
        assert 0 < row["units"] < 1
