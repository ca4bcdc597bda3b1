"""What dictionaries promise: which words of two languages translate each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InvalidInput
from toolkit.features import BridgeSpace, Lexicon, Terms, link_terms
from toolkit.features.lexicon import idle_pairs
from toolkit.preprocess import Tokenizer

NOTHING = Lexicon(cedict=False, identical=False, equivalents=False)
CEDICT = Lexicon(identical=False, equivalents=False)
POOL = [
    ("en", "ai"), ("en", "car"), ("en", "chip"), ("en", "energy"), ("en", "machine"), ("en", "seed"),
    ("zh", "ai"), ("zh", "机器"), ("zh", "种子"), ("zh", "能源"), ("zh", "芯片"), ("zh", "汽车"),
]  # fmt: skip


def vocabulary(*pairs):
    pairs = sorted(pairs)
    return Terms(tuple(word for _, word in pairs), tuple(language for language, _ in pairs))


def weight(terms, links, chinese, english):
    return links[terms.index["zh", chinese], terms.index["en", english]]


@pytest.mark.parametrize(
    ("chinese", "english"), [("芯片", "chip"), ("种子", "seed"), ("港口", "port"), ("供应链", "supply_chain")]
)
def test_cedict_links_words_that_translate_each_other(chinese, english):
    terms = vocabulary(("zh", chinese), ("en", english), ("en", "unrelated"))
    links = link_terms(terms, CEDICT)
    assert weight(terms, links, chinese, english) > 0
    assert weight(terms, links, chinese, "unrelated") == 0


def test_a_word_out_of_a_gloss_of_several_weighs_less_than_a_gloss_of_its_own():
    terms = vocabulary(("zh", "供应链"), ("en", "supply"), ("en", "supply_chain"))
    links = link_terms(terms, CEDICT)
    assert weight(terms, links, "供应链", "supply") < weight(terms, links, "供应链", "supply_chain") == 1


@pytest.mark.parametrize(
    ("compound", "english"),
    [
        ("新能源汽车", ("energy", "car")),
        ("水稻种子", ("rice", "seed")),
        ("种子公司", ("seed", "company")),
        ("自主创新", ("independent", "innovation")),
    ],
)
def test_a_compound_that_is_not_in_the_dictionary_is_taken_apart(compound, english):
    terms = vocabulary(("zh", compound), ("zh", "种子"), *(("en", word) for word in english), ("en", "seed"))
    links = link_terms(terms, CEDICT)
    for word in english:
        assert 0 < weight(terms, links, compound, word) < 0.5
    if "seed" in english:
        assert weight(terms, links, compound, "seed") < weight(terms, links, "种子", "seed")


def test_a_word_that_cannot_be_taken_apart_has_no_link():
    assert link_terms(vocabulary(("zh", "乌有镇"), ("en", "town")), CEDICT).nnz == 0


def test_classifiers_and_cross_references_are_no_translations():
    terms = vocabulary(("zh", "芯片"), ("zh", "汽车"), ("en", "variant"), ("en", "cl"), ("en", "abbr"))
    assert link_terms(terms, CEDICT).nnz == 0


def test_words_written_alike_are_linked_only_when_asked():
    terms = vocabulary(("zh", "ai"), ("en", "ai"), ("zh", "5g"), ("en", "port"))
    assert link_terms(terms, NOTHING).nnz == 0
    links = link_terms(terms, Lexicon(cedict=False))
    assert weight(terms, links, "ai", "ai") == 1
    assert links.nnz == 2  # there and back


def test_a_codebooks_equivalents_are_linked_across_languages_only():
    terms = vocabulary(("zh", "卡脖子"), ("en", "chokepoint"), ("en", "bottleneck"))
    group = [("zh", "卡脖子"), ("en", "chokepoint"), ("en", "bottleneck"), ("en", "not in the corpus")]
    links = link_terms(terms, Lexicon(cedict=False), [group])
    assert weight(terms, links, "卡脖子", "chokepoint") == weight(terms, links, "卡脖子", "bottleneck") == 1
    assert links[terms.index["en", "chokepoint"], terms.index["en", "bottleneck"]] == 0
    assert link_terms(terms, NOTHING, [group]).nnz == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"], ids=["plain", "as Excel saves it"])
def test_a_table_of_ones_own_adds_links(tmp_path, encoding):
    table = tmp_path / "own.tsv"
    table.write_text("zh\ten\n乌有镇\tnowhere\n\n半行\n芯片\tchip\n", encoding=encoding)
    terms = vocabulary(("zh", "乌有镇"), ("en", "nowhere"), ("en", "chip"))
    links = link_terms(terms, NOTHING.model_copy(update={"tables": ("own.tsv",)}), base=tmp_path)
    assert weight(terms, links, "乌有镇", "nowhere") == 1
    assert links.nnz == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "no such file"),
        ("", "two languages"),
        ("zh\n乌有镇\n", "two languages"),
        ("zh,en\n", "two languages"),
    ],
)
def test_a_table_that_cannot_be_read_is_an_error_with_a_remedy(tmp_path, text, reason):
    if text is not None:
        (tmp_path / "own.tsv").write_text(text, encoding="utf-8")
    lexicon = Lexicon(cedict=False, tables=("own.tsv",))
    with pytest.raises(InvalidInput, match=reason) as caught:
        link_terms(vocabulary(("zh", "乌有镇"), ("en", "nowhere")), lexicon, base=tmp_path)
    assert caught.value.problems[0].remedy


@given(st.sets(st.sampled_from(POOL), min_size=1))
def test_links_are_symmetric_at_most_one_and_never_inside_a_language(pairs):
    terms = vocabulary(*pairs)
    links = link_terms(terms, Lexicon(), [[("zh", "机器"), ("en", "machine"), ("en", "chip")]]).toarray()
    np.testing.assert_array_equal(links, links.T)
    assert ((links >= 0) & (links <= 1)).all()
    for language in terms.all_languages:
        columns = terms.of(language)
        assert not links[np.ix_(columns, columns)].any()


def test_coverage_is_the_share_of_terms_with_a_translation():
    terms = vocabulary(("zh", "芯片"), ("zh", "乌有镇"), ("en", "chip"))
    space = BridgeSpace(
        terms, np.zeros((3, 2)), link_terms(terms, CEDICT), np.ones(3), np.zeros((3, 2)), np.zeros((3, 2))
    )
    assert space.coverage == {"en": 1.0, "zh": 0.5}


OWN = NOTHING.model_copy(update={"tables": ("own.tsv",)})


def test_a_table_saved_by_a_chinese_windows_is_read(tmp_path):
    rows = ["zh\ten", "我们的种子\tseed", "汽车的发展\tcar", "机器\tmachine"]
    (tmp_path / "own.tsv").write_bytes("\r\n".join(rows).encode("gb18030"))
    terms = vocabulary(("zh", "机器"), ("en", "machine"))
    assert weight(terms, link_terms(terms, OWN, base=tmp_path), "机器", "machine") == 1


def test_quotation_marks_in_a_table_swallow_no_rows(tmp_path):
    (tmp_path / "own.tsv").write_text('zh\ten\n"卡\tneck\n机器\tmachine\n芯片\t"chip\n', encoding="utf-8")
    terms = vocabulary(("zh", "机器"), ("en", "machine"), ("en", "chip"), ("zh", "芯片"))
    links = link_terms(terms, OWN, base=tmp_path)
    assert weight(terms, links, "机器", "machine") == weight(terms, links, "芯片", "chip") == 1


def test_words_of_a_table_go_through_the_tokenizer(tmp_path):
    rows = "zh\ten\n機器\tMachines\n供应链\tSupply chains\n港口\tharbour wall\n"
    (tmp_path / "own.tsv").write_text(rows, encoding="utf-8")
    terms = vocabulary(
        ("zh", "机器"),
        ("en", "machine"),
        ("zh", "供应链"),
        ("en", "supply_chain"),
        ("zh", "港口"),
        ("en", "wall"),
    )
    tokenizer = Tokenizer()
    links = link_terms(terms, OWN, base=tmp_path, tokenizer=tokenizer)
    assert weight(terms, links, "机器", "machine") == weight(terms, links, "供应链", "supply_chain") == 1
    assert links.nnz == 4
    (note,) = idle_pairs(terms, OWN, tmp_path, tokenizer)
    assert note.startswith("1 of 3 pairs of own.tsv link nothing")


def test_a_table_that_links_nothing_is_an_error(tmp_path):
    (tmp_path / "own.tsv").write_text("zh\ten\nmachine\t机器\n芯片\tchip\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="none of its 2 pairs") as caught:
        link_terms(vocabulary(("zh", "机器"), ("en", "machine")), OWN, base=tmp_path)
    assert caught.value.problems[0].remedy
    assert link_terms(vocabulary(("en", "machine")), OWN, base=tmp_path).nnz == 0  # no such language here
