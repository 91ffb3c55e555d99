"""Drafted records in the files of a workspace: written beside what is there, and accepted where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from kg.errors import BadDataError, UsageError, nearest
from kg.formats.figure_writing import abridged
from kg.formats.folder import read_files, record_paths
from kg.formats.importing.on_record import OnRecord
from kg.formats.record_edits import Edit, edited
from kg.formats.record_spans import Change, with_changes
from kg.formats.yaml_text import HEADER, document_text
from kg.formats.yaml_tree import documents, read_record_file
from kg.model.drafts import drafts
from kg.text.quotes import excerpt
from kg.text_files import make_folder, replace_durably, sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.errors import Problem
    from kg.formats.drafting.records import Drafted
    from kg.formats.folder import LoadedFile
    from kg.model.records import Claim

FOLDER: Final = "drafts"
_HEAD: Final = "drafted by a program and outside every answer; `kg draft --accept` takes them in"
_CONTEXT_NOTE: Final = re.compile(r"\w[\w ]* from context, [^“]*“[^”]*”(?:; )?")


def drafted_text(drafted: Drafted) -> str:
    """The records as the text of a file."""
    parts = [document_text(document) for document in drafted.documents.values()]
    if drafted.areas:
        listed = [{"area": identifier, "name": name} for identifier, name in sorted(drafted.areas.items())]
        parts.append(document_text({"areas": listed}))
    return f"{HEADER}# {_HEAD}\n" + "---\n".join(parts)


def write_drafted(folder: Path, drafted: Drafted) -> Path:
    """Write the records into a file of their own in the workspace, and return it.

    Raises UsageError where the document is on record already, BadDataError where the workspace would not read with them.
    """
    on_record = OnRecord(folder)
    path = folder / FOLDER / f"{drafted.source}.yaml"
    if home := on_record.path_of(drafted.source):
        raise UsageError(
            f"{drafted.source} is on record already, in {home}; take it away to draft it anew, or give another id with --source"
        )
    stage = path.with_name(f".{path.stem}.draft.yaml")
    make_folder(path.parent)
    try:
        stage.write_text(drafted_text(drafted), encoding="utf-8")
        try:
            read_files([*record_paths(folder), stage])
        except BadDataError as error:  # whoever reads it knows the file only by its name to be
            raise BadDataError([_named_as(problem, stage, path) for problem in error.problems]) from error
        replace_durably(stage, path)
    finally:
        stage.unlink(missing_ok=True)
    return path


def _named_as(problem: Problem, stage: Path, path: Path) -> Problem:
    """A problem of a file that is written beside its place, under the name that the file is to have."""
    return replace(problem, path=str(path)) if problem.path == str(stage) else problem


class Listed(Struct, frozen=True):
    """A draft as it is listed: its id, where it stands, and what it says."""

    node: str
    path: Path
    line: int
    claim: Claim | None
    title: str | None = None
    links: tuple[str, ...] = ()
    figure: str | None = None


def listed(folder: Path) -> list[Listed]:
    """Every draft of a workspace, in the order of its files."""
    found = []
    files = read_files(record_paths(folder))
    areas = {area.id: area.name for file in files for area in file.records.areas}
    for file in files:
        left_out = drafts(file.records)
        claims = {claim.id: claim for claim in file.records.claims}
        titles = {source.id: source.title for source in file.records.sources}
        for node, line in file.lines.items():
            if node in left_out:
                links = tuple(f"{link.relation} {link.target}" for link in file.records.links if link.source == node)
                claim = claims.get(node)
                figure = abridged(claim.figure, areas)[0] if claim and claim.figure else None
                found.append(Listed(node, file.path, line, claim, titles.get(node), links, figure))
    return found


def named(folder: Path, nodes: Sequence[str]) -> tuple[str, ...]:
    """The ids of drafts that were named by their id, or by the part behind the slash where only one draft has it."""
    drafted = [one.node for one in listed(folder)]
    found = []
    for node in nodes:
        ends = [each for each in drafted if each.partition("/")[2] == node]
        found.append(ends[0] if len(ends) == 1 and node not in drafted else node)
    return tuple(found)


def accept(
    folder: Path,
    nodes: Sequence[str],
    read: str | None = None,
    longest: int | None = None,
    figure: str | None = None,
) -> list[str]:
    """Make drafts records: those named, or all; a claim takes with it its source and what it rests on. Returns their ids.

    `read` is DATE WHO; whoever read the page and names a claim has also seen what the draft took from the context. `figure` is
    the right figure of the one claim that is named. Quotations are shortened to `longest` words around their figure. The workspace
    is changed as a whole or not at all. Raises UsageError for an id that is not a draft.
    """
    files, left_out = _with_drafts(folder, nodes)
    wanted = _with_needed(files, set(nodes) or left_out, left_out)
    texts: dict[Path, str] = {}
    for file in files:
        edits = list(_edits(file, wanted, left_out, read, longest))
        for claim in file.records.claims:
            if claim.id in nodes and (figure or read):
                edits += _confirmed(file.path, claim, figure)
        if edits:
            text = edited(file.path, edits)
            texts[file.path] = text if drafts(file.records) - wanted else text.replace(f"# {_HEAD}\n", "", 1)
    _replace(files, texts)
    return sorted(wanted)


def reject(folder: Path, nodes: Sequence[str]) -> list[str]:
    """Take draft claims out of the files; a drafted document that is named goes with its file. Returns their ids.

    Raises UsageError for an id that is not a draft, for a work that the drafted document only cites, and for a document of which
    claims were accepted.
    """
    files, left_out = _with_drafts(folder, nodes)
    texts: dict[Path, str] = {}
    gone: list[Path] = []
    for file in files:
        claims = {claim.id: claim.made_in for claim in file.records.claims}
        for source in {source.id for source in file.records.sources} & set(nodes):
            if file.path != folder / FOLDER / f"{source}.yaml":
                raise UsageError(
                    f"{source}: only cited there; name the claims to reject, or the document that cites it"
                )
            if set(file.lines) - left_out:
                raise UsageError(
                    f"{source}: its file holds records too; name the claims to reject, as in: {source}/CLAIM"
                )
            gone.append(file.path)
        changes = [
            Change(claims[node] or "", ("claims", node.partition("/")[2]), None) for node in nodes if node in claims
        ]
        if changes and file.path not in gone:
            texts[file.path] = with_changes(file.path, read_record_file(file.path).decode("utf-8-sig"), changes)
    _replace(files, texts, gone)
    return sorted(nodes)


def _with_drafts(folder: Path, nodes: Iterable[str]) -> tuple[list[LoadedFile], set[str]]:
    """The files of a workspace and their drafts; each of the nodes is one."""
    files = read_files(record_paths(folder))
    left_out = {node for file in files for node in drafts(file.records)}
    for node in nodes:
        if node not in left_out:
            raise UsageError(f"{node}: not a draft{nearest(node, left_out)}")
    return files, left_out


def _confirmed(path: Path, claim: Claim, figure: str | None) -> Iterable[Edit]:
    """What a person who read the page says of a claim: the figure, and that nothing of it stands on the context alone."""
    home, name = claim.made_in or "", claim.id.partition("/")[2]
    if figure:
        yield Edit(home, name, "figure", figure)
    if claim.reading.not_seen:
        yield Edit(home, name, "not seen", None)
    if figure and (note := _note(path, home, name)):
        yield Edit(home, name, "note", _CONTEXT_NOTE.sub("", note).removesuffix("; ") or None)


def _note(path: Path, source: str, claim: str) -> str:
    """The note of a claim, which only its file holds."""
    for document in documents(path, read_record_file(path)):
        if isinstance(document.value, dict) and document.value.get("source") == source:
            return str(document.value["claims"][claim].get("note") or "")
    return ""


def _with_needed(files: Iterable[LoadedFile], wanted: set[str], left_out: set[str]) -> set[str]:
    """What is to be accepted: the claims of a source that is named alone, the source of a claim, and what it rests on."""
    links = [link for file in files for link in file.records.links]
    claims = [claim for file in files for claim in file.records.claims]
    found = set(wanted)
    found |= {claim.id for claim in claims if claim.made_in in wanted and claim.id in left_out}
    found |= {claim.made_in for claim in claims if claim.id in found and claim.made_in in left_out}
    waiting = list(found)
    while waiting:
        node = waiting.pop()
        for link in links:
            if link.source == node:
                needed = {link.target, link.target.partition("/")[0]} & left_out - found
                found |= needed
                waiting += needed
    return found


def _edits(
    file: LoadedFile, wanted: set[str], left_out: set[str], read: str | None, longest: int | None
) -> Iterable[Edit]:
    marked = {source.id for source in file.records.sources if source.draft}
    for source in file.records.sources:
        if source.id in wanted and source.id in marked:
            yield Edit(source.id, None, "draft", None)
    for claim in file.records.claims:
        home, name = claim.made_in or "", claim.id.partition("/")[2]
        if claim.id in wanted:
            yield Edit(home, name, "draft", None)
            if claim.quote and longest is not None and len(claim.quote.split()) > longest:
                number = claim.figure.stated if claim.figure else None
                yield Edit(home, name, "quote", excerpt(claim.quote, number or "", longest))
            if read:
                yield Edit(home, name, "read", read)
        elif claim.id in left_out and home in wanted and home in marked:
            yield Edit(home, name, "draft", "yes")


def _replace(files: Sequence[LoadedFile], texts: dict[Path, Any], gone: Sequence[Path] = ()) -> None:
    """Put the texts in the place of the files, and take some away, once everything reads with them."""
    stages = {path: path.with_name(f".{path.stem}.accept{path.suffix}") for path in texts}
    try:
        for path, text in texts.items():
            stages[path].write_bytes(text.encode())
        kept = [file.path for file in files if file.path not in texts and file.path not in gone]
        read_files([*kept, *stages.values()])
        for path, stage in stages.items():
            replace_durably(stage, path)
        for path in gone:
            path.unlink()
            sync(path.parent)
    finally:
        for stage in stages.values():
            stage.unlink(missing_ok=True)
