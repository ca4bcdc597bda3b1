"""Instruments: whatever reads units for themes. All answer `ThemeScores`."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from toolkit.themes.instruments.bertopic import BertopicReading
from toolkit.themes.instruments.dictionary import Dictionary
from toolkit.themes.instruments.prototypes import Prototypes, prototype_vectors
from toolkit.themes.instruments.scores import ThemeScores
from toolkit.themes.instruments.seeded_lda import SeededLdaReading, SilentTheme

Instrument = Annotated[
    Dictionary | SeededLdaReading | BertopicReading | Prototypes,
    Field(discriminator="kind"),
    BeforeValidator(lambda value: {"kind": value} if isinstance(value, str) else value),
]
"""Every instrument that an experiment may name; ``dictionary`` is short for ``{kind: dictionary}``."""

__all__ = [
    "BertopicReading",
    "Dictionary",
    "Instrument",
    "Prototypes",
    "SeededLdaReading",
    "SilentTheme",
    "ThemeScores",
    "prototype_vectors",
]
