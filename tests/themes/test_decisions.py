"""The number of clusters decides what is claimed, and the same numbers give the same decisions anywhere."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest

from toolkit.themes.decisions import claim_for, difference_interval, difference_test, mean_interval, sizes
from toolkit.themes.intervals import Sample, arrangements


def sample(first, second=0, clusters=None):
    documents = first + second
    values = np.linspace(0.1, 0.7, documents)
    numbers = np.arange(documents) if clusters is None else np.array(clusters)
    return Sample(values, np.arange(documents) < first, numbers)


@pytest.mark.parametrize(
    ("clusters", "claim", "interval"),
    [
        (1, "this text only", "none: one cluster"),
        (2, "description", "range of the documents"),
        (5, "description", "range of the documents"),
        (6, "cautious", "Korn–Graubard"),
        (11, "cautious", "Korn–Graubard"),
        (12, "usual", "Korn–Graubard"),
    ],
)
def test_a_group_gets_what_its_clusters_allow(clusters, claim, interval):
    assert claim_for(clusters) == claim
    assert mean_interval(sample(clusters))[2] == interval


@pytest.mark.parametrize(
    ("first", "second", "interval", "test"),
    [
        (1, 9, "none: one document", "none: one document"),
        (2, 2, "none: fewer than six documents", "exact permutation of documents"),
        (5, 30, "none: fewer than six documents", "permutation of documents, 9,999 drawn"),
        (6, 6, "Korn–Graubard, two groups", "exact permutation of documents"),
        (30, 12, "Korn–Graubard, two groups", "permutation of documents, 9,999 drawn"),
    ],
)
def test_the_smaller_group_decides(first, second, interval, test):
    both = sample(first, second)
    assert sizes(both) == (min(first, second),) * 2
    assert difference_interval(both, 0.01)[2] == interval
    ways = arrangements(both, 0) if min(first, second) > 1 else None
    result = difference_test(both, ways, both.values[:, None])
    assert result.name == test
    assert math.isnan(result.p[0]) == (min(first, second) == 1)


def test_where_documents_do_not_differ_there_is_no_interval():
    alike = Sample(np.full(20, 0.4), np.arange(20) < 10, np.arange(20))
    assert difference_interval(alike, 1.0)[2] == "none: documents do not differ"
    assert mean_interval(alike.sides[0])[2] == "none: documents do not differ"


def test_an_interval_reaches_zero_where_the_test_finds_nothing():
    apart = sample(8, 8)
    low, high, _ = difference_interval(apart, 0.01)
    assert high < 0
    assert difference_interval(apart, 0.2)[:2] == (low, 0.0)


def test_many_themes_at_once_are_each_of_them():
    both, random = sample(7, 9), np.random.default_rng(0)
    ways, values = arrangements(both, 0), random.random((16, 4))
    together = difference_test(both, ways, values).p
    alone = [difference_test(both, ways, values[:, [theme]]).p[0] for theme in range(4)]
    assert together == pytest.approx(alone)


@pytest.mark.parametrize(("first", "second"), [(4, 5), (7, 8), (12, 12)])
def test_the_benchmark_of_false_positives_counts_this_very_test(first, second):
    """It leaves out arrangements that cannot change the count any more, and nothing else."""
    path = Path(__file__).parents[2] / "experiments/benchmarks/false_positives.py"
    spec = importlib.util.spec_from_file_location("false_positives", path)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    both, random = sample(first, second), np.random.default_rng(0)
    shift = np.where(both.is_first, 0.3, 0.0)[:, None]
    ways, values = arrangements(both, 0), random.random((first + second, 60)) + shift
    p = difference_test(both, ways, values).p
    assert benchmark.rejected(ways, values).tolist() == np.flatnonzero(p <= 0.05).tolist()
    assert 0 < (p <= 0.05).sum() < 60
