"""Small corpora made by hand, shared by the tests of the themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from toolkit.preprocess import TokenizedUnits, Unit
from toolkit.themes import Codebook, ThemeScores


def _units(
    texts: Mapping[str, Sequence[str]],
    facts: Mapping[str, Mapping[str, str]],
    tokenize: Callable[[str, str], Sequence[str]] = lambda text, language: text.split(),
) -> TokenizedUnits:
    metadata = {doc: {"language": "en", **facts.get(doc, {})} for doc in texts}
    units = tuple(
        Unit(f"{doc}#{i}", doc, metadata[doc]["language"], i, i, text)
        for doc, parts in texts.items()
        for i, text in enumerate(parts)
    )
    return TokenizedUnits(
        units=units,
        tokens=tuple(tuple(tokenize(unit.text, unit.language)) for unit in units),
        lines=(),
        unusable=(),
        metadata=metadata,
    )


@pytest.fixture(scope="session")
def units_of() -> Callable[..., TokenizedUnits]:
    """Make units from each document's texts and what is known about it (language: en)."""
    return _units


@pytest.fixture(scope="session")
def read() -> Callable[..., tuple[TokenizedUnits, ThemeScores]]:
    """Make units and one reading of them from zeros and ones: a list a document, for each theme."""

    def build(
        present: Mapping[str, Mapping[str, Sequence[int]]],
        facts: Mapping[str, Mapping[str, str]] | None = None,
        instrument: str = "dictionary",
    ) -> tuple[TokenizedUnits, ThemeScores]:
        docs = next(iter(present.values()))
        units = _units({doc: ["a text"] * len(values) for doc, values in docs.items()}, facts or {})
        columns = [[v for values in series.values() for v in values] for series in present.values()]
        found = np.array(columns, dtype=bool).T
        ids = tuple(unit.id for unit in units.units)
        return units, ThemeScores(instrument, tuple(present), ids, found.astype(float), found)

    return build


@pytest.fixture(scope="session")
def codebook_of() -> Callable[..., Codebook]:
    """Make a codebook of themes, each given by what it has besides id, label and definition."""

    def build(themes: Mapping[str, Mapping[str, Any]], **more: Any) -> Codebook:
        return Codebook.model_validate(
            {
                "format": "theme-codebook/0",
                "id": "tiny",
                "version": "1",
                "languages": ["zh", "en"],
                "themes": [
                    {"id": name, "label": {}, "definition": {}, **rest} for name, rest in themes.items()
                ],
                **more,
            }
        )

    return build
