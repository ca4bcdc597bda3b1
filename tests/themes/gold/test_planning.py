"""How many to code: what a plan promises, and whether the widths come true."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InvalidInput
from toolkit.themes.gold import Accuracy, Strata, plan, sort_units
from toolkit.themes.gold.expected import error_variance, rates

shares = st.floats(0.01, 1.0)


def strata_of(found, units, language="en", theme="openness"):
    """One theme: units with it, and units without."""
    present = np.arange(units) < found
    member = np.where(present, 1, 0).astype(np.int64)
    return Strata((theme,), (language, language), ("no theme", theme), member, present[:, None])


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 300), st.integers(300, 500), shares, shares)
def test_rates_agree_with_the_finds_and_with_each_other(found, units, sensitivity, specificity):
    known = rates(float(found), float(units), Accuracy(sensitivity=sensitivity, specificity=specificity))
    finds = (found + 0.5) / (units + 1)
    used, share = known.accuracy, known.share
    assert -1e-9 <= known.if_found <= 1 + 1e-9
    assert -1e-9 <= known.if_not_found <= 1 + 1e-9
    assert share == pytest.approx(finds * known.if_found + (1 - finds) * known.if_not_found)
    assert finds == pytest.approx(used.sensitivity * share + (1 - used.specificity) * (1 - share))


def test_an_assumption_that_the_finds_rule_out_is_bent_and_the_bent_one_is_told():
    known = rates(2.0, 200.0, Accuracy(sensitivity=0.7, specificity=0.9))
    assert known.accuracy.specificity > 0.9
    assert known.if_found == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("allocation", ["neyman", "proportionate"])
def test_every_step_codes_one_more_unit_until_nothing_is_uncertain(units, book, allocation):
    planned = plan(sort_units(units, book), allocation=allocation)
    assert (np.diff(planned.coded, axis=0).sum(axis=1) == 1).all()
    assert (np.diff(planned.coded, axis=0) >= 0).all()
    # a step may unbalance a stratum's weights, but never by much
    assert (planned.widths[1:] <= planned.widths[:-1] * 1.01 + 1e-12).all()
    assert planned.totals[-1] == len(units)
    np.testing.assert_allclose(planned.widths[-1], 0, atol=1e-7)


def test_for_one_theme_the_steps_are_the_best_whole_numbers():
    strata = strata_of(found=12, units=40)
    planned = plan(strata, Accuracy(sensitivity=0.6, specificity=0.9))
    known = planned.rates["openness", "en"]
    spread = error_variance(np.array([0.0, 1.0]), np.array(known.if_found), np.array(known.if_not_found))

    def variance(none, some):
        left = 1 / np.array([none, some]) - 1 / strata.sizes
        return float(((strata.sizes / 40) ** 2 * spread * left).sum())

    for coded in planned.coded[:20].tolist():
        choices = [(a, b) for a, b in product(range(2, 29), range(2, 13)) if a + b == sum(coded)]
        assert variance(*coded) == pytest.approx(min(variance(*choice) for choice in choices))


def test_large_strata_follow_neymans_proportions():
    strata = strata_of(found=2000, units=10000)
    planned = plan(strata)
    known = planned.rates["openness", "en"]
    spread = np.sqrt(
        error_variance(np.array([0.0, 1.0]), np.array(known.if_found), np.array(known.if_not_found))
    )
    wanted = strata.sizes * spread
    coded = planned.coded[planned.step(500)]
    np.testing.assert_allclose(coded / 500, wanted / wanted.sum(), atol=0.005)


def test_the_answer_is_the_smallest_total_that_keeps_the_width(units, book):
    planned = plan(sort_units(units, book))
    total = planned.needed(0.15)
    step = planned.step(total)
    assert planned.widths[step].max() <= 0.15 < planned.widths[step - 1].max()
    rows = planned.rows(0.15)
    assert {row["coded"] for row in rows if row["is_answer"]} == {total}
    assert {(row["theme"], row["language"]) for row in rows} == {
        (theme, language) for theme in book.theme_ids for language in ("en", "zh")
    }


def test_only_the_themes_that_matter_count(units, book):
    strata = sort_units(units, book)
    both, one = plan(strata), plan(strata, themes=["self_reliance"])
    assert one.needed(0.1) < both.needed(0.1)
    assert {row["theme"] for row in one.rows(0.1)} == {"self_reliance"}


@pytest.mark.parametrize("total", [3, 10**6])
def test_totals_that_cannot_be_coded_are_refused(units, book, total):
    with pytest.raises(InvalidInput, match="cannot be coded"):
        plan(sort_units(units, book)).allocation(total)


CASES = pytest.mark.parametrize(
    ("found", "sensitivity", "specificity"), [(60, 0.7, 0.95), (150, 0.6, 0.85), (30, 0.5, 0.99)]
)


@CASES
@pytest.mark.parametrize("total", [60, 150])
def test_expected_widths_come_true(found, sensitivity, specificity, total):
    """Draw many samples from one population: intervals are as wide as planned and hold the share."""
    units, samples, random = 400, 800, np.random.default_rng(1)
    planned = plan(strata_of(found, units), Accuracy(sensitivity=sensitivity, specificity=specificity))
    known = planned.rates["openness", "en"]
    coded = planned.coded[planned.step(total)]
    sizes = np.array([units - found, found])
    carrying = np.round(sizes * [known.if_not_found, known.if_found]).astype(int)
    seen = random.hypergeometric(carrying, sizes - carrying, coded, (samples, 2))
    # the interval for small samples: uncoded units follow the coded ones with the same result
    share = random.beta(seen + 0.5, coded - seen + 0.5, (500, samples, 2))
    totals = (seen + random.binomial(sizes - coded, share)).sum(axis=2) / units
    low, high = np.quantile(totals, [0.025, 0.975], axis=0)
    width = planned.widths[planned.step(total), 0, 0]
    assert (high - low).mean() == pytest.approx(width, rel=0.08)
    assert 0.92 < ((low <= carrying.sum() / units) & (carrying.sum() / units <= high)).mean() < 0.99


@CASES
def test_the_corrected_share_spreads_as_the_formula_of_the_allocation_says(found, sensitivity, specificity):
    """V = Σ (N_s/N)²·v_s·(1/n_s − 1/N_s), for the estimator of design-based supervised learning."""
    units, total, random = 400, 120, np.random.default_rng(2)
    planned = plan(strata_of(found, units), Accuracy(sensitivity=sensitivity, specificity=specificity))
    known = planned.rates["openness", "en"]
    sizes, coded = np.array([units - found, found]), planned.coded[planned.step(total)]
    carrying = np.round(sizes * [known.if_not_found, known.if_found]).astype(int)
    seen = random.hypergeometric(carrying, sizes - carrying, coded, (20000, 2))
    estimates = found / units + (sizes / units * (seen / coded - [0, 1])).sum(axis=1)
    spread = error_variance(np.array([0.0, 1.0]), np.array(known.if_found), np.array(known.if_not_found))
    variance = ((sizes / units) ** 2 * spread * (1 / coded - 1 / sizes)).sum()
    assert estimates.mean() == pytest.approx(carrying.sum() / units, abs=0.002)
    assert estimates.std() == pytest.approx(np.sqrt(variance), rel=0.06)
