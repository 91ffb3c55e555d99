"""What one large lineage costs, part by part: seconds, and how many times a bare walk over its links.

The lineage is made: claims that restate a figure from later ones, now and then changed, with some citations backwards, so that
there are circles; the last of them made the figure. Run: python -m benchmarks.lineages [CLAIMS] [LINKS]
"""

from __future__ import annotations

import gc
import random
import sys
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

from kg.formats.figure_line import parse_figure
from kg.lineage.analysis import analyse
from kg.lineage.backing import read_table
from kg.lineage.components import components
from kg.lineage.ends import path_ends
from kg.lineage.evidence import Evidence, build
from kg.lineage.independence import independence
from kg.lineage.loops import loops
from kg.lineage.restatement import retold
from kg.lineage.trace import lineage
from kg.model.link import Link
from kg.model.reading import Reading, Sighting
from kg.model.records import Claim, Making, Records, Source
from kg.model.words import Checking, Relation, Working
from kg.resources import ontology

if TYPE_CHECKING:
    from collections.abc import Callable

READ = Reading(read=Sighting(by="KG"))
WORDED = ("1,400 owls, Leeds, 2019", "about 1,400 owls, Leeds", "fourteen hundred owls", "1,500 owls, Leeds")
FIGURES = [parse_figure(text) for text in WORDED]
BACKWARDS = 0.002
REACH = 2_000


def made(claims: int, links: int, seed: int = 7) -> Records:
    """A lineage of so many claims and links, the same for the same seed; one in ten restatements changes the figure."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    found = Records()
    origins = max(1, claims // 200)
    for number in range(claims):
        figure = FIGURES[3] if chance.random() < 0.1 else FIGURES[number % 3]
        making = Making(working=Working.EXPLAINED) if number >= claims - origins else None
        found.sources.append(
            Source.trusted(id=f"s{number}", authors=(f"a{number % 5_000}",), checked_by=Checking.DOCUMENT)
        )
        found.claims.append(
            Claim.trusted(
                id=f"c{number}", made_in=f"s{number}", figure=figure, about=("v",), making=making, reading=READ
            )
        )
    for number in range(links):
        source = number % (claims - origins)
        target = chance.randint(source + 1, min(claims - 1, source + REACH))
        if chance.random() < BACKWARDS:
            source, target = target, source
        found.links.append(
            Link.trusted(
                id=f"l{number}", source=f"c{source}", relation=Relation.CITES, target=f"c{target}", reading=READ
            )
        )
    return found


def ladder(layers: int, width: int) -> Records:
    """A lineage in which the number of paths is multiplied by `width` in every layer."""
    found = Records()
    names = [["start"], *([f"n{layer}-{at}" for at in range(width)] for layer in range(layers))]
    for name in (name for layer in names for name in layer):
        found.sources.append(Source.trusted(id=f"s-{name}"))
        found.claims.append(Claim.trusted(id=name, made_in=f"s-{name}", reading=READ))
    for layer, following in pairwise(names):
        for one in layer:
            for other in following:
                found.links.append(
                    Link.trusted(id=f"{one}-{other}", source=one, relation=Relation.CITES, target=other, reading=READ)
                )
    return found


def timed(name: str, work: Callable[[], object], bare: float | None = None) -> float:
    """Print what a piece of work took, and how many times the bare walk."""
    gc.collect()
    begun = perf_counter()
    work()
    took = perf_counter() - begun
    ratio = f"{took / bare:8.1f} ×" if bare else ""
    print(f"  {name:<34} {took:7.3f} s {ratio}")
    return took


def walk(graph: Evidence) -> int:
    """Every link once, as barely as Python can."""
    return sum(len(graph.alternatives.get(node, ())) for node in graph.nodes for _ in graph.alternatives.get(node, ()))


def main(claims: int, links: int) -> None:
    """Print the parts of one large lineage, then the counting of paths where they multiply."""
    records = made(claims, links)
    table = read_table(ontology("backing.csv"))
    print(f"{claims:,} claims, {links:,} links")
    graph = build(records)
    bare = timed("bare walk over the links", lambda: walk(graph))
    timed("drift on every hop, with the graph", lambda: build(records), bare)
    parts = components(graph.nodes, lambda node: [arc.target for arc in graph.arcs(node)])
    timed("loops", lambda: loops(graph, parts), bare)
    timed("independence", lambda: independence(graph, "c0"), bare)
    timed("first said, last said", lambda: retold(graph, "c0"), bare)
    analysis = analyse(graph, table)
    timed("ends, backing, standing, loops", lambda: analyse(graph, table), bare)
    timed("the whole lineage", lambda: lineage(analysis, "c0"), bare)
    print(f"independent origins: {independence(graph, 'c0').number} of {independence(graph, 'c0').distinct}")
    many = build(ladder(60, 25))
    judged = analyse(many, table)
    ends = path_ends(many, judged.ends, "start")
    print(f"{len(many.nodes):,} claims, {sum(end.paths for end in ends):.2e} paths")
    timed("counting them", lambda: path_ends(many, judged.ends, "start"))
    timed("the whole lineage", lambda: lineage(judged, "start"))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else main(100_000, 300_000)
