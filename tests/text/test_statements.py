"""What a page states is recorded as it says it: nothing is taken from what is near by chance."""

from __future__ import annotations

import pytest

from kg.text.reading import read_document
from kg.text.statements import Statement, statements

PAGE = """<html lang="en"><head><title>Homes</title><meta property="article:published_time" content="2024-03-14"></head>
<body><article><h1>Homes</h1><p>{}</p></article></body></html>"""


def only(text: str) -> Statement:
    """The last statement of a page with this text."""
    return statements(read_document("a.html", PAGE.format(text).encode())).statements[-1]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The fair opens on 2 April with 40 stalls in the town.", None),
        ("The fair opened on 2 March with 40 stalls in the town.", "2024-03-02"),
        ("There were 9,200 homes without a bin in December.", "2023-12"),
        ("There were 9,200 homes without a bin in May.", None),
    ],
)
def test_a_day_that_may_be_still_to_come_is_no_day_of_last_year(text: str, period: str | None) -> None:
    stated = only(text).figure
    assert stated is not None
    assert (stated.figure.period.edtf if stated.figure.period else None) == period


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A report to the environment committee said 24,500 homes were served.", None),
        ("The environment committee said 24,500 homes were served.", "environment committee"),
    ],
)
def test_whoever_receives_a_report_is_not_who_speaks(text: str, speaker: str | None) -> None:
    attribution = only(text).attribution
    assert (attribution.who if attribution else None) == speaker


def test_percentage_points_count_nothing_of_the_sentence_before() -> None:
    stated = only("About one in nine homes has no bin. It rose by up to 3 percentage points.").figure
    assert stated is not None
    assert stated.figure.unit is None
