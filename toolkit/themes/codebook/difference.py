"""What one version of a codebook says otherwise than another."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from toolkit.themes.codebook.model import Codebook, Theme

Change = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Difference:
    """One thing that was added, removed or changed."""

    theme: str
    """Empty for what is said for all themes."""

    language: str
    """Empty for what belongs to no language."""

    change: Change
    what: str
    """``term '开放'``, ``definition`` …"""

    detail: str = ""

    @property
    def place(self) -> str:
        """Theme and language, as a heading."""
        return " · ".join(part for part in (self.theme or "all themes", self.language) if part)

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.change}" + (f": {self.detail}" if self.detail else "")


def differences(old: Codebook, new: Codebook) -> list[Difference]:
    """Compare two versions of a codebook, part by part; the order of parts is no difference.

    Returns
    -------
    What is said for all themes first, then theme by theme and language by language. A theme that only one
    of the two has is one difference.
    """
    shared = set(old.theme_ids) & set(new.theme_ids)
    before, after = _parts(old, shared), _parts(new, shared)
    found = [
        *(_whole_theme(theme, "removed") for theme in old.themes if theme.id not in shared),
        *(_whole_theme(theme, "added") for theme in new.themes if theme.id not in shared),
        *(
            _difference(key, before.get(key), after.get(key))
            for key in dict.fromkeys([*before, *after])
            if before.get(key) != after.get(key)
        ),
    ]
    themes = ["", *dict.fromkeys([*old.theme_ids, *new.theme_ids])]
    return sorted(found, key=lambda one: (themes.index(one.theme), one.language))


def _whole_theme(theme: Theme, change: Change) -> Difference:
    terms = ", ".join(f"{len(own)} terms in {language}" for language, own in theme.terms.items())
    return Difference(theme.id, "", change, "theme", terms)


@dataclass(frozen=True)
class _Key:
    """What makes a part the same part in both versions."""

    theme: str
    language: str
    kind: str
    name: str = ""


_HEAD = (
    "id", "version", "date", "unit", "multilabel", "languages", "stance_values", "positive_rule",
    "exclude_line_labels",
)  # fmt: skip
_LISTS = {
    "anti_terms": "anti-term",
    "examples": "example",
    "counterexamples": "counterexample",
    "prototypes": "prototype",
}


def _parts(codebook: Codebook, themes: Container[str]) -> dict[_Key, Any]:
    """Take a codebook apart into what may differ; a part that only is there or not has the value True."""
    told = codebook.model_dump(mode="json", by_alias=True)
    parts: dict[_Key, Any] = {_Key("", "", name): _flat(told[name]) for name in _HEAD if told[name]}
    parts |= {
        _Key("", "", f"matching.{name}"): _flat(rule) for name, rule in told["matching"].items() if rule
    }
    parts |= {_Key("", language, "title"): text for language, text in codebook.title.items()}
    parts |= {_Key("", "", "coding rule", rule): True for rule in codebook.coding_rules}
    for theme in codebook.themes:
        if theme.id in themes:
            parts |= {**dict(_words(theme)), **dict(_terms(theme))}
    return parts


def _words(theme: Theme) -> Iterator[tuple[_Key, Any]]:
    """Give what a theme says to people."""
    for kind in ("label", "definition"):
        for language, text in getattr(theme, kind).items():
            yield _Key(theme.id, language, kind), text
    for kind in ("include", "exclude"):
        for text in getattr(theme, kind):
            yield _Key(theme.id, "", f"rule under {kind}", text), True
    for sub in theme.subthemes:
        yield _Key(theme.id, "", "sub-theme", sub.id), _said(sub.model_dump(exclude={"id"}))


def _terms(theme: Theme) -> Iterator[tuple[_Key, Any]]:
    """Give what a theme says to machines."""
    for name, reason in theme.ambiguous.items():
        yield _Key(theme.id, "", "reason of ambiguity", name), reason
    for language, own in theme.terms.items():
        for term in own:
            said = _said(term.model_dump(by_alias=True, exclude={"t"}))
            yield _Key(theme.id, language, "term", term.t), said
    for field, kind in _LISTS.items():
        for language, texts in getattr(theme, field).items():
            yield from ((_Key(theme.id, language, kind, text), True) for text in texts)


def _said(fields: Mapping[str, Any]) -> dict[str, str]:
    """Keep what is said, as texts."""
    return {name: _flat(value) for name, value in fields.items() if value}


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_flat(part)}" for key, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _difference(key: _Key, before: Any, after: Any) -> Difference:
    what = key.kind + (f" '{key.name}'" if key.name else "")
    if before is None or after is None:
        value = after if before is None else before
        told = "" if value is True else _flat(value)
        return Difference(key.theme, key.language, "added" if before is None else "removed", what, told)
    if isinstance(before, dict):
        names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
        told = "; ".join(f"{name} {before.get(name, '–')} → {after.get(name, '–')}" for name in names)
    else:
        told = f"{before} → {after}"
    return Difference(key.theme, key.language, "changed", what, told)
