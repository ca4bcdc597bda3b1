"""Files in, a `Corpus` out."""

from toolkit.corpus.decoding import Undecodable, decode
from toolkit.corpus.documents import Corpus, Document, Label, Mark, Unusable
from toolkit.corpus.readers import CorpusSource, read_corpus

__all__ = [
    "Corpus",
    "CorpusSource",
    "Document",
    "Label",
    "Mark",
    "Undecodable",
    "Unusable",
    "decode",
    "read_corpus",
]
