"""The page on codebooks shows what the code really does."""

import re
import shlex
from pathlib import Path

import pytest

from toolkit.cli.codebook import codebook_app
from toolkit.preprocess import Tokenizer
from toolkit.themes import Matcher
from toolkit.themes.codebook import Matching, read_codebook_file
from toolkit.themes.codebook.linting import lint
from toolkit.themes.split import Split
from toolkit.yaml_lines import read_yaml

PAGE = (Path(__file__).parents[2] / "docs/codebook.md").read_text("utf-8")


@pytest.fixture
def example(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", PAGE, flags=re.S)[1], "utf-8")
    return read_codebook_file(path)


def test_the_example_is_valid_and_lint_has_nothing_to_say(example):
    tokenizer = Tokenizer(compounds=example.codebook.compounds)
    assert [str(finding) for finding in lint(example.codebook, example.lines, tokenizer)] == []


def test_the_table_tells_what_counts(example):
    matchers = {language: Matcher(example.codebook, language) for language in ("zh", "en")}
    table = re.search(r"\| text \| counts \|\n\|---\|---\|\n(.*?)\n\n", PAGE, flags=re.S)[1]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()]
    assert len(rows) == 7
    for text, told in rows:
        found = matchers["en" if text.isascii() else "zh"].find(text)
        counted = [f"{match.term.t} ({match.counts_as})" for match in found if match.counts_as]
        assert (", ".join(counted) or "nothing") == told, text


def test_every_language_of_the_toolkit_has_a_row_with_its_window():
    rows = re.findall(r"^\| ([a-z, ]+) \| .* \| (\d+) (characters|words) \|$", PAGE, flags=re.M)
    told = {language: int(window) for names, window, _ in rows for language in names.split(", ")}
    languages = [name for name in Matching.model_fields if len(name) == 2]
    assert told == {language: Matching().window_for(language) for language in languages}


def test_the_commands_are_there():
    commands = {
        command.name or command.callback.__name__: command.callback
        for command in codebook_app.registered_commands
    }
    lines = [
        shlex.split(line, comments=True) for line in re.findall(r"^toolkit codebook (.*)$", PAGE, flags=re.M)
    ]
    assert {line[0] for line in lines} == set(commands)
    for name, *arguments in lines:
        known = commands[name].__annotations__
        assert {each.removeprefix("--") for each in arguments if each.startswith("--")} <= set(known)


def test_the_splits_are_valid(tmp_path):
    written = re.findall(r"`split: (\{.*?\})`", PAGE)
    assert len(written) == 2
    for text in written:
        path = tmp_path / "split.yaml"
        path.write_text(text, "utf-8")
        assert Split.model_validate(read_yaml(path)[0])
