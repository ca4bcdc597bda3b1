"""Which codebook terms carry a theme in a corpus: their keyness, language by language.

A term is key where it stands more often in the units with the theme than in the other units of its language
(signed log-likelihood: Dunning 1993; Rayson & Garside 2000). Who says which units those are must not have
read the terms, or every term would carry its theme by construction: people first, else an instrument that
works without them, never the dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import numpy as np
from scipy import stats

from toolkit.preprocess import TokenizedUnits, Tokenizer
from toolkit.themes.codebook import TIERS, Codebook, Theme
from toolkit.themes.codes import Codes
from toolkit.themes.gold.reliability import FEWEST
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.target import asked, first_to_tell
from toolkit.themes.validity.facts import UnitFacts, unit_facts


def log_likelihood(
    target: np.ndarray, reference: np.ndarray, target_tokens: int, reference_tokens: int
) -> np.ndarray:
    """Give the log-likelihood G² of each term, negative where the target uses it less.

    G² = 2 Σ O ln(O / E) over the four cells term / other tokens × target / reference, without a correction.

    Parameters
    ----------
    target, reference
        (terms,) how often each term stands in the target and in the reference; fractions are allowed.
    target_tokens, reference_tokens
        All tokens of the two.

    >>> log_likelihood(np.array([10.0, 2.0]), np.array([10.0, 4.0]), 100, 200).round(3)
    array([2.535, 0.   ])
    """
    both, tokens = target + reference, target_tokens + reference_tokens
    total = np.zeros(len(both))
    for size, found in ((target_tokens, target), (reference_tokens, reference)):
        total += _excess(found, both * size / tokens)
        total += _excess(size - found, (tokens - both) * size / tokens)
    sign = np.sign(target * reference_tokens - reference * target_tokens)
    return sign * 2 * np.maximum(total, 0.0)


def rate_ratio(
    target: np.ndarray, reference: np.ndarray, target_tokens: int, reference_tokens: int
) -> np.ndarray:
    """Say how many times as frequent each term is in the target; infinite where the reference lacks it.

    A term that neither holds has no ratio.

    >>> rate_ratio(np.array([10.0, 1.0, 0.0]), np.array([10.0, 0.0, 1.0]), 100, 200)
    array([ 2., inf,  0.])
    """
    one, other = target / target_tokens, reference / reference_tokens
    ratio = one / np.where(other > 0, other, 1.0)
    return np.where(other > 0, ratio, np.where(one > 0, np.inf, np.nan))


@dataclass(frozen=True)
class TermKeyness:
    """How much one codebook term belongs to the units with its theme."""

    theme: str
    language: str
    term: str
    """As the codebook writes it; terms that become the same token stand together."""

    tier: str
    target: str
    """Who says which units carry the theme."""

    target_count: int
    reference_count: int
    target_rate: float
    """A token's share of all tokens, weighted."""

    reference_rate: float
    units: int
    """Units of the target and the reference with the term."""

    documents: int
    g2: float
    """Of the rates, in as many tokens as there are; negative where the reference uses the term more."""

    p: float
    """Of G² as chi-squared with one degree of freedom. Descriptive: tokens of a text are not independent."""

    rate_ratio: float
    """Infinite where the reference lacks the term."""

    target_units: int
    reference_units: int
    target_documents: int
    reference_documents: int
    target_tokens: int
    reference_tokens: int
    reading: str
    """What keeps the numbers from being read, if anything."""


@dataclass(frozen=True)
class Keyness:
    """The keyness of a codebook's terms, and what keeps others from being tried."""

    rows: list[dict[str, Any]]
    """With the fields of `TermKeyness`: theme by theme, language by language, the most distinctive first."""

    target: str = ""
    """Who says which units carry a theme; empty where nobody does."""

    asked: tuple[str, ...] = ()
    """Who could have said it, people first."""

    one_sided: tuple[tuple[str, str], ...] = ()
    """Themes and languages in which the target has no units with the theme, or none without it."""


def keyness(
    units: TokenizedUnits,
    tokenizer: Tokenizer,
    codebook: Codebook,
    codes: Codes | None = None,
    scores: Sequence[ThemeScores] = (),
) -> Keyness:
    """Measure the keyness of every codebook term that stands in the units, in its own theme and language.

    Units with a theme are those that people coded so; where people have no theme with coded units on both
    sides, those of the first reading that has. The reference is the other units of the language that are
    read.

    Terms are counted as tokens: those that the tokenizer takes apart are left out, and a term inside a longer
    one does not count. Context terms count wherever they stand, with a cue or without: whether they carry the
    theme is what is asked. A theme without units on either side has no rows in that language.

    Parameters
    ----------
    units
        The units whose tokens are counted.
    tokenizer
        The one that made the units' tokens.
    codebook
        Themes and terms.
    codes
        What people coded of the units.
    scores
        Readings by instruments that do not read the terms (`reads_terms`).
    """
    targets = asked(units, codes, scores)
    names = tuple(each.name for each in targets)
    target = first_to_tell(units, targets)
    if target is None:
        return Keyness([], asked=names)
    facts = unit_facts(units)
    rows: list[TermKeyness] = []
    one_sided = []
    for theme, language in product(codebook.themes, facts.spoken):
        sides = target.sides(facts, theme.id, language)
        terms = _terms(theme, language, tokenizer)
        if sides is None:
            one_sided.append((theme.id, language))
        elif terms:
            one, other = (_Side.of(units, facts, side, target.weights, list(terms)) for side in sides)
            named = {"theme": theme.id, "language": language, "target": target.name}
            found = _measured(list(terms.values()), one, other, named)
            rows += sorted(found, key=lambda row: (-row.g2, row.term))
    return Keyness([asdict(row) for row in rows], target.name, names, tuple(one_sided))


@dataclass(frozen=True)
class _Side:
    """The units with a theme, or those without it."""

    documents: np.ndarray
    """(units,) numbers."""

    counts: np.ndarray
    """(units, terms)."""

    rates: np.ndarray
    """(terms,) weighted share of all tokens."""

    tokens: int

    @classmethod
    def of(
        cls, units: TokenizedUnits, facts: UnitFacts, rows: np.ndarray, weights: np.ndarray, words: list[str]
    ) -> _Side:
        tokens = [units.tokens[row] for row in rows]
        counts, lengths = _counts(tokens, words), np.array([len(own) for own in tokens])
        read = max(float(weights[rows] @ lengths), 1e-12)
        return cls(facts.documents[rows], counts, weights[rows] @ counts / read, max(1, int(lengths.sum())))


def _excess(found: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Give O ln(O / E), which is nothing where nothing was found."""
    is_found = found > 0
    ratio = np.where(is_found, found, 1.0) / np.where(is_found, expected, 1.0)
    return np.where(is_found, found * np.log(ratio), 0.0)


def _terms(theme: Theme, language: str, tokenizer: Tokenizer) -> dict[str, tuple[str, str]]:
    """Give a theme's terms that are one token: by the token, how it is written and the strongest tier."""
    found: dict[str, tuple[str, str]] = {}
    for term in theme.terms.get(language, ()):
        tokens = tokenizer.term(term.t, language)
        if len(tokens) == 1:
            written, tier = found.get(tokens[0], ("", term.tier))
            both = f"{written} / {term.t}" if written else term.t
            found[tokens[0]] = (both, min(tier, term.tier, key=TIERS.index))
    return found


def _counts(tokens: Sequence[Sequence[str]], words: Sequence[str]) -> np.ndarray:
    """Count words in units: (units, words)."""
    place = {word: column for column, word in enumerate(words)}
    counts = np.zeros((len(tokens), len(words)), dtype=np.int64)
    for row, own in enumerate(tokens):
        for token in own:
            if token in place:
                counts[row, place[token]] += 1
    return counts


def _measured(
    terms: Sequence[tuple[str, str]], one: _Side, other: _Side, named: Mapping[str, str]
) -> Iterator[TermKeyness]:
    """Measure the terms that stand on either side."""
    expected = (one.rates * one.tokens, other.rates * other.tokens, one.tokens, other.tokens)
    g2, ratio = log_likelihood(*expected), rate_ratio(*expected)
    has_term = np.vstack([one.counts, other.counts]) > 0
    documents = np.concatenate([one.documents, other.documents])
    is_thin = min(len(one.counts), len(other.counts)) < FEWEST
    for column, (term, tier) in enumerate(terms):
        own = has_term[:, column]
        if not own.any():
            continue
        yield TermKeyness(
            **named,
            term=term,
            tier=tier,
            target_count=int(one.counts[:, column].sum()),
            reference_count=int(other.counts[:, column].sum()),
            target_rate=float(one.rates[column]),
            reference_rate=float(other.rates[column]),
            units=int(own.sum()),
            documents=len(np.unique(documents[own])),
            g2=float(g2[column]),
            p=float(stats.chi2.sf(abs(g2[column]), 1)),
            rate_ratio=float(ratio[column]),
            target_units=len(one.counts),
            reference_units=len(other.counts),
            target_documents=len(np.unique(one.documents)),
            reference_documents=len(np.unique(other.documents)),
            target_tokens=one.tokens,
            reference_tokens=other.tokens,
            reading=f"fewer than {FEWEST} units on a side" if is_thin else "",
        )
