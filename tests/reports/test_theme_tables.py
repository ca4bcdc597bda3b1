"""The tables of the answer: what is an interval, what is only a range, and who is counted."""

import pandas as pd
import pytest

from toolkit.corpus import Unusable
from toolkit.preprocess import Line, TokenizedUnits, Unit
from toolkit.reports import Stamp, contrasts_table, corpus_table, prevalence_table

STAMP = Stamp("s", 3, 9, "paragraph", "book 1 (abc)", "def")
ROW = {
    "instrument": "dictionary",
    "theme": "openness",
    "by": "language",
    "group": "zh",
    "estimate": 1 / 3,
    "low": 0.2,
    "high": 0.45,
    "interval": "cluster bootstrap-t",
    "claim": "usual",
    "documents": 14,
    "clusters": 14,
    "units": 99,
    "pooled": 0.3,
    "deff": 1.2,
}


def shown(**changes):
    return prevalence_table([ROW | changes], STAMP, {"openness": "开放"}, "dictionary").shown.iloc[0]


def test_an_interval_stands_in_square_brackets():
    assert shown()["dictionary"] == "0.33 [0.20, 0.45]"


def test_a_range_of_documents_does_not_look_like_an_interval():
    assert shown(interval="range of the documents")["dictionary"] == "0.33 (0.20–0.45)"


def test_documents_that_render_each_other_are_counted_as_clusters_too():
    assert shown()["documents"] == "14"
    assert shown(clusters=11)["documents"] == "14 (11 clusters)"


def test_a_group_is_named_with_its_grouping_and_never_by_a_themes_label():
    row = shown(group="openness", by="genre")
    assert (row["theme"], row["by"], row["group"]) == ("开放", "genre", "openness")


def test_no_groups_to_compare_is_said():
    table = contrasts_table([], STAMP, {}, "dictionary")
    assert "no two groups" in table.to_markdown()


@pytest.fixture
def units():
    facts = {"a": {"language": "zh", "party": "红"}}
    line = Line("b", 0, "分享到微信", "分享到微信", "boilerplate", "share buttons", "zh")
    return TokenizedUnits(
        (Unit("a#0", "a", "zh", 0, 0, "开放"),),
        (("开放",),),
        (line,),
        (Unusable("b", "has no line", "look"),),
        facts,
    )


def test_the_corpus_table_keeps_every_column_of_the_metadata_and_every_document(units):
    table = corpus_table(units, STAMP)
    assert list(table.rows["doc"]) == ["a", "b"]
    assert list(table.rows["party"]) == ["红", ""]
    assert table.rows.set_index("doc").loc["b", "boilerplate"] == 1
    assert "party" not in table.shown
    assert isinstance(table.rows, pd.DataFrame)


CORRECTED = {
    "corrected": 0.3, "corrected_low": 0.2, "corrected_high": 0.4,
    "correction": "corrected: documents like these", "coded": 120,
}  # fmt: skip


def test_without_codes_the_table_says_that_nothing_is_corrected():
    table = prevalence_table([ROW], STAMP, {}, "dictionary")
    assert "Measured, not corrected: no units were coded by people." in table.note
    assert not any("corrected" in name for name in table.shown)


def test_corrected_shares_stand_beside_the_measured_ones_with_the_number_of_coded_units():
    row = shown(**CORRECTED)
    assert row["dictionary, corrected"] == "0.30 [0.20, 0.40]"
    assert row["coded"] == "120"


def test_what_cannot_be_corrected_says_why_in_the_csv():
    why = "not corrected: 3 of 60 en units coded, 20 needed"
    nothing = dict.fromkeys(("corrected", "corrected_low", "corrected_high"), float("nan"))
    table = prevalence_table([ROW | CORRECTED | nothing | {"correction": why}], STAMP, {}, "dictionary")
    assert table.shown["dictionary, corrected"].iloc[0] == "–"
    assert why in table.to_csv()
    assert "the reason where nothing is corrected" in table.note
