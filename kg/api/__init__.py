"""What a Python program uses: an opened graph whose answers print themselves."""

from __future__ import annotations

from kg.api.answers import ImpactReport, Survey, Trace
from kg.api.graph import Graph, open_graph

__all__ = ["Graph", "ImpactReport", "Survey", "Trace", "open_graph"]
