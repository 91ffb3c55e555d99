"""Triples sorted by subject and property, ready to be read as records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import Problem
from kg.vocabulary import DERIVED, HW, iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.rdf.codecs import Term

Props = dict[str, "list[Term]"]
TYPE: Final = iri("rdf:type")
_DERIVED: Final = frozenset(HW + name for name in DERIVED)
_EMPTY: Final[Props] = {}


@dataclass(slots=True)
class Subjects:
    """What is said of each subject; terms of schema.org are spelt with `https`, derived terms are left out."""

    props: dict[str, Props] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, subject: str) -> Props:
        """What is said of one subject; empty where nothing is."""
        return self.props.get(subject, _EMPTY)

    def values(self, subject: str, term: str) -> list[str]:
        """The distinct IRIs and texts of one property, in order."""
        return sorted({value.value for value in self.of(subject).get(term, ()) if not isinstance(value, ox.Triple)})

    def types(self, subject: str) -> set[str]:
        """The classes of a subject."""
        return {canonical(value) for value in self.values(subject, TYPE)}

    def report(self, subject: str, message: str) -> None:
        """Note something that was left out."""
        self.problems.append(Problem(subject, 0, 0, message))


def canonical(term: str) -> str:
    """The term as this project spells it."""
    return f"https{term.removeprefix('http')}" if term.startswith("http://schema.org/") else term


def sort_triples(triples: Iterable[tuple[Term, Term, Term]]) -> Subjects:
    """Triples by subject and property; derived terms of ours are dropped and reported."""
    found = Subjects()
    props = found.props
    spelling: dict[str, str | None] = {}
    for subject, predicate, value in triples:
        if isinstance(subject, (ox.Triple, ox.Literal)) or not isinstance(predicate, ox.NamedNode):
            continue
        name = subject.value
        term = predicate.value
        if term in spelling:
            spelt = spelling[term]
        else:
            spelt = spelling[term] = None if term in _DERIVED else canonical(term)
        if spelt is None:
            found.report(name, f"hw:{term.removeprefix(HW)} is derived, never recorded; it was left out")
            continue
        own = props.get(name)
        if own is None:
            own = props[name] = {}
        values = own.get(spelt)
        if values is None:
            own[spelt] = [value]
        else:
            values.append(value)
    return found
