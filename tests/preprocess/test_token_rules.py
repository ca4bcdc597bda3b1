"""Word lists of the user's own: read once, hashed by what they hold."""

from __future__ import annotations

import pytest

from toolkit.errors import InvalidInput
from toolkit.preprocess import Tokenizer, TokenRules


def written(folder, name, text, encoding="utf-8"):
    (folder / name).write_bytes(text.encode(encoding))
    return name


def test_rules_without_files_stay_as_they_are(tmp_path):
    rules = TokenRules()
    assert rules.read_files(tmp_path) is rules


def test_the_rules_hold_what_the_files_hold_and_no_paths(tmp_path):
    rules = TokenRules(
        stop_lists={"en": written(tmp_path, "stops.txt", "# mine\nthe\n\nport\n")},
        dictionaries={"zh": written(tmp_path, "words.txt", "海上丝路\n")},
        compounds={"zh": ("小院高墙",), "en": ("sea road",)},
    ).read_files(tmp_path)
    assert rules.stop_lists == {}
    assert rules.dictionaries == {}
    assert rules.stop_words_of == {"en": ("the", "port")}
    assert rules.compounds == {"zh": ("小院高墙", "海上丝路"), "en": ("sea road",)}
    assert str(tmp_path) not in rules.model_dump_json()


def test_the_digest_follows_the_content_of_a_file_and_not_its_name(tmp_path):
    names = [
        written(tmp_path, name, text) for name, text in (("a", "port\n"), ("b", "port"), ("c", "harbour"))
    ]
    one, same, other = (
        Tokenizer(TokenRules(stop_lists={"en": name}).read_files(tmp_path)).digest for name in names
    )
    assert one == same != other


def test_a_list_of_ones_own_takes_the_place_of_the_toolkits(tmp_path):
    rules = TokenRules(stop_lists={"en": written(tmp_path, "stops.txt", "Factories\n")}).read_files(tmp_path)
    assert Tokenizer(rules).tokens("These factories and ports", "en") == ["this", "and", "port"]
    assert Tokenizer(rules).tokens("我们的港口", "zh") == ["港口"]


def test_lists_in_older_encodings_are_read(tmp_path):
    names = {
        "stop_lists": {"zh": written(tmp_path, "stops.txt", "以及港口等方面的工作\n港口\n的\n", "gb18030")},
        "dictionaries": {"zh": written(tmp_path, "words.txt", "海上的大道\n中国的海上新路\n", "gb18030")},
    }
    tokens = Tokenizer(TokenRules(**names).read_files(tmp_path)).tokens("中国的海上新路和港口", "zh")
    assert tokens == ["中国的海上新路"]


@pytest.mark.parametrize(
    ("language", "line", "word"),
    [
        ("zh", "云上港口 5 n", "云上港口"),
        ("zh", "云上港口 5", "云上港口"),
        ("zh", "云上港口\t5", "云上港口"),
        ("zh", "5G 网络", "5G 网络"),
        ("en", "Agenda 2030", "Agenda 2030"),
        ("en", "sea road\t12", "sea road"),
    ],
)
def test_dictionaries_may_count_how_often_a_word_occurs(tmp_path, language, line, word):
    rules = TokenRules(dictionaries={language: written(tmp_path, "words.txt", line)}).read_files(tmp_path)
    assert rules.compounds == {language: (word,)}
    assert len(Tokenizer(rules).term(word, language)) == 1


def test_every_bad_file_is_told_at_once(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 9)
    rules = TokenRules(
        stop_lists={"zh": "nowhere.txt", "en": "folder", "xx": "nowhere.txt"},
        dictionaries={"en": "binary", "zh": written(tmp_path, "empty.txt", "# nothing\n")},
    )
    with pytest.raises(InvalidInput) as caught:
        rules.read_files(tmp_path)
    told = "\n".join(map(str, caught.value.problems))
    assert len(caught.value.problems) == 5
    for words in ("no such file", "cannot be opened", "no tokenizer for 'xx'", "binary", "holds no words"):
        assert words in told
    assert all(problem.remedy for problem in caught.value.problems)
