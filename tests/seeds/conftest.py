"""The seed graph, opened and analysed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.resources import seeds

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.lineage.analysis import Analysis


@pytest.fixture(scope="session")
def graph() -> Graph:
    return kg.open(str(seeds()))


@pytest.fixture(scope="session")
def analysis(graph: Graph) -> Analysis:
    return graph.analysis()


@pytest.fixture(scope="session")
def ids(graph: Graph) -> dict[str, str]:
    """The IRI of every short id."""
    return {short: node for node, short in graph.short.items()}
