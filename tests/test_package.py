"""What the package promises as a whole: names that load when they are used, and a door that opens at once."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

import toolkit

HEAVY = ("gensim", "bertopic", "umap", "hdbscan", "numba", "torch", "pandas", "sklearn", "matplotlib")
MODELLING = ("gensim", "bertopic", "umap", "hdbscan", "numba", "torch")


@pytest.mark.parametrize("name", toolkit.__all__)
def test_every_public_name_loads(name):
    assert getattr(toolkit, name) is not None


def test_names_are_listed():
    assert dir(toolkit) == sorted(toolkit.__all__)
    assert len(set(toolkit.__all__)) == len(toolkit.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'absent'"):
        toolkit.absent  # noqa: B018


@pytest.mark.parametrize(
    ("modules", "forbidden"),
    [
        ("toolkit, toolkit.cli", HEAVY),
        ("toolkit.models", MODELLING),
        ("toolkit.features, toolkit.evaluation", MODELLING),
        ("toolkit.themes, toolkit.reports, toolkit.runs", MODELLING),
    ],
)
def test_importing_loads_nothing_heavy(python, modules, forbidden):
    (found,) = python(f"import sys, {modules}\nprint(*({set(forbidden)!r} & set(sys.modules)))")
    assert found == ""


def test_help_opens_within_half_a_second_of_work():
    assert min(_help_seconds() for _ in range(3)) < 0.5


def _help_seconds() -> float:
    """Measure processor time, which other work on the machine leaves alone."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", "from toolkit.cli import main; main()", "--help"]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Compare themes" in finished.stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
