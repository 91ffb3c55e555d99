"""A graph opened from where its data lives, and the work that is done on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.workspace.graph import Graph
    from kg.workspace.open import open_graph

__all__ = ["Graph", "open_graph"]


def __getattr__(name: str) -> object:
    """What the package offers, imported when it is asked for: a load needs none of the analysis."""
    if name == "Graph":
        from kg.workspace.graph import Graph

        return Graph
    if name == "open_graph":
        from kg.workspace.open import open_graph

        return open_graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
