"""Every command that writes, run on a small workspace that it changes, and how the workspace reads before and after."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

import kg
from kg.cache.generations import generations
from kg.cache.records_lock import alone
from kg.commands import run
from kg.desk.saving import save
from kg.rdf.catalogue import CATALOGUE_GRAPH
from kg.snapshots.archive import copies
from tests.desk.conftest import ARTICLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_RECORDS: Final = """\
source: s
title: A report
kind: report
url: https://e.example/s
claims:
  c: {says: There are 12 wells., figure: 12 wells, quote: There are 12 wells in the town.}
---
source: t
title: A report
kind: report
claims:
  c: {says: There are 12 wells., figure: 12 wells, leans on: [{cites: s/c}]}
"""
_DRAFT: Final = (
    "source: d\ntitle: Drafted\ndraft: yes\nclaims:\n  c: {says: There are 9 wells., figure: 9 wells, draft: yes}\n"
)
_COPY: Final = "<html><title>A report</title><p>There are 12 wells in the town. They are deep.</p></html>"
_TABLE: Final = "Claim,Source,Link\nThere are 12 wells.,Report,https://e.example/r\nThere are 14 wells.,Report,https://e.example/r\n"
_NEW: Final = ["--title", "T", "--claim", "c", "--says", "There are 12 wells."]
_RDF: Final = "".join(f"<http://x/{n}> <http://x/p> <http://x/o> .\n" for n in range(40))
_VARIES: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?Z?|Bnode\d+|urn:uuid:[\w-]+")


@dataclass(frozen=True)
class Writing:
    """A command by its arguments, or work in this process; the codes that it may end with; and what must be there before."""

    arguments: tuple[str, ...] = ()
    work: Callable[[Path], None] | None = None
    before: tuple[tuple[str, ...], ...] = ()
    codes: tuple[int, ...] = (0,)

    def do(self, folder: Path) -> int:
        """Run it in the folder."""
        os.chdir(folder)
        if self.work is not None:
            self.work(folder)
            return 0
        return run(list(self.arguments))


def _desk_save(folder: Path) -> None:
    path = folder / "records.yaml"
    data = path.read_bytes()
    with alone(folder):
        save(
            folder,
            {path: (data, data.replace(b"12 wells.", b"12 old wells.")), folder / "n.yaml": (None, b"source: n\n")},
            "two files",
        )


WRITINGS: Final = {
    "add, a new file": Writing(("add", "-g", ".", "--source", "new", "--file", "more/new.yaml", *_NEW)),
    "add, a file on record": Writing(("add", "-g", ".", "--source", "s", "--claim", "d", "--says", "x")),
    "draft": Writing(("draft", "-g", ".", "_in/article.html", "--url", "https://e.example/a")),
    "draft --accept": Writing(("draft", "-g", ".", "--accept", "--read", "2026-07-01 AB", "--unchecked")),
    "import": Writing(("import", "-y", "_in/table.csv", "-o", "imported")),
    "load": Writing(("load", "-q", "_in/a.nt", "_in/b.nt", "--into", "store")),
    "load, a store with more": Writing(
        ("load", "-q", "_in/b.nt", "--into", "store"), before=(("load", "-q", "_in/a.nt", "--into", "store"),)
    ),
    "dump": Writing(("dump", "-g", ".", "-o", "dumped")),
    "export": Writing(("export", "svg", "-g", ".", "t/c", "-o", "out.svg")),
    "export over a file": Writing(("export", "mermaid", "-g", ".", "t/c", "-o", "old.md")),
    "export site": Writing(("export", "site", "-g", ".", "-o", "site")),
    "snapshot": Writing(("snapshot", "-g", ".", "s", "--file", "_in/copy.html")),
    "verify --record": Writing(
        ("verify", "-g", ".", "--all", "--record", "--exit-zero"), before=(("snapshot", "-g", ".", "s", "--file", "_in/copy.html"),)
    ),
    "check --update-baseline": Writing(("check", "-g", ".", "--baseline", "known.json", "--update-baseline", "--exit-zero")),
    "duplicates --accept": Writing(("duplicates", "-g", ".", "--accept", "s", "t")),
    "query -o": Writing(("query", "-g", ".", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3", "-o", "rows.txt")),
    "init": Writing(("init", "fresh")),
    "init, an example": Writing(("init", "example", "--example", "travelling-numbers")),
    "a save of the desk": Writing(work=_desk_save),
    "the cache": Writing(("trace", "-g", ".", "t/c")),
}  # fmt: skip


def prepared(folder: Path, writing: Writing) -> Path:
    """A workspace for a command."""
    folder.mkdir(parents=True)
    texts = {
        "kg.toml": 'base = "https://kg.example/"\n', "records.yaml": _RECORDS, "drafts/d.yaml": _DRAFT, "old.md": "old\n",
        "_in/table.csv": _TABLE, "_in/copy.html": _COPY, "_in/a.nt": _RDF, "_in/b.nt": _RDF.replace("/p>", "/q>"),
    }  # fmt: skip
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "_in/article.html").write_bytes(ARTICLE)
    os.chdir(folder)
    for arguments in writing.before:
        assert run(list(arguments)) == 0
    return folder


def state(folder: Path) -> dict[str, object]:
    """What a workspace holds for its readers: its files, what is in stores and saved copies, without times and hidden files."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_dir() or any(part.startswith(".") for part in inside.parts):
            continue
        if inside.parts[0] == "store" or path.suffix == ".gz" or path.name == "SHA256SUMS":
            continue
        found[inside.as_posix()] = _VARIES.sub("…", path.read_bytes().decode("utf-8", "replace"))
    if (folder / "store").is_dir():
        found["store"] = frozenset(_stored(folder / "store"))
    for path in folder.rglob("*.warc.gz"):
        if not path.name.startswith("."):
            found[f"copies of {path.name}"] = tuple(data for _, data in copies(folder, path.name.partition(".")[0]))
    return found


def _stored(place: Path) -> list[str]:
    whole = generations(place)
    if not whole:
        return []
    quads = ox.Store.read_only(str(whole[0] / "store")).quads_for_pattern(None, None, None)
    return [str(quad.triple) for quad in quads if str(quad.graph_name) != f"<{CATALOGUE_GRAPH}>"]


def faults(folder: Path, before: dict[str, object], after: dict[str, object]) -> list[str]:
    """What is wrong with a workspace in which a command did not come to its end: files half written, records that do not read."""
    found = [
        f"{name}: neither as before nor as after"
        for name, value in state(folder).items()
        if name not in before.keys() | after.keys() or value not in (before.get(name), after.get(name))
        if not (name == "store" and value == frozenset())
    ]
    found += [f"{name}: gone" for name in before if name not in state(folder) and name in after]
    os.chdir(folder)
    for arguments in (["validate", "."], ["trace", "-g", ".", "t/c"]):
        if (code := run(arguments)) not in {0, 1}:
            found.append(f"kg {' '.join(arguments)} ends with {code}")
    return found


def import_all() -> None:
    """Import what commands import when they are used, so that no child has to."""
    for found in walk_packages(kg.__path__, "kg."):
        if not found.name.endswith("__main__"):
            import_module(found.name)


def copied(folder: Path, place: Path) -> Path:
    """A copy of a workspace under the same name, in another place."""
    shutil.rmtree(place, ignore_errors=True)
    return shutil.copytree(folder, place, symlinks=True)
