"""A language model that reads units by the codebook's coding instructions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal
from urllib.parse import urlsplit

import numpy as np
from pydantic import Field, field_validator

from toolkit.errors import ToolkitError
from toolkit.features import Features
from toolkit.files import digest
from toolkit.settings import Settings
from toolkit.themes.codebook import Codebook
from toolkit.themes.instruments.language_model.answers import BadAnswer, KeptAnswers, read_answer
from toolkit.themes.instruments.language_model.asking import OPENAI, ask_all, connect
from toolkit.themes.instruments.language_model.prompts import instructions
from toolkit.themes.instruments.scores import ThemeScores


class LanguageModel(Settings):
    """A language model that is given the coding instructions and one unit at a time.

    The text of every unit is sent to the server. The model is asked at temperature 0, and its answers are
    kept by model, server, prompt and text; asked anew it may answer differently all the same, because
    servers compute in no fixed order and models behind a name change. The score is the answer itself, 1 or
    0. Do not trust it unless a coded sample shows how often it is right, in each language: it errs with
    confidence, knows more than the text says, may have read the corpus before, and another model or wording
    may answer otherwise.
    """

    kind: Literal["language-model"] = "language-model"

    name: str = "language-model"
    """Name in tables."""

    keeps_answers: ClassVar[bool] = True
    reads_terms: ClassVar[bool] = False

    served_model: str = Field(min_length=1)
    """The model's name on its server; take a dated one, which does not change."""

    base_url: str = OPENAI
    """Where the server is, of any that speaks as OpenAI's does (``http://localhost:11434/v1``). The key comes
    from the environment: OPENAI_API_KEY for OpenAI's own, LANGUAGE_MODEL_KEY for any other."""

    json_mode: bool = True
    """Whether the server is told to answer in JSON; some servers cannot."""

    most_bad: float = Field(0.02, ge=0, le=1)
    """Share of the units whose answers may be unreadable; above it the reading is refused."""

    @field_validator("base_url")
    @classmethod
    def _is_plain(cls, url: str) -> str:
        """Refuse anything that could hold a key."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"base_url '{url}' is no web address, such as http://localhost:11434/v1")
        if parts.username or parts.password or parts.query:
            raise ValueError(
                "base_url holds a name, a password or a query: a key belongs into the environment, as "
                "LANGUAGE_MODEL_KEY"
            )
        return url.rstrip("/")

    def score(self, features: Features, codebook: Codebook, kept: Path | None = None) -> ThemeScores:
        """Ask about every unit that was not asked about before.

        A unit whose answer cannot be read carries no theme, and is named in the notes.

        Parameters
        ----------
        features, codebook
            What is read, and for which themes.
        kept
            Folder in which answers are kept; None keeps none.

        Raises
        ------
        ToolkitError
            When the server fails, or more answers are unreadable than ``most_bad`` allows.
        """
        prompts = {language: instructions(codebook, language) for language in features.units.languages}
        answers = self._answers(features, prompts, kept)
        present = np.zeros((len(answers), len(codebook.theme_ids)), dtype=bool)
        bad: dict[str, str] = {}
        for row, answer in enumerate(answers):
            try:
                present[row] = read_answer(answer, codebook.theme_ids)
            except BadAnswer as error:
                bad[features.unit_ids[row]] = str(error)
        self._refuse(bad, len(answers))
        notes = (
            f"asked {self.served_model} at {urlsplit(self.base_url).netloc} at temperature 0; prompts "
            f"{digest(prompts)[:8]}, answers {digest(answers)[:8]}; asked anew it may answer differently",
            *self._bad_note(bad),
        )
        return ThemeScores(
            self.name, codebook.theme_ids, features.unit_ids, present.astype(float), present, notes
        )

    def _answers(self, features: Features, prompts: Mapping[str, str], kept: Path | None) -> list[str]:
        """Give one answer a unit; the same text in the same language is asked about once."""
        how = (self.served_model, self.base_url, "json" if self.json_mode else "text")
        keepers = {language: KeptAnswers(kept, (*how, prompt)) for language, prompt in prompts.items()}
        texts = [(unit.language, unit.text) for unit in features.units.units]
        found = {key: keepers[key[0]].find(key[1]) for key in dict.fromkeys(texts)}
        missing = [key for key, answer in found.items() if answer is None]
        if missing:

            def keep(number: int, answer: str) -> None:
                language, text = missing[number]
                keepers[language].add(text, answer)
                found[missing[number]] = answer

            ask, close = connect(self.served_model, self.base_url, self.json_mode)
            try:
                ask_all([(prompts[language], text) for language, text in missing], ask, keep, self.name)
            finally:
                close()
        return [found[key] or "" for key in texts]

    def _refuse(self, bad: Mapping[str, str], units: int) -> None:
        if len(bad) > self.most_bad * units:
            unit, reason = next(iter(bad.items()))
            raise ToolkitError(
                f"{len(bad)} of {units} answers of {self.served_model} cannot be read, more than `most_bad` "
                f"({self.most_bad:.0%}) allows; the answer to {unit}, for one, {reason}. Take another model, "
                "or another setting of `json_mode`; to ask the same again, delete the kept answers."
            )

    def _bad_note(self, bad: Mapping[str, str]) -> list[str]:
        if not bad:
            return []
        told = "; ".join(f"{unit} {reason}" for unit, reason in list(bad.items())[:5])
        more = f"; and {len(bad) - 5} more" if len(bad) > 5 else ""
        return [f"{len(bad)} answers could not be read, their units count as without a theme: {told}{more}"]
