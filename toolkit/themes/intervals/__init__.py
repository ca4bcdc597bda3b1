"""Intervals and tests for means over documents: pure functions over arrays.

Documents are the sample. Documents that belong together (the two sides of a translation pair, copies of one
text) form one cluster and are drawn, rearranged and counted together.
"""

from toolkit.themes.intervals.bootstrap import bootstrap_t, wild_bootstrap_t
from toolkit.themes.intervals.multiplicity import benjamini_hochberg, holm, step_down
from toolkit.themes.intervals.permutation import (
    MOST_ARRANGEMENTS,
    Arrangements,
    arrangements,
    permutation,
    permutation_p,
    tries_all,
)
from toolkit.themes.intervals.sample import LEVEL, Sample
from toolkit.themes.intervals.shares import (
    block_bootstrap,
    design_effect,
    difference_of_shares,
    korn_graubard,
    wilson,
)

__all__ = [
    "LEVEL",
    "MOST_ARRANGEMENTS",
    "Arrangements",
    "Sample",
    "arrangements",
    "benjamini_hochberg",
    "block_bootstrap",
    "bootstrap_t",
    "design_effect",
    "difference_of_shares",
    "holm",
    "korn_graubard",
    "permutation",
    "permutation_p",
    "step_down",
    "tries_all",
    "wild_bootstrap_t",
    "wilson",
]
