"""What was read stays read: documents that a lock knows keep their half, whatever becomes of the corpus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.preprocess import Duplicates, TokenizedUnits, Unit
from toolkit.preprocess.duplicates.groups import Group
from toolkit.preprocess.lines.labelling import Line
from toolkit.themes import Lock, lock_codebook, lockable_documents, locked_split, moves, standing
from toolkit.themes.codebook import LockedDocuments, read_lock
from toolkit.themes.codebook.lock import lock_text
from toolkit.themes.locked_split import LockedSplit, text_hashes
from toolkit.themes.split import EmptyHalf, Split, documents_of, split_documents

TIME = datetime(2026, 3, 1, tzinfo=UTC)
SPLIT = Split(seed=3)


def make(texts, pairs=None, copies=()):
    """Make a corpus of one unit a document: each text by the document's name."""
    metadata = {doc: {"language": "en", "pair": (pairs or {}).get(doc, "")} for doc in texts}
    return TokenizedUnits(
        tuple(Unit(f"{doc}#0", doc, "en", 0, 0, text) for doc, text in texts.items()),
        tuple(tuple(text.split()) for text in texts.values()),
        tuple(Line(doc, 0, text, text, "content", "", "en") for doc, text in texts.items()),
        (),
        metadata,
        duplicates=Duplicates(documents=tuple(Group(tuple(docs), 1.0, "exact", False) for docs in copies)),
    )


def named(names):
    return {name: f"a text about {name}" for name in names}


TEXTS = named(f"d{number}" for number in range(12))


@pytest.fixture
def codebook(codebook_of):
    return codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["openness"]}}})


def remember(units, split=SPLIT):
    return LockedSplit(**split.model_dump(), locked=lockable_documents(units, split))


def a_read(units):
    return documents_of(split_documents(units, SPLIT), "discovery")[0]


def a_kept(units):
    return documents_of(split_documents(units, SPLIT), "estimation")[0]


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.text("abcdef", min_size=1, max_size=3), min_size=8, max_size=20),
    st.sets(st.text("uvwxyz", min_size=1, max_size=3), max_size=20),
    st.integers(0, 50),
    st.randoms(use_true_random=False),
)
def test_documents_that_are_known_never_change_their_half(names, newer, seed, random):
    split = Split(seed=seed)
    before = make(named(sorted(names)))
    halves, remembered = split_documents(before, split), remember(before, split)
    stay = sorted(random.sample(sorted(names), len(names) - 2))
    after = make(named([*stay, *sorted(newer)]))
    try:
        now = split_documents(after, remembered)
    except EmptyHalf:
        return
    assert {doc: now[doc] for doc in stay} == {doc: halves[doc] for doc in stay}


def test_the_rule_alone_would_move_some():
    """Else there was nothing to remember."""
    halves, remembered = split_documents(make(TEXTS), SPLIT), remember(make(TEXTS))
    for number in range(20):
        grown = make(TEXTS | named([f"new{number}"]))
        if split_documents(grown, SPLIT) != halves | {
            f"new{number}": split_documents(grown, SPLIT)[f"new{number}"]
        }:
            assert set(split_documents(grown, remembered).items()) >= set(halves.items())
            return
    pytest.fail("no document moved")


def test_the_hash_of_choices_and_what_is_published_leave_documents_out():
    remembered = remember(make(TEXTS))
    assert remembered.digest == SPLIT.digest
    assert remembered.model_dump() == SPLIT.model_dump()


def test_a_renamed_text_is_known_by_its_text():
    units = make(TEXTS)
    read, remembered = a_read(units), remember(units)
    for number in range(8):
        renamed = {f"z{number}" if doc == read else doc: text for doc, text in TEXTS.items()}
        assert split_documents(make(renamed), remembered)[f"z{number}"] == "discovery"
    assert moves(make(renamed), remembered).gone == ()


def test_a_rewritten_text_is_known_by_its_name():
    units = make(TEXTS)
    read = a_read(units)
    assert split_documents(make(TEXTS | {read: "another text"}), remember(units))[read] == "discovery"


@pytest.mark.parametrize("how", ["pairs", "copies"])
def test_what_belongs_together_with_a_read_text_counts_as_read(how):
    units = make(TEXTS)
    read, kept = a_read(units), a_kept(units)
    more = {"pairs": dict.fromkeys((read, "new"), "p")} if how == "pairs" else {"copies": [(read, "new")]}
    remembered = remember(units)
    assert split_documents(make(TEXTS | named(["new"]), **more), remembered)["new"] == "discovery"
    more = {"pairs": dict.fromkeys((read, kept), "p")} if how == "pairs" else {"copies": [(read, kept)]}
    joined = make(TEXTS, **more)
    assert split_documents(joined, remembered)[kept] == "discovery"
    assert moves(joined, remembered).joined == (kept,)


def test_where_nothing_is_left_to_estimate_from_it_is_refused():
    units = make(TEXTS)
    read = documents_of(split_documents(units, SPLIT), "discovery")
    with pytest.raises(EmptyHalf, match=r"no document for estimation.* add texts that nobody has read\.$"):
        split_documents(make({doc: TEXTS[doc] for doc in read}), remember(units))


def test_texts_that_were_read_may_be_taken_out():
    units = make(TEXTS)
    kept = documents_of(split_documents(units, SPLIT), "estimation")
    left = make({doc: TEXTS[doc] for doc in kept})
    assert set(split_documents(left, remember(units)).values()) == {"estimation"}


def test_blanks_and_preparation_do_not_change_a_texts_hash():
    one, other = make({"a": "a  text", "b": "else"}), make({"a": "a text ", "b": "else"})
    assert text_hashes(one) == text_hashes(other)
    bare = TokenizedUnits((), (), (), (), {"a": {"language": "en"}})
    assert text_hashes(bare) == {"a": ""}


class TestLock:
    def lock(self, codebook, units, **more):
        return lock_codebook(
            codebook, TIME, "0.1.0", SPLIT.digest, documents=lockable_documents(units, SPLIT), **more
        )

    def test_it_is_read_as_it_was_written(self, codebook, tmp_path):
        lock = self.lock(codebook, make(TEXTS))
        path = tmp_path / "lock.json"
        path.write_text(lock_text(lock), "utf-8")
        assert read_lock(path) == lock
        assert len(lock.documents.discovery) + len(lock.documents.estimation) == 12

    def test_locks_that_hold_no_documents_are_read_and_leave_the_rule(self, codebook, tmp_path):
        old = lock_codebook(codebook, TIME, "0.1.0", SPLIT.digest)
        text = lock_text(old).replace(' "documents": null,\n', "")
        assert "documents" not in text
        path = tmp_path / "lock.json"
        path.write_text(text, "utf-8")
        assert locked_split(SPLIT, read_lock(path)) is SPLIT

    def test_without_a_lock_or_a_split_nothing_is_remembered(self, codebook):
        assert locked_split(SPLIT, None) is SPLIT
        assert locked_split(None, self.lock(codebook, make(TEXTS))) is None

    def test_a_changed_corpus_leaves_the_lock_until_a_reason_is_given(self, codebook):
        lock, grown = self.lock(codebook, make(TEXTS)), make(TEXTS | named(["new"]))
        documents = lockable_documents(grown, locked_split(SPLIT, lock))
        again = (codebook, TIME + timedelta(days=1), "0.1.0", SPLIT.digest, lock)
        assert lock_codebook(*again, documents=documents) is lock
        relocked = lock_codebook(*again, "the corpus grew", documents)
        assert relocked.documents == documents
        (change,) = relocked.history[0].changes
        assert change.endswith("1 documents more, 0 fewer")

    def test_what_was_read_stays_in_later_locks_also_where_it_is_gone(self, codebook):
        units = make(TEXTS)
        read, lock = a_read(units), self.lock(codebook, units)
        without = make({doc: text for doc, text in TEXTS.items() if doc != read})
        later = lockable_documents(without, locked_split(SPLIT, lock))
        assert later.discovery == lock.documents.discovery
        assert isinstance(later, LockedDocuments)

    def test_what_was_read_stays_in_a_later_lock_that_names_no_documents(self, codebook, codebook_of):
        lock = self.lock(codebook, make(TEXTS))
        edited = codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["open door"]}}})
        later = lock_codebook(edited, TIME, "0.1.0", None, lock, "a word")
        assert later.documents == lock.documents
        remembered = locked_split(Split(seed=8), later)
        halves = split_documents(make(TEXTS), remembered)
        assert set(documents_of(halves, "discovery")) == set(lock.documents.discovery)

    def test_a_text_that_was_read_is_known_also_after_its_document_was_revised(self, codebook):
        units = make(TEXTS)
        read, lock = a_read(units), self.lock(codebook, units)
        revised = TEXTS
        for number in range(3):
            revised = revised | {read: f"revision {number}"}
            documents = lockable_documents(make(revised), locked_split(SPLIT, lock))
            lock = lock_codebook(codebook, TIME, "0.1.0", SPLIT.digest, lock, "revised", documents)
        assert len(lock.documents.former) == 3
        under_other_names = {f"z{number}": TEXTS[read] for number in range(6)}
        halves = split_documents(make(revised | under_other_names), locked_split(SPLIT, lock))
        assert {halves[doc] for doc in under_other_names} == {"discovery"}


class TestStanding:
    @pytest.fixture
    def lock(self, codebook) -> Lock:
        documents = lockable_documents(make(TEXTS), SPLIT)
        return lock_codebook(codebook, TIME, "0.1.0", SPLIT.digest, documents=documents)

    def test_the_same_documents_need_no_word(self, codebook, lock):
        found = standing(SPLIT, codebook, lock, None, make(TEXTS))
        assert found == standing(SPLIT, codebook, lock)
        assert not found.is_exploratory

    def test_new_documents_and_those_held_back_are_named_and_no_doubt(self, codebook):
        units, grown = make(TEXTS), make(TEXTS | named(f"new{number}" for number in range(20)))
        splits = (Split(seed=seed) for seed in range(50))
        split = next(split for split in splits if moves(grown, remember(units, split)).held)
        lock = lock_codebook(
            codebook, TIME, "0.1.0", split.digest, documents=lockable_documents(units, split)
        )
        found, moved = standing(split, codebook, lock, None, grown), moves(grown, remember(units, split))
        assert not found.is_exploratory
        assert (
            f"Kept in discovery, as in the lock, against the split's rule: {sorted(moved.held)[0]}"
            in found.reason
        )
        assert "Newer than the lock and kept for estimates by the split's rule: new" in found.reason
        assert f"and {len(moved.new) - 5} more." in found.reason

    def test_read_texts_that_are_gone_and_unknown_ones_make_it_exploratory(self, codebook, lock):
        read = a_read(make(TEXTS))
        left = {doc: text for doc, text in TEXTS.items() if doc != read}
        assert not standing(SPLIT, codebook, lock, None, make(left)).is_exploratory
        rewritten = make(left | {f"new{number}": f"rewritten {number}" for number in range(6)})
        found = standing(SPLIT, codebook, lock, None, rewritten)
        assert found.is_exploratory
        assert f"are not in the corpus any more ({read})" in found.reason
        assert "others that the lock does not know (new" in found.reason

    def test_locking_again_takes_no_doubt_away(self, codebook, lock):
        read = a_read(make(TEXTS))
        left = {doc: text for doc, text in TEXTS.items() if doc != read}
        rewritten = make(left | {f"new{number}": f"rewritten {number}" for number in range(6)})
        found = standing(SPLIT, codebook, lock, None, rewritten)
        for because in ("some texts are others", "once more"):
            documents = lockable_documents(rewritten, locked_split(SPLIT, lock))
            lock = lock_codebook(codebook, TIME, "0.1.0", SPLIT.digest, lock, because, documents)
            later = standing(SPLIT, codebook, lock, None, rewritten)
            assert later.is_exploratory
            assert moves(rewritten, locked_split(SPLIT, lock)).doubt in later.reason
        assert moves(rewritten, locked_split(SPLIT, lock)).doubt in found.reason
        back = make(left | {read: TEXTS[read]} | {f"new{n}": f"rewritten {n}" for n in range(6)})
        assert not standing(SPLIT, codebook, lock, None, back).is_exploratory

    def test_recording_documents_after_the_first_run_costs_nothing(self, codebook):
        old = lock_codebook(codebook, TIME, "0.1.0", SPLIT.digest)
        first_run, later = TIME + timedelta(days=1), TIME + timedelta(days=2)
        documents = lockable_documents(make(TEXTS), SPLIT)
        lock = lock_codebook(codebook, later, "0.1.0", SPLIT.digest, old, "documents", documents)
        found = standing(SPLIT, codebook, lock, first_run, make(TEXTS))
        assert not found.is_exploratory
        assert "Which documents were in which half is recorded as of 2026-03-03." in found.reason
        assert standing(SPLIT, codebook, lock, TIME - timedelta(days=1), make(TEXTS)).is_exploratory

    def test_texts_that_were_read_cannot_be_declared_unread(self, codebook, lock):
        unseen = Split(estimation=1)
        documents = lockable_documents(make(TEXTS), locked_split(unseen, lock))
        later = lock_codebook(codebook, TIME, "0.1.0", unseen.digest, lock, "one", documents)
        found = standing(unseen, codebook, later, None, make(TEXTS))
        assert "Estimates come from documents that the split sets aside." in found.reason
        assert "By declaration" not in found.reason
        left = {doc: TEXTS[doc] for doc in lock.documents.estimation}
        assert "By declaration" in standing(unseen, codebook, later, None, make(left)).reason

    def test_a_lock_without_documents_says_so_and_is_no_doubt(self, codebook):
        old = lock_codebook(codebook, TIME, "0.1.0", SPLIT.digest)
        found = standing(SPLIT, codebook, old, None, make(TEXTS))
        assert not found.is_exploratory
        assert found.reason.endswith("Which documents were in which half then is not recorded in the lock.")
