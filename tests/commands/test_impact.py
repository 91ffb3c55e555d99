"""What falls with a source, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.commands.conftest import Done


def test_the_command_tells_it_in_words_and_as_data(kg: Callable[..., Done], workspace: Path) -> None:
    done = kg("impact", "survey-2025")
    assert done.code == 0
    assert "1 claim or source rests on it: 1 would fall with it (no other evidence is recorded)" in " ".join(
        done.out.split()
    )
    assert "WOULD FALL" in done.out
    assert "[explainer/lost-umbrellas]" in done.out
    before = {path: path.read_bytes() for path in workspace.iterdir() if path.is_file()}
    document = json.loads(kg("impact", "survey-2025/umbrellas", "--format", "json").out)
    assert document["affected"][0]["id"] == "explainer/lost-umbrellas"
    assert document["counts"] == {"falls": 1, "recalculate": 0, "weakens": 0, "survives": 0}
    assert {path: path.read_bytes() for path in workspace.iterdir() if path.is_file()} == before
    assert kg("impact", "nowhere/none").code == 2
    assert "Nothing recorded rests on it" in kg("impact", "explainer").out


@pytest.mark.usefixtures("workspace")
def test_several_that_fall_together_are_told_in_the_plural(kg: Callable[..., Done]) -> None:
    several = " ".join(kg("impact", "survey-2025", "survey-2025/umbrellas").out.split())
    assert several.startswith(
        "If Exampleton Council, Jan 2026 [survey-2025] and Exampleton Council, Jan 2026 [survey-2025/umbrellas] ("
    )
    assert "1 claim or source rests on them: 1 would fall with them" in several
    assert "Nothing recorded rests on them" in kg("impact", "explainer", "explainer/lost-umbrellas").out


@pytest.mark.usefixtures("workspace")
def test_what_is_not_recorded_is_told_as_a_trace_tells_it(kg: Callable[..., Done]) -> None:
    for text in ("survey-2052/umbrela", "https://example.org/none"):
        told = kg("impact", text)
        assert (told.code, told.err) == (2, kg("trace", text).err)


@pytest.mark.parametrize("judged", [True, False])
def test_every_line_says_how_well_documented_it_was_when_asked(
    kg: Callable[..., Done], workspace: Path, judged: bool
) -> None:
    done = kg("impact", "survey-2025", *(["--without"] if judged else []))
    assert ("documented →" in done.out or "assessed →" in done.out) is judged
