"""Sentences about which no expression says anything: most of the lines of most pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.preprocess.lines.clutter.about import CAPTIONS, OF_SENTENCES
from toolkit.preprocess.lines.clutter.credits import ADDRESSES, PICTURES, begins_as_caption
from toolkit.preprocess.lines.clutter.expressions import Expressions
from toolkit.preprocess.lines.clutter.furniture import whole_line
from toolkit.preprocess.lines.clutter.headings import heading_word
from toolkit.preprocess.lines.clutter.notices import NOTICES
from toolkit.preprocess.lines.clutter.stamps import ONLY_DATE, PLAYER
from toolkit.preprocess.lines.shapes import Shape

_ALL = Expressions([*OF_SENTENCES, *NOTICES, *CAPTIONS, PICTURES, ADDRESSES])
_SHORTEST, _LONGEST = 12, 240
"""Closed lines that are shorter may be anything; longer ones are text whatever they say."""

_DIGIT = re.compile(r"\d")


def plain_sentences(lines: Sequence[Shape]) -> frozenset[int]:
    """Find the lines that end like sentences and are surely no furniture and no fact about the text."""
    asked = [
        number
        for number, line in enumerate(lines)
        if line.is_closed and _SHORTEST < line.length <= _LONGEST and not _may_be_a_whole_line(line)
    ]
    told = _ALL.any_of_each([lines[number].text for number in asked])
    return frozenset(number for number, is_told in zip(asked, told, strict=True) if not is_told)


def _may_be_a_whole_line(line: Shape) -> bool:
    """Tell whether a shorter sentence may be a date, a caption, a heading or a line of furniture."""
    text, length = line.text, line.length
    if length > 60:
        return False
    if _DIGIT.search(text) and (ONLY_DATE.search(text) or PLAYER.search(text)):
        return True
    if len(text) <= 40 and heading_word(text):
        return True
    if length > 40:
        return False
    return begins_as_caption(text) or (length <= 24 and (text[-1] in "]］" or bool(whole_line(text))))
