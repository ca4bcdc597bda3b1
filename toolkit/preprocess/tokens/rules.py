"""What becomes a token: every choice, and the word lists a user brings along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from toolkit.corpus import Undecodable, decode
from toolkit.errors import InvalidInput, Problem, nearest
from toolkit.preprocess.tokens.languages import SPLITTERS
from toolkit.preprocess.tokens.stopwords import entries
from toolkit.settings import Settings


class Collocations(Settings):
    """When neighbouring words are joined because they stand together so often."""

    npmi: float = Field(0.5, gt=0, le=1)
    """How closely the words must belong together: 0 is chance, 1 means that none occurs without the other."""

    least: int = Field(10, ge=2)
    """Occurrences an expression needs; the measure overrates rare ones."""

    longest: int = Field(3, ge=2, le=6)
    """Words an expression may have."""


class TokenRules(Settings):
    """What becomes a token."""

    stop_words: bool = True
    """Leave out function words (the lists stand in toolkit/preprocess/stopwords)."""

    extra_stop_words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """More words to leave out, by language."""

    stop_lists: Mapping[str, Path] = Field(default_factory=dict)
    """Files of words to leave out, by language, one word a line (``#`` begins a comment). Such a list takes
    the place of the toolkit's own. Relative paths start at the experiment file."""

    stop_words_of: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Words to leave out instead of the toolkit's list, by language: what `stop_lists` holds, once read."""

    compounds: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Expressions to keep whole, by language, besides the codebook's terms."""

    dictionaries: Mapping[str, Path] = Field(default_factory=dict)
    """Files of expressions to keep whole, by language, one a line; a frequency behind a tab, and jieba's form
    ``word frequency tag``, are understood and passed over: an entry is always kept whole."""

    collocations: Collocations | None = None
    """Join words that stand together far more often than by chance (``~`` for none). The expressions are
    found in the corpus itself, so they change when documents are added."""

    min_characters: int = Field(2, ge=1)
    """Shorter tokens are left out (a single Chinese character is rarely a word)."""

    numbers: bool = False
    """Keep numbers, also those written in Chinese with their measure word (两个, 六成)."""

    def read_files(self, base: Path) -> TokenRules:
        """Give rules that hold what the files hold, and no paths.

        Parameters
        ----------
        base
            Folder at which relative paths start.

        Raises
        ------
        InvalidInput
            With every file that cannot be read or is empty.
        """
        if not self.stop_lists and not self.dictionaries:
            return self
        problems: list[Problem] = []
        stops, compounds = dict(self.stop_words_of), dict(self.compounds)
        for language, path in sorted(self.stop_lists.items()):
            stops[language] = entries(_read("stop_lists", language, path, base, problems))
        for language, path in sorted(self.dictionaries.items()):
            lines = entries(_read("dictionaries", language, path, base, problems))
            words = (_expression(line, language) for line in lines)
            compounds[language] = tuple(dict.fromkeys([*compounds.get(language, ()), *words]))
        if problems:
            raise InvalidInput(problems)
        inlined = {"stop_lists": {}, "dictionaries": {}, "stop_words_of": stops, "compounds": compounds}
        return self.model_copy(update=inlined)


_JIEBA_LINE = re.compile(r"(\S+) [0-9]+(?: [a-zA-Z]+)?")


def _expression(line: str, language: str) -> str:
    """Give the expression of a dictionary's line.

    Where words have blanks between them, a number behind a blank may be part of the name (``Agenda 2030``).
    """
    if "\t" in line:
        return line.split("\t", 1)[0].strip()
    match = _JIEBA_LINE.fullmatch(line) if language in ("zh", "ja") else None
    return match[1] if match else line


def _read(field: str, language: str, path: Path, base: Path, problems: list[Problem]) -> str:
    """Read a file, or say what is wrong with it."""
    full = base / path.expanduser()
    place = f"prepare.tokens.{field}.{language}: {full}"
    if language not in SPLITTERS:
        place = f"prepare.tokens.{field}"
        problems.append(
            Problem(place, f"there is no tokenizer for '{language}'", nearest(language, SPLITTERS))
        )
        return ""
    try:
        text = decode(full.read_bytes())[0]
    except FileNotFoundError:
        problems.append(
            Problem(place, "there is no such file", "correct the path; it starts at the experiment file")
        )
    except OSError as error:
        problems.append(
            Problem(place, f"cannot be opened ({error.strerror})", "name a file that can be read")
        )
    except Undecodable as error:
        problems.append(Problem(place, str(error), "save it again as UTF-8 text"))
    else:
        if not entries(text):
            problems.append(Problem(place, "holds no words", "write one word a line, or leave the file out"))
        return text
    return ""
