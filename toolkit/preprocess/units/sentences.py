"""Cut text into sentences, in any language, also where punctuation was folded to ASCII."""

from __future__ import annotations

import re


def split_sentences(text: str) -> list[str]:
    """Split text into sentences; nothing but the space between them is lost.

    - A closing quote or bracket stays with the stop before it: 他说：“要开放。” is one sentence.
    - ``?``, ``!`` and ``;`` beside Chinese characters end a sentence as ？, ！ and ； do; ； inside brackets
      (a list of references) does not.
    - A full stop ends a sentence before a blank and something that can begin one: not before a lower-case
      letter (unless the text has no capitals), inside numbers, addresses and initials, nor after
      abbreviations of English, German, French, Spanish and Russian.
    - A line break always ends a sentence.

    The time it takes grows with the length of the text only.

    >>> split_sentences("他说：“要开放。”于是合作! Dr. Li agreed. So did we.")
    ['他说：“要开放。”', '于是合作!', 'Dr. Li agreed.', 'So did we.']
    """
    sentences: list[str] = []
    start = scanned = 0
    is_open = False
    has_capitals = text != text.lower()
    has_quotes = '"' in text
    for stop in _STOP.finditer(text):
        if stop.start() < scanned:
            continue
        end = stop.end()
        if text[end : end + 1] in _MAY_CLOSE:
            if has_quotes:
                is_open ^= text.count('"', scanned, stop.start()) % 2 == 1
            closers = _CLOSERS if is_open else _CLOSERS_BUT_QUOTE
            end = closers.match(text, end).end()  # type: ignore[union-attr]
            if has_quotes:
                is_open ^= text.count('"', stop.start(), end) % 2 == 1
            scanned = end
        elif stop[0] in _PLAIN:
            sentences.append(text[start:end])
            start, scanned, is_open = end, end, False
            continue
        if _ends(text, start, stop, end, has_capitals):
            sentences.append(text[start:end])
            start, is_open = end, False
    sentences.append(text[start:])
    return [sentence for piece in sentences if (sentence := piece.strip())]


_STOPS = "。｡！？!?.．…；;"
_PLAIN = frozenset("。！？\n")
"""Stops that end a sentence wherever they stand alone."""

_MAY_CLOSE = frozenset("”’』」）)]】》〉\"'“ \u00a0\u202f»›" + _STOPS)
"""Signs behind a stop that may belong to it."""

_STOP = re.compile(rf"\n+|[{_STOPS}]+")
# A quotation mark behind a stop and before a blank closes, also “, as in German; before a letter, a straight
# one closes only what is open: 他说."走吧."
_CLOSERS = re.compile(r"(?:[”’』」）)\]】》〉\"']|“(?!\S)|[ \u00a0\u202f]?[»›])*")
_CLOSERS_BUT_QUOTE = re.compile(r"(?:[”’』」）)\]】》〉']|[“\"](?!\S)|[ \u00a0\u202f]?[»›])*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff，、：（）《》【】「」『』]")
_FOLLOWING = re.compile(r"(\s*)[“‘\"'(\[«‹„‚「『（《【¿¡*•–—-]{0,3}\s?([^\W_]*)(.?)")
_WORD = re.compile(r"(?:^|(?<=[^\w.]))[^\W_](?:[\w’'-]|\.(?=\w))*$")
_ORDINAL = re.compile(r"\b(?:am|im|der|die|das|dem|den|des|vom|zum|zur|bis|ab|seit|und|ins?|beim) $")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ALWAYS = _words(
    "mr mrs ms dr prof st mt messrs gen col sgt capt lt sen rep gov rev hon vs cf e.g i.e viz approx "
    "z.b d.h u.a bzw ca vgl evtl ggf inkl zzgl sog mio mrd hrsg "
    "mme mlle mgr sr sra srta srs dña ud uds ee.uu т.е т.к им ул просп акад проф напр"
)
"""Abbreviations that never end a sentence."""

_BEFORE_NUMBERS = _words(
    "no nos nr fig figs tab p pp vol vols ch sec art arts par para abs bd eq ed núm pág págs cap рис табл "
    "стр jan feb mar apr jun jul aug sep sept oct nov dec janv févr juil déc"
)
"""Abbreviations and words: a number behind them belongs to them."""

_SOMETIMES = _words("inc ltd co corp bros plc llc ph.d jr al dept univ cie gmbh руб тыс млн млрд")
"""Abbreviations that may end a sentence, as single letters and U.S. may: what follows decides."""

_STARTERS = _words(
    "The A It He She They We I This That These Those But And However For If When While Its There Our You "
    "After Then So Yes No Ein Eine Es Sie Er Wir Und Aber Auch Dies Diese Il Elle Un Une Ce Cette Mais Et En "
    "Pero Este Esta Una В И На Это Но Он Она Они Мы Как По"
)
"""Words that begin sentences and not names."""

_MONTHS = _words(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert"
)


def _ends(text: str, start: int, stop: re.Match[str], end: int, has_capitals: bool) -> bool:
    """Tell whether a sentence that began at `start` ends with this stop and the closing marks up to `end`."""
    mark = stop[0]
    if mark[0] == "\n" or end == len(text):
        return True
    if text[end] in _STOPS:
        return False
    after_cjk = stop.start() > start and bool(_CJK.match(text, stop.start() - 1))
    is_cjk = after_cjk or bool(_CJK.match(text, end))
    if ";" in mark or "；" in mark:
        return (is_cjk or "；" in mark) and not _in_brackets(text, stop.start())
    if after_cjk or (is_cjk and mark != ".") or not (mark.isascii() or "…" in mark):
        return True
    if not (is_cjk or _can_follow(text, stop, end, has_capitals)):
        return False
    return mark != "." or end > stop.end() or not _is_abbreviated(text, start, end, is_cjk)


def _in_brackets(text: str, place: int) -> bool:
    nearby = text[max(0, place - 80) : place]
    return max(map(nearby.rfind, "（(")) > max(map(nearby.rfind, "）)"))


def _can_follow(text: str, stop: re.Match[str], end: int, has_capitals: bool) -> bool:
    """Tell whether a sentence of a language with blanks can begin at `end`."""
    space, word, beyond = _FOLLOWING.match(text, end).groups()  # type: ignore[union-attr]
    is_closed = end > stop.end()
    if not space:
        return is_closed and word[:1].isupper()
    if word[:1].islower():
        return not (has_capitals or is_closed) or (stop[0][-1] in "!?" and not is_closed)
    return bool(word) or not beyond or beyond not in _STOPS


def _is_abbreviated(text: str, start: int, end: int, is_cjk: bool) -> bool:
    """Tell whether the stop that ends at `end` belongs to an abbreviation or a number that goes on."""
    nearby = text[max(start, end - 30) : end - 1]
    found = _WORD.search(nearby)
    if found is None:
        return False
    name = found[0].casefold()
    before = nearby[: found.start()]
    _, word, beyond = _FOLLOWING.match(text, end).groups()  # type: ignore[union-attr]
    if name in _ALWAYS:
        return True
    if name.isdigit():
        is_item = len(name) <= 3 and not before.strip()
        return is_cjk or is_item or word in _MONTHS or (len(name) <= 2 and bool(_ORDINAL.search(before)))
    if name in _BEFORE_NUMBERS:
        return word[:1].isdigit()
    if name in ("г", "гг", "д", "п", "др"):
        return not word[:1].isupper()
    if len(name) == 1 or name in _SOMETIMES or all(len(part) == 1 for part in name.split(".")):
        return not (word in _STARTERS and beyond != ".")
    return False
