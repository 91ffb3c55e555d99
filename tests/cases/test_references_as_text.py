"""References given as text are references: an identifier or address is that source, any other is one not identified."""

from __future__ import annotations

from tests.cases.judged import opened, traced

CASE, CLAIM = "references-as-text", "https://e.org/c"


def test_each_is_counted_and_ends_where_nobody_has_traced_further() -> None:
    told = traced(CASE, CLAIM, "records.ttl")
    assert told["works_cited"] == 4
    assert {end["kind"] for end in told["ends"]} == {"not traced further"}
    assert len(told["ends"]) == 4


def test_an_identifier_or_address_is_that_source() -> None:
    nodes = {node["id"] for node in traced(CASE, CLAIM, "records.ttl")["nodes"]}
    assert nodes >= {"https://doi.org/10.1000/abc", "http://e.org/x"}


def test_any_other_is_shown_as_a_reference_not_identified() -> None:
    shown = str(opened(CASE, "records.ttl").trace(CLAIM))
    assert "Reference not identified: Doe J (2019) Counting children. J Stat 3:1-9" in " ".join(shown.split())
    assert "Reference not identified: ONS 2023 release" in " ".join(shown.split())
    assert "gives 4 references" in " ".join(shown.split())


def test_what_describes_the_thing_itself_is_no_reference() -> None:
    assert "Smith 2001" not in str(opened(CASE, "records.ttl").trace(CLAIM))


def test_no_reference_given_is_never_said() -> None:
    shown = str(opened(CASE, "records.ttl").trace(CLAIM)).lower()
    assert "no reference" not in shown
    assert "no source" not in shown.replace("names no source", "")
