"""The whole pipeline on one page: files in, tables, figures and a report out."""

from __future__ import annotations

import json
import platform
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import toolkit
from toolkit import reports, themes
from toolkit.corpus import read_corpus
from toolkit.errors import InvalidInput, Problem
from toolkit.files import digest, try_folder, write_atomically
from toolkit.preprocess import Tokenizer, prepare
from toolkit.progress import shown, stage
from toolkit.runs import files
from toolkit.runs.answers import Evidence, answers
from toolkit.runs.cache import Cache
from toolkit.runs.checks import preflight
from toolkit.runs.config import Experiment, load_experiment, preparation_for, with_files
from toolkit.runs.identity import ROOMS, code_digest, fingerprint, versions
from toolkit.runs.locking import read_lock_of, with_lock
from toolkit.runs.run import Run
from toolkit.runs.stages import fit_models, make_features, read_from_other_seeds, read_instruments
from toolkit.themes import halves_of, read_codebook


def run(
    path: Path | str,
    results: Path | str = "results",
    cache: Path | str | None = ".cache",
    workers: int = 1,
) -> Run:
    """Run an experiment and leave its results in ``results/<name>-<run id>``.

    Parameters
    ----------
    path
        The experiment file.
    results
        Folder for results.
    cache
        Folder for finished stages, from which an interrupted run resumes; None keeps nothing.
    workers
        Processes to prepare the texts in; results do not depend on it.

    Raises
    ------
    InvalidInput
        With every problem of the experiment, the codebook and the corpus, or where results cannot be written.
    """
    started = time.time()
    path, results = Path(path), Path(results)
    experiment = load_experiment(path)
    _try_folder(results)
    entry: dict[str, Any] = {
        "experiment": experiment.name,
        "config": digest(experiment.model_dump(mode="json", by_alias=True))[:8],
        "started": datetime.fromtimestamp(started, UTC).isoformat(timespec="seconds"),
    }
    try:
        with shown():
            store = Cache(Path(cache) if cache else None)
            finished = _run(path, experiment, results, store, entry, workers)
    except BaseException as error:
        entry |= {"status": f"failed: {type(error).__name__}", "seconds": round(time.time() - started, 1)}
        with suppress(OSError):  # what went wrong first is told
            files.add_to_index(results / "index.csv", entry)
        raise
    entry |= {"status": "complete", "seconds": round(time.time() - started, 1)}
    files.add_to_index(results / "index.csv", entry)
    return finished


def _try_folder(results: Path) -> None:
    """Make the folder for results and write into it, before hours of work hang on it."""
    try:
        try_folder(results)
        files.read_index(results / "index.csv")
    except (OSError, ValueError) as error:
        place = getattr(error, "filename", None) or results
        reason = f"results cannot be written here ({getattr(error, 'strerror', None) or error})"
        remedy = "name a folder that you may write to: `--results FOLDER`, or `run(…, results=FOLDER)`"
        raise InvalidInput([Problem(str(place), reason, remedy)]) from None


def _run(
    path: Path, experiment: Experiment, results: Path, cache: Cache, entry: dict[str, Any], workers: int
) -> Run:
    clock = _Clock()
    base = path.parent
    with clock.time("read"):
        experiment = with_files(experiment, base)
        codebook = read_codebook(base / experiment.codebook)
        corpus = read_corpus(experiment.corpus, base)
        lock = read_lock_of(experiment, base)
        experiment = with_lock(experiment, lock)
    name = fingerprint(experiment, base, corpus, codebook)
    first_fit = files.first_fit(results / "index.csv", experiment.name, corpus.digest[:8])
    entry |= {"run": name, "corpus": corpus.digest[:8]}
    with clock.time("prepare"):
        units = prepare(corpus, preparation_for(experiment, codebook), codebook.compounds, workers)
        tokenizer = Tokenizer(experiment.prepare.tokens, codebook.compounds, units.collocations)
    problems = preflight(path, experiment, codebook, units, tokenizer)
    if problems:
        raise InvalidInput(problems)
    with clock.time("features"):
        features = make_features(experiment, codebook, units, tokenizer, base, cache)
    with clock.time("models"):
        solutions = fit_models(experiment, features, base, cache)
    with clock.time("instruments"):
        halves = halves_of(units, experiment.split)
        codes = experiment.gold.read(units, codebook, base, halves) if experiment.gold else None
        given = (experiment, features, codebook, codes)
        scores = read_instruments(*given, base, cache)
        runs = read_from_other_seeds(*given, scores, base, cache)
    solutions += [reading.solution for reading in scores if reading.solution]
    stamp = reports.Stamp(
        signature=f"{experiment.name} · run {name} · toolkit {toolkit.__version__}",
        documents=len(units.documents),
        units=len(units),
        unit=experiment.prepare.units.kind,
        codebook=f"{codebook.id} {codebook.version} ({codebook.digest[:8]})",
        corpus=corpus.digest[:8],
        copies=units.copies,
        notice=corpus.notice,
    )
    with clock.time("tables"), stage("tables and figures"):
        beads = themes.align_pairs(features)
        evidence = Evidence(
            experiment,
            codebook,
            features,
            tuple(solutions),
            tuple(scores),
            tuple(beads),
            stamp,
            themes.standing(experiment.split, codebook, lock, first_fit, units),
            codes,
            {name: tuple(readings) for name, readings in runs.items()},
        )
        tables, figures, account = answers(evidence)
    folder = results / f"{experiment.name}-{name}"
    partial = results / f".{experiment.name}-{name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    with clock.time("write"), stage("write"):
        files.write_data(partial / "data", features, solutions, scores, beads, codes, experiment.share_text)
        files.write_tables(partial / "tables", tables)
        drawn = files.write_figures(partial / "figures", figures)
        settings = experiment.model_dump(mode="json", by_alias=True)
        methods = reports.methods_text(account, settings, versions())
        write_atomically(partial / "methods.md", methods)
        page = reports.report_page(
            experiment.title or experiment.name,
            experiment.question,
            corpus.notice,
            tables,
            drawn,
            methods,
            stamp.signature,
        )
        write_atomically(partial / "report.html", page)
        files.write_settings(partial / "config.yaml", settings)
    manifest = _manifest(evidence, name, clock, files.digests(partial), path)
    write_atomically(partial / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    live = {table.name: table for table in tables}
    return Run(folder, manifest, live, features, codebook, tuple(solutions), tuple(scores))


def _manifest(
    evidence: Evidence, name: str, clock: _Clock, outputs: dict[str, str], path: Path
) -> dict[str, Any]:
    experiment, stamp = evidence.experiment, evidence.stamp
    return {
        "run": name,
        "experiment": experiment.name,
        "file": path.name,
        "signature": stamp.signature,
        "notice": stamp.notice,
        "toolkit": toolkit.__version__,
        "documents": stamp.documents,
        "units": stamp.units,
        "corpus": stamp.corpus,
        "codebook": evidence.codebook.digest,
        "codes": None if evidence.codes is None else evidence.codes.digest,
        "standing": {"kind": evidence.standing.kind, "reason": evidence.standing.reason},
        "code": code_digest(*ROOMS),
        "seeds": _seeds(experiment),
        "notes": list(evidence.features.notes),
        "versions": versions(),
        "python": platform.python_version(),
        "host": {"system": platform.platform(), "machine": platform.machine()},
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": clock.seconds,
        "files": outputs,
    }


def _seeds(experiment: Experiment) -> dict[str, int]:
    fitted = [*experiment.models, *(r.model for r in experiment.instruments if hasattr(r, "model"))]
    return {model.name: model.seed for model in fitted}


@dataclass
class _Clock:
    """Seconds spent in each stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, name: str) -> Iterator[None]:
        """Time one stage."""
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 2)
