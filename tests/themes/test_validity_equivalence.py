"""Each stage is compared, and a difference of languages is one of theme only where all that decides passes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from toolkit.preprocess import Line
from toolkit.themes.validity import EquivalenceRules, Leak, between_languages, equivalence
from toolkit.themes.validity.checks import judge
from toolkit.themes.validity.readings_compared import CHANCE, COVERAGE, FUNCTIONING
from toolkit.themes.validity.texts_compared import standardised_difference


@pytest.fixture(scope="module")
def corpus(units_of):
    """Twelve documents of each language, a line of clutter in each."""

    def build(facts=lambda number, language: {}):
        docs, known = {}, {}
        for language in ("en", "zh"):
            for number in range(12):
                doc = f"{language}{number:02}"
                docs[doc] = [f"text {number} {part}" for part in range(4)]
                known[doc] = {"language": language, **facts(number, language)}
        units = units_of(docs, known)
        lines = [
            Line(unit.doc, unit.first_line, unit.text, unit.text, "content", "", unit.language)
            for unit in units.units
        ]
        lines += [
            Line(doc, 4, "x" * (number % 3), "x" * (number % 3), "boilerplate", "", None)
            for number, doc in enumerate(docs)
        ]
        return dataclasses.replace(units, lines=tuple(lines))

    return build


def _sets(en, zh, theme="openness"):
    """Rows of seed coverage: units in which each equivalence set is found."""
    return [
        {"theme": theme, "language": lang, "term": f"t{i}", "equivalence": f"set{i}", "finds": n, "units": n}
        for lang, counts in (("en", en), ("zh", zh))
        for i, n in enumerate(counts)
    ]


COVERED = _sets([5] * 6, [4] * 6)
LEAK = Leak("joint", 0.55, 0.5, 96, 0.9, 20, 0.95)


def _accuracy(sensitivity=(-0.05, 0.05), specificity=(-0.02, 0.02), positives=60, kappa=(0.8, 0.7)):
    base = {
        "instrument": "dictionary",
        "theme": "openness",
        "units": 100,
        "positives": positives,
        "documents": 12,
        "clusters": 12,
    }
    rows = [
        base | {"measure": "kappa", "language": language, "value": kappa[0], "low": kappa[1], "high": 0.9}
        for language in ("en", "zh")
    ]
    for measure, (low, high) in (("sensitivity", sensitivity), ("specificity", specificity)):
        value = (low + high) / 2
        rows.append(
            base | {"measure": measure, "language": "en − zh", "value": value, "low": low, "high": high}
        )
    return rows


def _functioning(verdict="pass"):
    sides = {f"{side}{end}": 0.1 for side in ("absent", "present") for end in ("", "_low", "_high")}
    return [
        {
            "instrument": "dictionary",
            "theme": "openness",
            "first": "en",
            "second": "zh",
            "p": 0.5,
            "units": 200,
        }
        | {"verdict": verdict, "reading": "", **sides}
    ]


def _row(rows, check, languages=None):
    found = [row for row in rows if row["check"] == check and languages in (None, row["languages"])]
    assert found, f"no {check} among {sorted({row['check'] for row in rows})}"
    return found[-1]


class TestJudge:
    def test_no_evidence_of_a_difference_is_no_evidence_of_likeness(self):
        assert judge(-0.5, 0.5, 0.2) == "not testable"
        assert judge(float("nan"), float("nan"), 0.2) == "not testable"

    def test_a_small_sure_difference_passes_and_a_large_one_fails(self):
        assert judge(0.01, 0.05, 0.2) == "pass"
        assert judge(0.1, 0.3, 0.2) == "fail"
        assert judge(-0.6, -0.3, 0.2) == "fail"


class TestCorpusAndInput:
    def test_documents_are_counted_by_language(self, corpus):
        rows = equivalence(corpus(), COVERED)
        assert _row(rows, "documents", "zh")["value"] == 12
        assert _row(rows, "units", "en")["value"] == 48

    def test_balanced_columns_pass_and_others_fail_with_the_category_that_tells(self, corpus):
        even = corpus(lambda number, language: {"genre": "news" if number % 2 else "report"})
        assert _row(equivalence(even, COVERED), "balance of genre")["verdict"] == "pass"
        odd = corpus(
            lambda number, language: {
                "genre": "news" if number < (3 if language == "en" else 9) else "report"
            }
        )
        row = _row(equivalence(odd, COVERED), "balance of genre")
        assert row["verdict"] == "fail"
        assert "report: 0.75 of en, 0.25 of zh" in row["reading"]
        # by hand: |0.75 − 0.25| / √((0.1875 + 0.1875) / 2)
        assert row["value"] == pytest.approx(0.5 / np.sqrt(0.1875))

    def test_titles_and_columns_that_languages_do_not_share_are_no_groups(self, corpus):
        units = corpus(lambda number, language: {"title": f"{language}{number}", "outlet": language})
        checks = {row["check"] for row in equivalence(units, COVERED)}
        assert not checks & {"balance of title", "balance of outlet", "balance of language"}

    def test_dates_are_compared_whether_days_months_or_years(self, corpus):
        units = corpus(
            lambda number, language: {
                "date": f"202{number % 3}" if language == "en" else f"202{number % 3}-06"
            }
        )
        row = _row(equivalence(units, COVERED), "balance of dates")
        assert row["verdict"] == "pass"
        later = corpus(lambda number, language: {"date": f"{2000 + number + 10 * (language == 'zh')}-01-01"})
        row = _row(equivalence(later, COVERED), "balance of dates")
        assert (row["verdict"], row["n"]) == ("fail", 24)
        assert "2015" in row["reading"]
        undated = corpus(lambda number, language: {"date": "spring"})
        assert "balance of dates" not in {r["check"] for r in equivalence(undated, COVERED)}

    def test_what_is_dropped_is_compared_by_documents(self, corpus):
        row = _row(equivalence(corpus(), COVERED), "share of characters dropped", "en − zh")
        assert row["verdict"] == "pass"
        assert (row["value"], row["n"]) == (pytest.approx(0, abs=1e-9), 24)

    def test_standardised_differences_of_what_never_varies(self):
        assert standardised_difference(np.ones(3), np.ones(4)) == 0
        assert standardised_difference(np.ones(3), np.zeros(4)) == np.inf

    def test_a_passage_in_another_language_is_no_document_of_it(self, corpus):
        units = corpus()
        passage = tuple(unit._replace(language="fr") if unit.id == "en00#0" else unit for unit in units.units)
        rows = equivalence(dataclasses.replace(units, units=passage), COVERED)
        assert {row["languages"] for row in rows if row["check"] == "documents"} == {"en", "zh"}
        assert _row(rows, "units", "fr")["value"] == 1

    def test_one_language_has_no_report(self, units_of):
        assert equivalence(units_of({"a": ["text"]}, {}), COVERED) == []


class TestProcess:
    def test_sets_are_in_use_from_three_units_on_and_must_be_found_in_both(self, corpus):
        row = _row(equivalence(corpus(), _sets([5, 5, 5, 5, 5, 2], [1, 1, 1, 1, 0, 0])), COVERAGE)
        assert (row["value"], row["n"], row["verdict"]) == (0.8, 5, "pass")
        assert row["reading"] == "4 of 5; zh lacks set4"
        row = _row(equivalence(corpus(), _sets([5, 5, 5, 5, 5, 0], [1, 1, 1, 0, 0, 9])), COVERAGE)
        assert row["verdict"] == "fail"
        assert row["reading"] == "3 of 6; en lacks set5; zh lacks set3, set4"

    def test_few_sets_are_not_testable(self, corpus):
        row = _row(equivalence(corpus(), _sets([5] * 4, [5] * 4)), COVERAGE)
        assert row["verdict"] == "not testable"
        assert "5 sets in use are needed" in row["reading"]

    def test_leaks_are_held_against_chance(self, corpus):
        rows = equivalence(corpus(), COVERED, [LEAK])
        assert _row(rows, "language told from vectors")["verdict"] == "pass"
        told = dataclasses.replace(LEAK, accuracy=0.9, retrieved=float("nan"), pairs=0)
        rows = equivalence(corpus(), COVERED, [told])
        assert _row(rows, "language told from vectors")["verdict"] == "fail"
        assert _row(rows, "translations retrieved")["verdict"] == "not testable"
        loose = EquivalenceRules(leak=0.5)
        assert (
            _row(equivalence(corpus(), COVERED, [told], rules=loose), "language told from vectors")["verdict"]
            == "pass"
        )


class TestOutput:
    def test_without_codes_it_is_said_once(self, corpus):
        rows = [row for row in equivalence(corpus(), COVERED) if row["stage"] == "output"]
        assert [(row["verdict"], row["reading"]) for row in rows] == [
            ("not testable", "no units were coded by people")
        ]

    def test_below_ten_positives_sensitivity_is_not_testable(self, corpus):
        row = _row(equivalence(corpus(), COVERED, (), _accuracy(positives=9)), "sensitivity", "en − zh")
        assert row["verdict"] == "not testable"
        assert "10 are needed" in row["reading"]

    def test_every_row_has_its_n_and_a_known_verdict(self, corpus):
        rows = equivalence(corpus(), COVERED, [LEAK], _accuracy(), _functioning())
        assert {row["stage"] for row in rows} == {"corpus", "input", "process", "output"}
        assert {row["verdict"] for row in rows} <= {"pass", "fail", "not testable", "shown"}
        assert all(row["n"] > 0 and row["counted"] for row in rows)


class TestVerdict:
    def _verdict(self, corpus, *, coverage=COVERED, accuracy=None, functioning=None):
        rows = equivalence(
            corpus(),
            coverage,
            (),
            _accuracy() if accuracy is None else accuracy,
            _functioning() if functioning is None else functioning,
        )
        return between_languages(rows, "dictionary", "openness", ("zh", "en"))

    def test_all_that_decides_must_pass(self, corpus):
        verdict = self._verdict(corpus)
        assert verdict.separable
        assert "200 coded units" in verdict.reason

    @pytest.mark.parametrize(
        ("case", "failing", "words"),
        [
            ({"accuracy": _accuracy(sensitivity=(0.1, 0.4))}, "sensitivity", "sensitivity differs"),
            ({"accuracy": _accuracy(specificity=(0.05, 0.2))}, "specificity", "specificity differs"),
            ({"functioning": _functioning("fail")}, FUNCTIONING, "more readily in one language"),
            ({"coverage": _sets([5] * 6, [4, 4, 0, 0, 0, 0])}, COVERAGE, "not used in both"),
            ({"accuracy": _accuracy(kappa=(-0.1, -0.3))}, CHANCE, "no more than by chance"),
        ],
    )
    def test_what_fails_is_named(self, corpus, case, failing, words):
        verdict = self._verdict(corpus, **case)
        assert not verdict.separable
        assert verdict.failing == (failing,)
        assert words in verdict.reason

    @pytest.mark.parametrize(
        ("case", "open_", "words"),
        [
            (
                {"accuracy": _accuracy(sensitivity=(-0.3, 0.4))},
                "sensitivity",
                "too few coded units for sensitivity",
            ),
            ({"functioning": _functioning("not testable")}, FUNCTIONING, "too few coded units"),
            ({"coverage": _sets([5] * 3, [5] * 3)}, COVERAGE, "too few equivalence sets in use"),
            ({"accuracy": _accuracy(kappa=(0.3, -0.1))}, CHANCE, "too few coded units"),
        ],
    )
    def test_what_could_not_be_tested_has_other_words_than_what_fails(self, corpus, case, open_, words):
        verdict = self._verdict(corpus, **case)
        assert not verdict.separable
        assert verdict.failing == ()
        assert verdict.untestable == (open_,)
        assert words in verdict.reason

    def test_without_codes_nothing_is_separable(self, corpus):
        verdict = self._verdict(corpus, accuracy=[], functioning=[])
        assert verdict.reason == "not tested: no units were coded by people"
        assert not verdict.separable

    def test_another_theme_or_instrument_decides_nothing(self, corpus):
        rows = equivalence(corpus(), COVERED, (), _accuracy(), _functioning())
        assert not between_languages(rows, "dictionary", "reliance").separable
        assert not between_languages(rows, "vectors", "openness").separable
