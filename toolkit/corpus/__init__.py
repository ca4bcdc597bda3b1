"""Files in, a `Corpus` out."""

from toolkit.corpus.decoding import Decoded, Undecodable, decode, decode_with_confidence
from toolkit.corpus.documents import Corpus, Document, Label, Mark, Unusable
from toolkit.corpus.readers import read_corpus, read_documents
from toolkit.corpus.schema import COLUMNS
from toolkit.corpus.source import CorpusSource

__all__ = [
    "COLUMNS",
    "Corpus",
    "CorpusSource",
    "Decoded",
    "Document",
    "Label",
    "Mark",
    "Undecodable",
    "Unusable",
    "decode",
    "decode_with_confidence",
    "read_corpus",
    "read_documents",
]
