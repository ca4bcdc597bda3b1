"""Sheets for coders: a CSV and a spreadsheet with the same columns, which `read_codes` reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from toolkit.preprocess import TokenizedUnits
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import CONSENSUS, Codes
from toolkit.themes.gold.reliability import disagreements
from toolkit.themes.gold.sampling import GoldSample, code_of
from toolkit.themes.gold.words import LANGUAGES, WORDS, instructions

FIRST, LAST = ("unit", "coder", "position", "text"), ("unsure", "note")
"""Columns before and after those of the themes."""

BOM = "\ufeff"
"""Lets Excel see that a CSV is UTF-8."""

_LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds."""


def sheet_rows(
    sample: GoldSample, units: TokenizedUnits, codebook: Codebook, coder: str
) -> list[dict[str, Any]]:
    """Give the rows of a coder's sheet: the text and empty cells, nothing of any result or group."""
    texts = {unit.id: unit.text for unit in units.units}
    empty = dict.fromkeys((*codebook.theme_ids, *LAST), "")
    return [
        {
            "unit": drawn.code,
            "coder": coder,
            "position": drawn.positions[coder],
            "text": texts[drawn.unit],
            **empty,
        }
        for drawn in sample.sheet(coder)
    ]


def consensus_rows(codes: Codes, units: TokenizedUnits) -> list[dict[str, Any]]:
    """Give the sheet for the consensus meeting: units on which coders differ.

    What they agree on is filled in; what they have to settle is empty; `said` tells who said what.
    """
    rows: dict[str, dict[str, Any]] = {}
    value = codes.value
    for each in disagreements(codes, units):
        number = codes.unit_ids.index(each["unit"])
        agreed = {
            theme: "" if code != code else int(code)
            for theme, code in zip(codes.themes, value[number].tolist(), strict=True)
        }
        row = rows.setdefault(
            each["unit"],
            {
                "unit": code_of(units.units[number]),
                "coder": CONSENSUS,
                "position": len(rows) + 1,
                "text": each["text"],
                **agreed,
                "unsure": "",
                "note": "",
                "said": [],
                "remarks": "; ".join(each["remarks"]),
            },
        )
        row[each["theme"]] = ""  # a majority of three is no consensus
        row["said"].append(
            f"{each['theme']}: {', '.join(f'{coder} {code}' for coder, code in each['said'].items())}"
        )
    return [{**row, "said": "; ".join(row["said"])} for row in rows.values()]


def to_csv(rows: Sequence[Mapping[str, Any]], themes: Sequence[str]) -> str:
    """Write rows as CSV that Excel opens as it stands: UTF-8 with its mark, no cell taken for a formula."""
    columns = list(rows[0]) if rows else [*FIRST, *themes, *LAST]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(row[name]) for name in columns] for row in rows)
    return BOM + buffer.getvalue()


def to_xlsx(rows: Sequence[Mapping[str, Any]], codebook: Codebook, title: str) -> bytes:
    """Write rows as a spreadsheet: cells for codes offer 0 and 1, the header stays, texts are wrapped.

    A sheet for each language beside it holds instructions and codebook. The same rows give the same bytes.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
        _write_codes(book, rows, codebook)
        for language in LANGUAGES:
            _write_guide(book, codebook, language)
    return buffer.getvalue()


def guarded(value: Any) -> Any:
    """Keep spreadsheets from reading a text as a formula.

    >>> guarded("=1+1"), guarded("text"), guarded(1)
    ("'=1+1", 'text', 1)
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def _write_codes(book: Any, rows: Sequence[Mapping[str, Any]], codebook: Codebook) -> None:
    sheet = book.add_worksheet("codes")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    centred = book.add_format({"align": "center", "valign": "top", "bg_color": "#fff7e6", "border": 1})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
    columns = list(rows[0]) if rows else [*FIRST, *codebook.theme_ids, *LAST]
    widths = {"unit": 15, "coder": 10, "position": 8, "text": 80, "note": 30, "said": 40, "remarks": 30}
    for place, name in enumerate(columns):
        is_code = name in codebook.theme_ids
        sheet.set_column(place, place, widths.get(name, 12), centred if is_code else wrapped)
        sheet.write_string(0, place, name, head)
        if (is_code or name == "unsure") and rows:
            choice = {
                "validate": "list",
                "source": ["0", "1"],
                "error_title": "0 / 1",
                "error_message": "0 / 1",
            }
            sheet.data_validation(1, place, len(rows), place, choice)
    for number, row in enumerate(rows, start=1):
        for place, name in enumerate(columns):
            form = centred if name in codebook.theme_ids else wrapped
            if isinstance(row[name], int):
                sheet.write_number(number, place, row[name], form)
            elif row[name]:
                sheet.write_string(number, place, _cut(str(row[name])), form)
            else:
                sheet.write_blank(number, place, None, form)
    sheet.freeze_panes(1, columns.index("text"))
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _cut(text: str) -> str:
    """Cut what no cell holds, and show that it goes on."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} […]"


def _write_guide(book: Any, codebook: Codebook, language: str) -> None:
    words = WORDS[language]
    sheet = book.add_worksheet(words["how"])
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 22, head)
    sheet.set_column(1, 1, 100, wrapped)
    lines = [(str(number), text) for number, text in enumerate(instructions(codebook, language), start=1)]
    lines += [(words["rules"], text) for text in codebook.coding_rules]
    for theme in codebook.themes:
        label = theme.label.get(language, theme.id)
        lines += [("", ""), (theme.id, label), (words["definition"], text_in(theme.definition, language))]
        lines += [(words["include"], text) for text in theme.include]
        lines += [(words["exclude"], text) for text in theme.exclude]
        lines += [(words["examples"], text) for texts in theme.examples.values() for text in texts]
        lines += [
            (words["counterexamples"], text) for texts in theme.counterexamples.values() for text in texts
        ]
    for number, (name, text) in enumerate(lines):
        sheet.write_string(number, 0, name, head)
        sheet.write_string(number, 1, text, wrapped)


def text_in(texts: Mapping[str, str], language: str) -> str:
    """Give a text in a language, else in the first that there is."""
    return texts.get(language) or next(iter(texts.values()), "")
