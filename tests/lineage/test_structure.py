"""Structure from arrays: everything equals what the code that judges claim by claim finds, for any graph."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lineage.analysis import Analysis, analyse
from kg.lineage.ends import ORDER, kinds_reached
from kg.lineage.evidence import build
from kg.lineage.link_arrays import LinkArrays, link_arrays, load, save
from kg.lineage.reachable import MORE
from kg.lineage.reckoning import ITSELF
from kg.lineage.structure import Structure, structure
from kg.model.link import Group, Link, Outcome
from kg.model.reading import Reading, Sighting
from kg.model.records import Access, Claim, Making, Records, Source
from kg.model.words import AccessState, Checking, OutcomeKind, Relation, Working
from tests.lineage.graphs import TABLE, analysed

SEEN = Sighting(by="KG")
READING = st.sampled_from([Reading(read=SEEN), Reading(read=SEEN), Reading()])
CHECKED = st.sampled_from([None, Checking.FIGURE, Checking.DOCUMENT, Checking.NOBODY])
WORKED = (Working.EXPLAINED, Working.ESTIMATE, Working.NOT_KNOWN)
MADE = st.sampled_from([None, None, None, *(Making(working=working) for working in WORKED)])
STEPS = (Relation.CITES, Relation.CITES, Relation.NAMES, Relation.DERIVES_FROM, Relation.WITHDRAWS, Relation.CORROBORATES,
         Relation.DISPUTES, Relation.ABSENT_FROM)  # fmt: skip


@st.composite
def bags(draw: st.DrawFn) -> Records:
    """Records with needs-all groups, loops, editions, what was taken back, ends of every kind and texts that nobody read."""
    sources = [f"s{number}" for number in range(draw(st.integers(1, 5)))]
    claims = [f"c{number}" for number in range(draw(st.integers(1, 9)))]
    found = Records()
    _sources(draw, sources, found)
    for claim in claims:
        about = draw(st.sampled_from([(), ("v",), ("v",), ("w",)]))
        found.claims.append(Claim(
            id=claim, made_in=draw(st.sampled_from(sources[:4])), about=about, reading=draw(READING), making=draw(MADE),
            checked_by=draw(CHECKED), names_no_source=SEEN if draw(st.integers(0, 4)) == 0 else None,
        ))  # fmt: skip
    _links(draw, claims, sources, found)
    return found


def _sources(draw: st.DrawFn, sources: list[str], found: Records) -> None:
    for number, source in enumerate(sources):
        earlier = (sources[number - 1],) if number and draw(st.integers(0, 3)) == 0 else ()
        state = draw(st.sampled_from([None, None, None, AccessState.LOST, AccessState.TAKEN_DOWN, AccessState.NOT_FOUND]))
        found.sources.append(Source(
            id=source, edition_of=earlier, authors=("KG",), access=Access(state=state) if state else None,
            reading=draw(READING), making=draw(MADE) if draw(st.booleans()) else None, checked_by=draw(CHECKED),
        ))  # fmt: skip


def _links(draw: st.DrawFn, claims: list[str], sources: list[str], found: Records) -> None:
    places = [*claims, *claims, *sources, "elsewhere"]
    for number in range(draw(st.integers(0, 22))):
        link = f"l{number}"
        source = draw(st.sampled_from([*claims, *claims, *sources]))
        target = draw(st.sampled_from([place for place in places if place != source]))
        outcome = draw(st.sampled_from([None] * 6 + [Outcome(kind=kind) for kind in OutcomeKind]))
        found.links.append(Link(id=link, source=source, relation=draw(st.sampled_from(STEPS)), target=target, outcome=outcome))
    for number in range(draw(st.integers(0, 3))):
        source, group = draw(st.sampled_from(claims)), f"g{number}"
        others = [place for place in places[len(claims) :] if place != source]
        targets = draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True))
        members = [Link(id=f"{group}-{t}", source=source, relation=Relation.DERIVES_FROM, target=t, group=group) for t in targets]
        found.links.extend(members)
        found.groups.append(Group(id=group, source=source, relation=Relation.DERIVES_FROM, members=tuple(m.id for m in members)))


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


@settings(max_examples=400, deadline=None)
@given(bags())
def test_structure_from_arrays_is_what_the_code_for_one_claim_finds(bag: Records) -> None:
    analysis = analyse(build(bag), TABLE)
    arrays = arrays_of(analysis)
    compare(analysis, arrays, structure(arrays))
    with TemporaryDirectory() as place:
        save(arrays, Path(place, "links"), "key")
        kept = load(Path(place, "links"), "key")
        assert kept is not None
        assert kept.names() == arrays.names()
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
