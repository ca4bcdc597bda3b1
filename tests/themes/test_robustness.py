"""What the seed decides of every estimate, and of every theme."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from toolkit.models import SeededLda
from toolkit.themes import Codes, Dictionary, SeededLdaReading, ThemeScores, contrasts, prevalence
from toolkit.themes.comparison import Comparison, Contrast
from toolkit.themes.group_design import designs
from toolkit.themes.robustness import (
    Robustness,
    estimates_over_runs,
    has_seed,
    reseeded,
    stability,
)

FACTS = {f"d{i}": {"language": "en", "genre": "news" if i % 2 else "report"} for i in range(14)}
SHARES = {f"d{i}": [1] * (i % 5) + [0] * (6 - i % 5) for i in range(14)}
COMPARED = Comparison(by=("genre",), contrasts=(Contrast(by="genre", first="report", second="news"),))


def rerun(reading, chance, seed):
    """Make a run in which presences were turned over by chance."""
    present = reading.present ^ (np.random.default_rng(seed).random(reading.present.shape) < chance)
    score = present + 0.1 * np.random.default_rng(seed).random(present.shape)
    return ThemeScores(reading.instrument, reading.themes, reading.unit_ids, score, present)


@pytest.fixture(scope="module")
def whole(read):
    return read({"openness": SHARES}, FACTS)


class TestEstimates:
    def test_equal_runs_owe_nothing_to_the_run(self, whole):
        units, reading = whole
        for row in estimates_over_runs(units, [reading] * 4, COMPARED):
            assert (row["due_to_runs"], row["sd"], row["verdict"]) == (0.0, 0.0, "steady")
            assert row["low"] == row["high"] == pytest.approx(row["estimate"])

    def test_estimates_are_those_of_the_tables(self, whole):
        units, reading = whole
        rows = {
            (row["quantity"], row["group"]): row
            for row in estimates_over_runs(units, [reading] * 2, COMPARED)
        }
        for own in prevalence(units, reading, ("genre",)):
            if own["by"] == "genre":
                assert rows["prevalence", own["group"]]["estimate"] == pytest.approx(own["estimate"])
        (difference,) = contrasts(units, [reading], COMPARED)
        assert rows["contrast", "report − news"]["estimate"] == pytest.approx(difference["difference"])

    def test_the_share_of_runs_is_rubins(self, whole):
        units, reading = whole
        runs = [rerun(reading, 0.2, seed) for seed in range(5)]
        (design,) = [one for one in designs(units, COMPARED) if one.is_contrast]
        for row in estimates_over_runs(units, runs, COMPARED):
            if row["quantity"] == "contrast":
                between = 1.2 * row["sd"] ** 2
                assert row["due_to_runs"] == pytest.approx(between / (between + row["error"] ** 2))
        assert design.has_error

    def test_runs_that_differ_wildly_are_fragile(self, whole):
        units, reading = whole
        empty = ThemeScores(
            "x", reading.themes, reading.unit_ids, reading.score, np.zeros_like(reading.present)
        )
        rows = estimates_over_runs(units, [reading, empty, reading, empty], COMPARED)
        assert {row["verdict"] for row in rows if row["quantity"] == "prevalence"} == {"fragile"}

    def test_one_document_on_a_side_is_not_known(self, read):
        facts = {"a": {"genre": "x"}, "b": {"genre": "y"}, "c": {"genre": "y"}}
        units, reading = read({"t": {"a": [1, 0], "b": [0, 1], "c": [1, 1]}}, facts)
        rows = estimates_over_runs(units, [reading] * 3, Comparison(by=("genre",)))
        assert {row["group"]: row["verdict"] for row in rows} == {
            "x": "not known",
            "y": "steady",
            "x − y": "not known",
        }


class TestStability:
    def test_equal_runs_are_wholly_alike(self, whole):
        (row,) = stability([whole[1]] * 3, ("en",))
        for name in ("correlation", "least_correlation", "kappa", "least_kappa", "omega"):
            assert row[name] == pytest.approx(1.0)
        assert np.isnan(row["jaccard"])
        assert np.isnan(row["auc"])

    def test_the_prototype_is_the_run_between_the_others(self, whole):
        """Two runs that were turned over apart are nearer to what they came from than to each other."""
        runs = [rerun(whole[1], 0.2, 1), rerun(whole[1], 0.0, 0), rerun(whole[1], 0.2, 2)]
        (row,) = stability(runs, ("en",), first_seed=7)
        assert row["prototype_seed"] == 8

    def test_agreement_with_people_stands_beside(self, whole):
        reading = whole[1]
        coded = reading.present[None].astype(float)
        coded[0, 40:] = np.nan
        codes = Codes(reading.themes, reading.unit_ids, ("ann",), coded, np.full(len(coded[0]), np.nan))
        (row,) = stability([reading, rerun(reading, 0.5, 1)], ("en",), codes)
        assert row["coded_units"] == 40
        assert 0.5 < row["auc"] < 1
        assert row["auc_sd"] > 0


class TestSeeds:
    CODES: ClassVar = {
        "farming": {"terms": {"zh": ["水稻", "小麦", "玉米"], "en": ["wheat", "rice", "maize"]}},
        "shipping": {"terms": {"zh": ["港口", "船舶", "码头"], "en": ["port", "vessel", "dock"]}},
    }

    def test_only_what_draws_has_a_seed(self):
        assert has_seed(SeededLdaReading())
        assert not has_seed(Dictionary())
        assert Robustness().seeds == 0

    @pytest.mark.parametrize("draws", [-1, 1])
    def test_one_draw_is_no_number_of_draws(self, draws):
        with pytest.raises(ValueError, match="draws"):
            Robustness(draws=draws)

    def test_other_runs_take_the_seeds_that_follow_and_change_nothing_else(self, small_features, codebook_of):
        instrument = SeededLdaReading(model=SeededLda(residual_topics=2, starts=1, seed=3))
        others = reseeded(instrument, 3)
        assert [other.model.seed for other in others] == [4, 5]
        assert [reseeded(instrument, few) for few in (0, 1)] == [[], []]
        for other in others:
            model = other.model.model_copy(update={"seed": 3})
            assert other.model_copy(update={"model": model}) == instrument
        codebook = codebook_of(self.CODES)
        runs = [one.score(small_features, codebook) for one in (instrument, *others)]
        (row, _) = stability(runs, ("zh", "en"))
        assert 0 < row["jaccard"] <= 1
        assert 0 < row["rank_overlap"] <= 1
