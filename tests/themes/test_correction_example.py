"""On the texts of the example, whose codes are all known, corrected shares find what measured ones miss."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.themes import Codes, Dictionary, prevalence
from toolkit.themes.correction import corrected_prevalence
from toolkit.themes.gold import SampleRules, draw_sample, read_codes

DRAWS = 12


@pytest.mark.slow
def test_intervals_hold_the_true_share_and_estimates_are_nearer_to_it(technology_trade):
    units, codebook = technology_trade.features.units, technology_trade.codebook
    reading = Dictionary().score(technology_trade.features, codebook)
    # codes on which coders could differ are taken as absent, in the truth and in the sample
    known = np.nan_to_num(read_codes([technology_trade.folder / "truth.json"], units, codebook).value)
    exact = _shares(units, reading, _codes(reading, known, np.ones(len(units))))
    measured = {(row["theme"], row["group"]): row["estimate"] for row in prevalence(units, reading)}
    held, errors, errors_of_measured = [], [], []
    for seed in range(DRAWS):
        rows = {unit.id: row for row, unit in enumerate(units.units)}
        probability = np.full(len(units), np.nan)
        for drawn in draw_sample(units, codebook, SampleRules(units=240, coders=("anna",), seed=seed)).drawn:
            probability[rows[drawn.unit]] = drawn.probability
        for key, row in _shares(units, reading, _codes(reading, known, probability)).items():
            truth = exact[key]["corrected"]
            held.append(row["texts_low"] - 1e-9 <= truth <= row["texts_high"] + 1e-9)
            errors.append(row["corrected"] - truth)
            errors_of_measured.append(measured[key] - truth)
    assert np.mean(held) > 0.9
    assert np.linalg.norm(errors) < 0.7 * np.linalg.norm(errors_of_measured)


def _codes(reading, values, probability):
    ratings = np.where(np.isnan(probability)[:, None], np.nan, values)[None]
    return Codes(reading.themes, reading.unit_ids, ("anna",), ratings, probability)


def _shares(units, reading, codes):
    rows = corrected_prevalence(units, reading, codes)
    return {(row["theme"], row["group"]): row for row in rows if row["by"] == "language"}
