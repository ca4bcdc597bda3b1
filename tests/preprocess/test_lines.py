"""What real pages do, one invented page for each habit: the body is kept, clutter is named."""

from __future__ import annotations

import json
import textwrap
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus import read_corpus
from toolkit.preprocess import LABELS, Line, LineRules, Preparation, label_lines
from toolkit.preprocess.lines.labelling import WRAPPED, count_repeated, repeated_lines
from toolkit.preprocess.prepared import label_document, split_lines

ROOT = Path(__file__).parents[2]
HEAD = {
    "zh": ("港口自动化的下一步", "海湾日报 2025年3月14日 10:20"),
    "en": ("How a harbour learned to run itself", "By Mara Lindqvist", "March 14, 2025"),
}
BODY = {
    "zh": (
        "去年冬天，南湾港的二号码头换上了国产的无人集卡，装卸效率提高了两成，能耗却下降了一成半，港务局把经验写进了新的操作手册。",
        "工程师们说,真正困难的不是买设备,而是让不同厂家的系统讲同一种语言;为此他们花了整整八个月重写调度软件的接口。",
        "与北岸大学的联合实验室今年扩招，来自六个国家的研究人员在这里测试传感器，并把数据向同行开放，供所有港口免费使用。",
    ),
    "en": (
        "Last winter the second terminal at South Bay replaced its diesel tractors with battery trucks that need no driver, "
        "and the port says each crane now moves a fifth more boxes than it did a year ago.",
        "Engineers insist that buying the trucks was the easy part. Making the software of four suppliers speak one language "
        "took eight months and a good deal of patience on every side.",
        "The joint laboratory with North Shore University has since hired researchers from six countries, and it shares its "
        "sensor data with any port that asks for them.",
    ),
}


def labels(lines: Sequence[str], rules: LineRules | None = None) -> list[str]:
    return [label for label, _ in label_lines(lines, rules or LineRules())]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clean_page_is_a_headline_facts_and_a_body(language):
    found = labels([*HEAD[language], *BODY[language]])
    assert found[0] == "heading"
    assert set(found[1:-3]) == {"meta"}
    assert found[-3:] == ["content"] * 3


CLUTTER = {
    "related headlines under their heading": (
        "zh",
        ["相关阅读", "南湾港去年吞吐量再创新高 集装箱增长百分之七", "北岸大学与三家企业共建传感器实验室"],
    ),
    "related headlines without a heading": (
        "zh",
        ["海事局发布冬季航行提示 提醒渔船注意大风", "北岸大学与三家企业共建传感器实验室", "渔业协会呼吁延长休渔期"],
    ),
    "headline, blank and a summary cut off by dots": (
        "zh",
        ["海事局发布冬季航行提示 寒潮将影响北部海域，海事局提醒渔船提前回港，同时要求各码头检查...", "渔业协会呼吁延长休渔期..."],
    ),
    "headline, blank and a summary cut off in the middle": (
        "zh",
        ["海事局发布冬季航行提示 寒潮将影响北部海域，海事局提醒渔船提前回港，同时要求各码头检查缆绳并在", "渔业协会呼吁延长休渔期..."],
    ),
    "time stamps glued on": ("zh", ["南湾港扩建工程今日开工2025-09-13 08:54:00 -", "渔业协会呼吁延长休渔期2025-09-12 17:02:10 -"]),
    "share buttons and rights": ("zh", ["分享到：微信 微博", "版权所有 海湾日报社 未经许可不得转载", "返回顶部"]),
    "English related headlines": (
        "en",
        ["Related stories", "Fishing fleet asks for a longer closed season", "Storm warning for the northern coast this weekend"],
    ),
    "English summaries cut off": (
        "en",
        [
            "Fishing fleet asks for a longer closed season",
            "Skippers along the northern coast say the stocks need another month of rest before the boats...",
            "Storm warning for the weekend",
            "Forecasters expect gales from Friday evening and ask crews to double their mooring lines, while the…",
        ],
    ),
    "English time stamps": ("en", ["Ferry fares to rise in spring 3 hours ago", "Storm warning for the weekend 12 hours ago"]),
    "a form for replies": (
        "en",
        [
            "LEAVE A REPLY",
            "Please enter your comment!",
            "Please enter your name here",
            "Save my name, email, and website in this browser for the next time I comment.",
        ],
    ),
    "a site about itself": ("en", ["Share this article", "Subscribe to our newsletter", "© 2025 Bay Courier. All rights reserved."]),
}  # fmt: skip


@pytest.mark.parametrize(("language", "tail"), CLUTTER.values(), ids=CLUTTER.keys())
def test_clutter_behind_the_body_is_boilerplate(language, tail):
    found = labels([*HEAD[language], *BODY[language], *tail])
    assert found[-len(tail) :] == ["boilerplate"] * len(tail)
    assert found[-len(tail) - 3 : -len(tail)] == ["content"] * 3


ABOUT_THE_TEXT = {
    "a Chinese view count": ("zh", "阅读 1.2万"),
    "an English view count": ("en", "1,204 views"),
    "an editor": ("zh", "责任编辑：周默"),
    "an author": ("zh", "作者：林一帆"),
    "a source": ("zh", "来源：海湾日报"),
    "Chinese keywords": ("zh", "关键词：港口；自动化；传感器"),
    "English keywords": ("en", "Keywords: ports; automation; sensors"),
    "a Chinese foot note": ("zh", "[1] 参见南湾港务局年度报告，第四章。"),
    "an English foot note": ("en", "[2] See the annual report of the port, chapter four."),
    "a generator's leftover": ("zh", "（资料中未提供具体的投资数额。）"),
    "a generator's leftover in English": ("en", "(No information was provided about the budget.)"),
    "a caption with its credit cut off": ("zh", "无人集卡在二号码头作业。方晓 摄&"),
}


@pytest.mark.parametrize(("language", "line"), ABOUT_THE_TEXT.values(), ids=ABOUT_THE_TEXT.keys())
def test_what_a_page_says_about_the_text_is_meta(language, line):
    assert labels([*HEAD[language], *BODY[language], line]) == [
        *labels([*HEAD[language], *BODY[language]]),
        "meta",
    ]


def test_a_keyword_list_under_its_heading_is_meta():
    first, *rest = BODY["zh"]
    assert labels([*HEAD["zh"], first, "关键词", "港口；自动化；传感器", *rest])[3:5] == ["heading", "meta"]


NAVIGATION = ["首页 > 新闻 > 港口", "分享 收藏 打印", "Home > News > Ports", "Skip to main content", "Menu"]


@pytest.mark.parametrize("line", NAVIGATION)
def test_navigation_before_the_body_is_boilerplate(line):
    language = "en" if line.isascii() else "zh"
    assert labels([line, *HEAD[language], *BODY[language]])[0] == "boilerplate"


HEADINGS = [
    "二、合作",
    "（三）展望",
    "摘要",
    "2. A wider circle",
    "A wider circle",
    "Abstract",
    "Conclusion",
    "人才的账",
]


@pytest.mark.parametrize("line", HEADINGS)
def test_a_headline_over_text_is_a_heading(line):
    language = "en" if line.isascii() else "zh"
    first, *rest = BODY[language]
    assert labels([*HEAD[language], first, line, *rest])[-3:] == ["heading", "content", "content"]


REAL_PARAGRAPHS = {
    "ends with a quotation": ("zh", "港务局局长说：“我们愿意把这些数据交给所有愿意合作的港口，也希望他们把自己的经验告诉我们。”"),
    "ends with a note marker": ("zh", "港务局在报告里承认，去年的停机时间仍然比计划多出三成，主要原因是北区供电线路的改造推迟了两个月。[3]"),
    "ends with an ellipsis proper": ("zh", "他站在码头上数着来往的船只，想起十年前这里还只有两台吊机和一间漏雨的值班室，许多话不知从何说起……"),
    "ends with the reporter's name": ("zh", "港务局表示，明年还将改造三号码头，并把新的调度系统交给沿海的七个中小港口试用一年。（记者 方晓）"),
    "mentions related reading": ("zh", "相关部门负责人介绍，港口的改造要分三步走，先易后难，先把设备连起来，再让数据流动起来，最后开放给用户。"),
    "begins with Share": ("en", "Share prices of the port operator rose by four percent on the day after the announcement, and then fell back."),
    "begins with Home": ("en", "Home to nine shipping lines, the bay has long been the place where the country meets the goods of the world."),
}  # fmt: skip


@pytest.mark.parametrize(("language", "line"), REAL_PARAGRAPHS.values(), ids=REAL_PARAGRAPHS.keys())
def test_a_real_paragraph_is_content(language, line):
    first, *rest = BODY[language]
    assert labels([*HEAD[language], first, line, *rest])[-3] == "content"
    assert labels([*HEAD[language], *BODY[language], line])[-1] == "content"


def test_clutter_in_the_middle_does_not_carry_the_text_behind_it_away():
    first, *rest = BODY["en"]
    middle = [
        "Advertisement",
        "Share this article",
        "Subscribe to our newsletter",
        "Related stories",
        "Read more",
    ]
    found = labels([*HEAD["en"], first, *middle, *rest])
    assert found[-2:] == ["content", "content"]
    assert found[4:9] == ["boilerplate"] * 5


def test_a_headline_standing_on_the_page_again_is_boilerplate():
    again = "南湾港扩建工程今日开工各方代表出席仪式"
    one, two, three = BODY["zh"]
    assert labels([*HEAD["zh"], one, again, two, again, three])[3:6:2] == ["boilerplate"] * 2
    assert labels([*HEAD["zh"], one, again, two, three])[3] == "heading"
    assert labels([again, HEAD["zh"][1], one, again, two, three])[3] == "heading"  # the title, as a chapter's


def test_a_short_line_of_many_documents_is_furniture():
    rules, line = LineRules(repeated_in=3), "The Bay Courier weekend desk"
    page = [*HEAD["en"], BODY["en"][0], line, *BODY["en"][1:]]
    counts = repeated_lines(page, count_repeated([page] * 3))
    assert counts[line] == 3
    assert label_lines(page, rules, counts)[4][0] == "boilerplate"
    twice = repeated_lines(page, count_repeated([page] * 2))
    assert label_lines(page, rules, twice)[4][0] == "heading"
    assert label_lines(page, LineRules(repeated_in=4), counts)[4][0] == "heading"


def test_edges_can_be_switched_off():
    page = [*HEAD["en"], *BODY["en"], *CLUTTER["English related headlines"][1]]
    assert labels(page, LineRules(edges=False))[-2:] == ["heading", "heading"]


def test_hard_wrapped_chinese_goes_on_in_the_next_line():
    text = (
        "产业链的稳定要靠许多人一起努力港口只是其中的一环装卸工人工程师和调度员都在其中出了自己的一份力气"
        * 12
    )
    lines = [text[start : start + 25] for start in range(0, 25 * 22, 25)]
    lines[9], lines[21] = lines[9][:12] + "。", lines[21][:15] + "。"
    found = label_lines(lines, LineRules())
    assert [label for label, _ in found] == ["content"] * 22
    assert [number for number, (_, reason) in enumerate(found) if reason != WRAPPED] == [9, 21]


# --- laws -----------------------------------------------------------------------------------------------

ANY_LINE = st.text(min_size=1).filter(str.strip) | st.sampled_from(
    [*HEAD["zh"], *HEAD["en"], *BODY["zh"], *BODY["en"], *NAVIGATION, *HEADINGS]
    + [line for _, tail in CLUTTER.values() for line in tail]
    + [line for _, line in ABOUT_THE_TEXT.values()]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ANY_LINE))
def test_every_line_gets_one_label_and_a_reason(lines):
    found = label_lines(lines, LineRules(), repeated_lines(lines, count_repeated([lines] * 3)))
    assert len(found) == len(lines)
    assert all(label in LABELS and reason for label, reason in found)


# --- labels by hand -------------------------------------------------------------------------------------


def labelled(folder: Path) -> dict[str, list[Line]]:
    """Label the documents of a folder as a run would."""
    documents = read_corpus(folder).documents
    repeated = count_repeated([split_lines(document.text)[0] for document in documents])
    return {document.id: label_document(document, Preparation(), repeated)[0] for document in documents}


def agreement(texts: Path, truth: Path) -> tuple[float, float]:
    """Share of labels that a person gave too, and of lines on whose being content both agree."""
    found = labelled(texts)
    rows = json.loads(truth.read_text(encoding="utf-8"))
    pairs = []
    for row in rows:
        line = found[row["file"].removesuffix(".txt")][row["paragraph_index"]]
        assert line.number == row["paragraph_index"]
        assert line.raw.startswith(row["start"][:8])
        pairs.append((line.label, row["label"]))
    same = sum(ours == theirs for ours, theirs in pairs)
    content = sum((ours == "content") == (theirs == "content") for ours, theirs in pairs)
    return same / len(pairs), content / len(pairs)


def test_labels_agree_with_those_of_the_example_corpus():
    folder = ROOT / "experiments/corpora/technology-trade"
    labels_right, content_right = agreement(folder / "texts", folder / "truth.json")
    assert labels_right >= 0.97
    assert content_right >= 0.99


def test_labels_agree_with_those_of_real_pages():
    truth, texts = ROOT.parent / "shared/gold/dev.json", ROOT.parent / "shared/corpus/seeds"
    if not (truth.is_file() and texts.is_dir()):
        pytest.skip(f"the real pages are not here ({truth}, {texts})")
    assert agreement(texts, truth)[0] >= 0.95


def test_a_page_of_headlines_is_not_wrapped_text():
    headlines = [f"Harbour {number} opens its gates to the ships of seven seas today" for number in range(25)]
    assert WRAPPED not in {reason for _, reason in label_lines([*BODY["en"], *headlines], LineRules())}


@pytest.mark.parametrize(
    "mark", [".", "[1]", "[1", "(", "… ", "· ", "-", "，", "a.", "1,", "2025-01-01", "图", "社"]
)
def test_a_line_of_200_000_signs_takes_no_time(mark):
    text = (mark * (200_000 // len(mark))).strip()
    start = time.perf_counter()
    found = label_lines([BODY["en"][0], text, text + "x", BODY["en"][1]], LineRules())
    assert time.perf_counter() - start < 5
    assert len(found) == 4


def test_hard_wrapped_pages_of_the_example_corpus_keep_their_content():
    folder = ROOT / "experiments/corpora/technology-trade/texts"
    wanted, found = 0, 0
    for path in sorted(folder.glob("en-*-1.txt")):
        lines = path.read_text("utf-8").split("\n")
        wrapped = [piece for line in lines for piece in textwrap.wrap(line, 72, break_on_hyphens=False)]
        whole = _content_words([line.strip() for line in lines if line.strip()])
        wanted += whole.total()
        found += (whole & _content_words(wrapped)).total()
    assert found >= 0.95 * wanted


def _content_words(texts: Sequence[str]) -> Counter[str]:
    labelled = zip(texts, labels(texts), strict=True)
    return Counter(word for text, label in labelled if label == "content" for word in text.split())
