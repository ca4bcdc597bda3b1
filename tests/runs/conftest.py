"""Small experiments, and the example run once for all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"

ZH = "双方宣布扩大开放合作,在港口、芯片和电池三个领域共建第{n}个实验室,参与企业达到{n}家,学员来自各地。"
EN = "The two sides widened open cooperation in ports and batteries and opened joint laboratory number {n}."
OTHER_ZH = "工人老李在第{n}车间修了一台旧机床,他说天气转凉,食堂的面条比去年贵了{n}元,大家都不着急。"
OTHER_EN = (
    "The canteen of plant {n} served noodles while the rain fell on the roof and the night shift slept."
)

CODEBOOK = {
    "format": "theme-codebook/0",
    "id": "tiny",
    "version": "1",
    "languages": ["zh", "en"],
    "themes": [
        {
            "id": "openness",
            "label": {"zh": "开放", "en": "Openness"},
            "definition": {"zh": "开放", "en": "openness"},
            "terms": {
                "zh": ["开放合作", "扩大开放", "共建"],
                "en": ["open cooperation", "joint laboratory", "widened"],
            },
            "prototypes": {"zh": ["双方扩大开放合作。"], "en": ["The two sides widened open cooperation."]},
        }
    ],
}


def write_project(folder, **changes):
    """Write a small corpus, a codebook and an experiment file; give the file's path."""
    texts = folder / "texts"
    texts.mkdir(parents=True)
    for n in range(1, 5):
        (texts / f"zh-{n}.txt").write_text("\n".join([ZH.format(n=n), OTHER_ZH.format(n=n)] * 3), "utf-8")
        (texts / f"en-{n}.txt").write_text("\n".join([EN.format(n=n), OTHER_EN.format(n=n)] * 3), "utf-8")
    (folder / "codebook.yaml").write_text(yaml.safe_dump(CODEBOOK, allow_unicode=True), "utf-8")
    settings = {
        "name": "tiny",
        "corpus": {"path": "texts"},
        "codebook": "codebook.yaml",
        "models": [{"kind": "lda", "topics": 2}],
        "instruments": ["dictionary"],
    }
    settings.update(changes)
    path = folder / "experiment.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return path


@pytest.fixture
def project(tmp_path):
    """An experiment that takes a second."""
    return write_project(tmp_path / "project")


@pytest.fixture
def change(project):
    """Change the experiment file."""

    def apply(**changes):
        settings = yaml.safe_load(project.read_text("utf-8")) | changes
        project.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
        return project

    return apply


def toolkit(*arguments, seed="0", cwd=None, wait=True):
    """Call the command line in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "toolkit.cli", *map(str, arguments)]
    if wait:
        return subprocess.run(
            command, capture_output=True, text=True, cwd=cwd or ROOT, env=environment, check=False
        )
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd or ROOT, env=environment
    )


@pytest.fixture(scope="session")
def example_runs(tmp_path_factory):
    """The example, run afresh in two processes at once that hash strings differently."""
    places = [tmp_path_factory.mktemp(f"results-{seed}") for seed in ("1", "4242")]
    running = [
        toolkit(
            "run", ROOT / "experiments/example.yaml", "--fresh", "--results", place, seed=seed, wait=False
        )
        for place, seed in zip(places, ("1", "4242"), strict=True)
    ]
    for process in running:
        _, errors = process.communicate(timeout=900)
        assert process.returncode == 0, errors
    return [next(place.glob("example-*")) for place in places]
