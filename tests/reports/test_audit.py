"""The audit's tables and page: every line is accounted for, and a page cannot be broken by its texts."""

import csv
import html
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus import Corpus, Document, Unusable
from toolkit.preprocess import DuplicateRules, Override, Preparation, UnitRules, prepare
from toolkit.preprocess.lines.overrides import apply_overrides, read_overrides
from toolkit.reports import Stamp, audit_page, audit_tables, cleaning_table
from toolkit.reports.audit_fates import fates
from toolkit.reports.audit_html import MOST_DOCUMENTS
from toolkit.reports.audit_lines import LONGEST, repaired
from toolkit.reports.audit_second_look import second_look
from toolkit.reports.audit_tables import duplicates_table, remarks_table, treatment, visible

STAMP = Stamp("s", 3, 9, "paragraph", "book 1 (abc)", "def")
BODY = (
    "The harbour council met on Tuesday to hear how the new ferry line had done in its first year of service.",
    "Passengers liked the evening boats, the council heard, although the fares had risen twice since the spring.",
    "A plan to extend the line to the northern islands will be put before the council again after the winter.",
)
OTHER = (
    "Nobody had counted the gulls before the school took it up, and the children found four hundred and six.",
    "They wrote each nest into a book, drew it on the map of the cliff, and came back when the chicks were out.",
)
SCRIPT = "<script>alert('&')</script> is what the page of the harbour office said when the server was broken."
REPAIRED = (
    "“We hope for andinternational visitors &amp; their bicycles,” the head of the ferry office said[2]."
)
PAGE = ("Home / News / Harbour", "Share on Facebook", "Ferry line has a good first year", *BODY)
CHINESE = "渡轮公司说,今年夏天乘客比去年多了一成,夜班船最受欢迎。"


def corpus(**texts):
    return Corpus(tuple(Document(name, "\n".join(lines)) for name, lines in sorted(texts.items())))


@pytest.fixture(scope="module")
def units():
    made = corpus(
        clean=(*PAGE, SCRIPT),
        copy=(*PAGE, SCRIPT),
        mended=("Leave a reply", REPAIRED, CHINESE, *OTHER),
        nothing=("Home / News", "Leave a reply"),
    )
    return prepare(replace(made, unusable=(Unusable("empty", "is empty", "fill it"),)))


@pytest.fixture(scope="module")
def tables(units):
    return {table.name: table for table in audit_tables(units, STAMP)}


def test_every_line_stands_in_the_table_of_lines_once_in_its_order(units, tables):
    rows = tables["lines"].rows
    assert list(zip(rows["doc"], rows["line"], strict=True)) == [(x.doc, x.number) for x in units.lines]
    assert list(rows["text"]) == [line.text for line in units.lines]


def test_the_characters_by_reason_are_those_of_all_lines(units, tables):
    rows = tables["cleaning"].rows
    assert rows["characters"].sum() == sum(len(line.raw) for line in units.lines)
    assert rows["lines"].sum() == len(units.lines)
    assert rows["share"].sum() == pytest.approx(1)


def test_the_characters_in_units_are_those_of_the_lines_that_units_are_made_of(units, tables):
    held = "\n".join(unit.text for unit in units.units)
    inside = [line for line in units.lines if line.text in held and line.label == "content"]
    assert tables["cleaning"].rows["characters_in_units"].sum() == sum(len(line.raw) for line in inside)


@pytest.mark.parametrize("kind", ["paragraph", "sentence", "window", "document"])
def test_content_is_used_whatever_a_unit_is(kind):
    rules = Preparation(units=UnitRules(kind=kind, window=12, labels=("content", "heading")))
    made = prepare(corpus(a=PAGE, b=(*BODY[::-1], CHINESE)), rules)
    for fate in fates(made, ("content", "heading")):
        assert fate.is_used == (fate.line.label in ("content", "heading")), fate


def test_a_wanted_line_that_is_in_no_unit_says_why(units):
    made = prepare(
        corpus(a=BODY, b=(*BODY, SCRIPT)), Preparation(duplicates=DuplicateRules(policy="drop", documents=1))
    )
    left = [fate for fate in fates(made) if fate.line.label == "content" and not fate.is_used]
    assert [fate.line.doc for fate in left] == ["b"] * 3
    assert all(
        fate.why.endswith("not used: repeats an earlier text, and copies are dropped") for fate in left
    )


def test_the_cleaning_table_holds_no_text(units):
    table = cleaning_table(units, STAMP).to_csv()
    assert not any(line.text[:15] in table for line in units.lines)


def test_every_reason_that_dropped_a_line_has_an_example(tables):
    dropped = tables["cleaning"].rows.query("characters_in_units == 0")
    examples = tables["examples"].rows
    assert set(zip(dropped["label"], dropped["reason"], strict=True)) == set(
        zip(examples["label"], examples["reason"], strict=True)
    )
    assert examples.groupby("reason")["times"].sum().le(examples.groupby("reason")["lines"].max()).all()


def test_every_repair_is_listed_with_what_was_there_before(units, tables):
    rows = tables["repairs"].rows
    assert rows["times"].sum() == sum(units.changes.values())
    assert ("note_markers", "[2]", "") in set(zip(rows["kind"], rows["before"], rows["after"], strict=True))


def test_invisible_characters_are_seen_in_the_table_of_repairs():
    assert visible("a\u200b\u00a0b c") == "a⟨U+200B⟩⟨U+00A0⟩b␣c"


@pytest.mark.parametrize(
    ("policy", "said", "counts"),
    [
        ("weight", "each counts as one text", 1),
        ("keep", "each copy counts in full", 2),
        ("drop", "only the first", 1),
    ],
)
def test_copies_are_listed_with_what_they_count_under_each_policy(policy, said, counts):
    made = prepare(corpus(a=PAGE, b=PAGE), Preparation(duplicates=DuplicateRules(policy=policy)))
    rows = duplicates_table(made, STAMP).rows
    assert set(rows["level"]) == {"paragraph", "document"}
    assert said in treatment(made)
    for cell in rows["counts"]:
        assert sum(map(float, cell.split("; "))) == counts


def test_nothing_repeated_is_said():
    assert treatment(prepare(corpus(a=BODY))) == "No paragraph or document stands there twice."


def test_a_line_in_another_language_is_counted_apart(tables):
    rows = tables["languages"].rows.set_index(["doc", "language"])
    assert rows.loc[("mended", "zh"), "content_lines"] == 1
    assert rows.loc[("mended", "zh"), "main"] == "no"
    assert rows.loc[("mended", "en"), "main"] == "yes"
    assert "mended" in set(tables["languages"].shown["doc"])


def test_documents_that_were_left_out_and_doubtful_encodings_are_listed(units, tables):
    assert {"empty", "nothing"} <= set(tables["remarks"].rows.query("kind == 'not used'")["doc"])
    sure = Document("gb", BODY[0], encoding="gb18030", confidence=0.6)
    doubtful = Document(
        "big5", BODY[1], encoding="big5", confidence=0.6, remarks=("read as big5, 0.60 sure: look",)
    )
    given = Corpus((doubtful, sure))
    rows = remarks_table(prepare(given), STAMP, given).rows
    assert list(rows["doc"]) == ["big5", "gb"]  # each once
    assert list(rows["remark"]) == ["read as big5, 0.60 sure: look", "read as gb18030, 0.60 sure"]


def test_what_was_dropped_in_the_middle_of_the_body_is_worth_a_second_look():
    made = prepare(corpus(a=(*BODY, "Read more: Storm leaves ten villages without power", *BODY[::-1])))
    (looked,) = [(fate.line.number, why) for fate, why in second_look(made) if not fate.is_used]
    assert looked == (3, "dropped between two lines of content")


def test_what_a_reviewer_has_labelled_needs_no_second_look():
    lines = (*BODY, "Read more: Storm leaves ten villages without power", *BODY[::-1])
    said = Preparation(overrides=(Override(doc="a", line=3, label="meta"),))
    assert not any(fate.line.number == 3 for fate, _ in second_look(prepare(corpus(a=lines), said)))


class Reader(HTMLParser):
    """Collects what a browser would see: elements that were opened, scripts, the text of lines."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.opened, self.closed, self.attributes = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.opened.append(tag)
        self.attributes += [name for name, _ in attributes]

    def handle_endtag(self, tag):
        self.closed.append(tag)


def page_of(units, tables, **changes):
    given = {"title": "Audit", "notice": "", "units": units, "tables": list(tables.values()), "stamp": STAMP}
    return audit_page(**(given | changes))


def test_a_text_cannot_become_part_of_the_page(units, tables):
    page = page_of(units, tables)
    assert Reader(page).opened.count("script") == 1
    assert html.escape(SCRIPT, quote=False)[:20] in page


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=30))
def test_whatever_texts_and_names_hold_the_page_stays_whole(text, name):
    made = prepare(Corpus((Document(name, f"{BODY[0]}\n{text}", {"language": "en"}),)))
    read = Reader(page_of(made, {}, title=name, notice=text))
    assert read.opened.count("script") == 1
    assert not any(attribute.startswith("on") for attribute in read.attributes)
    assert read.opened.count("div") == read.closed.count("div")
    assert read.opened.count("details") == read.closed.count("details")


def test_the_page_needs_no_network(units, tables):
    page = page_of(units, tables)
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page)
    assert not re.search(r"@import|url\(", page)
    assert "default-src 'none'" in page


def test_the_page_shows_each_line_with_its_label_and_reason(units, tables):
    page = page_of(units, tables)
    shown = page[page.index('id="documents"') :]
    for label in ("content", "heading", "boilerplate"):
        assert shown.count(f'class="tag {label}"') == sum(line.label == label for line in units.lines)
    assert "navigation" in shown
    assert "the same text as copy#0" in html.unescape(shown)


def test_repairs_stand_where_they_were_made():
    assert repaired("We like it[2] &amp; say so", "We like it & say so") == (
        "We like it<del>[2]</del> &amp;<del>amp;</del> say so"
    )


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_shown_repairs_hold_the_line_as_it_is_now(raw, text):
    now = re.sub(r"<del>.*?</del>", "", repaired(raw, text), flags=re.DOTALL)
    shown = html.unescape(re.sub(r"</?ins>", "", now))
    plain = shown.replace("␣", " ")
    plain = re.sub(r"⟨U\+([0-9A-F]+)⟩", lambda found: chr(int(found[1], 16)), plain)
    expected = text if raw != text else "".join(c if c.isprintable() else " " for c in text)
    assert plain == expected or "␣" in text or "⟨" in text


def test_a_large_corpus_gives_a_page_that_says_what_it_leaves_out():
    number = MOST_DOCUMENTS + 7
    made = prepare(Corpus(tuple(Document(f"doc-{n:03}", f"{BODY[n % 3]} Text {n}.") for n in range(number))))
    page = page_of(made, {})
    assert f"{MOST_DOCUMENTS} of {number} documents." in page
    assert page.count('class="doc"') == MOST_DOCUMENTS


def test_a_page_has_a_bounded_size_and_says_what_it_leaves_out():
    long = f"{BODY[0]} " * 200
    made = prepare(corpus(a=(long, *(f"{line} {n} times." for n in range(100) for line in BODY)), b=BODY))
    page = page_of(made, {}, room=20_000)
    shown = page[page.index('id="documents"') : page.index("</main>")]
    assert len(shown) < 25_000
    assert "1 of 2 documents." in shown
    left = int(re.search(r"(\d+) more lines of this document stand in lines.csv", shown)[1])
    assert left + shown.count('class="line ') == 301
    assert f"{len(long.strip()) - LONGEST} more characters in lines.csv" in shown


def test_rows_of_the_table_of_lines_are_overrides(units, tables, tmp_path):
    path = tmp_path / "corrections.csv"
    rows = list(csv.DictReader(io.StringIO(tables["lines"].to_csv())))
    chosen = [{**row, "label": "meta"} for row in rows if row["doc"] == "clean"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(chosen[0]))
        writer.writeheader()
        writer.writerows(chosen)
    lines = [line for line in units.lines if line.doc == "clean"]
    changed, problems = apply_overrides(lines, read_overrides(path))
    assert not problems
    assert {line.label for line in changed} == {"meta"}


def test_the_page_is_the_same_every_time(units, tables):
    again = {table.name: table for table in audit_tables(units, STAMP)}
    assert page_of(units, again) == page_of(units, tables)
