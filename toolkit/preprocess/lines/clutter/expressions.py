"""Many expressions over one line: most lines hold nothing that any of them needs, and that is told at once.

Each expression is taken apart for the literal pieces of which every match holds one (as RE2's FilteredRE2
does); all pieces of all expressions are looked for together (Aho and Corasick 1975), and only expressions
with a piece in the line are tried.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

ANYWHERE = 1 << 30
_HEAD = 12
"""Pieces that begin at one of the first places are looked for there only."""

_WEAKEST = 3
"""An expression that a single letter or two may belong to is tried at once."""

_RARE = frozenset("@|#©[]{}<>^_~\\")
_MOST_RUNS = 8
_SPACE = [(op.IN, [(op.CATEGORY, op.CATEGORY_SPACE)])]


class Clue(NamedTuple):
    """A piece of text that a match may need."""

    piece: str
    """In lower case."""

    within: int
    """The last place of the text at which it may begin."""

    @property
    def strength(self) -> int:
        """How rarely it stands in a line by chance: long ones, Chinese ones and first words do so least."""
        is_rare = not self.piece.isascii() or self.piece in _RARE
        return len(self.piece.replace(" ", "")) * (3 if is_rare else 1) + 4 * (self.within < ANYWHERE)


class Expression:
    """A regular expression that is compiled when it is first needed: large ones take long."""

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.source, self.flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression as it stands."""
        return re.compile(self.source, self.flags)

    @cached_property
    def clues(self) -> frozenset[Clue] | None:
        """The pieces of which every match holds one (`clues_of`)."""
        return clues_of(self)

    @cached_property
    def of_folded(self) -> re.Pattern[str] | None:
        """The expression for text in lower case, if it takes no notice of case: it is found much faster."""
        if not self.flags & re.IGNORECASE or "(?-i" in self.source:
            return None
        lower = re.sub(
            r"\\.|[A-Z]", lambda found: found[0] if found[0][0] == "\\" else found[0].lower(), self.source
        )
        return re.compile(lower, self.flags & ~re.IGNORECASE)


class Expressions:
    """Named expressions, of which the first that fits a line names what the line is."""

    def __init__(self, expressions: Iterable[tuple[str, Expression]]) -> None:
        self._names, self._expressions = zip(*expressions, strict=True)

    def first(self, text: str, among: Container[int] | None = None) -> str:
        """Name the first expression that is found in a text, or give nothing.

        Parameters
        ----------
        text
            One line.
        among
            Numbers of the expressions to try, from 0 in the order they were given; all by default.
        """
        number = self._first(text, among)
        return "" if number is None else self._names[number]

    def any(self, text: str) -> bool:
        """Tell whether one of the expressions is found in a text."""
        return self._first(text) is not None

    def first_of_each(self, texts: Sequence[str]) -> list[str]:
        """Name for each line of a page the first expression that is found in it: `first`, in less time."""
        return ["" if number is None else self._names[number] for number in self._first_of_each(texts)]

    def any_of_each(self, texts: Sequence[str]) -> list[bool]:
        """Tell for each line of a page whether one of the expressions is found in it: `any`, in less time."""
        return [number is not None for number in self._first_of_each(texts)]

    def _first(self, text: str, among: Container[int] | None = None) -> int | None:
        folded = text.casefold()
        is_ascii = text.isascii()
        for number in self._looking.possible(folded.lstrip(), len(text)):
            if (among is None or number in among) and self._is_found(number, text, folded, is_ascii):
                return number
        return None

    def _first_of_each(self, texts: Sequence[str]) -> list[int | None]:
        found: list[int | None] = [None] * len(texts)
        for line, numbers in self._looking.possible_of_each(texts):
            text = texts[line]
            folded, is_ascii = text.casefold(), text.isascii()
            tried = (number for number in numbers if self._is_found(number, text, folded, is_ascii))
            found[line] = next(tried, None)
        return found

    def _is_found(self, number: int, text: str, folded: str, is_ascii: bool) -> bool:
        expression = self._expressions[number]
        if is_ascii and expression.of_folded:
            return bool(expression.of_folded.search(folded))
        return bool(expression.compiled.search(text))

    @cached_property
    def _looking(self) -> _Looking:
        return _Looking(self._expressions)


class _Looking:
    """Looks for the pieces of many expressions at once."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation

        self._count = len(expressions)
        self._always: list[int] = []
        users: tuple[dict[str, list[tuple[int, int]]], ...] = ({}, {})
        for number, expression in enumerate(expressions):
            found = expression.clues
            if found is None or _strength(found) < _WEAKEST:
                self._always.append(number)
                continue
            for clue in found:
                users[clue.within > _HEAD].setdefault(clue.piece, []).append((number, clue.within))
        self._users = [list(each.values()) for each in users]
        self._find = [
            AhoCorasick(each, implementation=Implementation.DFA).find_matches_as_indexes for each in users
        ]
        self._head = _HEAD + max(map(len, users[0]), default=0)

    def possible(self, folded: str, length: int) -> Sequence[int]:
        """Give the numbers of the expressions that could be found, in their order."""
        if len(folded) > length:  # places in it say nothing
            return range(self._count)
        at_start = self._find[0](folded[: self._head], overlapping=True)
        inside = self._find[1](folded, overlapping=True)
        if not at_start and not inside:
            return self._always
        numbers = set(self._always)
        for users, found in zip(self._users, (at_start, inside), strict=True):
            for piece, place, _ in found:
                numbers.update(number for number, within in users[piece] if place <= within)
        return sorted(numbers)

    def possible_of_each(self, texts: Sequence[str]) -> Iterator[tuple[int, Sequence[int]]]:
        """Give the lines in which an expression could be found, and its `possible` ones, for a whole page."""
        folded = [text.casefold().lstrip() for text in texts]
        numbers = {
            line: set(range(self._count))
            for line, (fold, text) in enumerate(zip(folded, texts, strict=True))
            if len(fold) > len(text)
        }
        for users, find, lines in (
            (self._users[0], self._find[0], [fold[: self._head] for fold in folded]),
            (self._users[1], self._find[1], folded),
        ):
            starts = [0, *accumulate(len(line) + 1 for line in lines)]
            for piece, place, _ in find("\n".join(lines), overlapping=True):
                line = bisect_right(starts, place) - 1
                wanted = [number for number, within in users[piece] if place - starts[line] <= within]
                if wanted:
                    numbers.setdefault(line, set()).update(wanted)
        asked = range(len(texts)) if self._always else sorted(numbers)
        for line in asked:
            yield line, sorted(numbers[line].union(self._always)) if line in numbers else self._always


def alternatives(source: str) -> list[str]:
    """Take an expression apart at its outermost bars: most lines need but one of many parts to be tried.

    >>> alternatives("a(?:b|c)|[|]|d")
    ['a(?:b|c)', '[|]', 'd']
    """
    parts, depth = [""], 0
    for sign in _SIGN.findall(source):
        if sign == "|" and not depth:
            parts.append("")
            continue
        depth += (sign == "(") - (sign == ")")
        parts[-1] += sign
    return parts


_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.")
"""One sign of an expression, also one behind a backslash, or a whole set of characters."""


def clues_of(expression: Expression) -> frozenset[Clue] | None:
    """Find pieces of which every match of an expression holds one; None where there are none."""
    return _needed(parser.parse(expression.source, expression.flags), ANYWHERE)


def _needed(tree: Any, within: int) -> frozenset[Clue] | None:
    """Find the best clues of a sequence that begins at this place at the latest."""
    best: frozenset[Clue] | None = None
    for clues in _candidates(list(tree), within):
        if best is None or _strength(clues) > _strength(best):
            best = clues
    return best


def _candidates(tree: list[tuple[Any, Any]], within: int) -> Iterator[frozenset[Clue]]:
    runs, begin = [""], within
    for kind, argument in [*tree, (op.AT, op.AT_END)]:
        letters = _letters(kind, argument)
        if letters and len(runs) * len(letters) <= _MOST_RUNS:
            runs = [run + letter for run in runs for letter in letters]
            within = _later(within, 1)
            continue
        if runs != [""]:
            yield frozenset(Clue(run.casefold(), begin) for run in runs)
        if kind is op.AT and argument in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            within = 0
        clues, width = _inside(kind, argument, within)
        if clues:
            yield clues
        within = _later(within, width)
        runs, begin = [""], within


def _letters(kind: Any, argument: Any) -> list[str]:
    """List the letters that may stand at one place, if they are few."""
    if kind is op.LITERAL:
        return [chr(argument)]
    if kind is op.IN and all(part is op.LITERAL for part, _ in argument):
        return [chr(code) for _, code in argument]
    return []


def _inside(kind: Any, argument: Any, within: int) -> tuple[frozenset[Clue] | None, int]:
    """Find the clues of one part of a sequence, and how long it can be."""
    if kind is op.BRANCH:
        parts = [_needed(part, within) for part in argument[1]]
        width = max(_width(part) for part in argument[1])
        return (None if None in parts else frozenset().union(*parts)), width  # type: ignore[arg-type]
    if kind is op.SUBPATTERN:
        return _needed(argument[3], within), _width(argument[3])
    if kind is op.ATOMIC_GROUP:
        return _needed(argument, within), _width(argument)
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, part = argument
        if within == 0 and list(part) == _SPACE:
            return None, 0  # the text that is looked at has no blanks before it
        width = ANYWHERE if most is op.MAXREPEAT else most * _width(part)
        return (_needed(part, within) if least else None), width
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return None, 0
    if kind is op.IN and _letters(kind, argument):
        return frozenset(Clue(letter.casefold(), within) for letter in _letters(kind, argument)), 1
    return None, 1 if kind in (op.IN, op.ANY, op.LITERAL, op.NOT_LITERAL) else ANYWHERE


def _width(part: Any) -> int:
    return min(ANYWHERE, int(part.getwidth()[1]))


def _later(place: int, width: int) -> int:
    return min(ANYWHERE, place + width)


def _strength(clues: frozenset[Clue]) -> int:
    return min(clue.strength for clue in clues)
