"""The statements of Wikidata in its RDF: statement nodes with their values, qualifiers and references."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.formats.exchange.wikidata_statements import NAMES, Reference, Stated, day_of
from kg.rdf.statements import statements
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PROP: Final = "http://www.wikidata.org/prop/"
_CLAIM: Final = re.compile(re.escape(_PROP) + r"(P\d+)")
_RANK: Final = "http://wikiba.se/ontology#rank"
_DEPRECATED: Final = "http://wikiba.se/ontology#DeprecatedRank"
_AMOUNT, _UNIT = "http://wikiba.se/ontology#quantityAmount", "http://wikiba.se/ontology#quantityUnit"
_ONE: Final = "Q199"
_LABELS: Final = (iri("schema:name"), "http://schema.org/name", iri("rdfs:label"), iri("skos:prefLabel"))


def stated_in_rdf(path: Path) -> Iterator[Stated]:
    """Every statement node that an item leads to. Raises BadDataError for a file that cannot be parsed."""
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    labels: dict[str, str] = {}
    for one in statements(path):
        about[one.subject][one.predicate].append(one.value)
        if one.predicate in _LABELS and one.language in {"en", "mul", ""}:
            labels.setdefault(_id(one.subject), one.value)
    for subject, properties in list(about.items()):
        for predicate, nodes in list(properties.items()):
            match = _CLAIM.fullmatch(predicate)
            for node in nodes if match else ():
                name = match[1] if match else ""
                if (stated := _statement(about, labels, subject, name, node)) is not None:
                    yield stated


def _statement(
    about: dict[str, dict[str, list[str]]], labels: dict[str, str], item: str, name: str, node: str
) -> Stated | None:
    inside = about.get(node, {})
    values = inside.get(f"{_PROP}statement/{name}")
    if not values:
        return None
    quantity = about.get(next(iter(inside.get(f"{_PROP}statement/value/{name}", [])), ""), {})
    number = next(iter(quantity.get(_AMOUNT, [])), "").lstrip("+")
    unit = _id(next(iter(quantity.get(_UNIT, [])), ""))
    references = []
    for reference in inside.get(iri("prov:wasDerivedFrom"), []):
        stated = about.get(reference, {})
        address = next(iter(stated.get(f"{_PROP}reference/P854", []) or stated.get(f"{_PROP}reference/P248", [])), "")
        if address:
            references.append(Reference(address, next(iter(stated.get(f"{_PROP}reference/P304", [])), "")))
    return Stated(
        item=_id(item),
        label=labels.get(_id(item), ""),
        name=NAMES.get(name) or labels.get(name) or name,
        value=labels.get(_id(values[0]), values[0]),
        number=number,
        unit="" if unit in {_ONE, ""} else labels.get(unit, unit),
        when=day_of(next(iter(inside.get(f"{_PROP}qualifier/P585", [])), "")),
        references=tuple(references),
        deprecated=_DEPRECATED in inside.get(_RANK, []),
        place=f"{_id(item)}/{name}",
    )


def _id(node: str) -> str:
    return node.rpartition("/")[2]
