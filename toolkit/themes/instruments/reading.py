"""Let any instrument read, whatever it needs besides the features."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toolkit.errors import InvalidInput, Problem
from toolkit.features import Features
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import Codes
from toolkit.themes.instruments.scores import ThemeScores


def read_themes(
    instrument: Any,
    features: Features,
    codebook: Codebook,
    codes: Codes | None = None,
    kept: Path | None = None,
) -> ThemeScores:
    """Read every unit by any instrument.

    Parameters
    ----------
    instrument
        One of `Instrument`.
    features, codebook
        What is read, and for which themes.
    codes
        What people coded; only instruments that say ``needs_codes`` see them.
    kept
        Folder in which instruments that say ``keeps_answers`` keep what they paid for.

    Raises
    ------
    InvalidInput
        When the instrument needs codes and there are none.
    """
    if needs_codes(instrument):
        if codes is None:
            reason = f"'{instrument.name}' learns from what people coded, and no codes are given"
            remedy = f"name a coded sample, or take '{instrument.name}' out of `instruments`"
            raise InvalidInput([Problem("instruments", reason, remedy)])
        return instrument.score(features, codebook, codes)
    if getattr(instrument, "keeps_answers", False):
        return instrument.score(features, codebook, kept)
    return instrument.score(features, codebook)


def needs_codes(instrument: Any) -> bool:
    """Say whether an instrument reads what people coded: its results then depend on the codes."""
    return getattr(instrument, "needs_codes", False)


def reads_terms(instrument: Any) -> bool:
    """Say whether an instrument reads the codebook's terms: what it finds is no evidence for them.

    >>> from toolkit.themes.instruments import Dictionary, Prototypes
    >>> reads_terms(Dictionary()), reads_terms(Prototypes())
    (True, False)
    """
    return getattr(instrument, "reads_terms", True)


def caution(instrument: Any) -> str:
    """Give what an instrument's documentation says of when not to trust it.

    >>> from toolkit.themes.instruments.dictionary import Dictionary
    >>> caution(Dictionary()).startswith("Do not trust it to compare languages")
    True
    """
    kind = instrument if isinstance(instrument, type) else type(instrument)
    text = " ".join((kind.__doc__ or "").split())
    _, found, rest = text.partition("Do not trust it")
    return found + rest
