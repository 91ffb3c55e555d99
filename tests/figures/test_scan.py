"""What the scanner reads as a figure, how, and what it passes over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.figures.scan import find_numbers, parse_number, scan

if TYPE_CHECKING:
    from kg.figures.span import Span

ISSUED = date(2024, 5, 6)


def one(text: str) -> Span:
    """The only figure of a text."""
    (span,) = scan(text, ISSUED).figures
    return span


def value(span: Span) -> float | tuple[float, float] | None:
    """The number of a figure, to two decimals."""
    if span.number is None:
        return None
    low, high = round(float(span.number.low), 2), round(float(span.number.high), 2)
    return low if low == high else (low, high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("887 000", 887_000),
        ("1 200 000", 1_200_000),
        ("12,34,567", 1_234_567),
        ("2½ million", 2_500_000),
        ("½", 50),
        ("a million and a half", 1_500_000),
        ("1.5°C", 1.5),
        ("8-second", 8),
        ("10x", 10),
        ("×10", 10),
        ("$200–250 billion", (200e9, 250e9)),
        ("$200 billion to $250 billion", (200e9, 250e9)),
        ("five to ten per cent", (5, 10)),
        ("from 130,000 to 750,000", (130_000, 750_000)),
        ("between 5% and 10%", (5, 10)),
        ("3 out of 5", 60),
        ("nine out of ten", 90),
        ("1 in 73", 1.37),
        ("1 in 2000", 0.05),
        ("$1 in $4", 25),
        ("one pupil in five", 20),
        ("2 days in 7", 28.57),
        ("every 14 seconds", 1),
        ("one every two minutes", 1),
        ("500 ml per 10–50 responses", 500),
        ("450 in 2021", 450),
        ("£9,300 in 2024", 9300),
        ("70–80,000", (70_000, 80_000)),
        ("3.1 to 3.4 billion", (3.1e9, 3.4e9)),
        ("2.6tn", 2.6e12),
        ("5¼", 5.25),
        ("doubled", 2),
        ("tripled since 2010", 3),
        ("twice as many", 2),
        ("up 82%", 82),
        ("down by a third", 33.33),
        ("a 40% rise", 40),
        ("82% more likely", 82),
        ("14 times as likely", 14),
        ("half a percentage point", 0.5),
        ("median of 12", 12),
        ("no deaths", 0),
        ("a handful of patients", None),
        ("most patients", 50),
        ("the majority of patients", 50),
        ("ranked third", 3),
        ("between a fifth and a quarter", (20, 25)),
        ("GBP 3.2m", 3.2e6),
        ("1e6", 1e6),
        ("50 in 2019", 50),
        ("100m tall", 100),
    ],
)
def test_each_way_of_writing_a_number_has_its_value(text: str, expected: float | tuple[float, float] | None) -> None:
    assert value(one(text)) == expected


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("as many as 300 people", "up to"),
        ("as few as 300 people", "at least"),
        ("well over 300 people", "more than"),
        ("just under 300 people", "less than"),
        ("close to 300 people", "about"),
        ("nowhere near 300 people", "less than"),
        ("some 300 people", "about"),
        ("no fewer than 300 people", "at least"),
        ("at most 300 people", "up to"),
        ("300 people or more", None),
        ("300 or more people", "at least"),
        ("300-odd people", "about"),
        ("most people", "more than"),
        ("jumped up to 300 people", None),
    ],
)
def test_a_hedge_is_read_with_its_number(text: str, qualifier: str | None) -> None:
    assert one(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("an estimated 300 people", "certainty", "estimate"),
        ("a median of 12 days", "statistic", "median"),
        ("an average of 12 days", "statistic", "mean"),
        ("ranked third", "statistic", "rank"),
        ("50 deaths per 100,000 people", "per", "100,000 people"),
        ("£350m a week", "interval", "week"),
        ("£9,300 in 2024", "currency", "£"),
        ("450 cases in 2022-23", "period", "2022/23"),
        ("450 cases in 2022/23", "period", "2022/23"),
        ("450 cases last year", "period", "2023"),
        ("450 cases in the year to March 2023", "period", "Apr 2022–Mar 2023"),
        ("450 cases worldwide", "area", "worldwide"),
        ("450 cases in the UK", "area", "UK"),
        ("doubled", "change", "increase"),
        ("halved", "change", "decrease"),
        ("an increase of 5%", "change", "increase"),
        ("82% more likely", "change", "increase"),
        ("52% ±3", "uncertainty", "±3"),
        ("a ratio of 2.1 (95% CI 1.2–3.4)", "uncertainty", "95% CI 1.2–3.4"),
        ("died within 28 days of a positive test, 300 people", "horizon", "within 28 days of a positive test"),
        ("26% of 940 suspects", "base", "940"),
        ("14 times as likely", "unit", "times as likely"),
        ("Homicides rose by 74 in 2019.", "unit", "homicides"),
        ("5 kg of rice", "unit", "kg of rice"),
    ],
)
def test_what_scopes_a_figure_is_read_with_it(text: str, field: str, expected: str) -> None:
    assert str(getattr(one(text), field)) == expected


def test_a_level_that_moved_is_two_figures_of_which_the_later_knows_the_earlier() -> None:
    earlier, later = scan("Deaths fell from 900 to 300.").figures
    assert (value(earlier), value(later), later.earlier) == (900, 300, Decimal(900))


def test_numbers_never_vanish_where_they_are_no_range() -> None:
    assert [value(span) for span in scan("900 to 300 people").figures] == [900, 300]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("€1,2 Mio.", "a comma that may be a decimal one"),
        ("1.200.000 people", "points between thousands"),
        ("1,2 million people", "a comma that may be a decimal one"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused_with_what_to_write(text: str, why: str) -> None:
    scanned = scan(text)
    assert scanned.figures == ()
    assert scanned.refused[0].why == why
    assert scanned.refused[0].instead


@pytest.mark.parametrize(
    ("text", "expected"), [("1.200.000 Menschen", 1_200_000), ("€1,2 Mio.", 1.2e6), ("3,5 Prozent", 3.5)]
)
def test_the_language_of_a_text_says_what_its_commas_are(text: str, expected: float) -> None:
    assert value(scan(text, locale="de").figures[0]) == expected


@pytest.mark.parametrize(
    "text", ["p < 0.05", "95% CI 1.2–3.4", "in 2019", "COVID-19", "24/7", "A4", "one of the", "3–1"]
)
def test_a_lookalike_is_no_figure(text: str) -> None:
    assert scan(text).figures == ()


def test_a_year_where_last_year_was_is_known_only_with_the_day_of_the_document() -> None:
    assert scan("300 cases last year").figures[0].period is None


@pytest.mark.parametrize(
    ("text", "low", "high", "share"),
    [
        ("1,400", 1400, 1400, False),
        ("fourteen hundred", 1400, 1400, False),
        ("1.25 million", 1_250_000, 1_250_000, False),
        ("twenty-one", 21, 21, False),
        ("37%", 37, 37, True),
        ("37 per cent", 37, 37, True),
        ("1 in 5", 20, 20, True),
        ("half", 50, 50, True),
        ("100–200", 100, 200, False),
        ("between 5 and 10", 5, 10, False),
        ("hundreds of thousands", 100_000, 999_999, False),
        ("half a million", 500_000, 500_000, False),
        ("quarter of a million", 250_000, 250_000, False),
        ("three quarters of a million", 750_000, 750_000, False),
        ("two and a half million", 2_500_000, 2_500_000, False),
        ("a dozen", 12, 12, False),
        ("two dozen", 24, 24, False),
        ("-3%", -3, -3, True),
        ("minus 40", -40, -40, False),
        ("2019", 2019, 2019, False),
        ("one", 1, 1, False),
    ],
)
def test_a_text_that_is_a_number_is_one(text: str, low: int, high: int, share: bool) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.low, number.high, number.share, number.stated) == (Decimal(low), Decimal(high), share, text)


@pytest.mark.parametrize(
    "text", ["", "many", "a", "1,400 children", "200–100", "7 in 5", "£350m", "5 6", "a half million a"]
)
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_range_keeps_its_order(one_end: int, other: int) -> None:
    low, high = sorted((one_end, other))
    assume(high % 1000 or low >= 1000)  # “70 to 80,000” shares its thousands
    number = parse_number(f"{low:,} to {high:,}")
    assert (number is None) == (low == high)
    assert number is None or (int(number.low), int(number.high)) == (low, high)


@given(st.text(max_size=200))
def test_scanning_any_text_finds_ordered_places_within_it(text: str) -> None:
    places = [(found.start, found.end) for found in find_numbers(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    assert all(0 <= span.start < span.end <= len(text) for span in scan(text, ISSUED).figures)


WORDS = st.sampled_from(
    "the 5 in 2019 of million % to between and one two half £ a rose by from people per year 1,400 10–20 more than third "
    "− ± 3.5 , . ( )".split()
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_any_order_of_its_words_is_scanned_without_a_fault(text: str) -> None:
    scanned = scan(text, ISSUED)
    assert all(text[span.start : span.end].strip() for span in scanned.figures)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Two Million Children Live in Poverty", ["Two Million"]),
        ("Ten Thousand Homes Flooded", ["Ten Thousand"]),
        ("The accident at Three Mile Island was in 1979.", []),
        ("The 25 bus drivers went on strike.", ["25"]),
        ("The 66 bus was late.", []),
        ("The UK number is 14,000.", ["14,000"]),
        ("Quote case number 14/2290.", []),
        ("There were complications in 32 (4), 21 (3) and 10 (1).", ["32", "21", "10"]),
        ("Journal of Wells 12(3): 45–60", []),
        ("The average was steps: 8,000 a day.", ["8,000"]),
        ("Repeat steps 4–6.", []),
        ("Twenty first-time buyers queued.", ["Twenty"]),
        ("It was her twenty-first birthday.", []),
    ],
)
def test_a_number_that_only_labels_is_passed_over_and_no_other(text: str, numbers: list[str]) -> None:
    found = [span.stated for span in scan(text, ISSUED).figures]
    assert [number for number in numbers if number not in found] == []
    assert bool(found) == bool(numbers)
