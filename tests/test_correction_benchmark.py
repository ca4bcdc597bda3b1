"""The simulation of corrected shares: a few of its cells, and its short cut against the units."""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from toolkit.themes.correction import Tallies, tally

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "experiments/benchmarks/correction.py"
REPLICATES = 300


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("correction_benchmark", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("design", ["simple", "found", "other"])
def test_codes_are_added_up_as_unit_by_unit(design, benchmark):
    setting = benchmark.Setting(design, "vary", 10, 0.1)
    texts = benchmark.corpora(setting, 0.3, 0.8, 0.9, 3, np.random.default_rng(0))
    added = benchmark.code(texts, 100)
    documents = np.repeat(np.arange(10), setting.sizes)
    assert added.total.sum((1, 2)) == pytest.approx(np.ones(3))
    for number in range(3):
        codes, probability = _coded(benchmark, texts, 100, number)
        units = tally(
            texts.found[number],
            codes,
            probability,
            setting.weights[documents],
            np.zeros(len(documents), dtype=int),
            documents,
        )
        for field in fields(Tallies):
            np.testing.assert_allclose(
                getattr(units, field.name), getattr(added, field.name)[number], atol=1e-7, err_msg=field.name
            )


def _coded(benchmark, texts, count, number):
    """Draw the same units one by one: the lowest keys of each stratum."""
    design = texts.setting.design
    stratum = {"simple": np.zeros_like(texts.found), "found": texts.found, "other": texts.other}[design]
    own, keys = stratum[number], texts.order[number]
    sizes = np.array([(~own).sum(), own.sum()])
    wanted = count / 2 if design == "found" else count * 3 * sizes[1] / (3 * sizes[1] + sizes[0])
    second = int(np.clip(np.round(wanted), count - sizes[0], sizes[1]))
    codes, probability = np.full(len(keys), np.nan), np.full(len(keys), np.nan)
    for level, drawn in enumerate((count - second, second)):
        members = np.flatnonzero(own == bool(level))
        chosen = members[np.argsort(keys[members])[:drawn]]
        codes[chosen] = texts.present[number][chosen]
        probability[chosen] = drawn / max(1, sizes[level])
    return codes, probability


@pytest.mark.parametrize(
    ("design", "errors", "documents", "icc"),
    [("found", "same", 10, 0.4), ("simple", "same", 30, 0.1), ("other", "vary", 60, 0.4)],
)
def test_intervals_hold_the_truth_and_correcting_pays(design, errors, documents, icc, benchmark):
    setting = benchmark.Setting(design, errors, documents, icc)
    cells = list(
        benchmark.simulate(
            setting, (0.05, 0.3), ((0.6, 0.6), (0.9, 0.9)), (20, 100), REPLICATES, np.random.default_rng(1)
        )
    )
    chance = 3 * np.sqrt(0.95 * 0.05 / REPLICATES)
    for cell in cells:
        for name in benchmark.COVERAGES:
            assert cell[name] >= benchmark.LEAST_COVERAGE - chance, (name, cell)
        assert cell["ratio"] < 1.1, cell


def test_the_table_gives_the_worst_over_error_rates(tmp_path, benchmark):
    setting, rates = benchmark.Setting(documents=10), ((0.6, 0.6), (0.98, 0.98))
    cells = list(benchmark.simulate(setting, (0.3,), rates, (20, 50), 20, np.random.default_rng(0)))
    table = benchmark.worst(cells)
    assert [row["coded"] for row in table] == [20, 50]
    assert table[0]["texts"] == min(cell["texts"] for cell in cells if cell["coded"] == 20)
    benchmark.write(table, tmp_path / "table.csv")
    rows = list(csv.DictReader((tmp_path / "table.csv").read_text("utf-8").splitlines()))
    assert [list(row.values()) for row in rows] == [[str(value) for value in row.values()] for row in table]
    assert json.loads(json.dumps(benchmark.summary(cells, 20)))["cells"] == 4


def test_the_published_table_keeps_the_promise():
    rows = list(csv.DictReader((SCRIPT.parent / "results/correction.csv").read_text("utf-8").splitlines()))
    for name in ("texts", "documents_like", "difference_texts", "difference_documents"):
        assert min(float(row[name]) for row in rows) > 0.9
