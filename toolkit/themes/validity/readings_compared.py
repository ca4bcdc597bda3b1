"""Equivalence of what comes out: seed terms, vectors and topics of each language, and codes by people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from toolkit.themes.validity.checks import NAN, Check, EquivalenceRules, Outcome, in_words, judge
from toolkit.themes.validity.differential import FEWEST_POSITIVES, NEGLIGIBLE

Rows = Sequence[Mapping[str, Any]]

FEWEST_SETS = 5
"""Equivalence sets in use, below which their parity says nothing."""

FEWEST_FINDS = 3
"""A set is in use from so many units of one language on: two finds here and none there are chance."""

COVERAGE = "equivalence sets in both"
FUNCTIONING = "differential functioning"
CHANCE = "agreement with people (kappa)"


@dataclass(frozen=True)
class Leak:
    """What the vectors and topics of one joint solution tell of the language."""

    solution: str
    accuracy: float
    """Share of units whose language a classifier tells from their vector, documents held out."""

    chance: float
    """What naming languages blindly would reach."""

    units: int
    retrieved: float
    """Share of translated pairs that are nearest neighbours; not-a-number where there are no pairs."""

    pairs: int

    mixing: float
    """H(language | topic) / H(language), over all topics."""


def process_checks(
    coverage: Rows, leaks: Sequence[Leak], languages: Sequence[str], rules: EquivalenceRules
) -> Iterator[Check]:
    """Compare the means: seed terms in use, and vectors and topics that tell the language."""
    for theme in dict.fromkeys(row["theme"] for row in coverage):
        own = [row for row in coverage if row["theme"] == theme]
        for language in languages:
            terms = [row for row in own if row["language"] == language]
            found = sum(bool(row["finds"]) for row in terms)
            share = found / len(terms) if terms else NAN
            said = f"{found} of {len(terms)}"
            yield Check(
                "process",
                "seed terms found",
                "",
                theme,
                language,
                share,
                NAN,
                NAN,
                len(terms),
                "terms",
                "",
                "shown",
                said,
            )
        for pair in combinations(languages, 2):
            yield _coverage(own, theme, pair, rules)
    for leak in leaks:
        yield from _leak(leak, languages, rules)


def output_checks(
    accuracy: Rows, differential: Rows, calibrated: Rows, languages: Sequence[str], rules: EquivalenceRules
) -> Iterator[Check]:
    """Compare accuracy against people, differential functioning and calibration."""
    if not accuracy:
        nothing = {"instrument": "", "theme": "", "units": 0}
        said = "no units were coded by people"
        joined = " + ".join(languages)
        yield _of(nothing, "accuracy against people", joined, (NAN, NAN, NAN), "", "not testable", said)
    margins = {"sensitivity": rules.sensitivity, "specificity": rules.specificity}
    for row in accuracy:
        yield _accuracy(row, margins)
    for row in differential:
        yield from _differential(row)
    for row in calibrated:
        verdict = judge(row["gap_before_low"], row["gap_before_high"], rules.calibration)
        yield _of(
            row,
            "calibration by one curve",
            row["language"],
            (row["gap_before"], row["gap_before_low"], row["gap_before_high"]),
            f"within ± {rules.calibration:.2f}",
            verdict,
            in_words(verdict, row["gap_before_low"], row["gap_before_high"], rules.calibration),
        )


def _coverage(rows: Rows, theme: str, pair: tuple[str, str], rules: EquivalenceRules) -> Check:
    """Of the sets in use that have terms in both languages, count those that are found in both."""
    units: dict[str, dict[str, int]] = {language: {} for language in pair}
    for row in rows:
        if row["equivalence"] and row["language"] in units:
            own = units[row["language"]]
            own[row["equivalence"]] = own.get(row["equivalence"], 0) + row["units"]
    shared = set(units[pair[0]]) & set(units[pair[1]])
    used = {name for name in shared if max(units[lang][name] for lang in pair) >= FEWEST_FINDS}
    lacking = {lang: sorted(name for name in used if not units[lang][name]) for lang in pair}
    both = len(used) - sum(map(len, lacking.values()))
    share = both / len(used) if used else NAN
    verdict = "not testable" if len(used) < FEWEST_SETS else "pass" if share >= rules.coverage else "fail"
    said = [f"{both} of {len(used)}"]
    said += [f"{language} lacks {', '.join(names)}" for language, names in lacking.items() if names]
    said += [f"{FEWEST_SETS} sets in use are needed"] * (verdict == "not testable")
    return Check(
        "process",
        COVERAGE,
        "",
        theme,
        " − ".join(pair),
        share,
        NAN,
        NAN,
        len(used),
        "sets in use",
        f"at least {rules.coverage:.2f}",
        verdict,
        "; ".join(said),
    )


def _leak(leak: Leak, languages: Sequence[str], rules: EquivalenceRules) -> Iterator[Check]:
    most = leak.chance + rules.leak
    yield _of_solution(
        leak.solution,
        languages,
        ("language told from vectors", leak.accuracy, leak.units, "units"),
        leak.accuracy <= most,
        f"at most {most:.2f}",
        f"chance is {leak.chance:.2f}",
    )
    yield _of_solution(
        leak.solution,
        languages,
        ("translations retrieved", leak.retrieved, leak.pairs, "pairs of units"),
        leak.retrieved >= rules.retrieved,
        f"at least {rules.retrieved:.2f}",
        "share of units whose translation is nearest",
    )
    yield _of_solution(
        leak.solution,
        languages,
        ("languages mixed in topics", leak.mixing, leak.units, "units"),
        leak.mixing >= rules.mixing,
        f"at least {rules.mixing:.2f}",
        "1 would be as in the corpus",
    )


def _of_solution(
    solution: str,
    languages: Sequence[str],
    measured: tuple[str, float, int, str],
    is_alike: bool,
    standard: str,
    said: str,
) -> Check:
    check, value, n, counted = measured
    verdict = "not testable" if value != value else "pass" if is_alike else "fail"
    said = said if value == value else "not measured: see the notes of the leaks"
    joined = " + ".join(languages)
    return Check("process", check, solution, "", joined, value, NAN, NAN, n, counted, standard, verdict, said)


def _accuracy(row: Mapping[str, Any], margins: Mapping[str, float]) -> Check:
    figures = row["value"], row["low"], row["high"]
    measure, languages = row["measure"], row["language"]
    if " − " not in languages:
        if measure != "kappa":
            return _of(row, measure, languages, figures, "", "shown", "")
        return _of(row, CHANCE, languages, figures, "interval above 0", *_beyond_chance(*figures[:2]))
    if measure not in margins:
        # kappa moves with how common a theme is, which is what a comparison is after
        return _of(row, measure, languages, figures, "", "shown", "moves with prevalence")
    margin = margins[measure]
    standard = f"within ± {margin:.2f}"
    if row["positives"] < FEWEST_POSITIVES:
        said = f"{row['positives']} coded units with the theme in one language; {FEWEST_POSITIVES} are needed"
        return _of(row, measure, languages, figures, standard, "not testable", said)
    verdict = judge(*figures[1:], margin)
    return _of(row, measure, languages, figures, standard, verdict, in_words(verdict, *figures[1:], margin))


def _beyond_chance(value: float, low: float) -> tuple[Outcome, str]:
    if low > 0:
        return "pass", "agrees beyond chance"
    if value <= 0:
        return "fail", "no more than chance"
    return "not testable", "too few codes to tell it from chance"


def _differential(row: Mapping[str, Any]) -> Iterator[Check]:
    languages = f"{row['first']} − {row['second']}"
    for side, where in (("absent", "without the theme"), ("present", "with the theme")):
        figures = row[side], row[f"{side}_low"], row[f"{side}_high"]
        yield _of(row, f"log odds of a find, {where}", languages, figures, "", "shown", "")
    standard = f"p ≥ 0.05 or log odds within ± {NEGLIGIBLE}"
    yield _of(row, FUNCTIONING, languages, (row["p"], NAN, NAN), standard, row["verdict"], row["reading"])


def _of(
    row: Mapping[str, Any],
    check: str,
    languages: str,
    figures: tuple[float, float, float],
    standard: str,
    verdict: Any,
    reading: str,
) -> Check:
    return Check(
        "output",
        check,
        row["instrument"],
        row["theme"],
        languages,
        *figures,
        row["units"],
        "coded units",
        standard,
        verdict,
        reading,
    )
