"""One vocabulary for every model, and how often each term stands in each unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

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
    rules = rules or TermRules()
    languages = [unit.language for unit in units.units]
    found: dict[str, Counter[str]] = {language: Counter() for language in units.languages}
    for language, tokens in zip(languages, units.tokens, strict=True):
        found[language].update(set(tokens))
    totals, kept = Counter(languages), set(keep)
    chosen: list[tuple[str, str]] = []
    for language, counts in sorted(found.items()):
        usual = [
            (-count, word)
            for word, count in counts.items()
            if rules.min_units <= count <= max(rules.min_units, rules.max_share * totals[language])
        ]
        words = {word for _, word in sorted(usual)[: rules.max_terms]}
        words |= {word for word in counts if (language, word) in kept}
        chosen += [(language, word) for word in sorted(words)]
    if not chosen:
        raise InvalidInput([_no_terms(rules)])
    terms = Terms(tuple(word for _, word in chosen), tuple(language for language, _ in chosen))
    return terms, _count(units, languages, terms)


def _count(units: TokenizedUnits, languages: list[str], terms: Terms) -> sparse.csr_array:
    starts, columns = [0], []
    for language, tokens in zip(languages, units.tokens, strict=True):
        columns += [terms.index[pair] for token in tokens if (pair := (language, token)) in terms.index]
        starts.append(len(columns))
    shape = (len(languages), len(terms))
    counts = sparse.csr_array((np.ones(len(columns), dtype=np.int32), columns, starts), shape=shape)
    counts.sum_duplicates()
    return counts


def _no_terms(rules: TermRules) -> Problem:
    return Problem(
        "features.terms",
        f"no token stands in {rules.min_units} units or more: there is nothing to count",
        "lower `features.terms.min_units`, or add documents",
    )
