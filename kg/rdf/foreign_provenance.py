"""What foreign RDF (PROV, DCAT) implies about who made what from what, without Headwater's terms.

An activity that used several entities is a needs-all group; the target of `prov:hadPrimarySource`, and a dataset that
leans on nothing, count as origins, with working not known, unless the RDF says more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model.link import Group, Link
from kg.model.records import Making
from kg.model.words import Relation
from kg.rdf.identity import belonging, digest
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from kg.model.records import Records
    from kg.rdf.read import Reader

# In which role an activity used an entity, and when.
Usage = tuple[str | None, str | None]
_DATASET = iri("dcat:Dataset")


def implied(reader: Reader, found: Records, primary: Container[str]) -> None:
    """Add the makings that foreign triples imply; `primary` holds what is somebody's primary source."""
    asserting = {link.source for link in found.links}

    def origin(node: str) -> bool:
        types = {text for text, _ in reader.described.get(node, {}).get(iri("rdf:type"), ())}
        return node not in asserting and (node in primary or _DATASET in types)

    made = {"making": Making.trusted()}
    found.claims = [c.model_copy(update=made) if c.making is None and origin(c.id) else c for c in found.claims]
    found.sources = [s.model_copy(update=made) if s.making is None and origin(s.id) else s for s in found.sources]


def generation(
    node: str, activity: str, usages: Mapping[str, Usage], links: Iterable[Link]
) -> tuple[Group, list[Link]]:
    """The needs-all group of an activity that generated a node, and its members, one for each entity that it used.

    A derivation that names the activity becomes the member itself, with all that is recorded on it.
    """
    group = belonging(node, f"generation-{digest(activity)}")
    named = {link.target: link for link in links if link.source == node and link.activity == activity}
    members = [_member(group, node, target, usages[target], named.get(target)) for target in sorted(usages)]
    made = Group.trusted(id=group, source=node, relation=Relation.DERIVES_FROM, members=tuple(m.id for m in members))
    return made, members


def _member(group: str, node: str, target: str, usage: Usage, link: Link | None) -> Link:
    role, time = usage
    if link is not None:
        return link.model_copy(update={"group": group, "role": link.role or role, "time": link.time or time})
    return Link.trusted(
        id=f"{group}-{digest(target)}",
        source=node,
        relation=Relation.DERIVES_FROM,
        target=target,
        group=group,
        role=role,
        time=time,
    )
