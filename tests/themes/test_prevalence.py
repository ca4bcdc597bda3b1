"""A prevalence says how often a theme occurs, and no more than the number of documents allows."""

import math
import random
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus import Corpus, Document
from toolkit.preprocess import DuplicateRules, Duplicates, Preparation, TokenizedUnits, prepare
from toolkit.preprocess.duplicates import Group
from toolkit.themes import ThemeScores, claim_for, prevalence
from toolkit.themes.clusters import document_clusters, pair_clusters
from toolkit.themes.intervals import block_bootstrap, wilson
from toolkit.themes.prevalence import document_counts

SERIES = st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=6), min_size=1, max_size=14)


def named(series):
    return {f"doc-{number:02}": values for number, values in enumerate(series)}


def of_groups(rows):
    return [row for row in rows if row["by"] != "document"]


def shuffled(units, scores, seed):
    """Mix the documents' units, each document's own in their order, and shuffle the metadata."""
    random_ = random.Random(seed)
    docs = [unit.doc for unit in units.units]
    random_.shuffle(docs)
    waiting = {doc: [i for i, unit in enumerate(units.units) if unit.doc == doc] for doc in units.documents}
    order = [waiting[doc].pop(0) for doc in docs]
    names = list(units.metadata)
    random_.shuffle(names)
    return (
        TokenizedUnits(
            tuple(units.units[i] for i in order),
            tuple(units.tokens[i] for i in order),
            (),
            (),
            {doc: units.metadata[doc] for doc in names},
        ),
        ThemeScores(
            scores.instrument,
            scores.themes,
            tuple(scores.unit_ids[i] for i in order),
            scores.score[order],
            scores.present[order],
        ),
    )


@pytest.mark.parametrize(
    ("documents", "claim", "interval"),
    [
        (1, "this text only", "Wilson"),
        (2, "description", "range of the documents"),
        (5, "description", "range of the documents"),
        (6, "cautious", "Korn–Graubard"),
        (11, "cautious", "Korn–Graubard"),
        (12, "usual", "Korn–Graubard"),
    ],
)
def test_the_number_of_documents_decides_claim_and_interval(documents, claim, interval, read):
    series = [[1, 0, 0, i % 2] for i in range(documents)]
    (row,) = of_groups(prevalence(*read({"trade": named(series)})))
    assert (row["claim"], row["interval"]) == (claim, interval)
    assert claim_for(documents) == claim
    assert (row["documents"], row["clusters"], row["units"]) == (documents, documents, 4 * documents)


def test_a_group_is_the_mean_of_its_documents_and_pooled_the_mean_of_its_units(read):
    (row,) = of_groups(prevalence(*read({"trade": {"long": [1] * 8, "short": [0, 0]}})))
    assert row["estimate"] == 0.5
    assert row["pooled"] == 0.8
    assert (row["low"], row["high"]) == (0, 1)


def test_a_document_without_the_theme_or_made_of_it_gets_wilsons_interval(read):
    rows = prevalence(*read({"trade": {"none": [0] * 10, "all": [1] * 10}}), by=())
    assert [(row["low"], row["high"]) for row in rows] == [wilson(0, 10), wilson(10, 10)]
    assert {row["interval"] for row in rows} == {"Wilson"}


@given(st.lists(st.integers(0, 1), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_a_document_is_never_more_certain_than_wilson(read, values):
    """Below 20 units, or where none or all carry the theme, it is Wilson; else it holds Wilson's interval."""
    (row,) = prevalence(*read({"trade": {"only": values}}), by=())
    low, high = wilson(sum(values), len(values))
    if len(values) < 20 or sum(values) in (0, len(values)):
        assert (row["low"], row["high"], row["interval"]) == (low, high, "Wilson")
    else:
        assert row["low"] <= low < high <= row["high"]
        assert row["interval"] == "block bootstrap"


def test_runs_of_alike_units_widen_the_interval_of_a_document(read):
    series = {"runs": [0] * 12 + [1] * 12, "mixed": [0, 1] * 12}
    runs, mixed = prevalence(*read({"trade": series}), by=())
    assert (mixed["low"], mixed["high"]) == wilson(12, 24)
    assert runs["low"] < mixed["low"]
    assert runs["high"] > mixed["high"]
    low, high = block_bootstrap(np.array(series["mixed"], float), 0)
    assert high - low < 0.9 * (mixed["high"] - mixed["low"])


def test_a_group_of_one_document_says_what_the_document_says(read):
    rows = prevalence(*read({"trade": {"only": [0] * 10}}))
    assert len(rows) == 2
    differing = {key for key in rows[0] if rows[0][key] != rows[1][key]}
    assert differing <= {"by", "group"}


def test_where_documents_do_not_differ_there_is_no_interval(read):
    (row,) = of_groups(prevalence(*read({"trade": named([[1, 0]] * 8)})))
    assert row["interval"].startswith("none")
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])


def test_the_two_sides_of_a_pair_count_as_one_text(read):
    """Twelve documents that are six texts twice have the interval of the six, and may claim as much."""
    series = [[1, 0, 0, 0], [1, 1, 1, 0], [0, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1]]
    texts = {f"{side}-{i}": values for side in ("a", "b") for i, values in enumerate(series)}
    pairs = {doc: {"pair": doc[2:]} for doc in texts}
    (paired,) = of_groups(prevalence(*read({"trade": texts}, pairs)))
    (free,) = of_groups(prevalence(*read({"trade": texts})))
    assert paired["high"] - paired["low"] > 1.2 * (free["high"] - free["low"])
    assert (paired["documents"], paired["clusters"], paired["claim"]) == (12, 6, "cautious")
    assert paired["interval"] == "Korn–Graubard"
    assert (free["documents"], free["clusters"], free["claim"]) == (12, 12, "usual")
    (six,) = of_groups(prevalence(*read({"trade": {d: v for d, v in texts.items() if d[0] == "a"}})))
    assert (paired["low"], paired["high"]) == pytest.approx((six["low"], six["high"]), abs=0.02)


@pytest.mark.parametrize(
    ("pairs", "claim", "interval"),
    [
        (1, "this text only", "none: one cluster"),
        (2, "description", "range of the documents"),
        (5, "description", "range of the documents"),
        (6, "cautious", "Korn–Graubard"),
        (12, "usual", "Korn–Graubard"),
    ],
)
def test_pairs_are_counted_not_their_documents(pairs, claim, interval, read):
    facts = {f"{side}-{i:02}": {"pair": str(i)} for i in range(pairs) for side in "ab"}
    series = {doc: [1, 0, int(doc[0] == "a"), int(doc[2:]) % 2] for doc in facts}
    rows = prevalence(*read({"trade": series}, facts))
    (row,) = of_groups(rows)
    assert (row["claim"], row["interval"]) == (claim, interval)
    assert (row["documents"], row["clusters"]) == (2 * pairs, pairs)
    assert math.isnan(row["low"]) == (pairs == 1)
    assert {row["clusters"] for row in rows if row["by"] == "document"} == {1}


def test_sides_of_a_pair_share_a_cluster_and_others_have_their_own():
    facts = {"a": {"pair": "x"}, "b": {"pair": "x"}, "c": {"pair": ""}, "d": {}}
    clusters = pair_clusters(facts)
    assert clusters["a"] == clusters["b"]
    assert len(set(clusters.values())) == 3


def test_copies_and_pairs_that_hang_together_are_one_cluster(read):
    facts = {"a": {"pair": "x"}, "b": {"pair": "x"}, "c": {}, "d": {}, "e": {}, "f": {}}
    units, _ = read({"trade": {doc: [1] for doc in facts}}, facts)
    copies = tuple(Group(ids, 1.0, "exact", False) for ids in (("d", "e"), ("b", "c"), ("c", "d")))
    clusters = document_clusters(replace(units, duplicates=Duplicates(documents=copies)))
    assert len({clusters[doc] for doc in "abcde"}) == 1
    assert clusters["f"] != clusters["a"]
    assert document_clusters(units) == pair_clusters(units.metadata)


# --- copies ---------------------------------------------------------------------------------------------

OPEN = (
    "The two ports opened a joint laboratory, and they share its sensor data with anyone who asks for them."
)
SLEEP = (
    "The canteen served noodles while the rain fell on the roof, and the night shift slept behind the crane."
)
RAIN = "Nobody in the harbour office could say when the old tractors would be sold, or who would want them."
NOUNS = re.findall(
    r"\w+",
    """harbour crane noodle winter engineer battery canteen tractor river garden lantern orchard violin teacher
    window market bridge forest kitchen valley copper ladder pepper saddle basket candle mirror pocket""",
)


def sentence(seed, *begin):
    """Words in an order that no other sentence has: no two are copies."""
    return f"The {' '.join([*begin, *random.Random(seed).sample(NOUNS, 14)])} stood where it had been left."


def of_texts(pages, policy, theme="joint"):
    """Prepare pages of paragraphs, and find the theme in the paragraphs that name it."""
    rules = Preparation(duplicates=DuplicateRules(policy=policy))
    documents = (Document(name, "\n".join(page), {"language": "en"}) for name, page in pages.items())
    units = prepare(Corpus(tuple(documents)), rules)
    found = np.array([[theme in unit.text] for unit in units.units])
    ids = tuple(unit.id for unit in units.units)
    rows = prevalence(units, ThemeScores("dictionary", ("trade",), ids, found.astype(float), found))
    return {row["group"]: row for row in rows}


def test_a_paragraph_repeated_in_its_document_counts_once_or_twice_as_the_policy_says():
    once, again = {"d": [OPEN, SLEEP, RAIN]}, {"d": [OPEN, SLEEP, RAIN, OPEN]}
    estimates = {policy: of_texts(again, policy)["d"] for policy in ("keep", "weight", "drop")}
    assert estimates["keep"]["estimate"] == 0.5
    plain = of_texts(once, "weight")["d"]
    for policy in ("weight", "drop"):
        for key in ("estimate", "pooled", "low", "high"):
            assert estimates[policy][key] == pytest.approx(plain[key])
    assert [estimates[policy]["units"] for policy in ("keep", "weight", "drop")] == [4, 4, 3]


@pytest.mark.parametrize("copies", [1, 2, 6])
def test_a_copied_document_changes_neither_the_mean_nor_the_clusters(copies):
    pages = {
        f"d{n}": [sentence(10 * n + row, *(["joint"] if row < n % 4 else [])) for row in range(4)]
        for n in range(7)
    }
    copied = pages | {f"z{n}": pages["d3"] for n in range(copies)}
    plain, weighed, kept = of_texts(pages, "weight"), of_texts(copied, "weight"), of_texts(copied, "keep")
    for key in ("estimate", "low", "high", "clusters", "claim", "interval"):
        assert weighed["en"][key] == pytest.approx(plain["en"][key])
    assert (weighed["en"]["documents"], weighed["en"]["clusters"]) == (7 + copies, 7)
    assert kept["en"]["estimate"] > plain["en"]["estimate"]
    assert kept["en"]["clusters"] == 7


@given(SERIES)
@settings(max_examples=25, deadline=None)
def test_where_nothing_is_repeated_means_are_plain_means(read, series):
    units, scores = read({"trade": named(series)})
    *documents, group = prevalence(units, scores)
    means = [float(np.mean(values)) for values in series]
    assert [row["estimate"] for row in documents] == pytest.approx(means)
    assert group["estimate"] == pytest.approx(np.mean(means))
    assert group["pooled"] == pytest.approx(np.mean([value for values in series for value in values]))
    ones = replace(units, document_weights=dict.fromkeys(units.documents, 1.0))
    assert repr(prevalence(ones, scores)) == repr(prevalence(units, scores))


def test_units_and_documents_weigh_what_they_are_said_to(read):
    units, scores = read({"trade": {"a": [1, 0, 0], "b": [1, 1], "c": [0]}})
    weights = np.array([0.5, 1, 0.5, 1, 1, 1])
    copies = Duplicates(documents=(Group(("a", "b"), 0.9, "near", False),))
    said = {"a": 0.5, "b": 0.5, "c": 1.0}
    weighed = replace(units, weights=weights, duplicates=copies, document_weights=said)
    a, b, c, group = prevalence(weighed, scores)
    assert [row["estimate"] for row in (a, b, c)] == [0.25, 1, 0]
    assert group["estimate"] == pytest.approx((0.5 * 0.25 + 0.5 * 1) / 2)
    # pooled: ½·½ of a, ½·2 of b, out of ½·2 + ½·2 + 1
    assert group["pooled"] == pytest.approx((0.25 + 1) / 3)


def test_copies_in_another_group_do_not_move_a_group(read):
    units, _ = read({"trade": {"a": [1, 1], "b": [0, 0], "c": [1, 1], "d": [1, 1]}})
    copies = Duplicates(documents=(Group(("a", "c", "d"), 1.0, "exact", False),))
    said = {"a": 1 / 3, "b": 1.0, "c": 1 / 3, "d": 1 / 3}
    weighed = replace(units, duplicates=copies, document_weights=said)
    assert document_counts(weighed, ["a", "b"]).tolist() == [1, 1]
    assert document_counts(weighed, ["c", "d"]).tolist() == [0.5, 0.5]
    kept = replace(weighed, document_weights=dict.fromkeys(said, 1.0))
    assert document_counts(kept, ["c", "d"]).tolist() == [1, 1]


def test_units_that_weigh_little_leave_a_document_less_certain(read):
    units, scores = read({"trade": {"a": [1, 0] * 20}})
    (full,) = prevalence(units, scores, by=())
    (less,) = prevalence(replace(units, weights=np.array([1.0, 1.0, *[0.01] * 38])), scores, by=())
    assert (full["interval"], less["interval"]) == ("block bootstrap", "Wilson")
    assert (less["low"], less["high"]) == pytest.approx(wilson(1.19, 2.38))


def test_documents_without_a_value_are_in_no_group(read):
    facts = {"a": {"genre": "news"}, "b": {"genre": "report"}, "c": {}}
    rows = prevalence(*read({"trade": {"a": [1], "b": [0], "c": [1]}}, facts), by=("genre",))
    assert {row["group"]: row["documents"] for row in of_groups(rows)} == {"news": 1, "report": 1}


@given(SERIES)
@settings(max_examples=25, deadline=None)
def test_estimates_are_shares_inside_their_intervals(read, series):
    rows = prevalence(*read({"trade": named(series)}))
    assert len(rows) == len(series) + 1
    for row in rows:
        assert row["documents"] >= row["clusters"] >= 1
        assert row["units"] >= row["documents"]
        assert row["deff"] >= 1
        if math.isnan(row["low"]):
            assert row["interval"].startswith("none")
        else:
            assert 0 <= row["low"] <= row["estimate"] + 1e-12
            assert row["estimate"] <= row["high"] + 1e-12 <= 1 + 2e-12
    assert sum(row["units"] for row in rows if row["by"] == "document") == sum(map(len, series))


@given(SERIES, st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_the_order_of_documents_and_of_their_units_among_each_other_is_nothing(read, series, seed):
    units, scores = read({"trade": named(series)}, {f"doc-{i:02}": {"pair": str(i // 3)} for i in range(6)})

    def sort(rows):
        return sorted(rows, key=lambda row: (row["by"], row["group"]))

    there, back = sort(prevalence(units, scores)), sort(prevalence(*shuffled(units, scores, seed)))
    for one, other in zip(there, back, strict=True):
        assert one.keys() == other.keys()
        assert all(
            value == other[key] or np.isclose(value, other[key], equal_nan=True, atol=1e-12)
            for key, value in one.items()
        )
