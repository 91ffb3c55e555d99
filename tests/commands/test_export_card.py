"""`kg export card`: SVG, or PNG by the ending of the file's name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.commands.conftest import Done

CLAIM = "seed-article/rotherham"


def test_a_card_is_svg_on_standard_output(kg: Callable[..., Done]) -> None:
    done = kg("export", "card", CLAIM)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("<svg")


def test_a_name_that_ends_in_png_gives_png_of_1200_by_630(kg: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    assert kg("export", "card", CLAIM, "-o", str(path)).code == 0
    written = path.read_bytes()
    assert written.startswith(b"\x89PNG")
    assert (int.from_bytes(written[16:20]), int.from_bytes(written[20:24])) == (1200, 630)


def test_without_the_renderer_png_is_one_line_and_2(
    kg: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    done = kg("export", "card", CLAIM, "-o", str(tmp_path / "card.png"))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "headwater[png]" in done.err
