"""Tables: one set of rows, four renderings."""

import csv
import io
import shutil
import subprocess

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.reports import Table

ROWS = pd.DataFrame(
    {"theme": ["开放 & 合作", "self_reliance | 50 %"], "share": [1 / 3, float("nan")], "units": [12, 7]}
)
TABLE = Table("demo", "A caption with 100 % & more", ROWS, "n = 2 documents.", "demo · run 0 · toolkit 0")


def test_the_csv_keeps_every_digit():
    rows = list(csv.DictReader(io.StringIO(TABLE.to_csv())))
    assert float(rows[0]["share"]) == 1 / 3
    assert rows[1]["share"] == ""


def test_markdown_shows_three_digits_and_a_dash_for_nothing():
    text = TABLE.to_markdown()
    assert "| 开放 & 合作 | 0.333 | 12 |" in text
    assert "| self_reliance \\| 50 % | – | 7 |" in text
    assert text.strip().endswith("demo · run 0 · toolkit 0")


def test_html_is_escaped():
    page = Table("x", "<b>", pd.DataFrame({"a": ["<script>"]})).to_html()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_latex_escapes_what_latex_reads():
    text = TABLE.to_latex()
    assert r"100 \% \& more" in text
    assert r"\toprule" in text
    assert r"\bottomrule" in text


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_every_rendering_has_a_line_for_each_row_whatever_the_text(texts):
    table = Table("t", "c", pd.DataFrame({"a": texts, "b": range(len(texts))}))
    assert table.to_markdown().count("\n|") == len(texts) + 2
    assert table.to_html().count("<tr>") == len(texts) + 1
    assert len(list(csv.DictReader(io.StringIO(table.to_csv(), newline="")))) == len(texts)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xelatex") is None, reason="XeLaTeX is not installed")
def test_latex_compiles_with_chinese(tmp_path):
    (tmp_path / "demo.tex").write_text(TABLE.to_latex(), "utf-8")
    (tmp_path / "all.tex").write_text(
        "\\documentclass{article}\\usepackage[UTF8,scheme=plain]{ctex}\\usepackage{booktabs,longtable,array}"
        "\\begin{document}\\input{demo}\\end{document}",
        "utf-8",
    )
    done = subprocess.run(
        ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    if b"File `ctex.sty' not found" in done.stdout:
        pytest.skip("the LaTeX package ctex is not installed")
    assert done.returncode == 0, done.stdout[-2000:]
    assert b"Missing character" not in done.stdout


def test_a_latex_row_that_begins_with_a_bracket_is_no_argument_of_the_line_break():
    text = Table("t", "c", pd.DataFrame({"doc": ["a", "[2024] report", "*star"]})).to_latex()
    assert "\\\\\n{}{[}" in text or "\\\\\n{}[2024]" in text
    assert "\\\\\n[" not in text
    assert "\\\\\n*" not in text
