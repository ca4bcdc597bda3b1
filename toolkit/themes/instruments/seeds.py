"""Where a theme's terms lie among the units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from toolkit.errors import InvalidInput, Problem
from toolkit.features import Features, Terms, unit_length
from toolkit.preprocess import Tokenizer
from toolkit.themes.codebook import Codebook

_COMMA = {"zh": "，", "ja": "、"}


def seed_vectors(features: Features, codebook: Codebook) -> dict[str, np.ndarray]:
    """Place each theme's seed terms among the units: the mean over languages of where its terms lie.

    Only terms of the vocabulary count; languages weigh the same, however many terms they have. Where
    vectors come from a file, it must hold them under the ids ``seeds:<theme>:<language>``.

    Returns
    -------
    (dimensions,) vector of length 1 of each theme.

    Raises
    ------
    InvalidInput
        When none of a theme's terms can be placed; names all such themes.
    """
    known = known_seeds(codebook, features.tokenizer, features.terms)
    means = {theme: _mean(features, theme, pairs) for theme, pairs in known.items()}
    problems = seedless({theme: pairs if means[theme].any() else () for theme, pairs in known.items()})
    if problems:
        raise InvalidInput(problems)
    return {theme: unit_length(mean[None])[0] for theme, mean in means.items()}


def _mean(features: Features, theme: str, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    """Place a theme's terms language by language, and give the mean; zeros where there are none."""
    if not pairs:
        return np.zeros(1)
    languages = languages_of(pairs)
    texts = [
        _COMMA.get(own, ", ").join(token for language, token in pairs if language == own) for own in languages
    ]
    return features.named_vectors(seed_names(theme, pairs), texts, languages).mean(axis=0)


def known_seeds(codebook: Codebook, tokenizer: Tokenizer, terms: Terms) -> dict[str, list[tuple[str, str]]]:
    """Give each theme's seed terms that are in the vocabulary, as (language, token) pairs."""
    return {
        theme: [pair for pair in pairs if pair in terms.index]
        for theme, pairs in codebook.seeds(tokenizer).items()
    }


def seedless(known: Mapping[str, Sequence[tuple[str, str]]]) -> list[Problem]:
    """Find themes without a seed term by which they could be placed."""
    reason = "the corpus uses no term of theme '{}' by which it could be placed"
    remedy = "add terms that it uses to the codebook, or leave this instrument out"
    return [Problem("codebook", reason.format(theme), remedy) for theme, pairs in known.items() if not pairs]


def seed_names(theme: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Say what the vectors of a theme's seed terms are called in a file: one name a language."""
    return [f"seeds:{theme}:{language}" for language in languages_of(pairs)]


def languages_of(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Give the languages of (language, token) pairs, in alphabetical order."""
    return sorted({language for language, _ in pairs})
