"""A contrast between groups comes with as much certainty as its documents can carry."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.preprocess import Duplicates, TokenizedUnits
from toolkit.preprocess.duplicates import Group
from toolkit.themes import Comparison, Contrast, ThemeScores, contrasts
from toolkit.themes.intervals import benjamini_hochberg, holm

BY_GENRE = Comparison(by=("genre",))


@pytest.fixture(scope="session")
def two_genres(read):
    """News and reports; each document is given by how many of its eight units carry the theme."""

    def build(news, reports, **more):
        counts = {
            **{f"news-{i:02}": count for i, count in enumerate(news)},
            **{f"report-{i:02}": count for i, count in enumerate(reports)},
        }
        series = {doc: [1] * count + [0] * (8 - count) for doc, count in counts.items()}
        facts = {doc: {"genre": doc.split("-")[0], **more.get(doc, {})} for doc in series}
        return read({"trade": series}, facts)

    return build


def compare(corpus, settings=BY_GENRE):
    units, scores = corpus
    return contrasts(units, [scores], settings)


def test_one_document_on_a_side_gets_no_test_and_the_reading_says_why(two_genres):
    (row,) = compare(two_genres([8], [0, 1, 0, 1]))
    assert row["claim"] == "this text only"
    assert all(math.isnan(row[key]) for key in ("p", "p_adjusted", "smallest_p", "low", "high"))
    assert "one document on a side" in row["reading"]
    assert "no test" in row["reading"]


@pytest.mark.parametrize(("news", "reports", "smallest"), [(2, 2, 2 / 6), (2, 3, 1 / 10), (5, 5, 2 / 252)])
def test_two_to_five_documents_get_a_p_with_its_smallest_but_no_interval(two_genres, news, reports, smallest):
    (row,) = compare(two_genres([7] * news, [1] * reports))
    assert row["claim"] == "description"
    assert row["smallest_p"] == pytest.approx(smallest)
    assert row["p"] == pytest.approx(smallest)
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])
    assert "too few documents" in row["reading"]


@pytest.mark.parametrize(
    ("documents", "claim", "interval", "test"),
    [
        (6, "cautious", "Korn–Graubard, two groups", "exact permutation of documents"),
        (11, "cautious", "Korn–Graubard, two groups", "permutation of documents, 9,999 drawn"),
        (12, "usual", "Korn–Graubard, two groups", "permutation of documents, 9,999 drawn"),
    ],
)
def test_more_documents_get_an_interval_that_holds_the_difference(
    two_genres, documents, claim, interval, test
):
    (row,) = compare(two_genres([3 + i % 3 for i in range(documents)], [1 + i % 4 for i in range(documents)]))
    assert (row["claim"], row["interval"], row["test"]) == (claim, interval, test)
    assert row["low"] < row["difference"] < row["high"]
    assert row["smallest_p"] <= row["p"] <= 1
    assert (row["first_documents"], row["second_documents"]) == (documents, documents)
    assert (row["first_clusters"], row["second_clusters"]) == (documents, documents)
    assert row["units"] == 16 * documents


def test_a_clear_difference_is_found_and_its_interval_lies_off_zero(two_genres):
    for documents in (6, 12):
        row = compare(two_genres([6, 7, 5] * (documents // 3), [1, 2, 0] * (documents // 3)))[0]
        assert row["p"] < 0.01
        assert row["low"] > 0
        assert "points more in news than in report" in row["reading"]


def test_an_interval_that_holds_zero_is_said_to(two_genres):
    (row,) = compare(two_genres([1, 7, 3, 4, 2, 6], [2, 6, 3, 4, 1, 6]))
    assert row["low"] < 0 < row["high"]
    assert "the interval holds zero" in row["reading"]


def test_no_difference_is_not_read_as_one(two_genres):
    (row,) = compare(two_genres([2, 4], [4, 2]))
    assert row["difference"] == 0
    assert math.copysign(1, row["difference"]) == 1
    assert "more in" not in row["reading"]
    assert row["p"] == 1


def test_a_difference_between_languages_is_not_separable_and_others_are(read):
    facts = {f"d{i}": {"language": "zh" if i % 2 else "en", "genre": "a" if i < 3 else "b"} for i in range(6)}
    corpus = read({"trade": {f"d{i}": [1] * i + [0] * (6 - i) for i in range(6)}}, facts)
    readings = {row["by"]: row["reading"] for row in compare(corpus, Comparison(by=("language", "genre")))}
    assert "not separable" in readings["language"]
    assert "not separable" not in readings["genre"]


def test_declared_contrasts_are_adjusted_by_holm_and_the_others_by_benjamini_hochberg(read):
    random_ = np.random.default_rng(0)
    groups = ("a", "b", "c", "d")
    facts = {f"{group}{i}": {"genre": group} for group in groups for i in range(5)}
    present = {
        theme: {doc: random_.integers(0, 2, 6).tolist() for doc in facts} for theme in ("trade", "chips")
    }
    declared = (Contrast(by="genre", first="b", second="a"), Contrast(by="genre", first="c", second="a"))
    rows = compare(read(present, facts), Comparison(by=("genre",), contrasts=declared))
    by_family = {
        family: [row for row in rows if row["family"] == family] for family in ("declared", "exploratory")
    }
    # of the six pairs of four genres two are declared; each pair stands once for each theme
    assert {family: len(own) for family, own in by_family.items()} == {"declared": 4, "exploratory": 8}
    assert len({(row["theme"], frozenset((row["first"], row["second"]))) for row in rows}) == 12
    for family, adjust in (("declared", holm), ("exploratory", benjamini_hochberg)):
        own = by_family[family]
        assert [row["p_adjusted"] for row in own] == adjust([row["p"] for row in own])


def test_max_t_is_between_p_and_holm_and_leaves_explorations_alone(read):
    random_ = np.random.default_rng(0)
    facts = {f"{group}{i}": {"genre": group} for group in "abc" for i in range(5)}
    common = {doc: random_.integers(0, 2, 6) for doc in facts}
    present = {
        theme: {doc: np.where(random_.random(6) < 0.2, 1 - own, own).tolist() for doc, own in common.items()}
        for theme in ("trade", "chips", "rules")
    }
    declared = (Contrast(by="genre", first="b", second="a"), Contrast(by="genre", first="c", second="a"))
    corpus = read(present, facts)
    rows = {
        how: compare(corpus, Comparison(by=("genre",), contrasts=declared, adjust=how))
        for how in ("holm", "max-t")
    }
    milder = 0
    for strict, mild in zip(rows["holm"], rows["max-t"], strict=True):
        assert strict["p"] == mild["p"]
        assert mild["p"] - 1e-9 <= mild["p_adjusted"] <= strict["p_adjusted"] + 1e-9
        milder += mild["p_adjusted"] < strict["p_adjusted"] - 1e-9
        if mild["family"] == "exploratory":
            assert mild["p_adjusted"] == strict["p_adjusted"]
    assert milder > 0
    assert {row["adjusted_by"] for row in rows["max-t"]} == {"max-T", "Benjamini–Hochberg"}


def test_an_interval_is_never_surer_than_the_test(two_genres):
    random_ = np.random.default_rng(1)
    for _ in range(12):
        (row,) = compare(two_genres(random_.integers(0, 9, 6).tolist(), random_.integers(0, 9, 20).tolist()))
        if row["p"] > 0.05:
            assert row["low"] <= 0 <= row["high"]
            assert "the interval holds zero" in row["reading"]


def test_pooled_differences_weigh_long_documents_more(read):
    facts = {"a": {"genre": "x"}, "b": {"genre": "x"}, "c": {"genre": "y"}}
    (row,) = compare(read({"trade": {"a": [1] * 9, "b": [0], "c": [0, 1]}}, facts))
    assert row["difference"] == pytest.approx(0.0)
    assert row["pooled"] == pytest.approx(0.9 - 0.5)


def test_instruments_are_adjusted_apart(read):
    facts = {f"{group}{i}": {"genre": group} for group in "ab" for i in range(3)}
    docs = {doc: [int(doc[0] == "a"), 0] for doc in facts}
    units, scores = read({"trade": docs}, facts)
    _, other = read({"trade": docs}, facts, "prototypes")
    rows = contrasts(units, [scores, other], BY_GENRE)
    assert [row["p_adjusted"] for row in rows] == [row["p"] for row in rows] == [0.1, 0.1]


def test_turning_a_contrast_round_turns_its_sign_only(two_genres):
    corpus = two_genres([6, 3, 4], [1, 2, 5])
    turned = [
        compare(corpus, Comparison(by=(), contrasts=(Contrast(by="genre", first=one, second=other),)))[0]
        for one, other in (("news", "report"), ("report", "news"))
    ]
    assert turned[0]["difference"] == -turned[1]["difference"]
    assert turned[0]["p"] == turned[1]["p"]


def test_pairs_are_compared_side_by_side(two_genres):
    """A small shift in every one of six pairs is clear, though the pairs differ much among themselves."""
    news, reports = [1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7]
    pairs = {f"{side}-{i:02}": {"pair": str(i)} for side in ("news", "report") for i in range(6)}
    (paired,) = compare(two_genres(news, reports, **pairs))
    (free,) = compare(two_genres(news, reports))
    assert paired["difference"] == free["difference"]
    assert paired["p"] == pytest.approx(2 / 64)
    assert free["p"] > 0.3


@pytest.mark.parametrize("documents", [1, 3, 6, 12])
def test_a_copied_document_changes_no_difference_and_makes_nothing_clearer(two_genres, documents):
    news, reports = [3 + i % 3 for i in range(documents)], [1 + i % 4 for i in range(documents)]
    plain = two_genres(news, reports)
    units, scores = two_genres([*news, news[0], news[0]], reports)
    ids = ("news-00", f"news-{documents:02}", f"news-{documents + 1:02}")
    copies = Duplicates(documents=(Group(ids, 1.0, "exact", False),))
    weighed = replace(units, duplicates=copies, document_weights=dict.fromkeys(ids, 1 / 3))
    (one,), (other,) = compare(plain), compare((weighed, scores))
    assert (other["first_documents"], other["first_clusters"]) == (documents + 2, documents)
    for key in ("difference", "low", "high", "p", "p_adjusted", "smallest_p"):
        assert other[key] == pytest.approx(one[key], nan_ok=True)
    assert (other["claim"], other["test"].split(":")[0]) == (one["claim"], one["test"].split(":")[0])


def in_pairs(two_genres, pairs):
    """News and reports of so many pairs each, both sides of a pair in one genre."""
    counts = [3 + i % 3 for i in range(2 * pairs)]
    facts = {
        f"{genre}-{i:02}": {"pair": f"{genre} {i // 2}"}
        for genre in ("news", "report")
        for i in range(2 * pairs)
    }
    return two_genres(counts, [count - 2 for count in counts], **facts)


@pytest.mark.parametrize(
    ("pairs", "claim", "interval", "test"),
    [
        (2, "description", "none: fewer than six documents", "exact permutation of documents"),
        (5, "description", "none: fewer than six clusters", "exact permutation of documents"),
        (6, "cautious", "Korn–Graubard, two groups", "exact permutation of documents"),
        (12, "usual", "Korn–Graubard, two groups", "permutation of documents, 9,999 drawn"),
    ],
)
def test_pairs_are_counted_not_their_documents(two_genres, pairs, claim, interval, test):
    (row,) = compare(in_pairs(two_genres, pairs))
    assert (row["claim"], row["interval"], row["test"]) == (claim, interval, test)
    assert (row["first_documents"], row["second_documents"]) == (2 * pairs, 2 * pairs)
    assert (row["first_clusters"], row["second_clusters"]) == (pairs, pairs)
    what = {2: "too few documents", 5: "too few clusters"}
    assert what.get(pairs, "points more") in row["reading"]


def test_one_pair_on_a_side_gets_no_test_and_the_reading_says_why(two_genres):
    (row,) = compare(in_pairs(two_genres, 1))
    assert row["claim"] == "this text only"
    assert row["interval"] == row["test"] == "none: one cluster"
    assert all(math.isnan(row[key]) for key in ("p", "p_adjusted", "smallest_p", "low", "high"))
    assert "one cluster on a side" in row["reading"]


@given(st.lists(st.integers(0, 8), min_size=2, max_size=24), st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_documents_is_nothing(two_genres, counts, seed):
    units, scores = two_genres(counts[::2], counts[1::2])
    blocks = [[i for i, unit in enumerate(units.units) if unit.doc == doc] for doc in units.documents]
    random.Random(seed).shuffle(blocks)
    order = [i for block in blocks for i in block]
    turned = TokenizedUnits(
        tuple(units.units[i] for i in order),
        tuple(units.tokens[i] for i in order),
        (),
        (),
        {units.units[block[0]].doc: units.metadata[units.units[block[0]].doc] for block in blocks},
    )
    ids = tuple(scores.unit_ids[i] for i in order)
    again = ThemeScores(scores.instrument, scores.themes, ids, scores.score[order], scores.present[order])
    assert repr(compare((turned, again))) == repr(compare((units, scores)))
