"""Files beside the records that are not read as they stand: what each is, and what would read it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.formats.files import RULES_FOLDER, files_below
from kg.formats.recognition import recognised
from kg.formats.registry import CSV

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SETTINGS: Final = frozenset({"kg.toml", "records.schema.json"})
_PACKED: Final = (".gz", ".bz2", ".zst")
# How the copies of pages are named that `kg snapshot` and `kg draft` save.
_COPY: Final = ".warc.gz"


def passed_over(place: Path, read: Collection[Path]) -> Iterator[str]:
    """A line for each file at a place that is not among those read: why not, and what would read it."""
    for path in _all_files(place):
        if path not in read and path.name not in _SETTINGS:
            yield f"{path}: passed over: {reason(path)}"


def misfits(folder: Path) -> Iterator[str]:
    """A line for each table of claims below a folder that is not read, or not all of it, so that nobody takes it for read."""
    for path in files_below(folder, CSV.endings):
        from kg.formats.csv_columns import left_out, misfit

        if (why := misfit(path)) is not None:
            yield f"{path}: passed over: a table of claims, but {why}; {_import(path)}"
        elif note := left_out(path):
            yield note


def reason(path: Path) -> str:
    """Why a file is not read as it stands, and what would read it."""
    if path.suffix.lower() in _PACKED:
        return f"compressed; if it is RDF, `kg load {path.name} --into STORE` reads it"
    form = recognised(path)
    if form is None:
        return "not in a format that is known here; `kg formats` lists them"
    from kg.formats.csv_columns import misfit

    why = misfit(path)
    return f"{form.title}{f', and {why}' if why else ''}; {_import(path)}"


def _import(path: Path) -> str:
    return f"`kg import {path.name} -o DIR` reads it"


def _all_files(place: Path) -> list[Path]:
    """The plain files at a place, but not hidden ones, `_…`, saved copies of pages and the workspace's own rules; nor linked folders."""
    if not place.is_dir():
        return [place]
    found: list[Path] = []
    for folder, folders, names in os.walk(place):
        here = Path(folder)
        own_rules = here == place and any((place / RULES_FOLDER).glob("*.rq"))
        folders[:] = [name for name in folders if name[0] not in "._" and not (own_rules and name == RULES_FOLDER)]
        shown = [name for name in names if name[0] not in "._" and not name.endswith(_COPY)]
        found += [path for name in shown if (path := here / name).is_file()]
    return sorted(found)
