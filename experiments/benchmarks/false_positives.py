"""Count how often tests find a difference where there is none, and how often intervals hold the truth.

    python experiments/benchmarks/false_positives.py [--corpora 4000] [--studies tests intervals …]
                                                     [--out experiments/benchmarks/results]

A corpus is two groups of documents of 3 to 40 paragraphs. A document's chance that a paragraph carries the
theme is drawn from a beta distribution with the group's prevalence and the intraclass correlation (ICC)
wanted. The studies:

``tests``      what `toolkit.themes.contrasts` prints as p, at 0.05, with both groups alike; beside it a χ²
               test and a t-test over paragraphs, as if they were independent. Cells that lie more than a
               standard error above 0.05 go on to five times as many corpora
``lengths``    the same where the means are alike but one group's documents are long (30 to 60 paragraphs)
               and the other's short (3 to 8), so that documents cannot be exchanged; and how often the
               interval lies off zero as well, as a row must to be read as a difference
``intervals``  coverage of the printed intervals of groups and of differences, with and without a difference
``effects``    what `toolkit.themes.effects` prints as p for a group, beside a covariate that means nothing
               and is drawn anew for every corpus; cells above 0.05 go on as those of ``tests`` do

The test's definition is that of the package: the same arrangements, the same statistic, p = (b + 1)/(B + 1).
A corpus leaves the count only when it has met so many arrangements at least as extreme that p cannot be 0.05
or less any more, which changes nothing. Each study leaves a table: one row a cell, with the Monte-Carlo
standard error.
"""

from __future__ import annotations

import argparse
import csv
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from toolkit.themes.decisions import CAUTIOUS, difference_interval, mean_interval, sizes
from toolkit.themes.intervals import Arrangements, Sample, arrangements
from toolkit.themes.residuals import permuted_p, restricted
from toolkit.themes.robust_errors import least_squares

LEVEL = 0.05
EQUAL = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30)
DESIGNS = (*((n, n) for n in EQUAL), (4, 20), (6, 30), (12, 40))
ICCS = (0.0, 0.1, 0.2, 0.4)
PREVALENCES = (0.05, 0.2, 0.5)
BATCH = 2_000
"""Corpora that share one set of drawn arrangements, as the themes of one contrast do."""

Row = dict[str, Any]


def main() -> None:
    """Read the arguments, run the studies, write their tables."""
    studies = {"tests": alike, "lengths": lengths, "intervals": intervals, "effects": effects}
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpora", type=int, default=4_000, help="for tests; others take a part of them")
    parser.add_argument("--studies", nargs="+", choices=studies, default=list(studies))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in arguments.studies:
        rows = []
        for row in studies[name](arguments.corpora):
            rows.append(row)
            print(name, *row.values(), flush=True)
        with (arguments.out / f"false_positives_{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def alike(corpora: int) -> Iterator[Row]:
    """Count false positives in every cell where both groups are alike."""
    for (first, second), prevalence, icc in product(DESIGNS, PREVALENCES, ICCS):
        row = _false_positives(first, second, prevalence, icc, corpora)
        if row["printed"] > LEVEL + row["error"]:
            row = _false_positives(first, second, prevalence, icc, 5 * corpora)
        yield row


def lengths(corpora: int) -> Iterator[Row]:
    """Count false positives where only the means are alike, because one group's documents are longer."""
    for (first, second), prevalence, icc in product(
        ((6, 6), (12, 12), (6, 30), (12, 40), (30, 6), (40, 12)), PREVALENCES, (0.0, 0.2)
    ):
        yield _false_positives(first, second, prevalence, icc, corpora // 2, ((3, 8), (30, 60)))


def _false_positives(
    first: int,
    second: int,
    prevalence: float,
    icc: float,
    corpora: int,
    spans: tuple[tuple[int, int], ...] = (),
) -> Row:
    design = _design(first, second)
    random = _random("tests", first, second, prevalence, icc)
    found = {"permutation": 0, "claimed": 0, "chi_square": 0, "t_test": 0}
    smallest = 1.0
    for batch in range(-(-corpora // BATCH)):
        ways = arrangements(design, batch)
        smallest = ways.smallest
        count = min(BATCH, corpora - batch * BATCH)
        sides = [
            _documents(size, prevalence, icc, count, random, span)
            for size, span in zip((first, second), spans or ((3, 40), (3, 40)), strict=True)
        ]
        positive, totals = (np.concatenate(part, axis=1) for part in zip(*sides, strict=True))
        shares = (positive / totals).T
        columns = rejected(ways, shares)
        found["permutation"] += len(columns)
        if spans:
            ends = [difference_interval(replace(design, values=own), 0.0) for own in shares.T[columns]]
            found["claimed"] += sum(low > 0 or high < 0 for low, high, _ in ends)
        for name, p in _naive(positive, totals, first).items():
            found[name] += int((p <= LEVEL).sum())
    rate = found["permutation"] / corpora
    claimed = {"and_interval_off_zero": round(found["claimed"] / corpora, 5)} if spans else {}
    return {
        "first": first,
        "second": second,
        "prevalence": prevalence,
        "icc": icc,
        "corpora": corpora,
        "smallest_p": round(smallest, 6),
        "printed": round(rate, 5),
        "error": round(float(np.sqrt(rate * (1 - rate) / corpora)), 5),
        "chi_square_of_paragraphs": round(found["chi_square"] / corpora, 5),
        "t_test_of_paragraphs": round(found["t_test"] / corpora, 5),
        **claimed,
    }


def rejected(ways: Arrangements, values: np.ndarray, block: int = 500) -> np.ndarray:
    """Find the columns of values (documents, corpora) whose p is at most 0.05."""
    is_small = sizes(ways.design)[0] < CAUTIOUS
    total = len(ways.first)
    allowed = int(np.floor(LEVEL * total + 1e-9))  # arrangements as extreme as the seen one, itself counted
    left = np.arange(values.shape[1])
    counts = np.zeros(len(left), dtype=int)
    for start in range(0, total, block):
        # the seen arrangement goes in front of every block, to be compared with
        piece = replace(ways, first=np.vstack([ways.first[:1], ways.first[start : start + block]]))
        own = values[:, left]
        apart = np.abs(piece.differences(own) if is_small else piece.studentised(own))
        counts += (apart[1:] >= apart[0] * (1 - 1e-9) - 1e-12).sum(axis=0)
        stays = counts <= allowed
        left, counts = left[stays], counts[stays]
        if not len(left):
            break
    return left


def _naive(positive: np.ndarray, totals: np.ndarray, first: int) -> dict[str, np.ndarray]:
    """Test paragraphs as if they were independent: (corpora, documents) counts to p of each corpus."""
    x, n = (np.stack([part[:, :first].sum(1), part[:, first:].sum(1)]) for part in (positive, totals))
    share, pooled = x / n, x.sum(0) / n.sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        chi = (share[0] - share[1]) ** 2 / (pooled * (1 - pooled) * (1 / n).sum(0))
        within = (n * share * (1 - share)).sum(0) / (n.sum(0) - 2)
        t = (share[0] - share[1]) / np.sqrt(within * (1 / n).sum(0))
    return {
        "chi_square": np.nan_to_num(stats.chi2.sf(chi, 1), nan=1.0),
        "t_test": np.nan_to_num(2 * stats.t.sf(np.abs(t), n.sum(0) - 2), nan=1.0),
    }


def intervals(corpora: int) -> Iterator[Row]:
    """Measure how often intervals hold the truth; a difference's without the help of its test."""
    count = corpora // 8
    for documents, prevalence, icc in product((6, 8, 11, 12, 20, 30), (0.05, 0.1, 0.2, 0.5), ICCS):
        random = _random("mean", documents, prevalence, icc)
        positive, totals = _documents(documents, prevalence, icc, count, random)
        ends = [mean_interval(_one(shares)) for shares in positive / totals]
        yield _coverage("group", documents, 0, prevalence, 0.0, icc, ends, prevalence)
    for (first, second), (one, other), icc in product(
        ((6, 6), (8, 8), (12, 12), (20, 20), (6, 30), (30, 6), (12, 40)),
        ((0.05, 0.05), (0.05, 0.2), (0.2, 0.5), (0.05, 0.5), (0.5, 0.5)),
        (0.0, 0.2, 0.4),
    ):
        random = _random("difference", first, second, one, other, icc)
        sides = [_documents(first, one, icc, count, random), _documents(second, other, icc, count, random)]
        shares = np.concatenate([positive / totals for positive, totals in sides], axis=1)
        design = _design(first, second)
        ends = [difference_interval(replace(design, values=own), 0.0) for own in shares]
        yield _coverage("difference", first, second, one, other, icc, ends, one - other)


def _coverage(
    kind: str,
    first: int,
    second: int,
    one: float,
    other: float,
    icc: float,
    ends: list[tuple[float, float, str]],
    truth: float,
) -> Row:
    given = [(low, high) for low, high, _ in ends if low == low]
    held = float(np.mean([low <= truth <= high for low, high in given])) if given else float("nan")
    return {
        "interval": kind,
        "first": first,
        "second": second,
        "first_prevalence": one,
        "second_prevalence": other,
        "icc": icc,
        "corpora": len(ends),
        "given": round(len(given) / len(ends), 4),
        "coverage": round(held, 4),
        "error": round(float(np.sqrt(held * (1 - held) / max(1, len(given)))), 4),
        "median_width": round(float(np.median([high - low for low, high in given])), 3) if given else "",
    }


def effects(corpora: int) -> Iterator[Row]:
    """Count false positives of a regression on the group and a number that means nothing."""
    for cell in product(((12, 12), (6, 30)), (0.05, 0.2), (0.0, 0.2, 0.4)):
        (first, second), prevalence, icc = cell
        row = _of_regressions(first, second, prevalence, icc, corpora // 4)
        if row["printed"] > LEVEL + row["error"]:
            row = _of_regressions(first, second, prevalence, icc, 5 * (corpora // 4))
        yield row


def _of_regressions(first: int, second: int, prevalence: float, icc: float, corpora: int) -> Row:
    random = _random("effects", first, second, prevalence, icc)
    documents = first + second
    clusters, weights = np.arange(documents), np.ones(documents)
    positive, totals = _documents(documents, prevalence, icc, corpora, random)
    found, by_t = 0, 0
    for number, shares in enumerate(positive / totals):
        if np.ptp(shares) < 1e-12:
            continue
        covariate = random.normal(size=documents)
        design = np.column_stack([weights, clusters < first, covariate])
        residuals, scaled = restricted(design[:, [0, 2]], design, shares, weights, "ols")
        # another order of permutations for each corpus: a formula has one, but many corpora many
        found += permuted_p(scaled, residuals, clusters, weights, [1], number) <= LEVEL
        by_t += least_squares(design, shares, clusters).p[1] <= LEVEL
    rate = found / corpora
    return {
        "first": first,
        "second": second,
        "prevalence": prevalence,
        "icc": icc,
        "corpora": corpora,
        "printed": round(rate, 4),
        "error": round(float(np.sqrt(rate * (1 - rate) / corpora)), 4),
        "t_with_cr2": round(by_t / corpora, 4),
    }


def _design(first: int, second: int) -> Sample:
    documents = first + second
    return Sample(np.zeros(documents), np.arange(documents) < first, np.arange(documents))


def _one(shares: np.ndarray) -> Sample:
    return Sample(shares, np.ones(len(shares), dtype=bool), np.arange(len(shares)))


def _documents(
    documents: int,
    prevalence: float,
    icc: float,
    corpora: int,
    random: np.random.Generator,
    span: tuple[int, int] = (3, 40),
) -> tuple[np.ndarray, np.ndarray]:
    """Draw paragraphs with the theme and all paragraphs of each document, both (corpora, documents)."""
    totals = random.integers(span[0], span[1] + 1, size=(corpora, documents))
    chances = np.full(totals.shape, prevalence)
    if icc > 0:
        size = 1 / icc - 1
        chances = random.beta(prevalence * size, (1 - prevalence) * size, size=totals.shape)
    return random.binomial(totals, chances), totals


def _random(*parts: Any) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(" ".join(map(str, parts)).encode()))


if __name__ == "__main__":
    main()
