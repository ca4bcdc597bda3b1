"""Counts of a corpus that need not fit into memory: documents are read, counted and forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from scipy import sparse

from toolkit.corpus import Document, Unusable
from toolkit.errors import InvalidInput, Problem
from toolkit.features.terms import TermCounter, TermRules, Terms
from toolkit.preprocess import Preparation, PreparedDocument
from toolkit.preprocess.lines.overrides import overrides_of_strangers
from toolkit.preprocess.preparation import BatchWork, batch_work, nothing_left
from toolkit.preprocess.workers import crew


@dataclass(frozen=True)
class CorpusCounts:
    """How often each term stands in each unit of a corpus, and what became of its lines."""

    terms: Terms
    counts: sparse.csr_array
    """(units, terms)."""

    documents: tuple[str, ...]
    """Ids of the documents that have units."""

    document_of: np.ndarray
    """(units,) number of each unit's document."""

    labels: Mapping[str, int] = field(default_factory=dict)
    """Lines by label."""

    repairs: Mapping[str, int] = field(default_factory=dict)
    """How often each kind of fault was mended."""

    unusable: tuple[Unusable, ...] = ()


def count_corpus(
    documents: Callable[[], Iterable[Document | Unusable]],
    settings: Preparation | None = None,
    compounds: Mapping[str, Iterable[str]] | None = None,
    rules: TermRules | None = None,
    keep: Collection[tuple[str, str]] = (),
    workers: int = 1,
) -> CorpusCounts:
    """Prepare and count documents in one stream.

    Lines, units and tokens are those of `prepare`; copies are counted as they stand, because to find them all
    texts are needed at once.

    Parameters
    ----------
    documents
        Gives the documents, the same each time: ``lambda: read_documents("texts")``. They are read twice.
    settings, compounds, workers
        As for `prepare`.
    rules, keep
        As for `count_terms`.

    Raises
    ------
    InvalidInput
        When nothing is left to count, an override fits no line, or duplicates are to be dropped or
        collocations to be found.
    """
    settings = (settings or Preparation()).read_files()
    if problems := _not_streamed(settings):
        raise InvalidInput(problems)
    unreadable: dict[str, Unusable] = {}
    readable = partial(_readable, documents, unreadable)
    tally = _Tally()
    with crew(workers) as over:
        work = _CountBatch(batch_work(readable, settings, compounds))
        for batch in over(work, readable()):
            tally.merge(batch)
    everything_bad = tuple(sorted([*unreadable.values(), *tally.unusable], key=lambda bad: bad.id))
    known = {*tally.names, *(bad.id for bad in everything_bad)}
    if problems := [*overrides_of_strangers(settings.overrides, known), *tally.problems]:
        raise InvalidInput(problems)
    if not tally.names:
        raise nothing_left(everything_bad)
    terms, counts = tally.counter.finish(rules, keep)
    return CorpusCounts(
        terms,
        counts,
        tuple(tally.names),
        np.repeat(np.arange(len(tally.names)), tally.units),
        dict(sorted(tally.labels.items())),
        dict(sorted(tally.repairs.items())),
        everything_bad,
    )


@dataclass
class _Tally:
    """What is counted of documents, small enough to travel between processes."""

    counter: TermCounter = field(default_factory=TermCounter)
    names: list[str] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    """Units of each document."""

    labels: Counter[str] = field(default_factory=Counter)
    repairs: Counter[str] = field(default_factory=Counter)
    unusable: list[Unusable] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, made: PreparedDocument) -> None:
        """Count one document."""
        self.problems += made.problems
        self.labels.update(line.label for line in made.lines)
        for change, times in made.changes.items():
            self.repairs[change.kind] += times
        if made.unusable:
            self.unusable.append(made.unusable)
            return
        self.names.append(made.id)
        self.units.append(len(made.units))
        for unit, tokens in zip(made.units, made.tokens, strict=True):
            self.counter.add(unit.language, tokens)

    def merge(self, other: _Tally) -> None:
        """Add what was counted of later documents."""
        self.counter.merge(other.counter)
        self.names += other.names
        self.units += other.units
        self.labels.update(other.labels)
        self.repairs.update(other.repairs)
        self.unusable += other.unusable
        self.problems += other.problems


@dataclass(frozen=True)
class _CountBatch:
    """Counts the documents of a batch where they are made ready: counts travel lighter than lines."""

    work: BatchWork

    def __call__(self, documents: Sequence[Document]) -> _Tally:
        tally = _Tally()
        for made in self.work(documents):
            tally.add(made)
        return tally


def _readable(
    documents: Callable[[], Iterable[Document | Unusable]], unreadable: dict[str, Unusable]
) -> Iterator[Document]:
    """Give the documents that could be read, and note the others."""
    for document in documents():
        if isinstance(document, Unusable):
            unreadable[document.id] = document
        else:
            yield document


def _not_streamed(settings: Preparation) -> list[Problem]:
    """Find choices that need all units at once."""
    problems = []
    if settings.duplicates.policy == "drop":
        reason, remedy = "copies cannot be dropped from a stream", "say `policy: keep`, or use `prepare`"
        problems.append(Problem("prepare.duplicates.policy", reason, remedy))
    if settings.tokens.collocations:
        reason, remedy = "collocations cannot be found in a stream", "leave them out, or use `prepare`"
        problems.append(Problem("prepare.tokens.collocations", reason, remedy))
    return problems
