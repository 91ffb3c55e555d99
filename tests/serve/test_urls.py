"""The addresses of nodes, and the names that pages show for them."""

from __future__ import annotations

from kg.serve.urls import UrlMap


def test_addresses_never_collide_with_the_pages_of_the_site() -> None:
    urls = UrlMap("https://x.example/", {"https://x.example/claims": "claims"})
    assert urls.href("https://x.example/claims") == "/node?iri=https%3A%2F%2Fx.example%2Fclaims"
    assert urls.href("https://x.example/a/b#c") == "/a/b#c"
    assert urls.iri_at("/a/b") == "https://x.example/a/b"
    assert urls.name("https://x.example/claims#figure") == "claims#figure"
