"""What a check found in a generation, carried to the next ones with the quads that have changed since, until one is checked again."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.cache.checked_text import add_checksum, verify

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

# The findings of a generation, and the ties and tasks of its nodes, from which those of the next are worked out.
FINDINGS: Final = "findings.json"
TIES: Final = "ties.json"
EARLIER_FINDINGS: Final = "earlier-findings.json"
EARLIER_TIES: Final = "earlier-ties.json"
_CHANGES: Final = "changes-since.nq"
# With more changes than this, everything is judged again.
_MOST: Final = 20_000


def carry_judgement(before: Path, stage: Path, changes: Collection[ox.Quad]) -> None:
    """Give a new generation the findings of the one before, or those that this was given, with all that changed since."""
    if (before / FINDINGS).is_file() and (before / TIES).is_file():
        names, earlier = (FINDINGS, TIES), frozenset[ox.Quad]()
    elif (before / _CHANGES).is_file():
        names, earlier = (EARLIER_FINDINGS, EARLIER_TIES), frozenset(changed_quads(before))
    else:
        return
    quads = earlier.union(changes)
    if len(quads) > _MOST or any(isinstance(quad.subject, ox.BlankNode) for quad in quads):
        return
    for name, target in zip(names, (EARLIER_FINDINGS, EARLIER_TIES), strict=True):
        _link(before / name, stage / target)
    ox.serialize(quads, str(stage / _CHANGES), format=ox.RdfFormat.N_QUADS)
    add_checksum(stage / _CHANGES)


def has_earlier(generation: Path) -> bool:
    """Whether a generation was given the findings of an earlier one."""
    return (generation / _CHANGES).is_file()


def changed_quads(generation: Path) -> list[ox.Quad]:
    """The quads removed or added since the earlier findings were made. Raises ChecksumError if they were damaged."""
    verify(generation / _CHANGES)
    return list(ox.parse(path=str(generation / _CHANGES), format=ox.RdfFormat.N_QUADS))


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)
