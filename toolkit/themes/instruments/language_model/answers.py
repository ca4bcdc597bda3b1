"""What a language model answered: read strictly, and kept so that no answer is paid for twice."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.files import digest, write_atomically

_FENCE = re.compile(r"\A```(?:json)?\s*\n(.*)\n```\Z", re.DOTALL)


class BadAnswer(Exception):
    """An answer that is not what was asked for; the message says in what way."""


def read_answer(answer: str, themes: Sequence[str]) -> tuple[bool, ...]:
    """Read one answer: a JSON object with true or false for each theme and nothing besides.

    A fence of three backticks around it is passed over, nothing else is.

    Raises
    ------
    BadAnswer
        When it is anything else.

    >>> read_answer('{"openness": true, "resilience": false}', ["openness", "resilience"])
    (True, False)
    """
    text = answer.strip()
    fenced = _FENCE.match(text)
    try:
        found = json.loads(fenced[1] if fenced else text, object_pairs_hook=_once)
    except ValueError as error:  # JSONDecodeError is one
        raise BadAnswer("is cut off or not JSON" if text else "is empty") from error
    if not isinstance(found, dict):
        raise BadAnswer("is not a JSON object")
    absent, strange = set(themes) - set(found), set(found) - set(themes)
    if absent or strange:
        names = [
            *(f"lacks '{name}'" for name in sorted(absent)),
            *(f"has '{key}'" for key in sorted(strange)),
        ]
        raise BadAnswer(", ".join(names))
    if not all(isinstance(value, bool) for value in found.values()):
        raise BadAnswer("has values besides true and false")
    return tuple(found[theme] for theme in themes)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadAnswer("says something twice")
    return found


@dataclass(frozen=True)
class KeptAnswers:
    """A folder of answers, one small file each. Deletable at any time, at the price of asking again."""

    folder: Path | None
    """None keeps nothing."""

    asked: tuple[str, ...]
    """What an answer depends on besides the text: the model, its server, how it is asked, and the prompt."""

    def find(self, text: str) -> str | None:
        """Give the answer to a text that was asked about before."""
        path = self._path(text)
        if path is None or not path.is_file():
            return None
        try:
            return str(json.loads(path.read_text("utf-8"))["answer"])
        except (OSError, ValueError, KeyError, TypeError):
            path.unlink(missing_ok=True)  # a damaged file is asked for again
            return None

    def add(self, text: str, answer: str) -> None:
        """Keep the answer to a text."""
        path = self._path(text)
        if path is not None:
            write_atomically(path, json.dumps({"asked": digest(*self.asked), "answer": answer}) + "\n")

    def _path(self, text: str) -> Path | None:
        if self.folder is None:
            return None
        return self.folder / digest(*self.asked)[:24] / f"{digest(text)[:32]}.json"
