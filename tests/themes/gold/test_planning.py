"""How many to code: what a plan promises, and whether the widths come true."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InvalidInput
from toolkit.themes.gold import Accuracy, Strata, plan, sort_units
from toolkit.themes.gold.planning import error_variance, rates

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
def test_every_step_codes_one_more_unit_and_no_interval_grows(units, book, allocation):
    planned = plan(sort_units(units, book), allocation=allocation)
    assert (np.diff(planned.coded, axis=0).sum(axis=1) == 1).all()
    assert (np.diff(planned.coded, axis=0) >= 0).all()
    assert (np.diff(planned.widths, axis=0) <= 1e-12).all()
    assert planned.totals[-1] == len(units)
    np.testing.assert_allclose(planned.widths[-1], 0, atol=1e-7)


def test_for_one_theme_the_steps_are_the_best_whole_numbers():
    strata = strata_of(found=12, units=40)
    planned = plan(strata, Accuracy(sensitivity=0.6, specificity=0.9))
    for coded, widths in zip(planned.coded[:20], planned.widths[:20], strict=True):
        known = planned.rates["openness", "en"]
        spread = error_variance(np.array([0.0, 1.0]), np.array(known.if_found), np.array(known.if_not_found))
        best = min(
            ((28 / 40) ** 2 * spread[0] * (1 / a - 1 / 28) + (12 / 40) ** 2 * spread[1] * (1 / b - 1 / 12))
            for a, b in product(range(2, 29), range(2, 13))
            if a + b == coded.sum()
        )
        assert widths[0, 0] == pytest.approx(2 * 1.959964 * np.sqrt(best), rel=1e-5)


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


@pytest.mark.parametrize(
    ("found", "sensitivity", "specificity"), [(60, 0.7, 0.95), (150, 0.6, 0.85), (30, 0.5, 0.99)]
)
@pytest.mark.parametrize("total", [60, 150])
def test_expected_widths_come_true(found, sensitivity, specificity, total):
    """Draw many samples from one population: the corrected share spreads as the plan says."""
    units, draws, random = 400, 20000, np.random.default_rng(1)
    planned = plan(strata_of(found, units), Accuracy(sensitivity=sensitivity, specificity=specificity))
    known = planned.rates["openness", "en"]
    right, missed = round(found * known.if_found), round((units - found) * known.if_not_found)
    truth = (right + missed) / units
    none, some = planned.coded[planned.step(total)].tolist()
    missed_seen = random.hypergeometric(missed, units - found - missed, none, draws)
    wrong_seen = random.hypergeometric(found - right, right, some, draws)
    estimates = (
        found / units + (units - found) / units * missed_seen / none - found / units * wrong_seen / some
    )
    width = planned.widths[planned.step(total), 0, 0]
    assert estimates.mean() == pytest.approx(truth, abs=0.003)
    assert 2 * 1.96 * estimates.std() == pytest.approx(width, rel=0.06)
    assert 0.92 < (np.abs(estimates - truth) <= width / 2).mean() < 0.98
