"""`toolkit check`: every problem at once, each with place and remedy, no traceback."""

import os
import stat

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
        ({"compare": {"by": ["langage"]}}, "did you mean 'language'"),
        ({"compare": {"headline": "prototypes"}}, "no instrument of this experiment"),
        (
            {"compare": {"contrasts": [{"by": "language", "first": "zh", "second": "fr"}]}},
            "no document has language",
        ),
        ({"corpus": {"path": "nowhere"}}, "no such file or folder"),
        ({"codebook": "nowhere.yaml"}, "no such file"),
        ({"models": [{"kind": "bertopic"}]}, "48 units to cluster"),
        ({"instruments": ["dictionary", "seeded-lda"]}, ""),
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
