"""Regressions say what columns explain, and refuse in words what their clusters do not allow."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import statsmodels.api as sm

from toolkit.preprocess import Duplicates
from toolkit.preprocess.duplicates import Group
from toolkit.themes.effects import Effect, effect_problems, effects
from toolkit.themes.formulas import design_of, formula_problems
from toolkit.themes.mixed import random_intercept
from toolkit.themes.robust_errors import least_squares

ORIGIN = date(2000, 1, 1)


@pytest.fixture(scope="module")
def corpus(read):
    """Thirty documents of ten units; reports carry the theme more often, and more so each year."""

    def build(documents=30, seed=0, **columns):
        random = np.random.default_rng(seed)
        genres = ["news", "report"] * documents
        facts = {
            f"d{i:02}": {
                "genre": genres[i],
                "language": "zh" if i % 3 else "en",
                "date": f"{2019 + i % 6}-0{1 + i % 9}",
                "score": str(i * 0.5),
                **{name: values[i] for name, values in columns.items()},
            }
            for i in range(documents)
        }
        series = {
            doc: (random.random(10) < 0.2 + 0.4 * (own["genre"] == "report")).astype(int).tolist()
            for doc, own in facts.items()
        }
        return read({"trade": series}, facts)

    return build


def fitted(corpus, *settings):
    units, scores = corpus
    return effects(units, [scores], [Effect.model_validate(own) for own in settings])


def by_term(rows):
    return {row["term"]: row for row in rows}


def test_a_group_is_the_difference_of_means_with_cr2_errors(corpus):
    units, scores = corpus()
    rows = by_term(fitted((units, scores), {"formula": "genre"}))
    row = rows["genre: report − news"]
    shares = scores.present[:, 0].reshape(30, 10).mean(axis=1)
    design = np.column_stack([np.ones(30), np.arange(30) % 2])
    fit = least_squares(design, shares, np.arange(30))
    assert row["estimate"] == pytest.approx(shares[1::2].mean() - shares[::2].mean())
    assert row["error"] == pytest.approx(fit.error[1])
    assert (row["low"], row["high"]) == pytest.approx(tuple(float(end[1]) for end in fit.intervals()))
    assert (row["documents"], row["clusters"], row["units"], row["left_out"]) == (30, 30, 300, 0)
    assert row["p"] < 0.01
    assert row["low"] > 0


@pytest.mark.parametrize("model", ["ols", "fractional-logit"])
def test_without_permuting_there_is_no_p_and_all_else_is_as_it_was(corpus, model):
    units, scores = corpus()
    settings = [Effect(formula="genre + score", model=model)]
    whole, bare = (by_term(effects(units, [scores], settings, permute=permute)) for permute in (True, False))
    assert list(whole) == list(bare)
    for term, row in bare.items():
        assert math.isnan(row["p"])
        assert math.isnan(row["p_adjusted"])
        for name in ("estimate", "error", "df", "documents", "clusters", "units"):
            assert row[name] == whole[term][name]
    assert bare["genre: report − news"]["low"] == whole["genre: report − news"]["low"]


def test_shares_are_regressed_where_they_are_asked_for(corpus):
    units, scores = corpus()
    shares = np.random.default_rng(1).random(scores.score.shape)
    rows = by_term(effects(units, [replace(scores, score=shares)], [Effect(formula="genre")], "share"))
    means = shares[:, 0].reshape(30, 10).mean(axis=1)
    assert rows["genre: report − news"]["estimate"] == pytest.approx(means[1::2].mean() - means[::2].mean())


def test_columns_of_one_term_are_tested_together(corpus):
    kinds = ["a", "b", "c"] * 10
    rows = by_term(fitted(corpus(kind=kinds), {"formula": "kind + score"}))
    assert set(rows) == {"Intercept", "kind (together)", "kind: b − a", "kind: c − a", "score"}
    assert math.isnan(rows["kind: b − a"]["p"])
    assert 0 < rows["kind (together)"]["p"] <= 1
    assert math.isnan(rows["kind (together)"]["estimate"])


def test_p_is_adjusted_by_holm_over_everything_of_an_instrument(corpus):
    rows = fitted(corpus(), {"formula": "genre"}, {"formula": "language + score"})
    tested = [row for row in rows if row["p"] == row["p"]]
    assert all(row["p_adjusted"] >= row["p"] for row in tested)
    least = min(tested, key=lambda row: row["p"])
    assert least["p_adjusted"] == pytest.approx(min(1, least["p"] * len(tested)))


def test_an_interval_is_never_surer_than_the_test(corpus):
    for seed in range(8):
        for row in fitted(corpus(seed=seed), {"formula": "language + score"}):
            if row["p"] > 0.05:
                assert row["low"] <= 0 <= row["high"]
                assert row["reading"] == "the interval holds zero"


def test_a_column_that_explains_everything_is_found_and_gets_no_interval(read):
    facts = {f"d{i:02}": {"genre": "ab"[i % 2]} for i in range(14)}
    rows = by_term(
        fitted(
            read({"trade": {doc: [i % 2] * 4 for i, doc in enumerate(facts)}}, facts), {"formula": "genre"}
        )
    )
    row = rows["genre: b − a"]
    assert row["estimate"] == pytest.approx(1)
    assert row["p"] < 0.01
    assert math.isnan(row["low"])
    assert math.isnan(rows["Intercept"]["p"])


def test_same_input_same_rows(corpus):
    settings = {"formula": "genre + bs(date, df=3)"}
    assert repr(fitted(corpus(), settings)) == repr(fitted(corpus(), settings))


def test_copies_count_as_one_document(corpus):
    units, scores = corpus()
    copies = Duplicates(documents=(Group(("d00", "d02"), 1.0, "exact", False),))
    weighed = replace(units, duplicates=copies, document_weights={"d00": 0.5, "d02": 0.5})
    row = by_term(fitted((weighed, scores), {"formula": "genre"}))["genre: report − news"]
    shares = scores.present[:, 0].reshape(30, 10).mean(axis=1)
    weights = np.ones(30)
    weights[[0, 2]] = 0.5
    expected = sm.WLS(shares, np.column_stack([np.ones(30), np.arange(30) % 2]), weights=weights).fit()
    assert row["estimate"] == pytest.approx(expected.params[1])
    assert (row["documents"], row["clusters"]) == (30, 29)


def test_the_fractional_logit_has_log_odds(corpus):
    units, scores = corpus()
    row = by_term(fitted((units, scores), {"formula": "genre", "model": "fractional-logit"}))
    shares = scores.present[:, 0].reshape(30, 10).mean(axis=1)
    odds = [np.log(own.mean() / (1 - own.mean())) for own in (shares[1::2], shares[::2])]
    assert row["genre: report − news"]["estimate"] == pytest.approx(odds[0] - odds[1], abs=1e-6)


def test_a_mixed_model_speaks_of_units_and_says_what_its_fit_lacks(corpus):
    rows = by_term(fitted(corpus(), {"formula": "genre", "model": "mixed"}))
    row = rows["genre: report − news"]
    assert row["estimate"] == pytest.approx(0.4, abs=0.15)
    assert row["p"] < 0.01
    assert (row["documents"], row["units"], row["df"]) == (30, 300, 28)


def test_a_mixed_model_agrees_with_statsmodels_and_knows_alike_clusters():
    random = np.random.default_rng(0)
    clusters = np.repeat(np.arange(20), 8)
    design = np.column_stack([np.ones(160), clusters % 2]).astype(float)
    values = random.normal(size=160) + np.repeat(random.normal(size=20), 8)
    fit, remarks = random_intercept(design, values, clusters)
    peer = sm.MixedLM(values, design, groups=clusters).fit()
    assert fit.estimate == pytest.approx(peer.fe_params, abs=1e-4)
    assert fit.error == pytest.approx(peer.bse_fe, rel=1e-3)
    assert remarks == []
    _, remarks = random_intercept(
        design, random.normal(size=160).round(1) * 0 + np.tile([0.0, 1.0], 80), clusters
    )
    assert any("hardly differ" in remark for remark in remarks)


class TestRefusals:
    def reading(self, corpus, **settings):
        (row,) = fitted(corpus, settings)
        assert math.isnan(row["estimate"])
        assert math.isnan(row["p"])
        return row["reading"]

    def test_too_few_clusters(self, corpus):
        assert "10 clusters; a regression needs 12" in self.reading(corpus(10), formula="genre")

    def test_columns_that_cannot_be_told_apart(self, corpus):
        same = ["x" if i % 2 else "y" for i in range(30)]
        said = self.reading(corpus(same=same), formula="genre + same + score")
        assert "cannot be told apart" in said
        assert "genre: report − news" in said
        assert "same: y − x" in said
        assert "score" not in said

    def test_too_many_columns(self, corpus):
        many = [str(i % 11) + "x" for i in range(12)]
        assert "too many for 12 clusters" in self.reading(corpus(12, many=many), formula="many")

    def test_documents_that_do_not_differ(self, read):
        facts = {f"d{i:02}": {"genre": "ab"[i % 2]} for i in range(14)}
        flat = read({"trade": {doc: [1, 0] for doc in facts}}, facts)
        assert "do not differ" in self.reading(flat, formula="genre")

    def test_a_column_that_few_clusters_carry_gets_no_test(self, corpus):
        rare = ["yes" if i < 2 else "no" for i in range(30)]
        row = by_term(fitted(corpus(rare=rare), {"formula": "rare"}))["rare: yes − no"]
        assert math.isnan(row["p"])
        assert math.isnan(row["low"])
        assert "too few clusters carry it" in row["reading"]

    def test_documents_without_a_value_are_left_out_and_counted(self, corpus):
        holes = ["" if i < 4 else "ab"[i % 2] for i in range(30)]
        row = by_term(fitted(corpus(holes=holes), {"formula": "holes"}))["holes: b − a"]
        assert (row["documents"], row["left_out"], row["units"]) == (26, 4, 260)


META = {
    f"d{i}": {"genre": "ab"[i % 2], "date": f"202{i}-01-01", "length": str(i), "empty": ""} for i in range(6)
}


class TestFormulas:
    def design(self, formula):
        return design_of(formula, list(META), META, ("date",), ORIGIN)

    def test_numbers_are_numbers_dates_are_years_and_words_are_groups(self):
        design = self.design("genre + date + length")
        assert design.columns == ("Intercept", "genre: b − a", "date", "length")
        assert design.matrix[:, 2] == pytest.approx(20 + np.arange(6), abs=0.01)
        assert design.matrix[:, 3].tolist() == [0, 1, 2, 3, 4, 5]
        assert design.terms == {"1": (0,), "genre": (1,), "date": (2,), "length": (3,)}

    def test_splines_make_columns_of_one_term(self):
        design = self.design("bs(date, df=3)")
        assert design.terms["bs(date, df=3)"] == (1, 2, 3)
        assert design.matrix[:, 1:].min() >= 0

    def test_entangled_columns_are_named_and_others_are_not(self):
        assert self.design("genre + length").entangled == []
        assert self.design("length + I(length * 2) + genre").entangled == ["length", "I(length * 2)"]

    @pytest.mark.parametrize(
        ("formula", "reason", "remedy"),
        [
            ("genr + date", "names 'genr'", "did you mean 'genre'"),
            ("genre + ", "is no formula", "write terms such as"),
            ("genre ~ date", "has a left side", "right of the ~"),
            ("bs(date", "is no formula", "write terms such as"),
            ("spline(date)", "uses 'spline'", "bs"),
        ],
    )
    def test_problems_say_what_was_meant(self, formula, reason, remedy):
        (problem,) = formula_problems(formula, ("date",), META)
        assert reason in problem.reason
        assert remedy in problem.remedy

    def test_every_problem_of_every_formula_is_told_at_once(self):
        odd = {**META, "d9": {"genre": "a", "date": "May 2024"}}
        settings = [Effect(formula="genr + lengt"), Effect(formula="date")]
        problems = effect_problems(settings, odd)
        assert len(problems) == 3
        assert "May 2024" in problems[2].reason
        assert effect_problems([Effect(formula="genre + bs(date, df=3) + genre:length")], META) == []


@pytest.mark.parametrize("formula", ["log(score)", "lag(score)", "I(1 / score)"])
def test_a_formula_without_a_number_for_every_document_is_refused_in_words(corpus, formula):
    (row,) = fitted(corpus(), {"formula": formula})
    assert row["reading"].startswith("none: ")
    assert math.isnan(row["p"])


def test_a_mixed_model_is_refused_where_clusters_hold_several_documents(corpus):
    pairs = {"pair": [str(i // 2) for i in range(30)]}
    (row,) = fitted(corpus(**pairs), {"formula": "genre", "model": "mixed"})
    assert "take ols" in row["reading"]


def test_columns_of_one_term_are_tested_together_in_a_mixed_model_too(corpus):
    rows = by_term(fitted(corpus(), {"formula": "genre + bs(date, df=3)", "model": "mixed"}))
    together = rows["bs(date, df=3) (together)"]
    assert 0 <= together["p"] <= 1
    assert together["df"] == 3
    parts = [row for term, row in rows.items() if term.startswith("bs(date, df=3)[")]
    assert len(parts) == 3
    assert all(math.isnan(row["p"]) for row in [*parts, rows["Intercept"]])
