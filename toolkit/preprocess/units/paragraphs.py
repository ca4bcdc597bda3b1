"""Lines become paragraphs: broken lines joined, short paragraphs merged, long ones cut."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit.preprocess.lines.labelling import WRAPPED, Line
from toolkit.preprocess.units.sentences import split_sentences

UNSPACED = ("zh", "ja")
"""Languages that write no blank between words."""

SPACED_LENGTH = 3
"""A text in a language with blanks has about three times the characters of the same text in Chinese."""


class Paragraph(NamedTuple):
    """Consecutive text of one document in one language."""

    text: str
    language: str
    section: int
    """Number of headings before it."""

    first_line: int
    last_line: int

    @property
    def size(self) -> float:
        """Length in characters of a language without blanks."""
        return len(self.text) / length_unit(self.language)


def length_unit(language: str) -> int:
    """Say how many characters of a language are worth one of Chinese."""
    return 1 if language in UNSPACED else SPACED_LENGTH


def find_paragraphs(lines: Sequence[Line], labels: Sequence[str]) -> Iterator[Paragraph]:
    """Join the lines of these labels that a hard line break cut apart, in the order of the text.

    A paragraph ends where the language changes and at a heading.
    """
    section = 0
    waiting: list[Line] = []
    for line in lines:
        is_heading = line.label == "heading"
        section += is_heading
        if line.label not in labels or not line.language:
            if is_heading and waiting:
                yield _paragraph(waiting, section - 1)
                waiting = []
            continue
        if waiting and (is_heading or line.language != waiting[-1].language):
            yield _paragraph(waiting, section - is_heading)
            waiting = []
        waiting.append(line)
        if line.reason != WRAPPED:
            yield _paragraph(waiting, section)
            waiting = []
    if waiting:
        yield _paragraph(waiting, section)


def merge_short(paragraphs: Iterable[Paragraph], shortest: int, longest: int) -> list[Paragraph]:
    """Merge short paragraphs with their neighbours in the same language under the same heading.

    A paragraph shorter than `shortest` joins the next one; what is still too short at the end of a section
    joins the one before. Short paragraphs behind one that ends with a colon are its items and join it.
    Nothing grows beyond `longest`. Both are characters of a language without blanks; a third of those
    of a language with blanks. The order of the text is kept.
    """
    sections: dict[tuple[int, str], list[Paragraph]] = {}
    for paragraph in paragraphs:
        sections.setdefault((paragraph.section, paragraph.language), []).append(paragraph)
    merged = [
        _together(group) for section in sections.values() for group in _groups(section, shortest, longest)
    ]
    return sorted(merged, key=lambda paragraph: paragraph.first_line)


def cut_long(text: str, language: str, longest: int) -> list[str]:
    """Cut a text into pieces of about equal length, none much longer than `longest`, at ends of sentences.

    A single sentence that is too long is cut between words.
    """
    limit = longest * length_unit(language)
    if len(text) <= limit:
        return [text]
    wanted = len(text) / math.ceil(len(text) / limit)
    sentences = [
        part
        for sentence in split_sentences(text)
        for part in cut_sentence(sentence, language, math.ceil(len(sentence) / limit))
    ]
    pieces: list[list[str]] = [[]]
    length = 0
    for sentence in sentences:
        if pieces[-1] and length + len(sentence) / 2 > wanted:
            pieces.append([])
            length = 0
        pieces[-1].append(sentence)
        length += len(sentence)
    space = "" if language in UNSPACED else " "
    return [space.join(piece) for piece in pieces]


def cut_sentence(sentence: str, language: str, parts: int) -> list[str]:
    """Cut a sentence into so many parts of about equal length: between words, in Chinese behind a near comma.

    >>> cut_sentence("one two three four", "en", 2)
    ['one two', 'three four']
    """
    marks = _COMMAS if language in UNSPACED else _BLANKS
    pieces: list[str] = []
    start = 0
    for part in range(1, parts):
        wanted = max(start + 1, len(sentence) * part // parts)
        end = max(sentence.rfind(mark, max(start, wanted - 30), wanted + 1) for mark in marks) + 1 or wanted
        pieces.append(sentence[start:end])
        start = end
    return [stripped for piece in (*pieces, sentence[start:]) if (stripped := piece.strip())]


_COMMAS = "，、,：:"
_BLANKS = " \t\u00a0\u3000"


def _paragraph(lines: Sequence[Line], section: int) -> Paragraph:
    language = lines[0].language or ""
    text = join_lines([line.text for line in lines], language)
    return Paragraph(text, language, section, lines[0].number, lines[-1].number)


def join_lines(texts: Sequence[str], language: str) -> str:
    """Put the lines of a paragraph together; a hyphen at a line's end goes where the whole word is known."""
    if language in UNSPACED or len(texts) == 1:
        return "".join(texts)
    joined: list[str] = [texts[0]]
    for line in texts[1:]:
        head, tail = re.match(r"[^\W\d_]*", line), re.search(r"([^\W_]+)-$", joined[-1][-100:])
        if tail is None:
            joined.append(f" {line}")
            continue
        if head and head[0].islower() and _is_word(tail[1] + head[0], language):
            joined[-1] = joined[-1][:-1]
        joined.append(line)
    return "".join(joined)


@lru_cache(maxsize=1 << 12)
def _is_word(word: str, language: str) -> bool:
    import simplemma
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return language in SUPPORTED_LANGUAGES and bool(simplemma.is_known(word.lower(), lang=language))


def _groups(section: Sequence[Paragraph], shortest: int, longest: int) -> list[list[Paragraph]]:
    """Sort the paragraphs of one section and language into the groups that become one paragraph each."""
    groups: list[list[Paragraph]] = []
    size = 0.0
    is_list = False
    for paragraph in section:
        is_short = paragraph.size < shortest
        is_wanted = size < shortest or (is_list and is_short)
        if groups and is_wanted and size + paragraph.size <= longest:
            groups[-1].append(paragraph)
            size += paragraph.size
            is_list = is_list and is_short
        else:
            groups.append([paragraph])
            size, is_list = paragraph.size, False
        is_list = is_list or paragraph.text.endswith((":", "："))
    if len(groups) > 1 and size < shortest and _size(groups[-2]) + size <= longest:
        rest = groups.pop()
        groups[-1] += rest
    return groups


def _size(group: Sequence[Paragraph]) -> float:
    return sum(paragraph.size for paragraph in group)


def _together(group: Sequence[Paragraph]) -> Paragraph:
    text = "\n".join(paragraph.text for paragraph in group)
    return group[0]._replace(text=text, last_line=group[-1].last_line)
