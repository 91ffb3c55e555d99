"""`docs/ontology.html`, made from `ontology/*.ttl`; `python -m tests.docs.ontology` writes it anew."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from jinja2 import Environment, StrictUndefined

from kg.formats.folder import read_folder
from kg.model.words import Relation, Role
from kg.rdf.identity import Names
from kg.rdf.labels import label
from kg.rdf.table import RELATION_IRI
from kg.rdf.write import Writer
from kg.resources import ontology
from kg.vocabulary import CLASSES, DERIVED, HW, PREFIXES, PROPERTIES, RELATIONS, SCHEMES, concept, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATH: Final = Path(__file__).resolve().parents[2] / "docs" / "ontology.html"
_TEMPLATE: Final = Path(__file__).with_name("ontology.html.j2")
_EVIDENCE: Final = frozenset({Role.EVIDENCE, Role.FINDING})
_BASE: Final = "https://example.org/"
_ONTOLOGY: Final = HW.removesuffix("#")
_MORE: Final = (
    ("A kind of", "rdfs:subClassOf"),
    ("Under", "rdfs:subPropertyOf"),
    ("Of", "rdfs:domain"),
    ("Holds", "rdfs:range"),
)
_REPORT: Final = "source: report\nclaims:\n  figure:\n    says: A figure.\n"
Said = dict[str, dict[str, list[str]]]


def page() -> str:
    """The page."""
    terms, words = _said("headwater.ttl"), _said("schemes.ttl")
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    about = terms[_ONTOLOGY]
    return (
        made.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
            namespace=HW,
            about={
                name: about[iri(term)][0]
                for name, term in (
                    ("title", "dcterms:title"),
                    ("description", "dcterms:description"),
                    ("version", "owl:versionInfo"),
                )
            },
            relations=[_relation(relation, words) for relation in Relation],
            sections=[
                (title, [_term(terms, local) for local in sorted(names)])
                for title, names in (
                    ("Classes", CLASSES),
                    ("Minted relations", RELATIONS),
                    ("What records state", PROPERTIES),
                    ("What is derived", DERIVED),
                )
            ],
            schemes=[_scheme(words, scheme) for scheme in SCHEMES],
        )
        + "\n"
    )


def record(relation: Relation) -> str:
    """A record with one link of a relation."""
    under = "leans on" if relation.role in _EVIDENCE else "speaks to"
    return (
        f"source: article\nclaims:\n  figure:\n    says: A figure.\n    {under}:\n      - {relation}: report/figure\n"
    )


def _relation(relation: Relation, words: Said) -> dict[str, str]:
    text = record(relation)
    return {
        "word": str(relation),
        "label": label("relation", str(relation)),
        "role": relation.role.name.lower().replace("_", " "),
        "definition": words[concept("relation", str(relation))][iri("skos:definition")][0],
        "term": _short(RELATION_IRI[relation]),
        "record": text.rstrip("\n"),
        "turtle": "\n".join(_turtle(text)),
    }


def _turtle(text: str) -> Iterator[str]:
    """The direct triples and the citation node of the link in a record."""
    with TemporaryDirectory() as folder:
        Path(folder, "article.yaml").write_text(text, encoding="utf-8")
        Path(folder, "report.yaml").write_text(_REPORT, encoding="utf-8")
        records = read_folder(Path(folder))[0].records
    quads = list(Writer(Names(_BASE), f"{_BASE}g").quads(records))
    link = f"{_BASE}{records.links[0].id}"
    for quad in quads:
        if str(quad.object) == f"<{_BASE}report/figure>" and str(quad.subject) != f"<{link}>":
            yield f"<article/figure> {_short(quad.predicate.value)} <report/figure> ."
    node = [quad for quad in quads if str(quad.subject) == f"<{link}>"]
    yield (
        f"<{link.removeprefix(_BASE)}> "
        + " ;\n    ".join(f"{_short(quad.predicate.value)} {_shown(quad.object)}" for quad in node).replace(
            "rdf:type", "a"
        )
        + " ."
    )


def _shown(term: object) -> str:
    value = str(getattr(term, "value", term))
    return (
        f"<{value.removeprefix(_BASE)}>"
        if value.startswith(_BASE)
        else _short(value)
        if isinstance(term, ox.NamedNode)
        else str(term)
    )


def _said(name: str) -> Said:
    said: Said = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(ontology(name)), format=ox.RdfFormat.TURTLE):
        said[str(getattr(quad.subject, "value", ""))][quad.predicate.value].append(
            str(getattr(quad.object, "value", ""))
        )
    return said


def _term(terms: Said, local: str) -> dict[str, Any]:
    about = terms[HW + local]
    more = [(what, [_short(value) for value in about[iri(term)]]) for what, term in _MORE if about.get(iri(term))]
    return {
        "local": local,
        "label": about[iri("rdfs:label")][0],
        "definition": about[iri("skos:definition")][0],
        "more": more,
    }


def _scheme(words: Said, scheme: str) -> dict[str, Any]:
    about = words[f"{HW}scheme-{scheme}"]
    return {
        "local": f"scheme-{scheme}",
        "label": about[iri("skos:prefLabel")][0],
        "definition": about[iri("skos:definition")][0],
        "words": list(_concepts(words, scheme, SCHEMES[scheme])),
    }


def _concepts(words: Said, scheme: str, names: Iterable[str]) -> Iterator[dict[str, str]]:
    for name in names:
        node = concept(scheme, name)
        about = words[node]
        told = about.get(iri("skos:definition")) or [""]
        yield {"local": node.removeprefix(HW), "label": about[iri("skos:prefLabel")][0], "definition": told[0]}


def _short(term: str) -> str:
    fits = [(name, base) for name, base in PREFIXES.items() if term.startswith(base)]
    name, base = max(fits, key=lambda pair: len(pair[1]), default=("", ""))
    return f"{name}:{term.removeprefix(base)}" if base else f"<{term}>"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
