"""Documents and the corpus they make up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from toolkit.files import digest

Label = Literal["content", "heading", "boilerplate", "meta"]
"""What a line of a page is: text of the body, a headline of it, the page's furniture, or about the text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a format itself says of one line: an HTML menu, a Word heading, a running head of a PDF."""

    line: int
    """Counts from 0 among the non-empty lines of the text."""

    label: Label
    reason: str


@dataclass(frozen=True)
class Document:
    """One text with what is known about it."""

    id: str
    """Name of the document: its path inside the corpus without the ending, or the id column."""

    text: str
    """The text as it was read, line ends as ``\\n``, nothing repaired."""

    metadata: Mapping[str, str] = field(default_factory=dict)
    """language, date, source, genre, pair, role … and any group variable; absent when unknown."""

    encoding: str = "utf-8"
    """How the bytes were read."""

    confidence: float = 1.0
    """How sure that is, from 0 to 1: a guessed encoding is less sure than a stated one."""

    marks: tuple[Mark, ...] = ()
    """Lines whose label the file's format tells; all others are labelled by their looks."""

    remarks: tuple[str, ...] = ()
    """What the reader noticed and a person should know (a doubtful encoding, pages without text …)."""

    @property
    def language(self) -> str | None:
        """Language that the metadata state, if they do."""
        return self.metadata.get("language") or None


@dataclass(frozen=True)
class Unusable:
    """A document that could not be used: counted and listed, never lost."""

    id: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class Corpus:
    """Documents in the order of their ids, and those that could not be read."""

    documents: tuple[Document, ...]
    unusable: tuple[Unusable, ...] = ()
    notice: str = ""
    """A line shown wherever the corpus is shown (licence, synthetic texts …)."""

    def __len__(self) -> int:
        return len(self.documents)

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    @cached_property
    def digest(self) -> str:
        """Hash of every text and its metadata, blind to the order of reading."""
        return digest(
            [
                [d.id, d.text, dict(d.metadata), [[m.line, m.label, m.reason] for m in d.marks]]
                for d in self.documents
            ]
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{d.id}</td><td>{d.language or '?'}</td><td>{len(d.text)}</td></tr>"
            for d in self.documents[:20]
        )
        return (
            f"<p>Corpus of {len(self)} documents, {len(self.unusable)} unusable. {self.notice}</p>"
            f"<table><tr><th>document</th><th>language</th><th>characters</th></tr>{rows}</table>"
        )
