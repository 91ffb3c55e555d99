"""Every way of writing a number that the grammar promises: one row each, with all the fields that it has in a sentence and on a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from kg.compare.drift import compare
from kg.figures.scan import find_numbers, scan
from kg.formats.figure_line import parse_figure
from kg.formats.figure_writing import figure_line

if TYPE_CHECKING:
    from kg.figures.span import Span
    from kg.model.figure import Figure

ISSUED: Final = date(2024, 3, 1)
UP, DOWN = "increase", "decrease"

# The wording, its value or range, whether it is a share or a multiple, and its other fields.
ROWS: Final[list[tuple[str, Any, str, dict[str, str]]]] = [
    ("887 000 people", 887_000, "count", {"unit": "people"}),
    ("1 200 000 people", 1_200_000, "count", {"unit": "people"}),
    ("12,34,567 people", 1_234_567, "count", {"unit": "people"}),
    ("2½ million people", 2_500_000, "count", {"unit": "people"}),
    ("½ of adults", 50, "share", {"unit": "adults"}),
    ("a million and a half people", 1_500_000, "count", {"unit": "people"}),
    ("1.5°C", 1.5, "count", {"unit": "°C"}),
    ("10x", 10, "multiple", {}),
    ("×10", 10, "multiple", {}),
    ("$200–250 billion", (200e9, 250e9), "count", {"unit": "$"}),
    ("$200 billion to $250 billion", (200e9, 250e9), "count", {"unit": "$"}),
    ("five to ten per cent", (5, 10), "share", {}),
    ("from 130,000 to 750,000", (130_000, 750_000), "count", {}),
    ("between 5% and 10%", (5, 10), "share", {}),
    ("3 out of 5 adults", 60, "share", {"unit": "adults"}),
    ("nine out of ten", 90, "share", {}),
    ("1 in 73", 1.37, "share", {}),
    ("$1 in $4", 25, "share", {"unit": "$"}),
    ("every 14 seconds", 1, "count", {"interval": "14 seconds"}),
    ("one every two minutes", 1, "count", {"interval": "two minutes"}),
    ("450 cases in 2022/23", 450, "count", {"unit": "cases", "period": "2022/23"}),
    ("450 cases in 2022-23", 450, "count", {"unit": "cases", "period": "2022/23"}),
    ("450 in 2021", 450, "count", {"period": "2021"}),
    ("£9,300 in 2024", 9300, "count", {"unit": "£", "period": "2024"}),
    ("50 in 2019", 50, "count", {"period": "2019"}),
    ("1 in 2000", 0.05, "share", {}),
    ("one pupil in five", 20, "share", {"unit": "pupil"}),
    ("2 days in 7", 28.57, "share", {"unit": "days"}),
    ("70–80,000", (70_000, 80_000), "count", {}),
    ("3.1 to 3.4 billion", (3.1e9, 3.4e9), "count", {}),
    ("2.6tn", 2.6e12, "count", {}),
    ("5¼", 5.25, "count", {}),
    ("300 deaths last year", 300, "count", {"unit": "deaths", "period": "2023"}),
    ("300 deaths worldwide", 300, "count", {"unit": "deaths", "area": "World"}),
    ("300 deaths in the UK", 300, "count", {"unit": "deaths", "area": "UK"}),
    ("doubled", 2, "multiple", {"change": UP}),
    ("tripled since 2010", 3, "multiple", {"change": UP, "period": "2010/.."}),
    ("twice as many", 2, "multiple", {"unit": "as many"}),
    ("up 82%", 82, "share", {"change": UP}),
    ("down by a third", 33.33, "share", {"change": DOWN}),
    ("a 40% rise", 40, "share", {"change": UP}),
    ("82% more likely", 82, "share", {"change": UP, "unit": "likely"}),
    ("14 times as likely", 14, "multiple", {"unit": "times as likely"}),
    ("half a percentage point", 0.5, "share", {}),
    ("median of 12", 12, "count", {"statistic": "median"}),
    ("an average of 12", 12, "count", {"statistic": "mean"}),
    ("as many as 12", 12, "count", {"qualifier": "up to"}),
    ("as few as 12", 12, "count", {"qualifier": "at least"}),
    ("an estimated 12", 12, "count", {"certainty": "estimate"}),
    ("well over 12", 12, "count", {"qualifier": "more than"}),
    ("just under 12", 12, "count", {"qualifier": "less than"}),
    ("close to 12", 12, "count", {"qualifier": "about"}),
    ("nowhere near 12", 12, "count", {"qualifier": "less than"}),
    ("some 12", 12, "count", {"qualifier": "about"}),
    ("no fewer than 12", 12, "count", {"qualifier": "at least"}),
    ("at most 12", 12, "count", {"qualifier": "up to"}),
    ("12 or more", 12, "count", {"qualifier": "at least"}),
    ("no deaths", 0, "count", {"unit": "deaths"}),
    ("a handful of patients", None, "count", {"unit": "patients"}),
    ("most patients", 50, "share", {"qualifier": "more than", "unit": "patients"}),
    ("the majority of patients", 50, "share", {"qualifier": "more than", "unit": "patients"}),
    ("ranked third", 3, "count", {"statistic": "rank", "unit": "rank"}),
    ("between a fifth and a quarter", (20, 25), "share", {}),
    ("GBP 3.2m", 3.2e6, "count", {"unit": "£"}),
    ("1e6", 1e6, "count", {}),
    ("52% ±3", 52, "share", {"uncertainty": "±3"}),
    ("300 older people", 300, "count", {"unit": "older people"}),
    ("300 more people", 300, "count", {"change": UP, "unit": "people"}),
]
# Wordings that a line has and a sentence words otherwise, or the other way round.
ON_A_LINE_ONLY: Final = [
    ("50 per 100,000 people", 50, "count", {"unit": "per 100,000 people"}),
    ("500 ml per 10–50 responses", 500, "count", {"unit": "ml per 10–50 responses"}),
    ("fell from 900 to 300", 300, "count", {"earlier": "900"}),
    ("an 8-second delay", 8, "count", {"unit": "second delay"}),
]
IN_SENTENCES_ONLY: Final = [
    ("2022/23: 450 cases", 450, "count", {"unit": "cases", "period": "2022/23"}),
    ("an 8-second delay", 8, "count", {"unit": "second"}),
    ("50 per 100,000 people", 50, "count", {"per": "100,000 people"}),
    ("500 ml per 10–50 responses", 500, "count", {"unit": "ml", "per": "10–50 responses"}),
    ("a ratio of 2.1 (95% CI 1.2–3.4; p < 0.05)", 2.1, "count", {"uncertainty": "95% CI 1.2–3.4"}),
]
_FIELDS: Final = (
    "qualifier",
    "certainty",
    "statistic",
    "change",
    "unit",
    "per",
    "interval",
    "period",
    "area",
    "earlier",
    "uncertainty",
)


def told(of: Span | Figure, low: Decimal | None, high: Decimal | None, kind: str) -> tuple[Any, str, dict[str, str]]:
    """The value, the kind and the other fields that a figure states."""
    ends = [round(float(end), 2) for end in (low, high) if end is not None]
    value = None if not ends else ends[0] if ends[0] == ends[1] else tuple(ends)
    stated = {name: getattr(of, name, None) for name in _FIELDS}
    texts = {name: getattr(found, "text", None) or str(found) for name, found in stated.items() if found is not None}
    return value, kind, texts


@pytest.mark.parametrize(("text", "value", "kind", "fields"), [*ROWS, *IN_SENTENCES_ONLY], ids=str)
def test_a_wording_in_a_sentence_has_all_its_fields(text: str, value: Any, kind: str, fields: dict[str, str]) -> None:  # noqa: ANN401
    (span,) = scan(text, ISSUED).figures
    number = span.number
    found = "multiple" if span.multiple else "share" if span.share else "count"
    expected = fields | ({"area": "worldwide"} if fields.get("area") == "World" else {})
    assert told(span, number.low if number else None, number.high if number else None, found) == (value, kind, expected)


@pytest.mark.parametrize(("text", "value", "kind", "fields"), [*ROWS, *ON_A_LINE_ONLY], ids=str)
def test_a_wording_on_a_line_has_all_its_fields(text: str, value: Any, kind: str, fields: dict[str, str]) -> None:  # noqa: ANN401
    figure = parse_figure(text, ISSUED)
    found = "multiple" if figure.multiple else "share" if figure.share else "count"
    assert told(figure, figure.low, figure.high, found) == (value, kind, fields)


def test_a_level_that_fell_is_two_figures_in_a_sentence() -> None:
    was, now = scan("Deaths fell from 900 to 300.").figures
    assert [span.number.low if span.number else None for span in (was, now)] == [900, 300]
    assert (was.earlier, now.earlier) == (None, Decimal(900))


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [("1.200.000", "de", 1_200_000), ("€1,2 Mio.", "de", 1.2e6), ("1.200.000", "es", 1.2e6)],
)
def test_points_between_thousands_are_read_where_a_language_says_so(text: str, locale: str, value: float) -> None:
    assert [float(found.number.low) for found in find_numbers(text, locale)] == [value]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("€1,2 Mio.", "“1,2” (column 2) has a comma that may be a decimal one; write it as 1.2"),
        ("1.200.000 people", "“1.200.000” (column 1) has points between thousands; write it as 1,200,000"),
        (
            "95% CI 1.2–3.4",
            "“95% CI 1.2–3.4” (column 1) is a margin of error; write it after its figure: 52%, 95% CI 48–56",
        ),
        ("p < 0.05", "“p < 0.05” (column 1) is a test statistic and no figure of the claim; leave it out"),
        (
            "300 to people",
            "“to people” (column 5) is not part of a unit; a range goes from low to high; write it as: 300–900 people",
        ),
        ("300 deaths million", "“million” (column 12) is a scale without its number; write it as: 1.2 million people"),
        (
            "300 deaths in town 2019 plans",
            "“2019” (column 20) is a year within the unit; write it after a comma: …, 2019",
        ),
        ("1,400 children 5", "“5” (column 16) is a second number; write each number as a figure of its own"),
        (
            "1273 of 236 cases",
            "“236” (column 9) is smaller than 1273, though it is given as the whole of it; write it as: 236 of 1273 cases",
        ),
    ],
)
def test_what_a_line_cannot_say_is_refused_with_the_words_their_column_and_what_to_write(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"\(column") as error:
        parse_figure(text)
    assert str(error.value).startswith(words)


def test_last_year_needs_the_day_of_the_document_on_a_line() -> None:
    with pytest.raises(
        ValueError, match=r"“last year” \(column 12\) says no year by itself; write it as a year: …, 2023"
    ):
        parse_figure("300 deaths last year")


@pytest.mark.parametrize(
    "text",
    [
        "in 2019",
        "between 1997 and 2013",
        "on 5 May 2020",
        "on 12/06/2021",
        "2021-05-04",
        "COVID-19",
        "Article 8",
        "open 24/7",
        "after 9/11",
        "on A4 paper",
        "see page 12",
        "pp. 12–14",
        "in reference [23]",
        "call 020 7946 0018",
        "call +44 20 7946 0018",
        "Windows 11",
        "Python 3.12",
        "version 3.2.1",
        "the Boeing 737",
        "the 21st century",
        "the 3rd Battalion",
        "the fourth quarter of 2022",
        "one of the oldest towns",
        "won 3–1",
        "a 2-0 defeat",
        "p < 0.05",
        "95% CI 1.2–3.4",
        "children aged 12 to 15",
        "under the age of five",
        "a five-decade low",
        "a 219-page report",
        "clause 5(2)",
        "221B Baker Street",
        "she turned 45",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert scan(f"It was {text}, he said.", ISSUED).figures == ()
    assert scan(text, ISSUED).figures == ()


@pytest.mark.parametrize("text", [row[0] for row in (*ROWS, *ON_A_LINE_ONLY)])
def test_a_wording_reads_the_same_after_it_was_written(text: str) -> None:
    figure = parse_figure(text, ISSUED)
    assert parse_figure(figure_line(figure)) == figure


@pytest.mark.parametrize("text", [row[0] for row in (*ROWS, *ON_A_LINE_ONLY)])
def test_a_wording_is_no_change_of_itself(text: str) -> None:
    assert list(compare(parse_figure(text, ISSUED), parse_figure(text, ISSUED))) == []
