"""The links of a whole graph as arrays: what structural analysis needs of an evidence graph, and nothing else.

Nodes are numbered in the order of their ids. An array of node properties has one entry a node; the steps out of a node lie side
by side in the arrays of steps, and `…_from` says where those of each node begin (compressed sparse rows, with one more entry
than rows). Numbers are int32: two thousand million steps are more than fit in memory otherwise.
"""

from __future__ import annotations

import json
import os
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import asdict

from kg.lineage.backing import Table, cell
from kg.lineage.ends import ORDER
from kg.lineage.places import all_places, stated
from kg.model.walk import reached
from kg.model.words import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.lineage.evidence import Arc, Evidence
    from kg.model.link import Link

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int32]

# To be raised whenever the same graph would give other arrays.
FORM: Final = 2
# Flags of a node. Only a listed one is judged: a source whose claims are recorded is walked at its claims.
LISTED, MADE, READ, FALLEN, CLAIM, UNNAMED = 1, 2, 4, 8, 16, 32
# Flags of a step.
PASSES_LEVEL, PASSES_REACH, SHOWN = 1, 2, 4
# Flags of a working: a part of it has no value; it is shown as a reference.
LACKS_VALUE, NEED_SHOWN = 1, 2
OPEN: Final = ORDER.index("not traced further") + 1
MADE_HERE: Final = ORDER.index("made here") + 1
# The length of the head of a one-dimensional array's file.
_HEAD: Final = 128


class LinkArrays(Struct, frozen=True):
    """An evidence graph of `n` nodes as arrays.

    Of a node: `flags`, what its own `level` and `reach` are where it made its figure (0 to 3), `leaf`, the end of a path that
    goes no further (0 none, else one more than its place in `ORDER`), and the numbers of its `work` and of its `place`, `alike` and
    `possible` place among the places of loops (-1 for a node that is not listed; the last also where a step to a document leads,
    whose claims are under no variable), and of the `figure` and `words` that it states (-1 for none).

    Alternatives are the steps `alt_*`, in the order of the evidence graph. Node i has the workings `need_from[i]` to
    `need_from[i + 1]`, each with members by `member_from`, each with steps by `step_from`. `sup_*` and `cha_*` are the links that
    corroborate and challenge, those that take back included, from what asserts to its target.
    `ids` is the UTF-8 text of all ids one after the other, cut by `id_from`.
    """

    flags: Bytes
    level: Bytes
    reach: Bytes
    leaf: Bytes
    work: Numbers
    place: Numbers
    alike: Numbers
    possible: Numbers
    figure: Numbers
    words: Numbers
    alt_from: Numbers
    alt_to: Numbers
    alt_flags: Bytes
    alt_ends: Bytes
    need_from: Numbers
    need_flags: Bytes
    member_from: Numbers
    step_from: Numbers
    step_to: Numbers
    step_flags: Bytes
    step_ends: Bytes
    sup_from: Numbers
    sup_to: Numbers
    cha_from: Numbers
    cha_to: Numbers
    ids: Bytes
    id_from: npt.NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.flags)

    def name(self, number: int) -> str:
        """The id of a node."""
        return self.ids[self.id_from[number] : self.id_from[number + 1]].tobytes().decode()

    def names(self) -> list[str]:
        """The ids of all nodes, in order."""
        text, cuts = self.ids.tobytes(), self.id_from.tolist()
        return [text[start:end].decode() for start, end in pairwise(cuts)]


def link_arrays(graph: Evidence, table: Table, fallen: frozenset[str] = frozenset()) -> LinkArrays:
    """The arrays of an evidence graph, judged by the table; `fallen` are the nodes that were taken back."""
    names = _nodes(graph)
    number = {node: at for at, node in enumerate(names)}
    alternatives = [graph.alternatives.get(node, ()) for node in names]
    needs = [graph.workings.get(node, ()) for node in names]
    members = [member for of_node in needs for need in of_node for member in need.members]
    encoded = [node.encode() for node in names]
    by_role = {role: _edges(graph.links, role, number) for role in (Role.SUPPORT, Role.CHALLENGE, Role.TAKES_BACK)}
    against = sorted(by_role[Role.CHALLENGE] + by_role[Role.TAKES_BACK])
    return LinkArrays(
        **_node_arrays(graph, table, names, fallen),
        **_steps("alt", (arc for arcs in alternatives for arc in arcs), number),
        **_steps("step", (arc for member in members for arc in member), number),
        alt_from=_starts([len(arcs) for arcs in alternatives]),
        need_from=_starts([len(of_node) for of_node in needs]),
        need_flags=np.array(
            [need.lacks_value * LACKS_VALUE + need.shown * NEED_SHOWN for of_node in needs for need in of_node],
            np.uint8,
        ),
        member_from=_starts([len(need.members) for of_node in needs for need in of_node]),
        step_from=_starts([len(member) for member in members]),
        **_rows("sup", sorted(by_role[Role.SUPPORT]), len(names)),
        **_rows("cha", against, len(names)),
        ids=np.frombuffer(b"".join(encoded), np.uint8),
        id_from=_starts([len(text) for text in encoded], np.int64),
    )


def _nodes(graph: Evidence) -> list[str]:
    """The nodes that are judged, and everything that steps lead to from them."""
    outside = {arc.target for node in graph.nodes for arc in graph.arcs(node)}.difference(graph.nodes)
    follows = (
        {node: {arc.target for arc in graph.arcs(node)} for node in (*graph.alternatives, *graph.workings)}
        if outside
        else {}
    )
    return sorted({*graph.nodes, *reached(outside, lambda node: follows.get(node, ()))})


def _node_arrays(graph: Evidence, table: Table, names: Sequence[str], fallen: frozenset[str]) -> dict[str, Any]:
    listed = set(graph.nodes)
    rows = [_node(graph, table, node, listed, fallen) for node in names]
    flags, level, reach, leaf = (
        (np.array(column, np.uint8) for column in zip(*rows, strict=True)) if rows else [np.zeros(0, np.uint8)] * 4
    )
    where = all_places(graph)
    statements = [stated(claim) if (claim := graph.claims.get(node)) else None for node in names]
    known = set(where.possible.values())
    return {
        "flags": flags,
        "level": level,
        "reach": reach,
        "leaf": leaf,
        "work": _numbered([graph.work_of(node) if node in listed else None for node in names]),
        "place": _numbered([where.named.get(node) for node in names]),
        "alike": _numbered([where.alike.get(node) for node in names]),
        "possible": _numbered([_possible(graph, where.possible, node, known) for node in names]),
        "figure": _numbered([one.figure if one else None for one in statements]),
        "words": _numbered([one.words if one else None for one in statements]),
    }


def _possible(graph: Evidence, possible: Mapping[str, str], node: str, known: set[str]) -> str | None:
    """The possible place of a node, or of the claims of a document that is walked at its claims."""
    if node in possible:
        return possible[node]
    work = graph.work_of(node) if node in graph.claims_of else None
    return work if work in known else None


def _node(
    graph: Evidence, table: Table, node: str, listed: set[str], fallen: frozenset[str]
) -> tuple[int, int, int, int]:
    """The flags of a node, its own level and reach, and its leaf."""
    claim = graph.claims.get(node)
    flags = (node in fallen) * FALLEN + (claim is not None) * CLAIM
    flags += (claim is not None and not claim.about) * UNNAMED
    if node not in listed:
        return flags, 0, 0, 0
    flags += LISTED + graph.was_read(node) * READ
    kind = graph.leaf_end(node)
    leaf = ORDER.index(kind) + 1 if kind else 0
    if graph.making(node) is None:
        return flags, 0, 0, leaf
    own = cell(graph, node, table)
    return flags + MADE, own.level, own.reach, leaf


def _numbered(names: Iterable[str | None]) -> Numbers:
    """A number for every different name, by first appearance; -1 for none."""
    known: dict[str, int] = {}
    return np.array([-1 if name is None else known.setdefault(name, len(known)) for name in names], np.int32)


def _steps(prefix: str, arcs: Iterable[Arc], number: dict[str, int]) -> dict[str, Any]:
    """Where steps lead to, with their flags and ends."""
    to: list[int] = []
    flags: list[int] = []
    ends: list[int] = []
    for arc in arcs:
        to.append(number[arc.target])
        hop = arc.hop
        flags.append(
            hop.passes_level * PASSES_LEVEL
            + hop.passes_reach * PASSES_REACH
            + (arc.link.shown_as == "reference") * SHOWN
        )
        ends.append(ORDER.index(arc.ends) + 1 if arc.ends else 0)
    return {
        f"{prefix}_to": np.array(to, np.int32),
        f"{prefix}_flags": np.array(flags, np.uint8),
        f"{prefix}_ends": np.array(ends, np.uint8),
    }


def _edges(links: Iterable[Link], role: Role, number: dict[str, int]) -> list[tuple[int, int]]:
    pairs = ((link.source, link.target) for link in links if link.relation.role is role)
    return [(number[one], number[other]) for one, other in pairs if one in number and other in number]


def _rows(prefix: str, edges: Sequence[tuple[int, int]], size: int) -> dict[str, Any]:
    """Sorted pairs as compressed rows."""
    found = np.array(edges, np.int32).reshape(-1, 2)
    return {f"{prefix}_from": _starts(np.bincount(found[:, 0], minlength=size)), f"{prefix}_to": found[:, 1].copy()}


def _starts(counts: npt.ArrayLike, kind: npt.DTypeLike = np.int32) -> npt.NDArray[Any]:
    """Where rows begin that have so many entries each, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(np.asarray(counts, np.int64)))).astype(kind)


def save(arrays: LinkArrays, folder: Path, key: str) -> None:
    """Write the arrays beside the folder and rename them into place; `key` says what they were made from. Raises OSError."""
    stage = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(stage, ignore_errors=True)
    try:
        stage.mkdir()
        for name, array in asdict(arrays).items():
            np.save(stage / f"{name}.npy", array, allow_pickle=False)
        manifest = {"form": FORM, "key": key, "sizes": _sizes(stage)}
        (stage / "arrays.json").write_text(json.dumps(manifest), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        stage.rename(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def load(folder: Path, key: str) -> LinkArrays | None:
    """The arrays in a folder, mapped into memory; None where they are not there, damaged, or made from something else."""
    try:
        manifest = json.loads((folder / "arrays.json").read_text(encoding="utf-8"))
        if manifest != {"form": FORM, "key": key, "sizes": _sizes(folder)}:
            return None
        return LinkArrays(**{name: _mapped(folder / f"{name}.npy") for name in LinkArrays.__struct_fields__})
    except (OSError, ValueError, TypeError):
        return None


def _mapped(path: Path) -> Any:  # noqa: ANN401 - the type of an array is in its file
    """An array that is read from its file as it is used; one without entries cannot be mapped."""
    found = (
        np.lib.format.open_memmap(path, mode="r") if path.stat().st_size > _HEAD else np.load(path, allow_pickle=False)
    )
    return found.view(np.ndarray)


def _sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in sorted(folder.glob("*.npy"))}
