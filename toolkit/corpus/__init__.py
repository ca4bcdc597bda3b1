"""Files in, a `Corpus` out."""

from toolkit.corpus.decoding import Undecodable, decode
from toolkit.corpus.documents import Corpus, Document, Unusable
from toolkit.corpus.readers import CorpusSource, read_corpus

__all__ = ["Corpus", "CorpusSource", "Document", "Undecodable", "Unusable", "decode", "read_corpus"]
