"""Korean: Kiwi (kiwipiepy, Apache-2.0)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from toolkit.preprocess.tokens.morphemes import Morpheme, MorphemeSplitter, missing_package
from toolkit.preprocess.tokens.splitter import JOINT

if TYPE_CHECKING:
    from kiwipiepy import Kiwi


class KoreanSplitter(MorphemeSplitter):
    """Nouns, verbs and adjectives (as in a dictionary: ``위하다``), adverbs; no particles and endings."""

    def __init__(self, compounds: Sequence[str]) -> None:
        super().__init__(compounds)
        self._kiwi = _kiwi()

    def joined(self, words: tuple[str, ...]) -> str:
        """Put words together as a compound."""
        return JOINT.join(words)

    def analyse(self, text: str) -> list[Morpheme]:
        """Take a text apart by Kiwi's most likely reading."""
        return [
            Morpheme(
                token.start,
                token.start + token.len,
                _form(token.tag, token.form, token.lemma),
                token.tag in _PUNCTUATION,
            )
            for token in self._kiwi.tokenize(text)
        ]

    def edges(self, text: str, morphemes: Sequence[Morpheme]) -> set[int]:
        """Give the edges of written words too: there Kiwi may read an unknown compound otherwise."""
        blanks = {
            place for place in range(1, len(text)) if text[place].isalnum() != text[place - 1].isalnum()
        }
        return blanks | super().edges(text, morphemes)


_NOUNS = ("NNG", "NNP", "SN", "SH", "SL", "XR", "NR")
_VERBS = ("VV", "VA", "VV-R", "VV-I", "VA-R", "VA-I")
_PUNCTUATION = ("SF", "SP", "SS", "SSO", "SSC", "SE")


def _form(tag: str, form: str, lemma: str) -> str:
    if tag in _VERBS:
        return lemma
    return form if tag in (*_NOUNS, "MAG") else ""


@cache
def _kiwi() -> Kiwi:
    try:
        from kiwipiepy import Kiwi
    except ModuleNotFoundError:
        raise missing_package("ko", "korean") from None
    return Kiwi(num_workers=1)
