"""Draw the units that people code: known probabilities, many documents, nothing that gives a result away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from pydantic import Field, field_validator

from toolkit.files import digest
from toolkit.preprocess import TokenizedUnits, Unit
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import CONSENSUS
from toolkit.themes.gold.expected import Accuracy
from toolkit.themes.gold.planning import Allocation, plan
from toolkit.themes.gold.strata import sort_units
from toolkit.themes.gold.words import guide_digest
from toolkit.themes.prevalence import seed_for
from toolkit.themes.split import Half


class SampleRules(Settings):
    """How units are drawn and dealt to coders."""

    units: int = Field(ge=1)
    """How many units to code."""

    coders: tuple[str, ...] = Field(min_length=1)
    """Who codes: short names."""

    overlap: float = Field(0.2, ge=0, le=1)
    """Share of the units that every coder codes, for reliability; each other unit is coded by one."""

    seed: int = 0
    """Start of every random draw."""

    allocation: Allocation = "neyman"
    """How many units of each stratum: more where the dictionary's errors are expected to differ most, or in
    proportion to its size."""

    accuracy: Accuracy = Accuracy()
    """What is assumed of the dictionary; it bears on how wide intervals will be, not on whether they hold."""

    @field_validator("coders")
    @classmethod
    def _coders_can_be_told_apart(cls, coders: tuple[str, ...]) -> tuple[str, ...]:
        for coder in coders:
            if not re.fullmatch(r"[\w][\w.-]*", coder):
                raise ValueError(f"'{coder}' is no name of a coder: use letters and digits, no blanks")
            if coder.casefold() == CONSENSUS:
                raise ValueError(f"'{CONSENSUS}' is what coders agree on later: choose another name")
        if len({coder.casefold() for coder in coders}) < len(coders):
            raise ValueError("two coders have the same name")
        return coders


@dataclass(frozen=True)
class DrawnUnit:
    """One unit that was drawn."""

    unit: str
    doc: str
    language: str
    stratum: str
    probability: float
    code: str
    """Stands on the sheets in the place of the id, which names the document."""

    text_hash: str
    positions: Mapping[str, int]
    """Place on the sheet of each coder who codes it, from 1."""


@dataclass(frozen=True)
class GoldSample:
    """Units drawn for coding, and everything that must be known to use their codes."""

    drawn: tuple[DrawnUnit, ...]
    """In the order of the corpus."""

    coders: tuple[str, ...]
    head: Mapping[str, Any] = field(default_factory=dict)
    """Hashes of corpus and codebook, rules, strata; the half that it was drawn from."""

    @property
    def half(self) -> Half | Literal["all"]:
        """The half of the documents that units were drawn from, or all."""
        return self.head.get("half", "all")

    @cached_property
    def documents(self) -> frozenset[str]:
        """Documents of the half that units were drawn from; none are listed where it was all."""
        return frozenset(self.head.get("documents", ()))

    def sheet(self, coder: str) -> list[DrawnUnit]:
        """Give a coder's units in the order in which they stand on the sheet."""
        own = [unit for unit in self.drawn if coder in unit.positions]
        return sorted(own, key=lambda unit: unit.positions[coder])


def text_hash(text: str) -> str:
    """Name a unit's text, to find out later whether it has changed."""
    return digest(text)[:16]


def code_of(unit: Unit) -> str:
    """Name a unit without giving its document away.

    The letter in front keeps spreadsheets from reading a number.
    """
    return "u" + digest(unit.id, unit.text)[:12]


def population_digest(units: TokenizedUnits) -> str:
    """Hash the units that a sample was drawn from."""
    return digest([[unit.id, unit.text] for unit in units.units])


def draw_sample(
    units: TokenizedUnits, codebook: Codebook, rules: SampleRules, facts: Mapping[str, Any] | None = None
) -> GoldSample:
    """Draw units by language and dictionary result, and deal them to coders.

    Inside a stratum the draw is systematic, with a fractional step and a random start, along units sorted
    by document in random order: every unit of the stratum has the same probability n/N, and as many
    documents are seen as can be.

    Parameters
    ----------
    facts
        More to remember in the sample's head: the experiment, the corpus's hash, the half and its documents.

    Raises
    ------
    InvalidInput
        For more units than there are, or fewer than the strata need.
    """
    strata = sort_units(units, codebook)
    ordered = plan(strata, rules.accuracy, allocation=rules.allocation)
    allocation = ordered.allocation(rules.units)
    chosen: dict[int, float] = {}
    for number, part in enumerate(allocation):
        random = np.random.default_rng([rules.seed, seed_for("gold", strata.names[number])])
        members = _by_document(units, np.flatnonzero(strata.member == number), random)
        picks = systematic(len(members), part["coded"], random)
        chosen |= dict.fromkeys(members[picks].tolist(), part["probability"])
    positions = deal(sorted(chosen, key=lambda row: (strata.member[row], row)), rules)
    drawn = tuple(
        DrawnUnit(
            unit=(unit := units.units[row]).id,
            doc=unit.doc,
            language=unit.language,
            stratum=strata.names[strata.member[row]],
            probability=chosen[row],
            code=code_of(unit),
            text_hash=text_hash(unit.text),
            positions=positions[row],
        )
        for row in sorted(chosen)
    )
    head = {
        "format": "gold-sample/1",
        **(facts or {}),
        "population": population_digest(units),
        "units": len(units),
        "codebook": f"{codebook.id} {codebook.version}",
        "guide": guide_digest(codebook),
        "rules": rules.model_dump(mode="json"),
        "method": (
            "stratified by language and dictionary result, without replacement; systematic along documents "
            "in random order inside a stratum; probability = drawn units / units of the stratum"
        ),
        "strata": allocation,
    }
    return GoldSample(drawn, rules.coders, head)


def systematic(units: int, draws: int, random: np.random.Generator) -> np.ndarray:
    """Draw places from a list, evenly spread: each with probability draws/units.

    Returns
    -------
    (draws,) places, in order, none twice.
    """
    if draws == 0:
        return np.zeros(0, dtype=np.int64)
    step = units / draws
    places = np.floor(random.uniform(0, step) + step * np.arange(draws)).astype(np.int64)
    return np.minimum(places, units - 1)


def deal(rows: Sequence[int], rules: SampleRules) -> dict[int, dict[str, int]]:
    """Deal drawn units to coders: the overlap to all, the rest in turn; each sheet in its own order.

    Returns
    -------
    For each unit the place on the sheet of each coder who codes it, from 1.
    """
    random = np.random.default_rng([rules.seed, seed_for("gold", "deal")])
    shared = set(systematic(len(rows), round(rules.overlap * len(rows)), random).tolist())
    alone = [row for place, row in enumerate(rows) if place not in shared]
    turn = random.permutation(len(rules.coders))
    positions: dict[int, dict[str, int]] = {row: {} for row in rows}
    for number, coder in enumerate(rules.coders):
        own = [row for place, row in enumerate(rows) if place in shared]
        own += alone[int(turn[number]) :: len(rules.coders)]
        order = np.random.default_rng([rules.seed, seed_for("gold", "sheet", coder)]).permutation(len(own))
        for position, place in enumerate(order.tolist(), start=1):
            positions[own[place]][coder] = position
    return positions


def _by_document(units: TokenizedUnits, rows: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Sort units by document, documents and the units in each in random order."""
    names = np.array([units.units[row].doc for row in rows.tolist()])
    _, document = np.unique(names, return_inverse=True)
    place = random.permutation(int(document.max()) + 1)
    return rows[np.lexsort((random.random(len(rows)), place[document]))]
