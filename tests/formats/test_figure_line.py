"""The one-line figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kg.formats.figure_line import parse_figure
from kg.model.period import Period


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
    ("text", "expected"),
    [
        ("5 deaths, July 2024", {"period": "2024-07"}),
        ("5 deaths, Q3 2024", {"period": "2024-07/2024-09"}),
        ("5 deaths, 2023-24", {"period": "2023/24"}),
        ("5 deaths, 2023/24", {"period": "2023/24"}),
        ("5 deaths, last year", {"period": "2023"}),
        ("5 deaths in 2021", {"period": "2021", "unit": "deaths"}),
        ("£9,300 in 2024", {"period": "2024", "unit": "£"}),
        ("5 deaths, in the UK", {"area": "UK"}),
        ("5 deaths, the UK", {"area": "UK"}),
        ("5 deaths worldwide", {"area": "World", "unit": "deaths"}),
        ("a 40% rise in crime", {"change": "increase", "share": True, "unit": "crime"}),
        ("fell from 900 to 300 deaths", {"low": 300, "earlier": 900, "unit": "deaths"}),
        ("300 deaths, from 900", {"low": 300, "earlier": 900}),
        ("14 times as likely to die", {"multiple": True, "unit": "times as likely to die", "share": None}),
        ("doubled since 2010", {"multiple": True, "change": "increase", "period": "2010/.."}),
        ("median of 12 days", {"statistic": "median", "unit": "days"}),
        ("ranked third", {"statistic": "rank", "low": 3}),
        ("52% ±3 of adults", {"uncertainty": "±3", "unit": "adults"}),
        ("5% of offenders, within five years of release", {"horizon": "within five years of release"}),
        ("one pupil in five", {"low": 20, "share": True, "unit": "pupil"}),
        ("every 14 seconds", {"low": 1, "interval": "14 seconds"}),
        ("no deaths", {"low": 0, "unit": "deaths"}),
        ("most patients", {"qualifier": "more than", "low": 50, "share": True}),
        ("a handful of patients", {"low": None, "stated": "a handful", "unit": "patients"}),
        ("5 patients waiting over 18 weeks", {"unit": "patients waiting over 18 weeks", "duration": None}),
        ("2019 owls", {"low": 2019, "unit": "owls"}),
    ],
)
def test_what_people_write_every_day_is_read(text: str, expected: dict[str, object]) -> None:
    figure = parse_figure(text, date(2024, 5, 6))
    found = {name: getattr(figure, name) for name in expected}
    assert {name: value.text if isinstance(value, Period) else value for name, value in found.items()} == expected


def test_a_language_says_what_its_commas_are() -> None:
    assert parse_figure("1.200.000 Menschen", locale="de").low == 1_200_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("many children", "“many children” (column 1) does not begin with a number"),
        ("5 things, whatever this is", "“whatever this is” (column 11) is not understood"),
        ("5 things, , 2019", "nothing stands between two commas (column 11)"),
        ("5 things, 19x7", "“19x7” (column 11) is not a date or period"),
        ("", "does not begin with a number"),
        ("5 a, 2001, 2002", "gives period twice"),
        ("19x7", "“x7” (column 3) is not separated from the number"),
        ("5 things, later in Leeds", "a place stands alone: …, Leeds"),
        ("5 things, estimat", "did you mean “estimate”"),
        ("5 things, last year", "says no year by itself"),
        ("1,400 children 12,000 adults", "“12,000” (column 16) is a second number"),
        ("900 to 300 people", "“to 300 people” (column 5) is not part of a unit"),
        ("5 point million", "“million” (column 9) is a scale without its number"),
        ("5 owls seen 2019 here", "“2019” (column 13)"),
        ("children 300", "write the number first, then what it counts: 300 children"),
        ("lots of deaths in 2021", "write the number first: 300 deaths, 2021"),
        ("1.200.000 people", "write it as 1,200,000"),
        ("€1,2 Mio.", "has a comma that may be a decimal one"),
        ("at least 5 or more things", "has two qualifiers"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_column_and_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="write it") as fault:
        parse_figure(text)
    assert message in str(fault.value)


def test_a_rate_is_told_to_stand_with_its_number() -> None:
    with pytest.raises(ValueError, match="a rate stands with its number, as in: 50 offences per 100,000 people"):
        parse_figure("50 offences, per 100,000 people")


def test_two_thirds_is_worded_no_more_exactly_than_it_is() -> None:
    assert parse_figure("two-thirds of suspects").step > Decimal(8)
