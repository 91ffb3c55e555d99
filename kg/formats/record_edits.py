"""Changes to record files that leave everything else in them as people wrote it, comments and layout included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.errors import UsageError
from kg.formats.yaml_text import entry_text
from kg.formats.yaml_tree import documents, read_record_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.formats.yaml_tree import Document, Path_

_BLANK: Final = re.compile(r"\s*(?:#.*)?")
_END: Final = re.compile(r"(?:---|\.\.\.)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Edit:
    """A new value for one key of a source, or of one of its claims; None takes the key away. A claim that is not there is added.

    With `entry`, a list and a number in it, the key is one of that entry of the source or claim, such as a link.
    """

    source: str
    claim: str | None
    key: str
    value: Any
    entry: tuple[str, int] | None = None


class _Splice(NamedTuple):
    """Lines to put in the place of others: from `start` to before `end`, counted from 0."""

    start: int
    end: int
    text: str


def edited(path: Path, edits: Iterable[Edit]) -> str:
    """The text of a record file with some values changed.

    Raises UsageError for a record that is not laid out line by line, and BadDataError for a file that is not valid YAML.
    """
    data = read_record_file(path)
    text = data.decode("utf-8-sig")
    lines = text.split("\n")
    newline = "\r\n" if "\r\n" in text else "\n"
    by_source: dict[str, list[Edit]] = {}
    for edit in edits:
        by_source.setdefault(edit.source, []).append(edit)
    splices: list[_Splice] = []
    for document in documents(path, data):
        source = document.value.get("source") if isinstance(document.value, dict) else None
        if source in by_source:
            splices += _of_document(path, lines, document, by_source.pop(source))
    if by_source:
        raise UsageError(f"{path}: the record of {next(iter(by_source))} was not found in it")
    # Of two at one line, what takes the place of the line goes first: what is put in before it then stays.
    for splice in sorted(splices, key=lambda each: (each.start, each.end), reverse=True):
        lines[splice.start : splice.end] = splice.text.replace("\n", newline).split("\n")[:-1]
        # Lines were split at the line feed, so a file with both line ends keeps the carriage returns of its own.
    return "\n".join(lines)


def _of_document(path: Path, lines: Sequence[str], document: Document, edits: Sequence[Edit]) -> list[_Splice]:
    where = document.places[("source",)][0]
    if any(column != 1 for place, (_, column) in document.places.items() if len(place) == 1):
        raise UsageError(f"{path}:{where}: this record is not laid out line by line; change it by hand")
    nodes: dict[str | None, list[Edit]] = {}
    inner: list[_Splice] = []
    entries: dict[tuple[str | None, str], list[Edit]] = {}
    for edit in edits:
        if edit.entry is None:
            nodes.setdefault(edit.claim, []).append(edit)
        else:
            entries.setdefault((edit.claim, edit.entry[0]), []).append(edit)
    for (claim, _), changed in entries.items():
        if all(edit.value is not None and _has_lines(lines, document, edit) for edit in changed):
            inner += [splice for edit in changed for splice in _of_entry(lines, document, edit)]
        else:
            nodes.setdefault(claim, []).append(_whole_list(document, changed))
    splices: list[_Splice] = []
    added: dict[str, dict[str, Any]] = {}
    for claim, changes in nodes.items():
        claims = document.value.get("claims") or {}
        if claim is None:
            splices += _of_node(lines, document, (), document.value, changes)
        elif claim not in claims:
            added[claim] = {edit.key: edit.value for edit in changes if edit.value is not None}
        elif _begins_its_lines(lines, document, ("claims", claim)):
            splices += _of_node(lines, document, ("claims", claim), claims[claim] or {}, changes)
        else:
            splices.append(_whole_claim(lines, document, claim, changes))
    # Of two at one line the last is put in first, so that what belongs to an entry stays with it.
    return [*splices, *(_new_claims(path, lines, document, added) if added else []), *inner]


def _place_of_entry(edit: Edit) -> Path_:
    home: Path_ = ("claims", edit.claim) if edit.claim else ()
    return (*home, *(edit.entry or ()))


def _has_lines(lines: Sequence[str], document: Document, edit: Edit) -> bool:
    """Whether every key of an entry is the first thing on its line, after its dash."""
    node = _place_of_entry(edit)
    inside = [place for path, place in document.places.items() if len(path) == len(node) + 1 and path[:-1] == node]
    return all(lines[line - 1][: column - 1].strip() in {"", "-"} for line, column in inside)


def _of_entry(lines: Sequence[str], document: Document, edit: Edit) -> list[_Splice]:
    """A change to an entry of a list that has its keys on lines of their own."""
    node, value = _place_of_entry(edit), document.value
    for part in node:
        value = value[part]
    return _of_node(lines, document, node, value, [edit])


def _whole_list(document: Document, edits: Sequence[Edit]) -> Edit:
    """Changes to entries of one list as a change of the whole list."""
    source, claim = edits[0].source, edits[0].claim
    key = edits[0].entry[0] if edits[0].entry else ""
    home = document.value["claims"][claim] if claim else document.value
    entries = [dict(entry) if isinstance(entry, dict) else entry for entry in home[key]]
    for edit in edits:
        entry = entries[edit.entry[1] if edit.entry else 0]
        entry.pop(edit.key, None)
        if edit.value is not None:
            entry[edit.key] = edit.value
    return Edit(source, claim, key, entries)


def _of_node(
    lines: Sequence[str], document: Document, node: Path_, value: dict[str, Any], edits: Sequence[Edit]
) -> list[_Splice]:
    """The changes to a mapping that has its keys on lines of their own."""
    splices = []
    indent = " " * (document.places[(*node, next(iter(value)))][1] - 1 if value else len(node) + 2)
    new = ""
    for edit in edits:
        place = (*node, edit.key)
        text = "" if edit.value is None else entry_text(edit.key, edit.value, indent)
        if place in document.places:
            line, column = document.places[place]
            if lines[line - 1][: column - 1].strip() == "-" and text:  # the first key of an entry, after its dash
                text = lines[line - 1][: column - 1] + text[len(indent) :]
            splices.append(_Splice(document.places[place][0] - 1, _end(lines, document, place), text))
        else:
            new += text
    if new:
        after = _last_but_lists(node, value)
        at = _end(lines, document, after) if after else _end(lines, document, node)
        splices.append(_Splice(at, at, new))
    return splices


def _last_but_lists(node: Path_, value: dict[str, Any]) -> Path_ | None:
    """The key after which a new one stands: the last, or the one before the claims of a source."""
    keys = list(value)
    if not node and "claims" in keys:
        keys = keys[: keys.index("claims")]
    return (*node, keys[-1]) if keys else None


def _whole_claim(lines: Sequence[str], document: Document, claim: str, edits: Sequence[Edit]) -> _Splice:
    """A claim written on one line is written anew."""
    value = dict(document.value["claims"][claim] or {})
    for edit in edits:
        value.pop(edit.key, None)
        if edit.value is not None:
            value[edit.key] = edit.value
    line, column = document.places["claims", claim]
    text = entry_text(claim, value, " " * (column - 1))
    return _Splice(line - 1, _end(lines, document, ("claims", claim)), text)


def _new_claims(
    path: Path, lines: Sequence[str], document: Document, added: dict[str, dict[str, Any]]
) -> list[_Splice]:
    claims = document.value.get("claims")
    starts = [document.places["claims", name] for name in claims] if isinstance(claims, dict) else []
    indent = " " * (starts[0][1] - 1 if starts else 2)
    text = "".join(entry_text(name, fields, indent) for name, fields in added.items())
    if "claims" not in document.value:
        at = max(_end(lines, document, (key,)) for key in document.value)
        return [_Splice(at, at, f"claims:\n{text}")]
    line = document.places[("claims",)][0]
    if not starts or any(start == line for start, _ in starts):
        raise UsageError(f"{path}:{line}: these claims are not laid out line by line; change them by hand")
    at = _end(lines, document, ("claims",))
    return [_Splice(at, at, text)]


def _begins_its_lines(lines: Sequence[str], document: Document, node: Path_) -> bool:
    """Whether every key of a mapping is the first thing on its line."""
    inside = [place for path, place in document.places.items() if len(path) == len(node) + 1 and path[:-1] == node]
    return all(not lines[line - 1][: column - 1].strip() for line, column in inside)


def _end(lines: Sequence[str], document: Document, place: Path_) -> int:
    """The index of the line after a part of a document, without the blank lines and comments that follow it."""
    start = document.places[place][0]
    following = [line for path, (line, _) in document.places.items() if line > start and path[: len(place)] != place]
    end = min(following) - 1 if following else _document_end(lines, start)
    while end > start and _BLANK.fullmatch(lines[end - 1].rstrip("\r")):
        end -= 1
    return end


def _document_end(lines: Sequence[str], start: int) -> int:
    return next((number for number in range(start, len(lines)) if _END.match(lines[number])), len(lines))
