"""Which language a text, a document and each of its lines is in, and how sure that is."""

from toolkit.preprocess.languages.assignment import MIXED, LineLanguage, document_language, line_languages
from toolkit.preprocess.languages.detection import Guess, detect_language, look_at
from toolkit.preprocess.languages.scripts import chinese_script

__all__ = [
    "MIXED",
    "Guess",
    "LineLanguage",
    "chinese_script",
    "detect_language",
    "document_language",
    "line_languages",
    "look_at",
]
