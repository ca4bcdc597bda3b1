"""Measure joint topics over two languages on labelled news texts that no one here wrote.

    python experiments/benchmarks/crosslingual.py --data DIR --reference PREFIX --topics 50 --seed 0 --out DIR
                                                  [--dictionary FILE.tsv]

DIR holds ``train_texts_<lang>.txt``, ``test_texts_<lang>.txt`` and the same with ``labels`` (tokens parted by
blanks, a text a line), and ``vocab_<lang>`` where the vocabulary is given. The two languages are read off the
names (``cn`` is Chinese). PREFIX names a parallel corpus tokenised alike, ``PREFIX.<lang>``, for the
coherence of topics. Without a dictionary of two columns CC-CEDICT is used (Chinese and English).

The toolkit's own features, joint LDA and joint BERTopic (k-means groups) run on the training texts with their
default settings; the test texts are placed in the fitted solutions one by one, neither they nor any label
take part in a fit. For each of the two models ``top_<lang>.txt`` and ``theta.npz`` are left in the output
folder. The last line printed is one JSON object with every figure.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from toolkit import evaluation
from toolkit.features import (
    Bridge,
    FeatureRules,
    Features,
    Lexicon,
    TermRules,
    build_features,
)
from toolkit.models import Bertopic, Lda, TopicSolution
from toolkit.preprocess import TokenizedUnits, Unit

CODES = {"cn": "zh"}
"""Names of files that are no codes of languages."""

TOP = 15
"""Words of a topic that are judged."""


@dataclass(frozen=True)
class Side:
    """The texts of one language."""

    name: str
    """As in the names of the files."""

    train: list[list[str]]
    test: list[list[str]]
    train_labels: np.ndarray
    test_labels: np.ndarray

    @property
    def code(self) -> str:
        """The language's code."""
        return CODES.get(self.name, self.name)


def main() -> None:
    """Read the arguments, fit, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reference", required=True, help="prefix of the parallel corpus")
    parser.add_argument("--topics", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, help="word pairs, two columns")
    arguments = parser.parse_args()
    with threadpool_limits(1):  # one core, as the rivals' figures were measured
        measure(arguments)


def measure(arguments: argparse.Namespace) -> None:
    """Fit and measure both models."""
    clock = Clock()
    sides = read_sides(arguments.data)
    features = clock("bridge", lambda: features_of(sides, arguments.dictionary, arguments.out))
    lda = clock(
        "lda",
        lambda: Lda(topics=arguments.topics, languages="joint", seed=arguments.seed).fit_joint(features),
    )
    settings = Bertopic(groups="kmeans", topics=arguments.topics, seed=arguments.seed)
    clusters = clock("bertopic", lambda: settings.fit_joint(features))
    placed = {side.name: test_counts(side, features) for side in sides}
    rows = {}
    for model, fitted in (("lda", lda), ("bertopic", clusters)):
        folder = arguments.out / model
        folder.mkdir(parents=True, exist_ok=True)
        tops = write_tops(folder, fitted.solution, sides)
        shares = clock(
            f"{model}: test texts", lambda f=fitted: test_shares(f.sharing, placed, sides, features)
        )
        theta = write_theta(folder, fitted.solution, shares, sides, features)
        rows[model] = figures(tops, theta, arguments.reference, sides)
        print(model, json.dumps(rows[model]), file=sys.stderr)
    coverage = {code: round(share, 3) for code, share in features.bridge.coverage.items()}
    facts = {
        "data": arguments.data.name,
        "topics": arguments.topics,
        "seed": arguments.seed,
        "units": {side.name: len(side.train) for side in sides},
        "linked words": coverage,
        "seconds": clock.seconds,
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "rows": rows,
    }
    print(json.dumps(facts))


class Clock:
    """Takes the seconds of each part."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, part: str, work: Callable[[], Any]) -> Any:
        """Do a part of the work."""
        started = time.perf_counter()
        result = work()
        self.seconds[part] = round(time.perf_counter() - started, 1)
        return result


def read_sides(folder: Path) -> list[Side]:
    """Read both languages; words outside a given vocabulary are left out."""
    names = sorted(path.stem.removeprefix("train_texts_") for path in folder.glob("train_texts_*.txt"))
    if len(names) != 2:
        sys.exit(f"{folder} holds train_texts_<lang>.txt for {len(names)} languages, not two: {names}")
    return [read_side(folder, name) for name in sorted(names, key=lambda name: (name != "en", name))]


def read_side(folder: Path, name: str) -> Side:
    """Read one language."""
    vocabulary = folder / f"vocab_{name}"
    known = set(vocabulary.read_text("utf-8").split()) if vocabulary.is_file() else None

    def texts(part: str) -> list[list[str]]:
        lines = (folder / f"{part}_texts_{name}.txt").read_text("utf-8").splitlines()
        return [[word for word in line.split() if known is None or word in known] for line in lines]

    def labels(part: str) -> np.ndarray:
        return np.loadtxt(folder / f"{part}_labels_{name}.txt", dtype=np.int64)

    return Side(name, texts("train"), texts("test"), labels("train"), labels("test"))


def features_of(sides: Sequence[Side], dictionary: Path | None, out: Path) -> Features:
    """Count and bridge the training texts: they are tokenised already, so no preparation is run."""
    units, tokens, metadata = [], [], {}
    for side in sides:
        for number, words in enumerate(side.train):
            doc = f"{side.name}-{number:06}"
            units.append(Unit(f"{doc}#0", doc, side.code, 0, 0, ""))
            tokens.append(tuple(words))
            metadata[doc] = {"language": side.code}
    lexicon = Lexicon()
    if dictionary:
        lexicon = Lexicon(cedict=False, tables=(oriented(dictionary, sides, out),))
    rules = FeatureRules(
        terms=TermRules(min_units=3, max_share=1.0, max_terms=8000), lexicon=lexicon, vectors=Bridge()
    )
    return build_features(TokenizedUnits(tuple(units), tuple(tokens), (), (), metadata), rules)


def oriented(dictionary: Path, sides: Sequence[Side], out: Path) -> Path:
    """Head a dictionary of two columns by its languages: the order in which more of its words are known."""
    rows = [
        line.split("\t") if "\t" in line else line.split(None, 1)
        for line in dictionary.open(encoding="utf-8")
    ]
    pairs = [(row[0].strip(), row[1].strip()) for row in rows if len(row) > 1]
    known = [{word for words in side.train for word in words} for side in sides]
    straight, turned = (
        sum(one in known[first] and other in known[1 - first] for one, other in pairs) for first in (0, 1)
    )
    codes = [side.code for side in (sides if straight >= turned else sides[::-1])]
    out.mkdir(parents=True, exist_ok=True)
    path = (out / "dictionary.tsv").resolve()
    path.write_text("".join("\t".join(row) + "\n" for row in [codes, *pairs]), "utf-8")
    return path


def test_counts(side: Side, features: Features) -> sparse.csr_array:
    """Count the test texts in the terms of the training texts."""
    index, code = features.terms.index, side.code
    columns = [[index[code, word] for word in words if (code, word) in index] for words in side.test]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in columns])])
    flat = np.array([column for row in columns for column in row], dtype=np.int64)
    shape = (len(columns), len(features.terms))
    counts = sparse.csr_array((np.ones(len(flat)), flat, starts), shape=shape)
    counts.sum_duplicates()
    return counts


def test_shares(
    sharing: object, placed: Mapping[str, sparse.csr_array], sides: Sequence[Side], features: Features
) -> dict[str, np.ndarray]:
    """Place the test texts of each language in a fitted solution."""
    found = {}
    for side in sides:
        counts = placed[side.name]
        broad, languages = features.bridge.broad_vectors(counts), np.full(counts.shape[0], side.code)
        found[side.name] = sharing.shares(counts, broad, languages)
    return found


def write_tops(folder: Path, solution: TopicSolution, sides: Sequence[Side]) -> list[list[list[str]]]:
    """Write and give the best words of each topic in each language."""
    tops = []
    for side in sides:
        words = [
            [word for word, _ in solution.top_terms(topic, side.code, TOP)]
            for topic in range(solution.topics)
        ]
        (folder / f"top_{side.name}.txt").write_text("".join(f"{' '.join(row)}\n" for row in words), "utf-8")
        tops.append(words)
    return tops


def write_theta(
    folder: Path,
    solution: TopicSolution,
    shares: Mapping[str, np.ndarray],
    sides: Sequence[Side],
    features: Features,
) -> dict[str, np.ndarray]:
    """Write and give the topic shares of training and test texts, with their labels."""
    theta: dict[str, np.ndarray] = {}
    for number, side in enumerate(sides, start=1):
        theta[f"train{number}"] = solution.topic_shares[features.languages == side.code]
        theta[f"test{number}"] = shares[side.name]
        theta[f"ytrain{number}"], theta[f"ytest{number}"] = side.train_labels, side.test_labels
    np.savez_compressed(folder / "theta.npz", **theta)
    return theta


def figures(
    tops: Sequence[Sequence[Sequence[str]]],
    theta: Mapping[str, np.ndarray],
    reference: str,
    sides: Sequence[Side],
) -> dict[str, float]:
    """Judge topics by their words, and shares by how well they tell the labels."""
    parallel = evaluation.ParallelReference.of(
        Path(reference).name, *(reference_texts(reference, side) for side in sides)
    )
    coherence = evaluation.cnpmi(*tops, parallel)
    names = [side.name for side in sides]
    shares = {
        name: evaluation.LabelledShares(
            *(theta[f"{part}{number}"] for part in ("train", "ytrain", "test", "ytest"))
        )
        for number, name in enumerate(names, start=1)
    }
    accuracy = evaluation.classification(shares)
    one, other = names
    found = {
        "tu": evaluation.diversity(dict(zip(names, tops, strict=True))).joint_tu,
        "cnpmi": coherence.value,
        "excess": coherence.excess,
        "top1": coherence.top1,
        f"intra {one}": accuracy.intra[one],
        f"intra {other}": accuracy.intra[other],
        f"{one} to {other}": accuracy.cross[one, other],
        f"{other} to {one}": accuracy.cross[other, one],
    }
    return {name: round(value, 4) for name, value in found.items()}


def reference_texts(prefix: str, side: Side) -> list[str]:
    """Read one side of the parallel corpus."""
    paths = [Path(f"{prefix}.{name}") for name in (side.name, side.code)]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        sys.exit(f"There is no {paths[0]} or {paths[1]}: name a parallel corpus by --reference")
    return path.read_text("utf-8").splitlines()


if __name__ == "__main__":
    main()
