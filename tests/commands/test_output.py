"""Names of formats are the same in every command."""

from __future__ import annotations

import click
import pytest

from kg.commands.output import FormatName


@pytest.mark.parametrize(
    ("given", "offered", "meant"),
    [
        ("turtle", ["ttl", "nt"], "ttl"),
        ("ttl", ["turtle", "ntriples"], "turtle"),
        ("N-Triples", ["ttl", "nt"], "nt"),
        ("n-quads", ["nq"], "nq"),
        ("rdf/xml", ["json", "xml"], "xml"),
        ("md", ["table", "markdown"], "markdown"),
        ("markdown", ["md", "html"], "md"),
        ("text", ["table", "csv"], "table"),
        (".ttl", ["turtle"], "turtle"),
        ("csv", ["csv"], "csv"),
    ],
)
def test_another_name_of_a_format_is_the_one_that_the_command_offers(
    given: str, offered: list[str], meant: str
) -> None:
    assert FormatName(offered)(given) == meant


def test_an_unknown_format_is_refused_with_those_on_offer() -> None:
    with pytest.raises(click.BadParameter, match="'xyz' is not one of 'ttl', 'nt'"):
        FormatName(["ttl", "nt"])("xyz")
