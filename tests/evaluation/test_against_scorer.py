"""Number for number what an independent scorer finds; passed over where the scorer is absent."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from toolkit.evaluation import (
    LabelledShares,
    ParallelReference,
    Reference,
    classification,
    cnpmi,
    coherence,
    diversity,
    pair_retrieval,
    td,
    tu,
)

BENCH = Path(__file__).parents[2].parent / "shared" / "bench"


@pytest.fixture(scope="module")
def scorer():
    path = BENCH / "score.py"
    if not path.exists():
        pytest.skip("the independent scorer ../shared/bench/score.py is not here")
    spec = importlib.util.spec_from_file_location("independent_scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def made_up_documents(seed, documents=300, words=40, prefix="w"):
    """Documents of 0 to 29 tokens, some words common and some rare, with repeats."""
    random = np.random.default_rng(seed)
    shares = 1 / np.arange(1, words + 1)
    lengths = random.integers(0, 30, documents)
    return [
        [f"{prefix}{number}" for number in random.choice(words, length, p=shares / shares.sum())]
        for length in lengths
    ]


def made_up_topics(seed, topics=6, size=5, words=45, prefix="w"):
    """Lists that overlap, with words that no document holds."""
    random = np.random.default_rng(seed)
    return [
        [f"{prefix}{number}" for number in random.choice(words, size, replace=False)] for _ in range(topics)
    ]


def lines(name, count):
    path = BENCH / "reference" / name
    if not path.exists():
        pytest.skip(f"the reference ../shared/bench/reference/{name} is not here")
    with path.open(encoding="utf-8") as file:
        return [line for line, _ in zip(file, range(count), strict=False)]


def frequent(documents, seed, topics=20, size=15):
    """Topics of frequent words, and a word that is in no document."""
    words, counts = np.unique([word for text in documents for word in text.split()], return_counts=True)
    best = words[np.lexsort((words, -counts))][30:1500]
    random = np.random.default_rng(seed)
    return [[*random.choice(best, size - 1, replace=False).tolist(), "no-such-word"] for _ in range(topics)]


# --- words within a language --------------------------------------------------------------------------


@pytest.mark.parametrize("counting", ["gensim", "exact", "zero"])
@pytest.mark.parametrize("window", [0, 1, 2, 10, 100])
def test_coherence(scorer, window, counting):
    topics, documents = made_up_topics(1), made_up_documents(2)
    value, per_topic, seen = scorer.npmi_topics(topics, documents, window, counting)
    ours = coherence(topics, Reference.of("made up", documents), window, counting)
    assert ours.value == pytest.approx(value, abs=1e-12)
    assert ours.per_topic == pytest.approx(per_topic, abs=1e-12)
    assert ours.word_coverage == pytest.approx(seen)


@pytest.mark.parametrize("counting", ["gensim", "exact", "zero"])
@pytest.mark.parametrize("window", [0, 10])
def test_coherence_on_a_real_reference(scorer, window, counting):
    text = lines("all.sent.zh", 2000)
    topics = frequent(text, 3, topics=8, size=10)
    value, per_topic, _ = scorer.npmi_topics(topics, [line.split() for line in text], window, counting)
    ours = coherence(topics, Reference.of("zh", text), window, counting)
    assert ours.value == pytest.approx(value, abs=1e-12)
    assert ours.per_topic == pytest.approx(per_topic, abs=1e-12)


def test_blocks_of_documents_do_not_change_windows(scorer, monkeypatch):
    monkeypatch.setattr("toolkit.evaluation.windows._TOKENS_AT_ONCE", 50)
    topics, documents = made_up_topics(4), made_up_documents(5)
    value, _, _ = scorer.npmi_topics(topics, documents, 10, "gensim")
    assert coherence(topics, Reference.of("made up", documents), 10, "gensim").value == pytest.approx(value)


def test_uniqueness_and_diversity(scorer):
    one, other = made_up_topics(6), made_up_topics(7, size=8)
    uneven = [["a", "b", "c"], ["a"], ["b", "b"]]
    for topics in (one, other, uneven):
        assert tu(topics) == pytest.approx(scorer.topic_uniqueness(topics)[0])
        assert td(topics) == pytest.approx(scorer.topic_diversity(topics))
    both = diversity({"en": one, "zh": other})
    assert both.joint_tu == pytest.approx(np.mean([scorer.topic_uniqueness(t)[0] for t in (one, other)]))
    assert both.joint_td == pytest.approx(np.mean([scorer.topic_diversity(t) for t in (one, other)]))


# --- words across languages ---------------------------------------------------------------------------

KINDS = {"documents": "doc", "tokens": "tok"}


def compare(theirs, ours):
    assert ours.value == pytest.approx(theirs["cnpmi"], abs=1e-12)
    assert ours.per_topic == pytest.approx(theirs["per_topic"], abs=1e-12)
    assert ours.mispaired == pytest.approx(theirs["cnpmi_mispaired"], abs=1e-12)
    assert ours.excess == pytest.approx(theirs["cnpmi_excess"], abs=1e-12)
    assert ours.top1 == pytest.approx(theirs["pairing_top1"])
    assert ours.mrr == pytest.approx(theirs["pairing_mrr"])
    assert ours.word_coverage == pytest.approx((theirs["seen_words_1"], theirs["seen_words_2"]))
    assert ours.pairs_met == pytest.approx(theirs["pairs_that_meet"])
    assert ours.documents == theirs["reference_documents"]


@pytest.mark.parametrize("counting", KINDS)
def test_cross_lingual_coherence(scorer, counting):
    pairs = made_up_documents(8), made_up_documents(9, prefix="字")
    first = [*made_up_topics(10), ["w1", "w1", "w2"]]
    second = [*made_up_topics(11, size=4, prefix="字"), ["字1"]]
    theirs = scorer.cnpmi_topics(first, second, [pairs], KINDS[counting])
    compare(theirs, cnpmi(first, second, ParallelReference.of("made up", *pairs), counting))


@pytest.mark.parametrize("counting", KINDS)
def test_cross_lingual_coherence_of_equal_topics_ties_as_the_scorer_ties(scorer, counting):
    pairs = made_up_documents(8), made_up_documents(9, prefix="字")
    first = [["w1", "w2"], ["w2", "w1"], ["w3"]]
    second = [["字1", "字2"], ["字2", "字1"], ["字4"]]
    theirs = scorer.cnpmi_topics(first, second, [pairs], KINDS[counting])
    compare(theirs, cnpmi(first, second, ParallelReference.of("made up", *pairs), counting))


@pytest.mark.parametrize("counting", KINDS)
def test_cross_lingual_coherence_on_a_real_reference(scorer, counting):
    first, second = lines("all.sent.en", 3000), lines("all.sent.zh", 3000)
    topics = frequent(first, 12), frequent(second, 13)
    pairs = [[line.split() for line in first], [line.split() for line in second]]
    theirs = scorer.cnpmi_topics(*topics, [pairs], KINDS[counting])
    compare(theirs, cnpmi(*topics, ParallelReference.of("slice", first, second), counting))


@pytest.mark.slow
@pytest.mark.parametrize("counting", KINDS)
def test_cross_lingual_coherence_on_the_whole_reference(scorer, counting):
    first, second = lines("all.sent.en", 10**6), lines("all.sent.zh", 10**6)
    topics = frequent(first, 14, topics=50), frequent(second, 15, topics=50)
    pairs = [[line.split() for line in first], [line.split() for line in second]]
    theirs = scorer.cnpmi_topics(*topics, [pairs], KINDS[counting])
    compare(theirs, cnpmi(*topics, ParallelReference.of("whole", first, second), counting))


# --- documents ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def labelled():
    """Shares of six topics; labels are the strongest topic more often than not; one test lacks a label."""
    random = np.random.default_rng(16)
    shares = {part: random.dirichlet(np.full(6, 0.3), 200) for part in ("train1", "test1", "train2", "test2")}
    labels = {}
    for part, table in shares.items():
        wrong = random.random(200) < 0.3
        labels[f"y{part}"] = np.where(wrong, random.integers(0, 4, 200), table.argmax(axis=1) % 4)
    kept = labels["ytest2"] != 3
    shares["test2"], labels["ytest2"] = shares["test2"][kept], labels["ytest2"][kept]
    return {**shares, **labels}


@pytest.mark.parametrize("only_common_labels", [False, True])
def test_classification(scorer, labelled, only_common_labels):
    theirs = scorer.classify(labelled, common_labels=only_common_labels)
    parts = {
        side: LabelledShares(*(labelled[f"{part}{side}"] for part in ("train", "ytrain", "test", "ytest")))
        for side in "12"
    }
    ours = classification(parts, only_common_labels)
    for train in "12":
        for test in "12":
            expected = theirs[("intra_" if train == test else "cross_") + test]
            found = ours.of(train, test)
            assert found.accuracy == pytest.approx(expected["acc"])
            assert found.macro_f1 == pytest.approx(expected["macro_f1"])
            assert found.documents == expected["test_documents"]
            assert found.majority_of_train == pytest.approx(expected["majority_of_train"])
            assert found.majority_of_test == pytest.approx(expected["majority_of_test"])


def test_retrieval_of_root_shares_is_retrieval_by_hellinger_distance(scorer):
    random = np.random.default_rng(17)
    first = random.dirichlet(np.full(8, 0.5), 300)
    second = 0.7 * first + 0.3 * random.dirichlet(np.full(8, 0.5), 300)
    ours = pair_retrieval(np.sqrt(first), np.sqrt(second))
    assert 0.05 < ours.forward < 0.95
    assert ours.forward == pytest.approx(scorer.align(first, second)["retrieval_p_at_1"])
    assert ours.backward == pytest.approx(scorer.align(second, first)["retrieval_p_at_1"])
