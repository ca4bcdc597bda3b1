"""`toolkit check`: every problem at once, each with place and remedy, no traceback."""

import os
import stat

import numpy as np
import pytest
import yaml

import toolkit as tk


def edit(path, **changes):
    settings = yaml.safe_load(path.read_text("utf-8")) | changes
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")


def messages(path):
    problems = tk.check(path)
    for problem in problems:
        assert problem.place
        assert problem.reason
        assert problem.remedy
    return "\n".join(str(problem) for problem in problems)


def test_a_sound_experiment_has_no_problem(project):
    assert tk.check(project) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"corpuss": {}}, "did you mean 'corpus'"),
        ({"models": [{"kind": "lda", "topicz": 3}]}, "did you mean 'topics'"),
        ({"models": [{"kind": "lda", "topics": 1}]}, "greater than or equal to 2"),
        ({"models": [{"kind": "ldaa"}]}, "ldaa"),
        ({"instruments": ["dictionry"]}, "dictionry"),
        ({"models": [{"kind": "lda"}, {"kind": "lda"}]}, "two models are called 'lda'"),
        ({"models": [{"kind": "lda", "name": "lda.zh"}]}, "the name 'lda.zh' has a dot"),
        ({"instruments": [{"kind": "dictionary", "name": "a.b"}]}, "call it 'a-b'"),
        (
            {"instruments": ["dictionary", {"kind": "seeded-lda", "model": {"name": "s.en"}}]},
            "the name 's.en' has a dot",
        ),
        ({"compare": {"by": ["langage"]}}, "did you mean 'language'"),
        ({"compare": {"by": []}}, "names no column"),
        (
            {"compare": {"contrasts": [{"by": "language", "first": "zh", "second": "zh"}]}},
            "'zh' is compared with itself",
        ),
        ({"features": {"lexicon": {"tables": ["none.tsv", "nil.tsv"]}}}, "nil.tsv: there is no such file"),
        (
            {"features": {"vectors": {"kind": "precomputed", "path": "none.npz"}}},
            "correct `features.vectors.path`",
        ),
        ({"compare": {"headline": "prototypes"}}, "no instrument of this experiment"),
        (
            {"compare": {"contrasts": [{"by": "language", "first": "zh", "second": "fr"}]}},
            "no document has language",
        ),
        ({"corpus": {"path": "nowhere"}}, "no such file or folder"),
        ({"codebook": "nowhere.yaml"}, "no such file"),
        ({"models": [{"kind": "bertopic"}]}, "48 units to cluster"),
        ({"instruments": ["dictionary", "seeded-lda"]}, ""),
        ({"robustness": {"draws": 1}}, "one draw says nothing"),
        (
            {"robustness": {"draws": 5}, "compare": {"effects": [{"formula": "language"}]}},
            "no instrument has one",
        ),
        (
            {"robustness": {"draws": 5}, "instruments": ["dictionary", "seeded-lda"]},
            "`compare.effects` names none",
        ),
        (
            {
                "robustness": {"draws": 5},
                "compare": {"effects": [{"formula": "language"}]},
                "instruments": ["dictionary", {"kind": "seeded-lda", "model": {"alpha": "auto"}}],
            },
            "'seeded-lda' learns its prior",
        ),
        (
            {
                "robustness": {"draws": 5},
                "compare": {"effects": [{"formula": "language"}]},
                "instruments": ["dictionary", "seeded-lda"],
            },
            "",
        ),
        (
            {
                "features": {
                    "vectors": {"kind": "sentence-transformers", "model": "intfloat/multilingual-e5-small"}
                }
            },
            "pin it with `revision:`",
        ),
        ({"features": {"vectors": {"kind": "precomputed", "path": "v.npz"}}, "name": "Bad Name"}, "name"),
    ],
)
def test_each_fault_is_found_without_a_run(project, changes, said):
    edit(project, **changes)
    found = messages(project)
    assert said in found
    if said:
        assert "→" in found


def test_all_faults_are_told_at_once(project):
    edit(project, naem="x", codebook="nowhere.yaml", corpus={"path": "nowhere"})
    found = messages(project)
    for said in ("unknown key 'naem'", "nowhere.yaml", "no such file or folder"):
        assert said in found


def test_files_of_the_preparation_are_read_with_everything_else(project):
    edit(
        project,
        codebook="nowhere.yaml",
        prepare={"overrides": "overrides.csv", "tokens": {"stop_lists": {"en": "none.txt"}}},
    )
    (project.parent / "overrides.csv").write_text("doc,line,label\nzh-1,one,meta\nzh-1,1,mega\n", "utf-8")
    (project.parent / "texts" / "empty.txt").write_text("", "utf-8")
    found = messages(project)
    for said in ("row 2: line 'one'", "row 3: label 'mega'", "none.txt", "nowhere.yaml", "is empty"):
        assert said in found


def test_overrides_that_fit_no_line_are_told(project):
    edit(project, prepare={"overrides": "overrides.csv"})
    table = "doc,line,label,start\nzh-9,0,meta,\nzh-1,6,meta,\nzh-1,0,meta,English\n"
    (project.parent / "overrides.csv").write_text(table, "utf-8")
    found = messages(project)
    for said in ("no such document", "did you mean 'zh-", "has 6 non-empty lines", "not “English”"):
        assert said in found


def test_a_misspelled_key_is_told_with_its_line(project):
    text = project.read_text("utf-8") + "shar_text: true\n"
    project.write_text(text, "utf-8")
    assert f"line {len(text.splitlines())}" in messages(project)


def test_a_theme_without_terms_is_told_with_its_line(project):
    path = project.parent / "codebook.yaml"
    codebook = yaml.safe_load(path.read_text("utf-8"))
    codebook["themes"][0]["terms"] = {"zh": [], "en": ["open cooperation"]}
    path.write_text(yaml.safe_dump(codebook, allow_unicode=True), "utf-8")
    assert "has no core or support term in 'zh'" in messages(project)
    assert "codebook.yaml line" in messages(project)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", bytes(range(256)) * 30, "binary"),
        ("broken.txt", "开放合作".encode() + b"\xff\xfe\xfa" * 40, "neither UTF-8"),
        ("clutter.txt", "分享到微信\n版权所有\n".encode(), "has no line of content"),
        ("numbers.txt", b"2025\n17\n", "no letters"),
        ("greek.txt", "Η αλυσίδα εφοδιασμού είναι σημαντική για όλους.".encode(), ""),
    ],
)
def test_a_document_that_cannot_be_used_is_a_problem_of_the_check(project, name, content, said):
    (project.parent / "texts" / name).write_bytes(content)
    found = messages(project)
    assert name.removesuffix(".txt") in found
    assert said in found
    assert "a run goes on without it" in found


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_told(project):
    path = project.parent / "texts" / "secret.txt"
    path.write_text("秘密", "utf-8")
    path.chmod(stat.S_IWUSR)
    assert "cannot be opened" in messages(project)


def test_yaml_that_is_none_is_one_message(tmp_path):
    path = tmp_path / "experiment.yaml"
    path.write_text("name: [unclosed", "utf-8")
    assert "is not YAML" in messages(path)


def test_a_file_of_vectors_that_does_not_fit_is_told(project):
    edit(
        project,
        features={"vectors": {"kind": "precomputed", "path": "vectors.npz"}},
        instruments=["dictionary", "prototypes"],
    )
    ids = [f"{lang}-{n}#{i}" for lang in ("zh", "en") for n in range(1, 5) for i in range(6)]
    for names, said in (
        (ids[1:], "has no vector for 1 of 48 units"),
        (ids, "no vector called 'prototype:openness"),
        ([*ids, "prototype:openness:zh:0", "prototype:openness:en:0"], ""),
    ):
        np.savez(project.parent / "vectors.npz", ids=np.array(names), vectors=np.ones((len(names), 3)))
        found = messages(project)
        assert said in found
        assert bool(said) == bool(found)


def test_a_language_without_terms_is_told(project):
    for path in (project.parent / "texts").glob("en-*.txt"):
        path.unlink()
    (project.parent / "texts" / "en-1.txt").write_text("Nothing here is ever said twice today.", "utf-8")
    found = messages(project)
    assert "'en' keeps 0 terms in 1 units" in found
    assert "features.terms.min_units" in found
    assert "models.lda: 'en' has one unit" in found
    with pytest.raises(tk.InvalidInput, match="'en' keeps 0 terms"):
        tk.run(project, project.parent / "results", cache=None)


def test_pairs_that_are_none_are_problems_of_the_check_alone(project):
    rows = ["doc,pair,role", "zh-1,a,source", "zh-2,b,", "en-2,b,", "zh-3,c,source", "en-3,c,translation"]
    (project.parent / "metadata.csv").write_text("\n".join(rows), "utf-8")
    edit(project, corpus={"path": "texts", "metadata": "metadata.csv"})
    found = messages(project)
    assert "pair 'a' has 1 usable documents instead of two: zh-1" in found
    assert "pair 'b' does not have exactly one document with the role 'source'" in found
    assert "'c'" not in found
    assert tk.run(project, project.parent / "results", cache=None).table("pairs") is not None


def change_theme(project, **changes):
    path = project.parent / "codebook.yaml"
    codebook = yaml.safe_load(path.read_text("utf-8"))
    codebook["themes"][0] |= changes
    path.write_text(yaml.safe_dump(codebook, allow_unicode=True), "utf-8")


GUIDED = {
    "kind": "bertopic",
    "name": "guided",
    "model": {"kind": "guided-bertopic", "small_corpus": "kmeans"},
}
ZERO_SHOT = {"kind": "bertopic", "name": "asked", "model": {"small_corpus": "kmeans"}}


def test_themes_that_cannot_be_placed_are_told_instrument_by_instrument(project):
    edit(project, instruments=["dictionary", "prototypes", ZERO_SHOT, GUIDED])
    assert messages(project) == ""
    change_theme(
        project,
        terms={"zh": ["幽灵"], "en": ["phantom", "spectre"]},
        prototypes={"en": ["Phantoms, spectres."]},
    )
    found = messages(project)
    for name in ("prototypes", "asked"):
        assert (
            f"instruments.{name}: none of the 1 prototype sentences of theme 'openness' has a word" in found
        )
    assert "instruments.guided: the corpus uses no term of theme 'openness'" in found
    with pytest.raises(tk.InvalidInput, match="none of the 1 prototype sentences"):
        tk.run(project, project.parent / "results", cache=None)


def test_a_theme_that_only_one_language_places_is_a_problem_of_the_check_alone(project):
    edit(project, instruments=["dictionary", "prototypes", GUIDED])
    change_theme(
        project,
        terms={"zh": ["开放合作", "扩大开放"], "en": ["phantom"]},
        prototypes={"zh": ["双方扩大开放合作。"]},
    )
    found = messages(project)
    assert "instruments.prototypes: theme 'openness' has no prototype sentence in en" in found
    assert "instruments.guided: theme 'openness' has no term that the corpus uses in en" in found
    assert "a run goes on and places the theme by zh alone" in found
    assert len(tk.check(project)) == 2


def test_a_file_of_vectors_is_asked_for_seeds_too(project):
    edit(
        project,
        features={"vectors": {"kind": "precomputed", "path": "vectors.npz"}},
        instruments=["dictionary", GUIDED],
    )
    ids = [f"{lang}-{n}#{i}" for lang in ("zh", "en") for n in range(1, 5) for i in range(6)]
    np.savez(project.parent / "vectors.npz", ids=np.array(ids), vectors=np.ones((len(ids), 3)))
    assert "no vector called 'seeds:openness:en'" in messages(project)


def test_too_few_codes_for_those_who_learn_from_them_are_counted(project):
    rows = [f"{lang}-{n}#{i},anna,openness,{i % 2}" for lang in ("zh", "en") for n in (1, 2) for i in (0, 1)]
    (project.parent / "codes.csv").write_text("\n".join(["unit,coder,theme,value", *rows]), "utf-8")
    edit(project, gold={"codes": ["codes.csv"]}, instruments=["dictionary", "classifier", "human"])
    found = messages(project)
    assert (
        "instruments.classifier: 'openness' has 4 (en 2, zh 2) coded units that carry it, in 3 documents, and "
        "4 (en 2, zh 2) coded units that do not carry it, in 3 documents; 'classifier' needs 10 of each, in 3"
    ) in found
    assert "instruments.human: 'human' reads whole corpora, and 40 (en 20, zh 20) of 48 units" in found
    assert found.count("`toolkit gold plan` says how many to code") == 2
    with pytest.raises(tk.InvalidInput, match="needs 10 of each"):
        tk.run(project, project.parent / "results", cache=None)


def test_a_broken_lock_is_told_with_everything_else(project):
    (project.parent / "codebook.yaml.lock.json").write_text("{", "utf-8")
    edit(project, split={"seed": 1}, compare={"by": ["langage"]})
    found = messages(project)
    assert found.count("is no readable lock") == 1
    assert "did you mean 'language'" in found
