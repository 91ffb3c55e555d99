"""`kg serve`: the graph over HTTP."""

from __future__ import annotations

import os
import re
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.commands.output import Seconds, graph_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.serve.server import StoreToUpdate

_INTERRUPTED: Final = 130


@click.command("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on. The default is reachable from this machine only.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 for any free port."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="How many queries are answered at the same time.",
)
@click.option(
    "--queue", type=click.IntRange(0, 10_000), default=64, show_default=True, help="How many more queries may wait."
)
@click.option(
    "--timeout",
    type=Seconds(0.1, 3600),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop a query after this time.",
)
@click.option(
    "--max-size",
    type=click.IntRange(1, 1024),
    default=16,
    show_default=True,
    metavar="MB",
    help="The largest answer allowed.",
)
@click.option(
    "--writable", is_flag=True, help="Accept updates of a store folder from clients with the token in KG_SERVE_TOKEN."
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Answer only clients with the token in this file.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Another name or address by which clients reach the server. May be repeated.",
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="A website whose scripts may read the answers. May be repeated.",
)
@graph_option
@click.pass_context
def command(
    ctx: click.Context,
    host: str,
    port: int,
    workers: int,
    queue: int,
    timeout: float,
    max_size: int,
    writable: bool,
    token_file: Path | None,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    graph: str | None,
) -> None:
    """Serve a graph over HTTP: a SPARQL 1.1 endpoint, a page for every node, a query page and a JSON API.

    The server only reads, and fetches nothing: SERVICE, LOAD and updates are refused. Derived facts are included. With --writable, the
    graph must be a store folder; it then accepts SPARQL updates from clients with the token in the environment variable
    KG_SERVE_TOKEN, or in the file that KG_SERVE_TOKEN_FILE names. Needs the extra “serve”.

    \b
    kg serve
    kg serve --port 8080 --graph my-graph
    curl -H "Accept: text/csv" --data-urlencode "query=SELECT ?c { ?c a hw:Claim }" http://127.0.0.1:8000/sparql
    """
    _require_server()
    from kg.api import open_graph
    from kg.serve.auth import token_in
    from kg.serve.server import serve
    from kg.serve.settings import Settings

    settings = Settings(
        host,
        port,
        workers,
        queue,
        timeout,
        max_size * 1024 * 1024,
        extra_hosts=tuple(name.lower() for name in hosts),
        cors_origins=tuple(map(_origin, origins)),
        read_token=token_in(token_file) if token_file else None,
    )
    try:
        serve(_store_to_update(graph) if writable else partial(open_graph, graph), settings, _say)
    except KeyboardInterrupt:
        _say("kg: stopped; each update that was answered by 204 is written" if writable else "kg: stopped")
        ctx.exit(_INTERRUPTED)


def _require_server() -> None:
    """Raise UsageError where the server cannot run."""
    from kg.processes.limits import CAN_FORK

    try:
        import_module("kg.serve.server")
    except ModuleNotFoundError as error:
        raise UsageError(f"kg serve needs {error.name}; install it with: pip install 'headwater[serve]'") from error
    if not CAN_FORK:
        raise UsageError("kg serve needs a system that can copy processes: Linux or macOS")


def _origin(text: str) -> str:
    """An origin as browsers send it. Raises UsageError for anything else."""
    if text != "*" and not re.fullmatch(r"https?://[^/?#\s]+", text):
        raise UsageError(f"--cors: “{text}” is not an origin; expected one such as https://example.org")
    return text.lower()


def _say(line: str) -> None:
    click.echo(line, err=True)


def _store_to_update(graph: str | None) -> StoreToUpdate:
    """The store folder with its token. Raises UsageError for any other graph, and for one that Headwater made as a cache."""
    from kg.cache.folder import CACHE
    from kg.cache.generations import is_bulk_store
    from kg.serve.auth import update_token
    from kg.serve.server import StoreToUpdate
    from kg.workspace.open import is_store, place_of

    place = place_of(graph)
    if isinstance(place, str):
        raise UsageError(f"--writable: {place} is an endpoint, which is only ever read")
    found = place.resolve()
    if found.is_dir() and is_bulk_store(found):
        raise UsageError(f"--writable: {place} takes files by `kg load`, each whole or not at all, and no updates")
    if not is_store(found):
        raise UsageError(
            f"--writable: {place} holds files, which are changed by editing them; only a store folder takes updates"
        )
    if CACHE in found.parts:
        raise UsageError(f"--writable: {place} is a cache of the files of a workspace, and would be rebuilt from them")
    return StoreToUpdate(str(found), update_token(os.environ))
