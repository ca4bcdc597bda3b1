"""Weigh all that speaks for each label of a line: its look, the rule that fitted, the lines around it.

A rule sees one thing at a time. Here a linear model (multinomial logistic regression) weighs everything
that the rules know together: what they made of the line and of its neighbours, its shape, its place on the
page, and how many of its words the body uses. ``experiments/benchmarks/train_lines.py`` makes the weights
from labelled pages, and says how well they do on pages of authors they were not made from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from toolkit.corpus import Label
from toolkit.preprocess.looks import Draft
from toolkit.preprocess.page import STRONG, Page

LABELS: tuple[Label, ...] = ("content", "heading", "boilerplate", "meta")
NEAR = (-3, -2, -1, 1, 2, 3)
"""Neighbours that are looked at one by one."""

WINDOW = 8
"""Lines before and behind that are looked at together."""

_LENGTHS = (4, 8, 14, 22, 34, 50, 80, 160)
_OVERLAPS = (0.22, 0.35, 0.5, 0.65)
_FIELD = re.compile(r".{1,16}[:：]\s?\S")
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|org|cn|net)\b|@")
_RULED = re.compile(r"[|｜丨›»>·•/]")
_BULLET = re.compile(r"[•·▪●■◆*\-–—△√]\s?\w")
_NUMBERED = re.compile(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.)）、]")
_YEAR, _CLOCK = re.compile(r"(?:19|20)\d\d"), re.compile(r"\d[:：]\d\d")
_VARIABLE = re.compile(r"[“‘(（].*|\d+")


@dataclass(frozen=True)
class Weights:
    """What each feature speaks for."""

    features: tuple[str, ...]
    values: np.ndarray
    """(features, labels)."""

    bias: np.ndarray
    """(labels,)."""


@cache
def read_weights() -> Weights:
    """Read ``line_weights.json``."""
    stored = json.loads(
        resources.files("toolkit.preprocess").joinpath("line_weights.json").read_text("utf-8")
    )
    names = tuple(stored["features"])
    return Weights(names, np.array([stored["features"][name] for name in names]), np.array(stored["bias"]))


def weigh(page: Page, drafts: Sequence[Draft], settled: Sequence[Draft]) -> list[Draft]:
    """Decide each doubtful line by everything that is known of the page.

    Parameters
    ----------
    page
        The page.
    drafts
        What each line is by its own look.
    settled
        What the rules made of that.
    """
    decided = list(settled)
    open_lines = doubtful(page, settled)
    if not open_lines.any():
        return decided
    likely = probabilities(page, drafts, settled, read_weights())
    for index in np.flatnonzero(open_lines).tolist():
        label = LABELS[int(likely[index].argmax())]
        if label != settled[index].label:
            reason = f"{settled[index].reason}; all in all rather {label} ({likely[index].max():.2f})"
            decided[index] = settled[index]._replace(label=label, reason=reason)
    return decided


def doubtful(page: Page, settled: Sequence[Draft]) -> np.ndarray:
    """Tell which lines are weighed: all but those inside prose, and those that the file's format labels."""
    prose = np.array(
        [
            draft.label == "content" and line.is_closed and line.length >= STRONG
            for line, draft in zip(page.lines, settled, strict=True)
        ]
    )
    beside = np.concatenate([[True] * 2, prose, [True] * 2])
    inside = np.all([beside[shift : shift + len(prose)] for shift in range(5)], axis=0)
    result = ~inside
    result[list(page.marks)] = False
    return result


def probabilities(
    page: Page, drafts: Sequence[Draft], settled: Sequence[Draft], weights: Weights
) -> np.ndarray:
    """Give the probability of each label for each line: (lines, labels); only doubtful lines mean something."""
    names, values = features(page, drafts, settled)
    place = {name: column for column, name in enumerate(names)}
    known = [(place[name], row) for row, name in enumerate(weights.features) if name in place]
    columns, rows = (list(part) for part in zip(*known, strict=True))
    scores = values[:, columns] @ weights.values[rows] + weights.bias
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


def features(page: Page, drafts: Sequence[Draft], settled: Sequence[Draft]) -> tuple[list[str], np.ndarray]:
    """Describe the doubtful lines of a page by numbers between 0 and 1, and the signs of their neighbours.

    Returns
    -------
    Names, and values of shape (lines, names); of lines far from every doubtful one nothing is said.
    """
    near = np.convolve(doubtful(page, settled), np.ones(2 * WINDOW + 1))[WINDOW:-WINDOW] > 0
    own = [
        _own(page, index, drafts[index], settled[index]) if near[index] else {} for index in range(len(near))
    ]
    names = sorted({name for line in own for name in line})
    place = {name: column for column, name in enumerate(names)}
    values = np.zeros((len(own), len(names)))
    for row, line in enumerate(own):
        for name, value in line.items():
            values[row, place[name]] = value
    every = [(name, values[:, column]) for column, name in enumerate(names)]
    told = ("rule ", "len", "is ", "reason ", "overlap")
    shared = [(name, column) for name, column in every if name.startswith(told)]
    there = np.ones(len(own))
    for offset in NEAR:
        seen = shared if abs(offset) == 1 else [pair for pair in shared if not pair[0].startswith("reason ")]
        every += [(f"{offset:+} {name}", _shifted(column, offset)) for name, column in seen]
        every.append((f"{offset:+} none", 1 - _shifted(there, offset)))
    for name, column in shared:
        if not name.startswith(("reason ", "overlap")):
            before, behind = _around(column)
            every += [(f"before {name}", before), (f"behind {name}", behind)]
    return [name for name, _ in every], np.stack([column for _, column in every], axis=1)


def _own(page: Page, index: int, draft: Draft, settled: Draft) -> dict[str, float]:
    """Describe one line by itself."""
    line, count = page.lines[index], len(page.lines)
    text, length = line.text, line.length
    found: dict[str, float] = {
        f"rule {settled.label}": 1.0,
        f"draft {draft.label}": 1.0,
        f"reason {reason_key(settled.reason)}": 1.0,
        "evidence": settled.evidence,
        "position": index / count,
    }
    size = f"len {sum(length >= limit for limit in _LENGTHS)}"
    found[size] = 1.0
    if line.is_closed:
        found[f"{size} closed"] = 1.0
    overlap = page.overlap(index)
    found.update((f"overlap {limit}", 1.0) for limit in _OVERLAPS if overlap > limit)
    head, tail = page.body_start - index, index - page.body_end
    if head > 0:
        found["head"] = min(1.0, head / 20)
    if tail > 0:
        found["tail"] = min(1.0, tail / 20)
    letters = text.replace(" ", "") or text
    found["digits"] = sum(map(str.isdigit, letters)) / len(letters)
    words = text.split()
    if not line.is_cjk:
        found["capitals"] = sum(word[0].isupper() for word in words) / len(words)
    signs = {
        "is closed": line.is_closed,
        "is broken off": line.is_broken_off,
        "is cjk": line.is_cjk,
        "is open": draft.is_open,
        "is likely furniture": bool(draft.likely),
        "is head": head > 0,
        "is tail": tail > 0,
        "is strong": line.is_closed and length >= STRONG,
        "is item": index in page.items,
        "is spoken": page.is_spoken(index),
        "is again": page.again[text] > (index > 0),
        "sentence inside": line.has_sentence,
        "colon": text[-1] in ":：",
        "question": text[-1] in "?？",
        "exclamation": text[-1] in "!！",
        "field": bool(_FIELD.match(text)),
        "address": bool(_ADDRESS.search(text)),
        "ruled": bool(_RULED.search(text)),
        "quote": text[0] in "“\"「『‘'«„",
        "bullet": bool(_BULLET.match(text)),
        "numbered": bool(_NUMBERED.match(text)),
        "lower case": text[0].islower(),
        "upper case": text.isupper(),
        "year": bool(_YEAR.search(text)),
        "clock": bool(_CLOCK.search(text)),
        "bracket": text[0] in "([（【［〔",
        "any digit": found["digits"] > 0,
        "first": index == 0,
        "second": index == 1,
        "among first five": index < 5,
        "last": index == count - 1,
        "among last three": index >= count - 3,
        "among last eight": index >= count - 8,
        "short-lined page": page.is_short_lined,
    }
    if page.blank_before:
        signs["is after blank"] = page.blank_before[index]
        signs["is before blank"] = index + 1 < count and page.blank_before[index + 1]
    found.update((name, 1.0) for name, value in signs.items() if value)
    return found


def reason_key(reason: str) -> str:
    """Leave out what varies from page to page.

    >>> reason_key("stands in 12 documents"), reason_key("section word “Summary”")
    ('stands in documents', 'section word')
    """
    return " ".join(_VARIABLE.sub("", reason).split())


def _shifted(column: np.ndarray, offset: int) -> np.ndarray:
    """Give each line the value of a neighbour; 0 beyond the page's ends."""
    result = np.zeros(len(column))
    if abs(offset) < len(column):
        if offset < 0:
            result[-offset:] = column[:offset]
        else:
            result[:-offset] = column[offset:]
    return result


def _around(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum up the lines before and behind each line, as shares of the window."""
    sums = np.concatenate([[0.0], np.cumsum(column)])
    rows = np.arange(len(column))
    before = sums[rows] - sums[np.maximum(0, rows - WINDOW)]
    behind = sums[np.minimum(len(column), rows + 1 + WINDOW)] - sums[rows + 1]
    return before / WINDOW, behind / WINDOW
