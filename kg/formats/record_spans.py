"""Changes to single values of a record file, by the characters they stand on: everything else in the file stays as it was."""

from __future__ import annotations

from copy import deepcopy
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import yaml
from msgspec import Struct, field

from kg.errors import BadDataError, UsageError
from kg.formats.yaml_text import HEADER, document_text, entry_text, flow_text, item_text
from kg.formats.yaml_tree import SYNONYMS, documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.formats.yaml_tree import Path_

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BY_HAND: Final = "this record is laid out in a way that only its file shows; change it there"


class Change(Struct, frozen=True):
    """A new value for one part of a source's record, such as `("claims", "total", "leans on", 1, "at")`; None takes it away.

    For a list of areas, agents or variables `source` is the list with an entry of it, `variables:homes`, and the path begins with the list.

    An index at the end of a list adds to it.
    """

    source: str
    path: Path_
    value: Any


class _Part(Struct):
    """A value in the text: its characters, those of its key, and the parts in it."""

    start: int
    end: int
    value: Any
    flow: bool
    key: tuple[int, int] | None = None
    parts: dict[str | int, _Part] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """Where it begins, its key included."""
        return self.key[0] if self.key else self.start


def with_changes(path: Path, text: str, changes: Iterable[Change]) -> str:
    """The text of a record file with some values changed, as if one after the other.

    Raises UsageError for a source that is not in it, and for a layout that cannot be changed without touching other parts;
    BadDataError for a text that is not valid YAML.
    """
    all_of_them = list(changes)
    if len(all_of_them) <= 1:
        return _changed(path, text, all_of_them) if all_of_them else text
    try:
        return _changed(path, text, all_of_them)
    except UsageError:  # two of them meet in one place: in smaller parts, at last one after the other
        half = len(all_of_them) // 2
        return with_changes(path, with_changes(path, text, all_of_them[:half]), all_of_them[half:])


def with_record(text: str, record: dict[str, Any]) -> str:
    """The text of a record file with one record more at its end."""
    if not text.strip():
        return HEADER + document_text(record)
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith("\n") else newline
    return text + gap + f"---{newline}" + document_text(record).replace("\n", newline)


def _changed(path: Path, text: str, changes: Sequence[Change]) -> str:
    """All changes made to one state of the text; UsageError where that does not give the values that are meant."""
    before = [document.value for document in documents(path, text.encode())]
    expected = deepcopy(before)
    roots = _parts(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    splices = []
    for change in changes:
        number = next((n for n, value in enumerate(before) if _is_source(value, change.source)), None)
        if number is None:
            raise UsageError(f"{path}: the record of {change.source} was not found in it")
        if change.value is None and not _is_there(before[number], change.path):
            continue
        splices.append(_splice(text, roots[number], _normal(before[number], change.path), change.value))
        _apply(expected[number], change.path, change.value)
    parts, done = [], 0
    for start, end, new in sorted(splices, key=itemgetter(0, 1)):
        if start < done:
            raise UsageError(f"{path}: {_BY_HAND}")
        parts += [text[done:start], new.replace("\n", newline)]
        done = end
    after = "".join([*parts, text[done:]])
    try:
        same = [document.value for document in documents(path, after.encode())] == expected
    except BadDataError:
        same = False
    if not same:
        raise UsageError(f"{path}: {_BY_HAND}")
    return after


def _is_source(value: object, source: str) -> bool:
    """Whether a document is the record of a source, or of the list that has an entry: `variables:homes`."""
    if not isinstance(value, dict):
        return False
    kind, _, name = source.partition(":")
    entries = value.get(kind) if name else None
    listed = entries if isinstance(entries, list) else [entries]
    return value.get("source") == source or any(isinstance(one, dict) and one.get(kind[:-1]) == name for one in listed)


def _normal(value: Any, path: Path_) -> Path_:  # noqa: ANN401 - a value of a record
    """The path with the index left out where a single entry stands without a list."""
    found: list[str | int] = []
    for step in path:
        if step == 0 and isinstance(value, dict):
            continue
        found.append(step)
        value = _inside(value, step)
    return tuple(found)


def _inside(value: Any, step: str | int) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _is_there(value: Any, path: Path_) -> bool:  # noqa: ANN401
    *above, last = _normal(value, path)
    for step in above:
        value = _inside(value, step)
    return last in value if isinstance(value, dict) else _inside(value, last) is not None


def _apply(value: Any, path: Path_, new: Any) -> None:  # noqa: ANN401
    """What the values of the file must be after the change."""
    path = _normal(value, path)
    *above, last = path
    parents = [value]
    for step in above:
        inner = _inside(parents[-1], step)
        if inner is None:
            inner = [] if last == 0 and step == above[-1] else {}
            parents[-1][step] = inner
        parents.append(inner)
    parent = parents[-1]
    if isinstance(last, int) and isinstance(parent, dict):
        parents[-2][above[-1]] = [parent, new]
    elif isinstance(last, int) and last == len(parent):
        parent.append(new)
    elif new is None:
        del parent[last]
        while len(parents) > 1 and not parents[-1]:
            parents.pop()
            del parents[-1][above.pop()]
    else:
        parent[last] = new


def _splice(text: str, root: _Part, path: Path_, value: Any) -> tuple[int, int, str]:  # noqa: ANN401
    """The characters to replace, and by what."""
    chain = [root]
    for number, step in enumerate(path[:-1]):
        inner = chain[-1].parts.get(step)
        if inner is None or (inner.value is None and not inner.parts):
            return _put(text, chain[-1], step, _wrapped(path[number + 1 :], value))
        chain.append(inner)
    parent, last = chain[-1], path[-1]
    if isinstance(last, int) and isinstance(parent.value, dict):
        return _replaced(text, chain[-2], parent, [parent.value, value])
    if value is None:
        return _removed(text, chain, path)
    return _put(text, parent, last, value)


def _wrapped(path: Sequence[str | int], value: Any) -> Any:  # noqa: ANN401
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def _put(text: str, parent: _Part, step: str | int, value: Any) -> tuple[int, int, str]:  # noqa: ANN401
    part = parent.parts.get(step)
    return _replaced(text, parent, part, value) if part else _added(text, parent, step, value)


def _replaced(text: str, parent: _Part, part: _Part, value: Any) -> tuple[int, int, str]:  # noqa: ANN401
    """A value put in the place of another, in the same style."""
    if parent.flow:
        space = " " if part.start == part.end else ""
        return part.start, part.end, space + flow_text(value, inside=True)
    if not isinstance(value, dict | list) and not part.parts and not isinstance(part.value, dict | list):
        space = " " if part.start == part.end and not text[part.start - 1].isspace() else ""
        return part.start, part.end, space + flow_text(value)
    if part.key:
        key = text[slice(*part.key)]
        lines = entry_text("k", value, " " * _column(text, part.key[0])).strip().removeprefix("k")
        return part.key[0], part.end, key + lines
    lines = item_text(value, " " * (_column(text, part.start) - 2)).strip().removeprefix("- ")
    return part.start, part.end, lines


def _added(text: str, parent: _Part, step: str | int, value: Any) -> tuple[int, int, str]:  # noqa: ANN401
    """A part that was not there, after the others; of a source, before its claims."""
    parts = list(parent.parts.values())
    if parent.flow:
        written = flow_text(value if isinstance(step, int) else {step: value}, inside=isinstance(step, int))
        written = written if isinstance(step, int) else written[1:-1]
        at = parts[-1].end if parts else parent.start + 1
        return at, at, f", {written}" if parts else written
    if not parts:
        raise UsageError(_BY_HAND)
    before_claims = [part for key, part in parent.parts.items() if key == "claims" and step != "claims"]
    if before_claims and parts.index(before_claims[0]) > 0:
        parts = parts[: parts.index(before_claims[0])]
    at = _line_end(text, parts[-1].end)
    if isinstance(step, int):
        return at, at, "\n" + item_text(value, " " * _column(text, _dash(text, parts[-1]))).rstrip("\n")
    return at, at, "\n" + entry_text(step, value, " " * _column(text, parts[0].first)).rstrip("\n")


def _removed(text: str, chain: list[_Part], path: Path_) -> tuple[int, int, str]:
    """Nothing in the place of a part; a list or mapping that would be empty goes with it."""
    depth = len(path) - 1
    while depth > 0 and len(chain[depth].parts) == 1:
        depth -= 1
    parent = chain[depth]
    part = parent.parts.get(path[depth])
    if part is None:
        raise UsageError(_BY_HAND)
    others = list(parent.parts.values())
    number = others.index(part)
    following = others[number + 1] if number + 1 < len(others) else None
    if parent.flow:
        if following:
            return part.first, following.first, ""
        return (others[number - 1].end if number else part.first), part.end, ""
    first = _dash(text, part) if isinstance(path[depth], int) else part.first
    start = first - _column(text, first)
    if text[start:first].strip():
        if following is None:
            raise UsageError(_BY_HAND)
        return first, following.first, ""
    return start, min(_line_end(text, part.end, whole=True), len(text)), ""


def _dash(text: str, part: _Part) -> int:
    """Where the dash of an item stands."""
    at = text.rfind("-", 0, part.start)
    if text[at + 1 : part.start].strip():
        raise UsageError(_BY_HAND)
    return at


def _column(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _line_end(text: str, at: int, *, whole: bool = False) -> int:
    """Where the line of a character ends; `whole` counts its line end."""
    found = text.find("\n", at)
    if found < 0:
        return len(text)
    if whole:
        return found + 1
    return found - 1 if text[found - 1 : found] == "\r" and found > at else found


def _parts(text: str) -> list[_Part]:
    """The root of every document, with all of its parts."""
    return list(_roots(text))


def _roots(text: str) -> Iterator[_Part]:
    stack: list[_Part] = []
    keys: list[tuple[str, int, int] | None] = []
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.ScalarEvent):
            start, end = _span(event)
            if event.style in {"|", ">"}:
                end = start + len(text[start:end].rstrip())
            plain = not event.style and event.value in {"", "~", "null", "Null", "NULL"}
            part = _Part(start, end, None if plain else event.value, flow=False)
            if stack and isinstance(stack[-1].value, dict) and keys[-1] is None:
                keys[-1] = (SYNONYMS.get(event.value, event.value), start, end)
                continue
            _attach(stack, keys, part)
            if not stack:
                yield part
        elif isinstance(event, yaml.CollectionStartEvent):
            value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            part = _Part(*_span(event), value, flow=bool(event.flow_style))
            _attach(stack, keys, part)
            stack.append(part)
            keys.append(None)
        elif isinstance(event, yaml.CollectionEndEvent):
            part = stack.pop()
            keys.pop()
            last = next(reversed(part.parts.values()), None)
            part.end = _span(event)[1] if part.flow else last.end if last else part.end
            if not stack:
                yield part


def _span(event: yaml.Event) -> tuple[int, int]:
    """The characters of an event; PyYAML's own readers always give them."""
    assert event.start_mark is not None  # noqa: S101
    assert event.end_mark is not None  # noqa: S101
    return event.start_mark.index, event.end_mark.index


def _attach(stack: list[_Part], keys: list[tuple[str, int, int] | None], part: _Part) -> None:
    """Put a part into the collection that is being filled."""
    if not stack:
        return
    parent = stack[-1]
    named = keys[-1]
    if isinstance(parent.value, list):
        parent.parts[len(parent.value)] = part
        parent.value.append(part.value)
    elif named is not None:
        part.key = named[1:]
        parent.parts[named[0]] = part
        parent.value[named[0]] = part.value
        keys[-1] = None
