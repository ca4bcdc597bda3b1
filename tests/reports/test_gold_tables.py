"""Tables of human codes: what is a number, what is said instead of one."""

import pytest

from toolkit.reports import Stamp
from toolkit.reports.gold_tables import human_machine_table, plan_table, reliability_table

STAMP = Stamp("s", 3, 9, "paragraph", "book 1 (abc)", "def")
NAN = float("nan")
LABELS = {"openness": "开放 Openness"}

RELIABILITY = {
    "theme": "openness", "language": "zh", "alpha": 0.8123, "low": 0.71, "high": 0.9, "agreement": 0.934,
    "coders": 2, "units": 120, "twice": 60, "positives": 17, "documents": 28, "clusters": 28,
    "reading": "reliable",
}  # fmt: skip

MACHINE = {
    "instrument": "dictionary", "theme": "openness", "language": "zh",
    "precision": 0.95, "precision_low": 0.8, "precision_high": 1.0,
    "recall": 0.7, "recall_low": 0.5, "recall_high": 0.8,
    "specificity": 0.99, "specificity_low": 0.9, "specificity_high": 1.0,
    "kappa": 0.72, "kappa_low": 0.6, "kappa_high": 0.8, "auc": 0.83, "auc_low": 0.7, "auc_high": 0.9,
    "units": 118, "positives": 33, "negatives": 85, "found": 24, "documents": 28, "clusters": 28,
    "is_weighted": True, "reading": "",
}  # fmt: skip
EMPTY = {
    name: NAN for name in MACHINE if name.startswith(("precision", "recall", "specificity", "kappa", "auc"))
}

PLAN = {
    "theme": "openness", "language": "zh", "units": 301, "found": 57, "sensitivity": 0.7,
    "specificity": 0.95, "expected_share": 0.216, "coded": 120, "coded_in_language": 60, "width": 0.138,
    "is_answer": False,
}  # fmt: skip


def test_alpha_stands_with_its_interval_and_what_it_rests_on():
    row = reliability_table([RELIABILITY], STAMP, LABELS).shown.iloc[0]
    assert (row["alpha [95 %]"], row["agreement"]) == ("0.81 [0.71, 0.90]", "93 %")
    assert (row["theme"], row["coded twice"], row["positives"]) == ("开放 Openness", "60", "17")


def test_alpha_that_is_not_there_is_a_dash_and_the_reason_a_word():
    missing = {"alpha": NAN, "low": NAN, "high": NAN, "agreement": NAN, "twice": 0}
    reading = "not done: no unit was coded twice"
    row = reliability_table([RELIABILITY | missing | {"reading": reading}], STAMP).shown.iloc[0]
    assert (row["alpha [95 %]"], row["agreement"], row["reading"]) == ("–", "–", reading)
    assert row["theme"] == "openness"


def test_instruments_are_shown_by_theme_and_language_and_all_together_in_the_csv():
    rows = [
        MACHINE | {"language": language, "instrument": name}
        for name in "ab"
        for language in ("all", "en", "zh")
    ]
    table = human_machine_table(rows, STAMP, LABELS)
    assert list(zip(table.shown["language"], table.shown["instrument"], strict=True)) == [
        ("en", "a"), ("en", "b"), ("zh", "a"), ("zh", "b"),
    ]  # fmt: skip
    assert set(table.rows["language"]) == {"all", "en", "zh"}
    assert table.shown.iloc[0]["precision"] == "0.95 [0.80, 1.00]"
    assert "reading" not in table.shown
    assert "kappa_low" in table.to_csv()


def test_one_language_is_shown_as_it_is():
    assert len(human_machine_table([MACHINE], STAMP).shown) == 1


def test_what_is_not_enough_is_said():
    rows = [MACHINE, MACHINE | EMPTY | {"instrument": "b", "reading": "not enough: 4 positives"}]
    shown = human_machine_table(rows, STAMP).shown
    assert list(shown.iloc[1][["precision", "AUC", "reading"]]) == ["–", "–", "not enough: 4 positives"]


@pytest.mark.parametrize(("weighted", "said"), [(True, "the whole corpus"), (False, "is not recorded")])
def test_the_note_tells_whether_units_are_weighted(weighted, said):
    assert said in human_machine_table([MACHINE | {"is_weighted": weighted}], STAMP).note


def test_the_note_names_the_half_that_weighted_units_stand_for():
    note = human_machine_table([MACHINE], STAMP, half="estimation").note
    assert "measures speak of the estimation half." in note


def test_a_plan_has_a_column_for_each_total_and_marks_the_answer():
    rows = [PLAN, PLAN | {"coded": 197, "width": 0.0998, "is_answer": True}]
    shown = plan_table(rows, STAMP, LABELS).shown
    assert list(shown.columns[-2:]) == ["120 coded", "197 coded ←"]
    assert list(shown.iloc[0])[-2:] == ["0.14", "0.10"]
