"""Sentences end where a reader ends them, whatever became of the punctuation, and nothing is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.preprocess import split_sentences

MARKED = """
要开放。|要合作！|要吗？
要开放!|要合作?|好
他说：“要开放。”|于是合作。
他说："要开放."|于是合作.
“要开放。|要合作。”|他说。
他想了想……|走了。
一是稳外贸；|二是稳外资；|三是扩内需。
一是稳外贸;|二是稳外资;|三是扩内需.
有研究指出（张明，2020；李强，2021）这一点。|结论不同。
占比达3.5%.|其中出口6.2亿元。
1.加快建设。|2.扩大开放。
与ASML Inc.合作多年。|此后停止。
（见图1。）|下文详述。
他问：“去吗？”|“不去。”|她答。
彼は「行く。」|と言った。|そうだ。
何をする？|わからない！
We trade. |So do they! |Do you?
Dr. Li of the U.S. team met Mr. Wu.
J. R. Smith agreed.
It grew 3.5 percent at a.com today.
Apple Inc. said on Jan. 5 that sales fell. |Profits rose.
He works for Acme Inc. |The firm is small.
See No. 5 and Fig. 2 for details. |They differ.
“We will go.” |He left at 5 p.m. |It rained.
"Why now?" he asked. |"Because it pays," she said.
She said "We will go." |Then she left.
They lost ... and then won. |Well... |Maybe not.
It rose in 2020. |15 firms left.
Many goods (cars, chips, etc.) fell. |Others did not.
Goods, services, etc. |The rest fell.
Read www.example.org/a?b=c. |Then reply.
Was it so?! |Yes.
i think so. |it was late. |we left.
Prof. J.R. Smith and Ms. Wu (Ph.D.) spoke. |We listened.
1. Introduction to trade. |2. Methods were used.
A tie (2.5 to 1) was seen. |B won.
He said it was “over.” |Nobody believed him.
The firm (see below.) fell. |It rose.
Das gilt z. B. für Autos. |Andere, d. h. Busse, nicht.
Am 3. März begann es. |Es endete am 15. April.
Im 19. Jahrhundert war das anders. |Heute nicht.
Er sagte: „Wir gehen.“ |Dann ging er.
M. Dupont a dit : « Nous partons. » |Puis il est parti.
Mme Curie, p. 12, le dit. |C'est vrai.
¿Quién paga? |¡Nadie! |El Sr. López lo dijo.
La pág. 5 y el art. 3 lo dicen. |Ud. lo sabe.
Это было в 2020 г. |Экспорт вырос на 5 млрд руб. за год.
Машины, автобусы и т. д. |Всё это растёт.
Он сказал, т. е. написал, что А. С. Пушкин жил тут. |Да.
그는 떠났다. |정말인가? |그렇다.
정부는 "개방하겠다."고 밝혔다. |끝.
。|要开放。
……
""".strip().split("\n")

TEXT = st.text() | st.lists(
    st.sampled_from(
        [
            "开放",
            "。",
            "！",
            "?",
            "；",
            ";",
            "…",
            ".",
            "”",
            '"',
            "「",
            "）",
            "(",
            "«",
            " »",
            " ",
            "\n",
            "A.",
            "Dr.",
            "3.5",
        ]
    )
).map("".join)


@pytest.mark.parametrize("marked", MARKED)
def test_sentences_end_where_a_reader_ends_them(marked):
    assert split_sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_lines_end_sentences():
    assert split_sentences("one\ntwo") == ["one", "two"]
    assert split_sentences(" \n ") == []


@given(TEXT)
@example("。”\n…")
@example("... !")
def test_splitting_into_sentences_loses_nothing_but_space(text):
    sentences = split_sentences(text)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        "…",
        "。",
        "(",
        "。”",
        ". ",
        '"."',
        "；",
        "（；",
        "A. ",
        "a.",
        "?!",
        "« »",
        "1.",
        " ",
        "x",
        "开",
        " .",
    ],
)
def test_time_grows_with_the_length_only(piece):
    start = time.process_time()
    assert split_sentences(piece * 20_000) or piece == " "
    assert time.process_time() - start < 2
