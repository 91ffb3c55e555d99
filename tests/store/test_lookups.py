"""What a store on disk says of a node is read once, and not more of it is kept than is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from pathlib import Path

DATA = "".join(f"<http://x/{n}> <http://x/p> <http://x/{n + 1}> <http://x/g> .\n" for n in range(5))


class Closed:
    """A store that may not be asked."""

    def quads_for_pattern(self, *_: object) -> None:
        raise AssertionError("asked again")


@pytest.fixture
def store(tmp_path: Path) -> OxigraphStore:
    made = ox.Store(str(tmp_path / "s"))
    made.load(DATA, format=ox.RdfFormat.N_QUADS)
    made.flush()
    del made
    return OxigraphStore.open(tmp_path / "s")


def test_a_node_that_was_described_is_not_read_again(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    described = store.describe(["http://x/1", "http://x/none", "no IRI"])
    assert described == {"http://x/1": {"http://x/p": [("http://x/2", True)]}}
    monkeypatch.setattr(store, "quads", Closed())
    assert store.describe(["http://x/1", "http://x/none", "no IRI"]) == described
    assert [str(quad.object) for quad in store.about("http://x/1")] == ["<http://x/2>"]
    with pytest.raises(AssertionError, match="asked again"):
        store.about("http://x/2")


def test_no_more_nodes_are_remembered_than_allowed(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.most_remembered = 2
    for number in range(3):
        assert [str(quad.object) for quad in store.about(f"http://x/{number}")] == [f"<http://x/{number + 1}>"]
    monkeypatch.setattr(store, "quads", Closed())
    assert store.about("http://x/2")
    with pytest.raises(AssertionError, match="asked again"):
        store.about("http://x/0")


def test_a_store_in_memory_is_read_as_it_stands_now() -> None:
    made = OxigraphStore()
    assert list(made.about("http://x/0")) == []
    made.add(ox.parse(DATA, format=ox.RdfFormat.N_QUADS))
    assert len(list(made.about("http://x/0"))) == 1
