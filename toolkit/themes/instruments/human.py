"""People as an instrument: a corpus that was coded by hand from end to end."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from toolkit.errors import InvalidInput, Problem
from toolkit.features import Features
from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import CONSENSUS, Codes
from toolkit.themes.instruments.coded import MORE, checked_codes, told
from toolkit.themes.instruments.scores import ThemeScores


class HumanCodes(Settings):
    """What coders say together of every unit: the consensus, else the majority.

    The score is the share of the coders of a unit who saw the theme. It is for corpora in which every unit
    is coded; a coded sample corrects other instruments instead. Do not trust it beyond the coders'
    agreement: see the reliability of each theme in each language.
    """

    kind: Literal["human"] = "human"

    name: str = "human"
    """Name in tables."""

    needs_codes: ClassVar[bool] = True
    reads_terms: ClassVar[bool] = False

    def problems(self, units: TokenizedUnits, codebook: Codebook, codes: Codes) -> list[Problem]:
        """Find units that have no code of a theme, theme by theme, and units whose coders are split."""
        value, ratings = checked_codes(units, codebook, codes, self.name)
        nobody = np.isnan(ratings).all(axis=0)
        split = (np.isnan(value) & ~nobody).any(axis=1)
        code = (
            f"code them, or take '{self.name}' out of `instruments`: a coded sample ({MORE}) is compared "
            "with the other instruments, and corrects them, without being one"
        )
        problems = [
            Problem(
                "instruments",
                f"'{self.name}' reads whole corpora, and {told(uncoded, units)} of {len(units)} units are "
                f"not coded for '{theme}'",
                code,
            )
            for theme, uncoded in zip(codebook.theme_ids, nobody.T, strict=True)
            if uncoded.any()
        ]
        if split.any():
            reason = f"the coders are split over a theme in {told(split, units)} of {len(units)} units"
            problems.append(Problem("codes", reason, f"settle them in the name of the coder '{CONSENSUS}'"))
        return problems

    def score(self, features: Features, codebook: Codebook, codes: Codes) -> ThemeScores:
        """Take the codes over.

        Raises
        ------
        InvalidInput
            When a unit has no code of a theme, or its coders are split and nobody settled it.
        """
        problems = self.problems(features.units, codebook, codes)
        if problems:
            raise InvalidInput(problems)
        value, ratings = checked_codes(features.units, codebook, codes, self.name)
        alone = ratings[[coder != CONSENSUS for coder in codes.coders]]
        said = ~np.isnan(alone)
        votes, count = np.where(said, alone, 0.0).sum(axis=0), said.sum(axis=0)
        score = np.where(count > 0, votes / np.maximum(count, 1), value)
        coders = [coder for coder in codes.coders if coder != CONSENSUS] or list(codes.coders)
        note = f"coded by {', '.join(coders)}" + ("; consensus settled" if CONSENSUS in codes.coders else "")
        return ThemeScores(self.name, codebook.theme_ids, features.unit_ids, score, value == 1, (note,))
