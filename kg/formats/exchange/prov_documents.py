"""W3C PROV documents by the library `prov`: read as PROV-O, which every answer understands, and made from records."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from kg.errors import PARSER_ERRORS, BadDataError, Problem, UsageError
from kg.formats.identifiers import is_iri
from kg.formats.importing.parts import RdfText
from kg.model.words import Relation, Role
from kg.text_files import decode, read_bytes
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from prov.model import ProvDocument, ProvRecord

    from kg.formats.importing.context import Context
    from kg.model.records import Claim, Records, Source

_MOST_BYTES: Final = 64 * 1024 * 1024
_DOCTYPE: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What the library refuses in an IRI, and only while it writes.
_NOT_IN_IRI: Final = re.compile(r'[<>"{}|\\^`]')
_NEEDS: Final = "PROV needs prov; install the extra: pip install headwater[formats]"
# Where short ids stand in a document that names no workspace.
_RECORDS: Final = "https://example.org/headwater/"


def as_rdf(path: Path, syntax: str, context: Context) -> Iterator[RdfText]:
    """A document as TriG: one named graph for each of its bundles.

    Raises BadDataError for one that cannot be read, UsageError where the library is not installed.
    """
    document, remarks = _read(path, syntax)
    for remark in remarks:
        context.in_doubt("", remark)
    records = [record for part in (document, *document.bundles) for record in part.get_records()]
    for record in records:
        _check_names(path, record)
    number = len(records)
    context.read("statement", number)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library calls functions of rdflib that rdflib means to drop
            text = str(document.serialize(format="rdf", rdf_format="trig"))
    except PARSER_ERRORS as error:
        raise _no_document(path, error) from error
    yield RdfText("trig", f"# from {' '.join(path.name.split())}\n{text}", number)


def _read(path: Path, syntax: str) -> tuple[ProvDocument, list[str]]:
    try:
        from prov import Error
        from prov.model import ProvDocument
    except ImportError as error:
        raise UsageError(_NEEDS) from error
    text = decode(path, read_bytes(path, "a PROV document", _MOST_BYTES))
    if _DOCTYPE.search(text[:4096]):
        raise BadDataError([Problem(str(path), 0, 0, "XML with a document type or entities of its own is not read")])
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            document = ProvDocument.deserialize(content=text, format=syntax)
        except (Error, *PARSER_ERRORS) as error:
            raise _no_document(path, error) from error
    return document, [" ".join(str(one.message).split())[:200] for one in said]


def _check_names(path: Path, record: ProvRecord) -> None:
    """Raise BadDataError for a name that is not an IRI."""
    for name in (record.identifier, *(part for pair in record.attributes for part in pair)):
        uri = getattr(name, "uri", None)
        if uri is not None and (not is_iri(uri) or _NOT_IN_IRI.search(uri)):
            raise BadDataError([Problem(str(path), 0, 0, f"not a PROV document: “{uri}” is not an IRI")])


def _no_document(path: Path, error: Exception) -> BadDataError:
    why = " ".join(str(error).split())[:200] or type(error).__name__
    return BadDataError([Problem(str(path), 0, 0, f"not a PROV document: {why}")])


def document_of(records: Records) -> tuple[ProvDocument, tuple[str, ...]]:
    """Records as a document, and what it does not hold. Raises UsageError where the library is not installed."""
    try:
        from prov.model import ProvDocument
    except ImportError as error:
        raise UsageError(_NEEDS) from error
    return _Writer(ProvDocument()).written(records)


def _without_place(claim: Claim) -> list[str]:
    """What of a claim has no place in a document."""
    held = {
        "its figure": claim.figure,
        "its variables": claim.about,
        "its quotation": claim.quote,
        "its place in the source": claim.locator,
    }
    return [name for name, value in held.items() if value]


class _Writer:
    """Fills one document."""

    def __init__(self, document: ProvDocument) -> None:
        self.document = document
        self.own = document.add_namespace("rec", _RECORDS)
        self.others: dict[str, Any] = {}
        self.names = {
            prefix: document.add_namespace(prefix, iri) for prefix, iri in PREFIXES.items() if prefix != "prov"
        }

    def written(self, records: Records) -> tuple[ProvDocument, tuple[str, ...]]:
        """The document with some records, and a line for each thing that it does not hold."""
        for agent in records.agents:
            self.document.agent(self._name(agent.id, "agent/"), {"prov:label": agent.name})
        for inquiry in records.inquiries:
            self.document.activity(self._name(inquiry.id), other_attributes={"prov:label": inquiry.title})
        for source in records.sources:
            self._source(source)
        for claim in records.claims:
            self._claim(claim)
        lost = [f"{claim.id}: {', '.join(found)}" for claim in records.claims if (found := _without_place(claim))]
        groups = {group.id: group for group in records.groups}
        for number, group in enumerate(groups.values(), 1):
            activity = self._name(f"{group.source}/derivation-{number}")
            self.document.activity(activity)
            self.document.wasGeneratedBy(self._name(group.source), activity)
        numbers = {name: number for number, name in enumerate(groups, 1)}
        for link in records.links:
            source, target = self._name(link.source), self._name(link.target)
            if link.relation.role is not Role.EVIDENCE:
                lost.append(f"{link.id}: {link.relation} {link.target}")
            elif link.group in numbers:
                activity = self._name(f"{link.source}/derivation-{numbers[link.group]}")
                self.document.used(activity, target)
                self.document.wasDerivedFrom(source, target, activity=activity)
            elif link.relation is Relation.QUOTES:
                self.document.wasQuotedFrom(source, target)
            else:
                self.document.wasDerivedFrom(source, target)
        return self.document, tuple(lost)

    def _source(self, source: Source) -> None:
        node = self._name(source.id)
        stated = {
            "dcterms:title": source.title,
            "hw:kind": source.kind,
            "dcterms:issued": source.issued.edtf if source.issued else None,
            "schema:url": source.url,
        }
        self.document.entity(node, self._attributes(stated))
        for agent in dict.fromkeys((*source.authors, *source.publisher)):
            self.document.wasAttributedTo(node, self._name(agent, "agent/"))
        for earlier in source.revision_of:
            self.document.wasRevisionOf(node, self._name(earlier))
        for work in source.edition_of:
            self.document.specializationOf(node, self._name(work))
        for other in source.same_as:
            self.document.alternateOf(node, self._name(other))
        if source.produced_by:
            self.document.wasGeneratedBy(node, self._name(source.produced_by))

    def _claim(self, claim: Claim) -> None:
        attributes = self._attributes({"schema:text": claim.says})
        attributes["prov:type"] = self.names["hw"]["Claim"]
        if claim.made_in:
            attributes["schema:appearance"] = self._name(claim.made_in)
        self.document.entity(self._name(claim.id), attributes)
        for agent in claim.by:
            self.document.wasAttributedTo(self._name(claim.id), self._name(agent, "agent/"))

    def _attributes(self, stated: dict[str, str | None]) -> dict[str, Any]:
        return {key: value for key, value in stated.items() if value}

    def _name(self, node: str, folder: str = "") -> Any:  # noqa: ANN401 - the library's qualified name
        """The qualified name of a record: a short id under one prefix, an IRI split at its last mark."""
        if not is_iri(node):
            return self.own[folder + quote(node, safe="/-._~")]
        at = max(node.rfind(mark) for mark in "/#:") + 1
        if node[:at] not in self.others:
            self.others[node[:at]] = self.document.add_namespace(f"ns{len(self.others) + 1}", node[:at])
        return self.others[node[:at]][quote(node[at:], safe="-._~%")]
