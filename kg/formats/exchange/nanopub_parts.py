"""The nanopublications in an RDF file, each with its head, assertion, provenance and publication info; and what is wrong with one.

The rules are those of the guidelines (nanopub.net) as the reference implementation checks them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from kg.formats.exchange.trusty_uris import code_in, code_of
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf.statements import Statement

NP: Final = "http://www.nanopub.org/nschema#"
NPX: Final = "http://purl.org/nanopub/x/"
# Where nanopublications that are not published yet have their addresses.
TEMPORARY: Final = "http://purl.org/nanopub/temp/"
PARTS: Final = {
    "assertion": f"{NP}hasAssertion",
    "provenance": f"{NP}hasProvenance",
    "publication info": f"{NP}hasPublicationInfo",
}
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_DAY: Final = r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_CLOCK: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_ZONE: Final = r"(?:Z|[+-]\d\d:\d\d)?"
_NUMBER: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_FORMS: Final = {
    "integer": r"[+-]?\d+",
    "decimal": _NUMBER,
    "double": rf"{_NUMBER}(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "boolean": "true|false|0|1",
    "date": _DAY + _ZONE,
    "time": _CLOCK + _ZONE,
    "dateTime": f"{_DAY}T{_CLOCK}{_ZONE}",
}
_TYPED: Final = {_XSD + name: re.compile(form) for name, form in _FORMS.items()}


class Nanopub(Struct, frozen=True):
    """One nanopublication: its address, the names of its graphs, and what each states."""

    uri: str
    head: str
    graphs: dict[str, tuple[str, ...]]
    content: dict[str, list[Statement]]

    def stated(self, part: str) -> list[Statement]:
        """What a part states; nothing where the head does not name exactly one graph for it."""
        names = self.graphs[part]
        return self.content.get(names[0], []) if len(names) == 1 else []

    @property
    def assertion(self) -> str:
        """The name of the assertion graph, which the provenance speaks of."""
        return self.graphs["assertion"][0]

    def statements(self) -> Iterator[Statement]:
        """Everything that it states."""
        for name in dict.fromkeys((self.head, *(graph for names in self.graphs.values() for graph in names))):
            yield from self.content.get(name, [])


def nanopubs(stated: Iterable[Statement]) -> tuple[list[Nanopub], set[str]]:
    """The nanopublications in some statements, and the graphs that belong to none."""
    content: dict[str, list[Statement]] = defaultdict(list)
    for one in stated:
        content[one.graph].append(one)
    found = []
    for graph, inside in content.items():
        heads = [
            one.subject for one in inside if one.predicate == iri("rdf:type") and one.value == f"{NP}Nanopublication"
        ]
        for uri in dict.fromkeys(heads):
            graphs = {
                part: tuple(dict.fromkeys(one.value for one in inside if (one.subject, one.predicate) == (uri, term)))
                for part, term in PARTS.items()
            }
            found.append(Nanopub(uri, graph, graphs, dict(content)))
    used = {one.head for one in found} | {name for one in found for names in one.graphs.values() for name in names}
    return found, set(content) - used


def fault(nanopub: Nanopub) -> str | None:
    """Why a nanopublication is malformed; None for a good one."""
    if not nanopub.head:
        return "its head stands in no named graph"
    for part, names in nanopub.graphs.items():
        if len(names) != 1:
            return f"its head names {len(names) or 'no'} {part} graph{'s' if names else ''}, not one"
    every = [nanopub.uri, nanopub.head, *(graph for graphs in nanopub.graphs.values() for graph in graphs)]
    if len(set(every)) != len(every):
        return "two of its graphs, or a graph and the nanopublication, have one name"
    for part in PARTS:
        if not nanopub.stated(part):
            return f"its {part} graph is empty, or has another name than its head says"
    if not _mentions(nanopub.stated("provenance"), nanopub.assertion):
        return "its provenance does not speak of its assertion"
    if not _mentions(nanopub.stated("publication info"), nanopub.uri):
        return "its publication info does not speak of the nanopublication"
    return _fault_of_value(nanopub) or _fault_of_address(nanopub)


def _mentions(stated: list[Statement], name: str) -> bool:
    return any(name in (one.subject, one.value) for one in stated)


def _fault_of_value(nanopub: Nanopub) -> str | None:
    for one in nanopub.statements():
        form = _TYPED.get(one.datatype)
        if form is not None and not form.fullmatch(one.value):
            return f"“{one.value[:40]}” is not of its type {one.datatype.removeprefix(_XSD)}"
    return None


def _fault_of_address(nanopub: Nanopub) -> str | None:
    """Where the address has a code made from the content, the content must give that code."""
    code = code_in(nanopub.uri)
    if code is None:
        return None
    found = code_of(nanopub.statements(), code)
    return (
        None if found == code else f"its content was changed: its trusty URI says {code}, and the content gives {found}"
    )
