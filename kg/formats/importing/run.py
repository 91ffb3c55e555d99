"""An import from beginning to end: files are read, joined with what is on record, and written as record files to review."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.errors import UsageError, cannot_read
from kg.formats.folder import read_files, record_paths
from kg.formats.importing.collector import Collector
from kg.formats.importing.context import Choices, Context, DeclinedError
from kg.formats.importing.index import Index, short_id
from kg.formats.importing.on_record import OnRecord, note_records
from kg.formats.importing.parts import ListEntry, Part
from kg.formats.importing.record_writer import RecordWriter
from kg.formats.importing.report import Report
from kg.formats.importing.sidecar import FOLDER, Sidecar
from kg.formats.recognition import recognised
from kg.formats.registry import format_of, named
from kg.text_files import make_folder, replace_durably

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.record_format import RecordFormat
    from kg.model.records import Records


class Import(Struct, frozen=True):
    """What to import, and where to: `known` are records elsewhere whose works are recognised, `form` the name of a format."""

    files: tuple[Path, ...]
    folder: Path
    form: str | None = None
    dry_run: bool = False
    known: Records | None = None


def run_import(wanted: Import, choices: Choices) -> Report:
    """Import some files into a folder; nothing is written where nothing could be read, or in a dry run.

    In a dry run the report holds the text of the first records. Raises UsageError for a file that no format reads or that cannot be
    opened, BadDataError for a folder whose records cannot be read.
    """
    formats = [format_to_import(path, wanted.form) for path in wanted.files]
    stem = short_id(wanted.files[0].stem) or "imported"
    with _staging(wanted) as stage:
        context = _context(wanted, choices, stage, stem)
        collector = Collector(context.index)
        writer = RecordWriter(context, stage, stem)
        try:
            for path, form in zip(wanted.files, formats, strict=True):
                _read(path, form, context, collector, writer)
            writer.write(collector)
            writer.close()
            if not wanted.dry_run and (context.report.written or context.report.changes or context.report.remarks):
                _place(stage, wanted.folder, context)
        except DeclinedError:
            if not wanted.dry_run:
                _place_sidecar(stage, wanted.folder, context)
            raise
        finally:
            context.sidecar.close()
            context.index.close()
        return context.report


def format_to_import(path: Path, name: str | None) -> RecordFormat:
    """The format of a file, by name or by what is in it. Raises UsageError where no import reads it."""
    if not path.is_file():
        raise UsageError(f"{path}: {'a folder; name the files in it' if path.is_dir() else 'no such file'}")
    form = named(name) if name else recognised(path)
    if form is not None and form.imported:
        return form
    if form is not None or format_of(path) is not None:
        raise UsageError(
            f"{path}: records, which are read as they stand: name them with --graph, or copy them into a workspace"
        )
    raise UsageError(f"{path}: not in a format that is known here; `kg formats` lists them, and --format names one")


def _context(wanted: Import, choices: Choices, stage: Path, stem: str) -> Context:
    index = Index()
    on_record = OnRecord(wanted.folder)
    on_record.fill(index)
    if wanted.known is not None:
        note_records(index, wanted.known)
    sidecar = Sidecar(None if wanted.dry_run else stage / FOLDER, stem, wanted.folder / FOLDER)
    return Context(index, Report(), sidecar, choices, on_record, wins=choices.wins)


def _read(path: Path, form: RecordFormat, context: Context, collector: Collector, writer: RecordWriter) -> None:
    context.file = path.name
    for piece in form.load().parts(path, context):
        if isinstance(piece, Part):
            piece.file = path.name
            context.index.note(piece.source)
            for name in piece.claims:
                context.index.note(f"{piece.source}/{name}")
            collector.add(piece)
        elif isinstance(piece, ListEntry):
            piece.file = path.name
            writer.add_entry(piece)
        else:
            writer.add_rdf(piece)


@contextmanager
def _staging(wanted: Import) -> Iterator[Path]:
    """A folder beside the one to write to, moved in when everything is there; in a dry run it is thrown away."""
    parent = wanted.folder.resolve().parent
    try:
        if wanted.dry_run:
            stage = Path(tempfile.mkdtemp(prefix="kg-import-"))
        else:
            make_folder(parent)
            stage = Path(tempfile.mkdtemp(prefix=".kg-import-", dir=parent))
    except OSError as error:
        raise cannot_read(wanted.folder, error) from error
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _place(stage: Path, folder: Path, context: Context) -> None:
    """Move what was written into the folder: new files under names that are free, changed ones in place of what they change."""
    try:
        if context.rewritten:
            _check_rewritten(stage, context)
        _place_sidecar(stage, folder, context)
        for path in sorted(path for path in stage.iterdir() if path.is_file()):
            target = _free(folder, path.name)
            replace_durably(path, target)
            context.report.files.append(str(target))
        for target, text in context.rewritten.items():
            _replace(target, text)
            context.report.files.append(str(target))
    except OSError as error:
        raise cannot_read(folder, error) from error


def _place_sidecar(stage: Path, folder: Path, context: Context) -> None:
    context.sidecar.close()
    make_folder(folder / FOLDER)
    for path in sorted((stage / FOLDER).glob("*")):
        replace_durably(path, folder / FOLDER / path.name)


def _check_rewritten(stage: Path, context: Context) -> None:
    """Raise BadDataError where the folder would not read with the changes."""
    trial = stage / ".changed"
    trial.mkdir()
    staged: list[Path] = []
    for number, text in enumerate(context.rewritten.values()):
        staged.append(trial / f"{number}.yaml")
        staged[-1].write_bytes(text.encode())
    same = [path for path in context.on_record.paths if path not in context.rewritten]
    read_files([*same, *record_paths(stage), *staged])
    shutil.rmtree(trial)


def _replace(path: Path, text: str) -> None:
    stage = path.with_name(f".{path.name}.import")
    stage.write_bytes(text.encode())
    shutil.copymode(path, stage)
    replace_durably(stage, path)


def _free(folder: Path, name: str) -> Path:
    stem, _, ending = name.partition(".")
    number, target = 1, folder / name
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.{ending}"
    return target
