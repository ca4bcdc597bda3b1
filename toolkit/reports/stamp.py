"""What every table of a run says below itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stamp:
    """What every table of a run says below itself."""

    signature: str
    documents: int
    units: int
    unit: str
    codebook: str
    """Name, version and hash."""

    corpus: str
    """Hash of texts and metadata."""

    copies: str = ""
    """What copies count, where there are any that count less."""

    notice: str = ""
    """The corpus's notice (synthetic texts …)."""

    def note(self, *remarks: str) -> str:
        """Write the note line."""
        facts = (
            f"n = {self.documents} documents, {self.units} units (unit: {self.unit}); "
            f"codebook {self.codebook}; corpus {self.corpus}."
        )
        return " ".join(part for part in (facts, self.copies, *remarks, self.notice) if part)
