"""Ended at any moment, a save leaves each file as it was or as it is to be, and the next save goes on as if nothing had been."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import pytest

from kg.desk.actions import save_claim
from kg.desk.saving import history
from tests.desk.conftest import RECORDS, desk_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORM = {"node": "leaflet/total", "field:says": "New.", "was:says": "Over 1,200 homes stand empty."}
CALLS = ("fsync", "replace", "rename", "unlink", "open", "mkdir", "chmod")


class Killed(BaseException):
    """The process ends here."""


class _Counter:
    """Lets so many calls to the system through, and ends the process at the next one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
        self.left = most
        for name in CALLS:
            monkeypatch.setattr(os, name, self._counted(getattr(os, name)))

    def _counted(self, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            if self.left == 0:
                _end()
            self.left -= 1
            return call(*given, **named)

        return counted


def _end() -> NoReturn:
    raise Killed


def test_a_save_that_is_ended_at_any_call_is_whole_or_has_not_been(folder: Path) -> None:
    after = RECORDS.replace("Over 1,200 homes stand empty.", "New.")
    seen = set()
    for calls in range(40):
        (folder / "homes.yaml").write_text(RECORDS, encoding="utf-8")
        desk = desk_of(folder)
        with pytest.MonkeyPatch.context() as patched:
            counter = _Counter(patched, calls)
            with suppress(Killed):
                save_claim(desk, FORM)
            done = counter.left > 0
        assert text_of(folder) in {RECORDS, after}, calls
        seen.add(text_of(folder))
        assert all(entry.what for entry in history(folder))
        if done:
            break
    else:
        pytest.fail("the save was never finished")
    assert seen == {RECORDS, after}
