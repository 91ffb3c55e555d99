"""Sources as datasets of schema.org, and claims with a number as observations in them."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.model.figure import Figure
    from kg.model.records import Claim, Records, Source


def write(records: Records, stream: IO[str]) -> tuple[str, ...]:
    """Write sources as datasets, and claims with a number as their observations; returns what it could not hold."""
    names = {agent.id: agent.name for agent in records.agents}
    areas = {area.id: area.name or area.id for area in records.areas}
    variables = {variable.id: variable.name for variable in records.variables}
    lost = [f"{claim.id}: no number" for claim in records.claims if claim.figure is None or claim.figure.number is None]
    cited: dict[str, list[dict[str, str]]] = {}
    ids = {source.id: source.url or next(iter(source.same_as), "") or f"#{source.id}" for source in records.sources}
    for link in records.links:
        if link.relation == "cites" and link.source in ids and link.target in ids:
            cited.setdefault(link.source, []).append({"@id": ids[link.target]})
        else:
            lost.append(f"{link.id}: {link.relation} {link.target}")
    graph = [_written_dataset(source, ids, names, cited.get(source.id, [])) for source in records.sources]
    graph += [
        _written_observation(claim, claim.figure, ids, areas, variables)
        for claim in records.claims
        if claim.figure is not None and claim.figure.number is not None
    ]
    json.dump({"@context": "https://schema.org", "@graph": graph}, stream, ensure_ascii=False, indent=2)
    stream.write("\n")
    return tuple(lost)


def _written_dataset(
    source: Source, ids: dict[str, str], names: dict[str, str], cited: list[dict[str, str]]
) -> dict[str, Any]:
    return _without_empty(
        {
            "@id": ids[source.id],
            "@type": "Dataset" if source.kind == "dataset" else ["CreativeWork", "Dataset"],
            "name": source.title,
            "creator": [{"@type": "Organization", "name": names.get(name, name)} for name in source.authors],
            "publisher": [{"@type": "Organization", "name": names.get(name, name)} for name in source.publisher],
            "datePublished": source.issued.edtf if source.issued else None,
            "url": source.url,
            "identifier": list(source.same_as),
            "citation": cited,
        }
    )


def _written_observation(
    claim: Claim, figure: Figure, ids: dict[str, str], areas: dict[str, str], variables: dict[str, str]
) -> dict[str, Any]:
    about = [variables.get(name, name) for name in claim.about]
    number = figure.low if figure.low is not None and figure.low == figure.high else None
    return _without_empty(
        {
            "@id": f"#{claim.id}",
            "@type": "Observation",
            "isPartOf": {"@id": ids[claim.made_in]} if claim.made_in in ids else None,
            "name": claim.says,
            "value": (int(number) if number == int(number) else float(number)) if number is not None else None,
            "minValue": float(figure.low) if number is None and figure.low is not None else None,
            "maxValue": float(figure.high) if number is None and figure.high is not None else None,
            "unitText": "%" if figure.share else figure.unit,
            "observationAbout": {"@type": "Place", "name": areas.get(figure.area, figure.area)}
            if figure.area
            else None,
            "temporal": figure.period.edtf if figure.period else None,
            "variableMeasured": [{"@type": "StatisticalVariable", "name": name} for name in about],
            "measurementDenominator": {"@type": "StatisticalVariable", "name": figure.denominator}
            if figure.denominator
            else None,
            "measurementMethod": claim.making.how if claim.making else None,
        }
    )


def _without_empty(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in (None, [], "")}
