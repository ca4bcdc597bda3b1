"""Effects over runs and draws: with nothing to add they are the effects, and draws make them less sure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.models import SeededLda
from toolkit.themes import BertopicReading, Dictionary, SeededLdaReading
from toolkit.themes.effects import Effect, effects
from toolkit.themes.effects_over_runs import Draws, can_be_drawn, effects_over_runs

BY_GENRE = [Effect(formula="genre")]
TERM = "genre: report − news"


@pytest.fixture(scope="module")
def corpus(read):
    """Thirty documents of eight units; reports hold more of the theme. A unit's score is its share."""
    random = np.random.default_rng(0)
    facts = {f"d{i:02}": {"genre": "report" if i % 2 else "news"} for i in range(30)}
    units, reading = read({"trade": {doc: [0] * 8 for doc in facts}}, facts)
    mean = np.repeat([0.15 + 0.15 * (i % 2) for i in range(30)], 8)
    shares = np.clip(mean + 0.1 * random.normal(size=240), 0, 0.9)[:, None]
    return units, replace(reading, score=shares, present=shares >= 0.2)


def draws_of(units, count=10, tokens=40.0):
    return Draws(count, np.full(len(units), tokens), 6.5)


def by_outcome(rows):
    return {row["outcome"]: row for row in rows if row["term"] == TERM}


def effect(units, reading, outcome):
    return next(r for r in effects(units, [reading], BY_GENRE, outcome, permute=False) if r["term"] == TERM)


def test_equal_runs_give_the_effect_itself_and_owe_nothing_to_runs(corpus):
    units, reading = corpus
    own, pooled = (
        effect(units, reading, "presence"),
        by_outcome(effects_over_runs(units, [reading] * 3, BY_GENRE)),
    )
    for name in ("estimate", "error", "df", "low", "high", "documents", "clusters", "units"):
        assert pooled["presence"][name] == pytest.approx(own[name])
    assert (pooled["presence"]["due_to_runs"], pooled["presence"]["draws"]) == (0, 1)
    assert set(pooled) == {"presence"}


def test_one_run_without_draws_has_nothing_to_pool(corpus):
    units, reading = corpus
    assert effects_over_runs(units, [reading], BY_GENRE) == []


def test_draws_keep_the_effect_on_shares_and_widen_its_interval(corpus):
    units, reading = corpus
    own, pooled = (
        effect(units, reading, "share"),
        by_outcome(effects_over_runs(units, [reading], BY_GENRE, draws_of(units))),
    )
    row = pooled["share"]
    assert row["estimate"] == pytest.approx(own["estimate"], abs=own["error"] / 2)
    assert row["error"] > own["error"]
    assert row["due_to_draws"] > 0
    assert np.isnan(row["due_to_runs"])
    assert (row["runs"], row["draws"]) == (1, 10)
    assert set(pooled) == {"share"}


def test_draws_of_shorter_units_are_less_sure(corpus):
    units, reading = corpus
    long, short = (
        by_outcome(effects_over_runs(units, [reading], BY_GENRE, draws_of(units, tokens=tokens)))["share"]
        for tokens in (5000.0, 10.0)
    )
    assert short["due_to_draws"] > 5 * long["due_to_draws"]
    assert short["error"] > long["error"]


@given(st.integers(1, 3), st.integers(2, 4), st.integers(0, 100))
@settings(max_examples=10, deadline=None)
def test_what_is_due_to_runs_and_draws_is_never_more_than_all(corpus, runs, draws, seed):
    units, reading = corpus
    random = np.random.default_rng(seed)
    others = [
        replace(reading, score=np.clip(reading.score + 0.05 * random.normal(size=reading.score.shape), 0, 1))
        for _ in range(runs)
    ]
    for row in effects_over_runs(units, others, BY_GENRE, draws_of(units, draws)):
        parts = np.nan_to_num([row["due_to_runs"], row["due_to_draws"]])
        assert (parts >= 0).all()
        assert parts.sum() <= 1 + 1e-12


def test_runs_that_disagree_are_fragile_in_both_outcomes(corpus):
    units, reading = corpus
    turned = replace(reading, score=reading.score[::-1].copy(), present=reading.present[::-1].copy())
    rows = by_outcome(effects_over_runs(units, [reading, turned] * 2, BY_GENRE, draws_of(units)))
    assert all(row["reading"].startswith("fragile: ") for row in rows.values())
    assert [(row["runs"], row["draws"]) for row in rows.values()] == [(4, 1), (4, 10)]


def test_the_same_runs_give_the_same_rows_and_runs_are_drawn_apart(corpus):
    units, reading = corpus
    one, again = (repr(effects_over_runs(units, [reading] * 2, BY_GENRE, draws_of(units, 3))) for _ in "ab")
    assert one == again
    first, second = (draws_of(units, 2).of(reading, run) for run in (0, 1))
    assert (first[0].score != second[0].score).any()
    assert (first[0].present == reading.present).all()


def test_what_is_refused_says_why_as_the_effects_do(corpus):
    units, reading = corpus
    refused = [Effect(formula="doc_without + genre")]
    own = effects(units, [reading], refused)[0]["reading"]
    rows = effects_over_runs(units, [reading] * 2, refused, draws_of(units, 2))
    assert own.startswith("none: ")
    assert [row["reading"] for row in rows] == [own, own]


def test_only_shares_of_lda_topics_under_a_known_prior_can_be_drawn():
    assert can_be_drawn(SeededLdaReading())
    assert not can_be_drawn(SeededLdaReading(model=SeededLda(alpha="auto")))
    assert not any(map(can_be_drawn, (Dictionary(), BertopicReading())))


@pytest.mark.parametrize(("alpha", "total"), [(0.5, 6.5), ("symmetric", 1.0), ("auto", None)])
def test_the_prior_adds_up_over_themes_and_free_topics(alpha, total):
    assert SeededLda(alpha=alpha, residual_topics=10).prior_sum(3) == total
