"""What every instrument owes, asked of each; a new one joins by a line in INSTRUMENTS."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter
from sklearn.metrics import roc_auc_score

from toolkit.errors import TooFewUnits, ToolkitError
from toolkit.models import GuidedBertopic, SeededLda, ZeroShotBertopic
from toolkit.themes.instruments import (
    BertopicReading,
    Classifier,
    Dictionary,
    HumanCodes,
    Instrument,
    LanguageModel,
    Prototypes,
    SeededLdaReading,
    SilentTheme,
    caution,
    prototype_vectors,
    read_themes,
)

ROOT = Path(__file__).parents[3]
SUBJECT = {"farming": "seeds", "shipping": "ports"}
KMEANS = {"small_corpus": "kmeans", "kmeans_topics": 3}
INSTRUMENTS = {
    "dictionary": lambda server: Dictionary(),
    "seeded-lda": lambda server: SeededLdaReading(model=SeededLda(residual_topics=2)),
    "prototypes": lambda server: Prototypes(),
    "bertopic": lambda server: BertopicReading(model=ZeroShotBertopic(**KMEANS)),
    "bertopic-guided": lambda server: BertopicReading(model=GuidedBertopic(**KMEANS)),
    "classifier": lambda server: Classifier(),
    "human": lambda server: HumanCodes(),
    "language-model": lambda server: LanguageModel(served_model="expert", base_url=server.url),
}
SLOW = {"bertopic", "bertopic-guided"}


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in INSTRUMENTS],
)
def instrument(request, expert):
    return INSTRUMENTS[request.param](expert)


@pytest.fixture(scope="session")
def vectors_before(features):
    return features.vectors.copy()


@pytest.fixture(scope="session")
def reading(instrument, features, codebook, codes, vectors_before):
    return read_themes(instrument, features, codebook, codes)


def test_every_unit_is_read_for_every_theme_in_the_codebooks_order(reading, instrument, features, codebook):
    assert reading.instrument == instrument.name
    assert reading.themes == codebook.theme_ids
    assert reading.unit_ids == features.unit_ids
    assert reading.score.shape == reading.present.shape == (len(features.units), 2)


def test_scores_are_finite_and_presence_is_yes_or_no(reading):
    assert np.isfinite(reading.score).all()
    assert reading.present.dtype == bool


def test_a_theme_is_present_in_some_units_and_absent_in_others(reading):
    assert (reading.present.any(axis=0) & ~reading.present.all(axis=0)).all()


def test_every_instrument_is_known_to_experiments_by_its_kind(instrument):
    adapter = TypeAdapter(Instrument)
    assert adapter.validate_python(instrument.model_dump(mode="json")) == instrument


def test_every_instrument_says_when_not_to_trust_it(instrument):
    assert len(caution(instrument)) > 60
    assert caution(type(instrument)) == caution(instrument)


def test_same_settings_and_seed_give_the_same_answer(reading, instrument, features, codebook, codes):
    again = read_themes(type(instrument)(**instrument.model_dump()), features, codebook, codes)
    np.testing.assert_array_equal(again.score, reading.score)
    np.testing.assert_array_equal(again.present, reading.present)
    assert again.notes == reading.notes


def test_the_vectors_are_left_as_they_were(reading, features, vectors_before):
    np.testing.assert_array_equal(features.vectors, vectors_before)


@pytest.mark.parametrize("theme", SUBJECT)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_units_about_a_theme_score_above_the_others(reading, features, theme, language):
    inside = features.languages == language
    about = np.char.endswith(features.documents, SUBJECT[theme])
    score, present = reading.column(theme)
    assert roc_auc_score(about[inside], score[inside]) > 0.8
    assert present[about & inside].mean() > present[~about & inside].mean()


def test_rows_say_what_the_arrays_say(reading, features):
    rows = list(reading.rows(features))
    assert len(rows) == reading.score.size
    assert [row["score"] for row in rows] == reading.score.ravel().tolist()
    assert [row["present"] for row in rows] == reading.present.ravel().astype(int).tolist()


class TestDictionary:
    def test_core_terms_count_one_support_terms_half_in_a_hundred_tokens(self, small_features, codebook_of):
        terms = {"zh": ["港口"], "en": ["port", {"t": "ship", "tier": "support"}]}
        reading = Dictionary().score(small_features, codebook_of({"shipping": {"terms": terms}}))
        units = zip(small_features.units.units, small_features.units.tokens, strict=True)
        for row, (unit, tokens) in enumerate(units):
            words = unit.text.lower().replace(".", "").split()
            core = words.count("port") + words.count("ports") + unit.text.count("港口")
            support = words.count("ship")
            assert reading.score[row, 0] == pytest.approx(100 * (core + support / 2) / len(tokens))
            assert reading.present[row, 0] == (core >= 1)

    @pytest.mark.parametrize(("text", "is_present"), [("crane and dock", True), ("crane and crane", False)])
    def test_two_support_terms_must_differ(self, text, is_present, make_units, small_features, codebook_of):
        terms = {"zh": ["港口"], "en": [{"t": t, "tier": "support"} for t in ("crane", "dock")]}
        features = replace(small_features, units=make_units([("one", "en", text.split())]))
        reading = Dictionary().score(features, codebook_of({"shipping": {"terms": terms}}))
        assert reading.present.tolist() == [[is_present]]
        assert reading.score[0, 0] == pytest.approx(100 / 3)


class TestPrototypes:
    def test_one_threshold_a_theme_holds_for_all_languages(self, small_features, codebook):
        reading = Prototypes(threshold=0.7).score(small_features, codebook)
        level = reading.score.mean(axis=0) + 0.7 * reading.score.std(axis=0)
        np.testing.assert_array_equal(reading.present, reading.score > level)

    def test_languages_may_differ_in_their_shares(self, small_features, codebook):
        """Without the English units about farming, Chinese units carry the theme more often."""
        away = small_features.documents == "en-seeds"
        vectors = small_features.vectors.copy()
        vectors[away] = vectors[small_features.documents == "en-ports"][: away.sum()]
        reading = Prototypes().score(replace(small_features, vectors=vectors), codebook)
        present = reading.column("farming")[1]
        english = small_features.languages == "en"
        assert present[english].mean() < 0.1
        assert present[~english].mean() > 0.2


class TestWhatIsMissing:
    def test_a_theme_without_its_seeds_is_called_silent(self, small_features, themes, codebook_of):
        silent = {"terms": {"zh": ["幽灵"], "en": ["ghost", "wheat"]}}
        with pytest.raises(SilentTheme, match=r"'ghosts' keeps 1 of its seed terms.*at least 3.*Add terms"):
            SeededLdaReading().score(small_features, codebook_of({**themes, "ghosts": silent}))

    @pytest.mark.parametrize(
        "instrument", [Prototypes(), BertopicReading(model=ZeroShotBertopic(small_corpus="kmeans"))]
    )
    @pytest.mark.parametrize(
        "prototypes", [{}, {"en": ["Phantoms, spectres."]}, {"de": ["Weizen und Reis."]}]
    )
    def test_a_theme_without_a_usable_prototype_is_named_with_a_remedy(
        self, instrument, prototypes, small_features, themes, codebook_of
    ):
        bare = {"terms": {"zh": ["小麦"], "en": ["wheat"]}, "prototypes": prototypes}
        with pytest.raises(ToolkitError, match=r"theme 'bare'[\s\S]*`prototypes` in en or zh"):
            instrument.score(small_features, codebook_of({**themes, "bare": bare}))

    def test_prototypes_without_known_words_are_passed_over(self, small_features, themes, codebook_of):
        theme = {**themes["farming"], "prototypes": {"en": ["Phantoms, spectres.", "Wheat and rice."]}}
        placed = prototype_vectors(small_features, codebook_of({"farming": theme}))
        assert placed["farming"].shape == (1, small_features.vectors.shape[1])

    def test_too_small_a_corpus_is_refused_unless_the_settings_say_otherwise(self, small_features, codebook):
        with pytest.raises(TooFewUnits, match="small_corpus: kmeans"):
            BertopicReading().score(small_features, codebook)


def test_the_page_about_instruments_knows_every_one_and_says_when_not_to_trust_it(expert):
    page = " ".join((ROOT / "docs/instruments.md").read_text("utf-8").split())
    for make in INSTRUMENTS.values():
        instrument = make(expert)
        assert f"| `{instrument.kind}`" in page
        assert f"**{instrument.kind}** {caution(instrument)}" in page
