"""`kg query`: SPARQL over a graph."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.commands.output import (
    FormatName,
    Seconds,
    drafts_option,
    emit,
    emit_json,
    graph_option,
    on_terminal,
    output_option,
    tell_notes,
    wants_color,
    width_of,
)
from kg.errors import UsageError, count
from kg.render.safe import plain_text
from kg.rules.queries import is_query_name, named_queries, query_of
from kg.sparql.query import EXAMINED, FACTS, Limits, Question
from kg.sparql.rewrite import with_values
from kg.text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.api import Graph
    from kg.sparql.query import Reply
    from kg.sparql.results import Answers

_MOST_CHARACTERS: Final = 1_000_000
_LONGEST_PATH: Final = 1_000
_ENDINGS: Final = (".rq", ".sparql")
_SYNTAX: Final = {"turtle": "ttl", "ttl": "ttl", "ntriples": "nt", "nt": "nt", "jsonld": "jsonld"}
_FORMATS: Final = ("table", "csv", "tsv", "json", "xml", "markdown", *_SYNTAX)


@click.command("query")
@click.argument("query", metavar="TEXT|FILE|NAME|-", required=False)
@click.option("-l", "--list", "listing", is_flag=True, help="List the built-in queries.")
@click.option("--graphs", "list_graphs", is_flag=True, help="List the named graphs, each with its file.")
@click.option("--facts", is_flag=True, help="Include derived facts. Built-in queries always do.")
@click.option(
    "-p",
    "--param",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="Set a variable to a short id, an IRI, a prefixed name, a number or a text.",
)
@click.option(
    "--from",
    "places",
    metavar="GRAPH",
    multiple=True,
    help="Query only this named graph: its IRI, its file, facts or catalogue. Default: all.",
)
@click.option(
    "--from-named",
    "named",
    metavar="GRAPH",
    multiple=True,
    help="Let GRAPH patterns query only this named graph. The rest of the query then uses those of --from.",
)
@click.option("-f", "--format", "form", type=FormatName(_FORMATS), default="table", show_default=True)
@click.option(
    "--timeout",
    type=Seconds(min=0),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop the query after this time; 0 for no limit.",
)
@click.option(
    "--max-size",
    type=click.IntRange(min=1),
    default=64,
    show_default=True,
    metavar="MB",
    help="The largest answer allowed.",
)
@click.option("--explain", is_flag=True, help="Show the query as it would be run, and its algebra; do not run it.")
@output_option
@drafts_option
@graph_option
def command(
    query: str | None,
    listing: bool,
    list_graphs: bool,
    facts: bool,
    parameters: tuple[str, ...],
    places: tuple[str, ...],
    named: tuple[str, ...],
    form: str,
    timeout: float,
    max_size: int,
    explain: bool,
    output: str,
    drafts: bool,
    graph: str | None,
) -> None:
    """Query a graph in SPARQL 1.1. The query is a text, a file, the name of a built-in query, or “-” for standard input.

    The prefixes of the project (hw, schema, prov, cito, dcterms …) are known, and all named graphs are queried together. Queries
    only read; SERVICE is refused.

    Tables and Markdown show the short ids of nodes. In a query, write such an id as <report/total> or, if it has no slash, as
    id:report. In a file, relative IRIs are resolved against the file.

    JSON and XML are the SPARQL result formats; for CONSTRUCT and DESCRIBE they are JSON-LD and RDF/XML. In CSV and TSV, a text that a
    spreadsheet could run as a formula begins with an apostrophe.

    \b
    kg query --list
    kg query hedge-lost --param claim=seed-article/rotherham
    kg query "SELECT ?claim ?says WHERE { ?claim a hw:Claim ; schema:text ?says }"
    kg query claims.rq --format csv -o claims.csv
    kg query "DESCRIBE ?claim { ?claim a hw:Claim }" --from facts --facts --format turtle
    """
    from kg.api import open_graph

    if listing:
        return _emit_list(form, output)
    if list_graphs:
        return _emit_graphs(open_graph(graph, drafts=drafts), facts, form, output)
    if query is None:
        raise UsageError("say what to ask: a query, a file, or a name of `kg query --list`")
    text, ours = query_text(query)
    opened = open_graph(graph, drafts=drafts)
    facts = facts or ours or bool({FACTS, EXAMINED} & {*places, *named})
    question = _question(opened, text, _base(query), parameters, (places, named), facts, form)
    limits = Limits(timeout or None, max_size * 1024 * 1024)
    if explain:
        return emit(_explanation(opened, question, limits, facts), output)
    return _emit(_answer(opened, text, question, limits, facts), opened, form, output)


def _answer(opened: Graph, text: str, question: Question, limits: Limits, facts: bool) -> Reply:
    """The answer to a query, with notes on the graph and on why it may be empty."""
    from kg.workspace.query import ask

    reply = ask(opened, question, limits, facts)
    _tell(opened.notes, reply, text, facts)
    return reply


def _tell(notes: Sequence[str], reply: Reply, text: str, facts: bool) -> None:
    """The notes on the graph, and why an answer may be empty."""
    from kg.sparql.hints import hint

    tell_notes(notes)
    if _is_empty(reply) and (help_line := hint(text, facts)):
        tell_notes([help_line], "hint")


def _is_empty(reply: Reply) -> bool:
    from kg.sparql.results import answers_of

    if reply.media not in {"application/sparql-results+json", "application/n-triples"}:
        return False  # who asks for a syntax reads it with a program
    found = answers_of(reply)
    return found.boolean is None and not found.rows and not found.triples


def _question(
    opened: Graph,
    text: str,
    base: str | None,
    parameters: tuple[str, ...],
    dataset: tuple[tuple[str, ...], tuple[str, ...]],
    facts: bool,
    form: str,
) -> Question:
    from kg.workspace.query import graph_iris
    from kg.workspace.query_parameters import bound_texts

    graph = {"json": "jsonld", "xml": "rdf", **_SYNTAX}.get(form, "nt")
    places, named = (graph_iris(opened, names, facts) for names in dataset)
    default, named_graphs = (places, named or places) if places or named else (None, None)
    return Question(
        text, base, bound_texts(opened, parameters), default, named_graphs, "xml" if form == "xml" else "json", graph
    )


def _base(argument: str) -> str | None:
    """The address of the file that a query stands in, which its relative IRIs resolve against."""
    return Path(argument).resolve().as_uri() if _is_path(argument) else None


def _emit(reply: Reply, opened: Graph, form: str, output: str) -> None:
    from kg.render.result_rows import safe_syntax

    if form in _SYNTAX and reply.kind != "graph":
        given = "true or false" if reply.kind == "boolean" else "rows"
        raise UsageError(
            f"{form} holds graphs, and this query gives {given}; ask with CONSTRUCT or DESCRIBE, or for another format"
        )
    if form in {"json", "xml", *_SYNTAX}:
        emit(safe_syntax(reply.body.decode("utf-8"), reply.media), output)
        return
    from kg.sparql.results import answers_of

    answers = answers_of(reply)
    _emit_answers(answers, opened, form, output)
    if form == "table":
        kind = "row" if answers.triples is None else "triple"
        click.echo(plain_text(f"{count(len(answers), kind)}. Graph: {opened.name}."), err=True)


def _emit_answers(answers: Answers, opened: Graph | None, form: str, output: str) -> None:
    from kg.render.result_rows import as_markdown, as_table, rows_of, separated

    short = opened.short if opened else {}
    if form in {"csv", "tsv"}:
        emit(separated(answers, "\t" if form == "tsv" else ","), output)
    elif form == "markdown":
        emit(as_markdown(answers, short), output)
    elif form == "json":
        headings, rows = rows_of(answers)
        emit_json([dict(zip(headings, row, strict=True)) for row in rows], output)
    elif form == "table":
        emit(as_table(answers, short, width_of(output) if on_terminal(output) else None, wants_color(output)), output)
    else:
        raise UsageError(f"a list has no {form} form; use table, csv, tsv, json or markdown")


def _emit_list(form: str, output: str) -> None:
    """The named queries with what each answers, in the format asked for."""
    from kg.sparql.results import Answers

    listed = Answers(("name", "answers"), tuple((query.name, query.answers) for query in named_queries()))
    _emit_answers(listed, None, form, output)


def _emit_graphs(opened: Graph, facts: bool, form: str, output: str) -> None:
    from kg.sparql.results import Answers
    from kg.workspace.query import graphs

    _emit_answers(Answers(("graph", "file"), tuple(graphs(opened, facts).items())), None, form, output)


def _explanation(opened: Graph, question: Question, limits: Limits, facts: bool) -> str:
    """How a query would be asked, and its algebra. Raises QueryError for one that would be refused."""
    from kg.bridges.algebra import algebra

    question = question.within(opened.config.base)
    text = with_values(question.sparql, question.bound)
    (opened.with_facts() if facts else opened.store).verify(question)
    asked = (
        ", ".join(question.default_graphs)
        if question.default_graphs
        else "all named graphs, unless the query names some"
    )
    longest = count(limits.seconds, "second") if limits.seconds else "no end of time"
    lines = [
        f"GRAPH    {opened.name}{', with its derived facts' if facts else ''}",
        f"ASKS     {asked}",
        *(f"BINDS    ?{name} to {term}" for name, term in question.bound),
        f"LIMITS   {longest}, {limits.answer // 1024 // 1024:,} MB of answer",
    ]
    tree = algebra(text, question.base, dict(question.prefixes))
    lines += (
        ["ALGEBRA", *(f"  {line}" for line in tree.splitlines())]
        if tree
        else ["ALGEBRA  not shown: rdflib cannot read this query"]
    )
    return "".join(f"{line[: len(line) - len(line.lstrip())]}{plain_text(line.strip())}\n" for line in lines)


def query_text(argument: str) -> tuple[str, bool]:
    """The query that an argument gives or names, and whether it is one that comes along.

    Raises UsageError when its file cannot be read, NotFoundError for a name that no query has.
    """
    if is_query_name(argument) and not _is_path(argument):
        return query_of(argument).sparql, True
    if argument == "-":
        text: str = sys.stdin.read(_MOST_CHARACTERS + 1)
    elif _is_path(argument):
        text = _read(Path(argument))
    else:
        text = argument
    if len(text) > _MOST_CHARACTERS:
        raise UsageError(f"the query is longer than {_MOST_CHARACTERS:,} characters")
    if not text.strip():
        raise UsageError("the query is empty")
    return text, False


def _is_path(argument: str) -> bool:
    """Whether an argument names a file: braces make it a query, an ending a file."""
    if "{" in argument or "\0" in argument or len(argument) > _LONGEST_PATH:
        return False
    return argument.endswith(_ENDINGS) or os.path.isfile(argument)  # noqa: PTH113 - never raises, as for a name that is too long


def _read(path: Path) -> str:
    return read_text(path, "a query", _MOST_CHARACTERS * 4)
