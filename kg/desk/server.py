"""The desk's server: on this machine alone, until it is stopped."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING, Final

import uvicorn

from kg.desk.app import application
from kg.desk.desk import Desk
from kg.desk.guard import ENTER
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import ASGIApp

HOST: Final = "127.0.0.1"
_SHUTDOWN_SECONDS: Final = 3
MOST_CONNECTIONS: Final = 100
_MOST_HEAD: Final = 64 * 1024


def run(folder: Path, port: int, reader: str, opened: Callable[[str], None], say: Callable[[str], None]) -> None:
    """Serve the desk of a workspace until the process is interrupted; `opened` is given the address for the first visit.

    Raises UsageError for a port that cannot be listened on.
    """
    listening = _listen(port)
    with listening:
        port = listening.getsockname()[1]
        desk = Desk(folder, port, reader)
        server = uvicorn.Server(server_config(application(desk)))
        logging.getLogger("uvicorn.error").addFilter(lambda _: not server.should_exit)
        address = f"http://{HOST}:{port}{ENTER}?token={desk.keys.token}"
        say(f"the desk of {desk.config.name}: {address} (good for one visit; Ctrl-C stops)")
        opened(address)
        server.run(sockets=[listening])


def server_config(app: ASGIApp) -> uvicorn.Config:
    """How the server library runs the desk: it refuses larger heads, and more connections than one person's browser makes."""
    return uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        h11_max_incomplete_event_size=_MOST_HEAD,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        log_level="error",
        access_log=False,
        server_header=False,
    )


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port), backlog=64)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0]
        raise UsageError(f"port {port}: {why}; choose another with --port, or 0 for any that is free") from error
