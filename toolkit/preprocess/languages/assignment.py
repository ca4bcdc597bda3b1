"""Which language a text is in: its script first, a classifier where languages share a script.

What the metadata state always wins. Without it, a document has the language of most of its text, and
each line its own where the line is long and clear enough to have one: pages mix languages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.preprocess.languages.detection import (
    LANGUAGES,
    Guess,
    Look,
    detect_language,
    guess_language,
    look_at,
)

__all__ = ["MIXED", "Guess", "LineLanguage", "detect_language", "document_language", "line_languages"]

MIXED = "mixed"
"""What metadata may state instead of a language: look at each paragraph."""

CLEAR = 0.9
"""A line is in another language than its document, in the same script, from this confidence on."""

CLEAR_IN_SCRIPT = 0.7
"""The same for a line in another script: that it is another language is certain, only which one is not."""

SHORTEST = 20
"""A line with fewer letters of an alphabet has no language of its own; in Chinese, Japanese and Korean five
characters are enough."""


class LineLanguage(NamedTuple):
    """The language that a line is treated as."""

    code: str
    confidence: float
    """1 where the metadata state the language."""

    seems: str | None = None
    """The language that the line clearly reads like, where the metadata state another one."""


def document_language(texts: Sequence[str], looks: Sequence[Look | None] | None = None) -> Guess | None:
    """Name the language that most of a document's text is in, or None where there are no letters.

    Parameters
    ----------
    texts
        The document's lines or paragraphs.
    looks
        What each looks like (`look_at`), where that is known already.

    Returns
    -------
    The language, and the share of the text that is in it, times how sure that is: 0.5 for a page that is
    half English and half Chinese.
    """
    votes: dict[str, float] = defaultdict(float)
    total = 0.0
    for passages in _passages(texts, look_at(texts) if looks is None else looks).values():
        weight = sum(look.weight for lines in passages for _, look in lines)
        total += weight
        looked_at = [_joined(lines) for lines in passages[:: math.ceil(len(passages) / _LOOKED_AT)]]
        seen = sum(look.weight for _, look in looked_at)
        for text, look in looked_at:
            guess = guess_language(text, look)
            votes[guess.code] += guess.confidence * look.weight * weight / seen
    if not votes:
        return None
    code = min(votes, key=lambda code: (-votes[code], code))
    return Guess(code, min(1.0, votes[code] / total))


def line_languages(
    texts: Sequence[str], document: Guess, stated: bool, looks: Sequence[Look | None] | None = None
) -> list[LineLanguage]:
    """Name the language of each line of a document.

    A line keeps the document's language unless it is clearly in another one: at least `SHORTEST` letters
    and `CLEAR` confidence, or another script. A line that is too short to tell takes the language of the
    clear lines before and after it, if these agree and share its script, and the document's otherwise.

    Parameters
    ----------
    texts
        The lines, in order.
    document
        The document's language (`document_language`), or what the metadata state.
    stated
        Whether the metadata state it. If so, every line takes it, and the ones that read otherwise say so.
        For documents stated as `MIXED`, pass the language that was found, and False.
    looks
        What each line looks like (`look_at`), where that is known already.
    """
    looks = look_at(texts) if looks is None else looks
    clear = [_clear_guess(text, look, document, stated) for text, look in zip(texts, looks, strict=True)]
    if not stated:
        return [LineLanguage(*guess) for guess in _fill(clear, looks, document)]
    seeming = (guess.code if guess else document.code for guess in clear)
    return [LineLanguage(document.code, 1.0, None if code == document.code else code) for code in seeming]


SURE = 0.97
"""A document in one language from this confidence on: few of its lines can be in another."""

_LOOKED_AT = 24
"""Passages of a document in each script that are classified."""

_PASSAGE = 200
"""Short lines are put together until they have about as many characters."""


def _passages(texts: Sequence[str], looks: Sequence[Look | None]) -> dict[str, list[list[tuple[str, Look]]]]:
    """Sort the lines of a document by script, short ones put together, with what each looks like."""
    waiting: dict[str, list[tuple[str, Look]]] = defaultdict(list)
    length: dict[str, int] = defaultdict(int)
    passages: dict[str, list[list[tuple[str, Look]]]] = defaultdict(list)
    for text, look in zip(texts, looks, strict=True):
        if look is None:
            continue
        script = look.script
        waiting[script].append((text, look))
        length[script] += len(text)
        if length[script] >= _PASSAGE:
            passages[script].append(waiting[script])
            waiting[script], length[script] = [], 0
    for script, together in waiting.items():
        if together:
            passages[script].append(together)
    return passages


def _joined(lines: Sequence[tuple[str, Look]]) -> tuple[str, Look]:
    if len(lines) == 1:
        return lines[0]
    weight = sum(look.weight for _, look in lines)
    share = sum(look.share * look.weight for _, look in lines) / weight
    look = Look(lines[0][1].script, weight, share, all(look.is_pure for _, look in lines))
    return "\n".join(text for text, _ in lines), look


def _clear_guess(text: str, look: Look | None, document: Guess, stated: bool) -> Guess | None:
    """Guess a line's language if it can be told."""
    if look is None:
        return None
    code = document.code
    likely = LANGUAGES[look.script]
    if code == "zh" and look.script == "han":
        return Guess("zh", 1 - 0.4 * 0.88**look.weight)
    if look.weight < SHORTEST / 4 * (4 if code == "ja" and look.script == "han" else 1):
        return None
    is_surely_it = not stated and document.confidence >= SURE
    guess = guess_language(text, look, code if look.is_pure else None, is_surely_it)
    needed = CLEAR if code in likely else CLEAR_IN_SCRIPT
    return guess if guess.code == code or guess.confidence >= needed else None


def _fill(clear: Sequence[Guess | None], looks: Sequence[Look | None], document: Guess) -> Iterator[Guess]:
    """Give lines that are too short to tell the language of their neighbours or of the document."""
    following: list[Guess | None] = [None] * len(clear)
    for index in range(len(clear) - 2, -1, -1):
        following[index] = clear[index + 1] or following[index + 1]
    before: Guess | None = None
    for guess, look, after in zip(clear, looks, following, strict=True):
        if guess:
            before = guess
        yield guess or _inherited(look, before, after, document)


def _inherited(look: Look | None, before: Guess | None, after: Guess | None, document: Guess) -> Guess:
    likely = LANGUAGES[look.script] if look else ()
    neighbours = [guess for guess in (before, after) if guess and (guess.code in likely or look is None)]
    if document.code in likely or look is None:
        agree = len(neighbours) == 2 and neighbours[0].code == neighbours[1].code
        neighbours = neighbours if agree else []
    if not neighbours or neighbours[0].code == document.code:
        return document
    return min(neighbours[:1] if look else neighbours, key=lambda guess: guess.confidence)
