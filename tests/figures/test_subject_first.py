"""Lines that begin with their subject: read where one way is left to put the number first, refused with the form that works otherwise."""

from __future__ import annotations

import pytest

from kg.formats.figure_line import parse_figure


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("emissions fell by half", "fell by half emissions"),
        ("mean wage of £500", "mean of £500 wage"),
        ("average earnings of £605 a week", "mean of £605 earnings per week"),
        ("average wait of 12 weeks", "mean of 12 weeks wait"),
        ("children in poverty: 4.2m, UK, 2021", "4.2m children in poverty, UK, 2021"),
        ("the number of deaths: 450", "450 deaths"),
        ("turnout of 62%", "62% turnout"),
        ("unemployment fell to 3.8%, UK, 2019", "3.8% unemployment, UK, 2019"),
        ("unemployment fell from 5% to 3.8%", "fell from 5% to 3.8% unemployment"),
        ("house prices rose 3.2%, 2020", "rose by 3.2% house prices, 2020"),
        ("hate crime tripled since 2013", "tripled hate crime since 2013"),
        ("rents: up 9%", "up by 9% rents"),
    ],
)
def test_a_line_that_begins_with_its_subject_says_the_same_as_with_its_number_first(line: str, same: str) -> None:
    assert parse_figure(line) == parse_figure(same)
    assert parse_figure(line).unit


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("the report says 300 children died", "300 children"),
        ("crime: 300 offences", "300 offences"),
        ("in poverty: about 4.2m children", "about 4.2m children"),
    ],
)
def test_a_line_that_could_mean_two_things_is_refused_with_the_form_that_works(line: str, shown: str) -> None:
    with pytest.raises(ValueError, match=f"write the number first, then what it counts: {shown}"):
        parse_figure(line)
