"""`kg duplicates`: sources and claims that may be one; what a person accepts is joined as `same as`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict

from kg.commands.output import FormatName, emit, emit_json, graph_option
from kg.errors import UsageError, count
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from pathlib import Path

    from kg.formats.duplicates import Proposal


@click.command("duplicates")
@click.option(
    "--accept",
    "accepted",
    nargs=2,
    metavar="FIRST SECOND",
    multiple=True,
    help="Record that two sources are one work. May be repeated.",
)
@click.option("-f", "--format", "form", type=FormatName(["text", "json"]), default="text", show_default=True)
@graph_option
def command(accepted: tuple[tuple[str, str], ...], form: str, graph: str | None) -> None:
    """Propose sources and claims that may be one, and join the sources that you accept.

    Sources: the same address or identifier, or the same title and year. Claims: the same words, or the same number of the same thing, in
    one work. Nothing is merged by itself: --accept writes `same as:` into the record of FIRST, and both stay as they are, one work in
    every answer. Two claims that are one are mended by hand: take one of them out.

    \b
    kg duplicates
    kg duplicates --accept council-report council-report-2
    """
    if accepted:
        _accept(accepted, graph)
        return
    from kg.api import open_graph
    from kg.formats.duplicates import duplicates

    found = duplicates(open_graph(graph).short_records())
    if form == "json":
        emit_json([asdict(proposal) for proposal in found])
    else:
        emit(_text(found))


def _text(found: list[Proposal]) -> str:
    if not found:
        return "no two records look like one"
    lines = [f"{one.kind}  {one.first}  {one.second}\n    {plain_text(one.why)}" for one in found]
    sources = sum(one.kind == "source" for one in found)
    lines.append(
        f"{count(sources, 'pair of sources', 'pairs of sources')}, {count(len(found) - sources, 'pair of claims', 'pairs of claims')}"
    )
    if sources:
        lines.append("to join two sources: kg duplicates --accept FIRST SECOND")
    return "\n".join(lines)


def _accept(pairs: tuple[tuple[str, str], ...], graph: str | None) -> None:
    """Write `same as` into the record of the first of each pair; all of it or nothing."""
    from kg.cache.records_lock import alone
    from kg.commands.workspace_folder import existing_workspace
    from kg.formats.importing.on_record import OnRecord, rewritten
    from kg.formats.record_edits import Edit
    from kg.text_files import replace_durably

    folder = existing_workspace(graph)
    with alone(folder):
        on_record = OnRecord(folder)
        edits: dict[Path, list[Edit]] = {}
        joined: dict[str, list[str]] = {}
        for first, second in pairs:
            path = _path_of(on_record.path_of(first), first)
            _path_of(on_record.path_of(second), second)
            if first == second:
                raise UsageError(f"{first}: name two sources")
            same = joined.setdefault(first, _listed(on_record.written(first).get("same as")))
            if second not in same:
                same.append(second)
                edits.setdefault(path, []).append(Edit(first, None, "same as", same))
        last = {path: list({edit.source: edit for edit in found}.values()) for path, found in edits.items()}
        for path, text in [(path, rewritten(path, found)) for path, found in last.items()]:
            staged = path.with_name(f".{path.name}.same-as")
            staged.write_bytes(text.encode())
            staged.chmod(path.stat().st_mode)
            replace_durably(staged, path)
    emit("\n".join(f"{first}: same as {second}" for first, second in pairs))


def _path_of(path: Path | None, source: str) -> Path:
    if path is None:
        why = (
            "a claim; take one of the two out of the records" if "/" in source else "no source of this id is on record"
        )
        raise UsageError(f"{source}: {why}")
    return path


def _listed(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [] if value is None else [str(value)]
