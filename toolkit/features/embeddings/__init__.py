"""Where vectors come from besides the bridge: an encoder, or a file."""

from toolkit.features.embeddings.encoder import Encoder
from toolkit.features.embeddings.files import FileEmbedder, Precomputed
from toolkit.features.embeddings.model2vec import Model2Vec
from toolkit.features.embeddings.onnx import Onnx
from toolkit.features.embeddings.parts import Embedder, MissingEncoder, Reader
from toolkit.features.embeddings.reading import EncoderEmbedder, Truncation
from toolkit.features.embeddings.sentence_transformers import SentenceTransformers

__all__ = [
    "Embedder",
    "Encoder",
    "EncoderEmbedder",
    "FileEmbedder",
    "MissingEncoder",
    "Model2Vec",
    "Onnx",
    "Precomputed",
    "Reader",
    "SentenceTransformers",
    "Truncation",
]
