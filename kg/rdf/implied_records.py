"""What other people's RDF says about making without our words for it.

An activity that used several entities is a needs-all group; the target of `prov:hadPrimarySource`, and a dataset that
leans on nothing, are made where they stand, working not known, unless more is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model.link import Group, Link
from kg.model.records import Making
from kg.model.words import Relation
from kg.rdf.identity import belonging, digest
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Container

    from kg.model.records import Records
    from kg.rdf.read import Reader

_DATASET = iri("dcat:Dataset")


def implied(reader: Reader, found: Records, primary: Container[str]) -> None:
    """Add the makings that foreign triples imply; `primary` holds what is somebody's primary source."""
    asserting = {link.source for link in found.links}

    def origin(node: str) -> bool:
        types = {text for text, _ in reader.described.get(node, {}).get(iri("rdf:type"), ())}
        return node not in asserting and (node in primary or _DATASET in types)

    made = {"making": Making()}
    found.claims = [c.model_copy(update=made) if c.making is None and origin(c.id) else c for c in found.claims]
    found.sources = [s.model_copy(update=made) if s.making is None and origin(s.id) else s for s in found.sources]


def generation(node: str, activity: str, used: list[str]) -> tuple[Group, list[Link]]:
    """The needs-all group of an activity that used several entities."""
    group = belonging(node, f"generation-{digest(activity)}")
    members = [
        Link.trusted(
            id=f"{group}-{digest(target)}", source=node, relation=Relation.DERIVES_FROM, target=target, group=group
        )
        for target in sorted(used)
    ]
    made = Group(id=group, source=node, relation=Relation.DERIVES_FROM, members=tuple(m.id for m in members))
    return made, members
