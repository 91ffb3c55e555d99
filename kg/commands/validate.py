"""`kg validate`: whether files can be read, and what is in them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kg.commands.output import emit
from kg.errors import BadDataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.errors import Problem
    from kg.formats.folder import LoadedFile
    from kg.rdf.syntax import RdfFile

T = TypeVar("T")

_RECORDS = ("sources", "claims", "links", "inquiries", "recommendations", "agents", "areas", "variables")


@click.command("validate")
@click.argument("path", default=".", type=click.Path(path_type=Path))
def command(path: Path) -> None:
    r"""Read a folder of records or one file, and say what was read or what is wrong.

    Each problem is one line with file, line and column; the exit code is then 2. PATH is the current folder unless it
    is given.

    \b
    kg validate my-graph
    kg validate my-graph/claims.yaml
    """
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    records, rdf = _read(path)
    counts = _counts(records, rdf)
    if not any(number for what, number in counts.items() if what != "files"):
        raise UsageError(f"{path}: there is no record in it")
    told = ", ".join(f"{number:,} {_noun(what, number)}" for what, number in counts.items() if number)
    emit(f"{path}: {told}; no problem found\n")


def _noun(plural: str, number: int) -> str:
    if number != 1:
        return plural
    return "inquiry" if plural == "inquiries" else plural.removesuffix("s")


def _read(path: Path) -> tuple[Sequence[LoadedFile], Sequence[RdfFile]]:
    """Every file at a path. Raises BadDataError with the problems of all of them."""
    from kg.formats.folder import SUFFIXES, read_file, read_folder
    from kg.rdf.syntax import FORMATS, read_rdf
    from kg.workspace.config import Config, read_config

    problems: list[Problem] = []
    config = _kept(problems, lambda: read_config(path)) if path.is_dir() else None
    base = (config or Config()).base
    found = [path] if path.is_file() else _visible(path)
    rdf_paths = [file for file in found if file.suffix[1:].lower() in FORMATS]
    rdf = [_kept(problems, partial(read_rdf, file, base)) for file in rdf_paths]
    records: Sequence[LoadedFile] | None = []
    if path.is_file() and not rdf:
        records = _kept(problems, lambda: [read_file(path)])
    elif path.is_dir() and (not rdf or any(file.suffix in SUFFIXES for file in found)):
        records = _kept(problems, lambda: read_folder(path))
    if problems:
        raise BadDataError(problems)
    return records or [], [file for file in rdf if file]


def _visible(folder: Path) -> list[Path]:
    """The files below a folder that loading looks at."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if not any(p.startswith((".", "_")) for p in path.relative_to(folder).parts))


def _kept(problems: list[Problem], read: Callable[[], T]) -> T | None:
    """What a reader returns; its problems are kept for later, so that one run names them all."""
    try:
        return read()
    except BadDataError as error:
        problems.extend(error.problems)
        return None


def _counts(records: Sequence[LoadedFile], rdf: Sequence[RdfFile]) -> dict[str, int]:
    """How many of each kind; an agent or area that several records name counts once."""
    counts = {"files": len(records) + len(rdf)}
    for kind in _RECORDS:
        counts[kind] = len({node.id for file in records for node in getattr(file.records, kind)})
    counts["triples"] = sum(len(file.quads) for file in rdf)
    return counts
