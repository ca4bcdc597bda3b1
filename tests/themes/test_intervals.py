"""Intervals and tests keep the promises of their formulas, whatever the numbers."""

from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from itertools import product
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from toolkit.themes.decisions import difference_test
from toolkit.themes.intervals import (
    MOST_ARRANGEMENTS,
    Sample,
    arrangements,
    benjamini_hochberg,
    block_bootstrap,
    bootstrap_t,
    design_effect,
    difference_of_shares,
    holm,
    korn_graubard,
    permutation,
    permutation_p,
    step_down,
    tries_all,
    wild_bootstrap_t,
    wilson,
)

STUDENTISED = {"bootstrap-t": bootstrap_t, "wild bootstrap-t": wild_bootstrap_t}
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def one_group(values, clusters=None):
    values = np.asarray(values, dtype=float)
    clusters = np.arange(len(values)) if clusters is None else np.asarray(clusters)
    return Sample(values, np.ones(len(values), dtype=bool), clusters)


def two_groups(first, second, clusters=None):
    values = np.array([*first, *second], dtype=float)
    clusters = np.arange(len(values)) if clusters is None else np.asarray(clusters)
    return Sample(values, np.arange(len(values)) < len(first), clusters)


@st.composite
def designs(draw):
    """Up to seven documents: single ones, pairs across the groups, pairs inside a group."""
    kinds = draw(st.lists(st.sampled_from([(1,), (0,), (1, 0), (1, 1), (0, 0)]), min_size=2, max_size=5))
    sides = [side for kind in kinds for side in kind][:7]
    clusters = [number for number, kind in enumerate(kinds) for _ in kind][:7]
    if len(set(sides)) < 2:
        sides[0] = 1 - sides[0]
    values = draw(st.lists(st.integers(0, 8), min_size=len(sides), max_size=len(sides)))
    return Sample(np.array(values) / 8, np.array(sides, dtype=bool), np.array(clusters))


def brute_force(sample):
    """Go through all labellings and keep those that the design could have given."""

    def shape(labels):
        inside = [labels[sample.clusters == c] for c in range(sample.clusters.max() + 1)]
        mixed = [(c, int(part.sum())) for c, part in enumerate(inside) if 0 < part.sum() < len(part)]
        whole = sorted((len(part), bool(part[0])) for part in inside if part.sum() in (0, len(part)))
        return mixed, whole

    def difference(labels):
        sides = [[Fraction(v) for v in sample.values[labels == side]] for side in (True, False)]
        return abs(sum(sides[0]) / len(sides[0]) - sum(sides[1]) / len(sides[1]))

    labellings = [np.array(labels) for labels in product([False, True], repeat=len(sample.values))]
    allowed = [labels for labels in labellings if shape(labels) == shape(sample.is_first)]
    observed = difference(sample.is_first)
    return sum(difference(labels) >= observed for labels in allowed) / len(allowed), len(allowed)


class TestWilson:
    def test_agrees_with_the_formula_worked_by_hand(self):
        # 1 of 4 with z = 1.96: centre (1 + 1.9207)/7.8415, half width 1.96/7.8415 · √(3/4 + 0.9604)
        assert wilson(1, 4) == pytest.approx((0.0456, 0.6994), abs=5e-5)

    @given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_agrees_with_scipy(self, counts):
        expected = stats.binomtest(*counts).proportion_ci(method="wilson")
        assert wilson(*counts) == pytest.approx((expected.low, expected.high), abs=1e-12)

    @given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_mirrors_when_finds_and_misses_change_places(self, counts):
        positive, total = counts
        low, high = wilson(positive, total)
        assert wilson(total - positive, total) == pytest.approx((1 - high, 1 - low))


class TestKornGraubard:
    def test_is_clopper_and_pearson_for_what_the_documents_are_worth(self):
        # shares 0, ¼, ½, ¾: mean ⅜, variance of the mean 0.1042/4; worth ⅜·⅝/0.02604 = 9 units, times
        # (1.96/3.182)², as three of the four documents carry the theme
        low, high = korn_graubard(one_group([0.0, 0.25, 0.5, 0.75]))
        worth = 9 * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 3)) ** 2
        k = 0.375 * worth
        expected = stats.beta.ppf(0.025, k, worth - k + 1), stats.beta.ppf(0.975, k + 1, worth - k)
        assert (low, high) == pytest.approx(expected)

    @given(st.lists(st.integers(0, 8), min_size=2, max_size=20))
    def test_is_inside_0_and_1_and_holds_the_mean_and_mirrors(self, values):
        sample = one_group(np.array(values) / 8)
        low, high = korn_graubard(sample)
        if np.ptp(values) == 0:
            assert np.isnan([low, high]).all()
            return
        assert 0 <= low <= sample.values.mean() <= high <= 1
        mirrored = korn_graubard(replace(sample, values=1 - sample.values))
        assert mirrored == pytest.approx((1 - high, 1 - low))

    def test_is_wider_where_few_documents_carry_the_theme(self):
        few = one_group([0.5, 0.5, *[0.0] * 10])
        low, high = korn_graubard(few)
        assert high - low > 2 * 2 * stats.t.ppf(0.975, 11) * few.error()[0]

    @pytest.mark.slow
    @pytest.mark.parametrize(("documents", "prevalence"), [(6, 0.05), (12, 0.05), (20, 0.2)])
    def test_holds_the_truth_of_rare_and_clumped_themes(self, documents, prevalence):
        random = np.random.default_rng(documents)
        chances = random.beta(prevalence * 1.5, (1 - prevalence) * 1.5, (600, documents))  # ICC 0.4
        ends = [korn_graubard(one_group(own)) for own in random.binomial(20, chances) / 20]
        given_ = [(low, high) for low, high in ends if low == low]
        assert np.mean([low <= prevalence <= high for low, high in given_]) >= 0.945


class TestDifferenceOfShares:
    def test_is_the_two_groups_reaches_by_pythagoras(self):
        sample = two_groups([0.1, 0.4, 0.3], [0.5, 0.9, 0.2, 0.6])
        (l1, u1), (l2, u2) = (korn_graubard(side) for side in sample.sides)
        m1, m2 = (side.estimate()[0] for side in sample.sides)
        expected = (
            m1 - m2 - sqrt((m1 - l1) ** 2 + (u2 - m2) ** 2),
            m1 - m2 + sqrt((u1 - m1) ** 2 + (m2 - l2) ** 2),
        )
        assert difference_of_shares(sample) == pytest.approx(expected)

    @given(designs())
    @settings(deadline=None)
    def test_holds_the_difference_and_turns_with_the_groups(self, sample):
        low, high = difference_of_shares(sample)
        back = difference_of_shares(replace(sample, is_first=~sample.is_first))
        if sample.error()[0] < 1e-12:
            assert np.isnan([low, high]).all()
            return
        assert low - 1e-9 <= sample.estimate()[0] <= high + 1e-9
        assert back == pytest.approx((-high, -low), abs=1e-9)

    def test_is_narrower_for_pairs_that_move_together(self):
        base = np.linspace(0.1, 0.8, 8)
        other = base + np.tile([0.0, 0.05], 4)
        paired = difference_of_shares(two_groups(base, other, [*range(8)] * 2))
        free = difference_of_shares(two_groups(base, other))
        assert paired[1] - paired[0] < 0.5 * (free[1] - free[0])


class TestBlockBootstrap:
    SERIES = st.lists(st.integers(0, 1), min_size=4, max_size=30).map(lambda v: np.array(v, dtype=float))

    @given(SERIES, st.integers(0, 2**32 - 1))
    @settings(max_examples=40)
    def test_holds_the_mean_and_stays_a_share(self, values, seed):
        low, high = block_bootstrap(values, seed)
        assert 0 <= low <= values.mean() <= high <= 1

    @given(SERIES, st.integers(0, 1000))
    @settings(max_examples=20)
    def test_weights_of_one_size_are_no_weights(self, values, seed):
        weighted = block_bootstrap(values, seed, weights=np.full(len(values), 0.5))
        assert weighted == pytest.approx(block_bootstrap(values, seed))

    def test_what_weighs_little_hardly_moves_it(self):
        weights = np.where(np.arange(20) < 10, 1.0, 1e-6)
        low, high = block_bootstrap(np.repeat([0.0, 1.0], 10), 0, weights=weights)
        assert (low, high) == pytest.approx((0, 0), abs=1e-4)

    def test_same_seed_same_interval_other_seed_nearly(self):
        values = np.random.default_rng(0).integers(0, 2, 40).astype(float)
        assert block_bootstrap(values, 5) == block_bootstrap(values, 5)
        assert block_bootstrap(values, 5) == pytest.approx(block_bootstrap(values, 6), abs=0.06)

    def test_knows_that_neighbours_are_alike(self):
        runs, mixed = np.repeat([0.0, 1.0], 12), np.tile([0.0, 1.0], 12)
        wide, narrow = block_bootstrap(runs, 0), block_bootstrap(mixed, 0)
        assert wide[1] - wide[0] > 1.5 * (narrow[1] - narrow[0])


class TestError:
    def test_of_two_clusters_worked_by_hand(self):
        # mean 4; the clusters' residuals add up to −4 and 4: √(16 + 16)/4 · √(2/1) = 2
        assert one_group([1, 3, 5, 7], [0, 0, 1, 1]).error()[0] == pytest.approx(2.0)

    @given(st.lists(st.floats(0, 1), min_size=2, max_size=20))
    def test_of_single_documents_is_the_error_of_a_mean(self, values):
        n = len(values)
        spread = sqrt(sum((v - np.mean(values)) ** 2 for v in values))
        assert one_group(values).error()[0] == pytest.approx(spread / n * sqrt(n / (n - 1)), abs=1e-12)
        assert one_group(values).error()[0] == pytest.approx(stats.sem(values), abs=1e-12)

    @given(
        st.lists(st.floats(0, 1), min_size=2, max_size=10), st.lists(st.floats(0, 1), min_size=2, max_size=10)
    )
    def test_of_two_groups_is_welch_with_one_factor_for_all(self, first, second):
        """Welch divides each group's sum of squares by n(n−1); here by n², times G/(G−1) of all clusters."""
        groups = len(first) + len(second)
        parts = [np.var(side, ddof=1) / len(side) * (len(side) - 1) / len(side) for side in (first, second)]
        expected = sqrt(sum(parts) * groups / (groups - 1))
        assert two_groups(first, second).error()[0] == pytest.approx(expected, abs=1e-12)

    def test_of_two_groups_of_one_size_is_welch_but_for_a_factor(self):
        first, second = [0.1, 0.4, 0.3, 0.8], [0.5, 0.9, 0.2, 0.6]
        result = stats.ttest_ind(first, second, equal_var=False)
        welch = (np.mean(first) - np.mean(second)) / result.statistic
        assert two_groups(first, second).error()[0] == pytest.approx(welch * sqrt(2 * 3 / 7))

    def test_of_pairs_with_the_same_value_on_both_sides_is_nothing(self):
        values = [0.1, 0.7, 0.4]
        paired = two_groups(values, values, [0, 1, 2, 0, 1, 2])
        assert paired.error()[0] == pytest.approx(0, abs=1e-12)
        assert two_groups(values, values).error()[0] > 0.1

    def test_of_whole_copies_grows_by_the_copying(self):
        """Documents that repeat each other tell no more than one of them."""
        values = [0.1, 0.7, 0.4, 0.9]
        twice = one_group([v for v in values for _ in range(2)], [c for c in range(4) for _ in range(2)])
        assert twice.error()[0] == pytest.approx(one_group(values).error()[0])

    def test_weights_count_a_cluster_drawn_twice_as_two_clusters(self):
        drawn = one_group([0.1, 0.7, 0.4]).error(np.array([[2.0, 1.0, 0.0]]))[0]
        assert drawn == pytest.approx(one_group([0.1, 0.1, 0.7]).error()[0])


@pytest.mark.parametrize("interval", STUDENTISED.values(), ids=STUDENTISED)
class TestStudentisedIntervals:
    @given(st.lists(st.integers(0, 100), min_size=8, max_size=16, unique=True), st.integers(0, 1000))
    @settings(max_examples=25, deadline=None)
    def test_hold_the_estimate(self, interval, values, seed):
        sample = one_group(np.array(values) / 100)
        low, high, p = interval(sample, seed, draws=999)
        assert low <= sample.estimate()[0] <= high
        assert 1 / 1000 <= p <= 1

    def test_widen_in_proportion_to_the_spread(self, interval):
        values = np.random.default_rng(3).beta(2, 3, 12)
        widths = [
            high - low
            for scale in (1, 2)
            for low, high, _ in [interval(one_group(values.mean() + scale * (values - values.mean())), 0)]
        ]
        assert widths[1] == pytest.approx(2 * widths[0])

    def test_follow_a_shift_of_all_values(self, interval):
        values = np.random.default_rng(3).beta(2, 3, 12)
        low, high, _ = interval(one_group(values), 0)
        assert interval(one_group(values + 1), 0)[:2] == pytest.approx((low + 1, high + 1))

    def test_same_seed_same_interval(self, interval):
        sample = two_groups(np.linspace(0, 1, 9), np.linspace(0.2, 0.5, 8))
        assert interval(sample, 4) == interval(sample, 4)

    def test_are_narrower_for_pairs_that_move_together(self, interval):
        base = np.linspace(0, 1, 12)
        noise = 0.02 * np.random.default_rng(0).normal(size=12)
        paired = interval(two_groups(base, base + noise, [*range(12)] * 2), 0)
        free = interval(two_groups(base, base + noise), 0)
        assert paired[1] - paired[0] < 0.3 * (free[1] - free[0])

    def test_are_withheld_where_nothing_varies(self, interval):
        assert np.isnan(interval(one_group([0.5] * 12), 0)).all()

    @pytest.mark.parametrize("population", ["normal", "skewed"])
    def test_hold_the_truth_in_nine_of_ten_samples_or_more(self, interval, population):
        """Nominal is 0.95; the skewed population is Beta(1, 4), with a skewness of 1.05."""
        random = np.random.default_rng(11)
        truth, documents = (0.5 if population == "normal" else 0.2), (15 if interval is bootstrap_t else 8)
        held = 0
        for seed in range(300):
            drawn = random.normal(0.5, 0.1, documents) if truth == 0.5 else random.beta(1, 4, documents)
            low, high, _ = interval(one_group(drawn), seed, draws=999)
            held += low <= truth <= high
        assert held / 300 >= 0.90


def test_a_theme_in_few_documents_gets_no_interval_rather_than_a_narrow_one():
    """Resamples without the theme are as telling as the others: left out, 0.02 ± 0.02 would look certain."""
    low, high, p = bootstrap_t(one_group([0.125] + [0.0] * 11), 0)
    assert np.isnan([low, high, p]).all()
    assert not np.isnan(bootstrap_t(one_group([0.125] * 5 + [0.0] * 7), 0)).any()


class TestPermutation:
    def test_four_against_one_cannot_fall_below_a_fifth(self):
        p, smallest = permutation(two_groups([0.1, 0.2, 0.3, 0.4], [0.9]), 0)
        assert (p, smallest) == pytest.approx((0.20, 0.20))

    def test_two_against_two_cannot_fall_below_a_third(self):
        p, smallest = permutation(two_groups([0.1, 0.2], [0.8, 0.9]), 0)
        assert (p, smallest) == pytest.approx((1 / 3, 1 / 3))

    def test_no_difference_at_all_gives_one(self):
        assert permutation(two_groups([0.2, 0.8], [0.8, 0.2]), 0)[0] == 1

    @given(designs())
    @settings(max_examples=60, deadline=None)
    def test_agrees_with_a_brute_force_over_all_labellings(self, sample):
        p, arrangements = brute_force(sample)
        found, smallest = permutation(sample, 0)
        assert found == pytest.approx(p)
        assert smallest in (pytest.approx(1 / arrangements), pytest.approx(2 / arrangements))

    @given(designs())
    @settings(max_examples=60, deadline=None)
    def test_never_falls_below_its_smallest(self, sample):
        p, smallest = permutation(sample, 0)
        assert 0 < smallest <= p + 1e-12 <= 1 + 1e-12

    @given(designs(), st.randoms(use_true_random=False))
    @settings(max_examples=40, deadline=None)
    def test_is_blind_to_the_order_of_documents(self, sample, random):
        order = list(range(len(sample.values)))
        random.shuffle(order)
        shuffled = Sample(sample.values[order], sample.is_first[order], sample.clusters[order])
        assert permutation(shuffled, 0) == pytest.approx(permutation(sample, 0))

    @given(designs())
    @settings(max_examples=40, deadline=None)
    def test_is_blind_to_which_group_is_first(self, sample):
        swapped = Sample(sample.values, ~sample.is_first, sample.clusters)
        assert permutation(swapped, 0) == pytest.approx(permutation(sample, 0))

    def test_pairs_swap_sides_with_each_other_only(self):
        """Five pairs have 2⁵ arrangements, not the 252 of ten free documents."""
        first, second = [0.6, 0.7, 0.8, 0.9, 1.0], [0.1, 0.2, 0.3, 0.4, 0.5]
        assert permutation(two_groups(first, second, [*range(5)] * 2), 0) == pytest.approx((2 / 32, 2 / 32))
        assert permutation(two_groups(first, second), 0) == pytest.approx((2 / 252, 2 / 252))

    def test_pairs_inside_a_group_change_places_whole(self):
        """Two pairs against two pairs are four texts, not eight: 6 arrangements, not 70."""
        sample = two_groups([0.9, 0.8, 0.7, 0.9], [0.1, 0.2, 0.3, 0.1], [0, 0, 1, 1, 2, 2, 3, 3])
        assert permutation(sample, 0) == pytest.approx((2 / 6, 2 / 6))

    def test_draws_where_there_are_too_many_arrangements(self):
        values = np.random.default_rng(2).normal(size=20)
        sample = two_groups(values[:10], values[10:])
        assert comb(20, 10) > MOST_ARRANGEMENTS
        assert not tries_all(sample)
        assert tries_all(two_groups(values[:10], values[10:], [*range(10)] * 2))
        p, smallest = permutation(sample, 3)
        exact = stats.permutation_test(
            (values[:10], values[10:]), _mean_difference, vectorized=True, n_resamples=50_000, rng=0
        ).pvalue
        assert p == pytest.approx(exact, abs=0.02)
        assert smallest == 1 / 10_000
        assert permutation(sample, 3) == (p, smallest)


class TestStudentisedPermutation:
    @given(designs())
    @settings(max_examples=60, deadline=None)
    def test_is_the_difference_over_its_error_in_every_arrangement(self, sample):
        """With whole clusters each group has its own factor; with pairs across groups all share one."""
        ways = arrangements(sample, 0)
        t = ways.studentised(sample.values[:, None])[:, 0]
        for labels, own in zip(ways.first[:50], t[:50], strict=True):
            moved = replace(sample, is_first=labels)
            sides = np.bincount(sample.clusters, labels) / np.bincount(sample.clusters)
            mixed = (sides > 0) & (sides < 1)
            assume(mixed.all() or not mixed.any())
            difference = moved.estimate()[0]
            if mixed.any():
                error = moved.error()[0]
            else:
                error = sqrt(sum(side.error()[0] ** 2 for side in moved.sides))
            if abs(difference) < 1e-12:
                assert own == 0
            elif error < 1e-9:
                assert np.isinf(own)
            else:
                assert own == pytest.approx(difference / error, rel=1e-6)

    def test_of_groups_of_one_size_is_the_bare_one(self):
        random = np.random.default_rng(0)
        sample = two_groups(random.random(6), random.random(6))
        assert permutation(sample, 0, studentised=True) == pytest.approx(permutation(sample, 0))

    def test_blocks_do_not_matter(self, monkeypatch):
        sample = two_groups(np.linspace(0, 1, 8), np.linspace(0.2, 0.5, 9))
        whole = permutation(sample, 0, studentised=True)
        monkeypatch.setattr(import_module("toolkit.themes.intervals.permutation"), "_MOST_CELLS", 1000)
        assert permutation(sample, 0, studentised=True) == whole

    def test_keeps_its_level_where_only_the_means_are_alike(self):
        """Six long documents against thirty short ones: the bare difference finds something in one of four."""
        random = np.random.default_rng(5)
        short, long = random.binomial(4, 0.4, (6, 800)) / 4, random.binomial(60, 0.4, (30, 800)) / 60
        values = np.concatenate([short, long])
        design = two_groups(np.zeros(6), np.zeros(30))
        ways = arrangements(design, 0)
        ways = replace(ways, first=ways.first[:2000])
        rates = [
            (permutation_p(statistic(values)) <= 0.05).mean()
            for statistic in (ways.differences, ways.studentised)
        ]
        assert rates[0] > 0.15
        assert rates[1] < 0.1


class TestArrangements:
    @given(designs())
    @settings(max_examples=40, deadline=None)
    def test_start_with_how_things_stand_and_hold_each_way_once(self, sample):
        ways = arrangements(sample, 0)
        assert (ways.first[0] == sample.is_first).all()
        assert len(np.unique(ways.first, axis=0)) == len(ways.first)

    def test_that_are_drawn_differ_with_the_seed_and_start_alike(self):
        sample = two_groups(np.zeros(12), np.zeros(12))
        one, other = arrangements(sample, 1), arrangements(sample, 2)
        assert not one.is_complete
        assert (one.first[0] == other.first[0]).all()
        assert (one.first != other.first).any()
        assert len(one.first) == 10_000


def statistics_of(contrasts, themes, seed):
    """Statistics of some contrasts of five against five documents, their themes alike to a degree."""
    random = np.random.default_rng(seed)
    ways = arrangements(two_groups(np.zeros(5), np.zeros(5)), 0)
    common = random.random((10, 1))
    return [ways.studentised(common + 0.3 * random.random((10, themes))) for _ in range(contrasts)]


class TestStepDown:
    @given(st.integers(1, 3), st.integers(1, 4), st.integers(0, 1000))
    @settings(max_examples=30, deadline=None)
    def test_is_between_p_and_holm(self, contrasts, themes, seed):
        statistics = statistics_of(contrasts, themes, seed)
        p = np.concatenate([permutation_p(own) for own in statistics])
        adjusted = np.concatenate(step_down(statistics))
        assert (adjusted >= p - 1e-9).all()
        assert (adjusted <= np.array(holm(p.tolist())) + 1e-9).all()

    @given(st.integers(1, 5), st.integers(0, 1000))
    @settings(max_examples=20, deadline=None)
    def test_is_holm_where_every_contrast_has_one_theme(self, contrasts, seed):
        statistics = statistics_of(contrasts, 1, seed)
        p = [float(permutation_p(own)[0]) for own in statistics]
        assert np.concatenate(step_down(statistics)) == pytest.approx(holm(p))

    def test_costs_nothing_for_a_theme_told_twice(self):
        (own,) = statistics_of(1, 1, 3)
        (adjusted,) = step_down([np.hstack([own, own, own])])
        assert adjusted == pytest.approx(np.repeat(permutation_p(own), 3))

    def test_of_two_themes_worked_by_hand(self):
        # p of the ways: 1/4, 1/2, 3/4, 1 and 1/2, 1/4, 1, 3/4; at ¼ the smaller one is as small in two of four
        (adjusted,) = step_down([np.array([[4.0, 3.0], [3.0, 4.0], [2.0, 1.0], [1.0, 2.0]])])
        assert adjusted == pytest.approx([0.5, 0.5])

    @pytest.mark.slow
    def test_families_without_a_difference_rarely_show_one(self):
        random, found = np.random.default_rng(0), 0
        ways = arrangements(two_groups(np.zeros(5), np.zeros(5)), 0)
        for _ in range(600):
            values = random.random((10, 1)) + random.random((10, 4))
            found += step_down([ways.studentised(values)])[0].min() <= 0.05
        assert found / 600 <= 0.075


RESULTS = {
    "estimate": lambda sample: sample.estimate()[0],
    "error": lambda sample: sample.error()[0],
    "bootstrap-t": lambda sample: bootstrap_t(sample, 0, draws=999),
    "wild bootstrap-t": lambda sample: wild_bootstrap_t(sample, 0, draws=999),
    "permutation": lambda sample: permutation(sample, 0),
    "studentised permutation": lambda sample: permutation(sample, 0, studentised=True),
    "difference of shares": difference_of_shares,
}


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
class TestCounts:
    @given(designs())
    @settings(max_examples=30, deadline=None)
    def test_of_one_each_are_no_counts(self, result, sample):
        counted = replace(sample, counts=np.ones(len(sample.values)))
        assert result(counted) == pytest.approx(result(sample), nan_ok=True)

    @given(designs(), st.integers(0, 6), st.integers(2, 3))
    @settings(max_examples=30, deadline=None)
    def test_that_copies_share_leave_everything_as_without_copies(self, result, sample, which, times):
        own = np.append(np.arange(len(sample.values)), [which % len(sample.values)] * (times - 1))
        sizes = np.bincount(own)
        copied = Sample(sample.values[own], sample.is_first[own], sample.clusters[own], 1 / sizes[own])
        is_single = np.bincount(sample.clusters)[sample.clusters[own[-1]]] == 1
        assume(is_single)  # the sides of a pair may swap with copies, but not with each of them alike
        assert result(copied) == pytest.approx(result(sample), nan_ok=True)


def test_of_half_a_document_worked_by_hand():
    # mean (1·0 + ½·6)/1½ = 2; influences −2/1½ and ½·4/1½, so √(2 · (16/9 + 16/9)) = 8/3
    sample = Sample(np.array([0.0, 6.0]), np.ones(2, dtype=bool), np.arange(2), np.array([1.0, 0.5]))
    assert sample.estimate()[0] == pytest.approx(2)
    assert sample.error()[0] == pytest.approx(8 / 3)


class TestDesignEffect:
    def test_worked_by_hand(self):
        # between 8/15, within 2/9, n0 = 5 − 13/5 = 2.4: ICC = 7/19, deff = 1 + 1.4 · 7/19
        deff, icc = design_effect([np.array([1.0, 0, 1]), np.array([0.0, 0])])
        assert (deff, icc) == pytest.approx((1 + 1.4 * 7 / 19, 7 / 19))

    def test_of_documents_of_one_piece_is_their_length(self):
        assert design_effect([np.ones(5), np.zeros(5), np.ones(5)]) == pytest.approx((5, 1))

    def test_of_independent_units_is_one(self):
        assert design_effect([np.array([0.0, 1])] * 4) == (1, 0)
        random = np.random.default_rng(0)
        large = design_effect([random.integers(0, 2, 20).astype(float) for _ in range(400)])
        assert large == pytest.approx((1, 0), abs=0.1)

    @pytest.mark.parametrize("values", [[np.ones(5)], [np.ones(1), np.zeros(1)], [np.ones(3), np.ones(4)]])
    def test_of_too_little_to_tell_is_one(self, values):
        assert design_effect(values) == (1, 0)

    @given(st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=6), min_size=2, max_size=8))
    def test_is_never_below_one(self, values):
        deff, icc = design_effect([np.array(v, dtype=float) for v in values])
        assert deff >= 1 - 1e-12
        assert 0 <= icc <= 1 + 1e-12


class TestAdjustment:
    def test_holm_worked_by_hand(self):
        # ordered 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1, and never below the one before
        assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])

    @given(P_VALUES)
    def test_benjamini_hochberg_agrees_with_scipy(self, p):
        assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-11)

    @pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
    @given(P_VALUES)
    def test_never_below_p_nor_above_one_and_in_the_same_order(self, adjust, p):
        adjusted = adjust(p)
        assert all(raw - 1e-11 <= value <= 1 for raw, value in zip(p, adjusted, strict=True))
        ordered = [value for _, value in sorted(zip(p, adjusted, strict=True))]
        assert ordered == sorted(ordered)

    @pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
    def test_leaves_a_single_p_alone(self, adjust):
        assert adjust([0.03]) == [0.03]

    @given(P_VALUES)
    def test_holm_is_never_milder_than_benjamini_hochberg(self, p):
        pairs = zip(holm(p), benjamini_hochberg(p), strict=True)
        assert all(strict >= mild - 1e-11 for strict, mild in pairs)


@pytest.mark.slow
@pytest.mark.parametrize("icc", [0.0, 0.3])
@pytest.mark.parametrize(("first", "second"), [(3, 3), (8, 8), (15, 15), (6, 20)])
def test_corpora_without_a_difference_rarely_show_one(first, second, icc):
    """400 corpora of 8 units a document, the theme in 0.2 of the units in both groups."""
    assert _false_positives(first, second, icc, lambda doc: doc) <= 0.08


@pytest.mark.slow
@pytest.mark.parametrize("documents", [4, 8])
def test_copies_inside_a_group_do_not_make_a_difference(documents):
    """As above, but every two documents of a group are source and translation, nearly the same."""
    assert _false_positives(documents, documents, 0.5, lambda doc: doc // 2) <= 0.08


def _false_positives(first, second, icc, cluster_of, corpora=400):
    random = np.random.default_rng(first)
    clusters = np.array([cluster_of(doc) for doc in range(first + second)])
    size = 1 / icc - 1 if icc else 1e6
    level = random.beta(0.2 * size, 0.8 * size, (clusters.max() + 1, corpora))[clusters]
    values = random.binomial(8, level) / 8
    design = two_groups(np.zeros(first), np.zeros(second), clusters)
    p = difference_test(design, arrangements(design, 0), values).p
    return float((p <= 0.05).mean())


def _mean_difference(first, second, axis):
    return first.mean(axis=axis) - second.mean(axis=axis)
