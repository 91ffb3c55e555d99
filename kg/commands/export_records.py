"""`kg export` for formats of records: a command for each that is written, made from its line in the registry."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.commands.output import emit, graph_option, output_option, tell_notes, write_whole
from kg.errors import UsageError, count
from kg.render.safe import plain_lines

if TYPE_CHECKING:
    from kg.formats.record_format import RecordFormat
    from kg.model.records import Records

_MOST_LOSSES: Final = 8
documents_option = click.option(
    "--document", "documents", metavar="ID", multiple=True, help="Only this document. May be repeated."
)


def record_command(form: RecordFormat) -> click.Command:
    """The command of one format of records."""

    @click.command(form.name, help=record_help(form))
    @documents_option
    @output_option
    @graph_option
    def run(documents: tuple[str, ...], output: str, graph: str | None) -> None:
        from kg.api import open_graph
        from kg.formats.document_selection import of_documents

        if form.binary and output == "-":
            raise UsageError(f"{form.name} is not text; name a file with -o")
        write_records(form, of_documents(open_graph(graph).short_records(), documents), output)

    return run


def write_records(form: RecordFormat, records: Records, output: str) -> None:
    """Write records in a format, and say what it could not hold of them."""
    if form.binary:
        packed = BytesIO()
        losses = form.load().write(records, packed)
        write_whole(Path(output), packed.getvalue())
    else:
        written = StringIO(newline="")
        losses = form.load().write(records, written)
        emit(plain_lines(written.getvalue().replace("\r\n", "\n")), output)
    if losses:
        summary = f"{count(len(losses), 'thing of the graph is', 'things of the graph are')} not in the {form.title}"
        tell_notes([*losses[:_MOST_LOSSES], summary])


def record_help(form: RecordFormat) -> str:
    """What the help of a format says: its purpose and its losses."""
    purpose = form.purpose[:1].upper() + form.purpose[1:]
    again = "It opens again with --graph. " if form.reads and form.in_place else ""
    return (
        f"{purpose}; what it cannot hold is listed.\n\n{again}It does not hold: {'; '.join(form.loses) or 'nothing is left out'}.\n\n"
        f"\b\nkg export {form.name} -o records{form.endings[0]}"
    )
