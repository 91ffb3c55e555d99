"""Where the server listens, who may ask, and what requests may cost."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field  # noqa: TID251 - `repr=False`, which Struct has no word for, hides the token
from typing import Final

from kg.serve.http_limits import MAX_CONNECTIONS

# What a worker may take beside the graph, which it shares with the others.
_WORKER_MEMORY: Final = 1024 * 1024 * 1024
_LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, who may ask, and what requests may cost: workers, requests in the queue, seconds, bytes."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    queue: int = 64
    seconds: float = 10
    max_answer_bytes: int = 16 * 1024 * 1024
    worker_memory: int = _WORKER_MEMORY
    connections: int = MAX_CONNECTIONS
    extra_hosts: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    read_token: str | None = field(default=None, repr=False)

    @property
    def allowed_hosts(self) -> list[str]:
        """The names and addresses in a Host header that are answered."""
        own = f"[{self.host}]" if ":" in self.host else self.host
        return [*dict.fromkeys((own, *_LOCAL_NAMES, socket.gethostname().lower(), *self.extra_hosts))]
