"""Changes to record files by the record and key that they are made to; everything else stays as people wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.formats.record_spans import Change, with_changes
from kg.formats.yaml_tree import documents, read_record_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Edit(Struct, frozen=True):
    """A new value for one key of a source, or of one of its claims; None takes the key away. A claim that is not there is added.

    With `entry`, a list and a number in it, the key is one of that entry of the source or claim, such as a link.
    """

    source: str
    claim: str | None
    key: str
    value: Any
    entry: tuple[str, int] | None = None


def edited(path: Path, edits: Iterable[Edit]) -> str:
    """The text of a record file with some values changed.

    Raises UsageError for a record that is not in it or cannot be changed without touching other parts, and BadDataError
    for a file that is not valid YAML.
    """
    data = read_record_file(path)
    claims = {
        (document.value["source"], name)
        for document in documents(path, data)
        if isinstance(document.value, dict) and "source" in document.value
        for name in document.value.get("claims") or {}
    }
    return with_changes(path, data.decode("utf-8-sig"), _changes(edits, claims))


def _changes(edits: Iterable[Edit], claims: set[tuple[str, str]]) -> Iterator[Change]:
    """Each edit as a change; what is said of a new claim as one."""
    new: dict[tuple[str, str], dict[str, Any]] = {}
    for edit in edits:
        home = ("claims", edit.claim) if edit.claim else ()
        if edit.claim and (edit.source, edit.claim) not in claims:
            fields = new.setdefault((edit.source, edit.claim), {})
            fields.update({edit.key: edit.value} if edit.value is not None else {})
        else:
            yield Change(edit.source, (*home, *(edit.entry or ()), edit.key), edit.value)
    for (source, claim), fields in new.items():
        yield Change(source, ("claims", claim), fields)
