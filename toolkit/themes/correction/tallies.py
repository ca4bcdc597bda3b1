"""What a correction needs of units: weights and codes, added up by cell and cluster of documents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Tallies:
    """Weights of one group's units, added up by cell and cluster of documents.

    A cell is a language by what the instrument said: 0 absent, 1 present in the first language, 2 absent, 3
    present in the second … Every field is (..., cells, clusters), and the weights of all units add up to 1.
    Leading axes hold repetitions.
    """

    total: np.ndarray
    """Weight of all units."""

    uncoded: np.ndarray
    """Weight of units nobody coded."""

    uncoded_squares: np.ndarray
    """The squares of these weights."""

    known: np.ndarray
    """Weight of units that people coded as carrying the theme."""

    speaking: np.ndarray
    """Weight by which coded units speak for uncoded ones."""

    speaking_squares: np.ndarray
    """The squares of these weights."""

    speaking_present: np.ndarray
    """The same weight, of units that people coded as carrying the theme."""


def tally(
    found: np.ndarray,
    codes: np.ndarray,
    probability: np.ndarray,
    weights: np.ndarray,
    strata: np.ndarray,
    clusters: np.ndarray,
) -> Tallies:
    """Add units up by cell and cluster.

    A unit drawn with probability π stands for 1/π units: for itself, and for (1 − π)/π that nobody coded.

    Parameters
    ----------
    found
        (units,) whether the instrument found the theme.
    codes
        (units,) 1 present, 0 absent, not-a-number where nobody coded. Units that were drawn and never coded
        are taken to be missing by chance.
    probability
        (units,) probability by which each unit was drawn; not-a-number where it was not.
    weights
        (units,) what each unit counts; on any scale.
    strata
        (units,) number of the unit's language, from 0: correction is done within it.
    clusters
        (units,) number of the cluster of documents, from 0.
    """
    weights = weights / weights.sum()
    coded, present = ~np.isnan(codes), codes == 1
    cells, columns = 2 * (int(strata.max()) + 1), int(clusters.max()) + 1
    cell = 2 * strata + found
    place = cell * columns + clusters
    # units that were drawn and left open, or tied, are spoken for by the coded ones of their cell
    asked = coded | ~np.isnan(probability)
    answered = np.bincount(cell, coded, cells) / np.maximum(1, np.bincount(cell, asked, cells))
    drawn = np.where(coded, probability * answered[cell], 1.0)
    speaking = weights * (1 - drawn) / drawn

    def add(values: np.ndarray) -> np.ndarray:
        return np.bincount(place, values, cells * columns).reshape(cells, columns)

    return Tallies(
        total=add(weights),
        uncoded=add(weights * ~coded),
        uncoded_squares=add((weights * ~coded) ** 2),
        known=add(weights * present),
        speaking=add(speaking),
        speaking_squares=add(speaking**2),
        speaking_present=add(speaking * present),
    )
