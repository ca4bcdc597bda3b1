"""Measure the repair of glued English words on text with joins planted, and on clean text.

    python experiments/benchmarks/repair.py --files PATH… [--seed 0] [--rate 0.03] [--speed]

Each path is a text file, or a folder of ``.txt``, ``.md`` and ``.rst`` files; a line is a paragraph or a
sentence. Joins are planted at random places, so that each kind is as frequent among joins as it is in the
text; they never touch. The last line printed is one JSON object:

``recall``   share of joins mended exactly (all spaces back, none too many in them), all and by kind
``planted``  how many joins of each kind
``precision``  share of inserted spaces that were planted
``clean``    words, changes and changes per 5,000 words of the text as it is; each change is printed above
``speed``    megabytes (UTF-8) per second through all steps of the repair, second reading (with ``--speed``)

Changes of "clean" text are counted whether or not they are right: real text has real joins, so look at
the list.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.preprocess import Repair, repair_line

GLUED = Repair(**{name: name == "glued_words" for name in Repair.model_fields})
SUFFIXES = (".txt", ".md", ".rst")


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=Path, nargs="+", required=True, help="clean texts: files or folders")
    parser.add_argument("--seed", type=int, default=0, help="start of the random draws")
    parser.add_argument("--rate", type=float, default=0.03, help="share of the places where words are joined")
    parser.add_argument("--speed", action="store_true", help="measure megabytes per second, too")
    parser.add_argument("--misses", type=int, default=20, help="how many joins not found to print")
    arguments = parser.parse_args()
    lines = list(_lines(arguments.files))
    figures = {**measure_clean(lines), **measure_planted(lines, arguments)}
    if arguments.speed:
        figures["speed"] = measure_speed(lines)
    print(json.dumps(figures, ensure_ascii=False))


def measure_clean(lines: Sequence[str]) -> dict[str, object]:
    """Count what the repair changes in text as it is."""
    words = sum(len(line.split()) for line in lines)
    changes = [change for line in lines for change in repair_line(line, GLUED)[1]]
    for change in changes:
        print(f"changed  {change.before}  →  {change.after}")
    clean = {"words": words, "changes": len(changes), "per_5000": round(5000 * len(changes) / words, 3)}
    return {"clean": clean}


def measure_planted(lines: Sequence[str], arguments: argparse.Namespace) -> dict[str, object]:
    """Join words, mend them, and compare the places of the spaces."""
    draw = random.Random(arguments.seed)
    planted: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    inserted = right = 0
    misses: list[str] = []
    for line in lines:
        original, _ = repair_line(" ".join(line.split()), GLUED)
        joins = list(_joins(original, draw, arguments.rate))
        removed = {place for _, places in joins for place in places}
        glued = "".join(c for i, c in enumerate(original) if i not in removed)
        text, _ = repair_line(glued, GLUED)
        before, after, input_spaces = _spaces(original), _spaces(text), _spaces(glued)
        inserted += len(after - input_spaces)
        right += len((after - input_spaces) & (before - input_spaces))
        wrong = after - before
        for kind, places in joins:
            start = original.rfind(" ", 0, places[0]) + 1
            end = (original + " ").find(" ", places[-1] + 1)
            inner = {_letters(original, place) for place in places}
            span = range(_letters(original, start), _letters(original, end) + 1)
            is_mended = inner <= after and not any(place in wrong for place in span)
            planted[kind] += 1
            mended[kind] += is_mended
            if not is_mended:
                misses.append(f"missed   {kind:12} {original[start:end]}")
    draw.shuffle(misses)
    print("\n".join(misses[: arguments.misses]))
    return {
        "planted": dict(sorted(planted.items())),
        "recall": {
            "all": _share(mended.total(), planted.total()),
            **{kind: _share(mended[kind], planted[kind]) for kind in sorted(planted)},
        },
        "precision": _share(right, inserted),
    }


def measure_speed(lines: Sequence[str]) -> float:
    """Time the whole repair on the text as it is, repeated to a few megabytes."""
    size = sum(len(line.encode()) for line in lines)
    repeats = max(1, 4_000_000 // size)
    rules = Repair()
    for line in lines:
        repair_line(line, rules)
    start = time.perf_counter()
    for _ in range(repeats):
        for line in lines:
            repair_line(line, rules)
    return round(repeats * size / 1e6 / (time.perf_counter() - start), 1)


def _lines(paths: Sequence[Path]) -> Iterator[str]:
    for path in paths:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES)
        for file in files:
            text = file.read_text("utf-8", errors="replace")
            yield from (line.strip() for line in text.splitlines() if line.strip())


def _joins(line: str, draw: random.Random, rate: float) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Draw places where spaces get lost; give the kind of each join and its places."""
    spaces = [match.start() for match in re.finditer(" ", line)]
    index = 0
    while index < len(spaces):
        place = spaces[index]
        if draw.random() >= rate:
            index += 1
            continue
        left, right = _around(line, place)
        kind = _kind(left, right)
        if kind == "two words" and index + 1 < len(spaces) and draw.random() < 0.15:
            third = _around(line, spaces[index + 1])[1]
            if re.fullmatch(r"[a-z]+[,.;]?", third) and right.isalpha():
                yield "three words", (place, spaces[index + 1])
                index += 3
                continue
        if kind:
            yield kind, (place,)
        index += 2


def _around(line: str, place: int) -> tuple[str, str]:
    return line[:place].rsplit(" ", 1)[-1], line[place + 1 :].split(" ", 1)[0]


def _kind(left: str, right: str) -> str:
    """Name the kind of join that two neighbours make; nothing where a join would not be one of words."""
    bare_left, bare_right = left.lstrip("(“\"‘'"), right.rstrip(".,;:!?)”\"’'")
    if re.fullmatch(r"[A-Za-z]+[’']s", bare_left) and bare_right.isalpha():
        return "possessive"
    if re.fullmatch(r".*[A-Za-z0-9][,;:.!?][”]?|.*[a-z]”", left) and bare_right.isalpha():
        return "punctuation"
    if bare_left.lower() in ("a", "an", "the") and re.fullmatch(r"[a-z]+(-[a-z]+)+", bare_right):
        return "article-hyphen"
    if re.fullmatch(r"\d{1,4}", bare_left) and bare_right.isalpha() and bare_right.islower():
        return "number"
    if re.fullmatch(r"\d{1,4}", bare_right) and bare_left.isalpha() and bare_left.islower():
        return "number"
    if not (bare_left.isalpha() and bare_right.isalpha()):
        return ""
    if bare_left.islower() and bare_right.islower():
        return "two words"
    if bare_left.islower() and bare_right[0].isupper():
        return "word+Name"
    if bare_left[0].isupper() and bare_right.islower():
        return "Name+word"
    return "Name+Name"


def _letters(line: str, place: int) -> int:
    return place - line.count(" ", 0, place)


def _spaces(line: str) -> set[int]:
    """Give the places of the spaces, counted in characters that are not spaces."""
    return {match.start() - number for number, match in enumerate(re.finditer(" ", line))}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


if __name__ == "__main__":
    main()
