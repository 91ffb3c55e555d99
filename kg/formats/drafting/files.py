"""Drafted records in the files of a workspace: written beside what is there, and accepted where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError, nearest
from kg.formats.folder import read_files, record_paths
from kg.formats.importing.on_record import OnRecord
from kg.formats.record_edits import Edit, edited
from kg.formats.yaml_text import HEADER, document_text
from kg.model.drafts import drafts
from kg.text.quotes import excerpt
from kg.text_files import make_folder, replace_durably

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.formats.drafting.records import Drafted
    from kg.formats.folder import LoadedFile
    from kg.model.records import Claim

FOLDER: Final = "drafts"
_HEAD: Final = "drafted by a program and outside every answer; `kg draft --accept` takes them in"


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
        read_files([*record_paths(folder), stage])
        replace_durably(stage, path)
    finally:
        stage.unlink(missing_ok=True)
    return path


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft as it is listed: its id, where it stands, and what it says."""

    node: str
    path: Path
    line: int
    claim: Claim | None
    title: str | None = None
    links: tuple[str, ...] = ()


def listed(folder: Path) -> list[Listed]:
    """Every draft of a workspace, in the order of its files."""
    found = []
    for file in read_files(record_paths(folder)):
        left_out = drafts(file.records)
        claims = {claim.id: claim for claim in file.records.claims}
        titles = {source.id: source.title for source in file.records.sources}
        for node, line in file.lines.items():
            if node in left_out:
                links = tuple(f"{link.relation} {link.target}" for link in file.records.links if link.source == node)
                found.append(Listed(node, file.path, line, claims.get(node), titles.get(node), links))
    return found


def accept(folder: Path, nodes: Sequence[str], read: str | None = None, longest: int | None = None) -> list[str]:
    """Make drafts records: those named, or all; a claim takes with it its source and what it rests on. Returns their ids.

    `read` is DATE WHO; quotations are shortened to `longest` words around their figure. The workspace is changed as a whole
    or not at all. Raises UsageError for an id that is no draft.
    """
    files = read_files(record_paths(folder))
    left_out = {node for file in files for node in drafts(file.records)}
    for node in nodes:
        if node not in left_out:
            raise UsageError(f"{node}: not a draft{nearest(node, left_out)}")
    wanted = _with_needed(files, set(nodes) or left_out, left_out)
    texts: dict[Path, str] = {}
    for file in files:
        if edits := list(_edits(file, wanted, left_out, read, longest)):
            texts[file.path] = edited(file.path, edits)
    _replace(files, texts)
    return sorted(wanted)


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


def _replace(files: Sequence[LoadedFile], texts: dict[Path, Any]) -> None:
    """Put the texts in the place of the files once everything reads with them."""
    stages = {path: path.with_name(f".{path.stem}.accept{path.suffix}") for path in texts}
    try:
        for path, text in texts.items():
            stages[path].write_bytes(text.encode())
        read_files([*(file.path for file in files if file.path not in texts), *stages.values()])
        for path, stage in stages.items():
            replace_durably(stage, path)
    finally:
        for stage in stages.values():
            stage.unlink(missing_ok=True)
