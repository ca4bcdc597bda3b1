"""Tables of robustness say their n, read well, and keep every row in the CSV."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.models import TopicSolution
from toolkit.reports.robustness_tables import (
    keywords_table,
    robustness_table,
    stability_table,
    term_sensitivity_table,
    topics_themes_table,
)
from toolkit.reports.stamp import Stamp
from toolkit.themes import Codebook, Dictionary
from toolkit.themes.comparison import Comparison
from toolkit.themes.robustness import estimates_over_runs, stability
from toolkit.themes.sensitivity import dictionary_without_terms, drop_one_term
from toolkit.themes.topics_of_themes import keyword_prevalence, topics_of_themes

STAMP = Stamp("tiny · run 1", 6, 36, "paragraph", "tiny 1", "abc")
LABELS = {"shipping": "航运 Shipping"}
THEMES = {
    "farming": {"terms": {"zh": ["水稻", "小麦", "玉米"], "en": ["wheat", "rice", "maize"]}},
    "shipping": {"terms": {"zh": ["港口", "船舶", "码头"], "en": ["port", "vessel", "dock"]}},
}


@pytest.fixture(scope="module")
def codebook():
    head = {"format": "theme-codebook/0", "id": "tiny", "version": "1", "languages": ["zh", "en"]}
    themes = [{"id": name, "label": {}, "definition": {}, **rest} for name, rest in THEMES.items()]
    return Codebook.model_validate({**head, "themes": themes})


@pytest.fixture(scope="module")
def reading(small_features, codebook):
    return Dictionary().score(small_features, codebook)


@pytest.fixture(scope="module")
def tables(small_features, codebook, reading):
    compared = Comparison(by=("language",))
    units = small_features.units
    weights = np.ones((2, len(small_features.terms)))
    shares = np.full((len(units), 2), 0.5)
    solution = TopicSolution("lda", small_features.unit_ids, small_features.terms, weights, shares)
    without = dictionary_without_terms(small_features, codebook, reading)
    return {
        "robustness": robustness_table(estimates_over_runs(units, [reading] * 3, compared), STAMP, LABELS),
        "stability": stability_table(stability([reading] * 3, ("zh", "en")), STAMP, LABELS),
        "term_sensitivity": term_sensitivity_table(
            drop_one_term(units, reading, without, compared), STAMP, LABELS
        ),
        "topics_themes": topics_themes_table(
            topics_of_themes([solution], small_features, codebook, [reading]), [solution], STAMP, LABELS
        ),
        "keywords": keywords_table(keyword_prevalence(small_features, codebook), STAMP, LABELS),
    }


NAMES = ("robustness", "stability", "term_sensitivity", "topics_themes", "keywords")


@pytest.mark.parametrize("name", NAMES)
def test_every_table_says_its_n_and_names_themes_by_their_labels(tables, name):
    table = tables[name]
    assert table.name == name
    assert "n = 6 documents, 36 units" in table.note
    assert "航运 Shipping" in table.to_markdown()
    assert "shipping" in table.to_csv()
    for rendering in (table.to_html(), table.to_latex()):
        assert table.caption in rendering


def test_runs_are_counted(tables):
    assert "Runs: dictionary 3." in tables["robustness"].note
    assert "No human codes" in tables["stability"].note


def test_only_terms_that_move_something_are_shown(tables):
    table = tables["term_sensitivity"]
    assert len(table.shown) <= 10
    assert (table.display["change"] != 0).all()
    assert table.display["without"].is_unique


def test_themes_without_a_topic_are_named_and_residual_topics_counted(tables):
    table = tables["topics_themes"]
    assert set(table.display["topic"]) >= {"none"}
    assert "lda" in table.note.partition("about no theme:")[2]


@pytest.mark.parametrize("make", [robustness_table, stability_table, term_sensitivity_table])
def test_nothing_to_show_is_said(make):
    assert make([], STAMP, LABELS).note.endswith(".")
    assert make([], STAMP, LABELS).rows.empty
