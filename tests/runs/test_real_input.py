"""The five real files and the city reports that lie beside the project, where they are."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

import toolkit as tk

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seeds_run(tmp_path_factory):
    """The five files with the same command and the codebook beside them."""
    if not (SHARED / "corpus" / "seeds").is_dir():
        pytest.skip("the five real files are not here")
    folder = tmp_path_factory.mktemp("seeds")
    settings = {
        "name": "seeds",
        "corpus": {"path": str(SHARED / "corpus" / "seeds")},
        "codebook": str(SHARED / "codebook" / "technology-policy.yaml"),
        "models": [
            {"kind": "lda", "topics": 6},
            {"kind": "lda", "name": "lda-joint", "topics": 6, "languages": "joint"},
            {"kind": "bertopic", "small_corpus": "kmeans", "kmeans_topics": 6},
        ],
        "instruments": [
            "dictionary",
            "seeded-lda",
            {"kind": "bertopic", "model": {"small_corpus": "kmeans"}},
            "prototypes",
        ],
    }
    path = folder / "seeds.yaml"
    path.write_text(yaml.safe_dump(settings), "utf-8")
    return tk.run(path, folder / "results", cache=None)


def test_the_five_files_run_to_the_end(seeds_run):
    assert seeds_run.manifest["documents"] == 5
    assert set(seeds_run.table("corpus").rows["status"]) == {"used"}


def test_no_p_value_is_printed_for_four_texts_against_one(seeds_run):
    rows = seeds_run.table("contrasts").rows
    assert len(rows) == 12
    assert rows[["p", "p_adjusted", "low", "high"]].isna().all(axis=None)
    assert rows["reading"].str.contains("about these texts only, no test").all()


def test_a_language_with_one_document_speaks_about_this_text_only(seeds_run):
    rows = seeds_run.table("prevalence").rows
    claims = rows[rows["by"] == "language"].groupby("group")["claim"].unique()
    assert claims["en"].tolist() == ["this text only"]
    assert claims["zh"].tolist() == ["description"]


def test_a_stand_in_for_hdbscan_is_said(seeds_run):
    notes = seeds_run.table("solutions").rows.set_index("solution")["notes"]
    assert "k-means" in notes["bertopic"]


def test_a_corpus_too_small_to_cluster_is_refused_with_a_remedy(seeds_run, tmp_path):
    path = tmp_path / "seeds.yaml"
    settings = {
        "name": "seeds",
        "corpus": {"path": str(SHARED / "corpus" / "seeds")},
        "codebook": str(SHARED / "codebook" / "technology-policy.yaml"),
        "models": [{"kind": "bertopic"}],
        "instruments": ["dictionary"],
    }
    path.write_text(yaml.safe_dump(settings), "utf-8")
    with pytest.raises(tk.InvalidInput, match=r"86 units to cluster[^\0]*small_corpus: kmeans"):
        tk.run(path, tmp_path / "results", cache=None)


def test_city_reports_are_compared_by_city(tmp_path):
    folder = SHARED / "corpus" / "city_reports"
    if not folder.is_dir():
        pytest.skip("the city reports are not here")
    path = tmp_path / "cities.yaml"
    settings = {
        "name": "cities",
        "corpus": {"path": str(folder), "include": "*州.txt"},
        "codebook": str(ROOT / "experiments" / "codebooks" / "technology-policy.yaml"),
        "models": [{"kind": "bertopic"}],
        "instruments": ["dictionary", "prototypes"],
    }
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    run = tk.run(path, tmp_path / "results", cache=None)
    rows = run.table("prevalence_documents").rows
    assert {"苏州", "杭州", "广州"} <= set(rows["doc"])
    assert pd.notna(rows["low"]).all()
    assert run.table("solutions").rows["topics"].iloc[0] >= 10
