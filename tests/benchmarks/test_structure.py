"""The arrays of the benchmark are the same each time, and have what they are said to have."""

from __future__ import annotations

import numpy as np

from benchmarks.structure import made
from kg.scale.link_arrays import MADE_HERE, OPEN
from kg.scale.structure import structure


def test_the_same_number_and_seed_give_the_same_arrays() -> None:
    one, again, other = made(500, 3), made(500, 3), made(500, 4)
    assert one.alt_to.tolist() == again.alt_to.tolist() != other.alt_to.tolist()
    assert one.name(499) == "https://bench.example/claim/00000499"


def test_there_are_loops_dead_ends_groups_and_figures_of_every_backing() -> None:
    arrays = made(5000)
    assert len(arrays.alt_to) + len(arrays.step_to) == 5000 * 2.4
    assert {0, MADE_HERE, OPEN} < set(arrays.leaf.tolist())
    found = structure(arrays)
    assert len(found.ends.loops) > 10
    assert len(arrays.need_flags) > 10
    assert set(np.unique(found.level.values).tolist()) == {0, 1, 2, 3}
    assert len(np.unique(found.kinds)) > 10
    assert (found.distance >= -1).all()
