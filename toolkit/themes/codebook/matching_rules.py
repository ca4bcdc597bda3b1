"""How terms are found in text, language by language: the one way there is, written out for the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from toolkit.settings import Settings
from toolkit.themes.folding import UNSPACED


class ChineseMatching(Settings):
    """Chinese: as a substring of the simplified text, so that the result does not depend on a segmenter."""

    mode: Literal["substring"] = "substring"
    script: Literal["simplified"] = "simplified"
    convert_traditional: Literal[True] = True


class JapaneseMatching(Settings):
    """Japanese: as a substring of the text, characters left as they are written."""

    mode: Literal["substring"] = "substring"


class KoreanMatching(Settings):
    """Korean: at the beginning of a word, whatever is written onto it.

    Particles and endings are written onto a word (공급망을, 개방하는), and blanks inside compounds are
    free (공급망 안정, 공급망안정). So a term may go on as it likes behind its last word, may carry a
    particle behind the others, and its blanks may be missing. 개방 is found in 개방형 too: what should
    not count goes to ``anti_terms`` or ``not``.
    """

    mode: Literal["phrase"] = "phrase"
    open_end: Literal[True] = True
    particles: Literal[True] = True
    blanks_are_free: Literal[True] = True


class EnglishMatching(Settings):
    """English: as whole words, blind to case, hyphens, plural endings and the spelling -ize or -ise."""

    mode: Literal["phrase"] = "phrase"
    lower: Literal[True] = True
    hyphen_is_space: Literal[True] = True
    plural_s: Literal[True] = True
    z_equals_s: Literal[True] = True


class LemmaMatching(Settings):
    """German, French, Spanish, Russian: as whole words, each compared by its lemma.

    Cases, numbers, genders and elided articles are nothing (strategischer Autonomie, цепочками поставок,
    l'autonomie). A word inside a compound written as one (Lieferkettengesetz) is not found, and of a word
    that the lemmatiser (simplemma) does not know only the written form: `lint` names such words.
    """

    mode: Literal["phrase"] = "phrase"
    lower: Literal[True] = True
    hyphen_is_space: Literal[True] = True
    lemmas: Literal[True] = True


class Matching(Settings):
    """How terms are found in text. Ways that are not implemented are refused, not passed over."""

    normalise: tuple[Literal["nfkc"], Literal["quotes"], Literal["dash"], Literal["whitespace"]] = (
        "nfkc",
        "quotes",
        "dash",
        "whitespace",
    )
    zh: ChineseMatching = ChineseMatching()
    ja: JapaneseMatching = JapaneseMatching()
    ko: KoreanMatching = KoreanMatching()
    en: EnglishMatching = EnglishMatching()
    de: LemmaMatching = LemmaMatching()
    fr: LemmaMatching = LemmaMatching()
    es: LemmaMatching = LemmaMatching()
    ru: LemmaMatching = LemmaMatching()
    overlap: Literal["longest"] = "longest"
    """Among overlapping finds of a theme the longest counts, and no other."""

    window: Mapping[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    """How near a cue must stand, by language: characters where words have no blanks between them (zh, ja),
    words elsewhere. Languages left out have 20 characters, or 8 words."""

    @field_validator("normalise", mode="before")
    @classmethod
    def _normalises_in_the_one_way(cls, steps: Any) -> Any:
        if not isinstance(steps, list | tuple) or tuple(steps) != ("nfkc", "quotes", "dash", "whitespace"):
            raise ValueError(
                "must be [nfkc, quotes, dash, whitespace], in this order: no other way is implemented; "
                f"found {steps!r}"
            )
        return steps

    def window_for(self, language: str) -> int:
        """Give the window of a language, in characters or words.

        >>> rules = Matching(window={"zh": 6})
        >>> rules.window_for("zh"), rules.window_for("ja"), rules.window_for("de")
        (6, 20, 8)
        """
        return self.window.get(language, CHARACTERS if language in UNSPACED else WORDS)


CHARACTERS = 20
"""The window where nothing is said, for languages without blanks between words."""

WORDS = 8
"""The same for the others."""
