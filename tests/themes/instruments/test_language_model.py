"""A language model is told the codebook, read strictly, asked once, and never given another's key."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest
from pydantic import ValidationError

from toolkit.errors import ToolkitError
from toolkit.themes.instruments import LanguageModel, read_themes
from toolkit.themes.instruments.language_model import BadAnswer, MissingClient, instructions, read_answer

THEMES = ("farming", "shipping")
NEITHER = '{"farming": false, "shipping": false}'


@pytest.fixture
def model(served):
    served.answer = lambda instructions, text: NEITHER
    return LanguageModel(served_model="tiny", base_url=served.url)


@pytest.fixture(autouse=True)
def no_keys(monkeypatch):
    for name in ("OPENAI_API_KEY", "LANGUAGE_MODEL_KEY"):
        monkeypatch.delenv(name, raising=False)


class TestWhatItIsTold:
    def test_the_coding_instructions_stand_in_the_prompt(self, codebook_of):
        theme = {
            "label": {"en": "Farming"},
            "definition": {"en": "Growing plants for food.", "zh": "种植粮食。"},
            "include": ["harvests"],
            "exclude": ["gardens"],
            "examples": {"en": ["Rice was sown."], "zh": ["播种水稻。"]},
            "counterexamples": {"en": ["Roses bloomed."]},
            "terms": {"zh": ["小麦"], "en": ["wheat"]},
        }
        codebook = codebook_of({"farming": theme}, coding_rules=["Code what is said."])
        english, chinese = instructions(codebook, "en"), instructions(codebook, "zh")
        for part in (
            "Growing plants",
            "harvests",
            "gardens",
            "Rice was",
            "Roses",
            "Code what is",
            '"farming"',
        ):
            assert part in english
        assert "种植粮食" in chinese
        assert "播种水稻" in chinese
        assert "Rice was" not in chinese
        assert "Roses bloomed" in chinese  # the codebook has no Chinese one
        assert "JSON" in english
        assert "JSON" in chinese
        assert "wheat" not in english  # terms are the dictionary's business

    def test_each_unit_is_asked_about_in_its_language_at_temperature_zero(
        self, model, served, features, codebook
    ):
        read_themes(model, features, codebook)
        texts = {unit.text: unit.language for unit in features.units.units}
        assert len(served.asked) == len(texts)
        for asked in served.asked:
            system, user = asked["messages"]
            language = texts.pop(user["content"])
            assert system["content"] == instructions(codebook, language)
            assert (asked["model"], asked["temperature"]) == ("tiny", 0)
            assert asked["response_format"] == {"type": "json_object"}

    def test_json_may_be_left_to_the_prompt(self, served, model, features, codebook):
        read_themes(model.model_copy(update={"json_mode": False}), features, codebook)
        assert not any("response_format" in asked for asked in served.asked)


class TestHowItIsRead:
    @pytest.mark.parametrize("around", ["{}", "  {}\n", "```json\n{}\n```", "```\n{}\n```"])
    def test_an_object_of_all_themes_is_read(self, around):
        answer = around.replace("{}", '{"shipping": false, "farming": true}')
        assert read_answer(answer, THEMES) == (True, False)

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            ("", "is empty"),
            ("Sure! " + NEITHER, "not JSON"),
            (NEITHER[:-5], "cut off"),
            ("[true, false]", "not a JSON object"),
            ('{"farming": true}', "lacks 'shipping'"),
            ('{"farming": true, "shipping": false, "fishing": true}', "has 'fishing'"),
            ('{"farming": 1, "shipping": 0}', "besides true and false"),
            ('{"farming": "true", "shipping": null}', "besides true and false"),
            ('{"farming": true, "farming": false, "shipping": true}', "twice"),
        ],
    )
    def test_anything_else_is_bad_and_says_in_what_way(self, answer, reason):
        with pytest.raises(BadAnswer, match=reason):
            read_answer(answer, THEMES)

    def test_a_bad_answer_costs_one_unit_and_is_named(self, served, model, features, codebook):
        odd = features.units.units[4]
        served.answer = lambda instructions, text: "Yes." if text == odd.text else NEITHER
        lenient = model.model_copy(update={"most_bad": 0.05})
        reading = read_themes(lenient, features, codebook)
        assert not reading.present.any()
        assert reading.notes[1].startswith("1 answers could not be read")
        assert odd.id in reading.notes[1]

    def test_too_many_bad_answers_are_an_error(self, served, model, features, codebook):
        served.answer = lambda instructions, text: "Yes."
        with pytest.raises(ToolkitError, match=r"60 of 60 answers of tiny .* not JSON.*json_mode"):
            read_themes(model, features, codebook)


class TestWhatIsKept:
    def test_nothing_is_asked_twice(self, served, features, codebook, tmp_path, model):
        first = read_themes(model, features, codebook, kept=tmp_path)
        asked = len(served.asked)
        again = read_themes(model, features, codebook, kept=tmp_path)
        assert len(served.asked) == asked
        np.testing.assert_array_equal(first.score, again.score)
        assert first.notes == again.notes

    def test_another_model_server_or_wording_is_asked_anew(
        self, served, model, features, codebook, codebook_of, themes, tmp_path
    ):
        worded = codebook_of({**themes, "farming": {**themes["farming"], "include": ["harvests"]}})
        elsewhere = {"base_url": served.url.replace("/v1", "/v2")}
        readings = (
            (model, codebook),
            (model.model_copy(update={"served_model": "other"}), codebook),
            (model.model_copy(update=elsewhere), codebook),
            (model, worded),
        )
        for own, book in readings:
            read_themes(own, features, book, kept=tmp_path)
        assert len(served.asked) == 4 * 60

    def test_a_server_that_fails_half_way_loses_nothing(
        self, served, model, features, codebook, tmp_path, monkeypatch
    ):
        monkeypatch.setattr("toolkit.themes.instruments.language_model.asking._RETRIES", 0)
        asked = []

        def tired(instructions: str, text: str) -> str | int:
            asked.append(text)
            return NEITHER if len(asked) <= 25 else 500

        served.answer = tired
        with pytest.raises(ToolkitError, match=r"InternalServerError.*of 60 answers.*only the missing ones"):
            read_themes(model, features, codebook, kept=tmp_path)
        served.answer = lambda instructions, text: NEITHER
        before = len(served.asked)
        read_themes(model, features, codebook, kept=tmp_path)
        assert len(served.asked) - before == 35

    def test_a_damaged_file_is_asked_for_again(self, served, model, features, codebook, tmp_path):
        read_themes(model, features, codebook, kept=tmp_path)
        path = sorted(tmp_path.rglob("*.json"))[0]
        path.write_text("{", "utf-8")
        read_themes(model, features, codebook, kept=tmp_path)
        assert len(served.asked) == 61
        assert json.loads(path.read_text("utf-8"))["answer"] == NEITHER

    def test_no_key_and_no_text_stands_in_what_is_kept(
        self, served, model, features, codebook, tmp_path, monkeypatch
    ):
        monkeypatch.setenv("LANGUAGE_MODEL_KEY", "sesame")
        read_themes(model, features, codebook, kept=tmp_path)
        written = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.json"))
        assert "sesame" not in written
        assert features.units.units[0].text not in written

    def test_answers_that_differ_are_told_apart_by_the_note(self, served, model, features, codebook):
        first = read_themes(model, features, codebook)
        served.answer = lambda instructions, text: NEITHER.replace("false", "true", 1)
        assert read_themes(model, features, codebook).notes != first.notes


class TestKeysAndServers:
    def test_a_server_of_ones_own_gets_its_key_and_never_openais(
        self, served, model, features, codebook, monkeypatch
    ):
        monkeypatch.setenv("OPENAI_API_KEY", "for-openai-only")
        read_themes(model, features, codebook)
        monkeypatch.setenv("LANGUAGE_MODEL_KEY", "sesame")
        read_themes(model, features, codebook)
        keys = {asked["headers"]["authorization"] for asked in served.asked}
        assert keys == {"Bearer none", "Bearer sesame"}

    def test_openai_without_a_key_is_refused_before_anything_is_sent(self, features, codebook):
        with pytest.raises(ToolkitError, match=r"No key for api\.openai\.com.*OPENAI_API_KEY"):
            read_themes(LanguageModel(served_model="tiny"), features, codebook)

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("localhost:11434", "no web address"),
            ("file:///etc", "no web address"),
            ("http://me:secret@localhost/v1", "belongs into the environment"),
            ("http://localhost/v1?key=secret", "belongs into the environment"),
        ],
    )
    def test_an_address_that_is_none_or_could_hold_a_key_is_refused(self, url, reason):
        with pytest.raises(ValidationError, match=reason):
            LanguageModel(served_model="tiny", base_url=url)

    def test_a_key_is_no_setting(self):
        with pytest.raises(ValidationError, match="api_key"):
            LanguageModel(served_model="tiny", api_key="secret")

    @pytest.mark.parametrize("nothing", [{"status": "This is a shop."}, {"choices": []}, b"<html>", b"["])
    def test_something_that_is_no_language_model_is_told_and_nothing_is_kept(
        self, nothing, served, model, features, codebook, tmp_path
    ):
        served.answer = lambda instructions, text: nothing
        with pytest.raises(ToolkitError, match="no answer of a language model: check `base_url`"):
            read_themes(model, features, codebook, kept=tmp_path)
        assert not list(tmp_path.rglob("*.json"))

    def test_without_the_package_the_error_says_what_to_install(self, model, features, codebook, monkeypatch):
        monkeypatch.setitem(sys.modules, "openai", None)
        with pytest.raises(MissingClient, match=r"pip install 'theme-toolkit\[language-model\]'"):
            read_themes(model, features, codebook)
