"""Every codebook term is followed into the corpus, and none is lost on the way."""

import pytest

from toolkit.themes import coverage_summary, seed_coverage

TERMS = {
    "zh": [
        {"t": "水稻", "eq": "rice"},
        {"t": "稻田", "tier": "support", "eq": "field"},
        {"t": "幽灵", "eq": "ghost"},
        {"t": "小麦", "tier": "context", "needs": ["粮仓"]},
    ],
    "en": [
        {"t": "rice", "eq": "rice"},
        {"t": "paddy", "eq": "field"},
        {"t": "haunted ghost", "eq": "ghost"},
        {"t": "tide", "eq": "tide"},
    ],
}


@pytest.fixture(scope="session")
def rows(small_features, codebook_of):
    found = seed_coverage(small_features, codebook_of({"farming": {"terms": TERMS}}))
    return {row["term"]: row for row in found}


def test_every_term_has_a_row_in_its_language(rows):
    assert {(row["language"], term) for term, row in rows.items()} == {
        (language, term["t"]) for language, terms in TERMS.items() for term in terms
    }


@pytest.mark.parametrize("term", ["水稻", "rice", "tide"])
def test_finds_are_those_of_a_plain_search(term, rows, small_features):
    texts = [unit.text for unit in small_features.units.units]
    assert rows[term]["finds"] == sum(text.count(term) for text in texts)
    assert rows[term]["units"] == sum(term in text for text in texts)
    assert rows[term]["counted"] == rows[term]["finds"]
    assert rows[term]["documents"] == 1


def test_a_context_term_counts_only_beside_its_cue(rows):
    assert 0 < rows["小麦"]["counted"] < rows["小麦"]["finds"]


def test_a_term_the_corpus_lacks_is_found_nowhere(rows):
    for term in ("幽灵", "haunted ghost", "paddy"):
        assert {rows[term][key] for key in ("finds", "counted", "units", "documents", "in_vocabulary")} == {0}


def test_the_vocabulary_is_asked_for_the_terms_own_token(rows, small_features):
    assert rows["rice"]["in_vocabulary"] == 1
    assert rows["水稻"]["in_vocabulary"] == int(("zh", "水稻") in small_features.terms.index)


def test_the_summary_adds_up_and_names_the_silent_core_terms(rows):
    zh, en = sorted(coverage_summary(list(rows.values())), key=lambda row: -ord(row["language"][0]))
    for summary in (zh, en):
        own = [row for row in rows.values() if row["language"] == summary["language"]]
        assert summary["terms"] == len(own) == 4
        assert summary["found"] == sum(row["finds"] > 0 for row in own)
        assert summary["finds"] == sum(row["finds"] for row in own)
        assert summary["counted"] == sum(row["counted"] for row in own)
    assert (zh["silent"], en["silent"]) == ("幽灵", "paddy, haunted ghost")


def test_a_set_is_paired_when_every_language_uses_it(rows):
    """Rice, field and ghost have terms on both sides; only rice is found on both."""
    for summary in coverage_summary(list(rows.values())):
        assert (summary["shared_sets"], summary["paired_sets"]) == (3, 1)
