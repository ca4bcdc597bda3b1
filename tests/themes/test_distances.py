"""Distances between profiles are distances, and stand beside what chance alone would give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from toolkit.themes.distances import distances, jensen_shannon, unit_profiles

PROFILES = st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any).map(lambda v: np.array(v) / sum(v))


@given(PROFILES, PROFILES, PROFILES)
def test_it_is_scipys_and_a_metric(one, other, third):
    there, back = jensen_shannon(one, other), jensen_shannon(other, one)
    assert there == pytest.approx(float(jensenshannon(one, other, base=2)), abs=1e-6)
    assert there == pytest.approx(back)
    assert 0 <= there <= 1
    assert jensen_shannon(one, one) == pytest.approx(0, abs=1e-7)
    assert there <= jensen_shannon(one, third) + jensen_shannon(third, other) + 1e-7


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=8))
def test_units_are_shared_out_among_their_themes_and_none(present):
    profiles = unit_profiles(np.array(present))
    assert profiles.sum(axis=1) == pytest.approx(np.ones(len(present)))
    assert ((profiles[:, -1] == 1) == ~np.array(present).any(axis=1)).all()


@pytest.fixture(scope="session")
def genres(read):
    def build(news, reports):
        docs = {
            **{f"n{i}": own for i, own in enumerate(news)},
            **{f"r{i}": own for i, own in enumerate(reports)},
        }
        facts = {doc: {"genre": "news" if doc[0] == "n" else "report"} for doc in docs}
        themes = {
            "trade": {doc: [int(c == "t") for c in own] for doc, own in docs.items()},
            "chips": {doc: [int(c == "c") for c in own] for doc, own in docs.items()},
        }
        return read(themes, facts)

    return build


def only(corpus):
    (row,) = distances(corpus[0], [corpus[1]], by=("genre",))
    return row


def test_profiles_that_share_nothing_are_one_apart_and_told_from_chance(genres):
    row = only(genres(["tttt"] * 4, ["cccc"] * 4))
    assert row["distance"] == pytest.approx(1)
    assert row["p"] == pytest.approx(2 / 70)
    assert row["excess"] == pytest.approx(row["distance"] - row["expected"])
    assert 0 < row["expected"] < 1
    assert "times as far apart as by chance" in row["reading"]


def test_units_without_a_theme_are_part_of_the_profile(genres):
    same_themes = only(genres(["tc.."] * 3, ["tc......"] * 3))
    assert same_themes["distance"] > 0.1


def test_alike_groups_are_no_further_apart_than_chance(genres):
    row = only(genres(["tc..", "t...", "c..."], ["t...", "tc..", "c..."]))
    assert row["distance"] == pytest.approx(0, abs=1e-6)
    assert row["p"] == 1
    assert "no further apart" in row["reading"]


def test_one_document_on_a_side_gets_a_distance_and_no_test(genres):
    row = only(genres(["tt.."], ["cc..", "c..."]))
    assert row["distance"] > 0
    assert np.isnan([row["p"], row["expected"], row["excess"]]).all()
    assert "these texts only" in row["reading"]


@given(st.lists(st.text("tc.", min_size=1, max_size=5), min_size=4, max_size=8))
@settings(max_examples=15, deadline=None)
def test_p_is_a_share_of_arrangements(genres, docs):
    row = only(genres(docs[:2], docs[2:]))
    assert row["smallest_p"] <= row["p"] <= 1
    assert 0 <= row["distance"] <= 1
