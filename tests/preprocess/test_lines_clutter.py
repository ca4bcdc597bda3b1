"""Planted clutter is found in texts of other genres, and nothing of the texts is lost."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

from toolkit.preprocess import LABELS, LineRules, label_lines
from toolkit.preprocess.lines.confidence import PRECISION, label_confidence, reason_key

BENCHMARKS = Path(__file__).parents[2] / "experiments/benchmarks"
CLEAN = {path.stem: path for path in sorted((BENCHMARKS / "clean").glob("*.txt"))}
WORKS_CITED = "below the heading of notes"
"""What a paper cites is about the paper: the texts count it as theirs, the labels call it meta."""

NO_PROSE = ("poem", "table", "recipe", "howto", "bullets")
"""Genres in which a line without a full stop is nothing unusual."""


def lines_of(name: str) -> list[str]:
    return [line.strip() for line in CLEAN[name].read_text("utf-8").split("\n") if line.strip()]


def blanks_of(name: str) -> list[bool]:
    lines = CLEAN[name].read_text("utf-8").split("\n")
    return [index > 0 and not lines[index - 1].strip() for index, line in enumerate(lines) if line.strip()]


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_text_of_any_genre_is_content_and_headings(name):
    texts = lines_of(name)
    for blank_before in (None, blanks_of(name)):
        labelled = label_lines(texts, LineRules(), blank_before=blank_before)
        lost = [
            text
            for text, (label, reason) in zip(texts, labelled, strict=True)
            if label in ("boilerplate", "meta") and reason != WORKS_CITED
        ]
        assert lost == []


@pytest.mark.parametrize("name", [name for name in CLEAN if name.endswith(NO_PROSE)])
def test_lines_of_lists_tables_and_verse_are_content(name):
    labels = [label for label, _ in label_lines(lines_of(name), LineRules())]
    assert labels.count("content") >= 0.5 * len(labels)


@pytest.fixture(scope="module")
def judged():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import clutter

        texts = {name: path.read_text("utf-8").split("\n") for name, path in CLEAN.items()}
        return list(clutter.measure(texts, seed=3, pages=6))
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.mark.slow
@pytest.mark.parametrize("is_held_out", [False, True])
def test_planted_clutter_is_found_and_content_is_kept(judged, is_held_out):
    lines = [line for line in judged if line.is_held_out == is_held_out]
    hits = sum(line.label in ("boilerplate", "meta") and bool(line.planted.kind) for line in lines)
    planted = sum(bool(line.planted.kind) for line in lines)
    kept = [line for line in lines if not line.planted.kind and line.reason != WORKS_CITED]
    lost = sum(line.label in ("boilerplate", "meta") for line in kept)
    assert 2 * hits / (planted + hits + lost) >= 0.95
    assert lost < 0.01 * len(kept)


@pytest.mark.slow
def test_no_kind_of_clutter_is_overlooked(judged):
    found = defaultdict(list)
    for line in judged:
        if line.planted.kind and not line.is_held_out:
            found[line.planted.kind].append(line.label in ("boilerplate", "meta"))
    assert {kind for kind, hits in found.items() if sum(hits) < 0.7 * len(hits)} == set()


def test_the_confidence_of_a_reason_does_not_depend_on_its_details():
    assert reason_key("boilerplate", "stands in 12 documents") == reason_key(
        "boilerplate", "stands in 3 documents"
    )
    assert label_confidence("heading", "section word “notes”") == label_confidence(
        "heading", "section word “摘要”"
    )


def test_confidences_are_shares_of_labels_that_exist():
    assert all(0 < share < 1 for share in PRECISION.values())
    assert {key.split(":")[0] for key in PRECISION} <= set(LABELS)
    assert 0 < label_confidence("meta", "a reason that nobody gave") < 1
