"""What vectors from elsewhere promise: files and encoders."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from toolkit.errors import InvalidInput, ToolkitError
from toolkit.features import (
    FeatureRules,
    MissingEncoder,
    Model2Vec,
    Onnx,
    Precomputed,
    SentenceTransformers,
    VectorSource,
    build_features,
)

IDS = ["a#0", "a#1", "b#0"]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


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


KINDS = {"sentence-transformers": SentenceTransformers, "onnx": Onnx, "model2vec": Model2Vec}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def kind(request):
    return request.param


def test_a_hub_name_without_a_revision_is_refused(kind):
    with pytest.raises(ValidationError, match="pin it with `revision:`"):
        kind(model="sentence-transformers/LaBSE")


def test_what_stands_in_the_working_folder_does_not_change_what_a_name_means(tmp_path, monkeypatch):
    (tmp_path / "models" / "encoder").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValidationError, match="give a folder as"):
        SentenceTransformers(model="models/encoder")
    with pytest.raises(ValidationError, match="pin it"):
        SentenceTransformers(model=".encoder")


@pytest.mark.parametrize("revision", ["main", "v1.0", COMMIT[:-1], COMMIT.upper()])
def test_a_revision_is_a_whole_commit(kind, revision):
    with pytest.raises(ValidationError):
        kind(model="sentence-transformers/LaBSE", revision=revision)


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
@pytest.mark.parametrize("name", KINDS)
def test_pinned_names_and_folders_are_accepted(name, fields):
    source = TypeAdapter(VectorSource).validate_python({"kind": name, **fields})
    assert isinstance(source, KINDS[name])


def test_unknown_settings_are_refused(kind):
    with pytest.raises(ValidationError, match="batch"):
        kind(model="./encoder", batch=8)


def test_a_prompt_by_name_and_a_prefix_exclude_each_other():
    with pytest.raises(ValidationError, match="not both"):
        SentenceTransformers(model="./encoder", prompt="query", prefix="query: ")


def test_a_missing_package_says_how_to_get_it(kind, small_units, monkeypatch):
    monkeypatch.setattr("toolkit.features.embeddings.encoder.find_spec", lambda name: None)
    settings = kind(model="./encoder")
    package = next(iter(settings.packages.values()))
    assert package in settings.missing_packages()
    with pytest.raises(MissingEncoder, match=rf"pip install .*{package}.*kind: bridge"):
        settings.embedder()
    with pytest.raises(MissingEncoder):
        build_features(small_units, FeatureRules(vectors=settings))
