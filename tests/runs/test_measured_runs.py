"""Runs whose themes are measured: codes, a split, a lock, and what they let one claim."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

import toolkit as tk
from tests.runs.conftest import toolkit as command
from tests.runs.conftest import write_project
from toolkit.cli import main
from toolkit.themes import read_lock


@pytest.fixture
def coded(project, tmp_path):
    """Draw and code units of the tiny corpus as a researcher would: by the command line and a spreadsheet."""
    sheets = project.parent / "sheets"
    drawn = command(
        *("gold", "sample", project, "--units", 44, "--coders", "anna,bo", "--overlap", 1, "--out", sheets),
    )
    assert drawn.returncode == 0, drawn.stderr
    for coder in ("anna", "bo"):
        code(sheets / f"codes-{coder}.csv")
    return {
        "codes": ["sheets/codes-anna.csv", "sheets/codes-bo.csv"],
        "sample": "sheets/sample.csv",
    }


def code(path):
    """Fill a sheet by what its sentences say."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["openness"] = int("开放" in row["text"] or "open cooperation" in row["text"])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_from_sheets_to_corrected_shares(change, coded, tmp_path):
    run = tk.run(change(gold=coded), tmp_path / "results", cache=None)
    assert {"reliability", "human_machine", "calibration", "equivalence"} <= set(run.tables)
    reliable = run.table("reliability").rows
    assert (reliable["alpha"] == 1).all()
    shares = run.table("prevalence").rows
    groups = shares[shares["by"] == "language"]
    assert (groups["coded"] > 0).all()
    assert (
        (groups["corrected_low"] <= groups["corrected"]) & (groups["corrected"] <= groups["corrected_high"])
    ).all()
    assert "44 of 48 units were coded by anna and bo" in (run.folder / "methods.md").read_text("utf-8")
    kept = pd.read_csv(run.folder / "data" / "codes.csv")
    assert len(kept) == 2 * 44
    assert kept["probability"].between(0, 1).all()


def test_a_changed_code_changes_the_id_and_the_place_of_the_file_does_not(change, coded, project, tmp_path):
    first = tk.run(change(gold=coded), tmp_path / "results", cache=None)
    sheet = project.parent / "sheets" / "codes-bo.csv"
    moved = project.parent / "elsewhere" / "codes-bo.csv"
    moved.parent.mkdir()
    moved.write_bytes(sheet.read_bytes())
    again = tk.run(
        change(gold=coded | {"codes": ["sheets/codes-anna.csv", "elsewhere/codes-bo.csv"]}),
        tmp_path / "results",
        None,
    )
    assert again.id == first.id
    text = moved.read_text("utf-8-sig")
    moved.write_text(text.replace(",1", ",0", 1), "utf-8-sig")
    assert tk.run(project, tmp_path / "results", cache=None).id != first.id


def test_the_same_codes_leave_the_same_bytes(change, coded, tmp_path):
    change(gold=coded, compare={"by": ["language"], "effects": [{"formula": "language"}]})
    runs = [tk.run(change(), tmp_path / name, tmp_path / "cache" if name == "b" else None) for name in "ab"]
    one, other = ({p.name: p.read_bytes() for p in (run.folder / "tables").iterdir()} for run in runs)
    assert one == other


def test_everything_wrong_with_codes_dates_formulas_and_split_is_told_at_once(change, coded, project, capsys):
    sheet = project.parent / "sheets" / "codes-anna.csv"
    lines = sheet.read_text("utf-8-sig").splitlines()
    sheet.write_text(
        "\n".join(
            [
                *lines[:1],
                lines[1].replace(",0,,", ",7,,"),
                *lines[2:],
                "zh-9#1" + lines[2][lines[2].index(",") :],
            ]
        ),
        "utf-8-sig",
    )
    change(
        gold=coded,
        split={"by": ["langage"]},
        compare={"effects": [{"formula": "langauge"}], "over_time": {"column": "day"}},
    )
    problems = "\n".join(map(str, tk.check(project)))
    for said in ("codes-anna.csv line 2", "zh-9#1", "'langage'", "'langauge'", "'day'"):
        assert said in problems


def test_an_instrument_that_learns_from_codes_asks_for_them(change):
    with pytest.raises(tk.InvalidInput, match="no codes are named"):
        tk.load_experiment(change(instruments=["dictionary", "classifier"]))


def test_estimates_come_from_the_documents_that_were_set_aside(change, tmp_path):
    whole = tk.run(change(), tmp_path / "results", cache=None)
    half = tk.run(change(split={"estimation": 0.5, "seed": 2}), tmp_path / "results", cache=None)
    assert half.id != whole.id
    documents = [
        run.table("prevalence").rows.query("by == 'language'")["documents"].sum() for run in (whole, half)
    ]
    assert documents[0] == 8
    assert 2 <= documents[1] < 8
    methods = (half.folder / "methods.md").read_text("utf-8")
    assert f"Estimates come from {documents[1]} of 8 documents." in methods
    assert len(half.table("corpus").rows) == 8


def test_only_a_lock_and_a_split_make_a_run_confirmatory(project, change, tmp_path, monkeypatch):
    def standing():
        return tk.run(project, tmp_path / "results", cache=None).manifest["standing"]

    assert standing()["kind"] == "exploratory"
    change(split={"estimation": 0.5, "seed": 2}, name="locked")
    monkeypatch.setattr(
        "sys.argv",
        ["toolkit", "codebook", "lock", str(project.parent / "codebook.yaml"), "--experiment", str(project)],
    )
    with pytest.raises(SystemExit, match="0"):
        main()
    assert standing()["kind"] == "confirmatory"
    codebook = project.parent / "codebook.yaml"
    codebook.write_text(codebook.read_text("utf-8").replace("widened", "widening"), "utf-8")
    edited = standing()
    assert edited["kind"] == "exploratory"
    assert "edited afterwards" in edited["reason"]


def test_a_lock_that_comes_after_the_first_run_is_told(tmp_path, monkeypatch):
    project = write_project(tmp_path / "late", split={"estimation": 1.0})
    tk.run(project, tmp_path / "results", cache=None)
    index = tmp_path / "results" / "index.csv"
    rows = list(csv.DictReader(index.read_text("utf-8").splitlines()))
    assert (
        command("codebook", "lock", project.parent / "codebook.yaml", "--experiment", project).returncode == 0
    )
    rows[0]["started"] = "2020-01-01T00:00:00+00:00"
    with index.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    late = tk.run(project, tmp_path / "results", cache=None).manifest["standing"]
    assert late["kind"] == "exploratory"
    assert "younger than the first run, of 2020-01-01" in late["reason"]


def lock(project, *options):
    done = command("codebook", "lock", project.parent / "codebook.yaml", "--experiment", project, *options)
    assert done.returncode == 0, done.stderr


def test_a_document_that_was_read_is_never_estimated_from_whatever_comes_later(project, change, tmp_path):
    change(split={"estimation": 0.5, "seed": 2})
    lock(project)
    locked = read_lock(f"{project.parent / 'codebook.yaml'}.lock.json").documents
    read = set(locked.discovery)
    texts = project.parent / "texts"
    for doc in sorted(read):  # under other names, so that the rule alone would part them anew
        (texts / f"{doc}.txt").rename(texts / f"{doc}-again.txt")
    for n in range(5, 9):
        (texts / f"en-{n}.txt").write_text(
            f"Ports of the north opened joint laboratory {n} to all.\n" * 2, "utf-8"
        )
    run = tk.run(project, tmp_path / "results", cache=None)
    shares = run.table("prevalence").rows
    estimated = set(shares[shares["by"] == "document"]["group"])
    assert estimated >= set(locked.estimation)
    assert not estimated & {f"{doc}-again" for doc in read}
    standing = run.manifest["standing"]
    assert standing["kind"] == "confirmatory"
    assert "Newer than the lock and kept for estimates by the split's rule: en-" in standing["reason"]
    assert standing["reason"] in (run.folder / "methods.md").read_text("utf-8")
    assert "locked" not in (run.folder / "config.yaml").read_text("utf-8")


def test_read_documents_that_vanish_while_others_come_make_a_run_exploratory(project, change, tmp_path):
    change(split={"estimation": 0.5, "seed": 2})
    lock(project)
    locked = read_lock(f"{project.parent / 'codebook.yaml'}.lock.json").documents
    gone = sorted(locked.discovery)[0]
    texts = project.parent / "texts"
    (texts / f"{gone}.txt").unlink()
    for n in range(5, 9):
        (texts / f"en-{n}.txt").write_text(
            f"Ports of the north opened joint laboratory {n} to all.\n" * 2, "utf-8"
        )
    standing = tk.run(project, tmp_path / "results", cache=None).manifest["standing"]
    assert standing["kind"] == "exploratory"
    assert f"not in the corpus any more ({gone})" in standing["reason"]


def test_codes_of_the_estimation_half_correct_its_shares(project, change, tmp_path):
    change(split={"estimation": 0.5, "seed": 2})
    for path in (project.parent / "texts").iterdir():
        path.write_text("\n".join([path.read_text("utf-8")] * 4), "utf-8")
    sheets = project.parent / "sheets"
    drawn = command("gold", "sample", project, "--units", 80, "--coders", "anna", "--out", sheets)
    assert drawn.returncode == 0, drawn.stderr
    code(sheets / "codes-anna.csv")
    change(gold={"codes": ["sheets/codes-anna.csv"], "sample": "sheets/sample.csv"})
    assert tk.check(project) == []
    run = tk.run(project, tmp_path / "results", cache=None)
    shares = run.table("prevalence").rows.query("by == 'language'")
    assert shares["coded"].sum() == 80
    assert shares["corrected"].notna().all()
    assert "measures speak of the estimation half" in run.table("human_machine").note
    change(split=None)
    assert "declare the `split` that it was drawn by" in "\n".join(map(str, tk.check(project)))


def test_codes_outside_the_units_leave_it_to_an_instrument_which_terms_carry_a_theme(
    project, change, tmp_path
):
    change(split={"estimation": 0.5, "seed": 2}, instruments=["dictionary", "prototypes"])
    lock(project)
    read = sorted(read_lock(f"{project.parent / 'codebook.yaml'}.lock.json").documents.discovery)
    rows = [f"{doc}#{n},anna,openness,{n % 2}" for doc in read for n in (1, 2, 3)]
    (project.parent / "codes.csv").write_text("\n".join(["unit,coder,theme,value", *rows]), "utf-8")
    run = tk.run(change(gold={"codes": ["codes.csv"]}), tmp_path / "results", cache=None)
    assert set(run.table("keyness").rows["target"]) == {"prototypes"}
    assert "as told by prototypes" in run.table("keyness").note
    assert "<svg" in run.figure("seed_keyness")._repr_svg_()


def test_codes_of_the_discovery_half_measure_nothing_in_a_run_and_it_says_so(project, change, tmp_path):
    change(split={"estimation": 0.5, "seed": 2})
    sheets = project.parent / "sheets"
    drawn = command(
        *("gold", "sample", project, "--units", 12, "--coders", "anna", "--half", "discovery"),
        *("--out", sheets),
    )
    assert drawn.returncode == 0, drawn.stderr
    code(sheets / "codes-anna.csv")
    change(gold={"codes": ["sheets/codes-anna.csv"], "sample": "sheets/sample.csv"})
    outside = "12 of 12 coded units lie outside the estimation half"
    checked = command("check", project)
    assert checked.returncode == 0
    assert outside in checked.stderr
    assert "drawn from the discovery half" in checked.stderr
    run = tk.run(project, tmp_path / "results", cache=None)
    assert not {"reliability", "human_machine", "calibration"} & set(run.tables)
    assert not list((run.folder / "figures").glob("accuracy*"))
    for page in ("methods.md", "report.html"):
        text = (run.folder / page).read_text("utf-8")
        assert outside in text
        assert "units that estimates come from was coded" in text
        assert "stands in the table human_machine" not in text
