"""The methods text says what was done with human codes, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.reports import Account
from toolkit.reports.claims import claims
from toolkit.themes import Codes


def _account(ratings, probability, reliability, prevalence=(), notes=(), **more):
    ratings = np.array(ratings, dtype=float)[:, :, None]
    ids = tuple(f"d#{i}" for i in range(ratings.shape[1]))
    coders = ("anna", "bo")[: len(ratings)]
    codes = Codes(("openness",), ids, coders, ratings, np.array(probability, dtype=float), notes=notes)
    account = object.__new__(Account)  # features and solutions play no part in claims
    facts = {
        "codes": codes, "reliability": reliability, "prevalence": list(prevalence), "contrasts": [], "runs": 1,
        "scores": ["one"], "standing": "Results are exploratory.", "estimated": None,
    }  # fmt: skip
    for name, value in (facts | more).items():
        object.__setattr__(account, name, value)
    return account


def _told(account):
    return "\n".join(claims(account))


def _row(language="en", alpha=0.9, twice=3):
    return {"theme": "openness", "language": language, "alpha": alpha, "twice": twice}


def _share(corrected):
    return {"by": "language", "corrected": corrected}


def test_the_agreement_of_one_language_is_told():
    said = _told(_account([[1, 0, 1], [1, 0, 1]], [0.5] * 3, [_row()]))
    assert "3 of 3 units were coded by anna and bo (Krippendorff's alpha: openness 0.90)" in said


def test_codes_of_one_coder_and_codes_that_do_not_vary_are_told_apart():
    once = _told(_account([[1, 0]], [0.5] * 2, [_row(alpha=np.nan, twice=0)]))
    alike = _told(_account([[1, 1], [1, 1]], [0.5] * 2, [_row(alpha=np.nan, twice=2)]))
    assert "no unit was coded twice" in once
    assert "codes do not vary" in alike


def test_notes_of_the_codes_are_told():
    said = _told(_account([[1, 0]], [0.5] * 2, [_row(twice=0)], notes=("Texts are others.", "Half is left.")))
    assert "says why. Texts are others. Half is left.\n" in said


def test_codes_of_other_units_are_called_no_measure_of_these():
    said = _told(_account([[np.nan] * 3], [np.nan] * 3, [], notes=("All lie elsewhere.",)))
    assert "None of the 3 units that estimates come from was coded: instruments were not measured" in said
    assert "not corrected. All lie elsewhere.\n" in said
    assert "Agreement with human codes: not done in this run." in said
    assert "human_machine" not in said
    assert "drawn with known probabilities" not in said


def test_correction_is_told_by_what_was_corrected():
    codes = [[1, 0, 1], [1, 0, 1]]
    none = _told(_account(codes, [0.5] * 3, [_row()], [_share(np.nan)]))
    some = _told(_account(codes, [0.5, 0.5, np.nan], [_row()], [_share(0.2), _share(np.nan)]))
    assert "No share of a group could be corrected" in none
    assert "1 of 2 shares of groups" in some
    assert "How 1 of them were drawn is not recorded" in some


@pytest.mark.parametrize(
    ("sizes", "due", "said"),
    [
        (
            (3, 1),
            [0.5, 0.1],
            "over 3 runs, and pooled (table effects_over_runs): 1 of 2 coefficients owe over 0.3",
        ),
        (
            (1, 20),
            [np.nan],
            "over 20 draws of theme shares (seeded-lda), and pooled (table effects_over_runs).",
        ),
        ((3, 20), [0.0], "over 3 runs and 20 draws of theme shares in each (seeded-lda), and pooled"),
    ],
)
def test_effects_over_runs_are_told_with_what_they_hang_on(sizes, due, said):
    names = {"instrument": "seeded-lda", "runs": sizes[0], "draws": sizes[1]}
    rows = [names | {"due_to_runs": own} for own in due]
    assert f"Effects were estimated anew {said}" in _told(
        _account([[1]], [1], [], codes=None, effects_over_runs=rows)
    )
    assert "estimated anew" not in _told(_account([[1]], [1], [], codes=None))


def test_without_codes_nothing_is_claimed():
    assert "None: instruments were not measured against people" in _told(_account([[1]], [1], [], codes=None))
