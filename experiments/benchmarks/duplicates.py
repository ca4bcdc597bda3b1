"""Measure the search for duplicates: what it finds, how fast, in how much memory.

    python experiments/benchmarks/duplicates.py [--files DIR] [--paragraphs 100000] [--rivals 10000]

Paragraphs are put together at random (seeded) from the clauses of the files, and copies are planted: exact
ones (other case, spaces, punctuation, traditional characters) and edited ones (words left out, replaced,
sentences swapped, figures changed). Whether a copy is to be found is settled by a second, plain
implementation of the similarity, in this file. The last line printed is one JSON object:

``recall``     share of the planted copies that stand with their source (or what is nearer), by similarity
``refuted``    share of planted changes of a figure that were rightly kept apart
``precision``  share of the members of groups whose similarity to their first reaches the threshold
``seconds``, ``peak_mib``   of the search; the peak is the process's, with the texts and the libraries
``rivals``     MinHash and LSH of datasketch and rensa on the first paragraphs, where they are installed:
               seconds with the shingles given, and share of our pairs among their candidates, unchecked
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from toolkit.preprocess.duplicates.groups import DuplicateRules, Duplicates, find_duplicates
from toolkit.preprocess.units.cutting import Unit

EXAMPLE = Path(__file__).parent.parent / "corpora/technology-trade/texts"

PERMUTATIONS = 128


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=Path, nargs="+", default=[EXAMPLE], help="folders of .txt files")
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--rivals", type=int, default=10_000, help="paragraphs given to the other libraries")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    planted = plant(read_clauses(arguments.files), arguments.paragraphs, random.Random(arguments.seed))
    units = [Unit(f"{i}", f"d{i // 20}", "", 0, 0, text) for i, text in enumerate(planted.texts)]
    find_duplicates(units[:100])  # libraries and tables are loaded once, whatever the corpus
    started = time.perf_counter()
    found = find_duplicates(units)
    seconds = time.perf_counter() - started
    result = {
        "paragraphs": len(units),
        "characters": sum(map(len, planted.texts)),
        "seconds": round(seconds, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "groups": len(found.paragraphs),
        **score(planted, found),
        "rivals": compare(units[: arguments.rivals]),
    }
    print(json.dumps(result))


@dataclass(frozen=True)
class Planted:
    """Paragraphs, and which of them is an edited copy of which earlier one."""

    texts: list[str]
    source: dict[int, int]
    edit: dict[int, str]


def read_clauses(folders: Sequence[Path]) -> list[list[str]]:
    """Cut the files into clauses: one list of Chinese, one of others."""
    chinese: dict[str, None] = {}
    other: dict[str, None] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*.txt")):
        for clause in re.findall(
            r"[^，。；：！？,;:!?\n]{6,}[，。；：！？,;:!?]?", path.read_text("utf-8", "replace")
        ):
            (chinese if re.search(r"[一-鿿]{3}", clause) else other)[clause.strip()] = None
    return [list(pool) for pool in (chinese, other) if len(pool) >= 50]


def plant(pools: Sequence[Sequence[str]], count: int, draw: random.Random) -> Planted:
    """Make paragraphs of 4 to 16 clauses; one in five is an edited copy of a recent original."""
    import opencc

    traditional = opencc.OpenCC("s2t").convert
    edits: dict[str, Callable[[str], str]] = {
        "typography": lambda text: re.sub(r"[,，.。](?!\d)", "; ", text).upper(),
        "traditional": traditional,
        **{f"delete {p} %": lambda text, p=p: _edited(text, p / 100, draw, "delete") for p in (2, 5, 10, 15)},
        **{f"replace {p} %": lambda text, p=p: _edited(text, p / 100, draw, "replace") for p in (2, 5, 10)},
        "swap": lambda text: _swapped(text, draw),
        "figure": lambda text: re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), text, count=2),
    }
    made = Planted([], {}, {})
    originals: list[int] = []
    while len(made.texts) < count:
        number = len(made.texts)
        if number > 100 and draw.random() < 0.2:
            source = draw.choice(originals[-5000:])
            edit = draw.choice(list(edits))
            made.source[number], made.edit[number] = source, edit
            made.texts.append(edits[edit](made.texts[source]))
        else:
            pool = pools[draw.randrange(len(pools))]
            blank = "" if re.search(r"[一-鿿]", pool[0]) else " "
            made.texts.append(blank.join(draw.sample(pool, draw.randint(4, 16))))
            originals.append(number)
    return made


def _edited(text: str, share: float, draw: random.Random, how: str) -> str:
    """Delete or replace a share of the words (pairs of characters, where there are no blanks)."""
    words = re.findall(r"[一-鿿]{1,2}|[^一-鿿]+?(?:\s+|$|(?=[一-鿿]))", text)
    for place in sorted(draw.sample(range(len(words)), max(1, round(share * len(words)))), reverse=True):
        words[place : place + 1] = [] if how == "delete" else [draw.choice(words)]
    return "".join(words)


def _swapped(text: str, draw: random.Random) -> str:
    pieces = re.findall(r"[^，,;；。]+[，,;；。]?", text)
    draw.shuffle(pieces)
    return " ".join(pieces)


def shingles(text: str) -> set[str]:
    """List the shingles of a text the plain way."""
    words = _words(text)
    spans = [3 if re.match(_IDEOGRAPH, word) else 2 for word in words]
    return {" ".join(words[i : i + span]) for i, span in enumerate(spans) if i + span <= len(words)}


def _words(text: str) -> list[str]:
    plain = _simplify()(text).casefold()
    return re.findall(rf"{_IDEOGRAPH}|(?:(?<=\d)[.,](?=\d)|(?!{_IDEOGRAPH})[^\W_])+", plain)


@cache
def _simplify() -> Callable[[str], str]:
    import opencc

    return opencc.OpenCC("t2s").convert


_IDEOGRAPH = r"[一-鿿]"


def jaccard(one: str, other: str) -> float:
    """Give the share of their shingles that both have."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / max(1, len(a | b))


def _contradict(one: str, other: str) -> bool:
    a, b = ({word for word in _words(text) if word[0].isdecimal()} for text in (one, other))
    return bool(a - b and b - a)


def score(planted: Planted, found: Duplicates) -> dict[str, object]:
    """Compare groups with what was planted."""
    rules = DuplicateRules()
    first_of = {int(id): int(group.ids[0]) for group in found.paragraphs for id in group.ids}
    hits: dict[str, list[bool]] = {}
    refuted: list[bool] = []
    for copy, source in planted.source.items():
        value = jaccard(planted.texts[copy], planted.texts[source])
        first = first_of.get(copy, copy)
        # Another copy that became a first may be nearer than the source.
        together = first == source or (
            first != copy and jaccard(planted.texts[copy], planted.texts[first]) >= value
        )
        if planted.edit[copy] == "figure" and _contradict(planted.texts[copy], planted.texts[source]):
            refuted.append(first != source)
        elif not _contradict(planted.texts[copy], planted.texts[source]):
            bin = "1.00" if value == 1 else f"{int(value * 20) / 20:.2f}"
            hits.setdefault(bin, []).append(together)
    right = [
        jaccard(planted.texts[int(group.ids[0])], planted.texts[int(id)]) >= rules.similarity
        for group in found.paragraphs
        for id in group.ids[1:]
    ]
    return {
        "recall": {bin: [round(sum(h) / len(h), 4), len(h)] for bin, h in sorted(hits.items())},
        "refuted": [round(sum(refuted) / max(1, len(refuted)), 4), len(refuted)],
        "precision": [round(sum(right) / max(1, len(right)), 4), len(right)],
    }


def compare(units: Sequence[Unit]) -> dict[str, object]:
    """Let other libraries look for the pairs of the same paragraphs."""
    started = time.perf_counter()
    found = find_duplicates(units)
    result: dict[str, object] = {"paragraphs": len(units), "ours": round(time.perf_counter() - started, 2)}
    sets = [sorted(shingles(unit.text)) for unit in units]
    wanted = {(int(g.ids[0]), int(id)) for g in found.paragraphs if g.kind == "near" for id in g.ids[1:]}
    for name, search in {"datasketch": _datasketch, "rensa": _rensa}.items():
        if importlib.util.find_spec(name) is None:
            result[name] = "not installed"
            continue
        started = time.perf_counter()
        pairs = set(search(sets))
        seconds = time.perf_counter() - started
        hits = len(wanted & pairs) / max(1, len(wanted))
        result[name] = {"seconds": round(seconds, 2), "pairs": len(pairs), "recall": round(hits, 4)}
    return result


def _datasketch(sets: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.8, num_perm=PERMUTATIONS)
    sketches = MinHash.bulk([[word.encode() for word in words] for words in sets], num_perm=PERMUTATIONS)
    for number, sketch in enumerate(sketches):
        yield from ((other, number) for other in index.query(sketch))
        index.insert(number, sketch)


def _rensa(sets: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Use 32 bands of 4 rows: at a similarity of 0.8 a pair is a candidate with probability 1 - 5e-8."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.8, num_perm=PERMUTATIONS, num_bands=32)
    for number, words in enumerate(sets):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=0)
        sketch.update(list(words))
        yield from ((other, number) for other in index.query(sketch))
        index.insert(number, sketch)


if __name__ == "__main__":
    main()
