"""The experiment file: one question, every choice that bears on the answer, nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator

from toolkit.corpus import CorpusSource
from toolkit.errors import InvalidInput, Problem
from toolkit.features import FeatureRules
from toolkit.models import Bertopic, Lda, Model
from toolkit.preprocess import SPLITTERS, Preparation
from toolkit.settings import Settings
from toolkit.themes import (
    BertopicReading,
    Codebook,
    Comparison,
    Dictionary,
    GoldSource,
    Instrument,
    Prototypes,
    Robustness,
    SeededLdaReading,
    Split,
    needs_codes,
)
from toolkit.yaml_lines import problems_of, read_yaml


class Experiment(Settings):
    """A question and how it is answered."""

    name: str = Field(pattern="^[a-z0-9][a-z0-9_-]*$")
    """Short name; results stand in results/<name>-<run id>."""

    title: str = ""
    """Title of the report."""

    question: str = ""
    """The question, in a sentence."""

    corpus: CorpusSource
    """The documents."""

    codebook: Path
    """The codebook; relative paths start at the experiment file."""

    prepare: Preparation = Preparation()
    """How text is made ready."""

    features: FeatureRules = FeatureRules()
    """What is counted, and where vectors come from."""

    models: tuple[Model, ...] = (
        Lda(name="lda", languages="separate"),
        Lda(name="lda-joint", languages="joint"),
        Bertopic(),
    )
    """Topic models to fit."""

    instruments: tuple[Instrument, ...] = (Dictionary(), SeededLdaReading(), BertopicReading(), Prototypes())
    """Who reads units for themes."""

    gold: GoldSource | None = None
    """What people coded: instruments are measured by it, and shares corrected."""

    compare: Comparison = Comparison()
    """What is compared with what."""

    split: Split | None = None
    """Which documents the codebook may be made with; estimates come from the others alone."""

    robustness: Robustness = Robustness()
    """How often the question is asked again, from other seeds and with fewer terms."""

    share_text: bool = False
    """Whether data/units.csv may hold the units' text (rights, privacy). data/lines.csv always holds the
    first 20 characters of each line."""

    @field_validator("compare")
    @classmethod
    def _something_is_compared(cls, compare: Comparison) -> Comparison:
        if not compare.by:
            raise ValueError("`compare.by` names no column: give at least one, such as `by: [language]`")
        return compare

    @field_validator("models", "instruments")
    @classmethod
    def _names_have_no_dot(cls, named: tuple[Any, ...]) -> tuple[Any, ...]:
        """Refuse dots: ``lda.zh`` is what the Chinese solution of ``lda`` is called."""
        names = [name for each in named for name in (each.name, getattr(each, "model", each).name)]
        if "people" in names:
            raise ValueError("'people' stands for the human codes in tables: choose another name")
        dotted = [name for name in names if "." in name]
        if dotted:
            raise ValueError(
                f"the name '{dotted[0]}' has a dot, which stands before the language of a solution "
                f"(lda.zh): call it '{dotted[0].replace('.', '-')}'"
            )
        return named

    @model_validator(mode="after")
    def _names_are_unique(self) -> Experiment:
        solutions = Counter(model.name for model in self.models)
        solutions.update(reading.model.name for reading in self.instruments if hasattr(reading, "model"))
        readings = Counter(instrument.name for instrument in self.instruments)
        for kind, names in (("models", solutions), ("instruments", readings)):
            twice = sorted(name for name, times in names.items() if times > 1)
            if twice:
                raise ValueError(f"two {kind} are called '{twice[0]}': give one of them another `name`")
        learning = [reading.name for reading in self.instruments if needs_codes(reading)]
        if learning and self.gold is None:
            raise ValueError(
                f"'{learning[0]}' reads what people coded, and no codes are named: add "
                "`gold: {codes: [codes.csv], sample: sample.csv}`, or take it out of `instruments`"
            )
        if self.instruments and self.compare.headline not in readings:
            raise ValueError(
                f"compare.headline '{self.compare.headline}' is no instrument of this experiment: "
                f"one of {', '.join(readings)}"
            )
        return self


def load_experiment(path: Path | str) -> Experiment:
    """Read and check an experiment file.

    Raises
    ------
    InvalidInput
        With every fault of the file, each with its line and what would be right.
    """
    path = Path(path)
    data, lines = read_yaml(path)
    if not isinstance(data, dict):
        raise InvalidInput(
            [Problem(str(path), "holds no settings", "start with `name:`, `corpus:`, `codebook:`")]
        )
    try:
        return Experiment.model_validate(data)
    except ValidationError as error:
        raise InvalidInput(problems_of(error, path, lines, Experiment)) from None


def preparation_for(experiment: Experiment, codebook: Codebook) -> Preparation:
    """Give the preparation, in the codebook's languages if the experiment names none."""
    rules = experiment.prepare
    known = tuple(language for language in codebook.languages if language in SPLITTERS)
    if not known and not rules.languages:
        reason = f"its languages ({', '.join(codebook.languages)}) have no tokenizer"
        raise InvalidInput([Problem("codebook", reason, f"write terms in one of {', '.join(SPLITTERS)}")])
    return rules if rules.languages else rules.model_copy(update={"languages": known})


def with_files(experiment: Experiment, base: Path) -> Experiment:
    """Put what the files of the preparation hold (overrides, word lists) in the place of their names.

    Raises
    ------
    InvalidInput
        With every problem of every file.
    """
    return experiment.model_copy(update={"prepare": experiment.prepare.read_files(base)})
