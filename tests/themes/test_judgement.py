"""How contrasts between languages read."""

from __future__ import annotations

from toolkit.themes.comparison import NOT_SEPARABLE
from toolkit.themes.judgement import judged


def _contrast(by="language", theme="openness"):
    return {
        "instrument": "dictionary",
        "theme": theme,
        "by": by,
        "first": "zh",
        "second": "en",
        "reading": f"4 points more in zh than in en; {NOT_SEPARABLE}" if by == "language" else "4 points",
    }


def _checks(verdict="pass", languages="en − zh", **other):
    verdicts = {
        name: verdict
        for name in (
            "agreement with people (kappa)",
            "sensitivity",
            "specificity",
            "differential functioning",
        )
    }
    rows = [("dictionary", check, each) for check, each in (verdicts | other).items()]
    rows.append(("", "equivalence sets in both", verdict))
    return [
        {
            "stage": "output",
            "check": check,
            "instrument": instrument,
            "theme": "openness",
            "languages": languages,
            "verdict": each,
            "n": 80,
        }
        for instrument, check, each in rows
    ]


def test_without_codes_a_difference_is_not_separable_and_the_reason_is_given():
    (row,) = judged([_contrast()], [])
    assert row["reading"] == (
        f"4 points more in zh than in en; {NOT_SEPARABLE} (not tested: no units were coded by people)"
    )
    assert row["separable"] == "no"


def test_a_contrast_of_other_groups_is_left_as_it_is():
    (row,) = judged([_contrast(by="genre")], [])
    assert (row["reading"], row["separable"]) == ("4 points", "")


def test_where_every_check_passes_it_is_a_difference_of_theme():
    (row,) = judged([_contrast()], _checks())
    assert row["separable"] == "yes"
    assert "; a difference of theme (" in row["reading"]
    assert NOT_SEPARABLE not in row["reading"]


def test_a_check_that_fails_is_named():
    (row,) = judged([_contrast()], _checks(sensitivity="fail"))
    assert row["separable"] == "no"
    assert "sensitivity differs" in row["reading"]


def test_other_themes_have_other_verdicts():
    (row,) = judged([_contrast(theme="self_reliance")], _checks())
    assert row["separable"] == "no"
