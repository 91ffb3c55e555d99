"""Some nodes of an Oxigraph store as records, with everything that they name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.model.area import Area
from kg.model.records import Agent, Records, Variable
from kg.model.walk import reached
from kg.model.words import Relation
from kg.rdf.direct_links import links
from kg.rdf.foreign_provenance import generation, implied
from kg.rdf.foreign_terms import INVERSE
from kg.rdf.qualified import ACTIVITY
from kg.rdf.read import Reader, Value
from kg.vocabulary import iri

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from kg.model.link import Link
    from kg.rdf.foreign_provenance import Usage
    from kg.store.lookups import LookUp

Described = dict[str, dict[str, list[Value]]]

_FIGURE, _APPEARANCE = iri("hw:figure"), iri("schema:appearance")
_GROUP, _PART_OF = ox.NamedNode(iri("prov:qualifiedDerivation")), ox.NamedNode(iri("dcterms:isPartOf"))
_GENERATED, _USED = ox.NamedNode(iri("prov:wasGeneratedBy")), ox.NamedNode(iri("prov:used"))
_USAGE, _ENTITY = ox.NamedNode(iri("prov:qualifiedUsage")), iri("prov:entity")
_ROLE_AND_TIME: Final = (iri("prov:hadRole"), iri("prov:atTime"))
_PRIMARY: Final = ox.NamedNode(iri("prov:hadPrimarySource"))
_WITHIN: Final = ox.NamedNode(iri("schema:containedInPlace"))
_BROADER: Final = ox.NamedNode(iri("skos:broader"))


def read_records(store: LookUp, nodes: Collection[str], faults: list[str]) -> Records:
    """The nodes as records, with their sources, links, groups and the areas and variables they name."""
    nodes = store.first_names(nodes)
    described = store.describe(nodes)
    citations = store.asserted_links(nodes)
    figures = {t for about in described.values() for t, is_iri in about.get(_FIGURE, ()) if is_iri}
    made_in = {t for about in described.values() for t, is_iri in about.get(_APPEARANCE, ()) if is_iri}
    described |= store.describe(sorted(citations | figures | (made_in - set(nodes))))
    described |= _inverse(store, nodes, described)
    reader = Reader(described, faults)
    found = Records()
    found.claims = [reader.claim(node) for node in sorted(nodes) if reader.is_claim(node)]
    claims = {claim.id for claim in found.claims}
    sources = (set(nodes) | {claim.made_in for claim in found.claims if claim.made_in}) - claims
    found.sources = [reader.source(node) for node in sorted(sources)]
    found.links = links(reader, nodes, citations)
    _groups(store, reader, nodes, found)
    primary = {n for n in nodes if any(store.subjects(_PRIMARY, n))} if store.has(_PRIMARY.value) else set()
    implied(reader, found, primary)
    _context(store, faults, found)
    return found


def _inverse(store: LookUp, nodes: Collection[str], described: Described) -> Described:
    """Triples that state a link of the nodes from its other end."""
    terms = [term for term in INVERSE if store.has(term)]
    found: Described = {}
    for term in terms:
        for node in nodes:
            for subject in store.subjects(ox.NamedNode(term), node):
                about = found.setdefault(subject, dict(described.get(subject, {})))
                about[term] = sorted({*about.get(term, ()), (node, True)})
    return found


def _groups(store: LookUp, reader: Reader, nodes: Collection[str], found: Records) -> None:
    """Our own needs-all groups; a group is only one when links or inputs say that they are part of it."""
    members: dict[str, list[str]] = defaultdict(list)
    for link in found.links:
        if link.group:
            members[link.group].append(link.id)
    grouped, generated = (
        store.has(_GROUP.value),
        store.has(_GENERATED.value) and (store.has(_USED.value) or store.has(ACTIVITY)),
    )
    for node in sorted(nodes) if grouped or generated else ():
        for group in sorted(store.objects(node, _GROUP)):
            inputs = set(store.subjects(_PART_OF, group)) - set(members[group])
            if members[group] or inputs:
                reader.described = {**reader.described, **store.describe([group, *sorted(inputs)])}
                found.groups.append(reader.group(group, node, inputs, members[group]))
        for activity in sorted(set(store.objects(node, _GENERATED))):
            derived = {n.target: (None, None) for n in found.links if n.source == node and n.activity == activity}
            if usages := {**derived, **_usages(store, activity, node)}:
                made, parts = generation(node, activity, usages, found.links)
                found.groups.append(made)
                # The derivation that the activity explains is that of the group, not a way around it.
                taken = {part.id for part in parts}
                found.links = [n for n in found.links if n.id not in taken and not _explained(n, node, usages)] + parts


def _usages(store: LookUp, activity: str, node: str) -> dict[str, Usage]:
    """What an activity used, apart from what it generated itself, with role and time where these are recorded."""
    used: dict[str, Usage] = {target: (None, None) for target in store.objects(activity, _USED) if target != node}
    for about in store.describe(store.objects(activity, _USAGE)).values() if used else ():
        role, time = (next((text for text, _ in about.get(term, ())), None) for term in _ROLE_AND_TIME)
        used |= {target: (role, time) for target, is_iri in about.get(_ENTITY, ()) if is_iri and target in used}
    return used


def _context(store: LookUp, faults: list[str], found: Records) -> None:
    """The areas and variables with all that contains them, and the agents and inquiries that records name."""
    areas = _upwards(store, {c.figure.area for c in found.claims if c.figure and c.figure.area}, _WITHIN)
    agents = {a for c in found.claims for a in c.by}
    agents |= {a for s in found.sources for a in (*s.authors, *s.publisher, *s.commissioned_by, *s.funded_by)}
    variables = _upwards(store, {variable for claim in found.claims for variable in claim.about}, _BROADER)
    reader = Reader(store.describe(areas | agents | variables), faults)
    found.areas = [reader.plain(Area, node) for node in sorted(areas)]
    found.agents = [reader.plain(Agent, node) for node in sorted(agents)]
    found.variables = [reader.plain(Variable, node) for node in sorted(variables)]


def _upwards(store: LookUp, starts: set[str], term: ox.NamedNode) -> set[str]:
    """The starts, and everything above them by one property."""
    walks = store.has(term.value)
    return reached(starts, lambda node: store.objects(node, term) if walks else ())


def _explained(link: Link, node: str, used: Container[str]) -> bool:
    """Whether a derivation that names no activity is one that an activity explains."""
    plain = link.group is None and link.activity is None and link.relation is Relation.DERIVES_FROM
    return plain and link.source == node and link.target in used
