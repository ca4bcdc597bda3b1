"""How contrasts between languages read."""

from __future__ import annotations

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.comparison import NOT_SEPARABLE
from toolkit.themes.judgement import judged as judge

DOCS = {
    f"{language}{i}": {"language": language, "country": country}
    for language, country in (("zh", "China"), ("en", "US"))
    for i in range(4)
}
UNITS = TokenizedUnits((), (), (), (), DOCS)


def judged(contrasts, equivalence, units=UNITS):
    return judge(contrasts, equivalence, units)


def _contrast(by="language", theme="openness", first="zh", second="en"):
    return {
        "instrument": "dictionary",
        "theme": theme,
        "by": by,
        "first": first,
        "second": second,
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


def test_a_contrast_of_groups_that_speak_the_same_languages_is_left_as_it_is():
    docs = {
        f"{genre}{i}": {"language": "zh" if i % 2 else "en", "genre": genre}
        for genre in ("zh", "en")
        for i in range(4)
    }
    (row,) = judged([_contrast(by="genre")], [], TokenizedUnits((), (), (), (), docs))
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


def test_languages_under_another_name_are_judged_as_languages():
    contrast = _contrast(by="country", first="China", second="US")
    (row,) = judged([contrast], [])
    assert row["separable"] == "no"
    assert NOT_SEPARABLE in row["reading"]
    (row,) = judged([contrast], _checks())
    assert row["separable"] == "yes"


def test_groups_that_differ_in_their_languages_are_in_part_a_contrast_of_languages():
    docs = {
        f"{i}": {"language": "zh" if i in (0, 1, 2, 4) else "en", "genre": "zh" if i < 4 else "en"}
        for i in range(8)
    }
    (row,) = judged([_contrast(by="genre")], _checks(), TokenizedUnits((), (), (), (), docs))
    assert row["because"] == "the groups differ in their languages"
