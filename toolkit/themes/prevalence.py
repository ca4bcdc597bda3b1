"""How often a theme occurs: by document and by group, with what may be claimed.

The share of a document is the mean over its units; the share of a group the unweighted mean over
its documents, because documents are the sample. The number of clusters decides what is printed: documents
that belong together (the two sides of a translation pair, copies of one text) are one text, and count once.
Passages and documents that stand in the corpus more than once weigh less, if the preparation says so.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.clusters import document_clusters
from toolkit.themes.decisions import claim_for, mean_interval
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.intervals import Sample, block_bootstrap, design_effect, wilson


@dataclass(frozen=True)
class Prevalence:
    """One estimate of one theme by one instrument."""

    instrument: str
    theme: str
    by: str
    """document, or the column of the metadata that makes the groups."""

    group: str
    estimate: float
    low: float
    high: float
    interval: str
    """How low and high were found, or why there are none."""

    claim: str
    """What the number of clusters allows to claim."""

    documents: int
    clusters: int
    """Documents, those that belong together counted once."""

    units: int
    pooled: float
    """Share among all units of the group, longer documents weighing more."""

    deff: float
    """How much wider the spread is than for independent units."""


FEWEST_UNITS = 20
"""Below this, a document is too short to draw blocks of it."""


def prevalence(
    units: TokenizedUnits, scores: ThemeScores, by: Sequence[str] = ("language",)
) -> list[dict[str, Any]]:
    """Estimate every theme's prevalence by document and by each grouping.

    Parameters
    ----------
    units
        The units that were read, with their documents' metadata.
    scores
        One instrument's reading.
    by
        Columns of the metadata.

    Returns
    -------
    Rows with the fields of `Prevalence`.
    """
    rows: list[Prevalence] = []
    clusters = document_clusters(units)
    for theme in scores.themes:
        series = by_document(units, scores.column(theme)[1])
        rows += [_of_document(scores.instrument, theme, doc, values) for doc, values in series.items()]
        for column in by:
            for group, docs in groups(units.metadata, column).items():
                own = {doc: series[doc] for doc in docs}
                counts = document_counts(units, docs)
                rows.append(of_group(scores.instrument, theme, column, group, own, clusters, counts))
    return [asdict(row) for row in rows]


@dataclass(frozen=True)
class Series:
    """What one instrument says of the units of one document, in the order of the text."""

    values: np.ndarray
    """(units,) 1 where the theme is present, else 0."""

    weights: np.ndarray
    """(units,) what each unit counts."""

    def __len__(self) -> int:
        return len(self.values)

    @property
    def mean(self) -> float:
        """The weighted share of units."""
        return float((self.weights * self.values).sum() / self.weights.sum())


def by_document(units: TokenizedUnits, present: np.ndarray) -> dict[str, Series]:
    """Cut unit values into one series a document, in the order of the text."""
    rows: dict[str, list[int]] = {doc: [] for doc in units.documents}
    for row, unit in enumerate(units.units):
        rows[unit.doc].append(row)
    return {doc: Series(present[own].astype(float), units.weights[own]) for doc, own in rows.items()}


def document_counts(units: TokenizedUnits, docs: Sequence[str]) -> np.ndarray:
    """Say what each document of a group counts: copies that the group holds count as one text.

    What other groups reprint does not move a group's estimate.
    """
    counts = dict.fromkeys(docs, 1.0)
    for group in units.duplicates.documents:
        inside = [doc for doc in group.ids if doc in counts and units.document_weights.get(doc, 1.0) < 1]
        counts |= dict.fromkeys(inside, 1 / max(1, len(inside)))
    return np.array([counts[doc] for doc in docs])


def groups(metadata: Mapping[str, Mapping[str, str]], column: str) -> dict[str, list[str]]:
    """Sort documents into groups; those without a value are left out."""
    result: dict[str, list[str]] = {}
    for doc, facts in metadata.items():
        if facts.get(column):
            result.setdefault(facts[column], []).append(doc)
    return {group: sorted(docs) for group, docs in sorted(result.items())}


def seed_for(*parts: str) -> int:
    """Derive a seed from names, the same everywhere."""
    return zlib.crc32("\x1f".join(parts).encode("utf-8"))


def pooled_share(series: Sequence[Series], counts: np.ndarray) -> float:
    """Give the share among all units of some documents, longer documents weighing more."""
    weights = np.concatenate([count * own.weights for count, own in zip(counts, series, strict=True)])
    return float((weights * np.concatenate([own.values for own in series])).sum() / weights.sum())


def _of_document(instrument: str, theme: str, doc: str, series: Series) -> Prevalence:
    low, high, method = _interval_of_document(series, seed_for(instrument, theme, doc))
    mean = series.mean
    return Prevalence(
        instrument,
        theme,
        "document",
        doc,
        mean,
        low,
        high,
        method,
        claim_for(1),
        1,
        1,
        len(series),
        mean,
        1.0,
    )


def _interval_of_document(series: Series, seed: int) -> tuple[float, float, str]:
    """Give the interval of a share of one document's units, and how it was found.

    Wilson's below 20 units, and where none or all carry the theme. Otherwise the block bootstrap, on
    neither side nearer than Wilson's: runs of alike units can widen an interval, chance cannot narrow it.
    Units that weigh less count as parts of one.
    """
    parts = series.weights / series.weights.max()
    positive, total = float((parts * series.values).sum()), float(parts.sum())
    low, high = wilson(positive, total)
    if total < FEWEST_UNITS or positive in (0, total):
        return low, high, "Wilson"
    lower, higher = block_bootstrap(series.values, seed, weights=series.weights)
    return min(low, lower), max(high, higher), "block bootstrap"


def of_group(
    instrument: str,
    theme: str,
    column: str,
    group: str,
    series: Mapping[str, Series],
    clusters: Mapping[str, int],
    counts: np.ndarray,
) -> Prevalence:
    """Estimate the prevalence of one theme in one group of documents.

    Parameters
    ----------
    column, group
        What makes the group, and its name.
    series
        The group's documents with their units' values.
    clusters
        Number of each document's cluster.
    counts
        (documents,) what each document counts.
    """
    means = np.array([values.mean for values in series.values()])
    units = int(sum(len(values) for values in series.values()))
    seed = seed_for(instrument, theme, column, group)
    names, numbers = np.unique([clusters[doc] for doc in series], return_inverse=True)
    if len(means) == 1:
        low, high, method = _interval_of_document(next(iter(series.values())), seed)
    else:
        sample = Sample(means, np.ones(len(means), dtype=bool), numbers, counts)
        low, high, method = mean_interval(sample)
    pooled = pooled_share(list(series.values()), counts)
    deff, _ = design_effect([own.values for own in series.values()])
    return Prevalence(
        instrument,
        theme,
        column,
        group,
        float((counts * means).sum() / counts.sum()),
        low,
        high,
        method,
        claim_for(len(names)),
        len(means),
        len(names),
        units,
        pooled,
        deff,
    )
