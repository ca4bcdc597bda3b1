"""Measure line labels on pages written by strangers to the rules.

    python experiments/benchmarks/pages.py [--pages DIR …] [--show]

Each folder holds ``texts/`` and ``truth.json``: records with ``file``, ``paragraph_index``, ``label`` and,
where two coders could differ, ``alternatives``, which are right as well. Without ``--pages`` all folders
of ``experiments/corpora`` whose names begin with ``pages`` are measured.
The last line printed is one JSON object with, for each folder:

``accuracy``        share of lines with a right label, of four
``content``         share of lines for which it is right that they are, or are not, content
``boilerplate_f1``  harmonic mean of precision and recall for boilerplate
``content_lost``    share of content lines that were taken for boilerplate or meta
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.corpus import read_corpus
from toolkit.preprocess import Line, prepare_documents

CORPORA = Path(__file__).parent.parent / "corpora"
CLUTTER = ("boilerplate", "meta")


@dataclass(frozen=True)
class Judged:
    """One line with the label it got and those that are right."""

    line: Line
    label: str
    accepted: frozenset[str]

    @property
    def is_right(self) -> bool:
        """Whether the label is one of those that are right."""
        return self.line.label in self.accepted


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=Path, nargs="+", help="folders of labelled pages")
    parser.add_argument("--show", action="store_true", help="print every line with a wrong label")
    arguments = parser.parse_args()
    figures = {}
    for folder in arguments.pages or sorted(CORPORA.glob("pages*")):
        judged = judge(folder)
        figures[folder.name] = measure(judged)
        shown = "  ".join(f"{name} {value}" for name, value in figures[folder.name].items())
        print(f"{folder.name:16} {shown}")
        for each in judged if arguments.show else ():
            if not each.is_right:
                line = each.line
                print(
                    f"  {line.doc} {line.number} {each.label} -> {line.label} ({line.reason}) {line.raw[:80]}"
                )
    print(json.dumps(figures))


def judge(folder: Path) -> list[Judged]:
    """Label the pages of a folder and pair the lines with the truth."""
    corpus = read_corpus(folder / "texts")
    lines = {
        (line.doc, line.number): line
        for made in prepare_documents(lambda: corpus.documents)
        for line in made.lines
    }
    judged = []
    for record in json.loads((folder / "truth.json").read_text("utf-8")):
        line = lines[Path(record["file"]).stem, record["paragraph_index"]]
        accepted = frozenset({record["label"], *record.get("alternatives", ())})
        judged.append(Judged(line, record["label"], accepted))
    return judged


def measure(judged: Sequence[Judged]) -> dict[str, float]:
    """Compare labels with those of the coder."""
    said = [each for each in judged if each.line.label == "boilerplate"]
    hits = sum(each.is_right for each in said)
    missed = sum(each.label == "boilerplate" and not each.is_right for each in judged)
    content = [each for each in judged if each.label == "content"]
    lost = sum(each.line.label in CLUTTER and not each.is_right for each in content)
    alike = sum(
        any((each.line.label == "content") == (label == "content") for label in each.accepted)
        for each in judged
    )
    return {
        "lines": len(judged),
        "accuracy": round(sum(each.is_right for each in judged) / len(judged), 4),
        "content": round(alike / len(judged), 4),
        "boilerplate_f1": round(2 * hits / max(1, hits + len(said) + missed), 4),
        "content_lost": round(lost / max(1, len(content)), 4),
    }


if __name__ == "__main__":
    main()
