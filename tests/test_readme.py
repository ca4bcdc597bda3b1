"""The README shows what the code really does."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_commands_of_the_readme_are_verbs_of_the_makefile():
    verbs = re.findall(r"^make (\w+)", README, flags=re.M)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert verbs == ["example", "test"]
    for verb in verbs:
        assert re.search(rf"^{verb}:", makefile, flags=re.M)


def test_ci_calls_the_test_command_of_the_readme():
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_table_of_the_readme_is_the_published_one():
    shown = re.search(r"<!-- table: prevalence by language -->\n(.*?)<!-- end", README, flags=re.S)
    rows = {line for line in shown[1].splitlines() if line.startswith("| ")}
    assert len(rows) == 8
    published = (ROOT / "results").glob("example-*/tables/prevalence.md")
    assert any(rows <= set(path.read_text("utf-8").splitlines()) for path in published)


@pytest.mark.slow
def test_the_ten_lines_run(monkeypatch, tmp_path):
    code = re.search(r"```python\n(.*?)```", README, flags=re.S)[1]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "experiments").symlink_to(ROOT / "experiments")
    names = {}
    exec(code, names)  # the code of the README, nothing else
    assert names["run"].table("prevalence").rows["documents"].max() == 28
    assert names["reading"].score.shape == (602, 3)


def test_the_experiment_file_of_the_readme_is_valid(tmp_path):
    import toolkit as tk

    path = tmp_path / "my-question.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", README, flags=re.S)[1], "utf-8")
    experiment = tk.load_experiment(path)
    assert [model.kind for model in experiment.models] == ["lda", "lda", "bertopic"]
