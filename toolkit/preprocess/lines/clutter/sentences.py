"""Sentences about which no expression says anything: most of the lines of most pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.preprocess.lines.clutter.about import OF_SENTENCES
from toolkit.preprocess.lines.clutter.credits import PICTURES
from toolkit.preprocess.lines.clutter.expressions import Expressions
from toolkit.preprocess.lines.clutter.notices import NOTICES
from toolkit.preprocess.lines.shapes import Shape

_ALL = Expressions([*OF_SENTENCES, *NOTICES, PICTURES])
_SHORTER, _SHORT = 40, 60
"""Shorter sentences may be captions or whole lines of furniture; short ones with a number, dates."""

_DIGIT = re.compile(r"\d")


def plain_sentences(lines: Sequence[Shape]) -> frozenset[int]:
    """Find the lines that end like sentences and are surely no furniture and no fact about the text."""
    asked = [
        number
        for number, line in enumerate(lines)
        if line.is_closed
        and line.length > _SHORTER
        and (line.length > _SHORT or len(line.text) > 2 * _SHORT or not _DIGIT.search(line.text))
    ]
    silent = _ALL.silent([lines[number].text for number in asked])
    return frozenset(number for number, is_silent in zip(asked, silent, strict=True) if is_silent)
