"""The stages of a run that take time: each is kept in the cache, so that an interrupted run resumes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from toolkit.features import Features, build_features
from toolkit.files import digest
from toolkit.models import TopicSolution
from toolkit.preprocess import TokenizedUnits, Tokenizer
from toolkit.progress import track
from toolkit.runs.cache import (
    Cache,
    load_bridge,
    load_scores,
    load_solutions,
    store_bridge,
    store_scores,
    store_solutions,
)
from toolkit.runs.config import Experiment
from toolkit.runs.identity import code_digest, settings_of, versions
from toolkit.themes import Codebook, Codes, ThemeScores, has_seed, needs_codes, read_themes, reseeded


def make_features(
    experiment: Experiment,
    codebook: Codebook,
    units: TokenizedUnits,
    tokenizer: Tokenizer,
    base: Path,
    cache: Cache,
) -> Features:
    """Make features, the bridge from the cache where it is there."""
    rules = experiment.features
    seeds = [pair for pairs in codebook.seeds(tokenizer).values() for pair in pairs]
    key = digest(
        units.digest, tokenizer.digest, codebook.digest, settings_of(experiment, base)["features"],
        code_digest("corpus", "preprocess", "features"), versions(),
    )  # fmt: skip
    equivalents = codebook.equivalents(tokenizer)
    return build_features(
        units,
        rules,
        tokenizer,
        seeds,
        equivalents,
        base,
        keep_bridge=lambda terms, make: load_bridge(
            cache.get("bridge", key, lambda: store_bridge(make())), terms
        ),
        keep_vectors=lambda make: cache.get("vectors", key, lambda: ({"vectors": make()}, {}))[0]["vectors"],
        kept_texts=cache.folder / "texts" if cache.folder else None,
    )


def fit_models(experiment: Experiment, features: Features, base: Path, cache: Cache) -> list[TopicSolution]:
    """Fit the topic models, those from the cache that are there."""
    state = [
        _state(features),
        settings_of(experiment, base)["features"],
        code_digest("corpus", "preprocess", "features", "models"),
        versions(),
    ]
    solutions: list[TopicSolution] = []
    for model in experiment.models:
        key = digest(*state, model.model_dump(mode="json"))
        stored = cache.get("solutions", key, lambda model=model: store_solutions(model.fit(features)))
        solutions += load_solutions(stored)
    return solutions


def read_instruments(
    experiment: Experiment,
    features: Features,
    codebook: Codebook,
    codes: Codes | None,
    base: Path,
    cache: Cache,
) -> list[ThemeScores]:
    """Let every instrument read every unit."""
    read = _Reading(experiment, features, codebook, codes, base, cache)
    return [read(instrument) for instrument in experiment.instruments]


def read_from_other_seeds(
    experiment: Experiment,
    features: Features,
    codebook: Codebook,
    codes: Codes | None,
    scores: Sequence[ThemeScores],
    base: Path,
    cache: Cache,
) -> dict[str, list[ThemeScores]]:
    """Let every instrument that draws at random read again, from the next seeds: readings by instrument."""
    read = _Reading(experiment, features, codebook, codes, base, cache)
    runs = {}
    for instrument, first in zip(experiment.instruments, scores, strict=True):
        others = reseeded(instrument, experiment.robustness.seeds) if has_seed(instrument) else []
        if others:
            again = track(others, f"{instrument.name}: runs from other seeds")
            runs[instrument.name] = [first, *(read(other) for other in again)]
    return runs


class _Reading:
    """Reads themes by instruments, each reading kept in the cache."""

    def __init__(
        self,
        experiment: Experiment,
        features: Features,
        codebook: Codebook,
        codes: Codes | None,
        base: Path,
        cache: Cache,
    ) -> None:
        self._features, self._codebook, self._codes, self._cache = features, codebook, codes, cache
        self._state = (
            _state(features),
            codebook.digest,
            settings_of(experiment, base)["features"],
            code_digest("corpus", "preprocess", "features", "models", "themes"),
            versions(),
        )

    def __call__(self, instrument: Any) -> ThemeScores:
        coded = self._codes if needs_codes(instrument) else None
        key = digest(*self._state, instrument.model_dump(mode="json"), coded and coded.digest)
        answers = self._cache.folder / "answers" if self._cache.folder else None
        make = partial(read_themes, instrument, self._features, self._codebook, coded, answers)
        return load_scores(self._cache.get("scores", key, lambda: store_scores(make())))


def _state(features: Features) -> str:
    """Hash what models and instruments see."""
    counts = features.counts
    return digest(
        features.units.digest,
        features.tokenizer.digest,
        [list(features.terms.words), list(features.terms.languages)],
        counts.data.tobytes(),
        counts.indices.tobytes(),
        features.vectors.tobytes(),
        b"" if features.bridge is None else features.bridge.translations.data.tobytes(),
    )
