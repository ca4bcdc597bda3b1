"""A corrected share follows the codes as far as they go, and says no more than they allow."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.themes.correction import (
    Tallies,
    corrected_difference,
    corrected_share,
    pseudo_outcomes,
    tally,
)

NAN = np.nan


def tallied(found, codes, probability=None, clusters=None, strata=None, weights=None):
    """Tally units; by default of one document, one language, and drawn within what the instrument said."""
    found, codes = np.array(found, dtype=bool), np.array(codes, dtype=float)
    if probability is None:
        coded = ~np.isnan(codes)
        probability = np.array([coded[found == value].mean() for value in found])
    ones = np.zeros(len(found), dtype=int)
    return tally(
        found,
        codes,
        np.asarray(probability, dtype=float),
        np.ones(len(found)) if weights is None else np.asarray(weights, dtype=float),
        ones if strata is None else np.asarray(strata),
        ones if clusters is None else np.asarray(clusters),
    )


@st.composite
def samples(draw):
    """Units of several documents in two languages, some of them coded."""
    count = draw(st.integers(8, 40))
    column = st.lists(st.booleans(), min_size=count, max_size=count)
    found, present, coded = (np.array(draw(column)) for _ in range(3))
    parts = np.array(draw(st.lists(st.integers(0, 5), min_size=count, max_size=count)))
    clusters = np.unique(parts, return_inverse=True)[1]
    strata = np.unique(np.array(draw(column)).astype(int), return_inverse=True)[1]
    probability = np.array(draw(st.lists(st.sampled_from([0.2, 0.5, 1.0]), min_size=count, max_size=count)))
    codes = np.where(coded, present.astype(float), NAN)
    return found, codes, probability, clusters, strata


def same(one, other):
    for mine, its in zip(values(one), values(other), strict=True):
        np.testing.assert_allclose(mine, its, atol=1e-9)


def values(share):
    return share.estimate, share.centre, share.measured, *share.texts, *share.documents


def test_pseudo_outcomes_average_to_the_difference_estimator_of_horvitz_and_thompson():
    found, present = np.array([1.0, 1, 0, 0, 0]), np.array([1.0, 0, 0, 1, 0])
    probability = np.array([1.0, 0.5, 0.25, 0.5, 0.5])
    codes = np.array([1.0, 0, NAN, 1, NAN])
    errors = (present - found)[~np.isnan(codes)] / probability[~np.isnan(codes)]
    expected = found.mean() + errors.sum() / 5
    assert pseudo_outcomes(found, codes, probability).mean() == pytest.approx(expected)


def test_pseudo_outcomes_are_right_on_average_over_all_samples():
    found, present = np.array([1.0, 1, 0, 0, 1]), np.array([1.0, 0, 0, 1, 0])
    means = []
    for drawn in combinations(range(5), 2):
        codes = np.full(5, NAN)
        codes[list(drawn)] = present[list(drawn)]
        means.append(pseudo_outcomes(found, codes, np.full(5, 2 / 5)).mean())
    assert np.mean(means) == pytest.approx(present.mean())


def test_a_case_worked_by_hand():
    # found: 1 of 2 coded positive, 2 uncoded at (1 + ½)/3; not found: 0 of 3, 3 uncoded at ½/4; 1 known
    found = [1] * 4 + [0] * 6
    codes = [1, 0, NAN, NAN, 0, 0, 0, NAN, NAN, NAN]
    share = corrected_share(tallied(found, codes))
    assert share.centre == pytest.approx(0.1 + 0.2 * 0.5 + 0.3 * 0.125)
    assert share.measured == pytest.approx(0.4)
    assert share.estimate == share.measured  # five codes do not contradict it
    assert np.isnan(share.documents).all()


@pytest.mark.parametrize(
    ("x1", "n1", "x0", "n0"), [(12, 20, 2, 20), (30, 40, 0, 60), (9, 10, 1, 15), (40, 80, 9, 90)]
)
def test_limits_are_those_of_the_posterior_of_small_samples(x1, n1, x0, n0):
    """Methods 3.5: p1, p0 Beta, uncoded positives binomial, quantiles; here with limits that lean outwards."""
    u1, u0 = 60, 200
    found = [1] * (n1 + u1) + [0] * (n0 + u0)
    codes = [1] * x1 + [0] * (n1 - x1) + [NAN] * u1 + [1] * x0 + [0] * (n0 - x0) + [NAN] * u0
    share = corrected_share(tallied(found, codes))
    random, total = np.random.default_rng(0), len(found)

    def drawn(lean):
        p1 = random.beta(x1 + lean, n1 - x1 + 1 - lean, 200_000)
        p0 = random.beta(x0 + lean, n0 - x0 + 1 - lean, 200_000)
        return (x1 + x0 + random.binomial(u1, p1) + random.binomial(u0, p0)) / total

    assert share.centre == pytest.approx(drawn(0.5).mean(), abs=1e-3)
    assert share.texts[0] == pytest.approx(np.quantile(drawn(0.25), 0.025), abs=0.015)
    assert share.texts[1] == pytest.approx(np.quantile(drawn(0.75), 0.975), abs=0.015)


@settings(max_examples=50, deadline=None)
@given(samples())
def test_where_everything_is_coded_the_share_is_the_coded_share(sample):
    found, codes, _, clusters, strata = sample
    codes = np.where(np.isnan(codes), 0.0, codes)
    share = corrected_share(tallied(found, codes, np.ones(len(found)), clusters, strata))
    assert share.estimate == pytest.approx(codes.mean())
    np.testing.assert_allclose(share.texts, codes.mean())


def test_an_instrument_without_errors_is_left_alone():
    found = np.arange(60) % 3 == 0
    codes = np.where(np.arange(60) % 2 == 0, found.astype(float), NAN)
    share = corrected_share(tallied(found, codes, clusters=np.arange(60) // 10))
    assert share.estimate == pytest.approx(found.mean())


def test_plain_codes_pull_the_share_away_from_a_wrong_instrument():
    random = np.random.default_rng(0)
    found, present = random.random(2000) < 0.5, random.random(2000) < 0.1
    codes = np.where(random.random(2000) < 0.4, present.astype(float), NAN)
    share = corrected_share(tallied(found, codes, np.full(2000, 0.4)))
    assert abs(share.estimate - present.mean()) < 0.03
    assert share.centre < share.estimate < share.texts[1]


def test_nothing_is_known_where_nothing_is_coded():
    share = corrected_share(tallied([1, 0, 0, 0], [NAN] * 4, np.ones(4)))
    assert share.estimate == 0.25
    assert (share.texts[0], share.texts[1]) == (0.0, 1.0)


@settings(max_examples=100, deadline=None)
@given(samples())
def test_every_interval_holds_its_estimate_and_stays_within_0_and_1(sample):
    found, codes, probability, clusters, strata = sample
    share = corrected_share(tallied(found, codes, probability, clusters, strata))
    assert 0 <= share.texts[0] <= share.estimate <= share.texts[1] <= 1 + 1e-12
    assert min(share.measured, share.centre) - 1e-9 <= share.estimate
    assert share.estimate <= max(share.measured, share.centre) + 1e-9
    if clusters.max() > 0:
        assert 0 <= share.documents[0] <= share.texts[0]
        assert share.texts[1] <= share.documents[1] <= 1 + 1e-12


@settings(max_examples=50, deadline=None)
@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_units_documents_and_languages_does_not_matter(sample, random):
    found, codes, probability, clusters, strata = sample
    order = np.array(random.sample(range(len(found)), len(found)))
    groups = int(clusters.max()) + 1
    names = np.array(random.sample(range(groups), groups))
    one = corrected_share(tallied(found, codes, probability, clusters, strata))
    languages = (strata.max() - strata)[order]
    other = corrected_share(
        tallied(found[order], codes[order], probability[order], names[clusters][order], languages)
    )
    same(one, other)


@settings(max_examples=50, deadline=None)
@given(samples())
def test_the_share_of_units_without_the_theme_is_the_rest(sample):
    found, codes, probability, clusters, strata = sample
    one = corrected_share(tallied(found, codes, probability, clusters, strata))
    other = corrected_share(tallied(~found, 1 - codes, probability, clusters, strata))
    np.testing.assert_allclose(one.estimate, 1 - other.estimate, atol=1e-9)
    np.testing.assert_allclose(one.texts, 1 - np.array(other.texts)[::-1], atol=1e-9)
    np.testing.assert_allclose(one.documents, 1 - np.array(other.documents)[::-1], atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(samples(), st.floats(0.1, 10.0))
def test_the_scale_of_weights_does_not_matter(sample, scale):
    found, codes, probability, clusters, strata = sample
    weights = 1.0 + np.arange(len(found)) % 3
    same(
        *(
            corrected_share(tallied(found, codes, probability, clusters, strata, factor * weights))
            for factor in (1.0, scale)
        )
    )


def test_repetitions_are_corrected_one_by_one():
    random = np.random.default_rng(1)
    parts = []
    for _ in range(3):
        codes = np.where(random.random(60) < 0.5, (random.random(60) < 0.3).astype(float), NAN)
        parts.append(tallied(random.random(60) < 0.3, codes, np.full(60, 0.5), np.arange(60) // 10))
    names = [field.name for field in fields(Tallies)]
    together = corrected_share(Tallies(**{n: np.stack([getattr(p, n) for p in parts]) for n in names}))
    for number, part in enumerate(parts):
        np.testing.assert_allclose([v[number] for v in values(together)], values(corrected_share(part)))


def test_coded_units_speak_only_for_the_kind_that_was_drawn():
    found = np.repeat([True, False], [10, 90])
    codes = np.full(100, NAN)
    codes[:4], codes[10:40] = 1.0, 0.0
    drawn = np.where(np.isnan(codes), NAN, 0.4)
    drawn[10:40] = 1 / 3
    whole = corrected_share(tallied(found, codes, drawn))
    drawn[:4] = 0.8  # half of the ten were asked, all of another kind than the rest
    part = corrected_share(tallied(found, codes, drawn))
    assert part.texts[0] < whole.texts[0]


def test_more_codes_narrow_both_intervals_on_average():
    random = np.random.default_rng(2)
    widths = {0.1: [], 0.3: [], 0.9: []}
    for _ in range(30):
        found, present, keys = random.random(300) < 0.4, random.random(300) < 0.3, random.random(300)
        for part, own in widths.items():
            codes = np.where(keys < part, present.astype(float), NAN)
            share = corrected_share(tallied(found, codes, np.full(300, part), np.arange(300) // 15))
            own.append([float(np.ptp(share.texts)), float(np.ptp(share.documents))])
    means = np.array([np.mean(own, axis=0) for own in widths.values()])
    assert (np.diff(means, axis=0) < 0).all()


def test_a_rare_theme_gathered_in_one_document_is_less_certain_than_one_that_is_spread():
    clusters = np.repeat(np.arange(10), 20)
    gathered, spread = clusters == 0, np.arange(200) % 10 == 0
    high = [
        corrected_share(tallied(mark, mark.astype(float), np.ones(200), clusters)).documents[1]
        for mark in (gathered, spread)
    ]
    assert high[0] > high[1] > 0.1


@settings(max_examples=50, deadline=None)
@given(samples(), samples())
def test_a_difference_turned_round_is_its_negative_and_p_agrees_with_the_interval(first, second):
    one, other = (corrected_share(tallied(f, y, p, c, s)) for f, y, p, c, s in (first, second))
    for documents in (False, True):
        difference, low, high, p = corrected_difference(one, other, documents)
        turned = corrected_difference(other, one, documents)
        np.testing.assert_allclose(turned, (-difference, -high, -low, p), atol=1e-9)
        if not np.isnan(low):
            assert low - 1e-9 <= difference <= high + 1e-9
            assert 0 <= p <= 1
            if abs(p - 0.05) > 1e-6:
                assert (p < 0.05) == (low > 0 or high < 0)


def test_units_that_were_drawn_and_left_open_are_spoken_for_by_the_coded_ones():
    """Where every unit was drawn, ties and gaps are missing by chance, not unknown."""
    codes = np.array([1.0] * 20 + [0.0] * 320 + [NAN] * 60)
    whole = corrected_share(tallied(np.zeros(400), codes, probability=np.ones(400)))
    nearly = corrected_share(tallied(np.zeros(400), codes, probability=np.full(400, 0.999)))
    assert whole.centre == pytest.approx(20 / 340, abs=0.003)
    assert whole.centre == pytest.approx(nearly.centre, abs=0.001)
