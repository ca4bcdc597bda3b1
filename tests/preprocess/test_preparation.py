"""From documents to tokenised units, with an account of every line and every document."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus import Corpus, Document, Mark, Unusable
from toolkit.errors import InvalidInput
from toolkit.preprocess import (
    LABELS,
    Collocations,
    DuplicateRules,
    Preparation,
    Tokenizer,
    TokenRules,
    UnitRules,
    prepare,
    prepare_documents,
)

ZH = "去年冬天，南湾港的二号码头换上了国产的无人集卡，装卸效率提高了两成，能耗却下降了一成半，港务局把经验写进了操作手册。"
EN = "Last winter the second terminal replaced its diesel tractors with battery trucks, and crane output rose at once."
OTHER = "The canteen of the harbour office still serves noodles at midnight, which the night shift values a great deal."
GREEK = "Οι λιμενεργάτες είπαν ότι οι νέες μηχανές είναι πιο ήσυχες από τις παλιές και ρυπαίνουν λιγότερο."
TEXT = st.text() | st.lists(
    st.sampled_from(
        [
            ZH,
            EN,
            GREEK,
            "\n",
            "\n\n",
            " ",
            "\u3000",
            "相关阅读",
            "LEAVE A REPLY",
            "标题",
            "&amp;",
            "\u200b",
            "\u2028",
            "\x0c",
            "1",
            "。",
        ]
    )
).map("".join)


def corpus(*texts: str, **metadata: str) -> Corpus:
    return Corpus(tuple(Document(f"d{number}", text, metadata) for number, text in enumerate(texts)))


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


# --- every line and every document ----------------------------------------------------------------------


@settings(max_examples=120, deadline=None)
@given(st.lists(TEXT, max_size=3))
def test_every_line_is_labelled_once_and_every_document_accounted_for(texts):
    documents = corpus(*texts)
    made = list(prepare_documents(lambda: documents))
    assert [each.id for each in made] == [document.id for document in documents]
    for document, each in zip(documents, made, strict=True):
        written = [line.strip() for line in document.text.split("\n") if line.strip()]
        assert [line.raw for line in each.lines] == written
        assert [line.number for line in each.lines] == list(range(len(written)))
        assert all(line.label in LABELS and line.reason for line in each.lines)
        assert all(0 <= line.confidence <= 1 for line in each.lines)
        assert all(line.language for line in each.lines) or each.unusable
        assert all(len(line.text.splitlines()) <= 1 for line in each.lines)
        assert bool(each.units) != bool(each.unusable)
        assert len(each.units) == len(each.tokens)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, max_size=3), st.sampled_from(["paragraph", "sentence", "window", "document"]))
def test_every_letter_of_content_is_in_a_unit_or_its_line_says_why_not(texts, kind):
    rules = Preparation(units=UnitRules(kind=kind))
    for each in prepare_documents(lambda: corpus(*texts), rules):
        if each.unusable:
            continue
        used = [line for line in each.lines if line.label == "content" and "not used" not in line.reason]
        for language in {line.language for line in used}:
            written = "".join(line.text for line in used if line.language == language)
            kept = "".join(unit.text for unit in each.units if unit.language == language)
            assert letters(kept) == letters(written)
        for line in used:
            around = [unit for unit in each.units if unit.first_line <= line.number <= unit.last_line]
            assert letters(line.text) in letters(
                "".join(u.text for u in around if u.language == line.language)
            )


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, max_size=3))
def test_every_document_is_used_or_listed(texts):
    documents = corpus(*texts)
    try:
        units = prepare(documents)
    except InvalidInput as refusal:
        assert len(refusal.problems) == max(1, len(documents))
        return
    assert len(units.tokens) == len(units.units) == len(units.weights) == len(units)
    assert sorted([*units.documents, *(bad.id for bad in units.unusable)]) == [d.id for d in documents]
    assert {line.doc for line in units.lines} == {d.id for d in documents if d.text.strip()}
    assert all(bad.reason and bad.remedy for bad in units.unusable)


def test_line_numbers_count_non_empty_lines_from_0():
    units = prepare(corpus(f"\n\n{EN}\n \n\u3000\n{EN[:60]}.\n"))
    assert [(line.number, line.raw) for line in units.lines] == [(0, EN), (1, EN[:60] + ".")]
    assert [(unit.first_line, unit.last_line) for unit in units.units] == [(0, 0), (1, 1)]


def test_a_line_of_invisible_characters_is_a_line_and_parts_paragraphs_like_an_empty_one():
    units = prepare(corpus(f"{EN}\n\u200b\n{OTHER}"))
    assert [line.label for line in units.lines] == ["content", "boilerplate", "content"]
    assert (units.lines[1].raw, units.lines[1].text) == ("\u200b", "")
    assert "invisible" in units.lines[1].reason


def test_what_was_read_and_what_was_made_of_it_stand_side_by_side():
    units = prepare(corpus(EN.replace("tractors", "tractors[3] &amp; carts"), OTHER.replace(" at", "[1] at")))
    first, _ = units.lines
    assert "tractors[3] &amp; carts" in first.raw
    assert "tractors & carts" in first.text
    assert units.repairs == {"entities": 1, "note_markers": 2}
    assert {(change.kind, change.before): times for change, times in units.changes.items()} == {
        ("entities", "&amp;"): 1,
        ("note_markers", "[3]"): 1,
        ("note_markers", "[1]"): 1,
    }


def test_full_width_punctuation_folded_by_a_site_still_ends_sentences():
    folded = "码头换上了无人集卡,效率提高了两成!能耗呢?港务局说:下降了一成半,经验写进了手册."
    units = prepare(corpus(f"{ZH}\n{folded}"), Preparation(units=UnitRules(kind="sentence")))
    assert [unit.text for unit in units.units[1:]] == [
        "码头换上了无人集卡，效率提高了两成！",
        "能耗呢？",
        "港务局说：下降了一成半，经验写进了手册.",
    ]


def test_hard_wrapped_text_becomes_paragraphs():
    text = (
        "产业链的稳定要靠许多人一起努力港口只是其中的一环装卸工人工程师和调度员都在其中出了自己的一份力气"
        * 12
    )
    lines = [text[start : start + 25] for start in range(0, 25 * 22, 25)]
    lines[9], lines[21] = lines[9][:12] + "。", lines[21][:15] + "。"
    units = prepare(corpus("\n".join(lines)))
    assert [(unit.first_line, unit.last_line) for unit in units.units] == [(0, 9), (10, 21)]
    assert units.units[0].text == "".join(lines[:10])


def test_hard_wrapped_english_becomes_paragraphs_again():
    body = [
        "Last winter the second terminal replaced its diesel tractors with battery trucks that need no driver, and "
        f"the port says that each crane of row {name} now moves a fifth more boxes than it did a year before, "
        "which engineers call the easy part of a long and patient piece of work on the software of four suppliers. "
        f"They spent eight months on it, and row {name} has run by itself since then."
        for name in ("one", "two", "three", "four", "five", "six")
    ]
    page = ["How a harbour learned to run itself", *body[:3], "The price of patience", *body[3:]]
    wrapped = "\n".join(line for text in page for line in textwrap.wrap(text, 72))
    whole, again = prepare(corpus("\n".join(page))), prepare(corpus(wrapped))
    assert [unit.text for unit in again.units] == [unit.text for unit in whole.units] == body
    labels = {line.raw: line.label for line in again.lines}
    assert labels[page[0]] == labels["The price of patience"] == "heading"


# --- what the file says ---------------------------------------------------------------------------------


def test_the_marks_of_a_reader_decide_labels():
    text = f"{EN}\n{OTHER}"
    assert len(prepare(corpus(text))) == 2
    marked = Document("d0", text, marks=(Mark(1, "boilerplate", "a footer, says the page"),))
    units = prepare(Corpus((marked,)))
    assert [unit.text for unit in units.units] == [EN]
    assert (units.lines[1].label, units.lines[1].reason) == ("boilerplate", "a footer, says the page")


def test_remarks_arrive_even_of_documents_that_are_left_out():
    documents = (Document("a", EN, remarks=("page 3 has no text",)), Document("b", "1 2", remarks=("odd",)))
    assert prepare(Corpus(documents)).remarks == {"a": ("page 3 has no text",), "b": ("odd",)}


# --- documents that cannot be used ----------------------------------------------------------------------


def test_bad_documents_are_listed_and_do_not_stop_the_others():
    documents = (
        Document("good", EN),
        Document("numbers", "1 2 3\n2025-03-14"),
        Document("greek", GREEK),
        Document("stated", EN, {"language": "tl"}),
        Document("clutter", "LEAVE A REPLY\nPlease enter your comment!\nShare this article"),
    )
    units = prepare(Corpus(documents, (Unusable("broken", "is empty", "fill it"),)))
    assert units.documents == ("good",)
    reasons = {bad.id: (bad.reason, bad.remedy) for bad in units.unusable}
    assert list(reasons) == ["broken", "clutter", "greek", "numbers", "stated"]
    assert "no letters" in reasons["numbers"][0]
    assert "'el'" in reasons["greek"][0]
    assert "Known: de, en" in reasons["greek"][1]
    assert "'tl'" in reasons["stated"][0]
    assert "3 boilerplate" in reasons["clutter"][0]
    assert all(remedy for _, remedy in reasons.values())


def test_where_nothing_is_left_every_document_is_a_problem():
    with pytest.raises(InvalidInput) as caught:
        prepare(Corpus(corpus("1 2 3", GREEK).documents, (Unusable("z", "is empty", "fill it"),)))
    assert sorted(problem.place for problem in caught.value.problems) == ["d0", "d1", "z"]
    with pytest.raises(InvalidInput, match="has no documents"):
        prepare(corpus())


# --- languages ------------------------------------------------------------------------------------------


def test_lines_without_a_tokenizer_stay_out_of_units_and_say_so():
    units = prepare(corpus(f"{EN}\n{GREEK}\n{OTHER}", GREEK, "1 2 3\n2025-03-14"))
    assert [(line.doc, line.number, line.language) for line in units.lines] == [
        ("d0", 0, "en"), ("d0", 1, "el"), ("d0", 2, "en"), ("d1", 0, "el"), ("d2", 0, None), ("d2", 1, None)
    ]  # fmt: skip
    assert [unit.text for unit in units.units] == [EN, OTHER]
    unused = {(line.doc, line.number) for line in units.lines if "no tokenizer for 'el'" in line.reason}
    assert unused == {("d0", 1), ("d1", 0)}
    assert [bad.id for bad in units.unusable] == ["d1", "d2"]


FRENCH = (
    "Le port a remplacé ses vieux tracteurs par des camions électriques, et les grues travaillent plus vite."
)


def test_only_the_languages_of_the_analysis_enter_units():
    documents = corpus(f"{EN}\n{FRENCH}\n{OTHER}", FRENCH)
    assert prepare(documents).languages == ("en", "fr")
    units = prepare(documents, Preparation(languages=("zh", "en")))
    assert [unit.text for unit in units.units] == [EN, OTHER]
    assert [(line.doc, line.number) for line in units.lines if "not in 'fr'" in line.reason] == [
        ("d0", 1),
        ("d1", 0),
    ]
    assert [bad.id for bad in units.unusable] == ["d1"]
    assert "is in 'fr'" in units.unusable[0].reason
    with pytest.raises(ValueError, match="no tokenizer for 'el'"):
        Preparation(languages=("el",))


def test_the_language_of_the_metadata_goes_before_what_is_read():
    stated = prepare(corpus(f"{EN}\n{OTHER}", language="zh"))
    assert stated.languages == ("zh",)
    assert {line.confidence for line in stated.lines} == {1.0}
    assert stated.remarks == {"d0": ("2 lines read like 'en', the metadata say 'zh'",)}
    assert prepare(corpus(EN)).languages == ("en",)
    assert prepare(corpus(EN, genre="news")).metadata == {"d0": {"genre": "news", "language": "en"}}


def test_a_mixed_document_is_looked_at_paragraph_by_paragraph():
    text = f"{ZH}\n{EN}\n{ZH}{ZH}"
    mixed = prepare(corpus(text, language="mixed"))
    assert [unit.language for unit in mixed.units] == ["zh", "en", "zh"]
    assert mixed.metadata["d0"]["language"] == "zh"
    assert not mixed.remarks
    assert {unit.language for unit in prepare(corpus(text, language="zh")).units} == {"zh"}


# --- copies ---------------------------------------------------------------------------------------------


def policy(name: str) -> Preparation:
    return Preparation(duplicates=DuplicateRules(policy=name))


def test_an_abstract_repeated_in_the_body_counts_once_under_weight():
    text = f"{ZH}\n{EN}\n{ZH}"
    for name, weights in (("keep", [1, 1, 1]), ("weight", [0.5, 1, 0.5]), ("drop", [1, 1])):
        units = prepare(corpus(text), policy(name))
        (group,) = units.duplicates.paragraphs
        assert (group.ids, group.within) == (("d0#0", "d0#2"), True)
        assert units.weights.tolist() == weights
    assert [unit.id for unit in units.units] == ["d0#0", "d0#1"]


def test_copies_of_a_document_share_its_weight():
    documents = corpus(f"{EN}\n{ZH}", OTHER, f"{EN}\n{ZH}")
    assert prepare(documents, policy("keep")).document_weights == {"d0": 1, "d1": 1, "d2": 1}
    units = prepare(documents, policy("weight"))
    assert units.document_weights == {"d0": 0.5, "d1": 1, "d2": 0.5}
    assert units.weights.tolist() == [1] * 5
    assert [group.ids for group in units.duplicates.documents] == [("d0", "d2")]


def test_a_dropped_copy_is_listed_with_a_remedy():
    units = prepare(corpus(f"{EN}\n{ZH}", OTHER, f"{EN}\n{ZH}"), policy("drop"))
    assert units.documents == ("d0", "d1")
    assert [unit.id for unit in units.units] == ["d0#0", "d0#1", "d1#0"]
    (bad,) = units.unusable
    assert (bad.id, bad.reason) == ("d2", "repeats earlier documents, and copies are dropped")
    assert "policy" in bad.remedy
    assert {line.doc for line in units.lines} == {"d0", "d1", "d2"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from([ZH, EN, OTHER]), min_size=1, max_size=4), min_size=1, max_size=4))
def test_weights_count_every_text_of_a_document_once(pages):
    units = prepare(corpus(*("\n".join(page) for page in pages)), policy("weight"))
    assert ((units.weights > 0) & (units.weights <= 1)).all()
    for number, page in enumerate(pages):
        shares = {}
        for unit, weight in zip(units.units, units.weights.tolist(), strict=True):
            if unit.doc == f"d{number}":
                shares[unit.text] = shares.get(unit.text, 0) + weight
        assert shares.keys() == set(page)
        assert all(share <= 1 + 1e-12 for share in shares.values())
    for group in units.duplicates.documents:
        assert sum(units.document_weights[doc] for doc in group.ids) == pytest.approx(1)


# --- collocations ---------------------------------------------------------------------------------------

RARE = {
    "en": [
        "Rare earth prices rose in spring.",
        "Miners sold rare earth to the north.",
        "A rare earth magnet turns the mill.",
        "The village exported rare earth again.",
        "Nobody recycled rare earth last year.",
        "New rules cover rare earth and gravel.",
        "Prices of gravel fell in the north.",
        "Miners opened a gravel pit last spring.",
    ],
    "zh": [
        "绿色氢能价格在春天上涨。",
        "矿工向北方出售绿色氢能。",
        "风车用上了绿色氢能叶片。",
        "村庄再次出口绿色氢能。",
        "去年没有人回收绿色氢能。",
        "新规定包括绿色氢能和砂石。",
        "北方的砂石价格下降。",
        "矿工在春天打开了砂石场。",
    ],
}


@pytest.mark.parametrize(("language", "term"), [("en", "rare earth"), ("zh", "绿色氢能")])
def test_words_that_keep_company_become_one_token_in_texts_and_terms(language, term):
    documents = corpus(*RARE[language], language=language)
    plain = prepare(documents)
    assert len(Tokenizer().term(term, language)) == 2
    rules = TokenRules(collocations=Collocations(npmi=0.5, least=4))
    units = prepare(documents, Preparation(tokens=rules))
    (token,) = Tokenizer(rules, None, units.collocations).term(term, language)
    assert sum(token in tokens for tokens in units.tokens) == 6
    assert not any(token in tokens for tokens in plain.tokens)
    assert not plain.collocations
    assert units.collocations.keys() == {language}


# --- settings -------------------------------------------------------------------------------------------


def test_compounds_reach_the_tokens():
    assert "battery_truck" in prepare(corpus(EN), compounds={"en": ["battery truck"]}).tokens[0]
    assert "battery_truck" not in prepare(corpus(EN)).tokens[0]


def test_a_list_of_stop_words_is_read_from_its_file(tmp_path):
    (tmp_path / "own.txt").write_text("winter\ncrane\n", "utf-8")
    rules = Preparation(tokens=TokenRules(stop_lists={"en": "own.txt"})).read_files(tmp_path)
    assert not rules.tokens.stop_lists
    (tokens,) = prepare(corpus(EN), rules).tokens
    assert "winter" not in tokens
    assert "the" in tokens
    assert rules.read_files(tmp_path / "elsewhere") == rules


def test_every_file_that_cannot_be_read_is_told_at_once(tmp_path):
    rules = Preparation(overrides="none.csv", tokens=TokenRules(stop_lists={"en": "nil.txt"}))
    with pytest.raises(InvalidInput, match=r"(?s)none\.csv.*nil\.txt"):
        rules.read_files(tmp_path)


@pytest.mark.parametrize("kind", ["paragraph", "sentence", "window", "document"])
def test_units_of_every_kind_have_tokens(kind):
    units = prepare(
        corpus(f"{ZH}\n{ZH[:40]}。", f"{EN} {EN}\n{EN[:60]}."), Preparation(units=UnitRules(kind=kind))
    )
    assert all(units.tokens)
    assert len(units) == {"document": 2, "window": 2, "paragraph": 4, "sentence": 5}[kind]


def test_the_digest_names_the_units_and_how_they_were_made():
    base = prepare(corpus(EN)).digest
    assert prepare(corpus(EN)).digest == base
    assert prepare(corpus(EN, genre="news")).digest != base
    assert prepare(corpus(EN), Preparation(tokens=TokenRules(stop_words=False))).digest != base
    assert prepare(corpus(EN.replace("winter", "spring"))).digest != base
    twice = corpus(f"{EN}\n{EN}")
    assert prepare(twice, policy("keep")).digest != prepare(twice, policy("weight")).digest
