"""`kg desk`: from an article to records, in the browser of this machine."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

from kg.commands.workspace_folder import existing_workspace
from kg.errors import UsageError
from kg.render.safe import plain_text

_INTERRUPTED: Final = 130
_PORT: Final = 8321
# What is needed only once a form is sent or a document opened; it is better missed at the start.
_LIBRARIES: Final = ("python_multipart", "warcio", "sentencex")


@click.command("desk")
@click.argument("workspace", required=False, metavar="[WORKSPACE]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="The port; 0 takes any that is free.",
)
@click.option(
    "--reader", default="", metavar="NAME", help="Name or initials that sign what you read; asked for otherwise."
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.pass_context
def command(ctx: click.Context, workspace: str | None, port: int, reader: str, no_browser: bool) -> None:
    """Work on a workspace in the browser: open an article, take its figures, say where each is from.

    It writes the same record files that you would write by hand, and changes nothing else in them; each change is shown and can be
    undone. It listens on this machine alone, opens by an address that is good for one visit, and fetches nothing unless you ask.
    Without WORKSPACE it is the one above the current folder. Needs the extra “serve”, and “text” to read documents.

    \b
    kg desk
    kg desk my-workspace --reader KG
    """
    folder = existing_workspace(workspace)
    try:
        for library in _LIBRARIES:
            import_module(library)
        server = import_module("kg.desk.server")
    except ModuleNotFoundError as error:
        raise UsageError(f"kg desk needs {error.name}; install it with: pip install 'headwater[serve,text]'") from error
    try:
        server.run(folder, port, reader, (lambda _: None) if no_browser else click.launch, _say)
    except KeyboardInterrupt:
        _say("kg: stopped; everything that was saved is in the record files")
        ctx.exit(_INTERRUPTED)


def _say(line: str) -> None:
    click.echo(plain_text(line), err=True)
