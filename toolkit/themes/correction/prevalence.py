"""Corrected prevalence, row by row beside the measured one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from toolkit.errors import InvalidInput, Problem
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.clusters import document_clusters
from toolkit.themes.codes import Codes
from toolkit.themes.correction.shares import Share, corrected_share
from toolkit.themes.correction.tallies import tally
from toolkit.themes.decisions import CAUTIOUS
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.prevalence import document_counts, groups

FEWEST_CODED = 20
"""Coded units of a language that a group or document needs to be corrected, unless all its units are coded:
the simulation of experiments/benchmarks/correction.py begins there."""

NOTHING = float("nan")
TEXTS, DOCUMENTS = "corrected: these texts", "corrected: documents like these"


@dataclass(frozen=True)
class CorrectedPrevalence:
    """One share of one theme by one instrument, corrected by codes."""

    instrument: str
    theme: str
    by: str
    """document, or the column of the metadata that makes the groups."""

    group: str
    corrected: float
    """The measured share, moved as far as the codes contradict it; not-a-number where there is a reason not
    to correct."""

    corrected_low: float
    corrected_high: float
    """Of what `correction` says: these texts, or documents like these."""

    texts_low: float
    texts_high: float
    """What people would find who coded every unit of these texts."""

    by_codes: float
    """The posterior mean: what codes and measure say where the codes have all the say. Less biased than
    `corrected`, and less steady while codes are few."""

    correction: str
    """What the interval is about, or why nothing is corrected."""

    coded: int
    coded_positive: int
    corrected_pooled: float
    """Share among all units of the group, longer documents weighing more."""


def corrected_prevalence(
    units: TokenizedUnits, scores: ThemeScores, codes: Codes, by: Sequence[str] = ("language",)
) -> list[dict[str, Any]]:
    """Correct every theme's prevalence, by document and by each grouping.

    Parameters
    ----------
    units
        The units that were read, with their documents' metadata.
    scores
        One instrument's reading.
    codes
        What people coded, with the probabilities by which units were drawn.
    by
        Columns of the metadata.

    Returns
    -------
    Rows with the fields of `CorrectedPrevalence`, in the order of `prevalence`.

    Raises
    ------
    InvalidInput
        For scores or codes of other units.
    """
    evidence = Evidence.of(units, scores, codes)
    parts = [("document", doc, [doc]) for doc in units.documents]
    parts += [(name, group, docs) for name in by for group, docs in groups(units.metadata, name).items()]
    return [
        asdict(_row(evidence, theme, column, group, docs))
        for theme in scores.themes
        for column, group, docs in parts
    ]


@dataclass(frozen=True)
class Evidence:
    """Units, what an instrument says of them, and what people say."""

    units: TokenizedUnits
    scores: ThemeScores
    codes: Codes
    clusters: Mapping[str, int]

    @classmethod
    def of(cls, units: TokenizedUnits, scores: ThemeScores, codes: Codes) -> Evidence:
        """Lay scores and codes beside units.

        Raises
        ------
        InvalidInput
            Where they speak of other units.
        """
        ids = tuple(unit.id for unit in units.units)
        problems = [
            Problem(
                name,
                f"{len(other)} units that are not the {len(ids)} units of the corpus in their order",
                "Read scores and codes again with the units of this run.",
            )
            for name, other in (
                (f"scores of {scores.instrument}", scores.unit_ids),
                ("codes", codes.unit_ids),
            )
            if other != ids
        ]
        if problems:
            raise InvalidInput(problems)
        return cls(units, scores, codes, document_clusters(units))

    @cached_property
    def rows_of(self) -> dict[str, np.ndarray]:
        """The numbers of each document's units."""
        rows: dict[str, list[int]] = {doc: [] for doc in self.units.documents}
        for row, unit in enumerate(self.units.units):
            rows[unit.doc].append(row)
        return {doc: np.array(own, dtype=int) for doc, own in rows.items()}

    @cached_property
    def languages(self) -> np.ndarray:
        """(units,) the language of each unit."""
        return np.array([unit.language for unit in self.units.units])

    def reason(self, theme: str, docs: Sequence[str]) -> str:
        """Say why a share of these documents cannot be corrected; nothing where it can."""
        if theme not in self.codes.themes:
            return "not corrected: nobody coded this theme"
        rows = np.concatenate([self.rows_of[doc] for doc in docs])
        coded = rows[~np.isnan(self.codes.column(theme)[rows])]
        if not len(coded):
            return "not corrected: no unit coded"
        unknown = int(np.isnan(self.codes.probability[coded]).sum())
        if unknown:
            return f"not corrected: {unknown} of {len(coded)} coded units without a sampling probability"
        return self._too_few(rows, coded)

    def _too_few(self, rows: np.ndarray, coded: np.ndarray) -> str:
        for language in np.unique(self.languages[rows]):
            some, every = (int((self.languages[own] == language).sum()) for own in (coded, rows))
            if some < min(FEWEST_CODED, every):
                return f"not corrected: {some} of {every} {language} units coded, {FEWEST_CODED} needed"
        return ""

    def share(self, theme: str, docs: Sequence[str], pooled: bool = False) -> Share:
        """Correct the share of some documents: the mean of their means, or among all their units."""
        rows = np.concatenate([self.rows_of[doc] for doc in docs])
        weights = []
        for doc, count in zip(docs, document_counts(self.units, docs), strict=True):
            own = self.units.weights[self.rows_of[doc]]
            weights.append(count * own if pooled else count * own / own.sum())
        return corrected_share(
            tally(
                self.scores.column(theme)[1][rows],
                self.codes.column(theme)[rows],
                self.codes.probability[rows],
                np.concatenate(weights),
                np.unique(self.languages[rows], return_inverse=True)[1],
                np.unique(
                    np.repeat([self.clusters[doc] for doc in docs], [len(own) for own in weights]),
                    return_inverse=True,
                )[1],
            )
        )

    def count(self, docs: Sequence[str]) -> int:
        """Count documents, those that belong together once."""
        return len({self.clusters[doc] for doc in docs})


def _row(evidence: Evidence, theme: str, column: str, group: str, docs: Sequence[str]) -> CorrectedPrevalence:
    coded, positive = 0, 0
    if theme in evidence.codes.themes:
        codes = evidence.codes.column(theme)[np.concatenate([evidence.rows_of[doc] for doc in docs])]
        coded, positive = int((~np.isnan(codes)).sum()), int((codes == 1).sum())
    reason = evidence.reason(theme, docs)
    row = CorrectedPrevalence(
        evidence.scores.instrument,
        theme,
        column,
        group,
        *(NOTHING,) * 6,
        correction=reason,
        coded=coded,
        coded_positive=positive,
        corrected_pooled=NOTHING,
    )
    if reason:
        return row
    share = evidence.share(theme, docs)
    speaks_of_documents = evidence.count(docs) >= CAUTIOUS
    low, high = share.documents if speaks_of_documents else share.texts
    return replace(
        row,
        corrected=float(share.estimate),
        corrected_low=float(low),
        corrected_high=float(high),
        texts_low=float(share.texts[0]),
        texts_high=float(share.texts[1]),
        by_codes=float(share.centre),
        correction=DOCUMENTS if speaks_of_documents else TEXTS,
        corrected_pooled=float(evidence.share(theme, docs, pooled=True).estimate),
    )
