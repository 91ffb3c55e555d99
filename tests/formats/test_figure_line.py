"""The one-line figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.formats.figure_line import parse_figure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "at least 1,400 children, Rotherham, 1997/2013, estimate",
            {"low": 1400, "qualifier": "at least", "unit": "children", "area": "Rotherham", "certainty": "estimate"},
        ),
        ("fourteen hundred children", {"low": 1400, "unit": "children", "share": False}),
        ("37% of suspects", {"low": 37, "share": True, "unit": "suspects", "denominator": "suspects"}),
        ("26% of 940 suspects", {"base": 940, "denominator": "suspects"}),
        ("236 of 1,273 cases", {"low": 236, "base": 1273, "share": False, "unit": "cases"}),
        ("5 things, over 40 years", {"duration": "P40Y"}),
        ("5 things per year", {"interval": "year", "unit": "things"}),
        ("5 things, 32% unknown, unknowns inside", {"unknown_share": 32, "unknowns": "inside"}),
        ("hundreds of thousands victims, asked", {"low": 100000, "high": 999999, "certainty": "asked"}),
        (
            "5 men, category Pakistani heritage, inferred from names",
            {"category": "Pakistani heritage", "basis": "inferred from names"},
        ),
        (
            "50 offences per 100,000 people, England, 2023",
            {"low": 50, "share": False, "unit": "offences per 100,000 people"},
        ),
        ("12.5 deaths per 1,000 live births per year", {"unit": "deaths per 1,000 live births", "interval": "year"}),
        ("11 of the 16 years", {"low": 11, "base": 16, "denominator": "years", "unit": "years"}),
        ("tens of thousands of cases", {"unit": "cases", "denominator": None, "share": False}),
        ("1 in 5 children", {"low": 20, "share": True, "unit": "children", "denominator": "children"}),
        ("1,400 or more children", {"qualifier": "at least", "unit": "children", "stated": "1,400"}),
        ("1,400+ children", {"qualifier": "at least", "unit": "children"}),
        ("half a million children, England", {"low": 500_000, "share": False, "unit": "children", "area": "England"}),
        ("£350m a week", {"low": 350_000_000, "unit": "£", "interval": "week"}),
        ("about £1.4 billion in benefits", {"low": 1_400_000_000, "unit": "£ in benefits", "qualifier": "about"}),
        ("-3% of output", {"low": -3, "share": True}),
        ("a dozen cases", {"low": 12, "unit": "cases"}),
        ("1,400 children, conservative estimate", {"conservative": True, "bound": "floor"}),
    ],
)
def test_each_part_is_read(text: str, expected: dict[str, object]) -> None:
    figure = parse_figure(text)
    assert {name: getattr(figure, name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "many children",
        "5 things, whatever this is",
        "5 things, 19x7",
        "",
        "5 a, 2001, 2002",
        "19x7",
        "5 things, later in Leeds",
        "5 a, July 2024",
        "5 a, Q3 2024",
        "5 a, 2023-24",
        "5 a, 2023/24",
    ],
)
def test_what_cannot_be_read_shows_how_to_write_it_long(text: str) -> None:
    with pytest.raises(ValueError, match="write it"):
        parse_figure(text)


def test_a_rate_is_told_to_stand_with_its_number() -> None:
    with pytest.raises(ValueError, match="a rate stands with its number, as in: 50 offences per 100,000 people"):
        parse_figure("50 offences, per 100,000 people")


def test_two_thirds_is_worded_no_more_exactly_than_it_is() -> None:
    assert parse_figure("two-thirds of suspects").step > Decimal(8)
