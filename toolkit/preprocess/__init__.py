"""Documents in, `TokenizedUnits` out: the one preparation that every model shares."""

from toolkit.preprocess.duplicates import exact_duplicates
from toolkit.preprocess.languages import detect_language
from toolkit.preprocess.lines import LABELS, Label, Line, LineRules, label_lines
from toolkit.preprocess.preparation import Preparation, TokenizedUnits, label_corpus, prepare
from toolkit.preprocess.repair import Repair, repair_line
from toolkit.preprocess.tokens import SPLITTERS, Tokenizer, TokenRules, read_stop_words
from toolkit.preprocess.units import Unit, UnitRules, cut_units, split_sentences

__all__ = [
    "LABELS",
    "SPLITTERS",
    "Label",
    "Line",
    "LineRules",
    "Preparation",
    "Repair",
    "TokenRules",
    "TokenizedUnits",
    "Tokenizer",
    "Unit",
    "UnitRules",
    "cut_units",
    "detect_language",
    "exact_duplicates",
    "label_corpus",
    "label_lines",
    "prepare",
    "read_stop_words",
    "repair_line",
    "split_sentences",
]
