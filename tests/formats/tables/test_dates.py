"""Dates as people write them."""

from __future__ import annotations

import pytest

from kg.formats.tables.dates import EITHER, NOT_A_DATE, SHORT, DateOrder, Unclear, read_date


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024/3/5", "2024-03-05"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("2024-03-05T10:00:00Z", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("Tuesday, 5th of March 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("Mar 5th, 2024 at 10", None),
        ("5-Mar-2024", "2024-03-05"),
        ("Sept 2024", "2024-09"),
        ("25/12/2024", "2024-12-25"),
        ("12/25/2024", "2024-12-25"),
        ("5.3.2024", "2024-03-05"),
        ("05/05/2024", "2024-05-05"),
        ("25/12/2024 10:15", "2024-12-25"),
        ("5 de marzo de 2024", "2024-03-05"),
        ("5. März 2024", "2024-03-05"),
        ("31/02/2024", None),
        ("last week", None),
    ],
)
def test_a_date_is_read_as_fine_as_it_is_written(text: str, edtf: str | None) -> None:
    assert read_date(text, None) == (edtf or NOT_A_DATE)


def test_a_date_that_can_be_meant_two_ways_is_not_guessed() -> None:
    assert read_date("05/04/2024", None) == EITHER
    assert read_date("05/04/2024", day_first=True) == "2024-04-05"
    assert read_date("05/04/2024", day_first=False) == "2024-05-04"
    assert read_date("05/04/24", day_first=True) == SHORT
    assert isinstance(read_date("x", None), Unclear)


@pytest.mark.parametrize(
    ("column", "decided"),
    [
        (["01/02/2024", "25/02/2024"], True),
        (["01/02/2024", "02/25/2024"], False),
        (["01/02/2024", "03/03/2024"], None),
        (["25/02/2024", "02/25/2024"], None),
        (["1.2.2024"], True),
    ],
)
def test_the_order_is_decided_from_the_whole_column(column: list[str], decided: bool | None) -> None:
    order = DateOrder()
    for text in column:
        order.look(text)
    assert order.decided is decided
