"""Keyness and stability as tables and figures: what is shown, who told, and what an empty one says."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.errors import ToolkitError
from toolkit.reports import (
    Stamp,
    has_keyness,
    has_stability,
    keyness_figure,
    keyness_table,
    stability_figure,
    to_png,
    to_svg,
)
from toolkit.themes import Keyness

STAMP = Stamp("tiny · run 1", 6, 36, "paragraph", "tiny 1", "abc")
LABELS = {"farming": "农业 Farming", "zh": "中文 Chinese"}


def term(number, language="zh", g2=None, target="people", **more):
    return {
        "theme": "farming",
        "language": language,
        "term": f"水稻{number}",
        "tier": "core",
        "target": target,
        "target_count": 3,
        "reference_count": 1,
        "target_rate": 0.1,
        "reference_rate": 0.01,
        "units": 4,
        "documents": 2,
        "g2": 20.0 - number if g2 is None else g2,
        "p": 0.0001,
        "rate_ratio": np.inf,
        "target_units": 12,
        "reference_units": 30,
        "target_documents": 5,
        "reference_documents": 6,
        "target_tokens": 100,
        "reference_tokens": 200,
        "reading": "",
        **more,
    }


@pytest.fixture
def rows():
    """Thirty terms, twelve of them to the left, in one language; one in the other."""
    many = [term(number, g2=17.5 - number) for number in range(30)]
    return [*many, term(99, "en", g2=-0.01, tier="context", reading="fewer than 10 units on a side")]


class TestKeynessTable:
    def test_shown_are_both_ends_of_each_list(self, rows):
        table = keyness_table(Keyness(rows, "people"), STAMP, LABELS)
        own = table.shown[table.shown["language"] == "zh"]
        assert list(own["term"]) == [f"水稻{n}" for n in (*range(10), *range(20, 30))]
        assert len(table.rows) == 31

    def test_it_says_who_told_and_of_how_many_units(self, rows):
        note = keyness_table(Keyness(rows, "people"), STAMP, LABELS).note
        assert "as people coded them" in note
        assert "农业 Farming, zh: 12 (5) : 30 (6);" in note
        assert "not independent" in note
        told = keyness_table(Keyness([term(0, target="prototypes")]), STAMP, LABELS).note
        assert "as told by prototypes, which does not read the terms" in told
        assert "one side of every theme" not in told
        instead = Keyness([term(0, target="prototypes")], "prototypes", ("people", "prototypes"))
        assert "people coded lies on one side of every theme" in keyness_table(instead, STAMP, LABELS).note

    def test_what_rounds_to_zero_has_no_sign_and_what_is_infinite_no_digits(self, rows):
        last = keyness_table(Keyness(rows, "people"), STAMP, LABELS).shown.iloc[-1]
        assert (last["G²"], last["rate ratio"], last["p (descriptive)"]) == ("0.0", "∞", "< 0.001")

    @pytest.mark.parametrize(
        ("found", "causes"),
        [
            (Keyness([]), ["nobody coded units;", "no instrument reads without the terms."]),
            (Keyness([], asked=("people",)), ["no instrument reads", "by people no theme has units with it"]),
            (Keyness([], asked=("prototypes",)), ["nobody coded units;", "by prototypes no theme has"]),
            (Keyness([], asked=("people", "prototypes")), ["tried: by people or by prototypes no theme has"]),
            (Keyness([], "people", ("people",)), ["No term of a theme that people can tell stands"]),
        ],
    )
    def test_an_empty_table_says_why(self, found, causes):
        table = keyness_table(found, STAMP, LABELS)
        assert table.rows.empty
        assert all(cause in table.note for cause in causes)
        assert ("nobody coded" in table.note) == ("people" not in (*found.asked, found.target))
        assert ("no instrument" in table.note) == (not found.target and "prototypes" not in found.asked)

    def test_themes_and_languages_without_both_sides_are_named(self, rows):
        found = Keyness(rows, "people", ("people",), (("farming", "de"), ("sailing", "zh")))
        note = keyness_table(found, STAMP, LABELS).note
        assert (
            "Left out for want of units with the theme or without it: 农业 Farming, de; sailing, zh." in note
        )
        assert "Left out for want" not in keyness_table(Keyness(rows, "people"), STAMP, LABELS).note


class TestKeynessFigure:
    def test_terms_show_and_panels_say_their_sizes(self, rows):
        figure = keyness_figure(rows, LABELS, "terms", "合成文本")
        english, chinese = figure.axes
        assert [label.get_text() for label in chinese.get_yticklabels()][:2] == ["水稻0", "水稻1"]
        assert chinese.texts[-1].get_text() == "中文 Chinese, units (documents): 12 (5) : 30 (6)"
        assert english.texts[-1].get_text().replace("\n", " ").endswith("fewer than 10 units on a side")
        assert to_png(figure).startswith(b"\x89PNG")

    @pytest.mark.parametrize("many", [1, 28])
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_everything_stands_inside_with_one_language_and_one_document(self, language, many):
        few = {
            "target_units": 1,
            "target_documents": 1,
            "reference_documents": 1,
            "reading": "fewer than 10 units on a side",
        }
        rows = [
            term(n, language, g2=9.0 - n, term=f"corporate responsibility {n}", reference_count=33, **few)
            for n in range(many)
        ]
        labels = {"farming": "农业与粮食安全 Agriculture, food security and the supply of fertiliser"}
        figure = keyness_figure(
            rows, labels, "Terms of the codebook that carry their themes", "合成文本。" * 30
        )
        figure.draw_without_rendering()  # with a warning, which is an error, where panels collapse
        (axis,) = figure.axes
        assert axis.get_window_extent().width > 2.5 * figure.dpi
        heading, names = axis.texts[-1], axis.get_yticklabels()
        for text in (*axis.texts, *names, axis.title, axis._left_title, figure._supxlabel, figure._suptitle):
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1
            assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1
        assert heading.get_window_extent().y1 <= axis._left_title.get_window_extent().y0
        right = max(name.get_window_extent().x1 for name in names)
        assert all(text.get_window_extent().x0 > right for text in axis.texts[:-1])

    def test_where_no_term_differs_there_is_no_figure_and_the_table_says_so(self, rows):
        same = [term(0, g2=0.0), term(1, g2=-1e-15)]
        assert has_keyness(rows)
        assert not has_keyness(same)
        assert not has_keyness([])
        with pytest.raises(ToolkitError, match="nothing to draw"):
            keyness_figure(same, LABELS, "terms")
        table = keyness_table(Keyness(same, "people", ("people",)), STAMP, LABELS)
        assert "No term is more frequent on one side" in table.note
        assert "No term is more frequent on one side" in table.to_latex()
        assert "No term is more frequent" not in keyness_table(Keyness(rows, "people"), STAMP, LABELS).note

    def test_context_terms_are_pale(self, rows):
        english, chinese = keyness_figure(rows, LABELS, "terms").axes
        assert english.patches[0].get_alpha() < chinese.patches[0].get_alpha()

    def test_a_theme_without_terms_in_one_language_keeps_its_panel(self, rows):
        figure = keyness_figure([*rows, term(0, theme="sailing")], LABELS, "terms")
        assert len(figure.axes) == 4
        assert "no term to draw" in figure.axes[2].texts[-1].get_text()

    def test_the_same_rows_draw_the_same_bytes(self, rows):
        one, other = (to_svg(keyness_figure(rows, LABELS, "terms")) for _ in range(2))
        assert one == other


def steady(instrument="seeded-lda", theme="farming", **more):
    return {
        "instrument": instrument,
        "theme": theme,
        "runs": 3,
        "correlation": 0.9,
        "least_correlation": 0.8,
        "auc": 0.7,
        "auc_sd": 0.05,
        "coded_units": 40,
        **more,
    }


class TestStabilityFigure:
    def test_it_takes_several_runs_and_codes(self):
        assert has_stability([steady()])
        for missing in ({"runs": 1}, {"auc": np.nan}, {"correlation": np.nan}):
            assert not has_stability([steady(**missing)])
        assert not has_stability([])

    def test_a_dot_for_each_instrument_and_theme(self):
        rows = [steady(i, t) for i in ("seeded-lda", "bertopic") for t in ("farming", "sailing")]
        figure = stability_figure([*rows, steady("idle", auc=np.nan)], LABELS, "stable")
        dots = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", "")]
        assert [(float(dot.get_xdata()[0]), float(dot.get_ydata()[0])) for dot in dots] == [(0.9, 0.7)] * 4
        assert len({(dot.get_color(), dot.get_marker()) for dot in dots}) == 4
        names = [text.get_text() for text in figure.legends[0].get_texts()]
        assert [name for name in names if name] == ["农业 Farming", "sailing", "seeded-lda", "bertopic"]

    def test_twelve_themes_and_eight_instruments_look_unlike(self):
        themes = [f"某个主题 Theme number {n}" for n in range(12)]
        rows = [
            steady(f"instrument-{i}", theme, correlation=1 - 0.05 * i, auc=0.4 + 0.05 * n)
            for i in range(8)
            for n, theme in enumerate(themes)
        ]
        figure = stability_figure(rows, LABELS, "stable")
        dots = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", "")]
        looks = {(dot.get_marker(), dot.get_color(), dot.get_markerfacecolor()) for dot in dots}
        assert len(looks) == len(dots) == 96
        keys = [line for line in figure.legends[0].get_lines() if line.get_marker() not in ("None", "")]
        assert len({(key.get_marker(), key.get_color(), key.get_markerfacecolor()) for key in keys}) == 20
        figure.draw_without_rendering()
        legend = figure.legends[0].get_window_extent()
        assert figure.bbox.y0 <= legend.y0 < legend.y1 <= figure.bbox.y1
        assert "look alike" not in figure._supxlabel.get_text()

    def test_more_themes_than_looks_are_said_to_be_more(self):
        figure = stability_figure([steady(theme=f"theme {n}") for n in range(13)], LABELS, "stable")
        assert "Dots look alike again after 12 themes" in " ".join(figure._supxlabel.get_text().split())

    def test_the_caption_warns(self):
        said = stability_figure([steady()], LABELS, "stable", "合成文本")._supxlabel.get_text()
        assert "Stability is not validity" in said
        assert "合成文本" in said

    @pytest.mark.parametrize(
        "row",
        [steady(correlation=1.0, least_correlation=1.0), steady(auc=0.3), steady(least_correlation=-0.2)],
    )
    def test_dots_lie_inside_the_axes(self, row):
        (axis,) = stability_figure([row], LABELS, "stable").axes
        (left, right), (low, high) = axis.get_xlim(), axis.get_ylim()
        assert left <= row["least_correlation"] <= row["correlation"] < right
        assert low < row["auc"] - row["auc_sd"] < row["auc"] + row["auc_sd"] < high
