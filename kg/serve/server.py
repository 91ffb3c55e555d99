"""The server: it listens, opens the graph in a process of its own, and runs uvicorn until it is stopped."""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import dataclass, field  # noqa: TID251 - `repr=False`, which Struct has no word for, hides the token
from functools import partial
from typing import TYPE_CHECKING, Final

import uvicorn

from kg.errors import UsageError
from kg.processes.child import start
from kg.processes.forkserver import ForkServerError
from kg.render.safe import plain_text
from kg.serve.app import application
from kg.serve.http_limits import KEEP_ALIVE_SECONDS, MAX_HEAD_BYTES
from kg.serve.served_graph import open_and_serve, wait_until_open
from kg.serve.server_state import ServerState
from kg.serve.settings import Settings
from kg.serve.updates import start_updater

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from kg.api import Graph


# How long requests that are being answered may still take once the server is to stop, in seconds.
SHUTDOWN_SECONDS: Final = 3


@dataclass(frozen=True, slots=True)
class StoreToUpdate:
    """A store folder that takes updates from those who have the token."""

    path: str
    token: str = field(repr=False)


def serve(source: Callable[[], Graph] | StoreToUpdate, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve a graph until the process is interrupted.

    Raises HeadwaterError if the graph cannot be opened, UsageError for a port that cannot be listened on, and ForkServerError if
    no worker can be started any more.
    """
    listening = _listen(settings.host, settings.port)
    # No copy of this process keeps the port, should this one be killed.
    os.register_at_fork(after_in_child=listening.close)
    try:
        state = open_state(source, settings)
    except BaseException:  # Ctrl-C while the graph is opened too: nothing is handled here, only the port is freed
        listening.close()
        raise
    for note in state.info.notes:
        say(plain_text(f"note: {note}"))
    server = uvicorn.Server(server_config(application(state, settings), settings))
    dead: list[ForkServerError] = []

    def stop() -> None:
        dead.append(ForkServerError())
        server.should_exit = True

    state.on_dead(stop)
    host, port = listening.getsockname()[:2]
    say(
        f"{plain_text(state.info.name)}: http://{f'[{host}]' if ':' in host else host}:{port}/ (SPARQL at /sparql; Ctrl-C stops)"
    )
    # Requests that are cut off when the server stops, at a second Ctrl-C at once, are not errors.
    logging.getLogger("uvicorn.error").addFilter(lambda _: not server.should_exit)
    server.run(sockets=[listening])
    if dead:
        raise dead[0]


def open_state(source: Callable[[], Graph] | StoreToUpdate, settings: Settings) -> ServerState:
    """Open the graph, with its workers. To be called before an event loop or a thread is started."""
    if isinstance(source, StoreToUpdate):
        updater = start_updater(source.path, source.token, settings)
        return ServerState(updater.open(), settings, updater)
    return ServerState(wait_until_open(start(partial(open_and_serve, source, settings))), settings)


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """How uvicorn speaks HTTP, with its limits."""
    return uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        limit_concurrency=settings.connections,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        log_level="error",
        access_log=False,
        server_header=False,
    )


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0]
        raise UsageError(f"{host}, port {port}: {why}; choose others with --host and --port") from error
