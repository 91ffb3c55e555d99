"""The card of a verdict: its size, what it says, and that text of records stays text inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from kg.errors import UsageError
from kg.render.card import HEIGHT, WIDTH, card
from tests.render.test_hostile import STRINGS, hostile

if TYPE_CHECKING:
    from kg.api import Graph


def texts(svg: str) -> str:
    root = ET.fromstring(svg)  # noqa: S314 - our own output
    return " ".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))


def test_a_card_says_figure_verdict_origin_and_what_limits_it(graph: Graph) -> None:
    said = texts(card(graph.trace("seed-article/rotherham").picture()))
    for part in (
        "At least 1,400 children",
        "not assessed",
        "Alexis Jay",
        "What limits it: who checked it before publication is not known",
    ):
        assert part in said


def test_a_card_of_several_claims_is_an_error(graph: Graph) -> None:
    with pytest.raises(UsageError, match="a card shows one claim"):
        card(graph.survey(document="rgi-2026").picture())


@pytest.mark.parametrize("name", STRINGS)
def test_every_text_stays_inside_the_card_and_is_text(name: str) -> None:
    root = ET.fromstring(card(hostile(STRINGS[name]).picture()))  # noqa: S314 - our own output
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "title", "rect", "text"}
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT)) == ("1200", "630")
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        assert float(element.get("y", "0")) < HEIGHT
