"""RDF validated against the shapes of records, by pyshacl or pyshacl-turbo."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import rdflib
from msgspec import Struct

from kg.errors import UsageError
from kg.resources import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib

_SH: Final = "http://www.w3.org/ns/shacl#"
# What a shape asks for, in a few words; the component's own message follows where there are none.
_WORDS: Final = {
    "MaxCountConstraintComponent": "stated more than once",
    "MinCountConstraintComponent": "missing",
    "DatatypeConstraintComponent": "not of its type",
    "InConstraintComponent": "not one of its words",
    "NodeKindConstraintComponent": "a text where a node is expected, or the other way round",
    "PatternConstraintComponent": "not a number or date as expected",
    "ClassConstraintComponent": "not of the class expected",
    "LessThanOrEqualsConstraintComponent": "the range ends before it starts",
}


class Fault(Struct, frozen=True, order=True):
    """One thing that a shape refuses: the node, the property, the value where there is one, and what is wrong."""

    node: str
    path: str
    value: str
    what: str

    def __str__(self) -> str:
        value = f" “{self.value}”" if self.value else ""
        return f"<{self.node}> <{self.path}>{value}: {self.what}"


def faults(triples: bytes) -> list[Fault]:
    """What the shapes refuse in N-Triples, in order. Raises UsageError where no SHACL engine is installed."""
    engine = _engine()

    with _quiet("rdflib.term"):  # it logs each literal that is not of its type, which the shapes refuse
        data = rdflib.Graph().parse(data=triples, format="nt")
        shapes = rdflib.Graph().parse(ontology("shapes.ttl"), format="turtle")
        _, report, _ = engine.validate(data, shacl_graph=shapes, inference="none", do_owl_imports=False, js=False)
    return sorted(set(_faults(report)))


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    logger = logging.getLogger(name)
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def _engine() -> Any:  # noqa: ANN401 - a module of another library
    """pyshacl-turbo where it is installed, which does the same in less time, else pyshacl."""
    for name in ("pyshacl_turbo", "pyshacl"):
        try:
            return import_module(name)
        except ModuleNotFoundError:
            continue
    raise UsageError("--shapes needs pyshacl; install it with: pip install 'headwater[shacl]'")


def _faults(report: rdflib.Graph) -> Iterator[Fault]:

    sh = rdflib.Namespace(_SH)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        component = str(report.value(result, sh.sourceConstraintComponent)).removeprefix(_SH)
        value = report.value(result, sh.value)
        yield Fault(
            str(report.value(result, sh.focusNode)),
            str(report.value(result, sh.resultPath) or ""),
            "" if value is None else str(value),
            _WORDS.get(component) or str(report.value(result, sh.resultMessage) or component),
        )
