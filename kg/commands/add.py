"""`kg add`: one claim more in a workspace, from an address or an id, asked for or given as options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from kg.commands.new_claim import LEANS_ON, SPEAKS_TO, as_given, located, records
from kg.commands.output import emit
from kg.commands.workspace_folder import existing_workspace
from kg.errors import UsageError
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.commands.new_claim import NewClaim
    from kg.formats.importing.on_record import OnRecord

DEFAULT_FILE: Final = "claims.yaml"


def _relation_options(function: Callable[..., None]) -> Callable[..., None]:
    """An option for each relation; each may be given several times."""
    texts = {name: f"A claim or source that it {name.replace('-', ' ')}." for name in (*LEANS_ON, *SPEAKS_TO)}
    for relation, text in reversed(texts.items()):
        name = relation.replace("-", "_")
        function = click.option(f"--{relation}", name, multiple=True, metavar="TARGET", help=text)(function)
    return function


@click.command("add")
@click.argument("what", required=False, metavar="[ADDRESS|SOURCE|SOURCE/CLAIM]")
@click.option("--source", help="Id of the document, new or recorded.")
@click.option("--title", help="Title of a new document.")
@click.option("--kind", help="Kind of a new document: report, news article, book, dataset …")
@click.option("--url", help="Address of a new document.")
@click.option("--issued", metavar="DATE", help="When a new document was published.")
@click.option("--publisher", multiple=True, help="Who published the document.")
@click.option("--claim", help="Short id of the claim inside its document; otherwise made from the figure or the words.")
@click.option("--says", help="The claim in your own words.")
@click.option("--figure", help="The figure in one line: at least 1,400 children, Rotherham, 1997/2013, estimate.")
@click.option("--about", multiple=True, metavar="VARIABLE", help="What is measured: the id of a variable.")
@click.option("--at", help="Where in the document.")
@click.option("--quote", help="What the document says, word for word.")
@click.option("--by", multiple=True, help="Who speaks, if not the authors of the document.")
@click.option("--read", metavar="“DATE WHO”", help="When and by whom it was read. Without this the claim is unread.")
@click.option(
    "--seen-in", metavar="SOURCE", help="The other document in which it was seen: an id, an address, or words."
)
@click.option("--made-here", metavar="HOW", help="The document is the origin of the figure: what it was made from.")
@click.option("--working", help="How well the calculation is shown: redoable, explained, partly explained …")
@click.option(
    "--names-no-source", metavar="“DATE WHO”", help="The whole document was read, and it gives no source for the claim."
)
@click.option("--leans-on", multiple=True, metavar="“RELATION TARGET”", help="The same as --RELATION TARGET.")
@_relation_options
@click.option("--link-at", metavar="PLACE", help="Where in the document these links are.")
@click.option("--not-in-it", metavar="“DATE WHO”", help="The whole targets were read, and the figure is not in them.")
@click.option("--not-found", metavar="“DATE WHO”", help="The targets could not be found.")
@click.option("--on", help="What a challenge is about: value, working, scope, use.")
@click.option("--set", "set_claim", multiple=True, metavar="“KEY: VALUE”", help="Any other key of the claim.")
@click.option("--set-source", multiple=True, metavar="“KEY: VALUE”", help="Any other key of the document.")
@click.option("--set-link", multiple=True, metavar="“KEY: VALUE”", help="Any other key of these links.")
@click.option(
    "--unchecked", is_flag=True, help="Accept also a quotation that is not in the saved copy of the document."
)
@click.option("--file", "file", default=DEFAULT_FILE, show_default=True, help="Record file for new documents.")
@click.option(
    "-g", "--graph", metavar="DIR", envvar="KG_GRAPH", help="The workspace. Default: the one above the current folder."
)
def command(file: str, graph: str | None, unchecked: bool, **given: Any) -> None:  # noqa: ANN401 - what click parsed
    """Add a claim to a workspace, or extend a claim. What you do not give as an option, you are asked for.

    Give the address or id of a document, or SOURCE/CLAIM to extend a recorded claim. A new document, and each address that the claim
    rests on, gets a record with a readable id at the end of FILE. The whole workspace is checked before anything is written, and what
    was written is printed. If a copy of the document is saved, a quotation must be in it.

    \b
    kg add
    kg add https://news.example/homes --says "1,200 homes stand empty." --figure "1,200 homes, Millbrook, 2024" \\
      --cites https://survey.example/2024.pdf --read "2026-07-01 AB"
    kg add news-example-homes/1-200-homes --names survey-2024/empty --not-in-it "2026-07-02 AB"
    kg add letter-2025 --title "A letter" --says "The number counts ruins." --disputes survey-2024/empty --on value
    """
    from kg.cache.records_lock import alone
    from kg.formats.importing.on_record import OnRecord
    from kg.formats.yaml_text import document_text
    from kg.workspace.record_files import add_records

    folder = existing_workspace(graph)
    options = as_given(given)
    on_record = _on_record(folder)
    located_options = located(options, on_record)
    if sys.stdin.isatty() and located_options.missing(on_record):
        from kg.commands.add_questions import ask

        located_options = ask(located_options, on_record)
    with alone(folder):
        on_record = OnRecord(folder)
        new = records(located_options, on_record)
        if not unchecked:
            _check_quotation(folder, new, on_record)
        places = add_records(folder, file, new.documents, on_record)
    shown = plain_text(new.identifier)
    emit(f"{places[new.identifier]}: added {shown}; `kg trace {shown}` shows it\n")
    emit("\n" + "---\n".join(document_text(document) for document in new.documents))


def _on_record(folder: Path) -> OnRecord:
    from kg.formats.importing.on_record import OnRecord

    return OnRecord(folder)


def _check_quotation(folder: Path, new: NewClaim, on_record: OnRecord) -> None:
    """Raise UsageError for a quotation that does not stand in the saved copy of its document."""
    from kg.workspace.quote_check import QuoteCheck

    if new.quote and on_record.path_of(new.source):
        one = QuoteCheck(folder).quotation(new.identifier, new.source, new.quote)
        if one.is_unresolved:
            differs = f" ({one.how_it_differs})" if one.how_it_differs else ""
            raise UsageError(
                f"{new.identifier}: this quotation is {one.outcome} in the saved copy of {new.source}{differs}; "
                "mend it, or give --unchecked"
            )
