"""Files to a corpus: one function a format; what cannot be read is listed, never dropped in silence."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pydantic import Field

from toolkit.corpus.decoding import Undecodable, decode
from toolkit.corpus.documents import Corpus, Document, Unusable
from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.progress import track
from toolkit.settings import Settings

ROLES = ("source", "translation", "adaptation")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


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
    metadata = _read_metadata(base / source.metadata) if source.metadata else {}
    table = (base / source.metadata).resolve() if source.metadata else None
    found = list(_documents_in(place, source, table))
    documents, unusable, problems = [], [], []
    for item in sorted(track(found, "read"), key=lambda item: item.id):
        if isinstance(item, Unusable):
            unusable.append(item)
            continue
        facts = {"language": source.language} if source.language else {}
        facts |= dict(item.metadata) | metadata.get(item.id, {})
        problems += _metadata_problems(item.id, facts)
        documents.append(Document(item.id, item.text, facts, item.encoding))
    problems += _orphans(metadata, {item.id for item in found}, source)
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
    columns, rows = _csv_rows(path, text)
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
        if _overflows(row):
            yield Unusable(place, *_TOO_MANY_CELLS)
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
            with _faults_of(place):
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


def _read_metadata(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        raise InvalidInput([Problem(str(path), "there is no such file", "correct `corpus.metadata`")])
    with _faults_of(path):
        return _metadata_rows(path)


def _metadata_rows(path: Path) -> dict[str, dict[str, str]]:
    text, _ = decode(path.read_bytes())
    columns, rows = _csv_rows(path, text)
    if "doc" not in columns:
        raise InvalidInput(
            [Problem(str(path), "has no column 'doc'", "add one that holds the documents' names")]
        )
    table: dict[str, dict[str, str]] = {}
    problems = []
    for number, row in enumerate(rows, start=2):
        if _overflows(row):
            problems.append(Problem(f"{path} row {number}", *_TOO_MANY_CELLS))
            continue
        name = (row.pop("doc") or "").strip()
        if name in table:
            problems.append(Problem(f"{path} row {number}", f"names '{name}' again", "keep one row"))
        table[name] = {key: value.strip() for key, value in row.items() if key and value}
    if problems:
        raise InvalidInput(problems)
    return table


_TOO_MANY_CELLS = ("has more cells than the header", "quote texts that hold commas")


def _overflows(row: dict) -> bool:
    """Tell whether a row goes on behind the last column; blank cells there lose nothing."""
    return any(cell.strip() for cell in row.get(None, ()))


def _csv_rows(path: Path, text: str) -> tuple[list[str], list[dict]]:
    csv.field_size_limit(1 << 27)
    # StringIO ends lines at line feeds only: str.splitlines would also cut at form feeds and U+2028.
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        return list(reader.fieldnames or []), list(reader)
    except csv.Error as error:
        remedy = "look for a quotation mark that is opened and never closed"
        problem = Problem(f"{path} line {reader.reader.line_num}", f"is not CSV ({error})", remedy)
        raise InvalidInput([problem]) from None


@contextmanager
def _faults_of(path: Path) -> Iterator[None]:
    """Say what makes a whole table unreadable."""
    try:
        yield
    except Undecodable as error:
        problem = Problem(str(path), str(error), "save it again as UTF-8 text")
    except OSError as error:
        problem = Problem(str(path), f"cannot be opened ({error.strerror})", "check the file's permissions")
    else:
        return
    raise InvalidInput([problem])


def _whole(text: str) -> str:
    """Replace half characters, which JSON can hold and no file can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _metadata_problems(name: str, facts: dict[str, str]) -> list[Problem]:
    problems = []
    if "date" in facts and not _is_date(facts["date"]):
        problems.append(
            Problem(f"metadata of {name}", f"date '{facts['date']}'", "write 2025, 2025-03 or 2025-03-14")
        )
    if "role" in facts and facts["role"] not in ROLES:
        problems.append(
            Problem(f"metadata of {name}", f"role '{facts['role']}'", nearest(facts["role"], ROLES))
        )
    return problems


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _orphans(metadata: dict, names: set[str], source: CorpusSource) -> list[Problem]:
    return [
        Problem(
            f"{source.metadata}",
            f"describes '{name}', but no such document was found",
            f"remove the row or correct its name; {nearest(name, names)[:200]}",
        )
        for name in metadata
        if name not in names
    ]


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
