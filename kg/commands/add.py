"""`kg add`: one claim more in a workspace, asked for or given as options."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.commands.output import emit
from kg.commands.workspace_folder import existing_workspace
from kg.errors import UsageError, nearest
from kg.formats.identifiers import RESERVED, is_id, is_iri, slugged

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.commands.record_text import NewClaim
    from kg.formats.folder import LoadedFile

RELATIONS: Final = (
    "quotes",
    "derives-from",
    "extrapolates-from",
    "relays",
    "cites",
    "names",
    "uses-data-from",
    "rests-on",
)
DEFAULT_FILE: Final = "claims.yaml"
_LEANS: Final = "leans on, as RELATION TARGET such as “names report-2014/total” (empty: no more)"


def _relation_options(function: Callable[..., None]) -> Callable[..., None]:
    """An option for each evidence relation; each may be given several times."""
    for relation in reversed(RELATIONS):
        name = relation.replace("-", "_")
        text = f"A claim or source that it {relation.replace('-', ' ')}."
        function = click.option(f"--{relation}", name, multiple=True, metavar="TARGET", help=text)(function)
    return function


@click.command("add")
@click.option("--source", help="Id of the document: a new one, or one on record.")
@click.option("--title", help="Title of a new document.")
@click.option("--kind", help="Kind of a new document: report, news article, book, dataset …")
@click.option("--url", help="Address of a new document.")
@click.option("--issued", metavar="DATE", help="When a new document came out.")
@click.option("--claim", help="Short id of the claim inside its document.")
@click.option("--says", help="The claim in your own words.")
@click.option("--figure", help="The figure in one line: at least 1,400 children, Rotherham, 1997/2013, estimate.")
@click.option("--about", multiple=True, metavar="VARIABLE", help="What is measured: the id of a variable.")
@click.option("--at", help="Where in the document.")
@click.option("--read", metavar="“DATE WHO”", help="When and by whom it was read; without it the claim is unread.")
@click.option("--made-here", metavar="HOW", help="The document made the figure itself, from this.")
@click.option("--working", help="How far that is shown: redoable, explained, partly explained …")
@click.option("--leans-on", multiple=True, metavar="“RELATION TARGET”", help="The same as --RELATION TARGET.")
@_relation_options
@click.option("--file", "file", default=DEFAULT_FILE, show_default=True, help="Record file for a new document.")
@click.option(
    "-g", "--graph", metavar="DIR", envvar="KG_GRAPH", help="The workspace. Default: the one above the current folder."
)
def command(file: str, graph: str | None, **given: Any) -> None:  # noqa: ANN401 - what click parsed, by option
    """Add a claim to a workspace; what is not given as an option is asked for.

    The whole workspace is checked with the new claim before anything is written. A claim of a document on record goes
    into its record; a new document becomes a record at the end of FILE.

    \b
    kg add
    kg add --source leaflet-2026 --title "Homes for all" --claim total --says "1,200 homes stand empty." \\
      --figure "1,200 homes, Millbrook, 2024" --at "page 2" --read "2026-07-01 AB" --names survey-2024/empty-homes
    """
    from kg.cache.records_lock import alone
    from kg.commands.record_text import add_claim

    folder = existing_workspace(graph)
    known = _on_record(folder)
    leans_on = [_link_of(text) for text in given.pop("leans_on")]
    leans_on += [(r, target) for r in RELATIONS for target in given.pop(r.replace("-", "_"))]
    options = _Options(**{name: value or None for name, value in given.items()}, leans_on=tuple(leans_on))
    if sys.stdin.isatty() and not options.complete(known):
        options = _ask(options, known)
    with alone(folder):
        known = _on_record(folder)
        place = add_claim(folder, file, known, options.claim_of(known))
    emit(f"{place}: added {options.source}/{options.claim}; `kg trace {options.source}/{options.claim}` shows it\n")


@dataclass(frozen=True, slots=True)
class _Options:
    """What was given on the command line or answered; None where nothing was."""

    source: str | None
    title: str | None
    kind: str | None
    url: str | None
    issued: str | None
    claim: str | None
    says: str | None
    figure: str | None
    about: tuple[str, ...] | None
    at: str | None
    read: str | None
    made_here: str | None
    working: str | None
    leans_on: tuple[tuple[str, str], ...] = ()

    def missing(self, known: list[LoadedFile]) -> list[str]:
        """The options that a claim cannot do without."""
        wanted = {"source": self.source, "claim": self.claim, "says": self.says}
        if not _recorded(self.source, known):
            wanted["title"] = self.title
        return [name for name, value in wanted.items() if not value]

    def complete(self, known: list[LoadedFile]) -> bool:
        """Whether nothing that is needed is missing."""
        return not self.missing(known)

    def claim_of(self, known: list[LoadedFile]) -> NewClaim:
        """The claim to write. Raises UsageError where something is missing or says what is on record already."""
        from kg.commands.record_text import NewClaim

        if missing := self.missing(known):
            options = ", ".join(f"--{name}" for name in missing)
            raise UsageError(f"still needed: {options} (on a terminal, `kg add` asks)")
        document = {key: getattr(self, key) for key in ("title", "kind", "url", "issued")}
        place = _recorded(self.source, known)
        if place and any(document.values()):
            given = ", ".join(f"--{key}" for key, value in document.items() if value)
            raise UsageError(f"{self.source} is on record at {place}; leave out {given}")
        if self.working and not self.made_here:
            raise UsageError("--working says how far the making is shown: give --made-here too")
        made: dict[str, str] | None = None
        if self.made_here:
            made = {"how": self.made_here} | ({"working": self.working} if self.working else {})
        fields = {
            "says": self.says,
            "figure": self.figure,
            "about": list(self.about or ()),
            "at": self.at,
            "made here": made,
            "read": self.read,
            "leans on": [self._link(relation, target) for relation, target in self.leans_on],
        }
        return NewClaim(
            source=self.source or "",
            claim=self.claim or "",
            document={key: value for key, value in document.items() if value},
            fields={key: value for key, value in fields.items() if value},
        )

    def _link(self, relation: str, target: str) -> dict[str, str]:
        """A link; whoever read the claim read what it says it leans on."""
        return {relation: target} | ({"read": self.read} if self.read else {})


def _on_record(folder: Path) -> list[LoadedFile]:
    """What the workspace holds; nothing, where it has no record file yet."""
    from kg.formats.folder import read_folder

    try:
        return read_folder(folder)
    except UsageError:
        return []


def _recorded(source: str | None, known: list[LoadedFile]) -> str | None:
    """Where a document is recorded, as file and line."""
    return next((f"{file.path}:{file.lines[source]}" for file in known if source and source in file.lines), None)


def _ask(options: _Options, known: list[LoadedFile]) -> _Options:
    """Ask for what was not given; an empty answer leaves out what can be left out."""
    told = options
    told = _answer(told, "source", "id of the document, such as report-2014", check=_identifier)
    if not _recorded(told.source, known):
        told = _answer(told, "title", "its title")
        told = _answer(told, "kind", "its kind (report, news article …)", optional=True)
        told = _answer(told, "url", "its address", optional=True)
        told = _answer(told, "issued", "when it came out, such as 2014-08", optional=True, check=_period)
    told = _answer(told, "claim", "short id of the claim, such as total", check=partial(_new_claim, told.source, known))
    told = _answer(told, "says", "what it says, in your own words")
    told = _answer(
        told, "figure", "figure, such as: at least 1,400 children, Rotherham, 1997/2013", optional=True, check=_figure
    )
    if variables := sorted(node.partition("/")[2] for node in _ids(known) if node.startswith("variable/")):
        told = _ask_variable(told, variables)
    told = _answer(told, "at", "where in the document", optional=True)
    told = _answer(told, "read", "read by you? DATE WHO, such as 2026-07-01 AB", optional=True)
    return told if told.leans_on else _ask_links(told, known)


def _answer(
    told: _Options, name: str, question: str, optional: bool = False, check: Callable[[str], str] | None = None
) -> _Options:
    if getattr(told, name) is not None:
        return told
    text = click.prompt(
        question, default="" if optional else None, show_default=False, value_proc=check or str.strip, err=True
    )
    changed: Any = {name: text or None}
    return replace(told, **changed)


def _figure(text: str) -> str:
    """A figure line that can be read; otherwise click asks again."""
    from kg.formats.figure_line import LONG, parse_figure

    return _readable(text, parse_figure, LONG)


def _period(text: str) -> str:
    """A date; otherwise click asks again."""
    from kg.formats.figure_line import read_period

    return _readable(text, read_period)


def _readable(text: str, read: Callable[[str], object], hint: str = "") -> str:
    """A text that a reader takes, or an empty one; `hint` is what a prompt cannot do and so does not say."""
    text = text.strip()
    if text:
        try:
            read(text)
        except ValueError as error:
            raise click.BadParameter(str(error).replace(f"; {hint}", "") if hint else str(error)) from error
    return text


def _identifier(text: str) -> str:
    """A short id; otherwise click asks again."""
    if not is_id(text.strip()):
        raise click.BadParameter(f"“{text.strip()}” is no id; perhaps {slugged(text)}")
    return text.strip()


def _new_claim(source: str | None, known: list[LoadedFile], text: str) -> str:
    """A short id that no claim of the document has; otherwise click asks again."""
    name = _identifier(text)
    if place := _recorded(f"{source}/{name}", known):
        raise click.BadParameter(f"{source}/{name} is on record already, at {place}")
    return name


def _ids(known: list[LoadedFile]) -> set[str]:
    return {node for file in known for node in file.lines}


def _ask_variable(told: _Options, variables: list[str]) -> _Options:
    """Ask what is measured, which makes a claim comparable with others."""

    def one_of(text: str) -> str:
        if text.strip() and text.strip() not in variables:
            raise click.BadParameter(f"no variable {text.strip()}{nearest(text.strip(), variables)}")
        return text.strip()

    if told.about is not None:
        return told
    text = click.prompt(
        f"what is measured ({', '.join(variables[:8])}{' …' if len(variables) > 8 else ''})",
        default="",
        show_default=False,
        value_proc=one_of,
        err=True,
    )
    return replace(told, about=(text,) if text else None)


def _link_of(text: str) -> tuple[str, str]:
    """`names report-2014/total` as relation and target. Raises UsageError for anything else."""
    relation, _, target = text.strip().partition(" ")
    if relation not in RELATIONS or not target.strip():
        raise UsageError(f"“{text}”: write a relation and a target; relations: {', '.join(RELATIONS)}")
    return relation, target.strip()


def _ask_links(told: _Options, known: list[LoadedFile]) -> _Options:

    ids = {node for node in _ids(known) if node.partition("/")[0] not in RESERVED}
    while text := click.prompt(_LEANS, default="", show_default=False, value_proc=str.strip, err=True):
        try:
            relation, target = _link_of(text)
        except UsageError as error:
            click.echo(f"Error: {error}", err=True)
            continue
        if target in ids or is_iri(target) or target.startswith("/"):
            told = replace(told, leans_on=(*told.leans_on, (relation, target)))
        else:
            click.echo(f"Error: no source or claim {target} is recorded{nearest(target, ids)}", err=True)
    return told
