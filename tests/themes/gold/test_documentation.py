"""The page on human codes shows what the example says."""

import re
from pathlib import Path

import pytest

from toolkit.reports import Stamp
from toolkit.reports.gold_tables import human_machine_table, reliability_table
from toolkit.themes import Dictionary
from toolkit.themes.gold import human_machine, read_codes, read_sample, reliability

ROOT = Path(__file__).parents[3]
STAMP = Stamp("s", 1, 1, "paragraph", "book", "corpus")


@pytest.fixture
def shown(technology_trade):
    """Both tables of the page, row by row as they should read."""
    folder, codebook, units = (
        technology_trade.folder,
        technology_trade.codebook,
        technology_trade.features.units,
    )
    codes = read_codes([folder / "codes.csv"], units, codebook, read_sample(folder / "sample.csv"))
    labels = {theme.id: theme.label["en"] for theme in codebook.themes}
    coders = reliability_table(reliability(codes, units), STAMP, labels).shown
    coders = coders[coders["language"] == "all"]
    machine = human_machine(codes, units, [Dictionary().read(units, codebook)])
    machine = human_machine_table(machine, STAMP, labels).shown
    wanted = {
        "reliability": coders[["theme", "alpha [95 %]", "agreement", "coded twice", "positives", "reading"]],
        "dictionary": machine[
            ["theme", "language", "precision", "recall", "specificity", "coded", "positives"]
        ],
    }
    return {name: frame.to_numpy().tolist() for name, frame in wanted.items()}


@pytest.mark.parametrize("name", ["reliability", "dictionary"])
def test_tables_of_the_documentation_are_those_of_the_example(shown, name):
    text = (ROOT / "docs" / "human-codes.md").read_text("utf-8")
    table = re.search(rf"<!-- table: {name} -->\n(.*?)<!-- end", text, flags=re.DOTALL)[1]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    assert rows == shown[name]
