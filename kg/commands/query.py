"""`kg query`."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.output import format_option, graph_option, output_option, write
from kg.errors import UsageError, cannot_read

if TYPE_CHECKING:
    from kg.store.protocol import Answers

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.command("query")
@click.argument("query")
@format_option("table", "csv", "tsv", "json")
@graph_option
@output_option
def command(query: str, form: str, graph: str | None, output: str) -> None:
    r"""Ask the graph in SPARQL.

    QUERY is the text, a file, or - for standard input. The project's prefixes are known; all named graphs are asked.

    \b
    kg query "SELECT ?c WHERE { ?c a hw:Claim } LIMIT 5"
    """
    from kg.workspace import open_graph

    answers = open_graph(graph).query(_text(query))
    if answers.boolean is not None:
        write(json.dumps({"boolean": answers.boolean}) if form == "json" else str(answers.boolean).lower(), output)
        return
    if answers.triples is not None:
        write("\n".join(f"{s} {p} {o} ." for s, p, o in answers.triples), output)
        return
    write({"table": _table, "csv": _csv, "tsv": _tsv, "json": _json}[form](answers), output)


def _text(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    looks_like_file = "{" not in query and len(query) < 4096
    if looks_like_file:
        path = Path(query)
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise UsageError(f"{query}: neither a file nor a SPARQL query") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{query}: not UTF-8; save it as UTF-8") from error
        except OSError as error:
            raise cannot_read(path, error) from error
    return query


def _table(answers: Answers) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.render.safe import plain_text

    table = Table(box=None, pad_edge=False)
    for name in answers.variables:
        table.add_column(Text(name), overflow="fold")
    for row in answers.rows:
        table.add_row(*(Text(plain_text(cell or "")) for cell in row))
    buffer = io.StringIO()
    Console(file=buffer, width=120, no_color=True).print(table)
    return buffer.getvalue() + f"{len(answers.rows)} rows\n"


def _csv(answers: Answers) -> str:
    """CSV in which no cell can start a formula in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answers.variables)
    for row in answers.rows:
        writer.writerow(["'" + cell if cell and cell.startswith(_FORMULA) else cell or "" for cell in row])
    return buffer.getvalue()


def _tsv(answers: Answers) -> str:
    clean = ["\t".join((cell or "").replace("\t", " ").replace("\n", " ") for cell in row) for row in answers.rows]
    return "\n".join(["\t".join(answers.variables), *clean])


def _json(answers: Answers) -> str:
    rows = [dict(zip(answers.variables, row, strict=True)) for row in answers.rows]
    return json.dumps({"variables": answers.variables, "rows": rows}, ensure_ascii=False, indent=2)
