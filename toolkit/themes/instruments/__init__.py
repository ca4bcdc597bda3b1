"""Instruments: whatever reads units for themes. All answer `ThemeScores`."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from toolkit.themes.instruments.bertopic import BertopicReading
from toolkit.themes.instruments.classifier import Classifier
from toolkit.themes.instruments.dictionary import Dictionary
from toolkit.themes.instruments.human import HumanCodes
from toolkit.themes.instruments.language_model import LanguageModel
from toolkit.themes.instruments.prototypes import Prototypes, prototype_vectors
from toolkit.themes.instruments.reading import caution, needs_codes, read_themes, reads_terms
from toolkit.themes.instruments.scores import ThemeScores
from toolkit.themes.instruments.seeded_lda import SeededLdaReading, SilentTheme

Instrument = Annotated[
    Dictionary | SeededLdaReading | BertopicReading | Prototypes | Classifier | HumanCodes | LanguageModel,
    Field(discriminator="kind"),
    BeforeValidator(lambda value: {"kind": value} if isinstance(value, str) else value),
]
"""Every instrument that an experiment may name; ``dictionary`` is short for ``{kind: dictionary}``."""

__all__ = [
    "BertopicReading",
    "Classifier",
    "Dictionary",
    "HumanCodes",
    "Instrument",
    "LanguageModel",
    "Prototypes",
    "SeededLdaReading",
    "SilentTheme",
    "ThemeScores",
    "caution",
    "needs_codes",
    "prototype_vectors",
    "read_themes",
    "reads_terms",
]
