"""How far each label can be trusted, by the reason it was given for.

Shares of lines that deserved the label: those of the example corpus, coded by hand (four labels),
together with pages onto which invented clutter was planted (``experiments/benchmarks/clutter.py
--calibrate`` prints the table; clutter against the rest). One right and one wrong line are added to
each, so that a rare reason is not called certain. The rules were made on the same pages: read the
shares as an order of what to review first, not as rates to expect.
"""

from __future__ import annotations

import re

from toolkit.corpus import Label

PRECISION: dict[str, float] = {
    "boilerplate: above the title": 0.911,
    "boilerplate: advertisement": 0.996,
    "boilerplate: among buttons below the title": 0.941,
    "boilerplate: among clutter behind the body": 0.995,
    "boilerplate: among comments": 0.996,
    "boilerplate: below the header of a list of pages": 0.999,
    "boilerplate: clock of a film": 0.983,
    "boilerplate: comment form": 0.999,
    "boilerplate: cookie notice": 0.995,
    "boilerplate: copyright or disclaimer": 0.998,
    "boilerplate: date or author of another page": 0.997,
    "boilerplate: headline with the start of its story": 0.996,
    "boilerplate: in a menu": 0.944,
    "boilerplate: list of other pages": 0.999,
    "boilerplate: name of a department": 0.989,
    "boilerplate: navigation": 0.999,
    "boilerplate: no letters": 0.987,
    "boilerplate: notice of the site": 0.999,
    "boilerplate: page control": 0.998,
    "boilerplate: page number": 0.991,
    "boilerplate: share buttons": 0.999,
    "boilerplate: subscription box": 0.999,
    "boilerplate: teaser cut off by dots": 0.997,
    "boilerplate: teaser with a counter glued on": 0.993,
    "boilerplate: teaser with a time stamp glued on": 0.998,
    "boilerplate: weather or price": 0.998,
    "content: a sentence without its full stop": 0.995,
    "content: begins with a speaker": 0.998,
    "content: ends like a sentence": 0.998,
    "content: introduces what follows": 0.891,
    "content: item of a list": 0.99,
    "content: one of several short lines": 0.996,
    "content: row of a table": 0.939,
    "content: short lines throughout": 0.89,
    "heading: line below the title": 0.952,
    "heading: numbered, no full stop": 0.999,
    "heading: section word …": 0.995,
    "heading: short, no full stop": 0.875,
    "heading: title": 0.997,
    "meta: a date among names": 0.996,
    "meta: a field and its content": 0.067,
    "meta: below the heading of a portrait": 0.995,
    "meta: below the heading of notes": 0.993,
    "meta: byline": 0.994,
    "meta: caption of a picture": 0.973,
    "meta: classification": 0.996,
    "meta: date": 0.999,
    "meta: editor's credit": 0.995,
    "meta: field of a record": 0.989,
    "meta: foot note": 0.992,
    "meta: header of the notes": 0.967,
    "meta: heading of a portrait": 0.986,
    "meta: keyword list": 0.963,
    "meta: leftover of a text generator": 0.99,
    "meta: name at the edge": 0.994,
    "meta: note block": 0.994,
    "meta: post or genre at the edge": 0.989,
    "meta: remark on the text": 0.989,
    "meta: source": 0.999,
    "meta: tag list": 0.972,
    "meta: view count": 0.995,
}

UNMEASURED = 0.9
"""For a reason that the labelled pages hardly hold."""

_DETAIL = re.compile(r"\d+|“.*”")


def label_confidence(label: Label, reason: str) -> float:
    """Give the share of lines with this label and reason that deserved the label, from 0 to 1.

    What a file's own format says (marks) is not measured here: pass only reasons of `label_lines`.
    """
    return PRECISION.get(reason_key(label, reason), UNMEASURED)


def reason_key(label: Label, reason: str) -> str:
    """Name a label and its reason without the reason's numbers and quotations."""
    return f"{label}: {_DETAIL.sub('…', reason)}"
