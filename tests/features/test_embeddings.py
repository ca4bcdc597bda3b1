"""What vectors from elsewhere promise: files and encoders."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from toolkit.errors import InvalidInput, ToolkitError
from toolkit.features import (
    FeatureRules,
    Features,
    MissingEncoder,
    Precomputed,
    SentenceTransformers,
    VectorSource,
    build_features,
)

IDS = ["a#0", "a#1", "b#0"]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
has_encoders = importlib.util.find_spec("sentence_transformers") is not None


@pytest.fixture
def save(tmp_path):
    """Save arrays as vectors.npz and give the settings that name it."""

    def write(**arrays) -> Precomputed:
        np.savez(tmp_path / "vectors.npz", **arrays)
        return Precomputed(path="vectors.npz")

    return write


# --- files --------------------------------------------------------------------------------------------


def test_vectors_are_found_by_id_and_have_length_one(save, tmp_path):
    vectors = np.array([[0, 2], [3, 4], [0, 0], [5, 0]], dtype=np.float32)
    file = save(ids=np.array(["b#0", "a#1", "a#0", "more"]), vectors=vectors).load(IDS, tmp_path)
    np.testing.assert_allclose(file.of(IDS), [[0, 0], [0.6, 0.8], [0, 1]])  # zeros stay zeros


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InvalidInput, match="no such file") as caught:
        Precomputed(path="absent.npz").load(IDS, tmp_path)
    assert caught.value.problems[0].place == str(tmp_path / "absent.npz")
    assert "features.vectors.path" in caught.value.problems[0].remedy


@pytest.mark.parametrize(
    ("arrays", "lacking"),
    [
        ({"vectors": np.eye(3)}, "lacks the array ids"),
        ({"ids": np.array(IDS)}, "lacks the array vectors"),
        ({"embeddings": np.eye(3)}, "lacks the array ids and vectors"),
    ],
)
def test_missing_arrays_are_named(save, tmp_path, arrays, lacking):
    with pytest.raises(InvalidInput, match=lacking):
        save(**arrays).load(IDS, tmp_path)


def test_missing_units_are_counted_and_the_first_is_named(save, tmp_path):
    settings = save(ids=np.array(["a#0", "x"]), vectors=np.eye(2))
    with pytest.raises(InvalidInput, match=r"no vector for 2 of 3 units, .*a#1") as caught:
        settings.load(IDS, tmp_path)
    assert "data/units.csv" in caught.value.problems[0].remedy


@pytest.mark.parametrize("vectors", [np.eye(2), np.eye(4), np.ones(3)], ids=["fewer", "more", "flat"])
def test_arrays_that_do_not_match_are_an_error_that_gives_their_shapes(save, tmp_path, vectors):
    with pytest.raises(InvalidInput, match=r"3 ids, .*\(" + str(len(vectors))):
        save(ids=np.array(IDS), vectors=vectors).load(IDS, tmp_path)


def test_numbers_that_are_none_are_an_error(save, tmp_path):
    with pytest.raises(InvalidInput, match="not finite"):
        save(ids=np.array(IDS), vectors=np.array([[1.0], [np.nan], [1.0]])).load(IDS, tmp_path)


def test_ids_saved_as_python_objects_are_an_error_with_a_remedy(save, tmp_path):
    settings = save(ids=np.array(IDS, dtype=object), vectors=np.eye(3))  # what pandas' to_numpy() gives
    with pytest.raises(InvalidInput, match="cannot be read") as caught:
        settings.load(IDS, tmp_path)
    assert "astype(str)" in caught.value.problems[0].remedy


def test_a_file_of_another_kind_is_an_error(tmp_path):
    (tmp_path / "vectors.npz").write_text("id,vector\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="cannot be read"):
        Precomputed(path="vectors.npz").load(IDS, tmp_path)


def test_prototypes_are_found_by_their_ids(small_units, tmp_path, save):
    ids = [*(unit.id for unit in small_units.units), "prototype:openness:zh:0"]
    settings = save(ids=np.array(ids), vectors=np.eye(61))
    features = build_features(small_units, FeatureRules(vectors=settings), base=tmp_path)
    placed = features.named_vectors(["prototype:openness:zh:0"], ["开放"], ["zh"])
    np.testing.assert_array_equal(placed, np.eye(61)[-1:])
    with pytest.raises(InvalidInput, match="prototype:openness:en:0"):
        features.named_vectors(["prototype:openness:en:0"], ["open"], ["en"])


def test_a_file_refuses_to_place_new_text(save, tmp_path):
    file = save(ids=np.array(IDS), vectors=np.eye(3)).load(IDS, tmp_path)
    with pytest.raises(ToolkitError, match="prototype:<theme>"):
        file.embed(["new"], ["en"])


# --- encoders -----------------------------------------------------------------------------------------


def test_a_hub_name_without_a_revision_is_refused():
    with pytest.raises(ValidationError, match="pin it with `revision:`"):
        SentenceTransformers(model="sentence-transformers/LaBSE")


def test_what_stands_in_the_working_folder_does_not_change_what_a_name_means(tmp_path, monkeypatch):
    (tmp_path / "models" / "encoder").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValidationError, match="give a folder as"):
        SentenceTransformers(model="models/encoder")
    with pytest.raises(ValidationError, match="pin it"):
        SentenceTransformers(model=".encoder")
    with pytest.raises(MissingEncoder, match="rename it"):
        SentenceTransformers(model="models/encoder", revision=COMMIT).embedder()


@pytest.mark.parametrize("revision", ["main", "v1.0", COMMIT[:-1], COMMIT.upper()])
def test_a_revision_is_a_whole_commit(revision):
    with pytest.raises(ValidationError):
        SentenceTransformers(model="sentence-transformers/LaBSE", revision=revision)


@pytest.mark.parametrize(
    "fields",
    [
        {"model": "sentence-transformers/LaBSE", "revision": COMMIT},
        {"model": "./encoder"},
        {"model": "../encoder"},
        {"model": "/models/encoder"},
        {"model": "~/encoder"},
        {"model": "D:\\models\\encoder"},
    ],
    ids=lambda fields: fields["model"],
)
def test_pinned_names_and_folders_are_accepted(fields):
    source = TypeAdapter(VectorSource).validate_python({"kind": "sentence-transformers", **fields})
    assert isinstance(source, SentenceTransformers)


@pytest.mark.skipif(has_encoders, reason="sentence-transformers is installed here")
def test_a_missing_package_says_how_to_get_it(small_units):
    settings = SentenceTransformers(model="./encoder")
    with pytest.raises(MissingEncoder, match=r"pip install .*sentence-transformers.*kind: bridge"):
        settings.embedder()
    with pytest.raises(MissingEncoder):
        build_features(small_units, FeatureRules(vectors=settings))


TEXTS = ["the port", "the chip", "港口", "one two three four five six seven eight nine"]
LANGUAGES = ["en", "en", "zh", "en"]


@pytest.fixture(scope="module")
def encoder_folder(tmp_path_factory):
    """Build a sentence-transformers model with one tiny BERT of random weights; it reads eight tokens."""
    pytest.importorskip("sentence_transformers", reason="needs the extra `encoders`: sentence-transformers")
    import torch
    from sentence_transformers import SentenceTransformer, models
    from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import WordLevel
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "port", "chip", "港", "口", *TEXTS[3].split()]
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(handle_chinese_chars=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(folder / "bert")
    wrapped.save_pretrained(folder / "bert")
    bert = models.Transformer(str(folder / "bert"), max_seq_length=8)
    SentenceTransformer(modules=[bert, models.Pooling(16)], device="cpu").save(str(folder / "encoder"))
    return folder / "encoder"


@pytest.mark.filterwarnings("ignore")  # torch's and transformers' own, at their import
class TestARealEncoder:
    """Skipped, with the reason, where sentence-transformers is not installed."""

    def test_vectors_have_length_one(self, encoder_folder):
        vectors = SentenceTransformers(model=str(encoder_folder)).embedder().embed(TEXTS, LANGUAGES)
        assert vectors.shape == (4, 16)
        assert vectors.dtype == np.float64
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
        assert len(np.unique(vectors.round(6), axis=0)) == 4

    def test_loading_twice_gives_the_same_bytes(self, encoder_folder):
        settings = SentenceTransformers(model=str(encoder_folder))
        one, other = (settings.embedder().embed(TEXTS, LANGUAGES).tobytes() for _ in range(2))
        assert one == other

    def test_texts_longer_than_the_encoder_reads_are_counted(self, encoder_folder):
        encoder = SentenceTransformers(model=str(encoder_folder)).embedder()
        assert encoder.truncated(TEXTS) == 1
        encoder.embed(TEXTS, LANGUAGES)
        assert encoder.truncated(TEXTS) == 1  # encoding leaves the tokenizer as it was
        assert encoder.truncated(["one two three four five six"]) == 0  # with [CLS] and [SEP] just eight
        assert encoder.truncated([]) == 0

    def test_a_prefix_is_read_and_takes_room(self, encoder_folder):
        plain = SentenceTransformers(model=str(encoder_folder)).embedder()
        prefixed = SentenceTransformers(model=str(encoder_folder), prefix="the ").embedder()
        there, here = prefixed.embed(["port"], ["en"]), plain.embed(["the port"], ["en"])
        np.testing.assert_allclose(there, here, atol=1e-6)
        assert prefixed.truncated(["one two three four five six"]) == 1

    def test_relative_folders_start_at_the_experiment_and_the_tilde_at_home(
        self, encoder_folder, monkeypatch
    ):
        monkeypatch.setenv("HOME", str(encoder_folder.parent))
        monkeypatch.setenv("USERPROFILE", str(encoder_folder.parent))
        expected = SentenceTransformers(model=str(encoder_folder)).embedder().embed(TEXTS, LANGUAGES)
        for model, base in (("./encoder", encoder_folder.parent), ("~/encoder", None)):
            found = SentenceTransformers(model=model).embedder(base).embed(TEXTS, LANGUAGES)
            np.testing.assert_array_equal(found, expected)

    def test_features_note_the_texts_that_were_cut(self, encoder_folder, small_units):
        settings = FeatureRules(vectors=SentenceTransformers(model=str(encoder_folder)))
        features = build_features(small_units, settings)
        assert isinstance(features, Features)
        assert features.vectors.shape == (60, 16)
        assert any("60 of 60 units are longer" in note for note in features.notes)

    def test_a_folder_without_a_model_is_an_error_with_a_remedy(self, encoder_folder, tmp_path):
        with pytest.raises(MissingEncoder, match="could not be loaded"):
            SentenceTransformers(model=str(tmp_path / "absent")).embedder()
