"""What a Python program uses: an opened graph whose answers print themselves."""

from __future__ import annotations

from kg.api.answers import Everything, ImpactReport, Survey, Trace
from kg.api.graph import Graph, open_graph

__all__ = ["Everything", "Graph", "ImpactReport", "Survey", "Trace", "open_graph"]
