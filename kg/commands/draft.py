"""`kg draft`: records drafted from a document, listed, and accepted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.commands.output import emit, output_option, tell_notes
from kg.commands.page_files import page_of
from kg.commands.workspace_folder import existing_workspace
from kg.errors import UsageError, count
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from kg.formats.drafting.files import Listed

_MOST_SHOWN: Final = 90


@click.command("draft")
@click.argument("what", nargs=-1, metavar="[FILE|-|URL|ID]…")
@click.option(
    "--check", "checking", is_flag=True, help="Show what the graph knows about each figure of the files; write nothing."
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    help="With --check: the form of the answer.",
)
@click.option("--full", is_flag=True, help="With --check: show whole sentences.")
@output_option
@click.option("--accept", is_flag=True, help="Turn drafts into records: those given by id, or all.")
@click.option(
    "--accept-all-from",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Turn all drafts of one record file into records.",
)
@click.option("--reject", "rejecting", is_flag=True, help="Take the drafts given by id out of the files.")
@click.option("--read", metavar="“DATE WHO”", help="With --accept: when and by whom the page was read.")
@click.option("--figure", help="With --accept ID: the right figure of that claim, where the draft has it wrong.")
@click.option("--unchecked", is_flag=True, help="With --accept: accept also quotations that are not in the saved copy.")
@click.option("--title", help="Title of the document, where the file does not state it.")
@click.option("--url", help="Address of the document.")
@click.option("--issued", metavar="DATE", help="When the document came out.")
@click.option("--kind", help="Kind of document: news article, report …")
@click.option("--source", metavar="ID", help="Id of the document; otherwise made from its address or title.")
@click.option("--no-copy", is_flag=True, help="Do not save a copy of the page in the workspace.")
@click.option("--dry-run", is_flag=True, help="Print the drafted records and write nothing.")
@click.option(
    "-g", "--graph", metavar="DIR", envvar="KG_GRAPH", help="The workspace. Default: the one above the current folder."
)
def command(
    what: tuple[str, ...],
    checking: bool,
    form: str,
    full: bool,
    output: str,
    accept: bool,
    accept_all_from: Path | None,
    rejecting: bool,
    read: str | None,
    figure: str | None,
    unchecked: bool,
    dry_run: bool,
    no_copy: bool,
    graph: str | None,
    **facts: Any,  # noqa: ANN401 - what click parsed, by option
) -> None:
    """Draft records from an article, report or paper; list drafts; accept drafts.

    Reads HTML (also saved pages), Markdown, plain text, PDF, DOCX and TEI, in English. Every figure becomes a draft claim with its
    sentence, its place, the speaker and the references that it gives. What the text does not say is left out, or marked as taken
    from the context. Drafts are in no answer until a person accepts them, unless --drafts is given. Without FILE, the drafts are listed.

    \b
    kg draft article.html
    kg draft
    kg draft --accept --read "2026-07-01 AB"
    kg draft --accept record-2026/1-200-homes --figure "at least 1,200 homes, Leeds, 2024"
    kg draft --reject record-2026/1-000-days
    kg draft --check article.html --format html -o checked.html
    """
    if checking:
        _check_pages(what, form, output, graph, full=full)
    elif accept or accept_all_from is not None:
        _accept(existing_workspace(graph), what, accept_all_from, read, figure, unchecked=unchecked)
    elif figure:
        raise UsageError("--figure: it goes with --accept ID, as the right figure of that claim")
    elif rejecting:
        _reject(existing_workspace(graph), what)
    elif not what:
        _list(existing_workspace(graph))
    else:
        folder = None if dry_run and graph is None else existing_workspace(graph)
        stated = {key: value for key, value in facts.items() if value}
        _draft_all(what, folder, stated, dry_run=dry_run, copy=not no_copy)


def _check_pages(names: tuple[str, ...], form: str, output: str, graph: str | None, *, full: bool) -> None:
    from kg.commands.pages import check_pages

    if not names:
        raise UsageError("--check: name the files or folders to check")
    check_pages(names, form, output, graph, full=full)


def _draft_all(
    names: tuple[str, ...], folder: Path | None, stated: dict[str, str], *, dry_run: bool, copy: bool
) -> None:
    if stated.keys() - {"kind"} and len(names) > 1:
        raise UsageError(f"{', '.join(f'--{key}' for key in stated)}: these are of one document; name one file")
    for name in names:
        _draft(name, folder, stated, dry_run=dry_run, copy=copy)


def _draft(name: str, folder: Path | None, stated: dict[str, str], *, dry_run: bool, copy: bool) -> None:
    from kg.formats.drafting.files import drafted_text, write_drafted
    from kg.formats.drafting.records import draft
    from kg.formats.importing.on_record import OnRecord
    from kg.workspace.snapshots import keep_copy

    page = page_of(name)
    found = page.statements()
    if page.fetched is not None and found.document.url is None:
        stated = {"url": page.name} | stated
    drafted = draft(found, OnRecord(folder), stated)
    tell_notes(drafted.remarks)
    if dry_run or folder is None:
        emit(drafted_text(drafted))
        return
    path = write_drafted(folder, drafted)
    if copy:
        keep_copy(folder, drafted.source, page.copy(found.document.url or stated.get("url"), found.document.text))
    emit(f"{path}: drafted {drafted.source}: {drafted.summary()}\nlook through it, then: kg draft --accept\n")


def _reject(folder: Path, nodes: tuple[str, ...]) -> None:
    from kg.cache.records_lock import alone
    from kg.formats.drafting.files import named, reject

    if not nodes:
        raise UsageError("--reject: name the drafts; `kg draft` lists them")
    with alone(folder):
        done = reject(folder, named(folder, nodes))
    emit("".join(f"rejected {plain_text(node)}\n" for node in done))


def _accept(
    folder: Path,
    nodes: tuple[str, ...],
    file: Path | None,
    read: str | None,
    figure: str | None,
    *,
    unchecked: bool,
) -> None:
    from kg.cache.records_lock import alone
    from kg.formats.drafting.files import accept, listed, named
    from kg.workspace.config import read_config

    nodes = named(folder, nodes)
    if figure and not (len(nodes) == 1 and "/" in nodes[0]):
        raise UsageError("--figure: name the one claim that it belongs to, as in: --accept ID --figure “1,200 homes”")
    if file is not None:
        if nodes:
            raise UsageError("--accept-all-from takes all drafts of the file; leave the ids out")
        nodes = tuple(one.node for one in listed(folder) if one.path.resolve() == file.resolve())
        if not nodes:
            raise UsageError(f"{file}: there is no draft in this file")
    if not unchecked:
        _check_quotations(folder, nodes)
    carried = {one.node for one in listed(folder) if one.claim is not None and one.claim.reading.not_seen}
    with alone(folder):
        done = accept(folder, nodes, read, read_config(folder).longest_quote, figure)
    if not done:
        raise UsageError("there is no draft in this workspace")
    emit("".join(f"accepted {plain_text(node)}\n" for node in done))
    seen = set(nodes) if read or figure else set()
    if guessed := [node for node in done if node in carried and node not in seen]:
        emit(
            f"{count(len(guessed), 'claim')} with a period, area or unit from the context, which stays “not seen” in a trace: "
            "look at the page, then delete “not seen” in the file\n"
        )


def _check_quotations(folder: Path, nodes: tuple[str, ...]) -> None:
    """Raise UsageError for a draft whose quotation does not stand in the saved copy of its source."""
    from kg.formats.drafting.files import listed
    from kg.workspace.quote_check import QuoteCheck

    wanted = {one.node for one in listed(folder) if not nodes or {one.node, one.node.partition("/")[0]} & set(nodes)}
    if not wanted:
        return
    for one in QuoteCheck(folder).check(wanted):
        if one.node in wanted and one.is_unresolved:
            raise UsageError(
                f"{one.node}: its quotation is {one.outcome} in the saved copy; `kg verify {one.node}` shows more, "
                "--unchecked accepts it all the same"
            )


def _list(folder: Path) -> None:
    from kg.formats.drafting.files import listed

    found = listed(folder)
    if not found:
        emit("no drafts; `kg draft FILE` drafts records from a document\n")
        return
    lines = [line for one in found for line in _lines(one)]
    claims = sum(one.claim is not None for one in found)
    lines.append(
        f"{count(claims, 'draft claim')}; `kg draft --accept ID…` takes them in, with --figure a figure put right; "
        "`kg draft --accept` takes in all of them, `kg draft --reject ID…` takes them out"
    )
    emit("".join(f"{plain_text(line)}\n" for line in lines))


def _lines(one: Listed) -> list[str]:
    if one.claim is None:
        return [f"{one.path}:{one.line}: {one.node}  {one.title or ''}".rstrip()]
    quote = one.claim.quote or ""
    shown = quote if len(quote) <= _MOST_SHOWN else f"{quote[: _MOST_SHOWN - 1]}…"
    lines = [f"{one.path}:{one.line}: {one.node}  {one.figure or 'no figure'}"]
    if shown:
        lines.append(f"    “{shown}”")
    if guessed := one.claim.reading.not_seen:
        lines.append(f"    from the context, so check it: {', '.join(guessed)}")
    return [*lines, *(f"    {link}" for link in one.links)]
