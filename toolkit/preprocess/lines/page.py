"""What a page is like as a whole: where its body lies, its words, its lists, its speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import filterfalse

import numpy as np

from toolkit.corpus import Mark
from toolkit.preprocess.lines import clutter
from toolkit.preprocess.lines.shapes import Shape

STRONG = 50
"""A closed line of this length is a paragraph that no piece of furniture looks like."""

SENTENCE = 20
"""A closed line of this length is a sentence of the body, unless it is a fact about the text."""

_BULLET = re.compile(r"[•·▪◦●○■□◆◇►▶✓✔‣⁃※*–—-]\s?(?=\w|[“\"‘'(（《【])")
_NUMBER = re.compile(r"([(（]?)(\d{1,2}|[a-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})([.)）、．])\s?(?=\D)")
_CIRCLED = re.compile(r"[①-⑳⑴-⒇]")
_SPEAKER = re.compile(
    r"[^：:。，,.!?？！]{1,20}(?:\([^)]{1,20}\)|（[^）]{1,20}）)?\s?(?=[：:]\s?\S)|"
    r"(?:Mr|Mrs|Ms|Dr)\. [A-Z]\w+(?=: )"
)
_ASKING = frozenset(
    [
        "q",
        "a",
        "问",
        "答",
        "記者",
        "记者",
        "主持人",
        "question",
        "answer",
        "host",
        "moderator",
        "interviewer",
        "reporter",
        "вопрос",
        "ответ",
        "frage",
        "antwort",
    ]
)
_NUMERAL = re.compile(r"[-+−–(]?[$€£¥]?\d[\d.,]*[%‰)]?|-|–|—|n/?a")
_MAY_BE_NUMERAL = re.compile(r"[\d–—-]|n/?a(?!\S)")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_QUOTES = re.compile(r"[‘’“”–—…•]")
"""Signs that stand in many a text whose letters are ASCII."""

_LETTERS_ONLY = bytes(ord(chr(code).lower()) if chr(code).isalpha() else 32 for code in range(128)) + bytes(
    128
)
"""Puts a blank for each sign of an ASCII text, and small letters for capitals."""

_COMMON = frozenset(
    word
    for line in (
        "about after also another because been before being between both could does down each even",
        "every from have having here into just know like made make many more most much must need",
        "never only other over said says should some such take than that their them then there these",
        "they thing things this those through time under very want well were what when where which",
        "while will with without would year years your back first last next",
    )
    for word in line.split()
)
"""English words that any headline shares with any text."""

_GAP = 4
"""Lines behind a paragraph among which a sentence may still belong to the body."""

_SHARED = 0.3
"""Share of words that such a sentence has in common with the paragraphs."""

_VOCABULARY, _LOOKED_AT = 20_000, 4000
"""Characters of the body, and of one line, whose words are looked at."""

_KANA = 0x3040
"""Japanese and Chinese characters come behind this code."""


@dataclass(frozen=True)
class Page:
    """A page before its lines are labelled."""

    lines: Sequence[Shape]
    marks: Mapping[int, Mark]
    blank_before: Sequence[bool] | None
    wrap_width: int
    """Length at which lines were broken by hand or by a converter; 0 where a line is a paragraph."""

    @cached_property
    def paragraphs(self) -> list[int]:
        """Indices of the real paragraphs: long, closed, not furniture; on a page of short ones, sentences do.

        One paragraph of moderate length among many short lines may be a notice below a poem.
        """
        found = self._closed_lines(STRONG)
        if len(found) > 1 or (found and (len(self.lines) < 12 or self.lines[found[0]].length >= 80)):
            return found
        for least, count, share in ((SENTENCE + 10, 2, 0.06), (SENTENCE, 3, 0.08)):
            found = self._closed_lines(least)
            if len(found) >= max(count, share * len(self.lines)):
                return found
        return []

    def _closed_lines(self, least: int) -> list[int]:
        return [
            index
            for index, line in enumerate(self.lines)
            if line.is_closed and line.length >= least and self.may_be_text(index)
        ]

    @cached_property
    def body_start(self) -> int:
        """Index of the first sentence of some length; before it stands the page's head."""
        for index, line in enumerate(self.lines):
            if not self.paragraphs and index > 12:
                break
            is_sentence = line.is_closed and line.length >= SENTENCE and self.may_be_text(index)
            if is_sentence and (line.length >= STRONG or not self._is_title_or_fact(index)):
                return index
        return 0

    def is_fact(self, index: int) -> bool:
        """Tell whether a line states a date, an author or the like."""
        line = self.lines[index]
        if line.length > 60:
            return False
        is_dated = _DIGITS.search(line.text) and clutter.DATED.search(line.text)
        if is_dated or index in self.plain:
            return bool(is_dated)
        return bool(clutter.about_the_text(line.text, line.length, line.is_closed))

    def _is_title_or_fact(self, index: int) -> bool:
        return self.is_fact(index) or self._is_asking_title(index)

    def _is_asking_title(self, index: int) -> bool:
        """Tell whether a line ends in a question or a call, and facts about the text follow it."""
        is_calling = self.lines[index].text[-1] in '?!？！”"'
        return is_calling and index + 1 < len(self.lines) and self.is_fact(index + 1)

    @cached_property
    def body_end(self) -> int:
        """Index of the last real paragraph; behind it the tail may start. The last line if there is none.

        Shorter sentences soon behind it belong to it if they use its words.
        """
        if not self.paragraphs:
            return len(self.lines) - 1
        end = self.paragraphs[-1]
        for index in range(end + 1, len(self.lines)):
            line = self.lines[index]
            if index > end + _GAP or self._heads_other_pages(index):
                break
            is_sentence = line.is_closed and line.length >= SENTENCE and self.may_be_text(index)
            is_second = self.lines[index - 1].is_closed and self.lines[index - 1].length >= 4
            if is_sentence and line.text[-1] not in "?？" and (is_second or self.overlap(index) >= _SHARED):
                end = index
        return end

    def _heads_other_pages(self, index: int) -> bool:
        line = self.lines[index]
        kind = clutter.furniture(line.text, line.length, line.is_closed) if line.length <= 24 else ""
        return kind in (clutter.LISTS, clutter.COMMENTS)

    def is_tail(self, index: int) -> bool:
        """Tell whether a line stands behind the body; on a page without paragraphs, in its second half."""
        return index > self.body_end or (not self.paragraphs and 2 * index > len(self.lines))

    @cached_property
    def is_short_lined(self) -> bool:
        """Whether the page has no paragraphs at all, as verse, tables and lists have none."""
        if self.paragraphs or len(self.lines) < 6:
            return False
        short = sum(not line.is_closed and line.length <= 40 for line in self.lines)
        return short >= 0.5 * len(self.lines)

    @cached_property
    def again(self) -> Counter[str]:
        """How often each line stands on the page below its first line."""
        return Counter(line.text for line in self.lines[1:])

    @cached_property
    def running(self) -> Counter[str]:
        """How often each short line with a number at one end stands on the page, whatever the number."""
        return Counter(key for line in self.lines if (key := running_key(line)))

    @cached_property
    def broken_off(self) -> int:
        """How many lines end in dots."""
        return sum(line.is_broken_off for line in self.lines)

    @cached_property
    def stamped(self) -> int:
        """How many lines end in a date."""
        short = (line.text for line in self.lines if line.length <= 60 and _DIGITS.search(line.text[-24:]))
        return sum(bool(clutter.STAMP_AT_END.search(t)) and not clutter.ONLY_DATE.match(t) for t in short)

    @cached_property
    def clocks(self) -> int:
        """How many lines of the body are but a time of the day, as over the entries of a live page."""
        return sum(
            bool(clutter.ONLY_CLOCK.fullmatch(line.text))
            for line in self.lines[self.body_start :]
            if len(line.text) < 12
        )

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Names that stand before a colon again and again."""
        said: dict[str, tuple[str, bool]] = {}  # a headline standing on the page twice says nothing twice
        for line in self.lines:
            if name := self._before_colon(line):
                said[re.sub(r"\W", "", line.text[:200])] = (name, line.is_closed)
        named = said.values()
        counts = Counter(name for name, _ in named)
        saying = {name for name, is_closed in named if is_closed}
        often = {name for name, count in counts.items() if count > 1 and name in saying}
        if sum(counts[name] for name in often) < 0.15 * len(self.lines):
            return frozenset()
        if len(often) < 2 and max((counts[name] for name in often), default=0) < 3:
            return frozenset()
        return frozenset(name for name in often if name.casefold() in _ASKING or not _is_field(name))

    def is_spoken(self, index: int) -> bool:
        """Tell whether a line begins with the name of a speaker."""
        return bool(self.speakers) and self._before_colon(self.lines[index]) in self.speakers

    def _before_colon(self, line: Shape) -> str:
        if ":" not in line.text and "：" not in line.text:
            return ""
        match = _SPEAKER.match(line.text)
        return match[0].strip() if match else ""

    def may_be_text(self, index: int) -> bool:
        """Tell whether nothing says that a line is furniture."""
        if index in self.marks:
            return self.marks[index].label == "content"
        line = self.lines[index]
        if line.length > 240 or index in self.plain:
            return True
        return not clutter.furniture(line.text, line.length, line.is_closed)

    @cached_property
    def plain(self) -> frozenset[int]:
        """Sentences that are surely no furniture and no fact about the text."""
        return clutter.plain_sentences(self.lines)

    @cached_property
    def vocabulary(self) -> tuple[frozenset[str], np.ndarray]:
        """Words of the real paragraphs, and their pairs of Chinese characters, sorted."""
        spaced: list[str] = []
        pairs: list[np.ndarray] = []
        left = _VOCABULARY
        for index in self.paragraphs:
            line = self.lines[index]
            if line.is_cjk:
                pairs.append(_pairs(line.text))
            else:
                spaced.append(line.text[:_LOOKED_AT])
            left -= len(line.text)
            if left < 0:
                break
        return frozenset(_words("\n".join(spaced))), _distinct(np.concatenate(pairs or [_pairs("")]))

    def overlap(self, index: int) -> float:
        """Share of a line's words that the real paragraphs use; 0.5 where nothing can be said.

        Half a word may be there by chance, so that two words of which none is known weigh less than eight.
        """
        if index not in self._overlaps:
            self._overlaps[index] = self._overlap(index)
        return self._overlaps[index]

    @cached_property
    def _overlaps(self) -> dict[int, float]:
        """Shares already computed: several rules ask for the same one."""
        return {}

    def _overlap(self, index: int) -> float:
        line, (words, pairs) = self.lines[index], self.vocabulary
        if len(words) + len(pairs) < 20:
            return 0.5
        if line.is_cjk:
            own = _pairs(line.text[:_LOOKED_AT])
            own = _distinct(own[(own >> 21 > _KANA) & (own % (1 << 21) > _KANA)])
            places = np.minimum(np.searchsorted(pairs, own), len(pairs) - 1)
            total, shared = len(own), int((pairs[places] == own).sum()) if len(pairs) else 0
        else:
            found = _words(line.text[:_LOOKED_AT])
            total, shared = len(found), len(found & words)
        return (shared + 0.5) / (total + 1) if total > 1 else 0.5

    @cached_property
    def items(self) -> dict[int, str]:
        """Items of lists and rows of tables: index, and what the line is one of."""
        found: dict[int, str] = {}
        for start, stop in _runs([_list_style(line.text) for line in self.lines]):
            if stop - start > 1:
                found.update(dict.fromkeys(range(start, stop), "item of a list"))
        rows = [_is_row(line) for line in self.lines]
        for index, is_row in enumerate(rows):
            beside = rows[max(0, index - 1) : index + 2]
            heads_rows = not is_row and all(rows[index + 1 : index + 3]) and self._heads_table(index)
            if heads_rows or (is_row and sum(beside) > 1):
                found[index] = "row of a table"
        for index in self._chronology:
            found[index] = "entry of a chronology"
        return found

    @cached_property
    def bullets_of_body(self) -> frozenset[str]:
        """First signs of the lists inside the body."""
        return frozenset(self.lines[index].text[0] for index in self.items if index < self.body_end)

    def _heads_table(self, index: int) -> bool:
        if index + 2 >= len(self.lines) or self.lines[index].is_closed:
            return False
        own, below = (len(self.lines[i].text.split()) for i in (index, index + 1))
        return own > 1 and abs(own - below) <= 1

    @cached_property
    def _chronology(self) -> list[int]:
        dated = [
            index
            for index, line in enumerate(self.lines)
            if line.length <= 160
            and (match := clutter.DATED.match(line.text))
            and line.length - match.end() // 2 > 12
        ]
        inside = [i for i in dated if not clutter.ONLY_DATE.match(self.lines[i].text)]
        return inside if len(inside) >= 3 else []


def running_key(line: Shape) -> str:
    """Give what a running head or foot shares with those of other pages, or nothing."""
    if line.is_closed or line.length > 40 or not (line.text[0].isdigit() or line.text[-1].isdigit()):
        return ""
    key = _DIGITS.sub("0", line.text)
    has_words = len(key) >= 6 if line.is_cjk else len(re.findall(r"[^\W\d_]{2,}", key)) > 1
    return key if has_words else ""


def _words(text: str) -> set[str]:
    lines = text.split("\n") if text.isascii() else _QUOTES.sub(" ", text).split("\n")
    ascii_lines = "\n".join(filter(str.isascii, lines)).encode("ascii")
    runs = set(ascii_lines.translate(_LETTERS_ONLY).decode("ascii").split())
    words = {word for word in runs if len(word) > 3}
    for line in filterfalse(str.isascii, lines):
        words.update(_WORD.findall(line.casefold()))
    return {word[:6] for word in words - _COMMON}


def _pairs(text: str) -> np.ndarray:
    """Give each pair of neighbouring characters a number: the first code times 2²¹, and the second."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    return (codes[:-1] << 21) | codes[1:]


def _distinct(numbers: np.ndarray) -> np.ndarray:
    """Sort numbers and leave repeated ones out, for so few several times faster than `numpy.unique`."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def _is_field(name: str) -> bool:
    text = f"{name}：x"
    return bool(clutter.furniture(text, 12, False) or clutter.about_the_text(text, 12, False))


def _list_style(text: str) -> str:
    """Name the mark before a line, the same for all items of a list; nothing where there is none."""
    if "A" <= text[0] <= "Z":  # most lines
        return ""
    if match := _BULLET.match(text):
        return match[0].strip()
    if match := _NUMBER.match(text):
        kind = "1" if match[2].isdigit() else "a" if match[2].isascii() else "一"
        return match[1] + kind + match[3]
    return "①" if _CIRCLED.match(text) else ""


def _is_row(line: Shape) -> bool:
    if line.is_closed or line.length > 60:
        return False
    if "\t" in line.text.strip():
        return True
    if not _MAY_BE_NUMERAL.search(line.text):
        return False
    tokens = line.text.split()
    numerals = sum(bool(_NUMERAL.fullmatch(token)) for token in tokens)
    return numerals >= 2 and numerals >= 0.4 * len(tokens) and not clutter.DATED.search(line.text)


def _runs(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give start and stop of each run of equal, non-empty keys."""
    start = 0
    for index in range(1, len(keys) + 1):
        if index == len(keys) or keys[index] != keys[start]:
            if keys[start]:
                yield start, index
            start = index
