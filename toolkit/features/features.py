"""Everything a model or an instrument may look at, made once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field
from scipy import sparse

from toolkit.arrays import Vectors
from toolkit.errors import InvalidInput, Problem, ToolkitError
from toolkit.features.bridge import Bridge, BridgeSpace, build_bridge
from toolkit.features.embeddings import (
    Embedder,
    Encoder,
    EncoderEmbedder,
    FileEmbedder,
    Model2Vec,
    Onnx,
    Precomputed,
    SentenceTransformers,
)
from toolkit.features.lexicon import Equivalents, Lexicon, idle_pairs, link_terms
from toolkit.features.remedies import Correction, Remedy, find_correction, remedied
from toolkit.features.terms import TermRules, Terms, count_terms
from toolkit.preprocess import TokenizedUnits, Tokenizer
from toolkit.progress import stage
from toolkit.settings import Settings

VectorSource = Annotated[
    Bridge | SentenceTransformers | Onnx | Model2Vec | Precomputed, Field(discriminator="kind")
]


class FeatureRules(Settings):
    """Which features are made."""

    terms: TermRules = TermRules()
    lexicon: Lexicon = Lexicon()
    vectors: VectorSource = Bridge()

    remedy: Remedy = "none"
    """What is done to vectors that tell their language: ``none``; ``centre`` (each language's mean is
    subtracted); ``remove`` (directions that tell languages are projected out). It may take true differences
    between languages away: read the leaks table before and after."""


@dataclass(frozen=True)
class Features:
    """Counts and vectors of the same units."""

    units: TokenizedUnits
    terms: Terms
    counts: sparse.csr_array
    """(units, terms)."""

    vectors: Vectors
    """(units, dimensions), rows of length 1; never changed in place: models take copies."""

    bridge: BridgeSpace | None
    """Translations between the languages' terms; None for one language or without a dictionary."""

    embedder: Embedder
    """Places other texts among the units."""

    tokenizer: Tokenizer
    """The one that made the units' tokens; seed terms go through it too."""

    notes: tuple[str, ...] = ()
    """What a reader must know (texts cut by the encoder …)."""

    correction: Correction | None = None
    """The remedy that the vectors went through, if one was chosen."""

    before: Features | None = None
    """The same without the remedy, if one was chosen."""

    @cached_property
    def languages(self) -> np.ndarray:
        """Language of each unit."""
        return np.array([unit.language for unit in self.units.units])

    @cached_property
    def documents(self) -> np.ndarray:
        """Document of each unit."""
        return np.array([unit.doc for unit in self.units.units])

    @cached_property
    def unit_ids(self) -> tuple[str, ...]:
        """Id of each unit."""
        return tuple(unit.id for unit in self.units.units)

    @cached_property
    def matched(self) -> np.ndarray:
        """Vectors for small groups that hold units of every language; an encoder's own vectors otherwise."""
        if self.bridge is None or not isinstance(self.embedder, BridgeEmbedder):
            return self.vectors
        return self._remedied(self.bridge.matched_vectors(self.counts))

    @cached_property
    def broad(self) -> np.ndarray:
        """Vectors for how much of the large themes a unit holds; an encoder's own vectors otherwise."""
        if self.bridge is None or not isinstance(self.embedder, BridgeEmbedder):
            return self.vectors
        return self._remedied(self.bridge.broad_vectors(self.counts))

    @property
    def without_remedy(self) -> Features:
        """The same with vectors as they come from their source."""
        return self if self.before is None else self.before

    def _remedied(self, view: np.ndarray) -> np.ndarray:
        """Treat another view of the units as the vectors were treated."""
        if self.correction is None:
            return view
        return remedied(view, self.languages, self.correction.how, self.documents)

    def named_vectors(self, names: Sequence[str], texts: Sequence[str], languages: Sequence[str]) -> Vectors:
        """Place texts by reading them, or by name where vectors come from a file; the remedy is applied."""
        is_file = isinstance(self.embedder, FileEmbedder)
        placed = self.embedder.of(names) if is_file else self.embedder.embed(texts, languages)
        return placed if self.correction is None else self.correction(placed, languages)

    def translated_counts(self) -> sparse.csr_array:
        """Say each unit in every language: its own words, and their translations beside them.

        A word keeps its count and lends the same count to its translations; a translation with less
        than a fifth of a word's share is left out, because many faint words blur a topic. Words
        without a translation stay as they are. This is what joint LDA reads.

        Raises
        ------
        ToolkitError
            When there is no dictionary between the languages.
        """
        counts = self.counts.astype(np.float64)
        if len(self.terms.all_languages) == 1:
            return counts
        if self.bridge is None:
            raise ToolkitError(
                "Joint LDA needs a dictionary between the languages: add a table under "
                "`features.lexicon.tables`, or set `languages: separate`."
            )
        return sparse.csr_array(counts + counts @ self.bridge.main_translations(0.2))


class BridgeEmbedder:
    """Places texts by tokenising them as the corpus was tokenised."""

    def __init__(self, space: BridgeSpace, tokenizer: Tokenizer) -> None:
        self._space, self._tokenizer = space, tokenizer

    def embed(self, texts: Sequence[str], languages: Sequence[str]) -> Vectors:
        """Give one vector a text; zero where no word is known."""
        pairs = zip(texts, languages, strict=True)
        tokens = [self._tokenizer.tokens(text, language) for text, language in pairs]
        return self._space.token_vectors(tokens, languages)


def build_features(
    units: TokenizedUnits,
    rules: FeatureRules | None = None,
    tokenizer: Tokenizer | None = None,
    keep: Collection[tuple[str, str]] = (),
    equivalents: Equivalents = (),
    base: Path | None = None,
    keep_bridge: Callable[[Terms, Callable[[], BridgeSpace]], BridgeSpace] = lambda terms, make: make(),
    keep_vectors: Callable[[Callable[[], Vectors]], Vectors] = lambda make: make(),
    kept_texts: Path | None = None,
) -> Features:
    """Count terms and make vectors.

    Parameters
    ----------
    units
        Tokenised units.
    rules
        Which features; the bridge by default.
    tokenizer
        The one that made the units' tokens; new texts go through it.
    keep
        (language, token) pairs that stay in the vocabulary: ``codebook.seeds(tokenizer)``.
    equivalents
        Groups of tokens that mean the same: ``codebook.equivalents(tokenizer)``.
    base
        Folder at which relative paths start.
    keep_bridge, keep_vectors
        Called with a function that makes the costly part; a cache may answer instead.
    kept_texts
        Folder in which an encoder keeps the vectors of texts, so that it reads only new ones.
    """
    rules, tokenizer = rules or FeatureRules(), tokenizer or Tokenizer()
    with stage("count terms"):
        terms, counts = count_terms(units, rules.terms, keep)
    source = rules.vectors
    bridge, idle = None, ()
    if len(terms.all_languages) > 1 or isinstance(source, Bridge):
        with stage("bridge the languages"):
            links = link_terms(terms, rules.lexicon, equivalents, base, tokenizer)
            idle = idle_pairs(terms, rules.lexicon, base, tokenizer)
            if isinstance(source, Bridge) or links.nnz:
                settings = source if isinstance(source, Bridge) else Bridge()
                bridge = keep_bridge(terms, lambda: build_bridge(settings, terms, counts, links))
    if isinstance(source, Precomputed):
        ids = [unit.id for unit in units.units]
        file = source.load(ids, base)
        made = Features(units, terms, counts, file.of(ids), bridge, file, tokenizer, idle)
        return _with_remedy(made, rules.remedy)
    if isinstance(source, Encoder):
        encoder = source.embedder(base, kept=kept_texts)
        vectors = keep_vectors(lambda: _encoded(encoder, units))
        notes = idle + _encoder_notes(encoder, units, vectors)
        made = Features(units, terms, counts, vectors, bridge, encoder, tokenizer, notes)
        return _with_remedy(made, rules.remedy)
    assert bridge is not None
    vectors = bridge.unit_vectors(counts)
    empty = int((~vectors.any(axis=1)).sum())
    notes = idle + _thin_dictionary(bridge)
    notes += (f"{empty} units have no word in the vocabulary and so no vector",) if empty else ()
    embedder = BridgeEmbedder(bridge, tokenizer)
    made = Features(units, terms, counts, vectors, bridge, embedder, tokenizer, notes)
    return _with_remedy(made, rules.remedy)


def _with_remedy(features: Features, how: Remedy) -> Features:
    """Treat the vectors as the settings say, and note it."""
    if how == "none":
        return features
    if len(features.units.languages) < 2:
        reason = f"`{how}` is for several languages; the corpus has one: {features.units.languages[0]}"
        raise InvalidInput([Problem("features.remedy", reason, "set `features.remedy: none`")])
    with stage(f"{how} languages"):
        correction = find_correction(features.vectors, features.languages, how, features.documents)
        vectors = correction(features.vectors, features.languages)
    note = "each language's mean vector was subtracted from its units"
    if how == "remove":
        note = f"{correction.directions} directions that tell languages were projected out of the vectors"
    note += ": true differences between languages may have gone with it (see the leaks table)"
    return replace(
        features, vectors=vectors, notes=(*features.notes, note), correction=correction, before=features
    )


FEWEST_LINKED = 0.5
"""Below this share of linked words, topics of several languages meet badly."""


def _thin_dictionary(bridge: BridgeSpace) -> tuple[str, ...]:
    """Warn of a dictionary that knows too little of the vocabulary."""
    if len(bridge.terms.all_languages) < 2 or min(bridge.coverage.values()) >= FEWEST_LINKED:
        return ()
    linked = " and ".join(
        f"{share:.0%} of the {language} terms" for language, share in bridge.coverage.items()
    )
    return (
        f"the dictionary links only {linked}: topics over several languages may not meet. Add word pairs "
        "under `features.lexicon.tables`, or use a multilingual encoder",
    )


def _encoded(encoder: EncoderEmbedder, units: TokenizedUnits) -> Vectors:
    texts, languages = zip(*((unit.text, unit.language) for unit in units.units), strict=True)
    return encoder.embed(texts, languages, [unit.id for unit in units.units])


def _encoder_notes(encoder: EncoderEmbedder, units: TokenizedUnits, vectors: Vectors) -> tuple[str, ...]:
    truncation = encoder.truncation([unit.text for unit in units.units])
    empty = int((~vectors.any(axis=1)).sum())
    notes = [str(truncation)] if truncation.longer else []
    notes += [f"{empty} units have no token that the encoder knows and so no vector"] if empty else []
    return tuple(notes)
