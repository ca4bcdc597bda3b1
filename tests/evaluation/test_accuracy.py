"""What the classification of documents by their topic shares promises."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.errors import ToolkitError
from toolkit.evaluation import LabelledShares, classification

SHARES = np.repeat(np.eye(2), 10, axis=0)
LABELS = ["chips"] * 10 + ["seeds"] * 10
EN = LabelledShares(SHARES, LABELS, SHARES, LABELS)


def test_shares_that_mean_the_same_cross_languages():
    found = classification({"en": EN, "zh": EN})
    assert found.intra == {"en": 1, "zh": 1}
    assert found.cross == {("en", "zh"): 1, ("zh", "en"): 1}
    assert found.of("en", "zh").majority_of_test == 0.5
    assert found.of("en", "zh").macro_f1 == 1


def test_shares_that_mean_the_opposite_do_not():
    turned = np.ascontiguousarray(SHARES[:, ::-1])
    found = classification({"en": EN, "zh": LabelledShares(turned, LABELS, turned, LABELS)})
    assert found.intra == {"en": 1, "zh": 1}
    assert found.cross == {("en", "zh"): 0, ("zh", "en"): 0}


def test_only_labels_of_all_languages_may_be_asked():
    zh = LabelledShares(SHARES, LABELS, SHARES[:12], [*LABELS[:10], "ports", "ports"])
    assert classification({"en": EN, "zh": zh}).of("zh", "zh").documents == 12
    common = classification({"en": EN, "zh": zh}, only_common_labels=True)
    assert common.of("zh", "zh").documents == 10
    assert common.of("zh", "zh").accuracy == 1
    other = LabelledShares(SHARES, LABELS, SHARES[:2], ["ports", "trade"])
    with pytest.raises(ToolkitError, match="nothing in common"):
        classification({"en": EN, "zh": other}, only_common_labels=True)


def test_topics_in_another_order_change_nothing():
    random = np.random.default_rng(0)
    shares, labels = random.dirichlet(np.ones(5), 80), random.integers(0, 3, 80)
    order = [3, 0, 4, 1, 2]
    one = classification({"en": LabelledShares(shares, labels, shares, labels)})
    mixed = shares[:, order]
    other = classification({"en": LabelledShares(mixed, labels, mixed, labels)})
    assert one.of("en", "en").accuracy == other.of("en", "en").accuracy


def test_what_cannot_be_learned_is_refused():
    with pytest.raises(ToolkitError, match="2 test documents have 1 labels"):
        LabelledShares(SHARES, LABELS, SHARES[:2], LABELS[:1])
    with pytest.raises(ToolkitError, match="no test documents"):
        LabelledShares(SHARES, LABELS, SHARES[:0], [])
    with pytest.raises(ToolkitError, match="one label"):
        classification({"en": LabelledShares(SHARES[:5], LABELS[:5], SHARES, LABELS)})
    wide = np.repeat(np.eye(3), 5, axis=0)
    with pytest.raises(ToolkitError, match="topics cannot be compared"):
        classification({"en": EN, "zh": LabelledShares(wide, LABELS[:15], wide, LABELS[:15])})
    with pytest.raises(ToolkitError, match="Known: en → en"):
        classification({"en": EN}).of("en", "zh")
