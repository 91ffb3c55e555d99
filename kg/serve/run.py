"""The server started: the graph opened, the holding process made, and uvicorn run until it is told to stop."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError
from kg.serve.app import application
from kg.serve.holder import Holder
from kg.serve.site import Site
from kg.serve.work import Work
from kg.store.statistics import statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from kg.workspace import Graph

# Longer than clients keep a connection, or one would be closed just as it is used again.
_KEEP_ALIVE: Final = 75
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


def prepared(graph: Graph, settings: Settings) -> ASGIApp:
    """The application over a graph, its holding process running. To be called before an event loop or a thread is started."""
    site = Site(graph.config.base, graph.short)
    work = Work(graph, site, settings.most_bytes)
    counts = statistics(graph.with_facts().quads)
    holder = Holder(work, settings.memory, settings.seconds)
    return application(
        holder, site, graph.name, counts, workers=settings.workers, waiting=settings.waiting, seconds=settings.seconds
    )


def serve(graph: Graph, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve a graph until the process is interrupted. Raises UsageError for a port that cannot be listened on."""
    import uvicorn

    try:
        listening = socket.create_server((settings.host, settings.port), backlog=1024)
    except OSError as error:
        raise UsageError(f"{settings.host}:{settings.port}: {error.strerror or error}; choose another with --port") from error
    app = prepared(graph, settings)
    host, port = listening.getsockname()[:2]
    say(f"{graph.name}: http://{host}:{port}/ (SPARQL at /sparql; Ctrl-C stops)")
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3,
                            timeout_keep_alive=_KEEP_ALIVE)  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])
