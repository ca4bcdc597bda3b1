"""What the number of clusters allows: claims, intervals and tests, in one place.

Documents that belong together (the two sides of a translation pair, copies of one text) are one cluster. The
smaller group decides. Intervals and tests were chosen by how often they are wrong on simulated corpora, see
experiments/benchmarks/false_positives.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.themes.intervals import (
    LEVEL,
    Arrangements,
    Sample,
    difference_of_shares,
    korn_graubard,
    permutation_p,
)

CAUTIOUS, USUAL = 6, 12
"""Clusters from which a claim is cautious, and from which it is as usual."""

NOTHING = float("nan")


def claim_for(clusters: int) -> str:
    """Say what a number of clusters allows to claim.

    >>> claim_for(1), claim_for(4), claim_for(8), claim_for(30)
    ('this text only', 'description', 'cautious', 'usual')
    """
    if clusters <= 1:
        return "this text only"
    if clusters < CAUTIOUS:
        return "description"
    return "cautious" if clusters < USUAL else "usual"


def mean_interval(sample: Sample) -> tuple[float, float, str]:
    """Give the interval of one group's mean share, and how it was found or why there is none."""
    if sample.groups <= 1:
        return NOTHING, NOTHING, "none: one cluster"
    if sample.groups < CAUTIOUS:
        return float(sample.values.min()), float(sample.values.max()), "range of the documents"
    low, high = korn_graubard(sample)
    return low, high, "none: documents do not differ" if np.isnan(low) else "Korn–Graubard"


def difference_interval(sample: Sample, p: float) -> tuple[float, float, str]:
    """Give the interval of a difference of two groups' shares, and how it was found or why there is none.

    Parameters
    ----------
    sample
        Two groups.
    p
        What the test says: an interval is never surer than it, and reaches 0 where p is above 0.05.
    """
    clusters, documents = sizes(sample)
    if clusters <= 1:
        return NOTHING, NOTHING, f"none: one {'document' if documents <= 1 else 'cluster'}"
    if clusters < CAUTIOUS:
        what = "documents" if documents < CAUTIOUS else "clusters"
        return NOTHING, NOTHING, f"none: fewer than six {what}"
    low, high = difference_of_shares(sample)
    if np.isnan(low):
        return low, high, "none: documents do not differ"
    if p > 1 - LEVEL:
        low, high = min(low, 0.0), max(high, 0.0)
    return low, high, "Korn–Graubard, two groups"


@dataclass(frozen=True)
class DifferenceTest:
    """The test of one contrast for all themes at once."""

    name: str
    """What gives p, or why there is none."""

    statistics: np.ndarray
    """(arrangements, themes), row 0 as seen; without rows where there is no test."""

    smallest: float
    """The smallest p that the design can give."""

    @property
    def p(self) -> np.ndarray:
        """(themes,) p; not-a-number where there is no test."""
        if not len(self.statistics):
            return np.full(self.statistics.shape[1], NOTHING)
        return permutation_p(self.statistics)


def difference_test(design: Sample, ways: Arrangements | None, values: np.ndarray) -> DifferenceTest:
    """Test the differences of two groups in all themes by rearranging documents.

    From six clusters a side on differences are compared in their standard errors.

    Parameters
    ----------
    design
        Groups, clusters and counts.
    ways
        How documents could have stood; None where a side has one cluster.
    values
        (documents, themes) shares.
    """
    clusters, documents = sizes(design)
    if ways is None or clusters <= 1:
        reason = f"none: one {'document' if documents <= 1 else 'cluster'}"
        return DifferenceTest(reason, np.empty((0, values.shape[1])), NOTHING)
    name = "exact permutation of documents" if ways.is_complete else "permutation of documents, 9,999 drawn"
    statistic = ways.differences if clusters < CAUTIOUS else ways.studentised
    return DifferenceTest(name, statistic(values), ways.smallest)


def sizes(sample: Sample) -> tuple[int, int]:
    """Count the clusters, and the documents, of the group that has fewer."""
    sides = (sample.is_first, ~sample.is_first)
    return (
        min(len(np.unique(sample.clusters[side])) for side in sides),
        int(min(side.sum() for side in sides)),
    )
