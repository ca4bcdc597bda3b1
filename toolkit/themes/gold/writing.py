"""Write the sheets of every coder."""

from __future__ import annotations

from pathlib import Path

from toolkit.files import write_atomically
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codebook import Codebook
from toolkit.themes.gold.page import coding_page
from toolkit.themes.gold.sampling import GoldSample
from toolkit.themes.gold.sheets import sheet_rows, to_csv, to_xlsx


def write_sheets(
    folder: Path,
    sample: GoldSample,
    units: TokenizedUnits,
    codebook: Codebook,
    title: str = "",
    neighbours: int = 1,
) -> list[Path]:
    """Write each coder's sheet as CSV, spreadsheet and page; one of the three is enough.

    Parameters
    ----------
    neighbours
        Units before and after that the page can show.

    Returns
    -------
    The files: ``codes-<coder>.csv``, ``.xlsx``, ``.html``.
    """
    written = []
    for coder in sample.coders:
        rows = sheet_rows(sample, units, codebook, coder)
        contents = {
            "csv": to_csv(rows, codebook.theme_ids),
            "xlsx": to_xlsx(rows, codebook, title),
            "html": coding_page(sample, units, codebook, coder, title, neighbours),
        }
        for kind, content in contents.items():
            written.append(folder / f"codes-{coder}.{kind}")
            write_atomically(written[-1], content)
    return written
