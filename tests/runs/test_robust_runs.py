"""Runs that ask again: from other seeds, with shares drawn, and what they say of effects."""

from __future__ import annotations

import pytest

import toolkit as tk
from tests.conftest import SUBJECTS
from tests.runs.conftest import EN, ZH

SMALL = {"kind": "seeded-lda", "model": {"residual_topics": 2, "starts": 1}}
EFFECTS = {"effects": [{"formula": "language"}]}
TERM = "language: zh − en"


@pytest.fixture
def enough(project, change):
    """Write twenty texts that are no copies of each other, half of them with more of the theme."""
    texts = project.parent / "texts"
    for path in texts.iterdir():
        path.unlink()
    for language, theme in (("zh", ZH), ("en", EN)):
        others = [one for (own, _), three in sorted(SUBJECTS.items()) if own == language for one in three]
        for n in range(10):
            lines = [
                *(others[(7 * n + step) % 18] for step in range(0, 15, 3)),
                *[theme.format(n=n)] * (1 + n % 3),
            ]
            (texts / f"{language}-{n}.txt").write_text("\n".join(lines), "utf-8")
    change(instruments=["dictionary", SMALL], compare=EFFECTS)
    return project


def test_effects_are_pooled_over_runs_and_draws(enough, change, tmp_path):
    change(robustness={"seeds": 2, "draws": 4})
    runs = [tk.run(enough, tmp_path / name, tmp_path / "cache" if name == "b" else None) for name in "ab"]
    one, other = ({p.name: p.read_bytes() for p in (run.folder / "tables").iterdir()} for run in runs)
    assert one == other
    assert {f"effects_over_runs.{ending}" for ending in ("csv", "md", "tex", "html")} <= set(one)

    rows = runs[0].table("effects_over_runs").rows
    assert set(rows["instrument"]) == {"seeded-lda"}
    own = rows[rows["term"] == TERM].set_index("outcome")
    assert own["runs"].tolist() == [2, 2]
    assert own["draws"].to_dict() == {"presence": 1, "share": 4}
    assert (own["documents"] == 20).all()
    assert (own["units"] == len(runs[0].features.units)).all()
    assert ((own["due_to_runs"] + own["due_to_draws"].fillna(0)) <= 1).all()

    page = (runs[0].folder / "report.html").read_text("utf-8")
    assert 'id="table-effects_over_runs"' in page
    methods = (runs[0].folder / "methods.md").read_text("utf-8")
    assert "estimated anew over 2 runs and 4 draws of theme shares in each (seeded-lda)" in methods


def test_draws_alone_make_the_table_and_their_number_is_part_of_the_id(enough, change, tmp_path):
    few, more = (
        tk.run(change(robustness={"draws": draws}), tmp_path / "results", tmp_path / "cache")
        for draws in (2, 3)
    )
    assert few.id != more.id
    rows = few.table("effects_over_runs").rows
    assert set(rows["outcome"]) == {"share"}
    assert rows["due_to_runs"].isna().all()
    assert (rows["runs"] == 1).all()


def test_draws_of_documents_set_aside_for_estimates_are_of_those_alone(enough, change, tmp_path):
    change(split={"estimation": 0.9}, robustness={"draws": 2})
    run = tk.run(enough, tmp_path / "results", tmp_path / "cache")
    documents = {run.table(name).rows["documents"].max() for name in ("effects", "effects_over_runs")}
    assert len(documents) == 1
    assert documents.pop() < 20


def test_what_effects_refuse_is_refused_over_runs_for_the_same_reason(change, tmp_path):
    change(instruments=["dictionary", SMALL], compare=EFFECTS, robustness={"seeds": 2})
    run = tk.run(change(), tmp_path / "results", cache=None)
    reasons = {
        reading for name in ("effects", "effects_over_runs") for reading in run.table(name).rows["reading"]
    }
    assert reasons == {"none: 5 clusters; a regression needs 12, read the contrasts"}


def test_without_runs_draws_or_effects_there_is_no_such_table(enough, change, tmp_path):
    for settings in ({"robustness": {}}, {"robustness": {"seeds": 2}, "compare": {}}):
        assert (
            "effects_over_runs"
            not in tk.run(change(**settings), tmp_path / "results", tmp_path / "cache").tables
        )
