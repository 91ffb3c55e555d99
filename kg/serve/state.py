"""What the server keeps between requests: its workers, answers, and the description of its graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.rdf.dataset import described
from kg.serve.kept import Kept

if TYPE_CHECKING:
    from kg.serve.pool import Pool
    from kg.serve.site import Site
    from kg.store.statistics import Statistics


@dataclass(slots=True)
class State:
    """The pool is made when the event loop runs."""

    site: Site
    title: str
    counts: Statistics
    pool: Pool
    kept: Kept = field(default_factory=Kept)

    def description(self, origin: str, media: str) -> bytes:
        """The graph and its endpoint described, for the address under which they were asked for."""
        return described(
            self.site.base, self.title, self.site.base, self.counts, media, endpoint=f"{origin.rstrip('/')}/sparql"
        )
