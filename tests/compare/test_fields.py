"""Each field of a figure, changed alone, is found; and a figure is never changed from itself or its own rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.compare.drift import OWN, TOGETHER, compare
from kg.formats.figure_line import parse_figure
from kg.model.figure import Figure
from kg.model.figure_fields import BY_NAME, FIELDS
from kg.model.number import plain
from kg.model.period import parse_period

UNITS = ("children", "suspects", "tonnes of plastic", "homes", "deaths per 100,000 people")
HEADS = (
    "1,400 {}",
    "at least 1,400 {}",
    "37% of {}",
    "about 2.5 million {}",
    "100–200 {}",
    "26% of 940 {}",
    "236 of 1,273 {}",
    "an increase of 20% of {}",
    "a median of 12 {}",
    "14 times as many {}",
)
FULL = ", Rotherham, 1997/2013, estimate, as of 2023, over 16 years, per year, among users, against bats, category Asian, self-report"
FIGURES: Final = [parse_figure(head.format(unit) + FULL) for head in HEADS for unit in UNITS]
OTHER: Final[dict[str, Any]] = {
    "text": "pelicans",
    "flag": True,
    "number": Decimal(777),
    "duration": "P3M",
    "edtf": parse_period("1066"),
    "node": "Oslo",
    "qualifier": "up to",
    "certainty": "count",
    "statistic": "rank",
    "unknowns": "outside",
    "change": "decrease",
    "basis": "court record",
}
# How coarse a number is and how it is worded show in its bounds.
SHOWN_BY: Final = {"stated": "value", "step": "value"}
COMPARED: Final = [field for field in FIELDS if field.name not in {"step", "stated", "conservative"}]


def test_the_figures_of_this_test_are_fifty() -> None:
    assert len(FIGURES) == 50


def test_the_table_holds_every_field_of_the_model_and_no_other() -> None:
    assert [field.name for field in FIELDS] == list(BY_NAME)
    assert set(BY_NAME) == set(Figure.model_fields)


def test_every_field_has_a_way_to_be_compared() -> None:
    bounds = {"low", "high", "step", "conservative"}
    for field in FIELDS:
        if field.compare == "own":
            assert field.name in OWN or field.name in TOGETHER, field.name
        else:
            assert field.compare in {"text", "swapped", "noted"} or field.name in bounds, field.name


@pytest.mark.parametrize("field", COMPARED, ids=lambda field: field.name)
def test_a_field_changed_alone_is_found_in_every_figure(field: Any) -> None:  # noqa: ANN401 - a row of the table
    for figure in FIGURES:
        if field.name == "share" and figure.multiple:
            continue  # a multiple is neither share nor count
        value = OTHER[field.codec] if field.codec != "flag" else not getattr(figure, field.name)
        change: dict[str, Any] = {field.name: value}
        if field.name in {"low", "high"}:
            change = {"low": Decimal(777), "high": Decimal(777), "stated": "777"}
        if field.name == "multiple" and figure.multiple:
            change["share"] = False
        changed = Figure(**{**figure.model_dump(), "period": figure.period, "as_of": figure.as_of, **change})
        found = {one.field for one in compare(figure, changed)}
        # A share of known size told as a count of that size is another value.
        assert field.label in found or (field.name == "share" and figure.base and "value" in found), (figure, changed)


@given(st.sampled_from(FIGURES))
def test_a_figure_is_no_change_of_itself(figure: Figure) -> None:
    assert list(compare(figure, figure.model_copy())) == []


@given(st.integers(100, 10**9), st.integers(2, 6))
def test_a_count_against_its_own_rounding_is_never_changed(value: int, digits: int) -> None:
    rounded = int(Decimal(value).scaleb(digits - len(str(value))).to_integral_value()) * 10 ** max(
        len(str(value)) - digits, 0
    )
    whole = value if len(str(value)) <= digits else rounded
    found = list(compare(parse_figure(f"{value:,} children"), parse_figure(f"{whole:,} children")))
    assert not any(change.stops for change in found), found


@given(st.integers(1, 99_999), st.integers(0, 2))
def test_a_share_against_its_own_rounding_is_never_changed(thousandths: int, places: int) -> None:
    exact = Decimal(thousandths) / 1000
    rounded = round(exact, places)
    if rounded > 0:
        found = list(compare(parse_figure(f"{exact:f}% of homes"), parse_figure(f"{plain(rounded)}% of homes")))
        assert not any(change.stops for change in found), found
