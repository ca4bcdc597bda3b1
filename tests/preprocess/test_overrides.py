"""A reviewer's labels go before the rules, and fit the lines that they were written for."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus import Corpus, Document, Unusable
from toolkit.errors import InvalidInput
from toolkit.preprocess import LABELS, Override, Preparation, UnitRules, prepare, read_overrides
from toolkit.preprocess.lines.labelling import WRAPPED, Line
from toolkit.preprocess.lines.overrides import REVIEWED, apply_overrides

EN = "Last winter the second terminal replaced its diesel tractors with battery trucks, and crane output rose at once."
OTHER = "The canteen of the harbour office still serves noodles at midnight, which the night shift values a great deal."
BUTTON = "Share this article"
DOCUMENTS = Corpus(
    (Document("a", f"{EN}\n{BUTTON}"), Document("b", OTHER)), (Unusable("c", "is empty", "!"),)
)


@pytest.fixture
def table(tmp_path):
    """Write a table of overrides; give its path."""

    def write(text, name="overrides.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def overridden(*rows, **more):
    return prepare(DOCUMENTS, Preparation(overrides=tuple(Override(**row) for row in rows), **more))


def refusal(action):
    with pytest.raises(InvalidInput) as caught:
        action()
    return [f"{problem.place}: {problem.reason} ({problem.remedy})" for problem in caught.value.problems]


# --- what an override does ------------------------------------------------------------------------------


def test_an_override_brings_a_dropped_line_back_and_says_so():
    before, after = prepare(DOCUMENTS), overridden({"doc": "a", "line": 1, "label": "content"})
    assert [unit.text for unit in before.units] == [EN, OTHER]
    assert [unit.text for unit in after.units] == [EN, BUTTON, OTHER]
    assert (after.lines[1].label, after.lines[1].reason) == ("content", REVIEWED)


def test_an_override_takes_a_line_out_with_the_reviewers_reason():
    after = overridden({"doc": "b", "line": 0, "label": "meta", "reason": "an advertisement"})
    assert after.documents == ("a",)
    assert after.lines[2].reason == f"{REVIEWED}: an advertisement"
    assert [bad.id for bad in after.unusable] == ["b", "c"]


def test_headings_may_be_made_and_used():
    rules = UnitRules(labels=("content", "heading"))
    after = overridden({"doc": "a", "line": 1, "label": "heading"}, units=rules)
    assert BUTTON in [unit.text for unit in after.units]


def test_an_override_of_a_document_that_could_not_be_read_is_no_fault():
    assert overridden({"doc": "c", "line": 0, "label": "content"}).digest == prepare(DOCUMENTS).digest


def test_confirming_a_line_that_goes_on_does_not_part_its_paragraph():
    line = Line("a", 0, "text", "text", "content", WRAPPED, "en")
    assert apply_overrides([line], [Override(doc="a", line=0, label="content")]) == ([line], [])


LINES = st.lists(st.builds(Line, st.just("a"), st.just(0), st.text(max_size=3), st.text(), st.sampled_from(LABELS), st.just("a rule"), st.none()), max_size=6)  # fmt: skip
ROWS = st.lists(st.builds(Override, doc=st.just("a"), line=st.integers(0, 7), label=st.sampled_from(LABELS), start=st.text(max_size=1)), max_size=6)  # fmt: skip


@settings(deadline=None)
@given(LINES, ROWS)
def test_every_override_changes_its_line_alone_or_is_a_problem(lines, rows):
    result, problems = apply_overrides(lines, rows)
    assert [(line.raw, line.text) for line in result] == [(line.raw, line.text) for line in lines]
    reviewed = {number for number, line in enumerate(result) if line.reason == REVIEWED}
    assert len(reviewed) + len(problems) == len(rows)
    assert all(result[number] == line for number, line in enumerate(lines) if number not in reviewed)
    wanted = {(row.line, row.label) for row in rows}
    assert all((number, result[number].label) in wanted for number in reviewed)


# --- what does not fit ----------------------------------------------------------------------------------


def test_everything_that_fits_no_line_is_told_at_once():
    rows = [
        {"doc": "aa", "line": 0, "label": "content"},
        {"doc": "a", "line": 2, "label": "content"},
        {"doc": "a", "line": 1, "label": "content", "start": "Last"},
        {"doc": "b", "line": 0, "label": "meta"},
        {"doc": "b", "line": 0, "label": "heading"},
    ]
    found = refusal(lambda: overridden(*rows))
    said = [
        "line 0 of 'aa': there is no such document (did you mean 'a'?",
        "line 2 of 'a': the document has 2 non-empty lines",
        "line 1 of 'a': the line begins “Share this article”, not “Last”",
        "line 0 of 'b': decides this line again",
    ]
    assert len(found) == 4
    for part in said:
        assert any(part in problem for problem in found)


def test_every_wrong_row_of_a_table_is_told_with_its_place(table):
    path = table("doc,line,label\na,x,content\n,1,meta\na,2,contnt\na,3,meta\na,3,content\na,4,meta,5\n")
    found = refusal(lambda: read_overrides(path))
    assert [problem.split(": ")[0].rsplit(" ", 1)[1] for problem in found] == ["2", "3", "4", "6", "7"]
    said = (
        "'x' is no number of a line",
        "names no document",
        "did you mean 'content'",
        "again",
        "more cells",
    )
    for problem, part in zip(found, said, strict=True):
        assert str(path) in problem
        assert part in problem


@pytest.mark.parametrize("number", ["-1", "1.0", "", "²", "9" * 5000])
def test_a_line_is_a_number_from_0(table, number):
    (found,) = refusal(lambda: read_overrides(table(f"doc,line,label\na,{number},meta\n")))
    assert "count non-empty lines from 0" in found


def test_a_table_that_is_none_is_one_message(table, tmp_path):
    assert "no column line and no column label" in refusal(lambda: read_overrides(table("doc,text\n")))[0]
    assert "no column doc" in refusal(lambda: read_overrides(table("")))[0]
    assert "no such file" in refusal(lambda: read_overrides(tmp_path / "none.csv"))[0]
    assert "is not CSV" in refusal(lambda: read_overrides(table('doc,line,label\n"a,1,meta\n')))[0]
    assert read_overrides(table("doc,line,label\n")) == ()


# --- tables as the toolkit writes them ------------------------------------------------------------------


def as_table(units):
    """Write lines as data/lines.csv holds them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("doc", "line", "label", "reason", "language", "start"))
    writer.writerows(
        (each.doc, each.number, each.label, each.reason, each.language, each.raw[:20]) for each in units.lines
    )
    return buffer.getvalue()


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda text: f"{EN}\n{text}\n{BUTTON}"))
def test_the_table_of_lines_is_a_table_of_overrides_that_changes_nothing(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("tables") / "lines.csv"
    documents = Corpus((Document("a", text), Document("b, the “other”", OTHER)))
    units = prepare(documents)
    path.write_bytes(as_table(units).encode("utf-8", "surrogatepass"))
    again = prepare(documents, Preparation(overrides=path))
    assert again.digest == units.digest
    assert [line.label for line in again.lines] == [line.label for line in units.lines]
    assert {line.reason for line in again.lines} == {REVIEWED}


def test_a_label_corrected_in_the_table_of_lines_needs_nothing_else(table):
    text = as_table(prepare(DOCUMENTS)).replace("a,1,boilerplate", "a,1,content")
    units = prepare(DOCUMENTS, Preparation(overrides=table(text)))
    assert [unit.text for unit in units.units] == [EN, BUTTON, OTHER]
    assert units.lines[1].reason == REVIEWED


def test_settings_hold_the_rows_not_the_place_of_the_table(table, tmp_path):
    text = "doc,line,label\na,1,content\n"
    one = Preparation(overrides=table(text, "one.csv")).read_files()
    other = Preparation(overrides="two.csv")
    table(text, "two.csv")
    assert other.read_files(tmp_path) == one
    assert one.overrides == (Override(doc="a", line=1, label="content"),)
    assert one.read_files(tmp_path / "elsewhere") == one
