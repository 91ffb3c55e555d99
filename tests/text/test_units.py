"""What a figure counts where the words beside it do not say so."""

from __future__ import annotations

import pytest

from kg.text.reading import read_document
from kg.text.statements import statements


@pytest.mark.parametrize(
    ("text", "number", "unit", "carried"),
    [
        ("In 2023, 4,120 people used the ferry. In 2019 the number was 6,300.", "6,300", "people", True),
        ("We asked 412 workers on 37 farms. More than half of them (54 per cent) had paid.", "54 per cent", "workers", True),
        ("In a poll of residents, 61 per cent said yes and 12 per cent had no view.", "61 per cent", "residents", False),
        ("The share of homes without a lift is put at 19%.", "19%", "homes without a lift", False),
        ("In Orrin 1,400 homes stood empty; Sull Bay’s estimate exceeded 1,000.", "1,000", "homes", True),
        ("Of last year's leavers, 94% went to college.", "94%", "leavers", False),
        ("The report says that “attendance rose to 71%”.", "71%", "attendance", False),
        ("We met 24 wards for two years. There were 512 fallings.", "512", "fallings", False),
        ("Lantern will spend £9.4 million and will open 150 of them.", "150", None, False),
    ],
)  # fmt: skip
def test_a_figure_counts_what_its_sentence_or_the_one_before_says(
    text: str, number: str, unit: str | None, carried: bool
) -> None:
    found = statements(read_document("page.txt", text.encode())).statements
    one = next(one for one in found if one.figure and one.figure.figure.number == number)
    assert one.figure is not None
    assert one.figure.figure.unit == unit
    assert ("unit" in {context.field for context in one.context}) is carried


def test_the_head_of_a_list_says_what_its_items_give() -> None:
    text = "# Tickets\n\nWhat was sold (number of tickets):\n\n- Adult: 1,200\n- Child: 310\n"
    found = statements(read_document("page.md", text.encode())).statements
    assert [one.figure.figure.unit for one in found if one.figure] == ["tickets", "tickets"]
    assert [one.context[-1].where for one in found if one.figure] == ["the head of the list"] * 2


def test_each_place_of_a_list_has_its_own_figure() -> None:
    text = "The share of homes without a car was 19%. In Northray it is 34%, in Scarsby 28%."
    found = statements(read_document("page.txt", text.encode())).statements
    assert [one.figure.figure.area for one in found if one.figure][1:] == ["Northray", "Scarsby"]


def test_a_time_behind_a_semicolon_is_of_the_figures_there() -> None:
    text = "There were fewer than 40 inspectors; in 2015 there were 65."
    found = statements(read_document("page.txt", text.encode())).statements
    assert [str(one.figure.figure.period or "") for one in found if one.figure] == ["", "2015"]


def test_a_place_before_a_semicolon_is_not_taken_for_what_another_place_states_behind_it() -> None:
    text = "In Orrin 1,400 homes stood empty; Sull Bay’s estimate exceeded 1,000."
    found = statements(read_document("page.txt", text.encode())).statements
    assert [one.figure.figure.area for one in found if one.figure] == ["Orrin", None]
