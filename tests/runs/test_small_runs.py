"""Runs that take a second: what they leave, what stops them, how they resume."""

import csv
import json
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml

import toolkit as tk
from toolkit import reports
from toolkit.features import FeatureRules
from toolkit.models import Lda
from toolkit.reports import Account, Stamp, methods_text
from toolkit.runs.answers.figures import _lettered
from toolkit.runs.identity import _files_behind


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


def test_without_codes_an_instrument_that_does_not_read_the_terms_tells_which_carry_a_theme(change, tmp_path):
    run = tk.run(change(instruments=["dictionary", "prototypes"]), tmp_path / "results", cache=None)
    rows = run.table("keyness").rows
    assert set(rows["target"]) == {"prototypes"}
    assert "<svg" in run.figure("seed_keyness")._repr_svg_()


def test_the_dictionary_is_never_asked_whether_its_own_terms_are_right(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    assert run.table("keyness").rows.empty
    with pytest.raises(tk.ToolkitError):
        run.figure("seed_keyness")


def test_one_bad_document_never_stops_a_corpus(project, tmp_path):
    texts = project.parent / "texts"
    (texts / "empty.txt").write_text("", "utf-8")
    (texts / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (texts / "clutter.txt").write_text("首页 > 新闻\n分享到微信\n版权所有\n", "utf-8")
    (texts / "greek.txt").write_text("Η αλυσίδα εφοδιασμού είναι σημαντική για όλους.", "utf-8")
    run = tk.run(project, tmp_path / "results", cache=None)
    table = run.table("corpus").rows.set_index("doc")
    reasons = {
        "empty": "is empty",
        "binary": "binary",
        "clutter": "no line of content",
        "greek": "no tokenizer",
    }
    for name, reason in reasons.items():
        assert table.loc[name, "status"].startswith("not used")
        assert reason in table.loc[name, "status"]
    assert (table["status"] == "used").sum() == 8


def test_passages_in_languages_without_terms_stay_out_and_never_stop_a_run(project, tmp_path):
    french = (
        "Le port a remplacé ses vieux tracteurs par des camions électriques, et les grues vont plus vite."
    )
    with (project.parent / "texts" / "en-1.txt").open("a", encoding="utf-8") as file:
        file.write(f"\n{french}\n")
    (project.parent / "texts" / "fr-1.txt").write_text(french, "utf-8")
    run = tk.run(project, tmp_path / "results", cache=None)
    assert run.features.units.languages == ("en", "zh")
    lines = pd.read_csv(run.folder / "data" / "lines.csv").set_index(["doc", "line"])
    for place in (("en-1", 6), ("fr-1", 0)):
        assert "not used" in lines.loc[place, "reason"]
    assert "is in 'fr'" in run.table("corpus").rows.set_index("doc").loc["fr-1", "status"]


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


def test_overrides_change_labels_and_the_id_wherever_their_table_lies(project, change, tmp_path):
    def run():
        return tk.run(project, tmp_path / "results", tmp_path / "cache")

    first = run()
    folder = project.parent
    (folder / "overrides.csv").write_text("doc,line,label,start\nzh-1,1,meta,工人老李\n", "utf-8")
    change(prepare={"overrides": "overrides.csv"})
    second = run()
    assert second.id != first.id
    lines = pd.read_csv(second.folder / "data" / "lines.csv").set_index(["doc", "line"])
    assert lines.loc[("zh-1", 1), "label"] == "meta"
    assert len(second.features.unit_ids) == len(first.features.unit_ids) - 1
    assert tk.verify(second.folder, project) == []
    (folder / "elsewhere").mkdir()
    (folder / "overrides.csv").rename(folder / "elsewhere" / "other.csv")
    change(prepare={"overrides": "elsewhere/other.csv"})
    assert run().id == second.id
    (folder / "elsewhere" / "other.csv").write_text("doc,line,label\nzh-1,3,meta\n", "utf-8")
    assert run().id not in (first.id, second.id)


def test_words_that_keep_company_are_terms_of_a_run(project, change, tmp_path):
    for path in (project.parent / "texts").glob("zh-*"):
        path.unlink()
    rules = {"tokens": {"collocations": {"npmi": 0.3, "least": 10, "longest": 2}}}
    run = tk.run(change(prepare=rules), tmp_path / "results", cache=None)
    found = {"_".join(words) for words in run.features.units.collocations["en"]}
    assert found
    assert found & set(run.features.terms.words)


@pytest.mark.slow
def test_workers_change_no_byte(project, tmp_path):
    one, two = (tk.run(project, tmp_path / str(n), cache=None, workers=n) for n in (1, 2))
    assert one.manifest["files"] == two.manifest["files"]


def test_verify_finds_every_changed_byte(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    assert tk.verify(run.folder, project) == []
    (run.folder / "tables" / "prevalence.csv").write_text("theme\n", "utf-8")
    (run.folder / "data" / "lines.csv").unlink()
    found = tk.verify(run.folder, project)
    assert [line.split(" (")[0] for line in found] == [
        "tables/prevalence.csv: changed after the run",
        "data/lines.csv: removed after the run",
        "tables/prevalence.csv: differs",
        "data/lines.csv: only in the new run",
    ]


def test_verify_says_that_folders_are_missing(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    for part in ("tables", "data"):
        shutil.rmtree(run.folder / part)
    found = "\n".join(tk.verify(run.folder, project))
    assert "tables/: there is no such folder" in found
    assert "data/: there is no such folder" in found
    assert "data/units.csv: only in the new run" in found


def test_verify_finds_a_manifest_that_was_changed(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    manifest = json.loads((run.folder / "manifest.json").read_text("utf-8"))
    manifest["files"]["data/lines.csv"] = "0" * 64
    (run.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert tk.verify(run.folder, project) == [
        "data/lines.csv: changed after the run (not as its manifest says)"
    ]


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
    assert "gensim" in (run.folder / "methods.md").read_text("utf-8")
    assert {reading.instrument for reading in run.scores} == {"dictionary", "prototypes"}


def test_changed_rows_of_a_file_of_vectors_leave_no_stale_scores(change, project, tmp_path):
    ids = [*tk.run(project, tmp_path / "results", cache=None).features.unit_ids]
    names = [*ids, "prototype:openness:zh:0", "prototype:openness:en:0"]
    change(
        features={"vectors": {"kind": "precomputed", "path": "vectors.npz"}},
        instruments=["dictionary", "prototypes"],
    )
    vectors = np.random.default_rng(0).normal(size=(len(names), 8))

    def scores():
        np.savez(project.parent / "vectors.npz", ids=np.array(names), vectors=vectors)
        run = tk.run(project, tmp_path / "results", tmp_path / "cache")
        return (run.folder / "data" / "theme_scores.csv").read_bytes()

    before = scores()
    vectors[len(ids) :] *= -1
    assert scores() != before


def test_a_document_that_cannot_be_used_changes_the_id(project, tmp_path):
    first = tk.run(project, tmp_path / "results", tmp_path / "cache").id
    (project.parent / "texts" / "empty.txt").write_text("", "utf-8")
    assert tk.run(project, tmp_path / "results", tmp_path / "cache").id != first


def test_the_version_of_the_toolkit_changes_the_id(project, tmp_path, monkeypatch):
    first = tk.run(project, tmp_path / "results", tmp_path / "cache").id
    monkeypatch.setattr("toolkit.__version__", "99")
    assert tk.run(project, tmp_path / "results", tmp_path / "cache").id != first


@pytest.mark.parametrize("inside", ["", "deeper"])
def test_results_that_cannot_be_written_are_told_before_any_work(project, tmp_path, monkeypatch, inside):
    (tmp_path / "results").write_text("a file", "utf-8")
    monkeypatch.setattr("toolkit.runs.runner.read_corpus", lambda *a: pytest.fail("worked first"))
    with pytest.raises(tk.InvalidInput, match="results cannot be written here") as caught:
        tk.run(project, tmp_path / "results" / inside, cache=None)
    assert "--results" in caught.value.problems[0].remedy


def test_columns_of_ones_own_stay_in_the_index(project, tmp_path):
    (tmp_path / "results").mkdir()
    index = tmp_path / "results" / "index.csv"
    index.write_text("run,experiment,remark\nabc,old,keep me,and too much\n", "utf-8")
    run = tk.run(project, tmp_path / "results", cache=None)
    with index.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["run"], row["remark"]) for row in rows] == [("abc", "keep me"), (run.id, "")]


def test_methods_name_only_what_was_done(change, tmp_path):
    alone = tk.run(change(models=[]), tmp_path / "one", cache=None)
    said = (alone.folder / "methods.md").read_text("utf-8")
    for word in ("gensim", "BERTopic", "multitrait-multimethod", "Krippendorff"):
        assert word not in said
    notes = said.partition("**Notes.**")[2].strip().split("\n")
    assert [note for note in notes if note and "links only" not in note and "toolkit" not in note] == []
    assert "at most 20,000" in said
    unread = tk.run(
        change(models=[{"kind": "lda", "topics": 2}], instruments=[]), tmp_path / "two", cache=None
    )
    said = (unread.folder / "methods.md").read_text("utf-8")
    assert "gensim" in said
    for word in ("BERTopic", "**Uncertainty.**", "**Validation.**"):
        assert word not in said


def test_every_note_reaches_the_reader(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    features = replace(run.features, notes=("three texts were cut",))
    solutions = [replace(run.solutions[0], notes=("stopped early",)), *run.solutions[1:]]
    scores = [replace(run.scores[0], notes=("two themes are silent",))]
    stamp = Stamp("signature", 8, 48, "paragraph", "tiny 1", "0")
    settings = yaml.safe_load((run.folder / "config.yaml").read_text("utf-8"))
    account = Account(stamp, features, run.codebook, solutions, scores, "Results are exploratory.")
    text = methods_text(account, settings, {})
    notes = text.split("**Notes.**")[1].split("\n\n")
    assert notes[1:4] == [
        "Features: three texts were cut",
        "lda.en: stopped early",
        "dictionary (instrument): two themes are silent",
    ]


def test_a_column_called_documents_takes_no_figure_away(change, project, tmp_path):
    docs = sorted(path.stem for path in (project.parent / "texts").iterdir())
    rows = [f"{doc},{'openness' if doc[-1] < '3' else 'late'}" for doc in docs]
    (project.parent / "metadata.csv").write_text("\n".join(["doc,documents", *rows]), "utf-8")
    change(corpus={"path": "texts", "metadata": "metadata.csv"}, compare={"by": ["language", "documents"]})
    run = tk.run(project, tmp_path / "results", cache=None)
    assert run.figures == ["prevalence", "prevalence_by_documents", "prevalence_documents", "strips"]


def test_a_group_called_na_stays_a_text(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    path = run.folder / "tables" / "corpus.csv"
    path.write_text("doc,lines\nNA,\nnull,3\n", "utf-8")
    rows = tk.open_run(run.folder).table("corpus").rows
    assert rows["doc"].tolist() == ["NA", "null"]
    assert rows["lines"].isna().tolist() == [True, False]


def test_strips_say_that_not_every_document_is_drawn(project, tmp_path, monkeypatch):
    titles = []
    strips = reports.document_strips
    monkeypatch.setattr("toolkit.reports.document_strips", lambda *a: titles.append(a[4]) or strips(*a))
    monkeypatch.setattr("toolkit.runs.answers.figures.MOST_STRIPS", 3)
    tk.run(project, tmp_path / "results", cache=None)
    assert titles[0].endswith("the first 3 of 8 documents")


def test_a_group_named_like_a_theme_keeps_its_name(project, tmp_path):
    run = tk.run(project, tmp_path / "results", cache=None)
    frame = pd.DataFrame(
        [
            {"by": "topic", "group": "openness", "theme": "openness"},
            {"by": "topic", "group": "zh", "theme": "openness"},
            {"by": "language", "group": "zh", "theme": "openness"},
            {"by": "document", "group": "zh-1", "theme": "openness"},
        ]
    )
    labels = {"openness": "Openness to the world"}
    shown = _lettered(frame, run.features.units, "topic", labels)
    assert set(shown["theme"]) == {"Openness to the world"}
    assert shown["group"].tolist() == ["openness", "zh", "zh", "zh-1"]
    shown = _lettered(frame, run.features.units, "language", labels)
    assert shown["group"].tolist() == ["openness", "zh", "中文 Chinese", "zh-1"]
    assert shown["member"].tolist()[3] == "中文 Chinese"


def test_files_in_the_home_folder_enter_the_id(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "words.tsv").write_text("zh\ten\n", "utf-8")
    rules = FeatureRules.model_validate({"lexicon": {"tables": ["~/words.tsv"]}})
    assert len(_files_behind(rules, tmp_path / "elsewhere")) == 1


def test_a_fixed_number_of_groups_needs_no_three_hundred_units(change, tmp_path):
    model = {"kind": "bertopic", "groups": "kmeans", "topics": 2}
    run = tk.run(change(models=[model], instruments=["dictionary"]), tmp_path / "results", cache=None)
    assert run.table("solutions").rows["topics"].tolist() == [2]
    assert (run.folder / "tables" / "topic_languages.csv").is_file()
