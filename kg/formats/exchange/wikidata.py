"""Statements of Wikidata and other Wikibases, in the JSON of entities and in RDF: each a claim of its item, citing its references.

A reference leads to the address that it gives (P854), else to the item that it names as the source (P248). Deprecated ones are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import BadDataError, Problem
from kg.formats.exchange.json_items import json_items
from kg.formats.exchange.json_values import listed, mapping, mappings
from kg.formats.exchange.wikidata_rdf import stated_in_rdf
from kg.formats.exchange.wikidata_statements import ENTITY, NAMES, Reference, Stated, day_of
from kg.formats.importing.parts import Fields, Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

_WHEN, _URL, _STATED_IN, _PAGE = "P585", "P854", "P248", "P304"


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The statements of the items of a file. Raises BadDataError for a file without any."""
    found = False
    stated = _of_json(path, context) if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} else stated_in_rdf(path)
    for one in stated:
        found = True
        context.read("statement")
        if one.deprecated:
            context.in_doubt(one.place, "a deprecated statement was left out", f"{one.label}: {one.name} {one.value}")
            continue
        yield from _parts(one, context)
    if not found:
        raise BadDataError([Problem(str(path), 0, 0, "no items of Wikidata: entities with “claims” are expected")])


def _parts(one: Stated, context: Context) -> Iterator[Part]:
    """The item as a source, its claim, and what that cites."""
    page = f"https://www.wikidata.org/wiki/{one.item}"
    source = context.index.source(page, wish=f"wikidata {one.label or one.item}")
    cited = [(context.index.source(each.address), each) for each in one.references]
    for name, each in cited:
        yield Part(name, one.place, {"url": each.address})
    if not cited:
        context.in_doubt(one.place, "the statement has no reference that leads anywhere", f"{one.label}: {one.name}")
    when = f" ({one.when})" if one.when else ""
    value = f"{one.number} {one.unit}".strip() if one.number else one.value
    claim: Fields = {"says": f"{one.label or one.item}: {one.name} {value}{when}"}
    if one.number:
        figure = {
            "value": one.number,
            "unit": one.unit or one.name,
            "area": one.label if one.name == "population" else "",
            "period": one.when,
        }
        claim["figure"] = {key: text for key, text in figure.items() if text}
    if cited:
        claim["leans on"] = [
            {"cites": name} | ({"at": f"page {each.page}"} if each.page else {}) for name, each in cited
        ]
    name = context.index.claim(source, claim["says"], wish=f"{one.name} {one.when}")
    title = f"{one.label or one.item} (Wikidata {one.item})"
    yield Part(
        source,
        one.place,
        {"title": title, "kind": "database entry", "url": page, "publisher": ["Wikidata"]},
        {name: claim},
    )


def _of_json(path: Path, context: Context) -> Iterator[Stated]:
    """The statements of entities: of one, a list of them, or those under “entities”."""
    for place, value in json_items(path, context):
        inner = value.get("entities", value) if isinstance(value, dict) else value
        every = list(inner.values()) if isinstance(inner, dict) and "claims" not in inner else inner
        entities = [one for one in (every if isinstance(every, list) else [every]) if isinstance(one, dict)]
        labels = {str(one.get("id")): _label(one) for one in entities}
        for entity in entities:
            for name, statements in mapping(entity.get("claims")).items():
                for number, statement in enumerate(listed(statements)):
                    where = f"{place} {entity.get('id')}/{name}[{number}]".strip()
                    if (one := _statement(entity, name, mapping(statement), labels, where)) is not None:
                        yield one


def _statement(
    entity: dict[str, Any], name: str, statement: dict[str, Any], labels: dict[str, str], place: str
) -> Stated | None:
    value = mapping(mapping(statement.get("mainsnak")).get("datavalue")).get("value")
    if value is None:
        return None  # “unknown” and “no value” state nothing
    number, unit = "", ""
    if isinstance(value, dict) and "amount" in value:
        number, unit_id = str(value["amount"]).lstrip("+"), str(value.get("unit") or "").rpartition("/")[2]
        unit = "" if unit_id == "1" else labels.get(unit_id, unit_id)
    references = []
    for reference in mappings(statement.get("references")):
        snaks = mapping(reference.get("snaks"))
        address = next(iter(_values(snaks, _URL)), "") or next((ENTITY + one for one in _values(snaks, _STATED_IN)), "")
        if address:
            references.append(Reference(address, next(iter(_values(snaks, _PAGE)), "")))
    return Stated(
        item=str(entity.get("id")),
        label=_label(entity),
        name=NAMES.get(name) or labels.get(name) or name,
        value=labels.get(_text(value), _text(value)),
        number=number,
        unit=unit,
        when=next(iter(_values(mapping(statement.get("qualifiers")), _WHEN)), ""),
        references=tuple(references),
        deprecated=statement.get("rank") == "deprecated",
        place=place,
    )


def _values(snaks: dict[str, Any], name: str) -> list[str]:
    found = [mapping(one.get("datavalue")).get("value") for one in mappings(snaks.get(name))]
    return [text for value in found if (text := _text(value))]


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        if "time" in value:
            precision = value.get("precision")
            return day_of(str(value["time"]), precision) if isinstance(precision, int) else day_of(str(value["time"]))
        value = value.get("id") or value.get("text") or value.get("amount") or ""
    return " ".join(str(value or "").split())


def _label(entity: dict[str, Any]) -> str:
    labels = mapping(entity.get("labels"))
    first = labels.get("en") or labels.get("mul") or next(iter(labels.values()), "")
    return str(mapping(first).get("value") or "") if isinstance(first, dict) else str(first)
