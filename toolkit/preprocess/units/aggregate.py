"""Values of units become values of documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from toolkit.preprocess.units.cutting import Unit


def document_means(
    units: Sequence[Unit],
    values: Float[np.ndarray, "units columns"],
    lengths: Sequence[int] | None = None,
    weights: Sequence[float] | None = None,
) -> dict[str, Float[np.ndarray, " columns"]]:
    """Average the values of each document's units.

    Parameters
    ----------
    units
        In the order of the rows of `values`.
    values
        One row for each unit: shares, scores, or 0 and 1.
    lengths
        Tokens of each unit: a document's value is then its share of tokens, not of units.
    weights
        Weight of each unit for another reason, such as 1/3 for a text that occurs three times;
        multiplied with the lengths.

    Returns
    -------
    The weighted mean by document, in order of first appearance; NaN for a document whose units all weigh 0.

    >>> units = [Unit("a#0", "a", "en", 0, 0, "one"), Unit("a#1", "a", "en", 1, 1, "two and three")]
    >>> document_means(units, np.array([[1.0], [0.0]]), lengths=[1, 3])
    {'a': array([0.25])}
    """
    weight = np.ones(len(units))
    for factor in (lengths, weights):
        if factor is not None:
            weight = weight * np.asarray(factor, dtype=float)
    numbers = {doc: number for number, doc in enumerate(dict.fromkeys(unit.doc for unit in units))}
    rows = np.array([numbers[unit.doc] for unit in units], dtype=np.int64)
    sums = np.zeros((len(numbers), values.shape[1]))
    np.add.at(sums, rows, values * weight[:, None])
    totals = np.bincount(rows, weights=weight, minlength=len(numbers))
    means = np.full_like(sums, np.nan)
    np.divide(sums, totals[:, None], out=means, where=totals[:, None] > 0)
    return {doc: means[number] for doc, number in numbers.items()}
