"""Tables of any kind give the same documents; metadata tables too; samples can be drawn again."""

from __future__ import annotations

import importlib.util
import io
from datetime import date
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from toolkit.corpus import COLUMNS, CorpusSource, read_corpus
from toolkit.corpus.formats.cells import cell_text
from toolkit.corpus.sampling import draw_sample
from toolkit.errors import InvalidInput

_spec = importlib.util.spec_from_file_location("pages", Path(__file__).parent / "pages.py")
pages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pages)


def xlsx(rows: list[list[str]], more: str = "") -> bytes:
    """Write a spreadsheet; cells are the XML of a cell's inside."""
    data = "".join(
        f'<row r="{number}">{"".join(_cell(number, place, cell) for place, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return pages.packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships {links}><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Texts" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships {links}><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/styles.xml": f'<styleSheet {main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{data}{more}</sheetData></worksheet>",
        }
    )


def _cell(row: int, column: int, value: str) -> str:
    address = f'r="{chr(65 + column)}{row}"'
    if value.startswith("<"):
        return f"<c {address}{' s=' + chr(34) + '1' + chr(34) if 'date' in value else ''}>{value.replace('<date/>', '')}</c>"
    return f'<c {address} t="inlineStr"><is><t>{value}</t></is></c>'


def write_parquet() -> bytes:
    table = pyarrow.table({"doc": ["x"], "text": ["第一。"], "date": [date(2025, 3, 14)], "year": [2025.0]})
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    return buffer.getvalue()


TABLES = {
    "t.csv": "doc,text,date,year\nx,第一。,2025-03-14,2025\n".encode(),
    "semicolons.csv": "doc;text;date;year\nx;第一。;2025-03-14;2025\n".encode("utf-8-sig"),
    "t.tsv": "doc\ttext\tdate\tyear\nx\t第一。\t2025-03-14\t2025\n".encode("utf-16"),
    "t.jsonl": '{"doc": "x", "text": "第一。", "date": "2025-03-14", "year": 2025}'.encode(),
    "t.parquet": write_parquet(),
    "t.xlsx": xlsx(
        [["doc", "text", "date", "year"], ["x", "第一。", "<date/><v>45730</v>", "<f>2000+25</f><v>2025</v>"]]
    ),
}


@pytest.fixture(params=TABLES, ids=TABLES.keys())
def table(request, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    path.write_bytes(TABLES[request.param])
    return path


def test_every_kind_of_table_gives_the_same_document(table):
    (document,) = read_corpus(table)
    assert (document.id, document.text) == ("x", "第一。")
    assert document.metadata == {"date": "2025-03-14", "year": "2025"}


def test_rows_may_be_named_by_their_number(table):
    (document,) = read_corpus(CorpusSource(path=table, id_column=None))
    assert document.id in (f"{table.stem}-2", f"{table.stem}-1")
    assert document.metadata["doc"] == "x"


def test_every_kind_of_table_can_hold_the_metadata(table):
    folder = table.parent / "texts"
    folder.mkdir()
    (folder / "x.txt").write_text("Text.", "utf-8")
    (document,) = read_corpus(CorpusSource(path=folder, metadata=table))
    assert document.metadata["date"] == "2025-03-14"


@pytest.mark.parametrize("name", list(TABLES))
def test_a_damaged_table_is_one_problem(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\x00\x01\x02" + TABLES[name][: len(TABLES[name]) // 2])
    with pytest.raises(InvalidInput):
        read_corpus(path)


def test_an_unknown_sheet_lists_the_known(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(TABLES["t.xlsx"])
    assert len(read_corpus(CorpusSource(path=path, sheet="Texts"))) == 1
    with pytest.raises(InvalidInput, match="did you mean 'Texts'"):
        read_corpus(CorpusSource(path=path, sheet="Text"))


def test_a_sheet_with_a_cell_far_out_is_refused(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx([["doc", "text"]], '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    with pytest.raises(InvalidInput, match="1048576 rows and 16384 columns"):
        read_corpus(path)


def test_two_columns_of_one_name_are_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("doc,text,text\n1,a,b\n", "utf-8")
    with pytest.raises(InvalidInput, match="two columns called 'text'"):
        read_corpus(path)


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.datetimes() | st.times())
def test_any_cell_can_be_written(value):
    assert isinstance(cell_text(value), str)


WRONG = {
    "language": "English",
    "date": "14.3.2025",
    "url": "www.example.org",
    "shareable": "maybe",
    "role": "copy",
    "original": "half",
}


def test_every_wrong_value_is_told_at_once_with_its_remedy(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"doc,text,{','.join(WRONG)}\nx,Text.,{','.join(WRONG.values())}\n", "utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_corpus(path)
    assert {problem.reason.split()[0] for problem in caught.value.problems} == set(WRONG)
    assert all(problem.remedy for problem in caught.value.problems)


def test_right_values_and_group_variables_pass(tmp_path):
    path = tmp_path / "t.csv"
    right = {
        "language": "mixed",
        "date": "2025",
        "url": "https://a.example/b",
        "shareable": "no",
        "house": "Lords!",
    }
    path.write_text(f"doc,text,{','.join(right)}\nx,Text.,{','.join(right.values())}\n", "utf-8")
    (document,) = read_corpus(path)
    assert document.metadata == right


def test_the_schema_can_be_printed():
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.values and column.meaning for column in COLUMNS)


# --- samples --------------------------------------------------------------------------------------------

NAMES = {f"d{number}": {"language": "zh" if number % 4 else "en"} for number in range(200)}


def test_a_sample_has_its_size_and_is_drawn_again():
    drawn = draw_sample(NAMES, 20, seed=1)
    assert len(drawn) == 20
    assert drawn == draw_sample(dict(reversed(NAMES.items())), 20, seed=1)
    assert drawn != draw_sample(NAMES, 20, seed=2)


def test_a_sample_keeps_most_of_itself_when_documents_are_added():
    more = NAMES | {f"new{number}": {} for number in range(20)}
    assert len(draw_sample(NAMES, 50) & draw_sample(more, 50)) >= 40


def test_strata_have_equal_parts():
    drawn = draw_sample(NAMES, 40, stratify_by="language")
    assert sum(NAMES[name]["language"] == "en" for name in drawn) == 20


def test_pairs_are_drawn_together():
    paired = {f"{side}{number}": {"pair": str(number)} for side in "ab" for number in range(50)}
    drawn = draw_sample(paired, 20)
    assert len(drawn) == 20
    assert {name[1:] for name in drawn if name[0] == "a"} == {name[1:] for name in drawn if name[0] == "b"}


def test_only_the_sample_is_read(tmp_path, monkeypatch):
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text("Text.", "utf-8")
    read = []
    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or original(path))
    assert len(read_corpus(CorpusSource(path=tmp_path, sample=5))) == len(read) == 5


def test_a_stratum_that_no_document_has_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("Text.", "utf-8")
    with pytest.raises(InvalidInput, match="no document has 'genre'"):
        read_corpus(CorpusSource(path=tmp_path, sample=1, stratify_by="genre"))
