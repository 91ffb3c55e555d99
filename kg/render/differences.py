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

    from kg.lineage.differences import Changed, Differences

_SILENT = "not stated"
# Fields of a verdict whose words belong to a scheme, and the headings that people see for some.
_SCHEMES: Final = {
    "the figure": "backing",
    "the figure could reach": "backing",
    "this document": "backing",
    "standing": "standing",
    "ends": "end",
}
_FIELDS: Final = {"the figure could reach": "the figure could turn out", "standing": "status", "ends": "paths end"}


def render_differences(found: Differences, width: int = 80) -> str:
    """Every difference, a line each, the judgements last; and a tally."""
    lines = ["VERDICTS THAT CHANGED"] if found.judged else []
    lines += [line for changed in found.judged for line in _changed(changed, found.names)]
    evidence = [
        *(f"+ {kind} {_named(node, found.names)}" for kind, node in found.added),
        *(f"- {kind} {_named(node, found.names)}" for kind, node in found.removed),
    ]
    evidence += [line for changed in found.changed for line in _changed(changed, found.names)]
    if evidence:
        lines += ["", "EVIDENCE THAT CHANGED"] if lines else ["EVIDENCE THAT CHANGED"]
        lines += evidence
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
    kind = "" if changed.kind == "judgement" else f"{changed.kind} "
    yield f"~ {kind}{_named(changed.id, names)}"
    for one in changed.fields:
        before, after = (_shown(one.field, text) for text in (one.before, one.after))
        yield f"    {_FIELDS.get(one.field, one.field.replace('_', ' '))}: {before} → {after}"


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
