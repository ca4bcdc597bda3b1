"""Drawing units: probabilities that hold, many documents, fair sheets."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from toolkit.errors import InvalidInput
from toolkit.themes.gold import (
    SampleRules,
    draw_sample,
    read_sample,
    sort_units,
    write_sample,
)
from toolkit.themes.gold.sampling import systematic


def test_strata_are_languages_and_results_and_hold_every_unit_once(units, book):
    strata = sort_units(units, book)
    assert strata.sizes.sum() == len(units)
    assert set(strata.languages) == {"en", "zh"}
    assert strata.names[0] == "en: no theme"
    np.testing.assert_array_equal(strata.found.sum(axis=0), strata.present.sum(axis=0))


def test_small_strata_join_the_mixed_one(units_of, book):
    units = units_of({"a": ["They widen open cooperation"] * 3 + ["Noodles"] * 20}, {})
    assert sort_units(units, book).results == ("no theme", "several themes")


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 80), st.data())
def test_a_systematic_draw_takes_each_place_at_most_once(units, data):
    draws = data.draw(st.integers(0, units))
    places = systematic(units, draws, np.random.default_rng(data.draw(st.integers(0, 99))))
    assert len(set(places.tolist())) == draws
    assert all(0 <= place < units for place in places.tolist())


@pytest.mark.parametrize(("units", "draws"), [(7, 3), (10, 9), (13, 1)])
def test_every_place_is_drawn_as_often_as_its_probability_says(units, draws):
    random, times = np.random.default_rng(5), 3000
    counts = Counter(place for _ in range(times) for place in systematic(units, draws, random).tolist())
    chance = draws / units
    for place in range(units):
        assert abs(counts[place] / times - chance) < 4.5 * np.sqrt(chance * (1 - chance) / times)


def test_every_unit_can_be_drawn_and_carries_the_probability_of_its_stratum(units, book, sample):
    sizes = {f"{part['language']}: {part['stratum']}": part for part in sample.head["strata"]}
    counts = Counter(unit.stratum for unit in sample.drawn)
    for unit in sample.drawn:
        assert unit.probability == counts[unit.stratum] / sizes[unit.stratum]["units"]
    assert sum(part["units"] for part in sizes.values()) == len(units)
    assert all(part["coded"] >= 2 for part in sizes.values())


def test_totals_weighted_by_probabilities_are_those_of_the_corpus(units, book, sample):
    weights = sum(1 / unit.probability for unit in sample.drawn)
    assert weights == pytest.approx(len(units))


def test_the_same_seed_gives_the_same_sample_and_another_another(units, book, sample):
    rules = SampleRules(units=60, coders=("anna", "bo"), overlap=0.5, seed=3)
    assert draw_sample(units, book, rules) == sample
    other = draw_sample(units, book, rules.model_copy(update={"seed": 4}))
    assert {unit.unit for unit in other.drawn} != {unit.unit for unit in sample.drawn}


def test_many_documents_are_seen(units, book, sample):
    assert len({unit.doc for unit in sample.drawn}) == len(units.documents)


def test_sheets_hold_the_sample_and_everybody_codes_the_overlap(sample):
    anna, bo = sample.sheet("anna"), sample.sheet("bo")
    assert {unit.unit for unit in (*anna, *bo)} == {unit.unit for unit in sample.drawn}
    assert len({unit.unit for unit in anna} & {unit.unit for unit in bo}) == 30
    assert abs(len(anna) - len(bo)) <= 1
    for coder, sheet in (("anna", anna), ("bo", bo)):
        assert [unit.positions[coder] for unit in sheet] == list(range(1, len(sheet) + 1))


def test_units_stand_on_the_sheets_in_an_order_that_tells_nothing(sample):
    rows = {unit.unit: row for row, unit in enumerate(sample.drawn)}
    order = [rows[unit.unit] for unit in sample.sheet("anna")]
    assert abs(np.corrcoef(order, np.arange(len(order)))[0, 1]) < 0.5


def test_codes_name_units_but_no_documents(sample):
    assert len({unit.code for unit in sample.drawn}) == len(sample.drawn)
    assert all(unit.code.startswith("u") and unit.doc not in unit.code for unit in sample.drawn)


def test_a_sample_comes_back_from_the_disk_as_it_was(sample, tmp_path):
    path = tmp_path / "sample.csv"
    write_sample(path, sample)
    assert read_sample(path) == sample
    first = path.read_bytes()
    write_sample(path, sample)
    assert path.read_bytes() == first


def test_a_sample_saved_by_a_spreadsheet_program_is_read(sample, tmp_path):
    path = tmp_path / "sample.csv"
    write_sample(path, sample)
    path.write_text("\ufeff" + path.read_text("utf-8").replace(",", ";"), "utf-8")
    assert read_sample(path).drawn == sample.drawn


def test_every_fault_of_a_sample_is_told_with_its_line(sample, tmp_path):
    path = tmp_path / "sample.csv"
    write_sample(path, sample)
    lines = path.read_text("utf-8").splitlines()
    cells = lines[1].split(",")
    cells[4] = "1.5"
    path.write_text("\n".join([lines[0], ",".join(cells), lines[2], lines[2]]), "utf-8")
    with pytest.raises(InvalidInput) as told:
        read_sample(path)
    assert "line 2: probability '1.5'" in str(told.value)
    assert "line 4" in str(told.value)
    with pytest.raises(InvalidInput, match="no such file"):
        read_sample(tmp_path / "other.csv")


@pytest.mark.parametrize("coders", [(), ("a", "A"), ("an na",), ("consensus",), ("",)])
def test_coders_that_cannot_be_told_apart_are_refused(coders):
    with pytest.raises(ValidationError):
        SampleRules(units=3, coders=coders)


def test_more_units_than_there_are_are_refused(units, book):
    with pytest.raises(InvalidInput, match="cannot be coded"):
        draw_sample(units, book, SampleRules(units=10**5, coders=("anna",)))
