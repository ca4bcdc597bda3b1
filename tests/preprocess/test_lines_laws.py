"""Laws of line labels: what must hold for any page."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus import Mark
from toolkit.preprocess import LABELS, LineRules, label_lines
from toolkit.preprocess.lines import page as whole_page
from toolkit.preprocess.lines import structure
from toolkit.preprocess.lines.labelling import WRAPPED, count_lines, count_repeated, repeated_lines
from toolkit.preprocess.lines.repetition import line_keys
from toolkit.preprocess.lines.shapes import Shape

BODY = (
    "去年冬天，南湾港的二号码头换上了国产的无人集卡，装卸效率提高了两成，能耗却下降了一成半，港务局把经验写进了新的操作手册。",
    "工程师们说，真正困难的不是买设备，而是让不同厂家的系统讲同一种语言；为此他们花了整整八个月重写调度软件的接口，又请来三所大学的学生一起测试。",
    "The joint laboratory with North Shore University has since hired researchers from six countries, and it shares its "
    "sensor data with any port that asks for them, free of charge and without a licence that anyone would have to read.",
)
CLUTTER = (
    "相关阅读",
    "返回顶部",
    "分享到：微信 微博",
    "责任编辑：周默",
    "Related articles",
    "Advertisement",
    "© 2025 Bay Courier. All rights reserved.",
    "Leave a Reply",
    "Subscribe to our newsletter",
    "南湾港扩建工程今日开工2025-09-13 08:54:00 -",
)
SHORT = (
    "港口的账",
    "What the port says",
    "他摇摇头。",
    "Yes.",
    "• 一个码头",
    "3. a list",
    "第一条 总则",
    "12 15 18",
    "***",
)
LINE = st.text(min_size=1, max_size=80).map(str.strip).filter(bool) | st.sampled_from(
    [*BODY, *CLUTTER, *SHORT]
)
PAGE = st.lists(LINE, max_size=30)


@settings(max_examples=200, deadline=None)
@given(PAGE, st.data())
def test_every_line_gets_one_label_whatever_the_format_says(lines, data):
    numbers = st.integers(0, max(0, len(lines) - 1))
    marks = data.draw(
        st.lists(st.builds(Mark, numbers, st.sampled_from(LABELS), st.just("told")), max_size=5)
    )
    blanks = data.draw(st.none() | st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    found = label_lines(lines, LineRules(), repeated_lines(lines, count_repeated([lines] * 3)), marks, blanks)
    assert len(found) == len(lines)
    assert all(label in LABELS and reason for label, reason in found)


@settings(max_examples=150, deadline=None)
@given(PAGE.filter(bool), st.data())
def test_what_the_format_says_of_a_line_decides(lines, data):
    number = data.draw(st.integers(0, len(lines) - 1))
    label = data.draw(st.sampled_from(LABELS))
    assert label_lines(lines, LineRules(), marks=[Mark(number, label, "told")])[number] == (label, "told")


@settings(max_examples=150, deadline=None)
@given(st.lists(PAGE, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_documents_does_not_matter(pages, random):
    shuffled = random.sample(pages, len(pages))
    repeated, again = count_repeated(pages), count_repeated(shuffled)
    assert repeated == again
    for page in pages:
        assert repeated_lines(page, repeated) == repeated_lines(page, again)


@settings(max_examples=100, deadline=None)
@given(st.lists(PAGE, max_size=5))
def test_counts_of_parts_add_up(pages):
    total = count_lines([])
    for page in pages:
        total.update(count_lines(page))
    assert {key: count for key, count in total.items() if count > 1} == count_repeated(pages)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(CLUTTER), min_size=1, max_size=8), st.lists(st.sampled_from(CLUTTER), max_size=8)
)
def test_more_clutter_behind_the_body_turns_none_of_it_into_content(tail, more):
    page = ["港口自动化的下一步", *BODY, *tail]
    before = [label for label, _ in label_lines(page, LineRules())]
    after = [label for label, _ in label_lines([*page, *more], LineRules())]
    assert all(label in ("boilerplate", "meta") for label in before[len(BODY) + 1 :])
    assert all(label in ("boilerplate", "meta") for label in after[len(BODY) + 1 :])
    assert after[1 : len(BODY) + 1] == ["content"] * len(BODY)


@settings(max_examples=100, deadline=None)
@given(PAGE)
def test_a_paragraph_added_to_the_body_costs_no_content(lines):
    before = label_lines([*BODY, *lines], LineRules())
    after = label_lines(
        [*BODY, *lines, BODY[0].replace("去年", "前年"), BODY[1].replace("八个月", "九个月")], LineRules()
    )
    lost = [
        line
        for line, (old, _), (new, reason) in zip([*BODY, *lines], before, after, strict=False)
        if old == "content" and new in ("boilerplate", "meta") and reason == "among clutter behind the body"
    ]
    assert lost == []


@pytest.mark.parametrize(
    "lines",
    [
        ["港口新闻"] * 10_000,
        [f"Harbour {i} opens its gates - Bay Courier" for i in range(10_000)],
        [f"By Anna Okafor {i}" for i in range(5_000)] + [BODY[0]],
        ["Reply", "Sally M.", "3 hours ago"] * 3_000,
        ["Related articles", "One headline about a port"] * 5_000,
        [f"{i}. an item without an end" for i in range(10_000)],
        ["Advertisement", "A wider circle"] * 5_000 + [BODY[2]],
        [
            "." * 20_000,
            "港" * 20_000,
            "【" * 20_000,
            "a " * 10_000,
            "： " * 10_000,
            "- " * 10_000,
            "1 2 " * 5_000,
        ],
    ],
    ids=["same", "titles", "bylines", "comments", "lists", "items", "headings over clutter", "long lines"],
)
def test_labels_take_linear_time(lines):
    lines = [line.strip() for line in lines]
    start = time.process_time()
    assert len(label_lines(lines, LineRules())) == len(lines)
    assert time.process_time() - start < 10  # about a second on an idle machine, without type checks


# --- marks and empty lines -------------------------------------------------------------------------------


def test_a_long_run_of_marked_furniture_ends_the_body():
    menu = ["Our harbours", "Ship lists of the week", "Tide tables", "Timetables", "Who we are"]
    page = ["The next step", *BODY, "An afterthought of ours", *menu]
    marks = [Mark(len(page) - len(menu) + i, "boilerplate", "menu of the page") for i in range(len(menu))]
    labels = [label for label, _ in label_lines(page, LineRules(), marks=marks)]
    assert labels[1:4] == ["content"] * 3
    assert labels[5:] == ["boilerplate"] * 5


def test_a_marked_line_is_never_joined_to_a_wrapped_paragraph():
    words = ("the harbour master counts the boats at dawn and writes their names into a book, " * 20).split()
    wrapped = [" ".join(words[i : i + 13]) for i in range(0, len(words), 13)]
    found = label_lines(wrapped, LineRules(), marks=[Mark(7, "boilerplate", "running head")])
    assert found[7] == ("boilerplate", "running head")
    assert found[6][1] != WRAPPED
    assert {label for i, (label, _) in enumerate(found) if i != 7} == {"content"}


def test_empty_lines_part_wrapped_english_paragraphs():
    lines = []
    for name in ("Coll", "Dahl", "Hale", "Rees"):
        lines += [
            f"The tide had been out for an hour when the pilot {name}",
            "walked down to the slip, looked at the three boats lying in",
            f"the mud, and went back to {name} and the tea.",
        ]
    blanks = [True, False, False] * 4
    found = label_lines(lines, LineRules(), blank_before=blanks)
    assert [reason == WRAPPED for _, reason in found] == [True, True, False] * 4
    assert {label for label, _ in found} == {"content"}


def test_empty_lines_part_wrapped_chinese_paragraphs():
    paragraph = [
        "潮水退下去一个钟头的时候港务长走到石阶旁边看了看",
        "躺在淤泥里的三条小船又慢慢地走回屋里去喝他那杯茶",
        "谁也没有说话。",
    ]
    blanks = [True, False, False] * 4
    found = label_lines(paragraph * 4, LineRules(), blank_before=blanks)
    assert [reason == WRAPPED for _, reason in found] == [True, True, False] * 4
    assert {label for label, _ in found} == {"content"}


# --- lines of many documents ------------------------------------------------------------------------------


def test_furniture_that_differs_in_its_numbers_is_counted_together():
    pages = [["港口自动化的下一步", *BODY, f"海湾周刊 2025年第{i}期 总第{i + 400}期"] for i in range(3)]
    labels = [
        label
        for label, _ in label_lines(pages[0], LineRules(), repeated_lines(pages[0], count_repeated(pages)))
    ]
    assert labels[-1] in ("boilerplate", "meta")
    assert labels[1:4] == ["content"] * 3


def test_a_heading_of_the_genre_stays_a_heading():
    page = ["二号码头工作报告", "一、去年的工作", BODY[0], "今年港务局的工作", BODY[1]]
    assert label_lines(page, LineRules(), repeated_lines(page, count_repeated([page] * 5)))[1][0] == "heading"
    assert label_lines(page, LineRules(), repeated_lines(page, count_repeated([page] * 5)))[3][0] == "heading"


def test_a_formula_that_many_documents_share_is_kept_and_named():
    formula = "现在，我代表港务局向大会报告工作，请各位代表审议，并请列席的同志提出意见。"
    page = ["二号码头工作报告", formula, BODY[0], BODY[1]]
    label, reason = label_lines(page, LineRules(), repeated_lines(page, count_repeated([page] * 4)))[1]
    assert (label, reason) == ("content", "also stands in 4 documents")


def test_blank_lines_must_match_the_lines():
    with pytest.raises(ValueError, match="blank_before"):
        label_lines(["one", "two"], LineRules(), blank_before=[True])


ODD = st.text(st.sampled_from("abcdXYZ thisTHAT éİß’“—_.,-0123\t\n\u3000\xa0一二"), max_size=60)


@given(ODD)
def test_words_are_counted_as_they_stand_between_blanks(text):
    shape = Shape.of(text)
    assert shape.length == (len(text) if shape.is_cjk else max(2 * len(text.split()), len(text) // 12))


@given(ODD)
def test_words_of_the_body_are_the_starts_of_its_longer_words(text):
    words = whole_page._WORD.findall(text.casefold())
    assert whole_page._words(text) == {word[:6] for word in words if word not in whole_page._COMMON}


@given(st.lists(ODD, max_size=6))
def test_signs_are_taken_from_all_lines_at_once_as_from_each(texts):
    assert structure._without_signs(texts) == [structure._SIGNS.sub("", text).casefold() for text in texts]


@given(ODD)
def test_lines_that_differ_in_their_numbers_are_one(text):
    masked = whole_page._DIGITS.sub("0", text)
    assert line_keys([text]) == line_keys([masked]) == line_keys([masked.replace("0", "321")])


def test_what_repair_changed_is_still_known_as_repeated():
    counts = {**count_lines(["Home &amp; garden", "Page 3 of 9"])}
    found = repeated_lines(
        ["Home &amp; garden", "Page 7 of 8", "new"], counts, ["Home & garden", "Page 7 of 8", "new"]
    )
    assert found == {"Home & garden": 1, "Page 7 of 8": 1}
