"""A lock keeps what the codebook said, and no later edit stays unseen."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from toolkit.errors import InvalidInput
from toolkit.files import write_atomically
from toolkit.themes.codebook import LockedDocuments, lock_codebook, lock_path, lock_status, read_lock
from toolkit.themes.codebook.lock import AlreadyLocked, lock_text
from toolkit.themes.split import Split

TIME = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def codebook(codebook_of):
    return codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["openness"]}}}, date="2026-02-01")


@pytest.fixture
def edited(codebook_of):
    return codebook_of(
        {"openness": {"terms": {"zh": ["开放"], "en": ["openness", "open door"]}}}, date="2026-02-01"
    )


@pytest.fixture
def write(tmp_path):
    def run(lock):
        path = tmp_path / "codebook.yaml.lock.json"
        write_atomically(path, lock if isinstance(lock, str) else lock_text(lock))
        return path

    return run


def test_the_lock_stands_beside_the_codebook():
    assert str(lock_path("books/themes.yaml")) == "books/themes.yaml.lock.json"


def test_a_lock_is_read_as_it_was_written(codebook, write):
    lock = lock_codebook(codebook, TIME, "0.1.0", Split().digest)
    assert read_lock(write(lock)) == lock
    assert (lock.id, lock.version, lock.digest, lock.time) == ("tiny", "1", codebook.digest, TIME)


def test_what_is_locked_already_stays_as_it_is(codebook):
    lock = lock_codebook(codebook, TIME, "0.1.0")
    assert lock_codebook(codebook, TIME + timedelta(days=1), "0.2.0", earlier=lock) is lock


@pytest.mark.parametrize("because", ["", "  "])
def test_another_content_is_not_locked_without_a_reason(codebook, edited, because):
    lock = lock_codebook(codebook, TIME, "0.1.0")
    with pytest.raises(
        AlreadyLocked, match=r"version 1 on 2026-03-01(.|\n)*term 'open door' added(.|\n)*--because"
    ):
        lock_codebook(edited, TIME, "0.1.0", earlier=lock, because=because)


def test_earlier_locks_stay_in_the_file_with_the_changes(codebook, edited, write):
    first = lock_codebook(codebook, TIME, "0.1.0")
    second = lock_codebook(edited, TIME + timedelta(days=2), "0.1.0", None, first, "typo, before any fit")
    third = lock_codebook(
        codebook, TIME + timedelta(days=3), "0.1.0", Split().digest, read_lock(write(second)), "back"
    )
    read = read_lock(write(third))
    assert [each.digest for each in read.history] == [codebook.digest, edited.digest]
    assert read.history[0].changes == ("openness · en: term 'open door' added: tier core",)
    assert read.history[1].changes == (
        "openness · en: term 'open door' removed: tier core",
        "the split is another",
    )
    sentence = lock_status(codebook, read).sentence
    assert "locked as version 1 on 2026-03-04" in sentence
    assert "An earlier lock of 2026-03-01 was replaced (typo, before any fit; 1 change)." in sentence
    assert "An earlier lock of 2026-03-03 was replaced (back; 2 changes)." in sentence


def test_a_lock_that_only_records_documents_keeps_the_day_of_the_codebook(codebook, edited):
    documents = LockedDocuments(discovery={"a": "1"}, estimation={"b": "2"})
    first = lock_codebook(codebook, TIME, "0.1.0")
    later = lock_codebook(codebook, TIME + timedelta(days=2), "0.1.0", None, first, "documents", documents)
    assert (later.time, later.since) == (TIME + timedelta(days=2), TIME)
    assert "locked as version 1 on 2026-03-01" in lock_status(codebook, later).sentence
    other = lock_codebook(edited, TIME + timedelta(days=3), "0.1.0", None, later, "a word")
    back = lock_codebook(codebook, TIME + timedelta(days=4), "0.1.0", None, other, "back")
    assert back.since == back.time
    resplit = lock_codebook(codebook, TIME + timedelta(days=5), "0.1.0", Split().digest, back, "a split")
    assert resplit.since == resplit.time


class TestStatus:
    def test_an_unedited_codebook_matches(self, codebook):
        status = lock_status(codebook, lock_codebook(codebook, TIME, "0.1.0"))
        assert (status.is_edited, status.changes) == (False, ())
        assert status.sentence == (
            f"The codebook was locked as version 1 on 2026-03-01 ({codebook.digest[:8]}) and has not been edited since."
        )

    def test_an_edit_is_told(self, codebook, edited):
        status = lock_status(edited, lock_codebook(codebook, TIME, "0.1.0"))
        assert status.is_edited
        assert status.changes == ("openness · en: term 'open door' added: tier core",)
        assert "edited afterwards: openness · en: term 'open door' added" in status.sentence

    def test_of_many_edits_the_first_are_told(self, codebook_of):
        one, other = (
            codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["open", *more]}}})
            for more in ([], [f"door {number}" for number in range(20)])
        )
        status = lock_status(other, lock_codebook(one, TIME, "0.1.0"))
        assert len(status.changes) == 20
        assert status.sentence.count("added") == 12
        assert status.sentence.endswith("; and 8 more.")

    def test_another_order_is_an_edit_and_is_called_so(self, codebook_of):
        one = codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["a", "b"]}}})
        other = codebook_of({"openness": {"terms": {"zh": ["开放"], "en": ["b", "a"]}}})
        status = lock_status(other, lock_codebook(one, TIME, "0.1.0"))
        assert status.changes == ("the order of its parts is another",)

    def test_content_that_this_toolkit_cannot_read_is_said_to_be_so(self, codebook, edited):
        lock = lock_codebook(codebook, TIME, "9.0.0")
        later = lock.model_copy(update={"content": {**lock.content, "of_later_versions": 1}})
        with pytest.raises(InvalidInput, match=r"toolkit 9\.0\.0, and this one cannot read"):
            lock_status(edited, later)


class TestUnreadable:
    def fault(self, path):
        with pytest.raises(InvalidInput) as caught:
            read_lock(path)
        return str(caught.value)

    def test_no_lock(self, tmp_path):
        assert "there is no such lock" in self.fault(tmp_path / "x.lock.json")

    @pytest.mark.parametrize("text", ["", "{", "no json", '{"format": "codebook-lock/0"'])
    def test_no_json(self, text, write):
        assert "is no readable lock" in self.fault(write(text))

    def test_a_folder(self, tmp_path):
        assert "is no readable lock" in self.fault(tmp_path)

    @pytest.mark.parametrize(
        ("edit", "said"),
        [
            ({"time": "yesterday"}, "'time'"),
            ({"time": "2026-03-01T09:30:00"}, "'time': Input should have timezone"),
            ({"digest": None}, "'digest'"),
            ({"format": "codebook-lock/1"}, "'format'"),
            ({"spilt": "x"}, "unknown key 'spilt'"),
            ({"history": [{"because": "x"}]}, "is missing"),
        ],
    )
    def test_wrong_fields_are_named(self, codebook, write, edit, said):
        data = json.loads(lock_text(lock_codebook(codebook, TIME, "0.1.0")))
        assert said in self.fault(write(json.dumps({**data, **edit})))

    def test_an_edited_content_is_noticed(self, codebook, write):
        text = lock_text(lock_codebook(codebook, TIME, "0.1.0")).replace("openness", "openings")
        assert "was edited: its content has another hash" in self.fault(write(text))
