"""A headline is found by its number, however either side writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import NotFoundError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("figure", "headline"),
    [
        ("50 deaths, England, 2019", "Road deaths fell to 50 in 2019"),
        ("1,200,000 people", "1.2 million people"),
        ("1.2m people", "1 200 000 people"),
        ("2½ million people", "2.5m people"),
        ("a million and a half people", "1.5 million people hit"),
        ("3 in 5 adults", "60% of adults"),
        ("60% of adults", "three in five adults"),
        ("a third of adults", "33% of adults"),
        ("£3.2bn", "cost of 3,200,000,000 pounds"),
        ("12,34,567 people", "1234567 people"),
        ("70–80,000 people", "between 70,000 and 80,000 people"),
        ("$200–250 billion", "$200bn to $250bn"),
        ("doubled", "crime has doubled"),
        ("no deaths", "zero deaths"),
        ("1e6 people", "a million people"),
        ("fourteen hundred children", "1,400 children"),
        ("at least 1,400 children", "over 1400 children"),
        ("1 in 73 people", "1 in 73 tested positive"),
        ("twice as many people", "double the number of people"),
        ("a 40% rise in crime", "crime up 40%"),
        ("every 14 seconds", "one every 14 seconds"),
        ("between a fifth and a quarter of pupils", "20-25% of pupils"),
        ("5¼ per cent of adults", "5.25% of adults"),
        ("750,000 people", "three-quarters of a million people"),
        ("4,200 per 100,000 people", "4.2% of people infected"),
        ("4.2% of people", "4,200 per 100,000 people infected"),
        ("4.2% of people", "42 in every 1,000 people"),
        ("most voters", "a majority of voters"),
        ("the majority of voters", "most voters"),
        ("300p", "costs £3"),
        ("£3", "costs 300p"),
        ("£2.50", "250 pence a litre"),
    ],
)
def test_a_claim_is_found_by_its_number_in_another_notation(tmp_path: Path, figure: str, headline: str) -> None:
    graph = kg.open(str(records(tmp_path, figure)))
    assert graph.short[graph.find(headline)[0]] == "paper/said"


@pytest.mark.parametrize("headline", ["fifty-one deaths in 2019", "5 deaths in 2019", "50% of deaths", "2019 deaths"])
def test_another_number_finds_no_claim(tmp_path: Path, headline: str) -> None:
    graph = kg.open(str(records(tmp_path, "50 deaths, England, 2019")))
    with pytest.raises(NotFoundError):
        graph.find(headline)


@pytest.mark.parametrize("headline", ["4,500 per 10,000 people", "cup costs £5"])
def test_the_base_of_a_rate_and_a_number_near_a_share_find_no_claim(tmp_path: Path, headline: str) -> None:
    for figure in ("4,200 per 100,000 people", "4.6% of people"):
        graph = kg.open(str(records(tmp_path, figure)))
        with pytest.raises(NotFoundError):
            graph.find(headline)


def records(folder: Path, figure: str) -> Path:
    """A record with the figure, beside one of horses."""
    path = folder / "r.yaml"
    claims = (
        f"  said: {{says: It is said., figure: '{figure}'}}\n  other: {{says: Another thing., figure: 777 horses}}\n"
    )
    path.write_text(f"source: paper\nclaims:\n{claims}", encoding="utf-8")
    return path
