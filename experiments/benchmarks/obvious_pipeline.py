"""The obvious pipeline, to measure against: jieba or spaCy, then scikit-learn's CountVectorizer.

    python experiments/benchmarks/obvious_pipeline.py FOLDER

Needs jieba, spacy and scikit-learn. The language is read off the file's name, which saves this pipeline the
detection. The last line printed is one JSON object.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jieba
import spacy
from sklearn.feature_extraction.text import CountVectorizer


def main() -> None:
    """Read, tokenise, count."""
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    english = spacy.blank("en").tokenizer
    started = time.perf_counter()

    def documents() -> Iterator[tuple[str, str]]:
        for path in sorted(Path(sys.argv[1]).iterdir()):
            yield path.name[:2], path.read_text("utf-8")

    def tokens(document: tuple[str, str]) -> list[str]:
        language, text = document
        if language == "zh":
            return [word for word in jieba.lcut(text) if len(word) > 1]
        return [token.lower_ for token in english(text) if token.is_alpha and len(token) > 1]

    counts = CountVectorizer(analyzer=tokens, min_df=2).fit_transform(documents())
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {
        "seconds": round(seconds, 1),
        "peak_gib": round(peak / 2**20, 2),
        "terms": counts.shape[1],
        "tokens": int(counts.sum()),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
