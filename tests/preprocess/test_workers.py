"""How many processes work on a corpus changes nothing that comes out."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus import Corpus, Document
from toolkit.errors import InvalidInput, Problem, ToolkitError
from toolkit.preprocess import Override, Preparation, TokenRules, prepare, prepare_documents
from toolkit.preprocess.workers import batches, crew

EN = "Last winter terminal {n} replaced its diesel tractors[3] with battery trucks, and crane output rose at once."
ZH = "去年冬天，南湾港的{n}号码头换上了国产的无人集卡，装卸效率提高了两成，能耗却下降了一成半。"


def documents(count=8):
    """Give pages of which a batch holds a few; all share a footer, and one has no letters."""
    texts = [f"{EN.format(n=n)}\n{ZH.format(n=n)}\n{EN.format(n=n)}\nBay Courier" for n in range(count)]
    return tuple(Document(f"d{number}", text) for number, text in enumerate(["1 2 3", *texts]))


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr("toolkit.preprocess.workers.batches", partial(batches, characters=1000))


@dataclass(frozen=True)
class Names:
    """Gives the names of a batch."""

    def __call__(self, batch):
        return [document.id for document in batch]


class Deadly:
    """Ends the process that it is sent to."""

    def __reduce__(self):
        return os._exit, (1,)

    def __call__(self, batch):
        return batch


@given(st.lists(st.integers(0, 30), max_size=12), st.integers(1, 40))
def test_batches_hold_every_document_once_in_order_and_no_more_than_fits(sizes, characters):
    corpus = [Document(str(number), "x" * size) for number, size in enumerate(sizes)]
    found = list(batches(corpus, characters))
    assert [document for batch in found for document in batch] == corpus
    assert all(batch for batch in found)
    assert all(len(b) == 1 or sum(len(document.text) for document in b) <= characters for b in found)


def test_documents_are_read_as_they_are_wanted(small_batches):
    read = []

    def reading():
        for document in documents():
            read.append(document.id)
            yield document

    with crew(1) as over:
        results = over(Names(), reading())
        assert not read
        assert next(results) == ["d0", "d1", "d2", "d3"]
    assert read == ["d0", "d1", "d2", "d3", "d4"]


@pytest.mark.slow
def test_two_workers_give_what_one_gives_in_the_same_order(small_batches):
    corpus = Corpus(documents())
    rules = Preparation(
        overrides=(Override(doc="d5", line=3, label="content"),),
        tokens=TokenRules(extra_stop_words={"en": ("output",)}),
    )
    one, two = (prepare(corpus, rules, {"en": ["battery truck"]}, workers) for workers in (1, 2))
    assert two.digest == one.digest
    assert (two.lines, two.changes, two.duplicates) == (one.lines, one.changes, one.duplicates)
    assert (two.unusable, two.remarks, two.metadata) == (one.unusable, one.remarks, one.metadata)
    assert two.documents == tuple(document.id for document in corpus)[1:]
    assert one.repairs == {"note_markers": 16}
    assert "battery_truck" in one.tokens[0]
    assert {unit.doc for unit in one.units if unit.text == "Bay Courier"} == {"d5"}
    assert list(prepare_documents(lambda: corpus, workers=2)) == list(prepare_documents(lambda: corpus))


@pytest.mark.slow
def test_a_process_that_dies_is_told_with_what_to_do():
    with pytest.raises(ToolkitError, match="workers=1"), crew(2) as over:
        list(over(Deadly(), documents(2)))


@pytest.mark.slow
def test_processes_hold_no_more_than_a_few_batches(small_batches):
    read = []

    def reading():
        for document in documents(200):
            read.append(document.id)
            yield document

    with crew(2) as over:
        assert next(over(len, reading())) == 4
        assert len(read) < 40


def test_a_line_of_many_documents_is_found_whatever_batch_they_are_in(small_batches):
    made = list(prepare_documents(documents))
    reasons = {(each.lines[-1].label, each.lines[-1].reason) for each in made[1:]}
    assert len(reasons) == 1
    assert "8 documents" in reasons.pop()[1]


def test_what_goes_wrong_in_a_process_can_be_told_in_another():
    error = InvalidInput([Problem("here", "is odd", "mend it")])
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, str(again)) == (error.problems, str(error))
