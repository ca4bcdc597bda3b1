"""The files of a folder or an archive by their names; nothing is read before it is asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.corpus.limits import Unreadable, read_file
from toolkit.corpus.source import CorpusSource
from toolkit.errors import InvalidInput, Problem


@dataclass(frozen=True)
class Entry:
    """One file of a corpus."""

    name: str
    """Path inside the corpus, with ``/`` and the ending."""

    load: Callable[[bool], bytes]
    """Read the bytes; given whether the file consists of lines. Raises `Unreadable`."""

    @property
    def ending(self) -> str:
        """The ending in small letters, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def id(self) -> str:
        """Name of the document in it."""
        return str(PurePosixPath(self.name).with_suffix(""))


def chosen(names: Iterator[str] | Sequence[str], source: CorpusSource) -> list[str]:
    """Keep the names that the source includes and does not exclude, in order; hidden ones stay out."""
    wanted = [_pattern(glob, "include") for glob in source.includes]
    unwanted = [_pattern(glob, "exclude") for glob in source.exclude]
    return sorted(
        name
        for name in names
        if any(pattern.fullmatch(name) for pattern in wanted)
        and not any(pattern.fullmatch(name) for pattern in unwanted)
        and not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
    )


def folder_entries(folder: Path, source: CorpusSource, table: Path | None) -> list[Entry]:
    """List the files of a folder, its metadata table left out."""
    home = folder.resolve()
    paths = dict(_walk(folder))
    return [
        Entry(name, _loader(paths[name], home))
        for name in chosen(list(paths), source)
        if table is None or paths[name].resolve() != table
    ]


def file_entry(path: Path) -> Entry:
    """Take one file as a corpus of its own."""
    return Entry(path.name, lambda has_lines: read_file(path, has_lines=has_lines))


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in [*files, *links]:
            path = Path(place) / name
            yield path.relative_to(folder).as_posix(), path


def _loader(path: Path, home: Path) -> Callable[[bool], bytes]:
    def load(has_lines: bool) -> bytes:
        if path.is_symlink():
            if path.is_dir():
                raise Unreadable("is a link to a folder", "copy the folder itself to this place")
            if not path.resolve().is_relative_to(home):
                raise Unreadable("is a link that leaves the folder", "copy the file itself to this place")
        if path.exists() and not path.is_file():
            raise Unreadable("is no ordinary file", "leave it out by `corpus.exclude`")
        return read_file(path, has_lines=has_lines)

    return load


def _pattern(glob: str, setting: str) -> re.Pattern[str]:
    parts = glob.split("/")
    if not glob or "" in parts[:-1] or ".." in parts:
        remedy = "write a pattern inside the folder, such as **/*.txt"
        raise InvalidInput([Problem(f"corpus.{setting}", f"'{glob}' names no files", remedy)])
    pieces = []
    for place, part in enumerate(parts):
        is_last = place == len(parts) - 1
        if part == "**":
            pieces.append(".*" if is_last else "(?:[^/]+/)*")
        else:
            pieces.append(_segment(part) + ("" if is_last else "/"))
    try:
        return re.compile("".join(pieces), re.DOTALL)
    except re.error as error:
        problem = Problem(f"corpus.{setting}", f"'{glob}' ({error})", "write a pattern such as **/*.txt")
        raise InvalidInput([problem]) from None


def _segment(glob: str) -> str:
    """Translate one part of a path; its stars stop at slashes."""
    pieces = []
    for piece in re.findall(r"\*+|\?|\[!?\]?[^\]]*\]|.", glob, re.DOTALL):
        if piece[0] == "*":
            pieces.append("[^/]*")
        elif piece == "?":
            pieces.append("[^/]")
        elif piece[0] == "[" and len(piece) > 2:
            inside = piece[1:-1].replace("\\", r"\\").replace("[", r"\[")
            pieces.append(f"[^{inside[1:]}]" if inside[0] == "!" else f"[{inside}]")
        else:
            pieces.append(re.escape(piece))
    return "".join(pieces)
