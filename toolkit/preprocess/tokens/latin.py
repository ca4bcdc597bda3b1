"""Latin names, numbers and units inside text that puts no blanks between words."""

from __future__ import annotations

import re

LETTER = r"a-z\u00df-\u00f6\u00f8-\u024f"
"""Small Latin letters, those with accents among them."""

NAME = (
    rf"[a-z]{{1,2}}(?:&[a-z]{{1,2}})+(?![{LETTER}0-9])"  # r&d, at&t
    rf"|[{LETTER}](?:[{LETTER}0-9_+-]*[{LETTER}0-9_+])?"  # gdp, c919, covid-19, wi-fi, c++
)
"""A name in lower case; a hyphen binds inside it, not behind it (``AI-驱动``)."""

NUMBER = rf"[0-9](?:[{LETTER}0-9_%]|[.](?=[0-9])|,(?=[0-9]{{3}}(?![0-9])))*"
"""A number with what is glued to it: ``12.5%``, ``3,000``, ``5g``, ``3nm``."""

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％＋－．＆＿]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if _WIDE.match(chr(code))}


def narrow(text: str) -> str:
    """Fold full-width letters, digits and the signs inside names; punctuation stays as it is.

    >>> narrow("ＡＩ芯片，增长１２．５％")
    'AI芯片，增长12.5%'
    """
    return text.translate(_NARROW) if _WIDE.search(text) else text
