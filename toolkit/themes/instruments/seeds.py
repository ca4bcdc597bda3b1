"""Where a theme's terms lie among the units."""

from __future__ import annotations

import numpy as np

from toolkit.errors import ToolkitError
from toolkit.features import Features, unit_length
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
    ToolkitError
        When none of a theme's terms can be placed.
    """
    placed = {}
    for theme, pairs in codebook.seeds(features.tokenizer).items():
        known = [(language, token) for language, token in pairs if (language, token) in features.terms.index]
        languages = sorted({language for language, _ in known})
        texts = [
            _COMMA.get(own, ", ").join(token for language, token in known if language == own)
            for own in languages
        ]
        names = [f"seeds:{theme}:{language}" for language in languages]
        mean = features.named_vectors(names, texts, languages).mean(axis=0) if known else np.zeros(1)
        if not mean.any():
            raise ToolkitError(
                f"The corpus uses no term of theme '{theme}' by which it could be placed: add terms that it "
                "uses to the codebook."
            )
        placed[theme] = unit_length(mean[None])[0]
    return placed
