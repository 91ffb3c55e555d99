"""RO-Crate metadata, with the runs of Process, Workflow and Provenance Run Crate: files as sources, and what each was made from.

The metadata document is JSON-LD in a flat form whose keys are fixed, so it is read as it stands; no context is needed or fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg.errors import BadDataError, Problem
from kg.formats.exchange.json_items import json_items
from kg.formats.identifiers import is_iri
from kg.formats.importing.index import work_key
from kg.formats.importing.parts import Fields, Part
from kg.formats.tables.dates import read_date
from kg.formats.tables.references import iri_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

# What is a source of its own, by type, and how it is called; the first that fits.
_KINDS: Final = {
    "ComputationalWorkflow": "workflow",
    "SoftwareSourceCode": "source code",
    "Dataset": "dataset",
    "RepositoryCollection": "dataset",
    "File": "file",
    "MediaObject": "file",
    "ScholarlyArticle": "article",
    "Article": "article",
    "Report": "report",
    "Book": "book",
    "WebPage": "web page",
}
_CITES: Final = ("isBasedOn", "citation")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_FAILED: Final = "FailedActionStatus"
_DESCRIPTOR: Final = ("ro-crate-metadata.json", "ro-crate-metadata.jsonld")


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The data entities of a crate, and the links of the actions that made them. Raises BadDataError for a file that is not a crate."""
    documents = [value for _, value in json_items(path, context) if isinstance(value, dict)]
    graph = documents[0].get("@graph") if len(documents) == 1 else None
    if not isinstance(graph, list):
        raise BadDataError([Problem(str(path), 0, 0, "no RO-Crate metadata: a document with one @graph is expected")])
    yield from _Crate(context, [node for node in graph if isinstance(node, dict)]).parts()


class _Crate:
    """Reads one crate."""

    def __init__(self, context: Context, nodes: list[dict[str, Any]]) -> None:
        self.context = context
        self.nodes = {str(node.get("@id")): node for node in nodes}
        self.places = {str(node.get("@id")): f"@graph[{number}]" for number, node in enumerate(nodes)}
        about = [ref for name in _DESCRIPTOR for ref in _refs(self.nodes.get(name, {}).get("about"))]
        self.root = about[0] if about else "./"
        self.title = _text(self.nodes.get(self.root, {}).get("name")) or context.file

    def parts(self) -> Iterator[Part]:
        """Every source, then what the actions made."""
        for name, node in self.nodes.items():
            if self._kind(node) and name not in _DESCRIPTOR:
                self.context.read("data entity")
                yield self._entity(name, node)
                yield from self._cited(name, node)
        for name, node in self.nodes.items():
            if "CreateAction" in _types(node):
                self.context.read("action")
                yield from self._action(name, node)

    def _kind(self, node: dict[str, Any]) -> str | None:
        types = _types(node)
        return next((kind for word, kind in _KINDS.items() if word in types), None)

    def _source(self, name: str) -> str:
        """The id of a data entity: known by its address, or by its path in this crate."""
        node = self.nodes.get(name, {})
        wish = _text(node.get("name")) or name
        if work_key(name):
            return self.context.index.source(name, *self._identifiers(node), wish=_text(node.get("name")))
        return self.context.index.source(*self._identifiers(node), wish=wish, named=f"crate {self.title} {name}")

    def _identifiers(self, node: dict[str, Any]) -> list[str]:
        stated = [*_refs(node.get("identifier")), *_refs(node.get("sameAs"))]
        stated += [_text(self.nodes.get(ref, {}).get("value")) for ref in _refs(node.get("identifier"))]
        return [text for text in stated if work_key(text)]

    def _entity(self, name: str, node: dict[str, Any]) -> Part:
        address = name if name.startswith(("http://", "https://")) else ""
        address = address or next((ref for ref in _refs(node.get("url")) if ref.startswith("http")), "")
        fields: Fields = {
            "title": _text(node.get("name")) or (name if name != self.root else ""),
            "kind": self._kind(node) or "document",
            "authors": self._named(node, "author", "creator"),
            "publisher": self._named(node, "publisher"),
            "issued": self._day(node),
            "url": address,
            "same as": list(dict.fromkeys(iri_of(text) for text in self._identifiers(node) if is_iri(iri_of(text)))),
        }
        return Part(self._source(name), self.places[name], {key: value for key, value in fields.items() if value})

    def _named(self, node: dict[str, Any], *keys: str) -> list[str]:
        found = [_text(self.nodes.get(ref, {}).get("name")) or ref for key in keys for ref in _refs(node.get(key))]
        return list(dict.fromkeys(found))

    def _day(self, node: dict[str, Any]) -> str | None:
        text = _text(node.get("datePublished")) or _text(node.get("dateCreated"))
        found = read_date(text, None) if text else None
        return found if isinstance(found, str) else None

    def _cited(self, name: str, node: dict[str, Any]) -> Iterator[Part]:
        """What an entity says that it is based on, cites, or was derived from."""
        links = []
        for key, relation in (*((key, "cites") for key in _CITES), ("wasDerivedFrom", "derives-from")):
            for ref in _refs(node.get(key)):
                if ref not in self.nodes and not work_key(ref):
                    self.context.in_doubt(self.places[name], f"what “{key}” names is not in the crate", ref)
                    continue
                links.append({relation: self._source(ref)})
                if ref not in self.nodes:
                    yield Part(links[-1][relation], self.places[name], {"url": ref} if ref.startswith("http") else {})
        if links:
            yield Part(self._source(name), self.places[name], {"leans on": links})

    def _action(self, name: str, node: dict[str, Any]) -> Iterator[Part]:
        """What a run made leans on all that it was given together."""
        place = self.places[name]
        if any(status.endswith(_FAILED) for status in _refs(node.get("actionStatus"))):
            self.context.in_doubt(place, "the action failed, so nothing is linked to what it was given", name)
            return
        inputs = [found for ref in _refs(node.get("object")) if (found := self._input(ref, place))]
        how = " ".join(filter(None, (_text(node.get("name")), *self._tools(node)))) or "a run of a program"
        for ref in dict.fromkeys(_refs(node.get("result"))):
            if not self._kind(self.nodes.get(ref, {})):
                self.context.in_doubt(place, "the result is not a file or dataset of the crate", ref)
                continue
            source = self._source(ref)
            needs = [one for one in inputs if one != source]
            fields: Fields = {"made here": {"how": how}}
            if len(needs) == 1 and isinstance(needs[0], str):
                fields["leans on"] = [{"derives-from": needs[0]}]
            elif needs:
                fields["leans on"] = [{"needs": needs, "as": "derives-from"}]
            yield Part(source, place, fields)

    def _tools(self, node: dict[str, Any]) -> list[str]:
        tools = [_text(self.nodes.get(ref, {}).get("name")) or ref for ref in _refs(node.get("instrument"))]
        return [f"(by {', '.join(tools)})"] if tools else []

    def _input(self, ref: str, place: str) -> str | dict[str, str] | None:
        """One thing that an action was given: a source, or a value that the crate states itself."""
        node = self.nodes.get(ref, {})
        if self._kind(node) or (not node and work_key(ref)):
            return self._source(ref)
        if "PropertyValue" in _types(node):
            says, value = _text(node.get("name")) or ref, _text(node.get("value"))
            is_number = _NUMBER.fullmatch(value) is not None
            return (
                {"says": says, "value": value}
                if is_number
                else {"says": says}
                if not value
                else {"says": f"{says}: {value}"}
            )
        self.context.in_doubt(place, "what the action was given is not a file, dataset or value of the crate", ref)
        return None


def _types(node: dict[str, Any]) -> list[str]:
    stated = node.get("@type", [])
    return [str(name) for name in (stated if isinstance(stated, list) else [stated])]


def _refs(value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    """The ids that a value refers to, or its texts."""
    found = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            found.append(str(each.get("@id") or each.get("@value") or ""))
        elif isinstance(each, str):
            found.append(each)
    return [text for text in found if text]


def _text(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("@value", "")
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
