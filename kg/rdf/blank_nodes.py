"""Blank nodes named by the statements about them, so that they have the same names in whichever file their triples stand.

The nodes that triples join are named together: their colours are refined until they distinguish what can be distinguished, and ties, which
are symmetric in all but contrived graphs, are broken one by one (McKay and Piperno, Practical Graph Isomorphism II, 2014). Blank nodes of
which exactly the same is said are one. A file in which very many triples have blank nodes has them named by its digest and their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox

from kg.rdf.normalize import spelt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph
Parts = tuple[Term, Term, Term, Term]
Colours = dict[str, str]
# Triples with blank nodes that are collected in memory to name the nodes by their statements.
_MOST_HELD: Final = 1_000_000
# Among more nodes than this that are joined, ties are broken by their order.
_MOST_JOINED: Final = 200
_MOST_ROUNDS: Final = 50
# How often a triple is looked at to name the nodes that are joined, in all; what cannot be distinguished by then is named by its order.
_MOST_LOOKS: Final = 500_000
_FEWEST_ROUNDS: Final = 2


def without_blanks(quads: Iterable[ox.Quad], graph: ox.NamedNode, base: str, digest: str) -> Iterator[ox.Quad]:
    """The quads of a file in this project's spelling, with names for their blank nodes, and in `graph` where they name none.

    `digest` is that of the file. Quads with blank nodes come last.
    """
    prefix = f"{base}.well-known/genid/"
    waiting: list[ox.Quad] = []
    ordered: _InOrder | None = None
    for quad in quads:
        if not _blanks(_parts(quad)):
            yield _placed(quad, graph, {})
        elif ordered is not None:
            yield _placed(quad, graph, ordered.named(quad))
        else:
            waiting.append(quad)
            if len(waiting) > _MOST_HELD:
                ordered = _InOrder(f"{prefix}{digest[:16]}/")
                yield from (_placed(one, graph, ordered.named(one)) for one in waiting)
                waiting.clear()
    for joined in _components(waiting):
        names = _iris(joined, prefix)
        yield from (_placed(quad, graph, names) for quad in joined)


class _InOrder:
    """Names by the order in which nodes appear."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.names: dict[str, ox.NamedNode] = {}

    def named(self, quad: ox.Quad) -> dict[str, ox.NamedNode]:
        """The names known so far, those of a quad included."""
        for node in _blanks(_parts(quad)):
            self.names.setdefault(node, ox.NamedNode(f"{self.prefix}b{len(self.names)}"))
        return self.names


def blank_names(quads: Sequence[ox.Quad], prefix: str) -> dict[str, ox.NamedNode]:
    """A name for every blank node of some quads by its label; all quads that have it must be among them."""
    return {label: iri for joined in _components(quads) for label, iri in _iris(joined, prefix).items()}


def _iris(joined: Sequence[ox.Quad], prefix: str) -> dict[str, ox.NamedNode]:
    """The names of blank nodes that hang together, as IRIs."""
    return {label: ox.NamedNode(f"{prefix}{name}") for label, name in _names([_parts(quad) for quad in joined]).items()}


def _parts(quad: ox.Quad) -> Parts:
    return quad.subject, quad.predicate, quad.object, quad.graph_name


def _blanks(parts: Parts) -> list[str]:
    return [term.value for term in parts if isinstance(term, ox.BlankNode)]


def _components(quads: Sequence[ox.Quad]) -> Iterator[list[ox.Quad]]:
    """The quads whose blank nodes hang together, one such group at a time: there may be as many as quads."""
    parent: dict[str, str] = {}

    def root(label: str) -> str:
        while (above := parent.setdefault(label, label)) != label:
            parent[label] = label = parent[above]
        return label

    firsts = []
    for quad in quads:
        first, *others = _blanks(_parts(quad))
        firsts.append(first)
        for other in others:
            parent[root(other)] = root(first)
    group_of: dict[str, int] = {}
    groups = [group_of.setdefault(root(first), len(group_of)) for first in firsts]
    for _, members in groupby(sorted(range(len(groups)), key=groups.__getitem__), key=groups.__getitem__):
        yield [quads[number] for number in members]


def _names(quads: Sequence[Parts]) -> dict[str, str]:
    """The names of blank nodes that hang together, by their labels."""
    patterns = [_pattern(parts) for parts in quads]
    colours = dict.fromkeys((label for pattern in patterns for label in pattern.blanks), "")
    if len(colours) == 1:
        (label,) = colours
        return {label: _digest(*sorted(_written(pattern, colours, label) for pattern in patterns))[:24]}
    rounds = max(_FEWEST_ROUNDS, _MOST_LOOKS // len(patterns))
    colours, left = _refined(patterns, colours, rounds)
    while len(colours) <= _MOST_JOINED and left > 0 and (tied := _tied(colours)):
        colours, left = _refined(patterns, {**colours, tied: _digest(colours[tied], "first")}, left)
    colours = _by_order(colours)
    whole = _digest(*sorted(_written(pattern, colours) for pattern in patterns))
    return {label: _digest(whole, colour)[:24] for label, colour in colours.items()}


class _Pattern(NamedTuple):
    """A quad as text with `{}` for each of its blank nodes, and their labels in order."""

    text: str
    blanks: tuple[str, ...]


def _pattern(parts: Parts) -> _Pattern:
    escaped = (
        "_:{}" if isinstance(term, ox.BlankNode) else str(term).replace("{", "{{").replace("}", "}}") for term in parts
    )
    return _Pattern(" ".join(escaped), tuple(_blanks(parts)))


def _refined(patterns: Sequence[_Pattern], colours: Colours, rounds: int) -> tuple[Colours, int]:
    """Colours that distinguish nodes with different statements, by the colours of what it is joined to.

    With how many of the `rounds` are left.
    """
    for _ in range(min(_MOST_ROUNDS, rounds)):
        rounds -= 1
        said: dict[str, list[str]] = defaultdict(list)
        for pattern in patterns:
            for label in dict.fromkeys(pattern.blanks):
                said[label].append(_written(pattern, colours, label))
        finer = {label: _digest(colours[label], *sorted(said[label])) for label in colours}
        settled = len(set(finer.values())) == len(set(colours.values()))
        colours = finer
        if settled:
            break
    return colours, rounds


def _written(pattern: _Pattern, colours: Colours, seen_from: str | None = None) -> str:
    """A quad as text, with the colours of blank nodes in place of their labels."""
    return pattern.text.format(*("" if label == seen_from else colours[label] for label in pattern.blanks))


def _tied(colours: Colours) -> str | None:
    """A node whose colour another one has too: the first of those with the smallest such colour."""
    shared = [colour for colour, times in Counter(colours.values()).items() if times > 1]
    return next(label for label, colour in colours.items() if colour == min(shared)) if shared else None


def _by_order(colours: Colours) -> Colours:
    """The same colours with ties broken by order."""
    times: Counter[str] = Counter()
    told_apart = {}
    for label, colour in colours.items():
        times[colour] += 1
        told_apart[label] = colour if times[colour] == 1 else _digest(colour, str(times[colour]))
    return told_apart


def _digest(*texts: str) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()


def _placed(quad: ox.Quad, graph: ox.NamedNode, names: dict[str, ox.NamedNode]) -> ox.Quad:
    """A quad with its blank nodes named and its graph set."""
    subject, value, place = quad.subject, quad.object, quad.graph_name
    return ox.Quad(
        names[subject.value] if isinstance(subject, ox.BlankNode) else subject,
        spelt(quad.predicate),
        names[value.value]
        if isinstance(value, ox.BlankNode)
        else spelt(value)
        if isinstance(value, ox.NamedNode)
        else value,
        graph
        if isinstance(place, ox.DefaultGraph)
        else names[place.value]
        if isinstance(place, ox.BlankNode)
        else place,
    )
