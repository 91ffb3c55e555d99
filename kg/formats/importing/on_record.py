"""What a folder already holds when something is imported into it, and what the import changes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.errors import UsageError
from kg.formats.csv_claims import table_cells
from kg.formats.figure_line import parse_figure
from kg.formats.folder import read_files, record_paths
from kg.formats.importing.collector import LISTS
from kg.formats.importing.index import work_key
from kg.formats.record_edits import Edit, edited
from kg.formats.registry import YAML
from kg.formats.yaml_tree import documents
from kg.model.plain_text import folded
from kg.model.records import joined
from kg.model.words import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.folder import LoadedFile
    from kg.formats.importing.index import Index
    from kg.model.records import Records

_LONGEST_SHOWN: Final = 60
_RELATIONS: Final = frozenset(str(relation) for relation in Relation)


class Change(NamedTuple):
    """One value that an import gives anew: of which record, and what it was and is."""

    edit: Edit
    before: Any

    def __str__(self) -> str:
        node = f"{self.edit.source}/{self.edit.claim}" if self.edit.claim else self.edit.source
        return f"{node}: {self.edit.key}: {shown(self.before)} → {shown(self.edit.value)}"


def shown(value: Any) -> str:  # noqa: ANN401 - any value of a record
    """A value on part of a line."""
    if value is None or value == []:
        return "(nothing)"
    text = _plain(value)
    return f"“{text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + '…'}”"


def _plain(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(inner)}" for key, inner in value.items())
    return str(value)


class OnRecord:
    """The records of a folder: empty for one that is new, or holds none."""

    def __init__(self, folder: Path | None) -> None:
        paths = record_paths(folder) if folder is not None and folder.is_dir() else []
        self.files: list[LoadedFile] = read_files(paths) if paths else []
        self._written: dict[str, dict[str, Any]] | None = None
        self._cells: dict[str, dict[str, str]] | None = None

    def fill(self, index: Index) -> None:
        """Make every node known by what identifies it."""
        for file in self.files:
            note_records(index, file.records)
            for node in file.lines:
                index.record(node)

    @property
    def paths(self) -> list[Path]:
        """The record files."""
        return [file.path for file in self.files]

    def path_of(self, source: str) -> Path | None:
        """The file that holds a source; None where none does."""
        return next((file.path for file in self.files if source in file.lines), None)

    def place_of(self, node: str) -> str | None:
        """Where a node is recorded, as file and line; None where it is not."""
        return next((f"{file.path}:{file.lines[node]}" for file in self.files if node in file.lines), None)

    def written(self, source: str) -> dict[str, Any]:
        """A source's record as it stands in its file; empty for one that is kept in a table."""
        if self._written is None:
            trees = (
                tree for file in self.files if file.path.suffix.lower() in YAML.endings for tree in documents(file.path)
            )
            values = (tree.value for tree in trees if isinstance(tree.value, dict))
            self._written = {str(value["source"]): value for value in values if "source" in value}
        return self._written.get(source, {})

    def cells(self, node: str) -> dict[str, str]:
        """The cells that a table exported now would hold for a source or claim, by column."""
        if self._cells is None:
            self._cells = table_cells(joined(file.records for file in self.files))
        return self._cells.get(node, {})


def note_records(index: Index, records: Records) -> None:
    """Make the sources and claims of some records known, so that what is imported finds them."""
    for source in records.sources:
        stated = (source.id, source.url, *source.same_as, source.snapshot.at if source.snapshot else None)
        keys = [key for text in stated if text and (key := work_key(text))]
        index.record(source.id, [*keys, *([f"named:{folded(source.title)}"] if source.title else [])])
    for claim in records.claims:
        keys = [f"claim:{claim.made_in} {folded(claim.says)}"] if claim.made_in and claim.says else []
        index.record(claim.id, keys)


def changes(before: dict[str, Any], document: dict[str, Any], wins: bool) -> Iterator[tuple[Change, bool]]:
    """What a document says that its record does not, and whether it is to be written.

    A value that is new is always written; one that differs only where the import `wins`.
    """
    source = str(document["source"])
    for key, value in document.items():
        if key not in {"source", "claims"}:
            yield from _change(source, None, key, before.get(key), value, wins)
    known = before.get("claims") or {}
    for name, claim in (document.get("claims") or {}).items():
        for key, value in claim.items():
            yield from _change(source, name, key, (known.get(name) or {}).get(key), value, wins)


def _change(
    source: str,
    claim: str | None,
    key: str,
    old: Any,  # noqa: ANN401
    new: Any,  # noqa: ANN401
    wins: bool,
) -> Iterator[tuple[Change, bool]]:
    if key in LISTS and new is not None:
        yield from _list_change(Edit(source, claim, key, new), _listed(old), wins)
    elif not _same(key, old, new):
        yield Change(Edit(source, claim, key, new), old), wins or old is None


def _list_change(edit: Edit, old: list[Any], wins: bool) -> Iterator[tuple[Change, bool]]:
    """What becomes of a list: more is added; where the import wins, what it does not name goes, but for inputs needed together."""
    new = {_identity(edit.source, entry): entry for entry in edit.value}
    kept = []
    for entry in old:
        other = new.pop(_identity(edit.source, entry), None)
        if isinstance(entry, dict) and isinstance(other, dict):
            new_keys = {
                key: text for key, text in other.items() if key not in _RELATIONS and (wins or key not in entry)
            }
            kept.append(entry | new_keys)
        elif other is not None or not wins or (isinstance(entry, dict) and "needs" in entry):
            kept.append(entry)
    kept += new.values()
    if kept != old:
        yield Change(Edit(edit.source, edit.claim, edit.key, kept or None), old), True


def _identity(source: str, entry: Any) -> str:  # noqa: ANN401
    """What makes two entries of a list the same: of a link, its relation and its full target."""
    if not isinstance(entry, dict):
        return str(entry)
    for relation in Relation:
        if isinstance(target := entry.get(str(relation)), str):
            return f"{relation} {source if target.startswith('/') else ''}{target}"
    return str(entry)


def _same(key: str, old: Any, new: Any) -> bool:  # noqa: ANN401
    if key == "figure" and isinstance(old, str) and isinstance(new, str):
        try:
            return parse_figure(old) == parse_figure(new)
        except ValueError:
            return old == new
    return bool(old == new)


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [] if value is None else [value]


def rewritten(path: Path, edits: list[Edit]) -> str:
    """The text of a record file with some edits. Raises UsageError for a table, which is edited as one."""
    if path.suffix.lower() not in YAML.endings:
        raise UsageError(f"{path}: {edits[0].source} is recorded in a table; change it there")
    return edited(path, edits)
