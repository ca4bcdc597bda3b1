"""The schema that editors use accepts what the toolkit accepts, and is the one that is published."""

from pathlib import Path

import jsonschema
import pytest
import yaml

import toolkit.themes.codebook.schema as schema
from toolkit.errors import InvalidInput
from toolkit.themes import read_codebook
from toolkit.themes.codebook.linting import lint
from toolkit.themes.codebook.template import new_codebook

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "experiments/codebooks/technology-policy.yaml"


class _TextDates(yaml.SafeLoader):
    """Reads dates as editors do: as texts."""


_TextDates.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


@pytest.fixture(scope="module")
def validator():
    found = schema.codebook_schema()
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


@pytest.fixture
def example():
    return yaml.load(EXAMPLE.read_text("utf-8"), _TextDates)


def test_the_published_schema_is_current():
    published = Path(schema.__file__).with_name(schema.SCHEMA_NAME)
    assert published.read_text("utf-8") == schema.schema_text(), (
        f"run: toolkit codebook schema > {published.relative_to(ROOT)}"
    )


def test_the_shipped_codebook_is_valid(validator, example):
    assert list(validator.iter_errors(example)) == []


def test_every_part_of_a_term_is_explained(validator):
    properties = validator.schema["$defs"]["Term"]["properties"]
    assert set(properties) == {"t", "tier", "sub", "eq", "needs", "not", "stance"}
    assert all("description" in part for part in properties.values())


BAD = {
    "an unknown key": lambda data: data.update(multi_label=True),
    "an unknown tier": lambda data: data["themes"][0]["terms"]["zh"][0].update(tier="cor"),
    "a term of another kind": lambda data: data["themes"][0]["terms"]["zh"].append(5),
    "an empty term": lambda data: data["themes"][0]["terms"]["zh"].append(""),
    "a term without words": lambda data: data["themes"][0]["terms"]["zh"].append({"tier": "core"}),
    "a name that Python gives": lambda data: data["themes"][0]["terms"]["zh"].append(
        {"t": "x", "not_": ["y"]}
    ),
    "a missing definition": lambda data: data["themes"][1].pop("definition"),
    "an id with capitals": lambda data: data["themes"][1].update(id="Openness"),
    "a version that is a number": lambda data: data.update(version=0.1),
    "an unknown rule": lambda data: data.update(positive_rule="core > 1"),
    "a rule that every unit meets": lambda data: data.update(
        positive_rule="core >= 0 or distinct(support) >= 2"
    ),
    "another normalisation": lambda data: data["matching"].update(normalise=["nfkc"]),
    "another way of matching": lambda data: data["matching"].update(ko={"mode": "substring"}),
    "a window of nothing": lambda data: data["matching"].update(window={"zh": 0}),
    "no theme": lambda data: data.update(themes=[]),
    "no language": lambda data: data.update(languages=[]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_the_toolkit_refuses_is_underlined(name, validator, example, tmp_path):
    BAD[name](example)
    assert list(validator.iter_errors(example))
    path = tmp_path / "bad.yaml"
    path.write_text(yaml.safe_dump(example, allow_unicode=True), "utf-8")
    with pytest.raises(InvalidInput):
        read_codebook(path)


class TestNew:
    @pytest.fixture
    def text(self):
        return new_codebook("it's mine", ["zh", "en", "de", "ko"], ["openness", "self_reliance"])

    def test_a_new_codebook_is_valid(self, text, tmp_path, validator):
        path = tmp_path / "new.yaml"
        path.write_text(text, "utf-8")
        codebook = read_codebook(path)
        assert codebook.id == "it's mine"
        assert codebook.languages == ("zh", "en", "de", "ko")
        assert codebook.theme_ids == ("openness", "self_reliance")
        assert list(validator.iter_errors(yaml.load(text, _TextDates))) == []

    def test_it_names_the_schema(self, text):
        assert text.splitlines()[0] == f"# yaml-language-server: $schema=./{schema.SCHEMA_NAME}"

    def test_everything_to_be_written_is_an_error_of_lint(self, text, tmp_path):
        path = tmp_path / "new.yaml"
        path.write_text(text, "utf-8")
        errors = {finding.what for finding in lint(read_codebook(path)) if finding.severity == "error"}
        assert (
            len(errors) == 2 * 4 * 2 + 4
        )  # definitions and prototypes name the theme, terms only the language
        assert all("is still to be written" in error for error in errors)

    @pytest.mark.parametrize(
        ("languages", "themes", "said"),
        [
            (["zh", "eng"], ["a"], r"no tokenizer for 'eng'(.|\n)*did you mean 'en'"),
            (["zh", "zh"], ["a"], "'zh' stands twice"),
            ([], ["a"], "--languages: names none"),
            (["zh"], [], "--themes: names none"),
            (["zh"], ["Self-reliance"], "'Self-reliance' cannot be an id"),
            (["zh"], ["1st"], "'1st' cannot be an id"),
            (["zh"], ["开放"], "'开放' cannot be an id"),
        ],
    )
    def test_what_cannot_be_used_is_named(self, languages, themes, said):
        with pytest.raises(InvalidInput, match=said):
            new_codebook("x", languages, themes)
