"""The multitrait-multimethod matrix: every instrument's reading of every theme with every other.

Campbell & Fiske 1959: readings of one theme by different instruments should agree (convergent validity), more
than readings of different themes by whatever instruments do (discriminant validity).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, pairwise
from typing import Any

import numpy as np

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codes import Codes
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.validity.correlations import Correlations, Scope, correlate, interval_of
from toolkit.themes.validity.facts import UnitFacts, coded_weights, unit_facts

PEOPLE = "people"
"""Name of the human codes among the instruments."""

CONVERGENT = "monotrait-heteromethod"
SAME_INSTRUMENT = "heterotrait-monomethod"
NOTHING_SHARED = "heterotrait-heteromethod"


@dataclass(frozen=True)
class Mtmm:
    """Correlations of all measures; a measure is an instrument's reading of a theme."""

    measures: tuple[tuple[str, str], ...]
    """(instrument, theme) of each."""

    matrices: Mapping[Scope, Correlations]
    """By level, language and statistic."""

    sizes: Mapping[str, tuple[np.ndarray, ...]]
    """Of each language, (measures, measures) units, documents and clusters that both measures read."""

    def block(self, one: int, other: int) -> str:
        """Name the block of the matrix that two measures stand in."""
        (instrument, theme), (second, different) = self.measures[one], self.measures[other]
        if theme == different:
            return CONVERGENT
        return SAME_INSTRUMENT if instrument == second else NOTHING_SHARED

    @property
    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every two measures once."""
        count = len(self.measures)
        return ((one, other) for one in range(count) for other in range(one + 1, count))


def mtmm(
    units: TokenizedUnits, scores: Sequence[ThemeScores], codes: Codes | None = None, draws: int = 999
) -> Mtmm:
    """Correlate every instrument's reading of every theme with every other.

    Parameters
    ----------
    units
        That were read.
    scores
        One reading an instrument.
    codes
        Joined as one more instrument, `PEOPLE`, on the units that are coded, each counting for the units
        that it was drawn for (1 / probability).
    draws
        Of clusters of documents, for the intervals.
    """
    if not scores:
        return Mtmm((), {}, {})
    facts = unit_facts(units)
    groups = _groups(scores, codes, facts)
    drawn = facts.drawn(draws, "mtmm")
    assembly = _Assembly(groups, draws)
    for one, other in combinations_with_replacement(range(len(groups)), 2):
        rows = np.flatnonzero(groups[one].said & groups[other].said)
        if len(rows):
            own = facts.only(rows)
            assembly.add(one, other, own, _correlate(groups[one], groups[other], rows, own, drawn))
    return Mtmm(assembly.measures, assembly.matrices, assembly.sizes)


def mtmm_rows(matrix: Mtmm) -> list[dict[str, Any]]:
    """Give one row for every two measures, level and language, with intervals."""
    rows = []
    for level, language in dict.fromkeys((level, language) for level, language, _ in matrix.matrices):
        units, documents, clusters = matrix.sizes[language]
        for one, other in matrix.pairs:
            figures: dict[str, float] = {}
            for statistic in ("spearman", "phi", "kappa"):
                found = matrix.matrices.get((level, language, statistic))
                value, low, high = _figures(found, one, other, int(clusters[one, other]))
                figures |= {statistic: value, f"{statistic}_low": low, f"{statistic}_high": high}
            rows.append(
                {
                    "level": level,
                    "language": language,
                    "block": matrix.block(one, other),
                    "first_instrument": matrix.measures[one][0],
                    "first_theme": matrix.measures[one][1],
                    "second_instrument": matrix.measures[other][0],
                    "second_theme": matrix.measures[other][1],
                    **figures,
                    "units": int(units[one, other]),
                    "documents": int(documents[one, other]),
                    "clusters": int(clusters[one, other]),
                }
            )
    return rows


def mtmm_blocks(matrix: Mtmm) -> list[dict[str, Any]]:
    """Sum up the blocks for each theme, and count Campbell and Fiske's comparisons.

    Returns
    -------
    A row a level, language, statistic and theme: mean [interval], lowest and highest of the theme's
    correlations in each block, and how many of the comparisons ``convergent > other`` hold. Each convergent
    correlation is compared with those of its own two measures with other themes.
    """
    rows = []
    themes = dict.fromkeys(theme for _, theme in matrix.measures)
    for (level, language, statistic), found in matrix.matrices.items():
        _, documents, clusters = matrix.sizes[language]
        for theme in themes:
            members = _members(matrix, theme)
            if not members[CONVERGENT]:
                continue
            row = {"level": level, "language": language, "statistic": statistic, "theme": theme}
            for block, pairs in members.items():
                row |= _summary(found, pairs, block.replace("-", "_"), int(_least(clusters, pairs)))
            rows.append(
                {
                    **row,
                    **_comparisons(matrix, found.estimate, members),
                    "documents": int(_least(documents, members[CONVERGENT])),
                    "clusters": int(_least(clusters, members[CONVERGENT])),
                }
            )
    return rows


@dataclass(frozen=True)
class _Group:
    """Measures that read the same units."""

    measures: tuple[tuple[str, str], ...]
    score: np.ndarray
    present: np.ndarray
    said: np.ndarray
    """(units,) whether these measures say anything of a unit."""

    weights: np.ndarray


def _groups(scores: Sequence[ThemeScores], codes: Codes | None, facts: UnitFacts) -> list[_Group]:
    measures = tuple((reading.instrument, theme) for reading in scores for theme in reading.themes)
    groups = [
        _Group(
            measures,
            np.concatenate([reading.score for reading in scores], axis=1),
            np.concatenate([reading.present for reading in scores], axis=1),
            np.ones(len(facts.ids), dtype=bool),
            facts.weights,
        )
    ]
    for theme in codes.themes if codes else ():
        if any(theme in reading.themes for reading in scores):
            assert codes is not None
            value = codes.column(theme)[:, None]
            said = ~np.isnan(value[:, 0])
            coded = np.nan_to_num(value)
            if said.any():
                groups.append(_Group(((PEOPLE, theme),), coded, coded > 0, said, coded_weights(facts, codes)))
    return groups


def _correlate(
    first: _Group, second: _Group, rows: np.ndarray, own: UnitFacts, drawn: np.ndarray
) -> dict[Scope, Correlations]:
    """Correlate the measures of one or two groups on the units that both read, in their order."""
    groups = (first,) if first is second else (first, second)
    score, present = (
        np.concatenate([getattr(group, name)[rows] for group in groups], axis=1)
        for name in ("score", "present")
    )
    return correlate(score, present, own, second.weights[rows], drawn)


class _Assembly:
    """Puts correlations of groups of measures into their places among all measures."""

    def __init__(self, groups: Sequence[_Group], draws: int) -> None:
        self.measures = tuple(measure for group in groups for measure in group.measures)
        ends = np.cumsum([0, *(len(group.measures) for group in groups)])
        self._at = [slice(start, end) for start, end in pairwise(ends.tolist())]
        self._draws = draws
        self.matrices: dict[Scope, Correlations] = {}
        self.sizes: dict[str, tuple[np.ndarray, ...]] = {}

    def add(self, one: int, other: int, own: UnitFacts, found: Mapping[Scope, Correlations]) -> None:
        """Put the correlations of two groups, first and last in `found`, where they belong."""
        count, here, there = len(self.measures), self._at[one], self._at[other]
        first, last = slice(None, here.stop - here.start), slice(there.start - there.stop, None)
        for scope, each in found.items():
            if scope not in self.matrices:
                empty = np.full((self._draws + 1, count, count), np.nan)
                self.matrices[scope] = Correlations(empty[0], empty[1:])
            whole = self.matrices[scope]
            for target, source in ((whole.estimate, each.estimate), (whole.drawn, each.drawn)):
                target[..., here, there] = source[..., first, last]
                target[..., there, here] = source[..., last, first]
        for language in dict.fromkeys(language for _, language, _ in found):
            if language not in self.sizes:
                self.sizes[language] = tuple(np.zeros((count, count), dtype=int) for _ in range(3))
            spoken = own.languages == language if language in own.spoken else own.languages != ""
            seen = own.sizes(np.flatnonzero(spoken))
            for name, matrix in zip(("units", "documents", "clusters"), self.sizes[language], strict=True):
                matrix[here, there] = matrix[there, here] = seen[name]


def _figures(found: Correlations | None, one: int, other: int, clusters: int) -> tuple[float, float, float]:
    if found is None:
        return float("nan"), float("nan"), float("nan")
    value = float(found.estimate[one, other])
    if np.isnan(value):
        return value, value, value
    return value, *interval_of(found.drawn[:, one, other], clusters)


def _members(matrix: Mtmm, theme: str) -> dict[str, list[tuple[int, int]]]:
    """Sort the pairs that a theme takes part in by block."""
    members: dict[str, list[tuple[int, int]]] = {
        block: [] for block in (CONVERGENT, SAME_INSTRUMENT, NOTHING_SHARED)
    }
    for one, other in matrix.pairs:
        if theme in (matrix.measures[one][1], matrix.measures[other][1]):
            members[matrix.block(one, other)].append((one, other))
    return members


def _summary(
    found: Correlations, pairs: Sequence[tuple[int, int]], name: str, clusters: int
) -> dict[str, Any]:
    one, other = np.array(pairs, dtype=int).reshape(-1, 2).T
    values, drawn = found.estimate[one, other], found.drawn[:, one, other]
    known = ~np.isnan(values)
    figures = {name: float("nan"), f"{name}_low": float("nan"), f"{name}_high": float("nan")}
    lowest = highest = float("nan")
    if known.any():
        low, high = interval_of(drawn[:, known].mean(axis=1), clusters)
        figures = {name: float(values[known].mean()), f"{name}_low": low, f"{name}_high": high}
        lowest, highest = float(values[known].min()), float(values[known].max())
    return {**figures, f"{name}_least": lowest, f"{name}_most": highest, f"{name}_pairs": int(known.sum())}


def _comparisons(
    matrix: Mtmm, estimate: np.ndarray, members: Mapping[str, Sequence[tuple[int, int]]]
) -> dict[str, int]:
    """Count comparisons of each convergent correlation with those in its row and column, and those won."""
    made = won = 0
    others = [*members[SAME_INSTRUMENT], *members[NOTHING_SHARED]]
    for one, other in members[CONVERGENT]:
        rivals = [estimate[pair] for pair in others if {one, other} & set(pair)]
        rivals = [value for value in rivals if not np.isnan(value)]
        if not np.isnan(estimate[one, other]):
            made += len(rivals)
            won += sum(bool(estimate[one, other] > value) for value in rivals)
    return {"comparisons": made, "comparisons_won": won}


def _least(sizes: np.ndarray, pairs: Sequence[tuple[int, int]]) -> int:
    return min((int(sizes[pair]) for pair in pairs), default=0)
