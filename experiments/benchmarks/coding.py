"""Measure line labels and instruments against hand codes.

    python experiments/benchmarks/coding.py --files DIR --truth FILE.json --codebook FILE.yaml

The truth file is a list with one record for each non-empty line of each coded file:
``{"file", "paragraph_index", "start", "label", "themes", "borderline"}``. Files of DIR without records are
read too (they are the corpus), but not scored. The last line printed is one JSON object:

``labels``   accuracy over the four labels, and of content against the rest, for each document and all
``themes``   for each theme and instrument: AUC, precision, recall, kappa on the lines that were coded as
             content; lines on which coders could differ (``borderline``) are left out of that theme
``counts``   how many of everything

A content line that the toolkit took for something else has no unit: it gets the lowest score, not present.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.corpus import CorpusSource, read_corpus
from toolkit.errors import ToolkitError
from toolkit.features import Features, build_features
from toolkit.models import FEWEST_UNITS, GuidedBertopic, ZeroShotBertopic
from toolkit.preprocess import TokenizedUnits, Tokenizer, prepare
from toolkit.themes import (
    BertopicReading,
    Codebook,
    Dictionary,
    Prototypes,
    SeededLdaReading,
    against_codes,
    read_codebook,
)

Record = Mapping[str, Any]


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--truth", type=Path, required=True, help="hand codes (JSON)")
    parser.add_argument("--codebook", type=Path, required=True, help="codebook (YAML)")
    arguments = parser.parse_args()
    try:
        truth = json.loads(arguments.truth.read_text("utf-8"))
        codebook = read_codebook(arguments.codebook)
        units = prepare(read_corpus(CorpusSource(path=arguments.files)), compounds=codebook.compounds)
    except ToolkitError as error:
        sys.exit(str(error))
    labels, counts = measure_labels(units, truth)
    themes, errors = measure_themes(units, codebook, truth)
    _show(labels, themes, errors)
    figures = {"labels": labels, "themes": themes, "errors": errors, "counts": counts}
    print(json.dumps(figures, ensure_ascii=False))


def measure_labels(units: TokenizedUnits, truth: Sequence[Record]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Compare line labels."""
    found = {(line.doc, line.number): line for line in units.lines}
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    misplaced = 0
    for record in truth:
        line = found.get((_doc(record), record["paragraph_index"]))
        label = line.label if line else "missing"
        misplaced += line is None or not line.raw.startswith(record["start"].strip()[:20])
        same = label == record["label"]
        hits[_doc(record)].append((same, (label == "content") == (record["label"] == "content")))
    labels = {doc: _accuracy(pairs) for doc, pairs in sorted(hits.items())}
    labels["all"] = _accuracy([pair for pairs in hits.values() for pair in pairs])
    counts = {
        "documents": len(hits),
        "lines": len(truth),
        "lines_misplaced": misplaced,
        "content_lines": sum(record["label"] == "content" for record in truth),
        "units_of_the_corpus": len(units),
    }
    return labels, counts


def measure_themes(
    units: TokenizedUnits, codebook: Codebook, truth: Sequence[Record]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Let every instrument read the corpus and compare its reading of the coded lines."""
    tokenizer = Tokenizer(compounds=codebook.compounds)
    seeds = [pair for pairs in codebook.seeds(tokenizer).values() for pair in pairs]
    features = build_features(units, None, tokenizer, seeds, codebook.equivalents(tokenizer))
    is_small = len(units) < FEWEST_UNITS
    small = "kmeans" if is_small else "refuse"
    zero_shot = BertopicReading(model=ZeroShotBertopic(small_corpus=small))
    guided = BertopicReading(name="bertopic-guided", model=GuidedBertopic(small_corpus=small))
    result: dict[str, Any] = {theme: {} for theme in codebook.theme_ids}
    errors: dict[str, str] = {}
    content = [record for record in truth if record["label"] == "content"]
    rows = _rows(features, content)
    for instrument in (Dictionary(), SeededLdaReading(), zero_shot, guided, Prototypes()):
        try:
            reading = instrument.score(features, codebook)
        except ToolkitError as error:
            errors[instrument.name] = str(error)
            continue
        for theme in codebook.theme_ids:
            score, present = reading.column(theme)
            kept = [i for i, record in enumerate(content) if theme not in record["borderline"]]
            coded = np.array([theme in content[i]["themes"] for i in kept])
            at = rows[kept]
            floor = float(score.min()) - 1.0
            figures = against_codes(
                np.where(at >= 0, score[at], floor), np.where(at >= 0, present[at], False), coded
            )
            result[theme][instrument.name] = {
                **{name: value if value is None else round(value, 4) for name, value in figures.items()},
                "lines": len(kept),
                "coded_positive": int(coded.sum()),
                "found_positive": int(present[at[at >= 0]].sum()),
                "borderline_left_out": len(content) - len(kept),
            }
    if is_small:
        errors["note"] = f"{len(units)} units: BERTopic clustered by k-means, not HDBSCAN"
    return result, errors


def _rows(features: Features, content: Sequence[Record]) -> np.ndarray:
    """Find the unit of each coded line; -1 where there is none."""
    unit_of = {
        (unit.doc, number): row
        for row, unit in enumerate(features.units.units)
        for number in range(unit.first_line, unit.last_line + 1)
    }
    return np.array([unit_of.get((_doc(record), record["paragraph_index"]), -1) for record in content])


def _doc(record: Record) -> str:
    return Path(record["file"]).with_suffix("").as_posix()


def _accuracy(pairs: Sequence[tuple[bool, bool]]) -> dict[str, Any]:
    four, content = np.mean(pairs, axis=0)
    return {"accuracy": round(float(four), 4), "content": round(float(content), 4), "lines": len(pairs)}


def _show(labels: Mapping[str, Any], themes: Mapping[str, Any], errors: Mapping[str, str]) -> None:
    everything = labels["all"]
    print(f"line labels: {everything['accuracy']:.3f} of {everything['lines']} lines right", end=", ")
    print(f"content against the rest {everything['content']:.3f}")
    for theme, readings in themes.items():
        for instrument, figures in readings.items():
            shown = "  ".join(
                f"{name} {'–' if figures[name] is None else format(figures[name], '.3f')}"
                for name in ("auc", "precision", "recall", "kappa")
            )
            counts = f"({figures['coded_positive']} of {figures['lines']} lines)"
            print(f"{theme:26} {instrument:15} {shown}  {counts}")
    for name, message in errors.items():
        print(f"{name}: {message}")


if __name__ == "__main__":
    main()
