"""Text to tokens: words in their basic form, compounds whole, function words and numbers left out."""

from toolkit.preprocess.tokens.collocations import Expressions, find_collocations
from toolkit.preprocess.tokens.languages import SPLITTERS, no_tokenizer, require_tokenizer
from toolkit.preprocess.tokens.rules import Collocations, TokenRules
from toolkit.preprocess.tokens.splitter import JOINT, STOP, Splitter
from toolkit.preprocess.tokens.stopwords import read_stop_words
from toolkit.preprocess.tokens.tokenizer import Tokenizer

__all__ = [
    "JOINT",
    "SPLITTERS",
    "STOP",
    "Collocations",
    "Expressions",
    "Splitter",
    "TokenRules",
    "Tokenizer",
    "find_collocations",
    "no_tokenizer",
    "read_stop_words",
    "require_tokenizer",
]
