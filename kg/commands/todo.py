"""`kg todo`: what to read, find, ask and recheck next."""

from __future__ import annotations

import csv
from io import StringIO
from textwrap import fill
from typing import TYPE_CHECKING

import click

from kg.commands.output import (
    FormatName,
    emit,
    emit_json,
    graph_option,
    on_terminal,
    output_option,
    tell_notes,
    wants_color,
    width_of,
)
from kg.render.safe import plain_row, plain_text
from kg.render.table import render_table

if TYPE_CHECKING:
    from kg.workspace.todo import Agenda

_KINDS = ("read", "find", "ask", "recheck")


@click.command("todo")
@click.option("-f", "--format", "form", type=FormatName(["text", "json", "csv"]), default="text", show_default=True)
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only tasks of this kind. May be repeated."
)
@click.option("--document", metavar="ID", help="Only tasks for one document and what it rests on.")
@click.option(
    "-n", "--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many tasks to print as text."
)
@output_option
@graph_option
def command(form: str, kinds: tuple[str, ...], document: str | None, most: int, output: str, graph: str | None) -> None:
    """List what to read, find, ask and check again next, the most useful first.

    The first tasks are those that the most figures wait for. They are work for the people who keep the records, not errors of any
    document. `kg check` counts them separately.

    \b
    kg todo
    kg todo --document seed-article --kind read
    kg todo --format csv -o tasks.csv
    """
    from kg.api import open_graph
    from kg.workspace.todo import todo

    opened = open_graph(graph)
    found = todo(opened, kinds, document)
    tell_notes(opened.notes)
    if form == "json":
        emit_json(
            {"schema_version": "1.0", "graph": opened.name, "tasks": [task.to_dict() for task in found.tasks]}, output
        )
    elif form == "csv":
        emit(_csv(found), output)
    else:
        emit(_text(found, opened.name, most, output), output)


def _text(found: Agenda, graph: str, most: int, output: str) -> str:
    rows = [(task.kind, task.figures, task.where, task.what) for task in found.tasks[:most]]
    width = width_of(output) if on_terminal(output) else None
    table = (
        render_table(("task", "figures waiting", "where", "what to do"), rows, width, wants_color(output))
        if rows
        else ""
    )
    counts = ", ".join(f"{sum(task.kind == kind for task in found.tasks)} to {kind}" for kind in _KINDS)
    left = f"; the first {most} are shown, -n shows more" if len(found.tasks) > most else ""
    counted = plain_text(f"{counts}{left}. Graph: {graph}.")
    counted = fill(counted, width, break_on_hyphens=False) if width else counted
    return f"{table}\n{counted}\n" if table else f"{counted}\n"


def _csv(found: Agenda) -> str:

    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(("task", "figures", "where", "what to do"))
    for task in found.tasks:
        writer.writerow(plain_row((task.kind, task.figures, task.name, task.what)))
    return written.getvalue()
