"""Another user's program on this machine is not answered, whatever cookie it has."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kg.desk import peer
from kg.desk.peer import is_another_users
from tests.desk.conftest import PORT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.conftest import Visit

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
LINE = (
    "   0: 0100007F:{:04X} 0100007F:{:04X} 01 00000000:00000000 00:00000000 00000000  {}        0 1 1 0 20 4 30 10 -1\n"
)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="users have no numbers there")
@pytest.mark.parametrize(("user", "refused"), [(os.getuid() + 1 if hasattr(os, "getuid") else 0, True), (0, False)])
def test_a_connection_of_another_user_is_refused(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, refused: bool
) -> None:
    table = tmp_path / "tcp"
    table.write_text(HEAD + LINE.format(PORT, 50000, user + 5) + LINE.format(50000, PORT, user), encoding="ascii")
    monkeypatch.setattr(peer, "TABLE", table)
    assert is_another_users(("127.0.0.1", 50000), PORT) is refused
    assert visit.client.get("/").status_code == (403 if refused else 200)


def test_a_connection_that_the_system_does_not_list_is_let_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_another_users(None, PORT)
    monkeypatch.setattr(peer, "TABLE", tmp_path / "none")
    assert not is_another_users(("127.0.0.1", 50000), PORT)
