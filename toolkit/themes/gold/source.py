"""Where an experiment's human codes are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from toolkit.preprocess import TokenizedUnits
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import Codes
from toolkit.themes.gold.reading import read_codes
from toolkit.themes.gold.sample_file import read_sample
from toolkit.themes.split import Half


class GoldSource(Settings):
    """Coded sheets and the sample they were made from."""

    codes: tuple[Path, ...] = Field(min_length=1)
    """The sheets that came back, and the consensus; relative paths start at the experiment file."""

    sample: Path | None = None
    """The sample.csv that says with which probability each unit was drawn. Without it instruments can be
    measured, but shares cannot be corrected."""

    def read(
        self,
        units: TokenizedUnits,
        codebook: Codebook,
        base: Path | None = None,
        halves: Mapping[str, Half] | None = None,
    ) -> Codes:
        """Read the codes and lay them beside the units of a corpus, parted into these halves.

        Raises
        ------
        InvalidInput
            With everything that is wrong in any of the files.
        """
        base = base or Path()
        sample = None if self.sample is None else read_sample(base / self.sample.expanduser())
        paths = [base / path.expanduser() for path in self.codes]
        return read_codes(paths, units, codebook, sample, halves=halves)
