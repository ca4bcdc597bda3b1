"""Fill the sample of this corpus from its hand codes, as two coders might have coded it.

    python experiments/corpora/technology-trade/fill_codes.py

**Synthetic.** The corpus was written with its codes (`truth.json`); nobody sat down to code this sample. It
stands in for people, so that the example shows what a project with coders sees: two coders, each with slips
of their own in 4 of 100 codes of the units that both code, none elsewhere, and their consensus on units where
they differed. Reads ``sample.csv`` and ``truth.json``, writes ``codes.csv``. Codes on which coders could
differ (`borderline`) stay empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from toolkit.runs.coding import open_project
from toolkit.themes import CONSENSUS
from toolkit.themes.gold import DrawnUnit, read_codes, read_sample

HERE = Path(__file__).parent
EXPERIMENT = HERE.parents[1] / "example.yaml"
SLIPS = 0.04
SEED = 20261128


def main() -> None:
    """Write codes.csv."""
    project = open_project(EXPERIMENT)
    truth = read_codes([HERE / "truth.json"], project.units, project.codebook)
    value = dict(zip(truth.unit_ids, truth.value, strict=True))
    random = np.random.default_rng(SEED)
    sample = read_sample(HERE / "sample.csv")
    rows = [row for unit in sample.drawn for row in _rows(unit, value[unit.unit], random)]
    with (HERE / "codes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["unit", "coder", *truth.themes])
        writer.writerows(sorted(rows, key=lambda row: (row[1] == CONSENSUS, row[1])))


def _rows(unit: DrawnUnit, value: np.ndarray, random: np.random.Generator) -> Iterator[list[str]]:
    """Give what each coder says, and the consensus where they differ."""
    slips = random.random((len(unit.positions), len(value))) < SLIPS * (len(unit.positions) > 1)
    said = np.where(slips, 1 - value, value)
    for coder, codes in zip(unit.positions, said, strict=True):
        yield [unit.unit, coder, *map(_cell, codes)]
    if slips.any() and (slips != slips[0]).any():
        yield [unit.unit, CONSENSUS, *map(_cell, value)]


def _cell(code: float) -> str:
    return "" if np.isnan(code) else str(int(code))


if __name__ == "__main__":
    main()
