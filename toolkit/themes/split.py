"""Discovery and estimation: documents that a codebook is made with, and documents that it is tried on.

Whoever reads texts while writing a codebook fits the codebook to them; shares and differences of the same
texts are then too good (Egami, Fong, Grimmer, Roberts & Stewart 2022, Science Advances 8(42), "How to make
causal inferences using texts"). So documents are parted before anyone reads: terms come from one half,
estimates from the other.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from pydantic import Field

from toolkit.errors import InvalidInput, Problem, ToolkitError, nearest
from toolkit.files import digest
from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings
from toolkit.themes.clusters import document_clusters
from toolkit.themes.codes import Codes
from toolkit.themes.instruments import ThemeScores

Half = Literal["discovery", "estimation"]


class Split(Settings):
    """How documents are parted. Documents that belong together are never parted: pairs, and copies."""

    estimation: float = Field(0.5, gt=0, le=1)
    """Share of the documents that are kept for estimates. 1 declares that the codebook was written without
    looking at these texts: nothing is set aside then."""

    seed: int = 0
    """Another seed parts them otherwise."""

    by: tuple[str, ...] = ("language",)
    """Columns of the metadata in whose groups the share is kept, as nearly as whole documents allow."""

    @property
    def digest(self) -> str:
        """Hash of the choices."""
        return digest(self.model_dump(mode="json"))

    @property
    def remedy(self) -> str:
        """What to do where a half is empty."""
        return (
            "Add documents, name fewer columns in `split.by`, or take another `split.seed` before anyone has "
            "read the texts."
        )

    @property
    def needs(self) -> tuple[Half, ...]:
        """Halves that may not be empty."""
        return ("discovery", "estimation") if self.estimation < 1 else ("estimation",)

    def settled(self, units: TokenizedUnits, drawn: Mapping[str, Half]) -> Mapping[str, Half]:
        """Give the halves as they were drawn: a plain split knows nothing else of the documents."""
        return drawn


class EmptyHalf(ToolkitError):
    """A corpus too small to be parted."""

    def __init__(self, half: Half, clusters: int, remedy: str) -> None:
        super().__init__(
            f"The split leaves no document for {half}: the corpus has {clusters} documents that do not "
            f"belong together (a text and its translation or copies are one). {remedy}"
        )


def split_documents(units: TokenizedUnits, split: Split) -> dict[str, Half]:
    """Part documents into those a codebook is made with and those it is tried on.

    Clusters of each group are ranked by a hash of seed and name, and the first of them are kept for
    estimates, so the answer depends neither on the order nor on the number of other documents: a new document
    moves at most one other cluster of its group across, and none that a lock knows (`LockedSplit`).

    Raises
    ------
    InvalidInput
        When the metadata lack a column of `split.by`.
    EmptyHalf
        When no document is left for one of the halves.
    """
    halves = split.settled(units, drawn_halves(units, split))
    for half in split.needs:
        if half not in halves.values():
            raise EmptyHalf(half, len(set(document_clusters(units).values())), split.remedy)
    return {doc: halves[doc] for doc in units.documents}


def halves_of(units: TokenizedUnits, split: Split | None) -> dict[str, Half] | None:
    """Part documents where a split is declared; give nothing where none is."""
    return None if split is None else split_documents(units, split)


def sets_aside(split: Split, halves: Mapping[str, Half]) -> bool:
    """Say whether some documents may be read and others not.

    ``estimation: 1`` declares that nobody has looked at any, unless a lock knows better.
    """
    return split.estimation < 1 or "discovery" in halves.values()


def drawn_halves(units: TokenizedUnits, split: Split) -> dict[str, Half]:
    """Part documents by the rule alone, whatever a lock knows of them.

    Raises
    ------
    InvalidInput
        When the metadata lack a column of `split.by`.
    """
    _require_columns(units.metadata, split.by)
    halves: dict[str, Half] = {}
    clusters = _members(document_clusters(units))
    for group, own in _strata(units.metadata, clusters, split.by).items():
        # rounding is drawn, once for a group: the share is right on the whole, however small the groups
        kept = math.floor(split.estimation * len(own) + _draw(split.seed, "group", *group))
        for rank, docs in enumerate(sorted(own, key=lambda docs: _draw(split.seed, "cluster", docs[0]))):
            halves |= dict.fromkeys(docs, "estimation" if rank < kept else "discovery")
    return halves


def documents_of(halves: Mapping[str, Half], half: Half) -> tuple[str, ...]:
    """Give the documents of one half."""
    return tuple(doc for doc, own in halves.items() if own == half)


def split_rows(units: TokenizedUnits, halves: Mapping[str, Half], by: Sequence[str]) -> list[dict[str, Any]]:
    """Count documents, clusters and units of each half, group by group.

    Returns
    -------
    One row a group and half, with the columns of `by`, ``half``, ``documents``, ``clusters``, ``units``.
    """
    clusters = document_clusters(units)
    lengths = Counter(unit.doc for unit in units.units)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for doc, half in halves.items():
        groups[(*(units.metadata[doc].get(column, "") for column in by), half)].append(doc)
    return [
        {
            **dict(zip((*by, "half"), group, strict=True)),
            "documents": len(docs),
            "clusters": len({clusters[doc] for doc in docs}),
            "units": sum(lengths[doc] for doc in docs),
        }
        for group, docs in sorted(groups.items())
    ]


def split_csv(halves: Mapping[str, Half]) -> str:
    """Write every document with its half as the text of a CSV file."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerows([("doc", "half"), *sorted(halves.items())])
    return lines.getvalue()


def subset(units: TokenizedUnits, documents: Collection[str]) -> TokenizedUnits:
    """Keep the units, lines and metadata of some documents.

    What was found out over the whole corpus stays as it is: weights of repeated passages, the list of
    duplicates, collocations, repairs.
    """
    kept = set(documents)
    rows = [row for row, unit in enumerate(units.units) if unit.doc in kept]
    return replace(
        units,
        units=tuple(units.units[row] for row in rows),
        tokens=tuple(units.tokens[row] for row in rows),
        weights=units.weights[rows],
        lines=tuple(line for line in units.lines if line.doc in kept),
        metadata={doc: facts for doc, facts in units.metadata.items() if doc in kept},
        document_weights={doc: own for doc, own in units.document_weights.items() if doc in kept},
        remarks={doc: own for doc, own in units.remarks.items() if doc in kept},
    )


def reading_of(scores: ThemeScores, units: TokenizedUnits) -> ThemeScores:
    """Keep an instrument's reading of some of the units that it read, in their order.

    The topics behind it, if there are any, are those of all units.
    """
    places = {unit: row for row, unit in enumerate(scores.unit_ids)}
    ids = tuple(unit.id for unit in units.units)
    rows = np.array([places[unit] for unit in ids], dtype=int)
    return replace(scores, unit_ids=ids, score=scores.score[rows], present=scores.present[rows])


def codes_of(codes: Codes, units: TokenizedUnits) -> Codes:
    """Keep what people coded of the units of the estimation half, in their order; count the others in a note.

    The probabilities by which units were drawn hold for them too: the draw was from these documents, or did
    not know of the split.
    """
    places = {unit: row for row, unit in enumerate(codes.unit_ids)}
    ids = tuple(unit.id for unit in units.units)
    rows = np.array([places[unit] for unit in ids], dtype=int)
    whole, kept = int(codes.coded.sum()), int(codes.coded[rows].sum())
    outside = (
        f"{whole - kept} of {whole} coded units lie outside the estimation half: nothing is measured or "
        "corrected by them."
    )
    return replace(
        codes,
        unit_ids=ids,
        notes=codes.notes if kept == whole else (*codes.notes, outside),
        ratings=codes.ratings[:, rows],
        probability=codes.probability[rows],
        strata=tuple(codes.strata[row] for row in rows) if codes.strata else (),
        remarks={unit: own for unit, own in codes.remarks.items() if unit in set(ids)},
    )


def _require_columns(metadata: Mapping[str, Mapping[str, str]], by: Sequence[str]) -> None:
    known = {column for facts in metadata.values() for column in facts}
    problems = [
        Problem("split.by", f"the metadata have no column '{column}'", nearest(column, known))
        for column in by
        if column not in known
    ]
    if problems:
        raise InvalidInput(problems)


def _members(clusters: Mapping[str, int]) -> list[list[str]]:
    """Give the documents of each cluster by name."""
    members: dict[int, list[str]] = defaultdict(list)
    for doc in sorted(clusters):
        members[clusters[doc]].append(doc)
    return list(members.values())


def _strata(
    metadata: Mapping[str, Mapping[str, str]], clusters: Sequence[list[str]], by: Sequence[str]
) -> dict[tuple[str, ...], list[list[str]]]:
    """Sort clusters into groups; a pair over two languages belongs to the group of both."""
    strata: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for docs in clusters:
        values = ("+".join(sorted({metadata[doc].get(column, "") for doc in docs})) for column in by)
        strata[tuple(values)].append(docs)
    return strata


def _draw(seed: int, *names: str) -> float:
    """Draw a number from 0 to 1 by names, the same everywhere."""
    text = "\x1f".join([str(seed), *names]).encode("utf-8")
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") / 2**64
