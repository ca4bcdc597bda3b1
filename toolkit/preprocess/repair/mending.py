"""Undo what copying does to text: one small step a fault, each listed, each switchable.

Every step works inside one line, so that line numbers stay what they were, and every step leaves
its own output alone (repairing twice changes nothing).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from toolkit.preprocess.repair import characters
from toolkit.preprocess.repair.characters import Mended
from toolkit.preprocess.repair.glued import split_glued
from toolkit.preprocess.repair.notes import note_markers
from toolkit.preprocess.repair.punctuation import punctuation
from toolkit.settings import Settings


class Repair(Settings):
    """Which faults to mend."""

    mojibake: bool = True
    """UTF-8 that was once read as Western European (``â€œ`` for ``“``) or as GBK (``鈥檚`` for ``’s``)."""

    entities: bool = True
    """HTML entities left in the text (``&amp;``, ``&nbsp;``); common ones also without their semicolon."""

    invisible: bool = True
    """Control, zero-width, bidirectional and soft-hyphen characters, variation selectors and byte-order
    marks; no-break and wide spaces become spaces."""

    bullets: bool = True
    """Private characters of symbol fonts, which word processors put before items of a list, become ``•``."""

    widths: bool = True
    """Compatibility forms: full-width letters and digits (``Ａ１％``), half-width kana, ligatures (``ﬁ``),
    Roman numerals and units in one character (``Ⅳ``, ``㎏``), radicals and doubles of Chinese characters, as
    PDF files have them. Circled numbers, superscripts and quotation marks stay: they mean something else."""

    composition: bool = True
    """Letters followed by their marks become one character (Unicode NFC)."""

    punctuation: bool = True
    """In lines that are mostly Chinese, stops and brackets that were folded to ``,;:?!()`` become full-width
    again (never inside numbers, times or Latin words); in lines without any Chinese, wide ones are folded."""

    note_markers: bool = True
    """Reference marks such as ``[12]``, ``[注1]``, ``³`` or ``①`` after a word or a stop."""

    glued_words: bool = True
    """Spaces lost between English words (``China’sauto``, ``andinternational``), in lines that read as
    English. Names and words that no dictionary has stay whole unless their parts are near to certain."""

    spaces: bool = True
    """Runs of spaces, and spaces at the ends of a line."""

    lost: bool = True
    """List what cannot be mended: replacement characters (``�``, ``锟斤拷``) and unknown private ones."""


class Change(NamedTuple):
    """One repair: what was there, and what is there now."""

    kind: str
    """Name of the step, a field of `Repair`."""

    before: str
    after: str
    """Equal to `before` for what is lost."""


def repair_line(
    line: str, rules: Repair, terms: frozenset[str] = frozenset()
) -> tuple[str, tuple[Change, ...]]:
    """Mend one line and list what was mended.

    The list accounts for every character: take the pieces before from the line, add the pieces after, and
    you have the characters of the mended line.

    Parameters
    ----------
    line
        One line, without its line break.
    rules
        What to mend.
    terms
        Words to leave whole although they look glued (see `recurring_terms`).

    >>> text, changes = repair_line("China’sauto &amp; trade[3].", Repair())
    >>> text
    'China’s auto & trade.'
    >>> [change.kind for change in changes]
    ['entities', 'note_markers', 'glued_words']
    """
    if _is_mended(line, rules, terms):
        return line, ()
    glued_words = _until_stable(partial(split_glued, terms=terms))
    steps = STEPS | {"glued_words": glued_words} if terms else STEPS
    changes: list[Change] = []
    before = None
    while line != before and not _is_mended(line, rules, terms):  # mending one fault may lay another bare
        before = line
        for name, step in steps.items():
            if getattr(rules, name):
                line, pieces = step(line)
                changes += [Change(name, *piece) for piece in pieces]
    if rules.lost:
        changes += [Change("lost", *piece) for piece in characters.lost(line)]
    return line, tuple(changes)


Step = Callable[[str], Mended]


def _until_stable(step: Step) -> Step:
    """Repeat a step until it finds nothing more."""

    def repeated(line: str) -> Mended:
        pieces: characters.Pieces = []
        while True:
            line, found = step(line)
            if not found:
                return line, pieces
            pieces += found

    return repeated


STEPS: dict[str, Step] = {
    "mojibake": _until_stable(characters.mojibake),
    "entities": _until_stable(characters.entities),
    "invisible": _until_stable(characters.invisible),
    "bullets": characters.bullets,
    "widths": characters.widths,
    "composition": characters.composition,
    "punctuation": _until_stable(punctuation),
    "note_markers": _until_stable(note_markers),
    "glued_words": _until_stable(split_glued),
    "spaces": characters.spaces,
}


def _is_mended(line: str, rules: Repair, terms: frozenset[str]) -> bool:
    return looks_clean(line) and not (rules.glued_words and split_glued(line, terms)[1])


def looks_clean(line: str) -> bool:
    """Tell, as cheaply as can be, that no step but the one for glued words has anything to do.

    Python calls blanks other than the space, controls, formats and private characters not printable.
    """
    if not line.isprintable() or "  " in line or "&" in line or "[" in line or line != line.strip(" "):
        return False
    if line.isascii():
        return True
    if _SUSPECT.search(line) or (not _HAN.search(line) and _WIDE_STOP.search(line)):
        return False
    return unicodedata.is_normalized("NFC", line)


_SIGNS = (
    "Â-ôŒ-ſ鈥銆锛涓鐨鏄鍦锘脳脙¹²³⁰⁴-⁹①-⑳［〔【锟烫屯\ufffd\u034f\u115f\u1160\u180b-\u180d\u3164\ufe00-\ufe0f"
    "％＆＋＝＠＃０-９Ａ-Ｚａ-ｚ\ufb00-\ufb06\uff66-\uffdc\u2e80-\u2fdf\uf900-\ufaff\u2160-\u217f\u2103\u2109\u2116"
    "\u3371-\u33df\ufb50-\ufefc\U0001d400-\U0001d7ff\U0002f800-\U0002fa1f\U000e0000-\U000e01ef"
)
_SUSPECT = re.compile(
    f"[,;:?!({_SIGNS}](?:(?<=[{_SIGNS}])|(?<=[\u3400-\u9fff”’》」』）】…〉].)|(?=[\u3400-\u9fff“‘《「『（【〈])|"
    "(?<=\\()(?=[^()（）]{0,80}[\u4e00-\u9fff]))"
)
"""Signs suspect anywhere, and folded stops beside Chinese; it begins with one set, which is found fast."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_WIDE_STOP = re.compile('[A-Za-z0-9%)"”’][，；：？！。（）]|(?<![^ ])（(?=[A-Za-z])')
"""Wide stops are folded in lines without any Chinese."""
