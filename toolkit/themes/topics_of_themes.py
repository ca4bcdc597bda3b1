"""Which free topics are about which themes, which themes have none, and how much of the text is keywords."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import Field

from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments import ThemeScores

RARE = 0.001
"""Keywords below this share of a language's tokens hardly tell a model anything (keyATM's advice: Eshima,
Imai & Sasaki 2024)."""


class TopicMatching(Settings):
    """When a free topic is called a theme's."""

    words: int = Field(20, ge=5)
    """Top terms of a topic, in each language, among which seeds are looked for."""

    seed_mass: float = Field(0.1, gt=0, lt=1)
    """Share of these terms' weight that must be the theme's seeds."""

    correlation: float = Field(0.3, gt=0, lt=1)
    """Correlation of the topic's shares with the theme's scores, mean over instruments, that must be
    reached otherwise."""


def topics_of_themes(
    solutions: Sequence[TopicSolution],
    features: Features,
    codebook: Codebook,
    scores: Sequence[ThemeScores] = (),
    rules: TopicMatching | None = None,
) -> list[dict[str, Any]]:
    """Match every topic of every solution with the themes that it is about.

    Parameters
    ----------
    solutions
        Topics that were fitted without the codebook.
    features, codebook
        The units, and the themes.
    scores
        Readings by instruments; correlations are within languages, so that topics of one language do not
        look alike for that alone.
    rules
        When a match is one.

    Returns
    -------
    Rows: solution, topic, theme, seed_mass (share of the top terms' weight that is seeds, mean over
    languages), correlation, strength (the larger of the two as multiples of what must be reached), evidence
    (seeds, scores, both), themes (how many the topic is matched with). A topic about no theme has one row
    with an empty theme, and a theme without a topic one with topic −1.
    """
    rules = rules or TopicMatching()
    seeds = codebook.seeds(features.tokenizer)
    rows: list[dict[str, Any]] = []
    for solution in solutions:
        mass = seed_mass(solution, seeds, rules.words)
        related = _correlations(solution, features, scores, tuple(seeds))
        rows += _rows(solution.name, tuple(seeds), mass, related, rules)
    return rows


def seed_mass(
    solution: TopicSolution, seeds: Mapping[str, Sequence[tuple[str, str]]], words: int
) -> np.ndarray:
    """Say how much of its top terms' weight a topic gives to each theme's seeds.

    Weights are comparable inside a topic and language only, so shares are taken there, and then their mean.

    Returns
    -------
    (topics, themes), 0 to 1.
    """
    mass = np.zeros((solution.topics, len(seeds)))
    languages = solution.terms.all_languages
    for topic in range(solution.topics):
        for language in languages:
            top = solution.top_terms(topic, language, words)
            whole = sum(weight for _, weight in top)
            for theme, pairs in enumerate(seeds.values()):
                own = sum(weight for term, weight in top if (language, term) in set(pairs))
                mass[topic, theme] += own / whole / len(languages) if whole > 0 else 0.0
    return mass


def _correlations(
    solution: TopicSolution, features: Features, scores: Sequence[ThemeScores], themes: Sequence[str]
) -> np.ndarray:
    """Correlate topics' shares with themes' scores: (topics, themes), not-a-number where nothing varies."""
    row_of = {unit: row for row, unit in enumerate(features.unit_ids)}
    rows = np.array([row_of[unit] for unit in solution.unit_ids], dtype=np.int64)
    languages = features.languages[rows]
    shares = _within(solution.topic_shares, languages)
    found = []
    for reading in scores:
        own = np.stack([reading.column(theme)[0][rows] for theme in themes], axis=1).astype(float)
        found.append(shares.T @ _within(own, languages))
    if not found:
        return np.full((solution.topics, len(themes)), np.nan)
    known = np.isfinite(found)
    count = known.sum(axis=0)
    total = np.where(known, found, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(1, count), np.nan)


def _within(values: np.ndarray, languages: np.ndarray) -> np.ndarray:
    """Centre columns within languages and make them of length 1; constant columns are not-a-number."""
    centred = np.array(values, dtype=float)
    for language in np.unique(languages):
        inside = languages == language
        centred[inside] -= centred[inside].mean(axis=0)
    length = np.linalg.norm(centred, axis=0)
    return np.where(length > 1e-9, centred / np.where(length > 1e-9, length, 1.0), np.nan)


def _rows(
    name: str, themes: Sequence[str], mass: np.ndarray, related: np.ndarray, rules: TopicMatching
) -> Iterator[dict[str, Any]]:
    by_seeds, by_scores = mass >= rules.seed_mass, related >= rules.correlation
    matched = by_seeds | by_scores
    strength = np.fmax(mass / rules.seed_mass, related / rules.correlation)
    for topic in range(len(mass)):
        own = np.flatnonzero(matched[topic])
        for theme in own[np.argsort(-strength[topic, own], kind="stable")]:
            both = by_seeds[topic, theme] and by_scores[topic, theme]
            evidence = "both" if both else "seeds" if by_seeds[topic, theme] else "scores"
            found = (mass[topic, theme], related[topic, theme], strength[topic, theme])
            yield _row(name, topic, themes[theme], found, evidence, len(own))
        if not len(own):
            yield _row(name, topic, "", (mass[topic].max(), _most(related[topic]), np.nan), "", 0)
    for theme in np.flatnonzero(~matched.any(axis=0)):
        found = (mass[:, theme].max(), _most(related[:, theme]), np.nan)
        yield _row(name, -1, themes[theme], found, "", 0)


def _row(
    name: str, topic: int, theme: str, found: tuple[Any, Any, Any], evidence: str, themes: int
) -> dict[str, Any]:
    mass, related, strength = (float(value) for value in found)
    return {
        "solution": name,
        "topic": topic,
        "theme": theme,
        "seed_mass": mass,
        "correlation": related,
        "strength": strength,
        "evidence": evidence,
        "themes": themes,
    }


def _most(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.max()) if len(known) else float("nan")


def keyword_prevalence(features: Features, codebook: Codebook) -> list[dict[str, Any]]:
    """Say how much of each language's text is a theme's keywords (Eshima, Imai & Sasaki 2024).

    Returns
    -------
    Rows: theme, language, keywords (seeds of the language that the tokenizer keeps whole), used (of these, in
    the texts), common (with at least one token in a thousand), share (of all tokens), units (share of the
    units with at least one), documents (how many), units_read, most (the most frequent ones).
    """
    rows = []
    for language in features.units.languages:
        inside = np.flatnonzero(features.languages == language)
        tokens = [features.units.tokens[row] for row in inside]
        total = max(1, sum(len(own) for own in tokens))
        for theme, pairs in codebook.seeds(features.tokenizer).items():
            words = {word for lang, word in pairs if lang == language}
            finds = [[token for token in own if token in words] for own in tokens]
            times: dict[str, int] = {}
            for token in (token for own in finds for token in own):
                times[token] = times.get(token, 0) + 1
            ordered = sorted(times, key=lambda word: (-times[word], word))
            rows.append(
                {
                    "theme": theme,
                    "language": language,
                    "keywords": len(words),
                    "used": len(times),
                    "common": sum(count / total >= RARE for count in times.values()),
                    "share": sum(times.values()) / total,
                    "units": float(np.mean([bool(own) for own in finds])),
                    "documents": len(
                        {features.documents[row] for row, own in zip(inside, finds, strict=True) if own}
                    ),
                    "units_read": len(inside),
                    "most": ", ".join(ordered[:5]),
                }
            )
    return rows
