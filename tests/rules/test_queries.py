"""The named queries: each says what it answers, is distinct, and answers over the seeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import NotFoundError, QueryError
from kg.resources import ontology, seeds
from kg.rules.queries import is_query_name, named_queries, query_of, read_query

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import Graph
    from kg.rules.queries import NamedQuery

# No page in the seeds repeats a figure of theirs that its maker took back.
NO_ROWS_OVER_THE_SEEDS = frozenset({"taken-back-still-repeated"})

WITHDRAWN = """\
agents:
  - {agent: owl-office, name: Owl Office, kind: office}
---
source: census
title: Owl census
authors: owl-office
issued: 2020
claims:
  owls: {says: There are 40 owls., figure: 40 owls}
---
source: notice
title: Notice
authors: owl-office
issued: 2021
claims:
  withdrawal:
    says: The figure of 40 owls is withdrawn.
    speaks to:
      - withdraws: census/owls
---
source: article
title: Article
issued: 2022
claims:
  owls:
    says: There are 40 owls.
    figure: 40 owls
    leans on:
      - cites: census/owls
"""

each_query = pytest.mark.parametrize("query", named_queries(), ids=lambda query: query.name)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return kg.open(str(seeds()))


@each_query
def test_a_query_says_what_it_answers_in_one_line_and_is_distinct(query: NamedQuery) -> None:
    assert is_query_name(query.name)
    assert query.answers.endswith(".")
    assert max(map(len, query.sparql.splitlines())) <= 200
    # A triple in two graphs is two solutions under a union default graph.
    assert re.search(r"\bSELECT DISTINCT\b", query.sparql)


@each_query
def test_a_query_has_rows_over_the_seeds_and_none_twice(query: NamedQuery, graph: Graph) -> None:
    rows = graph.query(query.sparql, facts=True).rows
    assert bool(rows) == (query.name not in NO_ROWS_OVER_THE_SEEDS)
    assert len(rows) == len(set(rows))


def test_a_figure_that_was_withdrawn_and_is_still_cited_is_listed_with_the_date_of_the_citing_page(
    tmp_path: Path,
) -> None:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/"\n', encoding="utf-8")
    (tmp_path / "owls.yaml").write_text(WITHDRAWN, encoding="utf-8")
    graph = kg.open(str(tmp_path))
    rows = graph.query(query_of("taken-back-still-repeated").sparql, facts=True).rows
    assert [(graph.short[row[0] or ""], graph.short[row[2] or ""], row[3]) for row in rows] == [
        ("article/owls", "census/owls", "withdrawn")
    ]


def test_there_are_ten_and_every_file_is_one() -> None:
    assert len(named_queries()) == len(list(ontology("queries").iterdir())) == 10


def test_facts_are_asked_beside_the_data_and_never_added_to_it(graph: Graph) -> None:
    derived = "ASK { ?claim hw:backing ?level ; schema:text ?says }"
    assert graph.query(derived, facts=True).boolean
    assert not graph.query(derived).boolean


def test_the_figure_in_most_works_is_the_one_that_most_works_repeat(graph: Graph) -> None:
    first = graph.query(query_of("circulated-furthest").sparql, facts=True).rows[0]
    assert graph.short[first[0] or ""] == "jay-2014/children-exploited"


def test_a_hedge_that_an_article_dropped_is_listed_and_a_count_repeated_as_such_is_not(graph: Graph) -> None:
    rows = graph.query(query_of("hedge-lost").sparql, facts=True).rows
    claims = {graph.short[row[0] or ""] for row in rows}
    assert "daily-mail-2018/victims-in-one-town" in claims
    assert "star-2014/years-with-data" not in claims


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="hedge-lost"):
        query_of("hedge-lots")


def test_a_file_that_does_not_say_what_it_is_for_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bare.rq"
    path.write_text("SELECT * {}", encoding="utf-8")
    with pytest.raises(QueryError, match="begins with"):
        read_query(path)
