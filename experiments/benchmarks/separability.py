"""Ask how often a difference between languages is called a difference of theme, and how often it should be.

    python experiments/benchmarks/separability.py [--trials 200]

Two languages of forty documents each carry a theme in a fourth of their units; documents differ (beta, spread
as of nine units). An instrument reads them, equally well or not, and some units are coded by people. For each
number of coded units, the share of trials that `between_languages` calls separable, failing, or not settled.
Seed coverage is the same in both languages.
"""

from __future__ import annotations

import argparse
from collections import Counter

import numpy as np

from toolkit.preprocess import TokenizedUnits, Unit
from toolkit.themes import Codes, ThemeScores
from toolkit.themes.validity import (
    accuracy_by_language,
    between_languages,
    differential_functioning,
    equivalence,
)

DOCUMENTS = 40
CASES = {
    "read alike (sensitivity 0.80, specificity 0.95)": ((0.80, 0.80), (0.95, 0.95)),
    "sensitivity 0.85 and 0.65": ((0.85, 0.65), (0.95, 0.95)),
    "sensitivity 0.90 and 0.60": ((0.90, 0.60), (0.95, 0.95)),
    "specificity 0.97 and 0.87": ((0.80, 0.80), (0.97, 0.87)),
}
CODED = (100, 200, 300, 400, 800)
"""Coded units in each language."""

COVERAGE = [
    {"theme": "theme", "language": language, "equivalence": f"set{number}", "finds": 9, "units": 9}
    for language in ("en", "zh")
    for number in range(10)
]


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--trials", type=int, default=200)
    trials = parser.parse_args().trials
    print("| instrument | coded in each language | separable | fails | not settled |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, rates in CASES.items():
        for coded in CODED:
            random = np.random.default_rng(coded)
            found = Counter(trial(coded, *rates, random) for _ in range(trials))
            shares = " | ".join(
                f"{found[kind] / trials:.2f}" for kind in ("separable", "fails", "not settled")
            )
            print(f"| {name} | {coded} | {shares} |", flush=True)


def trial(
    coded: int,
    sensitivity: tuple[float, float],
    specificity: tuple[float, float],
    random: np.random.Generator,
) -> str:
    """Draw a coded sample of two languages and give the verdict in a word."""
    units, truth, is_english = draw_units(coded, random)
    found = np.where(
        truth,
        random.random(len(truth)) < np.where(is_english, *sensitivity),
        random.random(len(truth)) > np.where(is_english, *specificity),
    )
    ids = tuple(unit.id for unit in units.units)
    reading = ThemeScores("reader", ("theme",), ids, found[:, None].astype(float), found[:, None])
    codes = Codes(("theme",), ids, ("coder",), truth[None, :, None].astype(float), np.ones(len(ids)))
    accuracy, functioning = (
        measure(units, [reading], codes) for measure in (accuracy_by_language, differential_functioning)
    )
    rows = equivalence(units, COVERAGE, (), accuracy, functioning)
    verdict = between_languages(rows, "reader", "theme")
    if verdict.separable:
        return "separable"
    return "fails" if verdict.failing else "not settled"


def draw_units(coded: int, random: np.random.Generator) -> tuple[TokenizedUnits, np.ndarray, np.ndarray]:
    """Draw units of two languages, with what people say of each and whether it is English."""
    document = np.concatenate(
        [first + np.sort(random.integers(0, DOCUMENTS, coded)) for first in (0, DOCUMENTS)]
    )
    share = random.beta(0.25 * 9, 0.75 * 9, 2 * DOCUMENTS)
    truth = random.random(2 * coded) < share[document]
    language = {doc: "en" if doc < DOCUMENTS else "zh" for doc in range(2 * DOCUMENTS)}
    units = tuple(
        Unit(f"d{doc}#{number}", f"d{doc}", language[doc], number, number, "text")
        for number, doc in enumerate(document.tolist())
    )
    facts = {f"d{doc}": {"language": language[doc]} for doc in sorted(set(document.tolist()))}
    return TokenizedUnits(units, (("text",),) * len(units), (), (), facts), truth, document < DOCUMENTS


if __name__ == "__main__":
    main()
