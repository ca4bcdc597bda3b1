"""What encoders promise, on tiny models that are made and saved here."""

from __future__ import annotations

import json
import re
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InvalidInput
from toolkit.features import (
    FeatureRules,
    Features,
    MissingEncoder,
    Model2Vec,
    Onnx,
    SentenceTransformers,
    Truncation,
    build_features,
)
from toolkit.features.embeddings import EncoderEmbedder
from toolkit.features.embeddings.kept import KeptVectors
from toolkit.features.embeddings.pieces import cut_to_fit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NUMBERS = "one two three four five six seven eight nine"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
WORDS = [*SPECIAL, ".", ":", "the", "port", "chip", "港", "口", *NUMBERS.split()]
TEXTS = ["the port", "the chip", "港口", NUMBERS]
LANGUAGES = ["en", "en", "zh", "en"]
SENTENCES = "one two three. four five. six seven eight nine."
"""Longer than eight tokens, in sentences that are not."""


def tiny_tokenizer(marks: bool = True):
    pytest.importorskip("tokenizers", reason="needs the package tokenizers")
    from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import WordLevel

    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(handle_chinese_chars=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    if marks:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
        )
    return tokenizer


def table(dimensions: int = 6) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(len(WORDS), dimensions)).astype(np.float32)


class CountedWords:
    """A reader without any package: a random direction for each word, eight words at once."""

    limit: int | None = 8
    device = "cpu"

    def __init__(self) -> None:
        self.has_read: list[str] = []

    def tokens(self, texts):
        return [len(self._words(text)) for text in texts]

    def read(self, texts):
        self.has_read += texts
        vectors = table()
        known = [[WORDS.index(word) for word in self._words(text)[:8] if word in WORDS] for text in texts]
        return np.array([vectors[ids].mean(axis=0) if ids else np.zeros(6) for ids in known])

    def _words(self, text):
        return re.findall(r"[a-z]+|[^\sa-z]", text.lower())


@pytest.fixture(scope="session")
def static_folder(tmp_path_factory):
    """Build a static model with one random vector for each word."""
    pytest.importorskip("model2vec", reason="needs the package model2vec")
    from model2vec import StaticModel

    folder = tmp_path_factory.mktemp("static")
    StaticModel(table(), tiny_tokenizer(marks=False)).save_pretrained(folder)
    return folder


def save_graph(folder, *, ready: bool = False, inputs=("input_ids", "attention_mask"), axis="tokens") -> None:
    """Save a graph that looks each token up, and may take the mean itself."""
    pytest.importorskip("onnx", reason="needs the package onnx to make a model")
    pytest.importorskip("onnxruntime", reason="needs the package onnxruntime")
    from onnx import TensorProto, helper, numpy_helper, save

    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", axis, 6])]
    if ready:
        nodes.append(
            helper.make_node(
                "ReduceMean", ["last_hidden_state"], ["sentence_embedding"], axes=[1], keepdims=0
            )
        )
        outputs.append(helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["texts", 6]))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", axis]) for name in inputs],
        outputs,
        [numpy_helper.from_array(table(), "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    save(model, str(folder / "model.onnx"))


def save_json(path, content) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture(scope="session")
def graph_folder(tmp_path_factory):
    """Save what an export of sentence-transformers leaves, with a graph that looks each token up."""
    folder = tmp_path_factory.mktemp("graph")
    save_graph(folder)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    save_json(folder / "sentence_bert_config.json", {"max_seq_length": 8})
    save_json(
        folder / "1_Pooling" / "config.json", {"pooling_mode_mean_tokens": True, "include_prompt": True}
    )
    types = ("Transformer", "Pooling", "Normalize")
    save_json(folder / "modules.json", [{"type": f"sentence_transformers.models.{name}"} for name in types])
    return folder


@pytest.fixture
def own_graph(graph_folder, tmp_path):
    """Copy the folder, for tests that change it."""
    return shutil.copytree(graph_folder, tmp_path / "graph")


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory):
    """Build a sentence-transformers model with one tiny BERT of random weights; it reads eight tokens."""
    pytest.importorskip("sentence_transformers", reason="needs the extra `encoders`: sentence-transformers")
    import torch
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("encoder")
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tiny_tokenizer(),
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(folder / "bert")
    wrapped.save_pretrained(folder / "bert")
    bert = models.Transformer(str(folder / "bert"), max_seq_length=8)
    modules = [bert, models.Pooling(16)]
    model = SentenceTransformer(modules=modules, device="cpu", prompts={"the": "the ", "plain": ""})
    model.save(str(folder / "encoder"))
    return folder / "encoder"


class TestPieces:
    """Cutting what is too long."""

    @given(st.text(alphabet="ab. \n港口。", max_size=80), st.integers(1, 6))
    def test_every_piece_fits_and_only_blanks_are_lost(self, text, limit):
        pieces = cut_to_fit(text, lambda piece: len(piece) <= limit)
        assert all(0 < len(piece) <= limit for piece in pieces)
        assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)

    def test_sentences_come_first_then_words_then_characters(self):
        assert cut_to_fit("One two. Three.", lambda piece: len(piece) <= 10) == ["One two.", "Three."]
        assert cut_to_fit("one two three.", lambda piece: len(piece) <= 7) == ["one two", "three."]
        assert cut_to_fit("开放。合作共赢。", lambda piece: len(piece) <= 5) == ["开放。", "合作共赢。"]
        assert cut_to_fit("abcdef", lambda piece: len(piece) <= 4) == ["abcd", "ef"]

    def test_the_work_grows_with_the_length_of_the_text_only(self):
        probed = []
        cut_to_fit("word " * 4000, lambda piece: probed.append(len(piece)) or len(piece.split()) <= 100)
        assert sum(probed) < 30 * len("word " * 4000)

    def test_nothing_comes_out_where_nothing_fits(self):
        assert cut_to_fit("abc", lambda piece: False) == []


ENCODERS = {
    "counted words": lambda request, **settings: _fake(**settings),
    "model2vec": lambda request, **settings: Model2Vec(
        model=str(request.getfixturevalue("static_folder")), limit=8, **settings
    ).embedder(),
    "onnx": lambda request, **settings: Onnx(
        model=str(request.getfixturevalue("graph_folder")), **settings
    ).embedder(),
    "sentence-transformers": lambda request, **settings: SentenceTransformers(
        model=str(request.getfixturevalue("encoder_folder")), **settings
    ).embedder(),
}


def _fake(long="split"):
    return EncoderEmbedder(CountedWords(), long)


@pytest.mark.filterwarnings("ignore")  # torch's and transformers' own, at their import
@pytest.mark.parametrize("name", ENCODERS)
class TestEveryEncoder:
    """What each owes; skipped, with the reason, where its package is not installed."""

    @pytest.fixture
    def load(self, name, request):
        return lambda **settings: ENCODERS[name](request, **settings)

    def embed(self, encoder, *texts):
        return encoder.embed(texts, ["en"] * len(texts))

    def test_rows_have_length_one_and_come_in_order(self, load):
        encoder = load()
        vectors = encoder.embed(TEXTS, LANGUAGES)
        assert vectors.dtype == np.float64
        assert len(vectors) == 4
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-12)
        assert len(np.unique(vectors.round(6), axis=0)) == 4
        np.testing.assert_array_equal(encoder.embed(TEXTS[::-1], LANGUAGES[::-1]), vectors[::-1])

    def test_a_vector_depends_on_its_text_alone(self, load):
        encoder = load()
        many = self.embed(encoder, *TEXTS, SENTENCES, *TEXTS)
        np.testing.assert_array_equal(many[:4], many[5:])
        for row, text in zip(many, [*TEXTS, SENTENCES], strict=False):
            np.testing.assert_array_equal(self.embed(encoder, text), [row])

    def test_loading_twice_gives_the_same_bytes(self, load):
        one, other = (load().embed(TEXTS, LANGUAGES).tobytes() for _ in range(2))
        assert one == other

    def test_no_text_gives_no_row_of_the_same_width(self, load):
        encoder = load()
        assert encoder.embed([], []).shape == (0, self.embed(encoder, "port").shape[1])

    def test_the_end_of_a_long_text_is_read(self, load):
        body = "one two three four five. " * 4
        port, chip = self.embed(load(), f"{body} port", f"{body} chip")
        assert np.abs(port - chip).max() > 1e-3

    def test_the_vector_of_a_long_text_is_the_mean_of_its_pieces_by_length(self, load):
        encoder = load()
        whole, *parts = self.embed(
            encoder, SENTENCES, "one two three.", "four five.", "six seven eight nine."
        )
        if encoder.reader.tokens(["one two three. four five."])[0] <= 8:
            (joined,) = self.embed(encoder, "one two three. four five.")
            mean = 7 * joined + 5 * parts[2]
        else:
            mean = 4 * parts[0] + 3 * parts[1] + 5 * parts[2]
        np.testing.assert_allclose(whole, mean / np.linalg.norm(mean), atol=1e-6)

    def test_a_cut_text_counts_by_its_beginning(self, load):
        encoder = load(long="cut")
        port, chip = self.embed(
            encoder, "one two three four. " * 3 + "port", "one two three four. " * 3 + "chip"
        )
        np.testing.assert_array_equal(port, chip)

    def test_the_report_counts_units_and_tokens(self, load):
        overhead = load().reader.tokens([""])[0]
        texts = ["one two three four five six", "one", " ".join(["port"] * 20)]
        for long, lost in (("split", 0), ("cut", 20 + overhead - 8)):
            report = load(long=long).truncation(texts)
            assert report == Truncation(3, 1, 27 + 3 * overhead, lost, 8, long)
            assert str(report).startswith("1 of 3 units are longer")
            assert ("not read" in str(report)) == (long == "cut")
        assert load().truncation([]).longer == 0

    def test_reporting_and_reading_leave_each_other_alone(self, load):
        encoder = load()
        first = encoder.truncation(TEXTS)
        encoder.embed(TEXTS, LANGUAGES)
        assert encoder.truncation(TEXTS) == first
        assert first.longer == 1

    def test_refusing_names_the_units(self, load):
        encoder = load(long="refuse")
        self.embed(encoder, "the port")
        with pytest.raises(InvalidInput, match="b#0") as caught:
            encoder.embed(["the port", " ".join(["port"] * 20)], ["en", "en"], ["a#0", "b#0"])
        assert "a#0" not in str(caught.value)
        assert "long: split" in caught.value.problems[0].remedy

    def test_a_prefix_is_read_and_takes_room(self, load, name):
        if name == "counted words":
            pytest.skip("has no settings")
        plain, prefixed = load(), load(prefix="the ")
        np.testing.assert_allclose(self.embed(prefixed, "port"), self.embed(plain, "the port"), atol=1e-6)
        text = " ".join(["port"] * (8 - plain.reader.tokens([""])[0]))
        assert plain.truncation([text]).longer == 0
        assert prefixed.truncation([text]).longer == 1

    def test_a_prefix_that_leaves_no_room_is_an_error(self, load, name):
        if name == "counted words":
            pytest.skip("has no settings")
        with pytest.raises(MissingEncoder, match="shorten `prefix`"):
            self.embed(load(prefix=f"{NUMBERS} "), "port")


class TestKeptVectors:
    """Texts that were read before are not read again."""

    def test_only_new_texts_are_read(self, tmp_path):
        kept = [EncoderEmbedder(CountedWords(), kept=KeptVectors(tmp_path, "e" * 64)) for _ in range(2)]
        first = kept[0].embed([*TEXTS, SENTENCES], ["en"] * 5)
        again = kept[1].embed(["chip", SENTENCES, *TEXTS], ["en"] * 6)
        assert kept[1].reader.has_read == ["chip"]
        np.testing.assert_array_equal(again[1:], [first[4], *first[:4]])

    def test_another_encoder_reads_for_itself(self, tmp_path):
        for name in ("a" * 64, "b" * 64):
            encoder = EncoderEmbedder(CountedWords(), kept=KeptVectors(tmp_path, name))
            encoder.embed(TEXTS, LANGUAGES)
            assert encoder.reader.has_read

    def test_a_damaged_file_is_read_again(self, tmp_path):
        expected = EncoderEmbedder(CountedWords(), kept=KeptVectors(tmp_path, "e")).embed(TEXTS, LANGUAGES)
        (file,) = tmp_path.rglob("*.npz")
        file.write_bytes(file.read_bytes()[:100])
        again = EncoderEmbedder(CountedWords(), kept=KeptVectors(tmp_path, "e"))
        np.testing.assert_array_equal(again.embed(TEXTS, LANGUAGES), expected)
        assert list(tmp_path.rglob("*.npz")) == [file]

    def test_many_texts_fill_several_files_and_are_all_found(self, tmp_path):
        texts = [f"port {number}" for number in range(2500)]
        EncoderEmbedder(CountedWords(), kept=KeptVectors(tmp_path, "e")).embed(texts, ["en"] * 2500)
        assert len(list(tmp_path.rglob("*.npz"))) == 3
        assert len(KeptVectors(tmp_path, "e").find(texts)) == 2500

    def test_what_an_encoder_is_decides_where_its_vectors_lie(self, static_folder, tmp_path):
        copy = shutil.copytree(static_folder, tmp_path / "copy")

        def folders(**settings):
            encoder = Model2Vec(model=str(copy), **settings).embedder(kept=tmp_path / "kept")
            encoder.embed(TEXTS, LANGUAGES)
            return {path.name for path in (tmp_path / "kept").iterdir()}

        assert len(folders()) == len(folders(long="cut")) == 1
        assert len(folders(prefix="the ")) == 2
        (copy / "config.json").write_text('{"normalize": true}', encoding="utf-8")
        assert len(folders()) == 3


class TestModel2Vec:
    """Static models."""

    def test_a_vector_is_the_mean_of_the_known_words(self, static_folder):
        (vector,) = Model2Vec(model=str(static_folder)).embedder().embed(["the port unheard"], ["en"])
        mean = table()[[WORDS.index("the"), WORDS.index("port")]].mean(axis=0)
        np.testing.assert_allclose(vector, mean / np.linalg.norm(mean), atol=1e-6)

    def test_all_of_a_text_is_read_by_default(self, static_folder):
        encoder = Model2Vec(model=str(static_folder), long="refuse").embedder()
        port, chip = encoder.embed(["one " * 2000 + "port", "one " * 2000 + "chip"], ["en", "en"])
        assert (port != chip).any()
        assert encoder.truncation(["one " * 2000]) == Truncation(1, 0, 2000, 0, None, "refuse")

    def test_a_text_without_a_known_word_has_no_vector(self, static_folder, small_units):
        encoder = Model2Vec(model=str(static_folder))
        assert not encoder.embedder().embed(["unheard of"], ["en"]).any()
        features = build_features(small_units, FeatureRules(vectors=encoder))
        assert isinstance(features, Features)
        assert any("no token that the encoder knows" in note for note in features.notes)

    def test_features_keep_the_vectors_of_texts_where_they_are_told_to(
        self, static_folder, small_units, tmp_path
    ):
        rules = FeatureRules(vectors=Model2Vec(model=str(static_folder)))
        made, again = (build_features(small_units, rules, kept_texts=tmp_path).vectors for _ in range(2))
        assert len(list(tmp_path.rglob("*.npz"))) == 1
        np.testing.assert_array_equal(made, again)
        np.testing.assert_array_equal(made, build_features(small_units, rules).vectors)

    def test_a_folder_without_a_model_is_an_error_with_a_remedy(self, static_folder, tmp_path):
        with pytest.raises(MissingEncoder, match=r"no such folder.*correct `model:`"):
            Model2Vec(model=str(tmp_path / "absent")).embedder()
        with pytest.raises(MissingEncoder, match="could not be loaded"):
            Model2Vec(model=str(tmp_path)).embedder()

    def test_the_hub_is_asked_for_the_pinned_commit(self, static_folder, monkeypatch):
        asked = {}

        def fetch(name, **options):
            asked.update(options, name=name)
            return str(static_folder)

        monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
        encoder = Model2Vec(model="minishlab/potion-base-8M", revision=COMMIT).embedder()
        assert encoder.embed(TEXTS, LANGUAGES).shape == (4, 6)
        assert (asked["name"], asked["revision"]) == ("minishlab/potion-base-8M", COMMIT)

    def test_a_hub_that_cannot_be_reached_is_an_error_with_a_remedy(self, static_folder, monkeypatch):
        def fetch(name, **options):
            raise OSError("no route")

        monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
        with pytest.raises(MissingEncoder, match=r"no route.*offline, save it to a folder"):
            Model2Vec(model="minishlab/potion-base-8M", revision=COMMIT).embedder()

    def test_a_run_is_named_after_the_files_of_the_model_not_after_their_place(self, static_folder, tmp_path):
        from toolkit.runs import Experiment
        from toolkit.runs.identity import settings_of

        def named(folder):
            experiment = Experiment(
                name="e",
                corpus={"path": "corpus"},
                codebook="codebook.yaml",
                features={"vectors": {"kind": "model2vec", "model": str(folder)}},
            )
            return settings_of(experiment, tmp_path)

        moved = shutil.copytree(static_folder, tmp_path / "moved")
        assert named(moved) == named(static_folder)
        (moved / "config.json").write_text("{}", encoding="utf-8")
        assert named(moved) != named(static_folder)


class TestOnnx:
    """Graphs."""

    def embed(self, folder, *texts, **settings):
        return Onnx(model=str(folder), **settings).embedder().embed(texts, ["en"] * len(texts))

    @pytest.mark.parametrize(
        ("pooling", "words"),
        [("mean", ["[CLS]", "the", "port", "[SEP]"]), ("cls", ["[CLS]"]), ("last", ["[SEP]"])],
    )
    def test_tokens_become_one_vector_as_asked(self, graph_folder, pooling, words):
        (vector,) = self.embed(graph_folder, "the port", pooling=pooling)
        mean = table()[[WORDS.index(word) for word in words]].mean(axis=0)
        np.testing.assert_allclose(vector, mean / np.linalg.norm(mean), atol=1e-6)

    def test_a_graph_may_give_vectors_of_texts(self, own_graph):
        save_graph(own_graph, ready=True)
        np.testing.assert_allclose(
            self.embed(own_graph, "the port", pooling="ready"), self.embed(own_graph, "the port"), atol=1e-6
        )

    def test_a_batch_is_padded_without_a_trace(self, graph_folder):
        settings = Onnx(model=str(graph_folder))
        together = settings.embedder(batch=16).embed(TEXTS, LANGUAGES)
        np.testing.assert_allclose(together, settings.embedder().embed(TEXTS, LANGUAGES), atol=1e-6)

    def test_all_four_inputs_are_given_where_they_are_asked_for(self, own_graph):
        expected = self.embed(own_graph, *TEXTS)
        save_graph(own_graph, inputs=("input_ids", "attention_mask", "token_type_ids", "position_ids"))
        np.testing.assert_array_equal(self.embed(own_graph, *TEXTS), expected)

    @pytest.mark.parametrize(
        ("config", "said"),
        [
            ({}, r"says nothing .*set `pooling:`"),
            ({"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True}, "mean_tokens and cls_token"),
            ({"pooling_mode": "max"}, "says max"),
        ],
    )
    def test_pooling_is_never_guessed(self, own_graph, config, said):
        save_json(own_graph / "1_Pooling" / "config.json", config)
        with pytest.raises(MissingEncoder, match=said):
            self.embed(own_graph, "port")
        self.embed(own_graph, "port", pooling="cls")

    def test_pooling_is_read_in_its_new_form_too(self, own_graph):
        expected = self.embed(own_graph, *TEXTS, pooling="cls")
        save_json(own_graph / "1_Pooling" / "config.json", {"pooling_mode": "cls"})
        np.testing.assert_array_equal(self.embed(own_graph, *TEXTS), expected)

    def test_layers_after_the_graph_are_not_passed_over(self, own_graph):
        save_json(own_graph / "modules.json", [{"type": "sentence_transformers.models.Dense"}])
        with pytest.raises(MissingEncoder, match=r"asks for Dense.*pooling: ready"):
            self.embed(own_graph, "port")

    def test_a_prefix_outside_the_mean_is_refused(self, own_graph):
        config = {"pooling_mode": "mean", "include_prompt": False}
        save_json(own_graph / "1_Pooling" / "config.json", config)
        self.embed(own_graph, "port")
        with pytest.raises(MissingEncoder, match="kind: sentence-transformers"):
            self.embed(own_graph, "port", prefix="the ")

    @pytest.mark.parametrize(
        ("file", "content", "limit"),
        [
            ("tokenizer_config.json", {"model_max_length": 7}, 7),
            ("config.json", {"max_position_embeddings": 9}, 9),
        ],
    )
    def test_the_limit_is_found_beside_the_graph(self, own_graph, file, content, limit):
        (own_graph / "sentence_bert_config.json").unlink()
        with pytest.raises(MissingEncoder, match="set `limit:`"):
            self.embed(own_graph, "port")
        assert Onnx(model=str(own_graph), limit=5).embedder().reader.limit == 5
        save_json(own_graph / file, content)
        assert Onnx(model=str(own_graph)).embedder().reader.limit == limit

    @pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
    def test_a_missing_or_broken_file_is_named(self, own_graph, file):
        (own_graph / file).write_text("{}", encoding="utf-8")
        with pytest.raises(MissingEncoder, match="could not be loaded"):
            self.embed(own_graph, "port")
        (own_graph / file).unlink()
        with pytest.raises(MissingEncoder, match=f"no {file}"):
            self.embed(own_graph, "port")

    def test_a_graph_of_another_kind_is_refused(self, own_graph):
        save_graph(own_graph, inputs=("input_ids", "pixels"))
        with pytest.raises(MissingEncoder, match=r"asks for pixels"):
            self.embed(own_graph, "port")
        save_graph(own_graph, axis=8)
        with pytest.raises(MissingEncoder, match=r"8 tokens only.*dynamic axes"):
            self.embed(own_graph, "port")
        save_graph(own_graph)
        with pytest.raises(MissingEncoder, match=r"last_hidden_state.*set `output:`"):
            self.embed(own_graph, "port", pooling="ready")
        with pytest.raises(MissingEncoder, match=r"last_hidden_state.*set `output:`"):
            self.embed(own_graph, "port", output="absent")
        self.embed(own_graph, "port", output="last_hidden_state")


@pytest.mark.filterwarnings("ignore")  # torch's and transformers' own, at their import
class TestSentenceTransformers:
    """Skipped, with the reason, where sentence-transformers is not installed."""

    def test_relative_folders_start_at_the_experiment_and_the_tilde_at_home(
        self, encoder_folder, monkeypatch
    ):
        monkeypatch.setenv("HOME", str(encoder_folder.parent))
        monkeypatch.setenv("USERPROFILE", str(encoder_folder.parent))
        expected = SentenceTransformers(model=str(encoder_folder)).embedder().embed(TEXTS, LANGUAGES)
        for model, base in (("./encoder", encoder_folder.parent), ("~/encoder", None)):
            found = SentenceTransformers(model=model).embedder(base).embed(TEXTS, LANGUAGES)
            np.testing.assert_array_equal(found, expected)

    def test_a_saved_prompt_is_put_before_every_text(self, encoder_folder):
        prompted = SentenceTransformers(model=str(encoder_folder), prompt="the").embedder()
        prefixed = SentenceTransformers(model=str(encoder_folder), prefix="the ").embedder()
        np.testing.assert_array_equal(prompted.embed(TEXTS, LANGUAGES), prefixed.embed(TEXTS, LANGUAGES))
        assert prompted.reader.tokens(["port"]) == [4]
        with pytest.raises(MissingEncoder, match=r"no prompt 'absent'; it has: .*the"):
            SentenceTransformers(model=str(encoder_folder), prompt="absent").embedder()

    def test_a_default_prompt_is_used_and_counted_unless_another_is_set(self, encoder_folder, tmp_path):
        folder = shutil.copytree(encoder_folder, tmp_path / "encoder")
        config = folder / "config_sentence_transformers.json"
        saved = json.loads(config.read_text(encoding="utf-8"))
        save_json(config, {**saved, "default_prompt_name": "the"})
        assert SentenceTransformers(model=str(folder)).embedder().reader.tokens(["port"]) == [4]
        plain = SentenceTransformers(model=str(folder), prompt="plain").embedder()
        expected = SentenceTransformers(model=str(encoder_folder)).embedder()
        np.testing.assert_array_equal(plain.embed(TEXTS, LANGUAGES), expected.embed(TEXTS, LANGUAGES))

    def test_a_larger_batch_changes_the_last_digits_at_most(self, encoder_folder):
        settings = SentenceTransformers(model=str(encoder_folder))
        together = settings.embedder(batch=16).embed(TEXTS, LANGUAGES)
        np.testing.assert_allclose(together, settings.embedder().embed(TEXTS, LANGUAGES), atol=1e-6)

    def test_features_note_the_texts_that_were_too_long(self, encoder_folder, small_units):
        for long, said in (("split", "read in pieces"), ("cut", "only their beginning counts")):
            settings = FeatureRules(vectors=SentenceTransformers(model=str(encoder_folder), long=long))
            features = build_features(small_units, settings)
            assert isinstance(features, Features)
            assert features.vectors.shape == (60, 16)
            assert any("60 of 60 units are longer" in note and said in note for note in features.notes)

    def test_a_folder_without_a_model_is_an_error_with_a_remedy(self, encoder_folder, tmp_path):
        for folder in (tmp_path / "absent", tmp_path):
            with pytest.raises(MissingEncoder, match="could not be loaded"):
                SentenceTransformers(model=str(folder)).embedder()

    def test_a_folder_of_the_name_of_a_hub_model_is_not_read_in_its_place(
        self, encoder_folder, tmp_path, monkeypatch
    ):
        (tmp_path / "models" / "encoder").mkdir(parents=True)
        monkeypatch.chdir(tmp_path)
        with pytest.raises(MissingEncoder, match="rename it"):
            SentenceTransformers(model="models/encoder", revision=COMMIT).embedder()
