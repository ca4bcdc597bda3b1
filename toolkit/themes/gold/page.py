"""A sheet as one page: open it in a browser, code offline, send the CSV back."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from toolkit.files import digest
from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codebook import Codebook, Theme
from toolkit.themes.gold.sampling import GoldSample
from toolkit.themes.gold.sheets import FIRST, LAST
from toolkit.themes.gold.words import LANGUAGES, WORDS, instructions


def coding_page(
    sample: GoldSample,
    units: TokenizedUnits,
    codebook: Codebook,
    coder: str,
    title: str = "",
    neighbours: int = 1,
) -> str:
    """Put a coder's sheet on one page that asks no network for anything.

    What is coded is kept in the browser as it is coded, can be saved to a file and loaded again, and is
    downloaded as the CSV that `read_codes` reads.

    Parameters
    ----------
    title
        Written above.
    neighbours
        Units before and after, of the same document, that a coder may look at.
    """
    data = {
        "sheet": sheet_id(sample, codebook, coder),
        "title": title,
        "coder": coder,
        "columns": [*FIRST, *codebook.theme_ids, *LAST],
        "words": WORDS,
        "instructions": {language: instructions(codebook, language) for language in LANGUAGES},
        "rules": codebook.coding_rules,
        "themes": [_theme(theme) for theme in codebook.themes],
        "units": _units(sample, units, coder, neighbours),
    }
    folder = Path(__file__).parent
    style, script = ((folder / name).read_text("utf-8") for name in ("page.css", "page.js"))
    # `<` inside the data would end the element; JSON knows it by its number too
    content = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="'
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        '">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title or codebook.id)} · {escape(coder)}</title>\n<style>\n{style}</style>\n"
        "</head>\n<body>\n<noscript>This sheet needs JavaScript. 此编码表需要 JavaScript。</noscript>\n"
        '<div id="page"></div>\n'
        f'<script type="application/json" id="data">{content}</script>\n'
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )


def sheet_id(sample: GoldSample, codebook: Codebook, coder: str) -> str:
    """Name a sheet: progress of one is never loaded into another."""
    return digest(coder, list(codebook.theme_ids), [drawn.code for drawn in sample.sheet(coder)])[:16]


def _theme(theme: Theme) -> dict[str, Any]:
    return {
        "id": theme.id,
        "label": dict(theme.label),
        "definition": dict(theme.definition),
        "include": theme.include,
        "exclude": theme.exclude,
        "examples": [text for texts in theme.examples.values() for text in texts],
        "counterexamples": [text for texts in theme.counterexamples.values() for text in texts],
    }


def _units(sample: GoldSample, units: TokenizedUnits, coder: str, neighbours: int) -> list[dict[str, Any]]:
    row = {unit.id: place for place, unit in enumerate(units.units)}
    shown = []
    for drawn in sample.sheet(coder):
        place, unit = row[drawn.unit], units.units[row[drawn.unit]]
        around = range(max(0, place - neighbours), min(len(units), place + neighbours + 1))
        near = [other for other in around if other != place and units.units[other].doc == unit.doc]
        shown.append(
            {
                "unit": drawn.code,
                "position": drawn.positions[coder],
                "language": unit.language,
                "text": unit.text,
                "before": [units.units[other].text for other in near if other < place],
                "after": [units.units[other].text for other in near if other > place],
            }
        )
    return shown
