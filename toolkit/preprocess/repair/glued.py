"""Put back the spaces that were lost between English words.

A line is cut at its blanks; each piece is looked at once and remembered. Only lines that read as English
are changed, so that German, French or Malay text is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import filterfalse

from toolkit.preprocess.dictionary import english_lemmas
from toolkit.preprocess.repair.capitals import split_case
from toolkit.preprocess.repair.characters import Mended, Pieces
from toolkit.preprocess.repair.english_words import BACK, BEFORE_NUMBER, BEHIND_NUMBER, FRONT, WITH_ARTICLE
from toolkit.preprocess.repair.lexicon import cost, is_known, is_listed, is_word, reads_as_english
from toolkit.preprocess.repair.segmentation import MAY_BEGIN_TWO, split_word

_FEWEST_BLANKS = 4
"""Blanks that an English stretch in a Chinese line must have."""

_REMEMBERED = 1 << 19
_clean: set[str] = set()
"""Pieces between blanks in which nothing is glued; emptied when full."""


def split_glued(line: str, terms: frozenset[str] = frozenset()) -> Mended:
    """Mend one line; give each piece that was changed, before and after.

    Parameters
    ----------
    line
        Any text without line breaks.
    terms
        Words to leave whole although no dictionary has them (see `recurring_terms`).
    """
    if not _LATIN.search(line):
        return line, []
    if line.isascii() or not _HAN.search(line):
        return _mend(line, terms)
    if line.count(" ") < _FEWEST_BLANKS:
        return line, []
    changes: Pieces = []

    def mend(match: re.Match[str]) -> str:
        text, found = _mend(match[0], terms)
        changes.extend(found)
        return text

    return _STRETCH.sub(mend, line), changes


def glued_pieces(lines: Iterable[str]) -> Mapping[str, int]:
    """Find the pieces between blanks that hold glued words, taken by themselves, and count them."""
    pieces = "\n".join(lines).split()
    unknown = set(filterfalse(_clean.__contains__, pieces))
    glued = {piece for piece in unknown if not _is_listed(piece) and _mended(piece) != piece}
    if len(_clean) > _REMEMBERED:
        _clean.clear()
    _clean.update(unknown - glued)
    return Counter(filter(glued.__contains__, pieces)) if glued else {}


def may_be_glued(line: str, glued: Iterable[str]) -> bool:
    """Tell quickly whether `split_glued` needs to look at a line of a text with these `glued_pieces`.

    Among Chinese characters other borders than blanks part the pieces.
    """
    for piece in glued:
        if piece in line:
            return True
    return not line.isascii() and line.count(" ") >= _FEWEST_BLANKS and bool(_HAN.search(line))


def recurring_terms(glued: Mapping[str, int], least: int = 3) -> frozenset[str]:
    """Find words that look like two run together but come back so often that they must be one.

    A space that is lost once is an accident; ``narrowbodies`` or ``dataclass`` in three places is a term.
    Joins with a small word (``ofthe``) are never terms, however often a page repeats them.

    Parameters
    ----------
    glued
        The `glued_pieces` of one document.
    least
        How often a word must occur.
    """
    words: Counter[str] = Counter()
    for piece, count in glued.items():
        for word in _LETTERS.findall(piece):
            words[word] += count
    return frozenset(word for word, count in words.items() if count >= least and _is_compound(word))


def _is_compound(word: str) -> bool:
    parts = split_case(word)
    return len(parts) > 1 and not any(part.lower() in FRONT or part.lower() in BACK for part in parts)


def _mend(line: str, terms: frozenset[str]) -> Mended:
    pieces = line.split()
    if _clean.issuperset(pieces):
        return line, []
    found = {piece: _mended(piece) for piece in glued_pieces([line])}
    if not found:
        return line, []
    for piece in [piece for piece in found if not terms.isdisjoint(_LETTERS.findall(piece))]:
        del found[piece]
    words = _WORDS.findall(" ".join(found.get(piece, piece) for piece in pieces))
    small = [word for word in words if word.islower()]
    if not found or not reads_as_english(small if len(small) > 2 else words):  # names say little
        return line, []
    changes: Pieces = []

    def replace(match: re.Match[str]) -> str:
        mended = found.get(match[0], match[0])
        if mended != match[0]:
            changes.append((match[0], mended))
        return mended

    return _PIECE.sub(replace, line), changes


def _is_listed(piece: str) -> bool:
    """Tell at once that a piece is one word of the dictionary between signs, as most pieces are."""
    word = piece.rstrip(_CLOSING).lstrip(_OPENING)
    lower = word.lower()
    if lower not in english_lemmas() or not (word.isascii() and word.isalpha()):
        return False
    if word == lower:
        return not lower.startswith(MAY_BEGIN_TWO) and word not in WITH_ARTICLE
    return word[1:] == lower[1:]


@lru_cache(maxsize=1 << 16)
def _mended(piece: str) -> str:
    """Mend one piece until nothing is left to mend."""
    if len(piece) > 200 or ((plain := _PLAIN.fullmatch(piece)) and _is_whole(plain[1])):
        return piece
    if not _LATIN.search(piece) or _LEAVE.search(piece):
        return piece
    before = ""
    while piece != before:
        before = piece
        piece = " ".join(map(_mend_once, piece.split(" ")))
    return piece


@lru_cache(maxsize=1 << 16)
def _is_whole(word: str) -> bool:
    return len(word) < 3 or split_case(word) == (word,)


def _mend_once(piece: str) -> str:
    if len(piece) < 3 or _LEAVE.search(piece):
        return piece
    for pattern in _BORDERS:
        piece = pattern.sub(r"\1 ", piece)
    piece = _FULL_STOP.sub(_after_full_stop, piece)
    piece = _APOSTROPHE.sub(_after_apostrophe, piece)
    piece = _YEAR_INSIDE.sub(_around_year, piece)
    piece = _NUMBER_BEHIND.sub(_before_number, piece)
    piece = _NUMBER_BEFORE.sub(_after_number, piece)
    piece = _A_LONG.sub("a ", piece)
    return _LETTERS.sub(lambda match: " ".join(split_case(match[0])), piece)


def _after_full_stop(match: re.Match[str]) -> str:
    left, right = match[1], match[2]
    if left.isdigit():
        is_end = is_known(right.lower())
    else:
        is_end = (
            is_listed(left.lower())
            and len(left) > 2
            and (len(right) > 1 or right in "AI")
            and (left.islower() or (is_listed(right.lower()) and cost(right.lower()) <= 4.2))
        )
    return f"{left}. {right}" if is_end else match[0]


def _after_apostrophe(match: re.Match[str]) -> str:
    owner, word = match[1], match[2]
    return f"{owner} {word}" if word == "a" or is_word(word) or split_word(word) != (word,) else match[0]


def _around_year(match: re.Match[str]) -> str:
    left, year, right = match.groups()
    are_small = left.lower() in BEFORE_NUMBER and (right in BACK or right in BEHIND_NUMBER)
    return f"{left} {year} {right}" if are_small else match[0]


def _before_number(match: re.Match[str]) -> str:
    is_small = match[1].lower() in BEFORE_NUMBER and not match[1].isupper()  # HER2 is a gene
    return f"{match[1]} {match[2]}" if is_small else match[0]


def _after_number(match: re.Match[str]) -> str:
    number, word = match[1], match[2]
    is_long = len(word) >= 5 and is_word(word)
    if len(number) == 4 and word in BACK:
        return f"{number} {word}"
    return f"{number} {word}" if is_long or word in BEHIND_NUMBER else match[0]


_LATIN = re.compile(r"[a-zA-Z]{2}")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_STRETCH = re.compile(r"(?<![!-~‘’“”–—])[!-~‘’“”–—]+(?: [!-~‘’“”–—]+){4,}")
_WORDS = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")
_PIECE = re.compile(r"\S+")
_LEAVE = re.compile(
    r"://|www\.|[@/\\_#=<>{}|*^~`$]|\(\)|::|\.\w{1,5}\.|"
    r"\w\.(?:com|org|net|edu|gov|int|info|html?|pdf|docx?|xlsx?|csv|txt|json|ya?ml|js|py|md|cn|uk|eu|de|io|tv)\b"
)
"""Addresses, tags, paths, file names and code."""

_OPENING, _CLOSING = "(“\"‘'", ".,;:!?)”\"’'"
_PLAIN = re.compile(rf"[{_OPENING}]*([A-Za-z]+)[{_CLOSING}]*")
"""One word between signs: nothing but the word itself can be glued."""

_BORDERS = (
    re.compile(r"((?<![A-Za-z.])[A-Za-z]*[a-z]{2}[,;!?]|[a-z]{2}:|[\d)%][,;](?=[a-z]{3}))(?=[A-Za-z]{2})"),
    re.compile(r"((?:[a-z]{2}|\d)[,.!?;]?”|[a-z]{2}[,.]’)(?=[A-Za-z]{2})"),
    re.compile(r"([a-z]{3})(?=[“(][A-Z][A-Za-z]{2,}|“[a-z]{3})"),
    re.compile(r"(\([A-Z]{2,}s?\)[,;]?)(?=[a-z]{2})"),
    re.compile(r"([a-z]{2}[,;])(?=\d+\b|[“‘])"),
    re.compile(r"([a-z]{2},|(?<!\d)\d{4},)(?=(?:a|I)$)"),
    re.compile(r"((?<![A-Z.])[A-Z]{2,},|(?<!\d)\d{4}[,;:])(?=[a-z]{2}|[A-Z][a-z]{2})"),
    re.compile(r"(?<![\w.])((?:Mr|Mrs|Ms|Dr|Prof|Rev|Gen|Sen|Gov|Rep|St|vs?|\d{1,2})\.)(?=[A-Z][a-z]{2})"),
    re.compile(r"(\b[A-Za-z]+[a-z][’']s)(?=[A-Z][a-z]{2})"),
)
_FULL_STOP = re.compile(r"(?<![\w.’'-])([a-z]{2,}|[A-Z][a-z]{2,}|\d{2,})\.([A-Z][a-z]*)(?![\w.(])")
_APOSTROPHE = re.compile(
    r"(?<![\w.])([A-Za-z]*[a-z][’'](?:s|t|re|ve|ll|d)|I[’'](?:m|ve|ll|d)|[a-z]{3,}s[’'])(a|[a-z]{2,})(?!\w)"
)
_YEAR_INSIDE = re.compile(r"(?<![\w.’'-])([A-Za-z]{2,})((?:19|20)\d\d)([a-z]{2,})(?!\w)")
_NUMBER_BEHIND = re.compile(r"(?<![\w.’'-])([A-Za-z]{2,})(\d{1,3}(?:,\d{3})*(?:\.\d+)?%?|\d{4}s?)(?![\w-])")
_NUMBER_BEFORE = re.compile(r"(?<![\w.£$€¥,-])(\d{1,4}(?:,\d{3})*(?:\.\d+)?%?)([a-z]{2,})(?!\w)")
_A_LONG = re.compile(r"\ba(?=long-(?:term|standing|range|lasting|run|time|awaited|held)\b)")
_LETTERS = re.compile(r"(?<![\w.&])[A-Za-z]{3,}(?![\w&]|\.\w)")
