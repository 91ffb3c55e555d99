"""`kg query`: SPARQL over a graph."""

from __future__ import annotations

import csv
import io
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.commands.output import emit, emit_json, graph_option, on_terminal, output_option, tell_notes, wants_color, width_of
from kg.errors import UsageError, cannot_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.store.protocol import Answers

_MOST_CHARACTERS: Final = 1_000_000
_LONGEST_PATH: Final = 1_000
_ENDINGS: Final = (".rq", ".sparql")
_TRIPLE: Final = ("subject", "predicate", "object")


@click.command("query")
@click.argument("query", metavar="TEXT|FILE|NAME|-", required=False)
@click.option("-l", "--list", "listing", is_flag=True, help="List the named queries.")
@click.option("--facts", is_flag=True, help="Ask the derived facts as well; named queries always do.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "csv", "tsv", "json"]), default="table", show_default=True)
@output_option
@graph_option
def command(query: str | None, listing: bool, facts: bool, form: str, output: str, graph: str | None) -> None:
    """Ask a graph in SPARQL 1.1; the query is text, a file, the name of one that comes along, or “-” for standard input.

    The prefixes of the project (hw, schema, prov, cito, dcterms …) are known. Queries only read, and SERVICE is
    refused. In a table, nodes are shown by their short ids; CSV, TSV and JSON give whole IRIs. In CSV and TSV a text
    that begins like a formula has an apostrophe before it.

    \b
    kg query --list
    kg query hedge-lost
    kg query "SELECT ?claim ?says WHERE { ?claim a hw:Claim ; schema:text ?says }"
    kg query claims.rq --format csv -o claims.csv
    """
    from kg.workspace import open_graph

    if listing:
        _emit_list(form, output)
        return
    if query is None:
        raise UsageError("say what to ask: a query, a file, or a name of `kg query --list`")
    text, named = query_text(query)
    opened = open_graph(graph)
    answers = opened.query(text, facts=facts or named)
    tell_notes(opened.notes)
    _emit(answers, opened.short, form, output)


def _emit(answers: Answers, short: Mapping[str, str], form: str, output: str) -> None:
    if form == "json":
        emit_json(_document(answers), output)
    elif form == "table":
        width = width_of(output) if on_terminal(output) else None
        emit(_table(answers, short, width, wants_color(output)), output)
    else:
        emit(_separated(answers, "\t" if form == "tsv" else ","), output)


def _emit_list(form: str, output: str) -> None:
    """The named queries with what each answers, in the format asked for."""
    from kg.rules.queries import named_queries
    from kg.store.protocol import Answers

    listed = Answers(("name", "answers"), tuple((query.name, query.answers) for query in named_queries()))
    _emit(listed, {}, form, output)


def query_text(argument: str) -> tuple[str, bool]:
    """The query that an argument gives or names, and whether it is one that comes along.

    Raises UsageError when its file cannot be read, NotFoundError for a name that no query has.
    """
    from kg.rules.queries import is_query_name, query_of

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
    return argument.endswith(_ENDINGS) or Path(argument).is_file()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8; save the query as UTF-8") from error
    except OSError as error:
        raise cannot_read(path, error) from error


def _rows(answers: Answers) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """Headings and rows, whichever form of query was asked."""
    if answers.boolean is not None:
        return ("answer",), ((answers.boolean,),)
    if answers.triples is not None:
        return _TRIPLE, answers.triples
    return answers.variables, answers.rows


def _table(answers: Answers, short: Mapping[str, str], width: int | None, color: bool) -> str:
    from kg.render.table import render_table

    if answers.boolean is not None:
        return "yes\n" if answers.boolean else "no\n"
    headings, rows = _rows(answers)
    shown = [[short.get(value, value) if isinstance(value, str) else value for value in row] for row in rows]
    noun = "row" if answers.triples is None else "triple"
    count = f"{len(shown)} {noun}{'' if len(shown) == 1 else 's'}\n"
    return render_table(headings, shown, width, color) + "\n" + count if shown else f"no {noun}s\n"


def _separated(answers: Answers, mark: str) -> str:
    from kg.render.safe import plain_cell, plain_text

    headings, rows = _rows(answers)
    written = io.StringIO()
    if mark == "\t":
        lines = [[plain_text(plain_cell(value)) for value in row] for row in (headings, *rows)]
        return "".join("\t".join(line) + "\n" for line in lines)
    table = csv.writer(written, lineterminator="\n")
    table.writerows([plain_cell(value) for value in row] for row in (headings, *rows))
    return written.getvalue()


def _document(answers: Answers) -> dict[str, object]:
    if answers.boolean is not None:
        return {"boolean": answers.boolean}
    headings, rows = _rows(answers)
    return {
        "variables": list(headings),
        "rows": [{name: _json(value) for name, value in zip(headings, row, strict=True)} for row in rows],
    }


def _json(value: object) -> object:
    """A value that JSON can hold: it has no infinity and no NaN."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
