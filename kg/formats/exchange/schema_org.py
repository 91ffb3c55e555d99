"""Datasets and observations of schema.org (JSON-LD, also in saved pages) as sources and claims with figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.formats.exchange.json_items import json_items
from kg.formats.exchange.schema_org_writing import write
from kg.formats.identifiers import is_iri
from kg.formats.importing.index import short_id, work_key
from kg.formats.importing.parts import Fields, Part
from kg.formats.tables.dates import read_date
from kg.formats.tables.references import iri_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context

__all__ = ("parts", "write")

_CITES: Final = ("isBasedOn", "citation")
_HOLDS: Final = ("isPartOf", "includedInDataset", "dataset")


def parts(path: Path, context: Context) -> Iterator[Part]:
    """The datasets and observations of a document; what an observation stands in is the dataset around it or that it names."""
    values = list(json_items(path, context))
    reader = _Reader(context, {name: node for _, value in values for name, node in _named_nodes(value)})
    for place, value in values:
        yield from reader.parts(value, place or "$", None)


def _named_nodes(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - any JSON value
    """The nodes with an id that say something, so that references to them can be followed."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            if isinstance(inner.get("@id"), str) and len(inner) > 1:
                yield inner["@id"], inner
            waiting.extend(inner.values())
        elif isinstance(inner, list):
            waiting.extend(inner)


class _Reader:
    """Reads one document."""

    def __init__(self, context: Context, nodes: dict[str, dict[str, Any]]) -> None:
        self.context, self.nodes = context, nodes

    def parts(self, value: Any, place: str, around: str | None) -> Iterator[Part]:  # noqa: ANN401
        """What a value holds, wherever it lies; `around` is the dataset that it stands in."""
        if isinstance(value, list):
            for number, inner in enumerate(value):
                yield from self.parts(inner, f"{place}[{number}]", around)
        elif isinstance(value, dict):
            types = _types(value)
            if "Dataset" in types and len(value) > 2:
                self.context.read("dataset")
                around = self._source(value)
                yield from self._dataset(value, around, place)
            elif "Observation" in types:
                self.context.read("observation")
                yield from self._observation(value, around, place)
            for key, inner in value.items():
                if isinstance(inner, dict | list):
                    yield from self.parts(inner, f"{place}.{key}", around)

    def _followed(self, value: Any) -> dict[str, Any]:  # noqa: ANN401
        """The node that a value is, or names."""
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            return self.nodes.get(str(value.get("@id")), value) if len(value) == 1 else value
        return self.nodes.get(value, {"name": value}) if isinstance(value, str) else {}

    def _names(self, value: Any) -> list[str]:  # noqa: ANN401
        listed = value if isinstance(value, list) else [value]
        nodes = (self._followed(each) for each in listed if each)
        return [name for node in nodes if (name := _text(node.get("name")) or _text(node.get("@id")))]

    def _source(self, node: dict[str, Any]) -> str:
        name = _text(node.get("name"))
        known = [
            text
            for text in (_text(node.get("@id")), _text(node.get("url")), *_texts(node.get("identifier")))
            if work_key(text)
        ]
        return self.context.index.source(*known, wish=name, named=f"dataset {name or _text(node.get('@id'))}")

    def _dataset(self, node: dict[str, Any], source: str, place: str) -> Iterator[Part]:
        known = [
            iri_of(text) for text in (*_texts(node.get("identifier")), *_texts(node.get("sameAs"))) if work_key(text)
        ]
        address = next((t for t in (_text(node.get("url")), _text(node.get("@id"))) if t.startswith("http")), "")
        fields: Fields = {
            "title": _text(node.get("name")),
            "kind": "dataset",
            "authors": self._names(node.get("creator") or node.get("author")),
            "publisher": self._names(node.get("publisher")),
            "issued": _day(node.get("datePublished")),
            "url": address,
            "same as": [text for text in dict.fromkeys(known) if is_iri(text)],
        }
        links = []
        for key in _CITES:
            for text in _texts(node.get(key)):
                if text in self.nodes:
                    links.append({"cites": self._source(self.nodes[text])})
                    continue
                links.append(
                    {"cites": self.context.index.source(text, named=text, wish="" if work_key(text) else text)}
                )
                about: Fields = {"url": text} if text.startswith("http") else {} if work_key(text) else {"title": text}
                yield Part(links[-1]["cites"], f"{place}.{key}", about)
        fields["leans on"] = links
        yield Part(source, place, {key: value for key, value in fields.items() if value})

    def _observation(self, node: dict[str, Any], around: str | None, place: str) -> Iterator[Part]:
        holder = next((found for key in _HOLDS if (found := self._followed(node.get(key)))), None)
        if holder is not None:
            around = self._source(holder)
        if around is None:
            self.context.in_doubt(
                place, "the observation does not say which dataset it stands in; the file stands for it"
            )
            around = self.context.index.source(wish=self.context.file, named=f"file {self.context.file}")
        figure = self._figure(node)
        if figure is None:
            self.context.left_out(place, "an observation without a value", item=node)
            return
        variable = self._variable(node)
        says = _text(node.get("name")) or _text(node.get("description")) or _in_words(variable, figure)
        claim: Fields = {"says": says, "figure": figure, "made here": self._method(node)}
        if variable:
            claim["about"] = [short_id(variable) or variable]
        name = self.context.index.claim(around, f"{says} {_text(node.get('@id'))}", wish=says)
        yield Part(around, place, {"kind": "dataset"}, {name: claim})

    def _variable(self, node: dict[str, Any]) -> str:
        found = self._followed(node.get("variableMeasured") or node.get("measuredProperty"))
        return _text(found.get("name")) or _text(found.get("@id")).rpartition("/")[2]

    def _figure(self, node: dict[str, Any]) -> Fields | None:
        value = node.get("value", node.get("measuredValue"))
        held = self._followed(value) if isinstance(value, dict) else node
        low, high = _text(held.get("minValue")), _text(held.get("maxValue"))
        text = _text(held.get("value")) or (f"{low}–{high}" if low and high else low or high)
        if not text:
            return None
        unit = _text(held.get("unitText")) or _text(held.get("unitCode"))
        share = unit in {"%", "P1", "percent", "per cent"}
        margin = self._followed(node.get("marginOfError"))
        fields: Fields = {
            "value": f"{text}%" if share else text,
            "unit": "" if share else unit,
            "area": next(iter(self._names(node.get("observationAbout"))), ""),
            "period": _text(node.get("temporal")) or _day(node.get("observationDate")) or "",
            "denominator": next(iter(self._names(node.get("measurementDenominator"))), ""),
            "uncertainty": f"± {amount}" if (amount := _text(margin.get("value"))) else "",
        }
        return {key: text for key, text in fields.items() if text}

    def _method(self, node: dict[str, Any]) -> str | Fields:
        stated = node.get("measurementMethod") or node.get("measurementTechnique")
        how = next(iter(self._names(stated)), "") if stated else ""
        return {"how": how} if how else "yes"


def _in_words(variable: str, figure: Fields) -> str:
    scope = ", ".join(str(figure[key]) for key in ("area", "period") if key in figure)
    return " ".join(
        filter(
            None,
            (
                f"{variable}:" if variable else "",
                figure["value"],
                figure.get("unit", ""),
                f"({scope})" if scope else "",
            ),
        )
    )


def _types(node: dict[str, Any]) -> list[str]:
    stated = node.get("@type", [])
    return [
        str(name).rpartition("/")[2].rpartition(":")[2] for name in (stated if isinstance(stated, list) else [stated])
    ]


def _texts(value: Any) -> list[str]:  # noqa: ANN401
    """The addresses or texts of a value."""
    found = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            each = each.get("@id") or each.get("url") or each.get("value") or each.get("name")  # noqa: PLW2901
        if text := _text(each):
            found.append(text)
    return found


def _text(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("@value", "")
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _day(value: Any) -> str | None:  # noqa: ANN401
    text = _text(value)
    found = read_date(text, None) if text else None
    return found if isinstance(found, str) else None
