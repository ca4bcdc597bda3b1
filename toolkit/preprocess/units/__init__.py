"""Cut documents into the units that are counted, modelled and coded, and put their values together again."""

from toolkit.preprocess.units.aggregate import document_means
from toolkit.preprocess.units.cutting import Unit, UnitRules, cut_units
from toolkit.preprocess.units.sentences import split_sentences

__all__ = ["Unit", "UnitRules", "cut_units", "document_means", "split_sentences"]
