"""Figures: Chinese shows on any machine, and the same rows draw the same bytes."""

import warnings

import pandas as pd
import pytest

from toolkit.reports import prevalence_by_document, prevalence_by_group, to_png, to_svg
from toolkit.reports.fonts import chinese_font, embedded_font
from toolkit.reports.page import report_page
from toolkit.reports.table import Table


@pytest.fixture
def rows():
    documents = [("document", "甲", 0.2), ("document", "乙", 0.4), ("language", "zh", 0.3)]
    columns = ["by", "group", "estimate"]
    rows = pd.DataFrame(documents, columns=columns)
    return rows.assign(
        theme="t", low=rows["estimate"] / 2, high=rows["estimate"] * 1.5, documents=2, units=9, member="zh"
    )


def test_no_glyph_is_missing(rows):
    figure = prevalence_by_group(
        rows, "language", {"t": "供应链韧性", "zh": "中文"}, "主题“开放”的比例", "合成文本"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert to_png(figure).startswith(b"\x89PNG")


def test_letters_in_an_svg_are_outlines(rows):
    svg = to_svg(prevalence_by_document(rows, {"甲": "zh", "乙": "zh"}, {"t": "开放"}, "文档"))
    assert "<text" not in svg


def test_the_same_rows_draw_the_same_bytes(rows):
    def draw():
        return to_svg(prevalence_by_group(rows, "language", {}, "x"))

    assert draw() == draw()


def test_more_than_sixty_documents_are_cut_and_the_title_says_so():
    docs = [f"d{i:03}" for i in range(80)]
    rows = pd.DataFrame(
        [
            {
                "theme": "t",
                "by": "document",
                "group": doc,
                "estimate": i / 80,
                "low": 0.0,
                "high": 1.0,
                "units": 5,
            }
            for i, doc in enumerate(docs)
        ]
    )
    figure = prevalence_by_document(rows, dict.fromkeys(docs, "zh"), {}, "shares")
    assert "30 highest and lowest of 80" in figure._suptitle.get_text()


def test_the_font_of_a_page_is_cut_down_to_its_characters():
    few, many = embedded_font("开放"), embedded_font("开放合作自立自强供应链韧性与安全水平")
    assert few.startswith("data:font/woff;base64,")
    assert len(few) < len(many) < chinese_font().stat().st_size / 10


def test_two_drawings_on_a_page_do_not_share_ids(rows):
    svg = to_svg(prevalence_by_group(rows, "language", {}, "x"))
    page = report_page("t", "q", "", [], {"prevalence": svg, "strips": svg}, "# Methods\n\n**Bold.** x", "s")
    assert page == page.replace("\r", "")
    # without theme tables the section still shows its figures
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_notice_is_shown_on_top():
    table = Table("corpus", "The corpus", pd.DataFrame({"doc": ["甲"]}))
    page = report_page("t", "q", "合成文本", [table], {}, "# Methods", "s")
    assert page.index("合成文本") < page.index("The corpus")


def test_a_dollar_sign_is_a_dollar_sign(rows):
    figure = prevalence_by_group(rows, "language", {"t": "US$5_$"}, "a $ b_$", "US$ 3")
    assert to_png(figure).startswith(b"\x89PNG")
