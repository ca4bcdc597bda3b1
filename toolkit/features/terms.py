"""One vocabulary for every model, and how often each term stands in each unit."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from pydantic import Field
from scipy import sparse

from toolkit.errors import InvalidInput, Problem
from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings


class TermRules(Settings):
    """Which tokens become terms of the vocabulary."""

    min_units: int = Field(2, ge=1)
    """A term stands in at least this many units of its language. Seed terms are always kept."""

    max_share: float = Field(0.5, gt=0, le=1)
    """A term stands in at most this share of the units of its language. Seed terms are always kept."""

    max_terms: int = Field(20_000, ge=100)
    """The most frequent terms of each language are kept, up to this number."""


@dataclass(frozen=True)
class Terms:
    """The vocabulary: words with their language, sorted by language and word."""

    words: tuple[str, ...]
    languages: tuple[str, ...]
    """Language of each word."""

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def index(self) -> Mapping[tuple[str, str], int]:
        """Column of each (language, word)."""
        return {pair: i for i, pair in enumerate(zip(self.languages, self.words, strict=True))}

    def of(self, language: str) -> np.ndarray:
        """Columns of one language, ascending."""
        return np.flatnonzero(np.array(self.languages) == language)

    @property
    def all_languages(self) -> tuple[str, ...]:
        """Languages that have terms, in alphabetical order."""
        return tuple(sorted(set(self.languages)))


def count_terms(
    units: TokenizedUnits,
    rules: TermRules | None = None,
    keep: Collection[tuple[str, str]] = (),
) -> tuple[Terms, sparse.csr_array]:
    """Choose the vocabulary and count it.

    Parameters
    ----------
    units
        Tokenised units.
    rules
        Which tokens become terms.
    keep
        (language, token) pairs that stay whenever they occur at all: the codebook's seed terms.

    Returns
    -------
    The terms, and counts of shape (units, terms).
    """
    counter = TermCounter()
    for unit, tokens in zip(units.units, units.tokens, strict=True):
        counter.add(unit.language, tokens)
    return counter.finish(rules, keep)


class TermCounter:
    """Counts tokens unit by unit, so that a stream of any length needs no more room than its counts."""

    def __init__(self) -> None:
        self._columns: dict[str, _Columns] = {}
        self._languages: list[str] = []
        self._found = array("i")
        self._lengths = array("i")
        self._summed: list[_Counts] = []

    def __getstate__(self) -> dict[str, Any]:
        """Travel between processes with little to carry, and nothing left to be summed there."""
        self._sum_up()
        return self.__dict__

    def add(self, language: str, tokens: Sequence[str]) -> None:
        """Count one unit."""
        self._languages.append(language)
        self._lengths.append(len(tokens))
        self._found.extend(map(self._columns.setdefault(language, _Columns()).__getitem__, tokens))

    def merge(self, other: TermCounter) -> None:
        """Add the units of another counter behind one's own."""
        self._sum_up()
        numbers = np.empty(sum(map(len, other._columns.values())), dtype=np.int32)
        for language, first in other._first_columns().items():
            theirs, own = other._columns[language], self._columns.setdefault(language, _Columns())
            numbers[first : first + len(theirs)] = list(map(own.__getitem__, theirs))
        self._languages += other._languages
        self._summed += (part._replace(columns=numbers[part.columns]) for part in other._parts())

    def finish(
        self, rules: TermRules | None = None, keep: Collection[tuple[str, str]] = ()
    ) -> tuple[Terms, sparse.csr_array]:
        """Choose the vocabulary, as `count_terms` does, and give it with the counts of all units."""
        rules, kept = rules or TermRules(), set(keep)
        spoken = Counter(self._languages)
        words = sum(map(len, self._columns.values()))
        parts = list(self._parts())
        found_in = sum((np.bincount(part.columns, minlength=words) for part in parts), np.zeros(words, int))
        chosen: list[tuple[str, str]] = []
        column_of = np.full(words, -1, dtype=np.int32)
        for language, first in self._first_columns().items():
            columns = self._columns[language]
            counts = found_in[first : first + len(columns)].tolist()
            wanted = _wanted(list(columns), counts, spoken[language], rules)
            wanted |= {word for word in columns if (language, word) in kept}
            for word in sorted(wanted):
                column_of[first + columns[word]] = len(chosen)
                chosen.append((language, word))
        if not chosen:
            raise InvalidInput([_no_terms(rules)])
        terms = Terms(tuple(word for _, word in chosen), tuple(language for language, _ in chosen))
        rows = [_with_columns(part, column_of, len(terms)) for part in parts]
        return terms, sparse.csr_array(sparse.vstack(rows, format="csr"))

    def _first_columns(self) -> dict[str, int]:
        """Give each language a range of columns, and tell where it begins."""
        first = 0
        firsts = {}
        for language in sorted(self._columns):
            firsts[language] = first
            first += len(self._columns[language])
        return firsts

    def _sum_up(self) -> None:
        """Sum what each unit added since the last time says again; a unit has one language."""
        if self._lengths:
            columns = np.frombuffer(self._found, dtype=np.int32)
            starts = np.concatenate([[0], np.cumsum(self._lengths, dtype=np.int64)])
            shape = (len(self._lengths), max(map(len, self._columns.values())))
            counts = sparse.csr_array((np.ones(len(columns), dtype=np.int32), columns, starts), shape=shape)
            counts.sum_duplicates()
            self._summed.append(_Counts(counts.indices, counts.data, np.diff(counts.indptr)))
            self._found, self._lengths = array("i"), array("i")

    def _parts(self) -> Iterator[_Counts]:
        """Give all units part by part, with the columns of all languages side by side."""
        self._sum_up()
        firsts = self._first_columns()
        offsets = np.array([firsts[language] for language in self._languages], dtype=np.int32)
        start = 0
        for columns, times, lengths in self._summed:
            own = offsets[start : start + len(lengths)]
            yield _Counts(columns + np.repeat(own, lengths), times, lengths)
            start += len(lengths)


class _Counts(NamedTuple):
    """The words of units, one unit behind the other, no word twice in one."""

    columns: np.ndarray
    times: np.ndarray
    """How often each word stands in its unit."""

    lengths: np.ndarray
    """Words of each unit."""


class _Columns(dict[str, int]):
    """Numbers words in the order of their coming."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def _with_columns(counts: _Counts, column_of: np.ndarray, columns: int) -> sparse.csr_array:
    """Keep the columns that have a new number, under that number."""
    numbers = column_of[counts.columns]
    stays = numbers >= 0
    ends = np.concatenate([[0], np.cumsum(counts.lengths)])
    starts = np.concatenate([[0], np.cumsum(stays)])[ends].astype(np.int32)
    shape = (len(counts.lengths), columns)
    kept = sparse.csr_array((counts.times[stays], numbers[stays], starts), shape=shape)
    kept.sort_indices()
    return kept


def _wanted(words: Sequence[str], counts: Sequence[int], total: int, rules: TermRules) -> set[str]:
    usual = [
        (-count, word)
        for word, count in zip(words, counts, strict=True)
        if rules.min_units <= count <= max(rules.min_units, rules.max_share * total)
    ]
    return {word for _, word in sorted(usual)[: rules.max_terms]}


def _no_terms(rules: TermRules) -> Problem:
    return Problem(
        "features.terms",
        f"no token stands in {rules.min_units} units or more: there is nothing to count",
        "lower `features.terms.min_units`, or add documents",
    )
