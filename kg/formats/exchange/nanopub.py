"""Nanopublications: the assertion is a claim, the provenance what it leans on and who makes it, the publication info its source.

A malformed one is left out with the reason, as is one whose trusty URI does not fit its content. Signatures are not checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem
from kg.formats.exchange.nanopub_parts import NPX, TEMPORARY, Nanopub, fault, nanopubs
from kg.formats.exchange.nanopub_words import TITLES, in_words, last_word, subject_of, values
from kg.formats.exchange.nanopub_writing import write
from kg.formats.importing.index import work_key
from kg.formats.importing.parts import Fields, Part
from kg.formats.tables.dates import read_date
from kg.model.words import Relation, Role
from kg.rdf.foreign_terms import DIRECT, INVERSE
from kg.rdf.statements import as_trig, statements
from kg.vocabulary import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

__all__ = ("parts", "write")

_APPEARS: Final = iri("schema:appearance")
_MAKERS: Final = (iri("dcterms:creator"), "http://purl.org/pav/createdBy", "http://purl.org/pav/authoredBy")
_DATES: Final = (iri("dcterms:created"), "http://purl.org/pav/createdOn", iri("prov:generatedAtTime"))
# What a nanopublication does to another, whichever part says so.
_ACTS: Final = {
    f"{NPX}supersedes": Relation.SUPERSEDES,
    f"{NPX}retracts": Relation.RETRACTS,
    f"{NPX}approves": Relation.CORROBORATES,
    f"{NPX}disapproves": Relation.DISPUTES,
}


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The nanopublications of a file. Raises BadDataError for a file without any, or that cannot be parsed."""
    found, others = nanopubs(statements(path))
    if not found:
        raise BadDataError([Problem(str(path), 0, 0, "no nanopublication: nothing in it is an np:Nanopublication")])
    for graph in sorted(others):
        context.in_doubt(graph or "the default graph", "a graph that belongs to no nanopublication was passed over")
    for one in found:
        context.read("nanopublication")
        why = fault(one)
        if why is not None:
            text = as_trig(
                [each for each in one.statements() if "_:" not in (each.subject[:2], each.value[:2])], PREFIXES
            )
            context.left_out(one.uri, f"malformed: {why}", item=text)
            continue
        yield from _Reader(context, one).parts()


class _Reader:
    """Reads one nanopublication."""

    def __init__(self, context: Context, nanopub: Nanopub) -> None:
        self.context, self.nanopub = context, nanopub
        self.provenance, self.published = nanopub.stated("provenance"), nanopub.stated("publication info")
        self.asserted = nanopub.stated("assertion")
        self.about = subject_of(nanopub)
        self.document = next(iter(values(self.asserted, self.about, _APPEARS)), "")
        self.source = self._own()

    def _own(self) -> str | None:
        """The id of the nanopublication; None where it only says, unpublished, what another document claims."""
        uri, title = self.nanopub.uri, self._title()
        if not uri.startswith(TEMPORARY):
            return self.context.index.source(uri, wish=title)
        return None if self.document else self.context.index.source(wish=title or last_word(uri), named=uri)

    def parts(self) -> Iterator[Part]:
        """The nanopublication as a source, its claim, and the links that it states between other works."""
        if self.source is not None:
            yield Part(self.source, self.nanopub.uri, self._fields())
        if self.document:
            yield from self._works()
        about, words = self.about, in_words(self.nanopub, self.about)
        node = self._node(about) if self.document or self.source is None else f"{self.source}/"
        source, _, name = node.partition("/")
        name = name or self.context.index.claim(source, words)
        claim: Fields = {"says": words} | self._rests(about, {self.source, source})
        if self.source not in {None, source}:
            claim["seen in"] = self.source
        attributed = iri("prov:wasAttributedTo")
        speakers = values(self.provenance, self.nanopub.assertion, attributed)
        if speakers := speakers + values(self.asserted, about, attributed):
            claim["by"] = self._names(speakers)
        origins = {f"claims/{name}/{key}": "provenance" for key in ("by", "leans on")}
        yield Part(source, self.nanopub.uri, {}, {name: claim}, origins)
        yield from (Part(self._work(node), self.nanopub.uri, _address(node)) for node in self._leads_to(about))
        yield from self._between(about)

    def _title(self) -> str:
        uri = self.nanopub.uri
        return next((one.value for one in self.published if one.subject == uri and one.predicate in TITLES), "")

    def _fields(self) -> Fields:
        uri = self.nanopub.uri
        makers = [value for term in _MAKERS for value in values(self.published, uri, term)]
        dates = [value for term in _DATES for value in values(self.published, uri, term)]
        day = read_date(dates[0][:10], None) if dates else None
        acts = [
            {str(relation): self._work(one.value)}
            for one in (*self.published, *self.asserted)
            if (relation := _ACTS.get(one.predicate)) is not None and one.value.startswith("http")
        ]
        fields: Fields = {
            "title": self._title(),
            "kind": "nanopublication",
            "url": "" if uri.startswith(TEMPORARY) else uri,
            "authors": self._names(makers),
            "issued": day if isinstance(day, str) else "",
            "speaks to": acts,
        }
        return {key: value for key, value in fields.items() if value}

    def _rests(self, about: str, own: set[str | None]) -> Fields:
        """What the claim leans on and speaks to: by the provenance of the assertion, and by the assertion about its node."""
        fields: Fields = {}
        stated = [one for one in self.provenance if one.subject == self.nanopub.assertion]
        for one in (*stated, *(one for one in self.asserted if one.subject == about)):
            relation = DIRECT.get(one.predicate)
            if relation is not None and not one.is_literal:
                target = self._node(one.value)
                if target not in own and {str(relation): target} not in fields.setdefault(_key(relation), []):
                    fields[_key(relation)].append({str(relation): target})
        for activity in values(self.provenance, self.nanopub.assertion, iri("prov:wasGeneratedBy")):
            used = [self._work(value) for value in values(self.provenance, activity, iri("prov:used"))]
            if used:
                fields.setdefault("leans on", []).append(
                    {"needs": used} if len(used) > 1 else {"derives-from": used[0]}
                )
            how = " ".join(values(self.provenance, activity, iri("rdfs:label"))) or last_word(activity)
            fields["made here"] = {"how": how}
        return {key: value for key, value in fields.items() if value}

    def _leads_to(self, about: str) -> Iterator[str]:
        """The works that the claim and the nanopublication are linked to, so that each has a record with its address."""
        for one in (*self.provenance, *self.asserted, *self.published):
            if one.predicate in _ACTS and one.value.startswith("http"):
                yield one.value
            ours = one.subject in {self.nanopub.assertion, about} and one.predicate in DIRECT
            if (ours or one.predicate == iri("prov:used")) and not values(self.asserted, one.value, _APPEARS):
                yield one.value

    def _between(self, about: str) -> Iterator[Part]:
        """Links that the assertion states between works, neither of which is its own node."""
        for one in self.asserted:
            direct = INVERSE.get(one.predicate, one.predicate)
            relation = DIRECT.get(direct)
            if relation is None or one.is_literal or one.subject == about or one.subject.startswith(self.nanopub.uri):
                continue
            ends = (one.subject, one.value) if direct == one.predicate else (one.value, one.subject)
            first, other = (self._work(end) for end in ends)
            link: dict[str, Any] = {str(relation): other} | ({"seen in": self.source} if self.source else {})
            yield Part(first, self.nanopub.uri, _address(ends[0]) | {_key(relation): [link]})
            yield Part(other, self.nanopub.uri, _address(ends[1]))

    def _works(self) -> Iterator[Part]:
        """What the assertion says of the documents that claims are made in, and the claims that it links to."""
        for one in self.asserted:
            if one.predicate == iri("dcterms:title"):
                yield Part(self._work(one.subject), self.nanopub.uri, _address(one.subject) | {"title": one.value})
            elif one.predicate == _APPEARS:
                source, _, name = self._node(one.subject).partition("/")
                words = " ".join(values(self.asserted, one.subject, iri("schema:text")))
                yield Part(source, self.nanopub.uri, _address(one.value), {name: {"says": words}})

    def _node(self, node: str) -> str:
        """The id of what a link leads to: a claim, where the assertion says in which document it is made; else a work."""
        for document in values(self.asserted, node, _APPEARS):
            source, words = self._work(document), " ".join(values(self.asserted, node, iri("schema:text")))
            return f"{source}/{self.context.index.claim(source, words, wish=last_word(node))}"
        return self._work(node)

    def _work(self, node: str) -> str:
        title = next((value for term in TITLES for value in values(self.asserted, node, term)), "")
        if work_key(node) and not node.startswith(TEMPORARY):
            return self.context.index.source(node, wish=title)
        # The same work has one address in each unpublished nanopublication of a file.
        return self.context.index.source(wish=last_word(node), named=f"work {node.removeprefix(self.nanopub.uri)}")

    def _names(self, nodes: Iterable[str]) -> list[str]:
        """Agents by the names that the nanopublication gives them, else by their addresses."""
        every = (*self.published, *self.provenance, *self.asserted)
        named = {one.subject: one.value for one in every if one.predicate in {iri("foaf:name"), iri("schema:name")}}
        return list(dict.fromkeys(named.get(node, node) for node in nodes))


def _key(relation: Relation) -> str:
    return "leans on" if relation.role is Role.EVIDENCE else "speaks to"


def _address(node: str) -> Fields:
    return {"url": node} if node.startswith(("http://", "https://")) and not node.startswith(TEMPORARY) else {}
