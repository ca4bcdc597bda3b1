"""Measures of topic solutions, named as they are written in tables."""

from toolkit.evaluation.accuracy import Accuracy, Classification, LabelledShares, classification
from toolkit.evaluation.crosslingual import CrossLingualCoherence, cnpmi
from toolkit.evaluation.distinct import Diversity, diversity, td, tu
from toolkit.evaluation.leaks import LeakReport, leak_report, solution_leaks
from toolkit.evaluation.measures import language_mixing, npmi, topic_diversity
from toolkit.evaluation.mixing import LanguageMix, language_mix
from toolkit.evaluation.monolingual import Coherence, coherence
from toolkit.evaluation.reference import ParallelReference, Reference
from toolkit.evaluation.retrieval import Retrieval, pair_retrieval
from toolkit.evaluation.trials import RemedyTrial, compare_remedies
from toolkit.features import LanguageAccuracy, language_accuracy, remedied

__all__ = [
    "Accuracy",
    "Classification",
    "Coherence",
    "CrossLingualCoherence",
    "Diversity",
    "LabelledShares",
    "LanguageAccuracy",
    "LanguageMix",
    "LeakReport",
    "ParallelReference",
    "Reference",
    "RemedyTrial",
    "Retrieval",
    "classification",
    "cnpmi",
    "coherence",
    "compare_remedies",
    "diversity",
    "language_accuracy",
    "language_mix",
    "language_mixing",
    "leak_report",
    "npmi",
    "pair_retrieval",
    "remedied",
    "solution_leaks",
    "td",
    "topic_diversity",
    "tu",
]
