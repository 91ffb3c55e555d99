"""OpenLineage events: datasets as sources, and what the runs of a pipeline made from what.

The exact edges of the lineage facet count first; where there is none, those of the column lineage; else everything that a run read is
linked to what it wrote, and the link says that it is inferred. The events of a run are taken together, since each may name other datasets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from kg.formats.exchange.json_items import json_items
from kg.formats.exchange.json_values import mapping, word
from kg.formats.exchange.openlineage_edges import Edges, Node, column_edges, explicit_edges, node_of, nodes_of
from kg.formats.importing.parts import Fields, Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

_ENDED: Final = frozenset({"COMPLETE", "ABORT", "FAIL"})
_FAILED: Final = frozenset({"ABORT", "FAIL"})
_MOST_COLUMNS: Final = 4


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The datasets of the events in a file, with what each was made from."""
    runs: dict[str, _Run] = {}
    for place, value in json_items(path, context):
        for where, event in _events(value, place):
            context.read("event")
            run_id = word(mapping(event.get("run")).get("runId"))
            run = runs.pop(run_id, None) or _Run(_job(event), where)
            run.take(event)
            if run_id and word(event.get("eventType")) not in _ENDED:
                runs[run_id] = run
            else:
                yield from _written(run, context)
    for run in runs.values():
        context.in_doubt(
            run.place, "the run did not end in this file; what it read and wrote until then was taken", run.job
        )
        yield from _written(run, context)


class _Run(Struct):
    """What the events of one run say together."""

    job: str
    place: str
    inputs: dict[Node, None] = field(default_factory=dict)
    outputs: dict[Node, None] = field(default_factory=dict)
    explicit: Edges = field(default_factory=dict)
    columns: Edges = field(default_factory=dict)
    failed: bool = False

    def take(self, event: dict[str, Any]) -> None:
        """Take one event: of a run, of a job without a run, or of a dataset alone."""
        self.inputs |= dict.fromkeys(nodes_of(event.get("inputs")))
        self.outputs |= dict.fromkeys(nodes_of(event.get("outputs")))
        dataset = node_of(event.get("dataset"))
        if dataset is not None:
            self.outputs[dataset] = None
        for target, found in explicit_edges(event).items():
            self.explicit.setdefault(target, {}).update(found)
        for target, found in column_edges(event).items():
            self.columns.setdefault(target, {}).update(found)
        self.failed = self.failed or word(event.get("eventType")) in _FAILED


def _events(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - any JSON value
    """The events in a value: one, a list of them, or such a list under “events”."""
    if isinstance(value, dict) and isinstance(value.get("events"), list):
        value = value["events"]
    for number, event in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(event, dict) and (event.keys() & {"job", "dataset"}):
            yield place or f"[{number}]", event


def _written(run: _Run, context: Context) -> Iterator[Part]:
    """The datasets of a run, and what each that it wrote leans on."""
    if run.failed:
        context.in_doubt(run.place, "the run failed, so nothing is linked to what it read", run.job)
    known = {**run.inputs, **run.outputs, **{node: None for found in run.explicit.values() for node in found}}
    for node in (*known, *(target for target in run.explicit if target not in known)):
        yield Part(_source(node, context), run.place, {"title": node.title, "kind": "dataset"})
    if run.failed:
        return
    for target in {**run.outputs, **run.explicit}:
        made: Fields = {"made here": {"how": run.job}} if run.job else {}
        if links := list(_links(run, target, context)):
            made["leans on"] = links
        yield Part(_source(target, context), run.place, made)


def _links(run: _Run, target: Node, context: Context) -> Iterator[Fields]:
    """The links of one dataset: exact ones, those of its columns, or, inferred, to everything that the run read."""
    exact = run.explicit.get(target) if run.explicit else run.columns.get(target)
    if exact is not None or run.explicit:
        needs = [_source(node, context) for node in exact or {} if node != target]
        yield from _together(needs, _columns(exact or {}))
        return
    needs = [_source(node, context) for node in run.inputs if node != target]
    if needs:
        context.in_doubt(
            run.place, "inferred: the run is linked as a whole, everything that it read to what it wrote", run.job
        )
    if len(run.outputs) == 1:
        yield from _together(needs, "inferred: everything that the run read")
        return
    # Which input went into which of several outputs nobody says.
    yield from ({"derives-from": need, "at": "inferred: the run read it", "presumed": "yes"} for need in needs)


def _together(needs: list[str], at: str) -> Iterator[Fields]:
    where = {"at": at} if at else {}
    if len(needs) == 1:
        yield {"derives-from": needs[0]} | where
    elif needs:
        yield {"needs": needs, "as": "derives-from"} | where


def _columns(found: dict[Node, set[tuple[str, str]]]) -> str:
    """Which column came from which, in words."""
    said = sorted(
        {
            f"{to} from {node.name}.{column}" if to else f"all from {node.name}.{column}"
            for node, pairs in found.items()
            for to, column in pairs
        }
    )
    more = f" and {len(said) - _MOST_COLUMNS} more" if len(said) > _MOST_COLUMNS else ""
    return ", ".join(said[:_MOST_COLUMNS]) + more


def _source(node: Node, context: Context) -> str:
    return context.index.source(wish=node.name, named=node.title)


def _job(event: dict[str, Any]) -> str:
    job = mapping(event.get("job"))
    name, namespace = word(job.get("name")), word(job.get("namespace"))
    return f"job {name} ({namespace})" if name and namespace else f"job {name}" if name else ""
