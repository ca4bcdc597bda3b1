"""A language model as an instrument: optional, off unless an experiment names it."""

from toolkit.themes.instruments.language_model.answers import BadAnswer, read_answer
from toolkit.themes.instruments.language_model.asking import MissingClient
from toolkit.themes.instruments.language_model.prompts import instructions
from toolkit.themes.instruments.language_model.reader import LanguageModel

__all__ = ["BadAnswer", "LanguageModel", "MissingClient", "instructions", "read_answer"]
