"""What a folder or a table holds becomes documents; what cannot be used is listed with its remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.corpus import Corpus, CorpusSource, Document, Unusable, read_corpus
from toolkit.errors import InvalidInput, Problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    (texts / "inner").mkdir(parents=True)
    (texts / "b.txt").write_text("The second text.", encoding="utf-8")
    (texts / "a.md").write_text("# The first text\n", encoding="utf-8")
    (texts / "inner" / "c.v2.txt").write_text("第三篇文章。", encoding="utf-8")
    return texts


def problems_of(source: CorpusSource | Path) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as caught:
        read_corpus(source)
    assert all(problem.place and problem.reason and problem.remedy for problem in caught.value.problems)
    return caught.value.problems


def the_problem(source: CorpusSource | Path) -> Problem:
    problems = problems_of(source)
    assert len(problems) == 1, problems
    return problems[0]


def ids(corpus: Corpus) -> list[str]:
    return [document.id for document in corpus]


# --- folders --------------------------------------------------------------------------------------------


def test_documents_are_named_by_their_path_and_stand_in_order(folder):
    assert ids(read_corpus(folder)) == ["a", "b", "inner/c.v2"]


def test_a_path_may_be_a_string(folder):
    assert read_corpus(str(folder)).digest == read_corpus(folder).digest


def test_relative_paths_start_at_the_base(folder):
    corpus = read_corpus(CorpusSource(path=Path("texts")), base=folder.parent)
    assert ids(corpus) == ["a", "b", "inner/c.v2"]


def test_one_file_is_a_corpus_of_one(folder):
    assert ids(read_corpus(folder / "b.txt")) == ["b"]


def test_endings_in_capitals_are_read_too(folder):
    (folder / "D.TXT").write_text("Written on Windows.", encoding="utf-8")
    assert "D" in ids(read_corpus(folder))


def test_include_and_exclude_choose_the_files(folder):
    assert ids(read_corpus(CorpusSource(path=folder, include="*.txt"))) == ["b"]
    assert ids(read_corpus(CorpusSource(path=folder, exclude=("inner/*", "*.md")))) == ["b"]


def test_the_digest_names_content_and_metadata(folder):
    before = read_corpus(folder).digest
    assert read_corpus(folder).digest == before
    assert read_corpus(CorpusSource(path=folder, language="en")).digest != before
    (folder / "b.txt").write_text("The second text!", encoding="utf-8")
    assert read_corpus(folder).digest != before


def test_the_notice_stays_with_the_corpus(folder):
    corpus = read_corpus(CorpusSource(path=folder, notice="Synthetic texts."))
    assert corpus.notice == "Synthetic texts."
    assert "Synthetic texts." in corpus._repr_html_()


# --- single bad files -----------------------------------------------------------------------------------

BAD_FILES = {
    "empty": (b"", "is empty"),
    "blank": (" \n\t\u3000\n".encode(), "is empty"),
    "binary": (b"\x00\x01\x02\x03" * 50, "binary"),
    "undecodable": (b"\xff\xfd\x81\x8d" * 50, "neither UTF-8"),
}


@pytest.mark.parametrize(("raw", "reason"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_listed_and_does_not_stop_the_others(folder, raw, reason):
    (folder / "bad.txt").write_bytes(raw)
    corpus = read_corpus(folder)
    assert ids(corpus) == ["a", "b", "inner/c.v2"]
    (bad,) = corpus.unusable
    assert bad.id == "bad"
    assert reason in bad.reason
    assert bad.remedy


def test_a_file_without_permission_is_listed(folder, monkeypatch):
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    corpus = read_corpus(folder)
    assert ids(corpus) == ["a", "inner/c.v2"]
    assert corpus.unusable[0].id == "b"
    assert "Permission denied" in corpus.unusable[0].reason
    assert "permissions" in corpus.unusable[0].remedy


def test_a_link_that_leads_nowhere_is_listed(folder):
    (folder / "gone.txt").symlink_to(folder / "never-written.txt")
    assert [bad.id for bad in read_corpus(folder).unusable] == ["gone"]


def test_a_file_name_that_is_no_utf_8_is_listed(folder):
    try:
        Path(
            str(folder).encode().decode() + "/" + b"\xb1\xa8\xb8\xe6.txt".decode("utf-8", "surrogateescape")
        ).touch()
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    corpus = read_corpus(folder)
    assert corpus.digest
    (bad,) = corpus.unusable
    assert "name" in bad.reason
    bad.id.encode("utf-8")


def test_where_every_file_is_bad_each_is_a_problem(tmp_path):
    (tmp_path / "one.txt").touch()
    (tmp_path / "two.txt").write_bytes(b"\x00" * 100)
    assert [problem.place for problem in problems_of(tmp_path)] == ["one", "two"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary())
def test_any_file_becomes_a_document_or_is_listed(folder, raw):
    (folder / "any.txt").write_bytes(raw)
    corpus = read_corpus(folder)
    assert sorted([*ids(corpus), *(bad.id for bad in corpus.unusable)]) == ["a", "any", "b", "inner/c.v2"]


# --- places and patterns --------------------------------------------------------------------------------


def test_a_missing_folder_is_named(tmp_path):
    problem = the_problem(tmp_path / "txets")
    assert problem.place.endswith("txets")
    assert "corpus.path" in problem.remedy


def test_an_empty_folder_says_what_was_looked_for(tmp_path):
    problem = the_problem(tmp_path)
    assert "**/*" in problem.reason
    assert ".txt" in problem.remedy


def test_an_unknown_ending_lists_the_known_ones(tmp_path):
    (tmp_path / "texts.cvs").write_text("doc,text\n", encoding="utf-8")
    problem = the_problem(tmp_path / "texts.cvs")
    assert "did you mean '.csv'" in problem.remedy
    assert ".jsonl" in problem.remedy


def test_two_files_of_one_name_are_a_problem(folder):
    (folder / "a.txt").write_text("Also called a.", encoding="utf-8")
    assert "two documents are called 'a'" in the_problem(folder).reason


@pytest.mark.parametrize("pattern", ["", "/absolute/*.txt"])
@pytest.mark.parametrize("setting", ["include", "exclude"])
def test_an_impossible_pattern_is_named(folder, setting, pattern):
    chosen = {"include": pattern} if setting == "include" else {"exclude": (pattern,)}
    assert the_problem(CorpusSource(path=folder, **chosen)).place == f"corpus.{setting}"


# --- metadata -------------------------------------------------------------------------------------------


@pytest.fixture
def described(folder: Path):
    def source(table: str | bytes, **settings: object) -> CorpusSource:
        path = folder.parent / "metadata.csv"
        path.write_bytes(table if isinstance(table, bytes) else table.encode("utf-8"))
        return CorpusSource(path=folder, metadata=path, **settings)

    return source


def test_metadata_are_joined_by_the_document(described):
    corpus = read_corpus(described("doc,language,date,genre\nb,en,2025-03,news\na,,,\n"))
    facts = {document.id: dict(document.metadata) for document in corpus}
    assert facts == {"a": {}, "b": {"language": "en", "date": "2025-03", "genre": "news"}, "inner/c.v2": {}}


def test_metadata_outrank_the_language_of_the_corpus(described):
    corpus = read_corpus(described("doc,language\nb,zh\n", language="en"))
    assert [document.language for document in corpus] == ["en", "zh", "en"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_metadata_saved_by_a_spreadsheet_are_read(described, encoding):
    table = "doc,title\r\nb,我们在这里说的是对外开放的问题\r\n".encode(encoding)
    assert read_corpus(described(table)).documents[1].metadata == {"title": "我们在这里说的是对外开放的问题"}


def test_a_row_that_ends_early_is_no_accident(described):
    assert "describes ''" in the_problem(described("language,doc\nzh\n")).reason


@pytest.mark.parametrize("date", ["2025", "2025-03", "2025-03-14", "2024-02-29"])
def test_a_date_may_be_a_year_a_month_or_a_day(described, date):
    assert read_corpus(described(f"doc,date\nb,{date}\n")).documents[1].metadata["date"] == date


WRONG_METADATA = {
    "a document that is not there": ("doc\nbb\n", "describes 'bb'", "did you mean 'b'"),
    "a document twice": ("doc,date\nb,2025\na,2025\nb,2024\n", "names 'b' again", "keep one"),
    "a date in words": ("doc,date\nb,March 2025\n", "date 'March 2025'", "2025-03-14"),
    "a date with slashes": ("doc,date\nb,2025/03/14\n", "date '2025/03/14'", "2025-03-14"),
    "a month that does not exist": ("doc,date\nb,2025-13\n", "date '2025-13'", "2025-03"),
    "a day that does not exist": ("doc,date\nb,2025-02-30\n", "date '2025-02-30'", "2025-03-14"),
    "an unknown role": ("doc,role\nb,translaton\n", "role 'translaton'", "did you mean 'translation'"),
    "no column doc": ("document,date\nb,2025\n", "no column 'doc'", "add one"),
    "an open quotation mark": ('doc,title\nb,"Open\na,Never closed\n', "is not CSV", "quotation mark"),
    "a binary file": (b"doc\x00\x01\x02\x00\x00\xff", "binary", "UTF-8"),
}


@pytest.mark.parametrize(("table", "reason", "remedy"), WRONG_METADATA.values(), ids=WRONG_METADATA.keys())
def test_wrong_metadata_are_one_problem_with_its_remedy(described, table, reason, remedy):
    problem = the_problem(described(table))
    assert reason in problem.reason
    assert remedy in problem.remedy


def test_a_row_named_twice_is_found_by_its_number(described):
    assert the_problem(described("doc\na\nb\na\n")).place.endswith("metadata.csv row 4")


def test_missing_metadata_are_named(folder):
    problem = the_problem(CorpusSource(path=folder, metadata=folder / "none.csv"))
    assert problem.place.endswith("none.csv")
    assert "corpus.metadata" in problem.remedy


def test_all_problems_are_told_at_once(described):
    problems = problems_of(described("doc,date,role\na,soon,author\nb,2025-3,\nz,,\n"))
    assert len(problems) == 4


def test_metadata_of_a_bad_file_are_no_problem(described, folder):
    (folder / "bad.txt").touch()
    assert [bad.id for bad in read_corpus(described("doc\nbad\n")).unusable] == ["bad"]


# --- tables ---------------------------------------------------------------------------------------------


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def test_a_csv_gives_one_document_a_row(tmp_path):
    path = write(tmp_path / "t.csv", 'doc,text,language\n2,"One,\nand two.",en\n1,第一,zh\n')
    assert list(read_corpus(path)) == [
        Document("1", "第一", {"language": "zh"}),
        Document("2", "One,\nand two.", {"language": "en"}),
    ]


def test_only_line_feeds_end_a_row(tmp_path):
    path = write(tmp_path / "t.csv", "doc,text\n1,one\u2028two\x0cthree\x85four\n2,five\n")
    assert [document.text for document in read_corpus(path)] == ["one\u2028two\x0cthree\x85four", "five"]


def test_columns_may_have_other_names(tmp_path):
    path = write(tmp_path / "t.csv", "title,body\nx,Some text.\n")
    corpus = read_corpus(CorpusSource(path=path, text_column="body", id_column="title"))
    assert list(corpus) == [Document("x", "Some text.")]


def test_a_csv_without_the_column_suggests_the_nearest(tmp_path):
    problem = the_problem(write(tmp_path / "t.csv", "doc,txet\n1,x\n"))
    assert problem.place.endswith("t.csv")
    assert "no column 'text'" in problem.reason
    assert "did you mean 'txet'" in problem.remedy
    assert "corpus.text_column" in problem.remedy


def test_a_csv_with_neither_column_has_two_problems(tmp_path):
    assert len(problems_of(write(tmp_path / "t.csv", "a,b\n1,x\n"))) == 2


def test_a_quotation_mark_that_never_closes_swallows_no_documents(tmp_path):
    problem = the_problem(write(tmp_path / "t.csv", 'doc,text\n1,"open\n2,two\n3,three\n'))
    assert "line 4" in problem.place
    assert "never closed" in problem.remedy


def test_rows_without_text_or_name_are_listed(tmp_path):
    path = write(tmp_path / "t.csv", "doc,text\n1,one\n2,  \n,three\n4\n")
    corpus = read_corpus(path)
    assert ids(corpus) == ["1"]
    assert {bad.id: bad.reason for bad in corpus.unusable} == {
        "2": "is empty",
        "4": "is empty",
        "t.csv row 4": "has no 'doc'",
    }


def test_a_json_line_gives_a_document_and_its_facts(tmp_path):
    rows = [{"doc": "x", "text": "One.\r\nTwo.", "language": "en", "year": 2025, "note": None}]
    path = write(tmp_path / "t.jsonl", "\n".join(map(json.dumps, rows)) + "\n\n")
    assert list(read_corpus(path)) == [Document("x", "One.\nTwo.", {"language": "en", "year": "2025"})]


def test_a_document_may_be_called_zero(tmp_path):
    path = write(tmp_path / "t.jsonl", '{"doc": 0, "text": "first"}\n{"doc": 1, "text": "second"}')
    assert ids(read_corpus(path)) == ["0", "1"]


def test_half_an_emoji_does_no_harm(tmp_path):
    corpus = read_corpus(
        write(tmp_path / "t.jsonl", r'{"doc": "a\udc00", "text": "cut \ud83d", "by": "\ud83d"}')
    )
    assert corpus.documents[0].text == "cut \ufffd"
    assert corpus.digest


BAD_LINES = {
    "no JSON": ("{doc: 1}", "is not JSON"),
    "cut off": ('{"doc": "1", "text": "abc', "is not JSON"),
    "a list": ('["1", "text"]', "lacks 'text' or 'doc'"),
    "no text": ('{"doc": "1"}', "lacks 'text' or 'doc'"),
    "no name": ('{"text": "abc"}', "lacks 'text' or 'doc'"),
    "an empty name": ('{"doc": " ", "text": "abc"}', "has no 'doc'"),
    "a null for a name": ('{"doc": null, "text": "abc"}', "has no 'doc'"),
    "an empty text": ('{"doc": "1", "text": ""}', "is empty"),
    "a null for a text": ('{"doc": "1", "text": null}', "is empty"),
    "a list for a text": ('{"doc": "1", "text": ["abc"]}', "holds no text, found list"),
    "brackets without end": ("[" * 100_000, "is not JSON"),
    "a number without end": ('{"doc": ' + "1" * 5000 + "}", "is not JSON"),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_listed_and_does_not_stop_the_others(tmp_path, line, reason):
    good = '{"doc": "good", "text": "Some text."}'
    corpus = read_corpus(write(tmp_path / "t.jsonl", f"{good}\n{line}\n"))
    assert ids(corpus) == ["good"]
    (bad,) = corpus.unusable
    assert bad.id in ("t.jsonl line 2", "1")
    assert reason in bad.reason
    assert bad.remedy


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_two_rows_of_one_name_are_a_problem(tmp_path, name):
    text = "doc,text\n1,x\n1,y\n" if name == "t.csv" else '{"doc": 1, "text": "x"}\n{"doc": 1, "text": "y"}'
    assert "two documents are called '1'" in the_problem(write(tmp_path / name, text)).reason


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.CSV"])
def test_a_table_that_cannot_be_read_is_one_problem(tmp_path, name, monkeypatch):
    problem = the_problem(write(tmp_path / name, b"\x00\x01\x00\x00\xff" * 20))
    assert "binary" in problem.reason

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "Permission denied" in the_problem(tmp_path / name).reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["t.csv", "t.jsonl"]), st.text() | st.binary())
def test_any_table_gives_a_corpus_or_problems(tmp_path, name, content):
    head = "doc,text\n" if name == "t.csv" else ""
    raw = content if isinstance(content, bytes) else (head + content).encode("utf-8", "replace")
    try:
        corpus = read_corpus(write(tmp_path / name, raw))
    except InvalidInput as refusal:
        assert refusal.problems
    else:
        assert all(isinstance(bad, Unusable) for bad in corpus.unusable)
        assert all(document.id and document.text.strip() for document in corpus)


def test_files_of_other_formats_are_listed_not_passed_over(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("开放合作。", "utf-8")
    (folder / "b.xyz").write_bytes(b"PK\x03\x04")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "c.csv").write_text("doc,text\n", "utf-8")
    (folder / "metadata.csv").write_text("doc,genre\na,news\n", "utf-8")
    (folder / ".hidden").write_text("x", "utf-8")
    source = CorpusSource(path=folder, metadata=folder / "metadata.csv")
    corpus = read_corpus(source)
    assert [document.id for document in corpus] == ["a"]
    assert {bad.id: bad.reason for bad in corpus.unusable} == {
        "b.xyz": "files ending in '.xyz' are not read",
        "old.doc": "is a Word document of the old kind",
        "c.csv": "is a table among texts",
    }
    excluding = source.model_copy(update={"exclude": ("*.xyz", "*.doc", "*.csv")})
    assert not read_corpus(excluding).unusable


def test_a_row_with_more_cells_than_the_header_is_listed_not_cut_short(tmp_path):
    table = tmp_path / "texts.csv"
    table.write_text("doc,text\na,One text.\nb,Another, with a comma.\nc,Blank cells behind it.,,\n", "utf-8")
    corpus = read_corpus(table)
    assert ids(corpus) == ["a", "c"]
    (bad,) = corpus.unusable
    assert bad == Unusable(
        "texts.csv row 3", "has more cells than the header", "quote texts that hold commas"
    )


def test_a_row_of_the_metadata_with_more_cells_than_the_header_is_a_problem(folder):
    table = folder / "metadata.csv"
    table.write_text("doc,title\na,Ports, and ships\nb,Ships\n", "utf-8")
    problem = the_problem(CorpusSource(path=folder, metadata=table))
    assert problem.place.endswith("row 2")
    assert problem.reason == "has more cells than the header"
