"""Corrections and retractions from registries: Retraction Watch's table, and Crossref's updates in both directions.

A registry, not the maker, says that a notice takes a work back, so the link says `empowered: yes`. An expression of concern takes
nothing back, and a reinstatement cannot be recorded: it is said, to be looked at by a person.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

from kg.formats.exchange.json_items import json_items
from kg.formats.importing.parts import Fields, Part
from kg.formats.tables.dates import read_date
from kg.formats.tables.delimited import encoding_of
from kg.model.identifiers import identify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

# What a notice does, in the words of the registries, to the work that it is about.
NATURES: Final = {
    "retraction": "retracts",
    "withdrawal": "retracts",
    "removal": "retracts",
    "partial retraction": "corrects",
    "partial_retraction": "corrects",
    "correction": "corrects",
    "corrigendum": "corrects",
    "erratum": "corrects",
    "addendum": "qualifies",
    "clarification": "qualifies",
    "expression of concern": "critiques",
    "expression_of_concern": "critiques",
    "new_version": "supersedes",
    "new_edition": "supersedes",
}
_TAKES_BACK: Final = frozenset({"retracts", "corrects"})


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The notices of a registry, each with what it does to the work that it is about."""
    return _of_crossref(path, context) if path.suffix.lower() in {".json", ".jsonl"} else _of_table(path, context)


def _of_table(path: Path, context: Context) -> Iterator[Part]:
    """Retraction Watch's CSV. Its dates are written month first."""
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        table = csv.DictReader(line.replace("\0", "") for line in file)
        for row in table:
            context.read("notice")
            place = f"row {table.line_num}"
            about = _identifier(row.get("OriginalPaperDOI"), row.get("OriginalPaperPubMedID"))
            notice = _identifier(row.get("RetractionDOI"), row.get("RetractionPubMedID"))
            cells = {
                name: " ".join((row.get(name) or "").split())
                for name in ("RetractionNature", "Title", "Reason", "RetractionDate")
            }
            yield from _notice(
                context,
                place,
                about,
                notice if notice != about else None,
                cells["RetractionNature"],
                {
                    "title": f"{cells['RetractionNature']}: {cells['Title']}",
                    "issued": _day(cells["RetractionDate"].split(" ")[0]),
                },
                cells["Reason"].strip("+; ").replace("+", ""),
                (list(table.fieldnames or ()), [row.get(name) or "" for name in table.fieldnames or ()]),
            )


def _of_crossref(path: Path, context: Context) -> Iterator[Part]:
    """Crossref's JSON: `update-to` stands on the notice, `updated-by` on the work that it is about."""
    for place, value in json_items(path, context):
        inner = value.get("message", value) if isinstance(value, dict) else {}
        works = inner.get("items", [inner]) if isinstance(inner, dict) else value if isinstance(value, list) else []
        for number, work in enumerate(each for each in works if isinstance(each, dict)):
            where = place or f"[{number}]"
            own = _identifier(work.get("DOI"))
            for key, is_notice in (("update-to", True), ("updated-by", False)):
                for update in work.get(key) or []:
                    context.read("notice")
                    other = _identifier(update.get("DOI"))
                    about, notice = (other, own) if is_notice else (own, other)
                    dated = (update.get("updated") or {}).get("date-time") or ""
                    title = next(iter(work.get("title") or []), "") if is_notice else ""
                    fields = {"title": title, "issued": _day(str(dated))}
                    yield from _notice(context, where, about, notice, str(update.get("type") or ""), fields, "", None)


def _identifier(*texts: Any) -> str | None:  # noqa: ANN401 - any JSON value
    for text, scheme in zip(texts, ("doi", "pmid"), strict=False):
        found = (
            identify(str(text), scheme)
            if text and str(text).strip() not in {"", "0", "unavailable", "Unavailable"}
            else None
        )
        if found is not None:
            return found.iri
    return None


def _day(text: str) -> str | None:
    found = read_date(text, day_first=False) if text else None
    return found if isinstance(found, str) else None


def _notice(
    context: Context,
    place: str,
    about: str | None,
    notice: str | None,
    nature: str,
    stated: dict[str, str | None],
    reason: str,
    row: tuple[list[str], list[str]] | None,
) -> Iterator[Part]:
    relation = NATURES.get(nature.casefold())
    if about is None or relation is None:
        why = "no identifier of the work" if about is None else "what it does cannot be recorded; look at it by hand"
        context.left_out(place, why, nature, row=row)
        return
    if context.choices.only and not context.index.is_recorded(context.index.known([_key(about)]) or ""):
        return
    target = context.index.source(about)
    if not context.index.is_recorded(target):
        yield Part(target, place, {"same as": [about]})
    source = context.index.source(notice, wish="" if notice else f"{nature} of {target}", named=f"{nature} of {about}")
    link: Fields = {relation: target} | ({"empowered": "yes"} if relation in _TAKES_BACK else {})
    if reason:
        link["at"] = reason[:300]
    fields: Fields = {key: value for key, value in stated.items() if value}
    fields |= {"kind": "notice", "same as": [notice] if notice else [], "speaks to": [link]}
    yield Part(source, place, {key: value for key, value in fields.items() if value})


def _key(text: str) -> str:
    found = identify(text)
    return found.key if found else text
