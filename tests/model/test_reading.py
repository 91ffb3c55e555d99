"""What the readings of a claim or link amount to."""

from __future__ import annotations

import pytest

from kg.formats.figure_line import parse_figure
from kg.model.reading import Reading, Sighting
from kg.model.records import Claim

KG = Sighting(by="KG")


@pytest.mark.parametrize(
    ("reading", "status"),
    [
        (Reading(), "recorded"),
        (Reading(not_seen=("period",)), "recorded"),
        (Reading(unread=True), "unread"),
        (Reading(seen_in="a newspaper"), "reported"),
        (Reading(copy_read=KG, seen_in="a newspaper"), "read in a copy"),
        (Reading(second=KG), "verified"),
    ],
)
def test_what_was_done_gives_the_status(reading: Reading, status: str) -> None:
    assert str(reading.status) == status
    assert reading.was_read == (status in {"verified", "read in a copy"})


def test_a_claim_without_words_or_figure_is_only_pointed_at() -> None:
    assert str(Claim(id="a").status) == "unread"
    assert str(Claim(id="a", says="x").status) == "recorded"
    assert str(Claim(id="a", figure=parse_figure("5 owls")).status) == "recorded"
    assert str(Claim(id="a", reading=Reading(read=KG)).status) == "verified"
