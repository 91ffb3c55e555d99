"""What changed between two states of a graph, in words and as data."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from kg.errors import count
from kg.rdf.labels import label
from kg.render.safe import plain_text
from kg.vocabulary import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lineage.differences import Changed, Differences, FieldChange

_SILENT = "not stated"
# Fields of a verdict whose words belong to a scheme, and the headings that people see for some.
_SCHEMES: Final = {
    "the figure": "backing",
    "the figure could reach": "backing",
    "this document": "backing",
    "standing": "standing",
    "ends": "end",
}
_REACH: Final = "the figure could reach"
_FIELDS: Final = {
    _REACH: "the figure could still become, once all is read and recorded",
    "standing": "status",
    "ends": "paths end",
}


def render_differences(found: Differences, width: int = 80) -> str:
    """Every difference, a line each: the records, then the verdicts that changed with them; and a tally."""
    evidence = [
        *(f"+ {kind} {_named(node, found.names)}" for kind, node in found.added),
        *(f"- {kind} {_named(node, found.names)}" for kind, node in found.removed),
    ]
    evidence += [line for changed in found.changed for line in _changed(changed, found.names)]
    judged = [line for changed in found.judged for line in _judged(changed, found)]
    parts = [("RECORDS THAT CHANGED", evidence), ("VERDICTS THAT CHANGED WITH THEM", judged)]
    lines = [line for heading, part in parts if part for line in ("", heading, *part)][1:]
    counts = ", ".join(f"{len(getattr(found, what))} {what}" for what in ("added", "removed", "changed"))
    tally = f"{counts}; the verdict on {count(len(found.judged), 'claim')} changed."
    lines += ["", tally] if lines else ["No difference."]
    return "\n".join(part for line in lines for part in _fold(plain_text(line), width)) + "\n"


def _fold(line: str, width: int) -> list[str]:
    return wrap(line, width, subsequent_indent="      ", break_on_hyphens=False, break_long_words=False) or [""]


def _named(node: str, names: Mapping[str, str]) -> str:
    """Outlet and date with the id after them, as far as they are recorded."""
    return f"{names[node]} [{node}]" if node in names else node


def _changed(changed: Changed, names: Mapping[str, str]) -> Iterator[str]:
    """A record, and what each of its fields was and is."""
    yield f"~ {changed.kind} {_named(changed.id, names)}"
    yield from (_field(one) for one in changed.fields)


def _field(one: FieldChange) -> str:
    before, after = (_shown(one.field, text) for text in (one.before, one.after))
    return f"    {_FIELDS.get(one.field, one.field.replace('_', ' '))}: {before} → {after}"


def _judged(changed: Changed, found: Differences) -> Iterator[str]:
    """A claim, how its verdict changed, why, and which findings are new or gone."""
    yield _named(changed.id, found.names)
    fields = {one.field: one for one in changed.fields}
    for name, one in fields.items():
        if name == "because":
            yield f"    why before: {_shown(name, one.before)}"
            yield f"    why now: {_shown(name, one.after)}"
        elif name == "findings":
            yield from _findings(one, found.titles)
        elif not (name == _REACH and _same_change(one, fields.get("the figure"))):
            yield _field(one)


def _same_change(one: FieldChange, other: FieldChange | None) -> bool:
    return other is not None and (one.before, one.after) == (other.before, other.after)


def _findings(one: FieldChange, titles: Mapping[str, str]) -> Iterator[str]:
    before, after = (set(text.split(", ")) - {""} for text in (one.before or "", one.after or ""))
    for code in sorted(after - before):
        yield f"    new finding: {code} {titles.get(code, '')}".rstrip()
    for code in sorted(before - after):
        yield f"    finding gone: {code} {titles.get(code, '')}".rstrip()


def _shown(field: str, text: str | None) -> str:
    """What a field says, in the words that people see."""
    scheme = _SCHEMES.get(field)
    if text and scheme:
        return ", ".join(label(scheme, word) for word in text.split(", "))
    return label("end", text) if field == "because" and text in SCHEMES["end"] else _clipped(text)


def _clipped(text: str | None, most: int = 160) -> str:
    if not text:
        return _SILENT if text is None else "none"
    return text if len(text) <= most else f"{text[:most]}…"


def differences_document(found: Differences, names: tuple[str, str]) -> dict[str, Any]:
    """The same as plain dictionaries and lists."""
    return {
        "schema_version": "1.0",
        "before": names[0],
        "after": names[1],
        "added": [{"kind": kind, "id": node} for kind, node in found.added],
        "removed": [{"kind": kind, "id": node} for kind, node in found.removed],
        "changed": _as_data(found.changed),
        "judged": _as_data(found.judged),
    }


def _as_data(changes: Iterable[Changed]) -> list[dict[str, Any]]:
    return [
        {
            "kind": changed.kind,
            "id": changed.id,
            "fields": [{"field": one.field, "before": one.before, "after": one.after} for one in changed.fields],
        }
        for changed in changes
    ]
