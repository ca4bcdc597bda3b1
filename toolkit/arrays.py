"""The shapes that cross rooms, named once; checked while tests run."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

TopicShares = Float[np.ndarray, "units topics"]
"""Share of each topic in each unit; rows add up to at most 1, the rest is the outlier share."""

TermWeights = Float[np.ndarray, "topics terms"]
"""Weight of each term in each topic; comparable within a topic and language only."""

Vectors = Float[np.ndarray, "rows dimensions"]
"""One vector a row (units, words or sentences)."""

Scores = Float[np.ndarray, "units themes"]
"""How strongly a unit speaks of a theme, on the scale of its instrument."""

Present = Bool[np.ndarray, "units themes"]
"""Whether the instrument says that a unit carries the theme."""

Ratings = Float[np.ndarray, "coders units themes"]
"""What each coder said of each unit: 1 present, 0 absent, not-a-number where nothing was said."""
