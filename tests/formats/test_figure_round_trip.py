"""What one line of figure says, it says in both directions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.formats.figure_line import parse_figure
from kg.formats.figure_writing import abridged, figure_line
from kg.formats.folder import read_folder
from kg.model.figure import Figure
from kg.resources import seeds

UNITS = st.sampled_from(["children", "potential victims", "cases reviewed", "suspects of violence", ""])
NUMBERS = st.one_of(
    st.integers(0, 10**9).map(lambda n: f"{n:,}"),
    st.integers(0, 100).map(lambda n: f"{n}%"),
    st.sampled_from(
        ["two-thirds", "1 in 5", "100–200", "fourteen hundred", "hundreds of thousands", "1.25 million", "thousands"]
    ),
)
QUALIFIERS = st.sampled_from(["", "exactly ", "about ", "at least ", "more than ", "up to ", "less than "])
PARTS = st.lists(
    st.sampled_from(
        [
            ("area", "Rotherham"),
            ("area", "gss:E08000018"),
            ("period", "1997/2013"),
            ("period", "since 2005"),
            ("period", "to 2022-01"),
            ("as of", "as of 2023-11"),
            ("certainty", "conservative estimate"),
            ("certainty", "asked"),
            ("duration", "over 40 years"),
            ("interval", "per year"),
            ("category", "category Pakistani heritage"),
            ("population", "among users of one project"),
            ("comparator", "against the general population"),
            ("unknowns", "unknowns outside"),
            ("unknown", "32% unknown"),
            ("basis", "self-report"),
        ]
    ),
    unique_by=lambda part: part[0],
    max_size=8,
)


@given(QUALIFIERS, NUMBERS, UNITS, PARTS)
def test_a_line_written_from_a_figure_reads_back_as_that_figure(
    qualifier: str, number: str, unit: str, parts: list[tuple[str, str]]
) -> None:
    line = ", ".join([f"{qualifier}{number} {unit}".strip(), *(text for _, text in parts)])
    figure = parse_figure(line)
    assert parse_figure(figure_line(figure)) == figure


WORDED = st.sampled_from(
    "887 000|12,34,567|2½ million|½ of|a million and a half|1.5°C|10x|$200–250 billion|five to ten per cent of|"
    "from 130,000 to 750,000|3 out of 5|nine out of ten|1 in 73|$1 in $4|every 14 seconds|one every two minutes|"
    "70–80,000|2.6tn|5¼|doubled|twice as many|up 82% in|down by a third in|a 40% rise in|82% more|14 times as many|"
    "half a percentage point of|median of 12|an estimated 12|no|most|the majority of|GBP 3.2m in|1e6|500 ml per 10–50|"
    "50 per 100,000|26% of 940|236 of 1,273|fell from 900 to 300|£9,300 a week in".split("|")
)


@given(WORDED, UNITS, PARTS)
def test_a_figure_in_any_wording_is_written_as_a_line_that_reads_back(
    worded: str, unit: str, parts: list[tuple[str, str]]
) -> None:
    try:
        figure = parse_figure(", ".join([f"{worded} {unit}".strip(), *(text for _, text in parts)]))
    except ValueError:
        return
    assert parse_figure(figure_line(figure)) == figure


@given(st.text(max_size=80))
def test_any_text_is_a_figure_or_a_value_error(text: str) -> None:
    try:
        figure = parse_figure(text)
    except ValueError:
        return
    assert figure.low is not None


@pytest.mark.parametrize("digits", ["9" * 30, "9" * 5000, "1" + ",000" * 12])
def test_more_digits_than_a_statistic_has_are_no_number(digits: str) -> None:
    with pytest.raises(ValueError, match="write it long"):
        parse_figure(f"{digits} things")


def test_what_one_line_cannot_say_is_named() -> None:
    figure = Figure(low=Decimal(5), high=Decimal(5), stated="5", step=Decimal(1), share=False, population="men, women")
    assert abridged(figure) == ("5", ("population",))
    with pytest.raises(ValueError, match="one line cannot say: population"):
        figure_line(figure)


def test_a_figure_without_a_number_is_only_written_long() -> None:
    assert abridged(Figure(unit="suspects")) == ("", ("unit",))


def test_an_area_is_written_by_its_name() -> None:
    assert figure_line(parse_figure("5 things, gss:E1"), {"gss:E1": "Leeds"}) == "5 things, Leeds"


def test_no_figure_of_the_seeds_is_abridged_into_something_else() -> None:
    for file in read_folder(seeds()):
        for claim in file.records.claims:
            if claim.figure is None:
                continue
            line, unsaid = abridged(claim.figure)
            said = parse_figure(line) if line else Figure()
            assert {name for name in Figure.model_fields if getattr(said, name) != getattr(claim.figure, name)} == set(
                unsaid
            )
