"""Human codes: plan how many, draw and hand out sheets, read them back, measure coders and machines."""

from toolkit.themes.gold.expected import Accuracy
from toolkit.themes.gold.machines import MEASURES, accuracies, human_machine
from toolkit.themes.gold.page import coding_page
from toolkit.themes.gold.planning import Plan, plan
from toolkit.themes.gold.reading import read_codes
from toolkit.themes.gold.reliability import alpha, disagreements, percent_agreement, reliability
from toolkit.themes.gold.sample_file import read_sample, write_sample
from toolkit.themes.gold.sampling import DrawnUnit, GoldSample, SampleRules, draw_sample
from toolkit.themes.gold.sheets import consensus_rows, sheet_rows, to_csv, to_xlsx
from toolkit.themes.gold.source import GoldSource
from toolkit.themes.gold.strata import Strata, sort_units
from toolkit.themes.gold.writing import write_sheets

__all__ = [
    "MEASURES",
    "Accuracy",
    "DrawnUnit",
    "GoldSample",
    "GoldSource",
    "Plan",
    "SampleRules",
    "Strata",
    "accuracies",
    "alpha",
    "coding_page",
    "consensus_rows",
    "disagreements",
    "draw_sample",
    "human_machine",
    "percent_agreement",
    "plan",
    "read_codes",
    "read_sample",
    "reliability",
    "sheet_rows",
    "sort_units",
    "to_csv",
    "to_xlsx",
    "write_sample",
    "write_sheets",
]
