"""A graph opened from where its data lives, and the work that is done on it."""

from kg.workspace.graph import Graph
from kg.workspace.open import open_graph

__all__ = ["Graph", "open_graph"]
