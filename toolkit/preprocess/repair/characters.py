"""Repairs of single characters: wrong decoding, entities, what nobody sees, compatibility forms.

Each step takes a line and gives it back mended, with each piece that was changed, before and after.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

Pieces = list[tuple[str, str]]
"""What was changed: each piece before and after."""

Mended = tuple[str, Pieces]


def replace(pattern: re.Pattern[str], put: Callable[[re.Match[str]], str], line: str) -> Mended:
    """Replace what a pattern finds and list what was different afterwards."""
    pieces: Pieces = []

    def put_and_list(match: re.Match[str]) -> str:
        text = put(match)
        if text != match[0]:
            pieces.append((match[0], text))
        return text

    return pattern.sub(put_and_list, line), pieces


def mojibake(line: str) -> Mended:
    """Decode again what was decoded wrongly: UTF-8 read as Western European, or as GBK."""
    if line.isascii():
        return line, []
    if _WESTERN.search(line):
        import ftfy

        fixed = ftfy.fix_encoding(line)
        if fixed != line:
            return fixed, _differences(line, fixed)
    if _CHINESE.search(line):
        return replace(_NOT_ASCII, lambda match: _from_gbk(match[0]), line)
    return line, []


def entities(line: str) -> Mended:
    """Turn HTML entities into their characters; common ones also where the semicolon is missing."""
    return replace(_ENTITY, _unescape, line) if "&" in line else (line, [])


def invisible(line: str) -> Mended:
    """Drop characters that nobody sees; all blanks become spaces."""
    line, spaces = replace(_WIDE_SPACE, lambda _: " ", line)
    line, dropped = replace(_INVISIBLE, lambda _: "", line)
    return line, spaces + dropped


def bullets(line: str) -> Mended:
    """Turn the private characters of symbol fonts, which word processors use for lists, into bullets."""
    return replace(_SYMBOL_FONT, lambda _: "•", line)


def widths(line: str) -> Mended:
    """Fold compatibility forms that mean the same as plain characters."""
    return (line, []) if line.isascii() else replace(_COMPATIBILITY, _fold, line)


def composition(line: str) -> Mended:
    """Put letters and the marks behind them together (Unicode NFC)."""
    if line.isascii() or unicodedata.is_normalized("NFC", line):
        return line, []
    composed = unicodedata.normalize("NFC", line)
    return composed, _differences(line, composed)


def spaces(line: str) -> Mended:
    """Fold runs of spaces, and drop those at the ends."""
    line, ends = replace(_END_SPACES, lambda _: "", line)
    line, runs = replace(_SPACES, lambda _: " ", line)
    return line, ends + runs


def lost(line: str) -> Pieces:
    """Find what no repair brings back: replacement characters and what older programs made of them."""
    if not _MAY_BE_LOST.search(line):
        return []
    return [(match[0], match[0]) for match in _LOST.finditer(line)]


def _from_gbk(run: str) -> str:
    """Decode a run again if all of it becomes ordinary text; real Chinese is not valid UTF-8 in GBK."""
    try:
        decoded = run.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return run
    return decoded if _ORDINARY.fullmatch(decoded) else run


def _unescape(match: re.Match[str]) -> str:
    text = html.unescape(match[0] if match[0].endswith(";") else f"{match[0]};")
    return " " if text.isspace() else text


def _fold(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _differences(before: str, after: str) -> Pieces:
    """List the words that differ; where words cannot be paired, all between the first and last difference."""
    old, new = before.split(" "), after.split(" ")
    if len(old) == len(new):
        return [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return [(before[start : len(before) - end], after[start : len(after) - end])]


_WESTERN = re.compile(r"[Â-ôŒ-ſ][\u0080-\u00bf–—‘’“”•€™]|ï»¿")
_CHINESE = re.compile(r"[鈥銆锛涓鐨鏄鍦锘脳脙]")
"""How UTF-8 for quotation marks, Chinese stops and the commonest characters begins when read as GBK."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_ORDINARY = re.compile(r"[\x20-\x7e\u00a0-\u00ff\u2010-\u203a\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\ufeff]+")
_ENTITY = re.compile(
    r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});|"
    r"&(?:nbsp|amp|lt|gt|quot|[lr][ds]quo|[mn]dash|hellip|middot|bull|copy|#160|#39)(?![\w;=])"
)
_WIDE_SPACE = re.compile(r"[\t-\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ue5e5]")
_JOINING = "\u0600-\u08ff\u0900-\u0dff"
"""Scripts in which zero-width joiners change what a word looks like or means."""

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]|"
    rf"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])"
)
_SYMBOL_FONT = re.compile(r"[\uf020-\uf0ff]")
_COMPATIBILITY = re.compile(
    "[％＆＋＝＠＃０-９Ａ-Ｚａ-ｚ\ufb00-\ufb06"  # full-width and ligatures
    "\uff66-\uffdc\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"  # half-width kana, radicals, ideographs
    "\u2160-\u217f\u2103\u2109\u2116\u3371-\u33df"  # Roman numerals, °C, No, units in one square
    "\ufb50-\ufdfb\ufe70-\ufefc\U0001d400-\U0001d7ff]+"  # Arabic shapes, mathematical alphabets
)
_SPACES = re.compile(r" {2,}")
_END_SPACES = re.compile(r"^ +|(?<! ) +$")
_MAY_BE_LOST = re.compile("[\ufffd锟烫屯\ue000-\uefff\uf100-\uf8ff]")
_LOST = re.compile(r"\ufffd+|(?:锟斤拷)+锟?|烫烫烫+|屯屯屯+|[\ue000-\uefff\uf100-\uf8ff]+")
