"""The server started: the graph opened, the holding process made, and uvicorn run until it is told to stop."""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.api import open_graph
from kg.errors import UsageError
from kg.processes.forkserver import Holder, HolderGoneError, working
from kg.serve.app import application
from kg.serve.jobs import Work
from kg.serve.server_state import State
from kg.serve.updates import Opened, Writer, opened, opening, told_of, writing
from kg.serve.urls import Site
from kg.serve.worker_pool import Pool
from kg.sparql.update import without_derived
from kg.store.oxigraph import OxigraphStore
from kg.store.statistics import Statistics, statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.api import Graph
    from kg.processes.forkserver import Start

# Longer than clients keep a connection, or one would be closed just as it is used again.
_KEEP_ALIVE: Final = 75
# How long what is being answered may still take once the server is told to stop, in seconds.
_LAST_WAIT: Final = 3
# What a worker may take beside the graph, which it shares with the others.
_MEMORY: Final = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, and what requests may cost: seconds, workers, requests in the queue, bytes of an answer."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    waiting: int = 64
    seconds: float = 10
    most_bytes: int = 16 * 1024 * 1024
    memory: int = _MEMORY


def prepared(graph: Graph, settings: Settings) -> Callable[[], State]:
    """What makes the state of the server over a graph, its holding process running. To be called before an event loop or a thread."""
    start, told = held(graph, settings)
    holder = Holder.started(start)
    return _served(Opened(holder, graph.name, graph.config.base, Statistics(**told["counts"])), settings)


def prepared_to_write(path: str, token: str, settings: Settings) -> Callable[[], State]:
    """The same over a store folder that may be written to: this process itself never opens it.

    Raises HeadwaterError where it cannot be opened.
    """

    def open_now() -> tuple[Start, dict[str, Any]]:
        graph = open_graph(path)
        if isinstance(graph.store, OxigraphStore):
            # Not one reader of the folder is left when it is written to.
            graph.store = OxigraphStore(without_derived(graph.store.quads))
        return held(graph, settings)

    claim = _claimed(path)
    maker, hands = opening(open_now), writing(path, settings.seconds)
    return _served(opened(maker), settings, lambda: Writer(maker, Pool(hands, 1, 0, settings.seconds), token, claim))


def _claimed(path: str) -> int:
    """The open folder, claimed for as long as this process and its copies live. Raises UsageError where it cannot be written to."""
    import fcntl

    if not os.access(path, os.W_OK):
        raise UsageError(f"--writable: {path} cannot be written to")
    folder = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(folder)
        raise UsageError(f"--writable: another server takes updates of {path}") from error
    return folder


def held(graph: Graph, settings: Settings) -> tuple[Start, dict[str, Any]]:
    """What the workers over a graph do, and what is to be known of it."""
    work = Work(graph, Site(graph.config.base, graph.short), settings.most_bytes)
    counts = statistics(graph.with_facts().quads)
    return working(work, settings.memory, settings.seconds), told_of(graph.name, graph.config.base, counts)


def _served(found: Opened, settings: Settings, writer: Callable[[], Writer] | None = None) -> Callable[[], State]:
    def state() -> State:
        pool = Pool(found.holder, settings.workers, settings.waiting, settings.seconds)
        return State(Site(found.base, {}), found.name, found.counts, pool, writer() if writer else None)

    return state


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0]
        raise UsageError(f"{host}, port {port}: {why}; choose others with --host and --port") from error


def serve(
    prepare: Callable[[Settings], Callable[[], State]], name: str, settings: Settings, say: Callable[[str], None]
) -> None:
    """Serve what is prepared until the process is interrupted.

    Raises UsageError for a port that cannot be listened on, and HolderGoneError where it can go on no longer.
    """
    import uvicorn

    from kg.serve.http_limits import Patience

    listening = _listening(settings.host, settings.port)
    # No copy of this process keeps the port, should this one be killed.
    os.register_at_fork(after_in_child=listening.close)
    made = prepare(settings)
    over: list[HolderGoneError] = []

    def stop() -> None:
        over.append(HolderGoneError())
        server.should_exit = True

    def watched() -> State:
        state = made()
        state.when_gone(stop)
        return state

    app = application(watched)
    host, port = listening.getsockname()[:2]
    say(f"{name}: http://{f'[{host}]' if ':' in host else host}:{port}/ (SPARQL at /sparql; Ctrl-C stops)")
    config = uvicorn.Config(
        app,
        http=Patience,
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_WAIT,
        timeout_keep_alive=_KEEP_ALIVE,
    )
    server = uvicorn.Server(config)
    # What is cut off by the end, at a second Ctrl-C at once, is no fault to be told of.
    logging.getLogger("uvicorn.error").addFilter(lambda _: not server.should_exit)
    server.run(sockets=[listening])
    if over:
        raise over[0]
