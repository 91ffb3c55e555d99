"""CSL-JSON, as Zotero and Crossref write it, in and out; identifiers are found in the lines of `note` too."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any, Final

from kg.formats.exchange.json_items import json_items
from kg.formats.exchange.json_values import listed, mappings
from kg.formats.exchange.reference import CSL, Reference, kind_of, of_scheme, references, word_of
from kg.formats.tables.dates import Unclear, read_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import Part
    from kg.model.records import Records

_NOTE: Final = re.compile(r"^\s*(?:\{:)?([A-Za-z][\w -]*):\s*(.+?)\}?\s*$", re.MULTILINE)
_SCHEMES: Final = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "isbn": "isbn", "arxiv": "arxiv"}


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The references of a file."""
    for place, value in json_items(path, context):
        for where, item in _items(value, place):
            context.read("reference")
            part = _reference(item, context, where).part(context, where)
            if part is not None:
                yield part


def _items(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - any JSON value
    """The items of a list, of Crossref's message, or one by itself."""
    if isinstance(value, dict):
        inner = value.get("message", value)
        value = inner.get("items", [inner]) if isinstance(inner, dict) else []
    for number, item in enumerate(listed(value)):
        if isinstance(item, dict):
            yield place or f"[{number}]", item


def _text(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        value = next(iter(value), "")
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _reference(item: dict[str, Any], context: Context, place: str) -> Reference:
    found = Reference(
        key=_text(item.get("id")),
        kind=kind_of(_text(item.get("type")) or "document", CSL),
        title=_text(item.get("title")),
        authors=[name for each in mappings(item.get("author")) if (name := _name(each))],
        container=_text(item.get("container-title")),
        publisher=_text(item.get("publisher")),
        url=_text(item.get("URL")),
    )
    notes = {key.lower(): text for key, text in _NOTE.findall(str(item.get("note") or ""))}
    for key in ("DOI", "PMID", "PMCID", "ISBN"):
        stated = item.get(key)
        for text in stated if isinstance(stated, list) else re.split(r"[;,\s]+", _text(stated)):
            found.add_identifier(str(text), key.lower())
    for key, scheme in _SCHEMES.items():
        found.add_identifier(notes.get(key, ""), scheme)
    found.url = found.url or notes.get("url", "")
    found.issued = _date(item.get("issued")) or _read(notes.get("issued", ""), context, place)
    return found


def _name(name: dict[str, Any]) -> str:
    if literal := _text(name.get("literal")) or _text(name.get("name")):
        return literal
    given, particle, family = (_text(name.get(key)) for key in ("given", "non-dropping-particle", "family"))
    return " ".join(f"{given} {particle} {family} {_text(name.get('suffix'))}".split())


def _date(value: Any) -> str | None:  # noqa: ANN401
    """A date from `date-parts`, which may be numbers or texts, or from words; a range by its ends."""
    if not isinstance(value, dict):
        return None
    written = []
    for point in listed(value.get("date-parts")):
        numbers = [str(part) for part in listed(point) if str(part).isdecimal()]
        if numbers:
            found = read_date("-".join([numbers[0].zfill(4), *(part.zfill(2) for part in numbers[1:3])]), None)
            written += [found] if isinstance(found, str) else []
    if written:
        return "/".join(dict.fromkeys(written))
    found = read_date(_text(value.get("raw")) or _text(value.get("literal")), None)
    return found if isinstance(found, str) else None


def _read(text: str, context: Context, place: str) -> str | None:
    found = read_date(text, None) if text else None
    if isinstance(found, Unclear):
        context.in_doubt(place, f"a date was left out: {found.why}", text)
    return found if isinstance(found, str) else None


def write(records: Records, stream: IO[str]) -> tuple[str, ...]:
    """Write the sources as CSL-JSON; returns what it could not hold."""
    found, losses = references(records)
    json.dump([_written(each) for each in found], stream, ensure_ascii=False, indent=2)
    stream.write("\n")
    return losses


def _written(reference: Reference) -> dict[str, Any]:
    points = [[int(part) for part in re.findall(r"\d+", point)][:3] for point in (reference.issued or "").split("/")]
    item: dict[str, Any] = {
        "id": reference.key,
        "type": word_of(reference.kind, CSL),
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.container,
        "publisher": reference.publisher,
        "issued": {"date-parts": points} if reference.issued and all(points) else None,
        "URL": reference.url,
        "DOI": of_scheme(reference, "doi"),
        "PMID": of_scheme(reference, "pmid"),
        "PMCID": of_scheme(reference, "pmcid"),
        "ISBN": of_scheme(reference, "isbn"),
    }
    return {key: value for key, value in item.items() if value}
