"""Measure the speed of the preparation against the obvious pipeline, on the same texts in the same run.

    python experiments/benchmarks/speed.py --files DIR [DIR …] [--megabytes 100] [--workers 2]
                                           [--rival PYTHON] [--same]

The texts of all folders are cut into paragraphs, sorted into Chinese and English, and put together again,
in an order drawn with a fixed seed, to documents of about 30 kB, half of the bytes in each language. Then
two pipelines read the same files:

``ours``     reading, repair, line labels, languages, units, tokens and counts (`count_corpus`)
``obvious``  reading, ``jieba.lcut`` or spaCy's English tokenizer, scikit-learn's ``CountVectorizer``, on
             one core (--rival names a Python that has these; without it only ours is measured)

The last line printed is one JSON object: seconds, MB/s, peak memory of all processes together, terms,
whether one worker gives the same counts as several (--same), and ``ratio``: the throughput of ours over
that of the obvious one.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import psutil

from toolkit.corpus import CorpusSource, read_corpus, read_documents
from toolkit.features import CorpusCounts, count_corpus
from toolkit.preprocess import detect_language

DOCUMENT = 30_000
"""Bytes of a document."""


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=Path, nargs="+", required=True, help="folders of texts")
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rival", help="a Python with jieba, spacy and scikit-learn")
    parser.add_argument("--same", action="store_true", help="also count on one worker and compare")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = write_texts(arguments.files, Path(folder), int(arguments.megabytes * 1e6))
        figures = {"megabytes": round(size / 1e6, 1), "ours": measure(Path(folder), size, arguments.workers)}
        if arguments.same:
            alone = count_corpus(lambda: read_documents(CorpusSource(path=Path(folder))))
            figures["ours"]["same_on_one_worker"] = digest_of(alone) == figures["ours"]["digest"]
        if arguments.rival:
            script = Path(__file__).parent / "obvious_pipeline.py"
            done = subprocess.run(
                [arguments.rival, script, folder], capture_output=True, text=True, check=True
            )
            figures["obvious"] = json.loads(done.stdout.splitlines()[-1])
            figures["obvious"]["mb_per_second"] = round(size / 1e6 / figures["obvious"]["seconds"], 2)
            figures["ratio"] = round(figures["obvious"]["seconds"] / figures["ours"]["seconds"], 2)
    print(json.dumps(figures))


def measure(folder: Path, size: int, workers: int) -> dict:
    """Count a folder, and say how long that took and how much memory."""
    memory: list[int] = []
    is_done = threading.Event()
    watch = threading.Thread(target=_watch_memory, args=(memory, is_done))
    watch.start()
    started = time.perf_counter()
    counted = count_corpus(lambda: read_documents(CorpusSource(path=folder)), workers=workers)
    seconds = time.perf_counter() - started
    is_done.set()
    watch.join()
    return {
        "seconds": round(seconds, 1),
        "mb_per_second": round(size / 1e6 / seconds, 2),
        "workers": workers,
        "peak_gib": round(max(memory) / 2**30, 2),
        "documents": len(counted.documents),
        "units": counted.counts.shape[0],
        "terms": len(counted.terms),
        "tokens": int(counted.counts.sum()),
        "labels": dict(counted.labels),
        "digest": digest_of(counted),
    }


def _watch_memory(memory: list[int], is_done: threading.Event) -> None:
    """Note again and again what all processes together hold; what they share counts once."""
    while not memory or not is_done.wait(1):
        total = 0
        for process in (own := psutil.Process(), *own.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
        memory.append(total)


def digest_of(counted: CorpusCounts) -> str:
    """Hash terms and counts."""
    counts = counted.counts
    state = hashlib.sha256("\n".join(counted.terms.words).encode())
    for part in (counts.indptr, counts.indices, counts.data):
        state.update(np.asarray(part, dtype=np.int64).tobytes())
    return state.hexdigest()[:16]


def write_texts(folders: list[Path], target: Path, size: int) -> int:
    """Write documents of both languages until they have a size; give the size in bytes."""
    paragraphs: dict[str, list[str]] = {"zh": [], "en": []}
    for folder in folders:
        for document in read_corpus(folder):
            for line in document.text.split("\n"):
                guess = detect_language(line) if line.strip() else None
                if guess and guess.code in paragraphs:
                    paragraphs[guess.code].append(line.strip())
    random = np.random.default_rng(0)
    written = 0
    for language, own in paragraphs.items():
        if not own:
            sys.exit(f"No paragraph in '{language}' was found: name folders that hold some.")
        done = 0
        while done < size / 2:
            lines, length = [], 0
            while length < DOCUMENT:
                line = own[random.integers(len(own))]
                lines.append(line)
                length += len(line.encode()) + 1
            (target / f"{language}-{done:012}.txt").write_text("\n".join(lines), "utf-8")
            done += length
        written += done
    return written


if __name__ == "__main__":
    main()
