"""`kg validate`: whether files can be read, and what is in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cache.generations import is_bulk_store
from kg.cache.input_files import is_rdf
from kg.commands.output import emit, tell_notes
from kg.errors import BadDataError, Problem, UsageError, count
from kg.formats.csv_claims import misfit
from kg.formats.passed_over import passed_over, reason
from kg.formats.recognition import recognised
from kg.formats.registry import record_endings
from kg.model.plain_text import hidden_characters, plain_text
from kg.rdf.syntax import RdfFile
from kg.render.safe import clip

if TYPE_CHECKING:
    from kg.cache.load import Loaded
    from kg.errors import Problem
    from kg.formats.folder import LoadedFile

_RECORDS = ("source", "claim", "link", "inquiry", "recommendation", "agent", "area", "variable")
_DIFFERENT = 1
_PLURALS = {"inquiry": "inquiries"}


@click.command("validate")
@click.argument("path", default=".")
@click.option(
    "--shapes",
    is_flag=True,
    help="Hold everything against the SHACL shapes of records as well; needs the extra “shacl”.",
)
@click.option(
    "--cache",
    is_flag=True,
    help="Compare all of a workspace's cache with its files, or read all of a store that `kg load` made.",
)
@click.pass_context
def command(ctx: click.Context, path: str, shapes: bool, cache: bool) -> None:
    """Read a folder of records or one file, and say what was read or what is wrong.

    Each problem is one line with file, line and column; the exit code is then 2. PATH is the current folder unless it
    is given. With --cache, a cache or search index that differs is made anew, and the exit code is 1.

    \b
    kg validate my-graph
    kg validate my-graph/claims.yaml
    kg validate --shapes theirs.ttl
    kg validate --cache my-graph
    """
    if "://" in path:
        raise UsageError(f"{path}: an address, and nothing is fetched; save what is there in a file, and name that")
    place = Path(path)
    if not place.exists():
        raise UsageError(f"{place}: no such file or folder")
    if cache and place.is_dir() and is_bulk_store(place):
        _compare_store(ctx, place)
        return
    if place.is_file() and not _is_read(place):
        if recognised(place) is None:
            raise UsageError(f"{place}: {reason(place)}")
        emit(f"{place}: passed over: {reason(place)}\n")
        return
    loaded = _loaded(place)
    counts = _counts(loaded)
    others = list(passed_over(place, {file.path for file in loaded.files}))
    if not any(number for what, number in counts.items() if what != "file") and not others:
        raise UsageError(f"{place}: there is no record in it")
    tell_notes((*loaded.all_notes(), *_invisible(loaded)))
    if shapes:
        _hold_against_shapes(place, loaded)
    if faults := _rule_faults(place, loaded):
        tell_notes(faults, "kg")
        ctx.exit(UsageError.exit_code)
    told = ", ".join(count(number, what, _plural(what)) for what, number in counts.items() if number)
    listed = [*map(_held, loaded.files), *others] if place.is_dir() else []
    emit(
        "".join(
            f"{line}\n"
            for line in [*listed, f"{place}: {told or 'nothing that is read as it stands'}; no problem found"]
        )
    )

    if cache:
        _compare_cache(ctx, place, loaded)


def _compare_store(ctx: click.Context, place: Path) -> None:
    """Read all of a store, and compare its search index with it."""
    from kg.cache.verify import verify_bulk_store

    if verify_bulk_store(place):
        emit(f"{place}: all of the store can be read, and its search index agrees with it\n")
        return
    tell_notes(["the search index differed from the store, and was made anew"])
    ctx.exit(_DIFFERENT)


def _compare_cache(ctx: click.Context, place: Path, loaded: Loaded) -> None:
    """Compare the cache of a workspace with its files."""
    from kg.cache.verify import verify_workspace
    from kg.workspace.config import is_workspace

    if not is_workspace(place):
        raise UsageError(f"{place}: neither a workspace nor a store that `kg load` made, so it has no cache")
    if verify_workspace(place, loaded):
        emit(f"{place}: the cache agrees with the files\n")
        return
    tell_notes(["the cache differed from the files, and was made anew"])
    ctx.exit(_DIFFERENT)


def _is_read(path: Path) -> bool:
    """Whether a file that is named is read as it stands."""
    return is_rdf(path) or (path.suffix.lower() in record_endings() and misfit(path) is None)


def _held(file: LoadedFile | RdfFile) -> str:
    """What one file holds."""
    if isinstance(file, RdfFile):
        return f"{file.path}: RDF, {count(len(file.quads), 'triple') if file.quads else 'which states nothing'}"
    kinds = [(kind, len(getattr(file.records, _plural(kind)))) for kind in (*_RECORDS, "waiver")]
    told = ", ".join(count(number, kind, _plural(kind)) for kind, number in kinds if number)
    return f"{file.path}: {told or 'no record'}"


def _hold_against_shapes(path: Path, loaded: Loaded) -> None:
    """Raise BadDataError with everything that the shapes refuse, whichever format it was written in."""
    from kg.bridges.shacl import faults
    from kg.rdf.syntax import write_rdf
    from kg.store.node_types import state_types
    from kg.store.oxigraph import OxigraphStore

    store = OxigraphStore()
    loaded.fill(store)
    state_types(store)
    found = faults(write_rdf(store.everything(), "nt"))
    if found:
        raise BadDataError([Problem(str(path), 0, 0, str(fault)) for fault in found])


def _rule_faults(path: Path, loaded: Loaded) -> list[str]:
    """What is wrong with the rules of a workspace, and which waivers and settings name a rule that there is not."""
    from kg.workspace.rulebook import book_at
    from kg.workspace.waivers import unknown_in_files

    book = book_at(path)
    return [*book.faults, *book.unknown, *unknown_in_files(loaded, book.known)]


def _invisible(loaded: Loaded) -> list[str]:
    """A line for each file with characters that nobody sees, with the place of the first."""
    found = []
    for file in loaded.files:
        text = Path(file.path).read_text(encoding="utf-8", errors="replace")
        if "\0" in text or not (number := hidden_characters(text)):  # a NUL: a compressed file
            continue
        lines = text.split("\n")
        line, first = next((line, content) for line, content in enumerate(lines, 1) if hidden_characters(content))
        found.append(
            f"{file.path}:{line}: {count(number, 'invisible character')} in this file, the first in this line "
            f"({clip(plain_text(first).strip(), 40)}); they are left out wherever the text is shown"
        )
    return found


def _plural(noun: str) -> str:
    return _PLURALS.get(noun, f"{noun}s")


def _loaded(path: Path) -> Loaded:
    """Every file at a path. Raises BadDataError with the problems of all of them, those of the settings included."""
    from kg.cache.load import load
    from kg.workspace.config import Config, read_config

    problems: list[Problem] = []
    base = Config().base
    if path.is_dir():
        try:
            base = read_config(path).base
        except BadDataError as error:
            problems.extend(error.problems)
    try:
        loaded = load(path, base)
    except BadDataError as error:
        raise BadDataError([*problems, *error.problems]) from error
    if problems:
        raise BadDataError(problems)
    return loaded


def _counts(loaded: Loaded) -> dict[str, int]:
    """How many of each kind; an agent or area that several records name counts once."""
    counts = {"file": len(loaded.records) + len(loaded.rdf)}
    for kind in _RECORDS:
        counts[kind] = len({node.id for file in loaded.records for node in getattr(file.records, _plural(kind))})
    counts["triple"] = sum(len(file.quads) for file in loaded.rdf)
    return counts
