"""Document means with the groups and clusters that they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

LEVEL = 0.95


@dataclass(frozen=True)
class Sample:
    """Document means with a sign for their group and the cluster they are drawn with."""

    values: np.ndarray
    """(documents,)."""

    is_first: np.ndarray
    """(documents,) whether a document is in the first group. All are, where there is one group."""

    clusters: np.ndarray
    """(documents,) number of each document's cluster, from 0."""

    counts: np.ndarray | None = None
    """(documents,) what each document counts; 1 each by default, less for copies of one text."""

    @property
    def base(self) -> np.ndarray:
        """(documents,) what each document counts."""
        return np.ones(len(self.values)) if self.counts is None else self.counts

    @property
    def sides(self) -> tuple[Sample, Sample]:
        """The first and the second group, each by itself."""
        return self._only(self.is_first), self._only(~self.is_first)

    @property
    def groups(self) -> int:
        """Number of clusters."""
        return int(self.clusters.max()) + 1

    def estimate(self, weights: np.ndarray | None = None) -> np.ndarray:
        """Give the difference of the groups' means, or the mean of the one group.

        Parameters
        ----------
        weights
            (draws, documents) how often each document was drawn; once each by default.
        """
        weights = self.base * (np.ones((1, len(self.values))) if weights is None else weights)
        result = weighted_mean(self.values, weights * self.is_first)
        if not self.is_first.all():
            result = result - weighted_mean(self.values, weights * ~self.is_first)
        return result

    def error(self, weights: np.ndarray | None = None, values: np.ndarray | None = None) -> np.ndarray:
        """Give the cluster-robust standard error of the estimate, with the factor G/(G−1)."""
        weights = np.ones((1, len(self.values))) if weights is None else weights
        values = np.broadcast_to(self.values if values is None else values, weights.shape)
        influence = np.zeros(weights.shape)
        for members, sign in ((self.is_first, 1.0), (~self.is_first, -1.0)):
            if members.any():
                inside = self.base * weights * members
                total = inside.sum(axis=1, keepdims=True)
                centre = (inside * values).sum(axis=1, keepdims=True) / total
                influence = influence + sign * inside * (values - centre) / total
        member = np.zeros((len(self.values), self.groups))
        member[np.arange(len(self.values)), self.clusters] = 1.0
        # a cluster drawn twice counts as two clusters: its squared influence is shared out
        drawn = np.maximum(weights @ member / member.sum(axis=0), 1.0)
        variance = ((influence @ member) ** 2 / drawn).sum(axis=1)
        return np.sqrt(variance * self.groups / max(1, self.groups - 1))

    def correlation(self) -> float:
        """Give the correlation of the two groups' means; 0 where no cluster has a side in each."""
        parts = []
        for side in (self.is_first, ~self.is_first):
            weights = self.base * side
            centre = (weights * self.values).sum() / weights.sum()
            parts.append(np.bincount(self.clusters, weights * (self.values - centre), self.groups))
        size = float(np.sqrt((parts[0] ** 2).sum() * (parts[1] ** 2).sum()))
        return float((parts[0] * parts[1]).sum()) / size if size > 0 else 0.0

    def _only(self, members: np.ndarray) -> Sample:
        return replace(
            self,
            values=self.values[members],
            is_first=np.ones(int(members.sum()), dtype=bool),
            clusters=np.unique(self.clusters[members], return_inverse=True)[1],
            counts=None if self.counts is None else self.counts[members],
        )


def weighted_mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Give the mean of values for each row of weights: (documents,) and (draws, documents) to (draws,)."""
    return (weights * values).sum(axis=1) / weights.sum(axis=1)
