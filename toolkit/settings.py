"""The base of everything a researcher can choose."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """A frozen object of choices that refuses keys it does not know.

    The same object is the YAML of an experiment file and the argument in a notebook:
    ``Lda(topics=20)`` is ``{kind: lda, topics: 20}``. What leaves results unchanged
    (folders, progress bars, caches) is never a setting.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)
