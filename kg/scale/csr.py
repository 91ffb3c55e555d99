"""Compressed sparse rows: the steps out of a node, or into it, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    import numpy.typing as npt

    Indices = npt.NDArray[np.int64]
    Integers = npt.NDArray[Any]


def origins_of(starts: Integers) -> Integers:
    """The row that every entry belongs to, by where the rows begin."""
    return np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))


def first_of_each(values: Integers) -> Indices:
    """Where each different value stands first, in the order in which they stand."""
    if len(values) < 2:
        return np.arange(len(values))
    return np.sort(np.unique(values, return_index=True)[1])


def distinct(values: Indices) -> Indices:
    """The different values in order; for millions that differ this is several times as fast as numpy's own, which hashes."""
    values = np.sort(values)
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


class Rows(Struct, frozen=True):
    """`entries[starts[i]:starts[i + 1]]` are those of row i."""

    starts: Integers
    entries: Integers

    @staticmethod
    def turned(targets: Integers, entries: Indices, size: int) -> Rows:
        """The entries by the row that they lead to, in the order in which they are given within a row."""
        to = targets[entries]
        order = np.argsort(to, kind="stable")
        starts = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(to, minlength=size), out=starts[1:])
        return Rows(starts, entries[order])

    def of(self, rows: Integers) -> tuple[Indices, Integers]:
        """The entries of some rows, in order, and for each the place of its row among those asked for."""
        begin = self.starts[rows]
        counts = self.starts[rows + 1] - begin
        place = np.repeat(np.arange(len(rows)), counts)
        before = np.cumsum(counts) - counts
        return place, self.entries[np.arange(len(place)) + (begin - before)[place]]
