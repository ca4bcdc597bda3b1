"""Japanese: SudachiPy with its core dictionary (Apache-2.0)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from toolkit.preprocess.tokens.chinese import join_unspaced
from toolkit.preprocess.tokens.morphemes import Morpheme, MorphemeSplitter, missing_package

if TYPE_CHECKING:
    from sudachipy import Dictionary


class JapaneseSplitter(MorphemeSplitter):
    """Nouns, verbs, adjectives and adverbs in Sudachi's normal form, which unites spellings.

    ``打合せ`` and ``打ち合わせ`` are one word. A suffix stays with its noun (``供給網``, ``研究者``): alone
    it would be a single character, which `min_characters` leaves out.
    """

    def __init__(self, compounds: Sequence[str]) -> None:
        super().__init__(compounds)
        dictionary = _dictionary()
        from sudachipy import SplitMode

        self._tokenizer = dictionary.tokenizer(mode=SplitMode.C)
        self._finest = dictionary.tokenizer(mode=SplitMode.A)

    def joined(self, words: tuple[str, ...]) -> str:
        """Put words together without a sign, except between two Latin ones."""
        return join_unspaced(words)

    def analyse(self, text: str) -> list[Morpheme]:
        """Take a text apart by Sudachi's longest units."""
        found: list[Morpheme] = []
        takes_suffix = False
        for chunk, offset in _chunks(text):
            for part in self._tokenizer.tokenize(chunk):
                kind, detail, *_ = part.part_of_speech()
                start, end = part.begin() + offset, part.end() + offset
                if kind == "接尾辞":
                    if takes_suffix and detail == "名詞的" and part.surface() not in _OUTER_SUFFIXES:
                        noun = found[-1]
                        found[-1] = Morpheme(noun.start, end, noun.form + part.surface())
                        continue
                    form = ""
                elif detail == "数詞":
                    form = part.surface()
                else:
                    form = part.normalized_form().lower() if kind in _CONTENT else ""
                found.append(Morpheme(start, end, form, kind == "補助記号"))
                takes_suffix = kind == "名詞" and detail in ("普通名詞", "固有名詞")
        return found

    def edges(self, text: str, morphemes: Sequence[Morpheme]) -> set[int]:
        """Give the edges of Sudachi's shortest units too: compounds may take its longest ones apart."""
        fine = {
            place + offset
            for chunk, offset in _chunks(text)
            for part in self._finest.tokenize(chunk)
            for place in (part.begin(), part.end())
        }
        return fine | super().edges(text, morphemes)


_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "副詞")
_OUTER_SUFFIXES = frozenset(
    {*"君様氏殿ら等達側間中内外上下前後時毎目", "さん", "ちゃん", "たち", "ども", "ごと", "ずつ", "など"}
    | {"以上", "以下", "以外", "以内", "等々"}
)
"""Suffixes that address, count or place what the noun names, and do not make another noun of it."""

_LONGEST = 12_000
"""Characters that Sudachi is given at once; it refuses texts above 49,149 bytes."""


def _chunks(text: str) -> list[tuple[str, int]]:
    """Cut a long text behind a full stop where there is one; give each part with its place."""
    chunks, start = [], 0
    while len(text) - start > _LONGEST:
        cut = max(text.rfind(stop, start, start + _LONGEST) for stop in "。\n！？") + 1
        end = cut if cut > start else start + _LONGEST
        chunks.append((text[start:end], start))
        start = end
    return [*chunks, (text[start:], start)]


@cache
def _dictionary() -> Dictionary:
    try:
        from sudachipy import Dictionary

        return Dictionary(dict="core")
    except ModuleNotFoundError:
        raise missing_package("ja", "japanese") from None
