"""A graph opened in a process of its own, which then forks the workers that share its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.errors import HeadwaterError
from kg.processes.forkserver import ForkServer, serve_forks, serve_jobs
from kg.serve.jobs import JobRunner
from kg.serve.urls import UrlMap
from kg.store.statistics import Statistics, statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.api import Graph
    from kg.processes.child import Channel, WorkerHandle
    from kg.serve.settings import Settings


class GraphInfo(Struct, frozen=True):
    """What the server knows of a graph: its name, base and counts, and notes for whoever started it."""

    name: str
    base: str
    counts: Statistics
    notes: tuple[str, ...]


class ServedGraph(Struct, frozen=True):
    """A graph that is open, and the fork server of its workers."""

    info: GraphInfo
    forkserver: ForkServer


def open_and_serve(open_graph: Callable[[], Graph], settings: Settings, channel: Channel) -> None:
    """Open a graph in this child, report its GraphInfo or the error, and be the fork server of its workers."""
    opened: list[JobRunner] = []

    def describe() -> GraphInfo:
        graph = open_graph()
        opened.append(JobRunner(graph, UrlMap(graph.config.base, graph.short), settings.max_answer_bytes))
        counts = statistics(graph.with_facts().quads)
        return GraphInfo(graph.name, graph.config.base, counts, tuple(graph.notes))

    channel.report(describe)
    if opened:
        serve_forks(serve_jobs(opened[0], settings.worker_memory, settings.seconds), channel)


def wait_until_open(process: WorkerHandle) -> ServedGraph:
    """The graph that a child opens. Raises HeadwaterError if it cannot be opened."""
    try:
        info: Any = process.result()
    except HeadwaterError:
        process.stop()
        raise
    return ServedGraph(info, ForkServer(process))
