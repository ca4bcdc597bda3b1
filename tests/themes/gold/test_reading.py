"""What coders send back: every form is read, every fault is told, nothing is lost in silence."""

import csv
import io
import json

import numpy as np
import pytest

from toolkit.errors import InvalidInput
from toolkit.preprocess import Line, TokenizedUnits, Unit
from toolkit.themes import CONSENSUS
from toolkit.themes.gold import SampleRules, draw_sample, read_codes, read_sample
from toolkit.themes.gold.values import value_of

NAN = np.nan
HEAD = ["unit", "coder", "openness", "self_reliance"]


@pytest.fixture
def write(tmp_path):
    """Write rows as CSV; give the path."""

    def make(rows, head=HEAD, name="codes.csv", separator=",", encoding="utf-8"):
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=separator, lineterminator="\n")
        writer.writerows([head, *rows])
        path = tmp_path / name
        path.write_bytes(buffer.getvalue().encode(encoding))
        return path

    return make


@pytest.fixture
def ids(units):
    return [unit.id for unit in units.units]


def told(paths, units, book, *more):
    with pytest.raises(InvalidInput) as error:
        read_codes(paths, units, book, *more)
    return str(error.value)


def test_codes_stand_beside_every_unit_of_the_corpus_in_its_order(write, units, book, ids):
    codes = read_codes([write([[ids[3], "bo", 1, 0], [ids[1], "anna", 0, ""]])], units, book)
    assert codes.unit_ids == tuple(ids)
    assert codes.coders == ("anna", "bo")
    np.testing.assert_array_equal(codes.ratings[:, [1, 3]], [[[0, NAN], [NAN, NAN]], [[NAN, NAN], [1, 0]]])
    assert np.isnan(codes.probability).all()
    assert "shares cannot be corrected" in codes.notes[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1", 1),
        ("1.0", 1),
        ("yes", 1),
        ("是", 1),
        ("X", 1),
        ("✓", 1),
        ("0", 0),
        ("No", 0),
        ("否", 0),
        ("0.0", 0),
    ],
)
def test_what_coders_write_for_present_and_absent(cell, value):
    assert value_of(f" {cell} ") == value


def test_an_empty_cell_is_not_coded_and_nonsense_is_nothing():
    assert np.isnan(value_of(""))
    assert value_of("2") is None
    assert value_of("maybe") is None


def test_the_long_form_is_read_too(write, units, book, ids):
    rows = [
        [ids[0], "anna", "openness", 1],
        [ids[0], "anna", "Self-reliance", 0],
        [ids[1], "anna", "openness", ""],
    ]
    codes = read_codes([write(rows, ["unit", "coder", "theme", "value"])], units, book)
    np.testing.assert_array_equal(codes.ratings[0, :2], [[1, 0], [NAN, NAN]])


def test_columns_may_be_called_by_labels_and_in_chinese(write, units, book, ids):
    path = write([[ids[0], "安娜", "是", "否"]], ["单元", "编码员", "开放", "自立自强"], encoding="gb18030")
    codes = read_codes([path], units, book)
    assert codes.coders == ("安娜",)
    np.testing.assert_array_equal(codes.ratings[0, 0], [1, 0])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_habits_of_spreadsheet_programs_do_no_harm(write, units, book, ids, separator, encoding):
    rows = [[ids[0], "anna", "1.0", "0"], ["", "", "", ""], [" ", "", "", ""]]
    path = write(rows, [*HEAD, "", ""], separator=separator, encoding=encoding)
    codes = read_codes([path], units, book)
    np.testing.assert_array_equal(codes.ratings[0, 0], [1, 0])


def test_a_sheet_without_a_column_of_coders_is_its_name(write, units, book, ids):
    path = write([[ids[0], 1, 0]], ["unit", "openness", "self_reliance"], name="bo.csv")
    assert read_codes([path], units, book).coders == ("bo",)


def test_all_faults_of_all_files_are_told_at_once_with_their_lines(write, units, book, ids):
    rows = [
        [ids[0], "anna", 1, 0],
        ["en-secret-0#99", "anna", 1, 0],
        [ids[2], "anna", 2, 0],
        [ids[0], "anna", 0, 0],
        [ids[3], "", 1, 0],
        ["", "anna", 1, 0],
        [ids[4], "anna", 1, 0, "more"],
    ]
    text = told(
        [write(rows), write([[ids[5], "anna", 1, 0]], name="other.csv").with_name("no.csv")], units, book
    )
    for wanted in (
        "line 3: the corpus has no unit 'en-secret-0#99'",
        "did you mean 'en-secret-0#9'",
        "line 4: cannot be read as codes: openness: '2'",
        "line 5: anna codes 'en-secret-0#0' again and says otherwise of 'openness'",
        "codes.csv line 2",
        "line 6: names no coder",
        "line 7: holds codes but names no unit",
        "line 8: has more cells than the header",
        "no.csv: there is no such file",
    ):
        assert wanted in text


def test_what_is_right_can_be_read_without_what_is_wrong_when_asked(write, units, book, ids):
    rows = [[ids[0], "anna", 1, 0], [ids[1], "anna", "huh", 0], [ids[2], "anna", 0, 0]]
    codes = read_codes([write(rows)], units, book, partial=True)
    np.testing.assert_array_equal(codes.ratings[0, :3], [[1, 0], [NAN, NAN], [0, 0]])
    assert any("Left out" in note and "line 3" in note for note in codes.notes)
    with pytest.raises(InvalidInput, match="huh"):
        read_codes([write(rows[1:2])], units, book, partial=True)


def test_the_same_codes_twice_are_one_and_contradictions_keep_the_first(write, units, book, ids):
    again = write([[ids[0], "anna", 1, ""]], name="again.csv")
    codes = read_codes([write([[ids[0], "anna", 1, 0]]), again], units, book)
    np.testing.assert_array_equal(codes.ratings[0, 0], [1, 0])
    other = write([[ids[0], "anna", 0, 0]], name="other.csv")
    kept = read_codes([write([[ids[0], "anna", 1, 0]]), other], units, book, partial=True)
    np.testing.assert_array_equal(kept.ratings[0, 0], [1, 0])


def test_themes_that_are_missing_or_unknown_are_told(write, units, book, ids):
    path = write([[ids[0], "anna", 1, 1]], ["unit", "coder", "openness", "self_relience"])
    text = told([path], units, book)
    assert "no column for the theme 'self_reliance'" in text
    assert "no theme 'self_relience', whose column holds codes" in text
    assert "did you mean 'self_reliance'" in text
    path = write([[ids[0], "anna", "opennes", 1]], ["unit", "coder", "theme", "value"])
    assert "did you mean 'openness'" in told([path], units, book)


def test_columns_of_ones_own_do_no_harm(write, units, book, ids):
    path = write([[ids[0], "anna", 1, 0, "on the train"]], [*HEAD, "where"])
    assert read_codes([path], units, book).coders == ("anna",)


def test_one_person_with_two_spellings_is_found_out(write, units, book, ids):
    path = write([[ids[0], "anna", 1, 0], [ids[1], "Anna", 1, 0]])
    assert "called 'Anna' here and 'anna' elsewhere" in told([path], units, book)
    assert read_codes([path], units, book, partial=True).coders == ("anna",)


def test_a_coder_who_never_wrote_0_has_left_cells_empty(write, units, book, ids):
    path = write([[unit, "anna", 1, ""] for unit in ids[:12]])
    assert "codes of anna: all 12 are 1, none is 0" in told([path], units, book)
    other = write([[ids[0], "bo", 1, 0]], name="other.csv")
    assert read_codes([path, other], units, book, partial=True).coders == ("bo",)


def test_a_file_without_units_is_told_with_its_columns(write, units, book):
    text = told([write([["x", 1]], ["text", "openness"])], units, book)
    assert "no column `unit`, nor `doc` and `line`; its columns: text, openness" in text
    assert "hold no code of any unit" in told([write([["", "", "", ""]], HEAD)], units, book)


def test_unsure_and_notes_become_remarks(write, units, book, ids):
    path = write([[ids[0], "anna", 1, 0, 1, "'=odd"]], [*HEAD, "unsure", "note"])
    assert read_codes([path], units, book).remarks == {ids[0]: ("anna: unsure; =odd",)}


def test_a_text_that_changed_beside_an_id_is_found_out(write, units, book, ids):
    path = write(
        [[ids[0], "anna", "another text", 1, 0]], ["unit", "coder", "text", "openness", "self_reliance"]
    )
    assert f"the text beside '{ids[0]}' is not the unit's" in told([path], units, book)


# ---- samples


def test_probabilities_and_strata_come_from_the_sample(write, units, book, sample):
    path = write([[unit.code, "anna", 1, 0] for unit in sample.sheet("anna")])
    codes = read_codes([path], units, book, sample)
    assert codes.has_probabilities
    for unit in sample.drawn:
        row = codes.unit_ids.index(unit.unit)
        assert codes.probability[row] == unit.probability
        assert codes.strata[row] == unit.stratum
    assert (~np.isnan(codes.probability)).sum() == 60
    assert "15 of 60 drawn units are not coded for every theme" in codes.notes[0]


def test_a_unit_that_was_not_drawn_and_a_coder_nobody_knows_are_told(write, units, book, sample, ids):
    drawn = {unit.unit for unit in sample.drawn}
    stranger = next(unit for unit in ids if unit not in drawn)
    path = write([[stranger, "anna", 1, 0], [sample.drawn[0].unit, "ana", 1, 0]])
    text = told([path], units, book, sample)
    assert f"'{stranger}' was not drawn for this sample" in text
    assert "the sample has no coder 'ana'" in text
    assert "did you mean 'anna'" in text
    settled = read_codes([write([[sample.drawn[0].unit, CONSENSUS, 1, 0]])], units, book, sample)
    assert settled.coders == (CONSENSUS,)


def test_a_text_that_changed_since_the_draw_is_found_out_whatever_the_unit_is_called(write, units_of, book):
    texts = {"a": ["They widen open cooperation", "Noodles", "Rain", "Snow"]}
    before, after = units_of(texts, {}), units_of({"a": ["They end open cooperation", *texts["a"][1:]]}, {})
    sample = draw_sample(before, book, SampleRules(units=4, coders=("anna",)))
    first = next(unit for unit in sample.drawn if unit.unit == "a#0")
    for name in (first.unit, first.code):
        text = told([write([[name, "anna", 1, 0]])], after, book, sample)
        assert "the text of 'a#0' is not the one that was drawn" in text
    gone = units_of({"a": ["x", "y", "z"], "b": ["v"]}, {})
    last = next(unit for unit in sample.drawn if unit.unit == "a#3")
    assert "'a#3' is not in the corpus any more" in told(
        [write([[last.code, "anna", 1, 0]])], gone, book, sample
    )
    assert "draw" in told(
        [write([["a#0", "anna", 1, 0]])], units_of({"a": ["Noodles"] * 9}, {}), book, sample
    )


def test_an_empty_row_of_a_changed_unit_takes_nothing_from_anybody(write, units, book, ids):
    path = write([[ids[0], "anna", 1, 0], ["gone#1", "anna", "", ""]])
    assert read_codes([path], units, book).coders == ("anna",)


def test_a_corpus_that_grew_has_other_probabilities(write, units_of, book):
    texts = {"a": ["They widen open cooperation", *(f"Noodles {n}" for n in range(39))]}
    sample = draw_sample(units_of(texts, {}), book, SampleRules(units=10, coders=("anna",)))
    path = write([[sample.drawn[0].unit, "anna", 1, 0]])
    little = units_of({**texts, "b": ["one more"]}, {})
    assert any("had 40 units" in note for note in read_codes([path], little, book, sample).notes)
    much = units_of({**texts, "b": ["one more"] * 10}, {})
    assert "had 40 units when the sample was drawn and has 50 now" in told([path], much, book, sample)
    unweighted = read_codes([path], much, book, sample, partial=True)
    assert not unweighted.has_probabilities
    assert any("Left out: sample" in note for note in unweighted.notes)
    assert not any("probabilities are those" in note for note in unweighted.notes)


# ---- by document and line


@pytest.fixture
def lined():
    """Two units of one document, the second of two lines, behind a headline."""
    texts = ["Headline", "They widen open cooperation", "A second line", "of one unit"]
    lines = tuple(
        Line("a", n, text, text, "content" if n else "heading", "", "en") for n, text in enumerate(texts)
    )
    units = (Unit("a#0", "a", "en", 1, 1, texts[1]), Unit("a#1", "a", "en", 2, 3, " ".join(texts[2:])))
    return TokenizedUnits(units, ((), ()), lines, (), {"a": {"language": "en"}})


def record(line, themes, borderline=(), **more):
    return {
        "file": "a.txt",
        "paragraph_index": line,
        "label": "content",
        "themes": list(themes),
        "borderline": list(borderline),
        **more,
    }


def write_records(folder, records):
    path = folder / "truth.json"
    path.write_text(json.dumps(records), "utf-8")
    return path


def test_records_by_document_and_line(lined, book, tmp_path):
    records = [
        record(0, [], label="heading"),
        record(1, ["openness"], start="They widen"),
        record(2, [], ["openness"]),
        record(3, ["self_reliance"]),
        record(9, []),
    ]
    codes = read_codes([write_records(tmp_path, records)], lined, book)
    assert codes.coders == ("truth",)
    np.testing.assert_array_equal(codes.value, [[1, 0], [NAN, 1]])
    assert any("1 coded lines are in no unit" in note and "line 9 of a" in note for note in codes.notes)


def test_a_theme_of_one_line_settles_the_doubt_of_another(lined, book, tmp_path):
    records = [record(2, [], ["openness"]), record(3, ["openness"])]
    codes = read_codes([write_records(tmp_path, records)], lined, book)
    np.testing.assert_array_equal(codes.value[1], [1, 0])


def test_faults_of_records_are_told(lined, book, tmp_path):
    records = [
        record(1, ["opennes"]),
        record(1, [], start="Another beginning"),
        {**record(1, []), "file": "b.txt"},
        {**record(1, []), "themes": "openness"},
    ]
    text = told([write_records(tmp_path, records)], lined, book)
    for wanted in (
        "record 1: the codebook has no theme 'opennes'",
        "record 2: line 1 of 'a' begins “They widen open coop”",
        "record 3: the corpus has no document 'b.txt'",
        "record 4: lacks",
    ):
        assert wanted in text
    (tmp_path / "truth.json").write_text("{", "utf-8")
    assert "is not JSON" in told([tmp_path / "truth.json"], lined, book)


def test_lines_in_a_csv(lined, book, write):
    path = write([["a", "1", "anna", "1", "0"]], ["doc", "line", "coder", "openness", "self_reliance"])
    np.testing.assert_array_equal(read_codes([path], lined, book).value[0], [1, 0])


def test_the_codes_of_the_example_are_read_without_a_fault(technology_trade):
    from toolkit.themes.gold import read_sample

    folder, codebook = technology_trade.folder, technology_trade.codebook
    sample = read_sample(folder / "sample.csv")
    codes = read_codes([folder / "codes.csv"], technology_trade.features.units, codebook, sample)
    assert codes.coders == ("anna", "bo", CONSENSUS)
    assert codes.has_probabilities
    truth = read_codes([folder / "truth.json"], technology_trade.features.units, codebook)
    both = ~np.isnan(codes.value) & ~np.isnan(truth.value)
    assert both.any(axis=1).sum() == 240
    assert (codes.value[both] == truth.value[both]).mean() > 0.995


@pytest.mark.parametrize("head", ['{"units": "many"}', "[1, 2]", '{"units": -3}'])
def test_a_head_of_a_sample_that_was_edited_is_told(tmp_path, head):
    (tmp_path / "sample.csv").write_text("unit,probability,text_hash\nd#0,0.5,abc\n", "utf-8")
    (tmp_path / "sample.json").write_text(head, "utf-8")
    with pytest.raises(InvalidInput, match=r"sample\.json: says nothing of how many units"):
        read_sample(tmp_path / "sample.csv")
