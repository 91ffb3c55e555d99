"""SDMX-JSON data messages (1.0 and 2.x): each observation as a claim that the dataset makes, with unit, scale, area, period and status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.errors import BadDataError, Problem
from kg.formats.exchange.json_items import json_items
from kg.formats.exchange.json_values import listed, mapping, mappings, named_mappings
from kg.formats.exchange.observations import Observation, Observations, period_of
from kg.formats.importing.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.formats.importing.context import Context
    from kg.formats.importing.parts import ListEntry

_AREA: Final = re.compile(r"REF_?AREA|GEO(?:GRAPHY|_CODE)?|AREA|LOCATION|COUNTRY|REGION")
_TIME: Final = re.compile(r"TIME(?:_?PERIOD)?|PERIOD|YEAR")
_QUIET: Final = re.compile(r"FREQ(?:UENCY)?|TIME_FORMAT|DECIMALS")
_UNIT: Final = re.compile(r"UNIT(?:_MEASURE)?")


class Coded(NamedTuple):
    """The value of a dimension or attribute: which it is of, its code, its name, and the period that it stands for."""

    of: str
    code: str
    name: str
    start: str = ""
    end: str = ""


def parts(path: Path, context: Context) -> Iterator[Part | ListEntry]:
    """The observations of a message. Raises BadDataError for one without structure and datasets."""
    for _, value in json_items(path, context):
        message = value if isinstance(value, dict) else {}
        data = mapping(message.get("data")) or message
        structures = mappings(data.get("structures")) or mappings([data.get("structure")])
        datasets = mappings(data.get("dataSets"))
        if not structures or not datasets:
            raise BadDataError(
                [Problem(str(path), 0, 0, "no SDMX-JSON data message: structure and dataSets are expected")]
            )
        header = mapping(message.get("meta")) or mapping(message.get("header"))
        for number, dataset in enumerate(datasets):
            at = dataset.get("structure")
            structure = structures[at if isinstance(at, int) and at < len(structures) else 0]
            yield from _Dataset(context, header, structure, dataset, f"dataSets[{number}]").parts()


class _Dataset:
    """Reads one dataset of a message."""

    def __init__(
        self, context: Context, header: dict[str, Any], structure: dict[str, Any], dataset: dict[str, Any], place: str
    ) -> None:
        self.context, self.header, self.dataset, self.place = context, header, dataset, place
        self.dimensions, self.attributes = mapping(structure.get("dimensions")), mapping(structure.get("attributes"))
        self.title = str(structure.get("name") or structure.get("id") or context.file)
        links = [str(link.get("urn")) for link in mappings(structure.get("links")) if link.get("rel") == "dataflow"]
        self.urn = next((urn for urn in links if urn.startswith("urn:")), "")
        self.release = str(dataset.get("validFrom") or header.get("prepared") or "")[:10]

    def parts(self) -> Iterator[Part | ListEntry]:
        """The dataset as a source, then its observations."""
        sender = mapping(self.header.get("sender"))
        publisher = str(sender.get("name") or sender.get("id") or "")
        source = self.context.index.source(wish=f"{sender.get('id') or ''} {self.title}", named=self.title)
        fields = {
            "title": self.title,
            "kind": "dataset",
            "publisher": [publisher] if publisher else [],
            "same as": [self.urn] if self.urn else [],
        }
        yield Part(source, self.place, {key: value for key, value in fields.items() if value})
        writer = Observations(self.context, source)
        for place, coded, measured in self._observations():
            self.context.read("observation")
            yield from writer.parts(self._observation(place, coded, measured))

    def _observations(self) -> Iterator[tuple[str, list[Coded], Any]]:
        """Each observation with the values of its dimensions and attributes."""
        whole = self._coded("dataSet", self.dimensions, [0] * len(self._listed("dataSet", self.dimensions)))
        stated = self.dataset.get("attributes")
        whole += self._coded(
            "dataSet", self.attributes, stated if stated else [0] * len(self._listed("dataSet", self.attributes))
        )
        yield from self._of(self.dataset, whole, f"{self.place}.observations")
        for key, series in named_mappings(self.dataset.get("series")):
            coded = self._coded("series", self.dimensions, _places(key))
            coded += self._coded("series", self.attributes, series.get("attributes"))
            yield from self._of(series, whole + coded, f"{self.place}.series[{key}].observations")

    def _of(self, holder: dict[str, Any], around: list[Coded], place: str) -> Iterator[tuple[str, list[Coded], Any]]:
        for key, stated in mapping(holder.get("observations")).items():
            values = stated if isinstance(stated, list) else [stated]
            coded = self._coded("observation", self.dimensions, _places(key))
            coded += self._coded("observation", self.attributes, values[1:])
            yield f"{place}[{key}]", around + coded, values[0] if values else None

    def _observation(self, place: str, coded: list[Coded], measured: Any) -> Observation:  # noqa: ANN401
        keyed = {
            str(one["id"])
            for part in ("dataSet", "series", "observation")
            for one in self._listed(part, self.dimensions)
            if "id" in one
        }
        dimensions = [one for one in coded if one.of in keyed]
        areas = [one for one in dimensions if _AREA.fullmatch(one.of.upper())]
        times = [one for one in dimensions if _TIME.fullmatch(one.of.upper())]
        units = [one for one in coded if _UNIT.fullmatch(one.of.upper())]
        others = [
            one for one in dimensions if one not in (*areas, *times, *units) and not _QUIET.fullmatch(one.of.upper())
        ]
        scale = next((one.code for one in coded if one.of.upper() == "UNIT_MULT"), "0")
        return Observation(
            key=".".join(one.code for one in dimensions),
            variable=", ".join([self.title, *(one.name for one in others)]),
            value="" if measured is None else str(measured),
            unit=units[0].name if units else "",
            scale=int(scale) if scale.lstrip("+-").isdecimal() else 0,
            area=areas[0].name if areas else "",
            period=period_of(times[0].code, times[0].start, times[0].end) if times else "",
            status=next((one.code for one in coded if one.of.upper() == "OBS_STATUS"), ""),
            release=self.release,
            place=place,
        )

    def _listed(self, part: str, holder: dict[str, Any]) -> list[dict[str, Any]]:
        return mappings(holder.get(part)) or mappings(holder.get(part.lower()))

    def _coded(self, part: str, holder: dict[str, Any], places: Any) -> list[Coded]:  # noqa: ANN401
        """The values at some places of the lists of a part; a value that is not in a list stands for itself."""
        found = []
        for one, at in zip(self._listed(part, holder), listed(places), strict=False):
            values = mappings(one.get("values"))
            if isinstance(at, int) and 0 <= at < len(values):
                value = values[at]
                code = str(value.get("id") or value.get("value") or value.get("name") or "")
                found.append(
                    Coded(
                        str(one.get("id")),
                        code,
                        str(value.get("name") or code),
                        str(value.get("start") or ""),
                        str(value.get("end") or ""),
                    )
                )
            elif at is not None and not values:
                found.append(Coded(str(one.get("id")), str(at), str(at)))
        return found


def _places(key: str) -> list[int]:
    return [int(part) if part.isdecimal() else -1 for part in key.split(":")]
