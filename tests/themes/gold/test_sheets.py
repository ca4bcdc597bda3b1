"""What coders get: the same in every form, and nothing that gives a result away."""

import csv
import io
import time
import zipfile

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from toolkit.themes import CONSENSUS, Codes
from toolkit.themes.gold import (
    SampleRules,
    coding_page,
    consensus_rows,
    draw_sample,
    read_codes,
    sheet_rows,
    to_csv,
    to_xlsx,
    write_sheets,
)
from toolkit.themes.gold.words import LANGUAGES, WORDS, instructions

NAN = np.nan


@pytest.fixture
def rows(sample, units, book):
    return sheet_rows(sample, units, book, "anna")


def test_a_sheet_has_the_text_of_each_unit_and_empty_cells(rows, sample, units, book):
    texts = {unit.id: unit.text for unit in units.units}
    assert [row["text"] for row in rows] == [texts[unit.unit] for unit in sample.sheet("anna")]
    assert all(row[theme] == "" for row in rows for theme in book.theme_ids)
    assert {row["coder"] for row in rows} == {"anna"}


def test_no_form_of_a_sheet_names_documents_groups_or_results(rows, sample, units, book):
    book_bytes = to_xlsx(rows, book, "title")
    with zipfile.ZipFile(io.BytesIO(book_bytes)) as archive:
        spreadsheet = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    page = coding_page(sample, units, book, "anna")
    for content in (to_csv(rows, book.theme_ids), spreadsheet, page):
        for word in ("secret", "party", "dictionary", "several themes", "no theme", "probability"):
            assert word not in content


def test_a_csv_opens_in_excel_with_its_characters_and_without_formulas(rows, book):
    hostile = [{**rows[0], "text": '=HYPERLINK("x")', "note": "-1"}, *rows[1:]]
    text = to_csv(hostile, book.theme_ids)
    assert text.startswith("\ufeff")
    first = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert first["text"] == '\'=HYPERLINK("x")'
    assert first["note"] == "'-1"


def test_a_spreadsheet_offers_0_and_1_keeps_its_header_and_holds_no_formula(rows, book):
    hostile = [{**rows[0], "text": "=1+1"}, *rows[1:]]
    with zipfile.ZipFile(io.BytesIO(to_xlsx(hostile, book, "title"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert sheet.count('type="list"') == 3
    assert '"0,1"' in sheet.replace("&quot;", '"')
    assert 'state="frozen"' in sheet
    assert "<f>" not in sheet


def test_a_spreadsheet_tells_coders_how_in_both_languages(rows, book):
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(rows, book, "title")))
    assert workbook.sheet_names == ["codes", "How to code", "如何编码"]
    for language, name in zip(LANGUAGES, workbook.sheet_names[1:], strict=True):
        cells = [cell for row in workbook.get_sheet_by_name(name).to_python() for cell in row]
        assert set(instructions(book, language)) <= set(cells)
        assert {"Two <countries> & a project.", "joint ventures", "open source"} <= set(cells)


def test_a_text_longer_than_a_cell_is_cut_where_everybody_sees_it(rows, book):
    vast = [{**rows[0], "text": "x" * 40_000}, *rows[1:]]
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(vast, book, "title")))
    text = workbook.get_sheet_by_name("codes").to_python()[1][3]
    assert len(text) <= 32_767
    assert text.endswith(" […]")


def test_the_same_rows_give_the_same_spreadsheet_at_any_time(rows, book):
    first = to_xlsx(rows, book, "title")
    time.sleep(2.1)  # times in archives are kept to two seconds
    assert to_xlsx(rows, book, "title") == first


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filled_sheet_is_read_back_as_it_was_filled(kind, sample, units, book, tmp_path):
    random = np.random.default_rng(0)
    for coder in sample.coders:
        rows = [
            {**row, **{theme: int(random.random() < 0.4) for theme in book.theme_ids}, "note": "=so"}
            for row in sheet_rows(sample, units, book, coder)
        ]
        path = tmp_path / f"{coder}.{kind}"
        if kind == "csv":
            path.write_text(to_csv(rows, book.theme_ids), "utf-8")
        else:
            path.write_bytes(to_xlsx(rows, book, "title"))
        codes = read_codes([path], units, book)
        number = {unit.unit: codes.unit_ids.index(unit.unit) for unit in sample.drawn}
        wanted = [[row[theme] for theme in book.theme_ids] for row in rows]
        places = [number[unit.unit] for unit in sample.sheet(coder)]
        np.testing.assert_array_equal(codes.ratings[0, places], wanted)
        assert np.isnan(codes.ratings).any(axis=(0, 2)).sum() == len(units) - len(rows)
        assert codes.remarks[sample.sheet(coder)[0].unit] == (f"{coder}: =so",)


def test_the_consensus_sheet_is_empty_where_coders_differ_and_settles_what_is_filled_in(
    units, book, tmp_path
):
    ids = tuple(unit.id for unit in units.units)
    texts = [unit.text for unit in units.units]
    ratings = np.full((2, len(ids), 2), NAN)
    ratings[:, :3] = [[[1, 0], [1, 1], [0, 0]], [[1, 0], [0, 1], [0, 1]]]
    codes = Codes(book.theme_ids, ids, ("anna", "bo"), ratings, np.full(len(ids), NAN))
    first, second = consensus_rows(codes, units)
    assert (first["text"], first["openness"], first["self_reliance"]) == (texts[1], "", 1)
    assert first["said"] == "openness: anna 1, bo 0"
    assert (second["text"], second["openness"], second["self_reliance"]) == (texts[2], 0, "")
    path = tmp_path / "consensus.csv"
    path.write_text(to_csv([{**first, "openness": 1}, second], book.theme_ids), "utf-8")
    settled = read_codes([path], units, book)
    assert settled.coders == (CONSENSUS,)
    np.testing.assert_array_equal(settled.value[1:3], [[1, 1], [0, NAN]])


def test_three_forms_of_every_sheet_are_written(sample, units, book, tmp_path):
    written = write_sheets(tmp_path, sample, units, book)
    assert [path.name for path in written] == [
        f"codes-{coder}.{kind}" for coder in ("anna", "bo") for kind in ("csv", "xlsx", "html")
    ]


def test_every_word_is_there_in_both_languages():
    assert set(WORDS["en"]) == set(WORDS["zh"])


def test_a_text_of_another_author_cannot_break_out_of_the_page(units_of, book):
    text = 'open cooperation </script><img src=x onerror="alert(1)"> <!--'
    units = units_of({"a": [text, "plain", "words", "here"]}, {})
    sample = draw_sample(units, book, SampleRules(units=4, coders=("anna",)))
    page = coding_page(sample, units, book, "anna", "<title>")
    assert "<img" not in page
    assert page.count("</script>") == 2
    assert "<title><title>" not in page
