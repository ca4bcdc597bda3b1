"""The benchmark of joint topics runs on any folder in its form, with CC-CEDICT or with a dictionary of two columns."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
FIGURES = ("tu", "cnpmi", "excess", "top1", "intra en", "en to {other}", "{other} to en", "intra {other}")


@pytest.fixture
def data(small_units, tmp_path):
    """Thirty units of each language about three subjects, as training and as test texts."""

    def write(other: str) -> Path:
        labels = {"chips": 1, "ports": 2, "seeds": 3}
        for name, code in (("en", "en"), (other, "zh")):
            rows = [
                (" ".join(tokens), labels[unit.doc.split("-")[1]])
                for unit, tokens in zip(small_units.units, small_units.tokens, strict=True)
                if unit.language == code
            ]
            for part in ("train", "test"):
                texts, kinds = zip(*rows, strict=True)
                (tmp_path / f"{part}_texts_{name}.txt").write_text("\n".join(texts) + "\n", "utf-8")
                (tmp_path / f"{part}_labels_{name}.txt").write_text(
                    "\n".join(map(str, kinds)) + "\n", "utf-8"
                )
            (tmp_path / f"reference.{name}").write_text("\n".join(text for text, _ in rows) + "\n", "utf-8")
        (tmp_path / "pairs.txt").write_text(
            "chip 芯片\nport 港口\nseed 种子\nwafer 晶圆\nmaize 玉米\n", "utf-8"
        )
        return tmp_path

    return write


@pytest.mark.slow
@pytest.mark.parametrize(("other", "dictionary"), [("cn", False), ("ja", True)])
def test_every_figure_is_printed_and_every_file_is_left(data, other, dictionary):
    folder = data(other)
    command = [sys.executable, str(ROOT / "experiments/benchmarks/crosslingual.py"), "--topics", "3"]
    command += ["--data", str(folder), "--reference", str(folder / "reference"), "--out", str(folder / "out")]
    command += ["--dictionary", str(folder / "pairs.txt")] if dictionary else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout.splitlines()[-1])
    for model in ("lda", "bertopic"):
        row = facts["rows"][model]
        assert set(row) == {name.format(other=other) for name in FIGURES}
        assert row["intra en"] > 0.8
        for language in ("en", other):
            tops = (folder / "out" / model / f"top_{language}.txt").read_text("utf-8").splitlines()
            assert len(tops) == 3
            assert all(top.split() for top in tops)
        theta = np.load(folder / "out" / model / "theta.npz")
        np.testing.assert_allclose(theta["test2"].sum(axis=1), 1)
        assert len(theta["ytrain1"]) == len(theta["train1"])
