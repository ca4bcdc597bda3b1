"""Folders of any mixture, archives, links, limits: the good is read, the rest is listed with its remedy."""

from __future__ import annotations

import importlib.util
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from toolkit.corpus import CorpusSource, Document, Unusable, read_corpus, read_documents
from toolkit.corpus import limits as file_limits
from toolkit.corpus.places import chosen
from toolkit.corpus.readers import TEXTS
from toolkit.errors import InvalidInput

_spec = importlib.util.spec_from_file_location("pages", Path(__file__).parent / "pages.py")
pages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pages)


def reasons(place: Path, **chosen: object) -> dict[str, str]:
    return {bad.id: bad.reason for bad in read_corpus(CorpusSource(path=place, **chosen)).unusable}


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.txt").write_text("Plain text.", "utf-8")
    (folder / "b.md").write_text("# Heading\n\nText.", "utf-8")
    (folder / "c.html").write_text(pages.NEWS_ZH, "utf-8")
    (folder / "d.docx").write_bytes(pages.docx(pages.paragraph("正文。")))
    (folder / "e.xml").write_text("<TEI><text><p>Text.</p></text></TEI>", "utf-8")
    (folder / "f.rtf").write_text(r"{\rtf1\ansi Text.\par}", "utf-8")
    return folder


def test_a_folder_may_mix_formats(mixed):
    corpus = read_corpus(mixed)
    assert [document.id for document in corpus] == list("abcdef")
    assert not corpus.unusable
    assert corpus.documents[1].marks[0].label == "heading"


def test_reading_one_at_a_time_gives_the_same(mixed):
    found = [item for item in read_documents(mixed) if isinstance(item, Document)]
    assert tuple(found) == read_corpus(mixed).documents


def test_several_patterns_include(mixed):
    found = read_corpus(CorpusSource(path=mixed, include=("*.txt", "**/*.md")))
    assert [document.id for document in found] == ["a", "b"]


GLOBS = {
    "*.txt": ["a.txt"],
    "**/*.txt": ["a.txt", "x/b.txt", "x/y/c.txt"],
    "x/*": ["x/b.txt"],
    "**/y/**": ["x/y/c.txt"],
    "?.txt": ["a.txt"],
    "[!a]*/**/*.txt": ["x/b.txt", "x/y/c.txt"],
    "x/[ab].txt": ["x/b.txt"],
}


@pytest.mark.parametrize(("glob", "names"), GLOBS.items())
def test_patterns_match_as_in_a_shell(glob, names):
    files = ["a.txt", "x/b.txt", "x/y/c.txt", ".hidden.txt"]
    assert chosen(files, CorpusSource(path=Path(), include=glob)) == names


def test_the_home_folder_may_be_short():
    assert CorpusSource(path=Path("~/texts")).path == Path.home() / "texts"


def test_what_the_user_says_outranks_what_the_file_says(mixed):
    table = mixed.parent / "m.csv"
    table.write_text("doc,title\nc,Mine\n", "utf-8")
    document = read_corpus(CorpusSource(path=mixed, metadata=table, language="zh")).documents[2]
    assert document.metadata == {"title": "Mine", "date": "2025-03-02", "language": "zh"}


# --- links and limits -----------------------------------------------------------------------------------


def test_a_link_may_not_leave_the_folder(mixed):
    (mixed.parent / "outside.txt").write_text("Outside.", "utf-8")
    (mixed / "out.txt").symlink_to(mixed.parent / "outside.txt")
    (mixed / "in.txt").symlink_to(mixed / "a.txt")
    assert reasons(mixed) == {"out": "is a link that leaves the folder"}


def test_a_linked_folder_is_listed(mixed):
    (mixed / "loop").symlink_to(mixed, target_is_directory=True)
    assert list(reasons(mixed)) == ["loop"]


def test_large_files_and_endless_lines_are_refused_unread(mixed, monkeypatch):
    monkeypatch.setattr(file_limits, "LONGEST_LINE", 3 << 20)
    monkeypatch.setattr(file_limits, "MOST_BYTES", 6 << 20)
    (mixed / "line.txt").write_bytes(b"ends\n" + b"x" * (4 << 20))
    (mixed / "long.txt").write_bytes(b"words \n" * (5 << 17))
    (mixed / "huge.txt").write_bytes(b"words\n" * (2 << 20))
    found = reasons(mixed)
    assert set(found) == {"line", "huge"}
    assert "a line of more than" in found["line"]
    assert "MB large" in found["huge"]


# --- archives -------------------------------------------------------------------------------------------


def test_an_archive_is_read_like_a_folder(mixed, tmp_path):
    path = tmp_path / "mixed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in mixed.iterdir():
            archive.write(file, f"{file.name}")
        archive.writestr("__MACOSX/._a.txt", "x")
    assert read_corpus(path).digest == read_corpus(mixed).digest


def test_names_in_a_national_encoding_are_repaired(tmp_path):
    path = tmp_path / "old.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("中国的发展与世界", "开放合作的报告"):
            info = zipfile.ZipInfo("x" * len(name.encode("gbk")) + ".txt")
            archive.writestr(info, "Text.")
    raw = path.read_bytes()
    for name in ("中国的发展与世界", "开放合作的报告"):
        raw = raw.replace(b"x" * len(name.encode("gbk")) + b".txt", name.encode("gbk") + b".txt")
    path.write_bytes(raw)
    assert [document.id for document in read_corpus(path)] == ["中国的发展与世界", "开放合作的报告"]


def test_paths_out_of_an_archive_are_refused(tmp_path):
    path = tmp_path / "evil.zip"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.txt", "Text.")
        for name in ("../up.txt", "/root.txt", "C:/drive.txt", "a/../../up.txt"):
            archive.writestr(name, "Text.")
        archive.writestr(link, "/etc/hostname")
        archive.writestr("inner.zip", "x")
    corpus = read_corpus(path)
    assert [document.id for document in corpus] == ["good"]
    assert len(corpus.unusable) == 6
    assert all(bad.remedy for bad in corpus.unusable)


def test_a_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.zip"
    path.write_bytes(pages.packed({"a.txt": b" " * (40 << 20)}))
    with pytest.raises(InvalidInput, match="times its size"):
        read_corpus(path)


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 half")
    with pytest.raises(InvalidInput, match="no zip archive"):
        read_corpus(tmp_path / "a.zip")


# --- any bytes ------------------------------------------------------------------------------------------

HEADS = (
    b"",
    b"%PDF-1.4\n",
    b"{\\rtf1 ",
    b"<html><p>",
    b"<TEI><p>",
    b"PK\x03\x04",
    b"---\n",
    b"\xff\xfe",
    b"# ",
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.sampled_from(HEADS),
    st.binary(max_size=400)
    | st.text(st.sampled_from("<p>/ai{}\\'&;#=\"-\n文。 1%[]()"), max_size=200).map(str.encode),
)
@example(".html", b"", "<table><tr>文<td>".encode())
@example(".html", b"", b"<!-- ")
@example(".html", b"", b"<?xml version='1.0' encoding='x'?>a")
@example(".rtf", b"{\\rtf1 ", b"\\u-10179?\\'ff}")
@example(".rtf", b"{\\rtf1 ", b"\\ansicpg99999 \\'ff\\u99999999 }")
@example(".pdf", b"%PDF-1.4\n", b"trailer<</Root 1 0 R>>")
def test_any_bytes_give_a_document_or_a_refusal_and_marks_point_at_lines(kind, head, raw):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "good.txt").write_text("Good.", "utf-8")
        (Path(folder) / f"any{kind}").write_bytes(head + raw)
        corpus = read_corpus(folder)
    (item,) = [item for item in (*corpus.documents, *corpus.unusable) if item.id == "any"]
    if isinstance(item, Unusable):
        assert item.reason
        assert item.remedy
        return
    item.text.encode("utf-8")
    count = sum(bool(line.strip()) for line in item.text.split("\n"))
    numbers = [mark.line for mark in item.marks]
    assert numbers == sorted(set(numbers))
    assert all(0 <= number < count for number in numbers)
    assert corpus.digest
