"""Where results go, and whether they may be coloured."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import cannot_read

if TYPE_CHECKING:
    from collections.abc import Callable

graph_option = click.option(
    "--graph", "-g", envvar="KG_GRAPH", metavar="PATH", help="Folder of records, file or store folder."
)
output_option = click.option("--output", "-o", metavar="FILE", default="-", help="Where to write; - is the terminal.")


def format_option(*formats: str) -> Callable[[Any], Any]:
    """The `--format` option; the first format is the default."""
    choice = click.Choice(formats)
    return click.option("--format", "-f", "form", type=choice, default=formats[0], show_default=True)


def width() -> int:
    """The columns to fill: those of the terminal, 80 when there is none, 120 at most."""
    return min(120, max(40, shutil.get_terminal_size((80, 24)).columns)) if sys.stdout.isatty() else 80


def may_color(output: str) -> bool:
    """Whether colour is wanted: on a terminal, unless NO_COLOR is set."""
    return output == "-" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def write(text: str, output: str) -> None:
    """Write a result whole: to the terminal, or to a file that is put in place when it is complete."""
    if output == "-":
        click.echo(text, nl=not text.endswith("\n"), color=may_color(output) or None)
        return
    path = Path(output)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise cannot_read(path, error) from error
