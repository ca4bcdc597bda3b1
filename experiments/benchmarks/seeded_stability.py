"""Measure how far the themes' shares of seeded LDA hang on the random seed, and on which documents are there.

    python experiments/benchmarks/seeded_stability.py [--files DIR] [--news FILE.tsv] [--most 3000]
                                                      [--out FILE.csv]

Corpora: the example experiment; with --files, a folder of texts read with the example's codebook; with
--news, lines of text, part and label separated by tabs (OCTIS), of which 600 are drawn and the labels are
the themes, each with eight seed words written here. Systems: seeded LDA as it is set by default; the same
from one start; and plain gensim, where seeds are a prior (`eta`) and the start is gensim's own noise.

A system's seed decides only what it draws. Ours draws where the free topics start, and so is nearly the
same from any seed by construction: the honest figure is that of documents, a tenth of which is left out anew
in each of ten runs. Figures are for each theme, over every two runs: correlation of the theme's shares over
the units that both runs have, and kappa of the presences (share of 0.2 or more).
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from toolkit.corpus import CorpusSource, read_corpus
from toolkit.features import Terms, build_features
from toolkit.models import SeededLda
from toolkit.preprocess import Tokenizer, prepare
from toolkit.themes import SeededLdaReading, against_codes, kappa, read_codebook

EXPERIMENTS = Path(__file__).parent.parent
NEWS_SEEDS = {
    "business": ("bank", "profit", "economy", "market", "investor", "oil", "growth", "firm"),
    "politics": ("labour", "election", "minister", "party", "tory", "parliament", "vote", "blair"),
    "sport": ("match", "cup", "champion", "coach", "league", "goal", "injury", "olympic"),
    "tech": ("software", "computer", "internet", "phone", "broadband", "user", "microsoft", "digital"),
    "entertainment": ("film", "actor", "album", "oscar", "band", "movie", "singer", "star"),
}
THRESHOLD = SeededLdaReading().threshold
Seeds = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Counted:
    """What seeded LDA looks at, and what is known of the units besides."""

    name: str
    counts: sparse.csr_array
    terms: Terms
    documents: np.ndarray
    seeds: Seeds
    truth: np.ndarray | None = None
    """(units, themes) whether a unit carries a theme."""

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """Numbers of the units."""
        return tuple(str(row) for row in range(self.counts.shape[0]))

    def translated_counts(self) -> sparse.csr_array:
        """Give the counts, which are translated already."""
        return self.counts

    def only(self, rows: np.ndarray) -> Counted:
        """Give some of the units."""
        return Counted(self.name, self.counts[rows], self.terms, self.documents[rows], self.seeds)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=Path, nargs="*", default=[], help="folders of texts")
    parser.add_argument("--news", type=Path, help="labelled texts, tab-separated")
    parser.add_argument("--most", type=int, default=3000, help="units at most, drawn")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--drops", type=int, default=10)
    parser.add_argument("--out", type=Path, help="where the table is written; else it is printed")
    arguments = parser.parse_args()
    corpora = [texts(EXPERIMENTS / "corpora/technology-trade/texts", "example", arguments.most)]
    corpora += [texts(folder, folder.name, arguments.most) for folder in arguments.files]
    corpora += [news(arguments.news)] if arguments.news else []
    rows = [row for corpus in corpora for row in measure(corpus, arguments.seeds, arguments.drops)]
    with arguments.out.open("w", encoding="utf-8", newline="") if arguments.out else sys.stdout as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def texts(folder: Path, name: str, most: int) -> Counted:
    """Read a folder with the example's codebook; draw units where there are too many."""
    codebook = read_codebook(EXPERIMENTS / "codebooks/technology-policy.yaml")
    tokenizer = Tokenizer(compounds=codebook.compounds)
    seeds = codebook.seeds(tokenizer)
    units = prepare(read_corpus(CorpusSource(path=folder)), compounds=codebook.compounds)
    keep = [pair for pairs in seeds.values() for pair in pairs]
    features = build_features(units, None, tokenizer, keep, codebook.equivalents(tokenizer))
    whole = Counted(name, features.translated_counts(), features.terms, features.documents, seeds)
    if len(units) <= most:
        return whole
    return whole.only(np.sort(np.random.default_rng(0).choice(len(units), most, replace=False)))


def news(path: Path, most: int = 600) -> Counted:
    """Draw labelled texts; the words are taken as they stand."""
    from sklearn.feature_extraction.text import CountVectorizer

    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    drawn = np.sort(np.random.default_rng(0).choice(len(lines), min(most, len(lines)), replace=False))
    counter = CountVectorizer(analyzer=str.split, min_df=3)
    counts = sparse.csr_array(counter.fit_transform([lines[row][0] for row in drawn]), dtype=np.float64)
    words = tuple(counter.get_feature_names_out().tolist())
    labels = np.array([lines[row][2] for row in drawn])
    return Counted(
        "news",
        counts,
        Terms(words, ("en",) * len(words)),
        np.arange(len(drawn)),
        {theme: [("en", word) for word in own] for theme, own in NEWS_SEEDS.items()},
        np.stack([labels == theme for theme in NEWS_SEEDS], axis=1),
    )


Fit = Callable[[Counted, int], np.ndarray]
"""Give the (units, themes) shares from a seed."""


def ours(corpus: Counted, seed: int, **choices: Any) -> np.ndarray:
    """Fit seeded LDA of the toolkit."""
    return SeededLda(seed=seed, **choices).fit(corpus, corpus.seeds).topic_shares[:, : len(corpus.seeds)]


def plain_gensim(corpus: Counted, seed: int) -> np.ndarray:
    """Fit gensim's LDA with the same prior of seeds, from gensim's own random start."""
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaModel

    settings, themes = SeededLda(), len(corpus.seeds)
    topics = themes + settings.residual_topics
    totals = np.asarray(corpus.counts.sum(axis=0)).ravel()
    prior = np.full((topics, len(totals)), settings.eta)
    for theme, pairs in enumerate(corpus.seeds.values()):
        columns = [corpus.terms.index[pair] for pair in pairs if pair in corpus.terms.index]
        prior[theme, columns] += settings.weight * totals[columns]
    bags = Sparse2Corpus(sparse.csc_matrix(corpus.counts), documents_columns=False)
    model = LdaModel(
        bags,
        id2word={column: str(column) for column in range(len(totals))},
        num_topics=topics,
        alpha=[settings.alpha] * topics,
        eta=prior,
        passes=20,
        chunksize=corpus.counts.shape[0],
        update_every=0,
        random_state=seed,
        dtype=np.float64,
    )
    gamma, _ = model.inference(list(bags))
    return (gamma / gamma.sum(axis=1, keepdims=True))[:, :themes]


SYSTEMS: Mapping[str, Fit] = {
    "toolkit": ours,
    "toolkit from one start": partial(ours, starts=1),
    "gensim with eta": plain_gensim,
}


def measure(corpus: Counted, seeds: int, drops: int) -> Iterator[dict[str, Any]]:
    """Run every system from several seeds, and without a tenth of the documents."""
    everything = np.arange(corpus.counts.shape[0])
    kept = [_without_a_tenth(corpus.documents, draw) for draw in range(drops)]
    ours(corpus, 0, starts=1, max_passes=1)  # libraries are loaded and functions compiled before the clock
    for system, fit in SYSTEMS.items():
        started = time.process_time()
        runs = [(everything, fit(corpus, seed)) for seed in range(seeds)]
        seconds = (time.process_time() - started) / seeds
        dropped = [(rows, fit(corpus.only(rows), 0)) for rows in kept]
        for varied, found in (("seed", runs), ("documents", dropped)):
            for number, theme in enumerate(corpus.seeds):
                alike = [_alike(one, other, number) for one, other in combinations(found, 2)]
                row = _row(corpus, system, varied, theme, len(found), np.array(alike))
                auc = _auc(corpus, runs, number) if varied == "seed" else ""
                yield {**row, "auc": auc, "seconds_a_fit": round(seconds, 2) if varied == "seed" else ""}
        print(corpus.name, system, "done", file=sys.stderr)


def _without_a_tenth(documents: np.ndarray, draw: int) -> np.ndarray:
    names = np.unique(documents)
    gone = np.random.default_rng(draw).choice(names, max(1, len(names) // 10), replace=False)
    return np.flatnonzero(~np.isin(documents, gone))


def _alike(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray], theme: int
) -> tuple[float, float]:
    """Correlate a theme's shares in two runs over the units that both have; kappa of the presences."""
    _, first, second = np.intersect1d(one[0], other[0], return_indices=True)
    a, b = one[1][first, theme], other[1][second, theme]
    return float(np.corrcoef(a, b)[0, 1]), kappa(a >= THRESHOLD, b >= THRESHOLD)


def _row(
    corpus: Counted, system: str, varied: str, theme: str, runs: int, alike: np.ndarray
) -> dict[str, Any]:
    return {
        "corpus": corpus.name,
        "documents": len(np.unique(corpus.documents)),
        "units": corpus.counts.shape[0],
        "system": system,
        "varied": varied,
        "runs": runs,
        "theme": theme,
        "correlation": round(float(alike[:, 0].mean()), 4),
        "least_correlation": round(float(alike[:, 0].min()), 4),
        "kappa": round(float(np.nanmean(alike[:, 1])), 4),
        "least_kappa": round(float(np.nanmin(alike[:, 1])), 4),
    }


def _auc(corpus: Counted, runs: Sequence[tuple[np.ndarray, np.ndarray]], theme: int) -> float | str:
    """Give the mean area under the curve over runs, where the truth is known."""
    if corpus.truth is None:
        return ""
    coded = corpus.truth[:, theme]
    found = [
        against_codes(shares[:, theme], shares[:, theme] >= THRESHOLD, coded)["auc"] for _, shares in runs
    ]
    return round(float(np.mean([value for value in found if value is not None])), 4)


if __name__ == "__main__":
    main()
