"""Every choice of the preparation."""

from __future__ import annotations

from pathlib import Path

from pydantic import field_validator

from toolkit.errors import InvalidInput, Problem
from toolkit.preprocess.duplicates.groups import DuplicateRules
from toolkit.preprocess.lines.labelling import LineRules
from toolkit.preprocess.lines.overrides import Override, read_overrides
from toolkit.preprocess.repair.mending import Repair
from toolkit.preprocess.tokens import SPLITTERS, TokenRules, no_tokenizer
from toolkit.preprocess.units.cutting import UnitRules
from toolkit.settings import Settings


class Preparation(Settings):
    """How text is made ready: one preparation for every model and instrument."""

    languages: tuple[str, ...] | None = None
    """Languages to use; left out, those that the codebook has terms in. Passages in others are listed."""

    repair: Repair = Repair()
    lines: LineRules = LineRules()

    overrides: Path | tuple[Override, ...] = ()
    """A reviewer's labels for single lines: a CSV with the columns doc, line, label (and if you like start,
    reason), or the rows themselves."""

    units: UnitRules = UnitRules()
    duplicates: DuplicateRules = DuplicateRules()
    tokens: TokenRules = TokenRules()

    @field_validator("languages")
    @classmethod
    def _have_tokenizers(cls, languages: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if languages == ():
            raise ValueError("`languages` is empty: name at least one, or leave it out")
        for language in languages or ():
            if language not in SPLITTERS:
                problem = no_tokenizer(language, "prepare.languages")
                raise ValueError(f"{problem.reason}: {problem.remedy}")
        return languages

    def read_files(self, base: Path | None = None) -> Preparation:
        """Put what files hold in the place of their names: results depend on it, not on the names.

        Parameters
        ----------
        base
            Folder at which relative paths start; the working folder by default.

        Raises
        ------
        InvalidInput
            With every problem of every file.
        """
        base = base or Path()
        problems: list[Problem] = []
        overrides, tokens = self.overrides, self.tokens
        try:
            if isinstance(overrides, Path):
                overrides = read_overrides(base / overrides.expanduser())
        except InvalidInput as error:
            problems += error.problems
        try:
            tokens = tokens.read_files(base)
        except InvalidInput as error:
            problems += error.problems
        if problems:
            raise InvalidInput(problems)
        return self.model_copy(update={"overrides": overrides, "tokens": tokens})
