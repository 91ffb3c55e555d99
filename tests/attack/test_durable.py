"""What a command replaces is on the disk, file and folder, before the old content is gone: seen from the calls to the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kg.commands import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be synced there")
RECORD = "source: s\ntitle: t\nkind: report\nclaims:\n  c: {says: There are 12 wells., figure: 12 wells}\n"
CLAIM = ["--title", "T", "--claim", "c", "--says", "There are 12 wells."]


class Calls:
    """The renames and syncs of this process, by inode, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.synced: set[int] = set()
        self.renamed: list[tuple[Path, bool]] = []
        self.folders: dict[Path, bool] = {}
        fsync, replace, rename = os.fsync, os.replace, os.rename

        def note_sync(number: int) -> None:
            fsync(number)
            self.synced.add(os.fstat(number).st_ino)
            for folder in self.folders:
                self.folders[folder] |= folder.exists() and folder.stat().st_ino == os.fstat(number).st_ino

        def note(move: object, old: str | Path, new: str | Path) -> None:
            self.renamed.append((Path(new), os.stat(old).st_ino in self.synced))  # noqa: PTH116 - as the caller names it
            move(old, new)  # type: ignore[operator]
            self.folders[Path(new).parent] = False

        monkeypatch.setattr(os, "fsync", note_sync)
        monkeypatch.setattr(os, "replace", lambda old, new: note(replace, old, new))
        monkeypatch.setattr(os, "rename", lambda old, new: note(rename, old, new))


COMMANDS = {
    "add, a new file": (["add", "-g", ".", "--source", "new", "--file", "more.yaml", *CLAIM], "more.yaml"),
    "add, a file on record": (["add", "-g", ".", "--source", "s", "--claim", "d", "--says", "x"], "records.yaml"),
    "export": (["export", "mermaid", "-g", ".", "s/c", "-o", "out.md"], "out.md"),
    "export over a file": (["export", "mermaid", "-g", ".", "s/c", "-o", "old.md"], "old.md"),
    "dump": (["dump", "-g", ".", "-o", "dumped"], "dumped"),
    "export site": (["export", "site", "-g", ".", "-o", "site"], "site"),
    "import": (["import", "-y", "table.csv", "-o", "imported"], "table.yaml"),
    "baseline": (["check", "-g", ".", "--baseline", "known.json", "--update-baseline"], "known.json"),
    "query": (["query", "-g", ".", "SELECT * { ?s ?p ?o } LIMIT 1", "-o", "rows.txt"], "rows.txt"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_replaced_is_synced_before_and_its_folder_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kg.toml").write_text('base = "https://kg.example/"\n', encoding="utf-8")
    Path("records.yaml").write_text(RECORD, encoding="utf-8")
    Path("old.md").write_text("old", encoding="utf-8")
    Path("table.csv").write_text("Claim,Source,Link\nThere are 12 wells.,Report,https://e.example/\n", encoding="utf-8")
    arguments, written = COMMANDS[name]
    calls = Calls(monkeypatch)
    run(arguments)
    ours = [(path, synced) for path, synced in calls.renamed if path.name == written]
    assert ours, f"{written} was not put in place by a rename: {calls.renamed}"
    assert all(synced for _, synced in ours)
    assert calls.folders[ours[0][0].parent]
