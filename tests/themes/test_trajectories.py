"""Dates are read strictly, and prevalence over time follows the decisions of any prevalence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InvalidInput
from toolkit.themes import prevalence
from toolkit.themes.dates import PartialDate, date_problems, periods_between
from toolkit.themes.trajectories import OverTime, over_time_problems, periods_of, trajectories


class TestDates:
    @pytest.mark.parametrize(
        "text", ["2024-03-05", "2024-3-5", "2024/3/5", "2024年3月5日", " 2024年03月05日 "]
    )
    def test_are_read_in_the_forms_that_say_which_part_is_which(self, text):
        assert PartialDate.read(text) == PartialDate(2024, 3, 5)

    @pytest.mark.parametrize(
        "text", ["05/03/2024", "March 2024", "2024-13-01", "2023-02-29", "24-01-01", "20240305", ""]
    )
    def test_of_other_forms_are_refused(self, text):
        with pytest.raises(ValueError, match="is no"):
            PartialDate.read(text)

    def test_fall_into_periods_that_they_are_exact_enough_for(self):
        day = PartialDate.read("2024-11-30")
        assert [day.period(p) for p in ("year", "quarter", "month")] == ["2024", "2024-Q4", "2024-11"]
        year = PartialDate.read("2024")
        assert year.period("year") == "2024"
        with pytest.raises(ValueError, match="no month"):
            year.period("quarter")

    @given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    def test_become_numbers_in_their_order(self, one, other):
        numbers = [PartialDate.read(day.isoformat()).years_since(date(2000, 1, 1)) for day in (one, other)]
        assert (numbers[0] < numbers[1]) == (one < other)

    def test_of_a_year_stand_in_its_middle(self):
        origin = date(2000, 1, 1)
        year, month = (PartialDate.read(text).years_since(origin) for text in ("2024", "2024-07"))
        assert year == pytest.approx(24.5, abs=0.01)
        assert month == pytest.approx(24.54, abs=0.01)

    @given(st.integers(1990, 2030), st.integers(0, 40))
    def test_periods_between_are_all_there_in_order(self, year, length):
        months = periods_between(f"{year}-01", f"{year + length // 12}-{length % 12 + 1:02}")
        assert len(months) == length + 1
        assert months == sorted(set(months))
        assert len(periods_between(f"{year}-Q1", f"{year + 2}-Q4")) == 12

    def test_problems_name_every_document(self):
        facts = {"a": {"date": "2024"}, "b": {"date": "soon"}, "c": {"date": ""}, "d": {"date": "2024-02-30"}}
        problems = date_problems(facts, "date", "x", "month")
        assert [problem.place.split(",")[0] for problem in problems] == [
            "document a",
            "document b",
            "document d",
        ]


@pytest.fixture(scope="module")
def dated(read):
    """Two languages: seven English documents in 2022, one in 2024, two Chinese ones in 2022; one undated."""
    facts = {f"en{i}": {"language": "en", "date": f"2022-0{i + 1}-01"} for i in range(7)}
    facts |= {"en7": {"language": "en", "date": "2024"}, "en8": {"language": "en", "date": ""}}
    facts |= {f"zh{i}": {"language": "zh", "date": f"2022年{i + 3}月"} for i in range(2)}
    return read({"trade": {doc: [1] * (i % 5) + [0] * 5 for i, doc in enumerate(facts)}}, facts)


def test_each_period_and_group_is_a_prevalence(dated):
    units, scores = dated
    rows = trajectories(units, [scores], OverTime())
    assert [(row["period"], row["group"], row["documents"], row["claim"]) for row in rows] == [
        ("2022", "en", 7, "cautious"),
        ("2022", "zh", 2, "description"),
        ("2024", "en", 1, "this text only"),
    ]
    assert [row["interval"] for row in rows] == ["Korn–Graubard", "range of the documents", "Wilson"]
    whole = {row["group"]: row for row in prevalence(units, scores) if row["by"] == "language"}
    assert rows[1]["estimate"] == whole["zh"]["estimate"]
    assert periods_of(rows) == ["2022", "2023", "2024"]


def test_documents_need_not_be_split(dated):
    units, scores = dated
    rows = trajectories(units, [scores], OverTime(by=""))
    assert [(row["period"], row["group"], row["documents"]) for row in rows] == [
        ("2022", "all", 9),
        ("2024", "all", 1),
    ]


def test_dates_that_are_not_exact_enough_are_told(dated):
    units, scores = dated
    with pytest.raises(InvalidInput, match=r"document en7.*\n.*write 2024-03-05"):
        trajectories(units, [scores], OverTime(period="month"))


def test_columns_that_are_not_there_are_told(dated):
    problems = over_time_problems(OverTime(column="dat", by="genre"), dated[0].metadata)
    assert ["did you mean 'date'" in problems[0].remedy, "genre" in problems[1].reason] == [True, True]


def test_without_dated_documents_there_is_nothing():
    assert periods_of([]) == []
