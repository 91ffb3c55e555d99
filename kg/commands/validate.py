"""`kg validate`: whether files can be read, and what is in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cache.generations import is_bulk_store
from kg.cache.input_files import is_rdf
from kg.commands.output import emit, tell_notes
from kg.errors import BadDataError, Problem, UsageError, count
from kg.formats.cross_file_checks import near_agents
from kg.formats.csv_columns import left_out, misfit
from kg.formats.hidden_text import hidden_text
from kg.formats.passed_over import passed_over, reason
from kg.formats.recognition import recognised
from kg.formats.registry import CSV, record_endings
from kg.model.drafts import accepted
from kg.model.plain_text import plain_text
from kg.rdf.syntax import RdfFile
from kg.render.contents import recognised_words
from kg.render.safe import clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.cache.load import Loaded
    from kg.formats.folder import LoadedFile
    from kg.model.records import Records

_DIFFERENT = 1


@click.command("validate")
@click.argument("path", default=".")
@click.option(
    "--shapes",
    is_flag=True,
    help="Check also against the SHACL shapes of records. Needs the extra “shacl”.",
)
@click.option(
    "--cache",
    is_flag=True,
    help="Compare the cache of a workspace with its files, or read the whole of a store made by `kg load`.",
)
@click.pass_context
def command(ctx: click.Context, path: str, shapes: bool, cache: bool) -> None:
    """Read a folder of records or one file, and list what was recognised, or every problem.

    Sources, claims, figures and links are counted, in records and in RDF. Files that are passed over are listed with the reason. Each
    problem is one line with file, line and column; the exit code is then 2. PATH is the current folder if it is left out. With --cache, a
    cache or search index that differs from the files is made again; the exit code is then 1.

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
    others = list(passed_over(place, {file.path for file in loaded.files}))
    summary = _summary(loaded)
    if not summary and not others:
        raise UsageError(f"{place}: there is no record in it")
    names = near_agents({file.path: file.facts.names for file in loaded.records})
    tell_notes((*loaded.all_notes(), *_left_out(loaded), *names, *_invisible(loaded)))
    if shapes:
        _hold_against_shapes(place, loaded)
    if faults := _rule_faults(place, loaded):
        tell_notes(faults, "kg")
        ctx.exit(UsageError.exit_code)
    listed = [*(_held(loaded, file) for file in loaded.files), *others] if place.is_dir() else []
    files = count(len(loaded.files), "file") + (f" read, {len(others):,} passed over" if others else "")
    closing = (
        f"{place}: {files}, {summary}; no problem found{' in what was read' if others else ''}"
        if summary
        else f"{place}: {files}; no record in what was read; no problem found"
    )
    emit("".join(f"{line}\n" for line in [*listed, closing]))

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


def _summary(loaded: Loaded) -> str:
    """What all files hold; a record that several of them name counts once."""
    parts = [file.records for file in loaded.records]
    triples = sum(len(file.quads) for file in loaded.rdf)
    words = recognised_words([*parts, _records_in(loaded, loaded.rdf)] if triples else parts)
    return ", ".join(part for part in (count(triples, "triple") if triples else "", words) if part)


def _is_read(path: Path) -> bool:
    """Whether a file that is named is read as it stands."""
    return is_rdf(path) or (path.suffix.lower() in record_endings() and misfit(path) is None)


def _held(loaded: Loaded, file: LoadedFile | RdfFile) -> str:
    """What one file holds."""
    if isinstance(file, RdfFile):
        triples = f"RDF, {count(len(file.quads), 'triple') if file.quads else 'with nothing in it'}"
        known = recognised_words([_records_in(loaded, [file])])
        return f"{file.path}: {triples}{f': {known}' if known else '' if not file.quads else ', none of them evidence'}"
    return f"{file.path}: {recognised_words([file.records]) or 'no record'}"


def _records_in(loaded: Loaded, files: Iterable[RdfFile]) -> Records:
    """The sources, claims and links that are recognised in RDF."""
    from kg.cache.load import file_graph
    from kg.store.oxigraph import OxigraphStore

    store = OxigraphStore()
    for file in files:
        store.add(file_graph(loaded.base, loaded.root, file).quads)
    store.imply(foreign=True)
    return store.records(store.nodes())


def _long_quotes(place: Path, loaded: Loaded) -> list[Problem]:
    """The quotes that have more words than the settings of the workspace allow."""
    from kg.workspace.config import FILE_NAME, read_config

    most = read_config(place).longest_quote if place.is_dir() else None
    if most is None:
        return []
    return [
        Problem(
            str(file.path),
            *file.facts.places.get(node.partition("#")[0], (0, 0)),
            f"a quote has at most {most} words by {FILE_NAME}; one of “{node}” has {words}",
        )
        for file in loaded.records
        for node, quote in (
            *((claim.id, claim.quote) for claim in accepted(file.records).claims),
            *((link.id, link.quote) for link in accepted(file.records).links),
        )
        if (words := len((quote or "").split())) > most
    ]


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


def _left_out(loaded: Loaded) -> list[str]:
    """A line for each table of which not every column is read."""
    tables = (file.path for file in loaded.records if file.path.suffix.lower() in CSV.endings)
    return [note for path in tables if (note := left_out(path))]


def _invisible(loaded: Loaded) -> list[str]:
    """A line for each file with characters that nobody sees, with the place of the first."""
    return [
        f"{file.path}:{hidden.line}: {count(hidden.number, 'invisible character')} in this file, the first in this line "
        f"({clip(plain_text(hidden.content).strip(), 40)}); they are left out wherever the text is shown"
        for file in loaded.files
        if (hidden := hidden_text(file.path))
    ]


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
    except UsageError:  # nothing was recognised
        if path.is_dir():
            emit("".join(f"{line}\n" for line in passed_over(path, ())))
        raise
    if problems := problems or _long_quotes(path, loaded):
        raise BadDataError(problems)
    return loaded
