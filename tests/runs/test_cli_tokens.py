"""`toolkit tokens`: what the preparation does to a sentence."""

from __future__ import annotations

import pytest
import yaml
from typer.testing import CliRunner

from toolkit.cli import app
from toolkit.errors import InvalidInput


def call(*arguments, given=None):
    result = CliRunner().invoke(app, ["tokens", *map(str, arguments)], input=given)
    return result, result.output


def steps(printed):
    """Group the printed lines by step."""
    found, name = {}, ""
    for line in printed.splitlines():
        name = line[:11].strip() or name
        found.setdefault(name, []).append(line[12:])
    return found


def test_every_step_is_shown_in_order():
    result, printed = call("--text", "据[3]ＡＩ企业說，2025年港口建设加快。我们同意。")
    assert result.exit_code == 0
    shown = steps(printed)
    assert list(shown) == [
        "text", "repaired", "language", "sentences", "words", "kept whole", "left out", "tokens",
    ]  # fmt: skip
    assert shown["repaired"][0] == "据AI企业說，2025年港口建设加快。我们同意。"
    assert any("note_markers" in line for line in shown["repaired"])
    assert shown["language"][0].startswith("zh (found from the text")
    assert shown["sentences"] == ["1. 据AI企业說，2025年港口建设加快。", "2. 我们同意。"]
    assert "AI → ai" in shown["words"][0]
    assert "說 → 说" in shown["words"][0]
    assert "2025: number" in shown["left out"]
    assert "我们: stop word" in shown["left out"]
    assert "据: too short" in shown["left out"]
    assert shown["tokens"] == ["ai · 企业 · 港口 · 建设 · 加快 · 同意"]


def test_the_language_can_be_given_and_is_found_otherwise():
    assert "fr (given)" in call("--text", "les ports", "--language", "fr")[1]
    assert "ja (found" in call("--text", "政府は港湾に工場を建設した。")[1]


def test_a_text_from_standard_input():
    result, printed = call("--text", "-", given="The ports grew.\nThe ships sailed.\n")
    assert result.exit_code == 0
    assert steps(printed)["tokens"] == ["port · grow · ship · sail"]


def test_lemmas_and_repeated_words_are_shown():
    shown = steps(call("--text", "The ports of the sea were building the ships.", "--language", "en")[1])
    assert "ports → port" in shown["words"][0]
    assert "the: stop word (3 times)" in shown["left out"]
    assert shown["kept whole"] == ["no expression of several words"]


def test_a_codebooks_terms_stay_whole(project):
    codebook = project.parent / "codebook.yaml"
    shown = steps(call("--text", "Joint laboratories opened.", "--language", "en", "--codebook", codebook)[1])
    assert shown["kept whole"] == ["joint_laboratory"]
    assert shown["tokens"][0].startswith("joint_laboratory")


def test_an_experiments_rules_and_codebook_are_used(project):
    (project.parent / "stops.txt").write_text("harbour\n", "utf-8")
    settings = yaml.safe_load(project.read_text("utf-8"))
    settings["prepare"] = {"tokens": {"stop_lists": {"en": "stops.txt"}, "numbers": True}}
    project.write_text(yaml.safe_dump(settings), "utf-8")
    text = "The 12 joint laboratories saw harbours."
    shown = steps(call("--text", text, "--language", "en", "--experiment", project)[1])
    assert shown["tokens"] == ["the · 12 · joint_laboratory · see"]
    assert "harbour: stop word" in shown["left out"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--text", "x", "--language", "xx"], "no tokenizer for 'xx'"),
        (["--text", "2025"], "--language"),
        (["--text", "x", "--experiment", "nowhere.yaml"], "no such file"),
        (["--text", "x", "--codebook", "nowhere.yaml"], "no such file"),
    ],
)
def test_what_cannot_be_done_is_told_with_a_remedy(arguments, told):
    result, _ = call(*arguments)
    assert isinstance(result.exception, InvalidInput)
    assert told in str(result.exception)
    assert all(problem.remedy for problem in result.exception.problems)
