"""The tables of leaks: nothing for one language, everything that a reader needs for two."""

from __future__ import annotations

import pytest

from toolkit import reports
from toolkit.models import Bertopic, Lda
from toolkit.reports import Stamp

STAMP = Stamp(signature="test", documents=6, units=60, unit="paragraph", codebook="none", corpus="none")
BEADS = [
    {
        "source_doc": "en-chips", "source_lines": "0", "source_units": 1,
        "target_doc": "zh-chips", "target_lines": "0", "target_units": 1,
    },
    {
        "source_doc": "en-ports", "source_lines": "0 1", "source_units": 2,
        "target_doc": "zh-ports", "target_lines": "0", "target_units": 1,
    },
]  # fmt: skip


def leak_tables(solutions, features, beads):
    return reports.leak_tables(reports.leak_reports(solutions, features, beads), STAMP)


@pytest.fixture(scope="module")
def joint(small_features):
    return Bertopic(groups="kmeans", topics=3).fit(small_features)


def test_solutions_of_one_language_have_no_tables(small_features):
    assert leak_tables(Lda(topics=3).fit(small_features), small_features, []) == []


def test_every_remedy_and_every_topic_has_its_rows(small_features, joint):
    leaks, languages = leak_tables(joint, small_features, BEADS)
    assert leaks.rows["remedy"].iloc[0] == "none"
    assert set(leaks.rows["remedy"]) >= {"none", "centre"}
    assert (languages.rows[["share_en", "share_zh"]].sum(axis=1).round(9) == 1).all()
    assert len(languages.rows) == 3
    assert "in the corpus: en 0.50, zh 0.50" in languages.note


def test_retrieval_is_measured_where_units_are_aligned_one_to_one(small_features, joint):
    with_pairs, _ = leak_tables(joint, small_features, BEADS)
    without, _ = leak_tables(joint, small_features, BEADS[1:])
    assert 0 <= with_pairs.rows["retrieval"].iloc[0] <= 1
    assert without.rows["retrieval"].isna().all()
    assert "no pairs of units are known" in without.note
