"""How far joint solutions, and the vectors behind them, tell the languages apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from toolkit.evaluation import leak_report
from toolkit.evaluation.leaks import LeakReport
from toolkit.features import Features
from toolkit.models import TopicSolution
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import Table
from toolkit.reports.tables import Rows


def leak_reports(
    solutions: Sequence[TopicSolution], features: Features, beads: Rows
) -> dict[str, LeakReport]:
    """Look how each joint solution, and the vectors behind it, tell the languages apart.

    Parameters
    ----------
    solutions
        Those of one language are passed over.
    features
        What they were fitted on.
    beads
        Aligned units of sources and translations, if there are any; those of one unit each are looked for.

    Returns
    -------
    Reports by solution; none where no solution speaks several languages.
    """
    return {
        solution.name: _report(solution, features, beads)
        for solution in solutions
        if len(solution.terms.all_languages) > 1
    }


def leak_tables(reports: Mapping[str, LeakReport], stamp: Stamp, used: str = "none") -> list[Table]:
    """Say how topics mix languages, and what vectors tell of them before and after remedies.

    Parameters
    ----------
    reports
        By solution.
    stamp
        Of the run.
    used
        The remedy that the run's vectors had.
    """
    if not reports:
        return []
    return [_of_vectors(next(iter(reports.values())), used, stamp), _of_topics(reports, stamp)]


def _report(solution: TopicSolution, features: Features, beads: Rows) -> LeakReport:
    row_of = {unit: row for row, unit in enumerate(features.unit_ids)}
    rows = np.array([row_of[unit] for unit in solution.unit_ids], dtype=np.int64)
    place = {unit: row for row, unit in enumerate(solution.unit_ids)}
    return leak_report(
        solution.topic_shares,
        features.without_remedy.matched[rows],
        features.languages[rows],
        features.documents[rows],
        _pairs(features, place, beads),
    )


def _pairs(features: Features, place: dict[str, int], beads: Rows) -> np.ndarray | None:
    """Find the rows, in a solution, of units that were aligned one to one."""
    starts = {(unit.doc, str(unit.first_line)): unit.id for unit in features.units.units}
    found = []
    for bead in beads:
        if (bead["source_units"], bead["target_units"]) != (1, 1):
            continue
        sides = ("source", "target")
        firsts = ((bead[f"{side}_doc"], str(bead[f"{side}_lines"]).split()[0]) for side in sides)
        units = (starts.get(first, "") for first in firsts)
        rows = [place[unit] for unit in units if unit in place]
        if len(rows) == 2:
            found.append(rows)
    return np.array(found) if found else None


def _of_vectors(report: LeakReport, used: str, stamp: Stamp) -> Table:
    tried = (
        "Remedies are tried on the vectors, not used"
        if used == "none"
        else f"The run used the vectors of the row '{used}'"
    )
    note = stamp.note(
        "language accuracy: of a classifier that tells a unit's language from its vector, documents held "
        "out, beside chance; retrieval: share of units of translated pairs, as aligned here, whose "
        f"counterpart is the nearest unit of the other language. {tried}: "
        "remedies may take true differences away. After centring, accuracy may fall below chance, because "
        "the units held out were centred too" + "".join(f"; {note}" for note in report.notes) + "."
    )
    title = "What vectors tell of the language, before and after remedies"
    return Table("leaks", title, pd.DataFrame(report.remedy_rows()), note, stamp.signature)


def _of_topics(reports: dict[str, LeakReport], stamp: Stamp) -> Table:
    rows = []
    expected: dict[str, float] = {}
    for name, report in reports.items():
        mix = report.mix
        expected |= dict(zip(mix.languages, mix.expected.tolist(), strict=True))
        for topic, (shares, entropy) in enumerate(zip(mix.mix, mix.entropy, strict=True)):
            own = {f"share_{lang}": share for lang, share in zip(mix.languages, shares.tolist(), strict=True)}
            rows.append({"solution": name, "topic": topic, **own, "entropy": float(entropy)})
    usual = ", ".join(f"{language} {share:.2f}" for language, share in expected.items())
    note = stamp.note(
        f"share: of each language in the topic (in the corpus: {usual}); entropy: H(language | topic) / "
        "H(language), 1 where the topic mixes languages as the corpus does, 0 where it speaks one."
    )
    title = "Languages of the topics of joint solutions"
    return Table("topic_languages", title, pd.DataFrame(rows), note, stamp.signature)
