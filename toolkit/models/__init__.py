"""`Features` in, `TopicSolution`s out. Libraries are imported when a model is fitted, not before."""

from typing import Annotated

from pydantic import Field

from toolkit.models.alignment import TopicPair, align_topics, separate_pairs
from toolkit.models.bertopic import FEWEST_UNITS, Bertopic, ZeroShotBertopic, too_few_units
from toolkit.models.clusters import Umap
from toolkit.models.guided_bertopic import GuidedBertopic
from toolkit.models.lda import Lda
from toolkit.models.seeded_lda import SeededLda
from toolkit.models.solution import TopicSolution

Model = Annotated[Lda | Bertopic, Field(discriminator="kind")]
"""Every model that an experiment may name."""

__all__ = [
    "FEWEST_UNITS",
    "Bertopic",
    "GuidedBertopic",
    "Lda",
    "Model",
    "SeededLda",
    "TopicPair",
    "TopicSolution",
    "Umap",
    "ZeroShotBertopic",
    "align_topics",
    "separate_pairs",
    "too_few_units",
]
