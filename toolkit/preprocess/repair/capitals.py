"""Cut words that meet at a change of case: brandAudi, USgovernment, TheChinese, HuaweiandZTE.

Many names are written like that (iPhone, DeepSeek, JPMorgan), and program code is (getItem).
"""

from __future__ import annotations

import re

from toolkit.preprocess.repair.english_words import (
    BACK,
    BODIES,
    CODE,
    DATES,
    FRONT,
    NAME_PARTICLES,
    OFFICES,
    OPENING_CAPITAL,
    TITLES,
)
from toolkit.preprocess.repair.lexicon import cost, is_known, is_listed, is_name, is_word
from toolkit.preprocess.repair.segmentation import Parts, is_inflected, split_word

_BORDER = re.compile(
    r"([A-Z]?[a-z]+)([A-Z][a-z]+|[A-Z]{2,}s?|I)|([A-Z]{2,})([a-z]{2,})|([A-Z]{2,})([A-Z][a-z]{2,})"
)


def split_case(word: str) -> Parts:
    """Split a run of letters at a change of case, or by the dictionary where there is none.

    >>> split_case("brandAudi"), split_case("USgovernment"), split_case("DeepSeek"), split_case("ofthe")
    (('brand', 'Audi'), ('US', 'government'), ('DeepSeek',), ('of', 'the'))
    """
    match = _BORDER.fullmatch(word)
    if match is None:
        return split_word(word)
    left, right = (part for part in match.groups() if part)
    if left.isupper() and right.islower():
        return _behind_capitals(left, right)
    return (left, right) if _is_border(left, right) else (word,)


def _behind_capitals(left: str, right: str) -> Parts:
    """Find where a word in lower case begins behind an acronym: EUand, NGOssay, USPresident."""
    whole = (left + right,)
    if is_known(whole[0].lower()):
        return whole
    if right in BACK or right in FRONT:
        return (left, right)
    if right[0] == "s" and not is_word(right):
        left, right = f"{left}s", right[1:]
        return (left, right) if right in BACK or (len(right) >= 4 and is_word(right)) else whole
    name = (left[-1] + right).lower()
    if len(left) > 2 and is_known(name):
        return (left[:-1], left[-1] + right) if is_name(name) or name in TITLES or name in OFFICES else whole
    is_long = len(right) >= (4 if cost(left.lower()) <= 6.5 else 5)
    return (left, right) if is_long and is_word(right) else whole


def _is_border(left: str, right: str) -> bool:
    """Tell whether two words meet, of which the second has a capital."""
    first, second = left.lower(), right.lower()
    if left.isupper():
        is_office = is_name(second) or second in TITLES or second in OFFICES
        return is_office and not is_known(first + second)
    is_proper = right.isupper() or is_name(second) or right in DATES or not is_listed(second)
    if left.islower():
        return _begins_a_name(left, right, is_proper)
    if left in OPENING_CAPITAL:
        return is_proper or (left == "The" and not is_known(first + second))
    if _is_glued(left) and is_proper:
        return True
    return _are_two_names(left, right)


def _begins_a_name(left: str, right: str, is_proper: bool) -> bool:
    """Tell whether a name begins behind a word in lower case."""
    second = right.lower()
    whole = left + second
    if left in ("the", "of", "and"):
        return not is_listed(whole)
    if is_known(whole) and cost(left) + cost(second) + 1 > cost(whole):
        return False
    if left in FRONT or left in BACK:
        return is_proper or (second if left in ("in", "by", "with", "from", "at", "on") else left) not in CODE
    if len(left) < 4 or left in NAME_PARTICLES or not (is_word(left) or _is_glued(left)):
        return False
    is_plain = len(right) >= 4 and right[1:].islower() and (is_proper or is_inflected(left))
    return is_plain or is_name(second) or right in DATES


def _are_two_names(left: str, right: str) -> bool:
    """Tell two names from one that has a capital inside (AstraZeneca)."""
    first, second = left.lower(), right.lower()
    whole = first + second
    if is_listed(whole) or cost(whole) < 5.2 or first in NAME_PARTICLES or min(len(left), len(right)) < 2:
        return False
    if right.isupper():
        return right in BODIES and len(left) >= 4 and is_listed(first) and not is_known(whole)
    is_first, is_second = (word in TITLES or (len(word) > 2 and is_name(word)) for word in (first, second))
    if is_known(whole):
        return is_first and is_second
    if is_first or (is_second and len(left) >= 4):
        is_brand = len(left) < 4 and first not in TITLES and is_listed(second) and not is_second
        return not is_brand and min(cost(first), cost(second)) <= 7
    return not is_listed(first) and cost(first) <= 7 and min(len(left), len(right)) >= 4


def _is_glued(word: str) -> bool:
    return split_word(word) != (word,)
