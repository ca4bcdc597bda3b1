"""`TokenizedUnits` in, `Features` out: one vocabulary, counts, and vectors that cross languages."""

from toolkit.features.bridge import Bridge, BridgeSpace, build_bridge
from toolkit.features.comparable import neighbours
from toolkit.features.embeddings import (
    Embedder,
    Encoder,
    MissingEncoder,
    Model2Vec,
    Onnx,
    Precomputed,
    SentenceTransformers,
    Truncation,
)
from toolkit.features.features import FeatureRules, Features, VectorSource, build_features
from toolkit.features.language_classifier import LanguageAccuracy, Names, language_accuracy
from toolkit.features.lexicon import Lexicon, link_terms
from toolkit.features.projections import unit_length
from toolkit.features.remedies import Correction, Remedy, find_correction, remedied
from toolkit.features.streaming import CorpusCounts, count_corpus
from toolkit.features.terms import TermCounter, TermRules, Terms, count_terms

__all__ = [
    "Bridge",
    "BridgeSpace",
    "CorpusCounts",
    "Correction",
    "Embedder",
    "Encoder",
    "FeatureRules",
    "Features",
    "LanguageAccuracy",
    "Lexicon",
    "MissingEncoder",
    "Model2Vec",
    "Names",
    "Onnx",
    "Precomputed",
    "Remedy",
    "SentenceTransformers",
    "TermCounter",
    "TermRules",
    "Terms",
    "Truncation",
    "VectorSource",
    "build_bridge",
    "build_features",
    "count_corpus",
    "count_terms",
    "find_correction",
    "language_accuracy",
    "link_terms",
    "neighbours",
    "remedied",
    "unit_length",
]
