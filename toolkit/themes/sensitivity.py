"""How far results hang on single seed terms: every estimate again without each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from toolkit.errors import ToolkitError
from toolkit.features import Features
from toolkit.preprocess import TokenizedUnits
from toolkit.progress import track
from toolkit.themes.codebook import Codebook
from toolkit.themes.comparison import Comparison
from toolkit.themes.group_design import designs
from toolkit.themes.instruments import ThemeScores
from toolkit.themes.matching import Matcher


def without_term(codebook: Codebook, theme: str, language: str, term: str) -> Codebook:
    """Give a codebook that has one term less."""
    themes = tuple(
        one.model_copy(
            update={
                "terms": {
                    **one.terms,
                    language: tuple(own for own in one.terms.get(language, ()) if own.t != term),
                }
            }
        )
        if one.id == theme
        else one
        for one in codebook.themes
    )
    return codebook.model_copy(update={"themes": themes})


def dictionary_without_terms(
    features: Features, codebook: Codebook, reading: ThemeScores
) -> dict[tuple[str, str, str], np.ndarray]:
    """Let the dictionary read again without each term that counts somewhere.

    Only units that hold the term are read again, by the codebook without it: a shorter term may stand where
    the longer one was.

    Returns
    -------
    (units,) presences of the theme, for each (theme, language, term).
    """
    holds = _units_with_terms(features, codebook)
    result = {}
    for (theme, language, term), rows in track(holds.items(), "dictionary: without each term"):
        own = next(one for one in codebook.themes if one.id == theme)
        alone = codebook.model_copy(update={"themes": (own,)})
        matcher = Matcher(without_term(alone, theme, language, term), language)
        present = reading.column(theme)[1].copy()
        for row in rows:
            present[row] = _is_present(matcher, features.units.units[row].text, codebook)
        result[theme, language, term] = present
    return result


def refitted_without_terms(
    instrument: Any, features: Features, codebook: Codebook
) -> dict[tuple[str, str, str], np.ndarray]:
    """Let another instrument read again without each term that counts somewhere: one fit a term.

    Terms without which a theme cannot be fitted at all are left out.
    """
    result = {}
    for theme, language, term in track(
        list(_units_with_terms(features, codebook)), f"{instrument.name}: without each term"
    ):
        try:
            reading = instrument.score(features, without_term(codebook, theme, language, term))
        except ToolkitError:
            continue
        result[theme, language, term] = reading.column(theme)[1]
    return result


def drop_one_term(
    units: TokenizedUnits,
    reading: ThemeScores,
    without: dict[tuple[str, str, str], np.ndarray],
    settings: Comparison | None = None,
) -> list[dict[str, Any]]:
    """Say how much each group's prevalence and each contrast moves without each term.

    Parameters
    ----------
    units
        The units that were read, with their documents' metadata.
    reading
        With all terms.
    without
        (units,) presences of the theme without each (theme, language, term).
    settings
        Which groups and contrasts.

    Returns
    -------
    Rows, largest change first in a theme: instrument, theme, language, term, quantity, by, group,
    estimate (with all terms), without, change, documents, units_changed (units whose presence changes).
    """
    rows = []
    for theme in reading.themes:
        names = [name for name in without if name[0] == theme]
        base = reading.column(theme)[1]
        versions = np.array([base, *(without[name] for name in names)], dtype=float)
        means = _document_means(units, versions)
        for design in designs(units, settings or Comparison()):
            columns = [units.documents.index(doc) for doc in design.docs]
            estimates, _ = design.estimates(means[:, columns])
            for number, (_, language, term) in enumerate(names, start=1):
                rows.append(
                    {
                        "instrument": reading.instrument,
                        "theme": theme,
                        "language": language,
                        "term": term,
                        **design.facts,
                        "estimate": float(estimates[0]),
                        "without": float(estimates[number]),
                        "change": float(estimates[number] - estimates[0]) + 0.0,
                        "documents": len(design.docs),
                        "units_changed": int((versions[number] != versions[0]).sum()),
                    }
                )
    order = {theme: number for number, theme in enumerate(reading.themes)}
    return sorted(rows, key=lambda row: (order[row["theme"]], -abs(row["change"]), row["term"], row["group"]))


def _units_with_terms(features: Features, codebook: Codebook) -> dict[tuple[str, str, str], list[int]]:
    """Find the units in which each term counts, in the codebook's order of terms."""
    matchers = {language: Matcher(codebook, language) for language in features.units.languages}
    found: dict[tuple[str, str, str], list[int]] = {}
    for row, unit in enumerate(features.units.units):
        named = {
            (m.theme, unit.language, m.term.t) for m in matchers[unit.language].find(unit.text) if m.counts_as
        }
        for name in named:
            found.setdefault(name, []).append(row)
    order = [
        (theme.id, language, term.t)
        for theme in codebook.themes
        for language, terms in theme.terms.items()
        for term in terms
    ]
    return {name: found[name] for name in order if name in found}


def _is_present(matcher: Matcher, text: str, codebook: Codebook) -> bool:
    """Apply the codebook's rule to the terms of the one theme that the matcher knows."""
    matches = matcher.find(text)
    need_core, need_support = codebook.thresholds
    core = sum(match.counts_as == "core" for match in matches)
    support = {match.term.t for match in matches if match.counts_as == "support"}
    return core >= need_core or len(support) >= need_support


def _document_means(units: TokenizedUnits, versions: np.ndarray) -> np.ndarray:
    """Give the weighted share of each document's units: (versions, documents)."""
    documents: Sequence[str] = units.documents
    number = {doc: column for column, doc in enumerate(documents)}
    of_unit = np.array([number[unit.doc] for unit in units.units])
    member = np.zeros((len(of_unit), len(documents)))
    member[np.arange(len(of_unit)), of_unit] = units.weights
    return versions @ (member / member.sum(axis=0))
