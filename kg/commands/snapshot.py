"""`kg snapshot`: copies of sources, kept in the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.output import emit, tell_notes
from kg.commands.workspace_folder import existing_workspace
from kg.errors import UsageError, count, nearest
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.snapshots.archive import Copy
    from kg.text.quotes import Outcome
    from kg.workspace.quote_check import QuoteCheck
    from kg.workspace.snapshots import Taken


@click.command("snapshot")
@click.argument("source")
@click.option("--file", "file", type=click.Path(path_type=Path, dir_okay=False), help="Save this file as the copy.")
@click.option("--fetch", is_flag=True, help="Fetch the page from its address, once.")
@click.option("--archived", is_flag=True, help="Fetch the nearest copy from the Wayback Machine.")
@click.option("--changed", is_flag=True, help="Compare with the newest copy, and show which quotations changed.")
@click.option("--url", help="The address, if the record of the source has none.")
@click.option(
    "-g", "--graph", metavar="DIR", envvar="KG_GRAPH", help="The workspace. Default: the one above the current folder."
)
def command(
    source: str, file: Path | None, fetch: bool, archived: bool, changed: bool, url: str | None, graph: str | None
) -> None:
    """Save a copy of a source in the workspace, as WARC with media type, time and SHA-256; or compare it.

    SOURCE is the id of a recorded source. Without options its copies are listed. Nothing is fetched unless you give --fetch or --archived;
    then over http or https, from public addresses, as robots.txt allows, at most 32 MB in 60 seconds. With --changed, the page
    (--fetch), a file (--file), or the text as it is extracted now is compared with the newest copy.

    \b
    kg snapshot record-2026 --file saved.html
    kg snapshot record-2026 --fetch
    kg snapshot record-2026 --changed --fetch
    """
    from kg.snapshots.archive import copies, latest
    from kg.workspace.quote_check import QuoteCheck
    from kg.workspace.snapshots import keep_copy, what_changed

    if sum((file is not None, fetch, archived)) > 1:
        raise UsageError("give one of --file, --fetch and --archived")
    folder = existing_workspace(graph)
    check = QuoteCheck(folder)
    known = {one.id: one for one in check.records.sources}
    if source not in known:
        raise UsageError(f"{source}: no source of this id is on record{nearest(source, known)}")
    before = latest(folder, source)
    if changed and before is None:
        raise UsageError(f"{source}: no copy is kept to compare with; keep one with --file or --fetch")
    if file is None and not fetch and not archived and not changed:
        emit("".join(f"{plain_text(_line(copy))}\n" for copy, _ in copies(folder, source)) or "no copy is kept\n")
        return
    wanted = bool(file or fetch or archived)
    taken = _taken(folder, source, file, archived, url or known[source].url) if wanted else None
    if changed and before is not None:
        emit(f"{source}: {what_changed(before, taken)}\n")
    elif taken is None:
        emit(f"{source}: the page is unchanged since the newest copy\n")
    if taken is None or (before is not None and before[0].sha256 == taken.copy.sha256):
        return
    if taken.unread:
        tell_notes([f"its text could not be read: {taken.unread}"])
    were = {one.node: one.outcome for one in check.check([source])} if changed else {}
    path = keep_copy(folder, source, taken)
    emit(plain_text(f"{path}: kept {_line(taken.copy)}") + "\n")
    if changed:
        _tell_quotes(were, QuoteCheck(folder), source)


def _taken(folder: Path, source: str, file: Path | None, archived: bool, url: str | None) -> Taken | None:
    from kg.snapshots.fetch import Fetcher
    from kg.text.limits import MOST_BYTES
    from kg.text_files import read_bytes
    from kg.workspace.snapshots import archived_copy, fetch_copy, from_file

    if file is not None:
        return from_file(file.name, read_bytes(file, "a document", MOST_BYTES), url)
    if not url:
        raise UsageError(f"{source}: no address is recorded; give --url, or --file with a saved page")
    return archived_copy(url, Fetcher()) if archived else fetch_copy(folder, source, url, Fetcher())


def _tell_quotes(were: Mapping[str, Outcome], after: QuoteCheck, source: str) -> None:
    """What the new copy did to the quotations that hang on the page."""
    for one in after.check([source]):
        if one.quote and one.node in were:
            before = "still " if were[one.node] == one.outcome else f"{were[one.node]} before, now "
            emit(plain_text(f"{one.node}: {before}{one.outcome}") + "\n")


def _line(copy: Copy) -> str:
    place = f", from {copy.archived}" if copy.archived else ""
    return f"{copy.taken} {copy.media_type}, {count(copy.size, 'byte')}, SHA-256 {copy.sha256}{place}"
