"""What joint solutions share: topics over several languages, their words, and shares of short units.

A joint topic is a group of units of several languages that lie together where the languages' words meet
(`Features.matched`). Shares are read where the large themes count (`Features.broad`), and a short unit is
steadied by its neighbours: three words in common say little, twenty neighbours more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import Field
from scipy import sparse

from toolkit.features import Features, Terms, neighbours, unit_length
from toolkit.models.spheres import balanced, group_means, soft_shares, telling_heat
from toolkit.settings import Settings


class JointRules(Settings):
    """How topics over several languages are described and shared out."""

    exclusive: float = Field(0.35, ge=0, le=1)
    """How much a topic's words must be its own: the power of a word's share of all topics. 0 is plain
    class-based tf-idf, under which neighbouring topics repeat their words."""

    lent: float = Field(0.3, ge=0, le=1)
    """What the translations of a topic's words count as its words in the other languages, and those of a
    unit's words where LDA infers its topics. 0 leaves each language to itself."""

    heat: float = Field(12.0, gt=0)
    """How sharply a unit's share goes to the topics it is nearest to: softmax of this times the cosine. Where
    topics lie close together it is raised, until a standard deviation of a unit's cosines counts e-fold:
    else shares would be all but the same."""

    steadied_by: int = Field(20, ge=0)
    """Nearest units that steady the place of a unit before it is shared out; 0 leaves it where it is."""

    across: float = Field(0.3, ge=0, le=1)
    """Weight of neighbours in other languages among those."""

    anchors: int = Field(8000, ge=10)
    """Units of each language among which neighbours are looked for, drawn where there are more."""


def without_effect(settings: Settings, names: tuple[str, ...], because: str) -> None:
    """Refuse settings that would change nothing: a reader of the file would think that they did.

    Raises
    ------
    ValueError
        Naming those that differ from their defaults.
    """
    fields = type(settings).model_fields
    idle = [name for name in names if getattr(settings, name) != fields[name].get_default()]
    if idle:
        raise ValueError(
            f"{' and '.join(f'`{name}`' for name in idle)} change nothing {because}: leave them out"
        )


@dataclass(frozen=True)
class Anchors:
    """Units of each language among which others find their neighbours."""

    rows: Mapping[str, np.ndarray]
    vectors: Mapping[str, np.ndarray]

    def steadied(self, vectors: np.ndarray, languages: np.ndarray, rules: JointRules) -> np.ndarray:
        """Move each unit towards its nearest anchors, most towards those of its own language."""
        if not rules.steadied_by:
            return vectors
        moved = vectors.copy()
        for language in np.unique(languages).tolist():
            own = np.flatnonzero(languages == language)
            for other, anchors in self.vectors.items():
                weight = 1.0 if other == language else rules.across
                near = neighbours(vectors[own], anchors, rules.steadied_by)
                moved[own] += weight * unit_length(near @ anchors)
        return unit_length(moved)


def draw_anchors(vectors: np.ndarray, languages: np.ndarray, most: int, seed: int) -> Anchors:
    """Draw so many units of each language, all of them where there are fewer."""
    random = np.random.default_rng(seed)
    rows: dict[str, np.ndarray] = {}
    for language in sorted(set(languages.tolist())):
        own = np.flatnonzero(languages == language)
        rows[language] = np.sort(random.choice(own, most, replace=False)) if len(own) > most else own
    return Anchors(rows, {language: vectors[own] for language, own in rows.items()})


@dataclass(frozen=True)
class Sharing:
    """Shares units out among the topics of a joint solution, also units that no fit has seen."""

    rules: JointRules
    anchors: Anchors
    centres: np.ndarray
    """(topics, dimensions) where the units of each topic lie."""

    heat: float
    """The heat of the rules, or what the cosines of these topics ask for."""

    def shares(self, counts: sparse.csr_array, broad: np.ndarray, languages: np.ndarray) -> np.ndarray:
        """Give the shares of units: (units, topics), rows adding up to 1.

        Parameters
        ----------
        counts
            (units, terms); groups of vectors do not look at them.
        broad
            (units, dimensions) vectors of the units (`BridgeSpace.broad_vectors`).
        languages
            (units,) language of each.
        """
        return soft_shares(self.anchors.steadied(broad, languages, self.rules), self.centres, self.heat)


def sharing_of(
    features: Features, assigned: np.ndarray, topics: int, rules: JointRules, seed: int
) -> Sharing:
    """Learn from groups of units how to share units out; units in group -1 teach nothing."""
    languages, broad = features.languages, features.broad
    anchors = draw_anchors(broad, languages, rules.anchors, seed)
    steadied = anchors.steadied(broad, languages, rules)
    centres = group_means(steadied, assigned, balanced(languages), topics)
    return Sharing(rules, anchors, centres, max(rules.heat, telling_heat(steadied, centres)))


def describe(
    mass: np.ndarray, terms: Terms, translations: sparse.csr_array | None, rules: JointRules
) -> np.ndarray:
    """Weigh the words of topics, language by language.

    Class-based tf-idf (Grootendorst 2022) inside each language, times the power of a word's share of all
    topics (`JointRules.exclusive`; compare FREX, Bischof & Airoldi 2012), and to that what words of the other
    languages lend through their translations.

    Parameters
    ----------
    mass
        (topics, terms) how much of each word stands in each topic.
    terms
        The words.
    translations
        (terms, terms) translation shares, rows adding up to 1; None lends nothing.
    rules
        How.

    Returns
    -------
    (topics, terms), at least 0.
    """
    weights = np.zeros_like(mass, dtype=np.float64)
    columns_of = [terms.of(language) for language in terms.all_languages]
    for columns in columns_of:
        own = mass[:, columns].astype(np.float64)
        often = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9)
        rate = often / np.maximum(often.sum(axis=0), 1e-12)
        rare = np.log(1 + own.sum() / len(own) / np.maximum(own.sum(axis=0), 1e-9))
        weights[:, columns] = unit_length(often * rare * rate**rules.exclusive)
    if translations is None or not rules.lent:
        return weights
    lent = np.asarray((translations.T @ weights.T).T)
    for columns in columns_of:
        lent[:, columns] = unit_length(lent[:, columns])
    return weights + rules.lent * lent
