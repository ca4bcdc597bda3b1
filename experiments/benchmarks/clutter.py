"""Measure line labels on pages made of clean text and planted clutter.

    python experiments/benchmarks/clutter.py [--files DIR] [--seed 0] [--pages 12] [--example]

Every non-empty line of a clean text (``LANGUAGE-GENRE….txt``; texts of other names are taken for Chinese
where they are written in Han characters) is content or a heading. Clutter from the templates beside this
file is planted before, inside and behind it, then the whole page is labelled. Clutter is right as
boilerplate or meta; a clean line is right as content or heading, one of the text's own
notes also as meta. Held-out kinds were written together with the others, before the rules; rules were tuned
by looking at lines of the other kinds. One hand wrote rules and templates, so figures on both are better than
on pages of strangers. Without ``--files`` the texts in ``clean/`` are used, and the example's texts with
``--example``.

The last line printed is one JSON object: precision, recall, F1 and share of content lost, for tuned and
held-out kinds, by kind (recall), by genre (F1, content lost) and by reason (how often a label given for it
was right).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clutter_planting import Kind, PlantedLine, plant, read_kinds

from toolkit.corpus import Label
from toolkit.preprocess import LineRules, Repair, label_lines, repair_line
from toolkit.preprocess.lines.confidence import reason_key
from toolkit.preprocess.lines.labelling import count_repeated, repeated_lines

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "corpora/technology-trade"
CLUTTER = ("boilerplate", "meta")
NOTES = ("below the heading of notes", "foot note")
"""Meta by definition, also where the clean text brings its own: neither lost content nor planted clutter."""


@dataclass(frozen=True)
class Judged:
    """One line of a planted page with the label it got."""

    genre: str
    is_held_out: bool
    planted: PlantedLine
    label: str
    reason: str

    @property
    def is_taken(self) -> bool:
        """Whether the line was taken for clutter; a clean text's own notes and references are meta."""
        is_own_note = not self.planted.kind and self.label == "meta" and self.reason in NOTES
        return self.label in CLUTTER and not is_own_note


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=Path, help="folder of clean texts")
    parser.add_argument("--example", action="store_true", help="the example's content lines as clean text")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pages", type=int, default=12, help="pages made of each text and set of kinds")
    parser.add_argument(
        "--calibrate", action="store_true", help="print the table of `toolkit.preprocess.lines.confidence`"
    )
    parser.add_argument("--show", type=int, default=0, help="so many wrongly labelled lines to print")
    arguments = parser.parse_args()
    if arguments.calibrate:
        print(json.dumps(calibrate(arguments.seed), indent=4, ensure_ascii=False))
        return
    if arguments.example:
        texts = dict(_example())
    else:
        folder = arguments.files or HERE / "clean"
        texts = _texts(folder)
    judged = list(measure(texts, arguments.seed, arguments.pages))
    figures = {
        "tuned": _figures([line for line in judged if not line.is_held_out]),
        "held_out": _figures([line for line in judged if line.is_held_out]),
        "kinds": _by_kind(judged),
        "genres": {genre: _figures(lines) for genre, lines in _grouped(judged)},
        "reasons": _by_reason(judged),
    }
    _show(figures, [line for line in judged if not _is_right(line)], arguments)
    print(json.dumps(figures, ensure_ascii=False))


def measure(texts: Mapping[str, Iterable[str]], seed: int, pages: int) -> Iterator[Judged]:
    """Plant clutter into each text, label the pages, and pair labels with the truth."""
    for name, lines in texts.items():
        clean = [line.strip() for line in lines]
        language, genre = _language_and_genre(name, clean)
        for is_held_out in (False, True):
            kinds = _kinds(language, is_held_out)
            for number in range(pages if kinds else 0):
                page = plant(clean, kinds, language, random.Random(f"{seed} {name} {is_held_out} {number}"))
                repaired = [repair_line(line.text, Repair())[0] for line in page]
                blanks = [line.blank_before for line in page] if number % 2 else None
                labels = label_lines(repaired, LineRules(), blank_before=blanks)
                for line, labelled in zip(page, labels, strict=True):
                    yield Judged(f"{language}-{genre}", is_held_out, line, labelled[0], labelled[1])


def calibrate(seed: int) -> dict[str, float]:
    """Give the share of lines that deserved their label: planted pages and the hand-coded example.

    One right and one wrong line are added to each; reasons given to fewer than ten lines are left out.
    """
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for texts, pages in ((_texts(HERE / "clean"), 12), (dict(_example()), 6)):
        for line in measure(texts, seed, pages):
            key = reason_key(line.label, line.reason)
            given[key] += 1
            right[key] += _is_right(line)
    found = _labels_of_example()
    for row in json.loads((EXAMPLE / "truth.json").read_text("utf-8")):
        label, reason = found[row["file"], row["paragraph_index"]]
        key = reason_key(label, reason)
        given[key] += 1
        right[key] += label == row["label"]
    return {key: round((right[key] + 1) / (given[key] + 2), 3) for key in sorted(given) if given[key] >= 10}


def _labels_of_example() -> dict[tuple[str, int], tuple[Label, str]]:
    pages = {}
    for path in sorted((EXAMPLE / "texts").glob("*.txt")):
        raw = (line.strip() for line in path.read_text("utf-8").split("\n"))
        pages[path.name] = [repair_line(line, Repair())[0] for line in raw if line]
    repeated = count_repeated(pages.values())
    return {
        (name, number): labelled
        for name, texts in pages.items()
        for number, labelled in enumerate(label_lines(texts, LineRules(), repeated_lines(texts, repeated)))
    }


def _texts(folder: Path) -> dict[str, list[str]]:
    return {path.stem: path.read_text("utf-8").split("\n") for path in sorted(folder.glob("*.txt"))}


def _kinds(language: str, is_held_out: bool) -> list[Kind]:
    if language in ("zh", "en"):
        name = f"{'heldout' if is_held_out else 'tuned'}-{language}.txt"
        return read_kinds(HERE / "templates" / name, is_held_out)
    if is_held_out:
        return []
    return [k for k in read_kinds(HERE / "templates/other.txt", False) if k.name == f"page-{language}"]


def _language_and_genre(name: str, lines: Iterable[str]) -> tuple[str, str]:
    if match := re.fullmatch(r"([a-z]{2})-([a-z]+)(?:-\d+)?", name):
        return match[1], match[2]
    return ("zh" if re.search(r"[\u4e00-\u9fff]", "".join(lines)) else "en"), "text"


def _example() -> Iterator[tuple[str, list[str]]]:
    rows = json.loads((EXAMPLE / "truth.json").read_text("utf-8"))
    kept = {(r["file"], r["paragraph_index"]) for r in rows if r["label"] in ("content", "heading")}
    for path in sorted((EXAMPLE / "texts").glob("*.txt")):
        lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
        yield path.stem, [line for number, line in enumerate(lines) if (path.name, number) in kept]


def _is_right(line: Judged) -> bool:
    return line.is_taken == bool(line.planted.kind)


def _figures(lines: list[Judged]) -> dict[str, float]:
    counts = Counter((bool(line.planted.kind), line.is_taken) for line in lines)
    hits, lost, missed = counts[True, True], counts[False, True], counts[True, False]
    precision, recall = hits / max(1, hits + lost), hits / max(1, hits + missed)
    kept_as_heading = sum(not line.planted.kind and line.label == "heading" for line in lines)
    clean = max(1, lost + counts[False, False])
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "lost": round(lost / clean, 4),
        "headings": round(kept_as_heading / clean, 4),
        "lines": len(lines),
    }


def _by_kind(judged: Iterable[Judged]) -> dict[str, float]:
    right: dict[str, list[bool]] = defaultdict(list)
    for line in judged:
        if line.planted.kind:
            right[line.planted.kind + (" (held out)" if line.is_held_out else "")].append(_is_right(line))
    return {kind: round(sum(hits) / len(hits), 3) for kind, hits in sorted(right.items())}


def _by_reason(judged: Iterable[Judged]) -> dict[str, list[float]]:
    """Give for each label and reason the share of lines that deserved it, and their number."""
    right: dict[str, list[bool]] = defaultdict(list)
    for line in judged:
        reason = re.sub(r"\d+|“.*”", "…", line.reason)
        right[f"{line.label}: {reason}"].append(_is_right(line))
    return {reason: [round(sum(hits) / len(hits), 3), len(hits)] for reason, hits in sorted(right.items())}


def _grouped(judged: Iterable[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for line in judged:
        groups[line.genre].append(line)
    yield from sorted(groups.items())


def _show(figures: Mapping[str, Any], wrong: list[Judged], arguments: argparse.Namespace) -> None:
    for name in ("tuned", "held_out"):
        print(name, figures[name])
    print("worst kinds:", sorted(figures["kinds"].items(), key=lambda pair: pair[1])[:40])
    for genre, row in figures["genres"].items():
        print(f"{genre:16} f1 {row['f1']:.3f}  lost {row['lost']:.3f}  headings {row['headings']:.3f}")
    shown = [line for line in wrong if not line.is_held_out]
    for line in random.Random(arguments.seed).sample(shown, min(arguments.show, len(shown))):
        where = line.planted.kind or f"CLEAN {line.genre}"
        print(f"{where:24} -> {line.label[:7]:7} {line.reason[:34]:34} | {line.planted.text[:80]}")


if __name__ == "__main__":
    main()
