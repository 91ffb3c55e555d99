"""The SHACL shapes, made from the table that maps the model to RDF; `python -m tests.ontology.shapes` writes them anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.model.figure import Figure
from kg.rdf.table import LINK, QUOTES_SOURCE, RELATION_IRI, TABLE, TYPES
from kg.vocabulary import PREFIXES, SCHEMES, concept, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.rdf.table import Entry

PATH: Final = Path(__file__).resolve().parents[2] / "ontology" / "shapes.ttl"
_HEAD: Final = """# Made from the table that maps records to RDF: python -m tests.ontology.shapes
# What a record may state in RDF: which properties, how often, and with which values. Other properties are nobody's fault.
"""
_LITERALS: Final = {
    "text": ("sh:nodeKind sh:Literal",),
    "flag": ("sh:datatype xsd:boolean",),
    "number": ("sh:nodeKind sh:Literal", r'sh:pattern "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$"'),
    "edtf": ("sh:nodeKind sh:Literal", r'sh:pattern "^(-?[0-9XY]|[.][.]/|/)[-0-9XYuE?~%./T:Z+]*$"'),
    "day": ("sh:datatype xsd:date",),
    "link": ("sh:nodeKind sh:IRIOrLiteral",),
}
# Names of people may be texts in RDF from elsewhere; the reader takes either.
_AGENT: Final = "sh:nodeKind sh:IRIOrLiteral"


def shapes() -> str:
    """The shapes as Turtle."""
    prefixes = {
        **{
            name: PREFIXES[name]
            for name in ("hw", "xsd", "rdfs", "owl", "dcterms", "schema", "prov", "cito", "bibo", "skos")
        },
        "sh": "http://www.w3.org/ns/shacl#",
    }
    parts = [_HEAD, *(f"@prefix {name}: <{base}> ." for name, base in prefixes.items()), ""]
    parts.append(
        '<https://w3id.org/headwater/shapes> a owl:Ontology ;\n    dcterms:title "Headwater: shapes of records"@en ;\n'
        "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> .\n"
    )
    for cls, entries in TABLE.items():
        target = iri("hw:Figure") if cls is Figure else TYPES[cls][0]
        parts.append(_shape(cls.__name__, target, [*_of(cls, entries), *_more(cls.__name__)]))
    parts.append(_shape("Link", iri("cito:Citation"), [*_link(), *(_property(entry, False) for entry in LINK)]))
    return "\n".join(parts)


def _of(cls: type[Any], entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        field = cls.model_fields.get(entry.path)
        yield _property(entry, field is not None and field.is_required())


def _property(entry: Entry, required: bool) -> str:
    told = [f"sh:path {_short(entry.term)}"]
    if entry.codec in _LITERALS:
        told += _LITERALS[entry.codec]
    elif entry.codec == "node":
        told.append(_AGENT if entry.kind == "agent" else "sh:nodeKind sh:IRI")
    else:
        told.append(f"sh:in ( {' '.join(_short(concept(entry.codec, word)) for word in SCHEMES[entry.codec])} )")
    if not entry.many:
        told.append("sh:maxCount 1")
    if required:
        told.append("sh:minCount 1")
    return " ; ".join(told)


def _more(name: str) -> Iterator[str]:
    """What the model holds outside the table."""
    number = " ; ".join(_LITERALS["number"])
    if name == "Claim":
        yield "sh:path hw:figure ; sh:nodeKind sh:IRI ; sh:class hw:Figure ; sh:maxCount 1"
    if name in {"Claim", "Source"}:
        yield "sh:path hw:madeHere ; sh:datatype xsd:boolean ; sh:maxCount 1"
    if name == "Figure":
        yield f"sh:path schema:value ; {number} ; sh:maxCount 1"
        yield f"sh:path schema:minValue ; {number} ; sh:maxCount 1 ; sh:lessThanOrEquals schema:maxValue"
        yield f"sh:path schema:maxValue ; {number} ; sh:maxCount 1"


def _link() -> Iterator[str]:
    for term in ("cito:hasCitingEntity", "cito:hasCitedEntity"):
        yield f"sh:path {term} ; sh:nodeKind sh:IRI ; sh:minCount 1 ; sh:maxCount 1"
    relations = sorted({*RELATION_IRI.values(), QUOTES_SOURCE})
    yield f"sh:path hw:relation ; sh:in ( {' '.join(map(_short, relations))} ) ; sh:maxCount 1"


def _shape(name: str, target: str, properties: list[str]) -> str:
    lines = [
        f"hw:{name}Shape a sh:NodeShape ;",
        f'    rdfs:label "{name.lower()}"@en ;',
        f"    sh:targetClass {_short(target)} ;",
    ]
    lines += [f"    sh:property [ {told} ] ;" for told in properties]
    return "\n".join(lines).removesuffix(";") + ".\n"


def _short(term: str) -> str:
    name, base = max(((n, b) for n, b in PREFIXES.items() if term.startswith(b)), key=lambda pair: len(pair[1]))
    local = term.removeprefix(base)
    return f"{name}:{local}"


if __name__ == "__main__":
    PATH.write_text(shapes(), encoding="utf-8")
