"""Texts that are made to slow down a regular expression: what a user or a file can send takes a few seconds of processor time at most."""

from __future__ import annotations

import resource
from contextlib import suppress

import pytest

from kg.errors import HeadwaterError
from kg.figures.scan import MOST_NUMBERS, find_numbers, parse_number, scan
from kg.formats.figure_line import parse_figure, read_period
from kg.processes.child import call
from kg.render.safe import plain_text
from kg.sparql.guard import guarded, is_plain
from kg.sparql.rewrite import masked
from kg.text.reading import parse
from kg.text.statements import statements
from tests.sampling import some_at_once

SECONDS = 20
UNITS = (
    " ", "a", "1", "10,", "over ", "recommendation1", "1 ", "-", "x@", "a.", "five ", "twenty-", "per ", "£", "%", "(",
    "within ", "1 of ", "and ", "<", "#\n", '"', '\\"', "'", '"""', "\\'", ":\\", "?a", "a:", "{", "/*", "named #\n",
)  # fmt: skip
TEXTS = ('"{}', "'{}", '"""{}', "{}", "<{}", "5 children {}", "SELECT * {{ ?s ?p {} }}", 'SELECT * {{ ?s ?p "{} }}')


def checked(sparql: str) -> None:
    is_plain(sparql)
    guarded(sparql)
    masked(sparql)


@pytest.mark.parametrize("unit", some_at_once(UNITS, ["twenty-"]))
def test_reading_a_hostile_text_of_60_kilobytes_takes_seconds_at_most(unit: str) -> None:
    def read_all() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        for text in TEXTS:
            hostile = text.format(unit * (60_000 // len(unit)))
            for read in (checked, find_numbers, parse_number, parse_figure, read_period, plain_text):
                with suppress(HeadwaterError, ValueError):
                    read(hostile)

    call(read_all)


@pytest.mark.parametrize("quote", ['"', "'", '"""', "'''"])
def test_a_long_query_with_a_string_that_is_not_closed_is_refused_at_once(quote: str) -> None:
    with pytest.raises(HeadwaterError, match="not closed"):
        guarded(f"SELECT * {{ ?s ?p {quote}" + "\\'" * 30_000)


@pytest.mark.parametrize("unit", ["1 ", "five ", "5% "])
def test_of_a_sentence_that_is_made_of_numbers_the_first_hundred_are_looked_at(unit: str) -> None:
    assert 0 < len(scan(f"There were {unit * 400}children.").figures) <= MOST_NUMBERS


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["1 ", "five ", "recommendation 1 ", "over ", "of the "])
def test_an_article_of_one_hostile_sentence_of_60_kilobytes_takes_seconds_at_most(unit: str) -> None:
    def read() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        text = f"There were 5 children {unit * (60_000 // len(unit))}."
        assert statements(parse("plain", "a.txt", text.encode())).document.text

    call(read)
