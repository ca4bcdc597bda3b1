"""What is asked: comparisons, formulas, dates, splits, codes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from toolkit.errors import Problem, ToolkitError, nearest
from toolkit.preprocess import TokenizedUnits
from toolkit.runs.checks.collecting import collect
from toolkit.runs.config import Experiment
from toolkit.themes import (
    Codebook,
    Codes,
    can_be_drawn,
    codes_of,
    documents_of,
    effect_problems,
    halves_of,
    needs_codes,
    odd_pairs,
    over_time_problems,
    pairs_without_source,
    split_documents,
    subset,
)
from toolkit.themes.split import Half


def comparison_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    """Find columns and groups that the metadata do not have."""
    problems = []
    metadata = _estimated(experiment, units)
    columns = {column for facts in metadata.values() for column, value in facts.items() if value}
    wanted = [*experiment.compare.by, *(contrast.by for contrast in experiment.compare.contrasts)]
    for column in dict.fromkeys(wanted):
        if column not in columns:
            problems.append(
                Problem(
                    f"{path}: compare",
                    f"the metadata{_kept(experiment)} have no column '{column}'",
                    nearest(column, columns),
                )
            )
    for contrast in experiment.compare.contrasts:
        if contrast.first == contrast.second:
            problems.append(
                Problem(
                    f"{path}: compare.contrasts",
                    f"'{contrast.first}' is compared with itself",
                    "let `first` and `second` name two groups",
                )
            )
        values = {facts.get(contrast.by, "") for facts in metadata.values()} - {""}
        for group in (contrast.first, contrast.second):
            if contrast.by in columns and group not in values:
                problems.append(
                    Problem(
                        f"{path}: compare.contrasts",
                        f"no document{_kept(experiment)} has {contrast.by} '{group}'",
                        nearest(group, values),
                    )
                )
    return problems


def asked_problems(path: Path, experiment: Experiment, units: TokenizedUnits) -> list[Problem]:
    """Find formulas, dates and splits that the metadata cannot answer."""
    compare, metadata = experiment.compare, _estimated(experiment, units)
    problems = effect_problems(compare.effects, metadata, f"{path}: compare.effects")
    if compare.over_time:
        problems += over_time_problems(compare.over_time, metadata, f"{path}: compare.over_time")
    if experiment.split:
        split = experiment.split
        collect(problems, lambda: split_documents(units, split))
    return problems


def draw_problems(path: Path, experiment: Experiment) -> list[Problem]:
    """Find draws of shares that no instrument has, or that nothing uses."""
    if not experiment.robustness.draws:
        return []
    place, problems = f"{path}: robustness.draws", []
    if not any(map(can_be_drawn, experiment.instruments)):
        learned = [each.name for each in experiment.instruments if each.kind == "seeded-lda"]
        reason = "shares are drawn from a topic model of words, and no instrument has one"
        remedy = "add seeded-lda to `instruments`, or leave `draws` out"
        if learned:
            reason = f"'{learned[0]}' learns its prior (`alpha: auto`), which draws of shares would need"
            remedy = "give `model.alpha` a number or `symmetric`, or leave `draws` out"
        problems.append(Problem(place, reason, remedy))
    if not experiment.compare.effects:
        reason = "shares are drawn for regressions, and `compare.effects` names none"
        remedy = "name one, such as `effects: [{formula: language}]`, or leave `draws` out"
        problems.append(Problem(place, reason, remedy))
    return problems


def _kept(experiment: Experiment) -> str:
    """Say which documents are meant, where a split keeps some for estimates."""
    return "" if experiment.split is None else " that the split keeps for estimates"


def _estimated(experiment: Experiment, units: TokenizedUnits) -> Mapping[str, Mapping[str, str]]:
    """Give the metadata of the documents that estimates come from; of all, where the split has a fault."""
    halves = _halves(experiment, units)
    return units.metadata if halves is None else subset(units, documents_of(halves, "estimation")).metadata


def _halves(experiment: Experiment, units: TokenizedUnits) -> dict[str, Half] | None:
    """Part the documents; where the split has a fault, which is told by itself, they are not parted."""
    try:
        return halves_of(units, experiment.split)
    except ToolkitError:
        return None


def gold_problems(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits
) -> list[Problem]:
    """Read what people coded as a run would, and ask whether it is enough for those who learn from it."""
    problems: list[Problem] = []
    gold = experiment.gold
    if gold is None:
        return problems
    codes = collect(problems, lambda: gold.read(units, codebook, path.parent, _halves(experiment, units)))
    if codes is not None:
        problems += _coded_problems(path, experiment, codebook, units, codes)
    return problems


def gold_notes(path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits) -> list[str]:
    """Give what the methods text will say of the codes; their faults are told by themselves."""
    gold, halves = experiment.gold, _halves(experiment, units)
    if gold is None:
        return []
    codes = collect([], lambda: gold.read(units, codebook, path.parent, halves))
    if codes is not None and halves is not None:
        codes = codes_of(codes, subset(units, documents_of(halves, "estimation")))
    return [] if codes is None else list(codes.notes)


def _coded_problems(
    path: Path, experiment: Experiment, codebook: Codebook, units: TokenizedUnits, codes: Codes
) -> list[Problem]:
    """Find instruments that learn from codes and have too few of them."""
    return [
        Problem(f"{path}: instruments.{reading.name}", problem.reason, problem.remedy)
        for reading in experiment.instruments
        if needs_codes(reading)
        for problem in reading.problems(units, codebook, codes)
    ]


def pair_problems(path: Path, metadata: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """Find pairs that a run would pass over, or whose source it would guess."""
    problems = [
        Problem(
            f"{path}: corpus",
            f"pair '{pair}' has {len(docs)} usable documents instead of two: {', '.join(docs)}",
            "correct `pair` in the metadata (a run goes on and does not align it)",
        )
        for pair, docs in odd_pairs(metadata)
    ]
    problems += [
        Problem(
            f"{path}: corpus",
            f"pair '{pair}' does not have exactly one document with the role 'source'",
            "write `role: source` for one of its documents (a run goes on and takes the first by name)",
        )
        for pair in pairs_without_source(metadata)
    ]
    return problems
