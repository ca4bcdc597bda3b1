"""Files to a corpus: one function a format; what cannot be read is listed, never dropped in silence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import Field

from toolkit.corpus.csv_rows import TOO_MANY_CELLS, csv_rows, faults_of, overflows
from toolkit.corpus.decoding import Undecodable, decode
from toolkit.corpus.documents import Corpus, Document, Unusable
from toolkit.corpus.metadata import metadata_problems, orphans, read_metadata
from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.progress import track
from toolkit.settings import Settings


class CorpusSource(Settings):
    """Where the documents are."""

    path: Path
    """A folder of .txt and .md files, or one .csv or .jsonl file with a text column. Relative paths
    start at the experiment file."""

    include: str = "**/*"
    """Glob of the files to read, inside the folder."""

    exclude: tuple[str, ...] = ()
    """Globs of files to leave out."""

    metadata: Path | None = None
    """A CSV joined by its column `doc`; columns such as language, date, source, genre, pair, role."""

    text_column: str = "text"
    """Where the text is, in CSV and JSONL."""

    id_column: str = "doc"
    """Where the document's name is, in CSV and JSONL."""

    language: str | None = Field(default=None, pattern="^[a-z]{2,3}$")
    """Language of every document, if they share one and the metadata do not say."""

    notice: str = ""
    """A line to show wherever the corpus is shown (licence, "synthetic texts" …)."""


def read_corpus(source: CorpusSource | Path | str, base: Path | None = None) -> Corpus:
    """Read every document a source names.

    Parameters
    ----------
    source
        Settings, or simply the path of a folder or file.
    base
        Folder at which relative paths start; the working folder by default.

    Raises
    ------
    InvalidInput
        When the place does not exist, holds no document, the metadata are wrong, or nothing that was
        found could be read. Single bad files are listed in ``Corpus.unusable`` instead.
    """
    if not isinstance(source, CorpusSource):
        source = CorpusSource(path=Path(source))
    base = base or Path()
    place = base / source.path
    if not place.exists():
        raise InvalidInput([Problem(str(place), "there is no such file or folder", "correct `corpus.path`")])
    metadata = read_metadata(base / source.metadata) if source.metadata else {}
    table = (base / source.metadata).resolve() if source.metadata else None
    found = list(_documents_in(place, source, table))
    documents, unusable, problems = [], [], []
    for item in sorted(track(found, "read"), key=lambda item: item.id):
        if isinstance(item, Unusable):
            unusable.append(item)
            continue
        facts = {"language": source.language} if source.language else {}
        facts |= dict(item.metadata) | metadata.get(item.id, {})
        problems += metadata_problems(item.id, facts)
        documents.append(Document(item.id, item.text, facts, item.encoding))
    problems += orphans(metadata, {item.id for item in found}, str(source.metadata))
    problems += _twins([item.id for item in found], place)
    if not found:
        problems.append(_nothing_found(place, source))
    elif not documents:
        problems += [Problem(bad.id, bad.reason, bad.remedy) for bad in unusable]
    if problems:
        raise InvalidInput(problems)
    return Corpus(tuple(documents), tuple(unusable), source.notice)


def read_text_file(path: Path, name: str) -> Iterator[Document | Unusable]:
    """Read one plain text or Markdown file as one document."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        yield Unusable(name, f"cannot be opened ({error.strerror})", "check the file's permissions")
        return
    try:
        text, encoding = decode(raw)
    except Undecodable as error:
        yield Unusable(name, str(error), "save it again as UTF-8 text")
        return
    if not text.strip():
        yield Unusable(name, "is empty", "remove the file or fill it")
        return
    yield Document(name, text, encoding=encoding)


def read_csv_file(path: Path, source: CorpusSource) -> Iterator[Document | Unusable]:
    """Read a CSV as one document a row; the other columns are metadata."""
    text, encoding = decode(path.read_bytes())
    columns, rows = csv_rows(path, text)
    missing = [name for name in (source.text_column, source.id_column) if name not in columns]
    if missing:
        raise InvalidInput(
            [
                Problem(
                    str(path),
                    f"has no column '{name}'",
                    f"set `corpus.text_column` and `corpus.id_column`; {nearest(name, columns)}",
                )
                for name in missing
            ]
        )
    for number, row in enumerate(rows, start=2):
        place = f"{path.name} row {number}"
        if overflows(row):
            yield Unusable(place, *TOO_MANY_CELLS)
        else:
            yield _from_row(row, source, place, encoding)


def read_jsonl_file(path: Path, source: CorpusSource) -> Iterator[Document | Unusable]:
    """Read JSON Lines as one document a line; the other fields are metadata."""
    text, encoding = decode(path.read_bytes())
    for number, line in enumerate(text.split("\n"), start=1):
        place = f"{path.name} line {number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or error
            yield Unusable(place, f"is not JSON ({reason})", "mend or remove the line")
            continue
        if not isinstance(row, dict) or source.text_column not in row or source.id_column not in row:
            yield Unusable(
                place,
                f"lacks '{source.text_column}' or '{source.id_column}'",
                "set `corpus.text_column` and `corpus.id_column`",
            )
            continue
        yield _from_row(row, source, place, encoding)


TABLES: dict[str, Callable[[Path, CorpusSource], Iterator[Document | Unusable]]] = {
    ".csv": read_csv_file,
    ".jsonl": read_jsonl_file,
}
TEXTS = (".txt", ".md")


def _documents_in(place: Path, source: CorpusSource, table: Path | None) -> Iterator[Document | Unusable]:
    if place.is_file():
        kind = place.suffix.lower()
        if kind in TABLES:
            with faults_of(place):
                yield from TABLES[kind](place, source)
        elif kind in TEXTS:
            yield from read_text_file(place, place.stem)
        else:
            known = nearest(place.suffix, [*TABLES, *TEXTS])
            problem = Problem(str(place), f"files ending in '{place.suffix}' are not read", known)
            raise InvalidInput([problem])
        return
    for path in _files_in(place, source):
        if path.suffix.lower() not in TEXTS:
            if path.resolve() != table:
                yield _another_format(path, path.relative_to(place).as_posix())
            continue
        name = path.relative_to(place).with_suffix("").as_posix()
        if _whole(name) == name:
            yield from read_text_file(path, name)
        else:
            yield Unusable(ascii(name), "its name is not UTF-8", "rename the file")


def _files_in(place: Path, source: CorpusSource) -> list[Path]:
    excluded = {path for pattern in source.exclude for path in _glob(place, pattern, "exclude")}
    return sorted(
        path
        for path in _glob(place, source.include, "include")
        if (path.is_file() or path.is_symlink())  # a broken link is listed, not passed over
        and not any(part.startswith(".") for part in path.relative_to(place).parts)
        and path not in excluded
    )


def _another_format(path: Path, name: str) -> Unusable:
    """Say that a file in the folder is of a kind that is not read there."""
    kind = path.suffix.lower()
    if kind in TABLES:
        remedy = "name the file itself as `corpus.path`, or leave it out by `corpus.exclude`"
        return Unusable(name, "is a table among texts", remedy)
    reason = f"files ending in '{kind}' are not read" if kind else "has no ending that tells its format"
    return Unusable(name, reason, f"save it as {' or '.join(TEXTS)}, or leave it out by `corpus.exclude`")


def _glob(place: Path, pattern: str, setting: str) -> list[Path]:
    try:
        return list(place.glob(pattern))
    except (ValueError, NotImplementedError) as error:
        problem = Problem(f"corpus.{setting}", f"'{pattern}' ({error})", "write a pattern such as **/*.txt")
        raise InvalidInput([problem]) from None


def _from_row(row: dict, source: CorpusSource, place: str, encoding: str) -> Document | Unusable:
    name, text = row[source.id_column], row[source.text_column]
    name = "" if name is None else _whole(str(name)).strip()
    if not name:
        return Unusable(place, f"has no '{source.id_column}'", "give every document a name")
    if not isinstance(text, str | None):
        reason = f"'{source.text_column}' holds no text, found {type(text).__name__}"
        return Unusable(name, reason, "write the text as one string")
    if not text or not text.strip():
        return Unusable(name, "is empty", "remove the row or fill its text")
    rest = {
        _whole(key): _whole(str(value)).strip()
        for key, value in row.items()
        if key not in (source.id_column, source.text_column) and key and value not in (None, "")
    }
    return Document(name, _whole(text).replace("\r\n", "\n").replace("\r", "\n"), rest, encoding)


def _whole(text: str) -> str:
    """Replace half characters, which JSON can hold and no file can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _twins(names: list[str], place: Path) -> list[Problem]:
    twins = sorted(name for name, times in Counter(names).items() if times > 1)
    return [
        Problem(f"{place}", f"two documents are called '{name}'", "rename or exclude one of them")
        for name in twins
    ]


def _nothing_found(place: Path, source: CorpusSource) -> Problem:
    return Problem(
        str(place),
        f"holds no document that matches '{source.include}'",
        f"put files ending in {', '.join(TEXTS)} there, or correct `corpus.include`",
    )
