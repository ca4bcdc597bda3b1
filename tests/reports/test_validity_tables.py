"""Tables and figures of validity: what is shown, what only the CSV gives, and what an empty one says."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from toolkit.evaluation import leak_report
from toolkit.preprocess import TokenizedUnits, Unit
from toolkit.reports import Stamp, to_png, to_svg
from toolkit.reports.equivalence_tables import calibration_table, equivalence_table, language_leak
from toolkit.reports.validity_figures import accuracy_figure, mtmm_figure
from toolkit.reports.validity_tables import disagreements_table, htmt_table, mtmm_blocks_table, mtmm_table
from toolkit.themes import Codes, ThemeScores
from toolkit.themes.validity import (
    Leak,
    accuracy_by_language,
    calibration,
    differential_functioning,
    disagreements,
    equivalence,
    htmt,
    mtmm,
    mtmm_blocks,
    mtmm_rows,
)

STAMP = Stamp("s", 20, 160, "paragraph", "book 1 (abc)", "def")
LABELS = {"openness": "开放 Openness", "reliance": "自立自强 Self-reliance"}
NAMES = ("dictionary", "prototypes")


@pytest.fixture(scope="module")
def evidence():
    """Twenty documents of eight units in two languages, two instruments, and codes of all units."""
    random = np.random.default_rng(0)
    docs = {f"d{i:02}": "en" if i % 2 == 0 else "zh" for i in range(20)}
    units = tuple(
        Unit(f"{doc}#{n}", doc, language, n, n, "关于开放的一段很长很长的文字" * 5)
        for doc, language in docs.items()
        for n in range(8)
    )
    facts = {
        doc: {"language": lang, "genre": "news" if int(doc[1:]) % 4 < 2 else "report"}
        for doc, lang in docs.items()
    }
    corpus = TokenizedUnits(units, tuple(("文字",) for _ in units), (), (), facts)
    truth = random.random((160, 2)) < 0.35
    ids = tuple(unit.id for unit in units)
    scores = []
    for name in NAMES:
        score = 2.0 * truth + random.normal(size=(160, 2))
        scores.append(ThemeScores(name, tuple(LABELS), ids, score, score > 1.2))
    codes = Codes(tuple(LABELS), ids, ("ann",), truth[None].astype(float), np.ones(160))
    return corpus, scores, codes


@pytest.fixture(scope="module")
def matrix(evidence):
    return mtmm(*evidence, draws=49)


@pytest.fixture(scope="module")
def report(evidence):
    corpus, scores, codes = evidence
    coverage = [
        {"theme": theme, "language": lang, "term": f"t{i}", "equivalence": f"s{i}", "finds": 4, "units": 4}
        for theme in LABELS
        for lang in ("en", "zh")
        for i in range(6)
    ]
    return equivalence(
        corpus,
        coverage,
        [Leak("lda-joint", 0.5, 0.5, 160, 0.9, 40, 0.95)],
        accuracy_by_language(corpus, scores, codes),
        differential_functioning(corpus, scores, codes),
        calibration(corpus, scores, codes),
    )


class TestMtmm:
    def test_shown_is_the_headline_against_the_others_in_each_language(self, matrix):
        table = mtmm_table(mtmm_rows(matrix), STAMP, LABELS, "dictionary")
        shown = table.shown
        assert list(shown["language"]) == ["all", "en", "zh"] * 2
        assert {"× prototypes", "× people", "other themes, highest"} <= set(shown.columns)
        assert "× dictionary" not in shown
        assert "on 160 coded units" in table.note
        assert len(table.rows) == 15 * 3 * 2

    def test_another_headline_is_found_on_the_other_side_of_the_pairs(self, matrix):
        one, other = (mtmm_table(mtmm_rows(matrix), STAMP, LABELS, name).shown for name in NAMES)
        assert list(one["× prototypes"]) == list(other["× dictionary"])

    def test_blocks_show_scores_and_presences(self, matrix):
        shown = mtmm_blocks_table(mtmm_blocks(matrix), STAMP, LABELS).shown
        assert set(shown["of"]) == {"scores (Spearman)", "presences (phi)"}
        # 3 instruments, 2 themes: each of 3 pairs meets 2 + 4 rivals
        assert shown["higher than rivals"].str.endswith(" of 18").all()

    def test_ratios_stand_side_by_side(self, matrix):
        shown = htmt_table(htmt(matrix), STAMP, LABELS).shown
        assert list(shown["language"]) == ["all", "en", "zh"]
        assert shown["themes"].iloc[0] == "开放 Openness × 自立自强 Self-reliance"

    def test_the_gravest_reading_is_shown(self, matrix):
        rows = htmt(matrix)
        rows[3] |= {"reading": "not told apart"}
        hit = rows[3]["language"]
        shown = htmt_table(rows, STAMP, LABELS).shown.set_index("language")
        assert shown.loc[hit, "reading"] == "not told apart"


class TestDisagreements:
    def test_texts_are_cut_and_presences_marked(self, evidence):
        table = disagreements_table(disagreements(*evidence, share_text=True), STAMP, LABELS)
        assert set(table.shown["people"]) <= {"✓", "no"}
        assert table.shown["start"].str.endswith("…").all()
        assert table.shown["start"].str.len().max() == 29
        marked = table.shown["dictionary"].str.endswith("✓")
        np.testing.assert_array_equal(marked, table.rows["present_dictionary"] == 1)

    def test_without_the_right_to_share_there_is_no_text(self, evidence):
        table = disagreements_table(disagreements(*evidence), STAMP, LABELS)
        assert "文字" not in table.to_csv() + table.to_markdown()
        assert "Texts are not shown" in table.note


class TestEquivalence:
    def test_leaks_come_from_the_leak_report(self):
        random = np.random.default_rng(0)
        vectors = random.normal(size=(80, 8))
        shares = random.dirichlet(np.ones(3), 80)
        languages, documents = np.tile(["en", "zh"], 40), np.tile(np.arange(20), 4)
        pairs = np.array([[0, 1], [2, 3], [4, 5]])
        found = leak_report(shares, vectors, languages, documents, pairs)
        leak = language_leak("lda-joint", found)
        assert (leak.units, leak.pairs, leak.chance) == (80, 3, 0.5)
        assert leak.accuracy == found.before.language.balanced
        assert leak.mixing == found.mix.overall

    def test_languages_and_their_difference_stand_on_one_line(self, report):
        shown = equivalence_table(report, STAMP, LABELS, "dictionary").shown
        line = shown[(shown["check"] == "sensitivity") & (shown["theme"] == LABELS["openness"])]
        assert len(line) == 1
        assert all(text.count("[") == 1 for text in line[["en", "zh", "difference"]].iloc[0])
        assert "coded units" in line["n"].iloc[0]

    def test_shown_are_the_headline_and_what_is_of_all(self, report):
        table = equivalence_table(report, STAMP, LABELS, "dictionary")
        assert set(table.rows["instrument"]) == {"", "dictionary", "prototypes", "lda-joint"}
        stages = list(dict.fromkeys(table.shown["stage"]))
        assert stages == ["corpus", "input", "process", "output"]
        assert (table.shown["check"] == "sensitivity").sum() == 2

    def test_the_note_counts_verdicts(self, report):
        table = equivalence_table(report, STAMP, LABELS, "dictionary")
        own = table.shown["verdict"].value_counts()
        assert f"{own.get('not testable', 0)} not testable" in table.note

    def test_three_languages_have_a_line_for_each_pair(self, evidence):
        corpus = evidence[0]
        facts = {
            doc: own | ({"language": "de"} if number % 3 == 0 else {})
            for number, (doc, own) in enumerate(corpus.metadata.items())
        }
        units = tuple(unit._replace(language=facts[unit.doc]["language"]) for unit in corpus.units)
        rows = equivalence(dataclasses.replace(corpus, units=units, metadata=facts), [])
        shown = equivalence_table(rows, STAMP, LABELS, "dictionary").shown
        balance = [check for check in shown["check"] if check.startswith("balance of genre")]
        assert balance == [f"balance of genre {pair}" for pair in ("de − en", "de − zh", "en − zh")]
        assert "de" in shown.columns


def test_calibration_shows_the_headline(evidence):
    table = calibration_table(calibration(*evidence), STAMP, LABELS, "dictionary")
    assert len(table.shown) == 4
    assert len(table.rows) == 8
    assert table.shown["coded"].str.contains(" of 80").all()


@pytest.mark.parametrize(
    "make",
    [
        lambda: mtmm_table([], STAMP, LABELS, "dictionary"),
        lambda: mtmm_blocks_table([], STAMP, LABELS),
        lambda: htmt_table([], STAMP, LABELS),
        lambda: disagreements_table([], STAMP, LABELS),
        lambda: equivalence_table([], STAMP, LABELS, "dictionary"),
        lambda: calibration_table([], STAMP, LABELS, "dictionary"),
    ],
)
def test_an_empty_table_says_why(make):
    table = make()
    assert len(table.rows) == 0
    assert len(table.note) > len(STAMP.note()) + 10
    for text in (table.to_csv(), table.to_markdown(), table.to_html(), table.to_latex()):
        assert isinstance(text, str)


def test_every_table_renders(matrix, report, evidence):
    for table in (
        mtmm_table(mtmm_rows(matrix), STAMP, LABELS, "dictionary"),
        equivalence_table(report, STAMP, LABELS, "dictionary"),
        disagreements_table(disagreements(*evidence), STAMP, LABELS),
    ):
        assert table.to_csv() == table.to_csv()
        assert "nan" not in table.to_markdown()
        assert table.to_html().count("<tr>") == len(table.shown) + 1
        assert "longtable" in table.to_latex()


class TestFigures:
    def test_the_matrix_has_a_cell_for_every_two_measures_and_names_themes_in_chinese(self, matrix):
        figure = mtmm_figure(pd.DataFrame(mtmm_rows(matrix)), LABELS, "title", "synthetic")
        axis = figure.axes[0]
        values = np.asarray(axis.images[0].get_array())
        assert values.shape == (6, 6)
        texts = [text.get_text() for text in axis.texts]
        assert "开放\nOpenness" in texts
        assert len(texts) == 30 + 2
        assert to_svg(figure) == to_svg(
            mtmm_figure(pd.DataFrame(mtmm_rows(matrix)), LABELS, "title", "synthetic")
        )

    def test_scores_lie_below_and_presences_above_the_diagonal(self, matrix):
        rows = pd.DataFrame(mtmm_rows(matrix))
        values = np.asarray(mtmm_figure(rows, LABELS, "title").axes[0].images[0].get_array())
        own = rows[(rows["level"] == "units") & (rows["language"] == "all")].iloc[0]
        assert (own["first_theme"], own["second_theme"]) == ("openness", "reliance")
        # measures stand theme by theme: dictionary, prototypes, people of openness, then of reliance
        assert values[3, 0] == pytest.approx(own["spearman"])
        assert values[0, 3] == pytest.approx(own["phi"])

    def test_accuracy_draws_two_marks_an_instrument_theme_and_language(self, evidence):
        rows = pd.DataFrame(accuracy_by_language(*evidence))
        figure = accuracy_figure(rows, LABELS, "title", "synthetic")
        assert len(figure.axes) == 2
        marks = [line for line in figure.axes[0].lines if line.get_marker() in ("o", "s")]
        assert len(marks) == 2 * 2 * 2
        assert to_png(figure)[:4] == b"\x89PNG"
