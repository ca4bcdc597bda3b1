"""What a run may call its results: confirmatory, or exploratory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codebook import Codebook, Lock, lock_status
from toolkit.themes.locked_split import LockedSplit, locked_split, moves
from toolkit.themes.split import Split, sets_aside, split_documents


@dataclass(frozen=True)
class Standing:
    """What a run may call its results."""

    kind: Literal["confirmatory", "exploratory"]
    reason: str
    """In sentences, for the methods text and table notes."""

    @property
    def is_exploratory(self) -> bool:
        """Whether the codebook may have been fitted to the texts it measures."""
        return self.kind == "exploratory"


def standing(
    split: Split | None,
    codebook: Codebook,
    lock: Lock | None,
    first_fit: datetime | None = None,
    units: TokenizedUnits | None = None,
) -> Standing:
    """Say whether results may be called confirmatory.

    They may where the codebook was locked before the first fit and not edited since, and estimates come from
    documents that were set aside by the split in the lock, or that nobody had looked at
    (``split: {estimation: 1}``).

    Parameters
    ----------
    first_fit
        When an experiment with this corpus was first run, if that is known; with a time zone.
    units
        The corpus, to be compared with the documents that the lock knows.
    """
    status = None if lock is None else lock_status(codebook, lock)
    told = "The codebook was not locked." if status is None else status.sentence
    doubts = [told] if status is None or status.is_edited else []
    if lock is not None:
        if (None if split is None else split.digest) != lock.split:
            doubts.append("The split into discovery and estimation is not the one that was locked.")
        if first_fit is not None and first_fit < lock.since:
            doubts.append(f"The lock is younger than the first run, of {first_fit.date().isoformat()}.")
    if split is None:
        doubts.append(
            "No documents were set aside for estimates, so the codebook may fit these texts too well."
        )
    split, remembered = locked_split(split, lock), ""
    if isinstance(split, LockedSplit) and units is not None:
        moved = moves(units, split)
        remembered = f"{_recorded(lock)}{moved.sentence}"
        doubts += [moved.doubt] if moved.doubt else []
    elif lock is not None and lock.split is not None and lock.documents is None:
        remembered = " Which documents were in which half then is not recorded in the lock."
    if doubts:
        return Standing("exploratory", " ".join(["Results are exploratory.", *doubts]) + remembered)
    assert split is not None
    aside = (
        "Estimates come from documents that the split sets aside."
        if sets_aside(split, {} if units is None else split_documents(units, split))
        else "By declaration it was written without looking at these texts."
    )
    return Standing("confirmatory", f"{told} {aside}{remembered}")


def _recorded(lock: Lock) -> str:
    """Say since when documents are recorded, where that is later than the lock of codebook and split."""
    later = lock.since < lock.time
    return f" Which documents were in which half is recorded as of {lock.time.date()}." if later else ""
