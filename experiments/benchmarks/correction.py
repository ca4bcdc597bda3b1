"""Simulate corrected shares: how often intervals hold the truth, and whether correcting pays.

    python experiments/benchmarks/correction.py [--replicates 1000] [--seed 0] [--out FILE.csv]

Corpora of about 600 units in 10, 30 or 60 documents of unequal length: the share of the theme is Beta
distributed (mean: prevalence; spread: ICC), the instrument errs by its sensitivity and specificity, the same
in all documents or Beta distributed over them (``errors`` = vary, ICC 0.1). Units are drawn for coding from
all (``simple``), half of them from those in which the instrument found the theme (``found``), or three times
as often where another instrument (0.8, 0.9) found it (``other``). True are the share in these texts (the mean
over documents) and the prevalence that documents come from. Differences are to a group of the same make-up
with prevalence 0.3, sensitivity 0.8, specificity 0.9.

A row of the table is the worst over all error rates. RMSE is about these texts, ``ratio`` that of the
corrected to that of the measured share. Every cell uses the toolkit's own `corrected_share`. Cells that miss
a promise (coverage 0.93, ratio 1.05) are simulated once more, anew, with ten times as many replicates:
where a measure is nearly right, a single corpus of a thousand can make the ratio.
The last line printed is one JSON object. ``results/correction.csv`` is the table of 1,000 replicates, seed 0.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.themes.correction import Share, Tallies, corrected_difference, corrected_share

UNITS = 600
PREVALENCE = (0.05, 0.1, 0.3, 0.5, 0.7)
CODED = (20, 50, 100, 200, 500)
RATES = (0.6, 0.8, 0.9, 0.98)
FEW_RATES = ((0.6, 0.6), (0.9, 0.9), (0.98, 0.98), (0.6, 0.98))
ICC = (0.0, 0.1, 0.4)
DOCUMENTS = (10, 30, 60)
OTHER = (0.8, 0.9)
REFERENCE = (0.3, 0.8, 0.9)
LEAST_COVERAGE, MOST_RATIO = 0.93, 1.05


@dataclass(frozen=True)
class Setting:
    """What a corpus is like, but for its theme and instrument."""

    design: str = "found"
    errors: str = "same"
    documents: int = 30
    icc: float = 0.1

    @property
    def sizes(self) -> np.ndarray:
        """(documents,) units of each."""
        return np.round(np.linspace(0.5, 1.5, self.documents) * UNITS / self.documents).astype(int)

    @property
    def weights(self) -> np.ndarray:
        """(documents,) weight of a unit, where documents count alike."""
        return 1 / (self.documents * self.sizes)

    def by_document(self, marks: np.ndarray) -> np.ndarray:
        """Count marked units by document: (replicates, documents)."""
        starts = np.concatenate([[0], np.cumsum(self.sizes)[:-1]])
        return np.add.reduceat(marks, starts, axis=1, dtype=np.int32)


@dataclass(frozen=True)
class Corpora:
    """Replicates of a corpus; arrays are (replicates, units)."""

    setting: Setting
    present: np.ndarray
    found: np.ndarray
    other: np.ndarray
    """What another instrument found."""

    order: np.ndarray
    """Random keys: units are coded from the lowest."""

    @property
    def truth(self) -> np.ndarray:
        """(replicates,) share in these texts."""
        return (self.setting.by_document(self.present) * self.setting.weights).sum(1)


def main() -> None:
    """Read the arguments, simulate, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--replicates", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="CSV of the table")
    arguments = parser.parse_args()
    random = np.random.default_rng(arguments.seed)
    cells = [
        again(cell, arguments.replicates, arguments.seed) if misses(cell) else cell
        for setting, rates in plan()
        for cell in simulate(setting, PREVALENCE, rates, CODED, arguments.replicates, random)
    ]
    table = worst(cells)
    if arguments.out:
        write(table, arguments.out)
    show(table)
    print(json.dumps(summary(cells, arguments.replicates), ensure_ascii=False))


def plan() -> Iterator[tuple[Setting, Sequence[tuple[float, float]]]]:
    """Give settings with the error rates tried in each: all for the first design, four for the others."""
    every = tuple(itertools.product(RATES, RATES))
    for documents, icc in itertools.product(DOCUMENTS, ICC):
        yield Setting("found", "same", documents, icc), every
        for design, errors in (("found", "vary"), ("simple", "same"), ("other", "vary")):
            yield Setting(design, errors, documents, icc), FEW_RATES


def simulate(
    setting: Setting,
    prevalences: Sequence[float],
    rates: Sequence[tuple[float, float]],
    coded: Sequence[int],
    replicates: int,
    random: np.random.Generator,
) -> Iterator[dict[str, Any]]:
    """Correct replicates of every cell and compare with the truth."""
    prevalence, sensitivity, specificity = REFERENCE
    reference = corpora(setting, prevalence, sensitivity, specificity, replicates, random)
    others = {count: corrected_share(code(reference, count)) for count in coded}
    for prevalence, (sensitivity, specificity) in itertools.product(prevalences, rates):
        texts = corpora(setting, prevalence, sensitivity, specificity, replicates, random)
        for count in coded:
            tallies = code(texts, count)
            share = corrected_share(tallies)
            yield {
                **vars(setting),
                "prevalence": prevalence,
                "coded": count,
                "sensitivity": sensitivity,
                "specificity": specificity,
                **of_share(share, tallies, texts.truth, prevalence),
                **of_difference(share, others[count], texts.truth - reference.truth, prevalence),
            }


def misses(cell: Mapping[str, Any]) -> bool:
    """Tell whether a cell misses a promise."""
    return cell["ratio"] > MOST_RATIO or min(cell[name] for name in COVERAGES) < LEAST_COVERAGE


def again(cell: Mapping[str, Any], replicates: int, seed: int) -> dict[str, Any]:
    """Simulate a cell anew, ten times as long: coverages are averaged, and so are squared errors."""
    setting = Setting(**{name: cell[name] for name in Setting.__dataclass_fields__})
    rates = [(cell["sensitivity"], cell["specificity"])]
    random = np.random.default_rng([seed, 1])
    runs = [
        run
        for _ in range(10)
        for run in simulate(setting, [cell["prevalence"]], rates, [cell["coded"]], replicates, random)
    ]
    figures: dict[str, Any] = {"again": True}
    for name in runs[0]:
        values = np.array([run[name] for run in runs]) if name.startswith(FIGURES) else None
        if values is None:
            figures[name] = cell[name]
        else:
            figures[name] = float(np.sqrt((values**2).mean()) if name.startswith("rmse") else values.mean())
    return figures | {"ratio": figures["rmse_corrected"] / figures["rmse_measured"]}


def corpora(
    setting: Setting,
    prevalence: float,
    sensitivity: float,
    specificity: float,
    replicates: int,
    random: np.random.Generator,
) -> Corpora:
    """Draw texts, what they carry, and what instruments find in them."""

    def unit_values(mean: float, icc: float) -> np.ndarray:
        if icc == 0:
            return np.full((replicates, int(setting.sizes.sum())), np.float32(mean))
        size = 1 / icc - 1
        drawn = random.beta(mean * size, (1 - mean) * size, (replicates, setting.documents))
        return np.repeat(drawn.astype(np.float32), setting.sizes, axis=1)

    def chance() -> np.ndarray:
        return random.random((replicates, int(setting.sizes.sum())), dtype=np.float32)

    spread = 0.1 if setting.errors == "vary" else 0.0
    present = chance() < unit_values(prevalence, setting.icc)
    hits, passes = unit_values(sensitivity, spread), unit_values(specificity, spread)
    found = chance() < np.where(present, hits, 1 - passes)
    other = chance() < np.where(present, np.float32(OTHER[0]), np.float32(1 - OTHER[1]))
    return Corpora(setting, present, found, other, chance())


def code(texts: Corpora, count: int) -> Tallies:
    """Code units by the design and add them up, as `tally` does unit by unit."""
    setting = texts.setting
    stratum = {"simple": np.zeros_like(texts.found), "found": texts.found, "other": texts.other}[
        setting.design
    ]
    sizes = np.stack([(~stratum).sum(1), stratum.sum(1)])
    wanted = count / 2 if setting.design == "found" else count * 3 * sizes[1] / (3 * sizes[1] + sizes[0])
    second = np.clip(np.round(wanted), count - sizes[0], sizes[1]).astype(int)
    drawn = np.stack([count - second, second])
    coded = np.zeros_like(stratum)
    for level, number in enumerate(drawn):
        keys = np.where(stratum == bool(level), texts.order, np.float32(2))
        last = np.take_along_axis(np.sort(keys, axis=1), np.maximum(number - 1, 0)[:, None], axis=1)
        coded |= (keys <= last) & (number > 0)[:, None]
    probability = drawn / np.maximum(sizes, 1)
    return _tallies(texts, coded, stratum, np.where(drawn > 0, probability, 1.0))


def _tallies(texts: Corpora, coded: np.ndarray, stratum: np.ndarray, probability: np.ndarray) -> Tallies:
    by_document, weights = texts.setting.by_document, texts.setting.weights
    odds = ((1 - probability) / probability)[:, :, None]
    sums: dict[str, list[np.ndarray]] = {name: [] for name in Tallies.__dataclass_fields__}
    for found in (False, True):
        inside = texts.found == found
        every, some = by_document(inside), by_document(inside & coded)
        drawn = [inside & coded & (stratum == bool(level)) for level in (0, 1)]
        counts = [by_document(own) for own in drawn]
        present = [by_document(own & texts.present) for own in drawn]
        sums["total"].append(every * weights)
        sums["uncoded"].append((every - some) * weights)
        sums["uncoded_squares"].append((every - some) * weights**2)
        sums["known"].append(sum(present) * weights)
        sums["speaking"].append(sum(odds[level] * counts[level] for level in (0, 1)) * weights)
        sums["speaking_squares"].append(
            sum(odds[level] ** 2 * counts[level] for level in (0, 1)) * weights**2
        )
        sums["speaking_present"].append(sum(odds[level] * present[level] for level in (0, 1)) * weights)
    return Tallies(**{name: np.stack(parts, axis=1) for name, parts in sums.items()})


def of_share(share: Share, tallies: Tallies, truth: np.ndarray, prevalence: float) -> dict[str, float]:
    """Say how a share fares against the truth."""
    total, uncoded, known = (getattr(tallies, name).sum(-1) for name in ("total", "uncoded", "known"))
    speaking, speaking_present = tallies.speaking.sum(-1), tallies.speaking_present.sum(-1)
    positive, every = known + speaking_present, total - uncoded + speaking
    plain = share.measured + positive[:, 0] - (every - positive)[:, 1]
    rmse = {
        "rmse_measured": share.measured,
        "rmse_corrected": share.estimate,
        "rmse_centre": share.centre,
        "rmse_plain": plain,
        "rmse_coded": positive.sum(1) / every.sum(1),
    }
    figures = {name: float(np.sqrt(np.mean((value - truth) ** 2))) for name, value in rmse.items()}
    return {
        "texts": _holds(share.texts, truth),
        "documents_like": _holds(share.documents, prevalence),
        "width_texts": float(np.mean(share.texts[1] - share.texts[0])),
        "width_documents": float(np.mean(share.documents[1] - share.documents[0])),
        **figures,
        "ratio": figures["rmse_corrected"] / figures["rmse_measured"],
    }


def of_difference(share: Share, other: Share, truth: np.ndarray, prevalence: float) -> dict[str, float]:
    """Say how a difference fares against the truth."""
    _, *texts, _ = corrected_difference(share, other, documents=False)
    _, *documents, _ = corrected_difference(share, other)
    return {
        "difference_texts": _holds(texts, truth),
        "difference_documents": _holds(documents, prevalence - REFERENCE[0]),
    }


def _holds(interval: Sequence[np.ndarray], truth: np.ndarray | float) -> float:
    low, high = interval
    return float(np.mean((low - 1e-9 <= truth) & (truth <= high + 1e-9)))


KEYS = ("design", "errors", "documents", "icc", "prevalence", "coded")
WHERE = ("design", "documents", "icc", "prevalence", "sensitivity", "specificity")
COVERAGES = ("texts", "documents_like", "difference_texts", "difference_documents")
FIGURES = (*COVERAGES, "width", "rmse")


def worst(cells: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give for each setting, prevalence and number of coded units the worst over error rates."""
    rows: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for cell in cells:
        rows.setdefault(tuple(cell[key] for key in KEYS), []).append(cell)
    return [
        {
            **dict(zip(KEYS, key, strict=True)),
            **{name: round(min(cell[name] for cell in own), 3) for name in COVERAGES},
            **{
                name: round(float(np.mean([cell[name] for cell in own])), 3)
                for name in ("width_texts", "width_documents")
            },
            "ratio": round(max(cell["ratio"] for cell in own), 2),
            "median_ratio": round(float(np.median([cell["ratio"] for cell in own])), 2),
        }
        for key, own in rows.items()
    ]


def summary(cells: Sequence[Mapping[str, Any]], replicates: int) -> dict[str, Any]:
    """Count cells that miss a promise, and name the worst."""
    result: dict[str, Any] = {
        "cells": len(cells),
        "replicates": replicates,
        "simulated_again": sum("again" in cell for cell in cells),
    }
    for name in COVERAGES:
        values = np.array([cell[name] for cell in cells])
        result[name] = {
            "least": round(float(values.min()), 3),
            "mean": round(float(values.mean()), 3),
            "below": int((values < LEAST_COVERAGE).sum()),
        }
    for count in sorted({cell["coded"] for cell in cells}):
        own = [cell for cell in cells if cell["coded"] == count]
        ratio = np.array([cell["ratio"] for cell in own])
        result[f"rmse {count} coded"] = {
            "worse_than_measured": int((ratio > MOST_RATIO).sum()),
            "of": len(own),
            "most": round(float(ratio.max()), 2),
            "most_at": {key: own[int(ratio.argmax())][key] for key in WHERE},
            **{
                f"median {name}": round(float(np.median([c[f"rmse_{name}"] for c in own])), 4)
                for name in ("measured", "corrected", "centre", "plain", "coded")
            },
        }
    return result


def write(table: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def show(table: Sequence[Mapping[str, Any]]) -> None:
    """Print the table."""
    print("  ".join(f"{name[:12]:>12}" for name in table[0]))
    for row in table:
        print("  ".join(f"{value!s:>12}" for value in row.values()))


if __name__ == "__main__":
    main()
