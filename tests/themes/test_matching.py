"""Terms are found as a careful reader would count them, in either script and spelling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.themes import Codebook, Matcher
from toolkit.themes.folding import fold, is_nothing
from toolkit.themes.patterns import is_inside

OPENNESS = {
    "terms": {
        "zh": [
            "高水平对外开放",
            "对外开放",
            "开放合作",
            {"t": "开放", "tier": "context", "needs": ["国际", "合作"], "not": ["开放日"]},
            {"t": "互联互通", "tier": "support"},
            "关税(附加税)",
            "‘一带一路’",
        ],
        "en": [
            "openness",
            "win-win",
            "joint policy",
            "liberalization",
            {"t": "open", "tier": "context", "needs": ["trade"], "not": ["open source"]},
            "Belt and Road",
            "China's market",
        ],
    },
    "anti_terms": {"zh": ["不合作开放合作社"], "en": ["openness index"]},
}
TRADE = {"terms": {"zh": ["对外开放", "贸易"], "en": ["trade", "openness"]}}


MARKS = {"terms": {"zh": ["C++"], "en": ["U.S.", "C++", ".NET", {"t": "C", "tier": "support"}, "R&D"]}}


@pytest.fixture(scope="session")
def find(codebook_of):
    """Find terms in a text; give (theme, term, what it counts as)."""
    codebook = codebook_of({"openness": OPENNESS, "trade": TRADE, "marks": MARKS})
    matchers = {language: Matcher(codebook, language) for language in ("zh", "en")}

    def run(text, language="zh", theme="openness"):
        found = matchers[language].find(text)
        return [(match.term.t, match.counts_as) for match in found if match.theme == theme]

    return run


class TestChinese:
    def test_the_longest_match_counts_once(self, find):
        assert find("坚持高水平对外开放。") == [("高水平对外开放", "core")]
        assert find("坚持对外开放。") == [("对外开放", "core")]

    def test_each_occurrence_counts(self, find):
        assert find("对外开放,再对外开放") == [("对外开放", "core")] * 2

    def test_terms_are_found_in_the_order_of_the_text(self, find):
        assert find("互联互通、对外开放与开放合作") == [
            ("互联互通", "support"),
            ("对外开放", "core"),
            ("开放合作", "core"),
        ]

    def test_no_segmentation_is_needed(self, find):
        """The term lies across what a segmenter would cut: 扩大|对外|开放|度."""
        assert find("扩大对外开放度") == [("对外开放", "core")]

    def test_a_term_inside_an_anti_term_does_not_count(self, find):
        assert find("不合作开放合作社成立") == []

    def test_a_term_inside_what_it_is_not_does_not_count(self, find):
        assert find("国际开放日") == []
        assert find("国际开放周") == [("开放", "support")]

    def test_a_context_term_needs_its_cue_inside_the_window(self, find):
        assert find("国际" + "的" * 18 + "开放") == [("开放", "support")]
        assert find("国际" + "的" * 19 + "开放") == [("开放", "")]
        assert find("开放" + "的" * 18 + "国际") == [("开放", "support")]
        assert find("开放" + "的" * 19 + "国际") == [("开放", "")]

    def test_traditional_text_is_read_as_simplified(self, find):
        assert find("堅持高水平對外開放") == find("坚持高水平对外开放")
        assert find("國際開放") == [("开放", "support")]

    def test_punctuation_is_the_same_in_either_width(self, find):
        assert find("征收关税（附加税）。") == find("征收关税(附加税).") == [("关税(附加税)", "core")]

    def test_text_without_terms_has_no_match(self, find):
        assert find("") == find("今天天气很好。") == []

    def test_overlapping_themes_each_count(self, find):
        text = "高水平对外开放促进贸易"
        assert find(text) == [("高水平对外开放", "core")]
        assert find(text, theme="trade") == [("对外开放", "core"), ("贸易", "core")]


class TestEnglish:
    @pytest.mark.parametrize("text", ["Openness", "OPENNESS", "its openness.", "“openness”", "openness's"])
    def test_case_and_punctuation_are_nothing(self, find, text):
        assert find(text, "en") == [("openness", "core")]

    @pytest.mark.parametrize("text", ["nonopenness", "opennessless"])
    def test_words_are_found_whole(self, find, text):
        assert find(text, "en") == []

    @pytest.mark.parametrize("text", ["win-win", "win win", "Win–win", "win‑win", "win-\nwin", "win-wins"])
    def test_hyphens_are_blanks(self, find, text):
        assert find(text, "en") == [("win-win", "core")]

    @pytest.mark.parametrize("text", ["joint policy", "joint policies", "Joint  Policies"])
    def test_plurals_in_s_and_ies_are_the_term(self, find, text):
        assert find(text, "en") == [("joint policy", "core")]

    @pytest.mark.parametrize("text", ["liberalization", "liberalisation", "Liberalisations"])
    def test_ise_is_ize(self, find, text):
        assert find(text, "en") == [("liberalization", "core")]

    @pytest.mark.parametrize("text", ["China's market", "China’s market", "china's markets"])
    def test_apostrophes_are_one(self, find, text):
        assert find(text, "en") == [("China's market", "core")]

    def test_a_term_inside_an_anti_term_does_not_count(self, find):
        assert find("the openness index rose", "en") == []
        assert find("the index of openness rose", "en") == [("openness", "core")]

    def test_a_term_inside_what_it_is_not_does_not_count(self, find):
        assert find("open source trade", "en") == []

    def test_a_context_term_needs_its_cue_within_eight_words(self, find):
        assert find("open " + "and so " * 3 + "for trade", "en") == [("open", "support")]
        assert find("open " + "and so " * 4 + "for trade", "en") == [("open", "")]
        assert find("trade " + "and so " * 3 + "be open", "en") == [("open", "support")]
        assert find("trade " + "and so " * 4 + "be open", "en") == [("open", "")]

    def test_a_cue_is_a_whole_word_too(self, find):
        assert find("open to tradesmen", "en") == [("open", "")]
        assert find("open to trades", "en") == [("open", "support")]

    @pytest.mark.parametrize(
        ("text", "terms"),
        [
            ("The U.S. economy", ["U.S."]),
            ("in the U.S.", ["U.S."]),
            ("U.S.-made, U.S.’s", ["U.S.", "U.S."]),
            ("the U.S.S. Enterprise; U.S.A; a U.S", []),
            ("written in C++, not C.", ["C++", "C"]),
            ("(C++)", ["C++"]),
            ("ABC++", []),
            (".NET runs", [".NET"]),
            ("ASP.NET", []),
            ("R&D", ["R&D"]),
        ],
    )
    def test_terms_may_begin_or_end_with_punctuation(self, find, text, terms):
        assert [term for term, _ in find(text, "en", theme="marks")] == terms

    def test_overlapping_themes_each_count(self, find):
        assert find("openness", "en") == find("openness", "en", theme="trade") == [("openness", "core")]


def test_the_window_is_the_codebooks(codebook_of):
    themes = {"openness": OPENNESS}
    text = "开放" + "的" * 5 + "国际"
    counts = {
        width: Matcher(codebook_of(themes, matching={"window": {"zh": width}}), "zh").find(text)[0].counts_as
        for width in (6, 7)
    }
    assert counts == {6: "", 7: "support"}


LANGUAGES = {
    "de": ["strategische Autonomie", "Lieferkette", {"t": "offen", "tier": "context", "needs": ["Handel"]}],
    "fr": ["chaîne d'approvisionnement", "autonomie stratégique", "ouverture"],
    "es": ["cadena de suministro", "autonomía estratégica"],
    "ru": ["цепочка поставок", "технологический суверенитет", "учёт"],
    "ja": ["供給網", "経済安全保障", {"t": "開放", "tier": "context", "needs": ["国際"]}],
    "ko": ["공급망 안정", "개방", "기술 자립", {"t": "자주", "tier": "context", "needs": ["기술"]}],
}
ANTI_TERMS = {"ko": ["개방형 체제"]}


@pytest.fixture(scope="session")
def find_in(codebook_of):
    """Find terms in a text of a language; give (term, what it counts as)."""
    themes = {"theme": {"terms": LANGUAGES, "anti_terms": ANTI_TERMS}}
    codebook = codebook_of(themes, languages=list(LANGUAGES))
    matchers = {language: Matcher(codebook, language) for language in LANGUAGES}
    return lambda text, language: [(m.term.t, m.counts_as) for m in matchers[language].find(text)]


@pytest.mark.parametrize(
    ("language", "term", "texts"),
    [
        (
            "de",
            "strategische Autonomie",
            ["Strategische Autonomie", "der strategischen  Autonomie", "STRATEGISCHER AUTONOMIE"],
        ),
        ("de", "Lieferkette", ["Die Lieferketten halten", "die „Lieferkette“"]),
        (
            "fr",
            "chaîne d'approvisionnement",
            ["les chaînes d’approvisionnement", "La chaîne d'approvisionnement"],
        ),
        ("fr", "autonomie stratégique", ["l'autonomie stratégique", "L’AUTONOMIE STRATÉGIQUE"]),
        ("fr", "ouverture", ["l’ouverture", "«ouverture»", "les ouvertures"]),
        ("es", "cadena de suministro", ["las cadenas de suministro", "Cadena de suministros"]),
        ("ru", "цепочка поставок", ["в цепочках поставок", "Цепочки поставок"]),
        (
            "ru",
            "технологический суверенитет",
            ["технологического суверенитета", "технологическим суверенитетом"],
        ),
        ("ru", "учёт", ["учет", "учёта"]),
        ("ja", "供給網", ["強靭な供給網を築く", "国内供給網"]),
        ("ko", "공급망 안정", ["공급망 안정을 위해", "공급망의 안정", "공급망안정화", "공급망의\n안정은"]),
        ("ko", "개방", ["개방하는", "대외 개방을", "개방적"]),
        ("ko", "기술 자립", ["기술자립", "기술의 자립을"]),
    ],
)
def test_a_term_is_found_as_its_language_writes_it(find_in, language, term, texts):
    for text in texts:
        assert find_in(text, language) == [(term, "core")], text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Lieferkettengesetz"),  # a compound written as one is another word
        ("de", "Reize und Reisen"),
        ("fr", "découverture"),
        ("ru", "расчёт"),
        ("ja", "供給"),
        ("ko", "대외개방"),  # not at the beginning of a word
        ("ko", "개방형 체제"),  # an anti-term
    ],
)
def test_what_only_looks_like_a_term_is_not_found(find_in, language, text):
    assert find_in(text, language) == []


def test_cues_stand_within_characters_or_words_by_language(find_in):
    assert find_in("offen für den " + "sehr " * 5 + "Handel", "de") == [("offen", "support")]
    assert find_in("offen für den " + "sehr " * 6 + "Handel", "de") == [("offen", "")]
    assert find_in("国際" + "的" * 18 + "開放", "ja") == [("開放", "support")]
    assert find_in("国際" + "的" * 19 + "開放", "ja") == [("開放", "")]
    assert find_in("기술의 " + "그 " * 7 + "자주", "ko") == [("자주", "support")]
    assert find_in("기술의 " + "그 " * 8 + "자주", "ko") == [("자주", "")]


def test_japanese_characters_stay_as_they_are(codebook_of):
    """発 and 發 are one character in simplified Chinese (发), and two words' in Japanese."""
    codebook = codebook_of({"theme": {"terms": {"ja": ["発展"]}}}, languages=["ja"])
    assert len(Matcher(codebook, "ja").find("発展")) == 1
    assert Matcher(codebook, "ja").find("发展") == []


@pytest.mark.parametrize(("one", "other"), [("“双循环”", '"双循环"'), ("「双循环」", "„双循环“")])
def test_quotation_marks_are_one(codebook_of, one, other):
    codebook = codebook_of({"theme": {"terms": {"zh": [one]}}}, languages=["zh"])
    assert len(Matcher(codebook, "zh").find(f"构建{other}新格局")) == 1


LETTERS = {
    "zh": "开放合作国际的对外 ",
    "en": "open tradewin-",
    "ko": "개방기술 의을자립",
    "de": "Offenheit Kets",
}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_finds_of_a_theme_never_overlap_and_lie_inside_the_text(data):
    language = data.draw(st.sampled_from(sorted(LETTERS)))
    words = st.text(LETTERS[language], min_size=1, max_size=5).filter(lambda text: not is_nothing(text))
    terms = data.draw(st.lists(words, min_size=1, max_size=6, unique=True))
    text = " ".join(data.draw(st.lists(st.one_of(words, st.sampled_from(terms)), max_size=10)))
    codebook = Codebook.model_validate(
        {
            "format": "theme-codebook/0",
            "id": "drawn",
            "version": "1",
            "languages": [language],
            "themes": [{"id": "theme", "label": {}, "definition": {}, "terms": {language: terms}}],
        }
    )
    found = Matcher(codebook, language).find(text)
    edges = [edge for match in found for edge in (match.start, match.end)]
    assert edges == sorted(edges)
    assert all(match.start < match.end for match in found)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(fold(text, language)))
    assert {match.term.t for match in found} <= set(terms)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(LETTERS)), st.data())
def test_a_term_is_found_in_itself(language, data):
    term = data.draw(
        st.text(LETTERS[language], min_size=1, max_size=8).filter(lambda text: not is_nothing(text))
    )
    assert is_inside(term, term, language)
