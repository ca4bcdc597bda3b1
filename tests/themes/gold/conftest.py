"""A corpus in two languages, small enough to read, with a codebook of two themes."""

import pytest

from toolkit.themes.gold import SampleRules, draw_sample

OPEN = {"zh": "双方扩大开放合作", "en": "They widen open cooperation"}
RELY = {"zh": "企业坚持自主创新", "en": "Firms rely on indigenous innovation"}
NOTHING = {"zh": "食堂今天供应面条", "en": "The canteen serves noodles today"}


@pytest.fixture(scope="session")
def book(codebook_of):
    return codebook_of(
        {
            "openness": {
                "label": {"zh": "开放", "en": "Openness"},
                "definition": {"zh": "跨境开放", "en": "Cross-border openness"},
                "include": ["joint ventures"],
                "exclude": ["open source"],
                "terms": {"zh": ["开放合作"], "en": ["open cooperation"]},
                "examples": {"zh": ["甲乙两国合作。"], "en": ["Two <countries> & a project."]},
            },
            "self_reliance": {
                "label": {"zh": "自立自强", "en": "Self-reliance"},
                "definition": {"zh": "自主掌握", "en": "Own control"},
                "terms": {"zh": ["自主创新"], "en": ["indigenous innovation"]},
            },
        },
        coding_rules=["Code what the paragraph says."],
    )


@pytest.fixture(scope="session")
def units(units_of):
    """Twenty documents of twelve units: three about openness, two about self-reliance, one about both."""
    texts, facts = {}, {}
    for n in range(20):
        language = "zh" if n % 2 else "en"
        kinds = [OPEN] * 3 + [RELY] * 2 + [NOTHING] * 6
        parts = [f"{kind[language]} {n}-{i}" for i, kind in enumerate(kinds)]
        both = f"{OPEN[language]}, {RELY[language]} {n}"
        texts[f"{language}-secret-{n}"] = [*parts[:5], both, *parts[5:]]
        facts[f"{language}-secret-{n}"] = {"language": language, "party": f"party-{n % 3}"}
    return units_of(texts, facts)


@pytest.fixture(scope="session")
def sample(units, book):
    return draw_sample(units, book, SampleRules(units=60, coders=("anna", "bo"), overlap=0.5, seed=3))
