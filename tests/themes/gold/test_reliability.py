"""Coders against each other: alpha as others compute it, and what is said of it."""

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toolkit.themes import CONSENSUS, Codes
from toolkit.themes.gold import alpha, disagreements, percent_agreement, reliability

NAN = np.nan


@pytest.fixture
def codes_of(units):
    """Codes of the whole corpus by one theme."""

    def build(ratings, coders=("anna", "bo"), **more):
        ids = tuple(unit.id for unit in units.units)
        full = np.full((len(coders), len(ids), 1), NAN)
        full[:, : np.shape(ratings)[1], 0] = ratings
        return Codes(("openness",), ids, coders, full, np.full(len(ids), NAN), **more)

    return build


def test_the_published_example_of_two_observers():
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section A: alpha = 0.095."""
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(np.array([meg, owen], dtype=float)) == pytest.approx(0.095, abs=0.0005)


@settings(max_examples=150, deadline=None)
@given(
    arrays(float, st.tuples(st.integers(2, 5), st.integers(2, 25)), elements=st.sampled_from([0.0, 1.0, NAN]))
)
def test_alpha_is_that_of_the_krippendorff_package_gaps_included(ratings):
    pairable = ratings[:, (~np.isnan(ratings)).sum(axis=0) >= 2]
    assume(len(np.unique(pairable[~np.isnan(pairable)])) == 2)
    expected = krippendorff.alpha(ratings, level_of_measurement="nominal")
    assert alpha(ratings) == pytest.approx(expected, abs=1e-9)


def test_alpha_of_constant_codes_is_not_a_number():
    assert np.isnan(alpha(np.zeros((2, 5))))
    assert np.isnan(alpha(np.array([[1.0, NAN], [NAN, 0.0]])))


@settings(max_examples=50, deadline=None)
@given(arrays(float, st.tuples(st.just(3), st.integers(2, 20)), elements=st.sampled_from([0.0, 1.0])))
def test_agreement_is_the_mean_over_pairs_of_coders(ratings):
    pairs = [(0, 1), (0, 2), (1, 2)]
    expected = np.mean([np.mean(ratings[a] == ratings[b]) for a, b in pairs])
    assert percent_agreement(ratings) == pytest.approx(expected)


def test_rows_tell_alpha_with_its_interval_and_what_it_stands_on(codes_of, units):
    random = np.random.default_rng(0)
    truth = (random.random(len(units)) < 0.4).astype(float)
    said = np.abs(truth - (random.random((2, len(units))) < 0.05))
    rows = reliability(codes_of(said), units)
    assert [row["language"] for row in rows] == ["all", "en", "zh"]
    for row in rows:
        assert row["low"] < row["alpha"] < row["high"]
        assert row["agreement"] > row["alpha"]
        assert row["reading"] in ("reliable", "tentative")
    assert rows[0]["twice"] == rows[0]["units"] == len(units)
    assert rows[0]["clusters"] == 20
    assert str(rows) == str(reliability(codes_of(said), units))


def test_the_consensus_is_no_coder(codes_of, units):
    said = np.tile([1.0, 0.0], (2, 60))
    said[1, :20] = 1 - said[1, :20]
    alone = reliability(codes_of(said), units)
    settled = reliability(codes_of([*said, said[0]], ("anna", "bo", CONSENSUS)), units)
    assert str(alone) == str(settled)  # not-a-number is not equal to itself


def test_too_little_is_said_instead_of_judged(codes_of, units):
    few = np.zeros((2, 40))
    few[:, 0] = 1
    (row, *_) = reliability(codes_of(few), units)
    assert row["reading"] == "not enough: 1 positives"
    (row, *_) = reliability(codes_of([[1.0] * 20, [NAN] * 20]), units)
    assert row["reading"] == "not done: no unit was coded twice"
    assert np.isnan(row["alpha"])


def test_perfect_agreement_is_not_certain(codes_of, units):
    rows = [reliability(codes_of(np.tile([1.0, 0.0], (2, size))), units)[0] for size in (20, 100)]
    assert [row["alpha"] for row in rows] == [row["high"] for row in rows] == [1, 1]
    assert 0.7 < rows[0]["low"] < rows[1]["low"] < 1


@pytest.mark.slow
@pytest.mark.parametrize(("documents", "size"), [(8, 8), (12, 5), (28, 4), (50, 4)])
def test_intervals_hold_alpha_though_documents_differ(codes_of, units_of, documents, size):
    """Documents differ in their share of the theme and in how hard they are to code."""

    def draw(random, count):
        share, slip = random.beta(2.4, 5.6, count), random.beta(0.5, 9.5, count)
        truth = random.random((count, size)) < share[:, None]
        return (truth ^ (random.random((2, count, size)) < slip[:, None])).reshape(2, -1).astype(float)

    expected = alpha(draw(np.random.default_rng(99), 40_000))
    units = units_of({f"d{n:02}": ["a text"] * size for n in range(documents)}, {})
    ids = tuple(unit.id for unit in units.units)
    held = []
    for seed in range(250):
        ratings = draw(np.random.default_rng(seed), documents)[:, :, None]
        codes = Codes(("openness",), ids, ("a", "b"), ratings, np.full(len(ids), NAN))
        (row,) = reliability(codes, units)
        if row["alpha"] == row["alpha"]:
            held.append(row["low"] <= expected <= row["high"])
    assert 0.91 < np.mean(held) < 0.99


def test_disagreements_are_listed_until_a_consensus_stands(codes_of, units):
    said = np.array([[1.0, 0, 1, 0], [1.0, 1, 0, NAN]])
    rows = disagreements(codes_of(said, remarks={units.units[1].id: ("bo: unsure",)}), units)
    assert [row["unit"] for row in rows] == [units.units[1].id, units.units[2].id]
    assert rows[0]["said"] == {"anna": 0, "bo": 1}
    assert rows[0]["remarks"] == ("bo: unsure",)
    settled = codes_of([*said, [NAN, 1, NAN, NAN]], ("anna", "bo", CONSENSUS))
    assert [row["unit"] for row in disagreements(settled, units)] == [units.units[2].id]
