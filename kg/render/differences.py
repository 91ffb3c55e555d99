"""What changed between two states of a graph, in words and as data."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from kg.errors import count
from kg.render.safe import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lineage.differences import Changed, Differences

_SILENT = "not stated"


def render_differences(found: Differences, width: int = 80) -> str:
    """Every difference, a line each, the judgements last; and a tally."""
    lines = ["VERDICTS THAT CHANGED"] if found.judged else []
    lines += [line for changed in found.judged for line in _changed(changed)]
    evidence = [
        *(f"+ {kind} {node}" for kind, node in found.added),
        *(f"- {kind} {node}" for kind, node in found.removed),
    ]
    evidence += [line for changed in found.changed for line in _changed(changed)]
    if evidence:
        lines += ["", "EVIDENCE THAT CHANGED"] if lines else ["EVIDENCE THAT CHANGED"]
        lines += evidence
    counts = ", ".join(f"{len(getattr(found, what))} {what}" for what in ("added", "removed", "changed"))
    tally = f"{counts}; the verdict on {count(len(found.judged), 'claim')} changed."
    lines += ["", tally] if lines else ["No difference."]
    return "\n".join(part for line in lines for part in _fold(plain_text(line), width)) + "\n"


def _fold(line: str, width: int) -> list[str]:
    return wrap(line, width, subsequent_indent="      ", break_on_hyphens=False, break_long_words=False) or [""]


def _changed(changed: Changed) -> Iterator[str]:
    kind = "" if changed.kind == "judgement" else f"{changed.kind} "
    yield f"~ {kind}{changed.id}"
    for one in changed.fields:
        yield f"    {one.field.replace('_', ' ')}: {_clipped(one.before)} → {_clipped(one.after)}"


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
