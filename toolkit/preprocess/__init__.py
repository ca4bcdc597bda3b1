"""Documents in, `TokenizedUnits` out: the one preparation that every model shares."""

from toolkit.preprocess.duplicates import DuplicateRules, Duplicates, find_duplicates
from toolkit.preprocess.languages import detect_language
from toolkit.preprocess.lines.labelling import LABELS, Label, Line, LineRules, label_lines
from toolkit.preprocess.lines.overrides import Override, read_overrides
from toolkit.preprocess.preparation import prepare, prepare_documents
from toolkit.preprocess.prepared import PreparedDocument, prepare_document
from toolkit.preprocess.repair import Change, Repair, repair_line
from toolkit.preprocess.rules import Preparation
from toolkit.preprocess.tokenized import TokenizedUnits
from toolkit.preprocess.tokens import SPLITTERS, Collocations, Tokenizer, TokenRules, read_stop_words
from toolkit.preprocess.units import Unit, UnitRules, cut_units, split_sentences

__all__ = [
    "LABELS",
    "SPLITTERS",
    "Change",
    "Collocations",
    "DuplicateRules",
    "Duplicates",
    "Label",
    "Line",
    "LineRules",
    "Override",
    "Preparation",
    "PreparedDocument",
    "Repair",
    "TokenRules",
    "TokenizedUnits",
    "Tokenizer",
    "Unit",
    "UnitRules",
    "cut_units",
    "detect_language",
    "find_duplicates",
    "label_lines",
    "prepare",
    "prepare_document",
    "prepare_documents",
    "read_overrides",
    "read_stop_words",
    "repair_line",
    "split_sentences",
]
