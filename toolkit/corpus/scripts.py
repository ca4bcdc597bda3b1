"""A cheap test of the script a text is written in, for checking what a file says of its language."""

from __future__ import annotations

import re

_SCRIPTS = {
    "han": re.compile(r"[\u3400-\u9fff]"),
    "kana": re.compile(r"[\u3041-\u30fa]"),
    "hangul": re.compile(r"[\uac00-\ud7a3]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
_EXPECTED = {"zh": "han", "ja": "kana", "ko": "hangul"} | dict.fromkeys(("ar", "fa", "ur"), "arabic")
_CYRILLIC = ("ru", "uk", "bg", "mk", "be", "kk", "ky", "mn")
_LATIN = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "cs",
    "sk",
    "sl",
    "hr",
    "ro",
    "hu",
    "sv",
    "da",
    "no",
    "nb",
    "fi",
    "et",
    "lv",
    "lt",
    "tr",
    "vi",
    "id",
    "ms",
    "is",
    "ga",
    "ca",
    "eu",
    "gl",
    "sq",
    "bs",
    "mt",
    "sw",
)
_EXPECTED |= dict.fromkeys(_CYRILLIC, "cyrillic") | dict.fromkeys(_LATIN, "latin")
_SAMPLE = 20_000


def is_written_in(text: str, language: str) -> bool:
    """Tell whether a text's letters can be those of a language.

    >>> is_written_in("开放合作的新局面", "en"), is_written_in("开放合作 (cooperation)", "zh")
    (False, True)
    """
    expected = _EXPECTED.get(language)
    if expected is None:
        return False
    counts = {name: len(script.findall(text[:_SAMPLE])) for name, script in _SCRIPTS.items()}
    counts["han"] *= 3  # a Han character says about as much as three letters of an alphabet
    total = sum(counts.values())
    if expected == "han":
        return total > 0 and counts["han"] > 0.3 * total and counts["kana"] < 0.05 * total
    return total > 0 and counts[expected] > (0.05 if expected == "kana" else 0.5) * total


def stated_language(lang: str | None, text: str) -> tuple[str | None, str | None]:
    """Believe a file's ``lang`` attribute only where the letters agree.

    Templates carry the language of whoever made them: many Chinese pages say ``en``.

    Returns
    -------
    The language's code or None, and a remark or None.
    """
    code = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", lang or "")
    if code is None:
        return None, None
    language = code[0].lower()
    if is_written_in(text, language):
        return language, None
    return None, f"the file says that its language is '{lang}', but its letters do not look like it"
