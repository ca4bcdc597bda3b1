"""What the report on leaking languages promises."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import ToolkitError
from toolkit.evaluation import (
    language_accuracy,
    language_mix,
    language_mixing,
    leak_report,
    pair_retrieval,
    solution_leaks,
)
from toolkit.features import FeatureRules, build_features
from toolkit.models import TopicSolution

UNITS, DIMENSIONS = 120, 10
LANGUAGES = np.repeat(["en", "zh"], UNITS // 2)
DOCUMENTS = np.array([f"{language}-{number % 12}" for number, language in enumerate(LANGUAGES)])
PAIRS = np.stack([np.arange(UNITS // 2), np.arange(UNITS // 2) + UNITS // 2], axis=1)


def leaking(seed=0, gap=2.0):
    """Subjects that the languages share, a language mean apart by ``gap``, and a little noise."""
    random = np.random.default_rng(seed)
    subjects = np.tile(random.normal(size=(UNITS // 2, DIMENSIONS)), (2, 1))
    noisy = subjects + 0.3 * random.normal(size=subjects.shape)
    noisy[:, 0] += np.where(LANGUAGES == "en", gap, -gap)
    return noisy / np.linalg.norm(noisy, axis=1, keepdims=True)


# --- topics -------------------------------------------------------------------------------------------

splits = st.lists(st.floats(0.01, 1), min_size=2, max_size=5).map(lambda s: np.array(s) / sum(s))


@settings(deadline=None)
@given(splits, st.integers(1, 5), st.integers(1, 5))
def test_topics_that_mix_as_the_corpus_have_entropy_one(split, english, chinese):
    found = language_mix(np.tile(split, (english + chinese, 1)), ["en"] * english + ["zh"] * chinese)
    assert found.entropy == pytest.approx(np.ones(len(split)))
    assert found.overall == pytest.approx(1)
    assert found.mix == pytest.approx(np.tile(found.expected, (len(split), 1)))
    assert found.expected[0] == pytest.approx(english / (english + chinese))


@settings(deadline=None)
@given(splits, st.integers(1, 5), st.integers(1, 5))
def test_topics_of_one_language_have_entropy_zero(split, english, chinese):
    nothing = np.zeros_like(split)
    rows = [np.r_[split, nothing]] * english + [np.r_[nothing, split]] * chinese
    found = language_mix(np.array(rows), ["en"] * english + ["zh"] * chinese)
    assert found.entropy == pytest.approx(np.zeros(2 * len(split)))
    assert found.overall == pytest.approx(0)


@settings(deadline=None)
@given(st.integers(0, 1000))
def test_the_order_of_topics_and_of_units_changes_nothing(seed):
    random = np.random.default_rng(seed)
    shares, languages = random.dirichlet(np.ones(4), 12), np.array(["en", "zh", "fr"] * 4)
    topics, units = random.permutation(4), random.permutation(12)
    one, other = language_mix(shares, languages), language_mix(shares[units][:, topics], languages[units])
    assert other.overall == pytest.approx(one.overall)
    assert other.entropy == pytest.approx(one.entropy[topics])
    assert 0 <= one.overall <= 1


def test_an_even_topic_of_a_lopsided_corpus_exceeds_one_and_the_whole_does_not():
    found = language_mix(np.array([[1.0, 0.0]] * 8 + [[0.0, 1.0]] * 2), ["en"] * 9 + ["zh"])
    assert found.entropy[1] > 1
    assert found.overall < 1


def test_topics_without_units_and_corpora_of_one_language_are_said():
    empty = language_mix(np.array([[1.0, 0.0], [1.0, 0.0]]), ["en", "zh"])
    assert math.isnan(empty.entropy[1])
    assert empty.overall == pytest.approx(1)
    assert empty.notes == ("1 topics hold no units",)
    single = language_mix(np.array([[1.0]]), ["en"])
    assert math.isnan(single.overall)
    assert "fewer than two languages" in single.notes[0]


# --- the classifier -----------------------------------------------------------------------------------


def test_a_gap_is_told_and_its_absence_is_not():
    told = language_accuracy(leaking(gap=5.0), LANGUAGES, DOCUMENTS)
    assert told.accuracy > 0.95
    assert (told.chance, told.folds, told.units, told.near_chance) == (0.5, 5, UNITS, False)
    same = np.random.default_rng(0).normal(size=(UNITS, DIMENSIONS))
    assert language_accuracy(same, LANGUAGES, DOCUMENTS).accuracy < 0.65


def test_what_documents_give_away_is_not_what_languages_give_away():
    random = np.random.default_rng(1)
    own = {document: random.normal(size=DIMENSIONS) for document in np.unique(DOCUMENTS)}
    vectors = np.array([own[document] for document in DOCUMENTS]) + 0.1 * random.normal(
        size=(UNITS, DIMENSIONS)
    )
    by_units = language_accuracy(vectors, LANGUAGES)
    by_documents = language_accuracy(vectors, LANGUAGES, DOCUMENTS)
    assert by_units.accuracy > by_documents.accuracy + 0.2


def test_the_same_seed_gives_the_same_answer_in_a_turned_space():
    vectors = leaking(gap=0.5)
    turn = np.linalg.qr(np.random.default_rng(2).normal(size=(DIMENSIONS, DIMENSIONS)))[0]
    one = language_accuracy(vectors, LANGUAGES, DOCUMENTS, seed=3)
    assert one == language_accuracy(vectors, LANGUAGES, DOCUMENTS, seed=3)
    assert language_accuracy(vectors @ turn, LANGUAGES, DOCUMENTS, seed=3).accuracy == pytest.approx(
        one.accuracy, abs=0.02
    )


def test_a_lopsided_corpus_is_not_at_chance_because_naming_the_many_pays():
    random = np.random.default_rng(4)
    languages = np.array(["en"] * 380 + ["zh"] * 20)
    vectors = random.normal(size=(400, 6))
    vectors[languages == "zh", 0] += 3
    told = language_accuracy(vectors, languages)
    assert told.chance == 0.95
    assert told.balanced > 0.7
    assert not told.near_chance


def test_units_without_a_vector_are_not_asked():
    vectors = leaking()
    vectors[:7] = 0
    found = language_accuracy(vectors, LANGUAGES, DOCUMENTS)
    assert found.units == UNITS - 7
    assert found.notes == ("7 units without a vector were not asked for their language",)


def test_a_drawn_part_is_said(monkeypatch):
    monkeypatch.setattr("toolkit.features.language_classifier.MOST_UNITS", 100)
    found = language_accuracy(leaking(), LANGUAGES, DOCUMENTS)
    assert found.units == 100
    assert found.notes == (f"100 of {UNITS} units were drawn to teach and test the classifier",)


def test_single_documents_and_single_languages_are_no_test():
    for languages, documents in ((["en"] * UNITS, DOCUMENTS), (LANGUAGES, LANGUAGES)):
        found = language_accuracy(leaking(), languages, documents)
        assert math.isnan(found.accuracy)
        assert "two languages with two documents each" in found.notes[0]


# --- the report ---------------------------------------------------------------------------------------


def test_the_report_compares_before_and_after():
    shares = np.full((UNITS, 3), 1 / 3)
    report = leak_report(shares, leaking(gap=2.0), LANGUAGES, DOCUMENTS, PAIRS)
    none, centre, remove = report.remedies
    assert report.before is none
    assert [trial.how for trial in report.remedies] == ["none", "centre", "remove"]
    assert none.change == pytest.approx(0)
    assert 0 < centre.change < 1
    assert centre.language.accuracy < none.language.accuracy
    assert remove.language.accuracy < none.language.accuracy
    assert none.directions == centre.directions == 0 < remove.directions
    assert centre.retrieval_mean > none.retrieval_mean
    assert set(none.retrieval) == {("en", "zh")}
    assert report.mix.overall == pytest.approx(1)
    assert report.notes == ()
    assert len(list(report.topic_rows())) == 6
    rows = list(report.remedy_rows())
    assert rows[0]["retrieval"] == none.retrieval_mean
    assert rows[2]["directions"] == remove.directions


def test_the_report_is_the_same_again_and_blind_to_the_direction_of_pairs():
    shares = np.full((UNITS, 3), 1 / 3)
    one = leak_report(shares, leaking(), LANGUAGES, DOCUMENTS, PAIRS, seed=2)
    other = leak_report(shares, leaking(), LANGUAGES, DOCUMENTS, PAIRS[:, ::-1], seed=2)
    assert list(one.remedy_rows()) == list(other.remedy_rows())


def test_what_could_not_be_measured_is_said():
    report = leak_report(np.ones((UNITS, 1)), leaking(), LANGUAGES, LANGUAGES)
    assert [trial.how for trial in report.remedies] == ["none", "centre"]
    assert math.isnan(report.before.retrieval_mean)
    assert any("two documents each" in note for note in report.notes)
    assert any("not removed" in note for note in report.notes)
    assert any("no pairs" in note for note in report.notes)


def test_inputs_that_do_not_fit_are_refused():
    shares = np.ones((UNITS, 1))
    with pytest.raises(ToolkitError, match="same units"):
        leak_report(shares[1:], leaking(), LANGUAGES, DOCUMENTS)
    with pytest.raises(ToolkitError, match="within one language"):
        leak_report(shares, leaking(), LANGUAGES, DOCUMENTS, np.array([[0, 1]]))
    with pytest.raises(ToolkitError, match="not there"):
        leak_report(shares, leaking(), LANGUAGES, DOCUMENTS, np.array([[0, UNITS]]))


def test_a_solution_is_reported_by_the_names_of_its_units(small_features):
    shares = np.tile([0.5, 0.3, 0.2], (60, 1))[10:]
    weights = np.ones((3, len(small_features.terms)))
    units = small_features.unit_ids[10:][::-1]
    solution = TopicSolution("made up", units, small_features.terms, weights, shares)
    chinese = [unit for unit in units if unit.startswith("zh")]
    english = [unit for unit in units if unit.startswith("en")]
    report = solution_leaks(solution, small_features, [(chinese[0], english[0]), (english[1], chinese[1])])
    assert report.mix.overall == pytest.approx(language_mixing(solution, small_features))
    assert report.before.retrieval[("en", "zh")].pairs == 2
    assert report.before.retrieval[("en", "zh")].units == (len(english), len(chinese))
    rows = [small_features.unit_ids.index(unit) for unit in units]
    assert report.before.retrieval[("en", "zh")] == pair_retrieval(
        small_features.vectors[[row for row in rows if small_features.languages[row] == "en"]],
        small_features.vectors[[row for row in rows if small_features.languages[row] == "zh"]],
        np.array([[0, 0], [1, 1]]),
    )
    with pytest.raises(ToolkitError, match="not in the solution 'made up'"):
        solution_leaks(solution, small_features, [("zh-none#0", english[0])])


def test_vectors_are_reported_as_they_were_before_the_remedy_of_the_features(small_units, small_features):
    treated = build_features(small_units, FeatureRules(remedy="centre"))
    shares, weights = np.full((60, 2), 0.5), np.ones((2, len(small_features.terms)))
    solution = TopicSolution("made up", small_features.unit_ids, small_features.terms, weights, shares)
    plain, after = (solution_leaks(solution, features) for features in (small_features, treated))
    assert str(list(plain.remedy_rows())) == str(list(after.remedy_rows()))
