"""A claim is found by what a headline says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

import kg
from kg.errors import AmbiguousError, NotFoundError
from kg.search.documents import address
from kg.search.words import close_words

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph

RECORDS = """
source: survey
title: The owl survey
kind: report
publisher: Owl Trust
issued: 2020-05
url: https://www.owls.example/survey/?id=7
same as: ["https://doi.org/10.1234/owls"]
claims:
  leeds: {says: Owls counted in the city., figure: "1,400 owls, Leeds, 2019, count"}
  share: {says: Most of them were barn owls., figure: "two-thirds of owls, Leeds"}
---
source: paper
title: Owls everywhere
issued: 2022
claims:
  leeds: {says: Repeats the owls of Leeds., figure: "1,400 owls, Leeds", leans on: [{cites: survey/leeds}]}
  york: {says: Owls counted in York., figure: "1,400 owls, York"}
  shire: {says: Owls in the county., figure: "90,000 owls, Yorkshire"}
---
source: film
title: A night with nightjars
---
areas:
  - {area: leeds, name: Leeds, within: yorkshire}
  - {area: york, name: York, within: yorkshire}
  - {area: yorkshire, name: Yorkshire}
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    path: Path = tmp_path_factory.mktemp("owls") / "owls.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    return kg.open(str(path))


def found(graph: Graph, text: str) -> str:
    node, _ = graph.find(text)
    return graph.short[node]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("1,400 owls in York", "paper/york"),
        ("YORK: fourteen hundred owls", "paper/york"),
        ("1400 ows york", "paper/york"),
        ("66.7% of owls", "survey/share"),
        ("two thirds of the owls in leeds", "survey/share"),
        ("67", "survey/share"),
        ("ninety thousand owls", "paper/shire"),
        ("nightjars", "film"),
        ("survey/leeds", "survey/leeds"),
    ],
)
def test_the_claim_that_fits_best_is_found(graph: Graph, text: str, claim: str) -> None:
    assert found(graph, text) == claim


@pytest.mark.parametrize("text", ["1,500 owls in York", "zebras", "1,400,000 owls"])
def test_another_number_or_place_is_another_claim(graph: Graph, text: str) -> None:
    with pytest.raises(NotFoundError):
        graph.find(text)


def test_a_year_in_a_headline_is_not_taken_for_its_number(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(
        "source: roads\nclaims:\n"
        "  fifty: {says: Road deaths in the year., figure: '50 deaths, Scotland, 2019, count'}\n"
        "  sixty: {says: Road deaths in the year., figure: '60 deaths, Scotland, 2018, count'}\n",
        encoding="utf-8",
    )
    assert found(kg.open(str(path)), "Road deaths fell to 50 in 2019") == "roads/fifty"


def test_one_number_about_two_places_is_for_the_reader_to_choose(graph: Graph) -> None:
    with pytest.raises(AmbiguousError) as caught:
        graph.find("1,400 owls")
    assert {line.split()[0] for line in caught.value.candidates} == {"survey/leeds", "paper/leeds", "paper/york"}


def test_of_restatements_the_one_whose_lineage_holds_the_others_leads(graph: Graph) -> None:
    assert found(graph, "1,400 owls in Leeds") == "paper/leeds"


def test_what_came_out_later_is_not_looked_for(graph: Graph) -> None:
    assert graph.trace("1,400 owls in Leeds", as_of="2021").claim.id == "survey/leeds"


@pytest.mark.parametrize(
    "text",
    [
        "https://owls.example/survey?id=7",
        "owls.example/survey/?id=7&utm_source=x#top",
        "doi:10.1234/owls",
        "10.1234/owls",
    ],
)
def test_a_page_is_found_however_its_address_is_written(graph: Graph, text: str) -> None:
    with pytest.raises(AmbiguousError) as caught:
        graph.find(text)
    assert [line.split()[0] for line in caught.value.candidates] == ["survey/leeds", "survey/share"]


def test_an_unknown_address_is_said_so(graph: Graph) -> None:
    with pytest.raises(NotFoundError, match="nothing is recorded"):
        graph.find("https://elsewhere.example/")


def test_the_name_of_an_area_is_no_claim(graph: Graph) -> None:
    with pytest.raises(AmbiguousError):
        graph.find("leeds")


def test_pages_are_told_apart_by_what_they_ask_for() -> None:
    assert address("https://x.example/a?p=1") != address("https://x.example/a?p=2")
    assert address("http://www.X.example/a/") == address("x.example/a")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("abcdeé", min_size=0, max_size=8), st.lists(st.text("abcdeé", max_size=8), max_size=30))
def test_slips_of_the_keyboard_are_those_that_the_library_finds(word: str, vocabulary: list[str]) -> None:
    found = process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=78.0, limit=5)
    assert close_words(word, vocabulary) == ([other for other, _, _ in found] if len(word) >= 4 else [])
