"""Files are whole or not there; hashes name content."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.files import digest, file_digest, write_atomically

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("content", ["开放\nopen\n", "", b"\x00\xff"])
def test_what_was_written_is_read_back(tmp_path, content):
    path = tmp_path / "new" / "folder" / "file"
    write_atomically(path, content)
    assert path.read_bytes() == (content.encode() if isinstance(content, str) else content)


def test_line_ends_are_left_alone(tmp_path):
    write_atomically(tmp_path / "file", "a\r\nb\n")
    assert (tmp_path / "file").read_bytes() == b"a\r\nb\n"


def test_others_may_read_the_file(tmp_path):
    write_atomically(tmp_path / "file", "text")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644


def test_an_older_file_is_replaced_and_nothing_else_is_left(tmp_path):
    write_atomically(tmp_path / "file", "a long first version")
    write_atomically(tmp_path / "file", "second")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "second")]


def test_a_failure_leaves_the_older_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_atomically(path, "first")

    def fail(self: Path, target: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk is full"):
        write_atomically(path, "second")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "first")]


@given(st.lists(JSON, max_size=3), st.lists(JSON, max_size=3))
def test_equal_values_and_only_those_have_equal_hashes(one, other):
    is_same = repr(one) == repr(other) or [_plain(v) for v in one] == [_plain(v) for v in other]
    assert (digest(*one) == digest(*other)) == is_same
    assert len(digest(*one)) == 64


def _plain(value: object) -> object:
    """Tell True from 1 and forget the order of keys."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return (type(value), value)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(values):
    assert digest(values) == digest(dict(reversed(values.items())))


def test_where_a_part_ends_matters():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest(b"ab", b"c") != digest(b"a", b"bc")


def test_a_file_is_known_by_its_bytes(tmp_path):
    for name, content in {"one": "same", "two": "same", "three": "other"}.items():
        write_atomically(tmp_path / name, content)
    assert file_digest(tmp_path / "one") == file_digest(tmp_path / "two")
    assert file_digest(tmp_path / "one") != file_digest(tmp_path / "three")
