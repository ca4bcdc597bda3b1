"""What a page's build says of its lines: title, contents list, speakers, notes, other pages behind the body."""

from __future__ import annotations

from toolkit.preprocess import LineRules, label_lines

BODY = (
    "The harbour office counted four hundred ships in the first half of the year, and two thirds of them were "
    "loaded by cranes that nobody steers from inside a cabin any longer.",
    "Dockers who once drove the tractors now watch six screens each, and the union says that their pay rose while "
    "the number of accidents on the quay fell to a third.",
    "Neighbouring ports have sent delegations to look at the cranes, but none of them has ordered any so far, since "
    "the price of the software is a secret that the suppliers keep.",
)
TITLE = "Cranes without drivers are changing the harbour"


def labels(*lines: str) -> list[str]:
    return [label for label, _ in label_lines(lines, LineRules())]


def test_the_title_is_found_below_a_menu():
    menu = ("Home", "Log in", "Subscribe", "Newsletter", "Contact us")
    found = labels(*menu, TITLE, "By Mara Lindqvist", "March 14, 2025", *BODY)
    assert found[: len(menu)] == ["boilerplate"] * len(menu)
    assert found[len(menu)] == "heading"
    assert found[-len(BODY) :] == ["content"] * len(BODY)


def test_facts_around_the_title_are_meta():
    found = labels(TITLE, "By Mara Lindqvist", "March 14, 2025", "Department: Ports and Ships", *BODY)
    assert found == ["heading", "meta", "meta", "meta", *["content"] * len(BODY)]


def test_a_contents_list_is_boilerplate_and_its_headings_stay():
    sections = ("Fewer hands on the quay", "A price nobody tells", "What the neighbours do")
    parts = [line for pair in zip(sections, BODY, strict=True) for line in pair]
    found = labels(TITLE, "Contents", *sections, *parts)
    assert found[1:5] == ["boilerplate"] * 4
    assert found[5:] == ["heading", "content"] * 3


def test_references_behind_the_body_are_meta():
    references = (
        "Aldenhoff, P. (2019). Ports without people. Journal of Quays, 12, 33–48.",
        "Brisk, T. et al. (2021). The silent crane. Harbour Press, pp. 4–19.",
    )
    found = labels(TITLE, *BODY, "References", *references)
    assert found[-2:] == ["meta", "meta"]
    assert found[1:4] == ["content"] * 3


def test_a_year_in_brackets_without_a_heading_of_notes_stays_content():
    sentence = "The first crane of this kind was built by Aldenhoff (2019) and is still at work on the northern quay."
    assert labels(TITLE, BODY[0], sentence, *BODY[1:])[2] == "content"


def test_dates_of_other_pages_behind_the_body_are_boilerplate():
    others = (
        "Related articles",
        "Parliament quarrels over school lunches",
        "March 3, 2025",
        "Football club sells its stadium",
        "March 1, 2025",
    )
    found = labels(TITLE, "March 14, 2025", *BODY, *others)
    assert found[1] == "meta"
    assert found[-len(others) :] == ["boilerplate"] * len(others)


def test_names_of_speakers_alone_on_their_lines_are_headings():
    talk = [line for said in BODY for line in ("Lindqvist:", said, "Okafor:", said.replace("the", "our"))]
    found = labels(TITLE, *talk)
    assert found[1:] == ["heading", "content"] * (len(talk) // 2)


def test_list_items_after_a_colon_stay_content():
    items = ("two new cranes at the northern quay", "six screens for every docker", "a school for drivers")
    found = labels(
        TITLE, BODY[0], "This is what the harbour office ordered for the next year:", *items, *BODY[1:]
    )
    assert found[2:6] == ["content"] * 4
