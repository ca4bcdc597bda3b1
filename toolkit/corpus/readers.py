"""Files to a corpus; what cannot be read is listed, never dropped in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.corpus.archives import opened_archive
from toolkit.corpus.documents import Corpus, Document, Unusable
from toolkit.corpus.formats.docx import read_docx
from toolkit.corpus.formats.html import read_html
from toolkit.corpus.formats.markdown import read_markdown
from toolkit.corpus.formats.odt import read_odt
from toolkit.corpus.formats.pdf import read_pdf
from toolkit.corpus.formats.plain import read_plain
from toolkit.corpus.formats.refused import REFUSED
from toolkit.corpus.formats.rtf import read_rtf
from toolkit.corpus.formats.tables import READERS as TABLES
from toolkit.corpus.formats.tei import read_tei, read_utterances
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import Page
from toolkit.corpus.metadata import orphans, read_metadata
from toolkit.corpus.places import Entry, file_entry, folder_entries
from toolkit.corpus.rows import read_rows, whole
from toolkit.corpus.sampling import draw_sample
from toolkit.corpus.schema import metadata_problems
from toolkit.corpus.source import CorpusSource
from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.progress import track

TEXTS: dict[str, Callable[[bytes], Page]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".docx": read_docx,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".pdf": read_pdf,
    ".xml": read_tei,
}
"""Formats of which one file is one document."""

_HAVE_LINES = (".txt", ".md", ".markdown")
_SPLITTABLE = ".xml"


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
    documents, unusable = [], []
    for item in track(read_documents(source, base), "read"):
        if isinstance(item, Unusable):
            unusable.append(item)
        else:
            documents.append(item)
    return Corpus(
        tuple(sorted(documents, key=lambda document: document.id)),
        tuple(sorted(unusable, key=lambda bad: bad.id)),
        source.notice,
    )


def read_documents(
    source: CorpusSource | Path | str, base: Path | None = None
) -> Iterator[Document | Unusable]:
    """Read the documents one at a time, files in the order of their names, rows in that of the file.

    Only names are kept in memory. What is wrong with the corpus as a whole (documents of one name,
    metadata of documents that are not there) is raised at the end, when all of it has been seen.

    Raises
    ------
    InvalidInput
        As `read_corpus` does.
    """
    if not isinstance(source, CorpusSource):
        source = CorpusSource(path=Path(source))
    base = base or Path()
    place = base / source.path
    if not place.exists():
        raise InvalidInput([Problem(str(place), "there is no such file or folder", "correct `corpus.path`")])
    metadata = read_metadata(base / source.metadata) if source.metadata else {}
    table = (base / source.metadata).resolve() if source.metadata else None
    with _opened(place, source, table) as read:
        yield from _checked(read, _Statements(source, metadata), place)


@dataclass(frozen=True)
class _Statements:
    """What the user says of the documents."""

    source: CorpusSource
    metadata: Mapping[str, Mapping[str, str]]

    def of(self, name: str, own: Mapping[str, str], *, from_table: bool) -> dict[str, str]:
        """Join what is known: the metadata table outranks columns of the corpus, these its settings.

        What a file says of itself (a page's ``lang``, a PDF's title) comes last.
        """
        shared = {"language": self.source.language} if self.source.language else {}
        stated = {**shared, **own} if from_table else {**own, **shared}
        return {**stated, **self.metadata.get(name, {})}


@dataclass(frozen=True)
class _Reading:
    """Ways to go through a corpus."""

    items: Callable[[Callable[[str], bool]], Iterator[tuple[Document | Unusable, bool]]]
    """Read what passes; given a test of names. Tells with each item whether it is a table's row."""

    names: Callable[[], Iterator[tuple[str, Mapping[str, str]]]]
    """List every document's name, and its metadata where these stand in a table."""


def _checked(read: _Reading, statements: _Statements, place: Path) -> Iterator[Document | Unusable]:
    source = statements.source
    seen: Counter[str] = Counter()
    problems = [
        problem for name, facts in statements.metadata.items() for problem in metadata_problems(name, facts)
    ]
    unusable: list[Unusable] = []
    any_document = False
    sample = _sample(read, statements)
    for item, from_table in read.items(lambda name: sample is None or name in sample):
        seen[item.id] += 1
        if isinstance(item, Unusable):
            unusable.append(item)
            yield item
            continue
        any_document = True
        facts = statements.of(item.id, item.metadata, from_table=from_table)
        if from_table:
            problems += metadata_problems(item.id, item.metadata)
        yield replace(item, metadata=facts)
    names = {name for name, _ in read.names()} if sample is not None else set(seen)
    problems += orphans(dict(statements.metadata), names, str(source.metadata))
    problems += [
        Problem(str(place), f"two documents are called '{name}'", "rename or exclude one of them")
        for name in sorted(seen)
        if seen[name] > 1
    ]
    if not seen:
        problems.append(_nothing_found(place, source))
    elif not any_document:
        problems += [Problem(bad.id, bad.reason, bad.remedy) for bad in sorted(unusable, key=lambda b: b.id)]
    if problems:
        raise InvalidInput(problems)


def _sample(read: _Reading, statements: _Statements) -> set[str] | None:
    source = statements.source
    if source.sample is None:
        return None
    known = {name: statements.of(name, facts, from_table=True) for name, facts in read.names()}
    column = source.stratify_by
    if column and not any(column in facts for facts in known.values()):
        columns = sorted({key for facts in known.values() for key in facts})
        reason = f"no document has '{column}' in its metadata"
        raise InvalidInput([Problem("corpus.stratify_by", reason, nearest(column, columns))])
    return draw_sample(known, source.sample, source.seed, column)


@contextmanager
def _opened(place: Path, source: CorpusSource, table: Path | None) -> Iterator[_Reading]:
    kind = place.suffix.lower()
    if place.is_dir():
        yield _reading_of(folder_entries(place, source, table), source)
    elif kind == ".zip":
        with opened_archive(place, source) as entries:
            yield _reading_of(entries, source)
    elif kind in TABLES:
        yield _reading_of_table(place, source)
    elif kind in TEXTS:
        yield _reading_of([file_entry(place)], source)
    else:
        known = nearest(place.suffix, [*TABLES, *TEXTS, ".zip"])
        reason, remedy = REFUSED.get(kind, (f"files ending in '{place.suffix}' are not read", known))
        raise InvalidInput([Problem(str(place), reason, remedy)])


def _reading_of_table(path: Path, source: CorpusSource) -> _Reading:
    return _Reading(
        lambda passes: ((item, True) for item in read_rows(path, source) if passes(item.id)),
        lambda: (
            (item.id, item.metadata if isinstance(item, Document) else {}) for item in read_rows(path, source)
        ),
    )


def _reading_of(entries: list[Entry], source: CorpusSource) -> _Reading:
    def items(passes: Callable[[str], bool]) -> Iterator[tuple[Document | Unusable, bool]]:
        for entry in entries:
            if _is_split(entry, source):
                yield from ((item, False) for item in _read_entry(entry, source) if passes(item.id))
            elif passes(entry.id):
                yield from ((item, False) for item in _read_entry(entry, source))

    def names() -> Iterator[tuple[str, Mapping[str, str]]]:
        for entry in entries:
            if _is_split(entry, source):
                yield from ((item.id, getattr(item, "metadata", {})) for item in _read_entry(entry, source))
            elif entry.ending in TEXTS:
                yield entry.id, {}

    return _Reading(items, names)


def _is_split(entry: Entry, source: CorpusSource) -> bool:
    return entry.ending == _SPLITTABLE and source.split == "utterance"


def _read_entry(entry: Entry, source: CorpusSource) -> Iterator[Document | Unusable]:
    """Read one file; whatever a library makes of hostile bytes, the others are read all the same."""
    if whole(entry.name) != entry.name:
        yield Unusable(ascii(entry.id), "its name is not UTF-8", "rename the file")
        return
    refusal = _refusal(entry)
    if refusal:
        yield refusal
        return
    try:
        raw = entry.load(entry.ending in _HAVE_LINES)
        if _is_split(entry, source):
            for name, page in read_utterances(raw):
                yield _document(f"{entry.id}#{name}", page)
            return
        yield _document(entry.id, TEXTS[entry.ending](raw))
    except Unreadable as error:
        yield Unusable(entry.id, error.reason, error.remedy)
    except Exception as error:  # the libraries that parse these formats raise anything on damaged files
        reason = f"cannot be read as {entry.ending} ({type(error).__name__}: {str(error)[:200]})"
        yield Unusable(entry.id, reason, "the file is probably damaged: save it again, or as .txt")


def _refusal(entry: Entry) -> Unusable | None:
    kind = entry.ending
    if kind in TEXTS:
        return None
    if kind in TABLES:
        remedy = "name the file itself as `corpus.path`, or leave it out by `corpus.exclude`"
        return Unusable(entry.name, "is a table among texts", remedy)
    if kind in REFUSED:
        return Unusable(entry.name, *REFUSED[kind])
    reason = f"files ending in '{kind}' are not read" if kind else "has no ending that tells its format"
    remedy = f"save it as one of {', '.join(TEXTS)}, or leave it out by `corpus.exclude`"
    return Unusable(entry.name, reason, remedy)


def _document(name: str, page: Page) -> Document | Unusable:
    if not page.text.strip():
        return Unusable(name, "is empty", "remove the file or fill it")
    metadata = {key: whole(value) for key, value in page.metadata.items()}
    return Document(
        name, whole(page.text), metadata, page.encoding, page.confidence, page.marks, page.remarks
    )


def _nothing_found(place: Path, source: CorpusSource) -> Problem:
    return Problem(
        str(place),
        f"holds no document that matches {' or '.join(repr(glob) for glob in source.includes)}",
        f"put files ending in {', '.join(TEXTS)} there, or correct `corpus.include`",
    )
