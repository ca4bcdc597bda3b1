"""What several rooms test with: texts small enough to read, and the corpus of the example experiment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import settings

from toolkit.corpus import Corpus, CorpusSource, Document, read_corpus
from toolkit.features import Features, build_features
from toolkit.preprocess import TokenizedUnits, Tokenizer, prepare
from toolkit.preprocess.units.cutting import Unit
from toolkit.themes import Codebook, read_codebook

ROOT = Path(__file__).parent.parent

settings.register_profile("toolkit", deadline=None)  # a slow machine is no fault
settings.load_profile("toolkit")

SUBJECTS = {
    ("zh", "chips"): (
        "晶圆工厂订购了光刻机。",
        "工程师在实验室测试芯片。",
        "半导体工厂扩大芯片产量。",
        "设计师为服务器画出处理器。",
        "硅片运到晶圆工厂。",
        "芯片短缺拖慢了处理器和服务器。",
    ),
    ("en", "chips"): (
        "The wafer factory ordered a lithography machine.",
        "Engineers tested the chip in the laboratory.",
        "The semiconductor factory raised its output of chips.",
        "Designers drew a processor for the server.",
        "Silicon arrived at the wafer factory.",
        "A shortage of chips delayed the processor and the server.",
    ),
    ("zh", "seeds"): (
        "农民在春天播种玉米种子。",
        "种子公司培育出小麦品种。",
        "雨后稻田里的水稻丰收。",
        "小麦收割以后装满粮仓。",
        "育种专家杂交水稻品种。",
        "干旱使农民的玉米减产。",
    ),
    ("en", "seeds"): (
        "Farmers sowed maize seeds in spring.",
        "The seed company bred a variety of wheat.",
        "After rain the rice field gave a rich harvest.",
        "The wheat harvest filled the granary.",
        "A breeder crossed varieties of rice.",
        "Drought hurt the maize of the farmers.",
    ),
    ("zh", "ports"): (
        "货船在港口卸下集装箱。",
        "起重机从船舶上吊起货物。",
        "水手在码头等待潮水。",
        "航运公司增加到港口的航线。",
        "船舶排队使运费上涨。",
        "海关在码头放行货物和集装箱。",
    ),
    ("en", "ports"): (
        "The ship unloaded containers at the port.",
        "A crane lifted cargo from the vessel.",
        "Sailors waited for the tide at the dock.",
        "The shipping line added a route to the port.",
        "Freight became dear while vessels queued.",
        "Customs released cargo and containers at the dock.",
    ),
}
"""Six sentences of each subject in each language; a unit is three of them."""


def _small_corpus() -> Corpus:
    documents = []
    for (language, subject), sentences in sorted(SUBJECTS.items()):
        chosen = list(combinations(sentences, 3))[0 if language == "zh" else 1 :: 2]
        text = "\n".join(("" if language == "zh" else " ").join(three) for three in chosen)
        documents.append(Document(f"{language}-{subject}", text, {"language": language}))
    return Corpus(tuple(documents))


@pytest.fixture(scope="session")
def make_units() -> Callable[[Sequence[tuple[str, str, Sequence[str]]]], TokenizedUnits]:
    """Make units from (document, language, tokens), in the order given."""

    def make(rows: Sequence[tuple[str, str, Sequence[str]]]) -> TokenizedUnits:
        numbers: dict[str, int] = {}
        units = []
        for doc, language, tokens in rows:
            number = numbers[doc] = numbers.get(doc, -1) + 1
            units.append(Unit(f"{doc}#{number}", doc, language, number, number, " ".join(tokens)))
        metadata = {doc: {"language": language} for doc, language, _ in rows}
        return TokenizedUnits(tuple(units), tuple(tuple(t) for *_, t in rows), (), (), metadata)

    return make


@pytest.fixture(scope="session")
def small_units() -> TokenizedUnits:
    """Sixty units about chips, seeds and ports; documents are called ``<language>-<subject>``."""
    return prepare(_small_corpus())


@pytest.fixture(scope="session")
def small_features(small_units: TokenizedUnits) -> Features:
    return build_features(small_units)


@dataclass(frozen=True)
class Example:
    """The corpus of experiments/example.yaml, prepared as a run prepares it."""

    folder: Path
    codebook: Codebook
    features: Features

    @property
    def seeds(self) -> dict[str, list[tuple[str, str]]]:
        return self.codebook.seeds(self.features.tokenizer)


@pytest.fixture(scope="session")
def technology_trade() -> Example:
    folder = ROOT / "experiments/corpora/technology-trade"
    codebook = read_codebook(ROOT / "experiments/codebooks/technology-policy.yaml")
    corpus = read_corpus(CorpusSource(path=folder / "texts", metadata=folder / "metadata.csv"))
    tokenizer = Tokenizer(compounds=codebook.compounds)
    keep = [pair for pairs in codebook.seeds(tokenizer).values() for pair in pairs]
    units = prepare(corpus, compounds=codebook.compounds)
    features = build_features(units, None, tokenizer, keep, codebook.equivalents(tokenizer))
    return Example(folder, codebook, features)


@pytest.fixture(scope="session")
def python() -> Callable[..., list[str]]:
    """Run a script in fresh processes at once, each with its own PYTHONHASHSEED; give their outputs."""

    def output(script: str, hash_seed: str) -> str:
        finished = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout.strip()

    def run(script: str, hash_seeds: Sequence[str] = ("0",)) -> list[str]:
        with ThreadPoolExecutor() as pool:
            return list(pool.map(output, [script] * len(hash_seeds), hash_seeds))

    return run
