"""Random edits at the desk on a copy of the seeds: other bytes stay, each state is read or refused, undo brings all bytes back."""

from __future__ import annotations

import random
import shutil
from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest

from kg.desk import fields
from kg.desk.links import links_of
from kg.desk.saving import history
from kg.resources import seeds
from tests.desk.conftest import Visit, desk_of

if TYPE_CHECKING:
    from pathlib import Path

    from kg.desk.desk import Desk

WORDS = ["Other words: “so”, # and more", "", "12 wells, Ghana, 2019", "about 3%", "nonsense, , ;", "yes", "2014-05"]
SAVED, REFUSED = 303, 422


def _edit(desk: Desk, chance: random.Random) -> tuple[str, dict[str, str]]:
    """One form, filled in at random."""
    claims, sources = list(desk.files.claims()), list(desk.files.sources())
    found = chance.choice([chance.choice(claims), chance.choice(sources)])
    kind = chance.choice(["fields", "fields", "link", "change-link", "reading", "no-source"])
    links = links_of(found)
    shared = {"node": found.node, "seen": found.seen, "back": "/changes"}
    if kind == "link":
        return kind, shared | {
            "q": chance.choice(WORDS),
            "relation": chance.choice(["cites", "names", "disputes"]),
            "read": "on",
        }
    if kind == "change-link" and links:
        act = chance.choice(["not found", "not in it", "remove", "save"])
        return kind, shared | {"link": chance.choice(links).key, "act": act, "at": chance.choice(WORDS)}
    if kind == "reading":
        part = chance.choice(["whole", "part", "seen", "copy", "second", "unread"])
        link = chance.choice(["", *(link.key for link in links)])
        return kind, shared | {"reading": part, "words": chance.choice([*WORDS, claims[0].source]), "link": link}
    if kind == "no-source" and found.claim:
        return kind, shared
    known = (*fields.CLAIM, *fields.CLAIM_MORE) if found.claim else (*fields.SOURCE, *fields.SOURCE_MORE)
    form = {field.name: fields.shown(found.value.get(field.key)) for field in known}
    was = {f"was:{field.key}": fields.shown(found.value.get(field.key)) for field in known}
    return "claim" if found.claim else "source", shared | form | was | {chance.choice(known).name: chance.choice(WORDS)}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".yaml", ".csv"}
    }


@pytest.mark.parametrize(
    ("seed", "edits"), [(0, 1), *(pytest.param(seed, 25, marks=pytest.mark.slow) for seed in range(1, 9))]
)
def test_edits_change_only_what_they_mean_and_undo_brings_back_the_bytes(tmp_path: Path, seed: int, edits: int) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(seeds(), folder)
    visit = Visit(desk_of(folder), follow=False)
    desk, chance = visit.desk, random.Random(seed)  # noqa: S311
    first, saved = _bytes(folder), 0
    for _ in range(edits):
        before = _bytes(folder)
        action, form = _edit(desk, chance)
        answer = visit.post(action, form)
        after = _bytes(folder)
        assert answer in {SAVED, REFUSED}, (action, form)
        if answer == REFUSED:
            assert after == before, (action, form)
            continue
        changed = [name for name in after if after[name] != before.get(name)]
        assert len(changed) <= 1, (action, form)
        for name in changed:
            saved += 1
            old, new = (data[name].decode().splitlines() for data in (before, after))
            gone = [
                line[1:] for line in unified_diff(old, new, n=0, lineterm="") if line[0] == "-" and line[:3] != "---"
            ]
            assert not [line for line in gone if line.lstrip().startswith("#")], (action, form)
            assert len(gone) < 16, (action, form, gone)
    for entry in history(folder):
        assert visit.post("undo", {"number": str(entry.number)}) == SAVED
    assert saved == len(history(folder)) // 2
    assert _bytes(folder) == first
