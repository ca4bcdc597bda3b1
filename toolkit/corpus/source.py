"""Where the documents are: the settings of a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from toolkit.settings import Settings


class CorpusSource(Settings):
    """Where the documents are."""

    path: Path
    """A folder or a .zip of texts, pages, Word, PDF or TEI files in any mixture, or one such file, or one
    table with a text column (.csv, .tsv, .xlsx, .parquet, .jsonl). Relative paths start at the experiment
    file; ~ is your home folder."""

    include: str | tuple[str, ...] = "**/*"
    """Glob of the files to read, inside the folder, or several: `[news/**/*.html, "*.txt"]`."""

    exclude: tuple[str, ...] = ()
    """Globs of files to leave out."""

    metadata: Path | None = None
    """A table (.csv, .tsv, .xlsx, .parquet, .jsonl) joined by its column `doc`; columns such as language,
    date, source, genre, pair, role. What it says outranks what the files say of themselves."""

    text_column: str = "text"
    """Where the text is, in tables."""

    id_column: str | None = "doc"
    """Where the document's name is, in tables; null names the rows `table-2`, `table-3` … by their number."""

    sheet: str | None = None
    """Which sheet of a spreadsheet to read; the first one by default."""

    split: Literal["file", "utterance"] = "file"
    """What one document is in TEI files: the whole file, or each speech with its speaker."""

    sample: int | None = Field(default=None, ge=1)
    """Read only so many documents, drawn by a hash of their names: the draw stays the same when other
    documents are added, as far as it can. Documents with the same `pair` are drawn together, so that one
    more than asked for can come."""

    seed: int = 0
    """Which sample is drawn."""

    stratify_by: str | None = None
    """A column of the metadata; each of its values gives the same number of documents to the sample, or
    all that it has. Without it the sample follows the corpus's own proportions."""

    language: str | None = Field(default=None, pattern="^[a-z]{2,3}$")
    """Language of every document, if they share one and the metadata do not say."""

    notice: str = ""
    """A line to show wherever the corpus is shown (licence, "synthetic texts" …)."""

    @field_validator("path", "metadata")
    @classmethod
    def _at_home(cls, path: Path | None) -> Path | None:
        return path.expanduser() if path else path

    @model_validator(mode="after")
    def _strata_need_a_sample(self) -> CorpusSource:
        if self.stratify_by and not self.sample:
            raise ValueError("`stratify_by` divides a sample: set `sample` too")
        return self

    @property
    def includes(self) -> tuple[str, ...]:
        """The globs of the files to read."""
        return (self.include,) if isinstance(self.include, str) else self.include
