"""Many expressions at once find what each of them finds alone."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.preprocess.lines import clutter
from toolkit.preprocess.lines.clutter.expressions import Expression, Expressions, clues_of
from toolkit.preprocess.lines.clutter.sentences import plain_sentences
from toolkit.preprocess.lines.labelling import LineRules, label_lines
from toolkit.preprocess.lines.shapes import Shape

about, closing, credits, furniture, notices = (
    import_module(f"toolkit.preprocess.lines.clutter.{name}")
    for name in ("about", "closing", "credits", "furniture", "notices")
)
SETS = {
    "about": about._KINDS,
    "captions": about._CAPTIONS,
    "closing": closing._REMARKS,
    "credits": credits._KINDS,
    "furniture": furniture._KINDS,
    "notices in Latin": notices._IN_LATIN_LINES,
    "notices in others": notices._IN_OTHER_LINES,
}
EXPRESSIONS = [
    (name, kind, expression)
    for name, found in SETS.items()
    # The notices are hundreds of short parts of one make: some of them stand for all.
    for kind, expression in [*zip(found._names, found._expressions, strict=True)][
        :: 7 if "notices" in name else 1
    ]
]
PAGES = sorted((Path(__file__).parents[2] / "experiments" / "corpora").glob("pages*/texts/*"))


def alone(expressions: Expressions, text: str) -> str:
    """Name the first expression that is found, each tried by itself."""
    tried = zip(expressions._names, expressions._expressions, strict=True)
    return next((name for name, expression in tried if expression.compiled.search(text)), "")


@pytest.mark.parametrize("expressions", SETS.values(), ids=SETS)
def test_lines_of_real_looking_pages_get_the_names_they_would_get_one_by_one(expressions):
    lines = {line for path in PAGES[::3] for line in path.read_text("utf-8", "replace").split("\n")}
    assert len(lines) > 1000
    for line in lines:
        assert expressions.first(line) == alone(expressions, line), line
    page = sorted(lines)
    assert expressions.first_of_each(page) == [expressions.first(line) for line in page]
    assert expressions.any_of_each(page) == [expressions.any(line) for line in page]


@pytest.mark.parametrize(
    ("name", "kind", "expression"), EXPRESSIONS, ids=[f"{n}-{k}" for n, k, _ in EXPRESSIONS]
)
def test_no_match_is_passed_over(name, kind, expression):
    every = SETS[name]

    codecs = ["ascii", "utf-8"] if expression.source.isascii() else ["utf-8"]
    signs = st.sampled_from([st.characters(codec=codec) for codec in codecs])
    matching = signs.flatmap(lambda alphabet: st.from_regex(expression.compiled, alphabet=alphabet))

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(matching)
    def each_match_is_found(text):
        assert every.first(text) == alone(every, text)

    each_match_is_found()


def test_a_page_of_odd_lines_is_looked_through_as_its_lines_are():
    kinds = Expressions([("site", Expression("site", re.IGNORECASE)), ("x", Expression(r"^\s*x:"))])
    page = ["WEBSİTE SITE", "", "x: site", "no x: site", "İİİ", "  x:", "x", "SITE"]
    assert kinds.first_of_each(page) == [kinds.first(line) for line in page]


def test_plain_sentences_are_neither_furniture_nor_facts():
    for path in PAGES:
        lines = [
            Shape.of(line)
            for text in path.read_text("utf-8", "replace").split("\n")
            if (line := text.strip())
        ]
        for line in (lines[number] for number in plain_sentences(lines)):
            asked = line.text, line.length, line.is_closed
            assert (furniture.furniture(*asked), about.about_the_text(*asked)) == ("", ""), line
            assert not about.NOTE.search(line.text)
            assert line.length > 40 or not about.is_caption(line.text)


def test_plain_sentences_get_the_label_they_would_get_without_being_known(monkeypatch):
    pages = [
        [line for text in path.read_text("utf-8", "replace").split("\n") if (line := text.strip())]
        for path in PAGES[::2]
    ]
    known = [label_lines(page, LineRules()) for page in pages]
    monkeypatch.setattr(clutter, "plain_sentences", lambda lines: frozenset())
    assert known == [label_lines(page, LineRules()) for page in pages]


def test_pieces_are_those_that_every_match_holds():
    assert {clue.piece for clue in clues_of(Expression("(?:sign|log) ?in|subscribe"))} == {
        "sign",
        "log",
        "subscribe",
    }
    assert {clue.piece for clue in clues_of(Expression("^e-?mail", re.IGNORECASE))} == {"mail"}
    assert clues_of(Expression(".*")) is None
    assert clues_of(Expression("(?:cookies)?")) is None


def test_a_piece_at_the_start_counts_at_the_start_only():
    kinds = Expressions([("date", Expression(r"^\s*date:", re.IGNORECASE)), ("mail", Expression(r"\S@\S"))])
    lines = ("Date: 3 May", "  date: 3 May", "a@b.org", "update: none", "the date: none", "DATE: a@b")
    assert [kinds.first(line) for line in lines] == ["date", "date", "mail", "", "", "date"]
    assert kinds.first("date: a@b", among={1}) == "mail"


def test_letters_that_grow_in_lower_case_hide_nothing():
    kinds = Expressions([("site", Expression("site", re.IGNORECASE))])
    assert kinds.first("WEBSİTE SITE") == "site"
    assert kinds.first("İİİİİİİİİİİİİİİİİİİsİte") == alone(kinds, "İİİİİİİİİİİİİİİİİİİsİte")
