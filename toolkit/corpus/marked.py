"""Lines and what a format says of them, on the way to becoming a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.corpus.documents import Label, Mark


@dataclass(frozen=True)
class Page:
    """What the reader of one format found in one file; it has no name yet."""

    text: str
    marks: tuple[Mark, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    """What the file says about itself; the user's own statements outrank it."""

    encoding: str = "utf-8"
    confidence: float = 1.0
    remarks: tuple[str, ...] = ()


class MarkedLines:
    """Collect lines in the order of the page; the marks count the non-empty ones."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._marks: list[Mark] = []
        self._count = 0

    def add(self, text: str, label: Label | None = None, reason: str = "") -> None:
        """Add a line, or several when the text has line breaks; empty ones are left out."""
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            if not line.strip():
                continue
            if label:
                self._marks.append(Mark(self._count, label, reason))
            self._lines.append(line.strip())
            self._count += 1

    def gap(self) -> None:
        """Leave an empty line, unless there is one already."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    @property
    def text(self) -> str:
        """The lines with line feeds between them."""
        return "\n".join(self._lines).strip("\n")

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks in ascending order of their lines."""
        return tuple(self._marks)

    def page(self, **facts: object) -> Page:
        """Give the page that these lines make."""
        return Page(self.text, self.marks, **facts)  # type: ignore[arg-type]
