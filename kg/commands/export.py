"""`kg export`: a lineage as a picture, a page, a report, or a file for another program.

Each format is a small function and a line in FORMATS; what it needs it imports when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from kg.commands import export_card, export_claimreview, export_nanopub, export_site
from kg.commands.export_records import record_command
from kg.commands.output import FormatName, emit, graph_option, output_option
from kg.errors import UsageError
from kg.formats.exchange.formats import CLAIMREVIEW, NANOPUB
from kg.formats.registry import FORMATS as RECORD_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.render.picture import Picture


def html(picture: Picture) -> str:
    """One HTML file to explore and to print; it loads nothing from anywhere."""
    from kg.render.html import html

    return html(picture)


def svg(picture: Picture) -> str:
    """A still picture with text as text, light and dark."""
    from kg.render.svg import svg

    return svg(picture)


def mermaid(picture: Picture) -> str:
    """A Mermaid flowchart, for Markdown that draws it."""
    from kg.render.exchange import mermaid

    return mermaid(picture)


def dot(picture: Picture) -> str:
    """Graphviz's language."""
    from kg.render.exchange import dot

    return dot(picture)


def graphml(picture: Picture) -> str:
    """GraphML, for yEd, Gephi and graph libraries."""
    from kg.bridges import networkx
    from kg.render.exchange import about, edge_rows, node_rows

    return networkx.graphml(networkx.to_networkx(node_rows(picture), edge_rows(picture), **about(picture)))


def gexf(picture: Picture) -> str:
    """GEXF, for Gephi."""
    from kg.bridges import networkx
    from kg.render.exchange import about, edge_rows, node_rows

    return networkx.gexf(networkx.to_networkx(node_rows(picture), edge_rows(picture), **about(picture)))


PICTURES: Final[tuple[Callable[[Picture], str], ...]] = (html, svg, mermaid, dot, graphml, gexf)


def picture_command(write: Callable[[Picture], str]) -> click.Command:
    """The command of one format of pictures: the choice of what to draw is the same for all."""
    name = write.__name__

    @click.command(name, help=_help(name, write.__doc__ or ""))
    @click.argument("headline", metavar="[CLAIM]", nargs=-1)
    @click.option("--all", "everything", is_flag=True, help="Draw every claim of the graph.")
    @click.option("--around", metavar="ID", help="Draw what is near a claim or source.")
    @click.option("--hops", type=click.IntRange(0), help="With --around: how many links away. Default: 1; in html 3.")
    @click.option("--document", metavar="ID", help="Draw the claims of a document, with all that they rest on.")
    @click.option("--as-of", metavar="DATE", help="Use only what was published by then.")
    @output_option
    @graph_option
    def run(
        headline: tuple[str, ...],
        everything: bool,
        around: str | None,
        hops: int | None,
        document: str | None,
        as_of: str | None,
        output: str,
        graph: str | None,
    ) -> None:
        text = " ".join(headline)
        _one_choice(text, everything, around, document, as_of)
        from kg.api import open_graph

        opened = open_graph(graph)
        if write is html and (everything or around):
            emit(opened.everything(around).to_html(3 if hops is None else hops), output)
            return
        near = 1 if hops is None else hops
        found = opened.trace(text, as_of) if text else opened.survey(around=around, hops=near, document=document)
        emit(write(found.picture()), output)

    return run


def _help(name: str, first: str) -> str:
    return (
        f"{first}\n\nCLAIM is a headline in any words, an id, an IRI or a page address; or say what to draw instead with an "
        f"option.\n\n\b\nkg export {name} seed-article/rotherham -o trace.{name}\n"
        f"kg export {name} --document rgi-2026 -o report.{name}\n"
        f"kg export {name} --around jay-2014/children-exploited --hops 2 -o near.{name}"
    )


def _one_choice(text: str, everything: bool, around: str | None, document: str | None, as_of: str | None) -> None:
    chosen = [text, everything, around, document]
    if sum(bool(choice) for choice in chosen) != 1:
        raise UsageError("say what to draw: a CLAIM, --all, --around ID or --document ID, and one of them only")
    if as_of and not text:
        raise UsageError("--as-of goes with a CLAIM")


@click.command("report")
@click.argument("headline", metavar="CLAIM", nargs=-1, required=True)
@click.option("-f", "--format", "form", type=FormatName(["md", "html"]), default="md", show_default=True)
@click.option("--as-of", metavar="DATE", help="Use only what was published by then.")
@output_option
@graph_option
def report(headline: tuple[str, ...], form: str, as_of: str | None, output: str, graph: str | None) -> None:
    """A report to print or paste: the answers, each path, what changed, findings, references.

    \b
    kg export report seed-article/rotherham
    kg export report "250,000 victims" --format html -o report.html
    """
    from kg.api import open_graph

    trace = open_graph(graph).trace(" ".join(headline), as_of)
    if form == "html":
        from kg.render.report_html import report_html

        emit(report_html(trace), output)
    else:
        from kg.render.report_markdown import report_markdown

        emit(report_markdown(trace), output)


@click.command("rdf")
@click.option(
    "-f",
    "--format",
    "form",
    type=FormatName(["ttl", "trig", "nt", "nq", "rdf", "jsonld"]),
    default="ttl",
    show_default=True,
)
@output_option
@graph_option
def rdf(form: str, output: str, graph: str | None) -> None:
    """The whole graph as RDF; syntaxes without named graphs hold the union of all.

    \b
    kg export rdf -o graph.ttl
    kg export rdf --format jsonld -o graph.jsonld
    """
    from kg.rdf.syntax import write_rdf
    from kg.render.result_rows import safe_syntax
    from kg.workspace.file_quads import stated_quads

    media = {"rdf": "application/xml", "jsonld": "application/json"}.get(form, "text/turtle")
    emit(safe_syntax(write_rdf(stated_quads(graph), form).decode(), media), output)


FORMATS: Final[Sequence[click.Command]] = (
    *map(picture_command, PICTURES),
    report,
    export_claimreview.export_claimreview,
    export_nanopub.export_nanopub,
    *(record_command(form) for form in RECORD_FORMATS if form.writes and form not in {CLAIMREVIEW, NANOPUB}),
    rdf,
)


@click.group("export")
def command() -> None:
    """Write the evidence behind a claim as a picture, page, report or file.

    \b
    kg export html seed-article/rotherham -o trace.html
    kg export svg "1,400 children in Rotherham" -o trace.svg
    kg export report seed-article/rotherham --format html -o report.html
    kg export html --all -o graph.html
    """


for _format in (*FORMATS, export_card.export_card, export_site.export_site):
    command.add_command(_format)
