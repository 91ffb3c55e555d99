"""A cache that is written behind one's back is the one that would have been written before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from kg.cache.background_writer import write_behind
from kg.cache.store_files import StoreSizes
from kg.cache.workspace_cache import open_workspace

BASE = "https://example.org/"
_OPENED_BEHIND = """
import sys
from pathlib import Path
import pyoxigraph as ox
from kg.cache.store_files import StoreSizes
from kg.cache.workspace_cache import open_workspace

found = open_workspace(Path(sys.argv[1]), "https://example.org/", StoreSizes(in_memory=1), behind=True)
assert found.generation is None and found.settled is not None
before = set(found.store.everything())
node = ox.NamedNode("http://e/added")
found.store.copy().add([ox.Quad(node, node, node)])
settled = found.settled()
assert settled.generation is not None and set(settled.store.everything()) == before, settled
assert settled.digest == found.digest
"""


def test_the_generation_written_behind_has_what_was_loaded_and_nothing_added_since(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('name = "w"\n', encoding="utf-8")
    (tmp_path / "a.yaml").write_text("source: a\nclaims:\n  c: {says: x, figure: 12 owls}\n", encoding="utf-8")
    # In a process of its own: one with threads does not write behind.
    subprocess.run([sys.executable, "-c", _OPENED_BEHIND, str(tmp_path)], check=True)
    again = open_workspace(tmp_path, BASE, StoreSizes(in_memory=1), behind=True)
    assert again.settled is None
    assert again.generation == tmp_path / ".kg" / "g-00000001"


def test_what_is_written_behind_is_waited_for() -> None:
    assert write_behind(lambda: (Path("g-1"), ["a note"]))() == (Path("g-1"), ["a note"])


def test_a_writer_that_was_killed_leaves_no_cache_and_a_note() -> None:
    def killed() -> tuple[Path | None, list[str]]:
        os.kill(os.getpid(), signal.SIGKILL)
        return None, []

    place, notes = write_behind(killed)()
    assert place is None
    assert notes[0].startswith("the cache was not written: stopped:")
