"""Compare themes across documents and languages.

>>> import toolkit as tk
>>> tk.detect_language("高水平对外开放").code
'zh'

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "corpus": ("Corpus", "CorpusSource", "Document", "read_corpus"),
    "preprocess": (
        "Preparation", "TokenizedUnits", "Tokenizer", "detect_language", "label_lines", "prepare",
        "repair_line",
    ),
    "features": (
        "Bridge", "FeatureRules", "Features", "Model2Vec", "Onnx", "Precomputed", "SentenceTransformers",
        "build_features",
    ),
    "models": ("Bertopic", "GuidedBertopic", "Lda", "SeededLda", "TopicSolution", "ZeroShotBertopic"),
    "themes": (
        "BertopicReading", "Classifier", "Codebook", "Codes", "Comparison", "Contrast", "Dictionary",
        "Effect", "GoldSource", "HumanCodes", "LanguageModel", "OverTime", "Prototypes", "Robustness",
        "SampleRules", "SeededLdaReading", "Split", "ThemeScores", "agreement", "align_pairs",
        "between_languages", "contrasts", "corrected_contrasts", "corrected_prevalence", "draw_sample",
        "equivalence", "human_machine", "plan_coding", "prevalence", "read_codebook", "read_codes",
        "read_lock", "read_sample", "reliability", "seed_coverage", "sort_units", "write_sheets",
    ),
    "evaluation": (
        "ParallelReference", "classification", "cnpmi", "coherence", "diversity", "language_mixing",
        "leak_report", "npmi", "pair_retrieval", "topic_diversity",
    ),
    "reports": ("Table",),
    "runs": ("Audit", "Experiment", "Run", "audit", "check", "load_experiment", "open_run", "run", "verify"),
    "errors": ("InvalidInput", "Problem", "ToolkitError"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOME_OF)]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'toolkit' has no attribute {name!r}")
    return getattr(import_module(f"toolkit.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
