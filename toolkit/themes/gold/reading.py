"""Sheets that coders sent back become `Codes`; nothing that a coder wrote is lost without a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from toolkit.errors import InvalidInput, Problem, few, nearest
from toolkit.preprocess import TokenizedUnits, Unit
from toolkit.themes.codebook import Codebook
from toolkit.themes.codes import CONSENSUS, Codes
from toolkit.themes.gold.lookup import Lookup
from toolkit.themes.gold.rows import FEWEST_SAID, Said, read_file
from toolkit.themes.gold.sampling import GoldSample, population_digest
from toolkit.themes.gold.words import guide_digest
from toolkit.themes.split import Half, documents_of, subset

MOST_CHANGED = 0.05
"""Above this share of units more or less than when the sample was drawn, its probabilities are refused."""

_Word = tuple[float, str]
"""What was said, and where."""


def read_codes(
    paths: Sequence[Path | str],
    units: TokenizedUnits,
    codebook: Codebook,
    sample: GoldSample | None = None,
    partial: bool = False,
    halves: Mapping[str, Half] | None = None,
) -> Codes:
    """Read coded sheets: CSV, spreadsheets, JSON records; wide, long, or by document and line.

    Parameters
    ----------
    paths
        The files, of one coder or several each.
    sample
        How units were drawn; without it, shares cannot be corrected.
    partial
        Leave out what is wrong, and say so in the notes, instead of refusing everything.
    halves
        The half of each document, where the experiment declares a split: a sample of one half is held
        against that half, and speaks of it alone.

    Raises
    ------
    InvalidInput
        With every row that is wrong, each with its line; also with `partial`, where nothing is left.
    """
    problems: list[Problem] = []
    said: list[Said] = []
    for path in paths:
        reading = read_file(Path(path), codebook)
        said += reading.said
        problems += reading.problems
    said, found = _known_coders(said, sample)
    problems += found
    placed, found, strangers = _placed(said, Lookup(units, sample))
    problems += found
    words, remarks, found = _gathered(placed)
    words, silent = _without_silent(words)
    population = _population(units, sample, halves)
    moved = _moved(population, sample)
    problems += [*found, *silent, *moved]
    coders = sorted({coder for coder, _, _ in words}, key=lambda coder: (coder == CONSENSUS, coder))
    if (problems and not partial) or not coders:
        nothing = Problem("codes", "hold no code of any unit", "name sheets in which units are coded")
        raise InvalidInput(problems or [nothing])
    codes = _codes(words, remarks, coders, units, codebook, None if moved else sample)
    notes = [
        *_left_out(problems),
        *_strangers(strangers),
        *_sample_notes(codes, codebook, sample),
        *([] if moved else _changed(population, sample)),
    ]
    return replace(codes, notes=tuple(notes))


def _known_coders(said: list[Said], sample: GoldSample | None) -> tuple[list[Said], list[Problem]]:
    """Keep what known coders say; a name in two spellings would split one person in two."""
    firsts = {each.coder: each.place for each in reversed(said) if each.coder}
    spellings: dict[str, str] = {}
    for each in said:
        spellings.setdefault(each.coder.casefold(), each.coder)
    problems = {
        coder: Problem(
            place,
            f"the coder is called '{coder}' here and '{spellings[coder.casefold()]}' elsewhere",
            "write one name",
        )
        for coder, place in sorted(firsts.items())
        if spellings[coder.casefold()] != coder
    }
    known = {*sample.coders, CONSENSUS} if sample and sample.coders else set(firsts)
    for coder in sorted(set(firsts) - known - set(problems)):
        reason = f"the sample has no coder '{coder}'"
        problems[coder] = Problem(firsts[coder], reason, nearest(coder, known))
    return [each for each in said if each.coder not in problems], list(problems.values())


def _placed(
    said: Sequence[Said], lookup: Lookup
) -> tuple[list[tuple[Said, Unit]], list[Problem], list[Said]]:
    """Find each row's unit; rows of lines that are no units are handed back."""
    placed, problems, strangers = [], [], []
    for each in said:
        unit = lookup.unit_of(each)
        if unit is None:
            strangers.append(each)
        elif isinstance(unit, Problem):
            # an empty row of a changed unit takes nothing from anybody
            if _says_something(each):
                problems.append(unit)
        else:
            placed.append((each, unit))
    return placed, problems, strangers


def _gathered(
    placed: Sequence[tuple[Said, Unit]],
) -> tuple[dict[tuple[str, str, str], _Word], dict[str, tuple[str, ...]], list[Problem]]:
    """Put together what is said of each unit: by coder, unit and theme; contradictions are problems."""
    said: dict[tuple[str, str, str], dict[int, _Word]] = defaultdict(dict)
    remarks: dict[str, dict[str, None]] = defaultdict(dict)
    problems = []
    for each, unit in placed:
        contradicted = []
        for theme, value in each.values.items():
            if np.isnan(value) and each.line < 0:
                continue  # an empty cell; the doubt about a line is kept
            word = said[each.coder, unit.id, theme].setdefault(each.line, (value, each.place))
            if word[0] != value and not np.isnan([word[0], value]).all():
                contradicted.append((theme, word[1]))
        if contradicted:
            theme, before = contradicted[0]
            reason = f"{each.coder} codes '{unit.id}' again and says otherwise of '{theme}' than in {before}"
            problems.append(Problem(each.place, reason, "keep the row that is right"))
        if each.remark:
            remarks[unit.id][f"{each.coder}: {each.remark}"] = None
    words = {key: _joined(list(lines.values())) for key, lines in said.items()}
    words = {key: word for key, word in words.items() if not np.isnan(word[0])}
    return words, {unit: tuple(texts) for unit, texts in remarks.items()}, problems


def _joined(lines: Sequence[_Word]) -> _Word:
    """Join what is said of a unit's lines: one that carries the theme is enough; else a doubt is a doubt."""
    return next((word for word in lines if word[0] == 1), max(lines, key=lambda word: np.isnan(word[0])))


def _without_silent(
    words: Mapping[tuple[str, str, str], _Word],
) -> tuple[Mapping[tuple[str, str, str], _Word], list[Problem]]:
    """Refuse coders who wrote 1 and nothing else: an empty cell is not a 0."""
    values: dict[str, list[float]] = defaultdict(list)
    for (coder, _, _), (value, _) in words.items():
        values[coder].append(value)
    silent = [
        coder for coder, own in values.items() if coder != CONSENSUS and len(own) >= FEWEST_SAID and all(own)
    ]
    remedy = "write 0 where a theme is absent: an empty cell means that nobody looked"
    problems = [
        Problem(f"codes of {coder}", f"all {len(values[coder])} are 1, none is 0", remedy) for coder in silent
    ]
    return {key: word for key, word in words.items() if key[0] not in silent}, problems


def _population(
    units: TokenizedUnits, sample: GoldSample | None, halves: Mapping[str, Half] | None
) -> TokenizedUnits:
    """Give the units that the sample would be drawn from now; all, where no half is known."""
    if sample is None or halves is None or sample.half == "all":
        return units
    return subset(units, documents_of(halves, sample.half))


def _moved(units: TokenizedUnits, sample: GoldSample | None) -> list[Problem]:
    """Refuse probabilities of units that were many more, many fewer, or largely others than these."""
    if sample is None:
        return []
    before, whole = int(sample.head.get("units", len(units))), _whole(sample)
    strange = [] if sample.half == "all" else [u.doc for u in units.units if u.doc not in sample.documents]
    if max(abs(len(units) - before), len(strange)) <= MOST_CHANGED * before:
        return []
    reason = f"{whole} had {before} units when the sample was drawn and has {len(units)} now"
    remedy = "draw a sample of this corpus; or read the codes without it (then shares stay uncorrected)"
    if strange:
        reason = (
            f"it was drawn from {whole}, {before} units then; {len(strange)} of the {len(units)} units that "
            f"it should speak of now are of other documents ({few(strange)})"
        )
        gone = sorted(sample.documents.difference(units.metadata))
        if gone:
            reason += f", and {len(gone)} of its documents are not there ({few(gone)})"
        remedy = (
            "declare the `split` that it was drawn by, where documents were renamed give them back their "
            f"names, or {remedy}"
        )
    return [Problem("sample", reason, remedy)]


def _whole(sample: GoldSample) -> str:
    """Name what the sample was drawn from."""
    return "the corpus" if sample.half == "all" else f"the {sample.half} half"


def _codes(
    words: Mapping[tuple[str, str, str], _Word],
    remarks: Mapping[str, tuple[str, ...]],
    coders: Sequence[str],
    units: TokenizedUnits,
    codebook: Codebook,
    sample: GoldSample | None,
) -> Codes:
    ids = tuple(unit.id for unit in units.units)
    row, column = {unit: place for place, unit in enumerate(ids)}, codebook.theme_ids.index
    ratings = np.full((len(coders), len(ids), len(codebook.themes)), np.nan)
    for (coder, unit, theme), (value, _) in words.items():
        ratings[coders.index(coder), row[unit], column(theme)] = value
    probability, strata = np.full(len(ids), np.nan), [""] * len(ids)
    for drawn in sample.drawn if sample else ():
        if drawn.unit in row:
            probability[row[drawn.unit]] = drawn.probability
            strata[row[drawn.unit]] = drawn.stratum
    return Codes(
        codebook.theme_ids, ids, tuple(coders), ratings, probability, tuple(strata) if sample else (),
        remarks=remarks,
    )  # fmt: skip


def _left_out(problems: Sequence[Problem]) -> list[str]:
    return [f"Left out: {problem.place}: {problem.reason}." for problem in problems]


def _strangers(strangers: Sequence[Said]) -> list[str]:
    if not strangers:
        return []
    first = strangers[0]
    where = f"the first: line {first.line} of {first.doc}"
    return [f"{len(strangers)} coded lines are in no unit of this corpus ({where})."]


def _sample_notes(codes: Codes, codebook: Codebook, sample: GoldSample | None) -> list[str]:
    """Say how the coded units were drawn, whether by this codebook, and what is still to be coded."""
    if sample is None:
        return ["How the coded units were drawn is not recorded, so shares cannot be corrected by them."]
    notes = []
    is_open = np.isnan(codes.ratings).all(axis=0).any(axis=1) & ~np.isnan(codes.probability)
    if is_open.any():
        notes.append(
            f"{int(is_open.sum())} of {len(sample.drawn)} drawn units are not coded for every theme: what is "
            "said of the corpus holds if they are like the others of their stratum."
        )
    if sample.head.get("guide") not in (None, guide_digest(codebook)):
        notes.append(
            "What the codebook tells coders has changed since the sample was drawn: were units coded by it?"
        )
    if sample.half == "discovery":
        notes.append(
            "The sample was drawn from the discovery half: `toolkit gold score` measures coders and "
            "instruments by it; a run does not, and corrects no share, because it estimates from the other "
            "half."
        )
    return notes


def _changed(units: TokenizedUnits, sample: GoldSample | None) -> list[str]:
    """Say that texts have changed a little since the sample was drawn, if they have."""
    if sample is None or sample.head.get("population") in (None, population_digest(units)):
        return []
    before, whole = int(sample.head.get("units", len(units))), _whole(sample)
    return [
        f"{whole.capitalize()} had {before} units when the sample was drawn and has {len(units)} now, or "
        "some texts differ: probabilities are those of the former texts."
    ]


def _says_something(said: Said) -> bool:
    return bool(said.remark) or not all(np.isnan(value) for value in said.values.values())
