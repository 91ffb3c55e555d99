"""`kg trace`: the lineage of one headline statistic."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

from kg.commands.output import (
    FormatName,
    drafts_option,
    emit,
    emit_json,
    graph_option,
    output_option,
    tell_notes,
    wants_color,
    width_of,
)
from kg.errors import AmbiguousError, NotFoundError, UsageError
from kg.render.safe import plain_text

_MOST_ALTERNATIVES: Final = 8


@click.command("trace")
@click.argument("headline", nargs=-1, required=True)
@click.option("-f", "--format", "form", type=FormatName(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", help="Use only what was published by the end of this day, month or year.")
@click.option("--full", is_flag=True, help="Show every path and note, even if the answer is long.")
@output_option
@drafts_option
@graph_option
def command(
    headline: tuple[str, ...], form: str, as_of: str | None, full: bool, output: str, drafts: bool, graph: str | None
) -> None:
    """Trace a figure in a headline back to its evidence.

    HEADLINE is the claim in any words, its id, its IRI, or the web address of a page. If several claims fit and none fits
    clearly better than the others, they are listed and the exit code is 2.

    \b
    kg trace "1,400 children in Rotherham"
    kg trace "fourteen hundred rotherham" --format json -o answer.json
    kg trace "250,000 victims" --as-of 2020
    """
    _refuse_files(headline)
    from kg.api import open_graph

    opened = open_graph(graph, or_seeds=True, drafts=drafts)
    shown = opened.notes
    tell_notes(shown)
    try:
        trace = opened.trace(" ".join(headline), as_of)
    except NotFoundError as error:
        if not drafts and _fits_a_draft(" ".join(headline), graph):
            raise UsageError(
                f"{error}; a draft fits it: --drafts traces drafts too, `kg draft --accept` accepts one"
            ) from error
        raise
    tell_notes([note for note in opened.notes if note not in shown])
    if form == "json":
        from kg.render.trace_json import trace_document

        emit_json(trace_document(trace), output)
    else:
        from kg.render.trace_text import render_trace

        emit(render_trace(trace, width_of(output), wants_color(output), full=full), output)
        if trace.also_fit:
            click.echo("Other claims that fit; trace one by its id:", err=True)
            for line in trace.also_fit[:_MOST_ALTERNATIVES]:
                click.echo(plain_text(f"  {line}"), err=True)
            if len(trace.also_fit) > _MOST_ALTERNATIVES:
                click.echo(
                    f"  and {len(trace.also_fit) - _MOST_ALTERNATIVES} more (--format json lists them)", err=True
                )


def _fits_a_draft(headline: str, graph: str | None) -> bool:
    """Whether a headline that no claim fits is that of a draft."""
    from kg.api import open_graph

    try:
        open_graph(graph, or_seeds=True, drafts=True).trace(headline)
    except AmbiguousError:
        return True
    except NotFoundError:
        return False
    return True


def _refuse_files(words: tuple[str, ...]) -> None:
    """Raise UsageError for a file among the words of a headline, which is meant as the graph."""
    for word in words if len(words) > 1 else ():
        # Unlike Path.exists this answers for a text that is too long for a name.
        if Path(word).suffix and os.path.isfile(word):  # noqa: PTH113
            raise UsageError(f"{word} is a file; to trace in it, write: kg trace HEADLINE --graph {word}")
