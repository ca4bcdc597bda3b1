"""Tables of effects read well: effect and interval first, p last, no stars."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from toolkit.preprocess import TokenizedUnits, Unit
from toolkit.reports.effect_tables import (
    contrasts_table,
    distances_table,
    effects_over_runs_table,
    effects_table,
    trajectories_table,
)
from toolkit.reports.figures import to_png, to_svg
from toolkit.reports.stamp import Stamp
from toolkit.reports.trajectory_figure import prevalence_over_time
from toolkit.themes import Comparison, Contrast, ThemeScores, contrasts
from toolkit.themes.distances import distances
from toolkit.themes.effects import Effect, effects
from toolkit.themes.effects_over_runs import Draws, effects_over_runs
from toolkit.themes.trajectories import OverTime, periods_of, trajectories

STAMP = Stamp("test · run 0", 40, 320, "paragraph", "tiny 1 (abc)", "def")
LABELS = {"trade": "贸易 Trade", "chips": "Chips_$1"}


@pytest.fixture(scope="module")
def corpus():
    random = np.random.default_rng(0)
    docs = {
        f"d{i:02}": {
            "language": "zh" if i % 2 else "en",
            "genre": "news" if i % 5 else "report",
            "date": f"{2019 + (i % 5) * (1 + i % 2)}-0{1 + i % 8}-01",
        }
        for i in range(40)
    }
    units = tuple(
        Unit(f"{doc}#{i}", doc, own["language"], i, i, "") for doc, own in docs.items() for i in range(8)
    )
    present = random.random((320, 2)) < 0.3
    scores = ThemeScores(
        "dictionary", ("trade", "chips"), tuple(u.id for u in units), present.astype(float), present
    )
    return TokenizedUnits(units, tuple(() for _ in units), (), (), docs), scores


@pytest.fixture(scope="module")
def tables(corpus):
    units, scores = corpus
    declared = (Contrast(by="language", first="zh", second="en"),)
    compared = contrasts(
        units, [scores], Comparison(by=("language", "genre"), contrasts=declared, adjust="max-t")
    )
    settings = (Effect(formula="language + bs(date, df=3)"), Effect(formula="language", model="mixed"))
    runs = [replace(scores, instrument="seeded-lda", present=scores.present[::step]) for step in (1, -1)]
    drawn = effects_over_runs(units, runs, settings, Draws(3, np.full(320, 30.0), 6.5))
    again = effects_over_runs(units, [replace(run, instrument="bertopic") for run in runs], settings)
    return {
        "contrasts": contrasts_table(compared, STAMP, LABELS, "dictionary"),
        "effects": effects_table(effects(units, [scores], settings), STAMP, LABELS, "dictionary"),
        "effects_over_runs": effects_over_runs_table([*drawn, *again], STAMP, LABELS),
        "distances": distances_table(distances(units, [scores], ("language", "genre")), STAMP),
        "trajectories": trajectories_table(
            trajectories(units, [scores], OverTime()), STAMP, LABELS, "dictionary"
        ),
    }


@pytest.mark.parametrize("name", ["contrasts", "effects", "effects_over_runs", "distances"])
def test_the_effect_comes_first_and_p_last_without_stars(tables, name):
    columns = list(tables[name].shown.columns)
    effect = next(i for i, column in enumerate(columns) if "[95 %]" in column or column == "distance")
    chances = [i for i, column in enumerate(columns) if column.split(" ")[-1] == "p"]
    assert effect < min(chances)
    assert max(chances) == len(columns) - 1
    assert not any("*" in str(value) for value in tables[name].shown.to_numpy().ravel())


@pytest.mark.parametrize("name", ["contrasts", "effects", "effects_over_runs", "distances", "trajectories"])
def test_numbers_come_with_their_documents_and_units(tables, name):
    table = tables[name]
    assert table.name == name
    assert "documents" in table.shown.columns
    assert {"units"} <= set(table.rows.columns)
    assert "n = 40 documents, 320 units" in table.note
    for rendering in (table.to_markdown(), table.to_html(), table.to_latex(), table.to_csv()):
        assert len(rendering) > 100


def test_notes_say_how_p_was_adjusted(tables):
    assert "declared contrasts: max-T" in tables["contrasts"].note
    assert "exploratory contrasts: Benjamini–Hochberg" in tables["contrasts"].note
    assert "mixed: differences in the units' probability" in tables["effects"].note


def test_effects_over_runs_say_what_was_drawn_and_what_runs_and_draws_add(tables):
    table = tables["effects_over_runs"]
    assert {"Intercept", "language: zh − en"} <= set(table.rows["term"])
    assert set(table.display["term"]) == {"language: zh − en"}
    assert set(zip(table.display["outcome"], table.display["runs × draws"], strict=True)) == {
        ("presence", "2 × 1"),
        ("share", "2 × 3"),
    }
    assert (table.rows["due_to_draws"].isna() == (table.rows["outcome"] == "presence")).all()
    assert "Only seeded LDA has shares to draw: one draw a run of bertopic." in table.note
    assert "t finds too much where few clusters carry a column" in table.note


def test_effects_over_runs_of_presences_speak_of_no_draws_of_shares(corpus):
    units, scores = corpus
    rows = effects_over_runs(units, [scores] * 2, [Effect(formula="language")])
    assert "Dirichlet" not in effects_over_runs_table(rows, STAMP, LABELS).note


def test_a_refused_regression_is_a_row_with_its_reason(corpus):
    units, scores = corpus
    few = TokenizedUnits(
        units.units[:64], units.tokens[:64], (), (), {doc: units.metadata[doc] for doc in units.documents[:8]}
    )
    own = ThemeScores(
        "dictionary", scores.themes, scores.unit_ids[:64], scores.score[:64], scores.present[:64]
    )
    table = effects_table(effects(few, [own], [Effect(formula="language")]), STAMP, LABELS, "dictionary")
    assert "8 clusters; a regression needs 12" in table.to_markdown()


@pytest.mark.parametrize("table", [contrasts_table, trajectories_table])
def test_nothing_to_show_is_said(table):
    assert "no" in table([], STAMP, LABELS, "dictionary").note.lower()
    assert "no two groups" in distances_table([], STAMP).note


@pytest.fixture(scope="module")
def drawn(corpus):
    units, scores = corpus
    rows = trajectories(units, [scores], OverTime())
    return rows, over_time(rows)


def over_time(rows):
    labels = {**LABELS, "zh": "中文"}
    return prevalence_over_time(pd.DataFrame(rows), periods_of(rows), labels, "时间 Time", "合成")


def test_a_figure_has_a_panel_a_theme_and_the_same_bytes_each_time(drawn):
    rows, figure = drawn
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["贸易 Trade", "Chips_$1"]
    assert to_svg(over_time(rows)) == to_svg(over_time(rows))
    assert to_png(figure)[:4] == b"\x89PNG"


def test_a_figure_draws_no_line_across_a_period_without_documents(drawn):
    rows, figure = drawn
    periods = periods_of(rows)
    empty = [p for p in periods if not any(row["period"] == p and row["group"] == "zh" for row in rows)]
    assert empty
    lines = [line.get_ydata() for line in figure.axes[0].lines if len(line.get_ydata()) == len(periods)]
    assert np.isnan(lines[1][periods.index(empty[0])])


def _contrast(**changes):
    row = {
        "instrument": "dictionary", "theme": "trade", "by": "language", "first": "zh", "second": "en",
        "difference": 0.05, "low": 0.01, "high": 0.09, "interval": "Korn–Graubard, two groups", "pooled": 0.04,
        "p": 0.01, "p_adjusted": 0.02, "smallest_p": 0.0001, "test": "permutation", "family": "declared",
        "adjusted_by": "Holm", "first_documents": 20, "second_documents": 20, "first_clusters": 20,
        "second_clusters": 20, "units": 320, "claim": "usual", "separable": "no", "because": "sensitivity differs",
        "reading": "5 points more in zh than in en; a difference of measure or of theme: not separable "
        "(sensitivity differs)",
    }  # fmt: skip
    return contrasts_table([row | changes], STAMP, LABELS, "dictionary").shown.iloc[0]


def test_a_difference_between_languages_says_what_it_is_one_of_in_a_column_of_its_own():
    row = _contrast()
    assert row["reading"] == "5 points more in zh than in en"
    assert row["of theme or measure?"] == "not separable: sensitivity differs"
    assert _contrast(separable="yes", because="all pass")["of theme or measure?"] == "of theme: all pass"
    assert "of theme or measure?" not in _contrast(by="genre", separable="", because="")


def test_a_corrected_difference_stands_beside_the_measured_one():
    corrected = {"corrected": 0.08, "corrected_low": 0.01, "corrected_high": 0.15}
    assert _contrast(**corrected)["corrected [95 %]"] == "0.08 [0.01, 0.15]"
    assert _contrast(**dict.fromkeys(corrected, float("nan")))["corrected [95 %]"] == "–"
    assert "corrected [95 %]" not in _contrast()
