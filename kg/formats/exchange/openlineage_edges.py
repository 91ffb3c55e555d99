"""The edges that OpenLineage events state: the lineage facet of a run, job or dataset, and the column lineage of a dataset."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.formats.exchange.json_values import listed, mapping, named_mappings

if TYPE_CHECKING:
    from collections.abc import Iterator


class Node(NamedTuple):
    """A dataset, or a job that takes or makes data, by its namespace and name."""

    namespace: str
    name: str
    is_job: bool = False

    @property
    def title(self) -> str:
        """What it is called, the same whenever it is met."""
        return f"{self.name} ({self.namespace})" if self.namespace else self.name


# What a dataset was made from: each source with its pairs of columns, target and source; a target of "" is the whole dataset.
Edges = dict[Node, dict[Node, set[tuple[str, str]]]]


def node_of(value: Any) -> Node | None:  # noqa: ANN401 - any JSON value
    """The dataset or job that a value names; None for one without a name."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return None
    return Node(str(value.get("namespace") or ""), value["name"], value.get("type") == "JOB")


def nodes_of(value: Any) -> Iterator[Node]:  # noqa: ANN401
    """The datasets of a list."""
    yield from (node for each in listed(value) if (node := node_of(each)) is not None)


def explicit_edges(event: dict[str, Any]) -> Edges:
    """The exact edges of the lineage facets of an event; a dataset that states no source has none, and is a key all the same."""
    own = node_of({**event["job"], "type": "JOB"}) if isinstance(event.get("job"), dict) else None
    found: Edges = {}
    for holder in (event.get("run"), event.get("job")):
        facet = _facet(holder, "lineage")
        for entry in listed(facet.get("entries") or facet.get("lineage")):
            _entry(found, entry, _named(entry, own), own)
    for dataset in (event.get("dataset"), *listed(event.get("outputs"))):
        facet = _facet(dataset, "lineage")
        target = node_of(dataset)
        if target is not None and facet:
            for entry in listed(facet.get("entries")) or [facet]:
                _entry(found, entry, target, own)
    return _through_jobs(found)


def column_edges(event: dict[str, Any]) -> Edges:
    """The edges of the column lineage of what an event writes."""
    found: Edges = {}
    for dataset in (event.get("dataset"), *listed(event.get("outputs"))):
        facet, target = _facet(dataset, "columnLineage"), node_of(dataset)
        if target is None or not facet:
            continue
        edges = found.setdefault(target, defaultdict(set))
        for column, stated in named_mappings(facet.get("fields")):
            for source in listed(stated.get("inputFields")):
                _add(edges, source, column)
        for source in listed(facet.get("dataset")):
            _add(edges, source, "")
    return found


def _entry(found: Edges, entry: Any, target: Node | None, own: Node | None) -> None:  # noqa: ANN401
    if target is None or not isinstance(entry, dict):
        return
    edges = found.setdefault(target, defaultdict(set))
    for source in listed(entry.get("inputs")):
        _add(edges, source, "", own)
    for column, stated in named_mappings(entry.get("fields")):
        for source in listed(stated.get("inputs")):
            _add(edges, source, column, own)


def _add(edges: dict[Node, set[tuple[str, str]]], source: Any, column: str, own: Node | None = None) -> None:  # noqa: ANN401
    node = _named(source, own)
    if node is not None:
        pairs = edges.setdefault(node, set())
        if isinstance(source.get("field"), str):
            pairs.add((column, source["field"]))


def _named(value: Any, own: Node | None) -> Node | None:  # noqa: ANN401
    """The node that a value names; a job without a name is the event's own."""
    if isinstance(value, dict) and value.get("type") == "JOB" and not value.get("name"):
        return own
    return node_of(value)


def _through_jobs(found: Edges) -> Edges:
    """The edges between datasets alone: what a job was given counts for what the job is a source of."""
    through: Edges = {}
    for target, sources in found.items():
        if target.is_job:
            continue
        edges: dict[Node, set[tuple[str, str]]] = {}
        for source, pairs in sources.items():
            inner = found.get(source, {}) if source.is_job else {source: pairs}
            for node, columns in inner.items():
                if not node.is_job:
                    edges.setdefault(node, set()).update(columns)
        through[target] = edges
    return through


def _facet(holder: Any, name: str) -> dict[str, Any]:  # noqa: ANN401
    return mapping(mapping(mapping(holder).get("facets")).get(name))
