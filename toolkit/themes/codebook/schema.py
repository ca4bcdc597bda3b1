"""The JSON Schema of codebooks, by which editors complete keys and underline mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from toolkit.themes.codebook.model import Codebook

SCHEMA_NAME = "codebook.schema.json"
TITLE = "Codebook of themes"


def codebook_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a codebook's file.

    It knows keys, types and allowed values. What needs the whole file (a sub-theme that is not listed, a
    term that stands twice) is found by `read_codebook` alone.
    """
    schema = Codebook.model_json_schema(by_alias=True)
    schema["$defs"] = {name: _plain(part) for name, part in schema["$defs"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_plain(schema),
        "title": TITLE,
    }


def schema_text() -> str:
    """Write the schema as the text of its file."""
    return json.dumps(codebook_schema(), ensure_ascii=False, indent=1) + "\n"


def is_schema(path: Path) -> bool:
    """Say whether a file is this schema, of this or another version of the toolkit."""
    return path.name == SCHEMA_NAME and f'"title": "{TITLE}"' in path.read_text("utf-8", errors="replace")


def _plain(part: dict[str, Any]) -> dict[str, Any]:
    """Leave out titles and defaults of whole objects, which only repeat names."""
    properties = {
        name: {
            key: value
            for key, value in field.items()
            if key != "title" and not (key == "default" and isinstance(value, dict | list))
        }
        for name, field in part.get("properties", {}).items()
    }
    return {**part, "properties": properties} if properties else part
