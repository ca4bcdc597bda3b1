"""Terms are found as a careful reader would count them, in either script and spelling."""

import pytest

from toolkit.themes import Matcher

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
