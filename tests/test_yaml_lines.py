"""A problem in a YAML file is told with its line, and with what was probably meant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from toolkit.errors import InvalidInput, Problem
from toolkit.settings import Settings
from toolkit.yaml_lines import line_of, problems_of, read_yaml


class Oven(Settings):
    kind: Literal["oven"] = "oven"
    degrees: int = 180


class Pan(Settings):
    kind: Literal["pan"] = "pan"
    lid: bool = False


class Step(Settings):
    title: str
    minutes: int = Field(5, ge=1)
    tool: Annotated[Oven | Pan, Field(discriminator="kind")] = Oven()


class Recipe(Settings):
    name: str
    servings: int = 2
    steps: tuple[Step, ...] = ()
    best: Step | None = None
    notes: dict[str, Step] = Field(default_factory=dict)


RECIPE = """\
# a comment
name: Soup
servings: 4

steps:
  - title: Boil
    minutes: 10
    tool: {kind: pan, lid: true}
  - title: Bake
    tool:
      kind: oven
      degrees: 200
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "recipe.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def problems(path: Path) -> list[Problem]:
    data, lines = read_yaml(path)
    with pytest.raises(ValidationError) as caught:
        Recipe.model_validate(data)
    return problems_of(caught.value, path, lines, Recipe)


def refusal(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as caught:
        read_yaml(path)
    assert all(problem.place and problem.reason and problem.remedy for problem in caught.value.problems)
    return caught.value.problems


def test_every_key_and_item_knows_its_line(tmp_path):
    data, lines = read_yaml(write(tmp_path, RECIPE))
    assert Recipe.model_validate(data).steps[1].tool == Oven(degrees=200)
    written = RECIPE.split("\n")
    for place, line in lines.items():
        if place and isinstance(place[-1], str):
            assert f"{place[-1]}:" in written[line - 1]
    assert lines["steps", 1] == 9
    assert lines["steps", 1, "tool", "degrees"] == 12


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_and_line_ends_change_nothing(tmp_path, mark, end):
    data, lines = read_yaml(write(tmp_path, mark + RECIPE.replace("\n", end).encode()))
    assert (data["name"], lines["name",]) == ("Soup", 2)


def test_a_place_that_is_not_in_the_file_has_the_line_around_it(tmp_path):
    _, lines = read_yaml(write(tmp_path, RECIPE))
    assert (
        line_of(("steps", 1, "tool", "oven", "degrees"), lines) == 12
    )  # the tag of a union is not in the file
    assert line_of(("steps", 1, "minutes"), lines) == 9
    assert line_of(("nowhere",), lines) == 2


FAULTS = {
    "a key misspelled": ("servings", "servngs", 3, "unknown key 'servngs'", "did you mean 'servings'"),
    "a key misspelled in a list": ("minutes", "minuts", 7, "'steps.0.minuts'", "did you mean 'minutes'"),
    "a key misspelled in a union": ("degrees", "degree", 12, "degree'", "did you mean 'degrees'"),
    "a key of another kind": ("lid: true", "degrees: 9", 8, "unknown key", "Known: kind, lid"),
    "a wrong type": ("servings: 4", "servings: many", 3, "found 'many'", "correct"),
    "a value out of range": (
        "minutes: 10",
        "minutes: 0",
        7,
        "greater than or equal to 1, found 0",
        "correct",
    ),
    "a missing key": ("- title: Boil\n    minutes", "- minutes", 6, "'steps.0.title' is missing", "add it"),
    "an unknown kind": ("kind: oven", "kind: stove", 10, "'oven', 'pan'", "correct"),
}


@pytest.mark.parametrize(("old", "new", "line", "reason", "remedy"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found_by_its_line(tmp_path, old, new, line, reason, remedy):
    assert RECIPE.count(old) == 1
    path = write(tmp_path, RECIPE.replace(old, new))
    (problem,) = problems(path)
    assert problem.place == f"{path} line {line}"
    assert reason in problem.reason
    assert remedy in problem.remedy


@pytest.mark.parametrize("inside", ["best", "notes"])
def test_a_misspelled_key_gets_a_suggestion_wherever_it_stands(tmp_path, inside):
    step = "title: Cool\n    minuets: 3"
    block = f"best:\n    {step}\n" if inside == "best" else f"notes:\n  cold:\n    {step}\n"
    (problem,) = problems(write(tmp_path, RECIPE + block))
    assert problem.reason.startswith("unknown key")
    assert "did you mean 'minutes'" in problem.remedy
    assert problem.place.endswith(f"line {RECIPE.count(chr(10)) + block.count(chr(10))}")


def test_all_faults_are_told_at_once(tmp_path):
    text = RECIPE.replace("servings", "servngs").replace("minutes: 10", "minutes: 0")
    assert len(problems(write(tmp_path, text))) == 2


TWICE = {
    "at the top": ("name: A\nservings: 1\nname: B\n", 3, "'name'", 1),
    "inside a list": ("name: A\nsteps:\n  - title: a\n    title: b\n", 4, "'title'", 3),
    "on one line": ("name: A\nbest: {title: a, title: b}\n", 2, "'title'", 2),
}


@pytest.mark.parametrize(("text", "line", "key", "first"), TWICE.values(), ids=TWICE.keys())
def test_a_key_that_stands_twice_is_found(tmp_path, text, line, key, first):
    path = write(tmp_path, text)
    (problem,) = refusal(path)
    assert problem.place == f"{path} line {line}"
    assert key in problem.reason
    assert f"first in line {first}" in problem.reason


NOT_YAML = {
    "a tab": ("name: A\n\tservings: 1\n", 2),
    "an open bracket": ("name: A\nsteps: [a, b\nservings: 1\n", 3),
    "a colon inside a text": ("name: Soup: hot\n", 1),
    "an object of Python": ("name: A\nsteps: !!python/object/apply:os.getcwd []\n", 2),
    "a date that does not exist": ("name: A\nsteps:\n  - title: 2025-02-30\n", 3),
    "two documents": ("name: A\n---\nname: B\n", 2),
}


@pytest.mark.parametrize(("text", "line"), NOT_YAML.values(), ids=NOT_YAML.keys())
def test_what_is_not_yaml_is_found_by_its_line(tmp_path, text, line):
    path = write(tmp_path, text)
    (problem,) = refusal(path)
    assert problem.place == f"{path} line {line}"


UNREADABLE = {
    "not UTF-8": "名字: 汤".encode("gb18030"),
    "a control character": b"name: \x01",
    "brackets without end": b"[" * 5000,
    "an anchor inside itself": b"name: &a [*a]",
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_file_is_one_problem(tmp_path, raw):
    assert len(refusal(write(tmp_path, raw))) == 1


def test_a_missing_file_is_one_problem(tmp_path):
    (problem,) = refusal(tmp_path / "none.yaml")
    assert problem.place.endswith("none.yaml")


def test_an_empty_file_holds_nothing(tmp_path):
    assert read_yaml(write(tmp_path, "# only a comment\n")) == (None, {})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab:-[]{}&*!|>?'\"#, \n\t0x1_2.<~%@") | st.binary())
def test_any_file_is_read_or_refused(tmp_path, text):
    try:
        read_yaml(write(tmp_path, text))
    except InvalidInput as refused:
        assert refused.problems
