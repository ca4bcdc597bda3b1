"""Corrected shares and differences: pure functions over tallies, in closed form, with nothing drawn.

Among coded units with the same reading f of the instrument the share that carries the theme is Beta
distributed, uncoded ones follow it (methods of small samples: Jeffreys' prior, Brown, Cai & DasGupta 2001).
Weighted by language and reading this is prediction-powered inference tuned for the least variance
(Angelopoulos, Duchi & Zrnic 2023), which for a binary reading is post-stratification by it. The shares of a
cell enter with the effective number of coded units (Kish 1965) and the sum over cells is taken to be Beta
distributed with its own mean and variance, as in Korn & Graubard 1998.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from toolkit.themes.correction.tallies import Tallies

LEVEL = 0.95
_Z = float(stats.norm.ppf((1 + LEVEL) / 2))

LEAN = 0.25
"""Each limit starts from Beta(¼, ¾) or Beta(¾, ¼), whichever leans outwards: half of the way from Jeffreys to
Clopper and Pearson. Over several cells Jeffreys' limits fell short for rare themes
(experiments/benchmarks/correction.py)."""

UNSEEN_DOCUMENT = 0.75
"""How many unseen documents, all of them or none of their units carrying the theme, each limit allows for,
divided by the effective number of documents that carry it (lack it): rare themes gathered in few documents
look more certain than they are."""

CAUTION = 5
"""Of n coded units a measure is believed 1 + 5/n times as far as the interval reaches: the fewer codes there
are, the more often they contradict a good measure by chance (experiments/benchmarks/correction.py)."""

Numbers = np.ndarray | np.float64
"""(...,) one value a repetition; a number where nothing is repeated."""


@dataclass(frozen=True)
class Share:
    """A corrected share; every field is (...,), one value a repetition."""

    estimate: Numbers
    """The measured share, moved as far as the codes contradict it."""

    centre: Numbers
    """The posterior mean: what the codes say by themselves."""

    measured: Numbers

    texts: tuple[Numbers, Numbers]
    """Interval about these texts: what people would find who coded every unit."""

    documents: tuple[Numbers, Numbers]
    """Interval about documents like these; not-a-number for one cluster."""


def corrected_share(tallies: Tallies) -> Share:
    """Correct a share by the codes of a sample.

    The estimate is the measured share where the interval about these texts holds it. Elsewhere it is the
    centre drawn towards the measured share by h²/|b|, but not out of the interval, with b from measured to
    centre and h from the centre to the limit on that side, times 1 + 5/n for n coded units (the nonnegative
    garrote, Breiman 1995): it leaves the measured share continuously and meets the centre where there are
    many codes. So few codes hardly ever worsen a good measure; the price is an estimate that stays behind the
    centre while codes are few.
    """
    n = _speaking(tallies)
    low, middle, high = (_Belief.of(tallies, present, n) for present in (LEAN, 0.5, 1 - LEAN))
    texts = low.texts(0), high.texts(1)
    documents = np.minimum(low.documents(0), texts[0]), np.maximum(high.documents(1), texts[1])
    measured = tallies.total[..., 1::2, :].sum((-2, -1))
    centre = np.clip(middle.mean, *texts)
    caution = 1 + _divide(np.float64(CAUTION), n.sum(-1))
    return Share(_moved(measured, centre, *texts, caution), centre, measured, texts, documents)


def corrected_difference(
    first: Share, second: Share, documents: bool = True
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Subtract two corrected shares of groups that have no unit in common.

    Limits are recovered from those of the shares (MOVER, Zou & Donner 2008), and p is read off them. Both
    ignore that the sides of a translation pair are alike, which widens the interval.

    Parameters
    ----------
    documents
        Whether the interval is about documents like these, or about these texts only.

    Returns
    -------
    difference, low, high, p.
    """
    (l1, u1), (l2, u2) = (side.documents if documents else side.texts for side in (first, second))
    difference, centre = first.estimate - second.estimate, first.centre - second.centre
    low = np.minimum(centre - np.hypot(first.centre - l1, u2 - second.centre), difference)
    high = np.maximum(centre + np.hypot(u1 - first.centre, second.centre - l2), difference)
    # the distance from the centre to the limit on the side of 0 is worth _Z standard errors
    away = np.where(centre > 0, centre - low, high - centre)
    z = np.where(away > 1e-12, _Z * _divide(np.abs(centre), away), np.inf)
    p = np.where(np.isnan(away), np.nan, np.where(np.abs(centre) < 1e-12, 1.0, 2 * stats.norm.sf(z)))
    return difference, low, high, p


@dataclass(frozen=True)
class _Belief:
    """What a prior makes of the codes."""

    mean: Numbers
    """(...,)."""

    variance: Numbers
    """(...,) of the share in these texts."""

    known: Numbers
    """(...,) share that people found already: the least it can be."""

    uncoded: Numbers
    """(...,) share that nobody coded: known + uncoded is the most it can be."""

    unit: Numbers
    """(...,) what an uncoded unit weighs."""

    weights: np.ndarray
    """(..., clusters) what each cluster weighs."""

    carried: np.ndarray
    """(..., clusters) weight of units that carry the theme, coded or believed to."""

    errors: np.ndarray
    """(..., clusters) what codes of the cluster add to the uncertainty of others."""

    @classmethod
    def of(cls, tallies: Tallies, present: float, n: np.ndarray) -> _Belief:
        """Start in every cell from Beta(present, 1 − present) and learn from n units."""
        speaking = tallies.speaking.sum(-1)
        positive = n * _divide(tallies.speaking_present.sum(-1), speaking)
        share = (positive + present) / (n + 1)
        uncoded, uncoded_squares = tallies.uncoded.sum(-1), tallies.uncoded_squares.sum(-1)
        known = tallies.known.sum((-2, -1))
        carried = (tallies.known + tallies.uncoded * share[..., None]).sum(-2)
        off = tallies.speaking_present - share[..., None] * tallies.speaking
        return cls(
            mean=known + (uncoded * share).sum(-1),
            # of a Beta-binomial total: the cell's share, and the uncoded units around it
            variance=(share * (1 - share) * (uncoded**2 + (n + 1) * uncoded_squares) / (n + 2)).sum(-1),
            known=known,
            uncoded=uncoded.sum(-1),
            unit=_divide(uncoded_squares.sum(-1), uncoded.sum(-1)),
            weights=tallies.total.sum(-2),
            carried=carried,
            errors=(_divide(uncoded, speaking)[..., None] * off).sum(-2),
        )

    def texts(self, side: int) -> Numbers:
        """Give the low (0) or high (1) limit about these texts, rounded outwards to whole units."""
        limit = _quantile(
            _divide(self.mean - self.known, self.uncoded), _divide(self.variance, self.uncoded**2), side
        )
        units = _divide(limit * self.uncoded, self.unit)
        whole = np.floor(units + 1e-9) if side == 0 else np.ceil(units - 1e-9)
        return self.known + np.minimum(whole * self.unit, self.uncoded)

    def documents(self, side: int) -> Numbers:
        """Give the low (0) or high (1) limit about documents like these.

        The variance is that of clusters' influences, or the coding's plus the spread of what clusters are
        believed to carry, whichever is larger; the degrees of freedom are Satterthwaite's, from the fourth
        moment of the influences, at most clusters − 1.
        """
        clusters = self.weights.shape[-1]
        if clusters < 2:
            return np.full(self.mean.shape, np.nan)
        apart = self.carried - self.weights * self.mean[..., None]
        influence = apart + self.errors
        between, together = (_between(parts) for parts in (apart, influence))
        variance = np.maximum(together, self.variance + between) * _widening(influence) ** 2
        unseen = UNSEEN_DOCUMENT / _carriers(self.carried if side else self.weights - self.carried)
        mean = (clusters * self.mean + unseen * side) / (clusters + unseen)
        return _quantile(mean, variance + unseen * (side - self.mean) ** 2 / clusters**2, side)


def _speaking(tallies: Tallies) -> np.ndarray:
    """Give the effective number of coded units of each cell (Kish 1965): (..., cells).

    Where they speak for fewer units than nobody coded, by chance or because units of one kind were not drawn
    at all, they count for that part only.
    """
    speaking, uncoded = tallies.speaking.sum(-1), tallies.uncoded.sum(-1)
    return _divide(speaking**2, tallies.speaking_squares.sum(-1)) * np.minimum(1, _divide(speaking, uncoded))


def _between(parts: np.ndarray) -> Numbers:
    """Give the variance of a sum over clusters."""
    clusters = parts.shape[-1]
    return clusters / (clusters - 1) * (parts**2).sum(-1)


def _widening(influence: np.ndarray) -> Numbers:
    """Say how much wider t makes an interval than z, with degrees of freedom from the fourth moment."""
    squares = influence**2
    shares = _divide(squares, squares.sum(-1, keepdims=True))
    freedom = 3 * _divide(np.ones(shares.shape[:-1]), (shares**2).sum(-1)) - 1
    return stats.t.ppf((1 + LEVEL) / 2, np.clip(freedom, 1, influence.shape[-1] - 1)) / _Z


def _carriers(weights: np.ndarray) -> Numbers:
    """Give the effective number of clusters that carry weight, at least 1."""
    return np.maximum(_divide(weights.sum(-1) ** 2, (weights**2).sum(-1)), 1.0)


def _moved(measured: Numbers, centre: Numbers, low: Numbers, high: Numbers, caution: Numbers) -> Numbers:
    bias = centre - measured
    reach = caution * np.where(bias > 0, centre - low, high - centre)
    pulled = np.where(np.abs(bias) <= reach, measured, centre - _divide(reach**2, bias))
    return np.clip(pulled, low, high)


def _quantile(mean: Numbers, variance: Numbers, side: int) -> Numbers:
    """Give the outer quantile of the Beta distribution of this mean and variance."""
    inside = np.clip(mean, 1e-9, 1 - 1e-9)
    size = np.maximum(inside * (1 - inside) / np.maximum(variance, 1e-15) - 1, 1e-3)
    level = (1 + LEVEL) / 2 if side else (1 - LEVEL) / 2
    limit = special.betaincinv(inside * size, (1 - inside) * size, level)
    return np.where(variance > 1e-15, limit, mean)


def _divide(over: Numbers, under: Numbers) -> np.ndarray:
    """Divide; 0 where there is nothing to divide by."""
    over, under = np.broadcast_arrays(over, under)
    return np.divide(over, under, out=np.zeros(over.shape), where=np.abs(under) > 1e-30)
