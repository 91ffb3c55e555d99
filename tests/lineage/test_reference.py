"""Random graphs: independence with shared inputs, loops, impact and restoration are those of the slow and obvious way."""

from __future__ import annotations

from random import Random

import pytest

from kg.lineage.evidence import build
from kg.lineage.impact import impact
from kg.lineage.independence import independence
from tests.lineage import reference
from tests.lineage.graphs import TABLE, analysed, records

NODES = "abcdefg"
FEW, MANY = range(60), range(60, 1000)
seeds = pytest.mark.parametrize(
    "seeds", [pytest.param(FEW, id="a sample"), pytest.param(MANY, id="all", marks=pytest.mark.slow)]
)


def links(chance: Random, verbs: tuple[str, ...], most: int) -> list[str]:
    found = []
    for _ in range(chance.randint(2, most)):
        node, target = chance.sample(NODES, 2)
        found.append(f"{node} {chance.choice(verbs)} {target}")
    return list(dict.fromkeys(found))


def said_of_each(chance: Random, verb: str, words: tuple[str, ...], often: float = 1) -> list[str]:
    return [f"{node} {verb} {chance.choice(words)}" for node in NODES if chance.random() < often]


def evidence(chance: Random) -> str:
    """Claims with figures, some made where they stand, some in one document, by few makers, worked from one another."""
    figures = ("5 owls",) if chance.random() < 0.6 else ("5 owls", "5 owls", "5 owls", "9 owls")
    lines = [
        *links(chance, ("cites", "cites", "derives-from"), 14),
        *said_of_each(chance, "made", ("well",), 0.5),
        *said_of_each(chance, "by", tuple("wxyz")[: chance.randint(1, 4)], 0.8),
        *said_of_each(chance, "in", ("p", "q", "r"), chance.choice((0, 0.4))),
        *said_of_each(chance, "figure", figures),
    ]
    return "\n".join(lines)


def circles(chance: Random) -> str:
    """Claims in a few documents, under variables or none, read or not, in the same words or others."""
    lines = [
        *links(chance, ("cites",), 10),
        *said_of_each(chance, "in", ("p", "q", "r"), 0.8),
        *said_of_each(chance, "about", ("v", "w"), chance.choice((0, 0.3, 0.8))),
        *said_of_each(chance, "says", ("so", "not-so"), chance.choice((0, 0.5, 1))),
        *said_of_each(chance, "figure", chance.choice((("5 owls",), ("5 owls", "9 owls")))),
        *(f"{node} unread" for node in NODES if chance.random() < 0.1),
        *said_of_each(chance, "made", ("well",), chance.choice((0, 0.1))),
    ]
    return "\n".join(lines)


def withdrawals(chance: Random) -> str:
    """Claims that rest on one another, some worked out from several together, some withdrawn."""
    lines = [
        *links(chance, ("cites", "cites", "derives-from"), 12),
        *(f"{node} made well" for node in NODES if chance.random() < 0.4),
        *(f"{node} by x" for node in NODES),
        *(f"{node} figure 5 owls" for node in NODES),
    ]
    for node in chance.sample(NODES, chance.randint(0, 2)):
        others = [other for other in NODES if other != node]
        lines.append(f"{node} needs {' '.join(chance.sample(others, 2))}")
    for number, node in enumerate(chance.sample(NODES, chance.randint(0, 2))):
        lines += [f"notice{number} withdraws {node}", f"notice{number} by x", f"notice{number} figure 5 owls"]
    return "\n".join(lines)


@seeds
def test_independent_origins(seeds: range) -> None:
    for seed in seeds:
        text = evidence(Random(seed))  # noqa: S311 - the same graphs in every run
        analysis = analysed(text)
        graph = reference.graph_of(text)
        for node in sorted(graph.nodes):
            found = independence(analysis.graph, node, analysis.fallen).number
            assert found == reference.independent(graph, node), f"{node} of seed {seed}:\n{text}"


@seeds
def test_loops(seeds: range) -> None:
    for seed in seeds:
        text = circles(Random(seed))  # noqa: S311 - the same graphs in every run
        found = {(loop.members, loop.asserted, loop.way_out) for loop in analysed(text).ends.loops}
        assert found == reference.loops(reference.graph_of(text)), f"seed {seed}:\n{text}"


@seeds
def test_impact_and_restoration(seeds: range) -> None:
    for seed in seeds:
        text = withdrawals(Random(seed))  # noqa: S311 - the same graphs in every run
        graph = reference.graph_of(text)
        at_first = reference.stands(graph, set())
        for target in sorted(graph.nodes & set(NODES)):
            found = impact(build(records(text)), TABLE, [target])
            where = f"{target} of seed {seed}:\n{text}"
            below = {n for n in graph.nodes if target in reference.reach([n], graph.targets)} - {target}
            after = reference.stands(graph, graph.fallen({target}))
            falling = {one.node for one in found.affected if one.outcome in {"falls", "recalculate"}}
            assert falling == (below & at_first) - after - graph.withdrawn, where
            assert {one.node for one in found.affected} == below - graph.withdrawn, where
            assert {one.node for one in found.fallen} == below & graph.withdrawn, where
            if target in graph.withdrawn:
                again = reference.stands(graph, graph.withdrawn - {target})
                # What never stood, since it only leads round, is held back by no notice.
                assert set(found.restored) == ({target} | falling) - (at_first - again), where
            else:
                assert found.restored == (), where
