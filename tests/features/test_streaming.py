"""Counting a stream gives what counting a corpus gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus import Corpus, Document, Unusable
from toolkit.errors import InvalidInput
from toolkit.features import TermRules, count_corpus, count_terms
from toolkit.preprocess import Collocations, DuplicateRules, Override, Preparation, TokenRules, prepare

LINES = [
    "The ship unloaded containers at the port, and the crane[2] stood still.",
    "The crane lifted cargo from the vessel while sailors waited for the tide.",
    "货船在港口卸下集装箱，起重机从船舶上吊起货物。",
    "航运公司增加到港口的航线，船舶排队使运费上涨。",
    "Share this article",
]
EVERYTHING = TermRules(min_units=1, max_share=1.0)
KEEP = Preparation(duplicates=DuplicateRules(policy="keep"))
BROKEN = Unusable("broken", "is empty", "fill it")


def corpus(*pages):
    return Corpus(
        tuple(Document(f"d{number}", "\n".join(page)) for number, page in enumerate(pages)), (BROKEN,)
    )


def streamed(documents, prepare=KEEP, **more):
    return count_corpus(lambda: (*documents, *documents.unusable), prepare, rules=EVERYTHING, **more)


def same(found, documents, compounds=None):
    units = prepare(documents, KEEP, compounds)
    terms, counts = count_terms(units, EVERYTHING)
    assert found.terms == terms
    assert (found.counts != counts).nnz == 0
    assert found.counts.dtype == counts.dtype
    assert found.documents == units.documents
    assert [found.documents[number] for number in found.document_of] == [unit.doc for unit in units.units]
    assert found.repairs == units.repairs
    assert sum(found.labels.values()) == len(units.lines)
    assert found.unusable == units.unusable


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from(LINES), max_size=4), max_size=5))
def test_a_stream_counts_what_a_corpus_counts(pages):
    documents = corpus([LINES[0]], *pages)
    same(streamed(documents), documents)


def test_compounds_and_seed_terms_are_kept():
    documents = corpus(LINES[:2], LINES[2:])
    compounds = {"en": ["sailors waited"]}
    found = streamed(documents, compounds=compounds)
    same(found, documents, compounds)
    once = [pair for pair in found.terms.index if "sailor" in pair[1]]
    assert once
    rules = TermRules(min_units=3, max_share=1.0)
    kept = count_corpus(lambda: documents, KEEP, compounds, rules, keep=once)
    assert set(once) <= kept.terms.index.keys() < found.terms.index.keys()


@pytest.mark.slow
def test_workers_change_nothing():
    documents = corpus(*([line] for line in LINES), LINES)
    one, two = (streamed(documents, workers=workers) for workers in (1, 2))
    same(two, documents)
    assert np.array_equal(one.document_of, two.document_of)


def test_documents_that_cannot_be_used_are_listed_and_have_no_units():
    found = streamed(corpus(LINES[:1], ["1 2 3"], LINES[4:], LINES[2:3]))
    assert [bad.id for bad in found.unusable] == ["broken", "d1", "d2"]
    assert found.documents == ("d0", "d3")
    assert found.document_of.tolist() == [0, 1]
    assert found.counts.shape[0] == 2


def test_copies_are_counted_as_they_stand():
    once, twice = (streamed(corpus(*[LINES] * times), Preparation()) for times in (1, 2))
    assert twice.counts.sum() == 2 * once.counts.sum()


def test_what_needs_all_texts_at_once_is_refused_before_anything_is_read():
    rules = Preparation(
        duplicates=DuplicateRules(policy="drop"), tokens=TokenRules(collocations=Collocations())
    )
    with pytest.raises(InvalidInput) as caught:
        count_corpus(lambda: 1 / 0, rules)
    assert [problem.place for problem in caught.value.problems] == [
        "prepare.duplicates.policy",
        "prepare.tokens.collocations",
    ]


def test_overrides_decide_and_those_that_fit_no_line_are_told():
    documents = corpus(LINES)
    rows = [Override(doc="d0", line=4, label="content"), Override(doc="broken", line=0, label="meta")]
    rules = KEEP.model_copy(update={"overrides": tuple(rows)})
    assert streamed(documents, rules).labels == {"content": 5}
    odd = (*rows, Override(doc="d9", line=4, label="content"), Override(doc="d0", line=5, label="meta"))
    with pytest.raises(InvalidInput) as caught:
        streamed(documents, KEEP.model_copy(update={"overrides": odd}))
    assert [problem.place for problem in caught.value.problems] == [
        "override of line 4 of 'd9'",
        "override of line 5 of 'd0'",
    ]


def test_nothing_left_says_why():
    with pytest.raises(InvalidInput, match=r"(?s)broken: is empty.*d0: has no letters"):
        streamed(corpus(["1 2 3"]))
    with pytest.raises(InvalidInput, match="has no documents"):
        count_corpus(lambda: ())
