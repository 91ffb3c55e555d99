"""PROV as the `prov` package writes and reads it: every kind of statement means to us what it means to that package."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prov.model import (
    ProvAttribution,
    ProvDerivation,
    ProvDocument,
    ProvGeneration,
    ProvInfluence,
    ProvSpecialization,
    ProvUsage,
)

import kg
from kg.lineage.gather import unique

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model.records import Records

# The package calls parts of rdflib that are about to be renamed.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

BASE = "https://e.org/"
ENTITIES = [f"ex:e{number}" for number in range(5)]
RUNS = ["ex:run1", "ex:run2"]
AGENTS = ["ex:lab", "ex:boss"]
RELATIONS = {"prov:PrimarySource": "cites", "prov:Quotation": "quotes"}
WHEN = "2024-03-01T00:00:00"

# What is said of two things, as the package takes it; where a part may be left out, both forms are tried.
STATEMENTS: dict[str, tuple[list[str], list[str], Callable[[ProvDocument, str, str], Any]]] = {
    "derivation": (ENTITIES, ENTITIES, lambda d, a, b: d.wasDerivedFrom(a, b)),
    "derivation by an activity": (ENTITIES, ENTITIES, lambda d, a, b: d.wasDerivedFrom(a, b, activity="ex:run1")),
    "derivation with a role": (
        ENTITIES,
        ENTITIES,
        lambda d, a, b: d.wasDerivedFrom(a, b, other_attributes={"prov:role": "input"}),
    ),
    "primary source": (ENTITIES, ENTITIES, lambda d, a, b: d.hadPrimarySource(a, b)),
    "quotation": (ENTITIES, ENTITIES, lambda d, a, b: d.wasQuotedFrom(a, b)),
    "revision": (ENTITIES, ENTITIES, lambda d, a, b: d.wasRevisionOf(a, b)),
    "generation": (ENTITIES, RUNS, lambda d, a, b: d.wasGeneratedBy(a, b)),
    "generation at a time": (ENTITIES, RUNS, lambda d, a, b: d.wasGeneratedBy(a, b, time=WHEN)),
    "usage": (RUNS, ENTITIES, lambda d, a, b: d.used(a, b)),
    "usage at a time": (RUNS, ENTITIES, lambda d, a, b: d.used(a, b, time=WHEN)),
    "attribution": (ENTITIES, AGENTS, lambda d, a, b: d.wasAttributedTo(a, b)),
    "attribution with a role": (
        ENTITIES,
        AGENTS,
        lambda d, a, b: d.wasAttributedTo(a, b, other_attributes={"prov:role": "author"}),
    ),
    "association": (RUNS, AGENTS, lambda d, a, b: d.wasAssociatedWith(a, b)),
    "delegation": (AGENTS, AGENTS, lambda d, a, b: d.actedOnBehalfOf(a, b)),
    "influence": (ENTITIES, ENTITIES, lambda d, a, b: d.wasInfluencedBy(a, b)),
    "specialization": (ENTITIES, ENTITIES, lambda d, a, b: d.specializationOf(a, b)),
    "alternate": (ENTITIES, ENTITIES, lambda d, a, b: d.alternateOf(a, b)),
    "membership": (ENTITIES, ENTITIES, lambda d, a, b: d.hadMember(a, b)),
    "communication": (RUNS, RUNS, lambda d, a, b: d.wasInformedBy(a, b)),
    "invalidation": (ENTITIES, RUNS, lambda d, a, b: d.wasInvalidatedBy(a, b)),
}


def document(statements: list[tuple[str, str, str]]) -> ProvDocument:
    made = ProvDocument()
    made.add_namespace("ex", BASE)
    for name in ENTITIES:
        made.entity(name)
    for name in RUNS:
        made.activity(name)
    for name in AGENTS:
        made.agent(name)
    for kind, one, other in statements:
        STATEMENTS[kind][2](made, one, other)
    return made


def by_the_package(text: str) -> dict[str, set[tuple[str, ...]]]:
    """What the package reads in a file: links of evidence, what activities connect, and what is said of works."""
    read = ProvDocument.deserialize(content=text, format="rdf", rdf_format="trig")
    found: dict[str, set[tuple[str, ...]]] = {
        name: set() for name in ("links", "revisions", "editions", "authors", "influences", "generated", "used")
    }
    for record in (one for part in (read, *read.bundles) for one in part.get_records()):
        types = {str(value) for name, value in record.attributes if str(name) == "prov:type"}
        pair = tuple(getattr(end, "uri", "") for end in record.args[:2])
        if isinstance(record, ProvDerivation):
            if "prov:Revision" in types:
                found["revisions"].add(pair)
            else:
                relation = next((RELATIONS[one] for one in types if one in RELATIONS), "derives-from")
                found["links"].add((*pair, relation))
        for kind, name in (
            (ProvSpecialization, "editions"),
            (ProvAttribution, "authors"),
            (ProvInfluence, "influences"),
            (ProvGeneration, "generated"),
            (ProvUsage, "used"),
        ):
            if type(record) is kind:
                found[name].add(pair)
    return found


def by_us(path: Path) -> Records:
    graph = kg.open(path)
    return unique(graph.store.records(graph.store.nodes()))


def agree(statements: list[tuple[str, str, str]]) -> None:
    text = str(document(statements).serialize(format="rdf", rdf_format="trig"))
    theirs = by_the_package(text)
    with TemporaryDirectory() as place:
        path = Path(place, "prov.trig")
        path.write_text(text, encoding="utf-8")
        ours = by_us(path)
    through = {
        (entity, used) for entity, run in theirs["generated"] for user, used in theirs["used"] if user == run != used
    }
    links = {(link.source, link.target, str(link.relation)) for link in ours.links}
    # A finer statement of two works stands for a plain derivation; what an activity used is worked from.
    expected = {(one, other) for one, other, _ in theirs["links"]} | through
    revised = theirs["revisions"]
    assert {(one, other) for one, other, _ in links} - revised - {(one, one) for one, _, _ in links} == (
        expected - revised - {(one, one) for one, _ in expected}
    )
    assert {one for one in links if one[2] in {"cites", "quotes"}} >= {
        one for one in theirs["links"] if one[2] == "quotes" and one[0] != one[1]
    }
    sources = {source.id: source for source in ours.sources}
    for field, name in (("revision_of", "revisions"), ("edition_of", "editions"), ("influenced_by", "influences")):
        stated = {(node, other) for node, source in sources.items() for other in getattr(source, field)}
        assert stated == theirs[name], field
    assert {(node, other) for node, source in sources.items() for other in source.authors} == theirs["authors"]


@pytest.mark.parametrize("kind", sorted(STATEMENTS))
def test_one_statement_is_read_as_the_package_reads_it(kind: str) -> None:
    ones, others, _ = STATEMENTS[kind]
    agree([(kind, ones[0], next(other for other in others if other != ones[0]))])


def test_what_an_activity_used_is_what_its_entity_was_worked_from() -> None:
    agree([("generation", "ex:e0", "ex:run1"), ("usage", "ex:run1", "ex:e1"), ("usage at a time", "ex:run1", "ex:e2")])


statement = st.sampled_from(sorted(STATEMENTS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.sampled_from(STATEMENTS[kind][0]), st.sampled_from(STATEMENTS[kind][1]))
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(statement.filter(lambda one: one[1] != one[2]), min_size=1, max_size=8, unique=True))
def test_documents_of_several_statements_are_read_as_the_package_reads_them(
    statements: list[tuple[str, str, str]],
) -> None:
    agree(statements)
