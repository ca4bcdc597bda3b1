"""What the preparation does to a sentence, step by step, for people to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolkit.errors import InvalidInput, Problem
from toolkit.preprocess.languages.assignment import detect_language
from toolkit.preprocess.repair.mending import Repair, repair_line
from toolkit.preprocess.tokens import SPLITTERS, Tokenizer, TokenRules, require_tokenizer
from toolkit.preprocess.tokens.splitter import Piece
from toolkit.preprocess.units.sentences import split_sentences


@dataclass(frozen=True)
class Step:
    """One step, and what there is to see after it."""

    name: str
    lines: tuple[str, ...]


def explain(
    text: str,
    language: str | None = None,
    rules: TokenRules | None = None,
    compounds: Mapping[str, Iterable[str]] | None = None,
    repair: Repair | None = None,
) -> list[Step]:
    """Show each step from a text to its tokens.

    Parameters
    ----------
    text
        A sentence or a few.
    language
        Its language; found from the text where None.
    rules
        What becomes a token.
    compounds
        Expressions that stay whole, by language: the codebook's terms.
    repair
        Which faults are mended.

    Raises
    ------
    InvalidInput
        Where the text has no letters to tell its language by, or the language has no tokenizer.

    >>> [step.name for step in explain("The ports grew by 5%.")][-2:]
    ['left out', 'tokens']
    """
    mended, changes = _repaired(text, repair or Repair())
    language, known_by = (language, "given") if language else _language_of(mended)
    require_tokenizer(language)
    tokenizer = Tokenizer(rules, compounds)
    pieces = SPLITTERS[language](()).pieces(mended)
    whole = list(tokenizer.term(mended, language))
    dropped = Counter(word for word in whole if tokenizer.why_not(word, language))
    return [
        Step("text", tuple(text.splitlines())),
        Step("repaired", (*mended.splitlines(), *changes)),
        Step("language", (f"{language} ({known_by})",)),
        Step("sentences", tuple(f"{n}. {one}" for n, one in enumerate(split_sentences(mended), 1))),
        Step("words", (" · ".join(map(_shown, pieces)),)),
        Step("kept whole", (_new(whole, pieces) or "no expression of several words",)),
        Step(
            "left out",
            tuple(
                f"{word}: {tokenizer.why_not(word, language)}{f' ({times} times)' if times > 1 else ''}"
                for word, times in dropped.items()
            )
            or ("nothing",),
        ),
        Step("tokens", (" · ".join(tokenizer.tokens(mended, language)) or "none",)),
    ]


def _repaired(text: str, rules: Repair) -> tuple[str, list[str]]:
    lines, changes = [], []
    for line in text.splitlines():
        mended, found = repair_line(line, rules)
        lines.append(mended)
        changes += [f"({change.kind}: {change.before!r} → {change.after!r})" for change in found]
    return "\n".join(lines), changes or ["(nothing to mend)"]


def _language_of(text: str) -> tuple[str, str]:
    guess = detect_language(text)
    if guess is None:
        reason, remedy = "it holds no letters, so its language cannot be told", "name it: --language zh"
        raise InvalidInput([Problem("the text", reason, remedy)])
    return guess.code, f"found from the text, {guess.confidence:.0%} sure"


def _shown(piece: Piece) -> str:
    if piece.surface == piece.form:
        return piece.surface
    return f"{piece.surface} → {piece.form}" if piece.form else f"({piece.surface})"


def _new(whole: list[str], pieces: list[Piece]) -> str:
    """List the words that only come out whole because they are expressions to keep."""
    plain = {piece.form for piece in pieces}
    return " · ".join(dict.fromkeys(word for word in whole if word not in plain))
