"""Prototypes: how near a unit's vector is to sentences that show the theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field

from toolkit.arrays import Vectors
from toolkit.errors import InvalidInput, Problem
from toolkit.features import Features
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments.scores import ThemeScores


class Prototypes(Settings):
    """Nearness to the codebook's prototype sentences.

    The score is the highest cosine to the theme's prototypes, less the mean cosine to those of the
    other themes. The share of units found is largely set by ``threshold``: read differences between
    groups, not levels. Do not trust it with vectors that a leak report calls split by language.
    """

    kind: Literal["prototypes"] = "prototypes"

    name: str = "prototypes"
    """Name in tables."""

    reads_terms: ClassVar[bool] = False

    threshold: float = Field(1.0, gt=0)
    """Standard deviations above the theme's mean score over all units, of all languages together, from which
    the theme is present."""

    def score(self, features: Features, codebook: Codebook) -> ThemeScores:
        """Read every unit."""
        prototypes = prototype_vectors(features, codebook)
        nearness = {theme: features.vectors @ vectors.T for theme, vectors in prototypes.items()}
        columns = []
        for theme in codebook.theme_ids:
            others = [near.mean(axis=1) for other, near in nearness.items() if other != theme]
            columns.append(nearness[theme].max(axis=1) - (np.mean(others, axis=0) if others else 0.0))
        score = np.stack(columns, axis=1)
        level = score.mean(axis=0) + self.threshold * score.std(axis=0)
        return ThemeScores(self.name, codebook.theme_ids, features.unit_ids, score, score > level)


def prototype_vectors(features: Features, codebook: Codebook) -> dict[str, Vectors]:
    """Place each theme's prototype sentences among the units.

    Languages without units are passed over.

    Raises
    ------
    InvalidInput
        When a theme has no prototype that can be placed; names all such themes.
    """
    sentences = prototype_sentences(codebook, features.units.languages)
    vectors = {theme: _vectors(features, own) for theme, own in sentences.items()}
    placed = {theme: own[own.any(axis=1)] for theme, own in vectors.items()}
    lengths = {theme: len(own) for theme, own in placed.items()}
    problems = placeless(sentences, lengths, features.units.languages)
    if problems:
        raise InvalidInput(problems)
    return placed


class Sentence(NamedTuple):
    """A prototype sentence."""

    name: str
    """What its vector is called in a file."""

    text: str
    language: str


def prototype_sentences(codebook: Codebook, languages: Sequence[str]) -> dict[str, list[Sentence]]:
    """Give each theme's prototype sentences in some languages."""
    return {
        theme.id: [
            Sentence(f"prototype:{theme.id}:{language}:{number}", text, language)
            for language, texts in theme.prototypes.items()
            if language in languages
            for number, text in enumerate(texts)
        ]
        for theme in codebook.themes
    }


def placeless(
    sentences: Mapping[str, Sequence[Sentence]], placed: Mapping[str, int], languages: Sequence[str]
) -> list[Problem]:
    """Find themes without a prototype sentence that can be placed.

    Parameters
    ----------
    sentences
        Each theme's sentences.
    placed
        How many of them have a vector: a sentence of unknown words has none.
    languages
        Those of the corpus.
    """
    problems = []
    for theme, own in sentences.items():
        if placed[theme]:
            continue
        reason = (
            f"none of the {len(own)} prototype sentences of theme '{theme}' has a word that the vectors know"
            if own
            else f"theme '{theme}' has no prototype sentence in {' or '.join(languages)}"
        )
        remedy = f"write some under `prototypes` in {' or '.join(languages)}, with words of the corpus"
        problems.append(Problem("codebook", reason, f"{remedy}, or leave this instrument out"))
    return problems


def _vectors(features: Features, sentences: Sequence[Sentence]) -> np.ndarray:
    if not sentences:
        return np.zeros((0, features.vectors.shape[1]))
    names, texts, languages = zip(*sentences, strict=True)
    return features.named_vectors(names, texts, languages)
