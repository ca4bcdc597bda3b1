"""YAML with the line of every value, so that a problem can be found in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from toolkit.errors import InvalidInput, Problem, nearest

Place = tuple[str | int, ...]


def read_yaml(path: Path) -> tuple[Any, dict[Place, int]]:
    """Read a file of safe YAML.

    Returns
    -------
    The data, and the line (from 1) of every key and item, by its path.

    Raises
    ------
    InvalidInput
        When there is no such file, it is not UTF-8 or not YAML, or a key stands twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InvalidInput([Problem(str(path), "there is no such file", "correct the path")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            [Problem(str(path), f"cannot be read ({error})", "save it as UTF-8 text")]
        ) from None
    node = None
    lines: dict[Place, int] = {}
    twice: list[Problem] = []
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
        if node is not None:
            _walk(node, (), lines, twice, path)
    except RecursionError:
        reason = "is nested without end"
        raise InvalidInput([Problem(str(path), reason, "check its brackets and anchors")]) from None
    except ValueError as error:
        reason = f"holds a value that cannot be read: {error}"
        remedy = "correct the date or number, or write it in quotes"
        raise InvalidInput([Problem(f"{path}{_line_of_fault(node)}", reason, remedy)]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        reason = f"is not YAML: {getattr(error, 'problem', None) or error}"
        remedy = "check the indentation, and quote texts that hold ': ' or begin with a bracket"
        raise InvalidInput([Problem(f"{path}{line}", reason, remedy)]) from None
    if twice:
        raise InvalidInput(twice)
    return data, lines


def problems_of(
    error: ValidationError, path: Path, lines: dict[Place, int], model: type[BaseModel]
) -> list[Problem]:
    """Say each fault that pydantic found with its line and what would be right."""
    return [_problem(fault, path, lines, model) for fault in error.errors()]


def line_of(place: Place, lines: dict[Place, int]) -> int | None:
    """Find the line of a place, or of the nearest thing around it."""
    # Tagged unions put the tag into pydantic's path; such parts are not in the file.
    known = tuple(part for i, part in enumerate(place) if _is_real(place[: i + 1], lines))
    while known and known not in lines:
        known = known[:-1]
    return lines.get(known)


def _is_real(place: Place, lines: dict[Place, int]) -> bool:
    tail = place[-1]
    return any(key and key[-1] == tail for key in lines)


def _problem(fault: Any, path: Path, lines: dict[Place, int], model: type[BaseModel]) -> Problem:
    place: Place = tuple(fault["loc"])
    line = line_of(place, lines)
    where = f"{path}" + (f" line {line}" if line else "")
    name = ".".join(str(part) for part in place if _is_real((part,), lines) or part == place[-1])
    if fault["type"] == "extra_forbidden":
        return Problem(where, f"unknown key '{name}'", nearest(str(place[-1]), _keys_at(model, place[:-1])))
    if fault["type"] == "missing":
        return Problem(where, f"'{name}' is missing", "add it")
    found = "" if isinstance(fault["input"], dict | list) else f", found {fault['input']!r}"
    message = fault["msg"].removeprefix("Value error, ")
    return Problem(where, f"'{name}': {message}{found}", "correct the value")


def _keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """Collect the keys that a model allows at a place, looking through lists, dicts and unions."""
    models: list[Any] = [model]
    for part in place:
        following: list[Any] = []
        for current in models:
            fields = getattr(current, "model_fields", {})
            if part in fields:
                following += _models_in(fields[part].annotation)
            elif isinstance(part, int) or part not in fields:
                following.append(current)
        kinds = [m for m in following if _kind_of(m) == part]
        models = kinds or following
    fields = [item for current in models for item in getattr(current, "model_fields", {}).items()]
    return sorted({field.alias or name for name, field in fields})


def _kind_of(model: Any) -> str | None:
    field = getattr(model, "model_fields", {}).get("kind")
    return None if field is None else field.default


def _models_in(annotation: Any) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    arguments = getattr(annotation, "__args__", ())
    if hasattr(annotation, "__value__"):
        arguments = (annotation.__value__,)
    return [model for argument in arguments for model in _models_in(argument)]


def _line_of_fault(node: yaml.Node | None) -> str:
    """Find the scalar that looks like a date or number but is none (2025-02-30)."""
    pending = [node] if node else []
    while pending:
        current = pending.pop()
        if isinstance(current, yaml.ScalarNode):
            try:
                yaml.SafeLoader("").construct_object(current)
            except ValueError:
                return f" line {current.start_mark.line + 1}"
        elif isinstance(current, yaml.MappingNode):
            pending += [part for pair in current.value for part in pair]
        else:
            pending += current.value
    return ""


def _walk(node: yaml.Node, place: Place, lines: dict[Place, int], twice: list[Problem], path: Path) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*place, key.value)
            if here in lines:
                reason = f"the key '{key.value}' stands here again (first in line {lines[here]})"
                twice.append(Problem(f"{path} line {key.start_mark.line + 1}", reason, "keep one of them"))
            _walk(value, here, lines, twice, path)
            lines[here] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*place, index), lines, twice, path)
