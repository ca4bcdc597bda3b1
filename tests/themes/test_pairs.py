"""Beads join what renders each other, and no unit is lost or used twice."""

import csv
import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.themes import align_pairs, find_pairs, odd_pairs, pairs_without_source
from toolkit.themes.pairs import align


@pytest.fixture(scope="session")
def pair_of(units_of, small_features):
    """Make features of a source and a target from their vectors; texts are equally long."""

    def build(source, target):
        texts = {"source": ["x" * 40] * len(source), "target": ["x" * 40] * len(target)}
        facts = {
            "source": {"pair": "one", "role": "source"},
            "target": {"pair": "one", "role": "translation"},
        }
        vectors = np.concatenate([source, target]).astype(float)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return dataclasses.replace(small_features, units=units_of(texts, facts), vectors=vectors)

    return build


def beads(rows):
    return [(row["source_lines"], row["target_lines"]) for row in rows]


@given(st.integers(1, 8), st.integers(0, 1000))
@settings(deadline=None, max_examples=30)
def test_a_text_aligned_with_itself_goes_one_to_one(pair_of, units, seed):
    vectors = np.random.default_rng(seed).normal(size=(units, 12))
    rows = align_pairs(pair_of(vectors, vectors))
    assert beads(rows) == [(str(i), str(i)) for i in range(units)]
    assert [row["score"] for row in rows] == pytest.approx([1] * units)
    assert [row["bead"] for row in rows] == list(range(units))


@pytest.mark.parametrize("dropped", range(6))
def test_a_unit_without_counterpart_stands_alone(pair_of, dropped):
    vectors = np.eye(6)
    kept = [i for i in range(6) if i != dropped]
    omitted = align_pairs(pair_of(vectors, vectors[kept]))
    assert (str(dropped), "") in beads(omitted)
    assert [row["score"] for row in omitted if not row["target_lines"]] == [0]
    added = align_pairs(pair_of(vectors[kept], vectors))
    assert ("", str(dropped)) in beads(added)
    assert len(omitted) == len(added) == 6


def test_two_units_rendered_as_one_share_a_bead(pair_of):
    vectors = np.eye(5)
    joined = np.vstack([vectors[0], vectors[1] + vectors[2], vectors[3:]])
    assert beads(align_pairs(pair_of(vectors, joined))) == [("0", "0"), ("1 2", "1"), ("3", "2"), ("4", "3")]
    assert beads(align_pairs(pair_of(joined, vectors))) == [("0", "0"), ("1", "1 2"), ("2", "3"), ("3", "4")]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 1000))
@settings(deadline=None, max_examples=40)
def test_every_unit_stands_in_exactly_one_bead_in_the_order_of_the_text(pair_of, source, target, seed):
    random = np.random.default_rng(seed)
    features = pair_of(random.normal(size=(source, 4)), random.normal(size=(target, 4)))
    found = align(features, np.arange(source), np.arange(source, source + target))
    assert [row for bead in found for row in bead.source] == list(range(source))
    assert [row for bead in found for row in bead.target] == list(range(source, source + target))
    assert all(bead.source or bead.target for bead in found)
    assert all(-1 - 1e-9 <= bead.score <= 1 + 1e-9 for bead in found)


def test_units_without_a_vector_are_aligned_all_the_same(pair_of):
    vectors = np.eye(4)
    features = pair_of(vectors, vectors)
    empty = features.vectors.copy()
    empty[1] = 0
    rows = align_pairs(dataclasses.replace(features, vectors=empty))
    assert " ".join(row["source_lines"] for row in rows).split() == ["0", "1", "2", "3"]


def test_a_bead_names_every_line_of_its_units(pair_of):
    vectors = np.eye(4)
    joined = np.vstack([vectors[0] + vectors[1], vectors[2:]])
    features = pair_of(vectors, joined)
    units = tuple(
        unit._replace(first_line=10 * unit.first_line, last_line=10 * unit.first_line + 2)
        for unit in features.units.units
    )
    rows = align_pairs(dataclasses.replace(features, units=dataclasses.replace(features.units, units=units)))
    assert beads(rows) == [
        ("0 1 2 10 11 12", "0 1 2"),
        ("20 21 22", "10 11 12"),
        ("30 31 32", "20 21 22"),
    ]


class TestFindPairs:
    def test_the_source_comes_first_whatever_its_name(self):
        facts = {"a": {"pair": "x", "role": "translation"}, "b": {"pair": "x", "role": "source"}}
        assert find_pairs(facts) == {"x": ("b", "a")}
        assert find_pairs(dict(reversed(facts.items()))) == find_pairs(facts)

    def test_documents_alone_or_in_threes_are_no_pair(self):
        facts = {"a": {"pair": "x"}, "b": {"pair": "y"}, "c": {"pair": "y"}, "d": {"pair": "y"}, "e": {}}
        assert find_pairs(facts) == {}
        assert odd_pairs(facts) == [("x", ["a"]), ("y", ["b", "c", "d"])]
        assert pairs_without_source(facts) == []

    def test_a_pair_has_exactly_one_source(self):
        roles = {"one": ("source", "translation"), "two": ("source", "source"), "none": ("", "translation")}
        facts = {
            f"{pair}-{i}": {"pair": pair, "role": role}
            for pair, both in roles.items()
            for i, role in enumerate(both)
        }
        assert odd_pairs(facts) == []
        assert pairs_without_source(facts) == ["none", "two"]
        assert pairs_without_source({"a": {"pair": "x"}, "b": {"pair": "x"}}) == ["x"]


@pytest.mark.slow
def test_four_of_five_hand_made_beads_of_the_example_are_found(technology_trade):
    def key(row):
        return row["source_doc"], row["source_lines"], row["target_lines"]

    with (technology_trade.folder / "beads.csv").open(encoding="utf-8") as file:
        made = {key(row) for row in csv.DictReader(file)}
    found = {key(row) for row in align_pairs(technology_trade.features)}
    assert len(found & made) / len(made) >= 0.8
    assert len(found & made) / len(found) >= 0.8
