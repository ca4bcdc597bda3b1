"""Cut letters that were run together into the English words they were, only where the words are sure.

What no dictionary has is often a name, a technical term or a compound (``narrowbodies``): evidence against
those is asked for before anything is cut. Thresholds are costs as in `lexicon.cost`; they were chosen on one
half of a news corpus and of the example, and measured on the other (``experiments/benchmarks/repair.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from toolkit.preprocess.repair.english_words import (
    BACK,
    FRONT,
    NAME_PREFIXES,
    OPENING,
    PARTICLES,
    PREFIXES,
    SHORT,
    SUFFIXES,
    VERBS,
    WITH_ARTICLE,
)
from toolkit.preprocess.repair.lexicon import (
    UNKNOWN,
    cost,
    is_foreign,
    is_known,
    is_listed,
    is_name,
    is_pinyin,
    is_word,
)

Parts = tuple[str, ...]

LONGEST = 40
"""Letters beyond which a run is no word and is left alone."""

MAY_BEGIN_TWO = ("to", "the", "of", "and", "for", "in", "on", "at", "with", "from", "is", "was")
"""Words that are split off at the beginning even of what the dictionary has."""

_MOST_PARTS = 4

_INFLECTED = re.compile(
    r".{2,}(?:ions?|ments?|ity|ities|ies|ness|ous|ive|al|ic|ed|ing|ly|ese|ish|ant|ent|ance|ence|ers|ors|"
    r"ary|ory|[^su]s)"
)


@lru_cache(maxsize=1 << 16)
def split_word(word: str) -> Parts:
    """Split one run of letters in lower case, or in lower case behind a capital; give it back where in doubt.

    >>> split_word("andinternational"), split_word("Thegovernment"), split_word("photolithography")
    (('and', 'international'), ('The', 'government'), ('photolithography',))
    """
    lower = word.lower()
    if word in WITH_ARTICLE:
        return (word[:-1], "a")
    if not 4 <= len(word) <= LONGEST or word[1:] != lower[1:]:
        return (word,)
    is_capital = word[0] != lower[0]
    if is_listed(lower):
        parts = () if is_capital else _wrongly_listed(lower)
    elif is_known(lower):
        parts = _likelier(lower, is_capital)
    elif is_foreign(lower):
        parts = ()
    else:
        parts = _split_capital(lower) if is_capital else _split_lower(lower)
    return (word[: len(parts[0])], *parts[1:]) if parts else (word,)


def is_inflected(word: str) -> bool:
    """Tell whether a word ends as the first half of a compound hardly ever does."""
    return bool(_INFLECTED.fullmatch(word))


# --- words that the frequency list has, but no dictionary ----------------------------------------------


def _wrongly_listed(lower: str) -> Parts:
    """Split what simplemma has although it is hardly a word: forthe, tostart."""
    left = next(filter(lower.startswith, MAY_BEGIN_TWO), "")
    if not left:
        return ()
    right = lower[len(left) :]
    if right in BACK:
        return (left, right) if cost(left) + cost(right) + 2.5 <= cost(lower) else ()
    is_verb = left == "to" and cost(lower) == UNKNOWN and len(right) >= 4 and cost(right) <= 5
    return (left, right) if is_verb and is_word(right) else ()


def _likelier(lower: str, is_capital: bool) -> Parts:
    """Split what the web often writes in one (``ofthe``), where two words are far more likely."""
    if is_capital and lower[0] == "i" and cost(lower) >= 6 and cost(lower[1:]) <= 4.5:
        return ("i", lower[1:])
    options = [
        (cost(left) + cost(right), (left, right))
        for left, right in _halves(lower)
        if _is_part(left) and _is_part(right) and (left in FRONT or right in BACK)
    ]
    if not options or (is_capital and len(lower) < 5):
        return ()
    least, (left, right) = min(options)
    margin = _capital_margin(left, right) if is_capital else 1.2 if left in FRONT and right in BACK else 1.5
    return (left, right) if least + margin <= cost(lower) else ()


def _capital_margin(left: str, right: str) -> float:
    """Ask for more where a name is possible: Inman is one, Ofthe is none."""
    is_plain = (
        (left in FRONT and right in BACK)
        or (left in OPENING and left not in NAME_PREFIXES and len(right) >= 4)
        or (left in FRONT and len(right) >= 6 and is_listed(right))
        or (len(left) >= 6 and is_listed(left))
    )
    return 2.0 if is_plain else 3.0


# --- unknown words in lower case -----------------------------------------------------------------------


def _split_lower(lower: str) -> Parts:
    """Find the likeliest split of an unknown word, if it can be trusted."""
    options = ((sum(map(cost, parts)) + 1.0 * len(parts), parts) for parts in _splits(lower, _MOST_PARTS))
    _, parts = min(options, default=(0.0, ()))
    if not parts:
        return ()
    density = sum(map(cost, parts)) / len(lower)
    if len(parts) > 2:
        return parts if _are_sure(parts, density, len(lower)) else ()
    left, right = parts
    is_sure = _is_small_word_near(left, right)
    return parts if is_sure or (is_sure is None and _are_neighbours(left, right, density)) else ()


def _are_sure(parts: Parts, density: float, length: int) -> bool:
    """Trust three and more words if all but two are small ones, or all are common."""
    small = sum(part in FRONT or part in BACK for part in parts)
    if small == len(parts):
        return length >= 6
    return length >= 8 and density <= (1.05 if small >= len(parts) - 2 else 0.8)


def _is_small_word_near(left: str, right: str) -> bool | None:
    """Trust a small word at either side, less where it begins or ends other words; None if there is none."""
    if left in FRONT and right in BACK:
        return True
    if left in FRONT and left not in PREFIXES:
        return len(right) >= 3 or right in SHORT
    if right in BACK and right not in SUFFIXES:
        return len(left) >= 3
    if left in FRONT and len(right) == 3:
        return cost(right) <= 3.9 and right not in SUFFIXES
    if left in FRONT:
        return len(right) >= 4 and cost(right) <= (7 if len(right) >= 7 else 6) and right not in SUFFIXES
    if right in BACK:
        return cost(left) <= (7 if len(left) >= 5 else 6 if len(left) == 4 else 4)
    if left in PREFIXES and right in FRONT:
        return True
    if right in PARTICLES or (right in ("up", "over") and is_inflected(left)):
        return len(left) >= 4 and cost(left) <= (5.5 if is_inflected(left) else 4.5)
    return None


def _are_neighbours(left: str, right: str, density: float) -> bool:
    """Tell two words of content from a compound that no dictionary has."""
    if len(left) < 3 or len(right) < 3 or left in PREFIXES:
        return False
    if right in SUFFIXES:
        return is_inflected(left) and density <= 0.85
    return density <= (1.25 if is_inflected(left) or is_inflected(right) else 1.1)


# --- unknown words with a capital ----------------------------------------------------------------------


def _split_capital(lower: str) -> Parts:
    """Split an unknown word with a capital, which may be a name."""
    if is_pinyin(lower):
        return ()
    return _behind_opening(lower) or _before_small_word(lower) or _name_and_word(lower)


def _behind_opening(lower: str) -> Parts:
    for left, right in _halves(lower):
        if left in OPENING and is_word(right) and is_listed(right) and len(right) >= 3:
            is_long = len(right) >= 4 or left in ("the", "this")
            highest = 5.5 if left in NAME_PREFIXES else 6.0
            if right in BACK or (is_long and cost(right) <= highest):
                return (left, right)
    return ()


def _before_small_word(lower: str) -> Parts:
    for left, right in _halves(lower):  # the longest small word first
        if right not in BACK or len(left) < 3 or lower.endswith("land"):
            continue
        if len(right) == 2:
            is_sure = is_name(left) or cost(left) <= (6.7 if len(left) >= 6 else 5.5)
        else:
            is_sure = is_known(left) or is_pinyin(left) or (right in VERBS and len(left) >= 4)
            is_sure = is_sure and right not in SUFFIXES
        if is_sure:
            return (left, right)
    return ()


def _name_and_word(lower: str) -> Parts:
    options = [
        (cost(left) + cost(right), (left, right))
        for left, right in _halves(lower)
        if min(len(left), len(right)) >= 3 and _is_part(right) and _may_be_name(left, right)
    ]
    if not options:
        return ()
    least, (left, right) = min(options)
    return (left, right) if _is_likely_pair(left, right, least / len(lower)) else ()


def _may_be_name(left: str, right: str) -> bool:
    """Tell whether a word may be a name; an unknown one must stand before a long or inflected word."""
    if cost(left) <= 6.5:
        return True
    is_long = len(right) >= 5 and len(left) >= 4
    is_chinese = is_pinyin(left) and not is_listed(left)
    return is_long and (is_chinese or (is_inflected(right) and cost(right) <= 5.5))


def _is_likely_pair(left: str, right: str, density: float) -> bool:
    if right in SUFFIXES:
        return is_name(left) and len(left) >= 5 and len(right) >= 4 and cost(right) <= 4.2
    if len(left) >= 4 and (is_name(left) or not is_listed(left)):
        highest = 4.8 if is_name(left) or is_pinyin(left) else 3.8 if len(right) >= 5 else 0.0
        return cost(right) <= highest or (is_inflected(right) and cost(right) <= 5.5)
    likely = 0.95 if is_inflected(left) or is_inflected(right) else 0.75
    return len(right) >= 4 and is_word(left) and left not in PREFIXES and density <= likely


# --- both ----------------------------------------------------------------------------------------------


def _halves(lower: str) -> Iterator[tuple[str, str]]:
    return ((lower[:cut], lower[cut:]) for cut in range(1, len(lower)))


def _splits(lower: str, most: int) -> Iterator[Parts]:
    for left, right in _halves(lower):
        if not _is_part(left):
            continue
        if _is_part(right):
            yield (left, right)
        if most > 2:
            for parts in _splits(right, most - 1):
                yield (left, *parts)


@lru_cache(maxsize=1 << 16)
def _is_part(word: str) -> bool:
    if len(word) <= 2:
        return word in SHORT
    return is_word(word) and cost(word) <= (4.7 if len(word) == 3 else 7.0 if len(word) < 7 else 7.5)
