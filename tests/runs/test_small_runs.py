"""Runs that take a second: what they leave, what stops them, how they resume."""

import csv
import json
import shutil

import numpy as np
import pytest
import yaml

import toolkit as tk
from toolkit.models import Lda


@pytest.fixture
def change(project):
    """Change the experiment file."""

    def apply(**changes):
        settings = yaml.safe_load(project.read_text("utf-8")) | changes
        project.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
        return project

    return apply


def test_a_run_gives_tables_and_figures(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    assert run.folder.name == f"tiny-{run.id}"
    assert "prevalence" in run.tables
    assert run.table("prevalence").rows["estimate"].between(0, 1).all()
    assert "<svg" in run.figure("prevalence")._repr_svg_()
    assert run.id in run._repr_html_()


def test_text_is_shared_only_where_the_experiment_says_so(change, tmp_path):
    for share, has_text in ((False, False), (True, True)):
        run = tk.run(change(share_text=share), tmp_path / f"results-{share}", cache=None)
        header = (run.folder / "data" / "units.csv").read_text("utf-8").splitlines()[0]
        assert ("text" in header.split(",")) == has_text


def test_one_bad_document_never_stops_a_corpus(project, tmp_path):
    texts = project.parent / "texts"
    (texts / "empty.txt").write_text("", "utf-8")
    (texts / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (texts / "clutter.txt").write_text("首页 > 新闻\n分享到微信\n版权所有\n", "utf-8")
    (texts / "german.txt").write_text(
        "Die Lieferketten der Industrie sind heute sehr wichtig geworden.", "utf-8"
    )
    run = tk.run(project, tmp_path / "results", cache=None)
    table = run.table("corpus").rows.set_index("doc")
    reasons = {
        "empty": "is empty",
        "binary": "binary",
        "clutter": "no line of content",
        "german": "no tokenizer",
    }
    for name, reason in reasons.items():
        assert table.loc[name, "status"].startswith("not used")
        assert reason in table.loc[name, "status"]
    assert (table["status"] == "used").sum() == 8


def test_nothing_left_is_one_message_with_every_reason(project, tmp_path):
    for path in (project.parent / "texts").iterdir():
        path.write_text("\n", "utf-8")
    with pytest.raises(tk.InvalidInput) as caught:
        tk.run(project, tmp_path / "results", cache=None)
    assert len(caught.value.problems) == 8


def test_an_interrupted_run_resumes_from_its_finished_stages(project, tmp_path, monkeypatch):
    calls = []
    fit = Lda.fit
    monkeypatch.setattr(Lda, "fit", lambda self, features: calls.append(self.name) or fit(self, features))
    with monkeypatch.context() as broken:
        broken.setattr("toolkit.themes.align_pairs", lambda features: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tk.run(project, tmp_path / "results", tmp_path / "cache")
    assert not list((tmp_path / "results").glob("tiny-*"))
    tk.run(project, tmp_path / "results", tmp_path / "cache")
    assert calls == ["lda"]
    with (tmp_path / "results" / "index.csv").open(encoding="utf-8") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["failed: ZeroDivisionError", "complete"]


def test_a_damaged_cache_is_made_again(project, tmp_path):
    first = tk.run(project, tmp_path / "one", tmp_path / "cache")
    for path in (tmp_path / "cache").rglob("*.npz"):
        path.write_bytes(path.read_bytes()[:100])
    second = tk.run(project, tmp_path / "two", tmp_path / "cache")
    assert first.manifest["files"] == second.manifest["files"]


def test_the_cache_changes_no_byte(project, tmp_path):
    tk.run(project, tmp_path / "one", tmp_path / "cache")
    with_cache = tk.run(project, tmp_path / "two", tmp_path / "cache")
    without = tk.run(project, tmp_path / "three", cache=None)
    assert with_cache.manifest["files"] == without.manifest["files"]


def test_what_bears_on_the_numbers_changes_the_id_and_nothing_else_does(project, change, tmp_path):
    def run_id():
        return tk.run(project, tmp_path / "results", tmp_path / "cache").id

    first = run_id()
    change(title="Another title", question="Another question?")
    assert run_id() == first
    moved = tmp_path / "elsewhere"
    shutil.move(project.parent / "texts", moved)
    change(corpus={"path": str(moved)})
    assert run_id() == first
    change(models=[{"kind": "lda", "topics": 3}])
    second = run_id()
    assert second != first
    (moved / "zh-1.txt").write_text("双方宣布扩大开放合作,并且共建新的实验室。", "utf-8")
    assert run_id() not in (first, second)


def test_verify_finds_every_changed_byte(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    assert tk.verify(run.folder, project) == []
    manifest = json.loads((run.folder / "manifest.json").read_text("utf-8"))
    manifest["files"]["data/lines.csv"] = "0" * 64
    (run.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert tk.verify(run.folder, project) == ["data/lines.csv: differs"]


def test_precomputed_vectors_take_the_place_of_the_bridge(change, project, tmp_path):
    first = tk.run(project, tmp_path / "results", cache=None)
    ids = [*first.features.unit_ids, "prototype:openness:zh:0", "prototype:openness:en:0"]
    vectors = np.random.default_rng(0).normal(size=(len(ids), 8))
    np.savez(project.parent / "vectors.npz", ids=np.array(ids), vectors=vectors)
    change(
        features={"vectors": {"kind": "precomputed", "path": "vectors.npz"}},
        instruments=["dictionary", "prototypes"],
    )
    run = tk.run(project, tmp_path / "results", cache=None)
    assert run.features.vectors.shape == (len(first.features.unit_ids), 8)
    assert {reading.instrument for reading in run.scores} == {"dictionary", "prototypes"}
