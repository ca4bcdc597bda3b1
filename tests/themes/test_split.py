"""Documents are parted before anyone reads them: whole, with what belongs to them, the same every time."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InvalidInput
from toolkit.preprocess import Duplicates, TokenizedUnits, Unit
from toolkit.preprocess.duplicates.groups import Group
from toolkit.themes import ThemeScores
from toolkit.themes.clusters import document_clusters
from toolkit.themes.codebook import lock_codebook
from toolkit.themes.codes import Codes
from toolkit.themes.split import (
    EmptyHalf,
    Split,
    codes_of,
    documents_of,
    reading_of,
    split_documents,
    split_rows,
    subset,
)
from toolkit.themes.standing import standing


def make(facts, copies=()):
    """Make a corpus of two units a document; ``copies`` are groups of documents that are one text."""
    metadata = {doc: {"language": "en", **own} for doc, own in facts.items()}
    units = tuple(
        Unit(f"{doc}#{i}", doc, own["language"], i, i, "a text")
        for doc, own in metadata.items()
        for i in (0, 1)
    )
    groups = tuple(Group(tuple(docs), 1.0, "exact", False) for docs in copies)
    weights = np.linspace(0.5, 1, len(units))
    return TokenizedUnits(
        units,
        tuple(("a", "text") for _ in units),
        (),
        (),
        metadata,
        duplicates=Duplicates(documents=groups),
        weights=weights,
        document_weights=dict.fromkeys(metadata, 1.0),
    )


@st.composite
def corpora(draw):
    """Draw corpora of 30 to 80 documents in two languages and genres, some in pairs, some copies."""
    count = draw(st.integers(30, 80))
    names = draw(
        st.lists(
            st.text("abcdefg中文-_0123456789", min_size=1, max_size=8),
            min_size=count,
            max_size=count,
            unique=True,
        )
    )
    facts = {}
    for name in names:
        facts[name] = {
            "language": draw(st.sampled_from(["zh", "en"])),
            "genre": draw(st.sampled_from(["news", "policy"])),
            "pair": draw(st.sampled_from(["", "", "p1", "p2", "p3"])),
        }
    copies = draw(st.lists(st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True), max_size=3))
    return facts, copies


splits = st.builds(
    Split,
    estimation=st.floats(0.2, 0.8),
    seed=st.integers(0, 1000),
    by=st.sampled_from([(), ("language",), ("language", "genre")]),
)


@settings(max_examples=60, deadline=None)
@given(corpora(), splits)
def test_clusters_are_never_torn_and_every_document_has_a_half(corpus, split):
    units = make(*corpus)
    halves = split_documents(units, split)
    assert tuple(halves) == units.documents
    clusters = document_clusters(units)
    assert len({(clusters[doc], half) for doc, half in halves.items()}) == len(set(clusters.values()))


@settings(max_examples=40, deadline=None)
@given(corpora(), splits, st.randoms(use_true_random=False))
def test_the_order_of_documents_is_nothing(corpus, split, random):
    facts, copies = corpus
    names = list(facts)
    random.shuffle(names)
    shuffled = make({name: facts[name] for name in names}, copies)
    assert split_documents(shuffled, split) == split_documents(make(facts, copies), split)


@settings(max_examples=60, deadline=None)
@given(corpora(), splits)
def test_in_each_group_the_share_is_the_one_asked_for_within_a_cluster(corpus, split):
    units = make(*corpus)
    halves, clusters = split_documents(units, split), document_clusters(units)
    groups = {}
    for number in set(clusters.values()):
        docs = [doc for doc in clusters if clusters[doc] == number]
        key = tuple("+".join(sorted({units.metadata[doc][column] for doc in docs})) for column in split.by)
        groups.setdefault(key, []).append(halves[docs[0]] == "estimation")
    for own in groups.values():
        assert abs(sum(own) - split.estimation * len(own)) < 1


@settings(max_examples=60, deadline=None)
@given(corpora(), splits, st.sampled_from(["zh", "en"]))
def test_a_new_document_moves_at_most_one_other_cluster(corpus, split, language):
    facts, copies = corpus
    before = split_documents(make(facts, copies), split)
    grown = make({**facts, "new!": {"language": language, "genre": "news", "pair": ""}}, copies)
    after = split_documents(grown, split)
    clusters = document_clusters(grown)
    assert len({clusters[doc] for doc in before if before[doc] != after[doc]}) <= 1


def test_over_seeds_the_share_is_right_even_where_groups_are_tiny():
    """Forty groups of one document each: nothing is lost by rounding."""
    units = make({f"d{i}": {"genre": f"g{i}"} for i in range(40)})
    shares = [
        list(split_documents(units, Split(estimation=0.3, seed=seed, by=("genre",))).values()).count(
            "estimation"
        )
        / 40
        for seed in range(200)
    ]
    assert np.mean(shares) == pytest.approx(0.3, abs=0.02)


def test_another_seed_parts_them_otherwise():
    units = make({f"d{i}": {} for i in range(40)})
    assert split_documents(units, Split(seed=1)) != split_documents(units, Split(seed=2))


def test_large_clusters_are_drawn_as_often_as_small_ones():
    facts = {f"single{i}": {} for i in range(20)} | {
        f"side{i}-{k}": {"pair": f"p{i}"} for i in range(20) for k in "ab"
    }
    units = make(facts)
    halves = [split_documents(units, Split(seed=seed, by=())) for seed in range(200)]
    pairs = np.mean([own[f"side{i}-a"] == "estimation" for own in halves for i in range(20)])
    assert pairs == pytest.approx(0.5, abs=0.03)


def test_all_documents_may_be_declared_unseen():
    units = make({"a": {}, "b": {}})
    assert set(split_documents(units, Split(estimation=1)).values()) == {"estimation"}


def test_a_corpus_of_one_text_cannot_be_parted():
    units = make({"a": {"pair": "p"}, "b": {"pair": "p", "language": "zh"}})
    with pytest.raises(EmptyHalf, match=r"no document for (discovery|estimation).*has 1 documents"):
        split_documents(units, Split())


def test_an_unknown_column_is_named_with_the_nearest():
    with pytest.raises(InvalidInput, match=r"no column 'langage'(.|\n)*did you mean 'language'"):
        split_documents(make({"a": {}}), Split(by=("langage",)))


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_shares_that_leave_nothing_are_refused(share):
    with pytest.raises(ValueError, match="estimation"):
        Split(estimation=share)


class TestSubset:
    units = make({"a": {}, "b": {"language": "zh"}, "c": {}}, copies=[("a", "c")])

    def test_halves_hold_everything_once(self):
        one, other = subset(self.units, ["a", "c"]), subset(self.units, {"b"})
        assert {u.id for u in one.units} | {u.id for u in other.units} == {u.id for u in self.units.units}
        assert len(one) + len(other) == len(self.units)
        assert (one.documents, other.documents) == (("a", "c"), ("b",))
        assert one.weights.tolist() == self.units.weights[[0, 1, 4, 5]].tolist()
        assert other.languages == ("zh",)
        assert set(one.document_weights) == {"a", "c"}

    def test_copies_are_still_one_cluster(self):
        clusters = document_clusters(subset(self.units, ["a", "c"]))
        assert clusters["a"] == clusters["c"]

    def test_readings_follow_their_units(self):
        ids = tuple(unit.id for unit in self.units.units)
        score = np.arange(12, dtype=float).reshape(6, 2)
        scores = ThemeScores("dictionary", ("x", "y"), ids, score, score > 5)
        half = subset(self.units, ["b"])
        own = reading_of(scores, half)
        assert own.unit_ids == ("b#0", "b#1")
        assert own.score.tolist() == score[2:4].tolist()
        assert own.present.tolist() == (score > 5)[2:4].tolist()

    def test_codes_follow_their_units(self):
        ids = tuple(unit.id for unit in self.units.units)
        ratings = np.arange(12, dtype=float).reshape(1, 6, 2) % 2
        codes = Codes(
            ("x", "y"),
            ids,
            ("ann",),
            ratings,
            np.linspace(0.1, 0.6, 6),
            (*"sstts", ""),
            (),
            {"b#1": ("odd",), "a#0": ("?",)},
        )
        own = codes_of(codes, subset(self.units, ["b"]))
        assert own.unit_ids == ("b#0", "b#1")
        assert own.ratings.tolist() == ratings[:, 2:4].tolist()
        assert own.probability.tolist() == codes.probability[2:4].tolist()
        assert (own.strata, own.remarks) == (("t", "t"), {"b#1": ("odd",)})
        assert own.notes == (
            "4 of 6 coded units lie outside the estimation half: nothing is measured or corrected by them.",
        )
        assert codes_of(codes, self.units).notes == ()

    def test_of_no_document_nothing_stays(self):
        assert len(subset(self.units, [])) == 0


def test_rows_count_documents_clusters_and_units():
    units = make({"a": {"pair": "p"}, "b": {"pair": "p", "language": "zh"}, "c": {}, "d": {}})
    halves = {"a": "estimation", "b": "estimation", "c": "discovery", "d": "discovery"}
    assert documents_of(halves, "discovery") == ("c", "d")
    assert split_rows(units, halves, ("language",)) == [
        {"language": "en", "half": "discovery", "documents": 2, "clusters": 2, "units": 4},
        {"language": "en", "half": "estimation", "documents": 1, "clusters": 1, "units": 2},
        {"language": "zh", "half": "estimation", "documents": 1, "clusters": 1, "units": 2},
    ]


class TestStanding:
    time = datetime(2026, 3, 1, tzinfo=UTC)

    @pytest.fixture
    def codebook(self, codebook_of):
        return codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["openness"]}}})

    @pytest.fixture
    def edited(self, codebook_of):
        return codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["openness", "open door"]}}})

    def lock(self, codebook, split=None):
        return lock_codebook(codebook, self.time, "0.1.0", split.digest if split else None)

    def test_locked_and_split_is_confirmatory(self, codebook):
        split = Split()
        found = standing(split, codebook, self.lock(codebook, split))
        assert (found.kind, found.is_exploratory) == ("confirmatory", False)
        assert "locked as version 1 on 2026-03-01" in found.reason
        assert "documents that the split sets aside" in found.reason

    def test_unseen_texts_are_a_declaration(self, codebook):
        split = Split(estimation=1)
        found = standing(split, codebook, self.lock(codebook, split))
        assert found.kind == "confirmatory"
        assert "By declaration" in found.reason

    def test_every_doubt_makes_it_exploratory_and_is_told(self, codebook, edited):
        split = Split()
        locked = self.lock(codebook, split)
        cases = {
            "was not locked": standing(split, codebook, None),
            "term 'open door' added": standing(split, edited, locked),
            "not the one that was locked": standing(Split(seed=1), codebook, locked),
            "No documents were set aside": standing(None, codebook, self.lock(codebook)),
            "younger than the first run, of 2026-02-28": standing(
                split, codebook, locked, self.time - timedelta(days=1)
            ),
        }
        for told, found in cases.items():
            assert found.is_exploratory
            assert found.reason.startswith("Results are exploratory.")
            assert told in found.reason

    def test_a_first_run_after_the_lock_is_no_doubt(self, codebook):
        split = Split()
        found = standing(split, codebook, self.lock(codebook, split), self.time + timedelta(days=1))
        assert not found.is_exploratory
