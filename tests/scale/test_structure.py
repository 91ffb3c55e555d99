"""Structure from arrays: everything equals what the code that judges claim by claim finds, for any graph."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lineage.analysis import Analysis, analyse
from kg.lineage.ends import ORDER, kinds_reached
from kg.lineage.evidence import build
from kg.model.link import Group, Input, Link, Outcome
from kg.model.reading import Reading, Sighting
from kg.model.records import Access, Claim, Making, Records, Source
from kg.model.words import AccessState, Checking, OutcomeKind, Relation, Working
from kg.scale.backing import ITSELF
from kg.scale.link_arrays import LinkArrays, link_arrays, load, save
from kg.scale.reachability import MORE
from kg.scale.structure import Structure, structure
from tests.lineage.graphs import TABLE, analysed, records

SEEN = Sighting(by="KG")
READ = Reading(read=SEEN)
CHECKED = (None, Checking.FIGURE, Checking.DOCUMENT, Checking.NOBODY)
WORKED = (Working.EXPLAINED, Working.ESTIMATE, Working.NOT_KNOWN)
CHALLENGES = (Relation.WITHDRAWS, Relation.CORROBORATES, Relation.DISPUTES, Relation.ABSENT_FROM)


def bag_of(chance: Random) -> Records:
    """Records with needs-all groups, loops, editions, what was taken back, ends of every kind and texts that nobody read.

    How often each of them comes differs from bag to bag, so that some are all circles and others all workings.
    """
    sources = [f"s{number}" for number in range(chance.randint(1, 5))]
    claims = [f"c{number}" for number in range(chance.randint(1, 9))]
    often = {
        name: chance.choice((0, 0.1, 0.4))
        for name in ("unread", "gone", "made", "nowhere", "source", "challenge", "group", "none")
    }
    found = Records()
    for number, source in enumerate(sources):
        gone = Access(state=chance.choice((AccessState.LOST, AccessState.TAKEN_DOWN, AccessState.NOT_FOUND)))
        found.sources.append(
            Source(
                id=source,
                edition_of=(sources[number - 1],) if number and chance.random() < 0.3 else (),
                authors=("KG",),
                access=gone if chance.random() < often["gone"] else None,
                reading=_reading(chance, often),
                making=_making(chance, often),
                checked_by=chance.choice(CHECKED),
            )
        )
    for claim in claims:
        found.claims.append(
            Claim(
                id=claim,
                says=chance.choice((None, "It is so.", "it is so", "It is not.")),
                made_in=chance.choice(sources[:4]),
                about=chance.choice(((), ("v",), ("w",))),
                reading=_reading(chance, often),
                making=_making(chance, often),
                checked_by=chance.choice(CHECKED),
                names_no_source=SEEN if chance.random() < often["none"] else None,
            )
        )
    for number in range(chance.randint(0, 2 * len(claims))):
        _link(chance, claims, sources, often, f"l{number}", found)
    for claim in claims:
        if chance.random() < often["group"]:
            _group(chance, claim, [*claims, *sources], found)
    return found


def _reading(chance: Random, often: dict[str, float]) -> Reading:
    return Reading() if chance.random() < often["unread"] else READ


def _making(chance: Random, often: dict[str, float]) -> Making | None:
    return Making(working=chance.choice(WORKED)) if chance.random() < often["made"] else None


def _link(
    chance: Random, claims: list[str], sources: list[str], often: dict[str, float], name: str, found: Records
) -> None:
    source, target = (
        chance.choice((*sources, "elsewhere") if chance.random() < often["source"] else claims) for _ in range(2)
    )
    if source in (target, "elsewhere"):
        return
    outcome = Outcome(kind=chance.choice(list(OutcomeKind))) if chance.random() < often["nowhere"] else None
    evidence = (Relation.CITES, Relation.NAMES, Relation.DERIVES_FROM)
    relation = chance.choice(CHALLENGES if chance.random() < often["challenge"] else evidence)
    found.links.append(Link(id=name, source=source, relation=relation, target=target, outcome=outcome))


def _group(chance: Random, source: str, places: list[str], found: Records) -> None:
    name = f"{source}#needs"
    targets = chance.sample([place for place in places if place != source], min(len(places) - 1, chance.randint(0, 3)))
    members = [
        Link(id=f"{name}-{t}", source=source, relation=Relation.DERIVES_FROM, target=t, group=name) for t in targets
    ]
    inputs = (Input(id=f"{name}-part", group=name, says="a factor"),) if chance.random() < 0.2 else ()
    found.links.extend(members)
    found.groups.append(
        Group(
            id=name, source=source, relation=Relation.DERIVES_FROM, members=tuple(m.id for m in members), inputs=inputs
        )
    )


def arrays_of(analysis: Analysis) -> LinkArrays:
    return link_arrays(analysis.graph, TABLE, analysis.fallen)


def walked(analysis: Analysis, start: str) -> tuple[int, int]:
    """Steps to the nearest origin and how many there are, by a plain search; -1 where there is none."""
    distance = {start: 0}
    waiting = [start]
    for node in waiting:
        for arc in analysis.graph.alternatives.get(node, ()):
            if not arc.ends and arc.target not in distance:
                distance[arc.target] = distance[node] + 1
                waiting.append(arc.target)
    origins = [node for node in distance if analysis.ends.leaf.get(node) == "made here"]
    return min((distance[node] for node in origins), default=-1), min(len(origins), MORE)


def compare(analysis: Analysis, arrays: LinkArrays, found: Structure) -> None:
    graph, ends = analysis.graph, analysis.ends
    number = {node: at for at, node in enumerate(arrays.names())}
    for mode, reckoning in (("level", found.level), ("reach", found.reach)):
        values: dict[str, int] = getattr(analysis.backing, mode)
        assert {node: int(reckoning.values[number[node]]) for node in graph.nodes} == values
        steps = [(node, int(reckoning.by[number[node]])) for node in number]
        first = arrays.alt_from
        why = {
            (mode, node): graph.alternatives[node][by - int(first[number[node]])] if by >= 0 else None
            for node, by in steps
            if by >= ITSELF
        }
        assert why == {key: arc for key, arc in analysis.backing.why.items() if key[0] == mode}
    for kept, there in ((found.ends.leaf, ends.leaf), (found.ends.circle, ends.circle)):
        assert {node: ORDER[kept[at] - 1] for node, at in number.items() if kept[at]} == there
    names = arrays.names()
    loops = [(tuple(names[at] for at in loop.members), loop.asserted, loop.way_out) for loop in found.ends.loops]
    assert loops == [(loop.members, loop.asserted, loop.way_out) for loop in ends.loops]
    for node, kinds in kinds_reached(graph, ends).items():
        assert {kind for bit, kind in enumerate(ORDER) if found.kinds[number[node]] >> bit & 1} == kinds
        assert (int(found.distance[number[node]]), int(found.origins[number[node]])) == walked(analysis, node)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32).map(Random).map(bag_of))
def test_structure_from_arrays_is_what_the_code_for_one_claim_finds(bag: Records) -> None:
    analysis = analyse(build(bag), TABLE)
    arrays = arrays_of(analysis)
    compare(analysis, arrays, structure(arrays))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32).map(Random).map(bag_of))
def test_arrays_come_back_from_their_folder_as_they_were(bag: Records) -> None:
    analysis = analyse(build(bag), TABLE)
    arrays = arrays_of(analysis)
    with TemporaryDirectory() as place:
        save(arrays, Path(place, "links"), "key")
        kept = load(Path(place, "links"), "key")
        assert kept is not None
        for name in arrays.__struct_fields__:
            one, other = getattr(arrays, name), getattr(kept, name)
            assert (one.dtype, one.tolist()) == (other.dtype, other.tolist())
        compare(analysis, kept, structure(kept))


def test_more_origins_than_are_counted_are_more_and_a_long_chain_is_followed_to_its_end() -> None:
    lines = [f"c{n:03} cites c{n + 1:03}" for n in range(300)] + [f"c300 cites o{n}\no{n} made well" for n in range(20)]
    analysis = analysed("\n".join([*lines, "b cites o1", "b cites o2", "a cites b", "a cites c299"]))
    arrays = arrays_of(analysis)
    found = structure(arrays)
    compare(analysis, arrays, found)
    names = arrays.names()
    assert found.origins[names.index("c000")] == found.origins[names.index("a")] == MORE
    assert found.origins[names.index("b")] == 2
    assert found.distance[names.index("c000")] == 301
    assert found.distance[names.index("a")] == 2


def test_a_document_that_was_taken_back_is_no_open_end_wherever_it_is_cited() -> None:
    bag = records("x about v\ny by KG\na about w\na cites doc-x\nz made well\nz about w\nz derives-from doc-x")
    bag.links.append(Link(id="back", source="y", relation=Relation.WITHDRAWS, target="doc-x", empowered=True))
    analysis = analyse(build(bag), TABLE)
    arrays = arrays_of(analysis)
    found = structure(arrays)
    compare(analysis, arrays, found)
    assert found.reach.values[[arrays.names().index(node) for node in "az"]].tolist() == [0, 0]


def test_an_empty_graph_has_no_structure() -> None:
    arrays = link_arrays(build(Records()), TABLE)
    found = structure(arrays)
    assert (arrays.size, found.ends.loops, len(found.origins)) == (0, (), 0)


def test_links_that_support_and_challenge_are_kept_from_what_asserts_to_its_target() -> None:
    arrays = arrays_of(analysed("a corroborates b\na disputes c\nc withdraws b\nb cites c"))
    a, b, c = (arrays.names().index(node) for node in "abc")
    assert arrays.sup_to[arrays.sup_from[a] : arrays.sup_from[a + 1]].tolist() == [b]
    assert arrays.cha_to[arrays.cha_from[a] : arrays.cha_from[a + 1]].tolist() == [c]
    assert arrays.cha_to[arrays.cha_from[c] : arrays.cha_from[c + 1]].tolist() == [b]
    assert arrays.name(c) == "c"


@pytest.mark.parametrize("damage", ["cut", "gone", "form", "no list", "no array", "key"])
def test_a_folder_that_is_damaged_or_made_from_something_else_is_not_trusted(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "links"
    save(arrays_of(analysed("a cites b\nb made well")), folder, "key")
    assert load(folder, "key") is not None
    told = json.loads((folder / "arrays.json").read_text(encoding="utf-8"))
    if damage == "cut":
        (folder / "alt_to.npy").write_bytes((folder / "alt_to.npy").read_bytes()[:-1])
    elif damage == "gone":
        (folder / "alt_to.npy").unlink()
    elif damage == "form":
        (folder / "arrays.json").write_text(json.dumps({**told, "form": 0}), encoding="utf-8")
    elif damage == "no list":
        (folder / "arrays.json").write_text("[", encoding="utf-8")
    elif damage == "no array":
        (folder / "alt_to.npy").write_bytes(b"x" * (folder / "alt_to.npy").stat().st_size)
    assert load(folder, "other" if damage == "key" else "key") is None


def test_arrays_are_read_from_the_file_and_replace_older_ones_whole(tmp_path: Path) -> None:
    folder = tmp_path / "links"
    save(arrays_of(analysed("a cites b")), folder, "one")
    save(arrays_of(analysed("a cites b\nb cites c")), folder, "two")
    kept = load(folder, "two")
    assert kept is not None
    assert isinstance(kept.alt_to.base, np.memmap)
    assert kept.names() == ["a", "b", "c"]
    assert [path.name for path in tmp_path.iterdir()] == ["links"]
