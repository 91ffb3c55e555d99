"""The address of every node on the site, and the names that pages show for IRIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

# First parts of paths that no node has as its address: the site uses them.
RESERVED: Final = frozenset(
    {
        "",
        "node",
        "claims",
        "sources",
        "inquiries",
        "variables",
        "agents",
        "recommendations",
        "explore",
        "rules",
        "search",
        "query",
        "sparql",
        "api",
        "static",
        "void",
        ".well-known",
        "data",
    }
)
_SAFE: Final = "/:@!$&'()*+,;=~-._%"


class UrlMap(Struct, frozen=True):
    """The addresses of one graph: a node under the graph's base has the path of its IRI, so that a published graph's IRIs resolve."""

    base: str
    short: Mapping[str, str]

    @property
    def root(self) -> str:
        """The path of the graph's base."""
        return urlsplit(self.base).path or "/"

    def href(self, iri: str) -> str:
        """The path of the page of a node."""
        if iri.startswith(self.base) and "?" not in iri:
            head, mark, fragment = iri.removeprefix(self.base).partition("#")
            path = self.root + head
            if head and path.lstrip("/").split("/")[0] not in RESERVED and "//" not in path and "/." not in path:
                return quote(path, safe=_SAFE) + mark + fragment
        return f"/node?iri={quote(iri, safe='')}"

    def iri_at(self, path: str) -> str:
        """The IRI of the node whose page has this path, still percent-encoded."""
        return self.base + path.removeprefix(self.root) if path.startswith(self.root) else unquote(path)

    def name(self, iri: str) -> str:
        """The short id of a node, a prefixed name, or the IRI."""
        if iri in self.short:
            return self.short[iri]
        head, mark, tail = iri.partition("#")
        if mark and head in self.short:
            return f"{self.short[head]}#{tail}"
        for prefix, base in PREFIXES.items():
            if iri.startswith(base) and len(iri) > len(base):
                return f"{prefix}:{iri.removeprefix(base)}"
        return iri
