"""Reference marks behind words and stops, which lead to notes that are elsewhere."""

from __future__ import annotations

import re

from toolkit.preprocess.repair.characters import Mended, replace


def note_markers(line: str) -> Mended:
    """Drop reference marks; brackets that open a line, years and document numbers stay.

    >>> note_markers("开放合作[12]。Trade grew.³ 国发〔2024〕12号")
    ('开放合作。Trade grew. 国发〔2024〕12号', [('[12]', ''), ('³', '')])
    """
    return replace(_NOTE, lambda _: "", line) if _MARK.search(line) else (line, [])


_MARK = re.compile(r"[\[［〔¹²³⁰⁴-⁹①-⑳]")
_NUMBERS = r"[1-9]\d{0,2}(?:[-–,，、]\s?[1-9]\d{0,2}){0,20}"
_BRACKETED = rf"(?:\[(?:注\s?)?{_NUMBERS}\]|［(?:注\s?)?{_NUMBERS}］|[\[［〔【]注\s?\d{{0,3}}[\]］〕】])"
_STOPS = r"。，、；：！？”’）》%.,:;!?\")"
_NOTE = re.compile(
    rf"(?<=[\w{_STOPS}]){_BRACKETED}|"
    rf"(?<=[^\W\d_]) {_BRACKETED}(?=[.,;:)]|$)|"
    rf"(?<=[\u4e00-\u9fff{_STOPS}])[¹²³⁰⁴-⁹]{{1,3}}|(?<=[a-z]{{4}})[¹²³⁰⁴-⁹]{{1,3}}(?!\w)|"
    rf"(?<=[\u4e00-\u9fff{_STOPS}])[①-⑳](?=[。，、；：！？”’）》]|$)"
)
