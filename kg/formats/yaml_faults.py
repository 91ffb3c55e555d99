"""What is wrong with the form of a document, as one line per fault at its place, with the nearest valid name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import Problem, nearest
from kg.formats import claim_schema as c
from kg.formats import record_schema as s
from kg.formats.figure_line import LONG
from kg.formats.yaml_tree import Document
from kg.model.words import Relation

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import ValidationError

    from kg.formats.yaml_tree import Path_

# Each fault is compared with the others of its document; nobody mends more than this in one go.
_MOST = 200
_EXPECTED = {
    "list_type": "a list",
    "string_type": "text",
    "dict_type": "a mapping of names, each with its own keys below it",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "string_pattern_mismatch": "64 hexadecimal digits",
}


def form_problems(path: Path, document: Document, top: type[c.Shape], error: ValidationError) -> list[Problem]:
    """The faults that pydantic found in a document, the first 200 of them.

    A value that fits neither of two forms is reported for both; then the fault further in says more.
    """
    found: dict[Path_, str] = {}
    inner: dict[Path_, str] = {}
    for fault in error.errors()[:_MOST]:
        where = _where(document, fault["loc"])
        key = str(fault["loc"][-1])
        if fault["type"] == "extra_forbidden":
            inner[where] = _unknown_key(where, key, top)
        elif fault["type"] == "missing":
            inner[(*where, key)] = f"“{key}” is missing here"
        else:
            found.setdefault(where, _misformed(where, fault["type"], _value(document, where)))
    for where, message in found.items():
        if not any(other[: len(where)] == where and len(other) > len(where) for other in (*inner, *found)):
            inner[where] = message
    return [Problem(str(path), *document.place(where), message) for where, message in inner.items()]


def remove_faulty(value: Any, error: ValidationError) -> None:  # noqa: ANN401 - whatever was written there
    """Remove from a document the parts that pydantic found faulty; where something is missing, what lacks it."""
    document = Document(value)
    for fault in error.errors():
        where = _whole_link(_where(document, fault["loc"]))
        if where:
            *above, last = where
            holder = _value(document, tuple(above))
            if isinstance(holder, dict):
                holder.pop(last, None)
            elif isinstance(holder, list) and isinstance(last, int):
                holder[last] = None
        # Entries of a list keep their numbers until all faults are looked up.
    _drop_none(value)


def _whole_link(where: Path_) -> Path_:
    """The place of the link that a faulty part is in; without that part it might seem to name no relation."""
    at = min((number for number, part in enumerate(where) if part in {"leans on", "speaks to"}), default=None)
    if at is None:
        return where
    return where[: at + 2] if where[at + 1 : at + 2] and isinstance(where[at + 1], int) else where[: at + 1]


def _drop_none(value: Any) -> None:  # noqa: ANN401 - whatever was written there
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, list):
        value[:] = [part for part in value if part is not None]
    for part in parts:
        _drop_none(part)


def _where(document: Document, location: tuple[int | str, ...]) -> Path_:
    """The place in the document that pydantic means; what it adds of its own, such as names of forms, is left out."""
    where: Path_ = ()
    value = document.value
    for part in location:
        inside = isinstance(value, dict) and part in value
        if inside or (isinstance(value, list) and isinstance(part, int) and part < len(value)):
            where, value = (*where, part), value[part]
    return where


def _value(document: Document, where: Path_) -> Any:  # noqa: ANN401 - whatever was written there
    value = document.value
    for part in where:
        value = value[part]
    return value


def _misformed(where: Path_, fault: str, value: object) -> str:
    name = next((part for part in reversed(where) if isinstance(part, str)), "document")
    if isinstance(value, str) and fault.startswith("model"):
        if name in {"leans on", "speaks to"}:
            example = "cites" if name == "leans on" else "disputes"
            return f"“{name}”: write a relation before the target, as in: {example}: {value}"
        return f"“{name}”: expected keys with values, found “{value}”"
    if name == "value":
        return f"a number or text is expected; {LONG}"
    return f"“{name}”: expected {_EXPECTED.get(fault, 'something else')}{', found nothing' if value is None else ''}"


def _unknown_key(where: Path_, key: str, top: type[c.Shape]) -> str:
    shape: type[c.Shape] = top
    above = [part for part in where[:-1] if isinstance(part, str)]
    inside = next((part for part in reversed(above) if part in _INSIDE), None)
    if inside == "claims" or (inside is None and above[:1] == ["claims"]):
        shape = c.ClaimShape
    elif inside is not None:
        shape = _INSIDE[inside]
    if shape in {c.LeansOn, c.SpeaksTo}:
        if key == "leans on":
            return "“rests on” as a relation is written “rests-on”"
        if key in set(Relation):
            return f"“{key}” stands under “{'leans on' if key in c.IN_LEANS_ON else 'speaks to'}”"
        meant = _RELATIONS.get(key.strip().lower().replace("_", " ").replace("-", " "))
        hint = f"; write “{meant}”" if meant in c.keys_of(shape) else nearest(key, c.keys_of(shape))
        return f"unknown relation or key “{key}”{hint}"
    if key == "unexplained" and shape in {c.MadeHere, c.ClaimShape}:
        return 'unknown key “unexplained”; put the words in quotes: working: "estimate, unexplained"'
    return f"unknown key “{key}”{_elsewhere(key, shape) or _instead(key, c.keys_of(shape)) or nearest(key, c.keys_of(shape))}"


def _elsewhere(key: str, shape: type[c.Shape]) -> str | None:
    """Where a key belongs that is known in another place; None for any other key."""
    own = c.keys_of(shape)
    if shape is c.MadeHere and key in c.keys_of(c.ClaimShape):
        return "; it stands beside “made here”, not inside it"
    if shape not in {c.ClaimShape, s.SourceShape}:
        return None
    word = key.strip().lower().replace("_", " ")
    relation = _RELATIONS.get(word) if word in {"quote from", "quoted from"} else key if key in set(Relation) else None
    if relation is not None:
        under = "leans on" if relation in c.IN_LEANS_ON else "speaks to"
        return f"; write it under “{under}”, as in: {under}: [{{{relation}: SOURCE}}]"
    if key in c.keys_of(c.MadeHere) and key not in own:
        return f"; it stands inside “made here”, as in: made here: {{{key}: …}}"
    if key in c.keys_of(c.FigureShape) and shape is c.ClaimShape and key not in own:
        return f"; it stands inside “figure”, as in: figure: {{value: …, {key}: …}}"
    return None


def _instead(key: str, known: set[str]) -> str | None:
    """The key that is meant by a word that people use for it; None where there is none."""
    meant = [word for word in _MEANT.get(key.strip().lower().replace("_", " ").replace("-", " "), ()) if word in known]
    return f"; write “{meant[0]}”" if meant else None


_RELATIONS: dict[str, str] = {
    "quote from": "quotes",
    "quote": "quotes",
    "quoted from": "quotes",
    "reference": "cites",
    "references": "cites",
    "link": "cites",
    "links to": "cites",
    "mentions": "names",
    "repeats": "relays",
    "copied from": "relays",
    "copies": "relays",
    "based on": "rests-on",
    "from": "rests-on",
    "derived from": "derives-from",
    "calculated from": "derives-from",
    "worked out from": "derives-from",
    "scaled up from": "extrapolates-from",
    "uses": "uses-data-from",
    "data from": "uses-data-from",
    "contradicts": "disputes",
    "denies": "disputes",
    "confirms": "corroborates",
    "supports": "corroborates",
    "answers": "replies-to",
    "replaces": "supersedes",
    "not found in it": "not in it",
}
# Words that people use, with the keys that they stand for, in the order in which a record may have them.
_MEANT: dict[str, tuple[str, ...]] = {
    "published": ("issued",),
    "published on": ("issued",),
    "publication date": ("issued",),
    "date": ("issued", "on"),
    "year": ("issued", "period"),
    "link": ("url", "leans on"),
    "address": ("url",),
    "web address": ("url",),
    "website": ("url",),
    "href": ("url",),
    "outlet": ("publisher",),
    "newspaper": ("publisher",),
    "author": ("authors",),
    "by": ("authors",),
    "speaker": ("by",),
    "headline": ("title",),
    "name": ("title",),
    "type": ("kind",),
    "based on": ("leans on",),
    "rests on": ("leans on",),
    "evidence": ("leans on",),
    "source": ("leans on",),
    "sources": ("leans on",),
    "references": ("leans on",),
    "comments on": ("speaks to",),
    "responds to": ("speaks to",),
    "text": ("says",),
    "statement": ("says",),
    "claim": ("says", "claims"),
    "quotation": ("quote",),
    "topic": ("about",),
    "variable": ("about",),
    "page": ("at",),
    "where": ("at",),
    "location": ("at",),
    "origin": ("made here",),
    "original": ("made here",),
    "calculation": ("working",),
    "method": ("how",),
    "gives no source": ("names no source",),
    "no source": ("names no source",),
    "checked": ("checked by",),
    "reviewed by": ("checked by",),
    "read by": ("read",),
    "read on": ("read",),
    "reported in": ("seen in",),
    "archive": ("snapshot",),
    "archived": ("snapshot",),
    "doi": ("same as",),
    "isbn": ("same as",),
}


_INSIDE: dict[str, type[c.Shape]] = {
    "leans on": c.LeansOn,
    "speaks to": c.SpeaksTo,
    "figure": c.FigureShape,
    "claims": c.ClaimShape,
    "made here": c.MadeHere,
    "access": s.AccessShape,
    "snapshot": s.SnapshotShape,
    "asked": c.AskedShape,
    "read in a copy": c.CopyRead,
    "needs": c.Part,
    "areas": s.AreaShape,
    "agents": s.AgentShape,
    "variables": s.VariableShape,
}
