"""Collect problems instead of stopping at the first."""

from __future__ import annotations

from typing import Any

from toolkit.errors import InvalidInput, Problem, ToolkitError


def collect(problems: list[Problem], action: Any) -> Any:
    """Do something, and collect what is wrong instead of stopping."""
    try:
        return action()
    except InvalidInput as error:
        problems += error.problems
    except ToolkitError as error:
        problems.append(Problem("experiment", str(error), "see above"))
    return None
