"""The example from files to tables, through the command line."""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow

DATA = {
    "lines.csv": ["doc", "line", "label", "reason", "language", "start"],
    "units.csv": ["unit", "doc", "language", "first_line", "last_line", "tokens", "characters", "text"],
    "topics.csv": ["solution", "topic", "language", "rank", "term", "weight"],
    "theme_scores.csv": ["unit", "doc", "language", "instrument", "theme", "score", "present"],
    "beads.csv": [
        "pair",
        "bead",
        "source_doc",
        "source_lines",
        "target_doc",
        "target_lines",
        "score",
        "source_units",
        "target_units",
    ],
}
TABLES = [
    "cleaning",
    "agreement",
    "contrasts",
    "corpus",
    "keyness",
    "pairs",
    "prevalence",
    "prevalence_documents",
    "seed_coverage",
    "seed_terms",
    "solutions",
    "topics",
]


def test_two_processes_leave_the_same_bytes_in_tables_and_data(example_runs):
    one, other = example_runs
    files = sorted(p.relative_to(one) for part in ("tables", "data") for p in (one / part).iterdir())
    assert len(files) > 40
    for file in files:
        assert (one / file).read_bytes() == (other / file).read_bytes(), file
    assert one.name == other.name


@pytest.mark.parametrize(("name", "columns"), DATA.items())
def test_the_data_files_keep_their_contract(example_runs, name, columns):
    with (example_runs[0] / "data" / name).open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == columns


def test_topic_shares_are_tidy_and_never_exceed_a_unit(example_runs):
    shares = pd.read_parquet(example_runs[0] / "data" / "topic_shares.parquet")
    assert list(shares.columns) == ["solution", "unit", "topic", "share"]
    assert shares.groupby(["solution", "unit"])["share"].sum().max() <= 1 + 1e-9


def test_every_table_stands_in_every_format_with_its_note(example_runs):
    units = json.loads((example_runs[0] / "manifest.json").read_text("utf-8"))["units"]
    assert 595 <= units <= 610  # 602 lines of content by hand
    for name in TABLES:
        for ending in ("csv", "md", "tex", "html"):
            text = (example_runs[0] / "tables" / f"{name}.{ending}").read_text("utf-8")
            assert text.strip(), (name, ending)
            if ending != "csv":
                assert f"56 documents, {units} units" in text
                assert "toolkit 0.1.0" in text
                assert "Synthetic texts" in text


def test_the_report_needs_nothing_from_outside(example_runs):
    page = (example_runs[0] / "report.html").read_text("utf-8")
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "url(http" not in page
    assert "data:font/woff;base64," in page
    for word in ("开放", "自立自强", "供应链韧性", "Synthetic texts"):
        assert word in page
    assert page.count("<svg") == len(list((example_runs[0] / "figures").glob("*.svg"))) == 9


def test_every_table_stands_on_the_page(example_runs):
    page = (example_runs[0] / "report.html").read_text("utf-8")
    for path in (example_runs[0] / "tables").glob("*.csv"):
        assert f'id="table-{path.stem}"' in page


def test_bertopic_finds_topics_with_words_in_both_languages(example_runs):
    topics = pd.read_csv(example_runs[0] / "data" / "topics.csv")
    own = topics[topics["solution"] == "bertopic"]
    both = own.groupby("topic")["language"].nunique()
    assert len(both) >= 10
    assert (both == 2).mean() >= 0.8


def test_a_comparison_of_languages_says_that_it_is_not_separable(example_runs):
    rows = pd.read_csv(example_runs[0] / "tables" / "contrasts.csv")
    own = rows[(rows["by"] == "language") & (rows["difference"].abs() > 0.01)]
    assert len(own)
    assert own["reading"].str.contains("not separable").all()
    assert (rows["p"].dropna() >= rows["smallest_p"].dropna() - 1e-12).all()


def test_the_manifest_names_inputs_code_and_versions(example_runs):
    manifest = json.loads((example_runs[0] / "manifest.json").read_text("utf-8"))
    assert {"run", "corpus", "codebook", "code", "versions", "seconds", "files"} <= manifest.keys()
    assert {"gensim", "bertopic", "umap-learn", "hdbscan"} <= manifest["versions"].keys()


def test_a_run_can_be_opened_again(example_runs):
    run = tk.open_run(example_runs[0])
    assert len(run.table("prevalence").rows) > 100
    assert "开放" in run.table("prevalence")._repr_html_()
    assert run.figure("prevalence")._repr_png_().startswith(b"\x89PNG")
    with pytest.raises(tk.ToolkitError, match="did you mean 'prevalence'"):
        run.table("prevalense")


def test_the_index_lists_the_run(example_runs):
    with (example_runs[0].parent / "index.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows] == ["complete"]
    assert rows[0]["run"] in example_runs[0].name


def test_the_published_numbers_are_those_of_this_code(example_runs):
    published = sorted((ROOT / "results").glob("example-*/tables/prevalence.csv"))
    assert published, "the example's tables are published in results/"
    keys = ["instrument", "theme", "by", "group"]
    old, new = (
        pd.read_csv(path).query("instrument == 'dictionary'").set_index(keys)["estimate"]
        for path in (published[0], example_runs[0] / "tables" / "prevalence.csv")
    )
    pd.testing.assert_series_equal(old, new, atol=1e-9)
