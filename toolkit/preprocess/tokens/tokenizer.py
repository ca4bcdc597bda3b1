"""One private tokenizer per configuration, the same path for texts and seed terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from toolkit.files import digest
from toolkit.preprocess.tokens.collocations import Expressions, Joiner
from toolkit.preprocess.tokens.languages import SPLITTERS, require_tokenizer
from toolkit.preprocess.tokens.numbers import is_number
from toolkit.preprocess.tokens.rules import TokenRules
from toolkit.preprocess.tokens.splitter import Cut, Keep, Splitter, cut_and_keep
from toolkit.preprocess.tokens.stopwords import read_stop_words


class Tokenizer:
    """Splits texts of several languages by one set of rules.

    Parameters
    ----------
    rules
        What becomes a token. Relative paths of word lists start at the working folder, unless
        `TokenRules.read_files` read them before.
    compounds
        Expressions that must come out whole, by language: the codebook's terms.
    collocations
        Expressions found in the corpus (`find_collocations`), joined wherever their words stand together.
    """

    def __init__(
        self,
        rules: TokenRules | None = None,
        compounds: Mapping[str, Iterable[str]] | None = None,
        collocations: Expressions | None = None,
    ) -> None:
        self.rules = (rules or TokenRules()).read_files(Path())
        languages = {*(compounds or {}), *self.rules.compounds}
        self.compounds = {
            language: sorted({*(compounds or {}).get(language, ()), *self.rules.compounds.get(language, ())})
            for language in sorted(languages)
        }
        self.collocations = {
            language: tuple(sorted(expressions))
            for language, expressions in sorted((collocations or {}).items())
            if expressions
        }
        self._joiners = {language: Joiner(found) for language, found in self.collocations.items()}
        self._splitters: dict[str, Splitter] = {}
        self._cuts: dict[str, Cut] = {}
        self._stops: dict[str, frozenset[str]] = {}

    def __reduce__(self) -> tuple[type[Tokenizer], tuple[object, ...]]:
        """Travel to another process without the segmenters, which are made anew there."""
        return Tokenizer, (self.rules, self.compounds, self.collocations)

    def tokens(self, text: str, language: str) -> list[str]:
        """Cut a text into tokens, stop words and short ones left out.

        >>> Tokenizer(compounds={"en": ["supply chain"]}).tokens("The supply-chains were resilient", "en")
        ['supply_chain', 'resilient']
        """
        cut = self._cuts.get(language)
        if cut is None:
            cut = self._cuts[language] = self._cut(language)
        return cut(text)

    def term(self, term: str, language: str) -> tuple[str, ...]:
        """Tokenise a codebook term by the very same path (one token if it is a compound)."""
        return tuple(self._whole(term, language))

    def words(self, text: str, language: str) -> list[str]:
        """Cut a text into words, none left out, with an empty one where punctuation stands.

        This is what `find_collocations` counts.
        """
        return self._splitter(language).marked(text)

    def why_not(self, word: str, language: str) -> str:
        """Say why a word is left out, or nothing where it becomes a token."""
        if len(word) < self.rules.min_characters:
            return "too short"
        if word in self.left_out(language):
            return "stop word"
        return "number" if not self.rules.numbers and is_number(word) else ""

    def left_out(self, language: str) -> frozenset[str]:
        """Give the stop words of a language: its list, and the user's own in the form that texts show."""
        if language not in self._stops:
            rules, split = self.rules, self._splitter(language).split
            own = rules.stop_words_of.get(language, ())
            words = {*(own or read_stop_words(language))} if rules.stop_words else set()
            if rules.stop_words:
                words.update(forms[0] for word in own if len(forms := split(word)) == 1)
            words.update(form for word in rules.extra_stop_words.get(language, ()) for form in split(word))
            self._stops[language] = frozenset(words)
        return self._stops[language]

    @cached_property
    def digest(self) -> str:
        """Hash of the rules, compounds, collocations and word lists."""
        lists = {language: sorted(read_stop_words(language)) for language in SPLITTERS}
        return digest(self.rules.model_dump(mode="json"), self.compounds, self.collocations, lists)

    def _cut(self, language: str) -> Cut:
        """Give the function that cuts texts of a language into tokens."""
        keep: Keep = lambda word: not self.why_not(word, language)  # noqa: E731
        if language in self._joiners:
            return cut_and_keep(lambda text: self._whole(text, language), keep)
        return self._splitter(language).keeping(keep)

    def _whole(self, text: str, language: str) -> list[str]:
        """Cut a text into words, expressions joined."""
        splitter = self._splitter(language)
        joiner = self._joiners.get(language)
        if joiner is None:
            return splitter.split(text)
        return [
            group[0] if len(group) == 1 else splitter.joined(group)
            for group in joiner.groups(splitter.marked(text))
        ]

    def _splitter(self, language: str) -> Splitter:
        if language not in self._splitters:
            require_tokenizer(language)
            self._splitters[language] = SPLITTERS[language](self.compounds.get(language, ()))
        return self._splitters[language]
