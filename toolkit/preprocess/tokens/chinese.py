"""Chinese: words by rjieba, Latin names and numbers by patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.preprocess.tokens.latin import LETTER, NAME, NUMBER, narrow
from toolkit.preprocess.tokens.splitter import JOINT, STOP, Cut, Keep, Piece, cut_and_keep


class ChineseSplitter:
    """rjieba (jieba's dictionary and algorithm, in Rust) on simplified text; Latin words lower-cased."""

    def __init__(self, compounds: Sequence[str]) -> None:
        import opencc
        import rjieba

        self._simplify = opencc.OpenCC("t2s").convert
        self._jieba = rjieba.Jieba()
        words = [folded for term in compounds if (folded := self._fold(term).strip())]
        self._mixed = _any_of([word for word in words if not _HAN_ONLY.fullmatch(word)])
        for word in words:
            self._jieba.add_word(word, self._jieba.suggest_freq(word), None)

    def split(self, text: str) -> list[str]:
        """Cut a text; punctuation is dropped, words of Latin letters and digits stay whole."""
        return list(filter(_BREAK.__ne__, self._words(self._fold(text), _PIECE)))

    def keeping(self, keep: Keep) -> Cut:
        """Give a function that cuts a text and leaves words out."""
        return cut_and_keep(
            lambda text: self._words(self._fold(text), _PIECE), lambda word: word != _BREAK and keep(word)
        )

    def marked(self, text: str) -> list[str]:
        """Cut a text, with `STOP` where punctuation parts two words."""
        return list(filter(_BREAK.__ne__, self._words(self._fold(text), _PIECE_OR_STOP)))

    def pieces(self, text: str) -> list[Piece]:
        """Show each word; its form differs where characters were simplified or letters lower-cased."""
        words, folded = self.split(text), self._fold(text)
        if len(folded) != len(text):
            return [Piece(word, word) for word in words]
        result: list[Piece] = []
        end = 0
        for word in words:
            start = folded.find(word, end)
            if start < 0:  # a compound with a blank inside
                result.append(Piece(word, word))
                continue
            end = start + len(word)
            result.append(Piece(text[start:end], word))
        return result

    def compound(self, term: str) -> str:
        """Give the simplified, lower-cased term."""
        return JOINT.join(self._fold(term).split())

    def joined(self, words: tuple[str, ...]) -> str:
        """Put words together without a sign, except between two Latin ones."""
        return join_unspaced(words)

    def _fold(self, text: str) -> str:
        return self._simplify(narrow(text)).casefold()

    def _words(self, text: str, piece: re.Pattern[str]) -> list[str]:
        if self._mixed is None:
            return self._cut(text, piece)
        words: list[str] = []
        end = 0
        for match in self._mixed.finditer(text):
            words += self._cut(text[end : match.start()], piece)
            words.append(JOINT.join(match[0].split()))
            end = match.end()
        words += self._cut(text[end:], piece)
        return words

    def _cut(self, text: str, piece: re.Pattern[str]) -> list[str]:
        """Cut all Chinese runs by one call: a `_BREAK` parts runs and is left in; no word reaches across."""
        pieces = piece.findall(text)
        runs = [part if _FIRST_HAN <= part < _BEHIND_HAN else _PLACE for part in pieces]
        words = self._jieba.cut(_BREAK.join(runs))
        if _PLACE not in runs:
            return words
        others = iter([part for part in pieces if not _FIRST_HAN <= part < _BEHIND_HAN])
        return [_plain(next(others)) if word == _PLACE else word for word in words]


def join_unspaced(words: Sequence[str]) -> str:
    """Put words together; a sign keeps two Latin ones apart.

    >>> join_unspaced(["新能源", "汽车"]), join_unspaced(["open", "source", "软件"])
    ('新能源汽车', 'open_source软件')
    """
    text = words[0]
    for word in words[1:]:
        text += JOINT + word if text[-1].isascii() and word[0].isascii() else word
    return text


_FIRST_HAN, _BEHIND_HAN = "\u3400", "\ua000"
_PLACE, _BREAK = "\t", "\n"
_HAN_RUN = r"[\u3400-\u4dbf\u4e00-\u9fff]+"
_HAN_ONLY = re.compile(_HAN_RUN)
_STOP_SIGN = r"[。！？；：，、,.;:!?()（）“”‘’「」『』《》〈〉【】…—\"\n]"
_PIECE = re.compile(rf"{_HAN_RUN}|{NAME}|{NUMBER}")
_PIECE_OR_STOP = re.compile(rf"{_HAN_RUN}|{NAME}|{NUMBER}|{_STOP_SIGN}")


def _plain(part: str) -> str:
    return part if part[0].isalnum() else STOP


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Match compounds that mix scripts, the longest first, quickly where none can begin."""
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return re.compile(rf"(?=[{first}])(?:{'|'.join(map(_alone, longest_first))})")


def _alone(word: str) -> str:
    """Match a compound that mixes scripts, not inside a longer Latin word (``AI芯片`` in ``OpenAI芯片``)."""
    return rf"(?<![{LETTER}0-9](?=[{LETTER}0-9])){re.escape(word)}(?!(?<=[{LETTER}0-9])[{LETTER}0-9])"
