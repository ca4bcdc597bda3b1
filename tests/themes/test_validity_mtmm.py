"""The matrix holds the textbook's correlations; ratios are those worked by hand; names and order do not matter."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata, spearmanr
from sklearn.metrics import cohen_kappa_score, matthews_corrcoef

from toolkit.errors import ToolkitError
from toolkit.themes import Codes, ThemeScores
from toolkit.themes.validity import PEOPLE, disagreements, htmt, mtmm, mtmm_blocks, mtmm_rows
from toolkit.themes.validity.correlations import interval_of, weighted_ranks
from toolkit.themes.validity.htmt import heterotrait_monotrait
from toolkit.themes.validity.mtmm import CONVERGENT, NOTHING_SHARED, SAME_INSTRUMENT

THEMES = ("openness", "reliance")


@pytest.fixture(scope="module")
def corpus(units_of):
    """Twelve documents of five units, half of them Chinese."""
    docs = {f"d{i:02}": [f"text {i} {j}" for j in range(5)] for i in range(12)}
    return units_of(docs, {doc: {"language": "zh"} for doc in list(docs)[:6]})


def _readings(units, names=("dictionary", "vectors", "lda"), noise=0.7, seed=1):
    random = np.random.default_rng(seed)
    truth = random.normal(size=(len(units), 2))
    ids = tuple(unit.id for unit in units.units)
    readings = []
    for name in names:
        score = truth + noise * random.normal(size=truth.shape)
        readings.append(ThemeScores(name, THEMES, ids, score, score > 0.5))
    return readings


def _codes(units, coded, value, probability=None):
    ratings = np.where(coded[:, None], value, np.nan)[None].astype(float)
    drawn = np.full(len(units), 0.5) if probability is None else probability
    return Codes(THEMES, tuple(unit.id for unit in units.units), ("ann",), ratings, drawn)


def _row(rows, language, first, second, level="units"):
    found = [
        row
        for row in rows
        if (row["language"], row["level"]) == (language, level)
        and {(row["first_instrument"], row["first_theme"]), (row["second_instrument"], row["second_theme"])}
        == {first, second}
    ]
    assert len(found) == 1
    return found[0]


class TestRanks:
    @given(st.lists(st.integers(0, 4), min_size=1, max_size=30))
    def test_are_those_of_scipy_between_0_and_1(self, values):
        expected = (rankdata(values) - 0.5) / len(values)
        np.testing.assert_allclose(weighted_ranks(np.array(values, float), np.ones(len(values))), expected)

    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=15))
    def test_a_unit_of_weight_two_ranks_as_two_units(self, pairs):
        values, times = np.array(pairs, float).T
        repeated = weighted_ranks(np.repeat(values, times.astype(int)), np.ones(int(times.sum())))
        expected = repeated[np.cumsum(times.astype(int)) - 1]
        np.testing.assert_allclose(weighted_ranks(values, times), expected, atol=1e-12)


class TestCorrelations:
    def test_within_a_language_are_those_of_scipy_and_scikit_learn(self, corpus):
        readings = _readings(corpus)
        rows = mtmm_rows(mtmm(corpus, readings, draws=19))
        own = np.array([unit.language == "zh" for unit in corpus.units])
        one, other = readings[0].column("openness"), readings[1].column("reliance")
        row = _row(rows, "zh", ("dictionary", "openness"), ("vectors", "reliance"))
        assert row["spearman"] == pytest.approx(spearmanr(one[0][own], other[0][own]).statistic)
        assert row["phi"] == pytest.approx(matthews_corrcoef(one[1][own], other[1][own]))
        assert row["kappa"] == pytest.approx(cohen_kappa_score(one[1][own], other[1][own]))
        assert (row["units"], row["documents"], row["clusters"]) == (30, 6, 6)

    def test_over_all_languages_a_languages_level_makes_no_agreement(self, corpus):
        """Scores order units within a language: adding a constant to one language changes nothing."""
        readings = _readings(corpus)
        own = np.array([unit.language == "zh" for unit in corpus.units])
        shifted = [dataclasses.replace(each, score=each.score + 100 * own[:, None]) for each in readings]
        one, other = (mtmm_rows(mtmm(corpus, each, draws=9)) for each in (readings, shifted))
        assert [row["spearman"] for row in one] == pytest.approx([row["spearman"] for row in other])

    def test_within_documents_a_documents_level_makes_no_agreement(self, corpus):
        random = np.random.default_rng(3)
        levels = np.repeat(random.permutation(12) * 10.0, 5)[:, None]
        ids = tuple(unit.id for unit in corpus.units)
        readings = [
            ThemeScores(name, THEMES, ids, (score := levels + random.normal(size=(60, 2))), score > 55)
            for name in ("a", "b")
        ]
        rows = mtmm_rows(mtmm(corpus, readings, draws=9))
        pair = ("a", "openness"), ("b", "openness")
        assert _row(rows, "all", *pair)["spearman"] > 0.9
        assert abs(_row(rows, "all", *pair, level="within documents")["spearman"]) < 0.3

    @settings(max_examples=8, deadline=None)
    @given(st.integers(0, 99))
    def test_are_symmetric_bounded_and_inside_their_intervals(self, corpus, seed):
        rows = mtmm_rows(mtmm(corpus, _readings(corpus, noise=1.0, seed=seed), draws=99))
        for row in rows:
            assert -1 <= row["spearman"] <= 1
            assert row["spearman_low"] <= row["spearman_high"]
        inside = [
            row["spearman_low"] - 0.05 <= row["spearman"] <= row["spearman_high"] + 0.05 for row in rows
        ]
        assert np.mean(inside) > 0.95

    def test_the_order_of_instruments_and_documents_does_not_matter(self, corpus, units_of):
        readings = _readings(corpus)
        pair = ("dictionary", "openness"), ("lda", "reliance")
        row = _row(mtmm_rows(mtmm(corpus, readings, draws=9)), "all", *pair)
        turned = _row(mtmm_rows(mtmm(corpus, readings[::-1], draws=9)), "all", *pair)
        assert turned["spearman"] == pytest.approx(row["spearman"])
        assert turned["spearman_low"] == pytest.approx(row["spearman_low"])
        order = np.arange(60).reshape(12, 5)[::-1].ravel()
        docs = {f"d{i:02}": ["text"] * 5 for i in range(11, -1, -1)}
        other = units_of(docs, {f"d{i:02}": {"language": "zh"} for i in range(6)})
        moved = [
            dataclasses.replace(each, score=each.score[order], present=each.present[order])
            for each in readings
        ]
        again = _row(mtmm_rows(mtmm(other, moved, draws=9)), "all", *pair)
        assert again["spearman"] == pytest.approx(row["spearman"])
        assert again["kappa"] == pytest.approx(row["kappa"])

    def test_are_the_same_again(self, corpus):
        one, other = (mtmm_rows(mtmm(corpus, _readings(corpus), draws=19)) for _ in range(2))
        assert repr(one) == repr(other)  # not-a-number differs from itself

    def test_a_constant_reading_has_no_correlation(self, corpus):
        readings = _readings(corpus)
        still = dataclasses.replace(
            readings[1], score=np.ones((60, 2)), present=np.zeros((60, 2), dtype=bool)
        )
        row = _row(
            mtmm_rows(mtmm(corpus, [readings[0], still], draws=9)),
            "all",
            ("dictionary", "openness"),
            ("vectors", "openness"),
        )
        assert np.isnan([row["spearman"], row["spearman_low"], row["phi"]]).all()
        assert row["kappa"] == pytest.approx(0)

    def test_below_six_clusters_there_is_no_interval(self, corpus, units_of):
        few = units_of({f"d{i}": ["text"] * 12 for i in range(5)}, {})
        rows = mtmm_rows(mtmm(few, _readings(few), draws=99))
        assert np.isnan([row["spearman_low"] for row in rows]).all()
        assert not np.isnan([row["spearman"] for row in rows]).any()
        assert np.isnan(interval_of(np.arange(99.0), 5)).all()

    def test_sides_of_a_pair_are_one_cluster(self, units_of):
        docs = {f"d{i}": ["text"] * 5 for i in range(12)}
        units = units_of(docs, {f"d{i}": {"pair": str(i % 6)} for i in range(12)})
        assert {row["clusters"] for row in mtmm_rows(mtmm(units, _readings(units), draws=9))} == {6}


class TestPeople:
    def test_are_one_more_instrument_on_the_units_they_coded(self, corpus):
        readings = _readings(corpus)
        coded = np.arange(60) % 2 == 0
        value = readings[0].present.astype(float)
        rows = mtmm_rows(mtmm(corpus, readings, _codes(corpus, coded, value), draws=9))
        row = _row(rows, "all", ("dictionary", "openness"), (PEOPLE, "openness"))
        assert (row["units"], row["kappa"]) == (30, pytest.approx(1))
        other = _row(rows, "all", ("vectors", "openness"), (PEOPLE, "openness"))
        found = readings[1].column("openness")[1]
        assert other["phi"] == pytest.approx(matthews_corrcoef(found[coded], value[coded, 0]))
        assert _row(rows, "all", ("dictionary", "openness"), ("vectors", "openness"))["units"] == 60

    def test_count_for_the_units_that_they_were_drawn_for(self, corpus):
        readings = _readings(corpus)
        drawn = np.where(np.arange(60) < 30, 1.0, 0.25)
        value = (readings[0].score + 0.5 > 0).astype(float)
        codes = _codes(corpus, np.ones(60, bool), value, drawn)
        row = _row(
            mtmm_rows(mtmm(corpus, readings, codes, draws=9)),
            "all",
            ("vectors", "openness"),
            (PEOPLE, "openness"),
        )
        times = np.repeat(np.arange(60), np.where(np.arange(60) < 30, 1, 4))
        expected = matthews_corrcoef(readings[1].present[times, 0], value[times, 0])
        assert row["phi"] == pytest.approx(expected)

    def test_codes_of_other_units_are_refused(self, corpus):
        codes = _codes(corpus, np.ones(60, bool), np.ones((60, 2)))
        with pytest.raises(ToolkitError, match="read the codes again"):
            mtmm(corpus, _readings(corpus), dataclasses.replace(codes, unit_ids=codes.unit_ids[::-1]))


class TestBlocks:
    def test_each_pair_is_in_its_block(self, corpus):
        matrix = mtmm(corpus, _readings(corpus), draws=9)
        blocks = [matrix.block(*pair) for pair in matrix.pairs]
        # 3 instruments, 2 themes: 3 pairs of instruments a theme, 1 pair of themes an instrument
        assert [blocks.count(b) for b in (CONVERGENT, SAME_INSTRUMENT, NOTHING_SHARED)] == [6, 3, 6]

    def test_means_are_over_the_pairs_of_a_theme_and_comparisons_are_counted(self, corpus):
        matrix = mtmm(corpus, _readings(corpus, noise=0.1), draws=99)
        own = [row for row in mtmm_rows(matrix) if (row["level"], row["language"]) == ("units", "all")]
        expected = np.mean(
            [r["spearman"] for r in own if r["block"] == CONVERGENT and r["first_theme"] == "openness"]
        )
        row = next(
            row
            for row in mtmm_blocks(matrix)
            if (row["level"], row["language"], row["statistic"]) == ("units", "all", "spearman")
        )
        assert row["monotrait_heteromethod"] == pytest.approx(expected)
        assert row["monotrait_heteromethod_low"] <= expected <= row["monotrait_heteromethod_high"]
        # each of 3 correlations meets, for each of its two measures, 1 of the same instrument and 2 others
        assert (row["comparisons"], row["comparisons_won"]) == (18, 18)

    def test_without_instruments_there_is_nothing(self, corpus):
        matrix = mtmm(corpus, [])
        assert mtmm_rows(matrix) == mtmm_blocks(matrix) == htmt(matrix) == []

    def test_of_one_instrument_there_are_none(self, corpus):
        matrix = mtmm(corpus, _readings(corpus)[:1], draws=9)
        assert mtmm_blocks(matrix) == []
        assert htmt(matrix) == []


class TestHtmt:
    def test_worked_by_hand(self):
        # themes k, l; instruments 1, 2, 3. Agreement on k: .6 .5 .4, on l: .8 .7 .6; different themes by
        # different instruments: .1 .2 .3 .1 .2 .3. By hand: 0.2 / √(0.5 · 0.7) = 0.338
        r = np.eye(6)
        for one, other, value in (
            *[(0, 1, 0.6), (0, 2, 0.5), (1, 2, 0.4), (3, 4, 0.8), (3, 5, 0.7), (4, 5, 0.6)],
            *[(0, 4, 0.1), (0, 5, 0.2), (1, 3, 0.3), (1, 5, 0.1), (2, 3, 0.2), (2, 4, -0.3)],
            *[(0, 3, 0.9), (1, 4, 0.9), (2, 5, 0.9)],  # one instrument: left out
        ):
            r[one, other] = r[other, one] = value
        ratio = heterotrait_monotrait(r[None], np.arange(3), np.arange(3, 6))
        assert ratio == pytest.approx([0.2 / np.sqrt(0.5 * 0.7)])

    @given(st.lists(st.floats(0.05, 0.95), min_size=6, max_size=6), st.floats(0.1, 1))
    def test_is_symmetric_and_falls_with_what_themes_share(self, values, factor):
        r = np.eye(4)
        pairs = [(0, 1), (2, 3), (0, 3), (1, 2), (0, 2), (1, 3)]
        for (one, other), value in zip(pairs, values, strict=True):
            r[one, other] = r[other, one] = value
        first, second = np.array([0, 1]), np.array([2, 3])
        ratio = heterotrait_monotrait(r[None], first, second)[0]
        assert heterotrait_monotrait(r[None], second, first)[0] == pytest.approx(ratio)
        less = r.copy()
        less[:2, 2:] *= factor
        less[2:, :2] *= factor
        assert heterotrait_monotrait(less[None], first, second)[0] == pytest.approx(ratio * factor)

    def test_two_names_for_one_theme_are_not_told_apart(self, corpus):
        readings = [
            dataclasses.replace(each, score=each.score[:, [0, 0]], present=each.present[:, [0, 0]])
            for each in _readings(corpus)
        ]
        row = next(row for row in htmt(mtmm(corpus, readings, draws=99)) if row["statistic"] == "spearman")
        assert row["htmt"] == pytest.approx(1)
        assert row["reading"] == "not told apart"

    def test_of_themes_that_have_nothing_in_common_is_small(self, corpus):
        rows = htmt(mtmm(corpus, _readings(corpus, noise=0.3), draws=199))
        row = next(row for row in rows if (row["language"], row["statistic"]) == ("all", "spearman"))
        assert row["htmt"] < 0.5
        assert row["reading"].startswith("told apart")
        assert row["instruments"] == 3

    def test_instruments_that_do_not_agree_give_no_ratio(self, corpus):
        one, *_ = _readings(corpus)
        turned = dataclasses.replace(one, instrument="turned", score=-one.score, present=~one.present)
        row = htmt(mtmm(corpus, [one, turned], draws=9))[0]
        assert np.isnan(row["htmt"])
        assert "do not agree" in row["reading"]


class TestDisagreements:
    def test_an_even_split_comes_first_then_the_widest_ranks(self, corpus):
        one, other = _readings(corpus, names=("a", "b"), noise=0.2)
        present = one.present.copy()
        present[7, 0] = not present[7, 0]
        other = dataclasses.replace(other, present=present)
        rows = [row for row in disagreements(corpus, [one, other], count=3) if row["theme"] == "openness"]
        assert [row["place"] for row in rows] == [1, 2, 3]
        assert rows[0]["unit"] == corpus.units[7].id
        assert rows[0]["present_in"] == 1
        assert rows[1]["spread"] >= rows[2]["spread"]

    def test_the_text_is_shown_only_where_it_may_be(self, corpus):
        readings = _readings(corpus)
        assert "start" not in disagreements(corpus, readings)[0]
        shown = disagreements(corpus, readings, share_text=True)[0]
        assert shown["start"].startswith("text ")

    def test_what_people_said_stands_beside(self, corpus):
        readings = _readings(corpus)
        codes = _codes(corpus, np.ones(60, bool), np.ones((60, 2)))
        assert {row["coded"] for row in disagreements(corpus, readings, codes)} == {1.0}
        assert np.isnan([row["coded"] for row in disagreements(corpus, readings)]).all()

    def test_one_instrument_and_full_agreement_list_nothing(self, corpus):
        readings = _readings(corpus)
        assert disagreements(corpus, readings[:1]) == []
        twin = dataclasses.replace(readings[0], instrument="twin")
        assert disagreements(corpus, [readings[0], twin]) == []

    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 99))
    def test_a_language_with_higher_scores_is_not_listed_for_it(self, corpus, seed):
        readings = _readings(corpus, seed=seed)
        own = np.array([unit.language == "zh" for unit in corpus.units])[:, None]
        shifted = [
            dataclasses.replace(readings[0], score=readings[0].score * np.where(own, 9, 1)),
            *readings[1:],
        ]
        one, other = disagreements(corpus, readings), disagreements(corpus, shifted)
        assume(len(one) > 0)
        assert [row["unit"] for row in one] == [row["unit"] for row in other]
